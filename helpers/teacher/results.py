"""What comes out of a run: tables and pages, written student by student, so that a thousand take no more memory."""

import json
import os
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from helpers.exercises.record_line import said_at
from helpers.exercises.titles import title_of
from helpers.lettering import count
from helpers.teacher.by_hand import FOLDER, NOTHING, HandMark, HandMarks, add_rows
from helpers.teacher.class_list import ClassList, plain_name
from helpers.teacher.keys import Key
from helpers.teacher.marking import MISSING, OPEN, Row
from helpers.teacher.pages import texts_page
from helpers.teacher.tables import Table
from helpers.whole_files import check_replaceable, put_in_place

FEEDBACK, TEXTS = "feedback", "texts"
COLUMNS = (
    *("student", "lesson", "exercise", "title", "kind", "state", "marks", "maximum", "tries"),
    *("first_answer", "confidence", "first_share", "counted_answer", "answered_at", "by_hand", "hand_levels", "odd"),
)
NOT_YET = "-"  # what Moodle's importer reads as “no mark yet”; 0 would be a mark


@dataclass(frozen=True)
class Outcome:
    """What came of one submission.

    problem, ask : why it could not be read and what to ask the student for; "" if it could
    notes : what a teacher should know; claims : how many claims of the ledger were judged
    same : fingerprints of its first attempts; two students' records never share one
    """

    student: str
    file: str
    id: str = ""
    rows: tuple[Row, ...] = ()
    claims: int = 0
    notes: tuple[str, ...] = ()
    problem: str = ""
    ask: str = ""
    says: str = ""
    same: tuple[int, ...] = ()


