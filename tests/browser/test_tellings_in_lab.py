"""Tellings side by side where JupyterLab has a part: its keys and theme; and the figure of accounts that it draws.

All else that the tellings do is in tests/stage/test_tellings.py.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.kit.cards import axe
from tests.kit.lab import ARTIFACTS, set_theme, to_top
from tests.kit.rooms import Room, opened_card

pytestmark = pytest.mark.browser

CELLS = [
    "from helpers import load_accounts, load_events, show, side_by_side, told_when",
    'show(told_when(load_accounts(), load_events(), title="When was it told?"), "told")',
    'side_by_side("dinner-1994")',
]


@pytest.fixture(scope="module")
def lab(room):
    lab = room()
    lab.write("tellings", CELLS)
    return lab


def opened(page: Page, lab: Room) -> Locator:
    return opened_card(page, lab, "tellings", ".te-side")


def picture(page: Page, name: str) -> None:
    folder: Path = ARTIFACTS / "tellings"
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{name}.png", animations="disabled")


def test_no_key_of_jupyterlab_is_heard_in_the_tellings(page: Page, lab: Room) -> None:
    card = opened(page, lab)
    cells = page.locator(".jp-Cell").count()
    card.get_by_role("checkbox").first.focus()
    for key in ("d", "d", "x", "b"):
        page.keyboard.press(key)
    page.keyboard.press("Space")
    expect(card.get_by_role("checkbox").first).not_to_be_checked()
    assert page.locator(".jp-Cell").count() == cells


def test_light_and_dark_and_a_figure_with_words(page: Page, lab: Room) -> None:
    card = opened(page, lab)
    figure = page.locator(".js-plotly-plot")
    expect(figure).to_be_visible()
    expect(page.locator(".course-figure p")).to_contain_text("Told-when plot of")
    for theme in ("Light", "Dark"):
        set_theme(page, f"JupyterLab {theme}")
        axe(page, ".te-root", theme)
        axe(page, ".js-plotly-plot", theme)
        to_top(page)
        picture(page, f"figure-{theme.lower()}")
        card.scroll_into_view_if_needed()
        picture(page, f"side-{theme.lower()}")
