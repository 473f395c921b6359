"""Which lines are the same step: the same form, whatever the spelling; and which are not, although they are equal."""

import pytest

from matgrad.derivation.chain import State
from matgrad.derivation.check import prepared, with_small_symbols
from matgrad.derivation.context import Context
from matgrad.derivation.declare import parse_shapes
from matgrad.derivation.reader import read
from matgrad.grading.derivations import form_of
from matgrad.grading.forms import multiplied_out

DEFINED = ["r = Ax - b", "f(x) = 1/2 ||Ax - b||^2", "g(u) = 1/2 ||u||^2"]

SAME = [
    ("Aᵀ(Ax - b)", "A^T (A x - b)"),
    ("Aᵀ(Ax - b)", r"A^\top \left( A x - b \right)"),
    ("Aᵀ(Ax - b)", "-Aᵀ(b - Ax)"),
    ("Aᵀ(Ax - b)", "Aᵀr"),
    ("Aᵀ(2Ax - 2b)", "2Aᵀ(Ax - b)"),
    ("AᵀAx - Aᵀb", "-Aᵀb + AᵀAx"),
    ("(Ax)ᵀb", "bᵀAx"),
    ("(Ax)ᵀb", "xᵀAᵀb"),
    ("(Ax - b)ᵀ", "xᵀAᵀ - bᵀ"),
    ("1/2 [(Ax)ᵀ(Ax) - 2 bᵀAx + bᵀb]", "1/2 xᵀAᵀAx - bᵀAx + 1/2 bᵀb"),
    ("(Ax - b)ᵀ(Ax - b)", "(b - Ax)ᵀ(b - Ax)"),
    ("(Ax - b)ᵀ(Ax - b)", "rᵀr"),
    ("||Ax - b||^2", "||r||^2"),
    ("||Ax - b||^2", "||b - Ax||^2"),
    ("f(x)", "1/2 ||r||^2"),
    ("g(Ax - b)", "1/2 ||Ax - b||^2"),
    ("dr", "d(Ax - b)"),
    ("rᵀ dr", "(dr)ᵀ r"),
    ("∂f/∂x", "∇f(x)"),
    ("Σ_i (Σ_j A_ij x_j - b_i)^2", "Σ_k (Σ_l A_kl x_l - b_k)^2"),
    ("(Ax)/2", "1/2 Ax"),
    ("3 xᵀx", "xᵀx * 3"),
]
DIFFERENT = [
    ("||r||^2", "rᵀr"),
    ("(Ax - b)ᵀ(Ax - b)", "(Ax)ᵀ(Ax) - (Ax)ᵀb - bᵀ(Ax) + bᵀb"),
    ("(Ax)ᵀ(Ax) - (Ax)ᵀb - bᵀ(Ax) + bᵀb", "(Ax)ᵀ(Ax) - 2 bᵀ(Ax) + bᵀb"),
    ("Aᵀ(Ax - b)", "AᵀAx - Aᵀb"),
    ("Aᵀ(Ax - b)", "Aᵀ(Ax + b)"),
    ("Aᵀ(Ax - b)", "2Aᵀ(Ax - b)"),
    ("AᵀAx", "(xᵀAᵀA)"),
    ("∇f(x)", "Aᵀ(Ax - b)"),
    ("dr", "A dx"),
    ("df", "rᵀ dr"),
    ("Σ_i r_i r_i", "Σ_i b_i r_i"),
    ("xᵀx", "bᵀb"),
]
COARSELY_SAME = [
    ("1/2 xᵀAᵀAx - bᵀAx + 1/2 bᵀb", "1/2 xᵀAᵀAx + bᵀAx + 1/2 bᵀb"),
    ("AᵀAx - Aᵀb", "2AᵀAx - Aᵀb"),
    ("rᵀA dx", "2 rᵀA dx"),
]
COARSELY_DIFFERENT = [
    ("AᵀAx - Aᵀb", "AᵀAx"),
    ("1/2 (Ax - b)ᵀ(Ax - b)", "1/2 xᵀAᵀAx + bᵀAx + 1/2 bᵀb"),
    ("AᵀAx - Aᵀb", "x"),
]


@pytest.fixture(scope="module")
def context():
    shapes, facts = parse_shapes("A: m×n, x: n, b: m")
    plain = with_small_symbols(Context(shapes, {}, facts, "x", None), [*DEFINED, "dr", "A dx", "df"])
    return prepared(State(plain), DEFINED, "").context


def found(text, context, coarse=False):
    (tree,) = read(text, context.known())
    form = form_of(tree.sides[0], context, coarse)
    assert form is not None, f"{text} was not read"
    return form


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_step_have_one_form(context, one, other):
    assert found(one, context) == found(other, context)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_steps_have_different_forms(context, one, other):
    assert found(one, context) != found(other, context)


@pytest.mark.parametrize(("one", "other"), COARSELY_SAME)
def test_a_slip_keeps_the_coarse_form(context, one, other):
    assert found(one, context, coarse=True) == found(other, context, coarse=True)
    assert found(one, context) != found(other, context)


@pytest.mark.parametrize(("one", "other"), COARSELY_DIFFERENT)
def test_another_step_has_another_coarse_form(context, one, other):
    assert found(one, context, coarse=True) != found(other, context, coarse=True)


def test_multiplied_out_a_product_has_the_coarse_form_of_its_terms(context):
    product, terms = found("Aᵀ(Ax - b)", context, coarse=True), found("AᵀAx + Aᵀb", context, coarse=True)
    assert product != terms
    assert multiplied_out(product) == multiplied_out(terms)


def test_what_has_no_meaning_has_no_form(context):
    (tree,) = read("Ax - x", context.known())
    assert form_of(tree.sides[0], context, False) is None
