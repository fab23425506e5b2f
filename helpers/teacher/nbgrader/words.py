"""Marks and feedback as plain lines, for the output of a cell: nbgrader escapes plain text, and runs none of it."""

from collections.abc import Iterable, Iterator, Sequence

from helpers.exercises.question import MarkedQuestion, Question
from helpers.exercises.titles import title_of
from helpers.teacher.answer_words import answer_words
from helpers.teacher.marking import MISSING, OPEN, Row
from helpers.teacher.nbgrader.marks import Graded

LONGEST_LINE = 2_000
MOST_LINES = 400


def row_words(row: Row, question: Question) -> str:
    """Return what a student reads under an exercise: marks, their answer, what was said of it, the worked answer."""
    return _plain(_row_lines(row, question))


def _row_lines(row: Row, question: Question) -> Iterator[str]:
    if row.state == MISSING:
        yield f"No answer: 0 of {row.maximum} marks." if row.maximum else "No answer."
    elif row.state == OPEN:
        yield "No machine marks this."
    else:
        yield f"{row.marks:g} of {row.maximum} marks."
    if row.state != MISSING:
        yield from ("", "The answer:", *(f"    {line}" for line in answer_words(question, row.counts)))
    if row.mark:
        yield from ("", row.mark.summary)
        if isinstance(question, MarkedQuestion) and row.confidence == "sure" and row.share != 1:
            yield question.sure_and_wrong
        for said in (*row.mark.feedback, *row.mark.at_the_end):
            yield f"{said.about}: {said.text}" if said.about else said.text
            if said.evidence:
                yield f"    Evidence: {_titles(said.evidence)}"
    if isinstance(question, MarkedQuestion):
        yield from ("", f"The worked answer: {question.worked}")
        if question.evidence:
            yield f"    Evidence: {_titles(question.evidence)}"


def problem_words(graded: Graded) -> str:
    """Return why a submission has no marks, and what to do."""
    return _plain(_problem_lines(graded))


def _problem_lines(graded: Graded) -> Iterator[str]:
    yield "Not graded, which is not the same as 0 marks."
    yield f"The submission {graded.problem}."
    yield f"Ask the student for: {graded.ask}."
    yield from graded.notes


def note_words(notes: Sequence[str]) -> str:
    """Return what a teacher should know of a submission that was marked."""
    return _plain(notes)


def _titles(ids: Sequence[str]) -> str:
    return "; ".join(f"{one['title']} ({one['date']})" if one["date"] else one["title"] for one in map(title_of, ids))


def _plain(lines: Iterable[str]) -> str:
    """Return lines without control signs, which a page might take for colours, and of a bounded length."""
    kept = []
    for line in lines:
        clean = "".join(sign if sign.isprintable() or sign == "\t" else " " for sign in line)
        kept.append(clean if len(clean) <= LONGEST_LINE else f"{clean[:LONGEST_LINE]}…")
    return "\n".join(kept if len(kept) <= MOST_LINES else [*kept[:MOST_LINES], "…"])
