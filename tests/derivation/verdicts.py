"""What the checker says about every line of the corpus, kept as data in ``tests/corpus/verdicts.json``.

Run ``python -m tests.derivation.verdicts`` to write the table anew, with ``--failures`` to see where it differs
from the labels.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from functools import cache
from typing import Any

from matgrad import derivation
from tests.derivation import corpus

TABLE = corpus.FOLDER / "verdicts.json"
UNDECIDED = frozenset({"undecided", "unreadable"})


@dataclass(frozen=True)
class Judgement:
    """The checker's report on a case, beside the label."""

    case: corpus.Case
    report: Any

    @property
    def verdicts(self) -> list[str]:
        """The verdict of each line."""
        return [str(line.verdict) for line in self.report.lines]

    def failures(self) -> list[str]:
        """Every difference between label and report, in words."""
        expected = corpus.first_wrong_line(self.case)
        found = self.report.first_wrong_line
        problems = []
        if found != expected:
            problems.append(f"first wrong line: labelled {expected}, reported {found}")
        if expected is None and not {"wrong", "carried"}.isdisjoint(self.verdicts):
            problems.append(f"a right derivation is called wrong: {self.verdicts}")
        allowed = {"undecided", *self.case["verdict"].get("also_accept", ())}
        for number in corpus.undecidable_lines(self.case):
            if self.verdicts[number - 1] not in allowed:
                problems.append(
                    f"line {number} is {self.verdicts[number - 1]}, expected {' or '.join(sorted(allowed))}"
                )
        return problems

    def undecided(self) -> list[int]:
        """The lines that should have been read and decided but were not."""
        open_lines = corpus.undecidable_lines(self.case)
        return [
            number
            for number, verdict in enumerate(self.verdicts, start=1)
            if verdict in UNDECIDED and number not in open_lines
        ]


@cache
def judgement(identifier: str) -> Judgement:
    """The checker's report on the case of this identifier."""
    (case,) = (case for case in corpus.all_cases() if case["id"] == identifier)
    return Judgement(case, derivation.check(**corpus.arguments(case), explain=False))


def decided_share(name: str) -> float:
    """The share of the lines of a file that were read and decided, among those that can be."""
    cases = corpus.cases(name)
    total = sum(len(case["lines"]) - len(corpus.undecidable_lines(case)) for case in cases)
    return 1 - sum(len(judgement(case["id"]).undecided()) for case in cases) / total


def table() -> str:
    """The table as text: one row per case, with the label and the verdict of each line."""
    rows = []
    for case in corpus.all_cases():
        judged = judgement(case["id"])
        row = {
            "status": case["verdict"]["status"],
            "labelled": corpus.first_wrong_line(case),
            "reported": judged.report.first_wrong_line,
            "lines": judged.verdicts,
        }
        rows.append(f"{json.dumps(case['id'])}: {json.dumps(row, ensure_ascii=False)}")
    return "{\n" + ",\n".join(rows) + "\n}\n"


def _print_failures() -> None:
    for name in corpus.FILES:
        for case in corpus.cases(name):
            judged = judgement(case["id"])
            problems = judged.failures() + [f"line {number} not decided" for number in judged.undecided()]
            if problems:
                print(f"\n=== {case['id']}: " + "; ".join(problems))  # noqa: T201 - a command line
                print(judged.report)  # noqa: T201
        print(f"\n{name}: {decided_share(name):.1%} of the lines decided")  # noqa: T201


if __name__ == "__main__":
    if "--failures" in sys.argv[1:]:
        _print_failures()
    else:
        TABLE.write_text(table(), encoding="utf-8")
