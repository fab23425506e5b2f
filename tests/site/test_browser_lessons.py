"""Every lesson runs in the browser edition; answers of each kind are kept, and go along to another browser."""

import json
import re
from pathlib import Path

import pytest
from cards import answer_by_keyboard, answer_by_mouse, card, check, verdict
from lab import ROOT
from live import NOTEBOOKS, Site, alone, picture, profile
from playwright.sync_api import Page, Playwright, expect
from tries import OFFERS, key_answer, versions

from helpers.exercises.bank import load_exercises

pytestmark = pytest.mark.browser

START, FIRST, SECOND = NOTEBOOKS[:3]
RIGHT, RIGHT_READING = "The evidence is with you", "A reading the evidence can carry"
KEPT = re.compile("from your record", re.IGNORECASE)


def test_each_kind_of_answer_is_taken_and_outlives_a_reload(tab: Page, served: Site) -> None:
    alone(tab, served, SECOND)
    questions = {question.kind: question for question in load_exercises(ROOT / "lessons" / SECOND)}
    assert len(questions) >= 7
    for kind, question in questions.items():
        one = card(tab, question.id)
        answer = key_answer(question) if kind in OFFERS else versions(question)[0]
        answer_by_mouse(tab, one, question, answer, "I am sure")
        check(tab, one, answer_by_mouse)
        expect(one.locator(".ex-saved")).to_contain_text("Saved at")
        if kind in OFFERS:
            expect(verdict(one)).to_have_text(RIGHT_READING if kind == "weigh" else RIGHT)
    picture(tab, "answered")
    alone(tab, served, SECOND)
    for question in questions.values():
        expect(card(tab, question.id).locator(".ex-saved")).to_have_text(KEPT)
    # The stills that come with the figures are found, too.
    stills = "[...document.querySelectorAll('.jp-RenderedMarkdown img')].map((still) => still.naturalWidth)"
    tab.wait_for_function(f"{stills}.every((width) => width > 0)")
    assert len(tab.evaluate(stills)) >= 3


def test_a_lesson_can_be_answered_with_keys_alone(tab: Page, served: Site) -> None:
    alone(tab, served, FIRST)
    question = next(one for one in load_exercises(ROOT / "lessons" / FIRST) if one.kind == "choose-one")
    one = card(tab, question.id)
    answer_by_keyboard(tab, one, question, key_answer(question), "I think so")
    check(tab, one, answer_by_keyboard)
    expect(one.locator(".ex-saved")).to_contain_text("Saved at")
    expect(verdict(one)).to_have_text(RIGHT)


@pytest.mark.parametrize("name", NOTEBOOKS[3:])
def test_every_other_lesson_runs_all_its_cells(tab: Page, served: Site, name: str) -> None:
    alone(tab, served, name)
    if not name.startswith("teacher/"):
        assert tab.locator(".ex-card[data-exercise]").count() >= 10
        assert tab.locator(".js-plotly-plot").count() >= 3


def test_answers_go_along_to_another_browser(tab: Page, served: Site, playwright: Playwright, tmp_path: Path) -> None:
    alone(tab, served, START)
    with tab.expect_download() as coming:
        tab.get_by_role("button", name="Download my answers").click()
    file = tmp_path / "my-answers.jsonl"
    coming.value.save_as(file)
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert {line["exercise"][:2] for line in lines} == {"01", "02"}
    other = profile(playwright, tmp_path / "other")
    there = other.new_page()
    alone(there, served, START)
    there.locator(".le-keep input[type=file]").set_input_files(file)
    expect(there.locator(".le-keep")).to_contain_text(f"{len(lines)} answers restored.")
    other.close()
