"""Draws a timeline event by event: markers, bars, ranges, labels, hover cards."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from helpers import theme
from helpers.calendar_words import days_of, say_day, say_range
from helpers.lettering import safe, shorten, wrap
from helpers.timelines.frame import Bands, open_frame
from helpers.timelines.layout import (
    BELOW_LANE,
    DENSE,
    GAP,
    HEADING,
    ROOMY,
    Placed,
    Sizes,
    Spot,
    lay_out,
)
from helpers.timelines.table import Lanes, text_column

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

CROWD = 60  # marks from which everything is drawn smaller
COSY_HEIGHT = 900.0  # pixels of lanes up to which labels="auto" labels every event
CARD_WIDTH = 250.0
DAY_MS = 86_400_000
# The first cards with which the figure stays small enough are taken.
CARDS = (
    (340, 130, 160, True),
    (180, 130, 120, True),
    (90, 110, 60, True),
    (200, 110, 90, False),
    (110, 90, 40, False),
    (60, 70, 0, False),
    (40, 60, 0, False),
    (0, 50, 0, False),
)
COLUMNS = ["row", "title", "date", "status", "summary", "sources", "id"]
CARD = "<b>%{customdata[1]}</b><br>%{customdata[2]}%{customdata[3]}%{customdata[4]}%{customdata[5]}<extra></extra>"


@dataclass(frozen=True)
class Card:
    """How many letters a hover card has, and whether an event in several lanes has the whole of it in each."""

    summary: int
    title: int
    sources: int
    whole: bool = True


@dataclass(frozen=True)
class Mark:
    """One event as it is drawn: days, how sure they are, and what its hover card says."""

    row: int
    first: np.datetime64
    last: np.datetime64
    sure: tuple[np.datetime64, np.datetime64] | None  # the days that a span covers for certain
    inexact: bool
    contested: bool
    card: list[Any]  # the cells of its hover card

    @property
    def spot(self) -> np.datetime64:
        """Return the day on which the marker stands: a span's first sure day, else the middle of what is known."""
        if self.sure:
            return self.sure[0]
        return self.first + (self.last - self.first) // 2

    @property
    def drawn(self) -> tuple[np.datetime64, np.datetime64]:
        """Return the first and the last day that anything is drawn on."""
        return (self.first, self.last) if self.sure or self.inexact else (self.spot, self.spot)


def read_marks(table: "pd.DataFrame", card: Card) -> list[Mark]:
    """Turn rows into marks, with cards no longer than asked for."""
    text = {
        name: text_column(table, name)
        for name in ("title", "date", "date_end", "precision", "status", "summary", "sources", "id")
    }
    firsts = table["start"].to_numpy().astype("datetime64[D]")
    lasts = table["end"].to_numpy().astype("datetime64[D]")
    marks = []
    for row in range(len(table)):
        first, last = firsts[row], lasts[row]
        begin, end = days_of(text["date"][row]), days_of(text["date_end"][row])
        span = end is not None if begin else last > first
        inexact = text["precision"][row] in ("month", "year")
        sure = None
        if span:
            sure = (max(begin[1] if begin else first, first), min(end[0] if end else last, last))
            sure = sure if sure[0] < sure[1] else None
            inexact = inexact or sure != (first, last)
        if begin and (not text["date_end"][row] or end):
            words = say_range(text["date"][row], text["date_end"][row])
        else:
            words = say_day(first) + (f" to {say_day(last)}" if last > first else "")
        status = text["status"][row]
        title = text["title"][row] or text["id"][row] or f"event {row + 1}"
        marks.append(
            Mark(
                row,
                first,
                last,
                sure,
                inexact,
                status == "contested",
                [
                    row,
                    _lines(title, card.title),
                    _lines(words, 120),
                    _lines(status, 40, "<br>"),
                    _lines(text["summary"][row], card.summary, "<br>"),
                    _lines(text["sources"][row].replace(";", "; "), card.sources, "<br>Sources: "),
                    safe(shorten(text["id"][row], 60)),
                ],
            )
        )
    return marks


def _lines(words: str, letters: int, before: str = "") -> str:
    """Shorten and break words for a hover card; nothing at all if there is nothing to say."""
    words = shorten(words, letters)
    return before + "<br>".join(safe(line) for line in wrap(words, CARD_WIDTH, theme.TEXT)) if words else ""


