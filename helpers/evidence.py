"""What an exercise leans on, as rows of the tables."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


def events_of(exercise_id: str) -> "pd.DataFrame":
    """Return the events that an exercise is about.

    exercise_id : the id in the lesson's exercises.yml, such as "01-first-steps"
    The rows and columns are those of load_events(), in the same order.
    Raises ValueError with the closest ids if there is no such exercise.
    """
    from helpers.exercises.bank import find
    from helpers.tables import load_events

    named = {reference for _, reference in find(exercise_id).references()}
    events = load_events()
    return events[events["id"].isin(named)].reset_index(drop=True)
