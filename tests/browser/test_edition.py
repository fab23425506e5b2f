"""The second edition where JupyterLab has a part: its keys, cells that run again, a new kernel, outputs of the class.

All else that it does is in tests/stage/test_edition.py.
"""

import json
import shutil

import pytest
from playwright.sync_api import Locator, Page, expect

from helpers.exercises.record_line import Attempt, to_line
from helpers.ledgers.claims import editors_of
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


def opened(page: Page, lab: Room) -> Locator:
    open_and_run(page, lab, "edition.ipynb")
    return page.locator(".ed-edition")


def picture(page: Page, name: str) -> None:
    folder = ARTIFACTS / "edition"
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{name}.png", animations="disabled")


def new_lines(lab: Room) -> list[dict]:
    files = (lab.work / "answers").glob("attempts-*.jsonl")
    return [json.loads(line) for path in files for line in path.read_text().splitlines()]


def begun(card: Locator) -> Locator:
    """Write a sentence with a footnote."""
    row = card.locator('li[data-sentence="p13.s3"]')
    row.locator(".le-head").click()
    row.get_by_label("Your sentence").fill(NEW)
    row.get_by_role("combobox").fill("tsygankov")
    row.get_by_role("option").first.click()
    expect(row.locator(".ex-chosen li").first).to_be_visible()
    return row


def test_no_key_of_jupyterlab_is_heard_and_nothing_is_lost_when_the_cell_runs_again(page: Page, lab: Room) -> None:
    card = opened(page, lab)
    cells = page.locator(".jp-Cell").count()
    row = begun(card)
    row.get_by_label("Why did you change it?").focus()
    page.keyboard.type("dd: hindsight xx")
    expect(row.get_by_label("Why did you change it?")).to_have_value("dd: hindsight xx")
    assert page.locator(".jp-Cell").count() == cells
    run_all(page)
    expect(row.get_by_label("Your sentence")).to_have_value(NEW)
    expect(row.locator(".le-status")).to_contain_text("Begun, not committed yet")
    expect(row.locator(".ex-chosen li").first).to_be_visible()
    assert new_lines(lab) == []


def test_a_new_kernel_finds_what_was_committed(page: Page, lab: Room) -> None:
    begun(opened(page, lab)).get_by_role("button", name="Commit my sentence").click()
    expect(page.locator(".ed-new")).to_contain_text(NEW)
    picture(page, "committed")
    lab.end_kernels()
    card = opened(page, lab)
    expect(card.locator(".le-count")).to_have_text("1 of 6 sentences rewritten")
    card.locator('li[data-sentence="p13.s3"] .le-head').click()
    expect(card.locator(".ed-new")).to_contain_text(NEW)


def test_the_class_beside_the_editors_only_where_the_student_has_judged(page: Page, lab: Room) -> None:
    open_and_run(page, lab, "class.ipynb")
    out = page.locator(".jp-OutputArea").nth(1)
    expect(out).to_contain_text("You have judged 1 claim.")
    expect(out).to_contain_text("The class has judged 1 claim more")
    expect(page.locator(".js-plotly-plot").first).to_be_visible()
    expect(page.locator("body")).not_to_contain_text(editors_of("c55").why[:40])
    set_theme(page, "JupyterLab Dark")
    picture(page, "class-dark")
