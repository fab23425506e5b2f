"""The key of an assignment: a file on the teacher's side, or in practice the course's own exercises.yml."""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from helpers import course
from helpers.exercises.bank import BankError, PlainError, load_exercises, parse
from helpers.exercises.question import Question
from helpers.exercises.reading import BAD, Faults, record
from helpers.exercises.rubric import Criterion
from helpers.exercises.yaml_file import yaml_list
from helpers.teacher.plain import plain

SCHEMA = 1
MODES = ("practice", "graded")
WHAT = "The key of an assignment. It stays with the teacher: whoever has it has the answers."
_MAX_BYTES = 32 * 1024 * 1024


class KeyFault(PlainError):
    """A key that cannot be used; the message says which file, what is wrong and what to do."""


@dataclass(frozen=True)
class Key:
    """All that marking needs.

    assignment : "" where the course's own exercises are the key; then attempts at them count wherever they were made
    questions : id to question, in the order in which they are asked
    names : exercise id to {the name that the student's bundle uses: the author's id}; {} where nothing was renamed
    secret : from which those names are made; a bundle made again with it is the same
    made : when its file was written, ISO 8601 in UTC; "" if that is not known
    """

    course: str
    questions: Mapping[str, Question]
    assignment: str = ""
    title: str = ""
    mode: str = "practice"
    due: str = ""
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    secret: str = ""
    made: str = ""

    @property
    def graded(self) -> bool:
        """Say whether the bundle held no key, so that students saw no marks."""
        return self.mode == "graded"


def course_name() -> str:
    """Return the course's name for machines, from the title in course.yml, such as "a-course"."""
    from ruamel.yaml import YAML

    plan = YAML(typ="safe").load(course.lessons_dir() / "course.yml")
    title = str((plan or {}).get("title", "")).casefold()
    return "-".join("".join(letter if letter.isalnum() else " " for letter in title).split()) or "course"


def key_text(key: Key) -> str:
    """Return the key as the text of its file: JSON with the schema's version, readable by a person."""
    lessons: dict[str, list[dict[str, Any]]] = {}
    rubric: dict[str, Criterion] = {}
    for question in key.questions.values():
        lessons.setdefault(question.lesson, []).append(plain(question))
        rubric.update({one.id: one for one in getattr(question, "rubric", ())})
    fields = {
        "schema": SCHEMA,
        "what": WHAT,
        "course": key.course,
        "assignment": key.assignment,
        "title": key.title,
        "mode": key.mode,
        "due": key.due,
        "made": key.made,
        "questions": list(key.questions),
        "names": {one: dict(names) for one, names in key.names.items()},
        "secret": key.secret,
        "rubric": [{"id": one.id, "name": one.name, "levels": list(one.levels)} for one in rubric.values()],
        "lessons": lessons,
    }
    return json.dumps(fields, ensure_ascii=False, indent=1) + "\n"


