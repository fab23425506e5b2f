"""The explorer where JupyterLab has a part: its keys and theme, and a page that is loaded again.

All else that it does is in tests/stage/test_explorer.py.
"""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.kit.cards import axe
from tests.kit.lab import ARTIFACTS, open_and_run, save, set_theme
from tests.kit.rooms import Room

pytestmark = pytest.mark.browser
SHOTS = ARTIFACTS / "explorer"
CELLS = [
    "from helpers import explore, load_eras, load_events",
    "view = explore(load_events(), eras=load_eras())\nview",
]


@pytest.fixture(scope="module")
def lab(room):
    lab = room()
    lab.write("explorer", CELLS)
    return lab


def opened(page: Page, lab: Room) -> Locator:
    """Open the notebook, run it, and return its explorer."""
    open_and_run(page, lab, "explorer.ipynb")
    explorer = page.locator(".xp-card")
    expect(explorer.locator(".xp-figure[data-drawn]")).to_be_visible()
    return explorer


def test_loaded_again_it_has_the_same_filters_and_choice(page: Page, lab: Room) -> None:
    explorer = opened(page, lab)
    explorer.locator("tbody .xp-title").nth(3).click()
    expect(explorer.locator(".xp-part").first).to_be_visible()
    explorer.get_by_role("slider", name="To").fill("1960")
    expect(explorer.locator(".xp-filters [role=status]")).not_to_contain_text("203 of 203")
    left = explorer.locator(".xp-count").inner_text()
    # Python has heard of it: the details of a choice are its answer, and it hears one thing after the other.
    explorer.locator("tbody .xp-title").nth(5).click()
    expect(explorer.locator(".xp-part").first).to_be_visible()
    save(page)
    page.reload()
    expect(explorer.locator(".xp-count")).to_have_text(left, timeout=30_000)
    expect(explorer.locator(".xp-ring")).to_have_count(1)


def test_no_key_of_jupyterlab_is_heard_in_the_explorer(page: Page, lab: Room) -> None:
    explorer = opened(page, lab)
    cells = page.locator(".jp-Cell").count()
    explorer.get_by_role("searchbox").focus()
    page.keyboard.type("ab dd xx")
    expect(explorer.locator(".xp-count")).to_have_text("0 of 203 events shown")
    explorer.get_by_role("button", name="Reset filters").click()
    explorer.locator(".xp-drawing").focus()
    for key in ("d", "d", "x", "b"):
        page.keyboard.press(key)
    assert page.locator(".jp-Cell").count() == cells


def test_it_follows_jupyterlabs_theme(page: Page, lab: Room) -> None:
    explorer = opened(page, lab)
    explorer.locator("tbody .xp-title").nth(3).click()
    expect(explorer.locator(".xp-part").first).to_be_visible()
    SHOTS.mkdir(parents=True, exist_ok=True)
    for theme in ("Light", "Dark"):
        set_theme(page, f"JupyterLab {theme}")
        axe(page, ".xp-root", theme)
        explorer.screenshot(path=SHOTS / f"{theme.lower()}.png", animations="disabled")
