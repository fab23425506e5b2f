"""Ids in the prose: sources in square brackets, and rows and exercises that the teacher's notes name."""

import difflib
import re
from collections.abc import Iterator

from lesson_check.finding import Finding
from lesson_check.known import Known
from lesson_check.source import File, Lesson

_BRACKETS = re.compile(r"(?<![!\w\]`(])\[([^\]\[]+)\](?!\()")
_AN_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")
_ROW = re.compile(r"^\| ([a-z0-9]+(?:-[a-z0-9]+)+) \|.*\|$", re.MULTILINE)
# In back-quotes, in the notes: an event (it starts with a year), an exercise (two digits), a claim, a passage.
_NAMED = re.compile(r"`((?:\d{2}-|\d{4}-)[a-z0-9.-]+|c\d{2}|p\d{2}(?:\.s\d+)?)`")
# In round brackets, as sample answers cite: an id that holds a year.
_CITED_BY_STUDENTS = re.compile(r"\(((?=[a-z0-9-]*\d{4})[a-z0-9]+(?:-[a-z0-9]+)+)\)")
_HEAD = "## Sources used"


def check(lesson: Lesson, known: Known) -> Iterator[Finding]:
    """Note citations of unknown sources, and a list of sources that is not that of the citations."""
    page = lesson.page
    cited = dict(_cited(page))
    for file in (page, lesson.notes):
        for one, line in _cited(file):
            if one not in known.sources:
                yield file.error(line, f"[{one}] is no source. {_nearest(one, known.sources)}")
    start = page.raw.find(_HEAD)
    listed = {} if start < 0 else {m.group(1): page.line(m.start()) for m in _ROW.finditer(page.raw, start)}
    for one, line in listed.items():
        if one not in known.sources:
            yield page.error(line, f"{one} is listed and is no source. {_nearest(one, known.sources)}")
        elif one not in cited and one not in lesson.exercises.raw and one not in page.raw[:start]:
            yield page.error(line, f"{one} is listed and nowhere used. Cite it or take the row out.")
    for one, line in cited.items():
        if one in known.sources and one not in listed:
            yield page.error(line, f"[{one}] is not in the table under “{_HEAD[3:]}”. Add its row there.")
    yield from _notes(lesson, known)
    for file in (page, lesson.exercises, lesson.notes):
        for match in _CITED_BY_STUDENTS.finditer(file.raw):
            if match.group(1) not in known.ids:
                what = f"({match.group(1)}) is no row of a table. {_nearest(match.group(1), known.ids)}"
                yield file.error(file.line(match.start()), what)


def _cited(file: File) -> Iterator[tuple[str, int]]:
    """Go through the ids in square brackets, with their lines."""
    for group in _BRACKETS.finditer(file.prose):
        for part in re.finditer(r"[^;]+", group.group(1)):
            one = part.group().strip()
            if _AN_ID.fullmatch(one):
                lead = len(part.group()) - len(part.group().lstrip())
                yield one, file.line(group.start(1) + part.start() + lead)


def _notes(lesson: Lesson, known: Known) -> Iterator[Finding]:
    """Note ids in back-quotes in teaching.md that nothing has."""
    folders = {folder.name for folder in lesson.folder.parent.iterdir() if folder.is_dir()}
    there = known.ids | known.exercises
    for match in _NAMED.finditer(lesson.notes.raw):
        one = match.group(1)
        if one not in there and one not in folders:
            line = lesson.notes.line(match.start())
            yield lesson.notes.error(line, f"`{one}` is no exercise, event, claim or passage. {_nearest(one, there)}")


def _nearest(one: str, there: set[str]) -> str:
    close = difflib.get_close_matches(one, there, 2, 0.75)
    return f"Did you mean {' or '.join(close)}?" if close else "Copy the id from the tables in data/."
