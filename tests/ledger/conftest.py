"""A small course about a clock tower, and a record of its own, for every test of the ledger."""

import shutil
from pathlib import Path

import pytest

from helpers import course
from helpers.exercises import titles
from helpers.exercises.answers import Record

FIXTURES = Path(__file__).parent / "fixtures"


def _forget() -> None:
    course.root.cache_clear()
    titles._titles.cache_clear()


@pytest.fixture(autouse=True)
def tower(tmp_path, monkeypatch):
    """The fixture course, as a copy that a test may change; returns its folder of data."""
    root = tmp_path / "course"
    shutil.copytree(FIXTURES, root)
    monkeypatch.setenv("COURSE_ROOT", str(root))
    monkeypatch.setenv("COURSE_ANSWERS", str(tmp_path / "answers"))
    _forget()
    yield root / "data"
    monkeypatch.undo()
    _forget()


@pytest.fixture
def kept(tmp_path):
    return Record(tmp_path / "answers")


def rewrite(path: Path, *changes: tuple[str, str]) -> None:
    """Change a file's words; each must be there."""
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
