"""``make.py``: what it says, what it installs and when it refuses."""

import ast
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from tests.scratch_book import ROOT, copy_machinery, make, make_alone
from tools import commands, environment, notebooks

OVERVIEW = """\
Where Does the Transpose Come From? Build it, read it, run it, test it.

  python make.py book       Check every stored output of the notebooks, then build the site into _build/html.
  python make.py serve      Build the site if its sources have changed, and serve it on this machine.
  python make.py notebooks  Run every notebook, or the named ones, and store the outputs.
  python make.py lab        Open the notebooks in JupyterLab.
  python make.py test       Check format, types, text and code; --thorough adds the long tests.
  python make.py bench      Measure against other packages and store the book's tables; --peers installs them first.
"""

# A port where nothing listens stands for a machine without a network.
NO_NETWORK = {
    "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
    "PIP_EXTRA_INDEX_URL": "",
    "PIP_FIND_LINKS": "",
    "PIP_CONFIG_FILE": os.devnull,
    "PIP_NO_CACHE_DIR": "1",
    "PIP_DEFAULT_TIMEOUT": "2",
    "NO_PROXY": "*",
    "NPM_CONFIG_REGISTRY": "http://127.0.0.1:9/",
    "NPM_CONFIG_FETCH_RETRIES": "0",
    "NPM_CONFIG_OFFLINE": "false",
}


@pytest.fixture
def copy(tmp_path):
    return copy_machinery(tmp_path / "a path with spaces")


def pretend(folder: Path, code: str) -> dict[str, str]:
    """Return variables that make Python run ``code`` before anything else."""
    (folder / "pretend").mkdir()
    (folder / "pretend" / "sitecustomize.py").write_text(code, encoding="utf-8")
    return {"PYTHONPATH": str(folder / "pretend")}


@pytest.mark.parametrize("arguments", [(), ("--help",), ("help",)])
def test_alone_it_lists_the_commands(arguments):
    done = make_alone(ROOT, *arguments)
    assert (done.returncode, done.stdout, done.stderr) == (0, OVERVIEW, "")


def test_an_unknown_command_is_named_and_the_known_ones_listed():
    done = make_alone(ROOT, "bok")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"There is no command 'bok'.\n\n{OVERVIEW}"


def test_an_old_python_is_told_so(copy):
    old = pretend(copy, "import sys; sys.version_info = (3, 8, 10, 'final', 0)")
    done = make_alone(copy, "book", **old)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"This book needs Python 3.11 or newer; this is Python 3.8 ({sys.executable}).\n"
        "Run the command with a newer one, for example: python3.12 make.py book\n"
    )


def test_an_old_python_can_read_make_py():
    tree = ast.parse((ROOT / "make.py").read_text(encoding="utf-8"), feature_version=(3, 4))
    new = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.Match, ast.AsyncFunctionDef)
    assert [node.lineno for node in ast.walk(tree) if isinstance(node, new)] == []
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    assert [function.name for function in functions if function.returns] == []


def test_a_python_without_venv_is_told_what_to_install(copy):
    bare = pretend(copy, "import sys; sys.modules['ensurepip'] = None")
    done = make_alone(copy, "book", **bare)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"This Python ({sys.executable}) cannot create virtual environments: its module 'ensurepip' is missing.\n"
        "On Debian and Ubuntu install it with\n\n    sudo apt install python3-venv\n\nand run the command again.\n"
    )
    assert not (copy / ".venv").exists()


def test_a_first_run_without_network_says_that_it_needs_one(copy):
    (copy / "requirements.lock").write_text("numpy==2.0.0\n", encoding="utf-8")
    done = make_alone(copy, "book", **NO_NETWORK)
    assert done.returncode == 1
    assert done.stderr == environment.NO_NETWORK + "\n"
    assert not (copy / ".venv" / environment.STAMP.name).exists()


def test_what_pip_cannot_install_is_named(copy):
    (copy / "requirements.lock").write_text("numpy===never\n", encoding="utf-8")
    done = make_alone(copy, "book", **NO_NETWORK, PIP_NO_INDEX="1")
    assert done.returncode == 1
    assert done.stderr.startswith("pip could not install the book's packages. It said:\n\n")
    assert "numpy===never" in done.stderr


