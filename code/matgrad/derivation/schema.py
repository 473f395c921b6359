"""The report as JSON, for callers in other languages: the schema, its version, and the way there and back.

`check_json` takes the request as JSON text and always answers with JSON text: a report, or
``{"version": 1, "error": "…"}`` when the request cannot be used.
"""

from __future__ import annotations

import json
from typing import Any

from .check import check
from .limits import MAX_TOTAL_LENGTH, DerivationError
from .report import SCHEMA_VERSION, VERDICTS, Claim, Diagnostic, Label, Line, Report

SPAN = {"type": "array", "items": {"type": "integer", "minimum": 0}, "minItems": 2, "maxItems": 2}
LABEL = {
    "type": "object",
    "properties": {"span": SPAN, "text": {"type": "string"}},
    "required": ["span", "text"],
    "additionalProperties": False,
}
REPAIR = {
    "type": "object",
    "properties": {
        "text": {"type": "string"},
        "change": {"type": "string"},
        "cause": {"type": "string"},
        "span": SPAN,
        "replacement": {"type": "string"},
    },
    "required": ["text", "change", "cause", "span", "replacement"],
    "additionalProperties": False,
}
DIAGNOSTIC = {
    "type": "object",
    "properties": {
        "severity": {"enum": ["error", "warning"]},
        "symptom": {"type": "string"},
        "cause": {"type": "string"},
        "code": {"type": "string"},
        "message": {"type": "string"},
        "span": SPAN,
        "labels": {"type": "array", "items": LABEL},
        "help": {"type": "string"},
        "repairs": {"type": "array", "items": REPAIR},
        "hint_level": {"type": "integer", "minimum": 0, "maximum": 3},
    },
    "required": ["severity", "symptom", "cause", "code", "message", "span", "labels", "help", "repairs", "hint_level"],
    "additionalProperties": False,
}
SIZES = {"type": "array", "items": {"type": "object", "additionalProperties": {"type": "integer", "minimum": 1}}}
CLAIM = {
    "type": "object",
    "properties": {
        "span": SPAN,
        "relation": {"type": "string"},
        "verdict": {"enum": list(VERDICTS)},
        "shape": {"type": "string"},
        "evidence": {"type": "string"},
        "method": {"enum": ["", "none", "exact", "floating point"]},
        "sizes": SIZES,
        "primes": {"type": "array", "items": {"type": "string"}},
        "notes": {"type": "array", "items": {"type": "string"}},
        "diagnostics": {"type": "array", "items": DIAGNOSTIC},
    },
    "required": [
        "span",
        "relation",
        "verdict",
        "shape",
        "evidence",
        "method",
        "sizes",
        "primes",
        "notes",
        "diagnostics",
    ],
    "additionalProperties": False,
}
LINE = {
    "type": "object",
    "properties": {
        "number": {"type": "integer", "minimum": 1},
        "text": {"type": "string"},
        "verdict": {"enum": list(VERDICTS)},
        "claims": {"type": "array", "items": CLAIM},
        "diagnostics": {"type": "array", "items": DIAGNOSTIC},
        "shapes": {"type": "array", "items": LABEL},
        "notes": {"type": "array", "items": {"type": "string"}},
    },
    "required": ["number", "text", "verdict", "claims", "diagnostics", "shapes", "notes"],
    "additionalProperties": False,
}
REPORT_SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Report of the derivation checker",
    "type": "object",
    "properties": {
        "version": {"const": SCHEMA_VERSION},
        "ok": {"type": "boolean"},
        "first_wrong_line": {"type": ["integer", "null"]},
        "goal_reached": {"type": ["boolean", "null"]},
        "layouts": {"type": "object", "additionalProperties": {"enum": ["denominator", "numerator"]}},
        "notes": {"type": "array", "items": {"type": "string"}},
        "lines": {"type": "array", "items": LINE},
    },
    "required": ["version", "ok", "first_wrong_line", "goal_reached", "layouts", "notes", "lines"],
    "additionalProperties": False,
}
ERROR_SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "properties": {"version": {"const": SCHEMA_VERSION}, "error": {"type": "string"}},
    "required": ["version", "error"],
    "additionalProperties": False,
}
FIELDS = ("lines", "shapes", "wrt", "layout", "where", "assume", "goal", "seed")


