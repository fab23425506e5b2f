"""A person's marks for written work: in files of their own, read on every run and never written over.

`by-hand/` beside the results holds one CSV file an exercise. A run adds rows for texts that are new and changes
nothing that stands there.
"""

import csv
import io
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from helpers.exercises.bank import PlainError
from helpers.exercises.question import Question
from helpers.saved_csv import decoded
from helpers.teacher.tables import cell, read_table
from helpers.whole_files import write_whole

FOLDER = "by-hand"
LEVELS = 4
_FIXED = ("student", "answer", "marks", "maximum", "comment")


class HandError(PlainError):
    """A file of marks by hand that cannot be read; the message names file, row and remedy."""


@dataclass(frozen=True)
class HandMark:
    """What a person said of one text. levels : criterion to 1–4; marks and maximum : None where none were given."""

    answer: str = ""
    levels: Mapping[str, int] = field(default_factory=dict)
    marks: float | None = None
    maximum: float | None = None
    comment: str = ""

    @property
    def given(self) -> bool:
        """Say whether anything was said yet."""
        return bool(self.levels or self.comment or self.marks is not None)


NOTHING = HandMark()


@dataclass(frozen=True)
class HandMarks:
    """All marks by hand: (exercise, student) to what was said."""

    found: Mapping[tuple[str, str], HandMark] = field(default_factory=dict)

    def of(self, exercise: str, student: str) -> HandMark:
        """Return what was said of one student's text; an empty mark if nothing was."""
        return self.found.get((exercise, student), NOTHING)

    @cached_property
    def maxima(self) -> dict[str, float]:
        """The exercises that count towards the total since somebody gave marks, with their maximum."""
        largest: dict[str, float] = {}
        for (exercise, _), mark in self.found.items():
            if mark.marks is not None and mark.maximum is not None:
                largest[exercise] = max(largest.get(exercise, 0.0), mark.maximum)
        return largest


def read_by_hand(out: Path, questions: Mapping[str, Question]) -> HandMarks:
    """Read every file of marks by hand; a fault stops the run before anything is written.

    out : the folder of results; questions : of the key
    """
    found: dict[tuple[str, str], HandMark] = {}
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
        for n, row in enumerate(rows, 2):
            found[path.stem, row["student"]] = _mark(path, n, row, criteria)
    return HandMarks(found)


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
    marks, maximum = numbers["marks"], numbers["maximum"]
    if marks is not None and (maximum is None or marks > maximum):
        raise HandError(f"{path}, row {line}: marks need a maximum that is no smaller. Fill in both.")
    return HandMark(row.get("answer", ""), levels, marks, maximum, row.get("comment", ""))


def add_rows(out: Path, question: Question, students: Iterable[tuple[str, str]]) -> int:
    """Add a row for each text that has none yet and return how many; rows that are there stay letter for letter.

    students : (name, id of the answer)
    """
    path = out / FOLDER / f"{question.id}.csv"
    criteria = list(getattr(question, "criteria", ()))
    headings = ["student", "answer", *criteria, "marks", "maximum", "comment"]
    before = b""
    known: set[str] = set()
    if path.exists():
        headings, rows = read_table(path)
        known = {row["student"] for row in rows}
        before = path.read_bytes()
    new = [(name, answer) for name, answer in students if cell(name).removeprefix("'") not in known]
    if not new and before:
        return 0
    if before:
        _append(path, before, headings, new)
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        _append(path, _line(headings, ",").encode("utf-8-sig"), headings, new)
    return len(new)


def _append(path: Path, before: bytes, headings: list[str], new: list[tuple[str, str]]) -> None:
    """Write what was there and the new rows, in the same code and with the same mark between cells; whole or not."""
    coding = "utf-16-le" if before.startswith(b"\xff\xfe") else "utf-8"
    try:
        before.decode("utf-16" if coding != "utf-8" else "utf-8")
    except UnicodeDecodeError:
        coding = "cp1252"
    first = before.split(b"\n", 1)[0].replace(b"\0", b"")
    mark = max(",;\t", key=lambda one: first.count(one.encode()))
    text = "" if before.endswith((b"\n", b"\n\0")) else "\r\n"
    for name, answer in new:
        values = {"student": name, "answer": answer}
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
