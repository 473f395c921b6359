"""The transpose figure in a real browser: hover, tap, keys and sliders; its numbers against NumPy."""

import numpy as np
import pytest

from tests.site.reader import TRANSPOSE
from tests.web.expected import CASES, B, decimal

pytestmark = pytest.mark.browser
A = CASES["well"].A

SECOND = "Entry 2 of Aᵀr = column 2 of A times r = 0·0 + 1·2 + 1·(−1) = 1. Column 2 of A is row 2 of Aᵀ."


def test_hover_shows_a_sum_and_leaving_returns_to_the_kept_one(read):
    with read(TRANSPOSE) as reader:
        assert reader.words() == SECOND
        reader.entry("Ax-2").hover()
        assert reader.words() == "Entry 2 of Ax = row 2 of A times x = 1·1 + 1·1 = 2."
        cells = reader.find(".equation [data-entry]").all()
        marks = {cell.get_attribute("data-entry"): cell.get_attribute("data-mark") for cell in cells}
        assert {name for name, mark in marks.items() if mark == "part"} == {"A-2-1", "A-2-2", "x-1", "x-2"}
        assert {name for name, mark in marks.items() if mark == "chosen"} == {"Ax-2"}
        reader.entry("gradient-1", ".ways").locator(".number").hover()
        assert reader.words().startswith("Entry 1 of Aᵀr = column 1 of A times r = 1·0 + 1·2 + 0·(−1) = 2.")
        reader.page.mouse.move(5, 5)
        assert reader.words() == SECOND
        reader.entry("b-3").click()
        reader.page.mouse.move(5, 5)
        assert reader.words() == "b₃ = 2 is subtracted from entry 3 of Ax, which leaves r₃ = −1."


def test_keys_lead_from_entry_to_entry(read):
    with read(TRANSPOSE) as reader:
        reader.entry("r-3").focus()  # the forward equation's tab stop
        reader.press("Tab")
        focused = "document.activeElement.dataset.entry"
        assert reader.page.evaluate(focused) == "gradient-2"
        reader.press("ArrowUp")
        assert reader.page.evaluate(focused) == "gradient-1"
        assert reader.words().startswith("Entry 1 of Aᵀr")
        assert reader.entry("gradient-1").get_attribute("aria-label") == reader.words()
        assert reader.entry("gradient-1").get_attribute("aria-selected") == "true"
        reader.press("ArrowLeft")
        assert reader.page.evaluate(focused) in {"back-1", "back-2"}
        reader.press("Home")
        assert reader.page.evaluate(focused) == "At-1-1"
        reader.press("Shift+Tab")
        assert reader.page.evaluate(focused) == "r-3"


def test_sliders_change_every_number(read):
    with read(TRANSPOSE) as reader:
        reader.find("[name=x1]").focus()
        reader.press("End")
        reader.find("[name=x2]").focus()
        reader.press("Home")
        x = np.array([3, -3])
        r = A @ x - B
        told = {"x": x, "Ax": A @ x, "r": r, "back": r, "gradient": A.T @ r}
        for name, vector in told.items():
            shown = [reader.entry(f"{name}-{i + 1}").text_content() for i in range(len(vector))]
            assert shown == [decimal(value) for value in vector]
        assert f" = {decimal(float((A.T @ r)[1]))}. Column 2" in reader.words()


@pytest.mark.thorough
def test_a_tap_chooses_an_entry(read):
    with read(TRANSPOSE, width=390, height=844, has_touch=True, is_mobile=True) as reader:
        reader.entry("A-2-1").tap()
        assert reader.words().startswith("Entry a₂₁ = 1 of A is entry (1, 2) of Aᵀ.")
