"""Ledger, passage, essay and the keeping of answers in a real JupyterLab, on the real course."""

import json
import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from helpers.ledgers.claims import editors_of
from helpers.ledgers.readings import switches
from helpers.ledgers.verdicts import in_words
from tests.kit.cards import axe
from tests.kit.lab import ARTIFACTS, open_and_run, run_all, set_theme, to_top
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


def opened(page: Page, lab: Room, name: str, single: bool = False) -> None:
    open_and_run(page, lab, f"{name}.ipynb", single)
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


def judge(page: Page, name: str, verdict: str, sure: str = "I am sure", button: str = "Commit my verdict") -> Locator:
    """Judge a claim by mouse, with the first piece of what bears on it."""
    one = claim(page, name)
    if one.locator(".le-head").get_attribute("aria-expanded") == "false":
        one.locator(".le-head").click()
    if one.locator(".le-look").is_visible() and not one.locator(".ex-chosen li").count():
        one.locator(".le-look > summary").click()
        one.locator(".le-add").first.click()
    one.locator(".ex-option", has=page.get_by_text(verdict, exact=True)).click()
    one.get_by_label(sure).check()
    one.get_by_role("button", name=button).click()
    expect(one.locator(".le-sides")).to_be_visible()
    return one


def test_by_mouse_the_editors_come_after_and_both_verdicts_stay(page: Page, lab: Room, frames: list[str]) -> None:
    opened(page, lab, "ledger")
    one = claim(page, "c16")
    one.locator(".le-head").click()
    one.get_by_role("button", name="Commit my verdict").click()
    expect(one.locator(".ex-said")).to_have_text("Choose a verdict first.")
    one.locator(".ex-option", has=page.get_by_text("Contested", exact=True)).click()
    one.get_by_role("button", name="Commit my verdict").click()
    expect(one.locator(".ex-said")).to_contain_text("a verdict without evidence is an opinion")
    # With the list of hits open, a click on what stands below it still arrives.
    one.get_by_role("combobox").fill("letter 1991")
    expect(one.get_by_role("option").first).to_be_visible()
    one.get_by_label("I am sure").click()
    expect(one.get_by_label("I am sure")).to_be_checked()
    one.locator(".le-look > summary").click()
    one.locator(".le-add").first.click()
    one.get_by_label("Your reasons").fill("Who read it out, and when?")
    assert len(frames) > 20
    assert not any(why[:60] in frame for frame in frames for why in WHY.values())
    picture(page, "begun")

    judge(page, "c16", "Contested")
    expect(one.get_by_role("region", name="The editors' verdict")).to_contain_text(WHY["c16"])
    expect(one.locator(".le-heading")).to_be_focused()
    expect(one.locator(".le-heading")).to_have_text("You and the editors differ, and you give evidence: a good result")
    expect(page.locator(".le-ledger .ex-saved")).to_contain_text("Saved at")
    assert any(WHY["c16"][:60] in frame for frame in frames)
    assert not any(WHY["c15"][:60] in frame or WHY["c17"][:60] in frame for frame in frames)
    # The other view of the same claim knows the student's verdict, and no more.
    expect(page.get_by_role("button", name=re.compile("^c16: .* Your verdict: Contested"))).to_be_visible()
    expect(page.locator(".le-passage")).not_to_contain_text(WHY["c16"])
    picture(page, "committed")

    one.get_by_role("button", name="Revise my verdict").click()
    judge(page, "c16", in_words(editors_of("c16").verdict), "I think so", "Commit my new verdict")
    expect(one.locator(".le-heading")).to_have_text("You and the editors give the same verdict")
    expect(one.locator(".le-first")).to_contain_text("Contested")
    assert [line["confidence"] for line in lines(lab)] == ["sure", "think"]
    axe(page, ".le-ledger", "after a commit")
    picture(page, "revised")

    # A new kernel finds both again.
    lab.end_kernels()
    opened(page, lab, "ledger")
    expect(page.locator(".le-count")).to_have_text("1 of 5 claims judged")
    claim(page, "c16").locator(".le-head").click()
    expect(claim(page, "c16").locator(".le-first")).to_contain_text("Contested")
    expect(claim(page, "c15").locator(".le-status")).to_have_text("○Not judged yet")


