"""Lesson 1 as a student meets it: run, look, answer by mouse and by keyboard, reload; light, dark and narrow."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from cards import answer_by_keyboard, answer_by_mouse, axe, card, check, verdict
from lab import ARTIFACTS, ROOT, open_and_run, open_notebook, save, set_theme, to_top
from playwright.sync_api import Browser, Page, expect
from rooms import Room

from helpers.exercises.bank import find, load_exercises
from helpers.tables import load_events

pytestmark = pytest.mark.browser

START = "notebooks/00-start-here.ipynb"
LESSON = "notebooks/01-what-does-the-essay-claim.ipynb"
QUESTIONS = load_exercises(ROOT / "lessons" / "01-what-does-the-essay-claim")
FIGURES = 3
TABLES = 2
# One of each kind that has a key, with an answer that is wrong and one that is right.
ANSWERS: dict[str, tuple[Any, Any]] = {
    "01-two-names": ("founder", "republic"),
    "01-note-of-1954": (["applied", "russia"], ["consider", "refused", "before-pact"]),
    "01-founding-order": (
        ["pact", "treaty", "bonn", "first-growth", "refusal", "note", "union-ends", "pact-ends"],
        ["treaty", "first-growth", "note", "refusal", "bonn", "pact", "pact-ends", "union-ends"],
    ),
    "01-lost-years": ("1995", "2006"),
    "01-three-kinds": (
        dict.fromkeys(["step", "wrong-year", "foolish", "elected", "fear", "greatest", "members"], "judgement"),
        {"step": "inference", "wrong-year": "fact", "foolish": "judgement", "elected": "fact", "fear": "inference"}
        | {"greatest": "judgement", "members": "fact"},
    ),
}


@pytest.fixture(scope="module")
def lab(room):
    return room()


@pytest.fixture(autouse=True)
def fresh(lab: Room):
    """Every test begins with the notebooks as they are handed out, no answers and no kernel."""
    lab.end_kernels()
    shutil.rmtree(lab.work / "answers", ignore_errors=True)
    shutil.rmtree(lab.work / "notebooks", ignore_errors=True)
    shutil.copytree(ROOT / "notebooks", lab.work / "notebooks")


def opened(page: Page, lab: Room, notebook: str = LESSON, single: bool = False) -> None:
    open_and_run(page, lab, notebook, single)


def picture(page: Page, name: str) -> None:
    folder = ARTIFACTS / "lesson-1"
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{name}.png", animations="disabled")


def test_the_answers_of_this_test_are_the_lessons() -> None:
    kinds = {find(name).kind for name in ANSWERS}
    assert kinds == {question.kind for question in QUESTIONS if question.asks_confidence}
    for name, (wrong, right) in ANSWERS.items():
        question = find(name)
        assert question.marked(question.understand(right)).fraction == 1, name
        assert question.marked(question.understand(wrong)).fraction < 1, name


def test_start_here_says_that_all_is_well(page: Page, lab: Room) -> None:
    opened(page, lab, START)
    said = page.locator(".jp-OutputArea-output", has_text="Everything works.")
    expect(said).to_contain_text("200 events")
    expect(said).to_contain_text(str(lab.work / "answers"))
    expect(page.locator(".ex-card[data-exercise]")).to_have_count(2)
    # The course's own settings are in force: JupyterLab does not offer to fetch news.
    expect(page.get_by_text("official Jupyter news")).to_have_count(0)
    to_top(page)
    picture(page, "start-here")


def test_everything_is_drawn_and_named(page: Page, lab: Room) -> None:
    opened(page, lab)
    expect(page.locator(".ex-card[data-exercise]")).to_have_count(len(QUESTIONS))
    expect(page.locator(".js-plotly-plot")).to_have_count(FIGURES)
    expect(page.locator(".dt-container")).to_have_count(TABLES)
    for figure in page.locator(".js-plotly-plot").all():
        expect(figure).to_have_attribute("aria-label", re.compile(r"^(Timeline|Line chart) of .*\d{4}"))
        assert figure.locator(".scatterlayer .trace").count() >= 3
    table = page.locator(".dt-container").first
    before = table.locator("tbody tr").count()
    table.get_by_label("Search this table:").fill("Gorbachev")
    expect(table.locator("tbody tr")).to_have_count(6)
    assert before == 10


@pytest.mark.parametrize("answer", [answer_by_mouse, answer_by_keyboard], ids=["mouse", "keyboard"])
def test_answer_wrong_then_right_and_find_it_again(page: Page, lab: Room, answer: Any) -> None:
    opened(page, lab)
    for name, (wrong, right) in ANSWERS.items():
        one, question = card(page, name), find(name)
        answer(page, one, question, wrong, "I am sure")
        check(page, one, answer)
        expect(verdict(one)).not_to_have_text("The evidence is with you")
        expect(one.locator(".ex-feedback")).to_contain_text("You were sure")
        expect(one.locator(".ex-feedback")).not_to_contain_text(question.worked[:40])
        expect(one.locator(".ex-saved")).to_contain_text("Saved at")
        check(page, one, answer)  # the same button begins the second try
        answer(page, one, question, right, "I think so")
        check(page, one, answer)
        expect(verdict(one)).to_have_text("The evidence is with you")
        expect(one.locator(".ex-marks")).to_have_text("Marks: 1 of 2.")
    lines = [line for path in (lab.work / "answers").glob("*.jsonl") for line in path.read_text().splitlines()]
    assert len(lines) == 2 * len(ANSWERS)
    save(page)
    page.reload()
    page.locator(".jp-Notebook").first.wait_for(timeout=60_000)
    for name in ANSWERS:
        expect(verdict(card(page, name))).to_have_text("The evidence is with you", timeout=60_000)


def test_a_reload_wakes_every_card_where_short_waits_are_long(page: Page, lab: Room) -> None:
    """On a slow machine the page's timers come late; ipywidgets 8.1.9 gave up each card and table then."""
    opened(page, lab)
    save(page)
    page.add_init_script("""const soon = window.setTimeout;
      window.setTimeout = (then, wait, ...rest) => soon(then, wait === 100 ? 2500 : wait, ...rest)""")
    page.reload()
    expect(page.locator(".ex-card[data-exercise]")).to_have_count(len(QUESTIONS), timeout=60_000)
    expect(page.locator(".dt-container")).to_have_count(TABLES)


