"""Marks what a student handed in. Pure: attempts and key in, rows out; no file, no clock, no network."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from helpers.exercises.marking import AnswerError, Mark, mark
from helpers.exercises.question import MarkedQuestion, Question
from helpers.exercises.record_line import Attempt
from helpers.exercises.standing import Valid, standing
from helpers.teacher.keys import Key
from helpers.teacher.sealing import renamed_back

MARKED, OPEN, MISSING = "marked", "by hand", "no answer"
MOST_VERSIONS = 200  # attempts at one exercise that are looked at; nobody tries more often
MOST_PARTS = 3_000  # values in one answer; the longest that a card can make has some hundreds
LEDGER = "ledger/"
# What was found out of an answer that somebody gave before: exercise and answer, to the answer understood and its mark;
# None where it does not fit. A class gives the same few answers over and over.
Known = dict[tuple[str, str], "tuple[Any, Mark | None] | None"]
MOST_KNOWN = 20_000
LONGEST_KNOWN = 600  # characters; a text of somebody's own never comes twice


@dataclass(frozen=True)
class Row:
    """How one student stands with one exercise.

    state : "marked", "by hand" (a person has to read it) or "no answer"
    marks : None where no machine marks; maximum : 0 there
    tries : of a graded assignment how many versions were saved
    first, counts : the first answer and the one that counts, as the key names things; None without one
    confidence : at the first answer; share : the part of the marks that the first answer alone would earn, 0 to 1
    attempt, at : id and time of the answer that counts
    odd : how many attempts do not fit the exercise
    mark : what was said of the answer that counts
    attempts : where a person marks, ids of all that fit, the first made first
    """

    exercise: str
    lesson: str
    title: str
    kind: str
    state: str
    marks: float | None = None
    maximum: int = 0
    tries: int = 0
    first: Any = None
    counts: Any = None
    confidence: str = ""
    share: float | None = None
    attempt: str = ""
    at: str = ""
    odd: int = 0
    mark: Mark | None = None
    attempts: tuple[str, ...] = ()


def mark_submission(answers: Sequence[Attempt], key: Key, known: Known | None = None) -> tuple[Row, ...]:
    """Mark all attempts of one student and return a row for each exercise of the key, answered or not.

    answers : the first made first, as `parcels` and the student's record give them; no score in them is looked at
    known : kept from one student to the next it spares marking the same answer again; the rows are the same without
    In practice the first try counts whole, the second half, and the better one stands, as on the student's card. In a
    graded assignment students see no marks, so they may change an answer until they hand in, and the last one counts.
    """
    by_exercise: dict[str, list[Attempt]] = {}
    for attempt in answers:
        if belongs(attempt, key):
            by_exercise.setdefault(attempt.exercise, []).append(attempt)
    seen: Known = {} if known is None else known
    return tuple(_row(question, by_exercise.get(name, []), key, seen) for name, question in key.questions.items())


def belongs(attempt: Attempt, key: Key) -> bool:
    """Say whether an attempt was made at an exercise of this key, and in this assignment where it is graded.

    A graded card writes the assignment's name behind the lesson's ("02-lesson@1a2b"). Practice at the same exercise,
    with feedback and second tries, stays apart by that.
    """
    if attempt.exercise not in key.questions:
        return False
    _, _, assignment = attempt.lesson.partition("@")
    return assignment == (key.assignment if key.graded else "")


def looked_at(attempts: Sequence[Attempt], key: Key) -> Sequence[Attempt]:
    """Return those attempts at one exercise that may count."""
    return attempts[-MOST_VERSIONS:] if key.graded else attempts[:MOST_VERSIONS]


def claims_judged(answers: Iterable[Attempt]) -> int:
    """Count the claims on which a student gave a verdict; that is participation, and never marked."""
    return len({one.exercise for one in answers if one.exercise.startswith(LEDGER)})


def _row(question: Question, attempts: list[Attempt], key: Key, known: Known) -> Row:
    about = question.id, question.lesson, question.title, question.kind
    valid, odd = _fitting(question, looked_at(attempts, key), key, known)
    maximum = question.marks if isinstance(question, MarkedQuestion) else 0
    if not valid:
        marks = 0.0 if isinstance(question, MarkedQuestion) else None
        return Row(*about, MISSING, marks, maximum, odd=odd)
    first, last = valid[0], valid[-1]
    if not isinstance(question, MarkedQuestion):
        return Row(
            *about,
            OPEN,
            tries=len(valid),
            first=first.answer,
            counts=last.answer,
            attempt=last.attempt.id,
            at=last.attempt.at,
            odd=odd,
            attempts=tuple(one.attempt.id for one in valid),
        )
    assert first.mark
    if key.graded:
        counted, tries = last, len(valid)
        assert last.mark
        marks = round(last.mark.fraction * maximum, 2)
    else:
        reached = standing(question, valid)
        tries, marks = reached.tries, reached.marks
        counted = _better(valid)
    return Row(
        *about,
        MARKED,
        min(marks, float(maximum)),
        maximum,
        tries,
        first.answer,
        counted.answer,
        first.attempt.confidence,
        first.mark.fraction,
        counted.attempt.id,
        counted.attempt.at,
        odd,
        counted.mark,
    )


def _better(valid: Sequence[Valid]) -> Valid:
    """Return the try whose worth stands; the first where both are worth the same."""
    first, second = valid[0], valid[1] if len(valid) > 1 else valid[0]
    assert first.mark
    assert second.mark
    return second if second.mark.fraction / 2 > first.mark.fraction else first


def _fitting(question: Question, attempts: Sequence[Attempt], key: Key, known: Known) -> tuple[list[Valid], int]:
    """Return the attempts that fit the question, in the author's names, and how many do not."""
    valid = []
    for attempt in attempts:
        # repr and not JSON: it is quick, and tells 1 from 1.0 and from True.
        name = question.id, repr(attempt.answer)
        if name in known:
            found = known[name]
        else:
            found = _judged(question, attempt.answer, key)
            if len(name[1]) <= LONGEST_KNOWN and len(known) < MOST_KNOWN:
                known[name] = found
        if found is not None:
            valid.append(Valid(attempt, *found))
    return valid, len(attempts) - len(valid)


def _judged(question: Question, given: Any, key: Key) -> tuple[Any, Mark | None] | None:
    """Return an answer as the question understands it, and its mark; None if it does not fit."""
    if _too_many_parts(given):
        return None
    try:
        named = renamed_back(question.kind, given, key.names.get(question.id))
        answer = question.understand(named)
        return answer, mark(question, named) if isinstance(question, MarkedQuestion) else None
    except AnswerError:
        return None


def _too_many_parts(value: Any) -> bool:
    """Say whether an answer holds more values than any card makes; a kind's own check may be slow on those."""
    waiting, seen = [value], 0
    while waiting:
        one = waiting.pop()
        seen += 1
        if isinstance(one, (list, dict)):
            if seen + len(waiting) + len(one) > MOST_PARTS:
                return True
            waiting.extend(one.values() if isinstance(one, dict) else one)
    return False
