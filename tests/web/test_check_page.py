"""The page *Check your own derivation* without a browser: links, places in the text, sentences, the worker's life."""

import itertools
import json
import subprocess
from urllib.parse import parse_qs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matgrad.book.node import node_program
from matgrad.derivation.live import FIELDS
from tests.web.javascript import ROOT, evaluate

PRACTICE = ROOT / "code" / "web" / "practice"
FORM = {
    "lines": "f(x) = 1/2 ||Ax - b||^2\n∇f(x) = Aᵀ(Ax − b) & \\top + 100% #1",
    "shapes": "A: m×n, x: n, b: m",
    "wrt": "x",
    "layout": "",
    "where": "r = Ax - b",
    "assume": "",
    "goal": "",
}


def ask(expression, **values):
    return evaluate("../practice/fields ../practice/words", expression, **values)


def test_the_fields_are_those_of_the_checker():
    assert ask("FIELDS") == list(FIELDS)


def test_a_link_carries_what_is_filled_in_and_gives_it_back():
    fragment = ask("toFragment(form)", form=FORM)
    assert parse_qs(fragment) == {name: [text] for name, text in FORM.items() if text}
    assert fragment.isascii()
    assert ask("fromFragment(fragment)", fragment="#" + fragment) == {"fields": FORM}


@settings(max_examples=5, deadline=None)
@given(st.text(min_size=1, max_size=40).filter(str.strip))
def test_every_text_survives_the_link(text):
    text = text.encode("utf-8", "replace").decode()
    assert ask("fromFragment(toFragment({ lines: text })).fields.lines", text=text) == text


@pytest.mark.parametrize("fragment", ["", "#", "#what-the-verdicts-mean", "#wrt=x", "#lines=" + "a" * 60_001])
def test_an_address_without_a_derivation_carries_none(fragment):
    assert ask("fromFragment(fragment)", fragment=fragment) is None


def test_an_address_may_name_a_derivation_of_the_book():
    assert ask("fromFragment('#derivation=1-student')") == {"name": "1-student"}


SOURCE = "f = a\n\n  = \\frac12   (a + a)  \n= a*a $ [x]{y}|z|/2^{n} (a+a)?\n= \\frac12 (a + a)\n"
LINES = ["f = a", "= \\frac12 (a + a)", "= a*a $ [x]{y}|z|/2^{n} (a+a)?", "= \\frac12 (a + a)"]


def test_each_line_of_the_report_is_found_in_the_text_in_order():
    places = ask("placesOf(source, lines)", source=SOURCE, lines=LINES)
    assert [SOURCE[slice(*place)].split() for place in places] == [line.split() for line in LINES]
    assert [first[1] <= second[0] for first, second in itertools.pairwise(places)] == [True] * 3


def test_a_repair_replaces_its_line_and_nothing_else():
    done = ask("withLine(source, lines, 3, '= a')", source=SOURCE, lines=LINES)
    assert done["text"] == SOURCE[: SOURCE.rindex("= \\frac")] + "= a\n"
    assert done["text"][slice(*done["place"])] == "= a"
    assert ask("withLine(source, ['not there'], 0, '= a')", source=SOURCE) is None


def test_a_file_is_named_by_letters_and_digits_alone():
    assert ask("fileName({ lines: '../etc/x: f(x) = 2' })") == "derivation-etc-x-f.txt"
    assert ask("fileName({ lines: '∇' })") == "derivation.txt"


SIZE = {"bytes": 1000, "megabytes": "5.0"}
LIMITS = {"start": 1, "check": 10_000, "explain": 20_000}
COMMAND = "Install the book's module and run “matgrad check FILE” instead; it says the same."


@pytest.mark.parametrize(
    ("state", "detail", "sentence"),
    [
        ("starting", {"loaded": 0}, "Loading the checker (5.0 MB, once): 0 % …"),
        ("starting", {"loaded": 999}, "Loading the checker (5.0 MB, once): 99 % …"),
        ("starting", {"loaded": 1000}, "Starting the checker …"),
        ("checking", {}, "Checking …"),
        ("explaining", {}, "Looking for causes and repairs …"),
        ("stopped", {"reason": "reader"}, "Stopped. The checker has been started afresh."),
        (
            "stopped",
            {"reason": "check"},
            "The check took longer than 10 seconds and was stopped. Change a line or make the derivation shorter.",
        ),
        (
            "stopped",
            {"reason": "explain"},
            "The search for a repair took longer than 20 seconds and was stopped. The verdicts stand.",
        ),
        ("failed", {"reason": "no way"}, f"The checker cannot run here: no way. {COMMAND}"),
        ("ready", {}, ""),
    ],
)
def test_what_the_page_does_is_said_in_a_sentence(state, detail, sentence):
    said = ask("stateInWords(state, detail, size, limits)", state=state, detail=detail, size=SIZE, limits=LIMITS)
    assert said == sentence


@pytest.mark.parametrize(
    ("scope", "sentence"),
    [
        ("globalThis", f"This browser has no workers, which the checker needs. {COMMAND}"),
        ("{ Worker: Map }", f"This browser has no WebAssembly, which the checker needs. {COMMAND}"),
        (
            "{ Worker: Map, WebAssembly: { Module: class { constructor() { throw new Error() } } } }",
            f"This browser does not let pages run WebAssembly, which the checker needs. {COMMAND}",
        ),
        ("{ Worker: Map, WebAssembly }", ""),
    ],
)
def test_what_a_browser_lacks_is_named(scope, sentence):
    assert ask(f"obstacle({scope})") == sentence