def label_data(label: Label) -> dict[str, Any]:
    """One label as plain data."""
    return {"span": list(label.span), "text": label.text}


def diagnostic_data(diagnostic: Diagnostic) -> dict[str, Any]:
    """One diagnostic as plain data."""
    repairs = [
        {"text": r.text, "change": r.change, "cause": r.cause, "span": list(r.span), "replacement": r.replacement}
        for r in diagnostic.repairs
    ]
    return {
        "severity": diagnostic.severity, "symptom": diagnostic.symptom, "cause": diagnostic.cause,
        "code": diagnostic.code, "message": diagnostic.message,
        "span": list(diagnostic.span), "labels": [label_data(label) for label in diagnostic.labels],
        "help": diagnostic.help, "repairs": repairs,
        "hint_level": diagnostic.hint_level,
    }  # fmt: skip


def claim_data(claim: Claim) -> dict[str, Any]:
    """One claim as plain data."""
    return {
        "span": list(claim.span), "relation": claim.relation, "verdict": claim.verdict, "shape": claim.shape,
        "evidence": claim.evidence,
        "method": claim.method, "sizes": [dict(sizes) for sizes in claim.sizes],
        "primes": [str(p) for p in claim.primes], "notes": list(claim.notes),
        "diagnostics": [diagnostic_data(d) for d in claim.diagnostics],
    }  # fmt: skip


def line_data(line: Line) -> dict[str, Any]:
    """One line as plain data."""
    return {
        "number": line.number, "text": line.text, "verdict": line.verdict,
        "claims": [claim_data(c) for c in line.claims],
        "diagnostics": [diagnostic_data(d) for d in line.diagnostics],
        "shapes": [label_data(label) for label in line.shapes], "notes": list(line.notes),
    }  # fmt: skip


def report_data(report: Report) -> dict[str, Any]:
    """Return the report as plain data that `REPORT_SCHEMA` describes."""
    return {
        "version": SCHEMA_VERSION, "ok": report.ok, "first_wrong_line": report.first_wrong_line,
        "goal_reached": report.goal_reached,
        "layouts": dict(report.layouts), "notes": list(report.notes),
        "lines": [line_data(line) for line in report.lines],
    }  # fmt: skip


def check_json(request: str) -> str:
    """Check a derivation given as JSON text and return the report as JSON text.

    Parameters
    ----------
    request : str
        An object with the arguments of `check`: ``lines`` and ``shapes``, and optionally ``wrt``, ``layout``,
        ``where``, ``assume``, ``goal`` and ``seed``.

    Returns
    -------
    str
        A report (`REPORT_SCHEMA`), or an error (`ERROR_SCHEMA`); never an exception for a bad request.

    Examples
    --------
    >>> answer = check_json('{"lines": ["x^T x = ||x||^2"], "shapes": "x: n"}')
    >>> json.loads(answer)["ok"]
    True
    >>> check_json("[]")
    '{"version": 1, "error": "the request is not a JSON object"}'
    """
    try:
        return check(**arguments(request)).to_json()
    except DerivationError as error:
        return json.dumps({"version": SCHEMA_VERSION, "error": str(error)}, ensure_ascii=False)


def arguments(request: str) -> dict[str, Any]:
    """The arguments of `check` that a request names.

    Raises
    ------
    DerivationError
        If the request is no JSON object or its fields are not those of `check`.
    """
    if len(request) > 4 * MAX_TOTAL_LENGTH:
        raise DerivationError("the request is too long")
    try:
        data = json.loads(request)
    except (ValueError, RecursionError) as error:
        raise DerivationError(f"the request is not JSON: {error}") from None
    if not isinstance(data, dict):
        raise DerivationError("the request is not a JSON object")
    unknown = sorted(set(data) - set(FIELDS))
    if unknown:
        raise DerivationError(f"the request has an unknown field {unknown[0]!r}; known are {', '.join(FIELDS)}")
    missing = [field for field in ("lines", "shapes") if data.get(field) is None]
    if missing:
        raise DerivationError(f"the request has no field {missing[0]!r}")
    for field in ("wrt", "layout", "goal"):
        if data.get(field) is not None and not isinstance(data[field], str):
            raise DerivationError(f"{field}: expected a string or null")
    return {field: value for field, value in data.items() if value is not None}
