"""What a teacher assigned, where the course was handed out as an assignment; and how the student hands it in.

A bundle that `python -m helpers assign` wrote holds assignment.json beside `lessons/`. The course itself has none.
"""

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from helpers import course
from helpers.exercises.answers import record
from helpers.exercises.hand_ins import HandIn, hand_in_zip, tidy
from helpers.exercises.keeping import one_a_line
from helpers.exercises.question import shuffled
from helpers.lettering import count

FILE = "assignment.json"
NAME = "student.json"
# What is shuffled for each student. The card of `order` has mixed its items already, so that none lies right.
_MIXED = {"choose-one": "options", "choose-many": "options", "match": "choices", "classify": "cards", "order": "items"}


@dataclass(frozen=True)
class Assignment:
    """What a teacher asked for. shuffle : each student sees options in an order of their own; student : "" if open."""

    id: str
    course: str
    title: str
    mode: str
    due: str
    shuffle: bool
    student: str


def current() -> Assignment | None:
    """Return the assignment of this folder; None in the course itself, or where the file cannot be read."""
    path = course.root() / FILE
    try:
        status = path.stat()
    except OSError:
        return None
    return _read(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int, _size: int) -> Assignment | None:
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
        return Assignment(**{name: fields[name] for name in Assignment.__dataclass_fields__})
    except (OSError, ValueError, KeyError, TypeError):
        return None


def student_name() -> str:
    """Return the student's name: as the teacher gave it, else as the student did; "" if nobody has yet."""
    given = current()
    if given and given.student:
        return given.student
    try:
        fields = json.loads((course.answers_dir() / NAME).read_text(encoding="utf-8"))
        return tidy(fields["student"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def arranged(view: dict[str, Any]) -> dict[str, Any]:
    """Return what a card shows, in the student's own order where the teacher asked for that.

    Answers name what they pick by id, so the order never changes a mark.
    """
    given, name = current(), student_name()
    part = _MIXED.get(view.get("kind", ""), "")
    mixed_with_the_key = view.get("kind") == "order" and not view.get("sealed")
    if not (given and given.shuffle and name and part) or mixed_with_the_key:
        return view
    entries = {one["id"]: one for one in view[part]}
    order = shuffled(tuple(sorted(entries)), f"{given.id}/{name.casefold()}/{view['id']}")
    return {**view, part: [entries[one] for one in order]}


class Said(str):
    """A few sentences that a cell shows as text, not as a quoted string."""

    def __repr__(self) -> str:
        return str(self)


def assignment(name: str = "") -> Said:
    """Say what is asked for and by when, and keep the student's name for handing in.

    name : the student's name or number, as the teacher asked for it
    """
    given = current()
    if given is None:
        return Said("This is the course itself, and no assignment: nothing has to be handed in.")
    kept = tidy(name)
    if kept and not given.student and not course.being_graded():
        folder = course.answers_dir()
        folder.mkdir(parents=True, exist_ok=True)
        (folder / NAME).write_text(json.dumps({"student": kept}), encoding="utf-8")
    who = student_name()
    by = f" Hand it in by: {given.due}." if given.due else ""
    marked = (
        "Your teacher marks it; you see no marks here, and you may change an answer until you hand it in."
        if given.mode == "graded"
        else "This is practice: you see marks and feedback at once, and answers can be looked up."
    )
    whose = f"You work as {who}." if who else "Write your name between the quotation marks and run this cell again."
    return Said(f"{given.title}.{by} {marked}\n{whose}")


def hand_in() -> Said:
    """Put all answers into one zip beside the notebook, for the teacher; it can be made again at any time."""
    given, who = current(), student_name()
    if given is None:
        return Said("This is the course itself, and no assignment. keep_answers() takes your answers along.")
    if not who:
        return Said("Nothing was made yet: write your name in the first cell of the notebook and run it.")
    if course.being_graded():
        return Said("Nothing was made: this notebook is being graded.")
    attempts = record().read().attempts
    mine = [one for one in attempts if given.mode != "graded" or one.lesson.endswith(f"@{given.id}")]
    if not mine:
        return Said("Nothing was made yet: there is no answer in your record. Answer an exercise first.")
    path = Path.cwd() / f"hand-in-{given.id}-{_file_name(who)}.zip"
    path.write_bytes(hand_in_zip(HandIn(given.course, given.id, who), one_a_line(record())))
    answered = len({one.exercise for one in mine})
    return Said(f"{path.name} is made, with answers to {count(answered, 'exercise')}. Give this file to your teacher.")


def _file_name(name: str) -> str:
    return "-".join(re.sub(r"[^\w]|_", " ", name.casefold()).split())[:60] or "student"
