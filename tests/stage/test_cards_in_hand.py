"""What single kinds do under hand: choose, order, timeline, match, classify, highlight, find-in-table, code."""

import re

import pytest
from playwright.sync_api import expect

from helpers.exercises.bank import find
from helpers.exercises.widgets import ExerciseWidget
from tests.kit.cards import card as card_of
from tests.kit.cards import main_button, verdict
from tests.kit.closed import drag
from tests.stage.clocks import FULL, NOT_YET, ready_answer

# Exercise -> what is said when the button is pressed too early.
MISSING = {
    "01-kind": "Choose one option first.",
    "01-letters": "Choose at least one option first.",
    "01-order": "Move at least one item first: the list is shown shuffled.",
    "01-date": "Give the whole date first.",
    "01-span": "Give the whole date first.",
    "02-match": "Choose something for each line first.",
    "02-sort": "Give every card a place first.",
    "02-words": "Mark at least one word first.",
    "02-row": "Tick a row first.",
    "02-rows": "Tick a row first.",
    "02-count": "Run your code first, or give the value.",
    "02-towns": "Run your code first, or give the value.",
    "03-again": "Choose one option first.",
    "03-why-late": "Give at least two of them a weight first.",
    "03-in-a-sentence": "Write your text first.",
    "03-essay": "Write your text first.",
    "03-stand": "Choose where you stand and say why first.",
    "03-advise": "Choose a seat first.",
}
FOCUSED = """() => { const now = document.activeElement;
  return (now.getAttribute('aria-label') || now.value || now.textContent).slice(0, 60) }"""


@pytest.mark.parametrize("name", MISSING)
def test_what_is_missing_is_said_and_focused(keys, deal, answers, name):
    card = deal(keys.stage, name)
    keys.press(card)
    expect(card.locator(".ex-said")).to_have_text(MISSING[name])
    controls = ("INPUT", "BUTTON", "SELECT", "TEXTAREA", "SPAN")
    assert card.evaluate("card => card.contains(document.activeElement) && document.activeElement.tagName") in controls
    assert not answers.exists()


@pytest.mark.parametrize("name", ["01-kind", "02-count"])  # every kind is asked so at its second try
def test_how_sure_is_asked_and_focused_before_an_answer_is_checked(stage, clocks, record, answers, name):
    widget = ExerciseWidget(find(name), record)
    widget.draft = {"answer": ready_answer(name)}
    stage.show(widget)
    card = card_of(stage.page, name)
    main_button(card).click()
    expect(card.locator(".ex-said")).to_have_text("Say how sure you are; it is never marked.")
    expect(card.get_by_label("I am guessing")).to_be_focused()
    assert not answers.exists()


def test_hints_open_one_after_the_other(hand, deal):
    card = deal(hand.stage, "01-kind")
    for n in range(3):
        hint = card.get_by_role("button", name=f"Hint ({n + 1} of 3)")
        hint.focus()
        hint.press("Enter") if hand.by_keys else hint.click()
        expect(card.locator(".ex-hints li")).to_have_count(n + 1)
    expect(card.get_by_role("button", name="All hints shown")).to_be_visible()


def test_choose_one_by_keys_arrows_stay_in_the_group_and_the_button_keeps_focus_and_place(stage, deal):
    card, press = deal(stage, "01-kind"), stage.page.keyboard.press
    card.get_by_label("A fact that").focus()
    press("ArrowDown")
    assert stage.page.evaluate(FOCUSED) == "inference"
    press("Tab")
    press("Space")
    press("ArrowRight")
    assert stage.page.evaluate(FOCUSED) == "think"
    press("Tab")
    assert stage.page.evaluate(FOCUSED) == "Check my answer"
    before = main_button(card).bounding_box()["y"]
    press("Enter")
    expect(verdict(card)).to_have_text(NOT_YET)
    assert stage.page.evaluate(FOCUSED) == "Try again (counts half)"
    assert abs(main_button(card).bounding_box()["y"] - before) < 2
    press("Enter")
    assert stage.page.evaluate(FOCUSED) == "inference"
    press("ArrowUp")
    assert stage.page.evaluate(FOCUSED) == "fact"
    for key in ("Tab", "Space", "Tab", "Enter"):
        press(key)
    expect(verdict(card)).to_have_text(FULL)


def test_choose_many_by_keys_each_box_is_a_stop(stage, deal):
    card = deal(stage, "01-letters")
    card.get_by_label("The bell is late").focus()
    for key in ("Space", "Tab", "Space", "Tab", "Tab", "Tab", "Space", "Tab", "Enter"):
        stage.page.keyboard.press(key)
    expect(verdict(card)).to_have_text(FULL)


def test_order_by_keys_the_focus_follows_the_item_that_moves(stage, deal):
    card, press = deal(stage, "01-order"), stage.page.keyboard.press
    card.get_by_role("button", name="Move down: The town holds").focus()
    for place in (2, 3, 4):
        press("Enter")
        expect(card.locator(".ex-said")).to_have_text(f"“The town holds its feast” is now {place} of 4.")
        assert stage.page.evaluate(FOCUSED) == "Move down: The town holds its feast"
    press("Enter")
    expect(card.locator(".ex-said")).to_have_text("“The town holds its feast” already stands last.")


