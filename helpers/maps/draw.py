"""Members of an alliance in one year, on a map: a table in, a plain Plotly figure out."""

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from helpers import theme
from helpers.lettering import balance, count, join_words, safe, shorten, wrap
from helpers.maps.outlines import EAST, NORTH, SOUTH, WEST, WIDTH, Outline, Point, inside, outlines
from helpers.maps.steps import Member, check_members, off_the_map, places, say_who

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

PLOT = 320.0  # pixels: as high as the map gets on a wide screen
APART = 16.0  # pixels between the middles of two numbers, on the narrowest screen
ROW = 16.0
COLUMNS = ["row", "country", "since"]


def membership_map(
    members: "pd.DataFrame",
    year: int,
    *,
    label: Sequence[str] | str = (),
    note: str = "",
    title: str | None = None,
) -> "go.Figure":
    """Draw who belonged at the end of a year: members filled, those new in that year hatched and numbered.

    members : DataFrame as load_members() returns it: country, iso3 and accession_date
    year : a whole number
    label : countries, by name or iso3, whose names are written on the map
    note : words beneath the map, on what it cannot show; title : words above it
    The map needs no network. The outlines are drawn to be recognised; they decide no border.

    Raises ValueError, in one sentence, for a missing column, a year that is none or a country not on the map.

    >>> import pandas as pd
    >>> one = pd.DataFrame({"country": ["Malta"], "iso3": ["MLT"], "accession_date": [pd.Timestamp("2001-02-03")]})
    >>> membership_map(one, 2001).layout.meta["description"]
    'Map of members at the end of 2001: 1 member, new in that year Malta (3 February 2001).'
    """
    import plotly.graph_objects as go

    everyone = check_members(members)
    if isinstance(year, bool) or int(year) != year:
        raise ValueError(f"The map needs a year as a whole number, not {year!r:.40}.")
    year = int(year)
    named = places(label)
    drawn = outlines()
    old = [one for one in everyone if one.year < year]
    new = [one for one in everyone if one.year == year]
    away = off_the_map([*old, *new])
    codes_old, codes_new = {one.iso3 for one in old}, {one.iso3 for one in new}
    others = [one for code, one in drawn.items() if code not in codes_old | codes_new]
    blue, orange = theme.colour(0), theme.colour(1)
    traces = [
        _shapes(others, theme.pale("#808080", 0.1), theme.pale("#808080", 0.75), 0.7),
        _shapes([drawn[code] for code in drawn if code in codes_old], theme.pale(blue, 0.55), blue, 0.9),
        _shapes([drawn[code] for code in drawn if code in codes_new], theme.pale(orange, 0.4), orange, 2)
        | {"fillpattern": {"shape": "/", "size": 5, "solidity": 0.35, "fgcolor": orange, "bgcolor": "rgba(0,0,0,0)"}},
    ]
    numbered = [one for one in new if one not in away]
    spots = [inside(drawn[one.iso3]) for one in numbered]
    traces += _numbers(spots)
    row = {one.iso3: number for number, one in enumerate(everyone)}
    traces.append(_hovers(f"member before {year}", [one for one in old if one not in away], row))
    traces.append(_hovers(f"new in {year}", numbered, row))
    traces.append(_hovers("off the map", away, row))
    traces.append(_names(named))

    heading = [safe(line) for line in balance(shorten(title or "", 300), theme.NARROW, theme.HEADING, bold=True)]
    key = _key(year, old, new, numbered, away, note)
    layout = theme.layout(PLOT, title_lines=heading, below=-30)
    layout["margin"]["b"] = 12 + round(ROW * len(key))
    layout["height"] += layout["margin"]["b"] - 12
    layout["xaxis"] = {"range": [WEST, EAST], "visible": False, "fixedrange": False, "constrain": "domain"}
    layout["xaxis"] |= {"constraintoward": "left"}
    layout["yaxis"] = {"range": [SOUTH, NORTH], "visible": False, "scaleanchor": "x", "constrain": "domain"}
    layout["yaxis"] |= {"constraintoward": "top", "fixedrange": False}
    layout["annotations"] = [
        *layout.get("annotations", []),
        {"text": "<br>".join(key), "xref": "paper", "x": 0, "xanchor": "left", "yref": "y domain", "y": 0}
        | {"yanchor": "top", "yshift": -4, "showarrow": False, "align": "left", "borderpad": 0}
        | {"font": {"size": theme.TEXT}},
    ]
    layout["meta"] = {"description": _describe(year, old, new, away, title, note), "columns": COLUMNS}
    return go.Figure(traces, layout)


def _shapes(countries: Iterable[Outline], fill: str, line: str, width: float) -> dict[str, Any]:
    """Draw countries of one kind as one trace of closed lines."""
    x: list[float | None] = []
    y: list[float | None] = []
    for country in countries:
        for ring in country.rings:
            x += [*(int(point[0]) for point in ring), int(ring[0][0]), None]
            y += [*(int(point[1]) for point in ring), int(ring[0][1]), None]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "fill": "toself",
        "fillcolor": fill,
        "line": {"color": line, "width": width, "simplify": False},
        "hoverinfo": "skip",
    }


