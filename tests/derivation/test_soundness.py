"""Attacks on the exactness of the checker: nothing false or undecidable is ever judged `follows`."""

import itertools
import re

import pytest

from matgrad import derivation

PRIME = 2**61 - 1
SECOND_PRIMES = (2**31 - 1, 2**61 - 1, 2**89 - 1, 10**9 + 7, 2**64 - 59)


def verdict(lines, shapes, **options):
    """The verdict of the last line."""
    return str(derivation.check(lines, shapes, **options).lines[-1].verdict)


def never_follows(lines, shapes, **options):
    report = derivation.check(lines, shapes, **options)
    assert str(report.lines[-1].verdict) not in {"follows", "given", "conditional"}, str(report)


# A polynomial that vanishes at every point seen before


@pytest.mark.parametrize("count", [1, 2, 5])
def test_a_product_of_earlier_values_does_not_help(count):
    """The values of xᵀx in earlier runs cannot be used: the points depend on the whole input."""
    known = range(1, count + 1)
    factors = " ".join(f"(x^T x - {value})" for value in known)
    never_follows(["x^T x", f"= x^T x + {factors}"], {"x": ("n",)})


def test_the_evidence_of_one_run_cannot_be_aimed_at():
    """Numbers printed by the checker are put into the next input, again and again."""
    line = "= x^T x"
    for _ in range(3):
        report = derivation.check(["x^T x", line], {"x": ("n",)})
        numbers = {int(number) for number in re.findall(r"(?<!\d)\d{6,19}(?!\d)", report.to_json())}
        line += "".join(f" + 0 (x^T x - {number})" for number in sorted(numbers)[:3])
        attack = "".join(f" (x^T x - {number})" for number in sorted(numbers)[:3]) or " (x^T x - 1)"
        never_follows(["x^T x", f"= x^T x +{attack}"], {"x": ("n",)})


def test_the_same_input_gives_the_same_report_and_a_seed_changes_the_points_only():
    lines = ["||A x||^2", "= x^T A^T A x"]
    shapes = {"A": ("m", "n"), "x": ("n",)}
    assert derivation.check(lines, shapes).to_json() == derivation.check(lines, shapes).to_json()
    assert verdict(lines, shapes, seed=b"secret") == verdict(lines, shapes, seed=b"another") == "follows"


# Coefficients chosen to vanish modulo a prime


@pytest.mark.parametrize("prime", SECOND_PRIMES)
def test_a_multiple_of_a_prime_is_not_zero(prime):
    never_follows(["x^T x", f"= x^T x + {prime} x^T y"], {"x": ("n",), "y": ("n",)})


@pytest.mark.parametrize(("first", "second"), list(itertools.combinations(SECOND_PRIMES, 2)))
def test_a_multiple_of_two_primes_is_not_zero(first, second):
    never_follows(["x^T x", f"= x^T x + {first * second} x^T y"], {"x": ("n",), "y": ("n",)})


def test_a_multiple_of_a_prime_built_from_small_numbers_is_not_zero():
    """2⁶¹ − 1 without any long literal."""
    never_follows(["x^T x", "= x^T x + (2^61 - 1) x^T y"], {"x": ("n",), "y": ("n",)})
    never_follows(["x^T x", "= x^T x + (2^31 2^30 - 1) x^T y"], {"x": ("n",), "y": ("n",)})


def test_a_fraction_with_the_prime_below_is_not_a_crash():
    report = derivation.check(["x^T x", f"= x^T x / {PRIME}"], {"x": ("n",)})
    assert str(report.lines[-1].verdict) not in {"follows", "given"}


def test_fermat_s_little_theorem_does_not_apply_to_real_numbers():
    never_follows(["t", f"= t^{{{PRIME}}}"], {"t": ()})


# Identities of small or special sizes