def test_by_keyboard_alone(page: Page, lab: Room) -> None:
    opened(page, lab, "ledger")
    press, cells = page.keyboard.press, page.locator(".jp-Cell").count()
    # The passage: a claim opens below it, its evidence opens, Escape leads back.
    number = page.locator(".le-passage .le-no").first
    number.focus()
    press("Enter")
    panel = page.locator(".le-passage .le-panel")
    expect(panel).to_be_visible()
    expect(number).to_have_attribute("aria-expanded", "true")
    panel.locator("summary").first.focus()
    press("Enter")
    expect(panel.locator("details p").first).to_be_visible()
    expect(panel).to_contain_text("Not judged yet")
    for key in ("d", "d", "x", "b"):
        press(key)
    axe(page, ".le-passage", "a claim is open")
    press("Escape")
    expect(panel).to_be_hidden()
    expect(number).to_be_focused()

    # The ledger: a claim, a verdict, evidence by search, a note, confidence.
    one = claim(page, "c17")
    one.locator(".le-head").focus()
    press("Enter")
    one.locator(".ex-option input").first.focus()
    press("Space")
    for _ in range(3):
        press("ArrowDown")
    one.get_by_role("combobox").focus()
    page.keyboard.type("1991-12-20")
    expect(one.get_by_role("option").first).to_be_visible()
    press("ArrowDown")
    press("Enter")
    expect(one.locator(".ex-chosen li").first).to_be_visible()
    one.get_by_label("Your reasons").focus()
    page.keyboard.type("dd bad words xx")
    one.locator(".ex-sure input").first.focus()
    press("Space")
    press("Tab")
    press("Enter")
    expect(one.locator(".le-heading")).to_be_focused()
    expect(one.locator(".le-sides")).to_contain_text("dd bad words xx")
    expect(one.locator(".le-head .le-status")).to_contain_text("Misleading")
    expect(one.locator(".le-sides")).to_contain_text("You were guessing.")
    one.get_by_role("button", name="Go on to c18").focus()
    press("Enter")
    expect(claim(page, "c18").locator(".le-head")).to_be_focused()
    assert page.locator(".jp-Cell").count() == cells


def test_the_essay_in_three_layers_and_under_each_reading(page: Page, lab: Room) -> None:
    opened(page, lab, "whole")
    # What the explorer hands over lands in the claim that is open.
    expect(claim(page, "c15").locator(".ex-chosen li")).to_contain_text("20 December 1991")
    expect(claim(page, "c15").locator(".le-status")).to_contain_text("Begun, not committed yet")
    judge(page, "c16", "Contested")
    whole = page.locator(".le-essay")
    words = whole.locator('.le-claim[data-claim="c16"]').first
    legend = whole.locator(".le-legend")
    expect(words).to_have_class(re.compile("le-is-contested"))
    expect(legend.locator('[data-key="contested"]')).to_contain_text("Contested: 1")
    expect(legend.locator('[data-key="open"]')).to_contain_text("Not judged yet: 59")
    whole.get_by_label("The editors' verdicts").check()
    expect(words).to_have_class(re.compile(f"le-is-{editors_of('c16').verdict}"))
    expect(legend.locator('[data-key="open"]')).to_contain_text("Not judged yet: 59")
    whole.get_by_label("Where we differ").check()
    expect(legend.locator('[data-key="differ"]')).to_contain_text("Different verdicts: 1")
    expect(whole.get_by_role("button", name=re.compile("^c16: Different verdicts"))).to_be_visible()

    whole.locator('.le-no[data-claim="c16"]').focus()
    page.keyboard.press("Enter")
    panel = whole.locator(".le-panel")
    expect(panel).to_contain_text(WHY["c16"])
    whole.locator('.le-no[data-claim="c17"]').focus()
    page.keyboard.press("Enter")
    expect(panel).to_contain_text("You have not judged this claim yet.")
    expect(panel).not_to_contain_text(WHY["c17"])

    (switch,) = switches()
    reading = list(switch.outcomes)[-1]
    whole.locator(".le-switches > summary").click()
    follows = whole.locator(".le-follows li")
    expect(follows).to_have_count(len(switch.claims))
    expect(follows.filter(has_text="c16")).to_contain_text("Choose an answer")
    whole.get_by_label(reading).check()
    expect(follows.filter(has_text="c16")).to_contain_text(switch.outcomes[reading]["c16"].why)
    expect(follows.filter(has_text="c17")).to_contain_text("Judge it in the ledger first")
    expect(whole.locator(".le-under")).to_have_text(f"Shown as if: {reading}.")
    whole.get_by_label("The editors' verdicts").check()
    expect(words).to_have_class(re.compile(f"le-is-{switch.outcomes[reading]['c16'].verdict}.*le-hangs"))
    for theme in ("Light", "Dark"):
        set_theme(page, f"JupyterLab {theme}")
        axe(page, ".jp-OutputArea-output", theme)
        whole.scroll_into_view_if_needed()
        picture(page, f"essay-{theme.lower()}")


