"""Tellings side by side, and accounts by when they were told, in a real JupyterLab, on the real course."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from helpers.tellings.parallels import comparison
from tests.kit.cards import axe
from tests.kit.lab import ARTIFACTS, set_theme, to_top
from tests.kit.rooms import Room, opened_card

pytestmark = pytest.mark.browser

SET = comparison("dinner-1994")
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


def opened(page: Page, lab: Room, single: bool = False) -> Locator:
    return opened_card(page, lab, "tellings", ".te-side", single)


def picture(page: Page, name: str) -> None:
    folder: Path = ARTIFACTS / "tellings"
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{name}.png", animations="disabled")


def test_by_keyboard_one_aspect_comes_to_the_front_and_a_telling_is_left_out(page: Page, lab: Room) -> None:
    card = opened(page, lab)
    press, notebook_cells = page.keyboard.press, page.locator(".jp-Cell").count()
    table = card.get_by_role("table")
    expect(table.get_by_role("row")).to_have_count(1 + len(SET.cells))
    expect(table.get_by_role("columnheader")).to_have_count(1 + len(SET.tellings))
    quoted = sum(cell.quoted for cells in SET.cells.values() for cell in cells.values())
    expect(card.locator("blockquote")).to_have_count(quoted)
    expect(card.get_by_text("In its own words", exact=True)).to_have_count(quoted)

    card.get_by_label("All aspects").focus()
    press("ArrowDown")
    press("ArrowDown")
    front = list(SET.cells)[1]
    expect(card.get_by_label(front)).to_be_checked()
    expect(table.get_by_role("row")).to_have_count(2)
    expect(table.get_by_role("rowheader")).to_have_text(front)
    silent = len(SET.tellings) - len(SET.cells[front])
    expect(table.get_by_text("Says nothing on this.").locator("visible=true")).to_have_count(silent)
    said = card.get_by_role("status")
    expect(said).to_have_text(
        f"{front}: {len(SET.cells[front])} of {len(SET.tellings)} tellings shown say something on this."
    )

    # Tellings are left out one by one; the last stays.
    boxes = card.get_by_role("checkbox")
    boxes.first.focus()
    for _ in SET.tellings:
        press("Space")
        press("Tab")
    expect(card.get_by_role("checkbox", checked=True)).to_have_count(1)
    expect(said).to_have_text("One telling stays. Tick another before you leave this one out.")
    expect(table.get_by_role("columnheader")).to_have_count(2)
    boxes.first.focus()
    press("Space")
    expect(table.get_by_role("columnheader")).to_have_count(3)
    for key in ("d", "d", "x", "b"):
        press(key)
    assert page.locator(".jp-Cell").count() == notebook_cells

    # A source opens to what it is.
    card.get_by_label("All aspects").focus()
    press("Space")
    source = card.locator("summary").locator("visible=true").first
    source.focus()
    press("Enter")
    expect(card.locator(".te-source").locator("visible=true").first).to_contain_text("Point of view:")
    axe(page, ".te-root", "a source is open")


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


def test_it_fits_a_telephone(page: Page, lab: Room) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    card = opened(page, lab, single=True)
    wide = page.evaluate("""() => [...document.querySelectorAll('.te-side *')].filter((one) => {
      const box = one.getBoundingClientRect(); return box.width > 1 && box.right > innerWidth + 1
    }).map((one) => one.className)""")
    assert wide == []
    small = page.evaluate("""() => [...document.querySelectorAll('.te-side :is(label, summary)')].filter((one) => {
      const box = one.getBoundingClientRect(); return box.width && box.height < 44
    }).map((one) => one.textContent)""")
    assert small == []
    # The tellings stand below one another, each under the aspect and with its name.
    fields = card.locator("tbody tr").first.get_by_role("cell")
    expect(fields).to_have_count(len(SET.tellings))
    tops = [field.bounding_box()["y"] for field in fields.all()]
    assert tops == sorted(set(tops))
    expect(fields.first.locator(".te-who")).to_be_visible()
    axe(page, ".te-root", "390")
    card.scroll_into_view_if_needed()
    picture(page, "side-390")
    to_top(page)
    picture(page, "figure-390")
