"""Cards of every kind, answered by mouse, by keys alone and by thumb: wrong, then right; saved, then changed."""

import re

import pytest
from playwright.sync_api import expect

from helpers.exercises.bank import find, load_exercises
from tests.kit.cards import main_button, verdict
from tests.stage.clocks import CONTESTED, EVERY, MARKED, OPEN, SNEAKY, TRIES, VERSIONS


def test_every_exercise_of_the_small_course_is_on_the_stage(clocks):
    lessons = [folder for folder in (clocks / "lessons").iterdir() if folder.is_dir()]
    assert sorted(one.id for folder in lessons for one in load_exercises(folder)) == sorted(EVERY)


@pytest.mark.parametrize("name", MARKED)
def test_wrong_is_told_why_and_right_at_the_second_try_counts_half(hand, deal, kept, name):
    card, tries = deal(hand.stage, name), TRIES[name]
    hand.commit(card, name, tries.wrong, "I am sure")
    expect(verdict(card)).to_have_text(tries.heading)
    expect(card.locator(".ex-summary")).to_have_text(tries.summary)
    expect(card.locator(".ex-feedback")).to_contain_text(tries.why)
    expect(card.locator(".ex-feedback")).to_contain_text("You were sure")
    expect(card.locator(".ex-saved")).to_have_text(re.compile(r"Saved at \d\d:\d\d"))
    expect(card.locator(".ex-worked")).to_be_hidden()
    assert find(name).worked[:40] not in "".join(hand.stage.told)  # nor is it in the page
    hand.press(card)  # the same button begins the second try
    expect(card.locator(".ex-said")).to_contain_text("Second try: it counts half.")
    hand.commit(card, name, tries.right, "I think so")
    expect(verdict(card)).to_have_text(tries.best)
    expect(card.locator(".ex-marks")).to_have_text(tries.half)
    assert [sure for _, sure in kept(name)] == ["sure", "think"]
    hand.press(card)
    expect(card.locator(".ex-worked")).to_be_visible()
    expect(card.get_by_role("button", name="Hide the worked answer")).to_be_visible()


# All with which an answer is changed; the box that searches a table only looks.
OPEN_CONTROLS = (
    ", ".join(
        [*(f"input[type={kind}]:enabled" for kind in ("radio", "checkbox", "range")), "select:enabled"],
    )
    + ", textarea:not([readonly])"
)


# Exercise -> a place on the card and what it says when all is right; or how many are marked there.
MARKS = {
    "02-match": (".ex-note >> nth=2", "Fits the evidence"),
    "02-words": (".ex-spans li >> nth=1", "Found “might, if the harvest allows”"),
    "02-count": (".ex-key-code", re.compile(re.escape('int((bells["weight"] > 600).sum())'))),
    "02-sort": (".ex-bin.ex-right", 5),  # one card has two right bins
    "02-rows": (".ex-row.ex-right", 3),
}


@pytest.mark.parametrize("name", MARKED)
def test_right_at_the_first_try_earns_full_marks_and_takes_no_second(mouse, deal, kept, name):
    card, tries = deal(mouse.stage, name), TRIES[name]
    mouse.commit(card, name, tries.right, "I am guessing")
    expect(verdict(card)).to_have_text(tries.best)
    marks = find(name).marks
    expect(card.locator(".ex-marks")).to_have_text(f"Marks: {marks} of {marks}.")
    expect(card.get_by_role("button", name="Show the worked answer")).to_be_visible()
    expect(card.get_by_role("button", name="Hint")).to_be_hidden()
    # What was given stands there and can be changed no more.
    expect(card.locator(OPEN_CONTROLS)).to_have_count(0)
    assert [sure for _, sure in kept(name)] == ["guess"]
    if name in MARKS:
        place, told = MARKS[name]
        marked = expect(card.locator(place))
        marked.to_have_count(told) if isinstance(told, int) else marked.to_have_text(told)


# Exercise -> an answer, a place on the card, and what it says there after two tries at that.
REVEALED = {
    "02-match": (TRIES["02-match"].wrong, ".ex-note", "Goes with: A letter that calls the bell late"),
    "02-sort": (TRIES["02-sort"].wrong, ".ex-note", "Belongs into: Written later"),
    "02-words": ([[12, 17]], ".ex-spans", "Missed “As far as we can tell”"),
    "02-row": (TRIES["02-row"].wrong, ".ex-row.ex-right", "Proves it; not ticked"),
    "02-count": ({"code": "bels"}, ".ex-feedback", "The name bels is not known here. Did you mean bells?"),
}


