"""Weigh, short text, essay, position and an exercise asked again, in a real JupyterLab."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from helpers.exercises.bank import load_exercises
from tests.kit.cards import Answering, answer_by_keyboard, answer_by_mouse, axe, card, check, main_button, verdict
from tests.kit.lab import ARTIFACTS, open_and_run, restart_kernel, run_all, save, set_theme
from tests.kit.open_kinds import cite
from tests.kit.rooms import Room

pytestmark = pytest.mark.browser
COURSE = Path(__file__).resolve().parents[1] / "exercises" / "fixtures"
LESSON = load_exercises(COURSE / "lessons" / "03-open")
QUESTIONS = {question.id: question for question in LESSON if question.kind != "advise"}  # test_curtain.py has that one
WEIGH, SHORT, ESSAY, STAND, AGAIN = QUESTIONS
SHOTS = ARTIFACTS / "open"
WEIGHTS = {"cost": 7, "rail": 3, "mayor": 0}
WRONG = {"weights": WEIGHTS, "evidence": {"cost": ["letter-1923"], "rail": ["tower-1921"]}}
RIGHT = {"weights": WEIGHTS, "evidence": {"cost": ["letter-1923"], "rail": ["bell-1924", "feast-1930"]}}
SNEAKY = "<img src=x onerror=\"document.title='broken'\"> and <b>bold</b>"
TEXT = {"text": f"The cost had doubled. {SNEAKY}", "evidence": ["letter-1923"], "checks": [2], "self": {}}
LONG = {"text": "The council wrote. " * 25, "evidence": ["letter-1923", "bell-1924"], "checks": [1], "self": {}}
BEFORE = {"before": {"position": 2, "reason": f"Too dear. {SNEAKY}"}}
AFTER = {**BEFORE, "after": {"position": 4, "reason": "I heard it.", "other_side": "It was dear."}}


@pytest.fixture(scope="module")
def lab(room):
    return room(COURSE_ROOT=str(COURSE))


@pytest.fixture
def notebook(lab, request):
    name = re.sub(r"\W+", "-", request.node.name)
    first = f"import os\nos.environ['COURSE_ANSWERS'] = {str(lab.work / name)!r}\nfrom helpers import exercise"
    lab.write(name, [first, *(f'exercise("{one}")' for one in QUESTIONS)])
    return f"{name}.ipynb"


@pytest.fixture
def answers(lab, notebook):
    return lab.work / notebook.removesuffix(".ipynb")


def kept(answers: Path, name: str) -> list[object]:
    lines = [json.loads(line) for path in answers.glob("*.jsonl") for line in path.read_text().splitlines()]
    return [line["answer"] for line in sorted(lines, key=lambda line: line["at"]) if line["exercise"] == name]


def opened(page: Page, lab: Room, notebook: str, single: bool = False) -> None:
    open_and_run(page, lab, notebook, single)
    expect(page.locator(".ex-card")).to_have_count(len(QUESTIONS))


def shot(one: Locator, name: str) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    one.screenshot(path=SHOTS / f"{name}.png", animations="disabled")


def run(page: Page, code: str) -> None:
    """Run code in the notebook's kernel, as another card or cell would."""
    page.evaluate(
        """code => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel
           .requestExecute({code}).done.then(() => null)""",
        code,
    )


def missing_is_said(page: Page, answers: Path) -> None:
    """Press the button too early: what is missing is said, and the focus goes there; nothing is saved."""
    weigh, stand = card(page, WEIGH), card(page, STAND)
    main_button(weigh).click()
    expect(weigh.locator(".ex-said")).to_have_text("Give at least two of them a weight first.")
    for n in range(2):
        weigh.get_by_role("slider").nth(n).focus()
        page.keyboard.press("End")
    expect(weigh.get_by_role("slider").nth(0)).to_have_attribute("aria-valuetext", "10 of 10: decisive")
    cite(page, weigh.locator(".ex-weight").nth(0), ["letter-1923"], by_keyboard=True)
    main_button(weigh).click()
    expect(weigh.locator(".ex-said")).to_contain_text("“The way by rail” has a weight but no evidence.")
    expect(weigh.locator(".ex-weight").nth(1).get_by_role("combobox")).to_be_focused()
    main_button(stand).click()
    expect(stand.locator(".ex-said")).to_have_text("Choose where you stand and say why first.")
    stand.get_by_role("radio").first.check()
    main_button(stand).click()
    expect(stand.locator(".ex-said")).to_have_text("Say in a sentence why you stand there.")
    expect(stand.get_by_label("Because").first).to_be_focused()
    assert not answers.exists()


