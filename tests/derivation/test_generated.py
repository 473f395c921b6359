"""The checker on generated derivations: true rewrites, single mutations, four notations, gradients."""

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from matgrad import derivation
from tests.derivation.generators import chains, expressions, is_gradient, objectives
from tests.derivation.mutations import mutated
from tests.derivation.notations import LATEX, NOTATIONS, PLAIN, UNICODE, Notation, printed
from tests.derivation.trees import (
    DECLARED,
    SIZES,
    Inner,
    Inverse,
    Node,
    Product,
    SquaredNorm,
    Sum,
    Symbol,
    Trace,
    Transpose,
    equal,
    evaluate,
    times,
    values,
)

MATHEMATICS = (LATEX, PLAIN, UNICODE)  # in code a product runs strictly from left to right
GOOD = {"given", "follows", "conditional"}
LETTER_OF_SIZE = {size: letter for letter, size in SIZES.items()} | {1: 1}
QUIET = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
usual = settings(max_examples=300, deadline=None, database=None, derandomize=True, suppress_health_check=QUIET)
thorough = settings(max_examples=10_000, deadline=None, database=None, suppress_health_check=QUIET)


def lines(chain: list[Node], notation: Notation) -> list[str]:
    """The chain as a derivation: an expression, then lines that begin with an equals sign."""
    first, *rest = (printed(tree, notation) for tree in chain)
    return [first, *(f"= {text}" for text in rest)]


def verdicts(report: "derivation.Report") -> list[str]:
    return [str(line.verdict) for line in report.lines]


def twice(check: Callable[..., None], **strategies: st.SearchStrategy) -> tuple[Callable, Callable]:
    """The same property as a quick test and as a thorough one."""
    quick = usual(given(**strategies)(check))
    long = pytest.mark.thorough(thorough(given(**strategies)(check)))
    return quick, long


def rewrites_are_never_called_wrong(chain, notation):
    report = derivation.check(lines(chain, notation), DECLARED, explain=False)
    assert set(verdicts(report)) <= GOOD, str(report)


test_rewrites, test_rewrites_thoroughly = twice(
    rewrites_are_never_called_wrong, chain=chains(), notation=st.sampled_from(NOTATIONS)
)


def a_mutation_is_found_exactly_where_the_value_or_a_shape_changes(chain, notation, data):
    options = mutated(chain[-1])
    kind = data.draw(st.sampled_from(sorted(options)))
    mutant = data.draw(st.sampled_from(options[kind]))
    report = derivation.check(lines([*chain, mutant], notation), DECLARED, explain=False)
    expected = None if equal(chain[-1], mutant) else len(chain) + 1
    assert report.first_wrong_line == expected, f"{kind}\n{report}"


test_mutations, test_mutations_thoroughly = twice(
    a_mutation_is_found_exactly_where_the_value_or_a_shape_changes,
    chain=chains(longest=2),
    notation=st.sampled_from(MATHEMATICS),
    data=st.data(),
)


def all_notations_are_read_as_the_same_expression(tree):
    texts = [printed(tree, notation) for notation in NOTATIONS]
    report = derivation.check([" = ".join(texts)], DECLARED)
    assert verdicts(report) == ["follows"], str(report)


test_notations, test_notations_thoroughly = twice(all_notations_are_read_as_the_same_expression, tree=expressions())


A, C, G, b, x = (Symbol(name) for name in "ACGbx")
KINDS = (
    times(Inverse(C), x),
    times(Inverse(C), Transpose(A)),
    Inverse(times(Transpose(C), C)),
    times(A, Inverse(Transpose(C))),
    Transpose(Inverse(C)),
    times(Symbol("lam"), SquaredNorm(Sum((times(A, x), b))), coefficient=Fraction(3, 2)),
    times(Trace(C), A, Inner(x, times(C, x))),
    times(Transpose(times(A, x)), b, coefficient=Fraction(-1, 2)),
    Trace(Sum((C, Inverse(C), Product(Fraction(-2), (Transpose(C),))))),
)


@pytest.mark.parametrize("tree", KINDS)
def test_each_kind_of_node_is_read_alike_in_all_notations(tree):
    all_notations_are_read_as_the_same_expression(tree)


def the_shape_is_that_of_the_oracle(tree, notation, data):
    rows, columns = evaluate(tree, values(1)).shape
    others = [(r, c) for r in (5, 3, 1) for c in (5, 3, 1) if (r, c) != (rows, columns)]
    text = printed(tree, notation)
    for shape, expected in (((rows, columns), None), (data.draw(st.sampled_from(others)), 1)):
        declared = tuple(LETTER_OF_SIZE[size] for size in shape) if shape != (1, 1) else ()
        report = derivation.check([f"U + {text}"], DECLARED | {"U": declared})
        assert report.first_wrong_line == expected, f"U: {declared}\n{report}"


test_shapes, test_shapes_thoroughly = twice(
    the_shape_is_that_of_the_oracle, tree=expressions(), notation=st.sampled_from(MATHEMATICS), data=st.data()
)


def gradient_lines(objective, candidate, notation):
    variable = notation.letters.get(objective.variable, objective.variable)
    left = rf"\nabla f({variable})" if notation is LATEX else f"∇f({variable})"
    return [f"f({variable}) = {printed(objective.function, notation)}", f"{left} = {printed(candidate, notation)}"]


def a_right_gradient_follows(objective, notation):
    report = derivation.check(
        gradient_lines(objective, objective.gradient, notation), DECLARED, wrt=objective.variable, explain=False
    )
    assert verdicts(report) == ["given", "follows"], str(report)


test_gradients, test_gradients_thoroughly = twice(
    a_right_gradient_follows, objective=objectives(), notation=st.sampled_from(NOTATIONS)
)


def a_mutated_gradient_is_wrong_exactly_when_it_is(objective, notation, data):
    options = mutated(objective.gradient)
    assume(options)
    kind = data.draw(st.sampled_from(sorted(options)))
    mutant = data.draw(st.sampled_from(options[kind]))
    report = derivation.check(
        gradient_lines(objective, mutant, notation), DECLARED, wrt=objective.variable, explain=False
    )
    assert report.first_wrong_line == (None if is_gradient(mutant, objective) else 2), f"{kind}\n{report}"


test_wrong_gradients, test_wrong_gradients_thoroughly = twice(
    a_mutated_gradient_is_wrong_exactly_when_it_is,
    objective=objectives(),
    notation=st.sampled_from(MATHEMATICS),
    data=st.data(),
)