def write_key(key: Key, path: Path) -> None:
    """Write the key for its owner's eyes alone; refuses to write over a file that is there."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    made = key.made or datetime.now(UTC).isoformat(timespec="seconds")
    with os.fdopen(os.open(path, flags, 0o600), "w", encoding="utf-8", newline="\n") as stream:
        stream.write(key_text(replace(key, made=made)))


def load_key(path: Path | str) -> Key:
    """Read a key: the file that `assign` wrote, or for practice a lesson's folder, its exercises.yml or `lessons/`.

    Raises KeyFault (a ValueError) in one sentence.
    """
    path = Path(path)
    if path.suffix == ".json":
        return _from_file(path)
    folders = [path.parent] if path.name == "exercises.yml" else [path]
    if path.is_dir() and not (path / "exercises.yml").exists():
        folders = sorted(one.parent for one in path.glob("*/exercises.yml"))
    if not path.exists() or not folders:
        raise KeyFault(
            f"{path} is no key. Give the key….json that `assign` wrote or, for practice, a lesson's exercises.yml."
        )
    try:
        questions = [question for folder in folders for question in load_exercises(folder)]
    except BankError as problem:
        raise KeyFault(f"{path} has faults:\n{problem}") from None
    title = folders[0].name if len(folders) == 1 else "All lessons"
    return Key(course_name(), {one.id: one for one in questions}, title=title)


def _from_file(path: Path) -> Key:
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise KeyFault(f"{path} is too large to be a key. Give the file that `assign` wrote.")
        fields = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as problem:
        raise KeyFault(f"{path} cannot be read ({problem.strerror or problem}). Check the name.") from None
    except (ValueError, RecursionError):
        raise KeyFault(f"{path} is no JSON, so it is no key, or it was damaged. Take it from your backup.") from None
    if not isinstance(fields, dict) or "schema" not in fields or not isinstance(fields.get("lessons"), dict):
        raise KeyFault(f"{path} is no key: give the key….json that `assign` wrote, not a student's file.")
    if fields["schema"] != SCHEMA:
        raise KeyFault(
            f"{path}, key schema: has version {fields['schema']!r}, and this course reads version {SCHEMA}. "
            "Mark with the edition of the course that made the assignment."
        )
    return _checked(path, fields)


def _checked(path: Path, fields: Mapping[str, Any]) -> Key:
    """Turn the fields of a key file into a key; every fault is named with file and field."""

    def text(name: str) -> str:
        value = fields.get(name)
        if not isinstance(value, str):
            raise KeyFault(f"{path}, key {name}: must be a text. Take the file from your backup.")
        return value

    names = fields.get("names")
    order = fields.get("questions")
    mode = text("mode")
    if mode not in MODES:
        raise KeyFault(f"{path}, key mode: must be {' or '.join(MODES)}, found {mode!r}.")
    if not isinstance(names, dict) or not all(_is_names(one) for one in names.values()):
        raise KeyFault(f"{path}, key names: must name options by exercise. Take the file from your backup.")
    found = {one.id: one for one in _questions(path, fields)}
    if not isinstance(order, list) or sorted(map(str, order)) != sorted(found):
        raise KeyFault(f"{path}, key questions: does not name the exercises of the file. Take it from your backup.")
    return Key(
        text("course"),
        {one: found[one] for one in order},
        text("assignment"),
        text("title"),
        mode,
        text("due"),
        names,
        text("secret"),
        _moment(path, fields.get("made", "")),
    )


def _moment(path: Path, made: Any) -> str:
    """Return when a key was made; keys of earlier editions do not say it."""
    try:
        if made == "" or datetime.fromisoformat(made).tzinfo:
            return str(made)
    except (TypeError, ValueError):
        pass
    raise KeyFault(f"{path}, key made: must be a time with its zone. Take the file from your backup.")


def _is_names(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(one, str) for one in value.values())


def _questions(path: Path, fields: Mapping[str, Any]) -> Sequence[Question]:
    """Read the exercises by the same reader as a lesson's file, and give written ones their criteria."""
    faults = Faults(path.name)
    content = json.dumps(fields.get("rubric", []), ensure_ascii=False).encode("utf-8")
    rubric = {}
    for node in yaml_list(content, faults, "criteria") or ():
        criterion = record(faults, node, "", Criterion)
        if criterion is not BAD:
            rubric[criterion.id] = criterion
    questions: list[Question] = []
    for lesson, entries in fields["lessons"].items():
        content = json.dumps(entries, ensure_ascii=False).encode("utf-8")
        for question in parse(content, str(lesson), faults):
            assert isinstance(question, Question)  # `plain` has turned recalls into questions
            if hasattr(question, "rubric"):
                criteria = tuple(rubric[one] for one in getattr(question, "criteria", ()) if one in rubric)
                question = replace(question, rubric=criteria)  # type: ignore[call-arg]
            questions.append(question)
    if faults.found:
        raise KeyFault(f"{path} does not fit this edition of the course:\n{BankError(faults.found)}")
    return questions


@lru_cache(maxsize=2)
def cached_key(path: Path) -> Key:
    """Return a key, read once in each process."""
    return load_key(path)
