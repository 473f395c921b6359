"""A copy of the book's machinery in a folder of its own, for tests that break something on purpose."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MACHINERY = ["make.py", "tools", "theme", "_config.yml", "pyproject.toml", "requirements.lock"]
WEB_PACKAGES = ["code/web/package.json", "code/web/package-lock.json"]
BESIDE_THE_PAGES = ["_notation.toml", "references.bib"]

# The copy uses the environment that runs the tests; `ensure` has tests of its own.
IN_THIS_ENVIRONMENT = """
import pathlib, sys
from tools import commands, environment
environment.PYTHON = pathlib.Path(sys.executable)
environment.ensure = lambda: None
sys.exit(commands.main(sys.argv[1:]))
"""


def copy_machinery(folder: Path) -> Path:
    """Copy everything but the chapters to ``folder`` and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in MACHINERY:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    (folder / "code" / "web").mkdir(parents=True)
    for name in WEB_PACKAGES:
        shutil.copy(ROOT / name, folder / name)
    (folder / "chapters").mkdir()
    for name in BESIDE_THE_PAGES:
        shutil.copy(ROOT / "chapters" / name, folder / "chapters" / name)
    return folder


def make(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command of ``make.py`` in ``folder`` with this environment's packages."""
    return _run([sys.executable, "-c", IN_THIS_ENVIRONMENT, *arguments], folder, {})


def make_alone(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run ``make.py`` in ``folder`` as a user does."""
    return _run([sys.executable, "make.py", *arguments], folder, variables)


def _run(command: list[str], folder: Path, variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONUTF8": "1", **variables}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8")
