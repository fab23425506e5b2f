"""A small course, an nbgrader course made of it, and students' submissions to it: good, broken and hostile."""

import contextlib
import csv
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from helpers.exercises.question import MarkedQuestion, Question
from helpers.exercises.record_line import Attempt, to_line
from helpers.teacher.keys import Key, load_key
from tests.kit import tries
from tests.kit.bare_notebooks import write_bare

FIXTURES = Path(__file__).resolve().parents[1] / "exercises" / "fixtures"
ROOT = Path(__file__).resolve().parents[2]
LESSON = "02-closed"
RECORD = "answers/attempts-20260101T000000Z-0a0a0a0a.jsonl"
TEXT = "02-in-a-sentence"
SECRET = "the teacher's own secret"
SCRIPT = "<script>alert('from a student')</script>"


def run(*command: str, cwd: Path, expected: int = 0, **environment: str) -> str:
    """Run a Python module and return all that it says."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"  # nbgrader calls alembic by its bare name
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "COURSE"))}
    env = {**kept, "PATH": path, "PYTHONPATH": str(ROOT), "HOME": str(cwd), **environment}
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=cwd, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == expected, done.stdout + done.stderr
    return done.stdout + done.stderr


@dataclass
class Course:
    """root : of the course itself; folder : of the nbgrader course; keys : beside it."""

    root: Path
    folder: Path
    key_path: Path
    key: Key
    log: str = ""
    changed: list[str] = field(default_factory=list)
    grades: dict[tuple[str, str], tuple[float | None, bool]] = field(default_factory=dict)

    @property
    def outside(self) -> Path:
        return self.folder.parent

    def nbgrader(self, *command: str, expected: int = 0) -> str:
        return run("nbgrader", *command, cwd=self.folder, expected=expected, COURSE_ROOT=str(self.root))

    def helpers(self, *command: str, expected: int = 0) -> str:
        return run("helpers", *command, cwd=self.outside, expected=expected, COURSE_ROOT=str(self.root))

    def submission(self, student: str) -> Path:
        return self.folder / "submitted" / student / LESSON

    def submit(self, student: str, record: bytes | None) -> Path:
        """Submit what was released, with a record of answers in it."""
        folder = self.submission(student)
        shutil.copytree(self.folder / "release" / LESSON, folder)
        if record is not None:
            (folder / RECORD).parent.mkdir(exist_ok=True)
            (folder / RECORD).write_bytes(record)
        return folder


def small_course(where: Path) -> Path:
    """Make a course of one lesson, with a written answer among what a machine marks."""
    shutil.copytree(FIXTURES, where)
    plan = f"title: A small course\nlessons:\n- {{folder: {LESSON}, title: Closed questions}}\n"
    (where / "lessons" / "course.yml").write_text(plan, encoding="utf-8")
    yaml = YAML()
    texts = yaml.load((where / "lessons" / "03-open" / "exercises.yml").read_text(encoding="utf-8"))
    path = where / "lessons" / LESSON / "exercises.yml"
    entries = yaml.load(path.read_text(encoding="utf-8"))
    text = next(entry for entry in texts if entry["kind"] == "short-text")
    entries.append({**text, "id": TEXT})
    with path.open("w", encoding="utf-8") as stream:
        yaml.dump([dict(entry) for entry in entries], stream)
    write_bare(where, LESSON, [entry["id"] for entry in entries])
    shutil.rmtree(where / "lessons" / "01-clocks")
    shutil.rmtree(where / "lessons" / "03-open")
    return where


def assigned(where: Path, *options: str) -> Course:
    """Make the course and assign its exercises into an nbgrader course."""
    root = small_course(where / "course")
    folder = where / "class"
    ids = [entry["id"] for entry in YAML().load((root / "lessons" / LESSON / "exercises.yml").read_text())]
    run("helpers", "assign", *ids, "--nbgrader", str(folder), *options, cwd=where, COURSE_ROOT=str(root))
    (key_path,) = (where / "class-keys").iterdir()
    return Course(root, folder, key_path, load_key(key_path))


def made_once(factory: pytest.TempPathFactory, make: Callable[[Path], Course]) -> Course:
    """Return what `make` makes in a folder, made once for all processes that share the tests: it takes long."""
    where = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        where = where.parent  # each process has its own folder in here
    told, failed = where / "nbgrader.json", where / "nbgrader-failed"
    try:
        (where / "nbgrader").mkdir()
    except FileExistsError:
        patience = time.monotonic() + 600
        while not told.exists():
            if failed.exists() or time.monotonic() > patience:
                pytest.fail("another process could not make the course for nbgrader; its own report says why")
            time.sleep(0.2)
        kept = json.loads(told.read_text(encoding="utf-8"))
        root, folder, key = (Path(kept[name]) for name in ("root", "folder", "key"))
        grades = {(one, other): (marks, waits) for one, other, marks, waits in kept["grades"]}
        return Course(root, folder, key, load_key(key), kept["log"], kept["changed"], grades)
    try:
        made = make(where / "nbgrader")
    except BaseException:
        failed.touch()
        raise
    kept = {"root": str(made.root), "folder": str(made.folder), "key": str(made.key_path), "log": made.log}
    kept |= {"changed": made.changed, "grades": [[*names, *grade] for names, grade in made.grades.items()]}
    part = told.with_suffix(".part")
    part.write_text(json.dumps(kept), encoding="utf-8")
    part.replace(told)
    return made


@contextlib.contextmanager
def at_home_in(root: Path) -> Iterator[None]:
    """Take another course for the course, in this process."""
    from helpers import course
    from helpers.exercises import titles

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSE_ROOT", str(root))
        for cached in (course.root, titles._titles):
            cached.cache_clear()
        yield
    for cached in (course.root, titles._titles):
        cached.cache_clear()


def best(question: Question) -> Any:
    return tries.key_answer(question) if isinstance(question, MarkedQuestion) else tries.versions(question)[0]


def middling(question: Question) -> Any:
    return (tries.part_answer(question) or tries.wrong_answer(question)) if _marked(question) else best(question)


def worst(question: Question) -> Any:
    return tries.wrong_answer(question) if _marked(question) else best(question)


def _marked(question: Question) -> bool:
    return isinstance(question, MarkedQuestion)


def attempt(key: Key, question: Question, answer: Any, done: bool = False) -> Attempt:
    """Return an attempt as a student's sealed card would record it, with the names that the card showed.

    done : the answer holds the value of its code already
    """
    names = {ours: theirs for theirs, ours in key.names.get(question.id, {}).items()}

    def renamed(value: Any) -> Any:
        if isinstance(value, list):
            return [renamed(one) for one in value]
        if isinstance(value, dict):
            return {renamed(one): renamed(other) for one, other in value.items()}
        return names.get(value, value) if isinstance(value, str) else value

    given = answer if done else question.carried_out(answer)
    sure = "sure" if question.asks_confidence else ""
    return Attempt(question.id, renamed(given) if names else given, sure, f"{question.lesson}@{key.assignment}")


def record(key: Key, pick: Any, leave_out: tuple[str, ...] = ()) -> bytes:
    """Return a record with an answer to each exercise."""
    chosen = [one for one in key.questions.values() if one.id not in leave_out]
    return b"".join(to_line(attempt(key, one, pick(one))) for one in chosen)


def forged(key: Key, marker: Path) -> bytes:
    """Return wrong answers that claim marks, and code that would leave a file if anybody ran it."""
    lines = [json.loads(line) for line in record(key, worst).splitlines()]
    for line in lines:
        line |= {"marks": 100, "score": 100, "fraction": 1, "mark": {"fraction": 1}}
        if isinstance(line["answer"], dict) and "code" in line["answer"]:
            line["answer"]["code"] = f"open({str(marker)!r}, 'w').write('ran')"
    return b"".join(json.dumps(line).encode() + b"\n" for line in lines)


def table(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))
