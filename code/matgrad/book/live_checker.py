"""The page *Check your own derivation*: the directive that makes its form, and the files that only this page loads.

Everything stands in one folder below ``_static`` that is named by a digest of its contents: a reader who comes back
after the book has changed never mixes old and new parts.
"""

import gzip
import hashlib
import json
import shutil
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator

from matgrad.book.browser_python import FILES, BundleError, bundle
from matgrad.book.formulas import KATEX
from matgrad.derivation import DerivationError
from matgrad.derivation.catalogue import entries
from matgrad.derivation.live import fields_of
from matgrad.derivation.render import markup
from matgrad.derivation.text_format import dump

SOURCE = Path(__file__).resolve().parents[2] / "web" / "practice"
EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
PARTS = Path(__file__).with_name("live_checker.html")
REPORT_STYLE = Path(markup.__file__).with_name(markup.STYLE_SHEET)
FETCHED = ("pyodide.asm.wasm", "stdlib.zip", "checker.zip", "lock.json")
"""Files whose bytes the page counts while it loads them."""
CATALOGUE = "chapters/reference/mistakes"
DERIVATIONS = "derivations.json"
Fields = dict[str, str]


@dataclass(frozen=True)
class Published:
    """The folder of the page's files, below ``_static``, and what it holds."""

    folder: str
    files: dict[str, Path]

    @property
    def bytes(self) -> int:
        """Bytes that the page counts while the checker is loaded."""
        return sum(self.files[f"python/{name}"].stat().st_size for name in FETCHED)


class LiveChecker(nodes.General, nodes.Element):
    """The form; ``groups`` holds the examples to choose from."""


class LiveCheckerDirective(SphinxDirective):
    """``{derivation-checker}``: rows ``name: title`` for the files ``examples/name.txt``, below rows that are headings.

    The examples of the catalogue of mistakes follow by themselves.
    """

    has_content = True
    option_spec: ClassVar = {}

    def run(self) -> list[nodes.Node]:
        """Read the examples and leave a place for the form."""
        groups: list[tuple[str, list[tuple[str, str]]]] = []
        for row in filter(None, (row.strip() for row in self.content)):
            name, colon, title = (part.strip() for part in row.partition(":"))
            if not colon:
                groups.append((row, []))
                continue
            if not groups:
                raise self.error(f"{self.name}: the row {row!r} stands before the first heading.")
            path = EXAMPLES / f"{name}.txt"
            if not path.is_file():
                raise self.error(f"{self.name}: there is no file examples/{name}.txt.")
            self.env.note_dependency(str(path))
            try:
                register(self.env, name, fields_of(path.read_text(encoding="utf-8")))
            except DerivationError as error:
                raise self.error(f"{self.name}: examples/{name}.txt: {error}") from error
            groups[-1][1].append((name, title))
        groups.append(("One of each mistake", self._mistakes()))
        node = LiveChecker(groups=groups)
        self.set_source_info(node)
        return [node]

    def _mistakes(self) -> list[tuple[str, str]]:
        for each in entries():
            register(self.env, each.code, fields_of(dump(each.example.request)))
        return [(each.code, f"{each.code}: {each.title}") for each in entries()]


def register(env: BuildEnvironment, name: str, fields: Fields) -> None:
    """Let the page open a derivation by its name."""
    known(env).setdefault(env.docname, {})[name] = fields


def known(env: BuildEnvironment) -> dict[str, dict[str, Fields]]:
    """All derivations that can be opened, by the page that brings them and by their names."""
    if not hasattr(env, "live_derivations"):
        env.live_derivations = {}  # type: ignore[attr-defined]
    found: dict[str, dict[str, Fields]] = env.live_derivations  # type: ignore[attr-defined]
    return found


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive and publish what the browser needs."""
    app.add_directive("derivation-checker", LiveCheckerDirective)
    skipped = (_nothing, _nothing)
    app.add_node(LiveChecker, html=(_open, _nothing), latex=skipped, text=skipped, man=skipped, texinfo=skipped)
    app.connect("env-purge-doc", lambda app, env, page: known(env).pop(page, None))
    app.connect("env-merge-info", lambda app, env, pages, other: known(env).update(known(other)))
    app.connect("env-updated", _publish)
    app.connect("html-page-context", _add_to_page)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


@cache
def published() -> Published:
    """Return the files of the page, with the bundle, which is made now if its sources have changed.

    Raises
    ------
    BundleError
        If the bundle cannot be made.
    """
    made = bundle()
    files = {path.name: path for pattern in ("*.mjs", "*.css", "*.txt") for path in sorted(SOURCE.glob(pattern))}
    files |= {f"python/{name}": made / name for name in FILES}
    files |= {KATEX.name: KATEX, REPORT_STYLE.name: REPORT_STYLE}
    digest = hashlib.sha256()
    for name, path in sorted(files.items()):
        digest.update(name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return Published(f"practice-{digest.hexdigest()[:12]}", files)


@cache
def weight() -> int:
    """Return the bytes that a reader's browser loads for the checker, compressed as most servers send them."""
    python = [path for name, path in published().files.items() if name.startswith("python/")]
    return sum(min(path.stat().st_size, len(gzip.compress(path.read_bytes(), 6))) for path in python)


def form(groups: list[tuple[str, list[tuple[str, str]]]], catalogue: str, derivations: str) -> str:
    """Return the HTML of the form and of the empty report."""
    options = "\n".join(
        f'<optgroup label="{escape(title)}">\n'
        + "\n".join(f'<option value="{escape(name)}">{escape(words)}</option>' for name, words in rows)
        + "\n</optgroup>"
        for title, rows in groups
    )
    return PARTS.read_text(encoding="utf-8").format(
        bytes=published().bytes,
        megabytes=f"{weight() / 1e6:.1f}",
        catalogue=escape(catalogue),
        derivations=escape(derivations),
        options=options,
    )


def _nothing(translator: nodes.NodeVisitor, node: LiveChecker) -> None:
    pass


def _open(translator: HTML5Translator, node: LiveChecker) -> None:
    builder = translator.builder
    page = builder.current_docname
    catalogue = builder.get_relative_uri(page, CATALOGUE)
    up = "../" * page.count("/")
    text = derivations_text(builder.env)
    version = hashlib.sha256(text.encode()).hexdigest()[:8]
    address = f"{up}_static/{published().folder}/{DERIVATIONS}?v={version}"
    translator.body.append(form(node["groups"], catalogue, address))


def derivations_text(env: BuildEnvironment) -> str:
    """Return the file of all derivations that the page can open by name."""
    found = {name: fields for page in sorted(known(env)) for name, fields in known(env)[page].items()}
    return json.dumps(found, ensure_ascii=False, sort_keys=True) + "\n"


def _publish(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Copy the files before any page is written: Sphinx then adds their check sums to the links."""
    if app.builder.format != "html" or not known(env):
        return []
    try:
        wanted = published()
    except BundleError as error:
        from sphinx.errors import ExtensionError

        raise ExtensionError(str(error)) from error
    target = Path(app.outdir, "_static", wanted.folder)
    for name, path in wanted.files.items():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target / name)
    (target / DERIVATIONS).write_text(derivations_text(env), encoding="utf-8", newline="\n")
    return []


def _add_to_page(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    if doctree is None or not any(doctree.findall(LiveChecker)):
        return
    folder = published().folder
    app.add_css_file(f"{folder}/{REPORT_STYLE.name}")
    app.add_css_file(f"{folder}/check.css")
    app.add_js_file(f"{folder}/check.mjs", type="module")
