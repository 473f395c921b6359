r"""The derivation checker: reads a derivation line by line, infers every shape, tests every equality.

One line on its way from text to verdict, ``\nabla f = A^T(Ax - b)``, and the modules that take each step:

reading : text → tree of what is written
    `blocks` puts the lines of one equation together. `tokens`, `characters` and `letters` make the same tokens of
    LaTeX, plain text and Unicode, each with its place, by the lists in `tables`, `names` and `words`. `reader` cuts
    the line at relations, implications, commas and prose; `expressions` reads sums and products, `factors` what stands
    in them, `brackets` and `scripts` their parts. The tree is made of the classes in `syntax`.
elaborating : what is written → what is meant, with a shape at every node
    `elaborate` gives names and scripts (`marks`, `labels`, `understood`) their meaning, `products` and
    `matrix_products` find the bracketing that conforms, `functions` and `calls` apply functions, `derivatives`,
    `differentials` and `differentiation` take derivatives in the layout that is tried, `indices` sums repeated
    indices, `literals` and `ellipsis` read arrays and sums that are written out. The tree is made of the eleven
    classes in `core`; its shapes are in `dims`.
claiming : does the line define, assume or claim something, and against which side before it?
    `lines` puts definitions before their use; `statements` goes through the relations; `defining` and `definitions`
    know what defines, `claiming` judges, `assuming` and `hypotheses` treat equations that are conditions, `progress`
    says how the chain goes on.
testing : are both sides equal?
    `judge` tries the open layouts; `compare` tests at random points (`sampling`), with numbers modulo a prime or in
    floating point (`arithmetic`). `values` and `evaluate` compute with `operations` and `smooth`; derivatives are
    exact, by infinitesimals (`jets`); gradients are compared along one direction (`contraction`). `solving`, `linear`
    and `implicit` solve equations that were assumed or that define a quantity; `singular` finds inverses that exist
    at no sizes.
reporting : verdict, evidence, what is wrong and where
    `evidence` puts a judgement into words, `report` holds the result, `render` shows it, `schema` turns it into JSON.
explaining : why people write it, and the smallest repair in their own notation
    `diagnose` completes the diagnostics; `causes` names the mistake, or the assumption that would make the line true.
    `repairs` tries what `edits` proposes: changes of order, amount and symbols (`edits_of_order`, `edits_of_amount`,
    `edits_of_symbols`) on the text itself (`page`), spelled as its author spells (`notation`).

`Context` (in `context`) holds what a line may refer to and never changes; a line that defines or assumes something
extends it. Everything after elaboration sees core nodes only. Nothing here needs more than the standard library, so
that the same code runs in the notebooks, in the grader and in the reader's browser.
"""

from .check import check
from .limits import DerivationError
from .report import Claim, Diagnostic, Label, Line, Repair, Report
from .schema import check_json

__all__ = ["Claim", "DerivationError", "Diagnostic", "Label", "Line", "Repair", "Report", "check", "check_json"]
