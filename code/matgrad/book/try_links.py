"""A small link "try this" behind each displayed derivation: it opens the page *Check your own derivation* with it.

A derivation is a displayed formula of several lines, with the symbols and definitions that the equation check knows at
this place, or a report that a notebook shows, with the arguments that the notebook gave to ``derivation.check``.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from matgrad.book.equation_pages import CHAPTERS, judgements
from matgrad.book.equations.judge import Judgement
from matgrad.book.equations.notation import letters, parse_symbols
from matgrad.book.equations.statements import has_relation, lines
from matgrad.book.live_checker import Fields, register
from matgrad.derivation import DerivationError
from matgrad.derivation.live import fields_of
from matgrad.derivation.text_format import dump

PAGE = "chapters/practice/check-your-derivation"
REPORT = "matgrad-report"
PARAMETERS = ("lines", "shapes", "wrt", "layout", "where", "assume", "goal")
LEAST_LINES = 2


class NotLiteral(ValueError):
    """A value that cannot be read from the source alone."""


def setup(app: Sphinx) -> dict[str, Any]:
    """Add the links when a page has been read."""
    app.connect("doctree-read", _add)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


# --- displayed formulas ----------------------------------------------------------------------------------------------


def displayed(found: Sequence[Judgement], page: str) -> Iterator[tuple[str, Fields]]:
    """Yield the formulas of a page that are derivations: their TeX in one line, and the fields of the form."""
    for judgement in found:
        formula, request = judgement.formula, judgement.request
        here = formula.place.page.rpartition(".")[0] == page
        if not (here and formula.displayed and request) or judgement.problem:
            continue
        if sum(has_relation(line) for line in lines(formula.tex)) < LEAST_LINES:
            continue
        fields = fields_for(needed(request.arguments()))
        if fields is not None:
            yield one_line(formula.tex), fields


def needed(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments of `check` without the shapes that nothing refers to.

    Examples
    --------
    >>> needed({"lines": ["q(x) = x^T x"], "shapes": "A: m×n, x: n, b: m", "where": [], "assume": {}})["shapes"]
    'x: n'
    """
    texts = [*arguments["lines"], *arguments["where"], *filter(None, [arguments.get("wrt")])]
    used = {letter for text in texts for letter in letters(text)} | set(arguments["assume"])
    shapes = {name: shape for name, shape in parse_symbols(arguments["shapes"]).items() if is_used(name, used)}
    return {**arguments, "shapes": ", ".join(f"{name}: {shape}" for name, shape in shapes.items())}


def is_used(name: str, used: set[str]) -> bool:
    """Whether a declared name is among the letters of a text, perhaps without its script or as the base of one."""
    bare = name.replace("\\", "")
    return bool({name, bare, bare.partition("_")[0], bare.partition("^")[0]} & used)


def fields_for(arguments: Mapping[str, Any]) -> Fields | None:
    """Return the fields of the form for arguments of `check`; None if they cannot be written as a text."""
    try:
        return fields_of(dump(arguments))
    except DerivationError:
        return None


def one_line(tex: str) -> str:
    """Return TeX with its spaces evened out."""
    return " ".join(tex.split())


# --- reports in notebooks --------------------------------------------------------------------------------------------


def reported(notebook: Path) -> list[Fields | None]:
    """Return, for each output of a notebook that is a report, the fields of the form; None where they are not plain."""
    names: dict[str, Any] = {}
    found = []
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] != "code":
            continue
        request = request_of("".join(cell["source"]), names)
        if any(REPORT in "".join(output.get("data", {}).get("text/html", "")) for output in cell["outputs"]):
            found.append(fields_for(request) if request else None)
    return found


