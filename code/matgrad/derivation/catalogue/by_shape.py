"""Mistakes that the shapes alone show."""

from __future__ import annotations

from .model import Entry, Example, Section

LEAST_SQUARES = "A: m×n, x: n, b: m"
OBJECTIVE = "f(x) = 1/2 ||Ax - b||^2"

ENTRIES = (
    Entry(
        code="M01",
        title="square of a vector",
        what=(
            "A column has no square. `r^2` means `r r`, and a column (m × 1) times a column (m × 1) is not "
            "conformable unless m is 1."
        ),
        example=Example(
            {"lines": [OBJECTIVE, "= 1/2 (Ax - b)^2", "= 1/2 (Ax - b)(Ax - b)"], "shapes": LEAST_SQUARES, "wrt": "x"}, 2
        ),
        why=(
            "For a number, the squared length is the square. The norm of a column covers a sum of squares, and the "
            "sum is lost when the bars become brackets."
        ),
        repair="Write the squared norm as a row times a column: `||r||^2 = rᵀr`.",
        right=(OBJECTIVE, "= 1/2 (Ax - b)ᵀ(Ax - b)"),
        section=Section("1-wrong-expansion", "Lines 2 and 3: the square of a column"),
        see=("M02", "M05"),
        symbols="r: m, x: n",
    ),
    Entry(
        code="M02",
        title="product not conformable",
        what=(
            "A product exists exactly if the columns of the left factor are as many as the rows of the right one. "
            "Here they are not, and no single transpose or exchange of factors mends the line."
        ),
        example=Example({"lines": [OBJECTIVE, "∇f(x) = (Ax - b)AA(Ax - b)"], "shapes": LEAST_SQUARES, "wrt": "x"}, 2),
        why=(
            "Letters look like numbers, and for numbers every product exists. One-dimensional arrays in a program "
            "also accept products that are not there on paper."
        ),
        repair=(
            "Write the shape under each factor and compare neighbours: `(p × q)(q × s)` gives `p × s`. Go back to "
            "the line before, and differentiate one factor at a time."
        ),
        right=(OBJECTIVE, "∇f(x) = Aᵀ(Ax - b)"),
        section=Section("1-wrong-expansion", "The shape ledger"),
        see=("M01", "M05", "M07"),
    ),
    Entry(
        code="M03",
        title="sum not conformable",
        what=(
            "Two arrays can be added only if they have the same shape. A scalar cannot be added to an array either: "
            "`λ` is not `λI`."
        ),
        example=Example(
            {"lines": ["AᵀAx + λx = Aᵀb", "(AᵀA + λ)x = Aᵀb"], "shapes": LEAST_SQUARES + ", λ: scalar", "wrt": "x"}, 2
        ),
        why=(
            "With numbers, `ax + λx = (a + λ)x`. Programs repeat the scalar over the whole array instead of "
            "refusing the sum, so the slip stays unseen."
        ),
        repair="When a vector is factored out of `λx`, the identity stays behind: `λx = λIx`.",
        right=("AᵀAx + λx = Aᵀb", "(AᵀA + λI)x = Aᵀb"),
        section=Section("1-wrong-expansion", "The objects and their shapes"),
        see=("M04", "M10"),
        symbols="a: scalar, λ: scalar, x: n",
    ),
    Entry(
        code="M04",
        title="row + column",
        what="One term is a row and the other a column. There is no such sum, even where both hold the same numbers.",
        example=Example({"lines": [OBJECTIVE, "∇f(x) = AᵀAx - bᵀA"], "shapes": LEAST_SQUARES, "wrt": "x"}, 2),
        why=(
            "Each term was differentiated by a rule from another text: one rule gives columns, the other gives "
            "rows. Each term is right alone."
        ),
        repair="Choose one layout and turn the other term: the row `bᵀA` becomes the column `Aᵀb`.",
        right=(OBJECTIVE, "∇f(x) = AᵀAx - Aᵀb"),
        section=Section("2-chain-rule", "Two layouts, and how texts differ"),
        see=("M12", "M11", "M21"),
    ),
    Entry(
        code="M14",
        title="inverse, power, trace or determinant of a non-square matrix",
        what=(
            "Only a square matrix can have an inverse, a power, a trace or a determinant. A column or an m × n "
            "matrix with m ≠ n has none of them."
        ),
        example=Example({"lines": ["AᵀAx = Aᵀb", "x = A⁻¹b"], "shapes": LEAST_SQUARES, "wrt": "x"}, 2),
        why=(
            "An equation in numbers is solved by dividing, and a factor that stands on both sides is cancelled. A "
            "tall matrix has no inverse to cancel with."
        ),
        repair=(
            "Invert the square matrix that multiplies the unknown, here `AᵀA`. It has an inverse if the columns of "
            "`A` are linearly independent."
        ),
        right=("AᵀAx = Aᵀb", "x = (AᵀA)⁻¹Aᵀb"),
        section=Section("further/5-using-the-gradient", "When there is only one"),
        see=("M15", "M22"),
    ),
    Entry(
        code="M21",
        title="sides of different shape",
        what=(
            "The two sides of a relation have different shapes, so they cannot be equal. A row is not equal to a "
            "column, and a label under a brace has to state the shape of what stands above it."
        ),
        example=Example(
            {
                "lines": [OBJECTIVE, r"∇f(x) = \underbrace{Aᵀ}_{m \times n} (Ax - b)"],
                "shapes": LEAST_SQUARES,
                "wrt": "x",
            },
            2,
        ),
        why=(
            "The shape of a transpose is read off the letter, not off the transposed array; or a row is taken for "
            "the column with the same entries."
        ),
        repair=(
            "Write the shape under every factor and read off the outer two sizes. The transpose of an m × n matrix "
            "is n × m."
        ),
        right=(OBJECTIVE, r"∇f(x) = \underbrace{Aᵀ}_{n \times m} (Ax - b)"),
        section=Section("1-wrong-expansion", "The objects and their shapes"),
        see=("M04", "M12", "M10"),
    ),
    Entry(
        code="M22",
        title="division by an array",
        what=(
            "Nothing can be divided by a vector or a matrix. For a square matrix there is an inverse, and it makes "
            "a difference on which side it stands."
        ),
        example=Example({"lines": ["AᵀAx = Aᵀb", "x = Aᵀb/(AᵀA)"], "shapes": LEAST_SQUARES, "wrt": "x"}, 2),
        why="`ax = b` is solved by `x = b/a`, and the fraction bar is carried over.",
        repair="Multiply both sides by the inverse, from the side where the matrix stands.",
        right=("AᵀAx = Aᵀb", "x = (AᵀA)⁻¹Aᵀb"),
        section=Section("1-wrong-expansion", "The objects and their shapes"),
        see=("M14", "M15"),
        symbols="a: scalar, x: n, b: n",
    ),
)
