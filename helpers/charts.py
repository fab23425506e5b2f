"""Line charts of yearly figures by country: a table in, a plain Plotly figure out."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from helpers import theme
from helpers.lettering import balance, count, join_words, safe, say_number, shorten, text_width, wrap
from helpers.timelines.layout import lay_out_bands

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

PLOT = 330.0  # pixels, unless more lines need more room for their names
NAME_ROW = 15.0
MOST_NAMED = 36
MOST_WIDTH = 112.0  # of the names at the right
COLUMNS = ["year", "value", "low", "high"]


def trend(
    data: "pd.DataFrame",
    *,
    title: str | None = None,
    unit: str | None = None,
    highlight: Sequence[str] | str | None = None,
    years: Sequence[int] | dict[int, str] = (),
) -> "go.Figure":
    """Draw a yearly figure as one line a country, named at its end; years without a figure stay gaps.

    data : DataFrame as load_indicators("...") returns it: year, value and country (or iso3); where it has low
        and high too, the lines picked out get a pale band from low to high
    title : words above the figure; unit : what is measured, written on the axis
    highlight : countries, by name or iso3, to pick out in colour among many; the others turn grey
    years : years to mark by an upright line; a dict gives each a word

    Raises ValueError, in one sentence, for a missing column, a country that is not there or two figures at once.

    >>> import pandas as pd
    >>> data = pd.DataFrame({"country": "Chad", "year": [2001, 2003], "value": [1.0, 3.0]})
    >>> trend(data, unit="points").layout.meta["description"]
    'Line chart of points for 1 country from 2001 to 2003: Chad ends at 3.'
    """
    import plotly.graph_objects as go

    rows = _check(data)
    heading = [safe(line) for line in balance(shorten(title or "", 300), theme.NARROW, theme.HEADING, bold=True)]
    if rows.empty:
        return _empty(heading)
    names = [str(name) for name in dict.fromkeys(rows["name"])]
    picked = _pick(rows, names, highlight)
    named = picked[:MOST_NAMED]
    lines = {name: rows[rows["name"] == name] for name in names}
    first, last = int(rows["year"].min()), int(rows["year"].max())
    low, high = _scale(rows, picked)
    height = max(PLOT, (len(named) + 1) * NAME_ROW)
    margin = max((text_width(_short(name), theme.TEXT) for name in named), default=0) + 14
    edge = last + max((last - first) * 0.03, 0.3)

    traces: list[Any] = []
    for name in names:
        if name not in picked:
            traces.append(_line(name, lines[name], theme.pale("#808080", 0.45), "solid", 1))
    for index, name in enumerate(picked):
        if band := _band(lines[name], theme.pale(theme.colour(index), 0.16)):
            traces.append(band)
    for index, name in enumerate(picked):
        traces.append(_line(name, lines[name], theme.colour(index), theme.dash(index), 2.2))

    ends = {name: lines[name].dropna(subset=["value"]).iloc[-1] for name in named}
    pixels = {name: (high - float(end["value"])) / (high - low) * height for name, end in ends.items()}
    spread = _apart([pixels[name] for name in named], height)
    notes: list[dict[str, Any]] = []
    lead_x: list[float | None] = []
    lead_y: list[float | None] = []
    for name, pixel in zip(named, spread, strict=True):
        value = high - pixel / height * (high - low)
        notes.append(
            {"xref": "paper", "x": 1, "xanchor": "left", "xshift": 5, "y": value, "yanchor": "middle"}
            | {"text": safe(_short(name)), "showarrow": False, "borderpad": 0, "font": {"size": theme.TEXT}}
        )
        lead_x += [float(ends[name]["year"]), edge, None]
        lead_y += [float(ends[name]["value"]), value, None]
    traces.append(
        {"type": "scatter", "mode": "lines", "x": lead_x, "y": lead_y, "hoverinfo": "skip", "name": "leaders"}
        | {"line": {"color": theme.INK, "width": 0.8, "dash": "dot"}, "cliponaxis": False}
    )
    layout = theme.layout(height, title_lines=heading)
    axis = wrap(shorten(unit, 120), theme.NARROW, theme.SMALL) if unit else []
    layout["margin"]["l"] = 46
    layout["margin"]["r"] = round(margin)
    shapes, marks, rows_above = _mark_years(years, first - 0.3, edge, theme.NARROW - 38 - margin)
    lift = 16 * (len(axis) + rows_above)
    layout["margin"]["t"] += lift
    layout["height"] += lift
    for note in layout.get("annotations", []):
        note |= {"yshift": note["yshift"] + lift, "xshift": -38}
    if axis:
        notes.append(
            {"text": "<br>".join(safe(line) for line in axis), "xref": "paper", "x": 0, "xanchor": "left"}
            | {"yref": "paper", "y": 1, "yanchor": "bottom", "yshift": 5 + 16 * rows_above, "xshift": -38}
            | {"showarrow": False, "align": "left", "borderpad": 0, "font": {"size": theme.SMALL}}
        )
    layout["xaxis"] = {"range": [first - 0.3, edge], "tickformat": "d", "tickangle": 0, "zeroline": False}
    layout["xaxis"] |= {"showgrid": False, "ticks": "outside", "tickcolor": theme.RULE, "fixedrange": False}
    layout["yaxis"] = {"range": [low, high], "gridcolor": theme.RULE, "zeroline": False, "fixedrange": True}
    layout["yaxis"] |= {"separatethousands": True, "nticks": 7}
    layout["shapes"] = shapes
    layout["annotations"] = layout.get("annotations", []) + notes + marks
    layout["meta"] = {"description": _describe(rows, names, picked, named, ends, title, unit), "columns": COLUMNS}
    return go.Figure(traces, layout)


def _check(data: Any) -> "pd.DataFrame":
    """Return year, value, low, high, name and iso3, in order, or say in one sentence what is wrong."""
    import pandas as pd

    if not isinstance(data, pd.DataFrame):
        raise ValueError(f"A line chart needs a table, such as load_indicators() gives, not {data!r:.60}.")
    columns = [str(name) for name in data.columns]
    country = "country" if "country" in columns else "iso3"
    for wanted in ("year", "value", country):
        if columns.count(wanted) != 1:
            much = "no column" if wanted not in columns else "more than one column"
            raise ValueError(f"The table has {much} {wanted!r}; its columns are {', '.join(columns) or 'none'}.")
    if "indicator" in columns and data["indicator"].nunique() > 1:
        several = join_words([repr(str(name)) for name in data["indicator"].unique()[:4]])
        raise ValueError(f"A line chart draws one indicator at a time, but this table holds {several}.")
    rows = pd.DataFrame({"name": data[country].astype(str).to_numpy()})
    rows["iso3"] = data["iso3"].astype(str).to_numpy() if "iso3" in columns else rows["name"]
    for name in COLUMNS:
        found = data[name].to_numpy() if name in columns else float("nan")
        rows[name] = pd.to_numeric(pd.Series(found, index=rows.index), errors="coerce")
    rows = rows.dropna(subset=["year", "value"]).astype({"year": int})
    if rows.duplicated(["name", "year"]).any():
        twice = rows[rows.duplicated(["name", "year"])].iloc[0]
        raise ValueError(f"The table has two figures for {twice['name']} in {twice['year']}; keep one of them.")
    return rows.sort_values(["name", "year"], kind="stable").reset_index(drop=True)


def _pick(rows: "pd.DataFrame", names: list[str], highlight: Sequence[str] | str | None) -> list[str]:
    """Return the countries to draw in colour: those asked for, or all where there are few."""
    if highlight is None:
        return names if len(names) <= MOST_NAMED else []
    by_code = dict(zip(rows["iso3"], rows["name"], strict=True))
    wanted = [highlight] if isinstance(highlight, str) else list(highlight)
    picked = [by_code.get(str(one), str(one)) for one in wanted]
    if missing := [one for one in picked if one not in names]:
        some = join_words([*names[:8], "others"] if len(names) > 8 else names)
        raise ValueError(f"There is no {missing[0]!r} in this table; it has {some}.")
    return list(dict.fromkeys(picked))


def _scale(rows: "pd.DataFrame", picked: list[str]) -> tuple[float, float]:
    """Return the ends of the upright axis, with a little air; from 0 where the figures start close to it."""
    banded = rows[rows["name"].isin(picked)]
    low = min(rows["value"].min(), banded["low"].min()) if banded["low"].notna().any() else rows["value"].min()
    high = max(rows["value"].max(), banded["high"].max()) if banded["high"].notna().any() else rows["value"].max()
    low, high = float(low), float(high)
    air = (high - low) * 0.06 or abs(high) * 0.1 or 1.0
    return (0.0 if 0 <= low <= (high - low) * 0.5 else low - air), high + air


def _apart(wanted: list[float], height: float) -> list[float]:
    """Move the names up or down, as little as may be, until they are a row apart and inside the plot.

    >>> _apart([100.0, 101.0], 300)
    [93.0, 108.0]
    """
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    groups: list[list[float]] = []  # middle of the whole group, how many
    for i in order:
        groups.append([min(max(wanted[i], NAME_ROW / 2), height - NAME_ROW / 2), 1])
        while len(groups) > 1:
            (above, many), (here, few) = groups[-2], groups[-1]
            if above + many * NAME_ROW / 2 <= here - few * NAME_ROW / 2:
                break
            middle = (above * many + here * few) / (many + few)
            reach = (many + few) * NAME_ROW / 2
            groups[-2:] = [[min(max(middle, reach), max(height - reach, reach)), many + few]]
    placed = [0.0] * len(wanted)
    spots = iter(order)
    for middle, many in groups:
        for number in range(int(many)):
            placed[next(spots)] = round(middle + (number - (many - 1) / 2) * NAME_ROW, 1)
    return placed


def _line(name: str, part: "pd.DataFrame", hue: str, pattern: str, width: float) -> dict[str, Any]:
    """Draw one country's line; a year without a figure breaks it, and a lone year is a point."""
    known: dict[int, list[float]] = {int(year): bounds for year, *bounds in part[COLUMNS].to_numpy().tolist()}
    x: list[int] = []
    y: list[float | None] = []
    cards: list[list[Any] | None] = []
    for year in range(min(known), max(known) + 1):
        if year in known:
            x.append(year)
            y.append(known[year][0])
            # NaN is the one value that is not itself.
            cards.append([year, *("" if value != value else float(f"{value:.6g}") for value in known[year])])
        elif y[-1] is not None:
            # One gap breaks the line, however many years it lasts.
            x.append(year)
            y.append(None)
            cards.append(None)
    dot, small = 5, 4 if width > 2 else 0
    alone = [(year - 1) not in known and (year + 1) not in known for year in x]
    ranged = bool(part["low"].notna().any())
    between = "<br>between %{customdata[2]:,} and %{customdata[3]:,}" if ranged else ""
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": x,
        "y": y,
        "connectgaps": False,
        "customdata": cards,
        "name": name,
        "meta": {"lane": name},
        "hovertemplate": f"<b>{safe(shorten(name, 60))}</b>, %{{x}}<br>%{{y:,}}{between}<extra></extra>",
        "line": {"color": hue, "width": width, "dash": pattern},
        "marker": {"size": [dot if lone else small for lone in alone], "color": hue, "line": {"width": 0}},
        "cliponaxis": False,
    }


