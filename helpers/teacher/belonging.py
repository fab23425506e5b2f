"""Whether what a student handed in belongs to the course and assignment of a key, and what about it cannot be true."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from helpers.exercises.hostile import Refused, shown
from helpers.lettering import count
from helpers.teacher.class_list import same_person
from helpers.teacher.keys import Key
from helpers.teacher.marking import belongs
from helpers.teacher.parcels import Parcel

# Clocks of computers differ by minutes; what differs by more is told.
_CLOCKS = timedelta(hours=1)


class OfAnother(Refused):
    """A submission to another assignment or lesson. of : its name as the file says it."""

    def __init__(self, reason: str, ask: str, of: str = "") -> None:
        super().__init__(reason, ask)
        self.of = of


@dataclass(frozen=True)
class Times:
    """What the times of answers are held against. now : of the run; made, due : of the assignment, if it is known."""

    now: datetime
    made: datetime | None = None
    due: datetime | None = None

    def late(self, at: str) -> bool:
        """Say whether an answer was saved after it was due."""
        return bool(at and self.due and datetime.fromisoformat(at) > self.due)


def check_course(parcel: Parcel, key: Key) -> None:
    """Refuse a submission to another course or assignment, and say which. Raises OfAnother."""
    claims = parcel.claims
    if claims and claims.course and claims.course != key.course:
        raise OfAnother(f"is of another course, “{shown(claims.course)}”", "the answers of this course")
    if any(belongs(attempt, key) for attempt in parcel.attempts):
        return
    known = [attempt for attempt in parcel.attempts if attempt.exercise in key.questions]
    of = _of(parcel)
    named = f" (it is of {shown(of)})" if of else ""
    if known and key.graded:
        raise OfAnother(
            f"holds {count(len(known), 'answer')} to these exercises, but none made in this assignment{named}",
            "the answers given in the notebook of this assignment",
            of,
        )
    if known:
        raise OfAnother(
            f"holds answers given in a graded assignment{named}, and this is the key for practice",
            "nothing: use its key",
            of,
        )
    raise OfAnother(
        f"holds {count(len(parcel.attempts), 'answer')}, none of them to these exercises: "
        f"it is of another lesson or another course{named}",
        "the answers to this lesson",
        of,
    )


def _of(parcel: Parcel) -> str:
    """Return the assignment that a submission names, or else that in which most of its answers were made, or lesson."""
    if parcel.claims and parcel.claims.assignment:
        return parcel.claims.assignment
    made = Counter(one.lesson.partition("@")[2] or one.lesson for one in parcel.attempts)
    return made.most_common(1)[0][0]


def wrong_key(of: Iterable[tuple[str, int]], handed_in: int, key: Key) -> str:
    """Return the one sentence for a run in which nothing fits the key, though most of it fits another; "" otherwise.

    of : assignment or lesson to how many submissions are of it
    """
    name, number = max(of, key=lambda one: one[1], default=("", 0))
    if not name or 2 * number <= handed_in:
        return ""
    those = f"All {handed_in:,}" if number == handed_in else f"{number:,} of {handed_in:,}"
    if handed_in == 1:
        those = "What was handed in"
    assigned = re.fullmatch(r"\d\d-[0-9a-f]{8}", name)
    use = f"key-{name}.json" if assigned else f"the exercises.yml of lesson {shown(name)}"
    what = f"{key.assignment or key.title}"
    verb = "is" if handed_in == 1 else "are"
    return f"{those} {verb} of {shown(name)}, and this is the key of {what}: use {use}. Nothing was written."


def remarks(parcel: Parcel, key: Key, times: Times, due_words: str = "") -> Iterator[str]:
    """Yield what about a submission cannot be true or came late, in sentences; the teacher decides.

    due_words : when it was due, as students read it
    """
    for said in parcel.said:
        if key.assignment and said.assignment and said.assignment != key.assignment:
            yield f"The file says that it was handed in for another assignment, {shown(said.assignment)}."
    moments = [attempt.when for attempt in parcel.attempts if belongs(attempt, key)]
    ahead = [one for one in moments if one > times.now + _CLOCKS]
    if ahead:
        yield f"{count(len(ahead), 'answer')} dated after now, up to {_day(max(ahead))}: {_WHY}"
    before = [one for one in moments if key.graded and times.made and one < times.made - _CLOCKS]
    if before:
        dated = f"{count(len(before), 'answer')} dated before the assignment was made"
        yield f"{dated}, from {_day(min(before))} on: {_WHY}"
    if times.due and (late := [one for one in moments if one > times.due and one not in ahead]):
        words = f" ({due_words})" if due_words else ""
        yield f"{count(len(late), 'answer')} saved after it was due{words}, the last on {_day(max(late))}."


_WHY = "a clock was wrong, or the file was changed."


def _day(moment: datetime) -> str:
    try:
        return f"{moment.astimezone():%Y-%m-%d %H:%M %Z}".strip()
    except (OverflowError, OSError, ValueError):  # beyond what this system knows of its own zone
        return f"{moment:%Y-%m-%d %H:%M} UTC"


def said_otherwise(said: Iterable[str], names: Sequence[str]) -> Iterator[str]:
    """Yield a sentence for each student whom a submission names and who is not the one that handed it in."""
    for name in dict.fromkeys(said):
        if name and not any(same_person(name, one) for one in names):
            yield f"The file says that it is from “{name}”."
