r"""What the symbols of a line are called: one canonical name for each, however it was typed.

A letter may come as LaTeX (``\lambda``, ``\mathbf{x}``, ``\hat{w}``), as a word (``lambda``, ``lam``) or as Unicode
(``λ``, ``𝐱``, ``ŵ``). The canonical name is the Unicode letter, with its accent composed, and no font.
"""

import re
import unicodedata

GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε", "zeta": "ζ", "eta": "η",
    "theta": "θ", "vartheta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "lam": "λ", "mu": "μ", "nu": "ν",
    "xi": "ξ", "pi": "π", "rho": "ρ", "varrho": "ρ", "sigma": "σ", "varsigma": "σ", "tau": "τ", "upsilon": "υ",
    "phi": "φ", "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ",
    "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Upsilon": "Υ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
    "ell": "ℓ", "hbar": "ħ",
}  # fmt: skip

ACCENTS = {
    "hat": "\u0302", "widehat": "\u0302", "bar": "\u0304", "overline": "\u0304", "tilde": "\u0303",
    "widetilde": "\u0303", "dot": "\u0307", "ddot": "\u0308", "check": "\u030c", "breve": "\u0306",
}  # fmt: skip

SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿⁱᵏᵐʲᵀᵗᴴ", "0123456789+-()nikmjTtH", strict=True))
SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", "0123456789+-=()aehijklmnoprstuvx", strict=True))
FRACTIONS = {"½": (1, 2), "⅓": (1, 3), "¼": (1, 4), "⅔": (2, 3), "¾": (3, 4), "⅛": (1, 8), "⅙": (1, 6), "⅕": (1, 5)}

SCRIPTS = str.maketrans({**SUPERSCRIPTS, **SUBSCRIPTS})

ELEMENTWISE = {
    "exp": "exp", "log": "log", "ln": "log", "sin": "sin", "cos": "cos", "tanh": "tanh", "sigmoid": "sigmoid",
    "sigm": "sigmoid", "expit": "sigmoid", "relu": "relu", "ReLU": "relu", "sign": "sign", "sgn": "sign",
    "logistic": "sigmoid", "softplus": "softplus",
}  # fmt: skip
FUNCTIONS = {
    "tr": "trace", "Tr": "trace", "trace": "trace", "Trace": "trace", "tra": "trace", "TR": "trace",
    "det": "det", "Det": "det", "logdet": "logdet", "slogdet": "logdet", "diag": "diag", "Diag": "diag",
    "vec": "vec", "Vec": "vec", "inv": "inverse", "transpose": "transpose", "norm": "norm", "sqrt": "sqrt",
    "dot": "dot", "vdot": "inner", "inner": "inner", "innerprod": "inner", "matmul": "dot", "solve": "solve",
    "pinv": "pinv", "kron": "kron", "outer": "outer", "sum": "sum_entries", "abs": "abs", "softmax": "softmax",
    "Softmax": "softmax", "eye": "eye", "ones": "ones", "zeros": "zeros", "multiply": "hadamard", "square": "square",
    "crossprod": "crossprod", "logsumexp": "logsumexp", "rank": "opaque", "sup": "opaque", "inf": "opaque",
    "min": "extremum", "max": "extremum", "Im": "imaginary", "Re": "real",
    "argmin": "opaque", "argmax": "opaque", "lim": "opaque", "range": "opaque",
    "null": "opaque", "span": "opaque", "cond": "opaque", "rk": "opaque", "ker": "opaque", "dim": "opaque",
    "Var": "opaque", "Cov": "opaque", "prox": "opaque", "proj": "opaque", "erf": "opaque", "sec": "opaque",
    "tan": "opaque", "arctan": "opaque", "arg": "opaque", "minimize": "opaque", "maximize": "opaque",
    "Hess": "hessian", "Hessian": "hessian", "hess": "hessian", "hessian": "hessian", "grad": "gradient",
    "gradient": "gradient",
    "sym": "sym", "Cost": "opaque", "mean": "mean",
    **dict.fromkeys(ELEMENTWISE, "elementwise"),
}  # fmt: skip
IMAGINARY = "𝕚"
"""The imaginary unit, typed upright."""
EXPECTATION = "𝔼"
UPRIGHT = {"E", "V", "P", "N", "Pr", "Var", "Cov", "var", "cov", "KL", "MSE", "Corr", "Bias", "plim"}
"""Upright names of functionals of random variables, where nothing declares them."""
FUNCTIONS[EXPECTATION] = "opaque"
FUNCTIONS |= dict.fromkeys(("Pr", "Corr", "plim"), "opaque")
MODULES = {"np", "numpy", "linalg", "torch", "jnp", "sp", "scipy", "LA", "la"}

