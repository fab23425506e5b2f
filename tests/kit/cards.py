"""An exercise's card, used as a student uses it: by mouse, or by keyboard alone."""

import calendar
from collections.abc import Callable
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from helpers.exercises.question import Question
from tests.kit.closed import closed_by_keyboard, closed_by_mouse
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


def check(page: Page, card: Locator, answer: Answering) -> None:
    """Press the card's main button, in the way in which the answer was given, and wait for the reply."""
    button = main_button(card)
    if answer is answer_by_keyboard:
        button.focus()
        page.keyboard.press("Enter")
    else:
        button.click()
    expect(button).not_to_have_attribute("aria-disabled", "true")


def boxes(answer: Any) -> list[str]:
    """Return what to choose in the boxes of a date, or of a range: year, then month, then day."""
    dates = [answer["from"], answer["to"]] if isinstance(answer, dict) else [answer]
    parts = [date.split("-") for date in dates]
    return [
        MONTHS[int(part) - 1] if place == 1 else str(int(part)) for date in parts for place, part in enumerate(date)
    ]


def answer_by_mouse(page: Page, card: Locator, question: Question, answer: Any, sure: str) -> None:
    """Choose an answer and a confidence with the mouse."""
    if closed_by_mouse(page, card, question, answer) or answered_open(page, card, question, answer, False):
        pass
    elif question.kind == "order":
        texts = {item["id"]: item["text"] for item in question.public()["items"]}
        for place, name in enumerate(answer):
            row = card.locator("li.ex-item", has_text=texts[name])
            while row.locator(".ex-place").inner_text() != str(place + 1):
                row.get_by_role("button", name="Move up").click()
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
                row.click()
    if question.asks_confidence:
        card.get_by_label(sure).check()


def answer_by_keyboard(page: Page, card: Locator, question: Question, answer: Any, sure: str) -> None:
    """Choose an answer and a confidence with keys alone: Tab, arrows, Space, Enter and letters."""
    press = page.keyboard.press
    if closed_by_keyboard(page, card, question, answer) or answered_open(
        page, card, question, answer, by_keyboard=True
    ):
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
