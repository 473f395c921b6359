"""Headings with formulas have addresses in words."""

import re

import pytest

from matgrad.book.anchors import readable


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        (r"A^\top", "A transpose"),
        (r"A^{\top}", "A transpose"),
        (r"A^{\mathsf T}", "A transpose"),
        (r"A^{\mathsf{T}}", "A transpose"),
        (r"A\T b", "A transpose b"),
        (r"\tfrac12\lVert Ax-b\rVert^2", "half Ax-b ^2"),
        (r"\frac{1}{2}", "half"),
        (r"\nabla f", "gradient f"),
        (r"\lambda", "lambda"),
    ],
)
def test_a_formula_in_words(formula, words):
    assert readable(formula) == words


def test_no_address_of_a_heading_holds_tex_and_the_menu_knows_it(chapters):
    named = 0
    for name, page in chapters.items():
        for section in page.select("article section[id]"):
            heading = section.find(re.compile("^h[1-6]$"))
            if heading is None or not heading.select(".math"):
                continue
            named += 1
            assert not re.search(r"\b(top|mathsf|tfrac|frac|lvert|rvert|nabla)", section["id"]), name
            assert page.select(f"#pst-page-toc-nav a[href='#{section['id']}']"), name
    assert named >= 3
