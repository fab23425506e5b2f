"""Exercises in a real JupyterLab, as a student meets them: by mouse, by keyboard, reloaded, small and dark."""

import re
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.kit.cards import axe, card, verdict
from tests.kit.lab import (
    ARTIFACTS,
    errors,
    open_and_run,
    open_notebook,
    restart_kernel,
    run_all,
    save,
    set_theme,
    wait_idle,
)
from tests.kit.rooms import Room

pytestmark = pytest.mark.browser
COURSE = Path(__file__).resolve().parents[1] / "exercises" / "fixtures"
SHOTS = ARTIFACTS / "exercises"
IDS = ["01-kind", "01-letters", "01-order", "01-date", "01-span"]
NOT_YET, PART, FULL = "Not yet: one step further", "Part of the way", "The evidence is with you"


@pytest.fixture(scope="module")
def lab(room):
    return room(COURSE_ROOT=str(COURSE))


@pytest.fixture
def notebook(lab, request):
    """A notebook with one exercise of each kind and an answers folder of its own."""
    name = re.sub(r"\W+", "-", request.node.name)
    answers = lab.work / f"answers-{name}"
    first = f"import os\nos.environ['COURSE_ANSWERS'] = {str(answers)!r}\nfrom helpers import exercise"
    lab.write(name, [first, *(f'exercise("{one}")' for one in IDS)])
    return f"{name}.ipynb"


@pytest.fixture
def answers(lab, notebook):
    return lab.work / f"answers-{notebook.removesuffix('.ipynb')}"


def opened(page: Page, lab: Room, notebook: str, single: bool = False) -> None:
    open_and_run(page, lab, notebook, single)
    expect(page.locator(".ex-card")).to_have_count(len(IDS))


def check(card: Locator, sure: str = "I think so") -> None:
    card.get_by_label(sure).check()
    card.get_by_role("button", name="Check my answer").click()


def shot(card: Locator, name: str) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    card.screenshot(path=SHOTS / f"{name}.png", animations="disabled")


def answer_all_wrong(page: Page) -> None:
    card(page, "01-kind").get_by_label("An inference from").check()
    check(card(page, "01-kind"), "I am sure")
    card(page, "01-letters").get_by_label("The bell is late").check()
    card(page, "01-letters").get_by_label("The mayor is to blame").check()
    check(card(page, "01-letters"))
    for _ in range(2):
        card(page, "01-order").get_by_role("button", name="Move up: The tower is finished").click()
    check(card(page, "01-order"))
    place(card(page, "01-date"), "1925", "March")
    check(card(page, "01-date"))
    for n, year in enumerate(("1925", "1930")):
        card(page, "01-span").get_by_role("combobox", name="Year").nth(n).select_option(year)
    check(card(page, "01-span"))
    for name in IDS:
        expect(verdict(card(page, name))).to_be_visible()


def place(card: Locator, year: str, month: str) -> None:
    card.get_by_role("combobox", name="Year").select_option(year)
    card.get_by_role("combobox", name="Month").select_option(month)


def answer_all_right(page: Page) -> None:
    for name in IDS:
        card(page, name).get_by_role("button", name="Try again").click()
    card(page, "01-kind").get_by_label("A fact that").check()
    card(page, "01-letters").get_by_label("The mayor is to blame").uncheck()
    card(page, "01-letters").get_by_label("The cost has doubled").check()
    for _ in range(3):
        card(page, "01-order").get_by_role("button", name="Move down: The town holds").click()
    place(card(page, "01-date"), "1924", "May")
    for n, year in enumerate(("1919", "1921")):
        card(page, "01-span").get_by_role("combobox", name="Year").nth(n).select_option(year)
    for name in IDS:
        check(card(page, name), "I am sure")


