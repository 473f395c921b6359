"""The page *Check your own derivation* in a real browser: the reports of Python, quiet, accessible, never stuck."""

import json
import time
from pathlib import Path

import pytest

from matgrad.derivation import check_json, live
from matgrad.derivation.live import fields_of
from matgrad.derivation.text_format import parse
from tests.derivation import corpus
from tests.scratch_book import ROOT
from tests.site import browsing
from tests.site.browsing import Visit

pytestmark = pytest.mark.browser

PAGE = "chapters/practice/check-your-derivation.html"
STUDENT = (ROOT / "examples" / "1-student.txt").read_text(encoding="utf-8")
PATIENCE = 60  # seconds; a second on a quiet machine
FIRST_WRONG = "Line 2 is wrong: it is the first that does not follow."
HEAVY = (".wasm", ".zip", "pyodide.mjs", "pyodide.asm.mjs", "katex.min.js", "worker.mjs")


class Desk:
    """The page with its form."""

    def __init__(self, visit: Visit, base: str) -> None:
        self.visit, self.page, self.base = visit, visit.page, base
        self.root = self.page.locator(".derivation-checker")

    def state(self, wanted):
        """Wait for a state of the checker."""
        self.page.wait_for_selector(f".derivation-checker[data-state={wanted}]")

    def wait(self, condition):
        """Wait until an expression is true; Playwright's own way is what the page's policy forbids: eval."""
        deadline = time.monotonic() + PATIENCE
        while not self.page.evaluate(condition):
            assert time.monotonic() < deadline, f"never true: {condition}; the page says: {self.status()}"
            self.page.wait_for_timeout(30)

    def write(self, lines, **fields):
        """Put texts into the form by the keyboard's way."""
        for name, text in {**fields, "lines": lines}.items():
            self.page.locator(f"[name={name}]").fill(text)

    def check(self):
        """Press the button and wait for the last word."""
        self.page.get_by_role("button", name="Check it").click()
        self.wait("['ready', 'failed'].includes(document.querySelector('.derivation-checker').dataset.state)")

    def status(self):
        """What the page says about itself and about the whole derivation."""
        return self.page.locator(".derivation-checker [role=status]").inner_text()

    def verdicts(self):
        """The words beside the lines."""
        words = "(all) => all.map((one) => one.childNodes[1].textContent.trim())"
        return self.page.locator(".mg-verdict").evaluate_all(words)

    def heavy(self):
        """The requests for what only a check needs."""
        return [address for address in self.visit.requests if address.partition("?")[0].endswith(HEAVY)]

    def violations(self):
        """What the accessibility rules find; what their own program is refused by the page is not ours."""
        before = len(self.visit.errors)
        assert self.visit.refused() == []
        found = self.visit.accessibility(glyphs=False)
        del self.visit.errors[before:]
        self.page.evaluate("window.refused.length = 0")
        return found

    def report(self, request):
        """The report that the worker gives for a request of `check_json`, from a worker of its own."""
        return self.page.evaluate(
            """async (request) => {
              if (!window.asked) {
                const module = document.querySelector("script[src*='/check.mjs']").src;
                window.asked = new Worker(new URL("worker.mjs", module), { type: "module" });
              }
              return await new Promise((resolve) => {
                window.asked.onmessage = ({ data }) => { if (data.kind === "answer") resolve(data.text); };
                window.asked.postMessage({ id: 1, kind: "json", text: request });
              });
            }""",
            request,
        )


@pytest.fixture(scope="module")
def base(site):
    with browsing.served(site) as address:
        yield address


@pytest.fixture
def desk(browser, base):
    """Return a function that opens the page."""
    contexts = []

    def open_it(fragment="", width=1350, height=900, theme="light", before="", **options):
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme, **options)
        context.set_default_timeout(60_000)
        contexts.append(context)
        if before:
            context.add_init_script(before)
        return Desk(Visit(context).go(f"{base}/{PAGE}{fragment}"), base)

    yield open_it
    for context in contexts:
        context.close()


def assert_quiet(desk):
    assert desk.visit.errors == []
    assert desk.visit.refused() == []
    assert desk.visit.outside(desk.base) == []
    assert desk.visit.overflow() == 0


