"""The site: build it with Jupyter Book, and know whether it is current."""

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tools import environment
from tools.environment import ROOT

BUILD = ROOT / "_build"
HTML = BUILD / "html"
RECORD = BUILD / "site.json"
# .git/config says whether the repository is known, and with it which buttons there are.
SOURCES = [
    "_config.yml",
    "_toc.yml",
    "requirements.lock",
    ".git/config",
    "assignments",
    "chapters",
    "code",
    "examples",
    "theme",
]
JUPYTER_BOOK = "from jupyter_book.cli.main import main; main()"  # its script breaks when the folder is moved
NOT_SOURCES = {"__pycache__", ".ipynb_checkpoints"}


def build() -> None:
    """Build the site into ``_build/html``; any warning or broken reference is a `Mistake` that names the place.

    The pages are built beside the old ones and take their place only when they are complete, so that a server that
    is running never shows half a site.
    """
    print("Building the site ...", flush=True)
    new = BUILD / "new"
    sources = fingerprint()
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    command = ["build", ".", "--path-output", str(new), "-W", "-n", "--keep-going"]
    with (BUILD / "build.log").open("w", encoding="utf-8") as log:
        status = environment.run("-c", JUPYTER_BOOK, *command, stdout=log, stderr=subprocess.STDOUT)
    if status:
        raise environment.Mistake(_what_went_wrong())
    RECORD.unlink(missing_ok=True)
    shutil.rmtree(HTML, ignore_errors=True)
    (new / "_build" / "html").rename(HTML)
    shutil.rmtree(new)
    RECORD.write_text(json.dumps({"sources": sources}) + "\n", encoding="utf-8")


def is_current() -> bool:
    """Whether ``_build/html`` was built from the sources as they are now."""
    try:
        return bool(json.loads(RECORD.read_text(encoding="utf-8"))["sources"] == fingerprint())
    except (OSError, ValueError, KeyError):
        return False


def fingerprint() -> str:
    """Return a digest of everything that the site is made from."""
    digest = hashlib.sha256(os.environ.get("GITHUB_REPOSITORY", "").encode())
    for path in _source_files():
        digest.update(path.relative_to(ROOT).as_posix().encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _source_files() -> Iterator[Path]:
    for name in SOURCES:
        top = ROOT / name
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if path.is_file() and not NOT_SOURCES.intersection(path.parts):
                yield path


def _what_went_wrong() -> str:
    lines = (BUILD / "build.log").read_text(encoding="utf-8", errors="replace").splitlines()
    told = [line for line in lines if "WARNING" in line or "ERROR" in line or "rror:" in line]
    places = "\n".join(told or lines[-20:]).replace(str(ROOT), ".")
    return f"The site was not built. What is wrong, and where:\n\n{places}\n\nThe whole log is in _build/build.log"
