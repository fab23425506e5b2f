"""What was answered stays: after a reload, in a new kernel, in two cards at once, and where nothing can be saved."""

import re

import pytest
from playwright.sync_api import Locator, expect

from helpers.exercises.answers import Record
from helpers.exercises.bank import find
from helpers.exercises.widgets import ExerciseWidget
from tests.kit.cards import card as card_of
from tests.kit.cards import main_button, verdict
from tests.stage.clocks import EVERY, NOT_YET, TRIES, first_answer, ready_answer

# An exercise of each way in which a card commits: marked, marked after its code has run, and each open kind.
WAYS = ["01-kind", "02-count", "03-in-a-sentence", "03-stand", "03-advise"]

# All that a student has set on a card, and what it says of it; the search box of a table is no answer.
STANDS = """card => [
  ...[...card.querySelectorAll('input:not([type=search]), select, textarea')].map((one) =>
    ['radio', 'checkbox'].includes(one.type) ? one.checked : one.value),
  ...[...card.querySelectorAll('.ex-word')].map((one) => one.getAttribute('aria-selected')),
  ...[...card.querySelectorAll('li.ex-item .ex-item-text, .ex-chosen li, .ex-feedback, .ex-both, .ex-summary')]
    .map((one) => one.textContent)]"""


def stands(card: Locator) -> list[object]:
    found: list[object] = card.evaluate(STANDS)
    return found


def answered(name: str, record: Record) -> ExerciseWidget:
    """Return the widget of an exercise that has its first answer already."""
    widget = ExerciseWidget(find(name), record)
    widget.commit(first_answer(name), "think")
    return widget


def drafted(name: str, record: Record) -> ExerciseWidget:
    """Return the widget of an exercise of which all is chosen and nothing committed."""
    widget = ExerciseWidget(find(name), record)
    widget.draft = {"answer": ready_answer(name), "confidence": "think", "at": 1}
    return widget


@pytest.mark.parametrize("name", EVERY)
def test_an_answer_is_found_again_after_a_reload_and_in_a_new_kernel(stage, clocks, record, answers, name):
    fresh, widget = ExerciseWidget(find(name), record), ExerciseWidget(find(name), record)
    stage.show(fresh)
    card = card_of(stage.page, name)
    open_ = stands(card)
    stage.clear()
    stage.show(widget)
    widget.commit(first_answer(name), "think")
    expect(card.locator(".ex-saved")).to_contain_text("Saved at")
    before = stands(card)
    assert before != open_
    stage.reload()
    expect(card.locator(".ex-saved")).to_contain_text("Saved at")
    assert stands(card) == before
    stage.clear()
    stage.show(ExerciseWidget(find(name), Record(answers)))
    expect(card.locator(".ex-saved")).to_contain_text(re.compile("from your record", re.IGNORECASE))
    assert stands(card) == before


@pytest.mark.parametrize("name", EVERY)
def test_what_is_chosen_and_not_committed_survives_a_reload(stage, clocks, record, answers, name):
    stage.show(drafted(name, record))
    card = card_of(stage.page, name)
    before = stands(card)
    stage.reload()
    assert stands(card) == before
    stage.clear()
    stage.show(ExerciseWidget(find(name), record))  # the cell is run again: a new card, the same draft
    assert stands(card) == before
    assert not answers.exists()


@pytest.mark.parametrize("name", WAYS)
def test_a_double_click_commits_once(stage, clocks, record, kept, name):
    stage.show(drafted(name, record))
    card = card_of(stage.page, name)
    with stage.busy():
        main_button(card).dblclick()
        expect(card.locator(".ex-said")).to_have_text(re.compile("^(Checking|Saving) …$"))
    expect(card.locator(".ex-saved")).to_contain_text("Saved at")
    assert len(kept(name)) == 1
    main_button(card).dispatch_event("click", {"detail": 2})  # a second half that comes after the reply
    # Nor has the second half begun a second try, or opened the worked answer.
    expect(card.locator(".ex-said")).to_have_text("")
    if name in TRIES:
        expect(card.get_by_role("button", name="Show the worked answer")).to_be_visible()


@pytest.mark.parametrize("name", WAYS)
def test_what_cannot_be_saved_is_said_and_saved_later(stage, clocks, record, answers, kept, name):
    answers.write_text("a file where the folder should be")
    stage.show(drafted(name, record))
    card = card_of(stage.page, name)
    main_button(card).click()
    expect(card.locator(".ex-saved")).to_contain_text("Your answer is NOT saved")
    if name in TRIES:
        expect(verdict(card)).to_be_visible()  # marked it is all the same
    answers.unlink()
    card.get_by_role("button", name="Save again").click()
    expect(card.locator(".ex-saved")).to_contain_text("Saved at")
    expect(card.get_by_role("button", name="Save again")).to_be_hidden()
    assert len(kept(name)) == 1


