import importlib
import shutil
from pathlib import Path

import pytest

FIXTURES = Path(__file__).parent / "fixtures"


@pytest.fixture
def course_folder(tmp_path, monkeypatch):
    """The fixture course instead of the real one, with an answers folder of its own."""
    from helpers import course
    from helpers.exercises import titles

    monkeypatch.setenv("COURSE_ROOT", str(FIXTURES))
    monkeypatch.setenv("COURSE_ANSWERS", str(tmp_path / "answers"))
    for cached in (course.root, titles._titles):
        cached.cache_clear()
    yield FIXTURES
    monkeypatch.undo()
    for cached in (course.root, titles._titles):
        cached.cache_clear()


@pytest.fixture
def own_course(course_folder, tmp_path, monkeypatch):
    """The fixture course in a folder of the test's own, whose tables a test may write."""
    from helpers import course
    from helpers.exercises import titles

    own = tmp_path / "course"
    shutil.copytree(course_folder, own)
    monkeypatch.setenv("COURSE_ROOT", str(own))
    for cached in (course.root, titles._titles):
        cached.cache_clear()
    return own


@pytest.fixture
def lesson():
    return FIXTURES / "lessons" / "01-clocks"


@pytest.fixture
def questions(lesson):
    bank = importlib.import_module("helpers.exercises.bank")
    return {question.id: question for question in bank.load_exercises(lesson)}
