"""A formula cut into lines for the checker, and the rules for what need not be checked."""

from __future__ import annotations

import re

RELATION = re.compile(
    r"=|<|>|≤|≥|≈|\\(?:ne|neq|le|leq|ge|geq|approx|equiv|sim|in|to|propto|Rightarrow|iff|perp)(?![A-Za-z])"
)
WORDS = re.compile(r"\\(?:text|mathrm|operatorname|mathsf)\{[^{}]*\}")
COMMANDS = re.compile(r"\\[A-Za-z]+\*?")
GREEK = (
    "alpha|beta|gamma|delta|varepsilon|epsilon|kappa|lambda|mu|nabla|partial|phi|varphi|psi|chi|rho|sigma|tau|ell|"
    "theta|omega|Sigma|Phi|Psi"
)
LETTERS = re.compile(rf"[A-Za-z]|\\(?:{GREEK})(?![A-Za-z])")
ENVIRONMENT = re.compile(r"\\(begin|end)\{([a-z]*matrix|cases|array)\}")
ALIGNED = re.compile(r"\\(?:begin|end)\{(?:aligned|align\*?|gathered|split)\}")
BETWEEN = re.compile(r"[,;]?\s*\\qq?uad(?![A-Za-z])\s*(?:\\text\{\s*(?:and|or|so)\s*\}\s*\\qq?uad(?![A-Za-z]))?")
NUMBER = r"[-+]?\s*(?:\\[td]?frac\s*(?:\{[-\d]+\}|\d)\s*(?:\{\d+\}|\d)|\d+(?:\.\d+)?(?:/\d+)?(?:\^\{?-?\d+\}?)?)"
LITERAL = rf"(?:{NUMBER}|\(\s*{NUMBER}(?:\s*,\s*{NUMBER})*\s*\)|\\begin\{{bmatrix\}}[-+\d\s&\\.]*\\end\{{bmatrix\}})"
SETTING = re.compile(rf"(?P<name>\\?[A-Za-z]+(?:_\{{?\w+\}}?)?(?:\^\\star)?)\s*=\s*(?P<value>{LITERAL})")


def lines(tex: str) -> list[str]:
    r"""Return the lines of a formula: rows of an aligned block, and statements side by side.

    Examples
    --------
    >>> lines(r"\begin{aligned} f &= a \\ &\quad + b \\ &= c . \end{aligned}")
    ['f = a + b', '= c']
    >>> lines(r"A = \begin{bmatrix} 1 \\ 2 \end{bmatrix}, \qquad b = 3")
    ['A = \\begin{bmatrix} 1 \\\\ 2 \\end{bmatrix}', 'b = 3']
    """
    found: list[str] = []
    for row in _split(ALIGNED.sub("", tex), r"\\\\(?:\[[^\]]*\])?"):
        continued = re.match(r"\s*&?\s*\\qq?uad\s*(?=[-+])", row)
        for number, part in enumerate(_split(row[continued.end() :] if continued else row, BETWEEN.pattern)):
            text = _plain(part)
            if continued and number == 0:
                found[-1] += " " + text
            elif text:
                found.append(text)
    return found


def _split(tex: str, separator: str) -> list[str]:
    """Split outside matrices."""
    parts, start, depth = [], 0, 0
    for match in re.finditer(rf"{ENVIRONMENT.pattern}|{separator}", tex):
        kind = match[1]
        if kind:
            depth += 1 if kind == "begin" else -1
        elif depth == 0:
            parts.append(tex[start : match.start()])
            start = match.end()
    return [*parts, tex[start:]]


def _plain(part: str) -> str:
    """Without alignment marks, breaks and the punctuation at the end."""
    outside = "".join(piece if inside else piece.replace("&", "") for inside, piece in _by_environment(part))
    text = " ".join(outside.split())
    return re.sub(r"\s*[.,;]\s*$", "", text)


def _by_environment(tex: str) -> list[tuple[bool, str]]:
    found, start, depth = [], 0, 0
    for match in ENVIRONMENT.finditer(tex):
        if match[1] == "begin":
            if depth == 0:
                found.append((False, tex[start : match.start()]))
                start = match.start()
            depth += 1
        else:
            depth -= 1
            if depth == 0:
                found.append((True, tex[start : match.end()]))
                start = match.end()
    return [*found, (False, tex[start:])]


def has_relation(tex: str) -> bool:
    r"""Whether a formula says that two things are equal, or compares them.

    Examples
    --------
    >>> has_relation(r"A^\top r"), has_relation(r"\sum_{i=1}^{m} r_i"), has_relation("m > n")
    (False, False, True)
    """
    bare = re.sub(r"_\{[^{}]*\}|\\underset\{[^{}]*\}", "", tex)
    return bool(RELATION.search(re.sub(r"\\left|\\right", "", bare)))


def about_sizes_or_numbers(tex: str, sizes: frozenset[str]) -> bool:
    r"""Whether a relation speaks about sizes and plain numbers alone; such a relation is exempt by rule.

    Examples
    --------
    >>> about_sizes_or_numbers("m = n = 1", frozenset("mn")), about_sizes_or_numbers("m = t", frozenset("mn"))
    (True, False)
    """
    letters = set(LETTERS.findall(COMMANDS.sub(_known_letter, WORDS.sub("", tex))))
    return letters <= sizes


def _known_letter(match: re.Match[str]) -> str:
    return match[0] if LETTERS.fullmatch(match[0]) else " "


def setting(tex: str) -> str | None:
    r"""Return the symbol that a formula sets to a number, a column or a matrix of numbers, or None.

    Examples
    --------
    >>> setting("x = (1, -1)"), setting(r"h = 10^{-8}"), setting("Ax = (1, 2)")
    ('x', 'h', None)
    """
    match = SETTING.fullmatch(" ".join(tex.split()).rstrip(".,"))
    if match is None:
        return None
    name = match["name"]
    one_letter = name.startswith("\\") or len(re.split(r"[_^]", name)[0]) == 1
    return name.lstrip("\\") if one_letter else None
