"""The curtain and the advice, on the real course: nothing from behind it before the commit."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from helpers import load_events
from helpers.curtains.widget import Curtain
from helpers.exercises.answers import Record
from helpers.exercises.bank import find
from helpers.exercises.widgets import ExerciseWidget
from tests.kit.cards import Answering, answer_by_keyboard, answer_by_mouse, axe, main_button, press_main
from tests.kit.cards import card as card_of
from tests.kit.stage import Stage
from tests.kit.tries import versions

ADVICE = "07-advise"
BEHIND = ("Study on Enlargement", "cold peace", "1994-06-22", "Founding Act")


@pytest.fixture
def question() -> Any:
    return find(ADVICE)


@pytest.fixture
def hang(question: Any, record: Record) -> Any:
    """What shows the exercise and its curtain, and returns both."""

    def put(stage: Stage, kept: Record = record) -> tuple[Locator, Locator]:
        desk = Curtain(load_events(), "1994-01-10", advice=ADVICE, passages=("p11", "p12"), kept=kept)
        stage.show(ExerciseWidget(question, kept), desk)
        return card_of(stage.page, ADVICE), stage.page.locator(".cu-rail")

    return put


def advise(stage: Stage, card: Locator, question: Any, answer: Answering) -> None:
    answer(stage.page, card, question, versions(question)[0], "I think so")
    press_main(stage.page, card, answer)
    expect(card.locator(".ex-later")).to_be_visible()


def test_before_the_commit_the_curtain_goes_no_further_not_even_by_hand(stage, hang):
    _, rail = hang(stage)
    expect(rail.locator(".cu-said")).to_contain_text("10 January 1994")
    expect(rail.get_by_role("button", name="Next event")).to_have_attribute("aria-disabled", "true")
    rail.locator(".cu-day").fill("2001-01-01")
    rail.locator(".cu-day").dispatch_event("change")
    expect(rail.locator(".cu-said")).to_contain_text("10 January 1994")


def test_before_the_commit_the_page_is_told_nothing_from_behind(stage, hang, question):
    card, rail = hang(stage)
    card.locator(".ex-seats").get_by_role("radio").first.check()
    card.get_by_role("combobox").fill("enlargement study")
    expect(card.locator(".ex-found")).to_contain_text("No row holds all these words")
    rail.locator("summary").first.click()
    expect(rail.locator('[data-claim="c49"]')).to_contain_text("not knowable yet")
    expect(rail.locator('[data-claim="c52"]')).to_contain_text("2 of 6 pieces")
    told = "\n".join(stage.told)
    assert [words for words in (*BEHIND, question.seats[0].followed, question.end) if words in told] == []


@pytest.mark.parametrize("answer", [answer_by_mouse, answer_by_keyboard], ids=["mouse", "keys"])
def test_the_commit_shows_what_followed_and_lets_the_curtain_be_lifted(stage, hang, question, kept, answer):
    card, rail = hang(stage)
    advise(stage, card, question, answer)
    expect(card.locator(".ex-both")).to_contain_text(question.seats[0].followed[:40])
    expect(card.locator(".ex-role-end")).to_have_text(question.end)
    expect(main_button(card)).to_be_hidden()
    assert [one["advice"] for one, _ in kept(ADVICE)] == [question.seats[0].options[0].id]
    rail.get_by_role("button", name="Next event").click()
    expect(rail.locator(".cu-said")).to_contain_text("It is 11 January 1994")
    rail.get_by_role("button", name="Lift the curtain").click()
    expect(rail.locator(".cu-said")).to_contain_text("2024")
    # The very words that were missing before: so the search through what the page was told can find them.
    expect(stage.page.get_by_role("group", name=re.compile(r"Explorer of \d{3} events"))).to_be_visible()
    assert "Founding Act" in "\n".join(stage.told)


def test_an_earlier_day_by_keys_keeps_the_focus(stage, hang):
    _, rail = hang(stage)
    back = rail.get_by_role("button", name="Earlier event")
    back.focus()
    stage.page.keyboard.press("Enter")
    expect(rail.locator(".cu-said")).to_contain_text("It is 12 December 1993")
    expect(back).to_be_focused()
    expect(rail.get_by_role("button", name="Lift the curtain")).to_be_hidden()  # no advice is committed yet


def test_another_notebook_knows_the_commit_from_the_record(stage, hang, question, answers):
    card, _ = hang(stage)
    advise(stage, card, question, answer_by_mouse)
    stage.clear()
    card, rail = hang(stage, Record(answers))
    expect(card.locator(".ex-later")).to_be_visible()
    expect(rail.get_by_role("button", name="Lift the curtain")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_narrow_curtain_is_accessible_and_fits(phone, hang, theme):
    card, rail = hang(phone)
    phone.theme(theme)
    rail.locator("summary").first.click()
    assert rail.evaluate("rail => rail.scrollWidth - rail.clientWidth") <= 1
    axe(phone.page, ".cu-rail", f"rail {theme}")
    card.locator(".ex-seats").get_by_role("radio").first.check()
    axe(phone.page, f'.ex-card[data-exercise="{ADVICE}"]', f"advice {theme}")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_narrow_advice_that_is_committed_is_accessible(phone, hang, question, record, theme):
    card, _ = hang(phone)
    phone.theme(theme)
    advise(phone, card, question, answer_by_mouse)
    axe(phone.page, f'.ex-card[data-exercise="{ADVICE}"]', f"advised {theme}")
