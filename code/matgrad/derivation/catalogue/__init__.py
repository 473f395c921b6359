"""The catalogue of mistakes: a stable code for each, what it is, an example, the repair, where the book explains it.

`codes` maps what a diagnostic says to a code, and codes to the categories of the corpus. The entries stand in three
modules by what shows the mistake: `by_shape`, `by_rule` and `by_value`. The same entries feed ``matgrad explain``, the
reference page and the links of every report.
"""

from .codes import CAUSES, SYMPTOMS, categories, code_for
from .entries import entries, entry
from .model import Entry, Example, Section

__all__ = ["CAUSES", "SYMPTOMS", "Entry", "Example", "Section", "categories", "code_for", "entries", "entry"]
