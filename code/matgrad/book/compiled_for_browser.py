"""Compiles the checker, and the part of the standard library that it uses, inside Pyodide while the site is built.

Pyodide runs this file as a script (`browser_python` starts it, by node), so it stands alone and imports what it needs
only after it has seen which modules the checker needs. Those are the ones that are loaded when derivations of every
kind have been checked, explained and rendered, and what Python wants at its start and to report an error.
"""

import json
import sys
from pathlib import Path
from types import CodeType

SOURCES, OUT = Path("/in"), Path("/out")  # in Pyodide's own file system
# Imported late: by Pyodide at its start, by an exception on its way out, by a codec that is asked for.
ALWAYS = ("_pyodide/", "pyodide/", "importlib/", "collections/", "json/", "re/")
ALWAYS_MODULES = {
    "encodings/__init__.py", "encodings/aliases.py", "encodings/ascii.py", "encodings/idna.py", "encodings/latin_1.py",
    "encodings/utf_8.py", "encodings/utf_16.py", "traceback.py", "tokenize.py", "token.py", "linecache.py",
    "textwrap.py", "codeop.py", "__future__.py", "_colorize.py", "ast.py", "contextlib.py", "warnings.py",
    "stringprep.py",
}  # fmt: skip
EVERY_KIND = [
    {"lines": "f(x) = 1/2 ||Ax - b||^2\n= 1/2 (Ax - b)^2\n∇f(x) = AᵀAx - bᵀA", "shapes": "A: m×n, x: n, b: m"},
    {"lines": "f(x) = log(xᵀx)\n∂f/∂x_k = Σ_i x_i\n= (", "shapes": "x: n", "goal": "x", "where": "c = xᵀx"},
    {"lines": "q(x) = xᵀMx\n∇q(x) = 2Mx", "shapes": "M: n×n, x: n", "assume": "M: symmetric"},
]
FIRST_YEAR_OF_ZIP = (1980, 1, 1, 0, 0, 0)


def modules_in_use() -> set[str]:
    """Return the names of the modules that are loaded when everything has been done once."""
    sys.path.insert(0, str(SOURCES))
    from matgrad.derivation import live

    for form in map(json.dumps, EVERY_KIND):
        desk = live.Desk()
        desk.check(form)
        while desk.go_on():
            pass
        live.read_text(json.loads(live.write_text(form)).get("text", ""))
    return set(sys.modules)


def standard_library(modules: set[str]) -> dict[str, bytes]:
    """Return the files of the standard library that belong to some modules, with their sources."""
    import zipfile

    wanted = {name.replace(".", "/") + end for name in modules for end in (".py", "/__init__.py")} | ALWAYS_MODULES
    with zipfile.ZipFile(SOURCES / "stdlib.zip") as whole:
        names = [name for name in whole.namelist() if name.endswith(".py")]
        return {name: whole.read(name) for name in names if name in wanted or name.startswith(ALWAYS)}


def checker() -> dict[str, bytes]:
    """Return the files of the package matgrad that are here, with their sources."""
    return {path.relative_to(SOURCES).as_posix(): path.read_bytes() for path in (SOURCES / "matgrad").rglob("*.py")}


def archive(path: Path, files: dict[str, bytes]) -> None:
    """Compile files into an archive; neither the time nor the order of a folder gets into it."""
    import zipfile

    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as out:
        for name, source in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{name}c", FIRST_YEAR_OF_ZIP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            out.writestr(entry, compiled(source, name))


def compiled(source: bytes, name: str) -> bytes:
    """Return a module compiled without docstrings, marked as never to be compared with its source."""
    import importlib.util
    from importlib import _bootstrap_external

    code = without_places(compile(source, name, "exec", dont_inherit=True, optimize=2))
    pack = _bootstrap_external._code_to_hash_pyc  # type: ignore[attr-defined]
    return bytes(pack(code, importlib.util.source_hash(source), False))


def without_places(code: CodeType) -> CodeType:
    """Return the same code without its table of lines and columns: a third of it, read by nobody in a browser.

    Examples
    --------
    >>> whole = compile("def double(x): return 2 * x", "example", "exec")
    >>> bare = without_places(whole)
    >>> bare.co_code == whole.co_code, bare.co_linetable, bare.co_consts[0].co_linetable
    (True, b'', b'')
    """
    inner = tuple(without_places(each) if isinstance(each, CodeType) else each for each in code.co_consts)
    return code.replace(co_linetable=b"", co_consts=inner)


def main() -> str:
    """Write both archives and return what is in them, as JSON."""
    library, package = standard_library(modules_in_use()), checker()
    OUT.mkdir(exist_ok=True)
    archive(OUT / "stdlib.zip", library)
    archive(OUT / "checker.zip", package)
    return json.dumps({"python": sys.version.split()[0], "standard library": len(library), "checker": len(package)})
