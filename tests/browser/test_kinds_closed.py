"""Match, classify, highlight, find-in-table and code in a real JupyterLab: by mouse, by keyboard, reloaded, narrow."""

import pytest
from playwright.sync_api import Page, expect

from helpers.exercises.bank import load_exercises
from tests.exercises.conftest import FIXTURES
from tests.kit.cards import Answering, answer_by_keyboard, answer_by_mouse, axe, card, main_button, verdict
from tests.kit.closed import drag
from tests.kit.lab import ARTIFACTS, open_and_run, save, set_theme
from tests.kit.rooms import Room

pytestmark = pytest.mark.browser
SHOTS = ARTIFACTS / "exercises"
NOT_YET, PART, FULL = "Not yet: one step further", "Part of the way", "The evidence is with you"
IDS = ["02-match", "02-sort", "02-words", "02-row", "02-rows", "02-count", "02-towns"]
RUNS_JS = """() => window.jupyterapp.shell.currentWidget.content.widgets
    .map(cell => cell.model.sharedModel.execution_count)"""
MIGHT, TELL = [12, 17], [31, 37]
HEAVY = 'bells[bells["weight"] > 600]["town"]'
WRONG = {
    "02-match": {"council": "speech", "railway": "freight", "sexton": "complaint"},
    "02-sort": {"freight": "then", "speech": "then", "saying": "later", "diary": "later"},
    "02-words": [[0, 2], [12, 17]],
    "02-row": ["speech-1930"],
    "02-rows": ["complaint-1923"],
    "02-count": {"code": 'sum(bells["weight"] >= 600)'},
    "02-towns": {"by_hand": "Aa; Bo; el"},
}
RIGHT = {
    "02-match": {"council": "complaint", "railway": "freight", "sexton": "memory"},
    "02-sort": {"freight": "then", "speech": "later", "saying": "never", "diary": "later"},
    "02-words": [[13, 17], [31, 36]],  # a word less at an edge costs nothing
    "02-row": ["freight-1924"],
    "02-rows": ["complaint-1923", "bill-1924"],
    "02-count": {"by_hand": " 3 "},
    "02-towns": {"code": HEAVY},
}
# What a student reads after the wrong answer: how it stands, in one sentence, and why
TOLD = {
    "02-match": (PART, "1 of 3 fits the evidence.", "You gave “A speech at the feast” to: The town council"),
    "02-sort": (PART, "2 of 4 fit the evidence.", "A mayor's word sounds official"),
    "02-words": (NOT_YET, "You found 1 of 2 places; 1 of your marks stands elsewhere.", "“The council”"),
    "02-row": (NOT_YET, "This row does not prove it yet.", "The mayor tells a year from memory"),
    "02-rows": (PART, "1 of 2 rows is found.", "This row is part of the proof."),
    "02-count": (NOT_YET, "Your value is 4, and the data give another.", "You counted the bell that weighs 600"),
    "02-towns": (PART, "2 of your 3 entries are right.", "Some of these towns belong there."),
}


@pytest.fixture(scope="module")
def questions():
    with pytest.MonkeyPatch.context() as patch:
        from helpers import course

        patch.setenv("COURSE_ROOT", str(FIXTURES))
        course.root.cache_clear()
        yield {question.id: question for question in load_exercises(FIXTURES / "lessons" / "02-closed")}
    course.root.cache_clear()


@pytest.fixture(scope="module")
def lab(room):
    return room(COURSE_ROOT=str(FIXTURES))


def opened(page: Page, lab: Room, name: str, single: bool = False) -> None:
    """Open a notebook with the exercises and an answers folder of its own."""
    first = f"import os\nos.environ['COURSE_ANSWERS'] = {str(lab.work / name)!r}\nfrom helpers import exercise"
    lab.write(name, [first, *(f'exercise("{one}")' for one in IDS)])
    open_and_run(page, lab, f"{name}.ipynb", single)
    expect(page.locator(".ex-card")).to_have_count(len(IDS))


