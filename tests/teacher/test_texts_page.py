"""The page on which texts are marked, in a real browser: nothing is lost by a closed tab, and what is saved counts."""

import csv
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from helpers.teacher.running import run
from tests.kit.browser import ARGUMENTS, find
from tests.teacher.conftest import good_and_bad, lines

pytestmark = pytest.mark.browser
TEXT = "03-essay"


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[object]:
    started = playwright.chromium.launch(executable_path=find(), args=ARGUMENTS)
    yield started
    started.close()


@pytest.fixture
def context(browser) -> Iterator[BrowserContext]:
    made = browser.new_context(accept_downloads=True)
    yield made
    made.close()


@pytest.fixture
def mark(school, bank, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "home" / "Downloads").mkdir(parents=True)
    (tmp_path / "in").mkdir()
    for name in ("Ann", "Bob"):
        (tmp_path / "in" / f"{name}.jsonl").write_bytes(lines(good_and_bad(bank.values())))

    def go() -> Path:
        run(tmp_path / "in", school / "lessons", tmp_path / "out")
        return tmp_path / "out" / "texts" / f"{TEXT}.html"

    return go


def opened(context: BrowserContext, path: Path) -> Page:
    page = context.new_page()
    page.goto(path.as_uri())
    return page


def of(page: Page, name: str):
    return page.locator(f'article[data-student="{name}"]')


def test_a_closed_tab_loses_nothing_and_what_is_not_saved_is_told(mark, context, tmp_path):
    page = opened(context, mark())
    expect(page.locator("#unsaved")).to_have_text("0 of 2 texts judged.")
    expect(page.get_by_label("Maximum")).to_have_count(1)
    of(page, "Ann").get_by_role("radio").nth(2).check()
    of(page, "Ann").get_by_label("A word to the student").fill("Good, =1+1, and “quoted”.")
    expect(page.locator("#unsaved")).to_have_text("1 of 2 texts judged. Not saved yet: 1 text: Ann.")
    page.get_by_label("Hide the names").check()
    expect(page.locator("#unsaved")).to_have_text("1 of 2 texts judged. Not saved yet: 1 text.")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.close(run_before_unload=True)
    page.wait_for_event("close")
    assert asked == ["beforeunload"]
    again = opened(context, tmp_path / "out" / "texts" / f"{TEXT}.html")
    expect(again.get_by_role("status")).to_contain_text("put back: 1 text.")
    expect(of(again, "Ann").get_by_role("radio").nth(2)).to_be_checked()
    expect(of(again, "Ann").get_by_label("A word to the student")).to_have_value("Good, =1+1, and “quoted”.")
    expect(again.locator("#unsaved")).to_contain_text("Not saved yet: 1 text: Ann.")


def test_one_maximum_and_a_mark_that_cannot_be_is_not_saved(mark, context):
    page = opened(context, mark())
    of(page, "Ann").get_by_label("Marks").fill("4")
    save = page.get_by_role("button", name="Save the marks")
    save.click()
    expect(page.get_by_role("status")).to_have_text("Not saved. Give the maximum first: one number for all texts.")
    expect(page.get_by_label("Maximum")).to_be_focused()
    for number, told in (("3", "Ann: 4 marks are more than the maximum of 3."), ("0", "a number greater than 0")):
        page.get_by_label("Maximum").fill(number)
        save.click()
        expect(page.get_by_role("status")).to_contain_text(told)
    page.get_by_label("Maximum").fill("5")
    of(page, "Ann").get_by_label("Marks").fill("four")
    save.click()
    expect(page.get_by_role("status")).to_contain_text("Ann: four is no number of marks")
    expect(of(page, "Ann").get_by_label("Marks")).to_be_focused()


def test_what_is_saved_is_found_and_counts_and_the_draft_goes(mark, context, tmp_path):
    path = mark()
    page = opened(context, path)
    page.get_by_label("Maximum").fill("5")
    of(page, "Ann").get_by_label("Marks").fill("4,5")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save the marks").click()
    expect(page.locator("#unsaved")).to_have_text("1 of 2 texts judged.")
    saved = tmp_path / "home" / "Downloads" / waiting.value.suggested_filename.replace(".csv", " (1).csv")
    waiting.value.save_as(saved)
    when = (tmp_path / "out" / "by-hand" / f"{TEXT}.csv").stat().st_mtime + 5
    os.utime(saved, (when, when))
    mark()
    with (tmp_path / "out" / "by-hand" / f"{TEXT}.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = {row["student"]: (row["marks"], row["maximum"]) for row in csv.DictReader(stream)}
    assert rows == {"Ann": ("4,5", "5"), "Bob": ("", "")}
    page.reload()  # nothing is asked: all is saved
    expect(page.get_by_label("Maximum")).to_have_value("5")
    expect(of(page, "Ann").get_by_label("Marks")).to_have_value("4.5")
    expect(page.get_by_role("status")).to_have_text("")
    assert page.evaluate("localStorage.length") == 0


def test_marks_that_were_changed_elsewhere_since_are_not_written_over_by_a_draft(mark, context, tmp_path):
    page = opened(context, mark())
    of(page, "Ann").get_by_label("A word to the student").fill("An old draft.")
    page.once("dialog", lambda dialog: dialog.accept())
    table = tmp_path / "out" / "by-hand" / f"{TEXT}.csv"
    with table.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    rows[0]["comment"] = "From a spreadsheet."
    with table.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    mark()
    page.reload()
    expect(of(page, "Ann").get_by_label("A word to the student")).to_have_value("From a spreadsheet.")
    expect(page.get_by_role("status")).to_contain_text("1 text changed elsewhere since")


def test_where_the_browser_keeps_nothing_the_page_says_so(mark, context):
    page = context.new_page()
    page.add_init_script("Storage.prototype.setItem = () => { throw new Error('full'); }")
    page.goto(mark().as_uri())
    of(page, "Ann").get_by_label("A word to the student").fill("x")
    expect(page.get_by_role("status")).to_have_text("This browser keeps no draft here: save often.")
