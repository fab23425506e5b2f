"""Shows figures and tables in a notebook, each with its words: a description, and the table behind it."""

from html import escape, unescape
from typing import TYPE_CHECKING, Any

from helpers.asleep import asleep
from helpers.lettering import count

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    import plotly.graph_objects as go

PLOTLY = "application/vnd.plotly.v1+json"
MOST_ROWS = 400  # of the table behind a figure; table_of() gives them all

_STYLE = """
.course-figure { margin: 0 0 1em; font-family: var(--jp-content-font-family, system-ui, sans-serif);
  color: var(--jp-content-font-color1, #1f1f1f) }
.course-figure p { margin: .2em 8px .5em; max-width: 46em; line-height: 1.45 }
.course-figure details { margin: 0 8px }
.course-figure summary { cursor: pointer; padding: .2em 0 }
.course-figure .behind { overflow: auto; max-height: 24em; margin-top: .4em }
.course-figure table { border-collapse: collapse; margin: 0; font-size: 13px }
.course-figure caption { text-align: left; caption-side: top; padding: .2em 0 .5em; color: inherit }
.course-figure .behind th, .course-figure .behind td { text-align: left !important; vertical-align: top;
  padding: .35em .8em .35em 0; min-width: 5em; max-width: 26em; white-space: normal;
  border-bottom: 1px solid var(--jp-border-color2, #ddd) }
"""
_TABLE_STYLE = """
.dt-container { color: var(--jp-content-font-color1, #1f1f1f) }
.course-table td, .course-table th { white-space: normal !important; text-align: left !important;
  vertical-align: top; min-width: 5em; max-width: 30em }
.course-table td.course-nowrap { white-space: nowrap !important; min-width: 0 }
.course-table td.course-prose { min-width: 13em }
"""

# JupyterLab's own Plotly renderer gives its output no name: this names the figure that stands before the caption.
_NAME_IT = """(() => {
const here = document.currentScript, words = here.parentElement.querySelector(".course-figure p").textContent;
const output = here.closest(".jp-OutputArea-child"); let tries = 0;
const name = () => {
  const before = output && output.previousElementSibling;
  const figure = before && before.querySelector(".jp-RenderedPlotly");
  if (!figure) return;
  figure.setAttribute("role", "figure"); figure.setAttribute("aria-label", words);
  figure.querySelectorAll("img").forEach((img) => { img.alt = ""; });
  const drawn = figure.querySelectorAll("svg.main-svg");
  drawn.forEach((svg) => svg.setAttribute("aria-hidden", "true"));
  if (!drawn.length && tries++ < 50) setTimeout(name, 200);
};
name();
})();"""

# DataTables calls the page buttons of every table "pagination" and lets no key scroll a wide table: this names both
# after the caption that stands before the table.
_NAME_TABLE = """(() => {
const here = document.currentScript, words = here.parentElement.querySelector(".course-caption").textContent;
const output = here.closest(".jp-OutputArea-child"); let tries = 0;
const name = () => {
  const after = output && output.nextElementSibling;
  const pages = after && after.querySelector(".dt-paging nav"), wide = after && after.querySelector(".dt-scroll-body");
  if (wide) {
    wide.tabIndex = 0; wide.setAttribute("role", "group"); wide.setAttribute("aria-label", words);
  }
  if (pages) pages.setAttribute("aria-label", `Pages of ${words}`);
  // A short table has no pages: it is named all the same.
  if (!(pages && wide) && tries++ < 50) setTimeout(name, 200);
};
name();
})();"""


def describe(fig: "go.Figure") -> str:
    """Return the one sentence that says what a figure shows; "" for a figure that was given none.

    >>> import plotly.graph_objects as go
    >>> describe(go.Figure(layout={"meta": {"description": "One line."}}))
    'One line.'
    """
    meta = fig.layout.meta
    return str(meta.get("description", "")) if isinstance(meta, dict) else ""


