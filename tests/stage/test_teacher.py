"""A teacher's form of an assignment, and the switch that shows names."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from helpers.teacher.assign_widget import assign_form
from helpers.teacher.keys import load_key
from helpers.teacher.projector import PROJECTOR, NameSwitch
from tests.kit.cards import axe
from tests.kit.look import narrow, small, until, wide
from tests.kit.stage import Stage

EVIL = "Eve <img src=x onerror=alert(1)>"


def show(stage: Stage, out: Path | None = None) -> Locator:
    stage.show(assign_form())
    form = stage.page.get_by_role("region", name="Make an assignment")
    if out:
        form.get_by_label("New folder").fill(str(out))
    return form


def make(form: Locator) -> None:
    form.get_by_role("button", name="Make the assignment").click()


def one_exercise(form: Locator) -> None:
    """Tick the first single exercise of the second lesson."""
    single = form.locator(".te-single").nth(1)
    single.locator("summary").click()
    single.get_by_role("checkbox").first.check()


def test_with_nothing_chosen_the_form_says_so_and_leads_there(stage: Stage) -> None:
    form = show(stage)
    make(form)
    expect(form.get_by_role("status")).to_contain_text("Nothing is chosen yet")
    expect(form.get_by_role("checkbox").first).to_be_focused()


def test_a_whole_lesson_holds_its_exercises(stage: Stage) -> None:
    form = show(stage)
    lesson = form.get_by_role("checkbox", name="Lesson 01")
    expect(lesson).to_have_accessible_description(re.compile(r"^\d+ exercises, \d+ marks$"))
    lesson.check()
    form.locator("summary").nth(1).click()
    expect(form.locator(".te-single").nth(1).get_by_role("checkbox").first).to_be_disabled()
    form.get_by_role("radio", name="Graded").check()
    expect(form.locator(".te-summary")).to_have_text("Chosen: 1 whole lesson, graded.")


def test_a_graded_lesson_for_a_class_list(stage: Stage, tmp_path: Path) -> None:
    form = show(stage, tmp_path / "made")
    form.get_by_role("checkbox", name="Lesson 01").check()
    form.get_by_role("radio", name="Graded").check()
    form.get_by_role("checkbox", name="Shuffle for each student").check()
    form.get_by_label("Due").fill("Friday, 9 a.m.")
    form.get_by_label("Class list").fill(f"Ann Example\n{EVIL}\n")
    make(form)
    result = form.locator(".te-result")
    expect(result.get_by_role("heading", name="Made: 2 bundles, graded")).to_be_focused()
    (path,) = (tmp_path / "made").glob("key-*.json")
    expect(result).to_contain_text(str(path))
    expect(result).to_contain_text("never hand it out")
    expect(result).to_contain_text(str(tmp_path / "made" / "for-students"))
    key = load_key(path)
    assert (key.mode, key.due) == ("graded", "Friday, 9 a.m.")
    assert {one.lesson[:2] for one in key.questions.values()} == {"01"}
    assert len(list((tmp_path / "made" / "for-students").glob("*/*.zip"))) == 2
    axe(stage.page, ".te-assign", "made")


def test_a_second_press_makes_nothing_over_the_first(stage: Stage, tmp_path: Path) -> None:
    form = show(stage, tmp_path)
    (tmp_path / "key.json").write_text("an earlier key")
    one_exercise(form)
    make(form)
    expect(form.get_by_role("status")).to_contain_text("is there already")
    expect(form.get_by_role("button", name="Make the assignment")).to_be_focused()
    assert [path.name for path in tmp_path.iterdir()] == ["key.json"]


def test_one_exercise_for_practice_by_keyboard_alone(stage: Stage, tmp_path: Path) -> None:
    form, press = show(stage), stage.page.keyboard.press
    form.locator(".te-single").nth(1).locator("summary").focus()
    press("Enter")
    press("Tab")
    press("Space")
    expect(form.locator(".te-summary")).to_have_text("Chosen: 1 single exercise, practice.")
    form.get_by_role("radio", name="Practice").focus()
    press("Tab")
    press("Tab")
    expect(form.get_by_label("Due")).to_be_focused()
    stage.page.keyboard.type("dd, b and x: at 9")
    press("Tab")
    press("Tab")
    expect(form.get_by_role("radio", name="Zips")).to_be_focused()
    press("ArrowDown")
    press("Tab")
    press("Control+a")
    stage.page.keyboard.type(str(tmp_path / "keys"))
    press("Tab")
    press("Enter")
    expect(form.get_by_role("heading", name="Made: 1 bundle, practice")).to_be_focused()
    (path,) = (tmp_path / "keys").glob("key-*.json")
    assert len(load_key(path).questions) == 1
    assert load_key(path).due == "dd, b and x: at 9"
    (bundle,) = (tmp_path / "keys" / "for-students").iterdir()
    assert bundle.is_dir()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(stage: Stage, theme: str) -> None:
    stage.theme(theme)
    form = show(stage)
    form.get_by_role("checkbox", name="Lesson 01").check()
    form.locator("summary").nth(1).click()
    axe(stage.page, ".te-assign", theme)


def test_it_fits_a_telephone_and_a_thumb(phone: Stage) -> None:
    narrow(phone.page)
    form = show(phone)
    form.locator("summary").nth(1).tap()
    form.locator(".te-single").nth(1).get_by_role("checkbox").first.tap()
    form.get_by_role("radio", name="Graded").tap()
    expect(form.locator(".te-summary")).to_have_text("Chosen: 1 single exercise, graded.")
    assert wide(phone.page.locator("main")) == []
    assert small(form, "button, summary, .ex-option, input[type=text], textarea") == []
    axe(phone.page, ".te-assign", "390")


# ---------------------------------------------------------------------- names


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_names_are_hidden_until_the_switch_is_turned_by_keyboard(stage: Stage, theme: str) -> None:
    stage.theme(theme)
    stage.show(NameSwitch(), NameSwitch())
    one, other = stage.page.get_by_role("switch", name="Show names").all()
    expect(one).to_have_attribute("aria-checked", "false")
    expect(stage.page.get_by_role("status").first).to_contain_text("Names are hidden.")
    one.focus()
    stage.page.keyboard.press("Space")
    expect(one).to_have_attribute("aria-checked", "true")
    expect(stage.page.get_by_role("status").first).to_contain_text("Names are shown.")
    expect(other).to_have_attribute("aria-checked", "true")  # every switch says the same
    assert PROJECTOR.hidden is False
    expect(one).to_be_focused()
    axe(stage.page, "main", theme)
    other.click()
    expect(one).to_have_attribute("aria-checked", "false")
    until(stage.page, lambda: PROJECTOR.hidden)
