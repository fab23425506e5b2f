"""Draws a timeline as counts by lane and stretch of time, when there are too many events to draw singly."""

from typing import TYPE_CHECKING, Any

import numpy as np

from helpers import theme
from helpers.lettering import count, shorten
from helpers.timelines.densities import count_by_time
from helpers.timelines.frame import Bands, open_frame
from helpers.timelines.layout import BELOW_LANE, HEADING
from helpers.timelines.table import Lanes
from helpers.timelines.words import say_contested, say_lanes, say_span, say_undated

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

TALL = 46.0  # pixels of the tallest bar
LEAST = 1.5  # of the smallest, so that one event among thousands is still seen
DAY_MS = 86_400_000
COLUMNS = ["period", "events"]


def draw_counts(
    table: "pd.DataFrame", in_lanes: Lanes, bands: Bands, heading: list[str], column: str, undated: int
) -> "go.Figure":
    """Draw how many events begin in each stretch of time, one row of bars a lane, all to one scale."""
    import plotly.graph_objects as go

    starts = table["start"].to_numpy().astype("datetime64[D]")
    counts = count_by_time(starts[in_lanes.event], in_lanes.lane, len(in_lanes.names))
    frame = open_frame(counts.edges[0], counts.edges[-1])
    y = frame.bands(bands)
    most = int(counts.table.max())
    widths = np.diff(counts.edges).astype(np.int64)
    periods = [counts.say(number) for number in range(len(widths))]
    traces: list[Any] = []
    for index, name in enumerate(in_lanes.names):
        name = shorten(name, 80)
        frame.lane_title(y, name, in_lanes.totals[index], index)
        floor = y + HEADING + TALL
        filled = np.flatnonzero(counts.table[index])
        sizes = counts.table[index][filled]
        traces.append(
            {
                "type": "bar",
                "x": [str(counts.edges[i] + widths[i] // 2) for i in filled],
                "y": [-round(max(float(size) / most * TALL, LEAST), 1) for size in sizes],
                "base": floor,
                "width": [int(widths[i]) * DAY_MS * 0.92 for i in filled],
                "customdata": [[periods[i], int(size)] for i, size in zip(filled, sizes, strict=True)],
                "hovertemplate": "<b>%{customdata[0]}</b><br>%{customdata[1]:,} events begin<extra></extra>",
                "name": name,
                "meta": {"lane": name},
                "marker": {"color": theme.colour(index), "line": {"width": 0}},
            }
        )
        y = floor + BELOW_LANE + 4
    step = counts.say_step()
    frame.key.append(f"bars: events that begin in each {step}, to one scale; tallest {most:,}")
    first, last = table["start"].min().to_datetime64(), table["end"].max().to_datetime64()
    contested = say_contested(table)
    words = f"Counts of {count(len(table), 'event')} {say_span(first, last)}, too many to draw one by one: how many "
    words += f"begin in each {step}, in {count(len(in_lanes.names), 'lane')} by {shorten(column, 40)}"
    words += f"; {contested:,} {'is' if contested == 1 else 'are'} contested" if contested else ""
    words += say_lanes(in_lanes, len(table), column)
    words += say_undated(undated, "counted") + "."
    return go.Figure(traces, frame.layout(y, heading, words, COLUMNS))