def table_of(fig: "go.Figure") -> "pd.DataFrame":
    """Return the table behind a figure, rebuilt from what the figure itself draws.

    One row an event (or a stretch of time and lane, or a country and year); an event that stands in several
    lanes has them joined by "; ". A figure not made by this course gives an empty table.
    """
    import pandas as pd

    meta = fig.layout.meta if isinstance(fig.layout.meta, dict) else {}
    columns = list(meta.get("columns", ()))
    rows: dict[Any, dict[str, Any]] = {}
    for number, trace in enumerate(fig.data):
        if not (isinstance(trace.meta, dict) and "lane" in trace.meta) or trace.customdata is None:
            continue
        for position, cells in enumerate(trace.customdata):
            if cells is None:
                continue
            row = {name: _plain(cell) for name, cell in zip(columns, cells, strict=True)}
            key = row.pop("row", (number, position))
            if key in rows:
                rows[key]["lane"] += f"; {trace.meta['lane']}"
            else:
                rows[key] = {"lane": trace.meta["lane"], **row}
    ordered = [rows[key] for key in sorted(rows)]
    names = ["lane", *(name for name in columns if name not in ("row", "lane"))]
    # A figure may say what its lanes are; timelines call them lanes.
    return pd.DataFrame(ordered, columns=names).rename(columns={"lane": str(meta.get("lanes", "lane"))})


def _plain(cell: Any) -> Any:
    """Undo what a hover card needs: line breaks and protected letters."""
    if not isinstance(cell, str):
        return cell
    return unescape(cell.replace("<br>Sources: ", "").replace("<br>", " ")).strip()


def show(fig: "go.Figure", name: str | None = None) -> None:
    """Show a figure with its description beneath and, folded away, the table behind it.

    name : what the figure is called, such as "01-founding"; its still picture is filed under that.
    The figure follows JupyterLab's light and dark theme; a saved notebook holds the figure's data, no library.
    """
    import json

    from IPython.display import HTML, display

    from helpers import theme

    if name:
        fig.update_layout(meta={**(fig.layout.meta or {}), "name": name})
    payload = json.loads(fig.to_json())
    payload["config"] = theme.CONFIG
    display({PLOTLY: payload, "text/plain": describe(fig)}, raw=True)
    display(HTML(caption(fig)))


def caption(fig: "go.Figure") -> str:
    """Return the HTML beneath a figure: its description, the table behind it, and the look of both."""
    from helpers import theme

    words = escape(describe(fig))
    table = table_of(fig)
    parts = [f"<style>{theme.STYLE}{_STYLE}</style><div class='course-figure'><p>{words}</p>"]
    if len(table):
        parts.append(_details(table))
    parts.append(f"</div><script>{_NAME_IT}</script>")
    return "".join(parts)


def _details(table: "pd.DataFrame") -> str:
    """Return a folded table with a caption and header cells."""
    shown = table.head(MOST_ROWS)
    filled = [name for name in shown.columns if (shown[name].astype(str) != "").any()]
    label = f"The table behind this figure: {count(len(table), 'row')}"
    note = "" if len(shown) == len(table) else f" (the first {MOST_ROWS}; table_of() gives them all)"
    return (
        f"<details><summary>{label}</summary>"
        f"<div class='behind' tabindex='0' role='group' aria-label='{escape(label)}'>"
        f"{_html_table(shown[filled], label + note + '.')}</div></details>"
    )


