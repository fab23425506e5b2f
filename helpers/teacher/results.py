"""What comes out of a run: tables and pages, written student by student, so that a thousand take no more memory."""

import json
import os
import secrets
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from helpers.exercises.question import Question
from helpers.exercises.record_line import said_at
from helpers.exercises.titles import title_of
from helpers.lettering import count
from helpers.teacher.belonging import Times, said_otherwise
from helpers.teacher.by_hand import FOLDER, NOTHING, HandMark, HandMarks, Person, add_rows
from helpers.teacher.class_list import ClassList, Seat, called
from helpers.teacher.copies import Copies, Prints
from helpers.teacher.keys import Key
from helpers.teacher.last_run import LastRun
from helpers.teacher.marking import MISSING, OPEN, Row
from helpers.teacher.pages import texts_page
from helpers.teacher.saved_marks import saved_name
from helpers.teacher.tables import Table
from helpers.whole_files import check_replaceable, put_in_place

FEEDBACK, TEXTS = "feedback", "texts"
COLUMNS = (
    *("student", "lesson", "exercise", "title", "kind", "state", "marks", "maximum", "tries"),
    *("first_answer", "confidence", "first_share", "counted_answer", "answered_at", "by_hand", "hand_levels", "odd"),
    *("late", "id"),
)
NOT_YET = "-"  # what Moodle's importer reads as “no mark yet”; 0 would be a mark


@dataclass(frozen=True)
class Outcome:
    """What came of one submission.

    problem, ask : why it could not be read and what to ask the student for; "" if it could
    of : the other assignment or lesson that it belongs to; "" if it fits the key
    notes : what a teacher should know; claims : how many claims of the ledger were judged
    says : whom its own files name; names : what the student may be called; prints : by what a copy of it is known
    """

    student: str
    file: str
    id: str = ""
    rows: tuple[Row, ...] = ()
    claims: int = 0
    notes: tuple[str, ...] = ()
    problem: str = ""
    ask: str = ""
    of: str = ""
    says: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    prints: Prints = field(default_factory=Prints)

    @property
    def person(self) -> Person:
        """Return whose it is."""
        return Person(self.student, self.id, self.names)


@dataclass
class Summary:
    """How a run went: submissions, those that could be read or not, remarks, and new texts to read by hand.

    changed : students with a mark that differs from the last results
    taken : which marks by hand were found and taken, in words
    """

    handed_in: int = 0
    marked: int = 0
    problems: int = 0
    notes: int = 0
    texts: int = 0
    changed: int = 0
    taken: tuple[str, ...] = ()


def total(
    rows: Sequence[Row], hand: Mapping[str, HandMark], counting: Mapping[str, float]
) -> tuple[float | None, float]:
    """Return a student's marks and the maximum; None for the marks while a text that counts is not judged yet.

    counting : exercises that a person marks, with their maximum
    """
    marks, maximum, waiting = 0.0, 0.0, False
    for row in rows:
        if row.exercise in counting:
            maximum += counting[row.exercise]
            given = hand.get(row.exercise, NOTHING).marks
            waiting |= given is None and row.state != MISSING
            marks += given or 0.0
        elif row.maximum:
            maximum += row.maximum
            marks += row.marks or 0.0
    return (None if waiting else min(round(marks, 2), maximum)), maximum


