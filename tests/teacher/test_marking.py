"""Marks come from answers and key, and from nothing else."""

from dataclasses import replace

import pytest

from helpers.exercises.record_line import Attempt
from helpers.exercises.standing import sort_out, standing
from helpers.teacher.keys import Key
from helpers.teacher.marking import MISSING, OPEN, claims_judged, mark_submission
from tests.kit.tries import key_answer, part_answer, wrong_answer
from tests.teacher.conftest import attempt, good_and_bad


@pytest.fixture
def key(bank):
    return Key("clocks-and-bells", bank)


def test_a_record_of_right_answers_earns_everything(bank, key):
    rows = mark_submission(good_and_bad(bank.values()), key)
    assert [row.exercise for row in rows] == list(bank)
    for row in rows:
        assert row.marks == (row.maximum if row.maximum else None), row.exercise
        assert row.state == ("marked" if row.maximum else OPEN)


def test_practice_is_marked_as_the_students_card_marks_it(bank, key):
    """The teacher's table and the card on the student's screen must never differ."""
    for good in (True, False):
        made = good_and_bad(bank.values(), good)
        for row in mark_submission(made, key):
            question = bank[row.exercise]
            if row.maximum:
                valid, _ = sort_out(question, [one for one in made if one.exercise == row.exercise])
                assert (row.marks, row.tries) == (standing(question, valid).marks, len(valid)), row.exercise


def test_second_tries_count_half_and_the_first_confidence_is_told(bank, key):
    row = {one.exercise: one for one in mark_submission(good_and_bad(bank.values(), good=False), key)}["01-kind"]
    assert (row.marks, row.maximum, row.tries, row.confidence, row.share) == (1.0, 2, 2, "sure", 0.0)
    assert row.first != row.counts
    assert row.counts == key_answer(bank["01-kind"])


def test_a_third_try_counts_nothing_in_practice(bank, key):
    question = bank["01-kind"]
    made = [attempt(question, wrong_answer(question)) for _ in range(2)] + [attempt(question, key_answer(question))]
    assert mark_submission(made, key)[0].marks == 0


def test_a_better_first_try_stands(bank, key):
    question = bank["01-order"]
    made = [attempt(question, part_answer(question)), attempt(question, wrong_answer(question))]
    row = next(one for one in mark_submission(made, key) if one.exercise == "01-order")
    assert row.marks
    assert row.counts == row.first


def test_in_a_graded_assignment_the_last_answer_counts_whole(bank):
    question = bank["01-kind"]
    key = Key("c", {"01-kind": question}, "01-abcd", mode="graded")
    made = [
        attempt(question, key_answer(question), lesson="01-clocks@01-abcd"),
        attempt(question, wrong_answer(question), lesson="01-clocks@01-abcd"),
    ]
    assert [row.marks for row in mark_submission(made, key)] == [0.0]
    (row,) = mark_submission(made[::-1], key)
    assert (row.marks, row.tries, row.share) == (2.0, 2, 0.0)


def test_practice_and_assignments_stay_apart(bank):
    question = bank["01-kind"]
    graded = Key("c", {"01-kind": question}, "01-abcd", mode="graded")
    practised = [attempt(question, key_answer(question))]
    other = [attempt(question, key_answer(question), lesson="01-clocks@01-zzzz")]
    assert mark_submission(practised, graded)[0].state == MISSING
    assert mark_submission(other, graded)[0].state == MISSING
    assert mark_submission(other, replace(graded, mode="practice"))[0].state == MISSING


def test_what_is_not_answered_is_told_apart_from_wrong(bank, key):
    rows = mark_submission([], key)
    assert {row.state for row in rows} == {MISSING}
    assert sum(row.marks or 0 for row in rows) == 0


def test_no_score_in_an_answer_is_looked_at(bank, key):
    """A student who writes marks into the file gets none for it."""
    question = bank["02-match"]
    right = key_answer(question)
    for answer in ({**right, "marks": 100}, {"answer": right, "score": 1.0}, [right, 1.0], 1.0, True, None, {}):
        made = [Attempt("02-match", answer, "sure", "02-closed")]
        row = next(one for one in mark_submission(made, key) if one.exercise == "02-match")
        assert (row.marks, row.odd, row.state) == (0.0, 1, MISSING)


STRANGE = [
    *(None, True, 0, -1, 1e308, "", "x" * 100_000, [], {}, [[]], [{}], {"": None}, [None], [True], [[0, 10**9]]),
    [[0, 200]] * 50_000,
    {str(n): n for n in range(5_000)},
    {"code": 1, "value": 2, "error": 3},
    {"by_hand": ["x"]},
    {"weights": [], "evidence": {}},
    {"weights": {"cost": "x"}, "evidence": {"cost": [{}]}},
    {"text": {"a": 1}},
    {"before": 3},
    {"from": [], "to": {}},
    [["a"], {"b": []}],
    "9999-99-99",
]


@pytest.mark.parametrize("answer", STRANGE, ids=lambda one: repr(one)[:30])
def test_an_answer_of_the_wrong_type_is_no_answer_for_any_kind(bank, key, answer):
    made = [Attempt(name, answer, "sure", question.lesson) for name, question in bank.items()]
    for row in mark_submission(made, key):
        assert row.state == MISSING, row.exercise
        assert not row.marks


def test_code_is_marked_from_its_recorded_value_and_never_run(bank, key, tmp_path):
    trap = tmp_path / "ran"
    wanted = bank["02-count"].wanted[0]
    code = f"open({str(trap)!r}, 'w').write('x')\n0"
    made = [Attempt("02-count", {"code": code, "value": wanted, "error": ""}, "sure", "02-closed")]
    row = next(one for one in mark_submission(made, key) if one.exercise == "02-count")
    assert row.marks == row.maximum
    assert not trap.exists()


def test_the_ledger_is_taking_part_and_no_mark(bank, key):
    made = [Attempt(f"ledger/c0{n}", {"verdict": "supported"}, "sure") for n in (1, 2, 2)]
    assert claims_judged(made) == 2
    assert sum(row.marks or 0 for row in mark_submission(made, key)) == 0
