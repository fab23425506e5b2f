"""Cards of every kind: axe-core wide and light as they open, narrow and dark or light once answered; nothing too wide
or too small."""

import pytest
from playwright.sync_api import Locator

from helpers.exercises.answers import Record
from helpers.exercises.bank import find
from helpers.exercises.widgets import ExerciseWidget
from tests.kit.cards import axe
from tests.kit.cards import card as card_of
from tests.kit.stage import Stage
from tests.stage.clocks import EVERY, TRIES, VERSIONS

FITS = "card => [card.scrollWidth, card.clientWidth, card.getBoundingClientRect().right]"
CONTROLS = (
    "button:visible, select:visible, textarea:visible, input[type=text]:visible, input[type=range]:visible, "
    "label:has(input):visible"
)
HEIGHTS = "all => all.map((one) => [one.getBoundingClientRect().height, one.innerText || one.outerHTML.slice(0, 80)])"


STATES = {"open": 0, "answered": 1, "ended": 2}  # how many answers were given


def show(stage: Stage, name: str, state: str, record: Record) -> Locator:
    """Show an exercise as it opens, after a first answer with a hint open, or at its end."""
    widget = ExerciseWidget(find(name), record)
    given = [TRIES[name].wrong, TRIES[name].right] if name in TRIES else VERSIONS[name]
    for answer in given[: STATES[state]]:
        widget.commit(answer, "sure")
    if state == "answered":
        widget.draft = {"hints": 1}
    stage.show(widget)
    return card_of(stage.page, name)


@pytest.mark.parametrize("name", EVERY)
def test_axe_finds_nothing_on_a_wide_page(stage, clocks, record, name):
    show(stage, name, "open", record)
    axe(stage.page, ".ex-root", name)


# What is marked right, part right or wrong has its colours in both themes: the first try here, the second there.
@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize(("state", "theme"), [("answered", "dark"), ("ended", "light")])
def test_a_narrow_page_is_accessible_and_fits_a_thumb(phone, clocks, record, state, theme, name):
    phone.theme(theme)
    card = show(phone, name, state, record)
    axe(phone.page, ".ex-root", f"{name}, {theme}, narrow")
    inside, wide, right = card.evaluate(FITS)
    assert inside <= wide
    assert right <= 390
    for height, words in card.locator(CONTROLS).evaluate_all(HEIGHTS):
        assert height >= 43, words


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_list_of_found_evidence_and_an_opened_sample_are_accessible(phone, clocks, record, theme):
    widget = ExerciseWidget(find("03-in-a-sentence"), record)
    widget.commit(VERSIONS["03-in-a-sentence"][0], "")
    phone.show(widget)
    phone.theme(theme)
    card = card_of(phone.page, "03-in-a-sentence")
    card.locator("summary", has_text="A secure answer").tap()
    box = card.get_by_role("combobox")
    box.fill("bell")
    card.get_by_role("option").first.wait_for()
    box.press("ArrowDown")
    axe(phone.page, ".ex-root", f"evidence found, {theme}")


def test_the_dark_theme_changes_a_card_at_once(stage, clocks, record):
    stage.show(ExerciseWidget(find("01-kind"), record))
    paper = "card => getComputedStyle(card).backgroundColor"
    card = card_of(stage.page, "01-kind")
    light = card.evaluate(paper)
    stage.theme("dark")
    assert card.evaluate(paper) != light
