"""The explorer in a real JupyterLab: filters, timeline, table and details over one selection, by mouse and keyboard."""

import json
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.kit.cards import axe
from tests.kit.lab import ARTIFACTS, open_and_run, save, set_theme
from tests.kit.rooms import Room

pytestmark = pytest.mark.browser
SHOTS = ARTIFACTS / "explorer"

START = """from helpers import explore, load_eras, load_events
from helpers.exercises import tray
class Card:
    label, got = "Ledger, c16", []
    def take(self, ids):
        self.got += ids
        return f"Added to claim c16: {len(ids)}."
card = Card()
tray.offer(card)
"""
SMALL = "view = explore(load_events(), eras=load_eras())\nview"
ODD = """import pandas as pd
events = load_events()[:6]
events.loc[0, ["title", "summary"]] = "<img src=x onerror=document.title='broken'>"
events.loc[1, ["start", "end"]] = pd.NaT
events.loc[1, "date"] = ""
explore(events)"""
LARGE = """import numpy as np
events = load_events()
events = events.iloc[np.arange(20_000) % len(events)].reset_index(drop=True)
moved = pd.to_timedelta(np.arange(20_000) % 700, "D")
events = events.assign(id=[f"e{n}" for n in range(20_000)], start=events["start"] + moved, end=events["end"] + moved)
many = explore(events)
many"""
ASK_JS = """async (code) => {
  const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
  const run = kernel.requestExecute({ code });
  let said = "";
  run.onIOPub = (message) => { said += message.content.text ?? message.content.evalue ?? ""; };
  await run.done;
  return said;
}"""
HIDDEN_JS = """() => document.documentElement.scrollWidth > innerWidth
  || [...document.querySelectorAll(".xp-root")].some((root) => root.scrollWidth > root.clientWidth + 1)
  || [...document.querySelectorAll(".xp-card > *")].some((part) => {
    const card = part.parentElement.getBoundingClientRect();
    return part.getBoundingClientRect().right > card.right + 1; })"""


@pytest.fixture(scope="module")
def lab(room):
    lab = room()
    lab.write("small", [START, SMALL])
    lab.write("more", [START, ODD, LARGE])
    return lab


def opened(page: Page, lab: Room, name: str, *, single: bool = False) -> Locator:
    """Open a notebook, run it, and return its first explorer."""
    open_and_run(page, lab, f"{name}.ipynb", single)
    explorer = page.locator(".xp-card").first
    expect(explorer.locator(".xp-figure[data-drawn]")).to_be_visible()
    explorer.scroll_into_view_if_needed()
    return explorer


def ask(page: Page, what: str) -> object:
    """Let Python work out an expression and return it."""
    said = page.evaluate(ASK_JS, f"import json; print(json.dumps({what}))")
    return json.loads(said)


def until(page: Page, what: str, wanted: object) -> None:
    """Wait until Python says what is wanted: a choice or a filter takes a moment to get there."""
    for _ in range(40):
        if ask(page, what) == wanted:
            return
        page.wait_for_timeout(50)
    assert ask(page, what) == wanted


def shown(explorer: Locator) -> int:
    """Return how many events the explorer says it shows."""
    found = re.match(r"([\d,]+) of", explorer.locator(".xp-count").inner_text())
    assert found
    return int(found.group(1).replace(",", ""))


def marks(explorer: Locator) -> int:
    """Count the marks that are drawn."""
    return int(
        explorer.evaluate(
            "card => [...card.querySelectorAll('.xp-mark')].filter((m) => m.style.display !== 'none').length"
        )
    )


def click_mark(page: Page, explorer: Locator, title: str, **how: object) -> None:
    """Click a mark on the timeline, in the middle of its sign."""
    box = explorer.get_by_role("option", name=title).locator("> g").bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, **how)


def shot(explorer: Locator, name: str) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    explorer.screenshot(path=SHOTS / f"{name}.png", animations="disabled")