@pytest.fixture
def calls(tmp_path, monkeypatch):
    """Let `ensure` work in a folder where pip, npm and venv only write down that they were called."""
    folder = tmp_path / ".venv"
    made = []

    def create():
        made.append("create")
        folder.mkdir(exist_ok=True)

    for name in ("requirements.lock", "pyproject.toml", "code/web/package.json", "code/web/package-lock.json"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "LOCK", tmp_path / "requirements.lock")
    monkeypatch.setattr(environment, "WEB_PROJECT", tmp_path / "code/web/package.json")
    monkeypatch.setattr(environment, "WEB_LOCK", tmp_path / "code/web/package-lock.json")
    monkeypatch.setattr(environment, "WEB_PACKAGES", folder / "web")
    monkeypatch.setattr(environment, "STAMP", folder / "book-stamp.json")
    monkeypatch.setattr(environment, "_usable", folder.exists)
    monkeypatch.setattr(environment, "_create", create)
    monkeypatch.setattr(environment, "_pip", lambda *arguments: made.append(arguments[1]))
    monkeypatch.setattr(environment, "_npm", lambda *arguments: made.append(f"npm {arguments[0]}"))
    return made


def test_the_first_run_creates_and_installs_and_the_second_does_nothing(calls):
    environment.ensure()
    assert calls == ["create", "--requirement", "--no-deps", "npm ci"]
    calls.clear()
    environment.ensure()
    assert calls == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("lock", ["--requirement", "--no-deps"]),
        ("project", ["--no-deps"]),
        ("folder", ["--no-deps"]),
        ("unreadable stamp", ["--requirement", "--no-deps", "npm ci"]),
        ("web lock", ["npm ci"]),
        ("line ends", []),
    ],
)
def test_only_what_has_changed_is_installed_again(calls, change, expected):
    environment.ensure()
    calls.clear()
    if change == "lock":
        environment.LOCK.write_text("numpy==2.0.0\n", encoding="utf-8")
    elif change == "web lock":
        environment.WEB_LOCK.write_text("{}", encoding="utf-8")
    elif change == "project":
        (environment.ROOT / "pyproject.toml").write_text("", encoding="utf-8")
    elif change == "folder":
        stamp = json.loads(environment.STAMP.read_text(encoding="utf-8"))
        environment.STAMP.write_text(json.dumps({**stamp, "folder": "elsewhere"}), encoding="utf-8")
    elif change == "unreadable stamp":
        environment.STAMP.write_text("{", encoding="utf-8")
    else:
        environment.LOCK.write_bytes(environment.LOCK.read_bytes().replace(b"\n", b"\r\n"))
    environment.ensure()
    assert calls == expected


def test_a_failed_installation_leaves_no_stamp(calls, monkeypatch):
    def fail(*arguments):
        raise environment.Mistake("no")

    monkeypatch.setattr(environment, "_pip", fail)
    with pytest.raises(environment.Mistake):
        environment.ensure()
    assert not environment.STAMP.exists()


def test_the_web_packages_need_a_network_and_then_match_their_check_sums(tmp_path, monkeypatch):
    for name, value in NO_NETWORK.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("NPM_CONFIG_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(environment, "WEB_PACKAGES", tmp_path / "web")
    monkeypatch.setattr(environment, "PYTHON", Path(sys.executable))
    with pytest.raises(environment.Mistake) as refused:
        environment.install_web_packages()
    assert str(refused.value) == environment.NO_NETWORK_FOR_WEB
    packages = json.loads((ROOT / "code/web/package-lock.json").read_text(encoding="utf-8"))["packages"]
    entries = {name: entry for name, entry in packages.items() if name}
    assert all(entry["integrity"].startswith("sha512-") and "resolved" not in entry for entry in entries.values())
    wanted = json.loads((ROOT / "code/web/package.json").read_text(encoding="utf-8"))["dependencies"]
    assert wanted == {name: entries[f"node_modules/{name}"]["version"] for name in wanted}, "exact versions"


TOC = "format: jb-book\nroot: chapters/page\n"
BAD_PAGE = r"""# A page

Good: $\R^n$. Bad: $\nosuchcommand{x}$.

See {eq}`eq-nowhere` and [a page](no-such-page.md).
"""


def test_the_site_is_refused_with_every_place_that_is_wrong(copy):
    (copy / "_toc.yml").write_text(TOC, encoding="utf-8")
    (copy / "chapters" / "page.md").write_text(BAD_PAGE, encoding="utf-8")
    done = make(copy, "serve", "--no-browser")
    assert done.returncode == 1
    assert done.stderr.startswith("The site was not built. What is wrong, and where:\n")
    place = "page.md:{}: WARNING: "
    assert (
        place.format(3) + r"formula '\\nosuchcommand{x}': KaTeX parse error: Undefined control sequence" in done.stderr
    )
    assert place.format(5) + "equation not found: eq-nowhere" in done.stderr
    assert place.format(5) + "'myst' cross-reference target not found: 'no-such-page.md'" in done.stderr
    assert str(copy) not in done.stderr
    assert not (copy / "_build" / "html").exists()


def write_notebook(path: Path, *sources: str) -> None:
    """Write a notebook of code cells that has not been run."""
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"celltoolbar": "Tags", "signature": "machine"})
    nbformat.write(notebook, path)