def press_all(page: Page, answer: Answering) -> None:
    """Press each card's main button, in the way in which the answers are given."""
    for name in IDS:
        if answer is answer_by_keyboard:
            main_button(card(page, name)).focus()
            page.keyboard.press("Enter")
        else:
            main_button(card(page, name)).click()


def answer_all(page: Page, questions, answers, answer: Answering, sure: str = "I think so") -> None:
    if main_button(card(page, IDS[0])).inner_text().startswith("Try again"):
        press_all(page, answer)
    for name in IDS:
        answer(page, card(page, name), questions[name], answers[name], sure)
    press_all(page, answer)
    for name in IDS:
        expect(card(page, name).get_by_role("button", name="Check my answer")).to_have_count(0, timeout=20_000)


def assert_wrong(page: Page) -> None:
    for name, (heading, summary, words) in TOLD.items():
        one = card(page, name)
        expect(verdict(one)).to_have_text(heading)
        expect(one.locator(".ex-summary")).to_have_text(summary)
        expect(one.locator(".ex-feedback")).to_contain_text(words)
        expect(one.locator(".ex-feedback")).not_to_contain_text("640, 910")  # the worked answer


def assert_right(page: Page) -> None:
    for name in IDS:
        expect(verdict(card(page, name))).to_have_text(FULL)
    expect(card(page, "02-match").locator(".ex-note").nth(2)).to_have_text("Fits the evidence")
    expect(card(page, "02-sort").locator(".ex-bin.ex-right")).to_have_count(5)  # one card has two right bins
    expect(card(page, "02-words").locator(".ex-spans li").nth(1)).to_have_text("Found “might, if the harvest allows”")
    expect(card(page, "02-rows").locator(".ex-row.ex-right")).to_have_count(3)
    expect(card(page, "02-count").locator(".ex-key-code")).to_contain_text('int((bells["weight"] > 600).sum())')


def shots(page: Page, state: str) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    for name in IDS:
        card(page, name).screenshot(path=SHOTS / f"{name}-{state}.png", animations="disabled")


def match_by_keys(page: Page) -> None:
    """Match: each choice serves once, and a box says so when one is chosen twice."""
    press = page.keyboard.press
    match = card(page, "02-match")
    for n in range(3):
        match.get_by_role("combobox").nth(n).focus()
        page.keyboard.type("C")
    expect(match.locator(".ex-live")).to_have_text(
        "“A speech at the feast” stands at two lines, and each choice serves only once."
    )
    main_button(match).focus()
    press("Enter")
    expect(match.locator(".ex-said")).to_contain_text("serves only once")


def words_by_keys(page: Page) -> None:
    """Highlight: arrows move, Shift with an arrow marks on and takes back, Space unmarks."""
    press = page.keyboard.press
    words = card(page, "02-words")
    told = words.locator(".ex-told .ex-live")
    words.locator(".ex-word").first.focus()
    for key in ("ArrowRight", "ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight"):
        press(key)
    expect(told).to_have_text("Marked: 3 words in 1 place. “has seen the”")
    press("Shift+ArrowLeft")
    expect(told).to_have_text("Marked: 2 words in 1 place. “has seen”")
    press("Space")
    expect(told).to_have_text("Marked: 1 word in 1 place. “has”")
    for key in ("a", "x", "d", "d", "Home"):
        press(key)
    press("ArrowDown")
    below = page.evaluate("""() => [document.activeElement, document.querySelector('.ex-word')]
        .map(word => word.getBoundingClientRect())""")
    assert below[0]["top"] > below[1]["top"]
    assert abs(below[0]["left"] - below[1]["left"]) < 60
    press("ArrowUp")
    assert page.evaluate("() => document.activeElement.dataset.n") == "0"