def _band(part: "pd.DataFrame", fill: str) -> dict[str, Any]:
    """Draw the band from low to high, one closed shape for each unbroken run of years."""
    rows = part.dropna(subset=["low", "high"])
    runs: list[list[Any]] = []
    for row in rows.itertuples():
        if runs and row.year == runs[-1][-1].year + 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    x: list[int | None] = []
    y: list[float | None] = []
    for run in runs:
        x += [*(row.year for row in run), *(row.year for row in reversed(run)), None]
        y += [*(float(row.low) for row in run), *(float(row.high) for row in reversed(run)), None]
    if not x:
        return {}
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "fill": "toself",
        "fillcolor": fill,
        "line": {"width": 0},
        "hoverinfo": "skip",
        "name": "low to high",
    }


def _mark_years(
    years: Sequence[int] | dict[int, str], first: float, last: float, width: float
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], int]:
    """Draw an upright line at each year asked for, its word above the plot; return lines, words and rows."""
    words = dict(dict(years).items()) if isinstance(years, dict) else dict.fromkeys(years, "")
    inside = {year: shorten(str(word), 40) for year, word in sorted(words.items()) if first <= year <= last}
    shapes = [
        {"type": "line", "x0": year, "x1": year, "yref": "paper", "y0": 0, "y1": 1, "layer": "below"}
        | {"line": {"color": theme.INK, "width": 1, "dash": "dash"}}
        for year in inside
    ]
    named = {year: word for year, word in inside.items() if word}
    places = [((year - first) / (last - first), (year - first) / (last - first), word) for year, word in named.items()]
    spots, rows = lay_out_bands(places, width)
    notes = [
        {"x": year, "xshift": 0, "yref": "paper", "y": 1, "yanchor": "bottom"}
        | {"xanchor": "left" if side == "right" else "right", "yshift": 2 + 16 * (rows - 1 - row), "borderpad": 0}
        | {"text": f"<i>{safe(word)}</i>", "showarrow": False, "font": {"size": theme.SMALL}}
        for year, (word, side, row) in zip(named, spots, strict=True)
    ]
    return shapes, notes, rows


