"""Bands of what went on and what paused: a table of stretches of time in, a plain Plotly figure out.

A state is told by a bar's thickness and outline, and by a key in words: colour never speaks alone.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from helpers import theme
from helpers.calendar_words import say_day
from helpers.lettering import balance, count, safe, shorten, text_width, wrap
from helpers.timelines.frame import Frame, open_frame
from helpers.timelines.layout import lay_out_bands
from helpers.timelines.table import read_events

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import plotly.graph_objects as go

MOST_ROWS = 200
DAY_MS = 86_400_000
NAME, NOTE, BAR, BELOW = 19.0, 14.0, 18.0, 13.0  # pixels: a lane's name, a row of notes, the bar, the space below it
SAMPLE, KEY_ROW = 24.0, 18.0
# From the fullest state to the emptiest: thickness, whether it is filled, the outline's dash.
STYLES = (
    (18.0, True, "solid"),
    (9.0, True, "solid"),
    (18.0, False, "solid"),
    (4.0, True, "solid"),
    (9.0, False, "dot"),
)
COLUMNS = ["row", "title", "date", "state", "note", "id"]
CARD = "<b>%{customdata[1]}</b><br>%{customdata[2]}<br>%{customdata[3]}<extra></extra>"


def bands(
    table: "pd.DataFrame",
    *,
    lanes: str,
    states: Sequence[str],
    notes: str | None = None,
    title: str | None = None,
) -> "go.Figure":
    """Draw stretches of time as bars, one lane for each value of a column, as thick as they are full of life.

    table : DataFrame with start, end, state and the column of lanes; title, date and id if there are any
    lanes : the column that makes the lanes, in the order in which they first come
    states : the words in the column `state`, from the fullest to the emptiest; five at most
    notes : a column with a word to write above a bar's beginning; neighbours that share it show it once
    title : words above the figure

    Raises ValueError, in one sentence, for a column or a state that is not there, or stretches that overlap.

    >>> import pandas as pd
    >>> day = pd.Timestamp
    >>> shop = {"shop": ["Bakery"], "state": ["open"], "start": [day("2001-01-01")], "end": [day("2003-05-06")]}
    >>> bands(pd.DataFrame(shop), lanes="shop", states=["open", "closed"]).layout.meta["description"]
    'Bands of 1 stretch of time from 1 January 2001 to 6 May 2003 in 1 lane: Bakery from 2001 to 2003 (open).'
    """
    import plotly.graph_objects as go

    rows = _check(table, lanes, states, notes)
    heading = [safe(line) for line in balance(shorten(title or "", 300), theme.NARROW, theme.HEADING, bold=True)]
    if rows.empty:
        return _empty(heading)
    frame = open_frame(rows["start"].min().to_datetime64(), rows["end"].max().to_datetime64())
    drawn = [state for state in states if (rows["state"] == state).any()]
    y = _key(frame, drawn, states)
    traces: list[Any] = []
    for name, lane in rows.groupby("lane", sort=False):
        y = _lane(frame, traces, str(name), lane, list(states), y)
    layout = frame.layout(y, heading, _describe(rows, title), COLUMNS)
    return go.Figure(traces, layout)


def _check(table: Any, lanes: str, states: Sequence[str], notes: str | None) -> "pd.DataFrame":
    """Return lane, state, note, words, start and end, in the order of the table, or say what is wrong."""
    import pandas as pd

    needed = ["start", "end", "state", *([notes] if notes else [])]
    read = read_events(table, lanes, needed, "A figure of bands")
    if isinstance(states, str) or not 1 <= len(states) <= len(STYLES) or len(set(states)) < len(states):
        raise ValueError(f"states must be a list of one to {len(STYLES)} different words, not {states!r:.60}.")
    rows = pd.DataFrame({"lane": read[lanes].astype(str), "state": read["state"].astype(str)})
    rows["start"], rows["end"] = read["start"], read["end"]
    rows["note"] = read[notes].astype(str).str.replace(";", ", ") if notes else ""
    for name in ("title", "id"):
        rows[name] = read[name].astype(str) if name in read else ""
    rows = rows.dropna(subset=["start", "end"]).reset_index(drop=True)
    if len(rows) > MOST_ROWS:
        raise ValueError(f"A figure of bands draws at most {MOST_ROWS} stretches of time, not {len(rows):,}.")
    if unknown := sorted(set(rows["state"]) - set(states)):
        raise ValueError(f"The state {unknown[0]!r} is not among those asked for: {', '.join(states)}.")
    for told, lane in rows.groupby("lane", sort=False):
        lane = lane.sort_values("start", kind="stable")
        if (lane["start"].iloc[1:].array < lane["end"].iloc[:-1].array).any():
            raise ValueError(f"In {str(told)!r:.60} two stretches of time overlap.")
    return rows


def _key(frame: Frame, drawn: list[str], states: Sequence[str]) -> float:
    """Put the key on top: for each state a sample of its bar and its word; return the height that it takes."""
    left, row = 0.0, 0
    for state in drawn:
        words = wrap(state, theme.NARROW - SAMPLE - 8, theme.SMALL, most=1)[0]
        wide = SAMPLE + 6 + text_width(words, theme.SMALL) + 12
        if left and left + wide > theme.NARROW:
            left, row = 0.0, row + 1
        middle = row * KEY_ROW + KEY_ROW / 2
        thick, look = _look(states.index(state))
        half = min(thick, KEY_ROW - 5) / 2
        frame.shapes.append(
            {"type": "rect", "xref": "paper", "xsizemode": "pixel", "xanchor": 0, "x0": left, "x1": left + SAMPLE}
            | {"y0": middle - half, "y1": middle + half, "layer": "above", **look}
        )
        frame.annotations.append(
            {"xref": "paper", "x": 0, "xanchor": "left", "xshift": left + SAMPLE + 6, "y": middle, "yanchor": "middle"}
            | {"text": safe(words), "showarrow": False, "borderpad": 0, "font": {"size": theme.SMALL}}
        )
        left += wide
    return (row + 1) * KEY_ROW + 6


def _look(index: int) -> tuple[float, dict[str, Any]]:
    """Return how thick the bar of a state is, and the fill and outline of a shape that looks like it."""
    thick, filled, dash = STYLES[index]
    hue = theme.colour(index)
    line = {"color": hue, "width": 0 if filled else 1.6, "dash": dash}
    return thick, {"fillcolor": theme.pale(hue, 0.85) if filled else theme.CLEAR, "line": line}


def _lane(frame: Frame, traces: list[Any], name: str, lane: "pd.DataFrame", states: list[str], y: float) -> float:
    """Draw one lane: its name, the notes with a thin line down to their bars, the bars; return where it ends."""
    stretches = _rows(lane)
    frame.shapes.append(
        {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": y, "y1": y, "layer": "below"}
        | {"line": {"color": theme.RULE, "width": 1}}
    )
    frame.annotations.append(
        {"xref": "paper", "x": 0, "xanchor": "left", "y": y + 2, "yanchor": "top", "showarrow": False, "borderpad": 0}
        | {"text": f"<b>{safe(wrap(name, theme.NARROW - 8, theme.TEXT, bold=True, most=1)[0])}</b>"}
        | {"font": {"size": theme.TEXT}}
    )
    y += NAME
    told = [
        row
        for row, before in zip(stretches, ["", *[one.note for one in stretches]], strict=False)
        if row.note not in ("", before)
    ]
    places = [(frame.fraction(_day(row.start)), frame.fraction(_day(row.start)), row.note) for row in told]
    spots, rows = lay_out_bands(places)
    middle = y + rows * NOTE + BAR / 2 + 2
    for row, (words, side, place) in zip(told, spots, strict=True):
        top = y + (rows - 1 - place) * NOTE
        frame.shapes.append(
            {"type": "line", "x0": str(_day(row.start)), "x1": str(_day(row.start)), "y0": top + 2, "y1": middle}
            | {"layer": "below", "line": {"color": theme.INK, "width": 1}}
        )
        frame.annotations.append(
            {"x": str(_day(row.start)), "xanchor": "left" if side == "right" else "right", "y": top, "yanchor": "top"}
            | {"xshift": 3 if side == "right" else -3, "text": f"<i>{safe(words)}</i>", "showarrow": False}
            | {"borderpad": 0, "font": {"size": theme.SMALL}}
        )
    for row, before in zip(stretches, ["", *[one.state for one in stretches]], strict=False):
        if row.state == before:
            # The same state goes on: a tick shows where the new stretch begins.
            frame.shapes.append(
                {"type": "line", "x0": str(_day(row.start)), "x1": str(_day(row.start)), "layer": "above"}
                | {"y0": middle - BAR / 2, "y1": middle + BAR / 2, "line": {"color": theme.INK, "width": 1.2}}
            )
        thick, look = _look(states.index(row.state))
        frame.shapes.append(
            {"type": "rect", "x0": str(_day(row.start)), "x1": str(_day(row.end)), "layer": "above", **look}
            | {"y0": middle - thick / 2, "y1": middle + thick / 2}
        )
    # The bars are shapes, which a dotted outline needs; these clear ones, all equally thick, answer the pointer.
    days = [int((_day(row.end) - _day(row.start)).astype(int)) + 1 for row in stretches]
    traces.append(
        {"type": "bar", "orientation": "h", "base": [str(_day(row.start)) for row in stretches]}
        | {"x": [number * DAY_MS for number in days], "y": [middle] * len(days), "width": BAR}
        | {"marker": {"color": "rgba(128,128,128,0.01)", "line": {"width": 0}}, "name": name, "meta": {"lane": name}}
        | {"customdata": [_card(row) for row in stretches], "hovertemplate": CARD}
    )
    return middle + BAR / 2 + BELOW


def _rows(lane: "pd.DataFrame") -> list[Any]:
    """Return a lane's stretches in the order of their beginnings."""
    return list(lane.sort_values("start", kind="stable").itertuples())