def search_box(page: Page) -> None:
    """Search, choose and remove by keys, and take what was collected elsewhere."""
    one, press = card(page, SHORT), page.keyboard.press
    box, told = one.get_by_role("combobox"), one.locator(".ex-found")
    box.focus()
    page.keyboard.type("BELL arrives")
    expect(one.get_by_role("option")).to_have_count(1)
    expect(box).to_have_attribute("aria-expanded", "true")
    press("ArrowDown")
    expect(one.get_by_role("option")).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == one.get_by_role("option").get_attribute("id")
    press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    press("ArrowDown")
    press("ArrowDown")
    press("Enter")
    expect(told).to_have_text("Added: The bell arrives by rail. 1 chosen.")
    expect(box).to_be_focused()
    page.keyboard.type("bell-1924")
    expect(one.get_by_role("option")).to_have_count(1)  # the first letters alone find more
    press("Enter")
    expect(told).to_have_text("“The bell arrives by rail” is chosen already.")
    press("Control+A")
    page.keyboard.type("no such thing xx dd a b")
    expect(told).to_have_text("No row holds all these words. Try fewer, or a year.")
    one.get_by_role("button", name="Remove: The bell").focus()
    press("Enter")
    expect(told).to_have_text("Removed: The bell arrives by rail. 0 chosen.")
    expect(box).to_be_focused()

    # What was collected elsewhere is offered when the box gets the focus, and can be given to an open card.
    run(page, "from helpers.exercises import tray; tray.collect(['feast-1930'])")
    one.get_by_label("Your text", exact=True).focus()
    box.focus()
    one.get_by_role("button", name="Add: The town holds its feast").click()
    expect(one.get_by_role("button", name="Remove: The town holds its feast")).to_be_visible()
    run(page, "tray.give(next(key for key, name in tray.takers() if 'so long' in name), ['tower-1921'])")
    expect(one.get_by_role("button", name="Remove: The clock tower is finished")).to_be_visible()
    expect(one.locator(".ex-saved")).to_have_text("Not saved yet.")


def answer_all(page: Page, answers: Path, answer: Answering) -> None:
    """Answer every kind, each in two steps, and look at what the record holds afterwards."""

    def give(name, what, sure=""):
        answer(page, card(page, name), QUESTIONS[name], what, sure)
        check(page, card(page, name), answer)

    weigh = card(page, WEIGH)
    give(WEIGH, WRONG, "I am sure")
    expect(weigh.locator(".ex-summary")).to_contain_text("7 of your 10 points of weight rest on evidence")
    expect(weigh.locator(".ex-feedback")).to_contain_text("You were sure")
    check(page, weigh, answer)  # the same button begins the second try
    give(WEIGH, RIGHT, "I think so")
    expect(verdict(weigh)).to_have_text("A reading the evidence can carry")
    assert kept(answers, WEIGH) == [WRONG, RIGHT]

    for name, text in ((SHORT, TEXT), (ESSAY, LONG)):
        one = card(page, name)
        expect(one).to_contain_text("No machine marks this.")
        expect(one.locator(".ex-judging")).to_be_hidden()
        give(name, text)
        expect(one.locator(".ex-saved")).to_contain_text(re.compile(r"Saved at .* \d+ words"))
        expect(one.locator(".ex-samples")).to_contain_text("written by the authors")
        give(name, {**text, "text": text["text"].strip(), "self": {"claim": 3}})
        expect(one.locator(".ex-saved")).to_contain_text("Saved at")
        assert [version["self"] for version in kept(answers, name)] == [{}, {"claim": 3}]
        assert [version["checks"] for version in kept(answers, name)] == [text["checks"]] * 2

    stand = card(page, STAND)
    give(STAND, BEFORE)
    expect(stand.get_by_role("group", name="Before the discussion").get_by_role("radio").nth(1)).to_be_disabled()
    give(STAND, AFTER)
    expect(stand.locator(".ex-moved")).to_have_text("You moved from 2 to 4, towards “fully”.")
    expect(stand.locator(".ex-both")).to_contain_text(SNEAKY)
    assert kept(answers, STAND) == [BEFORE, AFTER]

    expect(card(page, AGAIN).locator(".ex-kicker")).to_have_text(
        f"From lesson 1: Exercise 5 of {len(LESSON)} · Choose one"
    )
    give(AGAIN, "fact", "I am sure")
    expect(verdict(card(page, AGAIN))).to_have_text("The evidence is with you")
    assert page.title() != "broken"
    assert page.locator(".ex-card img, .ex-card b").count() == 0


