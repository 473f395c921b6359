"""The page *Check your own derivation* in Firefox: the reports of Python, and nothing loaded before it is wanted."""

import json

import pytest

from matgrad.derivation import check_json
from matgrad.derivation.text_format import parse
from tests.scratch_book import ROOT
from tests.site import browsing, firefox

pytestmark = [pytest.mark.browser, pytest.mark.thorough]

PAGE = "chapters/practice/check-your-derivation.html"
STUDENT = (ROOT / "examples" / "1-student.txt").read_text(encoding="utf-8")
CHOOSE = """async () => {
  const root = document.querySelector(".derivation-checker");
  const idle = performance.getEntriesByType("resource").map(({ name }) => name);
  const example = root.querySelector("[name=example]");
  example.value = "1-student";
  example.dispatchEvent(new Event("change", { bubbles: true }));
  while (!(root.dataset.state === "ready" && root.querySelector(".mg-line")) && root.dataset.state !== "failed") {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    idle,
    verdicts: [...root.querySelectorAll(".mg-verdict")].map((word) => word.childNodes[1].textContent.trim()),
    said: root.querySelector("[role=status]").textContent,
    formulas: root.querySelectorAll(".mg-line .katex").length,
  };
}"""
ASK = """async (request) => {
  const module = document.querySelector("script[src*='/check.mjs']").src;
  const worker = new Worker(new URL("worker.mjs", module), { type: "module" });
  return await new Promise((resolve) => {
    worker.onmessage = ({ data }) => { if (data.kind === "answer") resolve(data.text); };
    worker.postMessage({ id: 1, kind: "json", text: request });
  });
}"""


@pytest.fixture(scope="module")
def tab(site, tmp_path_factory):
    if firefox.find_firefox() is None:
        pytest.skip("no Firefox here: the live checker is not tried in it")
    with browsing.served(site) as base, firefox.started(tmp_path_factory.mktemp("profile")) as running:
        running.go(f"{base}/{PAGE}")
        yield running


def test_the_student_s_derivation_is_judged_as_by_python(tab):
    seen = tab.evaluate(CHOOSE)
    expected = json.loads(check_json(json.dumps(parse(STUDENT))))
    assert seen["verdicts"] == [line["verdict"] for line in expected["lines"]]
    assert seen["said"] == "Line 2 is wrong: it is the first that does not follow."
    assert seen["formulas"] >= 7
    assert [name for name in seen["idle"] if name.endswith((".wasm", ".zip"))] == []


def test_the_report_is_the_same_text_as_python_s(tab):
    request = json.dumps(parse(STUDENT))
    assert tab.evaluate(ASK, request) == check_json(request)
