"""The form of a result, as a JSON schema. Fields are added without a new version; a changed meaning needs one."""

from __future__ import annotations

from typing import Any

from matgrad.derivation.report import VERDICTS
from matgrad.grading.grade import SCHEMA, SCHEMA_VERSION
from matgrad.grading.isolation import BUBBLEWRAP, LIMITS, TIME
from matgrad.grading.source import KINDS

TEXT, NUMBER, TEXTS = (
    {"type": "string"},
    {"type": "number", "minimum": 0},
    {"type": "array", "items": {"type": "string"}},
)
WHOLE = {"type": "integer", "minimum": 0}


def table(**fields: Any) -> dict[str, Any]:
    """Return the schema of an object that has all of these fields."""
    return {"type": "object", "properties": fields, "required": sorted(fields)}


def listed(items: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a list."""
    return {"type": "array", "items": items}


MILESTONE = table(
    name=TEXT, possible=NUMBER, marks=NUMBER, open=NUMBER, line={"type": ["integer", "null"], "minimum": 1}, note=TEXT
)
LINE = table(number=WHOLE, text=TEXT, verdict={"enum": list(VERDICTS)}, code=TEXT, message=TEXT)
TASK = table(
    task=TEXT, kind={"enum": list(KINDS)}, title=TEXT, marks=NUMBER, open=NUMBER, possible=NUMBER,
    milestones=listed(MILESTONE), human=TEXTS, remarks=TEXTS, flags=TEXTS, notes=TEXTS, answer=TEXT, lines=listed(LINE),
)  # fmt: skip
RESULT_SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "The marks of one submission",
    **table(
        schema={"const": SCHEMA}, schema_version={"const": SCHEMA_VERSION},
        key={"type": "string", "pattern": "^[0-9a-f]{64}$"},
        assignment=table(id=TEXT, version=WHOLE, digest=TEXT, title=TEXT),
        course=TEXT, student=TEXT, variant=TEXT, submission=table(file=TEXT, sha256=TEXT, bytes=WHOLE),
        isolation={"enum": [BUBBLEWRAP, LIMITS, TIME]},
        limits=table(seconds=NUMBER, patience=NUMBER, memory=WHOLE, largest=WHOLE),
        versions=table(matgrad=TEXT, python=TEXT, numpy=TEXT),
        seeds={"type": "object", "additionalProperties": {"type": "string", "pattern": "^[0-9a-f]{64}$"}},
        marks=NUMBER, open=NUMBER, possible=NUMBER, needs_human={"type": "boolean"},
        notes=TEXTS, flags=TEXTS, tasks=listed(TASK),
    ),
}  # fmt: skip


def is_result(data: Any) -> bool:
    """Whether some data is a result of this version, as far as it takes to go on with it."""
    return (
        isinstance(data, dict)
        and data.get("schema") == SCHEMA
        and data.get("schema_version") == SCHEMA_VERSION
        and all(name in data for name in RESULT_SCHEMA["required"])
    )
