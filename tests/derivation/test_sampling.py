"""Points: arrays with the structure that is assumed, sizes that keep special cases away."""

import numpy as np
import pytest

from matgrad.derivation.arithmetic import PRIMES, Floating, Modular
from matgrad.derivation.declare import parse_shapes
from matgrad.derivation.limits import Undecidable
from matgrad.derivation.sampling import STRUCTURES, Point, size_assignments

SHAPES, _ = parse_shapes("Q: n×n, U: m×n, x: n, u: 1×n, c: scalar")


def drawn(name, kind, reflect=False, field=None):
    """Return a random array of the given structure."""
    sizes = {"m": 5, "n": 4}
    shape = {"Q": (4, 4), "U": (5, 4), "x": (4, 1), "u": (1, 4), "c": (1, 1)}[name]
    return np.array(Point("key", sizes, SHAPES, {name: (kind,)}, reflect).value(name, shape, field or Floating())[0])


LAWS = [
    ("Q", "symmetric", lambda q: q - q.T),
    ("Q", "skew-symmetric", lambda q: q + q.T),
    ("Q", "diagonal", lambda q: q - np.diag(np.diag(q))),
    ("Q", "upper triangular", lambda q: np.tril(q, -1)),
    ("Q", "lower triangular", lambda q: np.triu(q, 1)),
    ("Q", "positive definite", lambda q: np.minimum(np.linalg.eigvalsh(q), 0)),
    ("Q", "orthogonal", lambda q: q.T @ q - np.eye(4)),
    ("Q", "projection", lambda q: np.stack([q @ q - q, q - q.T])),
    ("U", "orthonormal columns", lambda u: u.T @ u - np.eye(4)),
    ("x", "unit", lambda x: x.T @ x - 1),
    ("u", "unit", lambda u: u @ u.T - 1),
    ("c", "positive", lambda c: np.minimum(c, 0)),
]


@pytest.mark.parametrize(("name", "kind", "law"), LAWS)
def test_structures_hold(name, kind, law):
    array = drawn(name, kind)
    np.testing.assert_allclose(law(array), np.zeros_like(law(array)), atol=1e-9)
    assert np.any(array)


def test_every_structure_has_a_law():
    assert {kind for _, kind, _ in LAWS} == set(STRUCTURES)


def test_orthogonal_matrices_have_both_determinants():
    signs = {round(np.linalg.det(drawn("Q", "orthogonal", reflect))) for reflect in (False, True)}
    assert signs == {1, -1}


def test_structures_hold_modulo_a_prime():
    q = drawn("Q", "orthogonal", field=Modular(PRIMES[0])).astype(object)
    assert ((q.T @ q - np.eye(4, dtype=int)) % PRIMES[0] == 0).all()


def test_the_point_depends_on_its_key_only():
    one, same, other = (Point(key, {"n": 4}, SHAPES, {}).value("x", (4, 1), Floating()) for key in ("a", "a", "b"))
    assert one == same != other


@pytest.mark.parametrize("letters", [["n"], ["m", "n"], ["k", "m", "n"], ["k", "m", "n", "p"], list("abcdef")])
@pytest.mark.parametrize("degree", [0, 2, 4, 9])
def test_sizes_are_different_in_both_orders_and_parities(letters, degree):
    found = size_assignments(letters, degree, (), {})
    assert len(found) == 2
    for sizes in found:
        assert len(set(sizes.values())) == len(letters)
        assert min(sizes.values()) >= min(max(2, degree), 3)
    for letter in letters:
        assert found[0][letter] % 2 != found[1][letter] % 2 or len(letters) % 2 == 0
    if len(letters) > 1:
        first, last = letters[0], letters[-1]
        assert (found[0][first] > found[0][last]) != (found[1][first] > found[1][last])


@pytest.mark.parametrize(
    "facts",
    [
        (("m", "≥", "n"),),
        (("m", "<", "n"),),
        (("n", "≤", "m"), ("m", "≤", "p")),
        (("m", "=", "n"),),
        (("n", ">", "3"),),
    ],
)
def test_declared_facts_hold(facts):
    compare = {"≥": int.__ge__, "<": int.__lt__, "≤": int.__le__, "=": int.__eq__, ">": int.__gt__}
    for sizes in size_assignments(["m", "n", "p"], 2, facts, {}):
        for left, sign, right in facts:
            assert compare[sign](sizes[left], int(right) if right.isdigit() else sizes[right])


def test_facts_that_contradict_each_other_are_named():
    with pytest.raises(Undecidable) as error:
        size_assignments(["m", "n"], 2, (("m", ">", "n"), ("m", "<", "n")), {})
    assert str(error.value) == "no sizes satisfy the declared relations between them"


def test_numeric_indices_ask_for_large_enough_sizes():
    assert all(sizes["n"] >= 5 for sizes in size_assignments(["m", "n"], 2, (), {"n": 5}))
