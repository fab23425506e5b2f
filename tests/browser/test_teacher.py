"""A teacher's two notebooks in a real JupyterLab: the form hears its own keys, a class is seen, its names are hidden.

What the form and the switch do by themselves is in tests/stage/test_teacher.py.
"""

import json
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from helpers.teacher.keys import load_key
from tests.kit.cards import axe
from tests.kit.lab import ARTIFACTS, ROOT, open_and_run, save, set_theme
from tests.kit.rooms import Room

pytestmark = pytest.mark.browser

EVIL = "Eve <img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def lab(room):
    lab = room()
    for path in (ROOT / "notebooks" / "teacher").glob("*.ipynb"):
        shutil.copy(path, lab.work / path.name)
    # A class of one's own, with a name that must stay a name.
    cells = [
        "from helpers.teacher.classroom import Class\n\nclassroom = Class('handed-in', key='key.json')\nclassroom",
        "classroom.handed_in()",
        "classroom.heat_map()",
    ]
    lab.write("mine", cells)
    return lab


@pytest.fixture(autouse=True)
def fresh(lab):
    """Every test begins without a kernel."""
    lab.end_kernels()


def picture(page: Page, name: str) -> None:
    folder = ARTIFACTS / "teacher"
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{name}.png", animations="disabled")


def opened(page: Page, lab: Room, name: str, single: bool = False) -> None:
    open_and_run(page, lab, f"{name}.ipynb", single)


def test_no_key_of_jupyterlab_is_heard_in_the_form_and_it_makes_an_assignment(
    page: Page, lab: Room, tmp_path: Path
) -> None:
    opened(page, lab, "assign")
    cells = page.locator(".jp-Cell").count()
    form = page.get_by_role("region", name="Make an assignment")
    form.locator("summary").nth(1).click()
    form.locator(".te-single").nth(1).get_by_role("checkbox").first.check()
    form.get_by_label("Due").focus()
    page.keyboard.type("dd, b and x: at 9")
    form.get_by_label("New folder").fill(str(tmp_path / "made"))
    form.get_by_role("button", name="Make the assignment").click()
    expect(form.get_by_role("heading", name="Made: 1 bundle, practice")).to_be_focused()
    (path,) = (tmp_path / "made").glob("key-*.json")
    assert load_key(path).due == "dd, b and x: at 9"
    assert page.locator(".jp-Cell").count() == cells


def heat(page: Page) -> Locator:
    return page.locator(".js-plotly-plot").first


def test_the_names_of_a_made_up_class_are_hidden_at_first(page: Page, lab: Room) -> None:
    opened(page, lab, "class")
    expect(page.get_by_text("Here is a made-up class")).to_be_visible()
    switch = page.get_by_role("switch", name="Show names")
    expect(switch).to_have_attribute("aria-checked", "false")
    body = page.locator(".jp-Notebook")
    expect(page.get_by_role("figure", name="Heat map of marks")).to_have_count(1)
    assert "Madeup" not in body.inner_html()
    for theme in ("Light", "Dark"):
        set_theme(page, f"JupyterLab {theme}")
        axe(page, ".jp-OutputArea-output", theme)
        heat(page).scroll_into_view_if_needed()
        picture(page, f"class-{theme.lower()}")


def test_the_switch_shows_names_in_every_cell(page: Page, lab: Room) -> None:
    opened(page, lab, "class")
    switch = page.get_by_role("switch", name="Show names")
    switch.focus()
    page.keyboard.press("Space")
    expect(switch).to_have_attribute("aria-checked", "true")
    expect(page.get_by_role("status").filter(has_text="Names are shown.")).to_be_visible()
    expect(page.get_by_role("rowheader", name="Ada Madeup").first).to_be_visible()
    expect(heat(page).locator(".ytick", has_text="Ada")).to_have_count(1)
    expect(page.get_by_text("holds a notebook but no answers")).to_be_visible()
    expect(switch).to_be_focused()


def test_loaded_again_the_page_follows_the_switch_and_what_is_saved_holds_no_name(page: Page, lab: Room) -> None:
    opened(page, lab, "class")
    switch, body = page.get_by_role("switch", name="Show names"), page.locator(".jp-Notebook")
    switch.click()
    expect(page.get_by_role("rowheader", name="Ada Madeup").first).to_be_visible()
    save(page)
    page.goto(lab.url("class.ipynb"))
    expect(page.get_by_role("rowheader", name="Ada Madeup").first).to_be_visible(timeout=60_000)
    switch.click()
    expect(switch).to_have_attribute("aria-checked", "false")
    expect(page.get_by_text("Ada Madeup")).to_have_count(0)
    expect(heat(page).locator(".ytick", has_text="Ada")).to_have_count(0)
    assert "Madeup" not in body.inner_html()
    # What is saved holds no name, whatever was shown.
    assert "Madeup" not in json.dumps(json.loads((lab.work / "class.ipynb").read_text()))


def test_a_class_of_ones_own_and_a_name_that_is_no_name(page: Page, lab: Room) -> None:
    from helpers.exercises.bank import find
    from helpers.exercises.record_line import Attempt, to_line
    from helpers.teacher.keys import Key, course_name, write_key
    from tests.kit.tries import key_answer, wrong_answer

    question = find("01-two-names")
    write_key(Key(course_name(), {question.id: question}), lab.work / "key.json")
    (lab.work / "handed-in").mkdir()
    for name, answer in ((EVIL, wrong_answer(question)), ("Ann", key_answer(question))):
        line = to_line(Attempt(question.id, answer, "sure", question.lesson))
        (lab.work / "handed-in" / f"{name}.jsonl").write_bytes(line)
    alarms: list[str] = []
    page.on("dialog", lambda dialog: (alarms.append(dialog.message), dialog.dismiss()))
    opened(page, lab, "mine")
    page.get_by_role("switch", name="Show names").click()
    expect(page.get_by_role("rowheader", name=EVIL).first).to_be_visible()
    expect(heat(page).locator(".ytick", has_text="Eve <img")).to_have_count(1)
    box = heat(page).locator(".bars .point").nth(1).bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(heat(page).locator(".hoverlayer")).to_contain_text("Eve <img src=x onerror=alert(1)>")
    assert page.locator('img[src="x"]').count() == 0
    assert alarms == []


def test_the_class_fits_a_telephone(page: Page, lab: Room) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    opened(page, lab, "class", single=True)
    expect(heat(page)).to_be_visible()
    picture(page, "class-390")
    wide = page.evaluate("""() => [...document.querySelectorAll('.course-class > *, .te-names *, .js-plotly-plot')]
      .filter((one) => one.getBoundingClientRect().right > innerWidth + 1).map((one) => one.className)""")
    assert wide == []