def test_a_card_knows_its_controls_again_one_by_one(stage, clocks, record):
    """The kinds have little in common here, so each is looked at by itself."""
    names = ["01-kind", "02-match", "02-sort", "02-words", "02-row", "02-count", "02-towns"]
    widgets = [answered(name, record) for name in names]
    stage.show(*widgets)
    stage.reload()
    kind, match, sort, words, row, count, towns = (card_of(stage.page, name) for name in names)
    expect(kind.get_by_label("An inference from")).to_be_checked()
    expect(kind.get_by_label("I think so")).to_be_checked()
    expect(match.get_by_role("combobox").nth(0)).to_have_value("speech")
    expect(sort.locator(".ex-bin input:checked")).to_have_count(4)
    expect(words.locator(".ex-told")).to_contain_text(
        "Marked: 7 words in 2 places. “The council”, “might, if the harvest allows”"
    )
    expect(row.locator(".ex-tick input:checked")).to_have_value("speech-1930")
    expect(count.locator("textarea")).to_have_value(TRIES["02-count"].wrong["code"])
    expect(count.locator(".ex-output")).to_contain_text("Your code gives: 4")
    expect(towns.get_by_label("The value")).to_have_value("Aa; Bo; el")


def test_hints_that_were_opened_stay_open(mouse, deal):
    card = deal(mouse.stage, "01-letters")
    card.get_by_label("The bell is late").check()
    card.get_by_role("button", name="Hint").click()
    mouse.stage.reload()
    expect(card.locator(".ex-hints li")).to_have_count(1)
    expect(card.get_by_label("The bell is late")).to_be_checked()


def test_a_second_try_in_a_new_kernel_counts_half(stage, clocks, record, answers):
    answered("01-kind", record)
    stage.show(ExerciseWidget(find("01-kind"), Record(answers)))
    card = card_of(stage.page, "01-kind")
    expect(verdict(card)).to_have_text(NOT_YET)
    expect(card.locator(".ex-feedback")).to_contain_text("An inference needs a step")
    expect(card.locator(".ex-saved")).to_have_text("Your earlier answer, from your record.")
    card.get_by_role("button", name="Try again").click()
    card.get_by_label("A fact that").check()
    card.get_by_label("I am sure").check()
    card.get_by_role("button", name="Check my answer").click()
    expect(card.locator(".ex-marks")).to_have_text("Marks: 1 of 2.")


def test_two_cards_of_an_exercise_show_the_same(stage, clocks, record):
    stage.show(ExerciseWidget(find("01-kind"), record), ExerciseWidget(find("01-kind"), record))
    one, other = card_of(stage.page, "01-kind").all()
    one.get_by_label("A fact that").check()
    one.get_by_label("I am sure").check()
    main_button(one).click()
    expect(verdict(other)).to_have_text("The evidence is with you")
    expect(other.get_by_label("A fact that")).to_be_checked()


def test_an_exercise_that_was_finished_elsewhere_is_not_answered_again(stage, clocks, record, answers, kept):
    stage.show(drafted("01-kind", record))
    elsewhere = ExerciseWidget(find("01-kind"), Record(answers))
    elsewhere.commit("fact", "sure")
    card = card_of(stage.page, "01-kind")
    main_button(card).click()
    expect(card.locator(".ex-said")).to_contain_text("This exercise was finished in another tab or notebook")
    expect(verdict(card)).to_have_text("The evidence is with you")
    assert kept("01-kind") == [("fact", "sure")]


@pytest.mark.parametrize("name", ["01-kind", "03-essay", "03-advise"])
def test_a_kernel_that_does_not_answer_is_told_of_and_the_card_can_be_used_again(stage, clocks, record, kept, name):
    stage.take_clock()
    stage.show(drafted(name, record))
    card = card_of(stage.page, name)
    stage.silent = True
    main_button(card).click()
    expect(main_button(card)).to_have_attribute("aria-disabled", "true")
    stage.page.clock.fast_forward(8000)
    expect(card.locator(".ex-said")).to_contain_text("No reply from Python yet.")
    stage.silent = False
    main_button(card).click()
    expect(card.locator(".ex-saved")).to_contain_text("Saved at")
    assert len(kept(name)) == 1


def test_what_was_written_is_back_when_the_kernel_has_died(stage, clocks, record, answers):
    """The kernel's own draft is gone; this tab of the browser still has it."""
    stage.show(ExerciseWidget(find("03-essay"), record))
    card = card_of(stage.page, "03-essay")
    area, said = card.get_by_label("Your text", exact=True), card.locator(".ex-said")
    stage.silent = True
    area.fill("One two three")
    stage.clear()
    stage.silent = False
    stage.show(ExerciseWidget(find("03-essay"), Record(answers)))
    expect(area).to_have_value("One two three")
    expect(said).to_have_text("What you had written and not saved is back.")
    main_button(card).click()
    expect(card.locator(".ex-saved")).to_contain_text("3 words")
    # In a browser of another day only what was saved is there.
    stage.page.evaluate("() => sessionStorage.clear()")
    stage.clear()
    stage.show(ExerciseWidget(find("03-essay"), Record(answers)))
    expect(area).to_have_value("One two three")
    expect(card.locator(".ex-saved")).to_contain_text("From your record.")
