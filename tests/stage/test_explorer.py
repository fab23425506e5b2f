"""The explorer: filters, timeline, table and details over one selection, by mouse, keyboard and thumb."""

import re

import numpy as np
import pandas as pd
import pytest
from playwright.sync_api import Locator, expect

from helpers import explore, load_eras, load_events
from helpers.exercises import tray
from helpers.explorer.widget import Explorer
from tests.kit.cards import axe
from tests.kit.look import narrow, small, until, wide
from tests.kit.stage import Stage

EVENTS = load_events()
NACC = "1991-12-20-nacc-first-meeting"
TITLES = dict(zip(EVENTS["id"], EVENTS["title"], strict=True))
TOTAL = len(EVENTS)
ALL = f"{TOTAL} of {TOTAL} events shown"
SEEN_JS = """(card) => [...card.querySelectorAll(".xp-figure, .xp-scroll")]
  .every((one) => performance.now() - Number(one.dataset.seen) > 200)"""
MARKS_JS = "card => [...card.querySelectorAll('.xp-mark')].filter((one) => one.style.display !== 'none').length"
INKED_JS = "c => c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some((v) => v > 0)"
# Press and release at a place, in the very frame in which the figure has come on screen anew.
AT_ONCE_JS = """async ([x, y]) => {
  document.querySelector(".xp-told button").click();
  await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  const about = { bubbles: true, cancelable: true, clientX: x, clientY: y, detail: 1 };
  const at = document.elementFromPoint(x, y);
  at.dispatchEvent(new PointerEvent("pointerdown", about));
  at.dispatchEvent(new PointerEvent("click", about));
}"""


def show(stage: Stage, events: pd.DataFrame = EVENTS) -> tuple[Explorer, Locator]:
    """Show an explorer; return it, and its card when it is drawn."""
    view = explore(events, eras=load_eras())
    stage.show(view)
    explorer = stage.page.locator(".xp-card").last
    expect(explorer.locator(".xp-figure[data-drawn]")).to_be_visible()
    return view, explorer


def count(explorer: Locator) -> Locator:
    return explorer.locator(".xp-count")


def marks(explorer: Locator) -> int:
    """Count the marks that are drawn."""
    found: int = explorer.evaluate(MARKS_JS)
    return found


def seen(explorer: Locator) -> None:
    """Wait until figure and table have been on screen for as long as a hand needs to aim in them."""
    explorer.page.wait_for_function(SEEN_JS, arg=explorer.element_handle())


def middle(place: Locator) -> tuple[float, float]:
    box = place.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def mark(explorer: Locator, name: str) -> Locator:
    """Return an event's sign on the timeline."""
    return explorer.get_by_role("option", name=TITLES[name]).locator("> g")


def click_mark(explorer: Locator, name: str) -> None:
    """Click an event's sign, as soon as a student could have aimed at it."""
    seen(explorer)
    explorer.page.mouse.click(*middle(mark(explorer, name)))


def searched(explorer: Locator, words: str) -> None:
    """Search, and wait until the figure follows."""
    explorer.get_by_role("searchbox").fill(words)
    expect(count(explorer)).not_to_have_text(ALL)
    seen(explorer)


class Card:
    """Something open that takes evidence."""

    label = "Ledger, c16"

    def __init__(self) -> None:
        self.got: list[str] = []

    def take(self, ids: list[str]) -> str:
        self.got += ids
        return f"Added to claim c16: {len(ids)}."


@pytest.fixture
def card(monkeypatch: pytest.MonkeyPatch) -> Card:
    monkeypatch.setattr(tray, "_takers", {})  # as in a kernel of its own: other tests' cards may live on here
    card = Card()
    tray.offer(card)
    return card


# ---------------------------------------------------------------------- filters


def test_before_anyone_filters_all_is_shown(stage: Stage) -> None:
    view, explorer = show(stage)
    expect(count(explorer)).to_have_text(ALL)
    assert marks(explorer) == TOTAL
    assert len(view.shown) == TOTAL


