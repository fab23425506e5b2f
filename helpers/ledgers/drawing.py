"""A student's standing as plain Plotly figures: bars that are named in words, with a table behind them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from helpers import theme
from helpers.ledgers.progress_words import SURE
from helpers.ledgers.standing import Ledger, Lesson, Standing, Sureness
from helpers.ledgers.verdicts import VERDICTS, in_words
from helpers.lettering import count, safe, wrap

if TYPE_CHECKING:
    import plotly.graph_objects as go

BAR, LINE, GAP = 16.0, 16.0, 16.0  # pixels: a bar, a line of a row's name above it, the space after a row
# Fill patterns go with the colours, so that colour never speaks alone.
_PATTERNS = ("", "/", ".")
_LEFT = "not answered yet"


@dataclass(frozen=True)
class Bars:
    """Rows of bars.

    rows : (name, its numbers in words) of each; parts : (series, a value a row)
    of : what the rows are, what is counted
    stacked : one bar a row, in parts, or else a bar a part; most : the axis' end, 0 for the longest bar
    """

    title: str
    description: str
    of: tuple[str, str]
    rows: Sequence[tuple[str, str]]
    parts: Sequence[tuple[str, Sequence[float]]]
    stacked: bool = True
    most: float = 0


def figures(standing: Standing) -> list["go.Figure"]:
    """Return the figures that have something to show: exercises, ledger, confidence."""
    taught = [one for one in standing.lessons if one.total]
    tried = [one for one in standing.sureness if one.tries]
    found = []
    if any(one.finished or one.begun for one in taught):
        found.append(of_lessons(taught))
    if standing.ledger.judged:
        found.append(of_ledger(standing.ledger))
    if tried:
        found.append(of_sureness(tried))
    return [draw(one) for one in found]


def of_lessons(lessons: Sequence[Lesson]) -> Bars:
    """Return the bars of exercises, lesson by lesson."""
    return Bars(
        "Exercises, lesson by lesson",
        "Bars of the exercises finished, begun and not answered yet, lesson by lesson",
        ("lesson", "exercises"),
        [(f"Lesson {one.number}, {one.title}", f"{one.finished} of {one.total} finished") for one in lessons],
        [
            ("finished", [one.finished for one in lessons]),
            ("begun", [one.begun for one in lessons]),
            (_LEFT, [one.total - one.finished - one.begun for one in lessons]),
        ],
    )


def of_ledger(ledger: Ledger) -> Bars:
    """Return the bars of the student's verdicts beside the editors' on the same claims."""
    given = [one for one in VERDICTS if ledger.mine.get(one) or ledger.theirs.get(one)]
    mine, theirs = [ledger.mine.get(one, 0) for one in given], [ledger.theirs.get(one, 0) for one in given]
    numbers = [f"you {one}, the editors {two}" for one, two in zip(mine, theirs, strict=True)]
    return Bars(
        "Verdicts on the claims that you have judged",
        f"Bars of your verdicts and the editors' on the {count(ledger.judged, 'claim')} that you have judged",
        ("verdict", "claims"),
        list(zip(map(in_words, given), numbers, strict=True)),
        [("yours", mine), ("the editors'", theirs)],
        stacked=False,
    )


def of_sureness(rows: Sequence[Sureness]) -> Bars:
    """Return the bars of what first tries earned, by how sure the student was."""
    shares = [round(100 * (one.share or 0)) for one in rows]
    numbers = [
        f"{share} of 100 marks ({count(one.tries, 'first try', 'first tries')})"
        for share, one in zip(shares, rows, strict=True)
    ]
    return Bars(
        "How sure you were, and what your first tries earned",
        "Bars of the marks, of 100, that your first tries earned, by how sure you were",
        ("how sure", "of 100 marks"),
        [(f"“{SURE[one.confidence]}”", words) for one, words in zip(rows, numbers, strict=True)],
        [("first tries", shares)],
        most=100,
    )


def draw(bars: Bars) -> "go.Figure":
    """Draw one row below the other: its name and numbers, and its bars beneath."""
    import plotly.graph_objects as go

    labels = [_label(name, words) for name, words in bars.rows]
    over = LINE * max((len(lines) for lines in labels), default=1)
    step = over + BAR * (1 if bars.stacked else len(bars.parts)) + GAP
    height = step * len(labels)
    columns = list(zip(*(values for _, values in bars.parts), strict=True))
    longest = max([sum(one) if bars.stacked else max(one) for one in columns], default=0)
    title = [safe(line) for line in wrap(bars.title, theme.NARROW, theme.HEADING, bold=True)]
    below = 42 + 19 * max(0, len(bars.parts) - 3) if len(bars.parts) > 1 else 18
    layout = theme.layout(height, title_lines=title, below=below)
    layout["xaxis"] = {"range": [0, (bars.most or max(longest, 1)) * 1.01], "gridcolor": theme.RULE, "zeroline": False}
    layout["xaxis"] |= {"fixedrange": True, "tickformat": "d"}
    # Of few things, every whole number; half a thing would be rounded to a wrong one.
    layout["xaxis"] |= {"dtick": 1} if not bars.most and longest <= 6 else {"nticks": 6}
    layout["margin"]["r"] = 16  # for the last number of the axis
    layout["yaxis"] = {"range": [height, 0], "visible": False, "fixedrange": True}
    if len(bars.parts) > 1:
        layout["showlegend"] = True  # in the axis' title's place; on a telephone it takes a line a part
        layout["legend"] = {"orientation": "h", "x": 0, "y": 0, "yref": "container", "yanchor": "bottom"}
        layout["legend"] |= {"itemclick": False, "itemdoubleclick": False}
    else:
        layout["xaxis"]["title"] = {"text": bars.of[1], "font": {"size": theme.SMALL}, "standoff": 6}
    layout["annotations"] = layout.get("annotations", []) + [
        {"text": "<br>".join(map(safe, lines)), "x": 0, "xref": "x", "xanchor": "left", "align": "left"}
        | {"y": step * n + over, "yanchor": "bottom", "showarrow": False, "borderpad": 1, "font": {"size": theme.TEXT}}
        for n, lines in enumerate(labels)
    ]
    numbers = "; ".join(f"{name}: {words}" for name, words in bars.rows)
    layout["meta"] = {"description": f"{bars.description}. {numbers}.", "columns": list(bars.of)}
    return go.Figure([_trace(bars, index, step, over) for index in range(len(bars.parts))], layout)


def _label(name: str, words: str) -> list[str]:
    """Return a row's name and numbers on one line if they fit, otherwise below each other."""
    one = wrap(f"{name}: {words}", theme.NARROW, theme.TEXT)
    return one if len(one) == 1 else [*wrap(name, theme.NARROW, theme.TEXT), *wrap(words, theme.NARROW, theme.TEXT)]


def _trace(bars: Bars, index: int, step: float, over: float) -> dict[str, Any]:
    name, values = bars.parts[index]
    before = [values for _, values in bars.parts[:index]] if bars.stacked else []
    down = over + BAR / 2 + BAR * (0 if bars.stacked else index)
    # What is left to do is an empty frame, not a colour.
    hue, fill = (theme.INK, theme.CLEAR) if name == _LEFT else (theme.colour(index), theme.colour(index))
    pattern = "" if name == _LEFT else _PATTERNS[index % len(_PATTERNS)]
    return {
        "type": "bar",
        "orientation": "h",
        "name": name,
        "x": list(values),
        "y": [step * n + down for n in range(len(values))],
        "base": [sum(one[n] for one in before) for n in range(len(values))],
        "width": BAR - 3,
        "marker": {
            "color": fill,
            "line": {"color": hue, "width": [int(value > 0) for value in values]},
            "pattern": {"shape": pattern},
        },
        "hovertemplate": f"%{{customdata[1]}} {safe(bars.of[1])}, {safe(name)}<extra></extra>",
        "meta": {"lane": name},
        "customdata": [[row, value] for (row, _), value in zip(bars.rows, values, strict=True)],
    }
