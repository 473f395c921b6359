"""``matgrad check`` and ``matgrad explain``, as a user runs them."""

import io
import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import jsonschema
import pytest

from matgrad import __version__, command_line, derivation
from matgrad.command_line import output
from matgrad.derivation import catalogue, schema
from matgrad.derivation.render import limited, text
from matgrad.derivation.text_format import parse
from tests.derivation import rendering

ROOT = Path(__file__).resolve().parent.parent.parent
RIGHT = "shapes: A: m×n, x: n, b: m\n---\nf(x) = 1/2 ||Ax - b||^2\n∇f(x) = Aᵀ(Ax - b)\n"
WRONG = RIGHT.replace("Aᵀ(", "A(")
UNREADABLE = RIGHT.replace("- b)\n", "- b\n")
MISSED = RIGHT.replace("---", "goal: Aᵀb\n---")
UNDECIDED = "shapes: x: n\n---\nmax(x) = 1\n"


def run(capsys, *arguments):
    """Run a command in this process; return its exit code and what it wrote."""
    code = command_line.main([str(argument) for argument in arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.fixture
def file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")

    def write(content):
        Path("derivation.txt").write_text(content, encoding="utf-8")
        return "derivation.txt"

    return write


# --- check -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "code"), [(RIGHT, 0), (WRONG, 1), (MISSED, 1), (UNREADABLE, 2), (UNDECIDED, 2), ("nonsense", 2)]
)
def test_the_exit_code(capsys, file, content, code):
    assert run(capsys, "check", file(content))[0] == code


def test_the_report_is_printed(capsys, file):
    report = derivation.check(**parse(WRONG))
    assert run(capsys, "check", file(WRONG)) == (1, f"{text(report)}\n", "")
    assert run(capsys, "check", file(WRONG), "--hint", "where")[1] == f"{text(report, 'where')}\n"
    assert run(capsys, "check", file(WRONG), "--ascii")[1] == f"{text(report, ascii_only=True)}\n"


def test_json_is_of_the_schema(capsys, file):
    code, out, _ = run(capsys, "check", file(WRONG), "--json")
    assert code == 1
    data = json.loads(out)
    jsonschema.validate(data, schema.REPORT_SCHEMA)
    assert data == json.loads(derivation.check(**parse(WRONG)).to_json()) | {"lines": data["lines"]}
    assert data["lines"][1]["diagnostics"][0]["code"] == "M05"


@pytest.mark.parametrize("hint", ["where", "kind", "repair"])
def test_json_follows_the_hint(capsys, file, hint):
    out = run(capsys, "check", file(WRONG), "--json", "--hint", hint)[1]
    assert json.loads(out) == json.loads(limited(derivation.check(**parse(WRONG)), hint).to_json())


def test_json_of_a_file_that_cannot_be_used(capsys, file):
    code, out, err = run(capsys, "check", file("nonsense"), "--json")
    assert (code, err) == (2, "")
    jsonschema.validate(json.loads(out), schema.ERROR_SCHEMA)
    assert json.loads(out)["error"].startswith("line 1: 'nonsense' is no field of the header")


def test_standard_input(capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(RIGHT.encode())))
    assert run(capsys, "check", "-")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "content", "message"),
    [
        (["nowhere.txt"], "", "matgrad: nowhere.txt: there is no such file\n"),
        (["."], "", "matgrad: .: this is a folder; name a text file\n"),
        (
            ["derivation.txt"],
            "wrt: x\n---\nx = x",
            'matgrad: derivation.txt: the header has no "shapes:"; write for example '
            '"shapes: A: m×n, x: n, b: m" on the first line\n',
        ),
        (
            ["derivation.txt"],
            "shapes: x: n\nwrt: y\n---\nx = x",
            "matgrad: derivation.txt: wrt: y is not declared in shapes\n",
        ),
    ],
)
def test_what_is_wrong_is_said_in_one_line(capsys, file, arguments, content, message):
    file(content)
    assert run(capsys, "check", *arguments) == (2, "", message)


def test_a_file_in_another_encoding(capsys, file):
    Path(file("")).write_bytes("shapes: é".encode("latin-1"))
    message = "matgrad: derivation.txt: the text is not UTF-8; save it with this encoding\n"
    assert run(capsys, "check", "derivation.txt") == (2, "", message)


def test_standard_input_is_named(capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"shapes: x: n")))
    message = (
        "matgrad: standard input: there are no lines behind the header; put a blank line or --- before the derivation\n"
    )
    assert run(capsys, "check", "-") == (2, "", message)


# --- explain ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("one", catalogue.entries(), ids=lambda one: one.code)
def test_a_code_is_explained(capsys, one):
    expected = rendering.file(one, "explain.txt").read_text(encoding="utf-8")
    assert run(capsys, "explain", one.code) == (0, expected, "")
    assert max(map(len, expected.splitlines())) <= 100


def test_case_does_not_matter(capsys):
    assert run(capsys, "explain", "m05") == run(capsys, "explain", "M05")


def test_all_codes_are_listed(capsys):
    code, out, _ = run(capsys, "explain")
    assert code == 0
    assert out.splitlines() == [f"{one.code}  {one.title}" for one in catalogue.entries()]


def test_an_unknown_code(capsys):
    message = "matgrad: there is no code M99; matgrad explain lists all of them\n"
    assert run(capsys, "explain", "M99") == (2, "", message)


# --- usage -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "matgrad: error: the following arguments are required: COMMAND"),
        (["check"], "matgrad check: error: the following arguments are required: FILE"),
    ],
)
def test_usage_errors_end_with_code_2(capsys, arguments, message):
    with pytest.raises(SystemExit) as stopped:
        command_line.main(arguments)
    assert stopped.value.code == 2
    assert capsys.readouterr().err.splitlines()[-1] == message


def test_the_version(capsys):
    with pytest.raises(SystemExit) as stopped:
        command_line.main(["--version"])
    assert stopped.value.code == 0
    assert capsys.readouterr().out == f"matgrad {__version__}\n"


def test_the_command_is_installed_under_its_name():
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    module, _, function = scripts["matgrad"].partition(":")
    assert getattr(sys.modules[module], function) is command_line.main


# --- the terminal ----------------------------------------------------------------------------------------------------


class Stream(io.StringIO):
    """A stream that may be a terminal."""

    def __init__(self, terminal):
        super().__init__()
        self.terminal = terminal

    def isatty(self):
        """Whether it is one."""
        return self.terminal


@pytest.mark.parametrize(
    ("terminal", "variables", "refused", "expected"),
    [
        (True, {}, False, True),
        (False, {}, False, False),
        (True, {"NO_COLOR": "1"}, False, False),
        (True, {"NO_COLOR": ""}, False, True),
        (True, {"TERM": "dumb"}, False, False),
        (True, {}, True, False),
    ],
)
def test_colour_only_on_a_terminal_that_wants_it(monkeypatch, terminal, variables, refused, expected):
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert output.wants_color(Stream(terminal), refused) is expected


def test_a_terminal_without_unicode_gets_ascii(file):
    variables = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "matgrad"]
    done = subprocess.run([*command, "check", file(WRONG)], capture_output=True, env=variables)
    assert done.returncode == 1
    assert done.stdout.decode("ascii") == f"{text(derivation.check(**parse(WRONG)), ascii_only=True)}\n"
    assert subprocess.run([*command, "check", "-h"], capture_output=True, env=variables).returncode == 0
