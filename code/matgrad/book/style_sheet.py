"""One style sheet for the whole book, with the rules that some page or script can use and no others.

Jupyter Book links ten style sheets, half a megabyte, to every page, and a browser shows nothing before it has read
them all. The sheets that every page links are joined here, in their order. A selector goes if it names a class or an
id that is found in no page and no script; what a selector says inside ``:not(...)`` and the like does not count.
"""

import hashlib
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import tinycss2
from sphinx.application import Sphinx
from tinycss2.ast import Node

SHEET = "_static/book-style.css"
LINK = re.compile(r'[ \t]*<link\b[^>]*\brel="stylesheet"[^>]*>\n?')
ADDRESS = re.compile(r'\bhref="([^"]+)"')
IN_QUOTES = re.compile(r"url\((?P<quote>['\"]?)(?!data:|#)(?P<address>[^'\")]+)(?P=quote)\)")
WORD = re.compile(r"[\w-]+")
MADE_BY_SCRIPTS = ("bs-tooltip", "bs-popover")  # Bootstrap puts these names together from parts
GROUPS = {"media", "supports", "layer", "container"}
READ = re.compile(r"(?<![\w-])--[\w-]+(?![\w-])(?!\s*:)")
VALUE = r"""(?:[^;{}"'()]|"[^"]*"|'[^']*'|\((?:[^()"']|"[^"]*"|'[^']*'|\([^()]*\))*\))*"""
VARIABLE = re.compile(rf"(?<=[{{;])\s*(--[\w-]+)\s*:{VALUE}(;|(?=}}))")


def setup(app: Sphinx) -> dict[str, Any]:
    """Join the sheets when the pages are written, before the policy counts what is on them."""
    app.connect("build-finished", _join, priority=950)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def purged(css: str, known: Callable[[str], bool]) -> str:
    """Return the rules of ``css`` whose classes and ids are all ``known``, without comments and needless space.

    Examples
    --------
    >>> purged(".a .b, #c { color : red } .d:not(.e) {}", {"a", "b", "d"}.__contains__)
    '.a .b{color : red}'
    """
    return "".join(_purged(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True), known))


def without_unused_variables(css: str, words: set[str]) -> str:
    """Return ``css`` without the custom properties that no rule reads and that are not among ``words``.

    Examples
    --------
    >>> without_unused_variables(":root{--a:1px;--b:url('data:x;y');top:var(--a)}", set())
    ':root{--a:1px;top:var(--a)}'
    """
    read = set(READ.findall(css)) | words
    return VARIABLE.sub(lambda match: match[0] if match[1] in read else "", css)


def _purged(rules: Iterable[Node], known: Callable[[str], bool]) -> Iterator[str]:
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = [one for one in _split_at_commas(rule.prelude) if all(map(known, _names(one)))]
            body = _short(rule.content)
            if selectors and body:
                yield ",".join(map(_short, selectors)) + "{" + body + "}"
        elif rule.type == "at-rule" and rule.lower_at_keyword in GROUPS and rule.content is not None:
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            if kept := "".join(_purged(inner, known)):
                yield f"@{rule.at_keyword} {_short(rule.prelude)}{{{kept}}}"
        elif rule.type == "at-rule" and rule.lower_at_keyword != "charset":
            yield rule.serialize()


def _split_at_commas(tokens: Iterable[Node]) -> Iterator[list[Node]]:
    part: list[Node] = []
    for token in tokens:
        if token == ",":
            yield part
            part = []
        else:
            part.append(token)
    yield part


def _names(selector: list[Node]) -> Iterator[str]:
    """Yield the classes and ids that the selector names outside brackets."""
    for before, token in zip([None, *selector], selector, strict=False):
        if token.type == "hash" or (token.type == "ident" and before == "."):
            yield token.value


def _short(tokens: Iterable[Node]) -> str:
    kept = [token for token in tokens if token.type != "comment"]
    return "".join(" " if token.type == "whitespace" else token.serialize() for token in kept).strip()


def _join(app: Sphinx, error: Exception | None) -> None:
    if error or app.builder.format != "html":
        return
    out = Path(app.outdir)
    pages = sorted(out.rglob("*.html"))
    linked = {page: _linked_sheets(page, out) for page in pages}
    shared = [name for name in linked[out / "index.html"] if all(name in names for names in linked.values())]
    words = _words(out)
    rules = purged("".join(_in_order(out, shared)), lambda name: _may_be_used(name, words))
    sheet = '@charset "utf-8";\n' + without_unused_variables(rules, words) + "\n"
    (out / SHEET).write_text(sheet, encoding="utf-8", newline="\n")
    version = hashlib.sha256(sheet.encode()).hexdigest()[:8]
    for page in pages:
        html = page.read_text(encoding="utf-8")
        page.write_text(_with_one_link(html, page, out, shared, version), encoding="utf-8", newline="\n")
    for name in {*shared, "_static/basic.css"}:
        (out / name).unlink(missing_ok=True)


def _linked_sheets(page: Path, out: Path) -> list[str]:
    links = LINK.findall(page.read_text(encoding="utf-8"))
    return [_place(link, page, out) for link in links]


def _place(link: str, page: Path, out: Path) -> str:
    """Return the path, from the top of the site, of the sheet that ``link`` on ``page`` names."""
    address = urlsplit(ADDRESS.search(link)[1]).path  # type: ignore[index]
    if page.name == "404.html":  # its addresses start at the site's place on its host
        return address[address.index("_static") :] if "_static" in address else address[address.index("katex") :]
    return posixpath.normpath(posixpath.join(page.relative_to(out).parent.as_posix(), address))


def _in_order(out: Path, sheets: list[str]) -> list[str]:
    """Return the texts of the sheets, each behind those it imports, with addresses that hold for the joined sheet."""
    return [text for name in sheets for text in _with_imports(out, name)]


def _with_imports(out: Path, name: str) -> Iterator[str]:
    folder = posixpath.dirname(name)
    css = (out / name).read_text(encoding="utf-8")
    for imported in re.findall(r'@import "([^"]+)";', css):
        yield from _with_imports(out, posixpath.normpath(posixpath.join(folder, imported)))
    yield IN_QUOTES.sub(lambda m: _moved(m, folder), re.sub(r'@import "[^"]+";', "", css))


def _moved(match: re.Match[str], folder: str) -> str:
    from_top = posixpath.normpath(posixpath.join(folder, match["address"]))
    return f"url({match['quote']}{posixpath.relpath(from_top, posixpath.dirname(SHEET))}{match['quote']})"


def _words(out: Path) -> set[str]:
    scripts = [path for path in (out / "_static").rglob("*") if path.suffix in {".js", ".mjs"}]
    readers = [*out.rglob("*.html"), *scripts]
    return {word for path in readers for word in WORD.findall(path.read_text(encoding="utf-8"))}


def _may_be_used(name: str, words: set[str]) -> bool:
    return name in words or name.startswith(MADE_BY_SCRIPTS) or not WORD.fullmatch(name)


def _with_one_link(html: str, page: Path, out: Path, shared: list[str], version: str) -> str:
    first = True

    def one(match: re.Match[str]) -> str:
        nonlocal first
        if _place(match[0], page, out) not in shared:
            return match[0]
        if not first:
            return ""
        first = False
        address = ADDRESS.search(match[0])[1]  # type: ignore[index]
        top = address[: address.index("_static/")]
        return f'    <link rel="stylesheet" href="{top}{SHEET}?v={version}" />\n'

    return LINK.sub(one, html)