def rows_by_keys(page: Page) -> None:
    """Find: what is typed filters at once; Enter in the search box does nothing to the notebook."""
    press = page.keyboard.press
    rows = card(page, "02-rows")
    rows.get_by_label("Search this table").focus()
    page.keyboard.type("COUNCIL 1923")
    press("Enter")
    expect(rows.locator(".ex-live").first).to_have_text("1 of 10 rows shown.")
    for _ in range(2):  # past the table's own stop to its rows
        press("Tab")
    press("Space")
    expect(rows.locator(".ex-mine-rows")).to_have_text("Ticked 1 of 2: “The council complains”")
    for name in ("bill-1924", "order-1922"):
        rows.get_by_label("Search this table").fill("")
        rows.locator(f'input[value="{name}"]').focus()
        press("Space")
    expect(rows.locator(".ex-said")).to_have_text("At most 2 rows. Untick one first.")
    expect(rows.locator(".ex-tick input:checked")).to_have_count(2)


def code_by_keys(page: Page) -> None:
    """Code: an error in words before anything is committed; Shift+Enter runs the code and not the notebook's cell."""
    press = page.keyboard.press
    count = card(page, "02-count")
    count.locator("textarea").focus()
    press("ControlOrMeta+a")
    page.keyboard.type('bells["wieght"].sum()')
    before = page.evaluate(RUNS_JS)
    press("Shift+Enter")
    expect(count.locator(".ex-output")).to_contain_text("Did you mean weight?", timeout=20_000)
    assert page.evaluate("() => document.activeElement.tagName") == "TEXTAREA"
    press("Control+Enter")
    expect(count.locator(".ex-output")).to_contain_text("Did you mean weight?", timeout=20_000)
    page.wait_for_timeout(500)
    assert page.evaluate(RUNS_JS) == before  # no cell of the notebook has run
    press("Enter")  # a line of its own, no more
    page.keyboard.type("len(bells)")
    expect(count.locator(".ex-output")).to_have_class("ex-output ex-stale")
    main_button(count).focus()
    press("Enter")
    expect(count.locator(".ex-said")).to_have_text("Run your code first, and see what it gives.")
    count.locator("textarea").focus()
    press("Tab")
    assert page.evaluate("() => document.activeElement.textContent") == "Run"


def test_by_mouse_wrong_by_keyboard_right_and_still_there_after_a_reload(page, lab, questions):
    opened(page, lab, "wide")
    cells = page.locator(".jp-Cell").count()
    for name, words in (
        ("02-match", "Choose something for each line first."),
        ("02-sort", "Give every card a place first."),
        ("02-words", "Mark at least one word first."),
        ("02-row", "Tick a row first."),
        ("02-count", "Run your code first, or give the value."),
    ):
        main_button(card(page, name)).click()
        expect(card(page, name).locator(".ex-said")).to_have_text(words)
        assert card(page, name).evaluate("card => card.contains(document.activeElement)")
    words = card(page, "02-words")
    drag(page, words, 6, 2)
    expect(words.locator(".ex-told")).to_contain_text("Marked: 5 words in 1 place.")
    drag(page, words, 3, 3)  # a click on a marked word takes its mark away
    expect(words.locator(".ex-told")).to_contain_text("Marked: 4 words in 2 places.")
    words.get_by_role("button", name="Clear all marks").click()
    expect(words.locator(".ex-told")).to_contain_text("Nothing marked yet.")
    for by_keys in (match_by_keys, words_by_keys, rows_by_keys, code_by_keys):
        by_keys(page)
    assert not (lab.work / "wide").exists()  # nothing has been committed yet
    answer_all(page, questions, WRONG, answer_by_mouse)
    assert_wrong(page)
    axe(page, ".ex-root", "wrong, wide, light")
    shots(page, "1-wrong-light")
    save(page)
    page.reload()  # the kernel lives on, and the answers are where they were
    expect(verdict(card(page, "02-towns"))).to_have_text(PART, timeout=30_000)
    assert_wrong(page)
    expect(card(page, "02-match").get_by_role("combobox").nth(0)).to_have_value("speech")
    expect(card(page, "02-sort").locator(".ex-bin input:checked")).to_have_count(4)
    expect(card(page, "02-words").locator(".ex-told")).to_contain_text(
        "Marked: 7 words in 2 places. “The council”, “might, if the harvest allows”"
    )
    expect(card(page, "02-row").locator(".ex-tick input:checked")).to_have_value("speech-1930")
    expect(card(page, "02-count").locator("textarea")).to_have_value(WRONG["02-count"]["code"])
    expect(card(page, "02-count").locator(".ex-output")).to_contain_text("Your code gives: 4")
    expect(card(page, "02-towns").get_by_label("The value")).to_have_value("Aa; Bo; el")
    answer_all(page, questions, RIGHT, answer_by_keyboard, "I am sure")
    assert_right(page)
    set_theme(page, "JupyterLab Dark")
    axe(page, ".ex-root", "right, wide, dark")
    shots(page, "2-right-dark")
    expect(card(page, "02-match").locator(".ex-marks")).to_have_text("Marks: 1 of 2.")
    lines = [line for path in (lab.work / "wide").glob("*.jsonl") for line in path.read_text().splitlines()]
    assert len(lines) == 2 * len(IDS)
    assert page.locator(".jp-Cell").count() == cells


