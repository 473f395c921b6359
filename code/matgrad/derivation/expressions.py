"""The expressions of a line: sums, products and the factors that stand side by side.

Precedence, from loose to tight: sums; the Frobenius colon; products, spelled or juxtaposed; scripts. What a product
means is decided later, when the shapes are known.
"""

from __future__ import annotations

from . import syntax as s
from .factors import FactorReader
from .limits import MAX_DEPTH, MAX_TERMS, Unreadable

PRODUCTS = set("*·×@/⊙⊗∘\\⋆") | {"./", ".dot"}
STARTS = {
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
    "opaque",
    "dots",
    "matrix",
}


class ExpressionReader(FactorReader):
    """Reads sums and products."""

    def expression(self) -> s.Syntax:
        """A sum of signed terms."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Unreadable(
                f"the expression is nested more than {MAX_DEPTH} deep", (self.peek().start, len(self.text))
            )
        start = self.peek().start
        terms: list[tuple[str, s.Syntax]] = []
        sign = "+"
        signs = False
        while not self.at_end() and self.peek().kind == "op" and self.peek().value in "+-±":
            sign = self.sign(sign)
            signs = True
        while True:
            if self.at_end() and not terms:
                raise Unreadable("an expression was expected here", (start, len(self.text)))
            terms.append((sign, self.colon_product()))
            if len(terms) > MAX_TERMS:
                raise Unreadable(f"the sum has more than {MAX_TERMS} terms", (start, self.peek().start))
            if self.at_end() or self.peek().kind != "op" or self.peek().value not in "+-±":
                break
            sign = "+"
            while not self.at_end() and self.peek().kind == "op" and self.peek().value in "+-±":
                sign = self.sign(sign)
        self.depth -= 1
        if len(terms) == 1 and not signs:
            return terms[0][1]
        return s.Sum((start, self.last_end()), tuple(terms))

    def sign(self, so_far: str) -> str:
        """The sign so far, times the next one."""
        token = self.next()
        if token.value == "±":
            raise Unreadable("± stands for two statements; write them on two lines", (token.start, token.end))
        if self.at_end():
            raise Unreadable("a term is missing behind the sign", (token.start, token.end))
        return so_far if token.value == "+" else ("-" if so_far == "+" else "+")

    def colon_product(self) -> s.Syntax:
        """Products with the Frobenius colon between them."""
        start = self.peek().start
        factors: list[tuple[str, s.Syntax]] = [("", self.product())]
        while (
            not self.at_end()
            and self.peek().value == ":"
            and self.peek().kind == "op"
            and self.starts(1)
            and not self.bound_colon
        ):
            self.next()
            factors.append((":", self.product()))
        return factors[0][1] if len(factors) == 1 else s.Product((start, self.last_end()), tuple(factors))

    def product(self) -> s.Syntax:
        """Factors that stand side by side or between product signs."""
        start = self.peek().start
        factors: list[tuple[str, s.Syntax]] = [("", self.factor())]
        while not self.at_end():
            token = self.peek()
            if self.closes_bar(token) or self.remark():
                break
            if token.kind == "op" and token.value in PRODUCTS and not (token.value == "⋆" and not self.starts(1)):
                self.next()
                if self.at_end():
                    raise Unreadable("a factor is missing behind the product sign", (token.start, token.end))
                factors.append((token.value, self.signed_factor()))
            elif token.kind in STARTS:
                factors.append(("", self.factor()))
            else:
                break
            if len(factors) > MAX_TERMS:
                raise Unreadable(f"the product has more than {MAX_TERMS} factors", (start, self.last_end()))
        joined = joined_ratios(factors)
        return joined[0][1] if len(joined) == 1 else s.Product((start, self.last_end()), tuple(joined))

    def signed_factor(self) -> s.Syntax:
        """A factor behind an explicit operator may carry its own sign: Y · −X."""
        token = self.peek()
        if token.kind == "op" and token.value in "+-":
            self.next()
            if self.at_end():
                raise Unreadable("a factor is missing behind the sign", (token.start, token.end))
            body = self.factor()
            return s.Sum((token.start, self.last_end()), ((token.value, body),))
        return self.factor()

    def starts(self, ahead: int) -> bool:
        """Whether an operand starts `ahead` tokens further on."""
        place = self.index + ahead
        return place < len(self.tokens) and (
            self.tokens[place].kind in STARTS or (self.tokens[place].kind == "op" and self.tokens[place].value in "+-")
        )


def leads_derivative(tree: s.Syntax) -> bool:
    """Whether `tree` is d or ∂ with what it binds."""
    base = tree.base if isinstance(tree, s.Script) else tree
    return isinstance(base, s.Diff) and base.kind in "d∂"


def joined_ratios(factors: list[tuple[str, s.Syntax]]) -> list[tuple[str, s.Syntax]]:
    """Join `df / dx`, `∂²f/∂x∂xᵀ` and `d/dx` into one fraction, so that both spellings give the same tree."""
    for place in range(1, len(factors)):
        if factors[place][0] != "/" or not leads_derivative(factors[place][1]):
            continue
        start = place - 1
        while start > 0 and factors[start][0] == "" and not leads_derivative(factors[start][1]):
            start -= 1
        if not leads_derivative(factors[start][1]):
            continue
        end = place + 1
        while (
            end < len(factors)
            and factors[end][0] == ""
            and leads_derivative(factors[end][1])
            and is_second(factors[start][1])
        ):
            end += 1
        top = grouped([("", factors[start][1]), *factors[start + 1 : place]])
        bottom = grouped([("", factors[place][1]), *factors[place + 1 : end]])
        ratio = s.Ratio((top.span[0], bottom.span[1]), top, bottom)
        return joined_ratios([*factors[:start], (factors[start][0], ratio), *factors[end:]])
    return factors


def is_second(tree: s.Syntax) -> bool:
    """Whether a factor is d² or ∂²."""
    base = tree.base if isinstance(tree, s.Script) else tree
    return isinstance(base, s.Diff) and base.order > 1


def grouped(factors: list[tuple[str, s.Syntax]]) -> s.Syntax:
    """Some factors as one expression."""
    if len(factors) == 1:
        return factors[0][1]
    return s.Product((factors[0][1].span[0], factors[-1][1].span[1]), tuple(factors))
