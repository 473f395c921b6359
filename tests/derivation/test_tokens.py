"""Tokens: LaTeX, plain text and Unicode give the same ones, each with its place."""

import pytest

from matgrad.derivation.limits import Unreadable
from matgrad.derivation.tokens import tokenize

KNOWN = frozenset({"A", "x", "b", "λ", "w_{new}"})


def pairs(text):
    """Return kind and value of each token."""
    return [(token.kind, token.value) for token in tokenize(text, KNOWN)]


@pytest.mark.parametrize(
    "spellings",
    [
        (r"\mathbf{A}\mathbf{x}", r"\mathbf A\mathbf x", "Ax", "A x", "𝐀𝐱", r"A\,x", "{}Ax"),
        (r"\lambda A", "λA", "λ A", "lambda A", r"\lambda{}A"),
        (r"A \cdot x", "A · x", "A ⋅ x", "A • x"),
        (r"x \leq b", "x ≤ b", "x <= b", r"x \le b"),
        (r"A \Rightarrow b", "A ⇒ b", "A => b", r"A \implies b"),
        (r"\|x\|", "‖x‖", "||x||", r"\lVert x\rVert", r"\left\|x\right\|"),
        (r"\nabla x", "∇x"),
        (r"\partial x", "∂x"),
        ("x - b", "x − b", "x – b"),
    ],
)
def test_spellings_agree(spellings):
    assert len({tuple(pairs(text)) for text in spellings}) == 1


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Ax", [("name", "A"), ("name", "x")]),
        (r"\tfrac12", [("frac", "/"), ("number", "1"), ("number", "2")]),
        ("½", [("number", "1/2")]),
        ("0.25", [("number", "1/4")]),
        ("x'", [("name", "x"), ("prime", "1")]),
        ("dx", [("diff", "d"), ("name", "x")]),
        ("A.T", [("name", "A"), ("attribute", "transpose")]),
        ("x⁻¹", [("name", "x"), ("sup", "^"), ("open", "{"), ("op", "-"), ("number", "1"), ("close", "}")]),
        ("hence x", [("prose", "hence"), ("name", "x")]),
        (r"\hat{w}", [("name", "ŵ")]),
        (r"\mathbf 0", [("zero", "0")]),
        ("x # note", [("name", "x")]),
        ("A %*% x", [("name", "A"), ("op", "@"), ("name", "x")]),
    ],
)
def test_tokens(text, tokens):
    assert pairs(text) == tokens


def test_every_token_knows_its_place():
    text = r"\left(A x\right)^\top - \tfrac12 b"
    spelled = [text[token.start : token.end] for token in tokenize(text, KNOWN)]
    assert spelled == [r"\left(", "A", "x", r"\right)", "^", r"\top", "-", r"\tfrac", "1", "2", "b"]


@pytest.mark.parametrize(
    ("text", "message", "span"),
    [
        ("A ☃ x", "the character '☃' is not part of the language", (2, 3)),
        (r"\unknown x", r"the command \unknown is not part of the language", (0, 8)),
        (r"\binom{n}{k}", r"\binom is not supported", (0, 6)),
        (r"\mathbf{x", "a brace is opened and not closed", (7, 8)),
        (r"\hat", r"\hat needs a letter under it", (0, 4)),
        (r"\hat{AB}", r"\hat needs one letter under it", (0, 8)),
        (r"\overline{AB}", "a bar over an expression is not supported; give it a name", (0, 13)),
    ],
)
def test_what_is_no_token_is_named(text, message, span):
    with pytest.raises(Unreadable) as error:
        tokenize(text, KNOWN)
    assert (error.value.message, error.value.span) == (message, span)
