"""The factors of a product: numbers, names, brackets, norms, fractions, functions, and the scripts on them."""

from __future__ import annotations

from abc import abstractmethod
from fractions import Fraction

from . import names
from . import syntax as s
from .brackets import BracketReader
from .letters import Token
from .limits import Unreadable


class FactorReader(BracketReader):
    """Reads one factor at a time from a list of tokens."""

    def factor(self) -> s.Syntax:
        """A factor with its scripts."""
        return self.scripted(self.atom())

    def atom(self) -> s.Syntax:
        """A factor before its scripts."""
        self.unbraced_word()
        token = self.peek()
        reader = {
            "number": self.number, "name": self.name, "word": self.function, "open": self.bracket,
            "bar": self.between_bars,
            "frac": self.fraction, "sqrt": self.root, "big": self.big, "diff": self.differential, "nabla": self.nabla,
            "annotate": self.annotated, "zero": self.special, "ones": self.special, "opaque": self.opaque,
            "dots": self.opaque, "matrix": self.matrix,
        }.get(token.kind)  # fmt: skip
        if reader is None:
            where = (token.start, max(token.end, token.start))
            raise Unreadable(
                "an expression was expected here"
                if token.kind == "end"
                else f"{self.text[where[0] : where[1]]!r} was not expected here",
                where,
            )
        return reader()

    def number(self) -> s.Syntax:
        """A literal number."""
        token = self.next()
        return s.Number((token.start, token.end), Fraction(token.value))

    def special(self) -> s.Syntax:
        """Bold 0 or 1."""
        token = self.next()
        return s.Special((token.start, token.end), token.kind)

    def opaque(self) -> s.Syntax:
        """A sign that is read and not decided."""
        token = self.next()
        what = {"…": "an ellipsis", "∞": "infinity"}.get(token.value, token.value)
        return s.Opaque((token.start, token.end), what)

    def name(self) -> s.Syntax:
        """A letter or word that names something."""
        token = self.next()
        if (
            token.value in ("D", "Δ", "δ")
            and token.value not in self.known
            and (self.peek().kind in ("name", "sub", "sup") or (token.value == "Δ" and self.peek().value == "("))
        ):
            return self.named_operator(token)
        return s.Name((token.start, token.end), token.value, token.bold)

    def named_operator(self, token: Token) -> s.Syntax:
        """`D f(x)`, `Δx` and `δx`: a derivative or an increment, unless the letter is declared or is Kronecker's δ."""
        name = s.Name((token.start, token.end), token.value, token.bold)
        if token.value == "Δ" and self.peek().value == "(":
            group = self.bracket()
            return s.Diff((token.start, group.span[1]), "Δ", 1, (), group)
        if token.value in "Δδ":
            apart = self.peek().spaced and token.value == "δ" and self.text[token.start] != "\\"
            if self.peek().kind != "name" or apart:
                return name
            operand = self.next()
            inner = self.scripted(s.Name((operand.start, operand.end), operand.value, operand.bold))
            return s.Diff((token.start, self.last_end()), token.value, 1, (), inner)
        marks = self.marks()
        order = self.order(marks)
        if self.peek().kind != "name":
            return s.Script((token.start, self.last_end()), name, marks) if marks else name
        return s.Diff((token.start, self.last_end()), "D", order, tuple(m for m in marks if m.kind == "sub"), None)

    def fraction(self) -> s.Syntax:
        """A LaTeX fraction."""
        token = self.next()
        top = self.argument()
        bottom = self.argument()
        return s.Ratio((token.start, self.last_end()), top, bottom)

    def root(self) -> s.Syntax:
        """A square root."""
        token = self.next()
        if self.peek().kind == "open" and self.peek().value == "[":
            raise Unreadable("only square roots are supported", (self.peek().start, self.peek().end))
        body = self.argument() if self.peek().kind == "open" else self.factor()
        return s.Function((token.start, self.last_end()), "sqrt", (), (body,), False)

    def big(self) -> s.Syntax:
        """A sum, product or integral with its limits and its body."""
        token = self.next()
        lower = upper = None
        for mark in self.marks():
            if mark.kind == "sub":
                lower = mark.content
            elif mark.kind == "sup":
                upper = mark.content
        if token.value == "integral":
            return s.Opaque((token.start, self.last_end()), "an integral")
        body = None if self.at_end() else self.product()
        return s.Big((token.start, self.last_end()), token.value, lower, upper, body)

    def annotated(self) -> s.Syntax:
        """An expression over or under a brace, with its label."""
        token = self.next()
        body = self.argument()
        label, text = None, ""
        if self.peek().kind in ("sub", "sup"):
            mark = self.next()
            text_start = self.peek().start
            label = self.script_content(mark)
            text = self.text[text_start : self.last_end()]
        return s.Annotated((token.start, self.last_end()), body, label, text)

    def function(self) -> s.Syntax:
        """A function of the table, with brackets or without."""
        token = self.next()
        marks = self.marks()
        token_kind = self.peek().kind
        if names.FUNCTIONS.get(token.value) == "opaque" and token_kind == "open":
            self.skip_bracket()
            return s.Function((token.start, self.last_end()), token.value, marks, (), False)
        if names.FUNCTIONS.get(token.value) == "extremum" and (marks or token_kind != "open"):
            return s.Function((token.start, self.last_end()), token.value, marks, (), False)
        if token_kind == "open" and self.peek().value in "([{":
            group = self.bracket()
            arguments = group.items if isinstance(group, s.Group) else (group,)
            return s.Function((token.start, self.last_end()), token.value, marks, arguments, False)
        if names.FUNCTIONS.get(token.value) == "opaque" or token_kind not in (
            "number",
            "name",
            "word",
            "open",
            "bar",
            "frac",
            "sqrt",
            "big",
            "diff",
            "nabla",
            "annotate",
            "zero",
            "ones",
            "matrix",
        ):
            return s.Function((token.start, self.last_end()), token.value, marks, (), False)
        argument = self.run_argument(token)
        return s.Function((token.start, self.last_end()), token.value, marks, (argument,), True)

    def skip_bracket(self) -> None:
        """Pass over a bracket whatever it holds: the condition of an expectation is no expression."""
        depth = 0
        while not self.at_end():
            depth += {"open": 1, "close": -1}.get(self.next().kind, 0)
            if depth == 0:
                break

    def run_argument(self, function: Token) -> s.Syntax:
        """The argument of a function without brackets: the factors up to the next operator, sum or function."""
        start = self.peek().start
        factors: list[tuple[str, s.Syntax]] = []
        while not self.at_end() and self.peek().kind in (
            "number",
            "name",
            "word",
            "open",
            "bar",
            "frac",
            "sqrt",
            "diff",
            "nabla",
            "annotate",
            "zero",
            "ones",
            "big",
            "matrix",
        ):
            if self.closes_bar(self.peek()) or self.remark():
                break
            if (
                factors
                and self.peek().kind == "word"
                and names.FUNCTIONS[self.peek().value] in ("elementwise", "trace", "det", "logdet")
                and self.peek().value not in ("diag",)
            ):
                break
            factors.append(("", self.factor()))
            if names.FUNCTIONS[function.value] == "elementwise" and isinstance(factors[-1][1], (s.Bars, s.Function)):
                break
        if not factors:
            raise Unreadable(f"{function.value} needs an argument", (function.start, function.end))
        return factors[0][1] if len(factors) == 1 else s.Product((start, self.last_end()), tuple(factors))

    def differential(self) -> s.Syntax:
        """`d` or `∂` with its order, subscript and the symbol that it binds to, if there is one."""
        token = self.next()
        marks = self.marks()
        kind = "∂" if token.value == "∂" else "d"
        subscript = tuple(m for m in marks if m.kind == "sub")
        operand = None
        if not self.at_end() and self.peek().kind in ("name", "open", "word", "bar", "diff", "nabla"):
            operand = self.factor()
        return s.Diff((token.start, self.last_end()), kind, self.order(marks), subscript, operand)

    def nabla(self) -> s.Syntax:
        """∇ with its order and subscript."""
        token = self.next()
        marks = self.marks()
        return s.Nabla(
            (token.start, self.last_end()),
            self.order(marks),
            tuple(m for m in marks if m.kind != "sup" or not isinstance(m.content, s.Number)),
        )

    @abstractmethod
    def product(self) -> s.Syntax:
        """Factors that stand side by side or between product signs."""
