"""Writing the chosen exercises in one format, and telling what it could not say."""

import re
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from helpers import course
from helpers.exercises.bank import BankError, PlainError, find, lesson_folders, load_exercises
from helpers.exercises.question import Question
from helpers.teacher.exports import gift, moodle, qti12, qti21, sheet
from helpers.teacher.exports.leant import BESIDE, leant
from helpers.teacher.exports.shapes import Shape, Told
from helpers.teacher.exports.shaping import NoShape, shape_of

Lessons = list[tuple[str, list[Shape]]]


class ExportError(PlainError):
    """The export cannot be made; the message says why and what to do."""


@dataclass(frozen=True)
class Format:
    """A format that learning systems read.

    name : in the report; ending : of the file
    refuses, differences : what it cannot say, and what it says otherwise; write : the file's bytes
    """

    name: str
    ending: str
    refuses: Callable[[Shape], str]
    differences: Callable[[Shape], list[str]]
    write: Callable[[str, Lessons], bytes]


FORMATS: dict[str, Format] = {
    "moodle-xml": Format("Moodle XML", "-moodle.xml", moodle.refuses, moodle.differences, moodle.write),
    "gift": Format("GIFT", "-gift.txt", gift.refuses, gift.differences, gift.write),
    "qti21": Format("QTI 2.1", "-qti21.zip", qti21.refuses, qti21.differences, qti21.write),
    "qti12": Format("QTI 1.2 (Canvas)", "-qti12.zip", qti12.refuses, qti12.differences, qti12.write),
}
CSV = "csv"
NAMES = (*FORMATS, CSV)


@dataclass(frozen=True)
class Export:
    """What was made. content : the file's bytes; told : a line for each exercise, in the order of the course."""

    content: bytes
    told: tuple[Told, ...]


def chosen(names: Sequence[str]) -> list[Question]:
    """Return the questions that the names mean, each once, in the order of the course; no name means all.

    names : "2", "02", a lesson's folder name, or an exercise's id
    Raises ExportError in a sentence that says what is near.
    """
    folders = [one for one in lesson_folders() if re.match("[0-9]{2}-", one.name)]
    wanted: dict[str, Question] = {}
    try:
        for given in names or [one.name for one in folders]:
            name = given.zfill(2) if given.isdecimal() else given
            lessons = [one for one in folders if name in (one.name, one.name[:2])]
            questions = [question for one in lessons for question in load_exercises(one)]
            if not lessons and re.fullmatch("[0-9]{2}", name):
                raise ExportError(f"There is no lesson {name}. Lessons: {', '.join(one.name for one in folders)}.")
            if lessons and not questions:
                raise ExportError(f"Lesson {lessons[0].name} has no exercises to export.")
            wanted |= {one.id: one for one in (questions if lessons else [find(name)])}
    except BankError as problem:
        raise ExportError(f"The exercises have faults; mend them first:\n{problem}") from None
    return sorted(wanted.values(), key=lambda one: (one.lesson, one.place))


def export(questions: Sequence[Question], to: str) -> Export:
    """Return the file and what there is to tell of each exercise.

    to : one of NAMES. The content is b"" where nothing can be said in that format.
    """
    if to == CSV:
        beside = {one.id: (BESIDE,) if leant(one)[1] else () for one in questions}
        told_of = (Told(one.id, one.kind, one.title, "", beside[one.id]) for one in questions)
        return Export(sheet.write(list(questions)), tuple(told_of))
    form = FORMATS[to]
    told: list[Told] = []
    lessons: dict[str, list[Shape]] = {}
    first_asked = [_bare(one) for one in questions if not one.recalled]
    for question in questions:
        left_out, shape = "", None
        if question.recalled and _bare(question) in first_asked:
            left_out = f"asks a question of {question.recalled} again, which is in this file already"
        else:
            try:
                shape = shape_of(question)
                left_out = form.refuses(shape)
            except NoShape as reason:
                left_out = str(reason)
        if shape is None or left_out:
            told.append(Told(question.id, question.kind, question.title, left_out))
            continue
        before, more = leant(question)
        shape = replace(shape, asked=(*before, *shape.asked))
        differences = (*form.differences(shape), *((BESIDE,) if more else ()))
        told.append(Told(question.id, question.kind, question.title, "", differences))
        lessons.setdefault(question.lesson, []).append(shape)
    title, names = _titles()
    body = [(names.get(lesson, lesson), shapes) for lesson, shapes in lessons.items()]
    return Export(form.write(title, body) if body else b"", tuple(told))


def _bare(question: Question) -> Question:
    """Return a question without its place in the course, so that one that is asked again equals the first."""
    return replace(question, id="", lesson="", place=1, of=1, line=0, recalled="")


def _titles() -> tuple[str, dict[str, str]]:
    """Return the course's title, and a name for each lesson's folder, from course.yml as far as it can be read."""
    try:
        plan: Any = YAML(typ="safe", pure=True).load((course.lessons_dir() / "course.yml").read_text(encoding="utf-8"))
        names = {one["folder"]: f"{one['folder'][:2]} {one['title']}" for one in plan["lessons"]}
        return str(plan["title"]), names
    except (OSError, ValueError, YAMLError, KeyError, TypeError):
        return "Course", {}


def report(made: Export, to: str) -> str:
    """Return the report: what was left out and why, what is otherwise than in the course, what is there whole."""
    name = FORMATS[to].name if to in FORMATS else "CSV"
    left = [one for one in made.told if one.left_out]
    changed = [one for one in made.told if one.differences]
    whole = [one for one in made.told if not one.left_out and not one.differences]
    lines = [f"{name}: {len(made.told) - len(left)} of {len(made.told)} exercises written."]
    if left:
        lines += ["", "Left out:", *(f"  {_named(one)}: it {one.left_out}." for one in left)]
    if changed:
        lines += ["", "Written, and otherwise than in the course:"]
        for difference in dict.fromkeys(said for one in changed for said in one.differences):
            named = ", ".join(one.id for one in changed if difference in one.differences)
            lines += [
                f"  - {difference}:",
                # An id is one word: it is looked for with the search of whoever reads this.
                textwrap.fill(named, 110, initial_indent="      ", subsequent_indent="      ", break_on_hyphens=False),
            ]
    if whole:
        lines += ["", "Written as in the course:", *(f"  {_named(one)}" for one in whole)]
    if to in FORMATS:
        last = "Texts are the course's own. Where one speaks of the card or of the course's tables, change it there."
        lines += ["", last]
    return "\n".join(lines) + "\n"


def _named(one: Told) -> str:
    return f"{one.id} ({one.kind})"


def file_name(names: Sequence[str], to: str) -> str:
    """Return the file's name where none is given.

    >>> file_name(["02"], "moodle-xml"), file_name([], "csv"), file_name(["01", "02-who"], "qti21")
    ('exercises-02-moodle.xml', 'exercises.csv', 'exercises-some-qti21.zip')
    """
    which = "" if not names else f"-{names[0]}" if len(names) == 1 else "-some"
    return f"exercises{which}{FORMATS[to].ending if to in FORMATS else '.csv'}"


def save(made: Export, to: str, path: Path) -> Path:
    """Write the file, and its report beside it; return the report's path.

    Raises ExportError if the disk refuses.
    """
    beside = path.with_name(f"{path.name}-report.txt")
    try:
        path.write_bytes(made.content)
        beside.write_text(report(made, to), encoding="utf-8", newline="\n")
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise ExportError(f"{path} cannot be written ({reason}). Give another place with --out.") from None
    return beside