def test_by_mouse_wrong_then_right(page, lab, notebook, answers):
    opened(page, lab, notebook)
    for name in IDS:
        shot(card(page, name), f"{name}-0-open")
    answer_all_wrong(page)
    for name in IDS:
        shot(card(page, name), f"{name}-1-wrong")

    kind = card(page, "01-kind")
    expect(verdict(kind)).to_have_text(NOT_YET)
    expect(kind.locator(".ex-feedback")).to_contain_text("An inference needs a step that a reader could refuse")
    expect(kind.locator(".ex-feedback")).to_contain_text("You were sure")
    expect(kind.locator(".ex-feedback")).to_contain_text("The clock tower is finished, 1 June 1921")
    expect(kind.locator(".ex-saved")).to_contain_text(re.compile(r"Saved at \d\d:\d\d"))
    expect(card(page, "01-letters").locator(".ex-summary")).to_have_text(
        "1 of your picks fits the evidence; 1 does not. There is more to find."
    )
    expect(card(page, "01-order").locator(".ex-summary")).to_have_text("3 of 6 pairs stand in the right order.")
    expect(verdict(card(page, "01-date"))).to_have_text(PART)
    expect(card(page, "01-date").locator(".ex-feedback")).not_to_contain_text("1924")

    answer_all_right(page)
    for name in IDS:
        expect(card(page, name).get_by_role("button", name="Show the worked answer")).to_be_visible()
        card(page, name).get_by_role("button", name="Show the worked answer").click()
        shot(card(page, name), f"{name}-2-right")
    expect(verdict(kind)).to_have_text(FULL)
    expect(kind.locator(".ex-marks")).to_have_text("Marks: 1 of 2.")
    expect(kind.locator(".ex-worked")).to_contain_text("proves or refutes it in one step")
    expect(verdict(card(page, "01-span"))).to_have_text("A reading the evidence can carry")
    lines = [line for path in answers.glob("*.jsonl") for line in path.read_text().splitlines()]
    assert len(lines) == 2 * len(IDS)


def test_by_keyboard_alone(page, lab, notebook):
    opened(page, lab, notebook)
    press = page.keyboard.press
    cells = page.locator(".jp-Cell").count()

    def focused() -> str:
        return page.evaluate("""() => { const now = document.activeElement;
            return (now.getAttribute('aria-label') || now.value || now.textContent).slice(0, 60) }""")

    # Choose one: arrows move within the group, one Tab leaves it.
    kind = card(page, "01-kind")
    kind.get_by_label("A fact that").focus()
    press("ArrowDown")
    assert focused() == "inference"
    # JupyterLab's one-key commands stay silent while a student answers.
    for key in ("a", "b", "x", "d", "d", "0", "0", "m"):
        press(key)
    press("Tab")
    press("Space")
    press("ArrowRight")
    assert focused() == "think"
    press("Tab")
    assert focused() == "Check my answer"
    before = kind.get_by_role("button", name="Check my answer").bounding_box()["y"]
    press("Enter")
    expect(verdict(kind)).to_have_text(NOT_YET)
    # The focus has stayed where it was, and so has the button.
    assert focused() == "Try again (counts half)"
    assert abs(kind.get_by_role("button", name="Try again").bounding_box()["y"] - before) < 2
    press("Enter")
    assert focused() == "inference"
    press("ArrowUp")
    assert focused() == "fact"
    press("Tab")
    press("Space")
    press("Tab")
    press("Enter")
    expect(verdict(kind)).to_have_text(FULL)
    assert page.locator(".jp-Cell").count() == cells

    # Choose many: each box is a stop, Space ticks it.
    letters = card(page, "01-letters")
    letters.get_by_label("The bell is late").focus()
    for key in ("Space", "Tab", "Space", "Tab", "Tab", "Tab", "Space", "Tab", "Enter"):
        press(key)
    expect(verdict(letters)).to_have_text(FULL)

    # Order: the focus follows the item that moves.
    order = card(page, "01-order")
    order.get_by_role("button", name="Move down: The town holds").focus()
    for place_now in (2, 3, 4):
        press("Enter")
        expect(order.locator(".ex-said")).to_have_text(f"“The town holds its feast” is now {place_now} of 4.")
        assert focused() == "Move down: The town holds its feast"
    press("Enter")
    expect(order.locator(".ex-said")).to_have_text("“The town holds its feast” already stands last.")
    order.get_by_role("button", name="Move up: The tower").focus()
    for key in ("Space", "Space"):
        press(key)
    order.get_by_label("I am guessing").focus()
    for key in ("Space", "Tab", "Enter"):
        press(key)
    expect(verdict(order)).to_have_text(FULL)

    # Timeline: native boxes take letters and figures.
    date = card(page, "01-date")
    date.get_by_role("combobox", name="Year").focus()
    page.keyboard.type("1924")
    press("Tab")
    page.keyboard.type("May")
    expect(date.locator(".ex-pick")).to_have_text("Your date: May 1924")
    for key in ("Tab", "Space", "Tab", "Enter"):
        press(key)
    expect(verdict(date)).to_have_text(FULL)
    assert page.locator(".jp-Cell").count() == cells

    # Shift+Enter still belongs to JupyterLab, Escape too.
    date.get_by_role("button", name="Show the worked answer").focus()
    press("Shift+Enter")
    wait_idle(page)


