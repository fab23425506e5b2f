"""A graded assignment in a real JupyterLab, from its own folder: answered, saved, handed in, and no mark to be seen."""

import json
import os
import shutil
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import expect

from helpers import course
from helpers.exercises import titles
from helpers.teacher.assigning import Wish, assign
from tests.kit.cards import axe, card, main_button
from tests.kit.lab import Lab, open_notebook, run_all

pytestmark = pytest.mark.browser
COURSE = Path(__file__).resolve().parents[1] / "exercises" / "fixtures"


@pytest.fixture(scope="module")
def bundle(tmp_path_factory):
    """The unpacked bundle of single exercises of the small course, one of every kind that marks."""
    folder = tmp_path_factory.mktemp("school") / "course"
    shutil.copytree(COURSE, folder)
    lessons = "".join(f"  - {{folder: {one}, title: T}}\n" for one in ("01-clocks", "02-closed", "03-open"))
    (folder / "lessons" / "course.yml").write_text(f"title: Clocks\nlessons:\n{lessons}", encoding="utf-8")
    before = os.environ.get("COURSE_ROOT")
    try:
        os.environ["COURSE_ROOT"] = str(folder)
        for cached in (course.root, titles._titles):
            cached.cache_clear()
        wanted = ("01-kind", "01-letters", "01-order", "01-date", "03-why-late", "02-match", "02-sort", "02-count")
        made = assign(Wish(wanted, "graded", shuffle=True, due="Friday"), folder.parent / "out")
    finally:
        os.environ.pop("COURSE_ROOT") if before is None else os.environ.update(COURSE_ROOT=before)
        for cached in (course.root, titles._titles):
            cached.cache_clear()
    return made.bundles


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_graded_card_saves_and_shows_no_mark(bundle, tmp_path, page, number):
    folder = tmp_path / bundle[number].name
    shutil.copytree(bundle[number], folder)
    name = f"{folder.name}.ipynb"
    path = folder / name
    path.write_text(
        path.read_text(encoding="utf-8").replace('assignment(\\"\\")', 'assignment(\\"Zoë\\")'), encoding="utf-8"
    )
    (tmp_path / "home").mkdir()
    # As on a student's machine: nothing but the folder itself says where helpers and answers are.
    with Lab(folder, tmp_path / "home", PYTHONPATH="", COURSE_ROOT="", COURSE_ANSWERS="") as lab:
        open_notebook(page, lab, name)
        run_all(page)
        cards = page.locator(".ex-card")
        expect(cards.first).to_be_visible()
        for one in cards.all():
            expect(one.locator(".ex-contested").first).to_contain_text("Your teacher marks this")
            expect(one.locator(".ex-feedback, .ex-hints")).to_have_count(0)
            axe(page, f'.ex-card[data-exercise="{one.get_attribute("data-exercise")}"]', folder.name)
        if number == 0:
            answer_and_change(page, folder)


def lines(folder: Path) -> list[dict]:
    return [json.loads(line) for path in (folder / "answers").glob("*.jsonl") for line in path.read_text().splitlines()]


def answer_and_change(page, folder: Path) -> None:
    one = card(page, "01-kind")
    saved = one.locator(".ex-saved")
    one.locator("label.ex-option").nth(1).click()
    main_button(one).click()
    expect(one.locator(".ex-said")).to_contain_text("Say how sure you are")
    one.get_by_label("I am guessing").check()
    main_button(one).click()
    expect(saved).to_contain_text("Saved at")
    expect(saved).to_contain_text("Your teacher marks it.")
    expect(main_button(one)).to_have_text("Save my answer")
    # Only surer: that is a change, and is saved with the answer as it stands.
    one.get_by_label("I am sure").check()
    expect(saved).to_contain_text("not saved yet")
    main_button(one).click()
    expect(saved).to_contain_text("Saved at")
    main_button(one).click()
    expect(one.locator(".ex-said")).to_contain_text("Nothing has changed")
    first, second = lines(folder)
    assert first["answer"] == second["answer"]
    assert (first["confidence"], second["confidence"]) == ("guess", "sure")
    assert "@01-" in first["lesson"]
    run_all(page)
    expect(card(page, "01-kind").locator(".ex-saved")).to_contain_text("Your teacher marks it.")
    expect(card(page, "01-kind").get_by_label("I am sure")).to_be_checked()
    (handed_in,) = folder.glob("hand-in-01-*-zoë.zip")
    with zipfile.ZipFile(handed_in) as archive:
        assert json.loads(archive.read("hand-in.json"))["student"] == "Zoë"
        assert len(archive.read("answers.jsonl").splitlines()) == 2
