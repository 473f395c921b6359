"""The transpose figure against NumPy: its numbers, its sums, its marks and its keys."""

import re
from collections import deque

import numpy as np
import pytest
from bs4 import BeautifulSoup

from tests.web.expected import CASES, B
from tests.web.javascript import evaluate

A = CASES["well"].A
PLACES = [[2, 1], [-3, 3], [0, 0], [1, -2]]
ENTRIES = (
    [f"A-{i}-{j}" for i in (1, 2, 3) for j in (1, 2)]
    + [f"At-{j}-{i}" for j in (1, 2) for i in (1, 2, 3)]
    + [f"{block}-{i}" for block in ("Ax", "b", "r", "back") for i in (1, 2, 3)]
    + [f"{block}-{j}" for block in ("x", "gradient") for j in (1, 2)]
)


def arrays(x):
    r = A @ x - B
    return {"A": A, "At": A.T, "x": np.array(x), "Ax": A @ x, "b": B, "r": r, "back": r, "gradient": A.T @ r}


def entry_of(values, entry):
    block, *indices = entry.split("-")
    return values[block][tuple(int(index) - 1 for index in indices)]


def value_of_sum(text):
    """The value of a written sum of products such as 1·(−1) + 0·2."""
    terms = text.replace("−", "-").replace("(", "").replace(")", "").split(" + ")
    return sum(np.prod([float(factor) for factor in term.split("·")]) for term in terms)


@pytest.fixture(scope="module")
def told():
    """Value and sentence of every entry at several places."""
    return evaluate(
        "transpose-model transpose-words",
        "places.map(x => Object.fromEntries(entries.map(e => [e, [valueOf(x, e), describe(x, e)]])))",
        places=PLACES,
        entries=ENTRIES,
    )


def test_every_number(told):
    for x, entries in zip(PLACES, told, strict=True):
        values = arrays(x)
        assert {entry: value for entry, (value, _) in entries.items()} == {
            entry: entry_of(values, entry) for entry in ENTRIES
        }


def test_every_written_sum_is_the_sum_of_its_row_or_column_and_comes_out_right(told):
    pattern = re.compile(r"Entry (\d) of (Ax|Aᵀr) = (row|column) (\d) of A times [xr] = ([^=]*) = ([^=.]*)\.")
    for x, entries in zip(PLACES, told, strict=True):
        values = arrays(x)
        for block, name, line, matrix, vector in [
            ("Ax", "Ax", "row", A, values["x"]),
            ("gradient", "Aᵀr", "column", A.T, values["r"]),
        ]:
            for k, total in enumerate(values[block]):
                found = pattern.match(entries[f"{block}-{k + 1}"][1])
                assert found.group(1, 2, 3, 4) == (str(k + 1), name, line, str(k + 1))
                assert value_of_sum(found[5]) == total == float(found[6].replace("−", "-"))
                written = [
                    float(number.strip("()").replace("−", "-"))
                    for term in found[5].split(" + ")
                    for number in term.split("·")
                ]
                assert written == [number for pair in zip(matrix[k], vector, strict=True) for number in pair]


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        (
            "gradient-2",
            "Entry 2 of Aᵀr = column 2 of A times r = 0·1 + 1·3 + 1·(−1) = 2. Column 2 of A is row 2 of Aᵀ.",
        ),
        ("Ax-2", "Entry 2 of Ax = row 2 of A times x = 1·2 + 1·1 = 3."),
        ("r-3", "Entry 3 of r = entry 3 of Ax minus entry 3 of b = 1 − 2 = −1."),
        ("b-3", "b₃ = 2 is subtracted from entry 3 of Ax, which leaves r₃ = −1."),
        ("x-1", "x₁ = 2 goes forward through column 1 of A: it adds 2 times (1, 1, 0) to Ax."),
        ("back-3", "r₃ = −1 goes back through row 3 of A, which is column 3 of Aᵀ: it adds (−1) times (0, 1) to Aᵀr."),
        (
            "A-2-1",
            "Entry a₂₁ = 1 of A is entry (1, 2) of Aᵀ. "
            "Forward it carries x₁ into entry 2 of Ax; back it carries r₂ into entry 1 of Aᵀr.",
        ),
    ],
)
def test_sentences(entry, sentence, told):
    assert told[0][entry][1] == sentence


def test_an_entry_of_a_and_its_mirror_in_the_transpose_say_the_same(told):
    for i in (1, 2, 3):
        for j in (1, 2):
            assert told[1][f"A-{i}-{j}"] == told[1][f"At-{j}-{i}"]


