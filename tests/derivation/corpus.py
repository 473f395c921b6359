"""The corpus of derivations, as data for the tests and the benchmark."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).resolve().parent.parent / "corpus"
FILES = ("derivations", "held_out", "second_held_out", "third_held_out", "fourth_held_out_a")
Case = Mapping[str, Any]


@cache
def cases(name: str) -> tuple[Case, ...]:
    """All cases of one file of the corpus."""
    return tuple(yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8")))


def all_cases() -> list[Case]:
    """All cases of all files."""
    return [case for name in FILES for case in cases(name)]


def first_wrong_line(case: Case) -> int | None:
    """The labelled first wrong line; None for a derivation without one."""
    return case["verdict"].get("first_wrong_line")


def undecidable_lines(case: Case) -> tuple[int, ...]:
    """The lines that testing need not decide."""
    return tuple(case["verdict"].get("lines", ())) if case["verdict"]["status"] == "undecided" else ()


def shapes(case: Case) -> dict[str, tuple[str | int, ...]] | str:
    """The declarations in the form of the public interface: a mapping, or a text where size facts are declared too."""
    declared = {name: tuple(shape) for name, shape in case["shapes"].items()}
    if "facts" not in case:
        return declared
    parts = [f"{name}: {'×'.join(map(str, shape)) or 'scalar'}" for name, shape in declared.items()]
    return ", ".join([*parts, case["facts"]])


def arguments(case: Case) -> dict[str, Any]:
    """The arguments of ``derivation.check`` for a case."""
    return {
        "lines": list(case["lines"]),
        "shapes": shapes(case),
        "wrt": case.get("wrt"),
        "layout": case.get("layout"),
        "where": tuple(case.get("where", ())),
        "assume": case.get("assume"),
    }
