"""What a timeline shows, in words: its description and alternative text."""

from typing import TYPE_CHECKING

import numpy as np

from helpers.calendar_words import say_day
from helpers.lettering import count, join_words, shorten
from helpers.timelines.table import Lanes

if TYPE_CHECKING:
    import pandas as pd


def say_span(first: np.datetime64, last: np.datetime64) -> str:
    """Say from when to when events are, in words."""
    return f"on {say_day(first)}" if first == last else f"from {say_day(first)} to {say_day(last)}"


def say_lanes(in_lanes: Lanes, events: int, column: str) -> str:
    """Say which lanes hold most, and that an event may stand in several."""
    ranked = sorted(zip(in_lanes.totals, in_lanes.names, strict=True), key=lambda pair: (-pair[0], pair[1]))
    named = [pair for pair in ranked if not (in_lanes.folded and pair[1] == in_lanes.names[-1])][:3]
    words = ""
    if len(in_lanes.names) > 1:
        listed = join_words([f"{shorten(n, 40)} ({size:,})" for size, n in named])
        words += f"; the fullest {'lane is' if len(named) == 1 else 'lanes are'} {listed}"
    if in_lanes.folded:
        words += f"; the {count(in_lanes.folded, 'smallest lane')} are drawn as one"
    if sum(in_lanes.totals) > events:
        words += f"; an event with several values of {shorten(column, 40)} stands in each of its lanes"
    return words


def say_contested(table: "pd.DataFrame") -> int:
    """Count the contested events."""
    return int((table["status"] == "contested").sum()) if "status" in table else 0


def say_undated(undated: int, done: str) -> str:
    """Say how many events have no date and so are not drawn, or not counted; "" if all have one.

    >>> say_undated(2, "drawn")
    '; 2 events without a date are not drawn'
    """
    return f"; {count(undated, 'event')} without a date {'is' if undated == 1 else 'are'} not {done}" if undated else ""


def say_all(table: "pd.DataFrame", in_lanes: Lanes, column: str, undated: int) -> str:
    """Describe a timeline in one sentence: what, how many, from when to when, how sure."""
    first, last = table["start"].min().to_datetime64(), table["end"].max().to_datetime64()
    contested = say_contested(table)
    inexact = int(table["precision"].isin(["month", "year"]).sum()) if "precision" in table else 0
    facts = []
    if contested:
        facts.append(f"{contested} {'is' if contested == 1 else 'are'} contested")
    if inexact:
        facts.append(f"{inexact} {'has' if inexact == 1 else 'have'} no exact day")
    words = f"Timeline of {count(len(table), 'event')} {say_span(first, last)}"
    words += f" in {count(len(in_lanes.names), 'lane')} by {shorten(column, 40)}"
    words += f"; {join_words(facts)}" if facts else ""
    words += say_lanes(in_lanes, len(table), column)
    return words + say_undated(undated, "drawn") + "."