def test_what_is_missing_is_said_and_focused(page, lab, notebook, answers):
    opened(page, lab, notebook)
    for name, words in (
        ("01-kind", "Choose one option first."),
        ("01-letters", "Choose at least one option first."),
        ("01-order", "Move at least one item first: the list is shown shuffled."),
        ("01-date", "Give the whole date first."),
    ):
        one = card(page, name)
        one.get_by_role("button", name="Check my answer").click()
        expect(one.locator(".ex-said")).to_have_text(words)
        assert one.evaluate("card => card.contains(document.activeElement) && document.activeElement.tagName") in (
            "INPUT",
            "BUTTON",
            "SELECT",
        )
    one = card(page, "01-kind")
    one.get_by_label("A fact that").check()
    one.get_by_role("button", name="Check my answer").click()
    expect(one.locator(".ex-said")).to_have_text("Say how sure you are; it is never marked.")
    expect(one.get_by_label("I am guessing")).to_be_focused()
    assert not answers.exists()
    # Hints: three steps, one after the other.
    for n in range(3):
        one.get_by_role("button", name=f"Hint ({n + 1} of 3)").click()
        expect(one.locator(".ex-hints li")).to_have_count(n + 1)
    expect(one.get_by_role("button", name="All hints shown")).to_be_visible()


def test_a_click_on_the_line_places_and_a_double_click_checks_once(page, lab, notebook, answers):
    opened(page, lab, notebook)
    date = card(page, "01-date")
    track = date.locator(".ex-track svg")
    track.click(position={"x": track.bounding_box()["width"] / 2, "y": 40})
    expect(date.locator(".ex-pick")).to_have_text(re.compile(r"Your date: (June|July) 1925"))
    date.get_by_label("I think so").check()
    date.get_by_role("button", name="Check my answer").dblclick()
    expect(verdict(date)).to_be_visible()
    expect(date.get_by_role("button", name="Try again")).to_be_visible()
    page.wait_for_timeout(500)
    assert sum(len(path.read_text().splitlines()) for path in answers.glob("*.jsonl")) == 1


def test_reload_and_restart_bring_the_answers_back(page, lab, notebook):
    opened(page, lab, notebook)
    kind, letters = card(page, "01-kind"), card(page, "01-letters")
    kind.get_by_label("An inference from").check()
    check(kind, "I am sure")
    expect(verdict(kind)).to_have_text(NOT_YET)
    letters.get_by_label("The bell is late").check()
    letters.get_by_role("button", name="Hint").click()
    save(page)

    page.reload()  # the kernel lives on: even what was only picked is there
    expect(verdict(kind)).to_have_text(NOT_YET, timeout=30_000)
    expect(kind.get_by_label("An inference from")).to_be_checked()
    expect(kind.get_by_label("I am sure")).to_be_checked()
    expect(letters.get_by_label("The bell is late")).to_be_checked()
    expect(letters.locator(".ex-hints li")).to_have_count(1)
    expect(kind.get_by_role("button", name="Try again")).to_be_visible()
    expect(page.locator(".ex-card")).to_have_count(len(IDS), timeout=30_000)

    restart_kernel(page)
    run_all(page)
    assert errors(page) == []
    expect(verdict(kind)).to_have_text(NOT_YET)
    expect(kind.locator(".ex-feedback")).to_contain_text("An inference needs a step")
    expect(kind.locator(".ex-saved")).to_have_text("Your earlier answer, from your record.")
    kind.get_by_role("button", name="Try again").click()
    kind.get_by_label("A fact that").check()
    check(kind)
    expect(kind.locator(".ex-marks")).to_have_text("Marks: 1 of 2.")


