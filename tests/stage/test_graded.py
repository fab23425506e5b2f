"""Cards of a graded assignment, from the bundle that a student gets: they save, and show no mark."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from helpers import course
from helpers.exercises import titles
from helpers.exercises.answers import Record
from helpers.exercises.bank import find, lesson_folders, load_exercises
from helpers.exercises.widgets import ExerciseWidget
from helpers.teacher.assigning import Wish, assign
from tests.kit.bare_notebooks import write_bare
from tests.kit.cards import axe, main_button
from tests.kit.cards import card as card_of
from tests.kit.stage import Stage
from tests.stage.clocks import MARKED
from tests.stage.conftest import CLOCKS

WANTED = ("01-kind", "01-letters", "01-order", "01-date", "03-why-late", "02-match", "02-sort", "02-count")


def use(root: Path | None) -> None:
    """Use the course in a folder; the real one if there is none."""
    os.environ.pop("COURSE_ROOT", None)
    if root:
        os.environ["COURSE_ROOT"] = str(root)
    for cached in (course.root, titles._titles):
        cached.cache_clear()


@pytest.fixture(scope="module")
def bundles(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The bundle in which each of these exercises lies."""
    folder = tmp_path_factory.mktemp("school") / "course"
    shutil.copytree(CLOCKS, folder)
    lessons = "".join(f"  - {{folder: {one}, title: T}}\n" for one in ("01-clocks", "02-closed", "03-open"))
    (folder / "lessons" / "course.yml").write_text(f"title: Clocks\nlessons:\n{lessons}", encoding="utf-8")
    use(folder)
    try:
        for lesson in lesson_folders():
            write_bare(folder, lesson.name, [one.id for one in load_exercises(lesson)])
        made = assign(Wish(WANTED, "graded", shuffle=True, due="Friday"), folder.parent / "out")
    finally:
        use(None)
    by_lesson = {path.name[:2]: path for path in made.bundles}
    return {name: by_lesson[name[:2]] for name in WANTED}


@pytest.fixture
def sealed(bundles: dict[str, Path], stage: Stage, record: Record) -> Iterator[Callable[[str], Locator]]:
    """What shows an exercise from its bundle."""

    def show(name: str) -> Locator:
        use(bundles[name])
        stage.show(ExerciseWidget(find(name), record))
        return card_of(stage.page, name)

    yield show
    use(None)


@pytest.mark.parametrize("name", WANTED)
def test_a_graded_card_shows_no_mark_and_no_help_and_is_accessible(stage, sealed, name):
    card = sealed(name)
    expect(card.locator(".ex-contested").first).to_contain_text("Your teacher marks this")
    expect(card.locator(".ex-feedback, .ex-hints")).to_have_count(0)
    for theme in ("light", "dark"):
        stage.theme(theme)
        axe(stage.page, ".ex-root", f"{name}, {theme}")


def test_a_graded_answer_is_saved_changed_and_found_again(stage, sealed, kept, answers):
    card = sealed("01-kind")
    saved = card.locator(".ex-saved")
    card.locator("label.ex-option").nth(1).click()
    main_button(card).click()
    expect(card.locator(".ex-said")).to_contain_text("Say how sure you are")
    card.get_by_label("I am guessing").check()
    main_button(card).click()
    expect(saved).to_contain_text("Saved at")
    expect(saved).to_contain_text("Your teacher marks it.")
    expect(main_button(card)).to_have_text("Save my answer")
    stage.clear()
    stage.show(ExerciseWidget(find("01-kind"), Record(answers)))
    expect(saved).to_contain_text("Your teacher marks it.")
    expect(card.get_by_label("I am guessing")).to_be_checked()
    assert [sure for _, sure in kept("01-kind")] == ["guess"]


def test_to_be_only_surer_is_a_change_and_to_change_nothing_is_said(stage, sealed, kept):
    card = sealed("01-kind")
    saved = card.locator(".ex-saved")
    card.locator("label.ex-option").nth(1).click()
    card.get_by_label("I am guessing").check()
    main_button(card).click()
    expect(saved).to_contain_text("Saved at")
    card.get_by_label("I am sure").check()
    expect(saved).to_contain_text("not saved yet")
    main_button(card).click()
    expect(saved).to_contain_text("Saved at")
    main_button(card).click()
    expect(card.locator(".ex-said")).to_contain_text("Nothing has changed")
    (first, guess), (second, sure) = kept("01-kind")
    assert (first, guess, sure) == (second, "guess", "sure")


def test_every_kind_that_is_marked_has_a_graded_card_here(clocks):
    assert {find(name).kind for name in WANTED} >= {find(name).kind for name in MARKED} - {"highlight", "find-in-table"}
