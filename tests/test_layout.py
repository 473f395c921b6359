"""The rules of the house that a file name or a line can break."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")

# Spelt so that this file does not name them itself.
REGISTRIES = ["py" + "pi.", "python" + "hosted.", "npm" + "js.", "jsdeli" + "vr.", "unp" + "kg.", "index" + "-url"]
TEXTS = {".py", ".toml", ".yml", ".yaml", ".lock", ".md", ".cfg", ".json", ".mjs", ".js", ".css", ".html", ".ipynb", ""}


def tracked_files():
    """Return the files under version control, or all that a source archive holds."""
    command = ["git", "-C", str(ROOT), "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    return [ROOT / name for name in listed if (ROOT / name).is_file()]


def direct_dependencies():
    """Return the lines of pyproject.toml that name a dependency."""
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if re.match(r'\s+"[\w.-]+(\[\w+\])?\s*([<>=!~].*)?",', line)]


def test_the_folder_code_is_no_package():
    """A file code/__init__.py would hide the standard module `code`, which pdb and pytest use."""
    assert not (ROOT / "code" / "__init__.py").exists()
    question = "import code; print(code.InteractiveConsole.__module__, code.__file__)"
    done = subprocess.run([sys.executable, "-c", question], cwd=ROOT, capture_output=True, text=True, check=True)
    module, file = done.stdout.split(maxsplit=1)
    assert module == "code"
    assert ROOT not in Path(file.strip()).parents or ".venv" in file


def test_no_file_names_a_package_registry():
    found = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in tracked_files()
        if path.suffix in TEXTS
        for name in REGISTRIES
        if name in path.read_text(encoding="utf-8", errors="replace").lower()
    ]
    assert found == []


def test_no_file_names_a_folder_of_one_machine():
    folders = re.compile(r"(?<![\w.])/(home|Users|root|work|tmp)/\w")
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in tracked_files()
        if path.suffix in TEXTS
        if (match := folders.search(path.read_text(encoding="utf-8", errors="replace")))
    ]
    assert found == []


def test_every_direct_dependency_has_its_reason():
    lines = direct_dependencies()
    assert len(lines) >= 20
    named = [line for line in lines if not line.startswith('"matgrad[')]
    assert [line for line in named if not re.search(r'",\s+# \w.{5,}', line)] == []


def test_the_lock_pins_every_direct_dependency_and_nothing_heavy():
    pinned = dict(re.findall(r"^([\w.-]+)==([^\s;]+)", LOCK, flags=re.MULTILINE))
    extras = PROJECT["optional-dependencies"]
    wanted = [*PROJECT["dependencies"], *extras["book"], *extras["test"]]
    for requirement in map(Requirement, wanted):
        if requirement.name != "matgrad":
            assert requirement.specifier.contains(pinned[requirement.name.lower()]), requirement
    assert {"jax", "torch", "numdifftools", "nbgrader"}.isdisjoint(pinned)
    assert pinned["jupyter-book"] == "1.0.4.post1"


def test_running_the_notebooks_needs_four_packages():
    assert [Requirement(line).name for line in PROJECT["dependencies"]] == [
        "numpy",
        "sympy",
        "matplotlib",
        "jupyterlab",
    ]


@pytest.mark.parametrize("name", ["LICENSE", "theme/vendor/katex/LICENSE", "theme/vendor/katex/fonts/OFL.txt"])
def test_licences_are_there(name):
    assert "copyright" in (ROOT / name).read_text(encoding="utf-8").lower()


def test_the_vendored_katex_is_the_version_that_typesets():
    from sphinxcontrib import katex

    assert f"KaTeX {katex.katex_version}\n" in (ROOT / "theme/vendor/katex/README.md").read_text(encoding="utf-8")
    css = (ROOT / "theme/vendor/katex/katex.min.css").read_text(encoding="utf-8")
    assert f'content:"{katex.katex_version}"' in css
    named = set(re.findall(r"url\(fonts/([^)]+)\)", css))
    assert named == {path.name for path in (ROOT / "theme/vendor/katex/fonts").glob("*.woff2")}


def test_no_module_is_longer_than_300_lines():
    """One idea each: what is longer holds two."""
    modules = sorted((ROOT / "code" / "matgrad").rglob("*.py"))
    assert len(modules) > 60
    lengths = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in modules}
    assert {name: lines for name, lines in lengths.items() if lines > 300} == {}
