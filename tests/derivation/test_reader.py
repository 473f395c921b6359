"""Reading: relations, implications and prose; precedence of sums, products and scripts."""

import pytest

from matgrad.derivation import syntax as s
from matgrad.derivation.limits import Unreadable
from matgrad.derivation.reader import read

KNOWN = frozenset("AxbyQ")


def shown(tree):
    """Return a tree with all its brackets: the meaning of precedence."""
    if isinstance(tree, s.Number):
        return str(tree.value)
    if isinstance(tree, s.Name):
        return tree.value
    if isinstance(tree, s.Sum):
        return "(" + "".join(sign + shown(term) for sign, term in tree.terms) + ")"
    if isinstance(tree, s.Product):
        return "[" + " ".join(op + shown(factor) for op, factor in tree.factors) + "]"
    if isinstance(tree, s.Group):
        return shown(tree.items[0])
    if isinstance(tree, s.Script):
        return shown(tree.base) + "".join("^" + (shown(m.content) if m.content else m.kind) for m in tree.marks)
    if isinstance(tree, s.Bars):
        return ("‖" if tree.double else "|") + shown(tree.body) + ("‖" if tree.double else "|")
    if isinstance(tree, s.Ratio):
        return f"({shown(tree.top)})/({shown(tree.bottom)})"
    return type(tree).__name__


def only(text):
    """Return the one expression of a line."""
    [statement] = read(text, KNOWN)
    assert statement.relations == ()
    return statement.sides[0]


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("A x - b", "(+[A x]-b)"),
        ("-A x + b", "(-[A x]+b)"),
        ("x^T A x", "[x^T A x]"),
        ("(A x)^T b", "[[A x]^T b]"),
        ("A^{-1} b", "[A^(-1) b]"),
        (r"\frac12 \|x\|^2", "[(1)/(2) ‖x‖^2]"),
        ("1/2 x", "[1 /2 x]"),
        ("A : Q", "[A :Q]"),
        ("x − −b", "(+x+b)"),
        ("x' A''", "[x^prime A^prime]"),
    ],
)
def test_precedence(text, tree):
    assert shown(only(text)) == tree


@pytest.mark.parametrize(
    ("text", "signs", "roles"),
    [
        ("A x = b", [["="]], [""]),
        ("A x = b = y", [["=", "="]], [""]),
        ("= b", [["="]], [""]),
        ("A x = b ⇒ x = y", [["="], ["="]], ["", "⇒"]),
        ("A x = b, where b = y", [["="], ["="]], ["", "where"]),
        ("so x = y", [["="]], [""]),
        (r"A x = b \iff x = y", [["="], ["="]], ["", "⇔"]),
        ("A x ≤ b", [["≤"]], [""]),
        ("A x = b, since it is", [["="]], [""]),
    ],
)
def test_statements(text, signs, roles):
    statements = read(text, KNOWN)
    assert [[relation.sign for relation in statement.relations] for statement in statements] == signs
    assert [statement.role for statement in statements] == roles


def test_spans_cut_the_text():
    text = r"\frac12 (A x - b)^T (A x - b)"
    tree = only(text)
    assert [text[f.span[0] : f.span[1]] for _, f in tree.factors] == [r"\frac12", "(A x - b)^T", "(A x - b)"]


@pytest.mark.parametrize(
    ("text", "message", "span"),
    [
        ("(A x", "the bracket ( is not closed", (0, 1)),
        ("A x)", "a closing ) without an opening one", (3, 4)),
        ("()", "nothing stands between the brackets", (0, 2)),
        ("{A x)", "{ is closed by )", (4, 5)),
        ("(x = b)", "a relation stands inside brackets", (3, 4)),
        ("⟨x⟩", "an inner product ⟨a, b⟩ has two arguments", (0, 3)),
        ("‖x", "‖ is not closed", (0, 1)),
        ("A x +", "a term is missing behind the sign", (4, 5)),
        ("A ·", "a factor is missing behind the product sign", (2, 3)),
        ("A · -", "a factor is missing behind the sign", (4, 5)),
        ("x ± b", "± stands for two statements; write them on two lines", (2, 3)),
        ("x^", "a script is missing", (1, 2)),
        (r"\sqrt[3]{x}", "only square roots are supported", (5, 6)),
        ("=", "nothing stands behind the relation sign", (0, 1)),
        ("A * * x", "'*' was not expected here", (4, 5)),
    ],
)
def test_what_cannot_be_parsed_is_named(text, message, span):
    with pytest.raises(Unreadable) as error:
        read(text, KNOWN)
    assert (error.value.message, error.value.span) == (message, span)