def _short(name: str) -> str:
    """Shorten a country's name to what the margin holds."""
    return wrap(name, MOST_WIDTH, theme.TEXT, most=1)[0] if name.strip() else "?"


def _describe(
    rows: "pd.DataFrame",
    names: list[str],
    picked: list[str],
    named: list[str],
    ends: dict[str, Any],
    title: str | None,
    unit: str | None,
) -> str:
    first, last = int(rows["year"].min()), int(rows["year"].max())
    what = shorten(title or unit or "yearly figures", 80) + (f" ({shorten(unit, 80)})" if title and unit else "")
    words = f"Line chart of {what} for {count(len(names), 'country', 'countries')}"
    words += f" in {first}" if first == last else f" from {first} to {last}"
    if 0 < len(picked) < len(names):
        words += f", {join_words(picked[:8])} picked out" if len(picked) <= 8 else f", {len(picked)} picked out"
    ranked = sorted(named, key=lambda name: -float(ends[name]["value"]))
    few = ranked if len(ranked) <= 4 else [*ranked[:2], *ranked[-2:]]
    told = [
        f"{name} ends at {say_number(float(ends[name]['value']))}"
        + (f" in {int(ends[name]['year'])}" if int(ends[name]["year"]) != last else "")
        for name in few
    ]
    words += ": " + join_words(told) if told else ""
    return words + (
        "; the bands run from the source's low to its high figure." if rows["low"].notna().any() and picked else "."
    )


def _empty(heading: list[str]) -> "go.Figure":
    """Say in words that there is nothing to draw."""
    import plotly.graph_objects as go

    words = "There are no figures to draw here: the table is empty."
    layout = theme.layout(90, title_lines=heading)
    layout["meta"] = {"description": words, "columns": COLUMNS}
    layout["xaxis"] = layout["yaxis"] = {"visible": False, "fixedrange": True, "range": [0, 1]}
    layout["annotations"] = [
        *layout.get("annotations", []),
        {"text": "<br>".join(wrap(words, theme.NARROW, 14)), "x": 0.5, "y": 0.5, "xref": "paper", "yref": "paper"}
        | {"showarrow": False, "font": {"size": 14}},
    ]
    return go.Figure(layout=layout)