@pytest.mark.parametrize("name", MARKED)
def test_two_wrong_tries_show_the_worked_answer_and_what_was_sought(mouse, deal, name):
    card = deal(mouse.stage, name)
    wrong, place, words = REVEALED.get(name, (TRIES[name].wrong, ".ex-worked", ""))
    mouse.commit(card, name, wrong)
    mouse.press(card)
    mouse.press(card)  # the answer as it stands: what is missing is how sure
    expect(card.locator(".ex-said")).to_have_text("Say how sure you are; it is never marked.")
    expect(card.get_by_label("I am guessing")).to_be_focused()
    mouse.commit(card, name, wrong, "I am guessing")
    expect(card.locator(".ex-worked")).to_be_visible()
    expect(card.locator(".ex-worked")).to_contain_text(find(name).worked.split(".")[0].replace("*", ""))
    expect(card.get_by_role("button", name="Hide the worked answer")).to_be_visible()
    expect(card.locator(place).first).to_contain_text(words)
    if name == "02-words":
        expect(card.locator(".ex-word.ex-sought")).to_have_count(11)  # all words of both places
    if name == "02-row":
        # The row that was sought has come into sight within the table.
        offset = card.evaluate("""one => one.querySelector('.ex-right').getBoundingClientRect().top
            - one.querySelector('.ex-scroll').getBoundingClientRect().top""")
        assert 0 <= offset < 60


@pytest.mark.parametrize("name", [name for name in OPEN if len(VERSIONS[name]) == 2])
def test_what_is_open_is_saved_and_saved_again(hand, deal, kept, name):
    card, (first, second) = deal(hand.stage, name), VERSIONS[name]
    expect(card).to_contain_text("No machine marks this.")
    hand.commit(card, name, first)
    expect(card.locator(".ex-saved")).to_contain_text("Saved at")
    hand.commit(card, name, second)
    expect(card.locator(".ex-saved")).to_contain_text("Saved at")
    assert [answer for answer, _ in kept(name)] == [first, second]


@pytest.mark.parametrize("name", ["03-in-a-sentence", "03-essay"])
def test_samples_and_judging_oneself_come_after_the_first_save(mouse, deal, name):
    card = deal(mouse.stage, name)
    expect(card.locator(".ex-judging")).to_be_hidden()
    expect(card.locator(".ex-samples")).to_be_hidden()
    mouse.commit(card, name, VERSIONS[name][0])
    expect(card.locator(".ex-saved")).to_contain_text(re.compile(r"Saved at .* \d+ words"))
    expect(card.locator(".ex-judging")).to_be_visible()
    expect(card.locator(".ex-samples")).to_contain_text("written by the authors")


def test_a_position_is_held_as_it_was_before_and_the_move_is_told(hand, deal):
    card, (before, after) = deal(hand.stage, "03-stand"), VERSIONS["03-stand"]
    hand.commit(card, "03-stand", before)
    expect(card.get_by_role("group", name="Before the discussion").get_by_role("radio").nth(1)).to_be_disabled()
    hand.commit(card, "03-stand", after)
    expect(card.locator(".ex-moved")).to_have_text("You moved from 2 to 4, towards “fully”.")
    expect(card.locator(".ex-both")).to_contain_text(SNEAKY)


def test_advice_is_committed_once_and_then_shows_what_followed(hand, deal, kept):
    card, advice = deal(hand.stage, "03-advise"), VERSIONS["03-advise"][0]
    expect(card.locator(".ex-later")).to_be_hidden()
    hand.choose(card, "03-advise", advice)
    main_button(card).click()
    expect(card.locator(".ex-later")).to_contain_text("The bell arrives by rail")
    expect(card.locator(".ex-both")).to_contain_text("The council paid, and the bell came by rail")
    expect(card.locator(".ex-role-end")).to_contain_text("The role ends here.")
    expect(main_button(card)).to_be_hidden()
    assert kept("03-advise") == [(advice, "think")]


def test_an_exercise_asked_again_says_from_which_lesson(mouse, deal):
    card = deal(mouse.stage, "03-again")
    expect(card.locator(".ex-kicker")).to_have_text("From lesson 1: Exercise 5 of 6 · Choose one")


def test_what_can_be_contested_is_said_and_never_called_right(mouse, deal):
    card = deal(mouse.stage, "01-span")
    expect(card.locator(".ex-contested")).to_contain_text("Historians differ here.")
    mouse.commit(card, "01-span", TRIES["01-span"].right)
    expect(verdict(card)).to_have_text(CONTESTED)


@pytest.mark.parametrize("name", ["03-in-a-sentence", "03-stand", "03-advise"])
def test_a_students_words_never_become_html(mouse, deal, name):
    card = deal(mouse.stage, name)
    mouse.choose(card, name, VERSIONS[name][0])
    main_button(card).click()
    expect(card.locator(".ex-saved")).to_contain_text("Saved at")
    mouse.stage.reload()
    expect(card.locator(".ex-saved")).to_contain_text("Saved at")
    assert card.locator("img, b").count() == 0
    assert mouse.stage.page.title() == "Stage"


def test_after_a_wrong_answer_the_date_is_given_away_nowhere_on_the_card(mouse, deal):
    card = deal(mouse.stage, "01-date")
    mouse.commit(card, "01-date", TRIES["01-date"].wrong)
    expect(card.locator(".ex-feedback")).not_to_contain_text("1924")
    assert "640, 910" not in card.inner_text()


def test_evidence_opens_to_its_title_and_date(mouse, deal):
    card = deal(mouse.stage, "01-kind")
    mouse.commit(card, "01-kind", TRIES["01-kind"].wrong)
    expect(card.locator(".ex-feedback")).to_contain_text("The clock tower is finished, 1 June 1921")
