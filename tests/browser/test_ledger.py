"""Ledger, essay and the keeping of answers where JupyterLab has a part: its wire, kernels, keys, theme and cells.

All else that they do is in tests/stage/test_ledger.py.
"""

import json
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from helpers.ledgers.claims import editors_of
from tests.kit.cards import axe
from tests.kit.lab import ARTIFACTS, open_and_run, run_all, set_theme
from tests.kit.rooms import Room

pytestmark = pytest.mark.browser

WHY = {name: editors_of(name).why for name in ("c15", "c16", "c17")}
CELLS = {
    "ledger": ['from helpers import ledger, passage\npassage("p04")', 'ledger("p04")'],
    "whole": [
        "from helpers import essay_view, ledger\nfrom helpers.exercises import tray",
        'ledger("p04")',
        "essay_view()",
        'tray.give(tray.takers()[0][0], ["1991-12-20-yeltsin-letter-nacc"])',
    ],
    "keep": ["from helpers import keep_answers, ledger, progress", 'ledger("p04")', "keep_answers()", "progress()"],
}


@pytest.fixture(scope="module")
def lab(room):
    lab = room()
    for name, cells in CELLS.items():
        lab.write(name, cells)
    return lab


@pytest.fixture(autouse=True)
def fresh(lab):
    """Every test begins without answers and without a kernel."""
    lab.end_kernels()
    shutil.rmtree(lab.work / "answers", ignore_errors=True)


@pytest.fixture
def frames(page):
    """All that the server sends to this page over its sockets."""
    heard: list[str] = []

    def note(frame) -> None:
        heard.append(frame if isinstance(frame, str) else frame.decode("utf-8", "replace"))

    page.on("websocket", lambda socket: socket.on("framereceived", note))
    return heard


def opened(page: Page, lab: Room, name: str) -> None:
    open_and_run(page, lab, f"{name}.ipynb")
    expect(page.locator(".le-ledger")).to_be_visible()


def picture(page: Page, name: str) -> None:
    folder = ARTIFACTS / "ledger"
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{name}.png", animations="disabled")


def claim(page: Page, name: str) -> Locator:
    return page.locator(f'.le-ledger li[data-claim="{name}"]')


def lines(lab: Room) -> list[dict]:
    files = (lab.work / "answers").glob("*.jsonl")
    return [json.loads(line) for path in files for line in path.read_text().splitlines()]


def judge(page: Page, name: str, verdict: str, sure: str = "I am sure") -> None:
    """Judge a claim by mouse, with the first piece of what bears on it."""
    one = claim(page, name)
    if one.locator(".le-head").get_attribute("aria-expanded") == "false":
        one.locator(".le-head").click()
    if one.locator(".le-look").is_visible() and not one.locator(".ex-chosen li").count():
        one.locator(".le-look > summary").click()
        one.locator(".le-add").first.click()
    one.locator(".ex-option", has=page.get_by_text(verdict, exact=True)).click()
    one.get_by_label(sure).check()
    one.get_by_role("button", name="Commit my verdict").click()
    expect(one.locator(".le-sides")).to_be_visible()


def test_over_the_wire_the_editors_come_after_the_verdict_and_a_new_kernel_finds_both(
    page: Page, lab: Room, frames: list[str]
) -> None:
    opened(page, lab, "ledger")
    claim(page, "c16").locator(".le-head").click()
    claim(page, "c16").locator(".le-look > summary").click()
    claim(page, "c16").locator(".le-add").first.click()
    assert len(frames) > 20
    assert not any(why[:60] in frame for frame in frames for why in WHY.values())
    judge(page, "c16", "Contested")
    assert any(WHY["c16"][:60] in frame for frame in frames)
    assert not any(WHY["c15"][:60] in frame or WHY["c17"][:60] in frame for frame in frames)
    picture(page, "committed")

    lab.end_kernels()
    opened(page, lab, "ledger")
    expect(page.locator(".le-count")).to_have_text("1 of 5 claims judged")
    claim(page, "c16").locator(".le-head").click()
    expect(claim(page, "c16").locator(".le-side").first).to_contain_text("Contested")


def test_no_key_of_jupyterlab_is_heard_in_passage_and_ledger(page: Page, lab: Room) -> None:
    opened(page, lab, "ledger")
    cells = page.locator(".jp-Cell").count()
    page.locator(".le-passage .le-no").first.click()
    page.locator(".le-passage .le-panel summary").first.focus()
    for key in ("d", "d", "x", "b"):
        page.keyboard.press(key)
    claim(page, "c17").locator(".le-head").click()
    claim(page, "c17").get_by_label("Your reasons").focus()
    page.keyboard.type("dd bad words xx")
    expect(claim(page, "c17").get_by_label("Your reasons")).to_have_value("dd bad words xx")
    assert page.locator(".jp-Cell").count() == cells


def test_the_essay_follows_a_cell_that_hands_evidence_over_and_jupyterlabs_theme(page: Page, lab: Room) -> None:
    opened(page, lab, "whole")
    # What a cell hands over lands in the claim that is open.
    expect(claim(page, "c15").locator(".ex-chosen li")).to_contain_text("20 December 1991")
    expect(claim(page, "c15").locator(".le-status")).to_contain_text("Begun, not committed yet")
    judge(page, "c16", "Contested")
    expect(page.locator('.le-essay [data-key="contested"]')).to_contain_text("Contested: 1")
    for theme in ("Light", "Dark"):
        set_theme(page, f"JupyterLab {theme}")
        axe(page, ".jp-OutputArea-output", theme)
        page.locator(".le-essay").scroll_into_view_if_needed()
        picture(page, f"essay-{theme.lower()}")


def test_answers_that_are_restored_are_there_when_cells_run_again(page: Page, lab: Room, tmp_path: Path) -> None:
    opened(page, lab, "keep")
    judge(page, "c16", "Contested")
    judge(page, "c17", "Misleading", "I am guessing")
    keep = page.locator(".le-keep")
    with page.expect_download() as download:
        keep.get_by_role("button", name="Download my answers").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert sorted(map(json.loads, file.read_text().splitlines()), key=str) == sorted(lines(lab), key=str)

    shutil.rmtree(lab.work / "answers")
    run_all(page)
    expect(page.locator(".le-count").first).to_have_text("0 of 5 claims judged")
    expect(page.locator(".course-progress")).to_contain_text("You have not answered anything yet")
    keep.get_by_label("Restore answers").set_input_files(file)
    expect(page.locator(".le-count").first).to_have_text("2 of 5 claims judged")
    run_all(page)
    expect(page.locator(".course-progress")).to_contain_text("2 of 60 claims judged")
    expect(page.locator(".js-plotly-plot").first).to_be_visible()
    axe(page, ".jp-OutputArea-output", "progress")
