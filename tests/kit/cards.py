"""An exercise's card, used as a student uses it: by mouse, by thumb on a page that is touched, or by keyboard alone."""

import calendar
from collections.abc import Callable
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from helpers.exercises.question import Question
from tests.kit.closed import Press, closed_by_keyboard, closed_by_pointing
from tests.kit.open_kinds import answered_open

Answering = Callable[[Page, Locator, Question, Any, str], None]
MONTHS = list(calendar.month_name)[1:]


def card(page: Page, name: str) -> Locator:
    """Return the card of an exercise."""
    return page.locator(f'.ex-card[data-exercise="{name}"]')


def verdict(card: Locator) -> Locator:
    """Return the line that says how the answer stands."""
    return card.locator(".ex-feedback .ex-verdict strong")


def main_button(card: Locator) -> Locator:
    """Return the button that checks, begins the second try or shows the worked answer."""
    return card.locator(".ex-main")


def axe(page: Page, place: str, name: str, rules: tuple[str, ...] = ()) -> None:
    """Let axe-core look at a part of the page: all rules, or only these."""
    # All that is in order is not listed: axe-core takes half its time for that on a long page.
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = {"type": "rule", "values": rules}
    found = Axe().run(page, context=place, options=options).response["violations"]
    told = [f"{v['id']}: {v['nodes'][0]['html'][:300]} {v['nodes'][0]['failureSummary']}" for v in found]
    assert not told, f"{name}: " + "; ".join(told)


def press_main(page: Page, card: Locator, answer: Answering) -> None:
    """Press the card's main button, in the way in which the answer is given."""
    button = main_button(card)
    if answer is answer_by_keyboard:
        button.focus()
        page.keyboard.press("Enter")
    elif answer is answer_by_thumb:
        card.locator(
            ".ex-title"
        ).tap()  # elsewhere first: two taps at once on a button are a double tap, and count once
        button.tap()
    else:
        button.click()


def check(page: Page, card: Locator, answer: Answering) -> None:
    """Press the card's main button, in the way in which the answer was given, and wait for the reply."""
    press_main(page, card, answer)
    expect(main_button(card)).not_to_have_attribute("aria-disabled", "true")


def boxes(answer: Any) -> list[str]:
    """Return what to choose in the boxes of a date, or of a range: year, then month, then day."""
    dates = [answer["from"], answer["to"]] if isinstance(answer, dict) else [answer]
    parts = [date.split("-") for date in dates]
    return [
        MONTHS[int(part) - 1] if place == 1 else str(int(part)) for date in parts for place, part in enumerate(date)
    ]


def answer_by_mouse(page: Page, card: Locator, question: Question, answer: Any, sure: str) -> None:
    """Choose an answer and a confidence with the mouse."""
    _answer_by_pointing(page, card, question, answer, sure, Locator.click)


def answer_by_thumb(page: Page, card: Locator, question: Question, answer: Any, sure: str) -> None:
    """Choose an answer and a confidence on a page that is touched."""
    _answer_by_pointing(page, card, question, answer, sure, Locator.tap)


def _answer_by_pointing(page: Page, card: Locator, question: Question, answer: Any, sure: str, press: Press) -> None:
    if closed_by_pointing(page, card, question, answer, press) or answered_open(page, card, question, answer, press):
        pass
    elif question.kind == "order":
        texts = {item["id"]: item["text"] for item in question.public()["items"]}
        for place, name in enumerate(answer):
            row = card.locator("li.ex-item", has_text=texts[name])
            while row.locator(".ex-place").inner_text() != str(place + 1):
                press(row.get_by_role("button", name="Move up"))
    elif question.kind == "place-on-timeline":
        for select, choice in zip(card.get_by_role("combobox").all(), boxes(answer), strict=True):
            select.select_option(choice)
    else:
        wanted = [answer] if isinstance(answer, str) else answer
        for row in card.locator("label.ex-option").all():
            box = row.locator("input")
            if box.is_checked() != (box.input_value() in wanted) and (
                question.kind == "choose-many" or not box.is_checked()
            ):
                press(row)
    if question.asks_confidence:
        press(card.locator("label.ex-sure", has_text=sure))


def answer_by_keyboard(page: Page, card: Locator, question: Question, answer: Any, sure: str) -> None:
    """Choose an answer and a confidence with keys alone: Tab, arrows, Space, Enter and letters."""
    press = page.keyboard.press
    if closed_by_keyboard(page, card, question, answer) or answered_open(page, card, question, answer, None):
        pass
    elif question.kind == "order":
        texts = {item["id"]: item["text"] for item in question.public()["items"]}
        for place, name in enumerate(answer):
            row = card.locator("li.ex-item", has_text=texts[name])
            row.get_by_role("button", name="Move up").focus()
            while row.locator(".ex-place").inner_text() != str(place + 1):
                press("Enter")
    elif question.kind == "place-on-timeline":
        for select, choice in zip(card.get_by_role("combobox").all(), boxes(answer), strict=True):
            select.focus()
            page.keyboard.type(choice)
            press("Enter")
    elif question.kind == "choose-one":
        card.locator("label.ex-option input").first.focus()
        press("Space")
        for _ in range(10):
            if page.evaluate("() => document.activeElement.value") == answer:
                break
            press("ArrowDown")
    else:
        card.locator("label.ex-option input").first.focus()
        for row in card.locator("label.ex-option input").all():
            if row.is_checked() != (row.input_value() in answer):
                press("Space")
            press("Tab")
    if not question.asks_confidence:
        return
    words = ["I am guessing", "I think so", "I am sure"]
    card.locator(".ex-sure input").first.focus()
    press("Space")
    for _ in range(words.index(sure)):
        press("ArrowRight")
