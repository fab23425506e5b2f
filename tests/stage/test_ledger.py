"""Ledger, passage, essay and the keeping of answers, on the real course."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from helpers import essay_view, keep_answers, ledger, passage
from helpers.exercises import tray
from helpers.exercises.record_line import Attempt, to_line
from helpers.ledgers.claims import editors_of
from helpers.ledgers.readings import switches
from helpers.ledgers.verdicts import in_words
from tests.kit.cards import axe
from tests.kit.look import narrow, small, until, wide
from tests.kit.stage import Stage

WHY = {name: editors_of(name).why for name in ("c15", "c16", "c17")}
LETTER = "1991-12-20-yeltsin-letter-nacc"
CONTESTED = {"verdict": "contested", "evidence": [LETTER], "note": "Who read it out?"}

pytestmark = pytest.mark.usefixtures("answers")


def claim(stage: Stage, name: str) -> Locator:
    return stage.page.locator(f'.le-ledger li[data-claim="{name}"]')


def opened(stage: Stage, name: str) -> Locator:
    """Open a claim by mouse."""
    one = claim(stage, name)
    if one.locator(".le-head").get_attribute("aria-expanded") == "false":
        one.locator(".le-head").click()
    return one


def fill(one: Locator, verdict: str, sure: str = "I am sure") -> None:
    """Judge by mouse, with the first piece of what bears on the claim."""
    if one.locator(".le-look").is_visible() and not one.locator(".ex-chosen li").count():
        one.locator(".le-look > summary").click()
        one.locator(".le-add").first.click()
    one.locator(".ex-option", has=one.page.get_by_text(verdict, exact=True)).click()
    one.get_by_label(sure).check()


def judge(one: Locator, verdict: str, sure: str = "I am sure", button: str = "Commit my verdict") -> None:
    fill(one, verdict, sure)
    one.get_by_role("button", name=button).click()
    expect(one.locator(".le-sides")).to_be_visible()


def judged(answers: Path, *names: str) -> None:
    """Put verdicts into the record."""
    answers.mkdir(exist_ok=True)
    lines = [to_line(Attempt(f"ledger/{name}", CONTESTED, "think")) for name in names]
    (answers / "before.jsonl").write_bytes(b"".join(lines))


def lines(answers: Path) -> list[dict[str, Any]]:
    """Return what is in the record, the oldest first."""
    found = [json.loads(line) for path in answers.glob("*.jsonl") for line in path.read_text().splitlines()]
    return sorted(found, key=lambda line: line["at"])


def told(stage: Stage, name: str) -> bool:
    """Say whether the page has been told the editors' reasons on a claim."""
    return any(WHY[name][:60] in text for text in stage.told)


# ---------------------------------------------------------------------- by mouse


def test_without_a_verdict_or_evidence_nothing_is_committed(stage: Stage, answers: Path) -> None:
    stage.show(ledger("p04"))
    one = opened(stage, "c16")
    one.get_by_role("button", name="Commit my verdict").click()
    expect(one.locator(".ex-said")).to_have_text("Choose a verdict first.")
    one.locator(".ex-option", has=stage.page.get_by_text("Contested", exact=True)).click()
    one.get_by_role("button", name="Commit my verdict").click()
    expect(one.locator(".ex-said")).to_contain_text("a verdict without evidence is an opinion")
    one.locator(".le-look > summary").click()
    one.locator(".le-add").first.click()
    one.get_by_role("button", name="Commit my verdict").click()
    expect(one.locator(".ex-said")).to_contain_text("Say how sure you are")
    expect(one.locator(".le-sides")).to_have_count(0)
    assert lines(answers) == []


def test_with_the_list_of_hits_open_a_click_on_what_stands_below_still_arrives(stage: Stage) -> None:
    stage.show(ledger("p04"))
    one = opened(stage, "c16")
    one.get_by_role("combobox").fill("letter 1991")
    expect(one.get_by_role("option").first).to_be_visible()
    one.get_by_label("I am sure").click()
    expect(one.get_by_label("I am sure")).to_be_checked()


def test_the_editors_reasons_reach_the_page_after_the_students_verdict_and_not_before(stage: Stage) -> None:
    stage.show(passage("p04"), ledger("p04"))
    one = opened(stage, "c16")
    fill(one, "Contested")
    assert len(stage.told) > 5
    assert not any(told(stage, name) for name in WHY)
    one.get_by_role("button", name="Commit my verdict").click()
    expect(one.get_by_role("region", name="The editors' verdict")).to_contain_text(WHY["c16"])
    assert [told(stage, name) for name in WHY] == [False, True, False]


