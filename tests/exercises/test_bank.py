"""exercises.yml: what is accepted, and how faults are told."""
# ruff: noqa: E501 (one mistake a line reads best)

import pytest

from helpers.exercises.bank import BankError, UnknownExercise, find, load_exercises, parse
from helpers.exercises.check import check_references
from helpers.exercises.kinds import FORMS, KINDS
from helpers.exercises.printing import in_html, in_text
from helpers.exercises.reading import Faults
from tests.kit.effort import calls

from .conftest import FIXTURES


def faults_of(text, lesson="01-clocks"):
    faults = Faults(f"{lesson}/exercises.yml")
    parse(text if isinstance(text, bytes) else text.encode(), lesson, faults)
    return faults.found


@pytest.fixture
def good(lesson):
    return (lesson / "exercises.yml").read_text(encoding="utf-8")


def test_fixture_is_accepted_and_has_each_kind(questions):
    assert {question.kind for question in questions.values()} == {
        "choose-one",
        "choose-many",
        "order",
        "place-on-timeline",
    }
    assert [q.place for q in questions.values()] == [1, 2, 3, 4, 5]
    assert questions["01-span"].marks == 4
    assert questions["01-kind"].marks == 2


def test_the_fixture_course_holds_every_kind():
    questions = [one for folder in sorted((FIXTURES / "lessons").glob("*-*")) for one in load_exercises(folder)]
    assert {question.kind for question in questions} == set(KINDS)
    assert any(question.recalled for question in questions)


# What an author may get wrong: (what is written, what is written instead, line, key, words of the reason)
MISTAKES = [
    ("  title: What kind of statement", "  titel: What kind of statement", "titel", "unknown"),
    ("  title: What kind of statement is this?\n", "", "title", "missing"),
    ("      correct: true\n      feedback: >-\n        The builder", "      correct: yes\n      feedback: >-\n        The builder", "options[1].correct", "true"),
    ("      correct: true\n      feedback: >-\n        The builder", "      correct: false\n      feedback: >-\n        The builder", "options", "no answer"),
    ("    - id: inference\n", "    - id: fact\n", "options[2].id", "twice"),
    ("      text: An inference from several facts", "      text: A fact that one document can confirm", "options[2].text", "another option"),
    ("      feedback: The second line of the letter says so in plain words. Check whether it also says why.", "      feedback: Right!", "options[1].feedback", "1 words"),
    ("  contested: true\n  asks: range", "  contested: maybe\n  asks: range", "contested", "true or false"),
    ("  contested: true\n  asks: range", "  asks: range", "also", "contested"),
    ("  answer: 1924-05-14", "  answer: 1924-02-30", "answer", "calendar"),
    ("  answer: 1924-05-14", "  answer: 1950", "answer", "outside the track"),
    ("  track: {from: 1918, to: 1932}", "  track: {from: 1932, to: 1918}", "track.to", "1 to 200"),
    ("  tolerance: {full: 31, zero: 400}", "  tolerance: {full: 31, zero: 31}", "tolerance.zero", "greater"),
    ("    - first: letter\n", "    - first: feast\n", "mix_ups[1]", "does not come before"),
    ("    - first: letter\n", "    - first: lettre\n", "mix_ups[1]", "no item"),
    ("  marks: 4", "  marks: many", "marks", "whole number"),
    ("  kind: order", "  kind: sort", "kind", "choose-one"),
    ("  id: 01-order\n", "  id: 02-order\n", "id", "01-"),
    ("- id: 01-order\n", "- id: 01-kind\n", "id", "also the id"),
    ("  marks: 4", "  marks: 4\n  marks: 5", "marks", "twice"),
    ("    - Look at the date in the event table.\n", "", "hints", "2 entries"),
    ("  evidence: [letter-1923]\n  hints", "  evidence: []\n  hints", "evidence", "0 entries"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "key", "words"), MISTAKES)
def test_each_mistake_is_named_with_line_exercise_and_key(good, before, after, key, words):
    if before.startswith("  id: "):
        before, after = "-" + before[1:], "-" + after[1:]
    assert good.count(before) >= 1
    found = faults_of(good.replace(before, after, 1))
    match = [fault for fault in found if fault.key == key and words in fault.reason]
    assert match, [str(fault) for fault in found]
    assert match[0].line > 0
    assert match[0].exercise.startswith("0")
    assert str(match[0]).startswith("01-clocks/exercises.yml, line ")
    assert "\n" not in str(match[0])


