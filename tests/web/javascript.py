"""Ask a JavaScript module of the book a question, through node, and get the answer as Python data."""

import json
import subprocess
from pathlib import Path
from typing import Any

from matgrad.book.node import node_program

ROOT = Path(__file__).resolve().parents[2]
FIGURES = ROOT / "code" / "web" / "figures"


def evaluate(modules: str, expression: str, **values: Any) -> Any:
    """Return the value of a JavaScript expression.

    Parameters
    ----------
    modules : str
        Names of modules in code/web/figures, without ``.mjs``; their exports are in scope.
    expression : str
        The expression; ``values`` are in scope under their names.
    """
    spaces = [f"m{k}" for k in range(len(modules.split()))]
    imports = [
        f"import * as m{k} from {json.dumps((FIGURES / f'{name}.mjs').as_uri())};"
        for k, name in enumerate(modules.split())
    ]
    # A function's parameters bring the exports into scope; modules have no other way to say "everything".
    script = (
        "".join(imports)
        + f"const scope = Object.assign({{}}, {', '.join(spaces)}, {json.dumps(values)});"
        + f"const ask = new Function(...Object.keys(scope), {json.dumps('return (' + expression + ');')});"
        + "const answer = ask(...Object.values(scope));"
        + "process.stdout.write(JSON.stringify(answer));"
    )
    command = [str(node_program()), "--input-type=module", "--eval", script]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
