"""Everything that is wrong with a lesson, told to its author by file and line.

`check_lesson` asks each room in turn: `front` (front matter, plan), `exercises` (the bank's faults, evidence),
`cells` (what the build refuses), `citations` (ids in the prose), `quotations` (the essay's wording),
`reading_level` (hard words) and `minutes` (how long the core path takes). Authors and CI run it; no student loads it.
"""

from pathlib import Path

from lesson_check import cells, citations, exercises, front, minutes, quotations, reading_level
from lesson_check.finding import Finding, sentence
from lesson_check.known import Known
from lesson_check.source import Lesson

__all__ = ["Finding", "check_course", "check_lesson", "choose", "minutes_of"]


def choose(name: str) -> list[Path]:
    """Return the lessons that a name or its beginning means, all if it is ""; ValueError if there is none."""
    from helpers.exercises.bank import lesson_folders

    every = lesson_folders()
    wanted = name.strip().strip("/").removeprefix("lessons/")
    found = [folder for folder in every if folder.name.startswith(wanted)]
    if not found:
        raise ValueError(f"There is no lesson {name!r}. There are: {', '.join(folder.name for folder in every)}.")
    return found


def check_lesson(folder: Path, known: Known | None = None) -> list[Finding]:
    """Return what is wrong with one lesson, in the order of its files and lines.

    folder : such as lessons/01-first-steps
    known : what the course holds, read once for several lessons
    """
    known = known or Known()
    lesson = Lesson(Path(folder))
    questions, found = exercises.read(lesson)
    found += front.check(lesson, known)
    if lesson.page.raw:
        found += cells.check(lesson, known, questions)
        found += citations.check(lesson, known)
    found += exercises.check(lesson, known, questions)
    found += quotations.check(lesson, known)
    found += reading_level.check(lesson, known, questions)
    found += minutes.check(lesson, known, questions)
    if not lesson.notes.raw:
        found.append(lesson.notes.error(1, "The teacher's notes are missing. Write them as in lesson 1."))
    if not any(not one.advice for one in found):
        found += _built(lesson)
    return sorted(set(found))


def check_course(folders: list[Path]) -> list[Finding]:
    """Return what is wrong with these lessons and with the essay's text that they quote."""
    known = Known()
    found = list(quotations.check_source())
    for folder in folders:
        found += check_lesson(folder, known)
    return sorted(set(found))


def minutes_of(folders: list[Path]) -> list[tuple[Path, minutes.Minutes]]:
    """Return where the minutes of each lesson's core path go."""
    known = Known()
    lessons = [Lesson(folder) for folder in folders]
    return [(one.folder, minutes.minutes(one, known, exercises.read(one)[0])) for one in lessons]


def _built(lesson: Lesson) -> list[Finding]:
    """Build the lesson that seems to be in order: what the build still refuses, nobody has told."""
    from helpers.build import BuildError, build_notebook

    try:
        build_notebook(lesson.folder)
    except (BuildError, ValueError, KeyError, StopIteration) as error:
        return [lesson.page.error(1, f"The notebook cannot be built: {sentence(str(error))}")]
    return []
