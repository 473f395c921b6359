"""A reader of the interactive figures: a page open in a real browser, and a record of everything that went wrong."""

from axe_playwright_python.base import AXE_SCRIPT

from tests.site.browsing import RULES, Visit

LEAST_SQUARES, TRANSPOSE = "figure.least-squares-figure", "figure.transpose-figure"


def places_of_figures(site):
    """Return on which page of the book each figure stands."""
    found = {}
    for path in sorted(site.glob("chapters/**/*.html")):
        html = path.read_text(encoding="utf-8")
        for figure in (LEAST_SQUARES, TRANSPOSE):
            if figure.removeprefix("figure.") in html:
                found.setdefault(figure, path.relative_to(site).as_posix())
    return found


class Reader:
    """One page open at a figure."""

    def __init__(self, browser, base, places, figure, theme="light", width=1350, height=940, **options):
        options.setdefault("reduced_motion", "reduce")
        viewport = {"width": width, "height": height}
        self.base = base
        self.context = browser.new_context(viewport=viewport, color_scheme=theme, **options)
        self.context.set_default_timeout(10_000)
        self.visit = Visit(self.context)
        self.page = self.visit.page
        self.page.goto(base + places[figure])
        self.figure = self.page.locator(figure)
        self.has_scripts = options.get("java_script_enabled", True)
        if self.has_scripts:
            self.page.wait_for_selector(f"{figure}[data-ready]")
        self.figure.scroll_into_view_if_needed()

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        try:
            if kind is None:
                wrong = self.wrong()
                assert wrong == [], wrong
        finally:
            self.context.close()

    def wrong(self):
        """Return errors, requests to other hosts and what the page's policy refused; forget the errors."""
        errors = self.visit.errors[:] + self.visit.refused() if self.has_scripts else []
        self.visit.errors.clear()
        return errors + self.visit.outside(self.base)

    def accessibility(self):
        """Return what axe-core finds wrong in the figure; axe's own errors under the page's policy do not count."""
        assert self.wrong() == []
        self.page.evaluate(AXE_SCRIPT)
        options = {"runOnly": {"type": "tag", "values": RULES}}
        found = self.figure.evaluate("(figure, options) => axe.run(figure, options)", options)
        self.visit.errors.clear()
        self.page.evaluate("() => void (window.refused = [])")
        return [(rule["id"], node["target"]) for rule in found["violations"] for node in rule["nodes"]]

    def frame(self):
        """Wait until what was changed is drawn."""
        self.page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def words(self):
        """Return what the figure says."""
        self.frame()
        return self.figure.locator(".words").inner_text()

    def find(self, selector):
        """Return what is found in the figure."""
        return self.figure.locator(selector)

    def press(self, *keys):
        """Press one key after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def entry(self, name, within=".equation"):
        """Return an entry of the transpose figure."""
        return self.find(f"{within} [data-entry='{name}']")

    def at(self, x):
        """Where x stands on the screen."""
        box = self.find(".contour-picture").bounding_box()
        return box["x"] + (x[0] + 2.5) / 6 * box["width"], box["y"] + (3.5 - x[1]) / 6 * box["width"]