@pytest.mark.parametrize(
    ("lines", "shapes"),
    [
        ([r"\det(-A)", r"= -\det A"], {"A": ("n", "n")}),
        ([r"\det(-A)", r"= \det A"], {"A": ("n", "n")}),
        (["A B", "= B A"], {"A": ("n", "n"), "B": ("n", "n")}),
        (["A^2 - tr(A) A + det(A) I", "= 0"], {"A": ("n", "n")}),
        (["(A B - B A)^2 C", "= C (A B - B A)^2"], {"A": ("n", "n"), "B": ("n", "n"), "C": ("n", "n")}),
        (["A^3 - tr(A) A^2 + 1/2 (tr(A)^2 - tr(A^2)) A - det(A) I", "= 0 A"], {"A": ("n", "n")}),
        (["x y^T", "= y x^T"], {"x": ("n",), "y": ("n",)}),
        (["A^T", "= A"], {"A": ("n", "n")}),
        (["tr(A B C)", "= tr(A C B)"], {"A": ("n", "n"), "B": ("n", "n"), "C": ("n", "n")}),
        (["det(A + B)", "= det(A) + det(B)"], {"A": ("n", "n"), "B": ("n", "n")}),
        (["A (A^T A)^{-1} A^T", "= I"], {"A": ("m", "n")}),
        (["x", "= y"], {"x": ("n",), "y": ("n",)}),
    ],
)
def test_what_holds_for_special_sizes_only_does_not_follow(lines, shapes):
    never_follows(lines, shapes)


def standard_identity(degree: int) -> str:
    """The alternating sum of the products of all orders of the letters; zero for n×n where 2n ≤ degree."""
    letters = "ABCDEFGH"[:degree]
    terms = []
    for order in itertools.permutations(range(degree)):
        inversions = sum(order[i] > order[j] for i in range(degree) for j in range(i + 1, degree))
        terms.append(("- " if inversions % 2 else "+ ") + " ".join(letters[index] for index in order))
    return " ".join(terms).removeprefix("+ ")


@pytest.mark.parametrize("degree", [2, 4])
def test_the_standard_identity_of_small_matrices_does_not_follow(degree):
    shapes = dict.fromkeys("ABCDEFGH"[:degree], ("n", "n")) | {"Z": ("n", "n")}
    never_follows([f"Z + {standard_identity(degree)}", "= Z"], shapes)


def test_sizes_of_the_two_sides_of_a_matrix_are_never_equal_by_chance():
    never_follows(["A^T x"], {"A": ("m", "n"), "x": ("n",)})
    never_follows(["A A^T x", "= A^T A x"], {"A": ("m", "n"), "x": ("n",)})


# Real arithmetic: what no arithmetic modulo a prime can decide


def test_an_orthogonal_matrix_may_have_determinant_minus_one():
    assert verdict([r"\det(Q)^2", "= 1"], {"Q": ("n", "n")}, assume={"Q": "orthogonal"}) == "follows"
    never_follows([r"\det(Q)", "= 1"], {"Q": ("n", "n")}, assume={"Q": "orthogonal"})


def test_a_stated_orthogonality_does_not_give_determinant_one():
    never_follows(["Q^T Q = I", r"\implies \det Q = 1"], {"Q": ("n", "n")})


def test_a_zero_norm_is_not_decided_modulo_a_prime():
    report = derivation.check([r"\|r\|^2 = 0", r"\implies r = 0"], {"r": ("n",)})
    assert str(report.lines[-1].verdict) == "undecided", str(report)


@pytest.mark.parametrize(
    ("lines", "shapes"),
    [
        (["|t|", "= t"], {"t": ()}),
        ([r"\sqrt{t^2}", "= t"], {"t": ()}),
        ([r"\|x\|", r"= x^T x"], {"x": ("n",)}),
        ([r"\|x + y\|", r"= \|x\| + \|y\|"], {"x": ("n",), "y": ("n",)}),
        (["exp(s + t)", "= exp(s) + exp(t)"], {"s": (), "t": ()}),
        (["log(s t)", "= log(s) log(t)"], {"s": (), "t": ()}),
        (["exp(t)", "= 1 + t + t^2/2 + t^3/6 + t^4/24 + t^5/120"], {"t": ()}),
        ([r"\sigma(t)", r"= \frac12 + \frac{t}{4} - \frac{t^3}{48}"], {"t": ()}),
    ],
)
def test_functions_of_real_numbers_are_not_mistaken(lines, shapes):
    never_follows(lines, shapes)


