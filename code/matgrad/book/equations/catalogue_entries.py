"""The formulas of the catalogue of mistakes, which stand in the catalogue's own modules and not in a page's source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from matgrad import derivation
from matgrad.derivation.catalogue import Entry, entries
from matgrad.derivation.render.tex import TeX
from matgrad.derivation.render.typeset import formula
from matgrad.derivation.report import GIVEN, SOUND, Line

from .judge import CONDITION, DEFINITION, EXPRESSION, FOLLOWS, WRONG_ON_PURPOSE, Judgement, what_is_wrong
from .pages import Formula, Place
from .statements import has_relation

PAGE = "reference/mistakes.md"
BETWEEN_BACKTICKS = re.compile(r"`([^`]+)`")


def catalogue_of_mistakes() -> Iterator[Judgement]:
    """Yield the judgements on the formulas of all entries: the example, the repaired lines and those in the texts."""
    for entry in entries():
        yield from example(entry)
        yield from derived(entry, "repaired", entry.right, {})
        for name in ("what", "why", "repair"):
            texts = [text for text in BETWEEN_BACKTICKS.findall(getattr(entry, name)) if has_relation(text)]
            if texts:
                yield from derived(entry, name, texts, {"shapes": entry.symbols} if entry.symbols else {})


def example(entry: Entry) -> Iterator[Judgement]:
    """Yield the judgements on an example: sound up to the wrong line, which must get the code of the entry."""
    for line in derivation.check(**entry.example.request).lines[: entry.example.line]:
        if line.number < entry.example.line:
            yield as_sound(entry, "example", line)
        else:
            problem = "" if line.code == entry.code else f"the checker says {line.code or line.verdict}"
            written = Formula(placed(entry, "example", line), line.text, displayed=True)  # it may have no TeX
            yield Judgement(written, WRONG_ON_PURPOSE, problem, code=entry.code, evidence=line.message, arrays=True)


def derived(entry: Entry, part: str, lines: Sequence[str], changed: dict[str, str]) -> Iterator[Judgement]:
    """Yield the judgements on lines of which every one must be sound."""
    request = {**entry.example.request, **changed, "lines": list(lines)}
    for line in derivation.check(**request).lines:
        yield as_sound(entry, part, line)


def as_sound(entry: Entry, part: str, line: Line) -> Judgement:
    """Judge a line that has to follow, or to define or suppose something."""
    written = Formula(placed(entry, part, line), formula(line.text, TeX()).strip(), displayed=True)
    if line.verdict not in SOUND:
        return Judgement(written, FOLLOWS, what_is_wrong(line))
    if line.verdict != GIVEN:
        return Judgement(written, FOLLOWS, evidence=line.evidence, arrays=True)
    kind = DEFINITION if "definition" in line.evidence else CONDITION
    return Judgement(written, kind if has_relation(line.text) else EXPRESSION, evidence=line.evidence)


def placed(entry: Entry, part: str, line: Line) -> Place:
    """Return where a line of the catalogue stands."""
    return Place(PAGE, None, line.number, f"{entry.code}, {part}")
