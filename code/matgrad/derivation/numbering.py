"""Equation numbers: what is set off at the end of a line is not part of its mathematics."""

import re

NUMBER = re.compile(r"\d{1,4}[a-z]?|\d{1,4}\.\d{1,4}|[*∗†]{1,4}|[ivx]{1,6}")


def without_number(text: str) -> str:
    """The line without the number of the equation, (2) or (∗), that is set off at its end.

    >>> without_number("= Ax   (2)"), without_number("= f (2)")
    ('= Ax', '= f (2)')
    """
    body = text.rstrip(" \t.")
    start = body.rfind("(")
    if not body.endswith(")") or start < 0 or not NUMBER.fullmatch(body[start + 1 : -1]):
        return text
    before = body[:start].rstrip()
    set_off = len(body[:start]) - len(before) >= 2 or before.endswith(("\\quad", "\\qquad", "\\hfill"))
    return before if set_off else text
