"""The contact sheet: each kind can be brought into each state, without a browser."""

from pathlib import Path

import pytest
from contact_sheet import MARKED, OPEN, in_state, one_of_each

from helpers import course
from helpers.exercises import titles
from helpers.exercises.kinds import KINDS
from helpers.exercises.question import MarkedQuestion
from helpers.exercises.widgets import ExerciseWidget


@pytest.fixture
def cards(tmp_path, monkeypatch):
    """Return every card in every state: (kind, state) -> card, None where the kind has no such state."""
    fixtures = Path(__file__).parent / "exercises" / "fixtures"
    monkeypatch.setenv("COURSE_ROOT", str(fixtures))
    for cached in (course.root, titles._titles):
        cached.cache_clear()
    made: dict[tuple[str, str], ExerciseWidget | None] = {}
    for question in one_of_each([]):
        for name, state in (MARKED if isinstance(question, MarkedQuestion) else OPEN).items():
            made[question.kind, name] = in_state(question, state, tmp_path / f"{question.kind}-{name}")
    yield made
    monkeypatch.undo()
    for cached in (course.root, titles._titles):
        cached.cache_clear()


def test_every_state_of_every_kind(cards) -> None:
    assert {kind for kind, _ in cards} == set(KINDS)
    for (kind, name), card in cards.items():
        if card is None:
            assert name == "first try: in part"
            assert kind in {"choose-one", "code", "find-in-table"}
            continue
        state = card.state
        assert not state["problem"], (kind, name, state["problem"])
        assert bool(state["unsaved"]) == (name in ("full marks, not saved", "could not be saved"))
        if "first try: wrong" in name:
            assert [one["tone"] for one in state["tries"]] == ["none"]
        if name in ("first try: full marks", "finished: two wrong tries"):
            assert state["finished"]
            assert state["worked"]
        if "sure and wrong" in name:
            assert state["tries"][0]["fuller"]


def test_unknown_kind_is_told() -> None:
    with pytest.raises(ValueError, match="no question of the kind sort"):
        one_of_each(["sort"])
