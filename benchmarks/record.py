"""The machine that measured, and the file that keeps a table for the book."""

import datetime
import json
import os
import platform
import sys
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[1] / "code" / "matgrad" / "measurements"
PEERS = ("numpy", "scipy", "jax", "torch", "numdifftools")


def machine() -> str:
    """Processor, cores, Python and library versions, in one line."""
    versions = [f"{name} {metadata.version(name)}" for name in PEERS if name in installed()]
    cores = f"{os.cpu_count()} cores, one thread used"
    return f"{processor()}, {cores}; Python {platform.python_version()}, {', '.join(versions)}"


def installed() -> set[str]:
    """Names of those peers that are installed."""
    return {name for name in PEERS if any(True for _ in metadata.distributions(name=name))}


def missing(peers: Sequence[str] = PEERS) -> list[str]:
    """Peers that are not installed."""
    return [name for name in peers if name not in installed()]


def processor() -> str:
    """Name of the processor, as the system gives it."""
    info = Path("/proc/cpuinfo")
    if info.exists():
        lines = info.read_text(encoding="utf-8").splitlines()
        return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), "unknown")
    return platform.processor() or platform.machine()


def keep(
    topic: str, caption: str, columns: list[str], rows: list[list[Any]], notes: list[str],
    peers: Sequence[str] = PEERS,
) -> None:  # fmt: skip
    """Print a table, and store it with the machine and the date if no peer was missing that it compares with."""
    data = {
        "caption": caption,
        "columns": columns,
        "rows": [[str(cell) for cell in row] for row in rows],
        "notes": notes,
        "machine": machine(),
        "date": datetime.date.today().isoformat(),
    }
    if missing(peers):
        notes = [
            *notes,
            f"Not stored, because the book's tables compare with all peers: {', '.join(missing(peers))} missing.",
        ]
    else:
        text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
        (FOLDER / f"{topic}.json").write_text(text, encoding="utf-8")
    widths = [max(len(str(row[k])) for row in [columns, *rows]) for k in range(len(columns))]
    lines = ["  ".join(str(c).ljust(w) for c, w in zip(row, widths, strict=True)) for row in [columns, *rows]]
    sys.stdout.write("\n".join([caption, *lines, *notes, data["machine"], ""]) + "\n")