def test_years_and_lanes_narrow_figure_count_table_and_python(stage: Stage) -> None:
    view, explorer = show(stage)
    explorer.get_by_role("slider", name="From").fill("1990")
    explorer.get_by_role("slider", name="To").fill("1991")
    explorer.get_by_role("checkbox", name=re.compile("^statement")).uncheck()
    inside = (EVENTS.end >= "1990-01-01") & (EVENTS.start < "1992-01-01") & (EVENTS.category != "statement")
    wanted = EVENTS[inside]
    expect(count(explorer)).to_have_text(f"{len(wanted)} of {TOTAL} events shown")
    expect(explorer.locator(".xp-filters [role=status]")).to_have_text(f"{len(wanted)} of {TOTAL} events shown.")
    expect(explorer.locator("caption")).to_have_text(f"Table of the {len(wanted)} events shown")
    assert marks(explorer) == len(wanted)
    until(stage.page, lambda: sorted(view.shown["id"]) == sorted(wanted["id"]), lambda: len(view.shown))


def test_a_search_finds_a_name_without_its_accents(stage: Stage) -> None:
    _, explorer = show(stage)
    searched(explorer, "worner")
    number = re.match(rf"(\d+) of {TOTAL}", count(explorer).inner_text())
    assert number
    assert 0 < int(number[1]) < 30
    assert marks(explorer) == int(number[1])


def test_one_button_takes_all_filters_back(stage: Stage) -> None:
    _, explorer = show(stage)
    explorer.get_by_role("slider", name="To").fill("1960")
    explorer.get_by_role("searchbox").fill("treaty")
    explorer.get_by_role("button", name="None").click()
    expect(count(explorer)).to_have_text(f"0 of {TOTAL} events shown")
    explorer.get_by_role("button", name="Reset filters").click()
    expect(count(explorer)).to_have_text(ALL)
    expect(explorer.get_by_role("searchbox")).to_have_value("")
    expect(explorer.get_by_role("slider", name="To")).to_have_value(str(EVENTS["end"].max().year))
    expect(explorer.get_by_role("checkbox", name=re.compile("^statement"))).to_be_checked()


# ---------------------------------------------------------------------- one choice in all views


def test_a_mark_on_the_timeline_opens_details_and_its_row_and_python_hears(stage: Stage) -> None:
    view, explorer = show(stage)
    click_mark(explorer, NACC)
    expect(explorer.locator(".xp-heading")).to_have_text(TITLES[NACC])
    expect(explorer.locator(".xp-detail")).to_contain_text("Claims of the essay that it bears on")
    expect(explorer.locator(".xp-detail")).to_contain_text("Read by the editors.")
    row = explorer.locator("tr[aria-current=true]")
    expect(row).to_contain_text(TITLES[NACC])
    # In sight within the table, that is: the page itself does not move.
    assert stage.page.evaluate("scrollY") == 0
    expect(row).to_be_in_viewport()
    until(stage.page, lambda: view.selection == [NACC], lambda: view.selection)


def test_a_mark_is_found_at_once_while_the_table_has_yet_to_follow_a_filter(stage: Stage) -> None:
    _, explorer = show(stage)
    searched(explorer, "worner")
    explorer.get_by_role("button", name="Reset filters").click()
    expect(count(explorer)).to_have_text(ALL)
    click_mark(explorer, NACC)
    expect(explorer.locator(".xp-heading")).to_have_text(TITLES[NACC])
    expect(explorer.locator("tr[aria-current=true]")).to_contain_text(TITLES[NACC])


def test_a_second_event_is_chosen_in_the_table_beside_the_first(stage: Stage) -> None:
    view, explorer = show(stage)
    click_mark(explorer, NACC)
    row = explorer.locator("tr[aria-current=true] + tr")
    expect(row).to_be_visible()
    seen(explorer)
    row.get_by_role("checkbox").check()
    expect(explorer.locator(".xp-ring")).to_have_count(2)
    expect(explorer.locator('[role=option][aria-selected="true"]')).to_have_count(2)
    until(stage.page, lambda: len(view.selected) == 2, lambda: view.selection)


def test_with_shift_a_mark_is_added_and_taken_away(stage: Stage) -> None:
    view, explorer = show(stage)
    click_mark(explorer, NACC)
    other = "1954-03-31-soviet-note-nato"
    for wanted in ([NACC, other], [NACC]):
        seen(explorer)
        stage.page.keyboard.down("Shift")
        stage.page.mouse.click(*middle(mark(explorer, other)))
        stage.page.keyboard.up("Shift")
        until(stage.page, lambda wanted=wanted: view.selection == wanted, lambda: view.selection)