def test_by_mouse(page, lab):
    page.set_viewport_size({"width": 1400, "height": 1900})
    explorer = opened(page, lab, "small")
    assert (shown(explorer), marks(explorer)) == (200, 200)
    assert ask(page, "len(view.shown)") == 200

    # Filters: years, lanes, who, words; Python is told.
    explorer.get_by_role("slider", name="From").fill("1990")
    explorer.get_by_role("slider", name="To").fill("1991")
    explorer.get_by_role("checkbox", name=re.compile("^statement")).uncheck()
    rule = "e[(e.end >= '1990-01-01') & (e.start < '1992-01-01') & (e.category != 'statement')]"
    wanted = ask(page, f"[len({rule}) for e in [load_events()]][0]")
    expect(explorer.locator(".xp-count")).to_have_text(f"{wanted} of 200 events shown")
    expect(explorer.locator(".xp-filters [role=status]")).to_have_text(f"{wanted} of 200 events shown.")
    assert marks(explorer) == wanted
    until(page, "sorted(view.shown['id'])", ask(page, f"[sorted({rule}['id']) for e in [load_events()]][0]"))
    expect(explorer.locator("caption")).to_have_text(f"Table of the {wanted} events shown")
    explorer.get_by_role("button", name="Reset filters").click()
    explorer.get_by_role("searchbox").fill("worner")
    expect(explorer.locator(".xp-count")).not_to_have_text("200 of 200 events shown")
    assert 0 < shown(explorer) < 30
    explorer.get_by_role("button", name="Reset filters").click()

    # From the timeline to table, details and Python; at once, while the table has yet to follow the filter.
    title, name = "North Atlantic Cooperation Council meets for the first time", "1991-12-20-nacc-first-meeting"
    click_mark(page, explorer, title)
    expect(explorer.locator(".xp-count")).to_have_text("200 of 200 events shown")
    expect(explorer.locator(".xp-heading")).to_have_text(title)
    expect(explorer.locator(".xp-detail")).to_contain_text("Claims of the essay that it bears on")
    expect(explorer.locator(".xp-detail")).to_contain_text("Read by the editors.")
    row = explorer.locator("tr[aria-current=true]")
    expect(row).to_contain_text(title)
    # In sight within the table, that is: the notebook itself does not move.
    explorer.locator(".xp-scroll").scroll_into_view_if_needed()
    expect(row).to_be_in_viewport()
    until(page, "view.selection", [name])

    # From the table to the timeline, a second one beside the first.
    explorer.locator("tr[aria-current=true] + tr").get_by_role("checkbox").check()
    expect(explorer.locator(".xp-ring")).to_have_count(2)
    expect(explorer.locator('[role=option][aria-selected="true"]')).to_have_count(2)
    until(page, "len(view.selected)", 2)

    # Evidence goes to the card that is open, and a line says so.
    explorer.get_by_label("Use it in").select_option("Ledger, c16")
    explorer.get_by_role("button", name="Use these 2 as evidence").click()
    expect(explorer.locator(".xp-said")).to_have_text("Added to claim c16: 2.")
    assert ask(page, "card.got") == ask(page, "view.selection")
    shot(explorer, "wide")

    # From Python to both; then the page is loaded again.
    ask(page, "setattr(view, 'selection', ['1954-03-31-soviet-note-nato'])")
    expect(explorer.locator("tr[aria-current=true] .xp-c-date")).to_have_text("31 March 1954")
    expect(explorer.locator(".xp-ring")).to_have_count(1)
    explorer.get_by_role("slider", name="To").fill("1960")
    expect(explorer.locator(".xp-count")).not_to_have_text("200 of 200 events shown")
    left = shown(explorer)
    until(page, "len(view.shown)", left)
    save(page)
    page.reload()
    explorer = page.locator(".xp-card").first
    expect(explorer.locator(".xp-count")).to_have_text(f"{left} of 200 events shown", timeout=30_000)
    expect(explorer.locator(".xp-ring")).to_have_count(1)