def test_a_card_that_hears_no_reply_says_so_and_the_answer_is_saved(page: Page, lab: Room) -> None:
    """anywidget gives a widget two seconds to begin; one that needs more is drawn, but gets no reply from Python."""
    page.add_init_script("""const patient = AbortSignal.timeout.bind(AbortSignal);
      AbortSignal.timeout = (wait) => patient(wait === 2000 ? 0 : wait)""")
    opened(page, lab)
    expect(page.locator(".ex-card[data-exercise]")).to_have_count(len(QUESTIONS))
    expect(page.locator(".le-ledger .le-head[aria-expanded=true]")).to_have_count(1)
    one, question = card(page, "01-two-names"), find("01-two-names")
    answer_by_mouse(page, one, question, ANSWERS[question.id][1], "I think so")
    check(page, one, answer_by_mouse)
    expect(one.locator(".ex-said")).to_contain_text("run this cell again")
    expect(verdict(one)).to_have_count(0)
    one.click(position={"x": 5, "y": 5})
    page.keyboard.press("Escape")
    page.keyboard.press("Shift+Enter")
    expect(verdict(card(page, question.id))).to_have_text("The evidence is with you")


def test_evidence_opens_by_keyboard_and_the_answer_comes_back_in_a_new_kernel(page: Page, lab: Room) -> None:
    opened(page, lab)
    one = card(page, "01-two-names")
    answer_by_mouse(page, one, find("01-two-names"), "founder", "I am guessing")
    check(page, one, answer_by_mouse)
    fold = one.locator(".ex-evidence details").first
    expect(fold.locator("p")).to_be_hidden()
    fold.locator("summary").focus()
    page.keyboard.press("Enter")
    summaries = dict(zip(load_events()["id"], load_events()["summary"], strict=True))
    expect(fold.locator("p")).to_have_text(summaries["1955-05-14-warsaw-pact"])
    axe(page, ".ex-root", "evidence open")
    picture(page, "evidence-open")

    expect(verdict(one)).to_be_visible()
    lab.end_kernels()
    opened(page, lab)
    expect(one.locator(".ex-saved")).to_have_text("Your earlier answer, from your record.")
    expect(one.get_by_role("button", name="Try again")).to_be_visible()