def test_timeline_by_keys_boxes_take_letters_and_figures(stage, deal):
    card, press = deal(stage, "01-date"), stage.page.keyboard.press
    card.get_by_role("combobox", name="Year").focus()
    stage.page.keyboard.type("1924")
    press("Tab")
    stage.page.keyboard.type("May")
    expect(card.locator(".ex-pick")).to_have_text("Your date: May 1924")
    for key in ("Tab", "Space", "Tab", "Enter"):
        press(key)
    expect(verdict(card)).to_have_text(FULL)


def test_timeline_a_click_on_the_line_places(stage, deal):
    card = deal(stage, "01-date")
    track = card.locator(".ex-track svg")
    track.click(position={"x": track.bounding_box()["width"] / 2, "y": 40})
    expect(card.locator(".ex-pick")).to_have_text(re.compile(r"Your date: (June|July) 1925"))


def test_match_says_when_a_choice_that_serves_once_is_chosen_twice(stage, deal):
    card = deal(stage, "02-match")
    for n in range(3):
        card.get_by_role("combobox").nth(n).focus()
        stage.page.keyboard.type("C")
    expect(card.locator(".ex-live")).to_have_text(
        "“A speech at the feast” stands at two lines, and each choice serves only once."
    )
    main_button(card).press("Enter")
    expect(card.locator(".ex-said")).to_contain_text("serves only once")


def test_highlight_by_mouse_drags_mark_a_click_takes_back_and_all_can_be_cleared(stage, deal):
    card = deal(stage, "02-words")
    told = card.locator(".ex-told")
    drag(stage.page, card, 6, 2)
    expect(told).to_contain_text("Marked: 5 words in 1 place.")
    drag(stage.page, card, 3, 3)
    expect(told).to_contain_text("Marked: 4 words in 2 places.")
    card.get_by_role("button", name="Clear all marks").click()
    expect(told).to_contain_text("Nothing marked yet.")


def test_highlight_by_thumb_a_tap_marks_and_takes_back(phone, deal):
    card = deal(phone, "02-words")
    for n in (3, 4, 3):
        card.locator(".ex-word").nth(n).tap()
    expect(card.locator(".ex-told .ex-live")).to_have_text("Marked: 1 word in 1 place. “the”")


def test_highlight_by_keys_shift_and_arrows_mark_space_unmarks_arrows_go_up_and_down(stage, deal):
    card, press = deal(stage, "02-words"), stage.page.keyboard.press
    told = card.locator(".ex-told .ex-live")
    card.locator(".ex-word").first.focus()
    for key in ("ArrowRight", "ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight"):
        press(key)
    expect(told).to_have_text("Marked: 3 words in 1 place. “has seen the”")
    press("Shift+ArrowLeft")
    expect(told).to_have_text("Marked: 2 words in 1 place. “has seen”")
    press("Space")
    expect(told).to_have_text("Marked: 1 word in 1 place. “has”")
    for key in ("a", "x", "d", "d", "Home", "ArrowDown"):
        press(key)
    first, now = stage.page.evaluate("""() => [document.querySelector('.ex-word'), document.activeElement]
        .map((word) => word.getBoundingClientRect().toJSON())""")
    assert now["top"] > first["top"]
    assert abs(now["left"] - first["left"]) < 60
    press("ArrowUp")
    assert stage.page.evaluate("() => document.activeElement.dataset.n") == "0"


def test_find_by_keys_what_is_typed_filters_and_no_more_is_ticked_than_asked(stage, deal):
    card, press = deal(stage, "02-rows"), stage.page.keyboard.press
    search = card.get_by_label("Search this table")
    search.focus()
    stage.page.keyboard.type("COUNCIL 1923")
    press("Enter")
    expect(card.locator(".ex-live").first).to_have_text("1 of 10 rows shown.")
    for _ in range(2):  # past the table's own stop to its rows
        press("Tab")
    press("Space")
    expect(card.locator(".ex-mine-rows")).to_have_text("Ticked 1 of 2: “The council complains”")
    search.fill("")
    for name in ("bill-1924", "order-1922"):
        card.locator(f'input[value="{name}"]').focus()
        press("Space")
    expect(card.locator(".ex-said")).to_have_text("At most 2 rows. Untick one first.")
    expect(card.locator(".ex-tick input:checked")).to_have_count(2)


@pytest.mark.parametrize("key", ["Shift+Enter", "Control+Enter"])
def test_code_by_keys_runs_and_tells_an_error_in_words_before_anything_is_committed(stage, deal, answers, key):
    card = deal(stage, "02-count")
    card.locator("textarea").fill('bells["wieght"].sum()')
    card.locator("textarea").press(key)
    expect(card.locator(".ex-output")).to_contain_text("Did you mean weight?")
    assert stage.page.evaluate("() => document.activeElement.tagName") == "TEXTAREA"
    assert not answers.exists()


def test_code_that_has_changed_since_it_ran_must_run_again(stage, deal):
    card, press = deal(stage, "02-count"), stage.page.keyboard.press
    box = card.locator("textarea")
    box.fill("len(bells)")
    box.press("Control+Enter")
    expect(card.locator(".ex-output")).to_contain_text("Your code gives: 5")
    press("Enter")  # a line of its own, no more
    stage.page.keyboard.type("len(bells)")
    expect(card.locator(".ex-output")).to_have_class("ex-output ex-stale")
    main_button(card).press("Enter")
    expect(card.locator(".ex-said")).to_have_text("Run your code first, and see what it gives.")
    box.focus()
    press("Tab")
    assert stage.page.evaluate("() => document.activeElement.textContent") == "Run"