def test_by_keyboard_alone(page, lab):
    explorer = opened(page, lab, "small")
    cells = page.locator(".jp-Cell").count()
    press = page.keyboard.press
    explorer.get_by_role("searchbox").focus()
    page.keyboard.type("ab dd xx")  # JupyterLab's own one-key commands stay silent
    expect(explorer.locator(".xp-count")).to_have_text("0 of 200 events shown")
    expect(explorer.locator(".xp-empty")).to_be_visible()
    press("Control+a")
    press("Delete")
    expect(explorer.locator(".xp-count")).to_have_text("200 of 200 events shown")
    press("Tab")
    for _ in range(42):
        press("ArrowRight")
    expect(explorer.locator(".xp-year").first).to_have_text("1990")
    press("Tab")
    press("Home")  # the last year cannot come before the first: the first goes along
    expect(explorer.locator(".xp-year").first).to_have_text("1948")
    press("End")
    explorer.locator(".xp-drawing").focus()
    press("Home")
    first = explorer.locator(".xp-drawing").get_attribute("aria-activedescendant")
    press("ArrowRight")
    press("ArrowRight")
    active = explorer.locator(f"#{explorer.locator('.xp-drawing').get_attribute('aria-activedescendant')}")
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
    press("Tab")
    press("Enter")  # Read about it
    expect(explorer.locator(".xp-heading")).to_be_focused()
    press("Tab")
    press("Tab")
    expect(explorer.get_by_role("button", name="Use as evidence")).to_be_focused()
    press("Enter")
    expect(explorer.locator(".xp-said")).to_contain_text("Added to claim c16")
    explorer.get_by_role("button", name="Later rows").focus()
    press("Enter")
    expect(explorer.locator(".xp-pages [role=status]")).to_have_text("Rows 51 to 100 of 200")
    row = explorer.locator("tbody .xp-title").nth(2)
    row.focus()
    press("Enter")
    expect(explorer.locator(".xp-heading")).to_have_text(row.inner_text())
    assert page.locator(".jp-Cell").count() == cells


def test_light_dark_and_narrow(page, lab):
    explorer = opened(page, lab, "small")
    explorer.locator("tbody .xp-title").nth(3).click()
    expect(explorer.locator(".xp-part").first).to_be_visible()
    for theme in ("JupyterLab Light", "JupyterLab Dark"):
        set_theme(page, theme)
        axe(page, ".xp-root", theme)
        shot(explorer, theme.split()[-1].lower())
    set_theme(page, "JupyterLab Light")
    page.set_viewport_size({"width": 390, "height": 844})
    explorer = opened(page, lab, "small", single=True)
    assert page.evaluate(HIDDEN_JS) is False
    explorer.get_by_text("More filters").click()
    explorer.locator("tbody .xp-title").nth(3).click()
    expect(explorer.locator(".xp-part").first).to_be_visible()
    page.wait_for_timeout(200)
    assert page.evaluate(HIDDEN_JS) is False
    axe(page, ".xp-root", "narrow")


def test_odd_text_missing_dates_and_many_events(page, lab):
    explorer = opened(page, lab, "more")
    # Text stays text, and an event without a date is in the table.
    explorer.locator("tbody .xp-title").first.click()
    expect(explorer.locator(".xp-main")).to_contain_text("<img src=x")
    assert page.title() != "broken"
    assert explorer.locator("img").count() == 0
    assert (shown(explorer), marks(explorer)) == (6, 5)
    expect(explorer.locator("tbody tr").last).to_contain_text("no date")
    explorer.get_by_role("slider", name="From").press("ArrowRight")
    expect(explorer.locator(".xp-count")).not_to_contain_text("6 of 6")
    expect(explorer.locator("tbody")).not_to_contain_text("no date")

    many = page.locator(".xp-card").nth(1)
    many.scroll_into_view_if_needed()
    expect(many.locator(".xp-count")).to_have_text("20,000 of 20,000 events shown")
    assert marks(many) == 0
    expect(many.locator(".xp-drawing")).to_have_attribute("aria-label", re.compile("counts by category and"))
    inked = "c => c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some((v) => v > 0)"
    assert many.locator("canvas").evaluate(inked)
    shot(many, "many")
    # Few enough: drawn one by one, and nothing is left of the bars.
    many.get_by_role("slider", name="To").fill("1950")
    expect(many.locator(".xp-count")).not_to_contain_text("20,000 of")
    left = shown(many)
    assert 0 < left < 1500
    assert marks(many) == left
    expect(many.locator("canvas")).to_be_hidden()
    assert page.locator(".xp-card").count() == 2
