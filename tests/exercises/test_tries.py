"""Answers made from a key: any question of any kind can be answered rightly, partly and wrongly."""

import pytest

from helpers.exercises.bank import lesson_folders, load_exercises
from helpers.exercises.kinds import KINDS
from helpers.exercises.question import MarkedQuestion, OpenQuestion
from tests.kit.tries import OFFERS, fraction, key_answer, part_answer, versions, wrong_answer

ALL_OR_NOTHING = {"choose-one", "code", "find-in-table"}


@pytest.fixture
def every(course_folder):
    return [question for folder in lesson_folders() for question in load_exercises(folder)]


def test_each_kind_can_be_answered(every):
    assert {question.kind for question in every} == set(KINDS)
    assert {kind for kind, cls in KINDS.items() if issubclass(cls, MarkedQuestion)} == set(OFFERS)


def test_right_part_and_wrong_earn_what_they_should(every):
    parts = set()
    for question in every:
        if isinstance(question, MarkedQuestion):
            assert fraction(question, key_answer(question)) == 1
            assert fraction(question, wrong_answer(question)) == 0
            if (part := part_answer(question)) is not None:
                assert 0 < fraction(question, part) < 1
                parts.add(question.kind)
    assert set(OFFERS) - ALL_OR_NOTHING <= parts


def test_open_questions_take_each_version(every):
    for question in every:
        if isinstance(question, OpenQuestion):
            before = None
            for version in versions(question):
                before = question.next_version(before, question.understand(version))
