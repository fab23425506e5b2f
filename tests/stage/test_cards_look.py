"""Cards of every kind in every state: axe-core in light and dark, wide and narrow; nothing too wide or too small."""

from pathlib import Path

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


def show_states(stage: Stage, name: str, folder: Path) -> list[Locator]:
    """Show an exercise as it opens, after a first answer with a hint open, and at its end."""
    widgets = [ExerciseWidget(find(name), Record(folder / state)) for state in ("open", "answered", "ended")]
    given = [TRIES[name].wrong, TRIES[name].right] if name in TRIES else VERSIONS[name]
    for widget, number in zip(widgets, (0, 1, 2), strict=True):
        for answer in given[:number]:
            widget.commit(answer, "sure")
    widgets[1].draft = {"hints": 1}
    stage.show(*widgets)
    return card_of(stage.page, name).all()


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_a_wide_page(stage, clocks, tmp_path, name, theme):
    show_states(stage, name, tmp_path)
    stage.theme(theme)
    axe(stage.page, ".ex-root", f"{name}, {theme}")


@pytest.mark.parametrize("name", EVERY)
def test_a_narrow_page_is_accessible_and_fits_a_thumb(phone, clocks, tmp_path, name):
    cards = show_states(phone, name, tmp_path)
    for theme in ("light", "dark"):
        phone.theme(theme)
        axe(phone.page, ".ex-root", f"{name}, {theme}, narrow")
    for card in cards:
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
