"""The curtain and the advice in a real JupyterLab, on the real course: nothing from behind it before the commit.

What they do by themselves is tested on the stage (tests/stage), without JupyterLab.
"""

import re
import shutil

import pytest
from playwright.sync_api import Locator, Page, expect

from helpers.exercises.bank import find
from tests.kit.cards import answer_by_mouse, card, main_button
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


def test_nothing_later_arrives_before_the_commit_and_all_of_it_after(
    page: Page, lab: Room, frames: list[str], question
):
    rail = opened(page, lab)
    place = card(page, ADVICE)
    expect(rail.locator(".cu-said")).to_contain_text("10 January 1994")
    told = "\n".join(frames)
    assert [words for words in (*BEHIND, question.seats[0].followed, question.end) if words in told] == []
    answer_by_mouse(page, place, question, versions(question)[0], "I think so")
    main_button(place).click()
    expect(place.locator(".ex-both")).to_contain_text(question.seats[0].followed[:40])
    rail.get_by_role("button", name="Lift the curtain").click()
    expect(rail.locator(".cu-said")).to_contain_text("2024")
    # The very words that were missing before: so the search through the frames can find them.
    expect(page.get_by_role("group", name=re.compile(r"Explorer of \d{3} events"))).to_be_visible()
    assert "Founding Act" in "\n".join(frames)
    rail = opened(page, lab, "two")  # another notebook knows it from the record
    expect(card(page, ADVICE).locator(".ex-later")).to_be_visible()
    expect(rail.get_by_role("button", name="Lift the curtain")).to_be_visible()
