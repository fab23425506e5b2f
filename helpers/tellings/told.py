"""Accounts by the day on which each was told, with the way back to the day of what it tells of: a plain figure."""

from typing import TYPE_CHECKING, Any

from helpers import theme
from helpers.lettering import LINE, balance, count, safe, shorten, text_width, wrap
from helpers.tellings.delays import Telling, read_tellings, say_tellings
from helpers.timelines.frame import Frame, open_frame
from helpers.timelines.layout import BELOW_LANE, GAP, ROOMY, Placed, Spot, lay_out
from helpers.timelines.table import NONE_GIVEN

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

MOST = 120  # accounts; more rows than that nobody reads in one figure
CARD_WIDTH = 250.0
COLUMNS = ["row", "title", "told", "happened", "delay", "kind", "summary", "sources", "id"]
CARD = (
    "<b>%{customdata[1]}</b><br>Told: %{customdata[2]}<br>Happened: %{customdata[3]}<br><b>%{customdata[4]}</b>"
    "%{customdata[5]}%{customdata[6]}%{customdata[7]}<extra></extra>"
)
# The shapes of theme.SYMBOLS as letters, filled and hollow, for the key.
_SIGNS = dict(zip(theme.SYMBOLS, ("●○", "■□", "◆◇", "▲△", "⬟⬠", "★☆", "▼▽", "⬢⬡"), strict=True))
_POSITION = {
    "right": "middle right",
    "left": "middle left",
    "above-right": "middle right",
    "above-left": "middle left",
}


def told_when(
    accounts: "pd.DataFrame",
    events: "pd.DataFrame | None" = None,
    *,
    lanes: str = "event",
    title: str | None = None,
    happened: str = "happened",
) -> "go.Figure":
    """Draw accounts by the day on which each was told, with a line from the day on which it happened.

    accounts : DataFrame as load_accounts() returns it; accounts without a date are left out, and the description
        says so
    events : DataFrame as load_events() returns it; the column `event` of an account names its event there
    lanes : the column that makes the lanes: "event", or such as "kind"
    title : words above the figure
    happened : a column of the accounts with the day itself, for accounts whose event is dated otherwise (a talk
        recorded some days before it was broadcast); where a cell is empty, the event's day counts

    Raises ValueError, in one sentence, for a column that is not there or an account of an unknown event.

    >>> import pandas as pd
    >>> told = {"title": ["A diary", "A memoir"], "start": pd.to_datetime(["1931-05-02", "1948-05-01"])}
    >>> accounts = pd.DataFrame({**told, "event": "flood", "kind": "book", "happened": "1931-05-01"})
    >>> told_when(accounts).layout.meta["description"][:66]
    'Told-when plot of 2 accounts of what happened on 1 May 1931: from '
    """
    import plotly.graph_objects as go

    tellings, undated = read_tellings(accounts, events, lanes, happened)
    heading = [safe(line) for line in balance(shorten(title or "", 300), theme.NARROW, theme.HEADING, bold=True)]
    if not tellings:
        return _empty(undated, heading)
    if len(tellings) > MOST:
        raise ValueError(f"Told-when draws {MOST} accounts at most, and this table has {len(tellings)}: pick some.")
    days = [day for one in tellings for day in (*one.drawn, *one.happening.days)]
    frame = open_frame(min(days), max(days))
    kinds = {kind: place for place, kind in enumerate(dict.fromkeys(one.kind for one in tellings))}
    traces: list[Any] = []
    y = 0.0
    number = 0
    for lane, members in _lanes(tellings, lanes == "event"):
        y = _lane_heading(frame, y, lane, members, lanes == "event")
        rows = []
        for one in members:
            first, last = one.drawn
            spot = Spot(frame.fraction(first), frame.fraction(last), shorten(f"{one.title}, {one.delay}", 110))
            (placed,), y = lay_out([spot], y)
            rows.append((number, one, placed))
            number += 1
        traces += _lane_traces(rows, shorten(lane, 120), kinds)
        y += BELOW_LANE
    _explain(frame, tellings, kinds)
    return go.Figure(traces, frame.layout(y, heading, say_tellings(tellings, undated), COLUMNS))


