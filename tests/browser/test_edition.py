"""The second edition in a real JupyterLab, on the real course: write, cite, commit, download, and find it again."""

import json
import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from helpers.exercises.record_line import Attempt, to_line
from helpers.ledgers.claims import editors_of
from tests.kit.cards import axe
from tests.kit.lab import ARTIFACTS, open_and_run, run_all, set_theme
from tests.kit.rooms import Room

pytestmark = pytest.mark.browser

CELLS = {
    "edition": ["from helpers import second_edition", 'second_edition("p13", "p14")'],
    "class": ["from helpers import class_ledger", 'class_ledger("class.json")', "class_ledger()"],
}
VERDICT = {"verdict": "contested", "evidence": ["2000-06-04-clinton-putin-kremlin"], "note": "Impossible for whom?"}
NEW = 'No union came about by 2024; <b>how much</b> each cause weighs is disputed & "open".'


@pytest.fixture(scope="module")
def lab(room):
    lab = room()
    for name, cells in CELLS.items():
        lab.write(name, cells)
    rows = [("c57", "contested", 9), ("c57", "supported", 8), ("c57", "misleading", 7), ("c55", "contested", 20)]
    verdicts = [dict(zip(("claim", "verdict", "count"), row, strict=True)) for row in rows]
    whole = {"format": "class-ledger", "version": 1, "students": 24, "verdicts": verdicts}
    (lab.work / "class.json").write_text(json.dumps(whole))
    return lab


@pytest.fixture(autouse=True)
def fresh(lab):
    """Every test begins without a kernel, and with one verdict in the ledger."""
    lab.end_kernels()
    shutil.rmtree(lab.work / "answers", ignore_errors=True)
    (lab.work / "answers").mkdir()
    (lab.work / "answers" / "before.jsonl").write_bytes(to_line(Attempt("ledger/c57", VERDICT, "think")))


def opened(page: Page, lab: Room, name: str = "edition", single: bool = False) -> Locator:
    open_and_run(page, lab, f"{name}.ipynb", single)
    return page.locator(".ed-edition")


def picture(page: Page, name: str) -> None:
    folder = ARTIFACTS / "edition"
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{name}.png", animations="disabled")


def new_lines(lab: Room) -> list[dict]:
    files = (lab.work / "answers").glob("attempts-*.jsonl")
    return [json.loads(line) for path in files for line in path.read_text().splitlines()]


def downloaded(page: Page, card: Locator, button: str, folder: Path) -> Path:
    with page.expect_download() as download:
        card.get_by_role("button", name=button).click()
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    return file


