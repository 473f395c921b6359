"""Every formula of the book, read by the derivation checker.

`pages` finds the formulas and the authors' notes in the sources; `notation` holds the symbols and what they stand for;
`statements` cuts a formula into lines; `judge` runs the checker and compares its verdict with the note;
`catalogue_entries` does the same for the catalogue of mistakes, which is written from data; `ledger` goes through the
whole book; `mutants` changes the formulas to see whether the check notices.
"""
