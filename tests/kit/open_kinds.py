"""Weigh, short text, essay, position and advice, answered as a student does.

press : how things are pressed, by mouse or by thumb; None: by keys alone
"""

from typing import Any

from playwright.sync_api import Locator, Page, expect

from helpers.exercises.question import Question
from tests.kit.closed import Press


def cite(page: Page, place: Locator, ids: list[str], press: Press | None = None) -> None:
    """Choose pieces of evidence in a search box, in place of those that were chosen before."""
    for button in reversed(place.get_by_role("button", name="Remove:").all()):
        _choose(page, button, press)
    for n, one in enumerate(ids, 1):
        box = place.get_by_role("combobox")
        box.focus()
        page.keyboard.insert_text(one)  # all at once: after a few letters the first hit would be another
        hit = place.get_by_role("option").first
        expect(hit).to_be_visible()
        if press:
            press(hit)
        else:
            page.keyboard.press("ArrowDown")
            page.keyboard.press("Enter")
        expect(place.get_by_role("button", name="Remove:")).to_have_count(n)


def _weigh(page: Page, card: Locator, question: Question, answer: Any, press: Press | None) -> None:
    for item in question.public()["items"]:
        row = card.locator(".ex-weight", has_text=item["text"])
        slider, value = row.get_by_role("slider"), answer["weights"][item["id"]]
        if press:
            # The middle of the handle travels from one half of its width to the other end's.
            box = slider.bounding_box()
            assert box
            press(slider, position={"x": 8 + (box["width"] - 16) * value / 10, "y": box["height"] / 2})
        else:
            slider.focus()
            page.keyboard.press("Home")
            for _ in range(value):
                page.keyboard.press("ArrowRight")
        expect(row.locator(".ex-weight-words")).to_contain_text(f"{value} of 10")
        if value:
            cite(page, row, answer["evidence"][item["id"]], press)


def _write(page: Page, card: Locator, question: Question, answer: Any, press: Press | None) -> None:
    area = card.get_by_label("Your text", exact=True)
    press(area) if press else area.focus()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(answer["text"])
    cite(page, card, answer.get("evidence", []), press)
    boxes = card.get_by_role("checkbox").all()
    for place, box in enumerate(boxes, 1):
        if box.is_checked() != (place in answer.get("checks", [])):
            _choose(page, box, press)
    for criterion, level in answer.get("self", {}).items():
        n = [one["id"] for one in question.public()["criteria"]].index(criterion)
        _choose(page, card.locator(".ex-judging fieldset").nth(n).get_by_role("radio").nth(level - 1), press)


def _stand(page: Page, card: Locator, answer: Any, press: Press | None) -> None:
    when = "after" if "after" in answer else "before"
    group = card.get_by_role("group", name=f"{when.capitalize()} the discussion")
    _choose(page, group.get_by_role("radio").nth(answer[when]["position"] - 1), press)
    for label, part in (("Because", "reason"), ("The best reason", "other_side")):
        if part in answer[when]:
            group.get_by_label(label).focus()
            page.keyboard.press("Control+A")
            page.keyboard.insert_text(answer[when][part])


def _advise(page: Page, card: Locator, question: Question, answer: Any, press: Press | None) -> None:
    seats = question.public()["seats"]
    seat = next(one for one in seats if one["id"] == answer["seat"])
    place = [one["id"] for one in seat["options"]].index(answer["advice"])
    _choose(page, card.locator(".ex-seats").get_by_role("radio").nth(seats.index(seat)), press)
    _choose(page, card.locator(".ex-desk:visible").get_by_role("radio").nth(place), press)
    card.get_by_label("Because, with what is known today").focus()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(answer["reason"])
    cite(page, card, answer["evidence"], press)


def _choose(page: Page, one: Locator, press: Press | None) -> None:
    """Tick a box, choose a radio button, press a button."""
    if press:
        press(one)
    else:
        one.focus()
        page.keyboard.press("Space")


def answered_open(page: Page, card: Locator, question: Question, answer: Any, press: Press | None) -> bool:
    """Answer one of these kinds; say whether it was one."""
    if question.kind == "weigh":
        _weigh(page, card, question, answer, press)
    elif question.kind in ("short-text", "essay"):
        _write(page, card, question, answer, press)
    elif question.kind == "position":
        _stand(page, card, answer, press)
    elif question.kind == "advise":
        _advise(page, card, question, answer, press)
    else:
        return False
    return True