def _html_table(table: "pd.DataFrame", words: str) -> str:
    """Return a table with a caption and header cells."""
    head = "".join(f"<th scope='col'>{escape(str(name))}</th>" for name in table.columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row) + "</tr>"
        for row in table.itertuples(index=False)
    )
    return f"<table><caption>{escape(words)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def show_table(
    df: "pd.DataFrame", columns: "Sequence[str] | None" = None, *, caption: str = "", rows: int = 10
) -> None:
    """Show a table that sorts by a click on a heading and searches as you type.

    columns : the columns to show, in that order (all, if none are named); caption : what the table holds
    rows : how many rows a page has
    Needs no network. Where no kernel runs, a plain table stands in.
    Raises ValueError if a column is not there.
    """
    from IPython.display import display

    words = caption or f"Table of {count(len(df), 'row')}"
    readable = in_words(df, columns)
    before = (
        f"<style>{_TABLE_STYLE}</style><p class='course-caption'><strong>{escape(words)}</strong></p>"
        f"{asleep('The table', 'see and search it')}<script>{_NAME_TABLE}</script>"
    )
    display({"text/html": before, "text/plain": words}, raw=True)
    bundle = {"text/plain": words, "text/html": _plain_table(readable, words)}
    display({**_widget(readable, rows), **bundle}, raw=True)


def in_words(df: "pd.DataFrame", columns: "Sequence[str] | None" = None) -> "pd.DataFrame":
    """Make a table ready to read: plain headings, days without hours, lists with spaces, no "nan".

    >>> import pandas as pd
    >>> in_words(pd.DataFrame({"date_end": [pd.Timestamp("1990-05-04")], "who": ["A;B"]})).values.tolist()
    [['1990-05-04', 'A; B']]
    """
    import pandas as pd

    wanted = list(df.columns) if columns is None else [columns] if isinstance(columns, str) else list(columns)
    if missing := [name for name in wanted if name not in df.columns]:
        known = ", ".join(str(name) for name in df.columns)
        raise ValueError(f"The table has no column {missing[0]!r}; its columns are {known}.")
    shown = df[wanted]
    new: dict[int, Any] = {}
    for place in range(shown.shape[1]):
        column = shown.iloc[:, place]
        if pd.api.types.is_datetime64_any_dtype(column):
            new[place] = column.dt.strftime("%Y-%m-%d").astype(object).where(column.notna(), "").to_numpy()
        elif pd.api.types.is_numeric_dtype(column):
            new[place] = column.to_numpy()
        else:
            texts = column.astype(object).where(column.notna(), "").map(str)
            new[place] = texts.str.replace(r";(?=\S)", "; ", regex=True).to_numpy()
    table = pd.DataFrame(new)
    table.columns = pd.Index([str(name).replace("_", " ") for name in shown.columns])
    return table


def _widget(table: "pd.DataFrame", rows: int) -> dict[str, Any]:
    """Return the display data of an interactive table by itables."""
    from itables.widget import ITable  # 30 ms with pandas at hand, and not wanted by most cells

    def is_short(place: int) -> bool:
        return all(len(str(cell)) <= 12 for cell in table.iloc[:, place].head(1000))

    places = range(table.shape[1])
    looks = [
        {"targets": [place], "className": "course-nowrap" if is_short(place) else "course-prose"} for place in places
    ]
    widget = ITable(
        table,
        classes="display compact course-table",
        style="width:100%;table-layout:auto;caption-side:top;text-align:left",
        showIndex=False,
        maxBytes=0,
        scrollX=True,
        pageLength=rows,
        lengthMenu=sorted({5, 10, 25, 50, 100, rows}),
        order=[],
        columnDefs=looks,
        language={"search": "Search this table:", "lengthMenu": "_MENU_ rows a page"},
    )
    made: Any = widget._repr_mimebundle_()
    return dict(made[0] if isinstance(made, tuple) else made)


def _plain_table(table: "pd.DataFrame", words: str) -> str:
    """Return the table as plain HTML, at most MOST_ROWS rows of it."""
    note = "" if len(table) <= MOST_ROWS else f" (the first {MOST_ROWS} of {len(table):,})"
    return (
        f"<style>{_STYLE}</style><div class='course-figure'>"
        f"<div class='behind' tabindex='0' role='group' aria-label='{escape(words)}'>"
        f"{_html_table(table.head(MOST_ROWS), words + note)}</div></div>"
    )
