"""A class from local files: a folder of what was handed in, or the folder of results that `mark` wrote.

One process, and nothing that a browser's own Python lacks: the class is seen in the browser edition too.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from helpers import course
from helpers.exercises.bank import PlainError
from helpers.exercises.hostile import Refused, shown
from helpers.exercises.question import MarkedQuestion
from helpers.exercises.record_line import Attempt
from helpers.ledgers.entries import entries
from helpers.teacher.belonging import check_course, said_otherwise
from helpers.teacher.class_list import ClassList, called, plain_name, read_class
from helpers.teacher.incoming import Submission, submissions, tidy
from helpers.teacher.keys import Key, load_key
from helpers.teacher.labels import secret_of
from helpers.teacher.marking import MISSING, OPEN, Known, Row, mark_submission
from helpers.teacher.parcels import open_parcel
from helpers.teacher.tables import read_table

RESULTS = "results.csv"
_COLUMNS = ("student", "exercise", "state", "marks", "maximum", "first_answer", "confidence", "first_share")


class ClassFault(PlainError):
    """A class that cannot be shown; the message says which file and what to do."""


@dataclass(frozen=True)
class Member:
    """One student.

    rows : exercise to how the student stands with it, answered or not; {} if nothing could be read
    verdicts : claim to the last verdict given in the ledger
    problem, ask : why nothing could be read, and what to ask the student for; notes : what else to know
    absent : in the class list, and nothing was handed in; id, names : the platform's number, and other names
    """

    name: str
    rows: Mapping[str, Row] = field(default_factory=dict)
    verdicts: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""
    ask: str = ""
    notes: tuple[str, ...] = ()
    absent: bool = False
    id: str = ""
    names: tuple[str, ...] = ()

    @property
    def answered(self) -> list[Row]:
        """Return the exercises with an answer."""
        return [row for row in self.rows.values() if row.state != MISSING]


@dataclass(frozen=True)
class Gathered:
    """A class: key, students by name, the secret of their labels; source : where it comes from, in words.

    ledger : whether the files tell of the ledger at all
    """

    key: Key
    members: tuple[Member, ...]
    secret: str
    source: str
    ledger: bool = True

    @property
    def readable(self) -> list[Member]:
        """Return the students with something to show."""
        return [one for one in self.members if one.rows]


def gather(folder: Path, key: Path | None = None, members: Path | None = None) -> Gathered:
    """Read a class from its folder.

    folder : of submissions, or of results; key : key….json, or for practice the course's own exercises if None
    members : a class list as CSV, to see who handed in nothing
    Raises PlainError (a ValueError) in a sentence where that cannot be done.
    """
    loaded = load_key(key or course.lessons_dir())
    known = read_class(members) if members else None
    found = _from_results(folder, loaded) if (folder / RESULTS).is_file() else _from_submissions(folder, loaded)
    everybody = sorted([*found.members, *_absent(known, found.members)], key=lambda one: one.name.casefold())
    return replace(found, key=_touched(loaded, found.members) if key is None else loaded, members=tuple(everybody))


def _from_submissions(folder: Path, key: Key) -> Gathered:
    found = submissions(folder)
    known: Known = {}
    secret = key.secret or secret_of(folder if folder.is_dir() else folder.parent)
    return Gathered(key, tuple(_read(one, key, known) for one in found), secret, f"the submissions in {folder}")


def _read(submission: Submission, key: Key, known: Known) -> Member:
    """Read one submission; whatever is in it, this returns and never raises."""
    about = Member(submission.name, id=submission.id, names=submission.names)
    try:
        parcel = open_parcel(submission)
        check_course(parcel, key)
        said = said_otherwise((one.student for one in parcel.said), (submission.name, *submission.names))
        notes = (*submission.notes, *parcel.notes, *said)
        found = member_of(submission.name, parcel.attempts, key, notes, known)
        return replace(found, id=submission.id, names=submission.names)
    except Refused as refused:
        return replace(about, problem=refused.reason, ask=refused.ask)
    except (Exception, RecursionError) as fault:
        reason = f"could not be marked ({type(fault).__name__}: {shown(str(fault))}); this is a fault of the course"
        return replace(about, problem=reason, ask="nothing: report this to the course's authors")


def member_of(
    name: str, attempts: Sequence[Attempt], key: Key, notes: tuple[str, ...] = (), known: Known | None = None
) -> Member:
    """Mark a student's attempts and return all that the class's figures need of them."""
    rows = {row.exercise: _light(row) for row in mark_submission(attempts, key, known)}
    verdicts = {claim: versions[-1].verdict for claim, versions in entries(attempts).items()}
    return Member(name, rows, verdicts, notes=notes)


def _light(row: Row) -> Row:
    """Return a row without what the class's figures never show: marks' words, and texts."""
    light = replace(row, mark=None)
    return replace(light, first=None, counts=None) if row.state == OPEN else light


def _from_results(folder: Path, key: Key) -> Gathered:
    """Read results.csv and problems.csv; they hold marks and answers, and nothing of the ledger."""
    path = folder / RESULTS
    headings, lines = _table(path)
    if missing := [one for one in _COLUMNS if one not in headings]:
        raise ClassFault(f"{path} has no column {missing[0]!r}. Give the folder that `python -m helpers mark` wrote.")
    rows: dict[str, dict[str, Row]] = {}
    numbers = {tidy(line["student"]): line.get("id", "") for line in lines}
    for line in lines:
        if line["exercise"] in key.questions:
            rows.setdefault(tidy(line["student"]), {})[line["exercise"]] = _row(line, key)
    if not rows:
        raise ClassFault(f"{path} holds no exercise of this key. Give the key of this assignment with key=….")
    found = {}
    for name, mine in rows.items():
        number = numbers[name]
        found[name] = Member(name, mine, id=number, names=(name.removesuffix(f" ({number})"),))
    for line in _table(folder / "problems.csv")[1] if (folder / "problems.csv").is_file() else ():
        name, what, ask = tidy(line.get("student", "")), line.get("what", ""), line.get("ask_the_student_for", "")
        before = found.get(name, Member(name))
        if ask or not before.rows:
            found[name] = replace(before, problem=what, ask=ask)
        else:
            found[name] = replace(before, notes=(*before.notes, what))
    secret = key.secret or secret_of(folder)
    return Gathered(key, tuple(found.values()), secret, f"the results in {folder}", ledger=False)


def _table(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    try:
        return read_table(path)
    except ValueError as problem:
        raise ClassFault(f"{problem} Run `python -m helpers mark` again.") from None


def _row(line: Mapping[str, str], key: Key) -> Row:
    question = key.questions[line["exercise"]]
    text = not isinstance(question, MarkedQuestion)
    return Row(
        question.id,
        question.lesson,
        question.title,
        question.kind,
        line["state"] if line["state"] in (MISSING, OPEN) else "marked",
        _number(line["marks"]),
        int(_number(line["maximum"]) or 0),
        int(_number(line.get("tries", "")) or 0),
        None if text else _answer(line["first_answer"]),
        None if text else _answer(line.get("counted_answer", "")),
        line["confidence"],
        _number(line["first_share"]),
        at=line.get("answered_at", ""),
        odd=int(_number(line.get("odd", "")) or 0),
    )


def _number(text: str) -> float | None:
    """Return a number as a spreadsheet may have written it; None for an empty cell.

    >>> _number("1,5"), _number("2"), _number(""), _number("nan")
    (1.5, 2.0, None, None)
    """
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    return value if abs(value) < 1e9 else None


def _answer(cell: str) -> Any:
    """Return an answer out of its cell: JSON for lists and groups, otherwise the text itself."""
    if cell[:1] not in ("[", "{"):
        return cell or None
    try:
        return json.loads(cell)
    except (ValueError, RecursionError):
        return None


def _touched(key: Key, members: Sequence[Member]) -> Key:
    """Return the course's own key with those lessons alone in which somebody has answered something."""
    lessons = {row.lesson for one in members for row in one.answered}
    kept = {name: question for name, question in key.questions.items() if question.lesson in lessons}
    return replace(key, questions=kept) if kept else key


def _absent(known: ClassList | None, members: Sequence[Member]) -> list[Member]:
    """Return those of a class list who have handed in nothing."""
    if known is None:
        return []
    seats = known.seats((one.name, (one.name, *one.names), one.id) for one in members).values()
    here = {row for one in seats for row in (one.row, *one.perhaps)}
    names = [tidy(called(known, row)) for n, row in enumerate(known.rows) if n in known.students and n not in here]
    taken = {plain_name(one.name) for one in members}
    return [Member(name, absent=True) for name in names if plain_name(name) not in taken]
