"""The questions of the course, read from each lesson's exercises.yml."""

import difflib
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from ruamel.yaml.nodes import MappingNode

from helpers import course
from helpers.exercises.kinds import FORMS, Recall
from helpers.exercises.kinds.written import Written
from helpers.exercises.question import MarkedQuestion, Question
from helpers.exercises.reading import BAD, Fault, Faults, record
from helpers.exercises.rubric import FILE as RUBRIC
from helpers.exercises.rubric import load_rubric
from helpers.exercises.yaml_file import yaml_list

FILE = "exercises.yml"
SEALED = "exercises.sealed.json"  # in its place where a teacher handed out a graded assignment


class PlainError(ValueError):
    """An error whose sentence says all; a notebook shows it without the trail of calls."""

    def _render_traceback_(self) -> list[str]:
        # IPython asks an exception for this; the calls inside the helpers are no use to a reader.
        return [f"ValueError: {self}"]


class BankError(PlainError):
    """A lesson's exercises.yml has faults; `.faults` lists them all."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = tuple(faults)
        more = [f"and {len(faults) - 20} more"] if len(faults) > 20 else []
        super().__init__("\n".join([*map(str, faults[:20]), *more]))


class UnknownExercise(PlainError):
    """No exercise has this id."""


def load_exercises(lesson_folder: Path | str) -> tuple[Question, ...]:
    """Read a lesson's exercises, in the order in which they stand in the file.

    lesson_folder : such as lessons/01-first-steps; a lesson without the file has no exercises.
    Raises BankError with every fault of the file at once.
    """
    path = Path(lesson_folder).absolute() / FILE
    if (sealed := path.parent / SEALED).exists():
        return _load_sealed(sealed)
    return _load(path, _versions(path.parent)) if path.exists() else ()


def _load_sealed(path: Path) -> tuple[Question, ...]:
    """Read the questions of a graded assignment, which have no key."""
    # Only such a bundle needs these two, and they need this module's neighbours.
    from helpers.exercises.assigned import current
    from helpers.exercises.sealed import load_sealed

    given = current()
    try:
        return load_sealed(path, given.id if given else "")
    except ValueError as problem:
        raise BankError([Fault(f"{path.parent.name}/{path.name}", 0, "", "", str(problem))]) from None


@lru_cache(maxsize=32)
def _load(path: Path, _versions: tuple[tuple[str, int, int], ...]) -> tuple[Question, ...]:
    """Read a file once for each version of it and of the files that it leans on."""
    faults = Faults(f"{path.parent.name}/{path.name}")
    entries = parse(path.read_bytes(), path.parent.name, faults)
    questions = tuple(
        question
        for entry in entries
        if (question := _recalled(entry, path.parent, faults) if isinstance(entry, Recall) else entry) is not None
    )
    questions = tuple(_with_rubric(one, path.parent.parent, faults) for one in questions)
    if faults.found:
        raise BankError(faults.found)
    return questions


def _versions(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Return a stamp of every file that a lesson's exercises may lean on: earlier lessons' exercises, the rubric."""
    found = []
    for path in (*(one / FILE for one in _lessons_beside(folder) if one.name <= folder.name), folder.parent / RUBRIC):
        try:
            status = path.stat()
        except OSError:
            continue
        found.append((str(path), status.st_mtime_ns, status.st_size))
    return tuple(found)


def _lessons_beside(folder: Path) -> list[Path]:
    """Return the folders of lessons beside one, itself among them, in the order of their numbers."""
    return sorted(path for path in folder.parent.iterdir() if path.name[:2].isdigit() and path.is_dir())


def _recalled(recall: Recall, folder: Path, faults: Faults) -> Question | None:
    """Return the earlier exercise that is asked again; None where there is none, and the fault is noted."""

    def refuse(reason: str) -> None:
        faults.found.append(Fault(faults.file, recall.at, recall.id, "of", f"names {recall.original!r}, {reason}"))

    number = recall.original[:2]
    if number >= folder.name[:2]:
        refuse("which is of no earlier lesson. Name an exercise that students have met before.")
        return None
    earlier = [one for one in _lessons_beside(folder) if one.name[:2] == number]
    try:
        questions = [question for one in earlier for question in load_exercises(one)]
    except BankError:
        refuse(f"which cannot be read: the exercises of lesson {number} have faults. Mend those first.")
        return None
    found = next((question for question in questions if question.id == recall.original), None)
    if found is None:
        close = difflib.get_close_matches(recall.original, [one.id for one in questions], 1, 0.5)
        refuse(f"which does not exist. {f'Did you mean {close[0]!r}?' if close else 'See the earlier lessons.'}")
    elif found.recalled:
        refuse(f"which asks again itself. Name the exercise of lesson {found.recalled[:2]} that it asks.")
    elif not isinstance(found, MarkedQuestion):
        refuse(f"which is an open exercise ({found.kind}). Only exercises with a key can be asked again.")
    else:
        return recall.asks(found)
    return None


