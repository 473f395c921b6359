"""The factors of a product: numbers, names, brackets, norms, fractions, functions, and the scripts on them."""

from __future__ import annotations

from fractions import Fraction

from . import names
from . import syntax as s
from .limits import Unreadable
from .tokens import Token

INDEX_LETTERS = set("abcdefghijklmnopqrstuvw")
MARKS = {"sup", "sub", "prime", "attribute"}


class FactorReader:
    """Reads one factor at a time from a list of tokens."""

    def __init__(self, text: str, tokens: list[Token], known: frozenset[str]) -> None:
        self.text, self.tokens, self.known = text, tokens, known
        self.index = 0
        self.depth = 0
        self.bars: list[str] = []
        self.start_of_statement = True
        self.bound_colon = False
        self.dirac = False
        self.plain = "\\" not in text

    # --- the tokens --------------------------------------------------------------------------------------------------

    def at_end(self) -> bool:
        return self.index >= len(self.tokens)

    @property
    def first(self) -> bool:
        return self.index == 0

    def peek(self, ahead: int = 0) -> Token:
        place = self.index + ahead
        return self.tokens[place] if place < len(self.tokens) else Token("end", "", len(self.text), len(self.text))

    def next(self) -> Token:
        token = self.peek()
        self.index += 1
        return token

    def last_end(self) -> int:
        return self.tokens[self.index - 1].end if self.index else 0

    def expression(self) -> s.Syntax:
        raise NotImplementedError  # pragma: no cover - given by ExpressionReader

    def product(self) -> s.Syntax:
        raise NotImplementedError  # pragma: no cover - given by ExpressionReader

    # --- factors -----------------------------------------------------------------------------------------------------

    def factor(self) -> s.Syntax:
        """A factor with its scripts."""
        return self.scripted(self.atom())

    def atom(self) -> s.Syntax:
        """A factor before its scripts."""
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

    def matrix(self) -> s.Syntax:
        """An array in a matrix environment: entries separated by &, rows by two backslashes."""
        opening = self.next()
        rows: list[tuple[s.Syntax, ...]] = []
        entries: list[s.Syntax] = []
        keep, self.bars = self.bars, []
        while self.peek().kind != "endmatrix":
            if self.at_end():
                raise Unreadable("the matrix is not closed", (opening.start, opening.end))
            entries.append(self.expression())
            if self.peek().kind == "amp":
                self.next()
            elif self.peek().kind in ("sep", "endmatrix"):
                rows.append(tuple(entries))
                entries = []
                if self.peek().kind == "sep":
                    self.next()
            else:
                token = self.peek()
                raise Unreadable("an entry of the matrix was expected to end here", (token.start, token.end))
        self.bars = keep
        closing = self.next()
        if not rows:
            raise Unreadable("nothing stands in the matrix", (opening.start, closing.end))
        return s.Array((opening.start, closing.end), tuple(rows))

    def number(self) -> s.Syntax:
        token = self.next()
        return s.Number((token.start, token.end), Fraction(token.value))

    def special(self) -> s.Syntax:
        token = self.next()
        return s.Special((token.start, token.end), token.kind)

    def opaque(self) -> s.Syntax:
        token = self.next()
        what = {"…": "an ellipsis", "∞": "infinity"}.get(token.value, token.value)
        return s.Opaque((token.start, token.end), what)

    def name(self) -> s.Syntax:
        token = self.next()
        if (
            token.value in ("D", "Δ", "δ")
            and token.value not in self.known
            and self.peek().kind in ("name", "sub", "sup")
        ):
            return self.named_operator(token)
        return s.Name((token.start, token.end), token.value, token.bold)

    def named_operator(self, token: Token) -> s.Syntax:
        """`D f(x)`, `Δx` and `δx`: a derivative or an increment, unless the letter is declared or is Kronecker's δ."""
        name = s.Name((token.start, token.end), token.value, token.bold)
        if token.value in "Δδ":
            if self.peek().kind != "name" or self.peek().spaced:
                return name
            operand = self.next()
            inner = s.Name((operand.start, operand.end), operand.value, operand.bold)
            return s.Diff((token.start, operand.end), token.value, 1, (), inner)
        marks = self.marks()
        order = self.order(marks)
        if self.peek().kind != "name":
            return s.Script((token.start, self.last_end()), name, marks) if marks else name
        return s.Diff((token.start, self.last_end()), "D", order, tuple(m for m in marks if m.kind == "sub"), None)

    # --- scripts -----------------------------------------------------------------------------------------------------

    def scripted(self, base: s.Syntax) -> s.Syntax:
        marks = self.marks()
        return s.Script((base.span[0], self.last_end()), base, marks) if marks else base

    def marks(self) -> tuple[s.Mark, ...]:
        found: list[s.Mark] = []
        while not self.at_end() and self.peek().kind in MARKS and len(found) < 40:
            token = self.next()
            if token.kind == "prime":
                found.append(s.Mark("prime", None, (token.start, token.end), "'" * int(token.value)))
            elif token.kind == "attribute":
                found.append(s.Mark(token.value, None, (token.start, token.end)))
            elif token.kind == "sup" and (primes := self.raised_primes()):
                found.append(s.Mark("prime", None, (token.start, self.last_end()), "'" * primes))
            else:
                content = self.script_content(token)
                text = ".^" if token.value == ".^" else self.text[content.span[0] : content.span[1]] if content else ""
                found.append(s.Mark(token.kind, content, (token.start, self.last_end()), text))
        return tuple(found)

    def raised_primes(self) -> int:
        """How many primes a script consists of: ^{\\prime} is a prime mark; 0 if it is something else."""
        braced = self.peek().kind == "open" and self.peek().value == "{"
        place = self.index + braced
        count = 0
        while place < len(self.tokens) and self.tokens[place].kind == "prime":
            count += int(self.tokens[place].value)
            place += 1
        if not count or (braced and (place >= len(self.tokens) or self.tokens[place].kind != "close")):
            return 0
        self.index = place + braced
        return count

    def script_content(self, mark: Token) -> s.Syntax | None:
        """What is raised or lowered: a group, or the next symbol (in plain text also an index pair, x_ij, or −1)."""
        if self.at_end():
            raise Unreadable("a script is missing", (mark.start, mark.end))
        token = self.peek()
        if token.kind == "open" and token.value in "{(" and (token.value == "{" or self.plain):
            return self.script_group()
        if token.kind == "op" and token.value in "-+*·×∘⊙⋆":
            self.next()
            sign = token.value
            if sign in "-+" and self.peek().kind in ("number", "name") and not self.peek().spaced:
                body = self.factor_without_scripts()
                return s.Sum((token.start, self.last_end()), ((sign, body),))
            return s.Opaque((token.start, token.end), sign)
        if token.kind == "prime":
            self.next()
            return s.Opaque((token.start, token.end), "′")
        if token.kind in ("sep", "label"):
            self.next()
            return s.Opaque((token.start, token.end), "label")
        content = self.factor_without_scripts()
        if mark.kind == "sub" and self.plain and isinstance(content, s.Name):
            letters: list[s.Syntax] = [content]
            while (
                self.peek().kind == "name"
                and not self.peek().spaced
                and self.peek().start == self.last_end()
                and self.peek().value in INDEX_LETTERS - self.known
            ):
                letters.append(self.name())
            if len(letters) > 1:
                return s.Product((content.span[0], self.last_end()), tuple(("", letter) for letter in letters))
        return content

    def factor_without_scripts(self) -> s.Syntax:
        token = self.peek()
        if token.kind in ("diff", "word", "nabla"):
            self.next()
            return s.Name((token.start, token.end), token.value)
        return self.atom()

    def script_group(self) -> s.Syntax | None:
        """The content of a script in braces; a label that is no expression (``{OLS}``, ``{(k)}``) is kept as text."""
        opening = self.next()
        mark = self.index
        try:
            if self.peek().kind == "close":
                raise Unreadable("empty", (opening.start, opening.end))
            items = [self.expression()]
            while self.peek().kind == "sep":
                self.next()
                items.append(self.expression())
            if self.peek().kind == "rel":
                relation = self.next()
                upper = self.expression()
                items.append(s.Opaque((relation.start, relation.end), relation.value))
                items.append(upper)
            closing = self.next()
            if closing.kind == "close":
                if len(items) == 1:
                    return items[0] if opening.value == "{" else s.Group((opening.start, closing.end), (items[0],), "(")
                return s.Group((opening.start, closing.end), tuple(items), "{")
        except Unreadable:
            pass
        self.index, depth = mark, 1
        while not self.at_end():
            token = self.next()
            depth += {"open": 1, "close": -1}.get(token.kind, 0)
            if depth == 0:
                inner = self.text[opening.end : token.start].strip()
                known = {"-T": "-T", "−T": "-T", "-\\top": "-T"}.get(inner.replace(" ", ""))
                return s.Opaque(
                    (opening.end, token.start), known or {"*": "*", "+": "+", "\\dagger": "+"}.get(inner, "label")
                )
        raise Unreadable("a brace is opened and not closed", (opening.start, opening.end))

    @staticmethod
    def order(marks: tuple[s.Mark, ...]) -> int:
        """The order of ∇², d², ∂²: the number raised, or 1."""
        for mark in marks:
            if mark.kind == "sup" and isinstance(mark.content, s.Number):
                return int(mark.content.value)
        return 1

    # --- brackets ----------------------------------------------------------------------------------------------------

    def bracket(self) -> s.Syntax:
        opening = self.next()
        closing = {"(": ")", "[": "]", "{": "}", "⟨": "⟩", "⟮": "⟯"}[opening.value]
        keep, self.bars = self.bars, []
        colon, self.bound_colon = self.bound_colon, False
        if self.peek().kind == "close" or self.at_end():
            raise Unreadable("nothing stands between the brackets", (opening.start, self.peek().end))
        angle, self.dirac = self.dirac, opening.value == "⟨" and not self.comma_ahead()
        items = [self.inside()]
        while self.peek().kind == "sep" or (opening.value == "⟨" and self.peek().kind == "bar"):
            self.next()
            if self.peek().kind == "close":
                break
            items.append(self.inside())
        token = self.peek()
        if token.kind != "close":
            raise Unreadable(
                f"the bracket {opening.value} is not closed"
                if token.kind == "end"
                else f"{self.text[token.start : token.end]!r} was not expected in the brackets",
                (opening.start, opening.end) if token.kind == "end" else (token.start, token.end),
            )
        self.next()
        if token.value != closing and "}" in (token.value, closing):
            raise Unreadable(f"{opening.value} is closed by {token.value}", (token.start, token.end))
        self.bars, self.bound_colon, self.dirac = keep, colon, angle
        span = (opening.start, token.end)
        if opening.value == "⟨":
            if len(items) != 2:
                raise Unreadable("an inner product ⟨a, b⟩ has two arguments", span)
            return s.Inner(span, items[0], items[1])
        return s.Group(span, tuple(items), opening.value)

    def comma_ahead(self) -> bool:
        """Whether a comma separates the two arguments of the ⟨ that has just been read (else a bar does)."""
        depth = 1
        for token in self.tokens[self.index :]:
            depth += {"open": 1, "close": -1}.get(token.kind, 0)
            if depth == 0:
                return False
            if depth == 1 and token.kind == "sep":
                return True
        return False

    def inside(self) -> s.Syntax:
        """One item between brackets; NumPy keyword arguments (axis=0) and relations inside are not expressions."""
        item = self.expression()
        if self.peek().kind == "over":
            self.next()
            bottom = self.expression()
            item = s.Ratio((item.span[0], bottom.span[1]), item, bottom)
        if self.peek().kind == "rel":
            token = self.peek()
            raise Unreadable("a relation stands inside brackets", (token.start, token.end))
        return item

    def closes_bar(self, token: Token) -> bool:
        if token.kind == "bar" and self.dirac and not self.bars and token.value == "|":
            return True
        return token.kind == "bar" and bool(self.bars) and self.bars[-1] == token.value

    def between_bars(self) -> s.Syntax:
        opening = self.next()
        self.bars.append(opening.value)
        if self.at_end():
            raise Unreadable(f"{opening.value} is not closed", (opening.start, opening.end))
        body = self.expression()
        token = self.next()
        if token.kind != "bar" or token.value != opening.value:
            raise Unreadable(f"{opening.value} is not closed", (opening.start, opening.end))
        self.bars.pop()
        return s.Bars((opening.start, token.end), body, opening.value == "‖")

    def prose_in_bracket(self) -> bool:
        """Whether words stand in the bracket that opens here: mathematics never has any."""
        depth = 0
        for token in self.tokens[self.index :]:
            depth += {"open": 1, "close": -1}.get(token.kind, 0)
            if depth == 0:
                return False
            if token.kind in ("prose", "label") and depth == 1:
                return True
        return False

    def remark(self) -> bool:
        """Pass over a remark in brackets, "(since a scalar is its own transpose)"; whether there was one."""
        if self.peek().kind == "label":
            self.next()
            return True
        if self.peek().kind != "open" or self.peek().value == "{" or not self.prose_in_bracket():
            return False
        depth = 0
        while not self.at_end():
            depth += {"open": 1, "close": -1}.get(self.next().kind, 0)
            if depth == 0:
                break
        return True

    # --- fractions, roots, sums --------------------------------------------------------------------------------------

    def argument(self) -> s.Syntax:
        """A LaTeX argument: a brace group or the next symbol."""
        if self.peek().kind == "open" and self.peek().value == "{":
            return self.bracket()
        token = self.peek()
        if token.kind == "diff":
            self.next()
            return s.Diff((token.start, token.end), "∂" if token.value == "∂" else "d", 1, (), None)
        return self.factor_without_scripts()

    def fraction(self) -> s.Syntax:
        token = self.next()
        top = self.argument()
        bottom = self.argument()
        return s.Ratio((token.start, self.last_end()), top, bottom)

    def root(self) -> s.Syntax:
        token = self.next()
        if self.peek().kind == "open" and self.peek().value == "[":
            raise Unreadable("only square roots are supported", (self.peek().start, self.peek().end))
        body = self.argument() if self.peek().kind == "open" else self.factor()
        return s.Function((token.start, self.last_end()), "sqrt", (), (body,), False)

    def big(self) -> s.Syntax:
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
        token = self.next()
        body = self.argument()
        label, text = None, ""
        if self.peek().kind in ("sub", "sup"):
            mark = self.next()
            text_start = self.peek().start
            label = self.script_content(mark)
            text = self.text[text_start : self.last_end()]
        return s.Annotated((token.start, self.last_end()), body, label, text)

    # --- functions and derivatives -----------------------------------------------------------------------------------

    def function(self) -> s.Syntax:
        token = self.next()
        marks = self.marks()
        token_kind = self.peek().kind
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
        ):
            return s.Function((token.start, self.last_end()), token.value, marks, (), False)
        return s.Function((token.start, self.last_end()), token.value, marks, (self.run_argument(token),), True)

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
        ):
            if self.closes_bar(self.peek()) or self.remark():
                break
            if (
                factors
                and self.peek().kind == "word"
                and names.FUNCTIONS[self.peek().value] in ("elementwise", "trace", "logdet")
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
        """`d` or `∂` with its order, subscript and the symbol that it binds to; d behind which nothing stands is bare."""
        token = self.next()
        marks = self.marks()
        kind = "∂" if token.value == "∂" else "d"
        subscript = tuple(m for m in marks if m.kind == "sub")
        operand = None
        if not self.at_end() and self.peek().kind in ("name", "open", "word", "bar", "diff", "nabla"):
            operand = self.factor()
        return s.Diff((token.start, self.last_end()), kind, self.order(marks), subscript, operand)

    def nabla(self) -> s.Syntax:
        token = self.next()
        marks = self.marks()
        return s.Nabla(
            (token.start, self.last_end()),
            self.order(marks),
            tuple(m for m in marks if m.kind != "sup" or not isinstance(m.content, s.Number)),
        )
