import pytest

from helpers import events_of, load_events
from helpers.exercises.bank import find


def test_the_events_of_an_exercise_are_those_that_its_items_name() -> None:
    question = find("01-founding-order")
    found = events_of("01-founding-order")
    assert set(found["id"]) == {item.event for item in question.items}
    assert list(found.columns) == list(load_events().columns)
    assert found["start"].is_monotonic_increasing


def test_an_unknown_exercise_is_told_with_its_neighbours() -> None:
    with pytest.raises(ValueError, match="01-founding-order"):
        events_of("01-founding-ordr")
