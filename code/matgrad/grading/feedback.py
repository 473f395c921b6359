"""Feedback for one student as a page: readable by everyone, everything from the submission escaped."""

from __future__ import annotations

from html import escape
from typing import Any

from matgrad.grading.tables import number

STYLE = """
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a;
  background: #fff; }
table { border-collapse: collapse; margin: 1rem 0; }
th, td { border: 1px solid #767676; padding: .3rem .6rem; text-align: left; vertical-align: top; }
td.number { text-align: right; }
code, pre { font-family: ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
pre { border: 1px solid #767676; padding: .5rem; }
@media (prefers-color-scheme: dark) { body { color: #eee; background: #111; } }
"""
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
VERDICTS = {
    "given": "given", "follows": "follows", "conditional": "follows from a hypothesis", "wrong": "does not follow",
    "carried": "follows from the wrong line before", "unreadable": "could not be read",
    "undecided": "could not be decided",
}  # fmt: skip


def feedback(result: dict[str, Any]) -> str:
    """Return the page for one student: marks, milestones, what kind of mistake; never a solution.

    Parameters
    ----------
    result : dict
        What `grade` returns.
    """
    title = f"{result['assignment']['title']}: {result['student']}"
    said = f"{number(result['marks'])} of {number(result['possible'])} marks"
    if result["open"]:
        said += f"; {number(result['open'])} more are open until somebody has read your answers"
    rows = [[task["title"], *points(task)] for task in result["tasks"]]
    parts = [
        f"<h1>{escape(title)}</h1>", f"<p><strong>{escape(said)}.</strong></p>",
        table("Marks of each task", ["Task", "Marks", "Open", "Of"], rows),
        *(f"<p>{escape(sentence(note))}</p>" for note in result["notes"]),
        *(section(place, task) for place, task in enumerate(result["tasks"], 1)),
    ]  # fmt: skip
    body = "\n".join(parts)
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def section(place: int, task: dict[str, Any]) -> str:
    """Return what is said about one task."""
    parts = [f"<h2>Task {place}: {escape(task['title'])}</h2>"]
    steps = [[each["name"], *points(each, "possible"), remark(each)] for each in task["milestones"]]
    parts.append(table(f"Steps of task {place}", ["Step", "Marks", "Open", "Of", "Remark"], steps))
    parts += [f"<p>{escape(sentence(each))}</p>" for each in (*task["notes"], *task["remarks"], *task["human"])]
    if task["lines"]:
        lines = [[str(each["number"]), each["text"], verdict(each)] for each in task["lines"]]
        parts.append(table(f"Lines of task {place}", ["Line", "What you wrote", "Verdict"], lines, code=1))
    elif task["answer"]:
        parts.append(f"<p>What you wrote:</p>\n<pre>{escape(task['answer'])}</pre>")
    return "\n".join(parts)


def points(data: dict[str, Any], possible: str = "possible") -> list[str]:
    """Return marks, open marks and possible marks."""
    return [number(data["marks"]), number(data["open"]), number(data[possible])]


def remark(milestone: dict[str, Any]) -> str:
    """Return where a step was reached, or that it was not."""
    line = f"line {milestone['line']}" if milestone["line"] else ""
    if not milestone["marks"] and not milestone["open"]:
        return "not reached"
    return "; ".join(part for part in (line, milestone["note"]) if part)


def verdict(line: dict[str, Any]) -> str:
    """Return the verdict on a line, and what kind of mistake there is."""
    said = VERDICTS[line["verdict"]]
    return f"{said}: {line['message']}" + (f" ({line['code']})" if line["code"] else "") if line["message"] else said


def sentence(text: str) -> str:
    """Return a remark with a capital letter and a full stop."""
    return f"{text[:1].upper()}{text[1:]}" + ("" if text.endswith((".", "!", "?")) else ".")


def table(caption: str, head: list[str], rows: list[list[str]], code: int = -1) -> str:
    """Return a table whose first column names its rows; the column `code` is set as code."""
    top = "".join(f'<th scope="col">{escape(each)}</th>' for each in head)
    body = []
    for row in rows:
        cells = [f"<td>{f'<code>{escape(each)}</code>' if place == code else escape(each)}</td>"
                 for place, each in enumerate(row) if place]  # fmt: skip
        body.append(f'<tr><th scope="row">{escape(row[0])}</th>{"".join(cells)}</tr>')
    return (
        f"<table>\n<caption>{escape(caption)}</caption>\n<thead><tr>{top}</tr></thead>\n<tbody>\n"
        + "\n".join(body)
        + "\n</tbody>\n</table>"
    )