class Results:
    """The folder of results. Use it in a `with`: tables get their names only when the run is through."""

    def __init__(
        self,
        out: Path,
        key: Key,
        hand: HandMarks,
        members: ClassList | None = None,
        seats: Mapping[str, Seat] | None = None,
        times: Times | None = None,
        pages: bool = True,
    ) -> None:
        self.out, self.key, self.hand, self.members = out, key, hand, members
        self.summary = Summary()
        self.of: Counter[str] = Counter()
        self._seats = seats or {}
        self._times = times
        self._draw = pages
        self._counting = hand.maxima
        self._pages: set[str] = set()
        self._copies = Copies()
        self._graded: dict[int, tuple[Any, float, str]] = {}
        self._used: dict[tuple[str, int], str] = {}
        self._with_others: dict[tuple[str, int], str] = {}
        check_replaceable(_of_a_run(out))  # before anything is new
        out.mkdir(parents=True, exist_ok=True)
        (out / FEEDBACK).mkdir(exist_ok=True)
        self._rows = Table(out / "results.csv", COLUMNS)
        self._texts = Table(out / "texts.csv", ("exercise", "student", "text", "evidence", "saved_at"))
        self._problems = Table(out / "problems.csv", ("student", "what", "ask_the_student_for"))
        self._grades = Table(out / "gradebook.csv", self._grade_columns())
        self._last = LastRun(out, key)
        self._waiting: dict[str, Any] = {}

    def __enter__(self) -> "Results":
        return self

    def __exit__(self, failed: object, *_: object) -> None:
        tables = (self._rows, self._texts, self._problems, self._grades)
        for stream in self._waiting.values():
            stream.close()
        done = False
        try:
            if not failed:
                check_replaceable(_of_a_run(self.out))  # a spreadsheet may have opened one meanwhile
                self._class_rows()
                self._texts_to_read()
                self._tell_of_all()
                self._drop_old_pages()
                put_in_place([table.finish() for table in tables])
                done = True
        finally:
            for table in tables:
                table.drop()
            self._last.close(keep=done)
            for exercise in self._waiting:
                self._part(exercise).unlink(missing_ok=True)

    def add(self, outcome: Outcome) -> None:
        """Add one student to every table."""
        self.summary.handed_in += 1
        self.of[outcome.of] += 1
        if outcome.problem:
            self.summary.problems += 1
            self._problems.add((outcome.student, f"Not marked: {outcome.problem}.", outcome.ask))
        else:
            self.summary.marked += 1
            if self._draw:
                self._pages.add(f"{outcome.file}.html")
        hand = {row.exercise: self._hand(row, outcome.person) for row in outcome.rows}
        for note in (*outcome.notes, *self._whose(outcome)):
            self._note(outcome.student, note)
        for row in outcome.rows:
            self._add_row(outcome, row, hand[row.exercise])
        self._add_grade(outcome, hand)
        self._copies.add(outcome.student, outcome.prints)
        differs = self._last.differs(outcome.person, {row.exercise: (row, hand[row.exercise]) for row in outcome.rows})
        if differs:
            self.summary.changed += 1
            self._note(outcome.student, differs)

    def _note(self, student: str, what: str) -> None:
        self.summary.notes += 1
        self._problems.add((student, what, ""))

    def _whose(self, outcome: Outcome) -> Iterator[str]:
        """Say where a file names another student than the one who handed it in."""
        names = [outcome.student, *outcome.names]
        seat = self._seats.get(outcome.student)
        if self.members and seat and seat.row is not None:
            row = self.members.rows[seat.row]
            names += [called(self.members, row), *row.values()]
        return said_otherwise(outcome.says, names)

    def _hand(self, row: Row, person: Person) -> HandMark:
        """Return what a person said of an answer, and note for whom it counts."""
        found = self.hand.of(row, person)
        if found.given:
            self._used.setdefault(found.place, person.name)
        for other in self.hand.others(row, person):
            self._with_others.setdefault(other.place, person.name)
        return found

    def _add_row(self, outcome: Outcome, row: Row, hand: HandMark) -> None:
        levels = ";".join(f"{name}={level}" for name, level in hand.levels.items())
        about = outcome.student, row.lesson, row.exercise, row.title, row.kind, row.state
        self._rows.add(
            (
                *(*about, row.marks, row.maximum, row.tries),
                *(_compact(row.first), row.confidence, row.share, _compact(row.counts), row.at),
                *(hand.marks, levels, row.odd),
                *("late" if self._times and self._times.late(row.at) else "", outcome.id),
            )
        )
        if row.state == OPEN:
            self._keep_text(outcome, row, hand)

    # ------------------------------------------------------------------ the gradebook

    def _grade_columns(self) -> list[str]:
        who = list(self.members.headings) if self.members else ["Student", "ID"]
        return [*who, self.key.title or "Marks", "Maximum", "Feedback"]

    def _add_grade(self, outcome: Outcome, hand: Mapping[str, HandMark]) -> None:
        marks, maximum = total(outcome.rows, hand, self._counting)
        if outcome.problem:
            marks, said = None, "Could not be marked yet: your teacher asks you for another file."
        else:
            said = _in_a_sentence(outcome.rows, marks, maximum)
        grade = NOT_YET if marks is None else marks
        if self.members is None:
            self._grades.add((outcome.student, outcome.id, grade, self._maximum(), said))
            return
        seat = self._seats.get(outcome.student) or self.members.seat((outcome.student, *outcome.names), outcome.id)
        if seat.row is not None:
            self._graded[seat.row] = grade, self._maximum(), said
            return
        self._note(outcome.student, f"Left out of gradebook.csv: {seat.why}.")
        for row in seat.perhaps:
            # A doubtful file takes nothing from one that is surely this student's.
            doubt = NOT_YET, self._maximum(), "Not marked yet: your teacher looks whose a file is."
            self._graded.setdefault(row, doubt)

    def _maximum(self) -> float:
        machine = sum(
            getattr(one, "marks", 0) for name, one in self.key.questions.items() if name not in self._counting
        )
        return machine + sum(self._counting.values())

    def _class_rows(self) -> None:
        """Write the class list's rows as they stand there, so that the platform learns who has no mark yet, too."""
        for n, member in enumerate(self.members.rows if self.members else ()):
            assert self.members
            who = [member.get(one, "") for one in self.members.headings]
            if n in self.members.students:
                self._grades.add((*who, *self._graded.get(n, (NOT_YET, self._maximum(), "Nothing was handed in."))))
            else:
                # Canvas's row of what each column is worth; others that are no student's stay as they are.
                worth = self._maximum() if any(one.strip().casefold() == "points possible" for one in who) else ""
                self._grades.add((*who, worth, "", ""))

    # ------------------------------------------------------------------ texts that a person reads

    def _part(self, exercise: str) -> Path:
        return self.out / f".{exercise}.texts.part"

    def _keep_text(self, outcome: Outcome, row: Row, hand: HandMark) -> None:
        """Lay a text aside on disk until all are there: a class's essays need not fit into memory."""
        answer = row.counts
        text = answer.get("text") if isinstance(answer, dict) else None
        if text is None:
            return  # a position is no text: it is never marked
        cited = "; ".join(title_of(one)["title"] for one in answer.get("evidence", ()))
        self._texts.add((row.exercise, outcome.student, text, cited, row.at))
        if row.exercise not in self._waiting:
            self._waiting[row.exercise] = self._part(row.exercise).open("w", encoding="ascii")
        maximum = self._counting.get(row.exercise)
        about = f"{count(len(text.split()), 'word')}, saved {said_at(row.at)}. {f'Cites {cited}.' if cited else ''}"
        line = {
            "student": outcome.student,
            "id": outcome.id,
            "answer": row.attempt,
            "about": about,
            "text": text,
            "marks": "" if hand.marks is None else f"{hand.marks:g}",
            "maximum": "" if maximum is None else f"{maximum:g}",
            "levels": hand.levels,
            "comment": hand.comment,
            "changed": hand.given and hand.answer not in ("", row.attempt),
            "row": hand.row,
        }
        self._waiting[row.exercise].write(json.dumps(line) + "\n")

    def _read_texts(self, exercise: str) -> Iterator[dict[str, Any]]:
        with self._part(exercise).open(encoding="ascii") as lines:
            yield from map(json.loads, lines)

    def _texts_to_read(self) -> None:
        """Write a page for each exercise with texts, and rows for the marks that a person will give."""
        for exercise in self._waiting:
            question = self.key.questions[exercise]
            if self._draw:
                self._draw_texts(question)
            new = [
                (Person(one["student"], one["id"]), one["answer"])
                for one in self._read_texts(exercise)
                if not one["row"]
            ]
            self.summary.texts += add_rows(self.out, question, new)

    def _draw_texts(self, question: Question) -> None:
        folder = self.out / TEXTS
        folder.mkdir(exist_ok=True)
        part = folder / f".{question.id}.html.part"
        with part.open("w", encoding="utf-8") as stream:
            saved_as, nonce = saved_name(self.out, question.id), secrets.token_urlsafe(12)
            stream.writelines(texts_page(question, self._read_texts(question.id), nonce, saved_as))
        os.replace(part, folder / f"{question.id}.html")

    # ------------------------------------------------------------------ what else a teacher should know

    def _tell_of_all(self) -> None:
        """Tell what only the whole class shows: copies, marks by hand that fit nobody, who is gone since last time."""
        for student, sentence in self._copies.told():
            self._note(student, sentence)
        for mark in self.hand.rows:
            if mark.given and mark.place not in self._used:
                where = f"{FOLDER}/{mark.exercise}.csv, row {mark.row}"
                other = self._with_others.get(mark.place)
                why = f"handed in by “{other}” now" if other else "in no hand-in of this run"
                self._note(mark.student, f"The mark by hand in {where} counts for nobody: its answer is {why}.")
        for name in self._last.gone():
            self._note(name, "Is in the last results, and handed in nothing this time.")

    def _drop_old_pages(self) -> None:
        """Remove pages of an earlier run whose student is not in this one any more."""
        for path in (self.out / FEEDBACK).glob("*.html"):
            if path.name not in self._pages:
                path.unlink()


def _of_a_run(out: Path) -> Iterator[Path]:
    """Yield the files of an earlier run that a teacher may have open in another program."""
    yield from sorted(out.glob("*.csv"))
    yield from sorted((out / FOLDER).glob("*.csv"))


def _compact(value: Any) -> str | None:
    """Return an answer in a cell: an id or a text as it is, anything else as JSON."""
    return value if value is None or isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _in_a_sentence(rows: Sequence[Row], marks: float | None, maximum: float) -> str:
    left = sum(row.state == MISSING for row in rows)
    got = "Not all is marked yet." if marks is None else f"{marks:g} of {maximum:g} marks."
    return f"{got} {count(left, 'exercise')} without an answer." if left else got


__all__ = ["FOLDER", "Outcome", "Results", "Summary", "total"]