def test_what_is_chosen_goes_to_the_card_that_is_open(stage: Stage, card: Card) -> None:
    view, explorer = show(stage)
    explorer.locator("tbody").get_by_role("checkbox").nth(3).check()
    explorer.locator("tbody").get_by_role("checkbox").nth(5).check()
    explorer.get_by_label("Use it in").select_option("Ledger, c16")
    explorer.get_by_role("button", name="Use these 2 as evidence").click()
    expect(explorer.locator(".xp-said")).to_have_text("Added to claim c16: 2.")
    assert card.got == view.selection


def test_a_card_that_opens_later_is_offered_too(stage: Stage, card: Card) -> None:
    _, explorer = show(stage)
    explorer.locator("tbody .xp-title").first.click()
    expect(explorer.get_by_label("Use it in").locator("option")).to_have_text(["Ledger, c16", "Keep for later"])
    tray.withdraw(card)
    expect(explorer.get_by_label("Use it in").locator("option")).to_have_text(["Keep for later"])


def test_python_chooses_and_the_page_follows(stage: Stage) -> None:
    view, explorer = show(stage)
    view.selection = ["1954-03-31-soviet-note-nato"]
    expect(explorer.locator("tr[aria-current=true] .xp-c-date")).to_have_text("31 March 1954")
    expect(explorer.locator(".xp-ring")).to_have_count(1)


def test_loaded_again_it_has_the_same_filters_and_choice(stage: Stage) -> None:
    view, explorer = show(stage)
    view.selection = ["1954-03-31-soviet-note-nato"]
    explorer.get_by_role("slider", name="To").fill("1960")
    until(stage.page, lambda: 0 < len(view.shown) < TOTAL, lambda: len(view.shown))
    stage.reload()
    expect(count(explorer)).to_have_text(f"{len(view.shown)} of {TOTAL} events shown")
    expect(explorer.get_by_role("slider", name="To")).to_have_value("1960")
    expect(explorer.locator(".xp-ring")).to_have_count(1)


# ---------------------------------------------------------------------- where things have just moved


def test_a_press_takes_the_mark_that_stood_there_though_the_figure_moves_before_the_release(stage: Stage) -> None:
    _, explorer = show(stage)
    searched(explorer, "worner")
    stage.page.mouse.move(*middle(mark(explorer, NACC)))
    before = middle(mark(explorer, NACC))
    stage.page.mouse.down()
    explorer.get_by_role("button", name="Reset filters").evaluate("(button) => button.click()")
    expect(count(explorer)).to_have_text(ALL)
    seen(explorer)
    assert middle(mark(explorer, NACC)) != before
    stage.page.mouse.up()
    expect(explorer.locator(".xp-heading")).to_have_text(TITLES[NACC])


def test_a_press_just_after_the_figure_moved_takes_the_mark_that_the_eye_had_seen(stage: Stage) -> None:
    _, explorer = show(stage)
    searched(explorer, "worner")
    stage.page.evaluate(AT_ONCE_JS, middle(mark(explorer, NACC)))
    expect(count(explorer)).to_have_text(ALL)
    expect(explorer.locator(".xp-heading")).to_have_text(TITLES[NACC])


def test_a_press_takes_the_row_that_stood_there_though_the_table_changes_before_the_release(stage: Stage) -> None:
    _, explorer = show(stage)
    searched(explorer, "worner")
    expect(explorer.locator("caption")).not_to_contain_text(str(TOTAL))
    seen(explorer)
    title = explorer.locator("tbody .xp-title").nth(2)
    wanted = title.inner_text()
    stage.page.mouse.move(*middle(title))
    stage.page.mouse.down()
    explorer.get_by_role("button", name="Reset filters").evaluate("(button) => button.click()")
    expect(title).not_to_have_text(wanted)
    stage.page.mouse.up()
    expect(explorer.locator(".xp-heading")).to_have_text(wanted)


def test_a_hand_that_slips_away_takes_nothing(stage: Stage) -> None:
    view, explorer = show(stage)
    seen(explorer)
    stage.page.mouse.move(*middle(mark(explorer, "1954-03-31-soviet-note-nato")))
    stage.page.mouse.down()
    stage.page.mouse.move(*middle(mark(explorer, NACC)))
    stage.page.mouse.up()
    click_mark(explorer, NACC)  # heard after the other, were that heard at all
    until(stage.page, lambda: bool(view.selection))
    assert view.selection == [NACC]


# ---------------------------------------------------------------------- by keyboard alone


