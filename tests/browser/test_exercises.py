"""Cards in a real JupyterLab: what depends on its page, its keys, its kernels and its files.

What a card does by itself is tested on the stage (tests/stage), without JupyterLab.
"""

import json
import re
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Page, expect

from tests.kit.cards import card, main_button, verdict
from tests.kit.lab import errors, open_and_run, open_notebook, restart_kernel, run_all, save, set_theme, wait_idle
from tests.kit.rooms import Room

pytestmark = pytest.mark.browser
COURSE = Path(__file__).resolve().parents[1] / "exercises" / "fixtures"
IDS = ["01-kind", "02-count", "03-essay"]
NOT_YET = "Not yet: one step further"
RUNS_JS = """() => window.jupyterapp.shell.currentWidget.content.widgets
    .map(cell => cell.model.sharedModel.execution_count)"""


@pytest.fixture(scope="module")
def lab(room):
    return room(COURSE_ROOT=str(COURSE))


@pytest.fixture
def answers(lab, request):
    return lab.work / f"answers-{request.node.name}"


@pytest.fixture
def notebook(lab, answers):
    """A notebook with a closed, a code and an open exercise, and an answers folder of its own."""
    name = answers.name.removeprefix("answers-")
    first = f"import os\nos.environ['COURSE_ANSWERS'] = {str(answers)!r}\nfrom helpers import exercise"
    lab.write(name, [first, *(f'exercise("{one}")' for one in IDS)])
    return f"{name}.ipynb"


def opened(page: Page, lab: Room, notebook: str, single: bool = False) -> None:
    open_and_run(page, lab, notebook, single)
    expect(page.locator(".ex-card")).to_have_count(len(IDS))


def texts(answers: Path) -> list[str]:
    """Return what the record holds of the essay."""
    lines = [json.loads(line) for path in answers.glob("*.jsonl") for line in path.read_text().splitlines()]
    return [line["answer"]["text"] for line in lines if line["exercise"] == "03-essay"]


def answer_wrong(page: Page) -> None:
    one = card(page, "01-kind")
    one.get_by_label("An inference from").check()
    one.get_by_label("I am sure").check()
    main_button(one).click()
    expect(verdict(one)).to_have_text(NOT_YET)


def test_a_reload_brings_back_what_was_answered_and_what_was_only_chosen(page, lab, notebook):
    opened(page, lab, notebook)
    answer_wrong(page)
    count = card(page, "02-count")
    count.get_by_role("button", name="Hint").click()
    count.locator("textarea").fill("len(bells)")
    count.locator("textarea").press("Control+Enter")
    expect(count.locator(".ex-output")).to_contain_text("Your code gives: 5")
    save(page)
    page.reload()  # the kernel lives on: even what was only picked is there
    kind = card(page, "01-kind")
    expect(verdict(kind)).to_have_text(NOT_YET, timeout=30_000)
    expect(kind.get_by_label("An inference from")).to_be_checked()
    expect(kind.get_by_label("I am sure")).to_be_checked()
    expect(kind.get_by_role("button", name="Try again")).to_be_visible()
    expect(count.locator("textarea")).to_have_value("len(bells)", timeout=30_000)
    expect(count.locator(".ex-hints li")).to_have_count(1)


def test_a_restart_brings_the_answers_back_from_the_record(page, lab, notebook):
    opened(page, lab, notebook)
    answer_wrong(page)
    restart_kernel(page)
    run_all(page)
    assert errors(page) == []
    kind = card(page, "01-kind")
    expect(verdict(kind)).to_have_text(NOT_YET)
    expect(kind.locator(".ex-feedback")).to_contain_text("An inference needs a step")
    expect(kind.locator(".ex-saved")).to_have_text("Your earlier answer, from your record.")
    kind.get_by_role("button", name="Try again").click()
    kind.get_by_label("A fact that").check()
    kind.get_by_label("I think so").check()
    main_button(kind).click()
    expect(kind.locator(".ex-marks")).to_have_text("Marks: 1 of 2.")


def test_what_was_written_and_not_saved_outlives_cell_page_and_kernel(page, lab, notebook, answers):
    opened(page, lab, notebook)
    one = card(page, "03-essay")
    area = one.get_by_label("Your text", exact=True)
    area.focus()
    page.keyboard.type("One two three")
    expect(one.locator(".ex-count")).to_have_text("3 of 60 to 120 words.")
    run_all(page)  # the cells are run again: new cards, the same draft
    expect(area).to_have_value("One two three")
    save(page)
    page.reload()
    expect(area).to_have_value("One two three", timeout=30_000)
    expect(page.locator(".ex-card")).to_have_count(len(IDS), timeout=30_000)
    restart_kernel(page)  # the kernel's own draft is gone; this tab of the browser still has it
    run_all(page)
    expect(area).to_have_value("One two three")
    expect(one.locator(".ex-said")).to_have_text("What you had written and not saved is back.")
    assert texts(answers) == []
    main_button(one).click()
    expect(one.locator(".ex-saved")).to_contain_text("3 words")
    assert texts(answers) == ["One two three"]


def test_jupyterlabs_one_key_commands_stay_silent_while_a_student_answers(page, lab, notebook):
    opened(page, lab, notebook)
    cells = page.locator(".jp-Cell").count()
    places = (
        card(page, "01-kind").get_by_label("A fact that"),
        card(page, "02-count").locator("textarea"),
        card(page, "03-essay").get_by_label("Your text", exact=True),
        card(page, "03-essay").get_by_role("combobox"),
    )
    for place in places:
        place.focus()
        for key in ("a", "b", "x", "d", "d", "0", "0", "m", "Enter"):
            page.keyboard.press(key)
    expect(page.locator(".jp-Dialog")).to_have_count(0)
    assert page.locator(".jp-Cell").count() == cells


def test_shift_and_enter_in_a_code_box_run_the_code_and_no_cell(page, lab, notebook):
    opened(page, lab, notebook)
    before, count = page.evaluate(RUNS_JS), card(page, "02-count")
    for code, key in (("len(bells)", "Shift+Enter"), ("len(bells) + 1", "Control+Enter")):
        count.locator("textarea").fill(code)
        count.locator("textarea").press(key)
        expect(count.locator(".ex-output")).to_contain_text(f"Your code gives: {eval(code, {'bells': range(5)})}")
    # The kernel has answered the second, so a cell that the first had set going would have a new number.
    assert page.evaluate(RUNS_JS) == before


def test_shift_and_enter_elsewhere_on_a_card_still_run_the_cell(page, lab, notebook):
    opened(page, lab, notebook)
    before = max(page.evaluate(RUNS_JS))
    main_button(card(page, "01-kind")).focus()
    page.keyboard.press("Shift+Enter")
    wait_idle(page)
    assert max(page.evaluate(RUNS_JS)) == before + 1


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
    run_all(page)
    for line in asleep.all():
        expect(line).to_be_hidden()
    expect(page.locator(".ex-card")).to_have_count(len(IDS))


def test_jupyterlabs_dark_theme_reaches_the_cards_and_a_narrow_window_holds_them(page, lab, notebook):
    page.set_viewport_size({"width": 390, "height": 844})
    opened(page, lab, notebook, single=True)
    set_theme(page, "JupyterLab Dark")
    for name in IDS:
        one = card(page, name)
        paper = one.evaluate("card => getComputedStyle(card).backgroundColor")
        assert max(map(int, re.findall(r"\d+", paper)[:3])) < 100
        inside, wide, right = one.evaluate("c => [c.scrollWidth, c.clientWidth, c.getBoundingClientRect().right]")
        assert inside <= wide
        assert right <= 390
