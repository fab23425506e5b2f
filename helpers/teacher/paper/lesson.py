"""Reads a lesson's files for paper: its text, and what its cells show, in order. It needs jupytext."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import jupytext

from helpers import build
from helpers.exercises.bank import PlainError, load_exercises
from helpers.exercises.leaning import NEEDED_BY, needed_by
from helpers.exercises.question import Question
from helpers.teacher.paper.blocks import Asked, Block, Prose, Result
from helpers.teacher.paper.shown import CellError, Cells, only_imports

_EVENTS_OF = re.compile(r"""\bevents_of\(\s*["']([^"']+)["']""")
_LONG_CODE = "long-code"


class LessonError(PlainError):
    """A lesson that cannot be printed; the message names the file and the remedy."""


@dataclass(frozen=True)
class Lesson:
    """A lesson: its folder's name, its number as in the folder, what course.yml says of it, and its blocks.

    whole : all that it says and shows; otherwise its exercises, and what they lean on
    """

    folder: str
    title: str
    question: str
    minutes: int
    course: str
    language: str
    blocks: tuple[Block, ...]
    questions: dict[str, Question]
    whole: bool = True

    @property
    def number(self) -> str:
        """Return the lesson's number as it is said: "2"."""
        return str(int(self.folder[:2]))


def find_lesson(name: str) -> Path:
    """Return the folder of the lesson that is meant by "2", "02" or the beginning of its folder's name.

    Raises LessonError that names the lessons there are.
    """
    folders: list[Path] = build.lesson_folders()
    wanted = name.zfill(2) if name.isdigit() else name
    found = [one for one in folders if one.name == wanted] or [one for one in folders if one.name.startswith(wanted)]
    if len(found) == 1 and wanted:
        return found[0]
    known = ", ".join(one.name for one in folders)
    raise LessonError(f"There is no lesson {name!r}. The lessons are {known}: name one of them by its number.")


def read_lesson(folder: Path, whole: bool = True) -> Lesson:
    """Read a lesson and run its cells. whole : False leaves out what no exercise leans on.

    Raises LessonError, BankError or helpers.build.BuildError; each says in words what to mend.
    """
    path = folder / "lesson.md"
    try:
        cells = jupytext.reads(path.read_text(encoding="utf-8"), fmt="md:myst").cells
    except (OSError, UnicodeDecodeError) as problem:
        raise LessonError(f"{folder.name}/lesson.md cannot be read: {problem}") from None
    plan = build.course_plan()
    entry = next(one for one in plan["lessons"] if one["folder"] == folder.name)
    questions = {one.id: one for one in load_exercises(folder)}
    build.check_exercises(path, [cell for cell in cells if cell.cell_type == "code"], list(questions))
    try:
        blocks = tuple(_blocks(cells, questions) if whole else _needed(cells, questions))
    except (CellError, build.BuildError) as problem:
        raise LessonError(f"{folder.name}/lesson.md: {problem}") from None
    return Lesson(
        folder=folder.name,
        title=entry["title"],
        question=entry["question"],
        minutes=int(entry["minutes"]),
        course=plan["title"],
        language=plan["language"],
        blocks=blocks,
        questions=questions,
        whole=whole,
    )


def _blocks(cells: list[Any], questions: dict[str, Question]) -> Iterator[Block]:
    """Yield what stands on paper for each cell."""
    code = [cell.source if cell.cell_type == "code" else "" for cell in cells]
    shown_later = {one for source in code for one in _EVENTS_OF.findall(source)}
    # What is committed once is told on afterwards: the lesson goes on with what followed.
    shown_later |= {name for name, one in questions.items() if getattr(one, "final", False)}
    running = Cells()
    for n, cell in enumerate(cells):
        if cell.cell_type == "markdown":
            source = next(build.expand(cell, {})).source
            if n + 1 < len(cells) and only_imports(code[n + 1]):
                source = without_last_paragraph(source)
            if source:
                yield Prose(source)
        elif cell.cell_type == "code":
            shown = running.run(cell.source)
            if _LONG_CODE in cell.metadata.get("tags", []) and not any(isinstance(one, Result) for one in shown):
                yield Result(cell.source, "")
            for one in shown:
                yield replace(one, alone=True) if isinstance(one, Asked) and one.id in shown_later else one


def _needed(cells: list[Any], questions: dict[str, Question]) -> Iterator[Block]:
    """Yield the exercises, the essay's passages, and what is marked as needed by an exercise."""
    shown_later = {one for cell in cells if cell.metadata.get(NEEDED_BY) for one in _EVENTS_OF.findall(cell.source)}
    running = Cells()
    for cell in cells:
        needed = not questions.keys().isdisjoint(needed_by(cell.metadata))
        if cell.cell_type == "markdown":
            source = cell.source if needed else "\n\n".join(one.group() for one in build.PASSAGE.finditer(cell.source))
            if source:
                yield Prose(build.PASSAGE.sub(build.quote, build.WORDS.sub(build.word_table, source)))
        elif cell.cell_type == "code":
            # All cells run: what one that is left out makes, a later one may show.
            for one in running.run(cell.source):
                if isinstance(one, Asked):
                    yield replace(one, alone=one.id in shown_later)
                elif needed:
                    yield one


def without_last_paragraph(source: str) -> str:
    """Leave out the paragraph in front of a cell that only loads tools: it says how to run that cell.

    A heading is no paragraph, and stays.

    >>> without_last_paragraph("Read this.\\n\\nThe next cell loads the tools.")
    'Read this.'
    """
    before, _, last = source.strip().rpartition("\n\n")
    return source if last.lstrip().startswith("#") else before
