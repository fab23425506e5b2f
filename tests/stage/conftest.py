"""A stage for each test, wide or a phone's, and the small course of the fixtures with a record of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from helpers import course
from helpers.exercises import titles
from helpers.exercises.answers import Record
from tests.kit.stage import Stage

HERE = Path(__file__).parent
CLOCKS = HERE.parent / "exercises" / "fixtures"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("stage")


@pytest.fixture
def stage(browser: Browser) -> Iterator[Stage]:
    with Stage(browser) as stage:
        yield stage


@pytest.fixture
def phone(browser: Browser) -> Iterator[Stage]:
    with Stage(browser, phone=True) as stage:
        yield stage


@pytest.fixture
def answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the test's answers."""
    folder = tmp_path / "answers"
    monkeypatch.setenv("COURSE_ANSWERS", str(folder))
    return folder


@pytest.fixture
def record(answers: Path) -> Record:
    return Record(answers)


@pytest.fixture
def clocks(answers: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The fixtures' small course in place of the real one."""
    monkeypatch.setenv("COURSE_ROOT", str(CLOCKS))
    _forget()
    yield CLOCKS
    monkeypatch.undo()
    _forget()


def _forget() -> None:
    for cached in (course.root, titles._titles):
        cached.cache_clear()
