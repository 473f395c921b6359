"""A report made visible: as text for a terminal, as HTML for notebooks and pages. The report itself is data.

Both take ``hint``: ``"where"`` shows the place of each mistake, ``"kind"`` also what is wrong, ``"repair"`` everything.

=============  =====================================================================================
terminal       text in Unicode or ASCII, with or without colour; uses cells and underline
markup         HTML; uses typeset and mathml
typeset        formulas as written (written), drawn by a pen (pen): mathml for HTML, tex for the book's pages
wording        the sentences that all of them share
hints          what is left out under a hint
=============  =====================================================================================
"""

from .hints import HINTS, limited
from .markup import html
from .terminal import text

__all__ = ["HINTS", "html", "limited", "text"]