def draw_marks(
    table: "pd.DataFrame",
    in_lanes: Lanes,
    wanted: "tuple[str, str | list[str] | None]",
    bands: Bands,
    heading: list[str],
    description: str,
    card: Card,
) -> "go.Figure":
    """Draw every event of the table in its lanes.

    wanted : which labels, as timeline() reads them; card : how much a hover card may say, in letters.
    """
    import plotly.graph_objects as go

    marks = read_marks(table, card)
    frame = open_frame(min(mark.first for mark in marks), max(mark.last for mark in marks))
    top = frame.bands(bands)
    members = [[marks[row] for row in in_lanes.event[in_lanes.lane == i]] for i in range(len(in_lanes.names))]
    spans = {mark.row: (frame.fraction(mark.drawn[0]), frame.fraction(mark.drawn[1])) for mark in marks}
    sizes = ROOMY if len(in_lanes.event) < CROWD else DENSE
    places, height = _choose_labels(table, members, spans, wanted, top, sizes)
    traces: list[Any] = []
    told: dict[int, str] = {}
    for index, (name, lane, (y, spots)) in enumerate(zip(in_lanes.names, members, places, strict=True)):
        frame.lane_title(y, shorten(name, 80), in_lanes.totals[index], index)
        traces += _lane_traces(lane, spots, index, shorten(name, 80), sizes, told, card.whole)
    traces.append(_label_trace(members, places, sizes))
    if any(mark.contested for mark in marks):
        frame.key.append("○ hollow, or a dashed outline: contested")
    if any(mark.inexact for mark in marks):
        frame.key.append("◎ ringed, or a thin pale bar: exact day not known")
    if any(mark.sure for mark in marks):
        frame.key.append("●▬ with a bar: lasted until the bar ends")
    layout = frame.layout(height, heading, description, COLUMNS)
    return go.Figure([trace for trace in traces if trace], layout)


Places = list[tuple[float, list[Placed]]]


def _choose_labels(
    table: "pd.DataFrame",
    members: list[list[Mark]],
    spans: dict[int, tuple[float, float]],
    wanted: "tuple[str, str | list[str] | None]",
    top: float,
    sizes: Sizes,
) -> tuple[Places, float]:
    """Decide which events get labels, and place everything; return each lane's top and places, and the height."""
    mode, what = wanted
    column = what if isinstance(what, str) else "title"
    words = [shorten(cell, 110) for cell in text_column(table, column)]

    def place(rows: set[int]) -> tuple[Places, float]:
        places: Places = []
        y = top
        for lane in members:
            spots = [Spot(*spans[mark.row], words[mark.row] if mark.row in rows else "") for mark in lane]
            spotted, end = lay_out(spots, y + HEADING, sizes)
            places.append((y, spotted))
            y = end + BELOW_LANE
        return places, y

    everyone = set(range(len(table)))
    if mode == "all":
        return place(everyone)
    if mode == "some" and isinstance(what, list):
        ids = text_column(table, "id")
        chosen = set(what)
        return place({row for row in everyone if ids[row] in chosen})
    bare = place(set())
    if mode == "none" or bare[1] > COSY_HEIGHT:
        return bare
    # All or none: a label on a few of many events would look like a judgement of their weight.
    tried = place(everyone)
    return tried if tried[1] <= COSY_HEIGHT else bare


