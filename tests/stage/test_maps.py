"""The map of members: a year by slider, by steps and from the table."""

import pytest
from playwright.sync_api import Locator, expect

from helpers import load_members, membership_by_year
from helpers.maps.widgets import MembershipWidget
from tests.kit.cards import axe
from tests.kit.look import narrow, small, until, wide
from tests.kit.stage import Stage

MEMBERS = load_members()


def show(stage: Stage) -> tuple[MembershipWidget, Locator]:
    view = membership_by_year(MEMBERS, label=["UKR", "GEO", "RUS"], note="A note.")
    stage.show(view)
    return view, stage.page.locator(".mp-card")


def drawn(card: Locator) -> list[int]:
    """Return how many countries are drawn as new, as members before, and as neither."""
    return [card.locator(f".mp-map path.{kind}").count() for kind in ("mp-new", "mp-member", "mp-land")]


def test_it_begins_with_the_first_members(stage: Stage) -> None:
    _, card = show(stage)
    expect(card.get_by_role("status")).to_contain_text("1949: 12 members. New: Belgium, Canada,")
    assert drawn(card)[:2] == [10, 0]


def test_a_year_of_the_table_shows_it_on_the_map(stage: Stage) -> None:
    view, card = show(stage)
    card.get_by_role("button", name="Show 1999 on the map").click()
    expect(card.get_by_role("status")).to_have_text(
        "1999: 19 members. New: Czechia, Hungary and Poland (12 March 1999)."
    )
    assert drawn(card)[:2] == [3, 14]  # two more are off the map
    expect(card.get_by_role("list").last).to_have_text("CzechiaHungaryPoland")
    expect(card.locator('tr[aria-current="true"]')).to_contain_text("12 March 1999")
    until(stage.page, lambda: view.year == 1999, lambda: view.year)


def test_the_slider_by_keyboard_says_the_year_and_its_members(stage: Stage) -> None:
    view, card = show(stage)
    view.year = 1999
    slider = card.get_by_role("slider", name="Year")
    slider.focus()
    stage.page.keyboard.press("ArrowRight")
    expect(card.get_by_role("status")).to_have_text("2000: 19 members. Nobody new.")
    expect(slider).to_have_attribute("aria-valuetext", "2000, 19 members")
    assert drawn(card)[:2] == [0, 17]
    stage.page.keyboard.press("End")
    expect(card.get_by_role("status")).to_have_text("2024: 32 members. New: Sweden (7 March 2024).")
    until(stage.page, lambda: view.year == 2024, lambda: view.year)


def test_from_step_to_step_by_keyboard_and_no_further_than_the_last(stage: Stage) -> None:
    view, card = show(stage)
    view.year = 2000
    press = stage.page.keyboard.press
    card.get_by_role("slider", name="Year").focus()
    press("Tab")
    press("Tab")
    expect(card.get_by_role("button", name="Next step")).to_be_focused()
    press("Enter")
    expect(card.get_by_role("status")).to_contain_text("2004: 26 members. New: Bulgaria, Estonia,")
    view.year = 2024
    later = card.get_by_role("button", name="Next step")
    expect(later).to_have_attribute("aria-disabled", "true")
    press("Enter")
    expect(card.get_by_role("status")).to_contain_text("2024: 32 members")


def test_python_sets_the_year_and_it_is_there_when_the_page_is_loaded_again(stage: Stage) -> None:
    view, card = show(stage)
    view.year = 2004
    expect(card.get_by_role("status")).to_contain_text("2004: 26 members")
    stage.reload()
    expect(card.get_by_role("status")).to_contain_text("2004: 26 members")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(stage: Stage, theme: str) -> None:
    stage.theme(theme)
    view, card = show(stage)
    view.year = 2004
    expect(card.get_by_role("status")).to_contain_text("2004")
    axe(stage.page, ".mp-card", theme)


def test_it_fits_a_telephone_and_a_thumb(phone: Stage) -> None:
    narrow(phone.page)
    _, card = show(phone)
    card.get_by_role("button", name="Next step").tap()
    expect(card.get_by_role("status")).to_contain_text("1952: 14 members")
    card.get_by_role("button", name="Show 2004 on the map").tap()
    expect(card.get_by_role("status")).to_contain_text("2004: 26 members")
    assert wide(phone.page.locator("main"), ".mp-table, .mp-map") == []
    assert small(card, "button, input") == []
    heights = "(card) => [...card.querySelectorAll('.mp-map text')].map((one) => one.getBoundingClientRect().height)"
    assert min(card.evaluate(heights)) >= 10
    axe(phone.page, ".mp-card", "390")