SEPARATORS = {
    "so", "then", "hence", "thus", "therefore", "and", "gives", "implies", "yields", "i.e.", "ie", "that", "giving",
    "which", "means", "or", "consequently", "get", "obtain", "have", "implying", "leads", "becomes", "follows",
}  # fmt: skip
WHERE = {
    "where",
    "with",
    "let",
    "define",
    "put",
    "set",
    "setting",
    "letting",
    "writing",
    "write",
    "Let",
    "Define",
    "denote",
}
REASONS = {
    "since",
    "because",
    "by",
    "using",
    "from",
    "as",
    "for",
    "if",
    "when",
    "note",
    "recall",
    "due",
    "via",
    "here",
    "see",
    "provided",
    "assuming",
    "per",
    "after",
}
OTHER_PROSE = {
    "we", "the", "is", "a", "an", "this", "to", "of", "in", "it", "its", "at", "be", "are", "can", "now", "also",
    "us", "our", "both",
    "symmetric", "scalar", "vector", "matrix", "sides", "terms", "chain", "rule", "product", "symmetry", "all",
    "any", "each", "finally", "first", "order", "gradient", "normal", "equations", "equation", "linear", "quadratic",
    "will",
    "transpose", "not", "same", "on", "into", "expand", "expanding", "factor", "only", "too", "cyclic", "property",
    "identity",
    "neglecting", "dropping", "ignoring", "collecting", "multiply", "differentiate", "differentiating", "respect",
    "taking", "take", "know", "easily", "say",
}  # fmt: skip
PROSE = SEPARATORS | WHERE | REASONS | OTHER_PROSE


def compose(text: str) -> str:
    """Return `text` in composed Unicode form, so that w + combining hat and ŵ are one name."""
    return unicodedata.normalize("NFC", text)


def plain_scripts(text: str) -> str:
    """Return `text` with raised and lowered characters (₀, ᵀ) as ordinary ones."""
    return text.translate(SCRIPTS)


def plain_letter(character: str) -> str | None:
    """Return the ordinary letter behind a mathematical alphanumeric (𝐱 → x, 𝝀 → λ), or None for other characters."""
    if not ("\U0001d400" <= character <= "\U0001d7ff" or character in "ℒℋℱℬℰℳℛℐℎ"):
        return None
    base = unicodedata.normalize("NFKC", character)
    return {"ϵ": "ε", "ϑ": "θ", "ϕ": "φ", "ϱ": "ρ", "∂": "∂", "∇": "∇"}.get(base, base)


def canonical(name: str) -> str:
    r"""Return the canonical form of a declared name.

    >>> canonical("lam"), canonical("\\hat{w}"), canonical("x_{i+1}"), canonical("𝐱")
    ('λ', 'ŵ', 'x_{i+1}', 'x')
    """
    name = name.strip().strip("$").strip()
    name = "".join(plain_letter(c) or c for c in name)
    name = re.sub(
        r"\\(?:mathbf|boldsymbol|bm|mathrm|mathsf|mathcal|mathit|mathbb|vec|textbf|text)\s*\{([^{}]*)\}", r"\1", name
    )
    for accent, mark in ACCENTS.items():
        if found := re.fullmatch(rf"\\{accent}\s*\{{?\\?([^\W_]+)\}}?(.*)", name):
            name = GREEK.get(found[1], found[1]) + mark + found[2]
        elif (found := re.fullmatch(rf"([^\W\d_]+?)_?{accent}", name)) and len(GREEK.get(found[1], found[1])) == 1:
            name = GREEK.get(found[1], found[1]) + mark
    name = re.sub(r"\s*(?:\^\s*\{?\s*(?:\\star|\\ast|\*|⋆)\s*\}?|⋆)$", "^*", name)
    raised = (
        re.search(r"(?<=.)\^\s*(\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}|\\?\w+|.)\s*(?=_|$)", name) if "_" in name else None
    )
    if raised and raised[1] not in ("*", "{*}"):
        name = name[: raised.start()] + name[raised.end() :]
        text = re.sub(r"\s|[{}]", "", raised[1]).replace("\\perp", "⊥")
        return compose(canonical(name) + (f"^{text}" if len(text) == 1 else f"^{{{text}}}"))
    name = re.sub(r"\^\s*\{?\s*(?:\\perp|⊥)\s*\}?", "^⊥", name)
    base, mark, sub = name.partition("_")
    base = base.lstrip("\\")
    stem, caret, script = base.partition("^")
    base = GREEK.get(stem, stem) + caret + script
    for character, letter in SUBSCRIPTS.items():
        if character in base:
            base, mark, sub = base.replace(character, ""), "_", sub + letter
    sub = sub.strip().removeprefix("{").removesuffix("}").replace(" ", "").lstrip("\\")
    sub = GREEK.get(sub, sub)
    return compose(base + (f"_{sub}" if len(sub) == 1 else f"_{{{sub}}}" if sub else ""))