def test_an_answer_that_cannot_be_saved(page, lab, notebook, answers):
    opened(page, lab, notebook)
    answers.write_text("a file where the folder should be")
    kind = card(page, "01-kind")
    kind.get_by_label("An inference from").check()
    check(kind)
    expect(kind.locator(".ex-saved")).to_contain_text("Your answer is NOT saved")
    expect(verdict(kind)).to_have_text(NOT_YET)
    shot(kind, "state-unsaved")
    answers.unlink()
    kind.get_by_role("button", name="Save again").click()
    expect(kind.locator(".ex-saved")).to_contain_text("Saved at")
    expect(kind.get_by_role("button", name="Save again")).to_be_hidden()
    assert len(list(answers.glob("*.jsonl"))) == 1


def test_a_saved_notebook_opened_without_its_kernel(page, lab, notebook):
    opened(page, lab, notebook)
    save(page)
    saved = nbformat.read(lab.work / notebook, 4)
    assert "widgets" not in saved.metadata
    lab.end_kernels()
    open_notebook(page, lab, notebook)
    asleep = page.locator(".course-asleep")
    expect(asleep.first).to_be_visible(timeout=20_000)
    expect(asleep.first).to_contain_text("Run this cell (click it, then press Shift+Enter)")
    for broken in page.get_by_text("Error displaying widget").all():
        expect(broken).to_be_hidden()
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / "state-no-kernel.png")
    run_all(page)
    for line in asleep.all():
        expect(line).to_be_hidden()
    expect(page.locator(".ex-card")).to_have_count(len(IDS))


def test_light_dark_and_narrow_are_readable_and_axe_finds_nothing(page, lab, notebook):
    page.set_viewport_size({"width": 390, "height": 844})
    opened(page, lab, notebook, single=True)
    answer_all_wrong(page)
    card(page, "01-kind").get_by_role("button", name="Hint").click()
    page.set_viewport_size({"width": 390, "height": 2400})  # a card whole on its picture
    for theme in ("Light", "Dark"):
        set_theme(page, f"JupyterLab {theme}")
        axe(page, ".ex-root", f"tried once, {theme}")
        for name in IDS:
            shot(card(page, name), f"{name}-1-wrong-390-{theme.lower()}")
    for name in IDS:
        wide = card(page, name).evaluate(
            "card => [card.scrollWidth, card.clientWidth, card.getBoundingClientRect().right]"
        )
        assert wide[0] <= wide[1]
        assert wide[2] <= 390
        for control in card(page, name).locator("button:visible, select:visible, label:visible").all():
            assert control.bounding_box()["height"] >= 43, control.inner_text()
    answer_all_right(page)
    for theme in ("Dark", "Light"):
        set_theme(page, f"JupyterLab {theme}")
        axe(page, ".ex-root", f"finished, {theme}")
        for name in IDS:
            shot(card(page, name), f"{name}-2-right-390-{theme.lower()}")
    page.set_viewport_size({"width": 1200, "height": 1500})
    set_theme(page, "JupyterLab Dark")
    for name in IDS:
        shot(card(page, name), f"{name}-2-right-dark")


def test_axe_finds_nothing_before_an_answer(page, lab, notebook):
    opened(page, lab, notebook)
    for theme in ("Light", "Dark"):
        set_theme(page, f"JupyterLab {theme}")
        axe(page, ".ex-root", f"open, {theme}")
        for name in IDS:
            shot(card(page, name), f"{name}-0-open-{theme.lower()}")
