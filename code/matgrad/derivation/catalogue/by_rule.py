"""Mistakes against a rule: of the transpose, of the product, of layouts, of indices, of what may be written at all."""

from __future__ import annotations

from .by_shape import LEAST_SQUARES, OBJECTIVE
from .model import Entry, Example, Section

ENTRIES = (
    Entry(
        code="M05",
        title="missing transpose",
        what=(
            "A factor stands as it was declared where its transpose belongs. Often the shapes show it; for square "
            "matrices only the values do."
        ),
        example=Example({"lines": [OBJECTIVE, "∇f(x) = A(Ax - b)"], "shapes": LEAST_SQUARES, "wrt": "x"}, 2),
        why=(
            "For numbers the chain rule gives outer derivative times inner derivative, and a number is its own "
            "transpose."
        ),
        repair=(
            "Turn the factor. The gradient is the column, and it is the row `(Ax - b)ᵀA` turned upright: `Aᵀ(Ax - b)`."
        ),
        right=(OBJECTIVE, "∇f(x) = Aᵀ(Ax - b)"),
        section=Section("2-chain-rule", "Where did the transposes come from?"),
        see=("M01", "M06", "M07"),
    ),
    Entry(
        code="M06",
        title="order of a transposed product",
        what=(
            "The transpose of a product is the product of the transposes in the reverse order. Here the factors "
            "were transposed one by one in their old order, or the transpose reached only one of them."
        ),
        example=Example(
            {
                "lines": ["||Ax - b||^2", "= (Ax - b)ᵀ(Ax - b)", "= (Aᵀxᵀ - bᵀ)(Ax - b)"],
                "shapes": LEAST_SQUARES,
                "wrt": "x",
            },
            3,
        ),
        why="A power distributes over a product of numbers, and the transpose looks like one.",
        repair=(
            "Reverse the order: `(Ax)ᵀ = xᵀAᵀ`, `(ABC)ᵀ = CᵀBᵀAᵀ`. The same rule holds for inverses: `(AB)⁻¹ = B⁻¹A⁻¹`."
        ),
        right=("||Ax - b||^2", "= (Ax - b)ᵀ(Ax - b)", "= (xᵀAᵀ - bᵀ)(Ax - b)"),
        section=Section("1-wrong-expansion", "The objects and their shapes"),
        see=("M05", "M07"),
        symbols="A: n×n, B: n×n, C: n×n, x: n",
    ),
    Entry(
        code="M07",
        title="commuted product",
        what=(
            "Two factors of a matrix product have changed places. Matrix products do not commute: `AB` and `BA` "
            "differ, and often only one of them exists."
        ),
        example=Example(
            {
                "lines": ["||Ax - b||^2", "= (Ax)ᵀAx - (Ax)ᵀb - b(Ax)ᵀ + bᵀb"],
                "shapes": LEAST_SQUARES,
                "wrt": "x",
            },
            2,
        ),
        why="Numbers commute. So do products under a trace, but only in a cycle: `tr(ABC) = tr(BCA)`, not `tr(ACB)`.",
        repair=(
            "Keep the order of the factors. What may move is a scalar, or a whole cycle under the trace. A scalar may "
            "also be transposed: `(Ax)ᵀb = bᵀAx`."
        ),
        right=("||Ax - b||^2", "= (Ax)ᵀAx - (Ax)ᵀb - bᵀAx + bᵀb"),
        section=Section("1-wrong-expansion", "Line 5: the brackets are multiplied out"),
        see=("M05", "M06"),
        symbols="A: m×n, B: n×p, C: p×m, x: n, b: m",
    ),
    Entry(
        code="M11",
        title="product rule on arrays",
        what=(
            "The product rule was applied to arrays of derivatives as if they were numbers. It holds for "
            "differentials; with arrays the two parts come out in different shapes, or one part is turned the wrong "
            "way."
        ),
        example=Example({"lines": ["f(x) = xᵀBx", "∇f(x) = Bx + xᵀB"], "shapes": "B: n×n, x: n", "wrt": "x"}, 2),
        why=(
            "`d/dt (g(t)h(t)) = g'(t)h(t) + g(t)h'(t)` is the first rule anyone learns. The derivative of a row is "
            "no matrix of either layout, so one of the two parts cannot be right."
        ),
        repair=(
            "Use differentials: `d(xᵀBx) = dxᵀBx + xᵀB dx`. Both terms are scalars, so the first one may be "
            "transposed: `(xᵀBᵀ + xᵀB) dx`. Then read off the gradient."
        ),
        right=("f(x) = xᵀBx", "df = dxᵀBx + xᵀB dx", "= (xᵀBᵀ + xᵀB) dx", "∇f(x) = (B + Bᵀ)x"),
        section=Section("2-chain-rule", "The same by differentials"),
        see=("M04", "M16"),
        symbols="t: scalar, B: n×n, x: n",
    ),
    Entry(
        code="M12",
        title="layout drift",
        what=(
            "The value is right, but a row stands where the derivation had columns before, or a column where it had "
            "rows."
        ),
        example=Example(
            {"lines": ["g(x) = bᵀAx", "g'(x) = bᵀA", "h(x) = xᵀx", "h'(x) = 2x"], "shapes": LEAST_SQUARES, "wrt": "x"},
            4,
        ),
        why=(
            "Formulas were collected from two texts, one with rows (numerator layout) and one with columns "
            "(denominator layout)."
        ),
        repair="Keep one layout from the first line to the last. To change it, transpose and say so: `∇h(x) = h'(x)ᵀ`.",
        right=("g(x) = bᵀAx", "g'(x) = bᵀA", "h(x) = xᵀx", "h'(x) = 2xᵀ"),
        section=Section("2-chain-rule", "Two layouts, and how texts differ"),
        see=("M04", "M21"),
    ),
    Entry(
        code="M13",
        title="index mismatch",
        what=(
            "The free indices of the two sides differ, or one letter serves two sums. A free index names an entry "
            "and must stand on both sides; a summed one may not be in use already."
        ),
        example=Example(
            {"lines": [OBJECTIVE, "∂f/∂xₖ = Σᵢ (Σⱼ aᵢⱼxⱼ − bᵢ) aᵢⱼ"], "shapes": LEAST_SQUARES, "wrt": "x"}, 2
        ),
        why=(
            "The letter of the inner sum was used for the variable, or kept when the derivative had already picked "
            "out one entry."
        ),
        repair=(
            "Give the entry that you differentiate for a letter of its own, `k`, and let every other letter belong "
            "to one sum only."
        ),
        right=(OBJECTIVE, "∂f/∂xₖ = Σᵢ (Σⱼ aᵢⱼxⱼ − bᵢ) aᵢₖ"),
        section=Section("3-index-notation", "Sums, free indices and dummy indices"),
        see=("M10", "M17"),
    ),
    Entry(
        code="M17",
        title="undeclared symbol",
        what="A letter appears that nothing declares: neither the shapes nor a definition before this line.",
        example=Example(
            {
                "lines": ["||Ax - b||^2 = (Ax - b)ᵀ(Ax - b)", "= (xᵀAᵀ - bᵀ)(AX - b)"],
                "shapes": LEAST_SQUARES,
                "wrt": "x",
            },
            2,
        ),
        why="A capital letter for a small one, a letter from another text, or a name used before it is defined.",
        repair="Write the declared letter, or declare the new one: its shape, or its definition.",
        right=("||Ax - b||^2 = (Ax - b)ᵀ(Ax - b)", "= (xᵀAᵀ - bᵀ)(Ax - b)"),
        section=Section("1-wrong-expansion", "The objects and their shapes"),
        see=("M13", "M19"),
    ),
    Entry(
        code="M19",
        title="unreadable line",
        what=(
            "The line could not be read: a bracket is not closed, a sign has nothing behind it, or a command is not "
            "part of the language. That is no verdict on the mathematics."
        ),
        example=Example({"lines": [OBJECTIVE, "∇f(x) = Aᵀ(Ax - b"], "shapes": LEAST_SQUARES, "wrt": "x"}, 2),
        why="A slip of the pen; or a notation that the checker does not know.",
        repair="Close the bracket, or write the line in plain letters, in LaTeX, or in the notation of NumPy.",
        right=(OBJECTIVE, "∇f(x) = Aᵀ(Ax - b)"),
        section=Section("1-wrong-expansion", "Check it"),
        see=("M17",),
    ),
)
