"""The benchmarks measure what they say: small runs, and the errors of their command line."""

import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from benchmarks import detection, peers, record, scale, site
from benchmarks.problems import KINDS, bugs, make, random_problem
from matgrad.measurements import Table

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("kind", KINDS)
def test_seeded_bugs_differ_from_the_right_gradient(kind):
    p = make(kind, 30, 30, np.random.default_rng(0))
    elsewhere = p.x + np.linalg.norm(p.x) * np.ones(30)
    gradients = bugs(p)
    assert len(gradients) == 8
    right = p.A.T @ (p.A @ elsewhere - p.b)
    for name, gradient in gradients.items():
        assert np.allclose(gradient(elsewhere), right, rtol=1e-9, atol=0) == (name == "correct")


def test_random_problems_are_reproducible_and_of_every_kind():
    first, again = random_problem(5)[0], random_problem(5)[0]
    assert np.array_equal(first.A, again.A)
    assert random_problem(3, np.float32)[0].A.dtype == np.float32


def test_cells_of_the_detection_table():
    problems = [make("N(0, 1)", m, 10, np.random.default_rng(0)) for m in (20, 10)]
    assert detection._cell(peers.ours, problems) == "finds all 12"
    assert detection._cell(lambda *_: False, problems) == "rejects the right one"
    assert detection._cell(lambda *_: True, problems) == "misses all 12"

    def blind_in_the_last_coordinates(p, gradient):
        return bool(np.allclose(gradient(p.x)[:7], p.gradient(p.x)[:7], rtol=1e-9))

    cell = detection._cell(blind_in_the_last_coordinates, problems)
    assert cell == "misses 4: c, d"


def test_scipy_adapter_judges_by_check_grad():
    p = make("N(0, 1)", 6, 3, np.random.default_rng(0))
    assert peers.scipy_relative(p, p.gradient) in (True, False)
    assert not peers.scipy_relative(p, lambda x: 2 * p.gradient(x))
    assert not peers.scipy_absolute(p, lambda x: p.gradient(x) + 1)


def test_evaluations_are_counted():
    f = peers.Counted(lambda x: x @ x)
    p = make("N(0, 1)", 6, 3, np.random.default_rng(0))
    assert peers.ours(p, lambda x: 2 * x, f)
    assert f.calls == 5


def test_the_exact_gradient_of_the_worked_example():
    A, x, b = np.array([[1.0, 0.0], [1.0, 1.0], [0.0, 1.0]]), np.array([0.5, 1.0]), np.array([1.0, 0.0, 2.0])
    assert scale._exact_gradient(A, x, b) == [1.0, 0.5]


def test_newton_errors_are_those_of_rounding():
    errors = scale._newton_errors(100.0, seed=0)
    assert len(errors) == 6
    assert all(1e-17 < error < 1e-11 for error in errors)
    assert errors[0] < errors[1] / 10


def test_rows_of_the_storage_table_are_paired_ratios():
    times = {"read": [0.1, 0.2, 0.4], "formula": [0.2, 0.6, 0.8], "blocks": [0.1, 0.2, 0.3]}
    assert scale._row("name", 320_000_000, times) == ["name", "320 MB", "200 ms", "600 ms", "200 ms", "2.00", "1.00"]


def test_a_kept_table_is_what_the_book_reads(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(record, "FOLDER", tmp_path)
    monkeypatch.setattr(record, "missing", lambda *peers: ["torch"])
    record.keep("topic", "A caption", ["a", "b"], [["x", 1]], ["A note."])
    assert not list(tmp_path.iterdir())
    warning = "Not stored, because the book's tables compare with all peers: torch missing."
    assert warning in capsys.readouterr().out
    monkeypatch.setattr(record, "missing", lambda *peers: [])
    record.keep("topic", "A caption", ["a", "b"], [["x", 1]], ["A note."])
    data = json.loads((tmp_path / "topic.json").read_text(encoding="utf-8"))
    assert set(data) == set(Table.__dataclass_fields__)
    assert data["rows"] == [["x", "1"]]
    assert "A caption" in capsys.readouterr().out


def test_unknown_topic_is_a_sentence():
    command = [sys.executable, "-m", "benchmarks", "speed"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    topics = r"reading, cost, calibration, detection(, \w+)*"
    assert re.fullmatch(rf"There is no topic 'speed'\. Topics: {topics}\.\n", done.stderr)


def test_the_site_is_not_measured_without_lighthouse(monkeypatch, capsys):
    monkeypatch.delenv("LIGHTHOUSE", raising=False)
    monkeypatch.setenv("PATH", "")
    site.run()
    assert capsys.readouterr().err == (
        "Lighthouse was not found, so the site was not measured. Install it (npm install --global lighthouse), or name "
        "its program in the variable LIGHTHOUSE.\n"
    )


def lighthouse_report(performance, first, accessibility=1):
    scores = {"performance": performance, "accessibility": accessibility, "best-practices": 1, "seo": 1}
    times = {
        "first-contentful-paint": first,
        "largest-contentful-paint": 2000,
        "total-blocking-time": 30,
        "total-byte-weight": 1e5,
    }
    return {
        "categories": {name: {"score": score} for name, score in scores.items()},
        "audits": {name: {"numericValue": value} for name, value in times.items()},
    }


def test_reports_of_lighthouse_become_a_row_of_medians():
    reports = [lighthouse_report(0.9, 900), lighthouse_report(0.97, 1100), lighthouse_report(0.95, 1000)]
    assert site._medians(reports) == [95, 100, 100, 100, "1.0 s", "2.0 s", "30 ms", "100 kB"]


def test_a_score_below_the_gate_is_an_error(monkeypatch, tmp_path):
    scores = {"index": 1, "heavy": 0.98}

    def report(program, address, options):
        return lighthouse_report(0.9, 900, scores["heavy" if "4-" in address else "index"])

    monkeypatch.setenv("LIGHTHOUSE", "/bin/true")
    monkeypatch.setattr(site, "find_browser", lambda: "/bin/true")
    monkeypatch.setattr(site, "_report", report)
    monkeypatch.setattr(site, "plain_book", lambda folder: tmp_path)
    monkeypatch.setattr(site, "heaviest_chapter", lambda html: "chapters/4-numerical-check.html")
    monkeypatch.setattr(site.site, "is_current", lambda: True)
    monkeypatch.setattr(record, "FOLDER", tmp_path)
    with pytest.raises(SystemExit) as caught:
        site.run()
    assert str(caught.value) == (
        "Accessibility, best practices or search engines below 100: this book, heaviest chapter, mobile; "
        "this book, heaviest chapter, desktop."
    )
    assert json.loads((tmp_path / "site.json").read_text(encoding="utf-8"))["rows"][0][0] == "this book"


def test_the_plain_book_has_jupyter_book_s_own_settings():
    settings = site.plain_settings()
    extensions = settings["sphinx"]["extra_extensions"]
    assert "matgrad.book.interactive" in extensions
    assert not {"matgrad.book.formulas", "matgrad.book.style_sheet", "matgrad.book.lean"} & set(extensions)
    assert "html_theme_options" not in settings["sphinx"]["config"]