# A worker that answers when the test says so; `story` is what the page is told.
STAGE = """
import { Checker } from %s;
const workers = [], story = [];
class Fake {
  constructor() { this.got = []; workers.push(this); }
  postMessage(data) { this.got.push(data); }
  terminate() { this.ended = true; }
  says(data) { this.onmessage({ data }); }
}
const checker = new Checker({
  makeWorker: () => new Fake(),
  told: (state, detail) => story.push([state, detail.reason ?? detail.loaded ?? null]),
  answered: (answer, more) => story.push(["answer", answer, more]),
  limits: () => ({ start: 60, check: 30, explain: 30 }),
});
const after = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const last = () => workers.at(-1);
"""


def play(script):
    """Run a scene and return what the page was told, what the workers got, and which of them were ended."""
    program = (STAGE % json.dumps((PRACTICE / "checker.mjs").as_uri())) + script
    program += (
        ";console.log(JSON.stringify({ story, got: workers.map((w) => w.got), ended: workers.map((w) => !!w.ended) }));"
        "process.exit(0);"
    )
    command = [str(node_program()), "--input-type=module", "--eval", program]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_nothing_is_started_before_it_is_wanted():
    assert play("") == {"story": [], "got": [], "ended": []}


def test_only_the_latest_form_waits_for_python():
    seen = play(
        "checker.start(); checker.check('one'); checker.check('two'); last().says({ kind: 'progress', loaded: 7 });"
        "last().says({ kind: 'ready' });"
    )
    assert seen["got"] == [[{"id": 3, "kind": "check", "text": "two"}]]
    assert seen["story"] == [["starting", 0], ["starting", 7], ["checking", None]]


def test_answers_to_an_older_check_are_not_shown():
    seen = play(
        "checker.start(); last().says({ kind: 'ready' }); checker.check('one'); checker.check('two');"
        "const [one, two] = last().got.map(({ id }) => id);"
        "last().says({ id: one, kind: 'answer', text: '1', more: true });"
        "last().says({ id: two, kind: 'answer', text: '2', more: true });"
        "last().says({ id: two, kind: 'answer', text: '3', more: false });"
    )
    assert seen["story"] == [
        ["starting", 0],
        ["ready", None],
        ["checking", None],
        ["checking", None],
        ["answer", 2, True],
        ["explaining", None],
        ["answer", 3, False],
        ["ready", None],
    ]


def test_answers_that_nobody_waits_for_are_not_shown():
    seen = play(
        "checker.forget(); checker.check('x'); checker.forget(); last().says({ kind: 'ready' });"
        "checker.check('y'); checker.forget(); const { id } = last().got[0];"
        "last().says({ id, kind: 'answer', text: '1', more: false }); await after(45);"
    )
    assert seen["story"] == [["starting", 0], ["ready", None], ["checking", None], ["ready", None]]
    assert [message["text"] for message in seen["got"][0]] == ["y"]


def test_a_check_that_takes_too_long_is_ended_and_the_next_one_runs_in_a_new_worker():
    seen = play(
        "checker.start(); last().says({ kind: 'ready' }); checker.check('slow'); await after(45);"
        "last().says({ kind: 'ready' }); checker.check('quick');"
    )
    assert seen["story"] == [
        ["starting", 0],
        ["ready", None],
        ["checking", None],
        ["stopped", "check"],
        ["checking", None],
    ]
    assert seen["ended"] == [True, False]
    assert [[message["text"] for message in got] for got in seen["got"]] == [["slow"], ["quick"]]


def test_what_an_ended_worker_still_says_is_not_heard():
    seen = play(
        "checker.start(); last().says({ kind: 'ready' }); checker.stop();"
        "workers[0].says({ kind: 'failed', reason: 'late' }); workers[0].onerror({ message: 'late' });"
    )
    assert seen["story"][-1] == ["stopped", "reader"]


def test_each_step_of_the_explanation_has_its_own_time():
    scene = "checker.start(); last().says({ kind: 'ready' }); checker.check('x'); const { id } = last().got[0];"
    step = "last().says({ id, kind: 'answer', text: '1', more: true }); await after(20);"
    assert ["stopped", "explain"] not in play(scene + step * 3)["story"]
    assert play(scene + step + "await after(30);")["story"][-1] == ["stopped", "explain"]


def test_a_start_that_takes_too_long_fails_and_can_be_tried_again():
    seen = play("checker.check('x'); await after(80); checker.check('x');")
    assert seen["story"] == [["starting", 0], ["failed", "it has not started within 0.06 seconds"], ["starting", 0]]
    assert seen["ended"] == [True, False]


def test_a_worker_that_cannot_be_loaded_says_so():
    seen = play("checker.start(); last().onerror({ message: 'blocked' });")
    assert seen["story"][-1] == ["failed", "blocked"]


def test_a_reader_can_stop_and_whoever_waits_is_told():
    seen = play(
        "checker.start(); last().says({ kind: 'ready' });"
        "checker.ask('read', 'text').catch(({ message }) => story.push(['refused', message]));"
        "checker.stop(); await after(1);"
    )
    assert seen["story"][-2:] == [["stopped", "reader"], ["refused", "the checker was stopped"]]
