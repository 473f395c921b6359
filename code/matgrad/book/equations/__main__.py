"""``python -m matgrad.book.equations chapters``: which formulas of the book are not in order."""

import sys

from .ledger import main

sys.exit(main(sys.argv[1:]))