def test_the_student_s_derivation_from_asleep_to_repaired(desk):
    """Nothing heavy is loaded; then verdicts as from Python, hints in steps, and a repair that helps."""
    page = desk(width=360, height=740)
    assert page.heavy() == []
    assert page.violations() == []
    page.page.select_option("[name=example]", "1-student")
    page.page.wait_for_selector(".mg-line")
    page.state("ready")
    assert {Path(address.partition("?")[0]).name for address in page.heavy()} == {
        "worker.mjs", "katex.min.js", "pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "stdlib.zip", "checker.zip",
    }  # fmt: skip
    expected = json.loads(check_json(json.dumps(parse(STUDENT))))
    assert page.verdicts() == [line["verdict"] for line in expected["lines"]]
    assert page.status() == FIRST_WRONG
    assert page.page.locator(".mg-line .katex").count() >= 7
    second = page.page.locator(".mg-line").nth(2)
    assert "M01" not in second.inner_text()
    second.get_by_role("button", name="What kind of mistake?").click()
    assert "error M01: a column (m × 1) has no power 2" in second.inner_text()
    assert page.page.evaluate("document.activeElement.textContent") == "Show the repair"
    assert second.get_by_role("link", name="M01").get_attribute("href") == "../reference/mistakes.html#m01"
    second.get_by_role("button", name="Show the repair").click()
    assert_quiet(page)
    assert page.violations() == []
    second.get_by_role("button", name="Put it into the text").click()
    page.wait("document.querySelectorAll('.mg-verdict')[2].textContent.includes('follows')")
    written = page.page.locator("[name=lines]").input_value()
    assert expected["lines"][2]["diagnostics"][0]["repairs"][0]["text"] in written
    assert page.page.evaluate("document.activeElement.name") == "lines"


def test_verdicts_follow_the_typing_and_nothing_is_checked_without_it(desk):
    page = desk()
    page.page.locator("[name=lines]").focus()
    page.state("ready")
    assert page.status() == "The checker is ready."
    page.page.keyboard.type("xᵀx\n= ||x||^2")
    page.page.wait_for_selector(".mg-line:nth-child(2)")
    assert page.verdicts() == ["given", "follows"]
    page.page.keyboard.type("\n= x^2")
    page.page.wait_for_selector(".mg-line:nth-child(3).mg-wrong")
    page.page.locator("[name=lines]").fill("")
    assert page.page.locator(".matgrad-report").is_hidden()
    assert_quiet(page)


HOSTILE = {
    "HTML": '<img src=x onerror="window.hit=1"><script>window.hit=1</script> = x',
    "TeX that makes links": r"\href{javascript:window.hit=1}{x} = \htmlClass{mg-wrong}{x} \includegraphics{x}",
    "deep nesting": "(" * 3000 + "x" + ")" * 3000,
    "control characters": "x\u0000\u001b[31m\u202e = x\u2028y",
    "a very long line": "x" + " + x" * 30_000,
    "too many lines": "\n".join(["x = x"] * 401),
    "no letters": "%%%% \\\\\\ }{",
}


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.thorough
def test_hostile_input_is_answered_with_words_and_puts_no_markup_in(desk, kind):
    page = desk()
    page.write(HOSTILE[kind], shapes="x: n")
    page.check()
    assert page.status() not in ("", "The checker is ready.")
    assert page.page.evaluate("window.hit") is None
    assert page.page.locator(".derivation-checker").locator("img, script, iframe, a[href^=javascript]").count() == 0
    assert page.page.locator(".mg-body .mg-wrong").count() == 0
    assert_quiet(page)
    page.write("xᵀx\n= ||x||^2")
    page.wait("document.querySelectorAll('.mg-follows').length === 1")


@pytest.mark.thorough
def test_markup_in_a_link_stays_text(desk):
    page = desk("#lines=" + "%3Cimg%20src%3Dx%20onerror%3Dwindow.hit%3D1%3E%20%3D%20x&shapes=x%3A%20n")
    assert page.heavy() == []
    assert page.status() == "Here is the derivation. Press “Check it” to load the checker."
    page.check()
    assert page.page.evaluate("window.hit") is None
    assert page.page.locator(".derivation-checker img").count() == 0
    assert page.verdicts() == ["unreadable"]