def test_all_faults_are_told_at_once(tmp_path, good):
    folder = tmp_path / "01-clocks"
    folder.mkdir()
    broken = (
        good.replace("  marks: 4", "  marks: 0")
        .replace("  kind: order", "  kind: sort")
        .replace("full: 31", "fill: 31")
    )
    (folder / "exercises.yml").write_text(broken, encoding="utf-8")
    with pytest.raises(BankError) as caught:
        load_exercises(folder)
    assert {fault.key for fault in caught.value.faults} >= {"marks", "kind", "tolerance.fill", "tolerance.full"}
    assert len(str(caught.value).splitlines()) == len(caught.value.faults)
    line = next(fault.line for fault in caught.value.faults if fault.key == "marks")
    assert broken.splitlines()[line - 1] == "  marks: 0"


@pytest.mark.parametrize(
    "text",
    ["", "a: 1", "- 1", "- [", "- id: 'x", "\t- id: x", b"\xff\xfe", "- id: []\n  kind: {}", "- &a [*a]", "[" * 1500],
)
def test_nonsense_is_refused_in_words(text):
    faults = faults_of(text)
    assert faults
    assert all(str(fault) for fault in faults)


def test_lesson_without_exercises_has_none(tmp_path):
    assert load_exercises(tmp_path / "09-none") == ()


def test_changed_file_is_read_again(tmp_path, good):
    folder = tmp_path / "01-clocks"
    folder.mkdir()
    (folder / "exercises.yml").write_text(good, encoding="utf-8")
    assert load_exercises(folder)[0].title == "What kind of statement is this?"
    (folder / "exercises.yml").write_text(
        good.replace("What kind of statement is this?", "Another?", 1), encoding="utf-8"
    )
    assert load_exercises(folder)[0].title == "Another?"


def test_wrong_id_names_the_closest(course_folder):
    with pytest.raises(UnknownExercise, match="'01-kind'") as caught:
        find("01-knid")
    assert caught.value._render_traceback_() == [f"ValueError: {caught.value}"]
    with pytest.raises(ValueError, match="no exercise None"):
        find(None)


def test_ten_exercises_are_little_work_to_parse(good):
    text = (good + good.replace("id: 01-", "id: 01-again-")).encode()
    read = []
    assert (
        calls(lambda: read.extend(parse(text, "01-clocks", Faults("x")))) < 400_000
    )  # YAML's own pure Python is nearly all of it
    assert len(read) == 10


def test_a_browser_learns_neither_key_nor_feedback(questions):
    for question in questions.values():
        public = str(question.public())
        secrets = [question.worked, question.sure_and_wrong]
        secrets += [option.feedback for option in getattr(question, "options", ())]
        if hasattr(question, "feedback"):
            secrets += [question.feedback.full]
        assert not any(secret in public for secret in secrets)
        names = {"correct", "answer", "also", "worked", "feedback", "event", "tolerance", "mix_ups", "sure_and_wrong"}
        assert not names & set(question.public())
        for part in (*question.public().get("options", ()), *question.public().get("items", ())):
            assert set(part) == {"id", "text"}


def test_shuffled_order_never_earns_marks(questions):
    question = questions["01-order"]
    assert question.marked(question.start()).fraction == 0
    assert question.start() == question.start()


def test_print_shows_the_question_and_not_the_key(questions):
    for question in questions.values():
        for text in (in_html(question), in_text(question)):
            assert question.title in text
            assert question.worked not in text
    assert "<b>" not in in_html(questions["01-kind"])
    assert in_html(questions["01-order"]).index("feast") < in_html(questions["01-order"]).index("tower")


def test_every_field_describes_itself():
    from dataclasses import fields

    by_the_bank = {"lesson", "place", "of", "line", "recalled", "rubric", "at"}
    for cls in FORMS.values():
        for field in fields(cls):
            if field.name not in by_the_bank:
                assert len(field.metadata["about"].split()) >= 2, field.name


WHEN = {"tower-1921": "1921-06-01", "letter-1923": "1923-05", "bell-1924": "1924-05-14", "feast-1930": "1930"}
KNOWN = {*WHEN, "p01.s1"}


def test_references_that_exist_are_accepted(questions):
    assert check_references(questions.values(), KNOWN, WHEN) == []


def test_unknown_reference_and_disproved_key_are_refused(questions):
    keys = {f.key for f in check_references(questions.values(), KNOWN - {"p01.s1"}, WHEN)}
    assert keys == {"evidence"}
    reasons = [f.reason for f in check_references(questions.values(), KNOWN, {**WHEN, "bell-1924": "1922"})]
    assert any("says 1924-05-14" in reason for reason in reasons)
    assert any("has 'letter' before 'bell'" in reason for reason in reasons)
    twice = check_references([questions["01-kind"], questions["01-kind"]], KNOWN, WHEN)
    assert [fault.key for fault in twice] == ["id"]
