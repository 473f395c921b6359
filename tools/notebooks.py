"""Run notebooks and store their outputs so that the same code always gives the same file."""

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode
from traitlets.config import Config

from tools.environment import ROOT

METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
KEPT_CELL_METADATA = {"tags", "mystnb", "editable", "slideshow"}


def main(names: list[str]) -> int:
    """Run the notebooks ``names``, or all, and return the exit status."""
    paths = [Path(name).resolve() for name in names] or sorted((ROOT / "chapters").rglob("*.ipynb"))
    missing = [str(path) for path in paths if not path.is_file()]
    if missing:
        print(f"No such notebook: {', '.join(missing)}", file=sys.stderr)
        return 1
    failures = [failure for path in paths if (failure := _store(path))]
    for failure in failures:
        print(failure, file=sys.stderr)
    return 1 if failures else 0


def _store(path: Path) -> str | None:
    """Run one notebook; write it and return None, or leave it alone and return what failed."""
    notebook = nbformat.read(path, as_version=4)
    tidy(notebook)
    client = NotebookClient(
        notebook,
        timeout=600,
        kernel_name="python3",
        record_timing=False,
        resources={"metadata": {"path": str(path.parent)}},
        # Without encryption the kernel warns that others on the machine could listen.
        config=Config({"KernelManager": {"transport_encryption": "auto"}}),
    )
    try:
        client.execute()
    except CellExecutionError as error:
        return f"{path}: a cell fails; the notebook was left as it was.\n{error}"
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = join_streams(cell.outputs)
    tidy(notebook)
    text = written(notebook)
    changed = text != path.read_text(encoding="utf-8")
    if changed:
        path.write_text(text, encoding="utf-8", newline="\n")
    print(f"{'stored' if changed else 'unchanged'}: {path}", flush=True)
    return None


def tidy(notebook: NotebookNode) -> None:
    """Drop what differs between machines and runs: times, versions, random identifiers, an editor's marks."""
    notebook.metadata = nbformat.from_dict(METADATA)
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    for cell in notebook.cells:
        cell.metadata = nbformat.from_dict({k: v for k, v in cell.metadata.items() if k in KEPT_CELL_METADATA})


def written(notebook: NotebookNode) -> str:
    """Return the text of the file that holds ``notebook``."""
    return str(nbformat.writes(notebook, version=4)).rstrip("\n") + "\n"


def join_streams(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Return ``outputs`` with neighbouring pieces of one stream joined: where they part depends on timing."""
    joined: list[NotebookNode] = []
    for output in outputs:
        last = joined[-1] if joined else None
        if last and output.output_type == last.output_type == "stream" and output.name == last.name:
            last.text += output.text
        else:
            joined.append(output)
    return joined


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