@pytest.mark.thorough
def test_a_check_beyond_its_limit_is_stopped_and_the_next_one_runs(desk):
    page = desk()
    page.page.evaluate("""document.querySelector(".derivation-checker").dataset.limits = '{"check": 1}'""")
    page.write("xᵀx\n= ||x||^2", shapes="x: n")
    page.state("stopped")
    assert page.status() == (
        "The check took longer than 0.001 seconds and was stopped. Change a line or make the derivation shorter."
    )
    assert page.violations() == []
    page.page.evaluate("delete document.querySelector('.derivation-checker').dataset.limits")
    page.check()
    assert page.verdicts() == ["given", "follows"]


@pytest.mark.thorough
def test_the_reader_can_stop_a_check(desk):
    page = desk()
    page.write("\n".join(["f(x) = 1/2 ||Ax - b||^2", *["= 1/2 (xᵀAᵀAx - xᵀAᵀb - bᵀAx + bᵀb)^2"] * 300]))
    page.page.get_by_role("button", name="Stop").click()
    assert page.status() == "Stopped. The checker has been started afresh."
    page.write("xᵀx\n= ||x||^2", shapes="x: n")
    page.page.wait_for_selector(".mg-follows")


@pytest.mark.thorough
def test_a_link_a_file_and_back(desk, tmp_path):
    page = desk(accept_downloads=True)
    form = fields_of((ROOT / "examples" / "weighted-least-squares.txt").read_text(encoding="utf-8"))
    for name in ("shapes", "wrt", "lines"):
        page.page.locator(f"[name={name}]").fill(form[name])
    page.page.locator("summary").click()
    page.page.locator("[name=assume]").fill(form["assume"])
    page.page.locator("[name=goal]").fill(form["goal"])
    page.page.get_by_role("button", name="Copy a link to it").click()
    page.wait("document.querySelector('[role=status]').textContent.includes('link')")
    address = page.page.url
    with page.page.expect_download() as saved:
        page.page.get_by_role("button", name="Save as a file").click()
    text = Path(saved.value.path()).read_text(encoding="utf-8")
    assert parse(text) == parse((ROOT / "examples" / "weighted-least-squares.txt").read_text(encoding="utf-8"))
    other = desk("#" + address.partition("#")[2])
    assert other.page.locator("[name=assume]").input_value() == form["assume"]
    assert other.page.locator("[name=lines]").input_value() == form["lines"]
    (tmp_path / "mine.txt").write_text(STUDENT, encoding="utf-8")
    other.page.locator("[name=file]").set_input_files(tmp_path / "mine.txt")
    other.page.wait_for_selector(".mg-line.mg-first")
    (tmp_path / "bad.txt").write_text("no header", encoding="utf-8")
    other.page.locator("[name=file]").set_input_files(tmp_path / "bad.txt")
    other.wait("document.querySelector('[role=status]').textContent.startsWith('The file cannot be')")
    assert "no field of the header" in other.status()
    assert_quiet(other)


@pytest.mark.parametrize(
    ("before", "sentence"),
    [
        ("delete window.WebAssembly;", "This browser has no WebAssembly, which the checker needs."),
        ("delete window.Worker;", "This browser has no workers, which the checker needs."),
    ],
)
@pytest.mark.thorough
def test_without_webassembly_the_page_says_what_to_do(desk, before, sentence):
    page = desk(before=before)
    page.page.wait_for_selector(".obstacle:visible")
    said = page.page.locator(".obstacle").inner_text()
    assert said == f"{sentence} Install the book's module and run “matgrad check FILE” instead; it says the same."
    assert page.page.locator(".derivation-checker form").is_hidden()
    assert page.violations() == []


@pytest.mark.thorough
def test_without_scripts_the_page_says_what_it_needs(desk):
    page = desk(java_script_enabled=False)
    assert page.page.locator(".obstacle").inner_text().startswith("This form needs JavaScript and WebAssembly.")


@pytest.mark.thorough
def test_once_loaded_it_needs_no_network(desk):
    page = desk()
    page.write("xᵀx", shapes="x: n")
    page.check()
    page.page.context.set_offline(True)
    page.write("xᵀx\n= x^2")
    page.page.wait_for_selector(".mg-wrong")
    page.state("ready")
    page.page.get_by_label("Show all hints").check()
    assert "write the square of a column" in page.page.locator(".mg-diagnostic").inner_text()


