"""What single open kinds do under hand: weigh, short text, essay and position; and the search box for evidence."""

import pytest
from playwright.sync_api import expect

from helpers.exercises import tray
from tests.kit.cards import main_button
from tests.kit.look import until
from tests.kit.open_kinds import cite


@pytest.fixture(autouse=True)
def empty_tray():
    """What a test collects is gone after it."""
    yield
    for one in tray.collected():
        tray.drop(one)


def test_weigh_says_which_weight_has_no_evidence_and_goes_there(stage, deal, answers):
    card = deal(stage, "03-why-late")
    for n in range(2):
        card.get_by_role("slider").nth(n).press("End")
    expect(card.get_by_role("slider").nth(0)).to_have_attribute("aria-valuetext", "10 of 10: decisive")
    cite(stage.page, card.locator(".ex-weight").nth(0), ["letter-1923"])
    main_button(card).click()
    expect(card.locator(".ex-said")).to_contain_text("“The way by rail” has a weight but no evidence.")
    expect(card.locator(".ex-weight").nth(1).get_by_role("combobox")).to_be_focused()
    assert not answers.exists()


def test_a_position_without_a_reason_is_not_saved(stage, deal, answers):
    card = deal(stage, "03-stand")
    card.get_by_role("radio").first.check()
    main_button(card).click()
    expect(card.locator(".ex-said")).to_have_text("Say in a sentence why you stand there.")
    expect(card.get_by_label("Because").first).to_be_focused()
    assert not answers.exists()


def test_evidence_is_searched_and_chosen_by_keys(stage, deal):
    card, press = deal(stage, "03-in-a-sentence"), stage.page.keyboard.press
    box = card.get_by_role("combobox")
    box.focus()
    stage.page.keyboard.type("BELL arrives")
    expect(card.get_by_role("option")).to_have_count(1)
    expect(box).to_have_attribute("aria-expanded", "true")
    press("ArrowDown")
    expect(card.get_by_role("option")).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == card.get_by_role("option").get_attribute("id")
    press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    press("ArrowDown")
    press("ArrowDown")
    press("Enter")
    expect(card.locator(".ex-found")).to_have_text("Added: The bell arrives by rail. 1 chosen.")
    expect(box).to_be_focused()


def test_evidence_that_is_chosen_already_is_not_chosen_twice(stage, deal):
    card = deal(stage, "03-in-a-sentence")
    cite(stage.page, card, ["bell-1924"])
    card.get_by_role("combobox").focus()
    stage.page.keyboard.type("bell-1924")
    expect(card.get_by_role("option")).to_have_count(1)  # the first letters alone find more
    stage.page.keyboard.press("Enter")
    expect(card.locator(".ex-found")).to_have_text("“The bell arrives by rail” is chosen already.")


def test_a_search_that_finds_nothing_says_what_helps(stage, deal):
    card = deal(stage, "03-in-a-sentence")
    card.get_by_role("combobox").focus()
    stage.page.keyboard.type("no such thing xx dd a b")
    expect(card.locator(".ex-found")).to_have_text("No row holds all these words. Try fewer, or a year.")


def test_hits_that_come_after_the_box_was_emptied_are_not_shown(stage, deal):
    card = deal(stage, "03-in-a-sentence")
    box = card.get_by_role("combobox")
    stage.take_clock()
    with stage.busy() as waiting:
        box.fill("bell")
        stage.page.clock.fast_forward(200)
        until(stage.page, lambda: any('"evidence"' in message for message in waiting))
        box.fill("")
        stage.page.clock.fast_forward(200)
    expect(card.get_by_role("option")).to_have_count(0)
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(card.locator(".ex-found")).to_be_empty()


def test_evidence_is_taken_away_by_keys_and_the_focus_goes_to_the_box(stage, deal):
    card = deal(stage, "03-in-a-sentence")
    cite(stage.page, card, ["bell-1924"])
    card.get_by_role("button", name="Remove: The bell").press("Enter")
    expect(card.locator(".ex-found")).to_have_text("Removed: The bell arrives by rail. 0 chosen.")
    expect(card.get_by_role("combobox")).to_be_focused()


def test_what_was_collected_elsewhere_is_offered_when_the_box_gets_the_focus(stage, deal):
    card = deal(stage, "03-in-a-sentence")
    tray.collect(["feast-1930"])
    card.get_by_role("combobox").focus()
    card.get_by_role("button", name="Add: The town holds its feast").click()
    expect(card.get_by_role("button", name="Remove: The town holds its feast")).to_be_visible()


def test_what_is_given_to_an_open_card_stands_there_and_is_not_saved(stage, deal):
    card = deal(stage, "03-in-a-sentence")
    places = [key for key, name in tray.takers() if "so long" in name]
    tray.give(places[0], ["tower-1921"])
    expect(card.get_by_role("button", name="Remove: The clock tower is finished")).to_be_visible()
    expect(card.locator(".ex-saved")).to_have_text("Not saved yet.")


def test_a_text_counts_its_words_and_says_whether_it_is_saved(stage, deal):
    card = deal(stage, "03-essay")
    saved = card.locator(".ex-saved")
    card.get_by_label("Your text", exact=True).focus()
    stage.page.keyboard.type("One two")
    expect(card.locator(".ex-count")).to_have_text("2 of 60 to 120 words.")
    expect(saved).to_have_text("Not saved yet.")
    main_button(card).click()
    expect(saved).to_contain_text("Saved at")
    main_button(card).click()
    expect(card.locator(".ex-said")).to_have_text("Nothing has changed since you saved it.")
    card.get_by_label("Your text", exact=True).focus()
    stage.page.keyboard.type(" three")
    expect(saved).to_have_text("You have changed it since you saved it: not saved yet.")


def test_the_number_of_words_is_spoken_after_a_pause_in_typing(stage, deal):
    stage.take_clock()
    card = deal(stage, "03-essay")
    card.get_by_label("Your text", exact=True).focus()
    stage.page.keyboard.type("One two")
    expect(card.locator(".ex-count")).to_have_text("2 of 60 to 120 words.")
    assert card.locator(".ex-unseen").text_content() == ""
    stage.page.clock.fast_forward(5000)
    expect(card.locator(".ex-unseen")).to_have_text("2 of 60 to 120 words")
