"""The table of gradients and differentials of chapter 6, and its proofs.

Every row is proved by the derivation checker, which reads the formulas, and by the gradient check, which runs the
NumPy forms; a third test says that the program computes the formula.

- `table.toml`   the rows: the one place to correct one, or to add one
- `rows`         a row as data, and the reader of the file
- `instance`     numbers for a row: all sizes different, no matrix symmetric that need not be
- `program`      the NumPy forms, run on an instance
- `proof`        the proofs of a row
- `show`         the table in a notebook, and what readers copy
"""

from matgrad.gradients.proof import Proof, prove
from matgrad.gradients.rows import Row, RowError, row, rows
from matgrad.gradients.show import Table, table

__all__ = ["Proof", "Row", "RowError", "Table", "prove", "row", "rows", "table"]