def test_both_verdicts_stand_side_by_side_and_the_focus_goes_there(stage: Stage, answers: Path) -> None:
    stage.show(ledger("p04"))
    judge(opened(stage, "c16"), "Contested")
    heading = claim(stage, "c16").locator(".le-heading")
    expect(heading).to_be_focused()
    expect(heading).to_have_text("You and the editors differ, and you give evidence: a good result")
    expect(stage.page.locator(".le-ledger .ex-saved")).to_contain_text("Saved at")
    assert [line["exercise"] for line in lines(answers)] == ["ledger/c16"]


def test_the_passage_beside_it_knows_the_students_verdict_and_no_more(stage: Stage) -> None:
    stage.show(passage("p04"), ledger("p04"))
    judge(opened(stage, "c16"), "Contested")
    button = stage.page.get_by_role("button", name=re.compile("^c16: .* Your verdict: Contested"))
    expect(button).to_be_visible()
    button.click()
    expect(stage.page.locator(".le-passage .le-mine")).to_contain_text("Contested")
    expect(stage.page.locator(".le-passage")).not_to_contain_text(WHY["c16"])


def test_a_revised_verdict_stands_beside_the_first(stage: Stage, answers: Path) -> None:
    judged(answers, "c16")
    stage.show(ledger("p04"))
    one = opened(stage, "c16")
    one.get_by_role("button", name="Revise my verdict").click()
    judge(one, in_words(editors_of("c16").verdict), "I am sure", "Commit my new verdict")
    expect(one.locator(".le-heading")).to_have_text("You and the editors give the same verdict")
    expect(one.locator(".le-first")).to_contain_text("Contested")
    assert [line["confidence"] for line in lines(answers)] == ["think", "sure"]
    axe(stage.page, ".le-ledger", "revised")


def test_a_revision_that_is_broken_off_leaves_the_verdict(stage: Stage, answers: Path) -> None:
    judged(answers, "c16")
    stage.show(ledger("p04"))
    one = opened(stage, "c16")
    one.get_by_role("button", name="Revise my verdict").click()
    one.get_by_role("button", name="Keep my verdict as it is").click()
    expect(one.locator(".le-sides")).to_be_visible()
    expect(one.get_by_role("button", name="Revise my verdict")).to_be_focused()
    assert len(lines(answers)) == 1


# ---------------------------------------------------------------------- what stays


def test_a_new_card_finds_what_was_committed(stage: Stage, answers: Path) -> None:
    judged(answers, "c16")
    stage.show(ledger("p04"))
    expect(stage.page.locator(".le-count")).to_have_text("1 of 5 claims judged")
    expect(opened(stage, "c16").locator(".le-side").first).to_contain_text("Contested")
    expect(claim(stage, "c15").locator(".le-status")).to_have_text("○Not judged yet")


def test_loaded_again_the_page_has_what_was_begun(stage: Stage, answers: Path) -> None:
    view = ledger("p04")
    stage.show(view)
    one = opened(stage, "c16")
    fill(one, "Contested", "I think so")
    one.get_by_label("Your reasons").fill("Who read it out, and when?")
    until(stage.page, lambda: "note" in view.draft["forms"].get("c16", {}))
    stage.reload()
    expect(one.get_by_label("Your reasons")).to_have_value("Who read it out, and when?")
    expect(one.get_by_label("I think so")).to_be_checked()
    expect(one.locator(".ex-chosen li")).to_have_count(1)
    expect(one.locator(".le-status")).to_contain_text("Begun, not committed yet")
    assert lines(answers) == []


def test_run_again_the_cell_has_what_was_begun(stage: Stage) -> None:
    stage.show(ledger("p04"))
    fill(opened(stage, "c16"), "Contested")
    stage.clear()
    stage.show(ledger("p04"))
    expect(claim(stage, "c16").locator(".le-status")).to_contain_text("Begun, not committed yet")


def test_what_was_begun_is_back_when_the_kernel_has_died(stage: Stage) -> None:
    """Python never heard of it; this tab of the browser has it."""
    stage.show(ledger("p04"))
    contested = opened(stage, "c16").get_by_role("radio", name=re.compile("^Contested"))
    stage.silent = True
    contested.check()
    stage.clear()
    stage.silent = False
    stage.show(ledger("p04"))
    opened(stage, "c16")
    expect(contested).to_be_checked()


def test_a_verdict_that_cannot_be_saved_is_said_and_saved_by_a_button(stage: Stage, answers: Path) -> None:
    answers.write_text("in the way")
    stage.show(ledger("p04"))
    judge(opened(stage, "c16"), "Contested")
    expect(stage.page.locator(".le-ledger .ex-saved")).to_contain_text("NOT saved")
    answers.unlink()
    stage.page.get_by_role("button", name="Save again").click()
    expect(stage.page.locator(".le-ledger .ex-saved")).to_contain_text("Saved at")
    expect(stage.page.get_by_role("button", name="Save again")).to_be_hidden()
    assert [line["exercise"] for line in lines(answers)] == ["ledger/c16"]