def test_search_by_keyboard_says_that_nothing_is_found(stage: Stage) -> None:
    _, explorer = show(stage)
    explorer.get_by_role("searchbox").focus()
    stage.page.keyboard.type("ab dd xx")
    expect(count(explorer)).to_have_text(f"0 of {TOTAL} events shown")
    expect(explorer.locator(".xp-empty")).to_be_visible()
    stage.page.keyboard.press("Control+a")
    stage.page.keyboard.press("Delete")
    expect(count(explorer)).to_have_text(ALL)


def test_no_key_of_the_notebook_leaves_the_explorer(stage: Stage) -> None:
    _, explorer = show(stage)
    stage.page.evaluate("window.keys = []; document.addEventListener('keydown', ({ key }) => keys.push(key))")
    explorer.locator(".xp-drawing").focus()
    for key in ("d", "d", "x", "a", "b", "ArrowRight", "Enter", "Shift+Enter", "Tab"):
        stage.page.keyboard.press(key)
    assert stage.page.evaluate("keys") == ["Shift", "Enter", "Tab"] or stage.page.evaluate("keys") == ["Enter", "Tab"]


def test_the_years_by_keyboard_and_neither_passes_the_other(stage: Stage) -> None:
    _, explorer = show(stage)
    press = stage.page.keyboard.press
    explorer.get_by_role("searchbox").focus()
    press("Tab")
    for _ in range(42):
        press("ArrowRight")
    expect(explorer.locator(".xp-year").first).to_have_text("1990")
    press("Tab")
    press("Home")  # the last year cannot come before the first: the first goes along
    expect(explorer.locator(".xp-year").first).to_have_text("1948")
    press("End")
    expect(explorer.locator(".xp-year").last).to_have_text(str(EVENTS["end"].max().year))


def test_arrows_go_from_mark_to_mark_and_enter_chooses(stage: Stage) -> None:
    _, explorer = show(stage)
    press, drawing = stage.page.keyboard.press, explorer.locator(".xp-drawing")
    drawing.focus()
    press("Home")
    first = drawing.get_attribute("aria-activedescendant")
    press("ArrowRight")
    press("ArrowRight")
    active = explorer.locator(f"#{drawing.get_attribute('aria-activedescendant')}")
    assert active.get_attribute("id") != first
    expect(active).to_have_class(re.compile("xp-active"))
    press("Enter")
    title = (active.get_attribute("aria-label") or "").split(",")[0]
    expect(explorer.locator(".xp-heading")).to_contain_text(title)
    expect(explorer.locator("> [role=status]")).to_contain_text(title)
    press("ArrowRight")
    press("Space")
    expect(explorer.locator('[role=option][aria-selected="true"]')).to_have_count(2)
    press("Space")
    expect(explorer.locator('[role=option][aria-selected="true"]')).to_have_count(1)


def test_from_a_mark_to_its_details_and_into_an_answer_by_keyboard(stage: Stage, card: Card) -> None:
    _, explorer = show(stage)
    press = stage.page.keyboard.press
    explorer.locator(".xp-drawing").focus()
    press("Home")
    press("Enter")
    expect(explorer.locator(".xp-heading")).not_to_have_text("Nothing chosen yet")
    press("Tab")
    press("Enter")  # Read about it
    expect(explorer.locator(".xp-heading")).to_be_focused()
    expect(explorer.get_by_label("Use it in").locator("option")).to_have_count(2)
    press("Tab")
    press("Tab")
    expect(explorer.get_by_role("button", name="Use as evidence")).to_be_focused()
    press("Enter")
    expect(explorer.locator(".xp-said")).to_have_text("Added to claim c16: 1.")
    assert card.got == [EVENTS.sort_values("start")["id"].iloc[0]]


def test_the_table_turns_its_pages_by_keyboard(stage: Stage) -> None:
    _, explorer = show(stage)
    explorer.get_by_role("button", name="Later rows").focus()
    stage.page.keyboard.press("Enter")
    expect(explorer.locator(".xp-pages [role=status]")).to_have_text(f"Rows 51 to 100 of {TOTAL}")
    row = explorer.locator("tbody .xp-title").nth(2)
    row.focus()
    stage.page.keyboard.press("Enter")
    expect(explorer.locator(".xp-heading")).to_have_text(row.inner_text())


# ---------------------------------------------------------------------- looks


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(stage: Stage, theme: str) -> None:
    stage.theme(theme)
    _, explorer = show(stage)
    explorer.locator("tbody .xp-title").nth(3).click()
    expect(explorer.locator(".xp-part").first).to_be_visible()
    axe(stage.page, ".xp-root", theme)