def test_written_and_cited_by_keyboard_downloaded_and_still_there(
    page: Page, lab: Room, browser: Browser, tmp_path: Path
) -> None:
    card = opened(page, lab)
    press, cells = page.keyboard.press, page.locator(".jp-Cell").count()
    expect(card.locator(".le-count")).to_have_text("0 of 6 sentences rewritten")
    # The sentence with a verdict comes first; the others are folded away.
    row = card.locator('li[data-sentence="p13.s3"]')
    expect(card.locator("li[data-sentence]").first).to_have_attribute("data-sentence", "p13.s3")
    expect(row.locator(".le-status")).to_contain_text("Contested")
    expect(card.locator('li[data-sentence="p14.s1"]')).to_be_hidden()
    card.get_by_role("button", name="Download as a page to print").click()
    expect(card.locator(".ed-hand .ex-said")).to_contain_text("Nothing is rewritten yet")

    row.locator(".le-head").focus()
    press("Enter")
    expect(row.locator(".ed-mine")).to_contain_text("Impossible for whom?")
    text = row.get_by_label("Your sentence")
    expect(text).to_have_value(re.compile("ultimately made this union impossible"))
    commit = row.get_by_role("button", name="Commit my sentence")
    commit.focus()
    press("Enter")
    expect(row.locator(".ex-said")).to_contain_text("the essay's own sentence still")
    expect(text).to_be_focused()
    press("ControlOrMeta+a")
    page.keyboard.type(NEW)
    expect(row.locator(".ed-lengths").last).to_contain_text("15 words; in the essay 15")
    commit.focus()
    press("Enter")
    expect(row.locator(".ex-said")).to_contain_text("Add at least one footnote")
    expect(row.get_by_role("combobox")).to_be_focused()
    page.keyboard.type("tsygankov")
    expect(row.get_by_role("option").first).to_be_visible()
    press("ArrowDown")
    press("Enter")
    expect(row.locator(".ex-chosen li").first).to_be_visible()
    row.get_by_label("Why did you change it?").focus()
    page.keyboard.type("dd: hindsight xx")
    axe(page, ".ed-edition", "a sentence is open")
    picture(page, "begun")

    # Run the cell again before anything is committed: nothing is lost.
    run_all(page)
    row = page.locator('.ed-edition li[data-sentence="p13.s3"]')
    expect(row.get_by_label("Your sentence")).to_have_value(NEW)
    expect(row.locator(".le-status")).to_contain_text("Begun, not committed yet")
    expect(row.locator(".ex-chosen li").first).to_be_visible()
    assert new_lines(lab) == []
    row.get_by_role("button", name="Commit my sentence").focus()
    press("Enter")
    expect(row.locator(".ed-new")).to_be_focused()
    expect(row.locator(".ed-new")).to_contain_text(NEW)
    expect(card.locator(".ex-saved")).to_contain_text("Saved at")
    (line,) = new_lines(lab)
    assert (line["exercise"], line["answer"]["text"]) == ("edition/p13.s3", NEW)
    assert page.locator(".jp-Cell").count() == cells
    picture(page, "committed")

    file = downloaded(page, card, "Download as Markdown", tmp_path)
    assert re.fullmatch(r"second-edition-\d{4}-\d\d-\d\d\.md", file.name)
    assert "[^1]: " in file.read_text(encoding="utf-8")
    file = downloaded(page, card, "Download as a page to print", tmp_path)
    sheet = browser.new_page(viewport={"width": 900, "height": 1200})
    asked: list[str] = []
    sheet.on("request", lambda request: asked.append(request.url))
    sheet.goto(file.as_uri())
    expect(sheet.locator("mark")).to_have_text(NEW)
    sheet.locator("mark + sup a").click()
    expect(sheet.locator("li:target")).to_contain_text("Tsygankov")
    sheet.get_by_role("link", name="Back to number 1").click()
    assert {url.partition("#")[0] for url in asked} == {file.as_uri()}
    axe(sheet, "main", "the page handed in")
    sheet.screenshot(path=ARTIFACTS / "edition" / "page.png", full_page=True)
    sheet.close()

    # A new kernel and a new tab's page find it again; the essay's sentence can come back, and that is appended too.
    lab.end_kernels()
    card = opened(page, lab)
    expect(card.locator(".le-count")).to_have_text("1 of 6 sentences rewritten")
    row = card.locator('li[data-sentence="p13.s3"]')
    row.locator(".le-head").click()
    expect(row.locator(".ed-new")).to_contain_text(NEW)
    expect(row.get_by_label("Why did you change it?")).to_have_value("dd: hindsight xx")
    row.get_by_role("button", name="Back to the essay's sentence").click()
    expect(card.locator(".le-count")).to_have_text("0 of 6 sentences rewritten")
    expect(row.get_by_label("Your sentence")).to_have_value(re.compile("impossible"))
    assert [one["answer"].get("back") for one in sorted(new_lines(lab), key=lambda one: one["at"])] == [None, True]


def test_it_fits_a_telephone_and_the_dark(page: Page, lab: Room) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    card = opened(page, lab, single=True)
    card.locator('li[data-sentence="p13.s3"] .le-head').click()
    card.locator("summary").first.click()
    wide = page.evaluate("""() => [...document.querySelectorAll('.ed-edition *')].filter((one) => {
      const box = one.getBoundingClientRect(); return box.width && box.right > innerWidth + 1
    }).map((one) => one.className)""")
    assert wide == []
    small = page.evaluate("""() => [...document.querySelectorAll('.ed-edition :is(button, summary)')].filter((one) => {
      const box = one.getBoundingClientRect(); return box.width && box.height < 44
    }).map((one) => [one.className, one.textContent])""")
    assert small == []
    axe(page, ".ed-edition", "390")
    picture(page, "390")


def test_the_class_beside_the_editors_only_where_the_student_has_judged(page: Page, lab: Room) -> None:
    open_and_run(page, lab, "class.ipynb")
    out = page.locator(".jp-OutputArea").nth(1)
    expect(out).to_contain_text("You have judged 1 claim.")
    expect(out).to_contain_text("The class has judged 1 claim more")
    expect(page.locator(".js-plotly-plot").first).to_be_visible()
    expect(page.locator("body")).not_to_contain_text(editors_of("c55").why[:40])
    set_theme(page, "JupyterLab Dark")
    picture(page, "class-dark")