def test_a_stray_key_breaks_nothing(page: Page, lab: Room) -> None:
    """JupyterLab deletes a cell at `d d`; the lesson's cells refuse."""
    open_notebook(page, lab, LESSON)
    cells = page.locator(".jp-Cell").count()
    page.locator(".jp-MarkdownCell").first.click()
    page.keyboard.press("Escape")
    for key in ("d", "d", "j", "j", "d", "d"):
        page.keyboard.press(key)
    page.wait_for_timeout(300)
    assert page.locator(".jp-Cell").count() == cells


@pytest.mark.parametrize("width", [1280, 390])
def test_looks_and_axe(page: Page, lab: Room, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    opened(page, lab, single=width < 600)
    for theme in ("Light", "Dark"):
        set_theme(page, f"JupyterLab {theme}")
        look(page, theme, width)


def look(page: Page, theme: str, width: int) -> None:
    axe(page, ".jp-OutputArea-output", f"{theme} {width}")
    to_top(page)
    picture(page, f"top-{theme.lower()}-{width}")
    for number, place in enumerate([".js-plotly-plot", ".dt-container"]):
        page.locator(place).first.scroll_into_view_if_needed()
        page.wait_for_timeout(300)
        picture(page, f"{number}-{place.strip('.')}-{theme.lower()}-{width}")
    for figure in page.locator(".js-plotly-plot").all():
        box = figure.bounding_box()
        assert box
        assert box["x"] + box["width"] <= width


def test_the_export_menus_page_is_alive_with_no_network(
    page: Page, lab: Room, browser: Browser, tmp_path: Path
) -> None:
    """File, Save and Export Notebook As, HTML asks the server's nbconvert: figures must be inside the page."""
    opened(page, lab)
    save(page)
    exported = tmp_path / "lesson.html"
    exported.write_bytes(lab.fetch(f"nbconvert/html/{lab.path(LESSON)}?download=true"))
    context = browser.new_context(offline=True, viewport={"width": 1000, "height": 900})
    alone = context.new_page()
    asked: list[str] = []
    alone.on("request", lambda request: asked.append(request.url))
    alone.goto(exported.as_uri(), wait_until="domcontentloaded")
    alone.wait_for_function(f"document.querySelectorAll('.js-plotly-plot .main-svg').length >= {FIGURES}")
    expect(alone.locator(".jp-OutputArea .exercise-in-print")).to_have_count(len(QUESTIONS))
    expect(alone.get_by_text("is asleep").first).to_be_hidden()
    for still in alone.locator("details img").all():
        expect(still).to_have_js_property("complete", True)
        assert still.evaluate("image => image.naturalWidth") > 800
    assert alone.locator("details img").count() == FIGURES
    assert [url for url in asked if not url.startswith(("data:", "blob:"))] == [exported.as_uri()]
    context.close()


def test_the_page_holds_pictures_where_no_kernel_runs(page: Page, lab: Room) -> None:
    """Before a run, and on a code host: the still picture and the question in print are there."""
    open_notebook(page, lab, LESSON)
    fold = page.locator("details", has_text="The figure as a still picture").first
    fold.locator("summary").click()
    image = fold.locator("img")
    expect(image).to_be_visible()
    expect(image).to_have_js_property("complete", True)
    assert image.evaluate("image => image.naturalWidth") > 800
    assert len(image.get_attribute("alt") or "") > 60
    printed = page.locator("details", has_text="Exercise 1 in print").first
    printed.locator("summary").click()
    expect(printed).to_contain_text("Russia was one republic of the Soviet Union")