def request_of(source: str, names: dict[str, Any]) -> dict[str, Any] | None:
    """Return the arguments of the last ``derivation.check`` in a cell, and add what the cell assigns to ``names``.

    Examples
    --------
    >>> names = {}
    >>> request_of('steps = ["xᵀx", "= x^2"]', names)
    >>> request_of('report = derivation.check(steps[:1], "x: n", wrt="x")', names)
    {'lines': ['xᵀx'], 'shapes': 'x: n', 'wrt': 'x'}
    """
    request = None
    for statement in ast.parse(source).body:
        for call in (node for node in ast.walk(statement) if isinstance(node, ast.Call)):
            if ast.unparse(call.func) == "derivation.check":
                request = arguments_of(call, names)
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            try:
                names[statement.targets[0].id] = value_of(statement.value, names)
            except NotLiteral:
                names.pop(statement.targets[0].id, None)
    return request


def arguments_of(call: ast.Call, names: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the arguments of a call of ``derivation.check``; None if one of them is not plain."""
    given = dict(zip(PARAMETERS, call.args, strict=False))
    given |= {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg in PARAMETERS}
    try:
        return {name: value_of(node, names) for name, node in given.items()}
    except NotLiteral:
        return None


def value_of(node: ast.expr, names: Mapping[str, Any]) -> Any:
    """Return a value made of literals, of names of such values, of parts of them and of their lists.

    Examples
    --------
    >>> value_of(ast.parse("[*a[:2], 'z']", mode="eval").body, {"a": ["p", "q", "r"]})
    ['p', 'q', 'z']
    """
    match node:
        case ast.Name(id=name) if name in names:
            return names[name]
        case ast.List(elts=parts) | ast.Tuple(elts=parts):
            return [value for part in parts for value in values_of(part, names)]
        case ast.Dict(keys=keys, values=values) if all(keys):
            return {value_of(k, names): value_of(v, names) for k, v in zip(keys, values, strict=True) if k}
        case ast.Subscript(value=base, slice=ast.Slice(lower=lower, upper=upper, step=None)):
            start, end = (None if part is None else value_of(part, names) for part in (lower, upper))
            return value_of(base, names)[start:end]
    try:
        return ast.literal_eval(node)
    except ValueError:
        raise NotLiteral(ast.unparse(node)) from None


def values_of(part: ast.expr, names: Mapping[str, Any]) -> list[Any]:
    """Return what one part of a list puts into it."""
    return list(value_of(part.value, names)) if isinstance(part, ast.Starred) else [value_of(part, names)]


# --- on the page -----------------------------------------------------------------------------------------------------


def _add(app: Sphinx, doctree: nodes.document) -> None:
    page = app.env.docname
    if PAGE not in app.env.found_docs or not page.startswith(f"{CHAPTERS}/"):
        return
    name = page.removeprefix(f"{CHAPTERS}/")
    places = [*_formulas(app, doctree, name), *_reports(app, doctree, page)]
    for number, (node, fields) in enumerate(places, 1):
        label = f"{name.rpartition('/')[2]}-{number}"
        register(app.env, label, fields)
        address = f"{app.builder.get_relative_uri(page, PAGE)}#derivation={label}"
        link = nodes.reference("", "try this", refuri=address, internal=True)
        frame = nodes.paragraph("", "", link, classes=["try-this"])
        node.parent.insert(node.parent.index(node) + 1, frame)


def _formulas(app: Sphinx, doctree: nodes.document, name: str) -> Iterator[tuple[nodes.Element, Fields]]:
    waiting = list(displayed(judgements(Path(app.srcdir, CHAPTERS)), name))
    for node in list(doctree.findall(nodes.math_block)):
        tex = one_line(node.astext())
        match = next((pair for pair in waiting if pair[0] == tex), None)
        if match is not None:
            waiting.remove(match)
            yield node, match[1]


def _reports(app: Sphinx, doctree: nodes.document, page: str) -> Iterator[tuple[nodes.Element, Fields]]:
    notebook = Path(app.srcdir, f"{page}.ipynb")
    if not notebook.is_file():
        return
    cells = [
        node
        for node in doctree.findall(nodes.container)
        if "cell" in node["classes"] and any(REPORT in raw.astext() for raw in node.findall(nodes.raw))
    ]
    found = reported(notebook)
    if len(cells) == len(found):  # otherwise a report is not shown, and which one cannot be told
        yield from ((cell, fields) for cell, fields in zip(cells, found, strict=True) if fields)
