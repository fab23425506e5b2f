"""From what a teacher wishes to bundles for students and a key for the teacher."""

import secrets
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from helpers import course
from helpers.exercises.assigned import Assignment
from helpers.exercises.bank import PlainError
from helpers.exercises.question import Question
from helpers.exercises.sealed import unsealed
from helpers.lettering import count
from helpers.teacher.bundles import bundle_files, write_folder, write_zip
from helpers.teacher.choosing import Chosen, choose
from helpers.teacher.incoming import file_name, tidy
from helpers.teacher.keys import Key, course_name, write_key
from helpers.teacher.lesson_notebook import exercises_notebook, lesson_notebook
from helpers.teacher.sealing import CannotSeal, sealed

FOR_STUDENTS = "for-students"
_MOST_STUDENTS = 5_000


class AssignError(PlainError):
    """An assignment that cannot be made; the message says what to do."""


@dataclass(frozen=True)
class Wish:
    """What a teacher asks for.

    what : lessons and exercises by name; mode : "practice" or "graded"; due : text that students read
    students : a file with a name a line, for a bundle each; zipped : zips, not folders
    with_text : a graded lesson keeps its own text, which may talk of answers
    """

    what: tuple[str, ...]
    mode: str = "practice"
    shuffle: bool = False
    due: str = ""
    students: Path | None = None
    zipped: bool = False
    with_text: bool = False


@dataclass(frozen=True)
class Made:
    """What was written: bundles for students, and a key a lesson for the teacher."""

    bundles: tuple[Path, ...]
    keys: tuple[Path, ...]
    mode: str

    def told(self) -> list[str]:
        """Say it, a line each."""
        lines = [f"{count(len(self.bundles), 'bundle')} for students: {self.bundles[0].parent}"]
        for key in self.keys:
            if self.mode == "graded":
                lines.append(f"The key: {key}. Keep it: without it nothing can be marked. Never hand it out.")
            else:
                lines.append(f"The key: {key}. This is practice, so the answers are in the bundle too.")
            lines.append(f"Later: python -m helpers mark FOLDER --key {key} --out RESULTS")
        return lines


def assign(wish: Wish, out: Path) -> Made:
    """Write the bundles and the keys into a new folder. Raises PlainError (a ValueError) in a sentence.

    out : must be new or empty, so that no key is ever written over
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise AssignError(f"{out} is there already. Name a new folder with --out, so that no earlier key is lost.")
    students = names_in(wish.students) if wish.students else [""]
    ready = []
    for one in choose(wish.what):
        key, views = make_key(one, wish, f"{one.lesson[:2]}-{secrets.token_hex(4)}", secrets.token_hex(32))
        ready.append((one, key, views, notebook_of(one, wish, key, views)))
    out.mkdir(parents=True, exist_ok=True)
    keys, bundles = [], []
    for one, key, views, notebook in ready:
        keys.append(out / f"key-{key.assignment}.json")
        write_key(key, keys[-1])
        for student in students:
            given = Assignment(key.assignment, key.course, key.title, key.mode, key.due, wish.shuffle, student)
            folder = out / FOR_STUDENTS / file_name(student) if student else out / FOR_STUDENTS
            files = bundle_files(one, notebook, given, views)
            place = folder / (f"{one.lesson}.zip" if wish.zipped else one.lesson)
            if wish.zipped:
                write_zip(files, place, one.lesson)
            else:
                write_folder(files, place)
            bundles.append(place)
    return Made(tuple(bundles), tuple(keys), wish.mode)


def make_key(chosen: Chosen, wish: Wish, name: str, secret: str) -> tuple[Key, list[dict[str, Any]] | None]:
    """Return the key of one lesson's assignment and, of a graded one, what the bundle holds of its questions.

    name : of the assignment; secret : the same secret gives the same bundle
    """
    questions = {question.id: question for question in chosen.questions}
    due = tidy(wish.due) if wish.due.strip() else ""
    key = Key(course_name(), questions, name, lesson_title(chosen.lesson), wish.mode, due)
    if wish.mode != "graded":
        return key, None
    views: list[dict[str, Any]] = []
    names: dict[str, dict[str, str]] = {}
    for question in chosen.questions:
        try:
            view, renamed = sealed(question, secret)
        except CannotSeal as problem:
            raise AssignError(str(problem)) from None
        views.append(view)
        if renamed:
            names[question.id] = renamed
    return replace(key, names=names, secret=secret), views


def lesson_title(lesson: str) -> str:
    """Return a lesson's number and title, from course.yml."""
    from ruamel.yaml import YAML

    plan = YAML(typ="safe").load(course.lessons_dir() / "course.yml") or {}
    titles = {one["folder"]: f"{one['folder'][:2]} {one['title']}" for one in plan.get("lessons", ())}
    return titles.get(lesson, lesson)


def notebook_of(chosen: Chosen, wish: Wish, key: Key, views: list[dict[str, Any]] | None) -> str:
    """Return the notebook of one lesson's bundle."""
    shown: dict[str, Question] = {one.id: one for one in chosen.questions}
    if views is not None:
        every = [unsealed(view, chosen.lesson, n, len(views)) for n, view in enumerate(views, 1)]
        shown = {one.id: one for one in every}
    path = course.root() / "notebooks" / f"{chosen.lesson}.ipynb"
    if not chosen.whole:
        return exercises_notebook(key.title, path, shown, wish.mode == "graded")
    return lesson_notebook(path, shown, wish.mode == "graded", wish.with_text)


def names_in(path: Path) -> list[str]:
    """Return the students of a file, a name or number a line; two alike are refused."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        raise AssignError(f"{path} cannot be read. Save it as plain text (UTF-8), a student's name a line.") from None
    names = [tidy(line) for line in lines if line.strip()]
    if not 1 <= len(names) <= _MOST_STUDENTS:
        raise AssignError(f"{path} names {count(len(names), 'student')}. Write one name a line.")
    files: dict[str, str] = {}
    for name in names:
        if (other := files.setdefault(file_name(name).casefold(), name)) is not name:
            raise AssignError(f"{path}: {name!r} and {other!r} cannot be told apart. Add a number to one of them.")
    return names
