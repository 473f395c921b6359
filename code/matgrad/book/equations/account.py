"""The account of the check for readers: what was checked, what it rests on, and the reasons for the rest."""

from __future__ import annotations

import platform
from collections import Counter
from collections.abc import Iterable, Sequence
from importlib.metadata import version

from .judge import CONDITION, DEFINITION, EXEMPT, EXPRESSION, FOLLOWS, KINDS, STATED, WRONG_ON_PURPOSE, Judgement
from .notation import Notation

SHOWN = tuple(kind for kind in KINDS if kind != EXPRESSION)
FLOATING = "floating point"


def account(judgements: Sequence[Judgement]) -> str:
    """Return the account as Markdown."""
    relations = [found for found in judgements if found.kind != EXPRESSION]
    return "\n\n".join(
        [
            summary(relations),
            "## Page by page",
            by_page(relations),
            "## What the verdicts rest on",
            evidence(relations),
            "## Stated, and not checked",
            reasons(relations),
            "## Wrong on purpose",
            wrong(relations),
            "## Versions",
            f"matgrad {version('matgrad')}, Python {platform.python_version()}. "
            "The checker itself needs nothing but Python's standard library.",
        ]
    )


def summary(relations: Sequence[Judgement]) -> str:
    """Return the counts in two sentences."""
    count = Counter(found.kind for found in relations)
    total = len(relations)
    claims = count[FOLLOWS] + count[WRONG_ON_PURPOSE] + count[STATED]
    return (
        f"The book has **{total}** displayed formulas and inline relations. "
        f"Of these, {count[DEFINITION]} define something or choose data, {count[CONDITION]} are conditions, and "
        f"{count[EXEMPT]} speak about sizes and rounded numbers alone. "
        f"The other {claims} claim something: {count[FOLLOWS]} follow, {count[WRONG_ON_PURPOSE]} are wrong on "
        f"purpose and found wrong, and {count[STATED]} are stated with a reason. "
        f"Of the claims about matrices, vectors or indices the checker decides **{100 * share(relations):.1f} %**."
    )


def share(judgements: Iterable[Judgement]) -> float:
    """Return the share of the claims about matrices, vectors or indices that the checker decides."""
    claims = [found for found in judgements if found.arrays and found.kind in (FOLLOWS, WRONG_ON_PURPOSE, STATED)]
    return sum(found.kind != STATED for found in claims) / len(claims) if claims else 1.0


def by_page(relations: Sequence[Judgement]) -> str:
    """Return a table with the number of formulas of each class on each page."""
    pages = list(dict.fromkeys(found.formula.place.page for found in relations))
    count = Counter((found.formula.place.page, found.kind) for found in relations)
    rows = [[f"`{page}`", *(str(count[page, kind]) for kind in SHOWN)] for page in pages]
    total = ["all", *(str(sum(count[page, kind] for page in pages)) for kind in SHOWN)]
    return table(["Page", *SHOWN], [*rows, total])


def evidence(relations: Iterable[Judgement]) -> str:
    """Return how many formulas rest on which kind of test."""
    followed = [found for found in relations if found.kind == FOLLOWS and found.evidence]
    floating = sum(FLOATING in found.evidence for found in followed)
    exact = len(followed) - floating
    example = next((found.evidence.split(";")[0] for found in followed if "(m, n)" in found.evidence), "")
    return (
        f"- {exact} formulas: exact arithmetic modulo two large primes, at random points, for sizes that all differ. "
        f"A typical record reads: {example}.\n"
        f"- {floating} formulas, those with a root, an absolute value, a logarithm or an exponential: floating point."
    )


def reasons(relations: Iterable[Judgement]) -> str:
    """Return a table of the formulas that are stated, with the reasons."""
    stated = [found for found in relations if found.kind == STATED]
    return table(["Where", "Formula", "Reason"], [[_where(f), f"${_one_line(f)}$", f.reason] for f in stated])


def wrong(relations: Iterable[Judgement]) -> str:
    """Return a table of the formulas that are wrong on purpose, with what the checker says."""
    found = [each for each in relations if each.kind == WRONG_ON_PURPOSE]
    rows = [[_where(f), f"`{_one_line(f)}`", f"[{f.code}](#{f.code})", f.evidence] for f in found]
    return table(["Where", "Formula", "Code", "What the checker says"], rows)


def notation_table(notation: Notation) -> str:
    """Return the table of the page *Notation*."""
    names = {"n": r"$n \times 1$", "m": r"$m \times 1$", "row n": r"$1 \times n$", "m×n": r"$m \times n$"}
    names |= {"basis": r"$n \times 1$", "identity": r"$n \times n$", "index": r"a number for each $j$ and $k$"}
    rows = [
        [f"${s.tex}$", s.meaning, names.get(s.shape, s.shape), f"${s.definition}$" if s.definition else ""]
        for s in notation.symbols
    ]
    return table(["Symbol", "Meaning", "Shape", "Definition"], rows)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = [heads, [":--"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def _where(found: Judgement) -> str:
    return str(found.formula.place)


def _one_line(found: Judgement) -> str:
    return " ".join(found.formula.tex.split())
