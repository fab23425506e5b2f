"""An exercise asked again, and the rubric: what the bank puts together from several files."""

import shutil

import pytest

from helpers.exercises.bank import BankError, load_exercises
from helpers.exercises.marking import mark
from helpers.exercises.rubric import load_rubric

from .conftest import FIXTURES

RECALL = "- id: {number}-again\n  kind: recall\n  of: {original}\n"


@pytest.fixture
def lessons(tmp_path):
    """A copy of the fixture lessons, to be changed."""
    shutil.copytree(FIXTURES / "lessons", tmp_path / "lessons")
    return tmp_path / "lessons"


@pytest.fixture
def of(lessons):
    """Write a lesson 3 of one recall, and return what the bank says to it."""

    def write(original, lesson="03-open"):
        text = RECALL.format(number=lesson[:2], original=original)
        (lessons / lesson).mkdir(exist_ok=True)
        (lessons / lesson / "exercises.yml").write_text(text, encoding="utf-8")
        return load_exercises(lessons / lesson)

    return write


def fault(call, *arguments):
    with pytest.raises(BankError) as caught:
        call(*arguments)
    (only,) = caught.value.faults
    return only


def test_it_is_the_same_question_under_its_own_id(lessons, of):
    (again,) = of("01-kind")
    first = load_exercises(lessons / "01-clocks")[0]
    assert (again.id, again.lesson, again.place, again.of, again.recalled) == ("03-again", "03-open", 1, 1, "01-clocks")
    assert again.public()["recalled"] == "1"
    assert first.public()["recalled"] == ""
    assert again.options == first.options
    assert mark(again, "fact").fraction == 1


@pytest.mark.parametrize(
    ("original", "words"),
    [
        ("01-kimd", "does not exist. Did you mean '01-kind'?"),
        ("02-nothing-of-that-name", "does not exist. See the earlier lessons."),
        ("03-again", "which is of no earlier lesson"),
        ("04-later", "which is of no earlier lesson"),
    ],
)
def test_what_is_unknown_or_later_is_refused_with_its_line(of, original, words):
    told = fault(of, original)
    assert words in told.reason
    assert (told.file, told.line, told.exercise, told.key) == ("03-open/exercises.yml", 3, "03-again", "of")


def test_open_exercises_and_recalls_themselves_are_not_asked_again(lessons, of):
    assert "an open exercise (essay)" in fault(of, "03-essay", "04-next").reason
    assert "asks again itself" in fault(of, "03-again", "04-next").reason


def test_an_earlier_lesson_with_faults_is_named(lessons, of):
    (lessons / "01-clocks" / "exercises.yml").write_text("- id: 01-kind\n", encoding="utf-8")
    assert "lesson 01 have faults" in fault(of, "01-kind").reason


def test_a_change_of_the_earlier_lesson_or_of_the_rubric_is_seen(lessons):
    def title_and_level():
        questions = {question.id: question for question in load_exercises(lessons / "03-open")}
        return questions["03-again"].title, questions["03-essay"].rubric[0].levels[0]

    assert title_and_level() == ("What kind of statement is this?", "Names what the text is about.")
    for path, before, after, now in (
        (
            lessons / "01-clocks" / "exercises.yml",
            "What kind of statement is this?",
            "Another title?",
            ("Another title?", "Names what the text is about."),
        ),
        (
            lessons / "rubric.yml",
            "Names what the text is about.",
            "Says nothing.",
            ("Another title?", "Says nothing."),
        ),
    ):
        path.write_text(path.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
        assert title_and_level() == now


def test_a_criterion_that_the_rubric_lacks_is_refused(lessons):
    path = lessons / "03-open" / "exercises.yml"
    text = path.read_text(encoding="utf-8").replace("criteria: [claim]", "criteria: [style]")
    path.write_text(text, encoding="utf-8")
    told = fault(load_exercises, lessons / "03-open")
    assert (told.exercise, told.key) == ("03-in-a-sentence", "criteria")
    assert "Known: claim, evidence." in told.reason
    (lessons / "rubric.yml").unlink()
    with pytest.raises(BankError, match=r"There is no lessons/rubric\.yml yet"):
        load_exercises(lessons / "03-open")


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("- id: evidence", "- id: claim", "stands twice"),
        ("  name: Claim\n", "", "is missing"),
        ("    - Names what the text is about.\n", "", "4 are needed"),
        ("- id: claim", "id: claim", "no YAML"),
    ],
)
def test_faults_of_the_rubric_are_told_with_file_and_line(lessons, before, after, words):
    path = lessons / "rubric.yml"
    path.write_text(path.read_text(encoding="utf-8").replace(before, after, 1), encoding="utf-8")
    _, faults = load_rubric(lessons)
    assert [one for one in faults if words in one.reason and one.line > 0 and one.file == "rubric.yml"]
    with pytest.raises(BankError, match=r"rubric\.yml, line"):
        load_exercises(lessons / "03-open")
