"""Ship only the icons that the pages use, and no file that no page reads."""

import re
from pathlib import Path
from typing import Any

from fontTools import subset
from sphinx.application import Sphinx

ICON = re.compile(r"\bfa-[a-z0-9-]+\b")
ICON_RULE = re.compile(r'([^{}]+)\{(?:--fa:|content:)"\\([0-9a-f]{1,4})"')
UNREAD = [
    "**/*.map",
    "**/*.ttf",
    "**/*.LICENSE.txt",
    "scripts/fontawesome.js",
    "webpack-macros.html",
    "sbt-webpack-macros.html",
]


def setup(app: Sphinx) -> dict[str, Any]:
    """Shrink the site when it has been written."""
    app.connect("build-finished", _shrink)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _shrink(app: Sphinx, error: Exception | None) -> None:
    if error or app.builder.format != "html":
        return
    out = Path(app.outdir)
    static = out / "_static"
    wanted = _used_icons(out, static)
    for font in sorted(static.rglob("webfonts/*.woff2")):
        _cut(font, wanted)
    for pattern in UNREAD:
        for path in static.glob(pattern):
            path.unlink()


def _used_icons(out: Path, static: Path) -> set[int]:
    """Return the code points of the icons that a page, a script or a style sheet uses."""
    readers = [*out.rglob("*.html"), *(path for path in static.rglob("*.js") if path.name != "fontawesome.js")]
    names = {name for path in readers for name in ICON.findall(path.read_text(encoding="utf-8"))}
    wanted = set()
    for sheet in static.rglob("*.css"):
        css = sheet.read_text(encoding="utf-8")
        for selectors, code in ICON_RULE.findall(css):
            if "fa-" not in selectors or names & set(ICON.findall(selectors)):
                wanted.add(int(code, 16))
        wanted |= {ord(character) for character in css if 0xE000 <= ord(character) <= 0xF8FF}
    return wanted


def _cut(font: Path, wanted: set[int]) -> None:
    options = subset.Options(flavor="woff2", layout_features=[])
    face = subset.load_font(str(font), options)
    chooser = subset.Subsetter(options)
    chooser.populate(unicodes=wanted)
    chooser.subset(face)
    subset.save_font(face, str(font), options)
