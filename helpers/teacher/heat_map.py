"""Students by exercises as a plain Plotly figure: a number in every cell, and a shade that goes with it."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from helpers import theme
from helpers.exercises.question import MarkedQuestion, Question
from helpers.lettering import balance, count, safe, text_width, wrap
from helpers.teacher.class_data import Member
from helpers.teacher.marking import MISSING, Row

if TYPE_CHECKING:
    import plotly.graph_objects as go

MOST = 40  # students in one figure; more would be a wall
ROW = 22.0  # pixels
COLUMNS = ["exercise", "title", "stands", "tries"]
MEAN = "Mean"
_WIDEST = 84.0  # of the names at the left
_HUE = theme.PALETTE[0]
NO_ANSWER, TO_READ = "–", "✓"


def heat_map(
    questions: Sequence[Question], members: Sequence[Member], called: Callable[[str], str], title: str
) -> "go.Figure":
    """Draw a row a student and a column an exercise; the last row holds the mean of those who answered.

    members : in the order of the rows; called : how to call a student, by the name in the files
    """
    import plotly.graph_objects as go

    heading = [safe(line) for line in balance(title, theme.NARROW, theme.HEADING, bold=True)]
    names = [called(one.name) for one in members]
    rows = [[_cell(one.rows.get(question.id)) for question in questions] for one in members]
    means = [_mean(question, members) for question in questions]
    height = ROW * (len(members) + 1.4)
    traces = [_trace(name, cells, questions, n) for n, (name, cells) in enumerate(zip(names, rows, strict=True))]
    traces.append(_trace(MEAN, means, questions, len(members) + 0.4))
    layout = theme.layout(height, title_lines=heading)
    short = [wrap(one, _WIDEST, theme.TEXT, most=1)[0] if one.strip() else "?" for one in [*names, MEAN]]
    places = [*range(len(members)), len(members) + 0.4]
    layout["margin"] |= {"l": round(max(text_width(one, theme.TEXT) for one in short)) + 8, "r": 4}
    layout["margin"]["t"] += 34  # for the numbers of the exercises and what each is worth
    layout["margin"]["b"] = 8
    layout["height"] = round(height) + layout["margin"]["t"] + 8
    for note in layout.get("annotations", []):
        note |= {"yshift": note["yshift"] + 34, "xshift": 4 - layout["margin"]["l"]}
    heads = [f"{one.place}<br>{_worth(one)}" for one in questions]
    layout["xaxis"] = {"side": "top", "tickvals": [n + 0.5 for n in range(len(questions))], "ticktext": heads}
    layout["xaxis"] |= {"range": [0, len(questions)], "fixedrange": True, "showgrid": False, "zeroline": False}
    layout["xaxis"] |= {"tickangle": 0, "tickfont": {"size": theme.SMALL}}
    layout["yaxis"] = {"range": [len(members) + 0.95, -0.5], "tickvals": places, "ticktext": [still(o) for o in short]}
    layout["yaxis"] |= {"fixedrange": True, "showgrid": False, "zeroline": False, "ticklen": 3}
    layout["meta"] = {"description": _describe(questions, members, means), "columns": COLUMNS, "lanes": "student"}
    return go.Figure(traces, layout)


def still(text: str) -> str:
    """Make a text that a student wrote safe in a figure: no tags, no formula, no template.

    >>> still("<b>%{x} $y$")
    '&lt;b&gt;&#37;{x} &#36;y&#36;'
    """
    return safe(text).replace("%", "&#37;").replace("$", "&#36;")


_Cell = tuple[str, float | None, str, str]  # in the cell, share of the marks, in words, tries


def _cell(row: Row | None) -> _Cell:
    if row is None or row.state == MISSING:
        return NO_ANSWER, None, "no answer", ""
    if not row.maximum or row.marks is None:
        return TO_READ, None, "handed in, for a person to read", str(row.tries)
    return number(row.marks), row.marks / row.maximum, f"{row.marks:g} of {row.maximum} marks", str(row.tries)


def number(marks: float) -> str:
    """Write marks as short as a cell needs them.

    >>> number(2.0), number(0.75), number(1.25), number(0.5)
    ('2', '0.8', '1.3', '0.5')
    """
    return f"{int(marks * 10 + 0.5) / 10:g}"


def _worth(question: Question) -> str:
    return f"/{question.marks}" if isinstance(question, MarkedQuestion) else " "


def _mean(question: Question, members: Sequence[Member]) -> _Cell:
    rows = [row for one in members if (row := one.rows.get(question.id)) and row.state != MISSING]
    if not isinstance(question, MarkedQuestion):
        return str(len(rows)), None, f"{count(len(rows), 'answer')} to read", ""
    if not rows:
        return NO_ANSWER, None, "no answer yet", ""
    mean = sum(row.marks or 0.0 for row in rows) / len(rows)
    said = f"{mean:.2g} of {question.marks} marks, {count(len(rows), 'student')}"
    return number(mean), mean / question.marks, said, ""


def _trace(name: str, cells: Sequence[_Cell], questions: Sequence[Question], at: float) -> dict[str, Any]:
    # An empty frame is no answer; what was answered is filled, and fuller the more it earned.
    fills = [
        theme.pale(_HUE, 0.05 + 0.5 * share) if share is not None else theme.pale("#808080", 0.16 * (text != NO_ANSWER))
        for text, share, _, _ in cells
    ]
    return {
        "type": "bar",
        "orientation": "h",
        "name": still(name),
        "base": [n + 0.02 for n in range(len(cells))],
        "x": [0.96] * len(cells),
        "y": [at] * len(cells),
        "width": 0.92,
        "text": [text for text, *_ in cells],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "constraintext": "none",
        "textfont": {"size": theme.SMALL, "color": theme.INK},
        "marker": {"color": fills, "line": {"color": theme.RULE, "width": 1}},
        "meta": {"lane": name},
        "customdata": [
            [question.place, still(question.title), words, tries]
            for question, (_, _, words, tries) in zip(questions, cells, strict=True)
        ],
        "hovertemplate": f"<b>{still(name)}</b><br>%{{customdata[0]}}. %{{customdata[1]}}"
        "<br>%{customdata[2]}<extra></extra>",
    }


def _describe(questions: Sequence[Question], members: Sequence[Member], means: Sequence[_Cell]) -> str:
    words = f"Heat map of marks: {count(len(members), 'student')} by {count(len(questions), 'exercise')}, "
    words += "a number in each cell, and the fuller its colour the more of the marks"
    marked = [(share, question, said) for question, (_, share, said, _) in zip(questions, means, strict=True) if share]
    marked.sort(key=lambda one: one[0] or 0.0)
    if len(marked) > 1:
        (_, low, low_said), (_, high, high_said) = marked[0], marked[-1]
        words += f". On average most was earned in exercise {high.place} ({high_said.split(',')[0]})"
        words += f" and least in exercise {low.place} ({low_said.split(',')[0]})"
    cells = [one.rows.get(question.id) for one in members for question in questions]
    left = sum(row is None or row.state == MISSING for row in cells)
    return f"{words}. {count(left, 'answer')} of {len(cells):,} {'is' if left == 1 else 'are'} missing."
