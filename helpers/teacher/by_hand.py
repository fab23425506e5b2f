"""A person's marks for written work: in files of their own, read on every run and never written over.

`by-hand/` beside the results holds one CSV file an exercise. A run adds rows for texts that are new and changes
nothing that stands there. A row belongs to a person and an answer: it counts only for a submission that holds that
answer and is that person's, whatever the others are called and in whatever order they come.
"""

import csv
import io
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from helpers.exercises.bank import PlainError
from helpers.exercises.question import Question
from helpers.saved_csv import decoded
from helpers.teacher.marking import Row
from helpers.teacher.tables import cell, read_table, written
from helpers.whole_files import write_whole

FOLDER = "by-hand"
LEVELS = 4
_FIXED = ("student", "id", "answer", "marks", "maximum", "comment")


class HandError(PlainError):
    """A file of marks by hand that cannot be read; the message names file, row and remedy."""


@dataclass(frozen=True)
class Person:
    """A student whose work is marked. name : as shown; id : the platform's number; names : other forms of the name."""

    name: str
    id: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class HandMark:
    """What a person said of one text. levels : criterion to 1–4; marks and maximum : None where none were given.

    answer : id of the text; student, id : whose it is; exercise, row : where it stands, 0 for nowhere
    """

    answer: str = ""
    levels: Mapping[str, int] = field(default_factory=dict)
    marks: float | None = None
    maximum: float | None = None
    comment: str = ""
    student: str = ""
    id: str = ""
    exercise: str = ""
    row: int = 0

    @property
    def given(self) -> bool:
        """Say whether anything was said yet."""
        return bool(self.levels or self.comment or self.marks is not None)

    @property
    def place(self) -> tuple[str, int]:
        """Return where it stands: exercise and row of its file."""
        return self.exercise, self.row

    def is_of(self, person: Person) -> bool:
        """Say whether this is that person's, by the platform's number or else by name."""
        if self.id and person.id:
            return self.id == person.id
        names = (person.name, *person.names)
        return self.student in {_read_back(one) for name in names for one in (name, f"{name} ({person.id})")}


NOTHING = HandMark()


@dataclass(frozen=True)
class HandMarks:
    """All marks by hand."""

    rows: Sequence[HandMark] = ()

    @cached_property
    def _by_answer(self) -> dict[tuple[str, str], list[HandMark]]:
        found: dict[tuple[str, str], list[HandMark]] = {}
        for one in self.rows:
            found.setdefault((one.exercise, one.answer), []).append(one)
        return found

    def of(self, row: Row, person: Person) -> HandMark:
        """Return what was said of one student's text; an empty mark if nothing was. The latest text comes first."""
        for answer in (*reversed(row.attempts), ""):
            for mark in self._by_answer.get((row.exercise, answer), ()):
                if mark.is_of(person):
                    return mark
        return NOTHING

    def others(self, row: Row, person: Person) -> Iterator[HandMark]:
        """Yield marks for texts that this submission holds too, and that are another person's."""
        for answer in row.attempts:
            for mark in self._by_answer.get((row.exercise, answer), ()):
                if not mark.is_of(person):
                    yield mark

    @cached_property
    def maxima(self) -> dict[str, float]:
        """The exercises that count towards the total since somebody gave marks, with their maximum."""
        return {one.exercise: one.maximum for one in self.rows if one.marks is not None and one.maximum is not None}


def read_by_hand(out: Path, questions: Mapping[str, Question]) -> HandMarks:
    """Read every file of marks by hand; a fault stops the run before anything is written.

    out : the folder of results; questions : of the key
    """
    found: list[HandMark] = []
    for path in sorted((out / FOLDER).glob("*.csv")):
        if path.stem not in questions:
            advice = "Give another folder with --out, or move the file."
            raise HandError(f"{path}: there is no exercise {path.stem!r} in this key. {advice}")
        try:
            headings, rows = read_table(path)
        except ValueError as problem:
            raise HandError(str(problem)) from None
        if "student" not in headings:
            raise HandError(f"{path}: has no column “student”. Its first line must name the columns.")
        criteria = [one for one in headings if one not in _FIXED and one]
        found += _one_maximum(path, [_mark(path, n, row, criteria) for n, row in enumerate(rows, 2)])
    return HandMarks(found)


