"""A line as a formula: walks the tree of what is written and lets a pen draw it.

The walk is the same for every form; the pen decides: `mathml.MathML` for notebooks and pages, `tex.TeX` for the text of
the book. What the author wrote is kept, also the words between formulas; only the spelling is evened out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .. import names
from .. import syntax as s
from ..limits import Unreadable
from .pen import Pen
from .written import extent, statements_of, unbracketed

CLOSING = {"(": ")", "[": "]", "⟨": "⟩", "⟮": "⟯", "{": ""}
SYMBOLS = {"*": "·", "@": "", "-": "−", "": ""}
DIFFERENTIALS = {"d": "d", "∂": "∂", "D": "D", "Δ": "Δ", "δ": "δ"}
BIG = {"sum": "∑", "prod": "∏"}
OPAQUE = {"infinity": "∞", "an ellipsis": "…"}
TRANSPOSED = ("T", "t", "⊤")


def formula(text: str, pen: Pen, here: Sequence[s.Span] = (), known: frozenset[str] = frozenset()) -> str:
    """Return a line, drawn by a pen.

    Parameters
    ----------
    text : str
        The line as written.
    pen : Pen
    here : sequence of (int, int), optional
        Places in the line that are pointed at.
    known : frozenset of str, optional
        Names of several letters.

    Raises
    ------
    Unreadable
        If the line cannot be read.
    """
    statements = statements_of(text, known)
    if not statements:
        raise Unreadable("there is no formula on the line", (0, len(text)))
    return Drawing(text, pen, tuple(here)).line(statements)


class Drawing:
    """One line while it is drawn."""

    def __init__(self, text: str, pen: Pen, here: tuple[s.Span, ...]) -> None:
        self.text, self.pen, self.here = text, pen, here

    # --- the line ----------------------------------------------------------------------------------------------------

    def line(self, statements: Sequence[s.Statement]) -> str:
        """The statements with what stands between them."""
        parts: list[str] = []
        place = 0
        for statement in statements:
            for start, end, drawn in self.pieces(statement):
                parts += self.between(place, start, bool(parts))
                parts.append(drawn)
                place = end
        parts += self.between(place, len(self.text), False)
        return self.pen.row(parts)

    def pieces(self, statement: s.Statement) -> list[tuple[int, int, str]]:
        """The sides and the relation signs of a statement, each with its place."""
        found = []
        for index, side in enumerate(statement.sides):
            if index:
                relation = statement.relations[index - 1]
                found.append((*relation.span, self.pen.sign(relation.sign)))
            if side is not None:
                found.append((side.span[0], extent(side), self.draw(side)))
        return found

    def between(self, start: int, end: int, apart: bool) -> list[str]:
        """What stands between two pieces: punctuation, arrows and words."""
        source = re.sub(r"\\(?:begin|end)\s*\{[^}]*\}", " ", self.text[start:end])
        source = re.sub(r"\\(?:Rightarrow|implies|Longrightarrow|therefore)\b", "⇒", source)
        source = re.sub(r"\\(?:iff|Leftrightarrow|Longleftrightarrow)\b", "⇔", source)
        words = " ".join(re.sub(r"\\[a-zA-Z]+\*?|\\.|[&$~{}\\]", " ", source).split())
        if not words or not re.search(r"\w|[,;:.⇒⇔⟹⟺()]", words):
            return []
        if words in "⇒⇔":
            return [self.pen.sign(words)]
        return [self.pen.prose((" " if apart and words[0] not in ",;:." else "") + words + " ")]

    # --- expressions -------------------------------------------------------------------------------------------------

    def draw(self, tree: s.Syntax) -> str:
        """One piece of the tree, marked if it lies in a place that is pointed at."""
        start, end = tree.span
        inside = any(first <= start and end <= last for first, last in self.here)
        if not inside:
            return self.plain(tree)
        outside, self.here = self.here, ()
        drawn = self.pen.marked(self.plain(tree))
        self.here = outside
        return drawn

    def plain(self, tree: s.Syntax) -> str:
        """One piece of the tree, unmarked."""
        pen = self.pen
        match tree:
            case s.Number():
                return self.literal(tree)
            case s.Name():
                return pen.name(tree.value, tree.bold)
            case s.Special():
                return {"zero": pen.name("0", True), "ones": pen.name("1", True)}.get(tree.kind, pen.number("∞"))
            case s.Group():
                return self.group(tree)
            case s.Bars():
                bar = "‖" if tree.double else "|"
                return pen.fenced(bar, self.draw(tree.body), bar)
            case s.Inner():
                return pen.fenced("⟨", pen.row([self.draw(tree.left), pen.sign(","), self.draw(tree.right)]), "⟩")
            case s.Script():
                return self.scripted(self.draw(tree.base), tree.marks)
            case s.Ratio():
                top = pen.row([]) if tree.top is None else self.draw(unbracketed(tree.top))
                return pen.fraction(top, self.draw(unbracketed(tree.bottom)))
            case s.Sum():
                return self.sum(tree)
            case s.Product():
                return self.product(tree)
            case _:
                return self.operator(tree)

    def operator(self, tree: s.Syntax) -> str:
        """Functions, sums over an index, derivatives, braces, and what is kept as it was written."""
        pen = self.pen
        match tree:
            case s.Function(word="sqrt", marks=(), arguments=(body,)):
                return pen.root(self.draw(unbracketed(body)))
            case s.Function():
                return self.function(tree)
            case s.Big():
                parts = [self.draw(limit) if limit is not None else "" for limit in (tree.lower, tree.upper)]
                sign = pen.limits(BIG.get(tree.kind, tree.kind), parts[0], parts[1])
                return pen.row([sign, *([self.draw(tree.body)] if tree.body is not None else [])])
            case s.Diff():
                sign = self.scripted(pen.sign(DIFFERENTIALS[tree.kind], prefix=True), tree.marks, tree.order)
                return pen.row([sign, *([self.draw(tree.operand)] if tree.operand is not None else [])])
            case s.Nabla():
                return self.scripted(pen.sign("∇", prefix=True), tree.marks, tree.order)
            case s.Annotated():
                return pen.labelled(self.draw(tree.body), self.draw(tree.label) if tree.label is not None else "")
            case s.Opaque():
                return self.as_written(tree)
        raise Unreadable("this cannot be drawn", tree.span)

    def literal(self, tree: s.Number) -> str:
        """A number as it was written; ½ and the like as a fraction."""
        source = self.text[tree.span[0] : tree.span[1]]
        if source in names.FRACTIONS:
            top, bottom = names.FRACTIONS[source]
            return self.pen.fraction(self.pen.number(str(top)), self.pen.number(str(bottom)))
        return self.pen.number(source if re.fullmatch(r"[\d.eE+-]+", source) else str(tree.value))

    def group(self, tree: s.Group) -> str:
        """Brackets with what is in them; LaTeX braces are not shown."""
        relation = any(isinstance(item, s.Opaque) for item in tree.items)
        parts: list[str] = []
        for index, item in enumerate(tree.items):
            parts += [self.pen.sign(",")] if index and not relation else []
            parts.append(self.draw(item))
        body = self.pen.row(parts)
        return body if tree.bracket == "{" else self.pen.fenced(tree.bracket, body, CLOSING[tree.bracket])

    def sum(self, tree: s.Sum) -> str:
        """Terms with their signs."""
        parts = []
        for index, (sign, term) in enumerate(tree.terms):
            if index or sign in ("-", "±"):
                parts.append(self.pen.sign(SYMBOLS.get(sign, sign), prefix=not index))
            parts.append(self.draw(term))
        return self.pen.row(parts)

    def product(self, tree: s.Product) -> str:
        """Factors side by side, with the signs that were written; 1/2 as a fraction."""
        parts: list[str] = []
        before: s.Syntax | None = None
        for sign, factor in tree.factors:
            symbol = SYMBOLS.get(sign, sign)
            numbers = isinstance(before, s.Number) and isinstance(factor, s.Number)
            if numbers and symbol == "/":
                parts[-1] = self.pen.fraction(parts[-1], self.draw(factor))
                before = tree
                continue
            if before is not None and (symbol or numbers):
                parts.append(self.pen.sign(symbol or "·"))
            parts.append(self.draw(factor))
            before = factor
        return self.pen.row(parts)

    def function(self, tree: s.Function) -> str:
        """A function with its arguments, in brackets unless it was written without."""
        head = self.scripted(self.pen.word(tree.word), tree.marks)
        parts: list[str] = []
        for index, argument in enumerate(tree.arguments):
            parts += [self.pen.sign(",")] if index else []
            parts.append(self.draw(argument))
        if not parts:
            return head
        body = self.pen.row(parts)
        return self.pen.row(
            [head, self.pen.prose(" ") if tree.run else "", body if tree.run else self.pen.fenced("(", body, ")")]
        )

    def as_written(self, tree: s.Opaque) -> str:
        """What the checker does not decide, as it was written."""
        source = re.sub(r"\\[a-zA-Z]+|[{}\\$]", "", self.text[tree.span[0] : tree.span[1]]).strip()
        if tree.what in OPAQUE:
            return self.pen.sign(OPAQUE[tree.what])
        symbol = source or tree.what
        if len(symbol) == 1 and not symbol.isalnum():
            return self.pen.sign("−" if symbol == "-" else symbol)
        return self.pen.prose(source or tree.what)

    # --- scripts -----------------------------------------------------------------------------------------------------

    def scripted(self, base: str, marks: Sequence[s.Mark], order: int = 1) -> str:
        """A base with its scripts; a lowered one and the raised one behind it stand above each other."""
        below, above = "", self.pen.number(str(order)) if order > 1 else ""
        for mark in marks:
            if mark.kind == "sub":
                if below or above:
                    base, above = self.pen.scripts(base, below, above), ""
                below = self.script(mark)
            elif order == 1 or not isinstance(mark.content, s.Number):
                if above:
                    base, below = self.pen.scripts(base, below, above), ""
                above = self.script(mark)
        return self.pen.scripts(base, below, above) if below or above else base

    def script(self, mark: s.Mark) -> str:
        """What one script shows."""
        pen = self.pen
        if mark.kind == "prime":
            return pen.sign("′" * len(mark.text))
        if mark.kind in ("transpose", "inverse", "pinv"):
            inverse = pen.row([pen.sign("−", prefix=True), pen.number("1")])
            return {"transpose": pen.transpose(), "inverse": inverse}.get(mark.kind, pen.sign("+"))
        if mark.kind == "sup" and isinstance(mark.content, s.Name) and mark.content.value in TRANSPOSED:
            return pen.transpose()
        if mark.kind == "sup" and isinstance(mark.content, s.Opaque) and mark.content.what == "-T":
            return pen.row([pen.sign("−", prefix=True), pen.transpose()])
        if mark.kind == "sup" and isinstance(mark.content, s.Sum) and len(mark.content.terms) == 1:
            sign, term = mark.content.terms[0]
            if isinstance(term, s.Name) and term.value in TRANSPOSED:
                return pen.row([pen.sign(SYMBOLS.get(sign, sign), prefix=True), pen.transpose()])
        return self.draw(mark.content) if mark.content is not None else ""