def _day(moment: Any) -> "np.datetime64":
    """Return a moment's day."""
    return moment.to_datetime64().astype("datetime64[D]")  # type: ignore[no-any-return]


def _card(row: Any) -> list[Any]:
    """Return the cells of a stretch's hover card and of the table behind the figure."""
    words = "<br>".join(safe(line) for line in wrap(shorten(row.title or row.state, 140), 230, theme.TEXT))
    when = f"{say_day(_day(row.start))} to {say_day(_day(row.end))}"
    return [row.Index, words, when, safe(shorten(row.state, 40)), safe(shorten(row.note, 60)), safe(row.id)]


def _describe(rows: "pd.DataFrame", title: str | None) -> str:
    """Say in one sentence which years each lane spans, and through which states it goes."""
    first, last = _day(rows["start"].min()), _day(rows["end"].max())
    told = []
    for name, lane in rows.groupby("lane", sort=False):
        years = (lane["start"].min().year, lane["end"].max().year)
        span = f"in {years[0]}" if years[0] == years[1] else f"from {years[0]} to {years[1]}"
        states = ", ".join(shorten(row.state, 40) for row in _rows(lane))
        told.append(f"{shorten(str(name), 40)} {span} ({states})")
    words = f"Bands of {shorten(title, 80)}: " if title else "Bands of "
    words += f"{count(len(rows), 'stretch', 'stretches')} of time from {say_day(first)} to {say_day(last)}"
    return f"{words} in {count(rows['lane'].nunique(), 'lane')}: {'; '.join(told)}."


def _empty(heading: list[str]) -> "go.Figure":
    """Say in words that there is nothing to draw."""
    import plotly.graph_objects as go

    words = "There are no stretches of time to draw here: the table is empty."
    layout = theme.layout(90, title_lines=heading)
    layout["meta"] = {"description": words, "columns": COLUMNS}
    layout["xaxis"] = layout["yaxis"] = {"visible": False, "fixedrange": True, "range": [0, 1]}
    note = {"text": "<br>".join(wrap(words, theme.NARROW, 14)), "x": 0.5, "y": 0.5, "xref": "paper", "yref": "paper"}
    layout["annotations"] = [*layout.get("annotations", []), note | {"showarrow": False, "font": {"size": 14}}]
    return go.Figure(layout=layout)