def test_notebooks_are_stored_alike_every_time_and_book_refuses_a_changed_output(copy):
    path = copy / "chapters" / "a.ipynb"
    write_notebook(path, "import sys, time", "print(1)\ntime.sleep(0.3)\nsys.stdout.flush()\nprint(2)", "2 + 2")
    first = make(copy, "notebooks")
    assert (first.returncode, first.stderr) == (0, "")
    stored = path.read_bytes()
    notebook = nbformat.reads(stored.decode("utf-8"), as_version=4)
    assert notebook.metadata == notebooks.METADATA
    assert [cell.execution_count for cell in notebook.cells] == [1, 2, 3]
    assert [output.text for output in notebook.cells[1].outputs] == ["1\n2\n"]
    assert [cell.metadata for cell in notebook.cells] == [{}, {}, {}]

    second = make(copy, "notebooks", str(path))
    assert second.stdout == f"unchanged: {path}\n"
    assert path.read_bytes() == stored

    path.write_text(path.read_text(encoding="utf-8").replace('"4"', '"5"'), encoding="utf-8")
    refused = make(copy, "book")
    assert refused.returncode == 1
    assert "a.ipynb::Cell 2" in refused.stdout
    assert refused.stderr == (
        "A notebook fails, or its stored output has changed: see above for the notebook and the cell.\n"
        "If the new outputs are right, store them with: python make.py notebooks\n"
    )


def test_a_notebook_with_a_failing_cell_is_left_as_it_was(copy):
    path = copy / "chapters" / "a.ipynb"
    write_notebook(path, "1 / 0")
    before = path.read_bytes()
    done = make(copy, "notebooks")
    assert done.returncode == 1
    assert done.stderr.startswith(f"{path}: a cell fails; the notebook was left as it was.\n")
    assert "ZeroDivisionError" in done.stderr
    assert path.read_bytes() == before


def test_a_notebook_that_is_not_there_is_named(copy):
    missing = copy / "chapters" / "none.ipynb"
    done = make(copy, "notebooks", str(missing))
    assert (done.returncode, done.stderr) == (1, f"No such notebook: {missing}\n")


def test_lab_signs_the_notebooks_so_that_stored_formulas_are_shown(monkeypatch):
    calls = []
    monkeypatch.setattr(environment, "ensure", lambda: None)
    monkeypatch.setattr(environment, "run", lambda *arguments, **options: calls.append(arguments) or 0)
    assert commands.main(["lab"]) == 0
    sign, lab = calls
    assert sign[:2] == ("-m", "nbformat.sign")
    assert str(ROOT / "chapters" / "1-wrong-expansion.ipynb") in sign
    assert lab == ("-m", "jupyterlab", "chapters")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for a single process")
def test_serve_serves_and_stops_at_ctrl_c(site):
    command = [sys.executable, "make.py", "serve", "--no-browser", "--port", "8765"]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    with server:
        line = server.stdout.readline()
        if line == "Building the site ...\n":  # the sources have changed since the session began
            line = server.stdout.readline()
        server.send_signal(signal.SIGINT)
        assert server.wait(timeout=20) == 130
        assert line.startswith("The book is at http://127.0.0.1:87")
        assert line.endswith("/ (stop with Ctrl-C)\n")
        assert server.stderr.read() == "\nStopped.\n"


@pytest.mark.thorough
def test_a_fresh_clone_is_built_and_needs_no_network_the_second_time(tmp_path):
    clone = tmp_path / "a fresh clone"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
    first = make_alone(clone, "book", PIP_NO_CACHE_DIR="1")
    if first.stderr == environment.NO_NETWORK + "\n":
        pytest.skip("no network on this machine")
    assert (first.returncode, first.stderr) == (0, "")
    assert (clone / "_build" / "html" / "index.html").is_file()
    second = make_alone(clone, "book", **NO_NETWORK)
    assert (second.returncode, second.stderr) == (0, "")
    assert "Installing" not in second.stdout
