"""Assignments: handed out, checked by the student, marked.

an assignment
    `source` is what it is, `loading` and `fields` read it from ``assignments/ID``, `verifying` says whether it is
    sound, `seeds` gives each student a variant and instances that only the holder of the course's secret can compute.
the student's side
    `notebook` makes the notebook, `sheet` is the self-check in it, `own_notebook` the same from a terminal.
marks for an answer
    `derivations` finds the milestones that a derivation reaches, comparing lines by their `forms`; `formulas`,
    `functions` (on random `instances`) and `marking` do the other kinds; `written` cuts a text into lines, `results`
    holds what comes out.
a submission
    `submissions` finds the files, `answers` and `literals` the answers in them. `reader` starts the process that reads
    (`reading`); `box` calls a function in a process (`child`) behind an `isolation`; `grade` puts it together.
a class
    `batch` marks all, here or on a `cluster`; `progress` shows how far it is; `result_schema`, `tables` and `feedback`
    are the forms of what is written.

Data goes one way: what a student wrote is read by the reader and run by the child; marks are formed outside of both.
"""

from matgrad.grading.errors import GradingError
from matgrad.grading.sheet import Sheet

__all__ = ["GradingError", "Sheet"]
