"""The second edition, on the real course: write, cite, commit, download, and find it again."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect

from helpers import second_edition
from helpers.exercises.record_line import Attempt, to_line
from tests.kit.cards import axe
from tests.kit.look import narrow, small, until, wide
from tests.kit.stage import Stage

VERDICT = {"verdict": "contested", "evidence": ["2000-06-04-clinton-putin-kremlin"], "note": "Impossible for whom?"}
NEW = 'No union came about by 2024; <b>how much</b> each cause weighs is disputed & "open".'
REVISION = {"text": NEW, "notes": ["tsygankov-russia-nato-2013"], "reason": "dd: hindsight xx"}


@pytest.fixture(autouse=True)
def before(answers: Path) -> None:
    """Every test begins with one verdict in the ledger."""
    answers.mkdir()
    (answers / "before.jsonl").write_bytes(to_line(Attempt("ledger/c57", VERDICT, "think")))


def rewritten(answers: Path) -> None:
    """Put a new sentence into the record."""
    (answers / "new.jsonl").write_bytes(to_line(Attempt("edition/p13.s3", REVISION)))


def show(stage: Stage) -> Locator:
    stage.show(second_edition("p13", "p14"))
    return stage.page.locator(".ed-edition")


def row(card: Locator) -> Locator:
    return card.locator('li[data-sentence="p13.s3"]')


def opened(card: Locator) -> Locator:
    """Open the sentence by mouse."""
    row(card).locator(".le-head").click()
    expect(row(card).get_by_label("Your sentence")).to_be_visible()
    return row(card)


def cite(one: Locator) -> None:
    """Add a footnote by keyboard."""
    one.get_by_role("combobox").focus()
    one.page.keyboard.type("tsygankov")
    expect(one.get_by_role("option").first).to_be_visible()
    one.page.keyboard.press("ArrowDown")
    one.page.keyboard.press("Enter")
    expect(one.locator(".ex-chosen li").first).to_be_visible()


def lines(answers: Path) -> list[dict[str, Any]]:
    """Return what was committed here, the oldest first."""
    found = [json.loads(line) for path in answers.glob("attempts-*") for line in path.read_text().splitlines()]
    return sorted(found, key=lambda line: line["at"])


def test_the_sentence_with_a_verdict_comes_first_and_the_others_are_folded_away(stage: Stage) -> None:
    card = show(stage)
    expect(card.locator(".le-count")).to_have_text("0 of 6 sentences rewritten")
    expect(card.locator("li[data-sentence]").first).to_have_attribute("data-sentence", "p13.s3")
    expect(row(card).locator(".le-status")).to_contain_text("Contested")
    expect(card.locator('li[data-sentence="p14.s1"]')).to_be_hidden()
    expect(opened(card).locator(".ed-mine")).to_contain_text("Impossible for whom?")
    expect(row(card).get_by_label("Your sentence")).to_have_value(re.compile("ultimately made this union impossible"))


def test_the_essays_own_sentence_is_no_rewriting(stage: Stage, answers: Path) -> None:
    one = opened(show(stage))
    one.get_by_role("button", name="Commit my sentence").click()
    expect(one.locator(".ex-said")).to_contain_text("the essay's own sentence still")
    expect(one.get_by_label("Your sentence")).to_be_focused()
    assert lines(answers) == []


def test_a_sentence_without_a_footnote_is_not_committed(stage: Stage, answers: Path) -> None:
    one = opened(show(stage))
    one.get_by_label("Your sentence").fill(NEW)
    one.get_by_role("button", name="Commit my sentence").click()
    expect(one.locator(".ex-said")).to_contain_text("Add at least one footnote")
    expect(one.get_by_role("combobox")).to_be_focused()
    assert lines(answers) == []


def test_written_cited_and_committed_by_keyboard_alone(stage: Stage, answers: Path) -> None:
    card, press = show(stage), stage.page.keyboard.press
    one = row(card)
    one.locator(".le-head").focus()
    press("Enter")
    one.get_by_label("Your sentence").focus()
    press("ControlOrMeta+a")
    stage.page.keyboard.type(NEW)
    expect(one.locator(".ed-lengths").last).to_contain_text("15 words; in the essay 15")
    cite(one)
    one.get_by_label("Why did you change it?").focus()
    stage.page.keyboard.type("dd: hindsight xx")
    one.get_by_role("button", name="Commit my sentence").focus()
    press("Enter")
    expect(one.locator(".ed-new")).to_be_focused()
    expect(one.locator(".ed-new")).to_contain_text(NEW)
    expect(card.locator(".ex-saved")).to_contain_text("Saved at")
    (line,) = lines(answers)
    assert (line["exercise"], line["answer"]["text"]) == ("edition/p13.s3", NEW)
    assert line["answer"]["reason"] == "dd: hindsight xx"


@pytest.mark.parametrize("how", ["the cell is run again", "the page is loaded again"])
def test_what_was_begun_is_still_there(stage: Stage, answers: Path, how: str) -> None:
    view = second_edition("p13", "p14")
    stage.show(view)
    card = stage.page.locator(".ed-edition")
    one = opened(card)
    one.get_by_label("Your sentence").fill(NEW)
    cite(one)
    until(stage.page, lambda: bool(view.draft["forms"].get("p13.s3", {}).get("notes")))
    if how == "the cell is run again":
        stage.clear()
        show(stage)
    else:
        stage.reload()
    expect(one.get_by_label("Your sentence")).to_have_value(NEW)
    expect(one.locator(".le-status")).to_contain_text("Begun, not committed yet")
    expect(one.locator(".ex-chosen li").first).to_be_visible()
    assert lines(answers) == []


def test_what_was_begun_is_back_when_the_kernel_has_died(stage: Stage) -> None:
    """Python never heard of it; this tab of the browser has it."""
    one = opened(show(stage))
    stage.silent = True
    one.get_by_label("Your sentence").fill(NEW)
    one.get_by_label("Why did you change it?").focus()
    stage.clear()
    stage.silent = False
    card = show(stage)
    expect(row(card).locator(".le-status")).to_contain_text("Begun, not committed yet")
    expect(opened(card).get_by_label("Your sentence")).to_have_value(NEW)


def test_what_is_not_committed_can_be_undone(stage: Stage) -> None:
    one = opened(show(stage))
    one.get_by_label("Your sentence").fill(NEW)
    one.get_by_role("button", name="Undo what is not committed").click()
    expect(one.get_by_label("Your sentence")).to_have_value(re.compile("ultimately made this union impossible"))
    expect(one.locator(".le-status")).to_contain_text("As in the essay")


def test_a_new_card_finds_it_and_a_second_version_is_appended(stage: Stage, answers: Path) -> None:
    rewritten(answers)
    card = show(stage)
    expect(card.locator(".le-count")).to_have_text("1 of 6 sentences rewritten")
    one = opened(card)
    expect(one.locator(".ed-new")).to_contain_text(NEW)
    expect(one.get_by_label("Why did you change it?")).to_have_value("dd: hindsight xx")
    one.get_by_label("Your sentence").fill("Nobody knows.")
    one.get_by_role("button", name="Commit my new sentence").click()
    expect(one.locator(".ed-new")).to_contain_text("Nobody knows.")
    expect(one.locator(".ed-stands-so")).to_contain_text("You have committed 2 versions")
    assert [line["answer"]["text"] for line in lines(answers)] == ["Nobody knows."]


def test_the_essays_sentence_comes_back_and_that_is_appended_too(stage: Stage, answers: Path) -> None:
    rewritten(answers)
    card = show(stage)
    one = opened(card)
    one.get_by_role("button", name="Back to the essay's sentence").click()
    expect(card.locator(".le-count")).to_have_text("0 of 6 sentences rewritten")
    expect(one.get_by_label("Your sentence")).to_have_value(re.compile("impossible"))
    assert [line["answer"].get("back") for line in lines(answers)] == [True]


def test_a_sentence_that_cannot_be_saved_is_said_and_saved_by_a_button(stage: Stage, answers: Path) -> None:
    (answers / "before.jsonl").unlink()
    answers.rmdir()
    answers.write_text("in the way")
    card = show(stage)
    one = opened(card)
    one.get_by_label("Your sentence").fill(NEW)
    cite(one)
    one.get_by_role("button", name="Commit my sentence").click()
    expect(card.locator(".ex-saved")).to_contain_text("NOT saved")
    answers.unlink()
    card.get_by_role("button", name="Save again").click()
    expect(card.locator(".ex-saved")).to_contain_text("Saved at")
    assert [line["answer"]["text"] for line in lines(answers)] == [NEW]


# ---------------------------------------------------------------------- the document


def downloaded(stage: Stage, button: str, folder: Path) -> Path:
    with stage.page.expect_download() as download:
        stage.page.get_by_role("button", name=button).click()
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    return file


def test_with_nothing_rewritten_there_is_nothing_to_hand_in(stage: Stage) -> None:
    card = show(stage)
    card.get_by_role("button", name="Download as a page to print").click()
    expect(card.locator(".ed-hand .ex-said")).to_contain_text("Nothing is rewritten yet")


def test_it_is_downloaded_as_markdown(stage: Stage, answers: Path, tmp_path: Path) -> None:
    rewritten(answers)
    show(stage)
    file = downloaded(stage, "Download as Markdown", tmp_path)
    assert re.fullmatch(r"second-edition-\d{4}-\d\d-\d\d\.md", file.name)
    assert "[^1]: " in file.read_text(encoding="utf-8")


def test_it_is_downloaded_as_a_page_whose_footnotes_lead_there_and_back(
    stage: Stage, browser: Browser, answers: Path, tmp_path: Path
) -> None:
    rewritten(answers)
    show(stage)
    file = downloaded(stage, "Download as a page to print", tmp_path)
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
    sheet.close()


# ---------------------------------------------------------------------- looks


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(stage: Stage, answers: Path, theme: str) -> None:
    rewritten(answers)
    stage.theme(theme)
    card = show(stage)
    opened(card)
    card.get_by_text("Sentences that you have not judged yet").click()
    axe(stage.page, ".ed-edition", theme)


def test_it_fits_a_telephone_and_a_thumb(phone: Stage) -> None:
    narrow(phone.page)
    card = show(phone)
    row(card).locator(".le-head").tap()
    one = row(card)
    one.get_by_label("Your sentence").fill(NEW)
    cite(one)
    one.get_by_role("button", name="Commit my sentence").tap()
    expect(one.locator(".ed-new")).to_contain_text(NEW)
    card.get_by_text("Sentences that you have not judged yet").tap()
    expect(card.locator('li[data-sentence="p14.s1"]')).to_be_visible()
    assert wide(phone.page.locator("main")) == []
    assert small(card) == []
    axe(phone.page, ".ed-edition", "390")
