"""The derivation checker: reads a derivation line by line, infers every shape, tests every equality.

One line on its way from text to verdict, with the module that does each step::

    "\\nabla f = A^T(Ax - b)"
      tokens        LaTeX, plain text and Unicode give the same tokens, each with its place    tokens, words, names, tables
      reading       relations, implications, commas, prose; expressions; factors with scripts  reader, expressions, factors
                    → a tree of what is written                                                syntax
      elaborating   names, transposes, which bracketing conforms, indices, derivatives, layout elaborate, products, functions,
                    → a tree of what is meant, with a shape at every node                      derivatives, indices, arrays → core, dims
      claiming      does the line define, assume or claim? against which side before it?       statements, definitions, hypotheses
      testing       both sides at random points: modulo a prime, exactly, or in floating point judge, compare, evaluate, jets,
                                                                                               arithmetic, sampling, operations
      reporting     verdict, evidence, what is wrong and where                                 evidence, report, render, schema

`Context` (in `context`) holds what a line may refer to and never changes; a line that defines or assumes something
extends it. Everything after elaboration sees core nodes only. Nothing here needs more than the standard library, so that
the same code runs in the notebooks, in the grader and in the reader's browser.
"""

from .check import check
from .limits import DerivationError
from .report import Claim, Diagnostic, Label, Line, Repair, Report
from .schema import check_json

__all__ = ["Claim", "DerivationError", "Diagnostic", "Label", "Line", "Repair", "Report", "check", "check_json"]