def test_what_is_handed_over_lands_in_the_claim_that_is_open(stage: Stage) -> None:
    view = ledger("p04")
    stage.show(view)
    ((place, label),) = [taker for taker in tray.takers() if taker[1] == view.label]
    assert label == "Ledger, c15"
    assert "c15" in tray.give(place, [LETTER])
    expect(claim(stage, "c15").locator(".ex-chosen li")).to_contain_text("20 December 1991")
    expect(claim(stage, "c15").locator(".le-status")).to_contain_text("Begun, not committed yet")


# ---------------------------------------------------------------------- by keyboard alone


def test_the_passage_by_keyboard_a_claim_opens_and_escape_leads_back(stage: Stage) -> None:
    stage.show(passage("p04"))
    press = stage.page.keyboard.press
    number = stage.page.locator(".le-passage .le-no").first
    number.focus()
    press("Enter")
    panel = stage.page.locator(".le-passage .le-panel")
    expect(panel).to_be_visible()
    expect(number).to_have_attribute("aria-expanded", "true")
    panel.locator("summary").first.focus()
    press("Enter")
    expect(panel.locator("details p").first).to_be_visible()
    expect(panel).to_contain_text("Not judged yet")
    axe(stage.page, ".le-passage", "a claim is open")
    press("Escape")
    expect(panel).to_be_hidden()
    expect(number).to_be_focused()


def test_a_claim_is_judged_by_keyboard(stage: Stage) -> None:
    stage.show(ledger("p04"))
    press, one = stage.page.keyboard.press, claim(stage, "c17")
    one.locator(".le-head").focus()
    press("Enter")
    one.locator(".ex-option input").first.focus()
    press("Space")
    for _ in range(3):
        press("ArrowDown")
    one.get_by_role("combobox").focus()
    stage.page.keyboard.type("1991-12-20")
    expect(one.get_by_role("option").first).to_be_visible()
    press("ArrowDown")
    press("Enter")
    expect(one.locator(".ex-chosen li").first).to_be_visible()
    one.get_by_label("Your reasons").focus()
    stage.page.keyboard.type("dd bad words xx")
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
    expect(claim(stage, "c18").locator(".le-head")).to_be_focused()


# ---------------------------------------------------------------------- the whole essay


def essay(stage: Stage, answers: Path) -> Locator:
    """Show the whole essay to a student who has judged one claim."""
    judged(answers, "c16")
    stage.show(essay_view())
    return stage.page.locator(".le-essay")


def test_the_essay_in_the_students_layer(stage: Stage, answers: Path) -> None:
    whole = essay(stage, answers)
    expect(whole.locator('.le-claim[data-claim="c16"]').first).to_have_class(re.compile("le-is-contested"))
    expect(whole.locator('.le-legend [data-key="contested"]')).to_contain_text("Contested: 1")
    expect(whole.locator('.le-legend [data-key="open"]')).to_contain_text("Not judged yet: 59")


def test_the_essay_in_the_editors_layer_only_where_the_student_has_judged(stage: Stage, answers: Path) -> None:
    whole = essay(stage, answers)
    whole.get_by_label("The editors' verdicts").check()
    look = re.compile(f"le-is-{editors_of('c16').verdict}")
    expect(whole.locator('.le-claim[data-claim="c16"]').first).to_have_class(look)
    expect(whole.locator('.le-legend [data-key="open"]')).to_contain_text("Not judged yet: 59")


def test_the_essay_where_student_and_editors_differ(stage: Stage, answers: Path) -> None:
    whole = essay(stage, answers)
    whole.get_by_label("Where we differ").check()
    expect(whole.locator('.le-legend [data-key="differ"]')).to_contain_text("Different verdicts: 1")
    expect(whole.get_by_role("button", name=re.compile("^c16: Different verdicts"))).to_be_visible()


def test_a_claim_of_the_essay_opens_by_keyboard_and_tells_the_editors_reasons_once_it_is_judged(
    stage: Stage, answers: Path
) -> None:
    whole = essay(stage, answers)
    panel = whole.locator(".le-panel")
    whole.locator('.le-no[data-claim="c16"]').focus()
    stage.page.keyboard.press("Enter")
    expect(panel).to_contain_text(WHY["c16"])
    whole.locator('.le-no[data-claim="c17"]').focus()
    stage.page.keyboard.press("Enter")
    expect(panel).to_contain_text("You have not judged this claim yet.")
    expect(panel).not_to_contain_text(WHY["c17"])


def test_the_essay_follows_a_verdict_that_is_committed_in_the_ledger(stage: Stage) -> None:
    stage.show(ledger("p04"), essay_view())
    judge(opened(stage, "c16"), "Contested")
    expect(stage.page.locator('.le-essay .le-legend [data-key="contested"]')).to_contain_text("Contested: 1")