def _one_maximum(path: Path, marks: Sequence[HandMark]) -> Iterator[HandMark]:
    """Yield the rows with the exercise's one maximum; what one row says holds for all."""
    said = next((one for one in marks if one.maximum is not None), None)
    for one in marks:
        if said and one.maximum not in (None, said.maximum):
            raise HandError(
                f"{path}: row {said.row} ({said.student}) has the maximum {said.maximum:g}, and row {one.row} "
                f"({one.student}) has {one.maximum:g}. An exercise has one maximum: write the same in both."
            )
        maximum = said.maximum if said else None
        if one.marks is not None and (maximum is None or one.marks > maximum):
            raise HandError(f"{path}, row {one.row}: marks need a maximum that is no smaller. Fill in both.")
        yield replace(one, maximum=maximum)


def _mark(path: Path, line: int, row: Mapping[str, str], criteria: Iterable[str]) -> HandMark:
    def wrong(column: str, wanted: str) -> HandError:
        return HandError(f"{path}, row {line}, column {column}: {row[column]!r} must be {wanted}.")

    levels = {}
    for name in criteria:
        if value := row.get(name, ""):
            if value not in map(str, range(1, LEVELS + 1)):
                raise wrong(name, f"a level from 1 to {LEVELS}")
            levels[name] = int(value)
    numbers: dict[str, float | None] = {"marks": None, "maximum": None}
    for name in numbers:
        if value := row.get(name, "").replace(",", "."):
            try:
                numbers[name] = float(value)
            except ValueError:
                raise wrong(name, "a number such as 2.5") from None
            if not math.isfinite(numbers[name] or 0) or (numbers[name] or 0) < 0:
                raise wrong(name, "a number, 0 or greater")
    said = numbers["marks"], numbers["maximum"], row.get("comment", "")
    return HandMark(row.get("answer", ""), levels, *said, row["student"], row.get("id", ""), path.stem, line)


def add_rows(out: Path, question: Question, new: Sequence[tuple[Person, str]]) -> int:
    """Add a row for each of these texts and return how many; rows that are there stay letter for letter.

    new : whose it is, and id of the answer
    """
    path = out / FOLDER / f"{question.id}.csv"
    headings = ["student", "id", "answer", *getattr(question, "criteria", ()), "marks", "maximum", "comment"]
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        _append(path, _line(headings, ",").encode("utf-8-sig"), headings, new)
    elif new:
        _append(path, path.read_bytes(), read_table(path)[0], new)
    return len(new)


def _append(path: Path, before: bytes, headings: Sequence[str], new: Sequence[tuple[Person, str]]) -> None:
    """Write what was there and the new rows, in the same code and with the same mark between cells; whole or not."""
    coding = "utf-16-le" if before.startswith(b"\xff\xfe") else "utf-8"
    try:
        before.decode("utf-16" if coding != "utf-8" else "utf-8")
    except UnicodeDecodeError:
        coding = "cp1252"
    first = before.split(b"\n", 1)[0].replace(b"\0", b"")
    mark = max(",;\t", key=lambda one: first.count(one.encode()))
    text = "" if before.endswith((b"\n", b"\n\0")) else "\r\n"
    for person, answer in new:
        values = {"student": person.name, "id": person.id, "answer": answer}
        text += _line([values.get(one, "") for one in headings], mark)
    try:
        content = before + text.encode(coding)
    except UnicodeEncodeError:
        # The old Western code page has no such letters: the same words go on as UTF-8.
        content = (decoded(before) + text).encode("utf-8-sig")
    write_whole(path, content)


def _line(values: Iterable[str], mark: str) -> str:
    stream = io.StringIO()
    csv.writer(stream, delimiter=mark).writerow([cell(value) for value in values])
    return stream.getvalue()


def _read_back(text: str) -> str:
    """Return a text as it is read again from a table."""
    return written(cell(text).strip())
