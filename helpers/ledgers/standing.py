"""How far a student is, worked out from the record alone. Pure: nothing is drawn here."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from helpers.exercises.marking import CONFIDENCES
from helpers.exercises.question import MarkedQuestion, Question
from helpers.exercises.record_line import Attempt
from helpers.exercises.standing import sort_out
from helpers.exercises.standing import standing as reached
from helpers.ledgers.entries import entries


@dataclass(frozen=True)
class Lesson:
    """One lesson: exercises finished, begun and in all, and marks so far of those that can be had.

    An open exercise (no machine marks it) is finished once it is answered; it has no marks.
    """

    number: str
    title: str
    total: int
    finished: int
    begun: int
    marks: float
    possible: int
    open: int


@dataclass(frozen=True)
class Sureness:
    """First tries at one confidence. share : the mean part of the marks that they earned, 0 to 1; None without any."""

    confidence: str
    tries: int
    share: float | None


@dataclass(frozen=True)
class Ledger:
    """The ledger: claims in all, judged, revised since, verdicts like the editors', and how often each verdict."""

    total: int
    judged: int
    revised: int
    same: int
    mine: Mapping[str, int]
    theirs: Mapping[str, int]


@dataclass(frozen=True)
class Standing:
    """All of it."""

    lessons: tuple[Lesson, ...]
    sureness: tuple[Sureness, ...]
    ledger: Ledger

    @property
    def begun(self) -> bool:
        """Say whether there is anything yet to tell of."""
        return bool(self.ledger.judged or any(one.finished or one.begun for one in self.lessons))


def stand(
    lessons: Sequence[tuple[str, str, Sequence[Question]]], editors: Mapping[str, str], attempts: Sequence[Attempt]
) -> Standing:
    """Work out how far a student is.

    lessons : (number, title, exercises) of each lesson; editors : claim id -> the editors' verdict
    attempts : as the record returns them, the first made first
    Attempts at exercises or claims that are not there any more count nothing.
    """
    by_exercise: dict[str, list[Attempt]] = {}
    for attempt in attempts:
        by_exercise.setdefault(attempt.exercise, []).append(attempt)
    first_tries: list[tuple[str, float]] = []
    found = []
    for number, title, questions in lessons:
        finished = begun = possible = unmarked = 0
        marks = 0.0
        for question in questions:
            valid, _ = sort_out(question, by_exercise.get(question.id, ()))
            if not isinstance(question, MarkedQuestion):
                unmarked += 1
                finished += bool(valid)
                continue
            possible += question.marks
            score = reached(question, valid)
            marks += score.marks
            finished += score.finished
            begun += bool(valid) and not score.finished
            if valid and valid[0].mark:
                first_tries.append((valid[0].attempt.confidence, valid[0].mark.fraction))
        found.append(Lesson(number, title, len(questions), finished, begun, round(marks, 2), possible, unmarked))
    return Standing(tuple(found), _sureness(first_tries), _ledger(editors, attempts))


def _sureness(first_tries: Sequence[tuple[str, float]]) -> tuple[Sureness, ...]:
    rows = []
    for confidence in CONFIDENCES:
        shares = [fraction for given, fraction in first_tries if given == confidence]
        rows.append(Sureness(confidence, len(shares), sum(shares) / len(shares) if shares else None))
    return tuple(rows)


def _ledger(editors: Mapping[str, str], attempts: Sequence[Attempt]) -> Ledger:
    judged = {claim: versions for claim, versions in entries(attempts).items() if claim in editors}
    last = {claim: versions[-1].verdict for claim, versions in judged.items()}
    return Ledger(
        total=len(editors),
        judged=len(judged),
        revised=sum(len(versions) > 1 for versions in judged.values()),
        same=sum(verdict == editors[claim] for claim, verdict in last.items()),
        mine=Counter(last.values()),
        theirs=Counter(editors[claim] for claim in last),
    )
