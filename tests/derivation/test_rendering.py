"""Reports made visible: the full text of every code, hints, colours, ASCII, accessibility, hostile input."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from matgrad import derivation
from matgrad.derivation import catalogue
from matgrad.derivation.render import HINTS, html, limited, text
from matgrad.derivation.render.cells import cell, columns, printed, width
from matgrad.derivation.render.markup import style_sheet
from matgrad.derivation.render.underline import Mark, underlined
from matgrad.derivation.report import Claim, Diagnostic, Label, Line, Repair, Report
from tests.derivation import corpus, rendering, verdicts

LEAST_SQUARES = "A: m×n, x: n, b: m"
OBJECTIVE = "f(x) = 1/2 ||A x - b||^2"


def checked(*lines, shapes=LEAST_SQUARES, **options):
    return derivation.check([*lines], shapes, **options)


# --- the full text of every code -------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", rendering.FORMS)
@pytest.mark.parametrize("one", catalogue.entries(), ids=lambda one: one.code)
def test_the_full_text_of_a_code(one, form):
    """Write the files anew with ``python -m tests.derivation.rendering``."""
    expected = rendering.file(one, form).read_text(encoding="utf-8")
    assert rendering.FORMS[form](one) + "\n" == expected
    assert one.code in expected


def test_the_report_of_a_notebook_and_of_print():
    report = checked(OBJECTIVE, "= 1/2 (A x - b)^2")
    assert str(report) == text(report)
    assert report._repr_html_() == html(report)


# --- a report made by hand, so that nothing here depends on the diagnosis ---------------------------------------------

LINE = "= 1/2 (A x - b)(A x - b)"
FIRST, SECOND = (7, 14), (16, 23)
DIAGNOSTIC = Diagnostic(
    "product",
    "the product is not conformable: columns of the first (1) ≠ rows of the second (m)",
    (6, 24),
    (Label(FIRST, "m × 1"), Label(SECOND, "m × 1")),
    cause="missing transpose",
    code="M05",
    help="the squared norm of a column r is rᵀr",
    repairs=(Repair("= 1/2 (A x - b)ᵀ(A x - b)", "transpose (A x - b)", "missing transpose"),),
)
MADE = Report(
    (
        Line(
            1,
            OBJECTIVE,
            "given",
            (Claim(OBJECTIVE, (0, 5), "", "given", shape="scalar"),),
            shapes=(Label((7, 24), "scalar"),),
        ),
        Line(2, LINE, "wrong", (Claim(LINE, (2, 24), "=", "wrong", diagnostics=(DIAGNOSTIC,)),), (DIAGNOSTIC,)),
        Line(
            3,
            "= 0",
            "carried",
            (Claim("= 0", (2, 3), "=", "carried", "false, but it follows from the wrong line before"),),
        ),
    ),
    goal_reached=False,
    layouts={"scalar by vector": "numerator", "nabla scalar by vector": "denominator"},
    notes=("recovers on line 4",),
)


def test_the_look():
    assert text(MADE) == (
        "  1 · given    f(x) = 1/2 ||A x - b||^2\n"
        "  2 ✗ wrong    = 1/2 (A x - b)(A x - b)\n"
        "  3 ↳ carried  = 0\n"
        "               false, but it follows from the wrong line before\n"
        "\n"
        "error[M05]: the product is not conformable\n"
        "  line 2 │ = 1/2 (A x - b)(A x - b)\n"
        "         │        ───┬───  ───┬───\n"
        "         │         m × 1    m × 1\n"
        "         │ columns of the first (1) ≠ rows of the second (m)\n"
        "  cause: missing transpose\n"
        "  help : transpose (A x - b): = 1/2 (A x - b)ᵀ(A x - b)\n"
        "  help : the squared norm of a column r is rᵀr\n"
        "  see  : matgrad explain M05\n"
        "\n"
        "line 2 is wrong: it is the first that does not follow\n"
        "recovers on line 4\n"
        "the goal is not reached\n"
        "layout: numerator for a scalar by a vector\n"
        "layout: denominator for ∇ of a scalar by a vector"
    )


def test_where_shows_the_place_and_nothing_else():
    shown = text(MADE, "where")
    assert (
        "error: line 2 does not follow; look here\n"
        "  line 2 │ = 1/2 (A x - b)(A x - b)\n"
        "         │       ──────────────────\n"
        "\n"
    ) in shown
    for secret in ("conformable", "transpose", "M05", "m × 1", "rᵀr"):
        assert secret not in shown
        assert secret not in html(MADE, "where", style=False)
        assert secret not in limited(MADE, "where").to_json()


def test_kind_shows_what_is_wrong_but_not_the_repair():
    for shown in (text(MADE, "kind"), html(MADE, "kind", style=False), limited(MADE, "kind").to_json()):
        assert "the product is not conformable" in shown
        assert "M05" in shown
        assert "rᵀr" not in shown
        assert "transpose (A x" not in shown


def test_limited_reports_say_their_level():
    levels = [limited(MADE, hint).lines[1].diagnostics[0].hint_level for hint in HINTS]
    assert levels == [1, 2, 3]
    assert [limited(MADE, hint).lines[1].claims[0].diagnostics[0].hint_level for hint in HINTS] == [1, 2, 3]


def test_an_unknown_hint_is_named():
    with pytest.raises(derivation.DerivationError) as error:
        text(MADE, "all")
    assert str(error.value) == 'hint: \'all\' is not known; expected "where", "kind" or "repair"'


@pytest.mark.parametrize(
    ("report", "sentence"),
    [
        (Report(()), "there is no line to check"),
        (checked(OBJECTIVE), "every line follows"),
        (checked(OBJECTIVE, goal="Aᵀ(Ax - b)"), "every line follows, but the goal is not reached"),
        (checked(OBJECTIVE, "∇f(x) = Aᵀ(Ax - b)", goal="Aᵀ(Ax - b)"), "every line follows, and the goal is reached"),
        (checked(OBJECTIVE, "∇f(x) = (("), "no line is wrong, but line 2 could not be read"),
        (
            Report(tuple(Line(n, "x", v) for n, v in ((1, "given"), (2, "undecided"), (3, "undecided")))),
            "no line is wrong, but lines 2 and 3 could not be decided",
        ),
        (
            Report(tuple(Line(n, "x", "conditional") for n in (1, 2, 3)), goal_reached=True),
            "every line follows, lines 1, 2 and 3 under a condition, and the goal is reached",
        ),
    ],
)
def test_the_verdict_on_the_whole(report, sentence):
    assert sentence in text(report).splitlines()
    assert f"<strong>{sentence}</strong>" in html(report, style=False)


# --- underlines ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("marks", "rows"),
    [
        ([], []),
        ([Mark(2, 5)], ["  ───"]),
        ([Mark(3, 3)], ["   ─"]),
        ([Mark(0, 3, "scalar")], ["─┬─", "scalar"]),
        ([Mark(4, 7, "a"), Mark(0, 3, "b")], ["─┬─ ─┬─", " b   a"]),
        ([Mark(0, 9, "m × 1"), Mark(2, 4, "n")], ["────┬────", "  m × 1"]),
        ([Mark(0, 1, "m × n"), Mark(1, 2, "n × p"), Mark(2, 3, "p × 1")], ["┬┬┬", "││p × 1", "│n × p", "m × n"]),
        ([Mark(1, 2, "m × n"), Mark(4, 6, "n × 1")], [" ┬  ┬─", " │  n × 1", " m × n"]),
    ],
)
def test_labels_stand_under_their_places(marks, rows):
    assert underlined(marks) == rows


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20), st.sampled_from(["", "m × 1", "scalar"])), max_size=6)
)
def test_every_label_hangs_from_its_place(places):
    marks = [Mark(start, start + length, label) for start, length, label in places]
    rows = underlined(marks)
    for column in (place for place, sign in enumerate(rows[0] if rows else "") if sign == "┬"):
        below = [row[column] if column < len(row) else " " for row in rows[1:]]
        first_text = next(index for index, sign in enumerate(below) if sign != "│")
        assert all(sign == "│" for sign in below[:first_text])
        label = rows[1 + first_text]
        assert label[max(0, column - 6) : column + 7].strip() != ""


def test_columns_are_those_of_the_screen():
    line = "x̂ + 語ᵀy"
    assert columns(line, (0, 2)) == (0, 1)
    assert columns(line, (5, 6)) == (4, 6)
    assert columns(line, (5, 7), ascii_only=True) == (4, 7)
    assert printed(line, ascii_only=True) == "x + ?^Ty"
    assert columns("abc", (2, 99)) == (2, 3)


# --- colour, ASCII ---------------------------------------------------------------------------------------------------


def test_colour_only_when_asked_and_nothing_rests_on_it():
    coloured = text(MADE, color=True)
    assert "\x1b[" in coloured
    assert "\x1b[" not in text(MADE)
    assert re.sub(r"\x1b\[\d+m", "", coloured) == text(MADE)


@pytest.mark.parametrize("case", corpus.all_cases()[:60], ids=lambda case: case["id"])
def test_ascii_is_ascii(case):
    shown = text(verdicts.judgement(case["id"]).report, ascii_only=True)
    assert shown.isascii()


# --- HTML ------------------------------------------------------------------------------------------------------------

VOID = {"br"}
ALLOWED = {
    "section", "style", "p", "strong", "ol", "li", "span", "div", "ul", "code", "mark", "a", "br",
    "math", "mrow", "mi", "mn", "mo", "mtext", "mfrac", "msqrt", "msup", "msub", "msubsup", "munder", "mover",
    "munderover",
}  # fmt: skip
ATTRIBUTES = {
    "class", "aria-label", "aria-hidden", "role", "tabindex", "alttext", "displaystyle", "form", "fence", "separator",
    "mathvariant", "href",
}  # fmt: skip


class Outline(HTMLParser):
    """Checks that tags nest, and collects tags, attributes and text."""

    def __init__(self, source):
        super().__init__()
        self.open, self.tags, self.attributes, self.words = [], set(), set(), []
        self.feed(source)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        """A tag is opened."""
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attributes}
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        """The tag that was opened last is closed."""
        assert self.open.pop() == tag

    def handle_data(self, data):
        """A text."""
        self.words.append(data)


@pytest.mark.parametrize("case", corpus.all_cases(), ids=lambda case: case["id"])
def test_html_is_well_formed_and_has_no_style_attribute_and_no_script(case):
    page = Outline(html(verdicts.judgement(case["id"]).report, style=False))
    assert page.tags <= ALLOWED - {"style"}
    assert page.attributes <= ATTRIBUTES


def test_a_verdict_is_a_word_and_a_mark_and_a_class():
    shown = html(MADE, style=False)
    verdict = '<span class="mg-verdict"><span aria-hidden="true">{mark}</span> {word}'
    for mark, word in (("·", "given"), ("✗", "wrong"), ("↳", "carried")):
        assert verdict.format(mark=mark, word=word) in shown
        assert f'class="mg-line mg-{word}' in shown
    assert shown.count('<span class="mg-badge">first wrong line</span>') == 1


def test_what_is_highlighted_is_also_said():
    shown = html(MADE, style=False)
    assert shown.count('<mrow class="mg-here">') == 2
    operands = re.findall(r"<li><math[^>]*alttext=\"([^\"]*)\">.*?</math>: ([^<]*)</li>", shown)
    assert operands == [("A x - b", "m × 1"), ("A x - b", "m × 1")]
    assert "<code>= 1/2 (A x - b)ᵀ(A x - b)</code>" in shown


def test_the_style_sheet_comes_along_once_or_not_at_all():
    assert html(MADE).count("<style>") == 1
    assert "<style" not in html(MADE, style=False)
    assert html(MADE).replace(f"<style>{style_sheet()}</style>\n", "") == html(MADE, style=False)


def test_the_style_sheet_names_only_what_the_html_has():
    shown = "\n".join(html(verdicts.judgement(case["id"]).report, style=False) for case in corpus.all_cases())
    used = {
        name for group in re.findall(r'class="([^"]*)"', shown + html(MADE, catalogue="x")) for name in group.split()
    }
    rules = re.sub(r"/\*.*?\*/", "", style_sheet(), flags=re.DOTALL)
    named = set(re.findall(r"\.((?:mg|matgrad)-[\w-]+)", rules))
    unreadable = html(checked(OBJECTIVE, "= (("), style=False)
    assert named <= used | {"mg-unreadable" if 'class="mg-line mg-unreadable' in unreadable else ""}
    assert not re.search(r"url\(|@import", rules)


def contrast(one, other):
    """Return the contrast of two colours #rrggbb after WCAG 2."""

    def luminance(colour):
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("theme", "background"), [(0, "#ffffff"), (1, "#14181e"), (1, "#111111")])
def test_the_colours_have_enough_contrast(theme, background):
    blocks = re.findall(r"\{([^}]*--mg-right:[^}]*)\}", style_sheet())
    assert len(blocks) == 2
    colours = re.findall(r"--mg-(?:right|wrong|open|quiet): (#[0-9a-f]{6});", blocks[theme])
    assert len(colours) == 4
    assert min(contrast(colour, background) for colour in colours) >= 4.5


