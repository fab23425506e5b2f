"""What stands around the events: time axis, era bands, lane titles, the key in words."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from helpers import lettering, theme
from helpers.timelines.layout import lay_out_bands

BAND_ROW = 16.0
Bands = list[tuple[np.datetime64, np.datetime64, str]]


@dataclass
class Frame:
    """A figure's surroundings, gathered while its lanes are laid out; one unit of y is one pixel, downwards.

    first, last : the days that the plot spans, margins included; hues : signs of the key that have a colour.
    """

    first: np.datetime64
    last: np.datetime64
    shapes: list[dict[str, Any]] = field(default_factory=list)
    annotations: list[dict[str, Any]] = field(default_factory=list)
    key: list[str] = field(default_factory=list)
    hues: dict[str, str] = field(default_factory=dict)

    def fraction(self, day: np.datetime64) -> float:
        """Return where a day lies: 0 at the plot's left edge, 1 at its right."""
        return float((day - self.first) / (self.last - self.first))

    def lane_title(self, y: float, name: str, size: int, index: int) -> None:
        """Write a lane's name and size inside the plot, above the lane, under a thin rule."""
        room = theme.NARROW - lettering.text_width(f"  · {size:,}", theme.TEXT) - 8
        words = lettering.wrap(name, room, theme.TEXT, bold=True, most=1)
        self.shapes.append(
            {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": y, "y1": y, "layer": "below"}
            | {"line": {"color": theme.RULE, "width": 1}}
        )
        self.annotations.append(
            {"xref": "paper", "x": 0, "xanchor": "left", "y": y + 2, "yanchor": "top", "showarrow": False}
            | {"text": f"<b>{lettering.safe(words[0] if words else '')}</b>  · {size:,}", "borderpad": 0}
            | {"font": {"size": theme.TEXT}}
        )

    def bands(self, bands: Bands) -> float:
        """Put era bands behind everything and their names on top; return the height that the names take."""
        shown = []
        for start, end, name in sorted(bands, key=lambda band: (band[0], band[1])):
            start, end = max(start, self.first), min(end, self.last)
            if start < end:
                shown.append((start, end, name))
        if not shown:
            return 0.0
        spots, rows = lay_out_bands([(self.fraction(a), self.fraction(b), name) for a, b, name in shown])
        for number, ((start, end, _), (words, side, row)) in enumerate(zip(shown, spots, strict=True)):
            self.shapes.append(
                {"type": "rect", "x0": str(start), "x1": str(end), "yref": "paper", "y0": 0, "y1": 1}
                | {"layer": "below", "line": {"width": 0}, "fillcolor": theme.BANDS[number % 2]}
            )
            self.shapes.append(
                {"type": "line", "x0": str(start), "x1": str(start), "yref": "paper", "y0": 0, "y1": 1}
                | {"layer": "below", "line": {"color": theme.RULE, "width": 1, "dash": "dot"}}
            )
            self.annotations.append(
                {"x": str(start if side == "right" else end), "y": row * BAND_ROW, "yanchor": "top"}
                | {"xanchor": "left" if side == "right" else "right", "showarrow": False, "borderpad": 0}
                | {"xshift": 3 if side == "right" else -3, "text": f"<i>{lettering.safe(words)}</i>"}
                | {"font": {"size": theme.SMALL}}
            )
        return rows * BAND_ROW + 4

    def layout(self, height: float, heading: list[str], description: str, columns: list[str]) -> dict[str, Any]:
        """Return the whole layout for lanes that end at `height`."""
        lines = [line for entry in self.key for line in lettering.wrap(entry, theme.NARROW, theme.SMALL)]
        below = 8 + round(len(lines) * theme.SMALL * lettering.LINE) if lines else 0
        if lines:
            words = "<br>".join(lines)
            for sign, hue in self.hues.items():
                words = words.replace(sign, f'<span style="color:{hue}">{sign}</span>')
            self.annotations.append(
                {"xref": "paper", "x": 0, "xanchor": "left", "yref": "paper", "y": 0, "yanchor": "top"}
                | {"yshift": -40, "showarrow": False, "align": "left", "borderpad": 0}
                | {"text": words, "font": {"size": theme.SMALL}}
            )
        look = theme.layout(height, title_lines=heading, below=below)
        look["xaxis"] = {
            "type": "date",
            "range": [str(self.first), str(self.last)],
            "showgrid": True,
            "gridcolor": theme.RULE,
            "zeroline": False,
            "ticks": "outside",
            "tickcolor": theme.RULE,
            "ticklen": 4,
            "tickangle": 0,
            "tickformatstops": [
                {"dtickrange": ["M12", None], "value": "%Y"},
                {"dtickrange": ["M1", "M12"], "value": "%b<br>%Y"},
                {"dtickrange": [None, "M1"], "value": "%-d %b<br>%Y"},
            ],
        }
        look["yaxis"] = {"range": [height, 0], "visible": False, "fixedrange": True}
        look["shapes"] = self.shapes
        look["annotations"] = look.get("annotations", []) + self.annotations
        look["meta"] = {"description": description, "columns": columns}
        return look


def open_frame(first: np.datetime64, last: np.datetime64) -> Frame:
    """Start a frame that spans these days, with a little room on both sides.

    >>> frame = open_frame(np.datetime64("1990-01-01"), np.datetime64("1999-12-31"))
    >>> 0 < frame.fraction(np.datetime64("1990-01-01")) < 0.1
    True
    """
    first, last = first.astype("datetime64[D]"), last.astype("datetime64[D]")
    days = int((last - first).astype(int))
    room = np.timedelta64(max(round(days * 0.035), 20), "D")
    return Frame(first - room, last + room)