@dataclass
class Summary:
    """How a run went: submissions, those that could be read or not, remarks, and new texts to read by hand."""

    handed_in: int = 0
    marked: int = 0
    problems: int = 0
    notes: int = 0
    texts: int = 0


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

    def __init__(self, out: Path, key: Key, hand: HandMarks, members: ClassList | None = None) -> None:
        self.out, self.key, self.hand, self.members = out, key, hand, members
        self.summary = Summary()
        self._counting = hand.maxima
        self._pages: set[str] = set()
        self._seen: dict[int, str] = {}
        self._graded: dict[int, str] = {}
        check_replaceable(_of_a_run(out))  # before anything is new
        out.mkdir(parents=True, exist_ok=True)
        (out / FEEDBACK).mkdir(exist_ok=True)
        self._rows = Table(out / "results.csv", COLUMNS)
        self._texts = Table(out / "texts.csv", ("exercise", "student", "text", "evidence", "saved_at"))
        self._problems = Table(out / "problems.csv", ("student", "what", "ask_the_student_for"))
        self._grades = Table(out / "gradebook.csv", self._grade_columns())
        self._waiting: dict[str, Any] = {}

    def __enter__(self) -> "Results":
        return self

    def __exit__(self, failed: object, *_: object) -> None:
        tables = (self._rows, self._texts, self._problems, self._grades)
        for stream in self._waiting.values():
            stream.close()
        try:
            if not failed:
                check_replaceable(_of_a_run(self.out))  # a spreadsheet may have opened one meanwhile
                self._absent()
                self._texts_to_read()
                self._drop_old_pages()
                put_in_place([table.finish() for table in tables])
        finally:
            for table in tables:
                table.drop()
            for exercise in self._waiting:
                self._part(exercise).unlink(missing_ok=True)

    def add(self, outcome: Outcome) -> None:
        """Add one student to every table."""
        self.summary.handed_in += 1
        notes = [*outcome.notes, *self._twins(outcome)]
        if outcome.says and plain_name(outcome.says) != plain_name(outcome.student):
            notes.append(f"The file says that it is from “{outcome.says}”.")
        if outcome.problem:
            self.summary.problems += 1
            self._problems.add((outcome.student, f"Not marked: {outcome.problem}.", outcome.ask))
        else:
            self.summary.marked += 1
            self._pages.add(f"{outcome.file}.html")
        for note in notes:
            self.summary.notes += 1
            self._problems.add((outcome.student, note, ""))
        for row in outcome.rows:
            self._add_row(outcome.student, row)
        self._add_grade(outcome)

    def _add_row(self, student: str, row: Row) -> None:
        hand = self.hand.of(row.exercise, student)
        levels = ";".join(f"{name}={level}" for name, level in hand.levels.items())
        self._rows.add(
            (
                *(student, row.lesson, row.exercise, row.title, row.kind, row.state, row.marks, row.maximum, row.tries),
                *(_compact(row.first), row.confidence, row.share, _compact(row.counts), row.at),
                *(hand.marks, levels, row.odd),
            )
        )
        if row.state == OPEN:
            self._keep_text(student, row)

    # ------------------------------------------------------------------ the gradebook

    def _grade_columns(self) -> list[str]:
        who = list(self.members.headings) if self.members else ["Student", "ID"]
        return [*who, self.key.title or "Marks", "Maximum", "Feedback"]

    def _add_grade(self, outcome: Outcome) -> None:
        hand = {row.exercise: self.hand.of(row.exercise, outcome.student) for row in outcome.rows}
        marks, maximum = total(outcome.rows, hand, self._counting)
        if outcome.problem:
            marks, said = None, "Could not be marked yet: your teacher asks you for another file."
        else:
            said = _in_a_sentence(outcome.rows, marks, maximum)
        grade = NOT_YET if marks is None else marks
        worth = self._maximum()
        if self.members is None:
            self._grades.add((outcome.student, outcome.id, grade, worth, said))
            return
        row = self.members.row_of(outcome.id, outcome.student)
        if row is None or row in self._graded:
            why = "is not in the class list" if row is None else f"handed in twice, also as “{self._graded[row]}”"
            self._problems.add((outcome.student, f"Left out of gradebook.csv: {why}.", ""))
            self.summary.notes += 1
            return
        self._graded[row] = outcome.student
        member = self.members.rows[row]
        self._grades.add((*(member.get(one, "") for one in self.members.headings), grade, worth, said))

    def _maximum(self) -> float:
        machine = sum(
            getattr(one, "marks", 0) for name, one in self.key.questions.items() if name not in self._counting
        )
        return machine + sum(self._counting.values())

    def _absent(self) -> None:
        """Give everybody of the class a row, so that the platform learns that they have no mark yet."""
        for n, member in enumerate(self.members.rows if self.members else ()):
            if n not in self._graded:
                who = (member.get(one, "") for one in self.members.headings) if self.members else ()
                self._grades.add((*who, NOT_YET, self._maximum(), "Nothing was handed in."))

    # ------------------------------------------------------------------ texts that a person reads

    def _part(self, exercise: str) -> Path:
        return self.out / f".{exercise}.texts.part"

    def _keep_text(self, student: str, row: Row) -> None:
        """Lay a text aside on disk until all are there: a class's essays need not fit into memory."""
        answer = row.counts
        text = answer.get("text") if isinstance(answer, dict) else None
        if text is None:
            return  # a position is no text: it is never marked
        cited = "; ".join(title_of(one)["title"] for one in answer.get("evidence", ()))
        self._texts.add((row.exercise, student, text, cited, row.at))
        if row.exercise not in self._waiting:
            self._waiting[row.exercise] = self._part(row.exercise).open("w", encoding="ascii")
        when = said_at(row.at)
        about = f"{count(len(text.split()), 'word')}, saved {when}. {f'Cites {cited}.' if cited else ''}"
        line = {"student": student, "answer": row.attempt, "about": about, "text": text}
        self._waiting[row.exercise].write(json.dumps(line) + "\n")

    def _read_texts(self, exercise: str) -> Iterator[dict[str, Any]]:
        with self._part(exercise).open(encoding="ascii") as lines:
            for line in lines:
                one = json.loads(line)
                hand = self.hand.of(exercise, one["student"])
                numbers = {
                    name: "" if value is None else f"{value:g}"
                    for name, value in (("marks", hand.marks), ("maximum", hand.maximum))
                }
                changed = hand.given and hand.answer not in ("", one["answer"])
                yield {**one, **numbers, "levels": hand.levels, "comment": hand.comment, "changed": changed}

    def _texts_to_read(self) -> None:
        """Write a page for each exercise with texts, and rows for the marks that a person will give."""
        for exercise in self._waiting:
            folder = self.out / TEXTS
            folder.mkdir(exist_ok=True)
            question = self.key.questions[exercise]
            part = folder / f".{exercise}.html.part"
            with part.open("w", encoding="utf-8") as stream:
                stream.writelines(texts_page(question, self._read_texts(exercise), secrets.token_urlsafe(12)))
            os.replace(part, folder / f"{exercise}.html")
            new = ((one["student"], one["answer"]) for one in self._read_texts(exercise))
            self.summary.texts += add_rows(self.out, question, new)

    # ------------------------------------------------------------------ what else a teacher should know

    def _twins(self, outcome: Outcome) -> Iterator[str]:
        """Say where two submissions hold the very same attempts: each has an id that is made at random."""
        others = sorted({self._seen[one] for one in outcome.same if one in self._seen})
        for other in others:
            yield f"Holds attempts that “{other}” handed in too: one file was copied, or handed in twice."
        for one in outcome.same:
            self._seen.setdefault(one, outcome.student)

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