def test_what_follows_under_a_reading_of_an_open_question(stage: Stage, answers: Path) -> None:
    whole = essay(stage, answers)
    (switch,) = switches()
    reading = list(switch.outcomes)[-1]
    whole.locator(".le-switches > summary").click()
    follows = whole.locator(".le-follows li")
    expect(follows).to_have_count(len(switch.claims))
    expect(follows.filter(has_text="c16")).to_contain_text("Choose an answer")
    whole.get_by_label("Where we differ").check()
    whole.get_by_label(reading).check()
    expect(follows.filter(has_text="c16")).to_contain_text(switch.outcomes[reading]["c16"].why)
    expect(follows.filter(has_text="c17")).to_contain_text("Judge it in the ledger first")
    expect(whole.locator(".le-under")).to_have_text(f"Shown as if: {reading}.")
    whole.get_by_label("The editors' verdicts").check()
    look = re.compile(f"le-is-{switch.outcomes[reading]['c16'].verdict}.*le-hangs")
    expect(whole.locator('.le-claim[data-claim="c16"]').first).to_have_class(look)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(stage: Stage, answers: Path, theme: str) -> None:
    stage.theme(theme)
    whole = essay(stage, answers)
    whole.locator(".le-switches > summary").click()
    whole.get_by_label(list(switches()[0].outcomes)[-1]).check()
    whole.get_by_label("The editors' verdicts").check()
    stage.show(ledger("p04"))
    expect(opened(stage, "c16").locator(".le-sides")).to_be_visible()
    axe(stage.page, "main", theme)


# ---------------------------------------------------------------------- keeping answers


def kept(stage: Stage) -> Locator:
    stage.show(ledger("p04"), keep_answers())
    return stage.page.locator(".le-keep")


def test_all_answers_are_downloaded_as_one_file(stage: Stage, answers: Path, tmp_path: Path) -> None:
    judged(answers, "c16", "c17")
    keep = kept(stage)
    with stage.page.expect_download() as download:
        keep.get_by_role("button", name="Download my answers").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert re.fullmatch(r"my-answers-\d{4}-\d\d-\d\d\.jsonl", file.name)
    assert list(map(json.loads, file.read_text().splitlines())) == lines(answers)
    expect(keep.locator(".ex-said")).to_contain_text("Downloaded as my-answers-")


def test_answers_are_restored_once_and_the_open_ledger_follows(stage: Stage, answers: Path, tmp_path: Path) -> None:
    judged(answers, "c16", "c17")
    file = (answers / "before.jsonl").rename(tmp_path / "my-answers.jsonl")
    keep = kept(stage)
    expect(stage.page.locator(".le-count").first).to_have_text("0 of 5 claims judged")
    keep.get_by_label("Restore answers").set_input_files(file)
    expect(keep.locator(".ex-said")).to_have_text("2 answers restored.")
    expect(stage.page.locator(".le-count").first).to_have_text("2 of 5 claims judged")
    keep.get_by_label("Restore answers").set_input_files(file)
    expect(keep.locator(".ex-said")).to_have_text("All 2 answers of this file are in your record already.")


def test_a_file_that_holds_no_answers_is_refused_in_a_sentence(stage: Stage, tmp_path: Path) -> None:
    keep = kept(stage)
    bad = tmp_path / "holiday.jpg"
    bad.write_bytes(bytes(range(256)) * 4000)  # more than goes in one piece
    keep.get_by_label("Restore answers").set_input_files(bad)
    expect(keep.locator(".ex-said")).to_contain_text("this file holds no answers of this course")
    axe(stage.page, ".le-keep", "refused")


# ---------------------------------------------------------------------- a telephone


def test_it_fits_a_telephone_and_a_thumb(phone: Stage) -> None:
    narrow(phone.page)
    phone.show(passage("p04"), ledger("p04"), keep_answers())
    phone.page.locator(".le-passage .le-no").nth(1).tap()
    expect(phone.page.locator(".le-passage .le-panel")).to_be_visible()
    one = claim(phone, "c16")
    one.locator(".le-head").tap()
    one.locator(".le-look > summary").tap()
    one.locator(".le-add").first.tap()
    one.locator(".ex-option", has=phone.page.get_by_text("Contested", exact=True)).tap()
    one.get_by_label("I am sure").tap()
    one.get_by_role("button", name="Commit my verdict").tap()
    expect(one.locator(".le-sides")).to_be_visible()
    main = phone.page.locator("main")
    assert wide(main) == []
    # Evidence that is looked at is a line of text with its own fold. A claim's number lies in a line of text too, and
    # 16 pixels about it are its own.
    assert small(main, ".ex-card :is(button, summary):not(.le-no, .ex-evidence *)") == []
    assert small(main, ".le-no", 44 - 16) == []
    axe(phone.page, "main", "390")