def test_download_delete_restore(page: Page, lab: Room, tmp_path: Path) -> None:
    opened(page, lab, "keep")
    judge(page, "c16", "Contested")
    judge(page, "c17", "Misleading", "I am guessing")
    keep = page.locator(".le-keep")
    with page.expect_download() as download:
        keep.get_by_role("button", name="Download my answers").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert re.fullmatch(r"my-answers-\d{4}-\d\d-\d\d\.jsonl", file.name)
    assert sorted(map(json.loads, file.read_text().splitlines()), key=str) == sorted(lines(lab), key=str)

    shutil.rmtree(lab.work / "answers")
    run_all(page)
    expect(page.locator(".le-count").first).to_have_text("0 of 5 claims judged")
    expect(page.locator(".course-progress")).to_contain_text("You have not answered anything yet")
    keep.get_by_label("Restore answers").set_input_files(file)
    expect(keep.locator(".ex-said")).to_have_text("2 answers restored.")
    # The open ledger follows at once.
    expect(page.locator(".le-count").first).to_have_text("2 of 5 claims judged")
    keep.get_by_label("Restore answers").set_input_files(file)
    expect(keep.locator(".ex-said")).to_have_text("All 2 answers of this file are in your record already.")
    bad = tmp_path / "holiday.jpg"
    bad.write_bytes(bytes(range(256)) * 4000)
    keep.get_by_label("Restore answers").set_input_files(bad)
    expect(keep.locator(".ex-said")).to_contain_text("this file holds no answers of this course")
    axe(page, ".le-keep", "keep")
    run_all(page)
    expect(page.locator(".course-progress")).to_contain_text("2 of 60 claims judged")
    expect(page.locator(".js-plotly-plot").first).to_be_visible()
    axe(page, ".jp-OutputArea-output", "progress")


def test_it_fits_a_telephone(page: Page, lab: Room) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    opened(page, lab, "ledger", single=True)
    page.locator(".le-passage .le-no").nth(1).click()
    expect(page.locator(".le-passage .le-panel")).to_be_visible()
    judge(page, "c16", "Contested")
    wide = page.evaluate("""() => [...document.querySelectorAll('.ex-card *')].filter((one) => {
      const box = one.getBoundingClientRect(); return box.width && box.right > innerWidth + 1
    }).map((one) => one.className)""")
    assert wide == []
    small = page.evaluate("""() => [...document.querySelectorAll('.ex-card :is(button, summary)')].filter((one) => {
      const box = one.getBoundingClientRect(); const pill = one.classList.contains('le-no') ? 16 : 0;
      const plain = one.closest('.ex-evidence'); return box.width && !plain && box.height + pill < 44
    }).map((one) => [one.className, one.textContent])""")
    assert small == []
    axe(page, ".ex-root", "390")
    picture(page, "ledger-390")
    to_top(page)
    picture(page, "passage-390")