def test_by_mouse(page, lab, notebook, answers):
    opened(page, lab, notebook)
    answer_all(page, answers, answer_by_mouse)


def test_by_keyboard_alone(page, lab, notebook, answers):
    opened(page, lab, notebook)
    cells = page.locator(".jp-Cell").count()
    missing_is_said(page, answers)
    search_box(page)
    answer_all(page, answers, answer_by_keyboard)
    assert page.locator(".jp-Cell").count() == cells


def test_nothing_written_is_lost(page, lab, notebook, answers):
    opened(page, lab, notebook)
    one = card(page, ESSAY)
    area, saved = one.get_by_label("Your text", exact=True), one.locator(".ex-saved")
    main_button(one).click()
    expect(one.locator(".ex-said")).to_have_text("Write your text first.")
    expect(area).to_be_focused()
    page.keyboard.type("One two")
    expect(one.locator(".ex-count")).to_have_text("2 of 60 to 120 words.")
    assert one.locator(".ex-unseen").text_content() == ""
    expect(one.locator(".ex-unseen")).to_have_text("2 of 60 to 120 words")  # spoken after a pause in typing
    expect(saved).to_have_text("Not saved yet.")

    answers.write_text("a file where the folder should be")
    main_button(one).click()
    expect(saved).to_contain_text("Your answer is NOT saved")
    answers.unlink()
    one.get_by_role("button", name="Save again").click()
    expect(saved).to_contain_text("Saved at")
    main_button(one).click()
    expect(one.locator(".ex-said")).to_have_text("Nothing has changed since you saved it.")

    area.focus()
    page.keyboard.type(" three")
    expect(saved).to_have_text("You have changed it since you saved it: not saved yet.")
    run_all(page)  # the cells are run again: new cards, the same draft
    expect(area).to_have_value("One two three")
    save(page)
    page.reload()
    expect(area).to_have_value("One two three", timeout=30_000)
    expect(page.locator(".ex-card")).to_have_count(len(QUESTIONS), timeout=30_000)
    restart_kernel(page)  # the kernel's own draft is gone; this tab of the browser still has it
    run_all(page)
    expect(area).to_have_value("One two three")
    expect(one.locator(".ex-said")).to_have_text("What you had written and not saved is back.")
    assert [version["text"] for version in kept(answers, ESSAY)] == ["One two"]
    main_button(one).click()
    expect(saved).to_contain_text("3 words")
    # In a browser of another day only what was saved is there.
    page.evaluate("() => sessionStorage.clear()")
    restart_kernel(page)
    run_all(page)
    expect(area).to_have_value("One two three")
    expect(saved).to_contain_text("From your record.")


def test_light_dark_and_narrow_are_readable_and_axe_finds_nothing(page, lab, notebook):
    page.set_viewport_size({"width": 390, "height": 2600})
    opened(page, lab, notebook, single=True)

    def look(state: str) -> None:
        for theme in ("Light", "Dark"):
            set_theme(page, f"JupyterLab {theme}")
            axe(page, ".ex-root", f"{state}, {theme}")
        for name in QUESTIONS:
            one = card(page, name)
            shot(one, f"{name}-{state}-390-dark")
            wide = one.evaluate("card => [card.scrollWidth, card.clientWidth, card.getBoundingClientRect().right]")
            assert wide[0] <= wide[1]
            assert wide[2] <= 390
            for control in one.locator("button, input[type=text], input[type=range], textarea, label:has(input)").all():
                if control.is_visible():
                    assert control.bounding_box()["height"] >= 43, control.inner_text()

    look("0-open")
    for name, what in ((WEIGH, WRONG), (SHORT, TEXT), (ESSAY, LONG), (STAND, BEFORE)):
        answer_by_keyboard(page, card(page, name), QUESTIONS[name], what, "I am sure")
        check(page, card(page, name), answer_by_keyboard)
    card(page, SHORT).locator("summary", has_text="A secure answer").click()
    box = card(page, ESSAY).get_by_role("combobox")
    box.fill("bell")
    expect(card(page, ESSAY).get_by_role("option").first).to_be_visible()
    box.press("ArrowDown")
    look("1-saved")
    answer_by_keyboard(page, card(page, STAND), QUESTIONS[STAND], AFTER, "")
    check(page, card(page, STAND), answer_by_keyboard)
    check(page, card(page, WEIGH), answer_by_keyboard)
    answer_by_keyboard(page, card(page, WEIGH), QUESTIONS[WEIGH], RIGHT, "I am sure")
    check(page, card(page, WEIGH), answer_by_keyboard)
    look("2-end")
