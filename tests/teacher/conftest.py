"""A small course of its own for the teacher's tools, with every kind of exercise, and answers to it."""

import json
import shutil
from pathlib import Path

import pytest

from helpers.exercises.record_line import Attempt, to_line
from tests.kit.bare_notebooks import write_bare
from tests.kit.tries import key_answer, versions, wrong_answer

FIXTURES = Path(__file__).parent.parent / "exercises" / "fixtures"
VIEWS = ("handed_in", "heat_map", "wrong_answers", "calibration", "ledger")
COURSE_YML = """title: Clocks and Bells
lessons:
  - {folder: 01-clocks, title: Clocks}
  - {folder: 02-closed, title: Closed kinds}
  - {folder: 03-open, title: Open kinds}
"""


def use(folder: Path, monkeypatch, answers: Path) -> None:
    monkeypatch.setenv("COURSE_ROOT", str(folder))
    monkeypatch.setenv("COURSE_ANSWERS", str(answers))
    forget()


def forget() -> None:
    """Forget what was read of another course."""
    from helpers import course
    from helpers.exercises import titles

    for cached in (course.root, titles._titles):
        cached.cache_clear()


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """A small course, built once: its folder, of which each test gets a copy, and every question by its id."""
    folder = tmp_path_factory.mktemp("built") / "school"
    shutil.copytree(FIXTURES, folder)
    (folder / "lessons" / "course.yml").write_text(COURSE_YML, encoding="utf-8")
    from helpers.exercises.bank import lesson_folders, load_exercises

    found = {}
    with pytest.MonkeyPatch.context() as patch:
        use(folder, patch, folder / "answers")
        for lesson in lesson_folders():
            questions = load_exercises(lesson)
            found |= {one.id: one for one in questions}
            write_bare(folder, lesson.name, [one.id for one in questions], "As you saw, the answer was 1924.\n")
    forget()
    return folder, found


@pytest.fixture
def school(built, tmp_path, monkeypatch):
    """The folder of a small course: three lessons with their notebooks, every kind of exercise."""
    folder = tmp_path / "school"
    shutil.copytree(built[0], folder)
    use(folder, monkeypatch, tmp_path / "answers")
    yield folder
    monkeypatch.undo()
    forget()


@pytest.fixture
def bank(school, built):
    """Every question of that course by its id."""
    return dict(built[1])


def attempt(question, answer, confidence="think", **more) -> Attempt:
    return Attempt(
        question.id,
        question.understand(question.carried_out(answer)),
        confidence if question.asks_confidence else "",
        more.pop("lesson", question.lesson),
        **more,
    )


def good_and_bad(questions, good=True) -> list[Attempt]:
    """One student's attempts at everything: all right, or all wrong at the first try and right at the second."""
    made = []
    for question in questions:
        if not hasattr(question, "marks"):
            made += [attempt(question, one) for one in versions(question)]
        elif good:
            made.append(attempt(question, key_answer(question), "sure"))
        else:
            made.append(attempt(question, wrong_answer(question), "sure"))
            made.append(attempt(question, key_answer(question), "guess"))
    return made


def lines(attempts) -> bytes:
    return b"".join(map(to_line, attempts))


@pytest.fixture(scope="session")
def records():
    """Students' files by name, made by the first test that hands them in."""
    return {}


@pytest.fixture
def handed(bank, records, tmp_path):
    """Four students' files: one all right, two all wrong at first, one broken. Names are hidden, as at first."""
    from helpers.teacher.projector import PROJECTOR

    folder = tmp_path / "handed-in"
    folder.mkdir()
    for name, good in (("Zoe Good", True), ("Ann Wrong", False), ("Bea Wrong", False)):
        if name not in records:
            records[name] = lines(good_and_bad(bank.values(), good))
        (folder / f"{name}.jsonl").write_bytes(records[name])
    (folder / "Cem Broken_4711_assignsubmission_file_zz-private.zip").write_bytes(b"PK\x03\x04 not a zip")
    PROJECTOR.hidden = True
    yield folder
    PROJECTOR.hidden = True


def shown(call) -> str:
    """Return all that a view of a class shows, as one text."""
    from helpers.teacher.projector import PROJECTOR

    call()
    return json.dumps([one["data"] for one in PROJECTOR._screens[-1].output.outputs], ensure_ascii=False)


def everything(classroom) -> str:
    """Return all that all views of a class show."""
    return "".join(shown(getattr(classroom, view)) for view in VIEWS)
