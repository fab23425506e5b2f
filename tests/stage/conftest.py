"""A stage for each test, wide or a phone's, and the small course of the fixtures with a record of its own."""

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator

from helpers import course
from helpers.exercises import titles
from helpers.exercises.answers import Record
from helpers.exercises.bank import find
from helpers.exercises.widgets import ExerciseWidget
from tests.kit import cards
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


class Hand:
    """A student's hand on a stage: it answers cards in its way."""

    def __init__(self, stage: Stage, answer: cards.Answering) -> None:
        self.stage, self._answer = stage, answer
        self.by_keys = answer is cards.answer_by_keyboard

    def choose(self, card: Locator, name: str, answer: Any, sure: str = "I think so") -> None:
        """Give an answer and a confidence, and commit nothing yet."""
        self._answer(self.stage.page, card, find(name), answer, sure)

    def press(self, card: Locator) -> None:
        """Press the main button and wait for what Python says."""
        cards.check(self.stage.page, card, self._answer)

    def commit(self, card: Locator, name: str, answer: Any, sure: str = "I think so") -> None:
        """Give an answer and commit it."""
        self.choose(card, name, answer, sure)
        self.press(card)


HANDS = {"mouse": cards.answer_by_mouse, "keys": cards.answer_by_keyboard, "thumb": cards.answer_by_thumb}


@pytest.fixture(params=HANDS)
def hand(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Hand]:
    """Each hand in turn; a thumb has a phone's narrow page."""
    with Stage(browser, phone=request.param == "thumb") as stage:
        yield Hand(stage, HANDS[request.param])


@pytest.fixture
def mouse(stage: Stage) -> Hand:
    return Hand(stage, cards.answer_by_mouse)


@pytest.fixture
def keys(stage: Stage) -> Hand:
    return Hand(stage, cards.answer_by_keyboard)


@pytest.fixture
def deal(clocks: Path, record: Record) -> Callable[..., Locator]:
    """What puts the card of an exercise on a stage, over the test's record, and returns it."""

    def put(stage: Stage, name: str) -> Locator:
        stage.show(ExerciseWidget(find(name), record))
        return cards.card(stage.page, name).last

    return put


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
    import_module("pandas")  # as a lesson's first cell does: the first code on a card does not wait for it
    monkeypatch.setenv("COURSE_ROOT", str(CLOCKS))
    _forget()
    yield CLOCKS
    monkeypatch.undo()
    _forget()


@pytest.fixture
def kept(answers: Path) -> Callable[[str], list[Any]]:
    """What returns all that the record's files hold of an exercise, with the confidence."""

    def read(name: str) -> list[Any]:
        found = Record(answers).attempts(name).attempts
        return [(one.answer, one.confidence) for one in found]

    return read


def _forget() -> None:
    for cached in (course.root, titles._titles):
        cached.cache_clear()