def test_it_fits_a_telephone_and_a_thumb(phone: Stage) -> None:
    narrow(phone.page)
    view, explorer = show(phone)
    assert wide(phone.page.locator("main"), ".xp-drawing") == []
    expect(explorer.locator(".xp-more")).not_to_have_attribute("open", "")
    explorer.get_by_text("More filters").tap()
    expect(explorer.locator(".xp-more")).to_have_attribute("open", "")
    explorer.get_by_role("checkbox", name=re.compile("^statement")).tap()
    expect(count(explorer)).not_to_have_text(ALL)
    explorer.locator("tbody .xp-title").nth(3).tap()
    expect(explorer.locator(".xp-part").first).to_be_visible()
    seen(explorer)
    explorer.locator(".xp-drawing").scroll_into_view_if_needed()
    phone.page.touchscreen.tap(*middle(mark(explorer, NACC)))
    until(phone.page, lambda: view.selection == [NACC], lambda: view.selection)
    assert wide(phone.page.locator("main"), ".xp-drawing") == []
    assert small(explorer, ".xp-small, .ex-button, select, [type=search], .xp-chip, .xp-pick, tbody tr") == []
    axe(phone.page, ".xp-root", "narrow")


# ---------------------------------------------------------------------- odd tables


@pytest.fixture
def odd() -> pd.DataFrame:
    """Six events: two with a text that would be markup, one of all without a date."""
    events = EVENTS[:6].copy()
    events.loc[0, ["title", "summary"]] = "<img src=x onerror=document.title='broken'>"
    events.loc[1, ["start", "end"]] = pd.NaT
    events.loc[1, "date"] = ""
    return events


def test_text_stays_text(stage: Stage, odd: pd.DataFrame) -> None:
    _, explorer = show(stage, odd)
    explorer.locator("tbody .xp-title").first.click()
    expect(explorer.locator(".xp-main")).to_contain_text("<img src=x")
    assert stage.page.title() == "Stage"
    assert explorer.locator("img").count() == 0


def test_an_event_without_a_date_is_in_the_table_until_years_are_chosen(stage: Stage, odd: pd.DataFrame) -> None:
    _, explorer = show(stage, odd)
    expect(count(explorer)).to_have_text("6 of 6 events shown")
    assert marks(explorer) == 5
    expect(explorer.locator("tbody tr").last).to_contain_text("no date")
    explorer.get_by_role("slider", name="From").press("ArrowRight")
    expect(count(explorer)).not_to_contain_text("6 of 6")
    expect(explorer.locator("tbody")).not_to_contain_text("no date")


@pytest.fixture(scope="module")
def many() -> pd.DataFrame:
    """Twenty thousand events."""
    events = EVENTS.iloc[np.arange(20_000) % len(EVENTS)].reset_index(drop=True)
    moved = pd.to_timedelta(np.arange(20_000) % 700, "D")
    ids = [f"e{n}" for n in range(20_000)]
    return events.assign(id=ids, start=events["start"] + moved, end=events["end"] + moved)


def test_too_many_events_are_counted_in_bars(stage: Stage, many: pd.DataFrame) -> None:
    _, explorer = show(stage, many)
    expect(count(explorer)).to_have_text("20,000 of 20,000 events shown")
    assert marks(explorer) == 0
    expect(explorer.locator(".xp-drawing")).to_have_attribute("aria-label", re.compile("counts by category and"))
    assert explorer.locator("canvas").evaluate(INKED_JS)


def test_few_enough_of_many_are_drawn_one_by_one(stage: Stage, many: pd.DataFrame) -> None:
    view, explorer = show(stage, many)
    explorer.get_by_role("slider", name="To").fill("1950")
    expect(count(explorer)).not_to_contain_text("20,000 of")
    until(stage.page, lambda: 0 < len(view.shown) < 1500, lambda: len(view.shown))
    assert marks(explorer) == len(view.shown)
    expect(explorer.locator("canvas")).to_be_hidden()


def test_a_bar_leads_to_its_years(stage: Stage, many: pd.DataFrame) -> None:
    _, explorer = show(stage, many)
    seen(explorer)
    box = explorer.locator(".xp-drawing").bounding_box()
    assert box
    stage.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 120)
    expect(count(explorer)).not_to_contain_text("20,000 of")
    first, last = explorer.locator(".xp-year").all_inner_texts()
    assert 0 <= int(last) - int(first) <= 10
