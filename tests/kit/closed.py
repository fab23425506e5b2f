"""Giving answers to the closed kinds (match, classify, highlight, find-in-table, code) as a student does."""

import re
from typing import Any, Protocol

from playwright.sync_api import Locator, Page, Position, expect

from helpers.exercises.question import Question


class Press(Protocol):
    """How a thing is pressed: Locator.click by mouse, Locator.tap by thumb."""

    def __call__(self, one: Locator, /, *, position: Position | None = None) -> None:
        """Press it."""


CAME = re.compile(r"Your code gives|does not run yet")  # what stands below code that has been run


def drag(page: Page, card: Locator, first: int, last: int) -> None:
    """Mark the words of a text from the first to the last with the mouse."""
    words = card.locator(".ex-word")
    words.nth(first).scroll_into_view_if_needed()
    for place, step in ((first, page.mouse.down), (last, page.mouse.up)):
        box = words.nth(place).bounding_box()
        assert box
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        step()


def run_code(card: Locator, press: Press = Locator.click) -> None:
    """Press Run and wait until the value or the error is shown."""
    press(card.get_by_role("button", name="Run", exact=True))
    expect(card.locator(".ex-output")).to_contain_text(CAME, timeout=20_000)


def closed_by_pointing(page: Page, card: Locator, question: Question, answer: Any, press: Press) -> bool:
    """Give an answer to one of the closed kinds by mouse or thumb; say whether it was one of them.

    answer : as the record holds it; of code {"code": ...} or {"by_hand": ...}
    """
    view = question.public()
    if question.kind == "match":
        for item, select in zip(view["items"], card.get_by_role("combobox").all(), strict=True):
            select.select_option(answer[item["id"]])
    elif question.kind == "classify":
        for place, one in enumerate(view["cards"]):
            row = card.locator(".ex-sort-row").nth(place)
            press(row.locator("label.ex-bin", has=page.locator(f'[value="{answer[one["id"]]}"]')))
    elif question.kind == "highlight":
        clear = card.get_by_role("button", name="Clear all marks")
        if clear.is_visible():
            press(clear)
        for first, end in answer:
            if press is Locator.click:
                drag(page, card, first, end - 1)
            else:
                for n in range(first, end):
                    press(card.locator(".ex-word").nth(n))
    elif question.kind == "find-in-table":
        ticked = card.locator(".ex-tick input[type=checkbox]:checked")
        while ticked.count():
            press(ticked.first)
        for name in answer:
            row = next(row for row in view["rows"] if row[0] == name)
            card.get_by_label("Search this table").fill(row[1 + view["names"]])
            press(card.locator(f'.ex-tick input[value="{name}"]'))
    elif question.kind == "code":
        by_hand = "by_hand" in answer
        press(card.get_by_label("Without code" if by_hand else "With code"))
        box = card.locator("input.ex-search" if by_hand else "textarea")
        box.fill(answer["by_hand"] if by_hand else answer["code"])
        if not by_hand:
            run_code(card, press)
    else:
        return False
    return True


def closed_by_keyboard(page: Page, card: Locator, question: Question, answer: Any) -> bool:
    """Give an answer to one of the closed kinds with keys alone; say whether it was one of them."""
    press, view = page.keyboard.press, question.public()
    if question.kind == "match":
        ids = ["", *(choice["id"] for choice in view["choices"])]
        for item, select in zip(view["items"], card.get_by_role("combobox").all(), strict=True):
            select.focus()
            for _ in range(len(ids)):
                now, wanted = ids.index(select.input_value()), ids.index(answer[item["id"]])
                if now == wanted:
                    break
                press("ArrowDown" if now < wanted else "ArrowUp")
    elif question.kind == "classify":
        for place, one in enumerate(view["cards"]):
            row = card.locator(".ex-sort-row").nth(place)
            checked = row.locator("input:checked")
            (checked if checked.count() else row.locator("input").first).focus()
            press("Space")
            for _ in view["bins"]:
                if page.evaluate("() => document.activeElement.value") == answer[one["id"]]:
                    break
                press("ArrowRight")
    elif question.kind == "highlight":
        clear = card.get_by_role("button", name="Clear all marks")
        if clear.is_visible():
            clear.focus()
            press("Enter")
        card.locator('.ex-word[tabindex="0"]').focus()
        press("Home")
        at = 0
        for first, end in answer:
            for _ in range(first - at):
                press("ArrowRight")
            press("Space")
            for _ in range(end - 1 - first):
                press("Shift+ArrowRight")
            at = end - 1
    elif question.kind == "find-in-table":
        ticked = card.locator(".ex-tick input[type=checkbox]:checked")
        while ticked.count():
            ticked.first.focus()
            press("Space")
        for name in answer:
            row = next(row for row in view["rows"] if row[0] == name)
            search = card.get_by_label("Search this table")
            search.focus()
            search.select_text()
            page.keyboard.type(row[1 + view["names"]])
            card.locator(f'.ex-tick input[value="{name}"]').focus()
            press("Space")
    elif question.kind == "code":
        by_hand = "by_hand" in answer
        ways = card.locator(".ex-ways").first
        chosen = ways.locator("input:checked")
        if (chosen.input_value() == "by_hand") != by_hand:
            chosen.focus()
            press("ArrowRight")
        box = card.locator("input.ex-search" if by_hand else "textarea")
        box.focus()
        press("ControlOrMeta+a")
        page.keyboard.type(answer["by_hand"] if by_hand else answer["code"])
        if not by_hand:
            press("Control+Enter")
            expect(card.locator(".ex-output")).to_contain_text(CAME, timeout=20_000)
    else:
        return False
    return True
