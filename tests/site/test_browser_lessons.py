"""Every lesson runs in the browser edition; what is done in it is kept, and goes along to another browser."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Playwright, expect

from helpers import course
from helpers.exercises.bank import load_exercises
from helpers.exercises.question import MarkedQuestion, Question
from tests.kit.cards import answer_by_keyboard, answer_by_mouse, card, check, verdict
from tests.kit.tries import OFFERS, key_answer, versions
from tests.site.live import NOTEBOOKS, Site, alone, picture, profile
from tests.site.to_do import TO_DO, to_answer

pytestmark = pytest.mark.browser

START, FIRST = NOTEBOOKS[:2]
RIGHT, RIGHT_READING = "The evidence is with you", "A reading the evidence can carry"
KEPT = re.compile("from your record", re.IGNORECASE)
# What no machine marks shows this once it is taken; all else shows how the answer stands.
TAKEN = {"short-text": ".ex-samples", "essay": ".ex-samples", "position": ".ex-both", "advise": ".ex-later"}


def whole(page: Page, site: Site, name: str) -> None:
    """Open a lesson, run all its cells, and see that it has its exercises, its figures and their stills."""
    alone(page, site, name)
    # The apps of the Jupyter Notebook put what is long, such as the essay in colours, into a box of 20 lines.
    expect(page.locator(".jp-mod-outputsScrolled")).to_have_count(0)
    if name == START or name.startswith("teacher/"):
        return
    assert page.locator(".ex-card[data-exercise]").count() >= 10
    assert page.locator(".js-plotly-plot").count() >= 3
    stills = "[...document.querySelectorAll('.jp-RenderedMarkdown img')].map((still) => still.naturalWidth)"
    page.wait_for_function(f"{stills}.every((width) => width > 0)")
    assert len(page.evaluate(stills)) >= 3


def shown(one: Locator, kind: str) -> list[str]:
    """Return what a card shows of an answer that was taken: what the student wrote, and what was said to it."""
    told = one.locator(TAKEN[kind]) if kind in TAKEN else verdict(one)
    expect(told).to_be_visible()
    return [*(area.input_value() for area in one.locator("textarea").all()), told.inner_text()]


def answered(page: Page, question: Question) -> list[str]:
    """Answer an exercise to the end: with its key, or with each version of what a student writes."""
    one = card(page, question.id)
    for answer in [key_answer(question)] if question.kind in OFFERS else versions(question):
        answer_by_mouse(page, one, question, answer, "I am sure")
        check(page, one, answer_by_mouse)
        expect(one.locator(".ex-saved")).to_contain_text("Saved at")
    if question.kind in OFFERS:
        expect(verdict(one)).to_have_text(RIGHT_READING if question.kind == "weigh" else RIGHT)
    return shown(one, question.kind)


def verdict_on(page: Page, claim: str) -> str:
    """Return what the ledger shows as the student's own verdict on a claim; open the claim if it is closed."""
    one = page.locator(f'.le-ledger li[data-claim="{claim}"]')
    if one.locator(".le-head").get_attribute("aria-expanded") == "false":
        one.locator(".le-head").click()
    return one.get_by_role("region", name="Your verdict").inner_text()


def judged(page: Page) -> str:
    """Judge the ledger's first claim, with a piece of evidence; return its id."""
    one = page.locator(".le-ledger li[data-claim]").first
    claim = one.get_attribute("data-claim") or ""
    expect(one.locator(".le-head")).to_have_attribute("aria-expanded", "true")  # the first waits open
    one.locator(".le-look > summary").click()
    one.locator(".le-add").first.click()
    evidence = one.locator(".ex-chosen li").inner_text()[:30]
    one.locator(".ex-option", has=page.get_by_text("Contested", exact=True)).click()
    one.get_by_label("I am sure").check()
    one.get_by_role("button", name="Commit my verdict").click()
    expect(page.locator(".le-ledger .ex-saved")).to_contain_text("Saved at")
    told = verdict_on(page, claim)
    assert "Contested" in told
    assert evidence in told
    return claim


def filtered(page: Page) -> None:
    """Search the explorer: timeline, table and count show the same fewer events."""
    explorer = page.locator(".xp-card").last
    count = explorer.locator(".xp-count")
    everything = count.inner_text()
    explorer.get_by_role("searchbox").fill("yeltsin letter")
    expect(count).not_to_have_text(everything)
    left = int(count.inner_text().split()[0])
    assert 0 < left < 30
    expect(explorer.locator("tbody tr")).to_have_count(left)
    expect(explorer.locator(".xp-mark:visible")).to_have_count(left)


@pytest.mark.parametrize("name", TO_DO)
def test_what_is_done_by_mouse_is_taken_and_outlives_a_reload(tab: Page, served: Site, name: str) -> None:
    """Together these lessons hold every kind of exercise, the ledger and the explorer: tests/site/to_do.py."""
    whole(tab, served, name)
    seen = [(question, answered(tab, question)) for question in to_answer(name)]
    claim = judged(tab) if "ledger" in TO_DO[name] else ""
    told = verdict_on(tab, claim) if claim else ""
    if "explore" in TO_DO[name]:
        filtered(tab)
    picture(tab, f"answered-{name[:2]}")
    alone(tab, served, name)
    for question, before in seen:
        expect(card(tab, question.id).locator(".ex-saved")).to_contain_text(KEPT)
        assert shown(card(tab, question.id), question.kind) == before, question.id
    if claim:
        expect(tab.locator(".le-count")).to_contain_text("1 of")
        assert verdict_on(tab, claim) == told


def by_keys() -> MarkedQuestion:
    """Return the first lesson's first marked exercise that the mouse leaves."""
    taken = {question.id for question in to_answer(FIRST)} if FIRST in TO_DO else set()
    marked = (one for one in load_exercises(course.lessons_dir() / FIRST) if isinstance(one, MarkedQuestion))
    return next(one for one in marked if one.id not in taken)


def test_a_lesson_can_be_answered_with_keys_alone(tab: Page, served: Site) -> None:
    whole(tab, served, FIRST)
    question = by_keys()
    one = card(tab, question.id)
    answer_by_keyboard(tab, one, question, key_answer(question), "I think so")
    check(tab, one, answer_by_keyboard)
    expect(one.locator(".ex-saved")).to_contain_text("Saved at")
    expect(verdict(one)).to_have_text(RIGHT)


@pytest.mark.parametrize("name", [name for name in NOTEBOOKS if name not in {*TO_DO, FIRST, START}])
def test_every_other_lesson_runs_all_its_cells(tab: Page, served: Site, name: str) -> None:
    whole(tab, served, name)


def test_answers_go_along_to_another_browser(tab: Page, served: Site, playwright: Playwright, tmp_path: Path) -> None:
    alone(tab, served, START)
    with tab.expect_download() as coming:
        tab.get_by_role("button", name="Download my answers").click()
    file = tmp_path / "my-answers.jsonl"
    coming.value.save_as(file)
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    done = [by_keys(), *(question for name in TO_DO for question in to_answer(name))]
    assert {line["exercise"].partition("/")[0] for line in lines} == {"ledger", *(question.id for question in done)}
    other = profile(playwright, tmp_path / "other")
    there = other.pages[0]
    alone(there, served, START)
    there.locator(".le-keep input[type=file]").set_input_files(file)
    expect(there.locator(".le-keep")).to_contain_text(f"{len(lines)} answers restored.")
    other.close()
