"""Tellings side by side, on the real course."""

import pytest
from playwright.sync_api import Locator, expect

from helpers import side_by_side
from helpers.tellings.parallels import comparison
from helpers.tellings.widget import SideWidget
from tests.kit.cards import axe
from tests.kit.look import narrow, small, until, wide
from tests.kit.stage import Stage

SET = comparison("dinner-1994")
FRONT = list(SET.cells)[1]


def show(stage: Stage) -> tuple[SideWidget, Locator]:
    view = side_by_side("dinner-1994")
    stage.show(view)
    return view, stage.page.locator(".te-side")


def to_the_front(stage: Stage, card: Locator) -> None:
    """Bring the second aspect to the front by keyboard."""
    card.get_by_label("All aspects").focus()
    stage.page.keyboard.press("ArrowDown")
    stage.page.keyboard.press("ArrowDown")
    expect(card.get_by_label(FRONT)).to_be_checked()


def test_a_column_a_telling_and_a_row_an_aspect(stage: Stage) -> None:
    _, card = show(stage)
    expect(card.get_by_role("row")).to_have_count(1 + len(SET.cells))
    expect(card.get_by_role("columnheader")).to_have_count(1 + len(SET.tellings))


def test_what_is_quoted_and_what_is_retold_is_said(stage: Stage) -> None:
    _, card = show(stage)
    quoted = sum(cell.quoted for cells in SET.cells.values() for cell in cells.values())
    expect(card.locator("blockquote")).to_have_count(quoted)
    expect(card.get_by_text("In its own words", exact=True)).to_have_count(quoted)


def test_one_aspect_comes_to_the_front_by_keyboard(stage: Stage) -> None:
    view, card = show(stage)
    to_the_front(stage, card)
    table = card.get_by_role("table")
    expect(table.get_by_role("row")).to_have_count(2)
    expect(table.get_by_role("rowheader")).to_have_text(FRONT)
    silent = len(SET.tellings) - len(SET.cells[FRONT])
    expect(table.get_by_text("Says nothing on this.").locator("visible=true")).to_have_count(silent)
    speak = f"{FRONT}: {len(SET.cells[FRONT])} of {len(SET.tellings)} tellings shown say something on this."
    expect(card.get_by_role("status")).to_have_text(speak)
    until(stage.page, lambda: view.chosen.get("aspect") == FRONT, lambda: view.chosen)


def test_tellings_are_left_out_one_by_one_and_the_last_stays(stage: Stage) -> None:
    _, card = show(stage)
    boxes = card.get_by_role("checkbox")
    boxes.first.focus()
    for _ in SET.tellings:
        stage.page.keyboard.press("Space")
        stage.page.keyboard.press("Tab")
    expect(card.get_by_role("checkbox", checked=True)).to_have_count(1)
    expect(card.get_by_role("status")).to_have_text("One telling stays. Tick another before you leave this one out.")
    expect(card.get_by_role("columnheader")).to_have_count(2)
    boxes.first.click()
    expect(card.get_by_role("columnheader")).to_have_count(3)


def test_loaded_again_it_has_the_same_aspect_and_tellings(stage: Stage) -> None:
    view, card = show(stage)
    to_the_front(stage, card)
    card.get_by_role("checkbox").first.click()
    until(stage.page, lambda: len(view.chosen.get("left_out", [])) == 1, lambda: view.chosen)
    stage.reload()
    expect(card.get_by_label(FRONT)).to_be_checked()
    expect(card.get_by_role("row")).to_have_count(2)
    expect(card.get_by_role("columnheader")).to_have_count(len(SET.tellings))


def test_a_source_opens_to_what_it_is(stage: Stage) -> None:
    _, card = show(stage)
    card.locator("summary").first.focus()
    stage.page.keyboard.press("Enter")
    expect(card.locator(".te-source").locator("visible=true").first).to_contain_text("Point of view:")
    axe(stage.page, ".te-root", "a source is open")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(stage: Stage, theme: str) -> None:
    stage.theme(theme)
    show(stage)
    axe(stage.page, ".te-root", theme)


def test_it_fits_a_telephone_and_a_thumb(phone: Stage) -> None:
    narrow(phone.page)
    _, card = show(phone)
    card.get_by_label(FRONT).tap()
    expect(card.get_by_role("row").locator("visible=true").locator("th[scope=row]")).to_have_text(FRONT)
    card.get_by_label("All aspects").tap()
    assert wide(phone.page.locator("main")) == []
    assert small(card, "label, summary") == []
    # The tellings stand below one another, each under the aspect and with its name.
    fields = card.locator("tbody tr").first.get_by_role("cell")
    expect(fields).to_have_count(len(SET.tellings))
    tops = [field.bounding_box()["y"] for field in fields.all()]
    assert tops == sorted(set(tops))
    expect(fields.first.locator(".te-who")).to_be_visible()
    axe(phone.page, ".te-root", "390")