@pytest.mark.thorough
def test_a_program_that_cannot_be_loaded_is_said_and_can_be_tried_again(desk):
    page = desk()
    page.page.route("**/checker.zip", lambda route: route.fulfill(status=404, body="gone"))
    page.write("xᵀx", shapes="x: n")
    page.state("failed")
    assert "404" in page.status()
    assert "matgrad check FILE" in page.status()
    assert page.violations() == []
    page.page.unroute("**/checker.zip")
    page.check()
    assert page.verdicts() == ["given"]


@pytest.mark.thorough
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 768, 1350])
def test_every_state_is_accessible_at_every_width(desk, width, theme):
    page = desk(width=width, theme=theme)
    assert page.violations() == []
    page.page.select_option("[name=example]", "1-student")
    page.state("starting")
    assert page.violations() == []
    page.page.wait_for_selector(".mg-first")
    page.state("ready")
    assert page.violations() == []
    page.page.get_by_label("Show all hints").check()
    assert page.violations() == []
    page.page.select_option("[name=example]", "1-expansion")
    page.wait("document.querySelectorAll('.mg-follows').length === 7")
    assert page.violations() == []
    assert_quiet(page)


def try_links(pages):
    """The links "try this": page, name of the derivation."""
    return [
        (name, link["href"].partition("#derivation=")[2])
        for name, page in pages.items()
        if name.startswith("chapters/")
        for link in page.select("p.try-this a")
    ]


def test_behind_each_derivation_of_the_chapters_stands_a_link_that_the_page_can_open(site, pages):
    (file,) = site.glob("_static/practice-*/derivations.json")
    known = json.loads(file.read_text(encoding="utf-8"))
    found = try_links(pages)
    assert [name for _, name in found if name not in known] == []
    assert len({name for _, name in found}) == len(found)
    for chapter in ("1-wrong-expansion", "2-chain-rule", "3-index-notation"):
        assert sum(page == f"chapters/{chapter}.html" for page, _ in found) >= 5, chapter
        reports = pages[f"chapters/{chapter}.html"].select(".cell:has(.matgrad-report) + .try-this")
        assert len(reports) == len(pages[f"chapters/{chapter}.html"].select(".cell .matgrad-report"))


@pytest.mark.thorough
def test_every_such_link_gives_the_verdicts_that_the_book_rests_on(site, pages):
    (file,) = site.glob("_static/practice-*/derivations.json")
    known = json.loads(file.read_text(encoding="utf-8"))
    for _, name in try_links(pages):
        report = json.loads(live.Desk().check(json.dumps(known[name])))
        assert "report" in report, name
        assert not {"unreadable", "undecided"} & {line["verdict"] for line in report["report"]["lines"]}, name


def test_a_link_in_a_chapter_opens_its_derivation(desk):
    page = desk()
    page.page.goto(f"{page.base}/chapters/1-wrong-expansion.html")
    page.page.locator(".cell:has(.matgrad-report) + .try-this a").first.click()
    page.page.wait_for_url("**/check-your-derivation.html*")
    page.wait("document.querySelector('[name=lines]')?.value.includes('sqrt')")
    assert page.page.locator("[name=shapes]").input_value() == "A: m×n, x: n, b: m"
    assert page.status() == "Here is the derivation. Press “Check it” to load the checker."
    assert page.heavy() == []


@pytest.mark.thorough
def test_the_whole_corpus_gets_the_reports_of_python(desk):
    page = desk()
    different = []
    for case in corpus.all_cases():
        request = json.dumps(corpus.arguments(case))
        if json.loads(page.report(request)) != json.loads(check_json(request)):
            different.append(case["id"])
    assert different == []


@pytest.mark.thorough
def test_the_example_of_every_mistake_shows_its_code(desk):
    page = desk()
    page.page.get_by_label("Show all hints").check()
    options = page.page.locator("optgroup[label='One of each mistake'] option")
    codes = options.evaluate_all("(all) => all.map((one) => one.value)")
    assert len(codes) >= 20
    for code in codes:
        page.page.select_option("[name=example]", code)
        page.wait(f"document.querySelector('.matgrad-report').textContent.includes({json.dumps(f' {code}: ')})")
