"""Which code a diagnostic has, and which categories of the corpus a code belongs to: the one table of both."""

from __future__ import annotations

SYMPTOMS = {
    "square of a vector": "M01",
    "product": "M02",
    "sum": "M03",
    "scalar + array": "M03",
    "row + column": "M04",
    "layout drift": "M12",
    "index mismatch": "M13",
    "inverse of a non-square matrix": "M14",
    "power of a non-square matrix": "M14",
    "trace of a non-square matrix": "M14",
    "determinant of a non-square matrix": "M14",
    "singular inverse": "M15",
    "undeclared symbol": "M17",
    "unreadable": "M19",
    "function": "M19",
    "exponent": "M19",
    "written array": "M19",
    "value differs": "M20",
    "shapes differ": "M21",
    "row = column": "M21",
    "annotation": "M21",
    "argument": "M21",
    "division by an array": "M22",
}
"""What is visibly wrong, in the words of the checker, with its code where no cause is known."""

CAUSES = {
    "missing transpose": "M05",
    "order of a transposed product": "M06",
    "commuted product": "M07",
    "lost factor": "M08",
    "wrong sign": "M09",
    "lost variable": "M10",
    "product rule on arrays": "M11",
    "layout": "M12",
    "index reused": "M13",
    "singular inverse": "M15",
    "assumption": "M16",
    "dropped term": "M18",
    "double-counted term": "M18",
}
"""What the smallest repair shows, with its code."""

SELF_EXPLAINING = {"M01", "M12", "M13", "M14", "M15", "M17", "M19", "M22"}
OWN_CODE = frozenset({symptom for symptom, code in SYMPTOMS.items() if code in SELF_EXPLAINING} | {"annotation"})
"""Symptoms that name the mistake themselves, whatever repair is the smallest."""

PAIRS = {
    ("row + column", "missing transpose"): "M04",
    ("row + column", "order of a transposed product"): "M04",
    ("row + column", "layout"): "M04",
    ("row = column", "layout"): "M12",
}
"""Where symptom and cause together decide: a row beside a column is one mistake, whichever of the two is turned."""

CATEGORIES: dict[str, tuple[str, ...]] = {
    "M01": ("square_of_vector",),
    "M02": ("non_conformable_product",),
    "M03": ("non_conformable_sum", "lost_trace"),
    "M04": ("layout_mix",),
    "M05": ("missing_transpose",),
    "M06": ("transpose_of_product",),
    "M07": ("non_commuting",),
    "M08": ("lost_factor",),
    "M09": ("sign",),
    "M10": ("lost_variable", "missing_factor", "dropped_factor"),
    "M11": ("product_rule",),
    "M12": ("layout_mix",),
    "M13": ("index_mix",),
    "M14": ("inverse_of_non_square",),
    "M15": ("singular_inverse",),
    "M16": ("needs_assumption",),
    "M17": ("undeclared_symbol",),
    "M18": ("dropped_term", "double_counted_term"),
    "M19": (),
    "M20": ("inverse_of_sum", "product_as_sum"),
    "M21": ("shape_annotation",),
    "M22": ("inverse_of_non_square",),
}
"""The labels of the corpus of derivations that a code stands for."""


def code_for(symptom: str, cause: str = "") -> str:
    """Return the code of a diagnostic.

    Parameters
    ----------
    symptom : str
        What is visibly wrong, a key of `SYMPTOMS`.
    cause : str, optional
        What the smallest repair shows, a key of `CAUSES`; "" if there is none.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If the symptom or the cause is not in the table.

    Examples
    --------
    >>> code_for("product"), code_for("product", "missing transpose"), code_for("row + column", "missing transpose")
    ('M02', 'M05', 'M04')
    """
    if symptom not in SYMPTOMS:
        raise ValueError(f"the symptom {symptom!r} is not in the table; known are {', '.join(SYMPTOMS)}")
    if cause and cause not in CAUSES:
        raise ValueError(f"the cause {cause!r} is not in the table; known are {', '.join(CAUSES)}")
    if symptom in OWN_CODE or not cause:
        return SYMPTOMS[symptom]
    return PAIRS.get((symptom, cause), CAUSES[cause])


def categories(code: str) -> tuple[str, ...]:
    """Return the categories of the corpus that a code stands for.

    Examples
    --------
    >>> categories("M18")
    ('dropped_term', 'double_counted_term')
    """
    return CATEGORIES[code]