def test_codes_link_to_the_catalogue_where_its_address_is_known():
    shown = html(MADE, style=False, catalogue="../reference/mistakes.html")
    assert '<a href="../reference/mistakes.html#m05">M05 in the catalogue of mistakes</a>' in shown


# --- hostile input ---------------------------------------------------------------------------------------------------

HOSTILE = [
    "<script>alert(1)</script> = x",
    "x = </math></section><img src=x onerror=alert(1)>",
    'x = "onmouseover="alert(1)',
    r"x = \text{</style><script>alert(1)</script>}",
    "x = &lt;b&gt;",
    "x = \x1b[31mred\x1b]0;title\x07",
    "x = \u202ey\u2066",
    "x = \ud800",
    "= x\x00\x08",
]


@pytest.mark.parametrize("line", HOSTILE)
@pytest.mark.parametrize("verdict", ["given", "wrong", "unreadable"])
def test_hostile_lines_are_harmless(line, verdict):
    problem = Diagnostic("unreadable", line, (2, 5), (Label((0, 3), line),), help=line, repairs=(Repair(line, line),))
    report = Report((Line(1, line, verdict, (), (problem,), (Label((0, 1), line),), (line,)),), notes=(line,))
    page = Outline(html(report))
    assert page.tags <= ALLOWED
    assert page.attributes <= ATTRIBUTES
    shown = text(report) + html(report, style=False)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", text(report))
    shown.encode("utf-8")


@settings(deadline=None)
@given(st.text())
@example("\x1b[2J")
def test_no_character_takes_over_the_terminal(line):
    shown = printed(line)
    assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", shown)
    assert printed(line, ascii_only=True).isascii()
    assert width(shown) <= 2 * len(line)
    assert all(len(cell(character)) <= 1 for character in line)