@pytest.mark.parametrize(
    ("lines", "shapes"),
    [
        ([r"\sqrt{t^2}", "= |t|"], {"t": ()}),
        ([r"\|x\|^2", r"= x^T x"], {"x": ("n",)}),
        (["exp(s + t)", "= exp(s) exp(t)"], {"s": (), "t": ()}),
        ([r"\|t x\|", r"= |t| \|x\|"], {"x": ("n",), "t": ()}),
    ],
)
def test_what_holds_for_all_real_numbers_follows(lines, shapes):
    assert verdict(lines, shapes) == "follows"


# Arbitrary functions


@pytest.mark.parametrize("degree", [1, 2, 3, 5])
def test_an_arbitrary_function_is_not_a_polynomial(degree):
    """No Taylor polynomial of the function that the checker draws for f is f."""
    terms = " + ".join(f"{k} t^{{{k}}}" for k in range(1, degree + 1))
    never_follows(["g(t) = f(t)", f"g(t) = f(0) + {terms}"], {"t": ()}, wrt="t")


@pytest.mark.parametrize(
    "lines",
    [
        ["g(x) = f(A x)", r"\nabla g(x) = A^T A x"],
        ["g(x) = f(A x)", r"\nabla g(x) = \nabla f(A x)"],
        ["g(x) = f(A x)", r"\nabla g(x) = A^T \nabla f(x)"],
        ["g(x) = f(A x) + f(B x)", r"\nabla g(x) = (A + B)^T \nabla f(A x)"],
        ["g(x) = f(A x)", r"\nabla^2 g(x) = A^T A"],
        ["g(x) = f(A x)", r"g(x + y) = f(A x) + f(A y)"],
        ["g(x) = f(A x)", r"g(x + y) = f(A x) + \nabla f(A x)^T A y"],
        ["g(x) = f(A x)", r"g(-x) = f(A x)"],
        ["g(x) = f(A x)", r"g(2 x) = 2 f(A x)"],
    ],
)
def test_what_holds_for_some_functions_only_does_not_follow(lines):
    never_follows(lines, {"A": ("m", "n"), "B": ("m", "n"), "x": ("n",), "y": ("n",)}, wrt="x")


@pytest.mark.parametrize(
    "lines",
    [
        ["g(x) = f(A x)", r"\nabla g(x) = A^T \nabla f(A x)"],
        ["g(x) = f(A x) + f(B x)", r"\nabla g(x) = A^T \nabla f(A x) + B^T \nabla f(B x)"],
        ["g(x) = f(A x)", r"\nabla^2 g(x) = A^T \nabla^2 f(A x) A"],
        ["g(x) = f(A x)", r"\nabla^2 g(x) = (\nabla^2 g(x))^T"],
        ["g(x) = f(A x)", r"g(x + y) = f(A x + A y) = f(A (y + x))"],
    ],
)
def test_what_holds_for_every_smooth_function_follows(lines):
    assert verdict(lines, {"A": ("m", "n"), "B": ("m", "n"), "x": ("n",), "y": ("n",)}, wrt="x") == "follows"


# A false hypothesis proves nothing, a circle proves nothing


def test_a_hypothesis_is_shown_as_one():
    report = derivation.check(["x = 2 x", "A x = A A x"], {"A": ("n", "n"), "x": ("n",)})
    assert "follows" not in [str(line.verdict) for line in report.lines], str(report)


def test_a_contradiction_does_not_prove_everything():
    report = derivation.check(["t = 1", "t = 2", "x = y"], {"t": (), "x": ("n",), "y": ("n",)})
    assert str(report.lines[1].verdict) != "follows", str(report)
    assert str(report.lines[2].verdict) != "follows", str(report)


def test_saying_the_same_does_not_reach_the_goal():
    report = derivation.check(
        [r"f(x) = 1/2 ||A x - b||^2", r"\nabla f(x) = \nabla f(x)"],
        {"A": ("m", "n"), "x": ("n",), "b": ("m",)},
        goal="A^T (A x - b)",
    )
    assert not report.goal_reached
    assert not report.ok
