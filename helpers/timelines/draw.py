"""Events over time, in lanes: a table in, a plain Plotly figure out."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from helpers import lettering, theme
from helpers.lettering import count
from helpers.timelines.table import check_events, put_in_lanes
from helpers.timelines.words import say_all

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

MOST_MARKS = 900  # marks that are still drawn one by one
MOST_BYTES = 190_000  # of JSON; what show() adds must fit under 200 kB too


def timeline(
    events: "pd.DataFrame",
    *,
    lanes: str = "category",
    labels: "str | bool | Sequence[str]" = "auto",
    eras: "pd.DataFrame | None" = None,
    title: str | None = None,
) -> "go.Figure":
    """Draw events over time: markers for single days, bars for spans, one lane for each value of a column.

    events : DataFrame as load_events() returns it; rows without a date are left out, and the description says so
    lanes : the column that makes the lanes; a cell that joins values by ";" puts its event in several lanes
    labels : "auto" (all if they fit, else none), True, False, a column, or a list of event ids
    eras : DataFrame of label, start, end, drawn as bands behind the events
    title : words above the figure

    A table too large to draw event by event becomes counts by lane and stretch of time.
    Raises ValueError, in one sentence, for a column or an id that is not there.

    >>> import pandas as pd
    >>> events = pd.DataFrame({"title": ["Founded"], "start": [pd.Timestamp("1949-04-04")], "kind": ["club"]})
    >>> timeline(events, lanes="kind").layout.meta["description"]
    'Timeline of 1 event on 4 April 1949 in 1 lane by kind.'
    """
    table, undated = check_events(events, lanes)
    bands = check_eras(eras)
    heading = lettering.balance(lettering.shorten(title or "", 300), theme.NARROW, theme.HEADING, bold=True)
    heading = [lettering.safe(line) for line in heading]
    if table.empty:
        return _empty(undated, heading)
    wanted = _labels_wanted(table, labels)
    in_lanes = put_in_lanes(table, lanes)
    if len(in_lanes.event) <= MOST_MARKS:
        from helpers.timelines.marks import CARDS, Card, draw_marks

        description = say_all(table, in_lanes, lanes, undated)
        for card in CARDS:
            figure = draw_marks(table, in_lanes, wanted, bands, heading, description, Card(*card))
            if _size(figure) <= MOST_BYTES:
                return figure
    from helpers.timelines.counts import draw_counts

    return draw_counts(table, in_lanes, bands, heading, lanes, undated)


def _size(figure: "go.Figure") -> int:
    text: str = figure.to_json()
    return len(text.encode())


def check_eras(eras: Any) -> list[tuple[np.datetime64, np.datetime64, str]]:
    """Read the bands: at most 40, as days and a short name."""
    if eras is None:
        return []
    import pandas as pd

    if missing := [name for name in ("label", "start", "end") if name not in eras]:
        raise ValueError(f"The table of eras has no column {missing[0]!r}; it needs label, start and end.")
    bands = []
    for label, start, end in eras[["label", "start", "end"]].head(40).itertuples(index=False):
        first, last = pd.to_datetime(start), pd.to_datetime(end)
        if not (pd.isna(first) or pd.isna(last)):
            day = first.to_datetime64().astype("datetime64[D]"), last.to_datetime64().astype("datetime64[D]")
            bands.append((*day, lettering.shorten(str(label), 60)))
    return bands


def _labels_wanted(table: "pd.DataFrame", labels: Any) -> "tuple[str, str | list[str] | None]":
    """Turn what was asked for into ("auto" | "all" | "none" | "some", column or ids)."""
    if labels is True or labels is False or (isinstance(labels, str) and labels == "auto"):
        return {True: "all", False: "none", "auto": "auto"}[labels], "title"
    names = [str(name) for name in table.columns]
    if isinstance(labels, str):
        if labels not in names:
            raise ValueError(f"The table has no column {labels!r} for labels; its columns are {', '.join(names)}.")
        return "all", labels
    ids = [str(one) for one in labels]
    known = set(table["id"].astype(str)) if "id" in names else set()
    if missing := [one for one in ids if one not in known]:
        raise ValueError(f"No event in this table has the id {missing[0]!r}, so it cannot be labelled.")
    return "some", ids


def _empty(undated: int, heading: list[str]) -> "go.Figure":
    """Say in words that there is nothing to draw."""
    import plotly.graph_objects as go

    words = "There are no events to draw here"
    words += f": {count(undated, 'event')} without a date left out." if undated else ": the table is empty."
    layout = theme.layout(90, title_lines=heading)
    layout["meta"] = {
        "description": words,
        "columns": ["lane", "date", "title", "status", "summary", "sources"],
    }
    layout["xaxis"] = layout["yaxis"] = {"visible": False, "fixedrange": True, "range": [0, 1]}
    line = "<br>".join(lettering.wrap(words, theme.NARROW, 14))
    layout["annotations"] = [
        *layout.get("annotations", []),
        {
            "text": line,
            "x": 0.5,
            "y": 0.5,
            "xref": "paper",
            "yref": "paper",
            "showarrow": False,
            "font": {"size": 14},
        },
    ]
    return go.Figure(layout=layout)
