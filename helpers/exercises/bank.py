"""The questions of the course, read from each lesson's exercises.yml."""

import difflib
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from helpers import course
from helpers.exercises.kinds import KINDS
from helpers.exercises.question import Question
from helpers.exercises.reading import BAD, Fault, Faults, record

FILE = "exercises.yml"


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
    path = Path(lesson_folder) / FILE
    try:
        status = path.stat()
    except FileNotFoundError:
        return ()
    return _load(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=32)
def _load(path: Path, _changed: int, _size: int) -> tuple[Question, ...]:
    """Read a file once for each of its versions."""
    faults = Faults(f"{path.parent.name}/{path.name}")
    questions = parse(path.read_bytes(), path.parent.name, faults)
    if faults.found:
        raise BankError(faults.found)
    return questions


def parse(content: bytes, lesson: str, faults: Faults) -> tuple[Question, ...]:
    """Turn the bytes of an exercises.yml into questions and note every fault."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError
    from ruamel.yaml.nodes import MappingNode, SequenceNode

    try:
        root = YAML(typ="safe", pure=True).compose(content.decode("utf-8-sig"))
    except UnicodeDecodeError as problem:
        line = content[: problem.start].count(b"\n") + 1
        faults.found.append(Fault(faults.file, line, "", "", "is not UTF-8 text. Save it as UTF-8."))
        return ()
    except (YAMLError, RecursionError) as problem:
        mark = problem.problem_mark if isinstance(problem, MarkedYAMLError) else None
        words = (problem.problem if isinstance(problem, MarkedYAMLError) else None) or "nested too deeply"
        reason = f"is no YAML: {words}. Look for a missing quote, colon or indent near this line."
        faults.found.append(Fault(faults.file, mark.line + 1 if mark else 0, "", "", reason))
        return ()
    if not isinstance(root, SequenceNode):
        faults.add(root, "", "must be a list of exercises: start each with '- id:'.")
        return ()
    questions: list[Question] = []
    lines: dict[str, int] = {}
    for place, node in enumerate(root.value, 1):
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
        if kind not in KINDS:
            found = f"found {kind!r}" if kind else "is missing"
            faults.add(given.get("kind", node), "kind", f"must be one of {', '.join(KINDS)}; {found}.")
            continue
        question = record(faults, node, "", KINDS[kind], ignore=("kind",))
        if question is BAD:
            continue
        if question.id[:2] != lesson[:2]:
            faults.add(given["id"], "id", f"must start with {lesson[:2]}-, the number of its lesson.")
        place_of = {"lesson": lesson, "place": place, "of": len(root.value), "line": node.start_mark.line + 1}
        questions.append(replace(question, **place_of))
    return tuple(questions)


def lesson_folders() -> list[Path]:
    """Return the folders of lessons, in the order of their numbers."""
    folder = course.lessons_dir()
    return sorted(p for p in folder.iterdir() if p.is_dir()) if folder.is_dir() else []


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
