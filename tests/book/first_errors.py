"""Copies the first errors of the collected derivations into the package: ``python -m tests.book.first_errors``.

The page *Where real people go wrong* is built from the copy, because a reader's installation has no tests.
"""

import json
from pathlib import Path
from typing import Any

from tests.derivation import corpus

TARGET = Path(__file__).resolve().parents[2] / "code" / "matgrad" / "book" / "first_errors.json"
LICENCE = "CC BY-SA 4.0: the lines are quoted from the pages named with each entry"


def first_errors() -> dict[str, Any]:
    """Return what the page needs of the wrong derivations, with the number of all."""
    every = corpus.cases("derivations")
    wrong = [case for case in every if case["verdict"]["status"] == "wrong"]
    return {"licence": LICENCE, "derivations": len(every), "errors": [entry(case) for case in wrong]}


def entry(case: dict[str, Any]) -> dict[str, Any]:
    """Return one derivation up to its first wrong line."""
    number = case["verdict"]["first_wrong_line"]
    request = corpus.arguments(case)
    return {
        "title": case["source"]["title"],
        "url": case["source"]["url"].split()[0],  # some addresses carry a remark
        "category": case["verdict"]["category"],
        "request": {**{key: value for key, value in request.items() if value}, "lines": case["lines"][:number]},
    }


def text() -> str:
    """Return the file's text."""
    return json.dumps(first_errors(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
