"""The curtain and the advice in a real JupyterLab, on the real course: nothing from behind it before the commit."""

import json
import re
import shutil

import pytest
from playwright.sync_api import Locator, Page, expect

from helpers.exercises.bank import find
from tests.kit.cards import axe, card, main_button
from tests.kit.lab import ARTIFACTS, set_theme, to_top
from tests.kit.open_kinds import answered_open
from tests.kit.rooms import Room, opened_card
from tests.kit.tries import versions

pytestmark = pytest.mark.browser

ADVICE = "07-advise"
BEHIND = ("Study on Enlargement", "cold peace", "1994-06-22", "Founding Act")
CELLS = [
    f'from helpers import curtain, exercise, load_events\nevents = load_events()\nexercise("{ADVICE}")',
    f'desk = curtain(events, "1994-01-10", advice="{ADVICE}", passages=["p11", "p12"])\ndesk',
]


@pytest.fixture(scope="module")
def question():
    return find(ADVICE)


@pytest.fixture(scope="module")
def lab(room):
    lab = room()
    for name in ("one", "two"):
        lab.write(name, CELLS)
    return lab


@pytest.fixture(autouse=True)
def fresh(lab):
    """Every test begins without answers and without a kernel."""
    lab.end_kernels()
    shutil.rmtree(lab.work / "answers", ignore_errors=True)


@pytest.fixture
def frames(page):
    """All that the server sends to this page over its sockets."""
    heard: list[str] = []

    def note(frame) -> None:
        heard.append(frame if isinstance(frame, str) else frame.decode("utf-8", "replace"))

    page.on("websocket", lambda socket: socket.on("framereceived", note))
    return heard


def opened(page: Page, lab: Room, name: str = "one", single: bool = False) -> Locator:
    return opened_card(page, lab, name, ".cu-rail", single)


def advise(page: Page, question, by_keyboard: bool) -> None:
    place = card(page, ADVICE)
    assert answered_open(page, place, question, versions(question)[0], by_keyboard)
    sure = place.get_by_label("I think so")
    if by_keyboard:
        sure.focus()
        page.keyboard.press("Space")
        main_button(place).focus()
        page.keyboard.press("Enter")
    else:
        sure.check()
        main_button(place).click()
    expect(place.locator(".ex-later")).to_be_visible()


def picture(page: Page, name: str) -> None:
    folder = ARTIFACTS / "curtain"
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{name}.png", animations="disabled")


def test_by_mouse_nothing_later_arrives_before_the_commit(page: Page, lab: Room, frames: list[str], question) -> None:
    rail = opened(page, lab)
    place = card(page, ADVICE)
    expect(rail.locator(".cu-said")).to_contain_text("10 January 1994")
    expect(rail.get_by_role("button", name="Next event")).to_have_attribute("aria-disabled", "true")
    # By hand, too, it goes no further.
    rail.locator(".cu-day").fill("2001-01-01")
    rail.locator(".cu-day").dispatch_event("change")
    expect(rail.locator(".cu-said")).to_contain_text("10 January 1994")
    place.locator(".ex-seats").get_by_role("radio").first.check()
    box = place.get_by_role("combobox")
    box.fill("enlargement study")
    expect(place.locator(".ex-found")).to_contain_text("No row holds all these words")
    box.fill("")
    rail.locator("summary").first.click()
    expect(rail.locator('[data-claim="c49"]')).to_contain_text("not knowable yet")
    expect(rail.locator('[data-claim="c52"]')).to_contain_text("2 of 6 pieces")
    told = "\n".join(frames)
    assert [words for words in (*BEHIND, question.seats[0].followed, question.end) if words in told] == []
    picture(page, "before")
    advise(page, question, by_keyboard=False)
    expect(place.locator(".ex-both")).to_contain_text(question.seats[0].followed[:40])
    expect(place.locator(".ex-role-end")).to_have_text(question.end)
    expect(main_button(place)).to_be_hidden()
    picture(page, "committed")
    rail.get_by_role("button", name="Next event").click()
    expect(rail.locator(".cu-said")).to_contain_text("It is 11 January 1994")
    rail.get_by_role("button", name="Lift the curtain").click()
    expect(rail.locator(".cu-said")).to_contain_text("2024")
    # The very words that were missing before: so the search through the frames can find them.
    expect(page.get_by_role("group", name=re.compile(r"Explorer of \d{3} events"))).to_be_visible()
    assert "Founding Act" in "\n".join(frames)
    picture(page, "lifted")


def test_by_keyboard_then_reload_and_another_notebook_know_it_from_the_record(page: Page, lab: Room, question) -> None:
    rail = opened(page, lab)
    back = rail.get_by_role("button", name="Earlier event")
    back.focus()
    page.keyboard.press("Enter")
    expect(rail.locator(".cu-said")).to_contain_text("It is 12 December 1993")
    expect(back).to_be_focused()
    advise(page, question, by_keyboard=True)
    expect(rail.get_by_role("button", name="Lift the curtain")).to_be_visible()
    lines = [
        json.loads(line) for path in (lab.work / "answers").glob("*.jsonl") for line in path.read_text().splitlines()
    ]
    saved = [line for line in lines if line.get("exercise") == ADVICE]
    assert [line["answer"]["advice"] for line in saved] == [question.seats[0].options[0].id]
    rail = opened(page, lab, "two")
    expect(card(page, ADVICE).locator(".ex-later")).to_be_visible()
    expect(rail.get_by_role("button", name="Lift the curtain")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_is_accessible_and_fits_a_narrow_window(page: Page, lab: Room, question, theme: str) -> None:
    page.set_viewport_size({"width": 420, "height": 900})
    rail = opened(page, lab, single=True)
    set_theme(page, f"JupyterLab {theme.capitalize()}")
    rail.locator("summary").first.click()
    to_top(page)
    wide = page.evaluate(
        "() => { const e = document.querySelector('.cu-rail'); return e.scrollWidth - e.clientWidth; }"
    )
    assert wide <= 1
    axe(page, ".cu-rail", f"rail {theme}")
    picture(page, f"narrow-{theme}")
    place = card(page, ADVICE)
    place.locator(".ex-seats").get_by_role("radio").first.check()
    axe(page, f'.ex-card[data-exercise="{ADVICE}"]', f"advice {theme}")
    advise(page, question, by_keyboard=False)
    axe(page, f'.ex-card[data-exercise="{ADVICE}"]', f"advised {theme}")
    to_top(page)
    picture(page, f"narrow-advised-{theme}")
