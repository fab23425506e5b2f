"""How far a student is: worked out from the record, said in words, drawn."""

import importlib
from pathlib import Path

import pytest

from helpers.exercises.bank import load_exercises
from helpers.exercises.record_line import Attempt
from helpers.figures import describe, table_of
from helpers.ledgers import progress, progress_page, progress_words
from helpers.ledgers.drawing import figures
from helpers.ledgers.standing import Lesson, Sureness, stand

CLOCKS = Path(__file__).parents[1] / "exercises" / "fixtures" / "lessons" / "01-clocks"
EDITORS = {"k1": "supported", "k2": "misleading", "k3": "contested"}


@pytest.fixture
def lessons():
    return [("1", "Clocks", load_exercises(CLOCKS)), ("2", "Nothing yet", ())]


def attempt(exercise, answer, confidence="think"):
    return Attempt(exercise, answer, confidence)


def verdict(claim, given, confidence="sure"):
    return attempt(f"ledger/{claim}", {"verdict": given, "evidence": ["letter-1923"]}, confidence)


def test_nothing_answered_is_a_friendly_text_and_no_figure(lessons):
    standing = stand(lessons, EDITORS, [])
    assert not standing.begun
    assert figures(standing) == []
    ((_, (words,)),) = progress_page.paragraphs(standing)
    assert words.startswith("You have not answered anything yet")


def test_exercises_count_finished_begun_and_marks(lessons):
    attempts = [
        attempt("01-kind", "inference", "sure"),
        attempt("01-kind", "fact", "guess"),
        attempt("01-letters", ["bell"]),
        attempt("01-gone", "fact"),
        attempt("01-order", "nonsense"),
    ]
    one, empty = stand(lessons, EDITORS, attempts).lessons
    # The second try counts half of its 2 marks; of the letters half is found at the first try.
    assert (one.total, one.finished, one.begun, one.possible, one.open) == (5, 1, 1, 12, 0)
    assert one.marks == 1 + 1
    assert (empty.total, empty.possible) == (0, 0)


def test_an_open_exercise_counts_as_answered_and_has_no_marks():
    questions = [one for one in load_exercises(CLOCKS.with_name("03-open")) if one.kind == "position"]
    answers = [attempt(questions[0].id, {"before": {"position": 2, "reason": "The letter is silent on that."}}, "")]
    (one,) = stand([("3", "Open", questions[:1])], {}, answers).lessons
    assert (one.total, one.finished, one.marks, one.possible, one.open) == (1, 1, 0, 0, 1)
    assert stand([("3", "Open", questions[:1])], {}, answers).sureness[0].tries == 0


def test_sureness_counts_first_tries_alone(lessons):
    attempts = [attempt("01-kind", "inference", "sure"), attempt("01-kind", "fact", "guess")]
    rows = {row.confidence: row for row in stand(lessons, EDITORS, attempts).sureness}
    assert (rows["sure"].tries, rows["sure"].share) == (1, 0)
    assert (rows["guess"].tries, rows["guess"].share) == (0, None)


def test_the_ledger_counts_last_verdicts_of_claims_that_are_there(lessons):
    attempts = [
        verdict("k1", "contested"),
        verdict("k1", "supported"),
        verdict("k2", "supported"),
        verdict("x", "contested"),
    ]
    ledger = stand(lessons, EDITORS, attempts).ledger
    assert (ledger.total, ledger.judged, ledger.revised, ledger.same) == (3, 2, 1, 1)
    assert (dict(ledger.mine), dict(ledger.theirs)) == ({"supported": 2}, {"supported": 1, "misleading": 1})


def test_words_and_figures_say_the_same(lessons):
    attempts = [attempt("01-kind", "fact", "sure"), verdict("k1", "supported"), verdict("k2", "supported")]
    standing = stand(lessons, EDITORS, attempts)
    exercises, ledger, sure = figures(standing)
    assert "Lesson 1, Clocks: 1 of" in describe(exercises)
    assert "Supported: you 2, the editors 1; Misleading: you 0, the editors 1" in describe(ledger)
    assert "“I am sure”: 100 of 100 marks (1 first try)" in describe(sure)
    rows = table_of(ledger).to_dict("records")
    assert {"lane": "the editors'", "verdict": "Misleading", "claims": 1} in rows
    text = progress_page.as_text(progress_page.paragraphs(standing))
    assert "2 of 3 claims judged. You and the editors give the same verdict on 1 and differ on 1" in text


def test_series_differ_by_more_than_colour(lessons):
    standing = stand(lessons, EDITORS, [attempt("01-kind", "fact"), verdict("k1", "supported")])
    for figure in figures(standing):
        looks = [(one.marker.pattern.shape, one.marker.color) for one in figure.data]
        assert len({shape for shape, _ in looks} | {colour for _, colour in looks if colour.startswith("rgba")}) >= min(
            2, len(looks)
        )


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([("sure", 6, 0.4)], "Before you say “sure”, look for what speaks against"),
        ([("guess", 6, 0.9)], "Trust your evidence"),
        ([("guess", 3, 0.9), ("sure", 3, 0.5)], "what made you feel sure"),
        ([("guess", 3, 0.2), ("sure", 6, 0.9)], "The surer you are"),
        ([("think", 2, 0.2)], "few answers"),
    ],
)
def test_advice_on_sureness(rows, words):
    assert words in progress_words.on_sureness(tuple(Sureness(*row) for row in rows))[-1]


def test_open_exercises_count_as_answered_and_not_marked():
    lesson = Lesson("3", "Open ends", 4, 4, 0, 4, 4, 2)
    assert progress_words.on_lesson(lesson) == (
        "Lesson 3, Open ends: 4 of 4 exercises finished; 4 of 4 marks; 2 exercises are not marked by the machine."
    )


def test_titles_come_from_the_plan_or_else_from_the_folder(tower):
    folder = tower.parent / "lessons"
    (folder / "01-two-clocks").mkdir(parents=True)
    (folder / "02-broken").mkdir()
    (folder / "02-broken" / "exercises.yml").write_text("- id: [")
    assert progress_page.lessons() == [("1", "Two clocks", ()), ("2", "Broken", ())]
    (folder / "course.yml").write_text("lessons:\n- {folder: 01-two-clocks, title: Two clocks in one town}\n")
    assert progress_page.lessons()[0][1] == "Two clocks in one town"


def test_progress_shows_text_as_text(kept, monkeypatch):
    """Nothing a student or an author wrote becomes HTML, and where answers do not last it says so."""
    display = importlib.import_module("IPython.display")
    shown = []
    monkeypatch.setattr(display, "display", lambda data, **_: shown.append(data))
    monkeypatch.setenv("BINDER_REQUEST", "x")
    progress()
    assert "keep_answers()" in shown[0]["text/html"]
    assert "class='cleared'" in shown[0]["text/html"]
    assert progress_page.as_html([("", ["<b>1</b>"])]).count("<b>") == 0
