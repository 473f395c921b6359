"""Rows with one small mistake: a sign, a transpose, a factor, in the formulas and in the programs."""

import random
import re
from dataclasses import replace

TEX = {
    "sign": (re.compile(r"(?<=[\w})] )[-+](?= )|^-"), {"+": "-", "-": "+"}),
    "transpose": (re.compile(r"\^\\top|(?<=\^\{-)\\top"), {r"\top": "1"}),
    "factor": (re.compile(r"\b[2-9](?= ?[\\A-Za-z(])|\\tfrac12|\\lambda"), {}),
    "symbol": (re.compile(r"(?<![\\A-Za-z])[A-Zw-z](?![A-Za-z]*\{)"), {}),
}
CODE = {
    "sign": (re.compile(r"(?<=[\w)\]] )[-+](?= )|^-"), {"+": "-", "-": "+"}),
    "transpose": (re.compile(r"\.T\b"), {}),
    "factor": (re.compile(r"\b[2-9] \* ?| / [2-9]\b|\blam \* "), {}),
    "doubled": (re.compile(r"^"), {"": "1.01 * "}),
}


def mutants(row, seed):
    """Yield rows that differ from `row` by one mistake, each with its description."""
    for entry in ("derivative", "gradient", "differential"):
        for kind, changed in mistakes(getattr(row, entry), TEX, seed):
            yield f"{row.id}: {entry}, {kind}: {changed}", replace(row, **{entry: changed})
    for entry, code in row.numpy.items():
        if entry != "let":
            for kind, changed in mistakes(code, CODE, seed):
                yield f"{row.id}: numpy {entry}, {kind}: {changed}", replace(row, numpy={**row.numpy, entry: changed})


def mistakes(text, sites, seed):
    """Yield one changed text for each kind of mistake that has a place in it."""
    for kind, (pattern, other) in sites.items():
        places = list(pattern.finditer(text)) if text else []
        if places:
            match = random.Random(f"{seed} {text} {kind}").choice(places)
            changed = text[: match.start()] + other.get(match[0], "") + text[match.end() :]
            if changed.strip():
                yield kind, changed
