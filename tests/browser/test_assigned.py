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
from helpers.exercises.bank import lesson_folders, load_exercises
from helpers.teacher.assigning import Wish, assign
from tests.kit.bare_notebooks import write_bare
from tests.kit.cards import card, main_button
from tests.kit.lab import Lab, open_notebook, run_all

pytestmark = pytest.mark.browser
COURSE = Path(__file__).resolve().parents[1] / "exercises" / "fixtures"


@pytest.fixture(scope="module")
def bundle(tmp_path_factory):
    """The unpacked bundle of two exercises of the small course."""
    folder = tmp_path_factory.mktemp("school") / "course"
    shutil.copytree(COURSE, folder)
    lessons = "".join(f"  - {{folder: {one}, title: T}}\n" for one in ("01-clocks", "02-closed", "03-open"))
    (folder / "lessons" / "course.yml").write_text(f"title: Clocks\nlessons:\n{lessons}", encoding="utf-8")
    before = os.environ.get("COURSE_ROOT")
    try:
        os.environ["COURSE_ROOT"] = str(folder)
        for cached in (course.root, titles._titles):
            cached.cache_clear()
        for lesson in lesson_folders():
            write_bare(folder, lesson.name, [one.id for one in load_exercises(lesson)])
        made = assign(Wish(("01-kind", "01-letters"), "graded", shuffle=True, due="Friday"), folder.parent / "out")
    finally:
        os.environ.pop("COURSE_ROOT") if before is None else os.environ.update(COURSE_ROOT=before)
        for cached in (course.root, titles._titles):
            cached.cache_clear()
    return made.bundles[0]


def lines(folder: Path) -> list[dict]:
    return [json.loads(line) for path in (folder / "answers").glob("*.jsonl") for line in path.read_text().splitlines()]


def test_a_graded_notebook_in_its_own_folder_saves_shows_no_mark_and_hands_in(bundle, tmp_path, page):
    folder = tmp_path / bundle.name
    shutil.copytree(bundle, folder)
    path = folder / f"{folder.name}.ipynb"
    path.write_text(
        path.read_text(encoding="utf-8").replace('assignment(\\"\\")', 'assignment(\\"Zoë\\")'), encoding="utf-8"
    )
    (tmp_path / "home").mkdir()
    # As on a student's machine: nothing but the folder itself says where helpers and answers are.
    with Lab(folder, tmp_path / "home", PYTHONPATH="", COURSE_ROOT="", COURSE_ANSWERS="") as lab:
        open_notebook(page, lab, path.name)
        run_all(page)
        one = card(page, "01-kind")
        one.locator("label.ex-option").nth(1).click()
        one.get_by_label("I am sure").check()
        main_button(one).click()
        expect(one.locator(".ex-saved")).to_contain_text("Your teacher marks it.")
        expect(page.locator(".ex-feedback, .ex-hints")).to_have_count(0)
        run_all(page)
        expect(one.locator(".ex-saved")).to_contain_text("Your teacher marks it.")
        expect(one.get_by_label("I am sure")).to_be_checked()
    (saved,) = lines(folder)
    assert (saved["confidence"], saved["lesson"].count("@01-")) == ("sure", 1)
    (handed_in,) = folder.glob("hand-in-01-*-zoë.zip")
    with zipfile.ZipFile(handed_in) as archive:
        assert json.loads(archive.read("hand-in.json"))["student"] == "Zoë"
        assert len(archive.read("answers.jsonl").splitlines()) == 1
