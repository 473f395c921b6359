"""LaTeX commands and Unicode characters, each with the token it stands for."""


def words(text: str) -> frozenset[str]:
    """Return the words of a table written as running text."""
    return frozenset(text.split())


IGNORED = words("""
    left right middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr bigm displaystyle textstyle
    scriptstyle limits nolimits nonumber notag quad qquad hfill thinspace enspace allowbreak noindent mathstrut
    cr newline hline smallskip medskip bigskip scriptsize small large normalsize it rm bf sf tt cal boldmath
    protect blacksquare square Box qed qedhere
""")  # fmt: skip
SIZES = words("""
    left right big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr middle
""")  # fmt: skip
"""Commands that size the bracket behind them; the bracket's place starts with them."""
DROPPED_WITH_ARGUMENT = words("""
    tag label color hspace vspace hskip begin end ref eqref cite phantom hphantom vphantom mspace kern tag*
    intertext require
""")  # fmt: skip
FONTS = words("""
    mathbf boldsymbol bm mathrm mathsf mathit mathcal mathbb mathscr mathfrak textbf textit textsf pmb symbf
    symbfit vec mathop mathbin mathrel mathord underline mathnormal emph textnormal boxed fbox cancel ensuremath
    overrightarrow overleftarrow underbar smash bold vectorbold vb mathds
""")  # fmt: skip
WRAPPERS = words("""
    boxed fbox eqalign eqalignno displaylines ensuremath overset underset stackrel mathrel
""")  # fmt: skip
"""Commands whose argument may hold a relation; then its braces mean nothing."""
TEXT = words("""
    text textrm mbox hbox operatorname operatorname* textup mathtt DeclareMathOperator textsc
""")  # fmt: skip

RELATIONS = {
    "=": "=", "≈": "≈", "≃": "≈", "≅": "≈", "≡": "=", "≜": ":=", "≔": ":=", "≤": "≤", "≥": "≥", "<": "<", ">": ">",
    "≠": "≠", "∈": "∈", "∝": "∝", "→": "→", "↦": "→", "≪": "≪", "≫": "≫", "≻": "≻", "≽": "≻", "⪰": "≻", "⪯": "≻",
    "⊥": "⊥", "∼": "∝", "⊂": "∈", "⊆": "∈",
    "⩽": "≤", "⩾": "≥", "∉": "∈", "⟶": "→",
}  # fmt: skip
IMPLICATIONS = {"⇒": "⇒", "⟹": "⇒", "⇔": "⇔", "⟺": "⇔", "∴": "⇒", "⟸": "⇐", "⇐": "⇐", "↔": "⇔", "∵": "because"}
COMMANDS = {
    "approx": "≈", "simeq": "≈", "cong": "≈", "doteq": "≈", "equiv": "≡", "triangleq": "≜", "coloneqq": "≔",
    "coloneq": "≔", "le": "≤",
    "leq": "≤", "leqslant": "⩽", "ge": "≥", "geq": "≥", "geqslant": "⩾", "lt": "<", "gt": ">", "ne": "≠", "neq": "≠",
    "in": "∈",
    "notin": "∉", "propto": "∝", "sim": "∼", "to": "→", "rightarrow": "→", "mapsto": "↦", "longrightarrow": "⟶",
    "ll": "≪", "gg": "≫",
    "succ": "≻", "succeq": "≽", "prec": "≻", "preceq": "⪯", "perp": "⊥", "subset": "⊂", "subseteq": "⊆",
    "Rightarrow": "⇒", "implies": "⇒", "Longrightarrow": "⇒", "therefore": "∴", "because": "∵", "impliedby": "⇐",
    "Leftarrow": "⇐",
    "iff": "⇔", "Leftrightarrow": "⇔", "Longleftrightarrow": "⇔", "leftrightarrow": "↔",
    "cdot": "·", "bullet": "·", "times": "×", "otimes": "⊗", "odot": "⊙", "circ": "∘", "ast": "*", "star": "⋆",
    "div": "/", "colon": ":",
    "nabla": "∇", "partial": "∂", "sum": "∑", "prod": "∏", "int": "∫", "infty": "∞",
    "langle": "⟨", "rangle": "⟩", "lVert": "‖", "rVert": "‖", "Vert": "‖", "vert": "|", "lvert": "|", "rvert": "|",
    "mid": "|", "parallel": "‖",
    "top": "⊤", "intercal": "⊤", "prime": "′", "dagger": "†", "ddagger": "†", "pm": "±", "mp": "±",
    "cdots": "…", "ldots": "…", "dots": "…", "dotsb": "…", "dotsc": "…", "vdots": "…", "ddots": "…", "lbrace": "(",
    "rbrace": ")", "lbrack": "[", "rbrack": "]",
    "lceil": "⌈", "rceil": "⌉", "lfloor": "⌊", "rfloor": "⌋", "forall": "∀", "exists": "∃",
    "backslash": "\\", "wedge": "∧", "cup": "∪", "cap": "∩",
}  # fmt: skip
FRAC = {"frac", "tfrac", "dfrac", "cfrac", "nicefrac", "sfrac"}

OPERATORS = {
    "+": "+", "-": "-", "−": "-", "–": "-", "—": "-", "±": "±", "*": "*", "∗": "*", "·": "·", "⋅": "·", "•": "·",
    "∙": "·", "×": "×", "@": "@", "/": "/",
    "÷": "/", "∕": "/", "⊙": "⊙", "∘": "∘", "○": "∘", "⊗": "⊗", ":": ":", "⋆": "⋆",
}  # fmt: skip
OPENING = {"(": ")", "[": "]", "{": "}", "⟨": "⟩", "⟮": "⟯"}
BRACKETS = {"〈": "⟨", "〉": "⟩", "（": "(", "）": ")", "❨": "(", "❩": ")", "⟪": "⟨", "⟫": "⟩", "⟦": "[", "⟧": "]"}