def test_text_alternatives():
    forward, back, ways = evaluate(
        "transpose-words", "[equationText([2, 1], 'forward'), equationText([2, 1], 'back'), waysText([2, 1])]"
    )
    assert forward == "Forward: A times x = (2, 1) is Ax = (2, 3, 1); less b = (1, 0, 2) it is r = (1, 3, −1)."
    assert back == "Back: Aᵀ times r = (1, 3, −1) is Aᵀr = (4, 2)."
    assert ways.endswith("less b, this is r = (1, 3, −1). Back along the same lines, r becomes Aᵀr = (4, 2).")


def test_marked_parts_are_what_the_sum_is_made_of():
    """The marked factors, multiplied in pairs, give the marked sum; what is marked as mirror has equal numbers."""
    marked = dict(
        zip(ENTRIES, evaluate("transpose-model", "entries.map(e => [...marks(e)])", entries=ENTRIES), strict=True)
    )
    values = arrays([1, -2])
    for entry, pairs in marked.items():
        roles = dict(pairs)
        assert roles[entry] == "chosen"
        parts = {other for other, role in roles.items() if role == "part"}
        mirrors = {other for other, role in roles.items() if role == "mirror"}
        if entry.startswith("Ax-"):
            i = entry[-1]
            assert parts == {f"A-{i}-1", f"A-{i}-2", "x-1", "x-2"}
            assert sum(values["A"][int(i) - 1, j] * values["x"][j] for j in (0, 1)) == entry_of(values, entry)
        if entry.startswith("gradient-"):
            j = entry[-1]
            assert parts == {f"At-{j}-{i}" for i in (1, 2, 3)} | {f"back-{i}" for i in (1, 2, 3)}
            assert mirrors == {f"A-{i}-{j}" for i in (1, 2, 3)}
        if entry.startswith("A-"):
            _, i, j = entry.split("-")
            assert (parts, mirrors) == ({f"x-{j}", f"Ax-{i}", f"back-{i}", f"gradient-{j}"}, {f"At-{j}-{i}"})
        if entry.startswith("r-"):
            assert parts == {f"Ax-{entry[-1]}", f"b-{entry[-1]}"}


@pytest.mark.parametrize("equation", ["forward", "back"])
def test_the_keys_lead_from_every_entry_to_every_other(equation):
    cells, ways = evaluate(
        "transpose-picture transpose-keys",
        "(cells => [cells, cells.map(c => ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'a']"
        ".map(key => neighbour(cells, c.entry, key) ?? null))])(layout(equation).flatMap(item => item.cells ?? []))",
        equation=equation,
    )
    names = [cell["entry"] for cell in cells]
    places = {cell["entry"]: cell["at"] for cell in cells}
    steps = dict(zip(names, ways, strict=True))
    for start in names:
        seen, queue = {start}, deque([start])
        while queue:
            for following in steps[queue.popleft()][:4]:
                if following and following not in seen:
                    seen.add(following)
                    queue.append(following)
        assert seen == set(names)
    for name, (left, right, up, down, first, last, other) in steps.items():
        assert left is None or places[left][0] < places[name][0]
        assert right is None or places[right][0] > places[name][0]
        assert up is None or places[up][1] < places[name][1]
        assert down is None or places[down][1] > places[name][1]
        assert (first, last, other) == (names[0], names[-1], None)


def test_arrows_stay_in_their_row_and_column():
    cells = "layout('forward').flatMap(item => item.cells ?? [])"
    keys = [
        ("A-1-1", "ArrowRight", "A-1-2"),
        ("A-1-2", "ArrowDown", "A-2-2"),
        ("Ax-3", "ArrowRight", "b-3"),
        ("r-1", "ArrowLeft", "b-1"),
    ]
    for entry, key, reached in keys:
        told = evaluate("transpose-picture transpose-keys", f"neighbour({cells}, entry, key)", entry=entry, key=key)
        assert told == reached


@pytest.mark.parametrize(
    ("entry", "back", "forward"),
    [
        ("gradient-2", {"A-1-2", "A-2-2", "A-3-2"}, set()),
        ("Ax-3", set(), {"A-3-1", "A-3-2"}),
        ("A-2-1", {"A-2-1"}, {"A-2-1"}),
    ],
)
def test_the_ways_in_use_are_drawn_in_their_direction(entry, back, forward):
    soup = BeautifulSoup(evaluate("transpose-picture", "waysPicture([2, 1], entry)", entry=entry), "html.parser")
    heads = soup.select(".edge.head")
    for way, expected in {"back": back, "forward": forward}.items():
        drawn = [head for head in heads if way in head["class"]]
        assert {head.parent["data-entry"] for head in drawn} == expected
        for head in drawn:
            tip = float(re.search(r"M([\d.]+)", head["d"])[1])
            assert (tip < 180) == (way == "back")