@pytest.fixture
def phone(browser):
    """A page as narrow as a phone's, that is touched."""
    context = browser.new_context(has_touch=True, viewport={"width": 390, "height": 844})
    page = context.new_page()
    failed: list[str] = []
    page.on("pageerror", lambda error: failed.append(str(error)))
    yield page
    context.close()
    assert failed == []


def look(page: Page, state: str) -> None:
    """Look at the cards in light and dark: axe-core, nothing wider than the page, nothing too small for a finger."""
    for theme in ("Light", "Dark"):
        set_theme(page, f"JupyterLab {theme}")
        axe(page, ".ex-root", f"{state}, {theme}")
    shots(page, f"{state}-390-dark")
    for name in IDS:
        one = card(page, name)
        inside, wide, right = one.evaluate("c => [c.scrollWidth, c.clientWidth, c.getBoundingClientRect().right]")
        assert inside <= wide, name
        assert right <= 390, name
        controls = one.locator("button:visible, select:visible, textarea:visible, label:has(input):visible")
        for height in controls.evaluate_all("all => all.map(one => one.getBoundingClientRect().height)"):
            assert height >= 43, name


def test_narrow_touched_light_and_dark_and_axe_finds_nothing(phone, lab, questions):
    opened(phone, lab, "narrow", single=True)
    phone.set_viewport_size({"width": 390, "height": 2600})  # a card whole on its picture
    look(phone, "0-open")
    words = card(phone, "02-words")
    for n in (3, 4, 3):
        words.locator(".ex-word").nth(n).tap()
    expect(words.locator(".ex-told .ex-live")).to_have_text("Marked: 1 word in 1 place. “the”")
    # What is not marked right is shown at the end: two wrong tries, one of them an error that nobody mended.
    wrong = {**WRONG, "02-words": [MIGHT], "02-count": {"code": "bels"}}
    for _ in range(2):
        answer_all(phone, questions, wrong, answer_by_mouse)
    for name, part, told in (
        ("02-count", ".ex-feedback", "The name bels is not known here. Did you mean bells?"),
        ("02-match", ".ex-note", "Goes with: A letter that calls the bell late"),
        ("02-sort", ".ex-note", "Belongs into: Written later"),
        ("02-words", ".ex-spans", "Missed “As far as we can tell”"),
        ("02-row", ".ex-row.ex-right", "Proves it; not ticked"),
    ):
        expect(card(phone, name).locator(part).first).to_contain_text(told)
    sought = MIGHT[1] - MIGHT[0] + TELL[1] - TELL[0]
    expect(words.locator(".ex-word.ex-sought")).to_have_count(sought)
    # The row that was sought has come into sight within the table.
    offset = card(phone, "02-row").evaluate("""one => one.querySelector('.ex-right').getBoundingClientRect().top
        - one.querySelector('.ex-scroll').getBoundingClientRect().top""")
    assert 0 <= offset < 60
    look(phone, "3-revealed")
