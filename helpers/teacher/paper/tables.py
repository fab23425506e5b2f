"""Rows of data as tables for paper. Everything is escaped."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

if TYPE_CHECKING:
    import pandas as pd

MOST_ROWS = 80  # more would be a book; the rest is on a machine
_SHORT = 17  # letters; as many as a date in words has
_OF_AN_EVENT = ("lane", "title", "date", "happened", "told", "delay", "state", "status")


def table_html(table: "pd.DataFrame", caption: str = "") -> Markup:
    """Return a table with a caption and headings, at most MOST_ROWS rows of it."""
    shown = table.head(MOST_ROWS)
    if len(shown) < len(table):
        caption = f"{caption} (the first {len(shown)} of {len(table)} rows)".strip()
    cells = [[said(cell) for cell in row] for row in shown.itertuples(index=False)]
    head = Markup("").join(Markup('<th scope="col">{}</th>').format(str(name)) for name in shown.columns)
    lines = Markup("").join(
        Markup("<tr>{}</tr>").format(Markup("").join(Markup("<td>{}</td>").format(cell) for cell in row))
        for row in unbroken(cells)
    )
    title = Markup("<caption>{}</caption>").format(caption) if caption else ""
    small = " small" if shown.shape[1] < 3 else ""
    name = "data numbers" if all(kind.kind in "iuf" for kind in shown.dtypes) else f"data{small}"
    return Markup('<table class="{}">{}<thead><tr>{}</tr></thead><tbody>{}</tbody></table>').format(
        name, title, head, lines
    )


def unbroken(rows: Sequence[Sequence[str]]) -> list[list[str | Markup]]:
    """Return cells so that a date or a word in a narrow column is not broken over two lines.

    >>> unbroken([["4 April 1949", "A treaty is signed by twelve states"]])
    [[Markup('<span class="short">4 April 1949</span>'), 'A treaty is signed by twelve states']]
    """
    short = [all(len(cell) <= _SHORT for cell in column) for column in zip(*rows, strict=True)]
    kept = Markup('<span class="short">{}</span>')
    return [[kept.format(cell) if one else cell for cell, one in zip(row, short, strict=True)] for row in rows]


def behind(table: "pd.DataFrame") -> "pd.DataFrame":
    """Return the table behind a figure in the shape that is read best on paper.

    Numbers by country and year get a line a year; of events, the title, dates and status are kept.

    >>> import pandas as pd
    >>> behind(pd.DataFrame({"lane": ["A", "B"], "year": [1990, 1990], "value": [1.0, 2.0]})).values.tolist()
    [[1990.0, 1.0, 2.0]]
    """
    if {"lane", "year", "value"} <= set(table.columns) and not table.duplicated(["lane", "year"]).any():
        wide = table.pivot(index="year", columns="lane", values="value")
        return wide[list(dict.fromkeys(table["lane"]))].reset_index()
    if "title" in table.columns:
        return table[[name for name in _OF_AN_EVENT if name in table.columns]]
    return table


def said(cell: Any) -> str:
    """Return a cell as a reader sees it: a number with as many places as it needs, nothing where nothing is.

    >>> said(29640.4), said(1.2827), said(55.0), said(1990), said(float("nan")), said("A")
    ('29,640', '1.28', '55', '1990', '', 'A')
    """
    if cell is None or cell != cell:
        return ""
    if isinstance(cell, float):
        if cell.is_integer() and abs(cell) < 100:
            return f"{cell:.0f}"
        return f"{cell:,.0f}" if abs(cell) >= 100 else f"{cell:.2f}"
    return str(cell)
