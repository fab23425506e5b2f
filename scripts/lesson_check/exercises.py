"""exercises.yml: the faults of the bank and unknown evidence, each at its line."""

from collections.abc import Iterator
from typing import Any

from helpers.exercises.bank import BankError, load_exercises
from helpers.exercises.check import check_proofs, check_references, event_dates
from helpers.exercises.reading import Fault
from lesson_check.finding import Finding
from lesson_check.known import Known
from lesson_check.source import Lesson

_LENGTH = 1.15  # a right option longer than this many times the longest wrong one is found by its length


def read(lesson: Lesson) -> tuple[tuple[Any, ...], list[Finding]]:
    """Return a lesson's questions and what the bank refuses; no questions where it refuses anything."""
    try:
        return load_exercises(lesson.folder), []
    except BankError as error:
        return (), [lesson.exercises.error(fault.line or 1, _told(fault)) for fault in error.faults]


def check(lesson: Lesson, known: Known, questions: tuple[Any, ...]) -> Iterator[Finding]:
    """Note unknown ids, dates that the tables disprove, and keys that give themselves away."""
    for fault in [*check_references(questions, known.ids, event_dates()), *check_proofs(questions)]:
        line = fault.line
        quoted = [part for part in fault.reason.split("'")[1::2] if part]
        if quoted:  # the line of the id itself, so that an editor jumps to it
            line = lesson.exercises.line_of(quoted[0], after=fault.line)
        advice = " Copy an id from the tables in data/." if "which is no" in fault.reason else ""
        yield lesson.exercises.error(line, _told(fault) + advice)
    yield from _giveaways(lesson, questions)
    for one in questions:
        there = known.objectives.get(one.objective[:2], 0)
        if one.objective and int(one.objective[3:]) > there:
            line = lesson.exercises.line_of("objective:", after=one.line)
            what = (
                f"{one.id}: objective {one.objective} is none of lesson {one.objective[:2]}'s {there}. Mend the number."
            )
            yield lesson.exercises.error(line, what)


def _told(fault: Fault) -> str:
    where = ", ".join(part for part in (fault.exercise, f"key {fault.key}" if fault.key else "") if part)
    return f"{where}: {fault.reason}" if where else fault.reason


def _giveaways(lesson: Lesson, questions: tuple[Any, ...]) -> Iterator[Finding]:
    """Note a closed question whose right option stands out by its length, and lessons whose key never moves."""
    ones = [question for question in questions if question.kind == "choose-one" and not question.contested]
    ones = [one for one in ones if not one.recalled]  # the earlier lesson answers for it
    for one in ones:
        right = max(len(option.text) for option in one.options if option.correct == "true")
        wrong = max(len(option.text) for option in one.options if option.correct != "true")
        if right > _LENGTH * wrong:
            what = f"{one.id}: the right option is the longest by far, and is found by that. Even the lengths out."
            yield lesson.exercises.error(one.line, what)
    places = {[option.correct for option in one.options].index("true") for one in ones}
    if len(ones) > 2 and len(places) == 1:
        what = "The right option stands at the same place in every choose-one. Move it in some."
        yield lesson.exercises.error(ones[0].line, what)