def _with_rubric(question: Question, lessons: Path, faults: Faults) -> Question:
    """Return a written exercise with its criteria as the course's rubric words them; others unchanged."""
    if not isinstance(question, Written):
        return question
    rubric, wrong = load_rubric(lessons)
    faults.found += [one for one in wrong if one not in faults.found]
    for name in question.criteria:
        if name not in rubric and not wrong:
            known = f"Known: {', '.join(rubric)}." if rubric else f"There is no lessons/{RUBRIC} yet."
            reason = f"names {name!r}, which is no criterion of the rubric. {known}"
            faults.found.append(Fault(faults.file, question.line, question.id, "criteria", reason))
    return replace(question, rubric=tuple(rubric[name] for name in question.criteria if name in rubric))


def parse(content: bytes, lesson: str, faults: Faults) -> tuple[Question | Recall, ...]:
    """Turn the bytes of an exercises.yml into questions and note every fault; a recall is not resolved yet."""
    nodes = yaml_list(content, faults, "exercises")
    questions: list[Question | Recall] = []
    lines: dict[str, int] = {}
    for place, node in enumerate(nodes or (), 1):
        given = {str(k.value): v for k, v in node.value} if isinstance(node, MappingNode) else {}
        name = str(given["id"].value) if "id" in given else ""
        faults.exercise = name if name.strip() and len(name) < 80 else f"number {place}"
        if name in lines:
            faults.add(given["id"], "id", f"is also the id of the exercise in line {lines[name]}. Give it its own.")
        elif name:
            lines[name] = given["id"].start_mark.line + 1
        if not isinstance(node, MappingNode):
            faults.add(node, "", "must be a group of keys that starts with '- id:'.")
            continue
        kind = str(given["kind"].value) if "kind" in given else ""
        if kind not in FORMS:
            found = f"found {kind!r}" if kind else "is missing"
            faults.add(given.get("kind", node), "kind", f"must be one of {', '.join(FORMS)}; {found}.")
            continue
        question = record(faults, node, "", FORMS[kind], ignore=("kind",))
        if question is BAD:
            continue
        if question.id[:2] != lesson[:2]:
            faults.add(given["id"], "id", f"must start with {lesson[:2]}-, the number of its lesson.")
        place_of = {"lesson": lesson, "place": place, "of": len(nodes or ()), "line": node.start_mark.line + 1}
        if isinstance(question, Recall):
            place_of["at"] = given["of"].start_mark.line + 1
        questions.append(replace(question, **place_of))
    return tuple(questions)


def lesson_folders() -> list[Path]:
    """Return the folders of lessons, in the order of their numbers."""
    folder = course.lessons_dir()
    if not folder.is_dir():
        return []
    # Beside them lie other folders, such as the sources of the teacher's notebooks.
    return sorted(path for path in folder.iterdir() if path.is_dir() and path.name[:2].isdigit())


def find(exercise_id: str) -> Question:
    """Return the question with this id; only its own lesson's file is read.

    Raises UnknownExercise (a ValueError) that names the closest ids.
    """
    folders = lesson_folders()
    if isinstance(exercise_id, str):
        for folder in folders:
            if folder.name[:2] == exercise_id[:2]:
                for question in load_exercises(folder):
                    if question.id == exercise_id:
                        return question
    known = [question.id for folder in folders for question in _readable(folder)]
    close = difflib.get_close_matches(str(exercise_id), known, 3, 0.5)
    advice = f"Did you mean {' or '.join(map(repr, close))}?" if close else "See the lesson's exercises.yml."
    raise UnknownExercise(f"There is no exercise {exercise_id!r}. {advice}")


def _readable(folder: Path) -> tuple[Question, ...]:
    """Return a lesson's questions, none if another lesson's file is broken: it is not what was asked for."""
    try:
        return load_exercises(folder)
    except BankError:
        return ()