def spread(spots: Sequence[Point], apart: float) -> list[Point]:
    """Move places away from each other, as little as may be, until any two are so far apart; inside the frame.

    >>> [(round(x), round(y)) for x, y in spread([(0, 0), (10, 0)], 100)]
    [(-45, 0), (55, 0)]
    """
    moved = [list(spot) for spot in spots]
    for _ in range(80):
        calm = True
        for i, one in enumerate(moved):
            for other in moved[i + 1 :]:
                across, up = other[0] - one[0], other[1] - one[1]
                far = math.hypot(across, up)
                if far >= apart - 1e-6:
                    continue
                calm = False
                if far == 0:
                    across, up, far = 1.0, 0.0, 1.0
                push = (apart - math.hypot(other[0] - one[0], other[1] - one[1])) / 2 / far
                one[0], one[1] = one[0] - across * push, one[1] - up * push
                other[0], other[1] = other[0] + across * push, other[1] + up * push
        for spot in moved:
            spot[0] = min(max(spot[0], WEST + apart / 2), EAST - apart / 2)
            spot[1] = min(max(spot[1], SOUTH + apart / 2), NORTH - apart / 2)
        if calm:
            break
    return [(spot[0], spot[1]) for spot in moved]


def _numbers(spots: Sequence[Point]) -> list[dict[str, Any]]:
    """Write 1, 2, 3 … at places, apart from each other, with a line to the place where one had to move."""
    moved = spread(spots, APART * WIDTH / theme.NARROW)
    lead_x: list[float | None] = []
    lead_y: list[float | None] = []
    for (x, y), (to_x, to_y) in zip(spots, moved, strict=True):
        lead_x += [x, to_x, None]
        lead_y += [y, to_y, None]
    lines = {"type": "scatter", "mode": "lines", "x": lead_x, "y": lead_y, "hoverinfo": "skip"}
    words = [f"<b>{number}</b>" for number in range(1, len(spots) + 1)]
    return [
        lines | {"line": {"color": theme.INK, "width": 1}},
        {"type": "scatter", "mode": "text", "x": [x for x, _ in moved], "y": [y for _, y in moved], "text": words}
        | {"textfont": {"size": theme.TEXT, "color": theme.INK}, "hoverinfo": "skip"},
    ]


def _hovers(lane: str, members: Sequence[Member], row: dict[str, int]) -> dict[str, Any]:
    """Lay an invisible mark on each member, which tells its name and day, and stands in the table."""
    drawn = outlines()
    spots = [
        inside(drawn[one.iso3]) if one.iso3 in drawn and drawn[one.iso3].rings else (None, None) for one in members
    ]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [x for x, _ in spots],
        "y": [y for _, y in spots],
        "marker": {"size": 18, "opacity": 0},
        "customdata": [[row[one.iso3], safe(one.name), one.since] for one in members],
        "hovertemplate": "<b>%{customdata[1]}</b><br>member since %{customdata[2]}<extra></extra>",
        "meta": {"lane": lane},
    }


def _names(countries: Sequence[Outline]) -> dict[str, Any]:
    """Write countries' names on the map."""
    spots = [inside(one) for one in countries]
    return {
        "type": "scatter",
        "mode": "text",
        "x": [x for x, _ in spots],
        "y": [y for _, y in spots],
        "text": [f"<i>{safe(shorten(one.name, 24))}</i>" for one in countries],
        "textfont": {"size": theme.SMALL, "color": theme.INK},
        "hoverinfo": "skip",
    }


def _key(
    year: int,
    old: Sequence[Member],
    new: Sequence[Member],
    numbered: Sequence[Member],
    away: Sequence[Member],
    note: str,
) -> list[str]:
    """Return the lines beneath the map: what the fillings mean, who bears which number, what is off the map."""
    lines = [
        f"<span style='color:{theme.colour(0)}'>■</span> member before {year}: {len(old)}",
        f"<span style='color:{theme.colour(1)}'>▨</span> new in {year}: {len(new) or 'nobody'}",
        "□ not a member",
    ]
    # A number and its name stay on one line: a sign stands for the spaces that must not break.
    who = ", ".join(f"{number} {one.name}".replace(" ", "¤") for number, one in enumerate(numbered, 1))
    lines += [safe(line).replace("¤", "\u00a0") for line in wrap(who, theme.NARROW, theme.TEXT)]
    if away:
        off = f"Members off the map: {join_words([one.name for one in away])}."
        lines += [safe(line) for line in wrap(off, theme.NARROW, theme.TEXT)]
    lines += [f"<i>{safe(line)}</i>" for line in wrap(note, theme.NARROW, theme.TEXT)]
    return lines


def _describe(
    year: int, old: Sequence[Member], new: Sequence[Member], away: Sequence[Member], title: str | None, note: str
) -> str:
    """Say in a sentence or two what the map shows."""
    words = f"Map of {shorten(title, 80) if title else 'members'} at the end of {year}: "
    words += count(len(old) + len(new), "member")
    words += f", new in that year {say_who(new)}." if new else f", nobody new in {year}."
    if away:
        words += f" Off the map: {join_words([one.name for one in away])}."
    return f"{words} {note}".strip()
