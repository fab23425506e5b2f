"""The teacher's form for marking in a real JupyterLab, by mouse and from the keyboard."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from helpers.exercises.record_line import Attempt, to_line
from tests.kit.cards import axe
from tests.kit.lab import ROOT, open_and_run
from tests.kit.rooms import Room

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def lab(room):
    lab = room()
    shutil.copy(ROOT / "notebooks" / "teacher" / "mark.ipynb", lab.work / "mark.ipynb")
    folder = lab.work / "handed in"
    folder.mkdir()
    (folder / "Ann Example.jsonl").write_bytes(to_line(Attempt("02-nearest-year", 1993, "sure")))
    (folder / "Eve <img src=x onerror=alert(1)>.zip").write_bytes(b"PK no zip")
    return lab


def test_marking_by_form_tells_what_was_written_and_what_is_wrong(page: Page, lab: Room, tmp_path: Path) -> None:
    open_and_run(page, lab, "mark.ipynb")
    form = page.get_by_role("region", name="Mark what was handed in")
    form.get_by_role("textbox", name="Folder", exact=True).fill(str(lab.work / "nowhere"))
    form.get_by_role("button", name="Mark", exact=True).click()
    expect(form.get_by_role("status")).to_contain_text("There is no folder")
    form.get_by_role("textbox", name="Folder", exact=True).fill(str(lab.work / "handed in"))
    form.get_by_label("Key", exact=True).select_option(label="02 One missing word, practice in the course itself")
    form.get_by_label("Folder for results").fill(str(tmp_path / "results"))
    axe(page, ".te-assign", "form for marking")
    form.get_by_role("button", name="Mark", exact=True).press("Enter")
    expect(form.get_by_role("heading", name="1 of 2 submissions marked")).to_be_focused()
    expect(form.locator(".te-result")).to_contain_text(str(tmp_path / "results" / "gradebook.csv"))
    wrong = form.locator(".te-wrong")
    expect(wrong.locator("li").first).to_be_hidden()
    wrong.locator("summary").press("Enter")
    expect(wrong).to_contain_text("Eve <img src=x onerror=alert(1)>")
    axe(page, ".te-assign", "what was marked")
    assert (tmp_path / "results" / "gradebook.csv").is_file()
