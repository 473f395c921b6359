"""How often a mistake put into a right line is named as what it is, kept as data in ``tests/corpus/naming.json``.

Right lines are made by the generator, or taken from the derivations that were held out. In a generated one a mistake
counts where undoing it is the only smallest repair: among all single changes of the wrong tree, those that make it
equal again are of one kind. Neither the making of the mistakes nor this count uses the checker.

Run ``python -m tests.derivation.naming`` to write the table anew.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from dataclasses import dataclass, field

from hypothesis import HealthCheck, given, settings

from matgrad import derivation
from tests.derivation import corpus, generators
from tests.derivation.mutations import mutated
from tests.derivation.notations import NOTATIONS, Notation, printed
from tests.derivation.trees import DECLARED, Node, equal, size

TABLE = corpus.FOLDER / "naming.json"
TRANSPOSES = {"transpose added", "transpose dropped"}
SIGNS = {"sign flipped", "term sign flipped"}
NUMBERS = {"number lost", "number inverted", "factor doubled"}
KINDS: dict[str, tuple[set[str], set[str]]] = {
    "transpose dropped": ({"M05", "M04"}, TRANSPOSES),
    "transpose added": ({"M05", "M04"}, TRANSPOSES),
    "squared norm as a square": ({"M01", "M05"}, TRANSPOSES),
    "sign flipped": ({"M09"}, SIGNS),
    "term sign flipped": ({"M09"}, SIGNS),
    "number lost": ({"M08"}, NUMBERS),
    "number inverted": ({"M08"}, NUMBERS),
    "factor doubled": ({"M08"}, NUMBERS),
    "factor dropped": ({"M10"}, set()),
    "factors swapped": ({"M06", "M07"}, {"factors swapped"}),
    "term dropped": ({"M18"}, set()),
    "term repeated": ({"M18"}, {"term dropped"}),
    "symbol undeclared": ({"M17"}, {"symbol renamed"}),
    "symbol renamed": ({"M10"}, {"symbol renamed"}),
}
"""For each way to spoil a tree: the codes that name the mistake, and the changes that undo a mistake of this kind."""
LOST = {"number lost", "factor dropped", "term dropped"}
"""What is lost need not be found among the single changes; it is put back in one step all the same."""


@dataclass
class Rates:
    """How many mistakes of each kind were tried, and how many were named."""

    tried: Counter[str] = field(default_factory=Counter)
    named: Counter[str] = field(default_factory=Counter)
    missed: list[tuple[str, str, str, str]] = field(default_factory=list)

    def share(self) -> float:
        """The share of all mistakes that were named."""
        return self.named.total() / self.tried.total()

    def rows(self) -> dict[str, dict[str, int]]:
        """The counts by kind."""
        return {kind: {"tried": self.tried[kind], "named": self.named[kind]} for kind in sorted(self.tried)}


def ambiguous(right: Node, wrong: Node, kind: str) -> bool:
    """Whether some other kind of change makes the wrong tree right as well, or no single one does."""
    if kind == "factor dropped" and size(right) - size(wrong) > 2:  # more than a symbol or its transpose is lost
        return True
    undoing = [tree for change, trees in mutated(wrong).items() if change in KINDS[kind][1] for tree in trees]
    if kind not in LOST and not any(equal(tree, right) for tree in undoing):
        return True
    others = {change: trees for change, trees in mutated(wrong).items() if change not in KINDS[kind][1]}
    return any(equal(tree, right) for trees in others.values() for tree in trees)


def right_lines(count: int) -> list[Node]:
    """Expressions of the generator, always the same ones."""
    found: list[Node] = []
    quiet = {"derandomize": True, "database": None, "deadline": None, "suppress_health_check": list(HealthCheck)}

    @settings(max_examples=count, **quiet)
    @given(generators.expressions())
    def collect(tree: Node) -> None:
        found.append(tree)

    collect()
    return found


def measured(count: int) -> Rates:
    """Spoil `count` right lines, each in one way, rare kinds of mistakes first, and see what the checker calls it."""
    rates, drawn = Rates(), Counter[str]()
    source = random.Random(count)
    for right in right_lines(3 * count):
        options = {kind: trees for kind, trees in mutated(right).items() if kind in KINDS}
        kind = min(options, key=lambda k: (drawn[k], k))
        drawn[kind] += 1
        wrong = source.choice(options[kind])
        if equal(right, wrong) or ambiguous(right, wrong, kind):
            continue
        observe(right, wrong, kind, source.choice(NOTATIONS), rates)
        if rates.tried.total() == count:
            break
    return rates


def observe(right: Node, wrong: Node, kind: str, notation: Notation, rates: Rates) -> None:
    """Count one mistake."""
    lines = [printed(right, notation), f"= {printed(wrong, notation)}"]
    line = derivation.check(lines, DECLARED).lines[1]
    rates.tried[kind] += 1
    if line.code in KINDS[kind][0]:
        rates.named[kind] += 1
    else:
        rates.missed.append((kind, *lines, f"{line.verdict} {line.code} {line.repair}"))


# --- lines that people wrote -----------------------------------------------------------------------------------------

TRANSPOSE = re.compile(r"\^\{?(?:\\top|\\prime|T)\b\}?|ᵀ|(?<=[A-Za-z)])'(?!\()|\.T\b")
SIGN = re.compile(r"(?<=[\w)}'ᵀ²⁻¹‖|]) ?([+−-]) ?(?=[\w(‖|\\])")
NUMBER = re.compile(r"(?<![\d^_{/])2(?=[\sA-Za-zΑ-ω(\\])|½|\\t?frac\{1\}\{2\}|\\t?frac12")
SWAPPED = {"+": "-", "-": "+", "−": "+"}
"""What the mistakes are made on: a transpose, a sign between terms, a 2 or a half."""


def spoilt(text: str) -> list[tuple[str, str]]:
    """The line, from its last relation on, with one transpose or number left out or one sign changed."""
    found: list[tuple[str, str]] = []
    start = text.rfind("=") + 1
    for kind, pattern in (("transpose dropped", TRANSPOSE), ("number lost", NUMBER), ("sign flipped", SIGN)):
        for match in pattern.finditer(text, start):
            (first, last), new = match.span(kind == "sign flipped"), ""
            if kind == "sign flipped":
                new = SWAPPED[match[1]]
            found.append((kind, text[:first] + new + text[last:]))
    return found


def written(count: int) -> Rates:
    """Spoil `count` lines of the right derivations that were held out; those that stay right or unread do not count."""
    rates, source = Rates(), random.Random(count)
    cases = [c for name in corpus.FILES[1:] for c in corpus.cases(name) if c["verdict"]["status"] == "correct"]
    options = [
        (kind, case, number, text)
        for case in cases
        for number, line in enumerate(case["lines"])
        if number
        for kind, text in spoilt(line)
    ]
    for kind, case, number, text in source.sample(options, len(options)):
        if rates.tried.total() == count:
            break
        lines = [*case["lines"][:number], text]
        line = derivation.check(**{**corpus.arguments(case), "lines": lines}).lines[-1]
        if line.verdict != "wrong":
            continue
        rates.tried[kind] += 1
        if line.code in KINDS[kind][0]:
            rates.named[kind] += 1
        else:
            rates.missed.append((kind, lines[-2], text, f"{line.verdict} {line.code} {line.repair}"))
    return rates


def table() -> str:
    """The counts as text."""
    counts = {"generated": measured(1000).rows(), "written": written(400).rows()}
    return json.dumps(counts, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    TABLE.write_text(table(), encoding="utf-8")
