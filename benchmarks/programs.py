"""The programs that need JAX, PyTorch or Dask: run each, and store what it prints for the book."""

import datetime
import json
import platform
import sys
from importlib import metadata
from pathlib import Path

from matgrad import programs

FOLDER = Path(programs.__file__).parent / "outputs"


def main() -> None:
    """Run every program whose packages are installed, and store its output."""
    for name, packages in programs.PACKAGES.items():
        if programs.missing(name):
            sys.stdout.write(f"{name}: left out, {' and '.join(programs.missing(name))} missing\n")
            continue
        versions = [f"{package} {metadata.version(package)}" for package in ("numpy", *packages)]
        data = {
            "output": programs.run(name),
            "versions": f"Python {platform.python_version()}, {', '.join(versions)}",
            "date": datetime.date.today().isoformat(),
        }
        FOLDER.mkdir(exist_ok=True)
        text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
        (FOLDER / f"{name}.json").write_text(text, encoding="utf-8")
        sys.stdout.write(f"{name}\n{data['output']}\n")