def _lanes(tellings: list[Telling], by_event: bool) -> list[tuple[str, list[Telling]]]:
    """Put accounts in lanes: events in the order in which they happened, other lanes by their first account."""
    found: dict[tuple[str, str], list[Telling]] = {}
    for one in tellings:
        name = one.happening.name if by_event else one.lane
        found.setdefault((name or NONE_GIVEN, one.happening.words if by_event else ""), []).append(one)
    lanes = list(found.items())
    if by_event:
        lanes.sort(key=lambda lane: (lane[1][0].happening.days[1], lane[0]))
    return [(name, members) for (name, _), members in lanes]


def _lane_heading(frame: Frame, y: float, name: str, members: list[Telling], by_event: bool) -> float:
    """Write a lane's name, when it happened and how many accounts there are; return where its rows begin."""
    number = count(len(members), "account")
    lines = [f"<b>{safe(line)}</b>" for line in wrap(name, theme.NARROW - 8, theme.TEXT, bold=True, most=4)]
    below = [f"Happened: {members[0].happening.words}", number] if by_event else [number]
    if text_width(" · ".join(below), theme.TEXT) <= theme.NARROW - 8:
        below = [" · ".join(below)]
    lines += [safe(line) for part in below for line in wrap(part, theme.NARROW - 8, theme.TEXT)]
    frame.shapes.append(
        {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": y, "y1": y, "layer": "below"}
        | {"line": {"color": theme.RULE, "width": 1}}
    )
    frame.annotations.append(
        {"xref": "paper", "x": 0, "xanchor": "left", "y": y + 2, "yanchor": "top", "showarrow": False}
        | {"text": "<br>".join(lines), "align": "left", "borderpad": 0, "font": {"size": theme.TEXT}}
    )
    return y + 8 + len(lines) * theme.TEXT * LINE


Rows = list[tuple[int, Telling, Placed]]


def _lane_traces(rows: Rows, lane: str, kinds: dict[str, int]) -> list[Any]:
    """Draw one lane, from back to front: ways back, ranges of inexact days, days of the event, rings, marks, labels."""
    traces: list[Any] = []
    for kind, place in kinds.items():
        hue = theme.colour(place)
        mine = [(one, spot.y) for _, one, spot in rows if one.kind == kind]
        if mine:
            traces.append(_lines([(one.happened, one.told, y) for one, y in mine], hue, 1.6))
        if wide := [(*one.days, y) for one, y in mine if one.days[0] != one.days[1]]:
            traces.append(_lines(wide, theme.pale(hue, 0.4), 6))
    if wide := [(*one.happening.days, spot.y) for _, one, spot in rows if len(set(one.happening.days)) > 1]:
        traces.append(_lines(wide, theme.pale("#808080", 0.4), 6))
    bar = {"symbol": "line-ns-open", "size": 13, "color": theme.INK, "line": {"width": 2.4, "color": theme.INK}}
    traces.append(_points([(one.happened, spot.y) for _, one, spot in rows], bar))
    if rings := [(one, spot.y) for _, one, spot in rows if one.days[0] != one.days[1]]:
        hues = [theme.colour(kinds[one.kind]) for one, _ in rings]
        ring = {"symbol": "circle-open", "size": 2 * ROOMY.reach, "color": hues, "line": {"width": 1.2}}
        traces.append(_points([(one.told, y) for one, y in rings], ring))
    hues = [theme.colour(kinds[one.kind]) for _, one, _ in rows]
    traces.append(
        {
            "type": "scatter",
            "mode": "markers",
            "x": [str(one.told) for _, one, _ in rows],
            "y": [spot.y for _, _, spot in rows],
            "customdata": [_card(number, one) for number, one, _ in rows],
            "hovertemplate": CARD,
            "name": lane,
            "meta": {"lane": lane},
            "cliponaxis": False,
            "marker": {
                "symbol": [theme.symbol(kinds[one.kind]) + ("-open" if one.contested else "") for _, one, _ in rows],
                "size": [round(ROOMY.marker * (0.64 if one.days[0] != one.days[1] else 1), 1) for _, one, _ in rows],
                "color": hues,
                "opacity": 1,
                "line": {"width": [2 if one.contested else 0 for _, one, _ in rows], "color": hues},
            },
        }
    )
    traces.append(_labels(rows))
    return traces


def _card(number: int, one: Telling) -> list[Any]:
    return [
        number,
        _broken(one.title, 160),
        _broken(one.words, 120),
        _broken(one.happening.words, 120),
        _broken(one.delay, 80),
        _broken(one.kind, 80, "<br>"),
        _broken(one.summary, 340, "<br>"),
        _broken(one.sources.replace(";", "; "), 160, "<br>Sources: "),
        safe(shorten(one.id, 60)),
    ]


def _broken(words: str, letters: int, before: str = "") -> str:
    """Shorten and break words for a hover card; nothing at all if there is nothing to say."""
    words = shorten(words, letters)
    return before + "<br>".join(safe(line) for line in wrap(words, CARD_WIDTH, theme.TEXT)) if words else ""


def _points(spots: list[tuple[Any, float]], marker: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [str(day) for day, _ in spots],
        "y": [y for _, y in spots],
        "hoverinfo": "skip",
        "cliponaxis": False,
        "marker": marker,
    }


def _lines(spans: list[tuple[Any, Any, float]], hue: str, width: float) -> dict[str, Any]:
    """Draw a level line for each span of days."""
    x: list[str | None] = []
    y: list[float | None] = []
    for first, last, level in spans:
        x += [str(first), str(last), None]
        y += [level, level, None]
    look = {"line": {"color": hue, "width": width}, "hoverinfo": "skip", "cliponaxis": False}
    return {"type": "scatter", "mode": "lines", "x": x, "y": y, **look}


def _labels(rows: Rows) -> dict[str, Any]:
    """Write who told it and how late, beside an invisible marker that keeps the words off the real one."""
    sides = [(one.drawn[1 if spot.side in ("right", "above-left") else 0], spot) for _, one, spot in rows]
    # Plotly sets text 0.5 size / 0.8 + 1 away from a marker's middle.
    size = 2 * 0.8 * (ROOMY.reach + GAP - 2)
    return {
        **_points([(day, spot.label_y) for day, spot in sides], {"size": size, "opacity": 0}),
        "mode": "markers+text",
        "text": ["<br>".join(safe(line) for line in spot.lines) for _, spot in sides],
        "textposition": [_POSITION[spot.side] for _, spot in sides],
        "textfont": {"size": theme.TEXT},
        "name": "labels",
    }


def _explain(frame: Frame, tellings: list[Telling], kinds: dict[str, int]) -> None:
    """Write the key: each kind by its shape and colour, and what the lines and rings mean."""
    for kind, place in kinds.items():
        hollow = all(one.contested for one in tellings if one.kind == kind)
        sign = _SIGNS[theme.symbol(place)][hollow]
        frame.key.append(f"{sign} {shorten(kind, 60)}")
        frame.hues[sign] = theme.colour(place)
    frame.key.append("┃ the day of the event; the line runs from it to the telling")
    if any(one.contested for one in tellings):
        frame.key.append("hollow: contested")
    if any(one.days[0] != one.days[1] for one in tellings):
        frame.key.append("◎ ringed, with a pale bar: exact day not known")


def _empty(undated: int, heading: list[str]) -> "go.Figure":
    """Say in words that there is nothing to draw."""
    import plotly.graph_objects as go

    words = "There are no accounts to draw here"
    words += f": {count(undated, 'account')} without a date left out." if undated else ": the table is empty."
    layout = theme.layout(90, title_lines=heading)
    layout["meta"] = {"description": words, "columns": COLUMNS}
    layout["xaxis"] = layout["yaxis"] = {"visible": False, "fixedrange": True, "range": [0, 1]}
    layout["annotations"] = [
        *layout.get("annotations", []),
        {"text": "<br>".join(wrap(words, theme.NARROW, 14)), "x": 0.5, "y": 0.5, "xref": "paper", "yref": "paper"}
        | {"showarrow": False, "font": {"size": 14}},
    ]
    return go.Figure(layout=layout)
