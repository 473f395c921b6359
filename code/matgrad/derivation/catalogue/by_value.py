"""Mistakes that only the value shows: the shapes agree, the two sides do not."""

from __future__ import annotations

from .by_shape import LEAST_SQUARES, OBJECTIVE
from .model import Entry, Example, Section

ENTRIES = (
    Entry(
        code="M08",
        title="lost factor",
        what="A numerical factor, mostly a 2 or a one half, has disappeared, appeared or turned over.",
        example=Example({"lines": [OBJECTIVE, "= (Ax - b)ᵀ(Ax - b)"], "shapes": LEAST_SQUARES, "wrt": "x"}, 2),
        why="The one half is there to cancel a 2 that comes later, and it is cancelled too early, too late or twice.",
        repair="Carry the factor through every line until the 2 that cancels it has been written down.",
        right=(OBJECTIVE, "= 1/2 (Ax - b)ᵀ(Ax - b)"),
        section=Section("1-wrong-expansion", "Common mistakes"),
        see=("M09", "M18"),
    ),
    Entry(
        code="M09",
        title="wrong sign",
        what="One term has the wrong sign.",
        example=Example({"lines": ["||Ax - b||^2", "= xᵀAᵀAx - 2bᵀAx - bᵀb"], "shapes": LEAST_SQUARES, "wrt": "x"}, 2),
        why=(
            "A minus in front of a bracket reached only its first term; or minus times minus stayed minus, as in "
            "the last term of a square."
        ),
        repair="Multiply the signs of the two factors for each term: `(-b)ᵀ(-b) = bᵀb`.",
        right=("||Ax - b||^2", "= xᵀAᵀAx - 2bᵀAx + bᵀb"),
        section=Section("1-wrong-expansion", "The correct expansion"),
        see=("M08", "M18"),
    ),
    Entry(
        code="M10",
        title="lost variable or inner derivative",
        what=(
            "A symbol is missing from a term: the inner derivative of the chain rule, or a factor that "
            "differentiation leaves in place."
        ),
        example=Example(
            {
                "lines": ["f(x) = 1/2 ||Ax - b||^2 + λ/2 ||x||^2", "∇f(x) = Aᵀ(Ax - b) + λ"],
                "shapes": LEAST_SQUARES + ", λ: scalar",
                "wrt": "x",
            },
            2,
        ),
        why=(
            "The derivative of a square takes away one of two factors, and the other one goes with it. Or the outer "
            "function was differentiated and the inner one forgotten."
        ),
        repair=(
            "One factor of `xᵀx` stays: its gradient is `2x`. In a composition the inner derivative has to appear "
            "once: with `g(x) = f(Ax)`, `∇g(x) = Aᵀ∇f(Ax)`."
        ),
        right=("f(x) = 1/2 ||Ax - b||^2 + λ/2 ||x||^2", "∇f(x) = Aᵀ(Ax - b) + λx"),
        section=Section("2-chain-rule", "The chain rule"),
        see=("M03", "M05", "M18"),
    ),
    Entry(
        code="M15",
        title="singular inverse",
        what=(
            "The matrix is square, but at the sizes on the page it has no inverse on this side, so what would "
            "follow from the inverse does not. A matrix with more rows than columns has inverses from the left "
            "only."
        ),
        example=Example({"lines": ["P = (AᵀA)⁻¹Aᵀ", "PA = I", "AP = I"], "shapes": "A: m×n, m > n"}, 3),
        why=(
            "For square matrices an inverse from the left is one from the right as well. For tall ones it is not: "
            "`A(AᵀA)⁻¹Aᵀ` projects onto the columns of `A`."
        ),
        repair="Ask for each inverse which sizes allow it: `AᵀA` needs m ≥ n, `AAᵀ` needs m ≤ n.",
        right=("P = (AᵀA)⁻¹Aᵀ", "PA = I"),
        section=Section("further/5-using-the-gradient", "What the pseudoinverse is"),
        see=("M14", "M16"),
    ),
    Entry(
        code="M16",
        title="true only under an assumption",
        what=(
            "The line is true for symmetric matrices, or for others with a property of their own, and nothing on "
            "the page says that the matrix is one of them."
        ),
        example=Example({"lines": ["f(x) = xᵀQx", "∇f(x) = 2Qx"], "shapes": "Q: n×n, x: n", "wrt": "x"}, 2),
        why="Most quadratic forms in texts have a symmetric matrix, and the formula is remembered without it.",
        repair="State the assumption before the line, or write what holds in general: `∇(xᵀQx) = (Q + Qᵀ)x`.",
        right=("f(x) = xᵀQx", "∇f(x) = (Q + Qᵀ)x"),
        section=Section("3-index-notation", "The quadratic form, and why $M + M^\\top$"),
        see=("M07", "M11"),
    ),
    Entry(
        code="M18",
        title="dropped or double-counted term",
        what="A term of a sum is missing, or it was counted twice.",
        example=Example(
            {
                "lines": ["||Ax - b||^2", "= xᵀAᵀAx - xᵀAᵀb - bᵀAx + bᵀb", "= xᵀAᵀAx - xᵀAᵀb - bᵀAx"],
                "shapes": LEAST_SQUARES,
                "wrt": "x",
            },
            3,
        ),
        why=(
            "A constant term is left out early, because its derivative will be zero. Or the two equal cross terms are "
            "collected to a 2, and one of them stays as well."
        ),
        repair=(
            "Multiply out every pair of terms, one line for all four of them, and collect in the next line. Leave a "
            "constant out when you differentiate, not before."
        ),
        right=("||Ax - b||^2", "= xᵀAᵀAx - xᵀAᵀb - bᵀAx + bᵀb", "= xᵀAᵀAx - 2bᵀAx + bᵀb"),
        section=Section("1-wrong-expansion", "Why the two cross terms are equal"),
        see=("M08", "M09"),
    ),
    Entry(
        code="M20",
        title="value differs",
        what=(
            "The shapes agree, but the two sides are not equal: there are matrices and vectors for which they "
            "differ. No single small change makes the line right."
        ),
        example=Example({"lines": ["||Ax - b||^2", "= xᵀx - ||A||^2 bᵀb"], "shapes": LEAST_SQUARES, "wrt": "x"}, 2),
        why=(
            "Several slips met in one step, or the step used a rule that does not exist, such as a norm of a "
            "product split into norms."
        ),
        repair=(
            "Split the step into smaller ones and check each. Put numbers in: a 3 × 2 matrix shows at once on which "
            "line the value changes."
        ),
        right=("||Ax - b||^2", "= xᵀAᵀAx - 2bᵀAx + bᵀb"),
        section=Section("4-numerical-check", "How wrong formulas pass"),
        see=("M08", "M09", "M18"),
    ),
)