def _lane_traces(
    lane: list[Mark], spots: list[Placed], index: int, name: str, sizes: Sizes, told: dict[int, str], whole: bool
) -> list[Any]:
    """Draw one lane, from back to front: ranges of inexact dates, bars of spans, their outlines, rings, markers.

    told : the events that an earlier lane holds already, and which; this lane's own are added.
    whole : tell all of an event in each of its lanes, and not only in the first.
    """
    cards = []
    for m in lane:
        if m.row not in told:
            told[m.row] = name
            cards.append(m.card)
        elif whole:
            cards.append([*m.card[:-1], ""])
        else:
            seen = safe(shorten(told[m.row], 30))
            cards.append([*m.card[:4], f"<br>(more in the lane {seen})", "", ""])
    hue = theme.colour(index)
    shape = theme.symbol(index)
    both = list(zip(lane, spots, strict=True))
    thick = sizes.marker * 0.62
    traces: list[Any] = []
    if ranges := [(m.first, m.last, p.y) for m, p in both if m.inexact]:
        traces.append(_bars(ranges, sizes.marker * 0.4, theme.pale(hue, 0.4)))
    if solid := [(*m.sure, p.y) for m, p in both if m.sure]:
        fills = [theme.pale(hue, 0.15) if m.contested else theme.pale(hue, 0.75) for m, _ in both if m.sure]
        traces.append(_bars(solid, thick, fills))
    if dashed := [(*m.sure, p.y) for m, p in both if m.sure and m.contested]:
        traces.append(_outlines(dashed, thick, hue))
    if rings := [(m, p) for m, p in both if m.inexact]:
        ring = {"symbol": "circle-open", "size": 2 * sizes.reach, "color": hue, "line": {"width": 1.2}}
        traces.append(
            {"type": "scatter", "mode": "markers", "x": [str(m.spot) for m, _ in rings]}
            | {"y": [p.y for _, p in rings], "hoverinfo": "skip", "cliponaxis": False, "marker": ring}
        )
    traces.append(
        {
            "type": "scatter",
            "mode": "markers",
            "x": [str(m.spot) for m, _ in both],
            "y": [p.y for _, p in both],
            "customdata": cards,
            "hovertemplate": CARD,
            "name": name,
            "meta": {"lane": name},
            "cliponaxis": False,
            "marker": {
                "symbol": _one([f"{shape}-open" if m.contested else shape for m, _ in both]),
                "size": _one([round(sizes.marker * (0.64 if m.inexact else 1), 1) for m, _ in both]),
                "color": hue,
                "opacity": 1,
                "line": {"width": _one([2 if m.contested else 0 for m, _ in both]), "color": hue},
            },
        }
    )
    return traces


def _one(values: list[Any]) -> Any:
    """Say once what is the same for all: shorter to store."""
    return values[0] if len(set(values)) == 1 else values


def _bars(spans: list[tuple[np.datetime64, np.datetime64, float]], width: float, fill: Any) -> dict[str, Any]:
    """Draw spans as bars that last to the end of their last day."""
    return {
        "type": "bar",
        "orientation": "h",
        "base": [str(first) for first, _, _ in spans],
        "x": [(int((last - first).astype(int)) + 1) * DAY_MS for first, last, _ in spans],
        "y": [y for _, _, y in spans],
        "width": width,
        "marker": {"color": fill, "line": {"width": 0}},
        "hoverinfo": "skip",
    }


def _outlines(spans: list[tuple[np.datetime64, np.datetime64, float]], thick: float, hue: str) -> dict[str, Any]:
    """Draw a dashed line round each contested span."""
    x: list[str | None] = []
    y: list[float | None] = []
    for first, last, middle in spans:
        left, right = str(first), str(last + np.timedelta64(1, "D"))
        x += [left, right, right, left, left, None]
        up, down = middle - thick / 2, middle + thick / 2
        y += [up, up, down, down, up, None]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "hoverinfo": "skip",
        "cliponaxis": False,
        "line": {"color": hue, "width": 1.6, "dash": "4px,3px"},
    }


_POSITION = {
    "right": "middle right",
    "left": "middle left",
    "above-right": "middle right",
    "above-left": "middle left",
}


def _label_trace(members: list[list[Mark]], places: Places, sizes: Sizes) -> dict[str, Any]:
    """Write every label, beside an invisible marker that keeps it off the real one."""
    x, y, words, position = [], [], [], []
    for lane, (_, spots) in zip(members, places, strict=True):
        for mark, spot in zip(lane, spots, strict=True):
            if not spot.lines:
                continue
            point = mark.drawn[1 if spot.side in ("right", "above-left") else 0]
            x.append(str(point))
            y.append(spot.label_y)
            words.append("<br>".join(safe(line) for line in spot.lines))
            position.append(_POSITION[spot.side])
    if not x:
        return {}
    # Plotly sets text 0.5 size / 0.8 + 1 away from a marker's middle.
    size = 2 * 0.8 * (sizes.reach + GAP - 2)
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": x,
        "y": y,
        "text": words,
        "textposition": position,
        "textfont": {"size": theme.TEXT},
        "hoverinfo": "skip",
        "cliponaxis": False,
        "marker": {"size": size, "opacity": 0},
        "name": "labels",
    }
