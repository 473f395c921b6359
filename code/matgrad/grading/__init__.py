"""Assignments: handed out, checked by the student, marked.

source, loading, fields
    What an assignment is, and how it is read from ``assignments/ID``.
forms, derivations, formulas, functions, instances, marking, results
    Marks for an answer: a derivation by its milestones, a formula, a function on random instances.
notebook, sheet
    The student's notebook, and the self-check in it.
seeds
    What only the holder of the course's secret can compute: variants and instances of each student.
verifying
    Whether an assignment is sound.
"""

from matgrad.grading.errors import GradingError
from matgrad.grading.sheet import Sheet

__all__ = ["GradingError", "Sheet"]
