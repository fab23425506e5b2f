"""From a table of events to events in lanes: checks, lists in cells, the fold of small lanes. No drawing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from helpers.lettering import count

if TYPE_CHECKING:
    import pandas as pd

MOST_LANES = 12
NONE_GIVEN = "none given"


@dataclass(frozen=True)
class Lanes:
    """Which event stands in which lane: `event[i]` (a row number) is in lane `lane[i]`, named `names[lane[i]]`.

    totals : events in each lane; folded : how many lanes the last one gathers (0: none does).
    """

    names: tuple[str, ...]
    totals: tuple[int, ...]
    event: np.ndarray
    lane: np.ndarray
    folded: int


def check_events(events: Any, lanes: str) -> "tuple[pd.DataFrame, int]":
    """Return the events that have a date, and how many have none.

    Raises ValueError, in one sentence, if this is no table of events or has no column of that name.
    """
    events = read_events(events, lanes)
    dated = events["start"].notna().to_numpy()
    undated = int((~dated).sum())
    return (events[dated] if undated else events).reset_index(drop=True), undated


def read_events(
    events: Any, lanes: str, needed: Sequence[str] = ("start",), what: str = "A timeline"
) -> "pd.DataFrame":
    """Return all events with `start` and `end` as days (NaT for an event without a date), rows as they were.

    needed : columns that must be there beside `lanes`; what : what needs the table, to begin the sentence
    Raises ValueError as `check_events` does.
    """
    import pandas as pd

    if not isinstance(events, pd.DataFrame):
        raise ValueError(f"{what} needs a table of events, such as load_events() gives, not {events!r:.60}.")
    names = [str(name) for name in events.columns]
    for wanted in (*needed, lanes):
        if wanted not in names:
            raise ValueError(f"The table has no column {wanted!r}; its columns are {', '.join(names) or 'none'}.")
    used = {
        "start",
        "end",
        "id",
        "date",
        "date_end",
        "precision",
        "title",
        "summary",
        "sources",
        "status",
        lanes,
        *needed,
    }
    if twice := sorted(used & {name for name in names if names.count(name) > 1}):
        raise ValueError(f"The table has the column {twice[0]!r} more than once; give each column its own name.")
    table: pd.DataFrame = events.copy(deep=False)
    table["start"] = _as_dates(table["start"], "start")
    end = _as_dates(table["end"], "end") if "end" in names else table["start"]
    # An end before the start, or none, means that the event lasted a day.
    table["end"] = end.where(end >= table["start"], table["start"])
    return table


def _as_dates(column: "pd.Series[Any]", name: str) -> "pd.Series[Any]":
    """Read a column as dates without a time zone; refuse it in one sentence if it holds something else."""
    import pandas as pd

    try:
        if not pd.api.types.is_datetime64_any_dtype(column):
            column = pd.to_datetime(column, format="ISO8601")
        return column.dt.tz_localize(None) if getattr(column.dt, "tz", None) is not None else column
    except (ValueError, TypeError, OverflowError) as problem:
        first = str(problem).partition("\n")[0]  # pandas goes on with advice to programmers
        raise ValueError(f"The column {name!r} holds something that is not a date: {first:.120}") from None


def text_column(events: "pd.DataFrame", name: str) -> list[str]:
    """Return a column as a list of texts, "" where a cell is empty or the column is not there."""
    if name not in events.columns:
        return [""] * len(events)
    column = events[name]
    return ["" if empty else str(cell) for cell, empty in zip(column, column.isna(), strict=True)]


def put_in_lanes(events: "pd.DataFrame", column: str, most: int = MOST_LANES) -> Lanes:
    """Put each event in the lane, or the lanes, that its cell names.

    A cell that joins several values by ";" puts its event in each. Lanes stand by size, the largest first; an
    ordered category keeps its own order. Beyond `most` lanes, the smallest are folded into one last lane, in
    which an event counts once.
    """
    import pandas as pd

    cells = events[column]
    codes, kinds = pd.factorize(cells.astype(object) if cells.dtype != object else cells, use_na_sentinel=True)
    codes = np.where(codes < 0, len(kinds), codes)
    # Lists are split once for each different cell, not once for each event: a million rows stay quick.
    name_of: dict[str, int] = {}
    split: list[list[int]] = []
    for kind in [*kinds, NONE_GIVEN]:
        parts = dict.fromkeys(part.strip() for part in str(kind).split(";"))
        parts.pop("", None)
        split.append([name_of.setdefault(part, len(name_of)) for part in parts or [NONE_GIVEN]])
    lengths = np.fromiter((len(part) for part in split), dtype=np.intp, count=len(split))
    flat = np.fromiter((lane for part in split for lane in part), dtype=np.intp, count=int(lengths.sum()))
    offsets = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    repeats = lengths[codes]
    event = np.repeat(np.arange(len(codes)), repeats)
    within = np.arange(len(event)) - np.repeat(np.cumsum(repeats) - repeats, repeats)
    lane = flat[offsets[codes[event]] + within] if len(event) else np.empty(0, dtype=np.intp)

    names = list(name_of)
    totals = np.bincount(lane, minlength=len(names))
    order = sorted((i for i in range(len(names)) if totals[i]), key=lambda i: (-int(totals[i]), names[i]))
    if isinstance(cells.dtype, pd.CategoricalDtype) and cells.dtype.ordered:
        place = {str(value): number for number, value in enumerate(cells.dtype.categories)}
        by_category = sorted(order, key=lambda i: place.get(names[i], len(place)))
        order = by_category if len(order) <= most else order
    kept, folded = (order, []) if len(order) <= most else (order[: most - 1], order[most - 1 :])
    new = np.full(len(names), len(kept), dtype=np.intp)
    new[kept] = np.arange(len(kept))
    lane = new[lane] if len(lane) else lane
    if folded:
        pairs = np.unique(event * (len(kept) + 1) + lane)
        event, lane = np.divmod(pairs, len(kept) + 1)
    final = [names[i] for i in kept] + ([f"all others ({count(len(folded), 'lane')})"] if folded else [])
    sizes = np.bincount(lane, minlength=len(final)) if final else np.empty(0, dtype=np.intp)
    return Lanes(tuple(final), tuple(int(size) for size in sizes), event, lane, len(folded))
