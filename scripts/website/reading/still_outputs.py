"""Turns what a cell put out into HTML that reads well on a page with no kernel behind it."""

import re
from html import escape
from pathlib import Path
from typing import Any

import lxml.html
from lxml.etree import tostring
from nbformat import NotebookNode

PLOTLY = "application/vnd.plotly.v1+json"
_DOTS = re.compile(r"[.…\s]{8,}")
# What only a running notebook can show: the sentence that stands in its place, with {run} for the browser edition.
IN_PLACE_OF = {
    "check_setup": "Here the notebook checks whether everything works on your machine. {run}.",
    "explore": "Here the notebook opens the explorer: all events, to search, filter and collect. {run}, or read the "
    '<a href="../events.html">table of all events</a>.',
    "curtain": "Here a curtain falls: the notebook shows only what was known on that day, until you have written your "
    "advice. {run}.",
    "progress": "Here the notebook shows what you have done and how sure you were. {run}.",
    "class_ledger": "Here the notebook lays the verdicts of a class side by side. {run}.",
    "keep_answers": "Here the notebook lets you download your answers as one file, or restore them. {run}.",
}


def run_link(slug: str, words: str) -> str:
    """Return a link from a lesson's page to the same lesson in the browser edition."""
    return f'<a href="../run/{slug}.html">{words}</a>'


def called(source: str) -> str:
    """Return the helper that a cell's last statement calls, or "".

    >>> called("x = load_events()\\nshow(timeline(x), '01-a')")
    'show'
    """
    names = re.findall(r"^(?:\w+ = )?(\w+)\(", source, re.M)
    return str(names[-1]) if names else ""


def html_of(cell: NotebookNode) -> str:
    """Return the HTML that a cell's last output carries for readers without a kernel, or ""."""
    bundles = [output["data"] for output in cell.outputs if "data" in output]
    found = [bundle["text/html"] for bundle in bundles if "text/html" in bundle]
    return str(found[-1]) if found else ""


def figure_of(cell: NotebookNode) -> dict[str, Any] | None:
    """Return the Plotly figure that a cell shows, or None."""
    return next((output["data"][PLOTLY] for output in cell.outputs if PLOTLY in output.get("data", {})), None)


def tidy(html: str) -> str:
    """Return a widget's static HTML without its own look, its lines to write on, and tables wider than a page.

    >>> tidy("<style>p {}</style><p style='color: red'>Read <b>this</b>.</p>")
    '<div><p>Read <b>this</b>.</p></div>'
    >>> tidy("<table><tr><td>c01</td><td>..............</td></tr></table>").count("<td>")
    1
    """
    root = lxml.html.fragment_fromstring(html, create_parent="div")
    for element in list(root.iter("style", "script")):
        element.drop_tree()
    for element in root.iter():
        element.attrib.pop("style", None)
    for table in list(root.iter("table")):
        _drop_lines_to_write_on(table)
        _let_it_scroll(table)
    for element in root.iter():
        for place in ("text", "tail"):
            if text := getattr(element, place):
                setattr(element, place, re.sub(r"\.{8,}", "", text))
    for element in [*root.iter("p"), *root.iter("li")]:
        if len(element) == 0 and (element.text_content().strip() in ("", "My sentence:", "Footnotes:")):
            element.drop_tree()
    return _text(root)


def figure_html(figure: dict[str, Any], caption: str, folder: str, sizes: dict[str, tuple[int, int]]) -> str:
    """Return a figure as its still picture with a button that draws it live, its words and its table.

    figure : the Plotly payload; caption : what helpers.figures put beneath it; folder : the way to `_static/`
    sizes : width and height of each still picture, in pixels, by name
    """
    name = figure["layout"]["meta"]["name"]
    width, height = sizes[name]
    return (
        f'<figure class="course-fig" id="figure-{name}" data-figure="{folder}_static/figures/{name}.json">'
        f'<img class="still" src="{folder}_static/stills/{name}.webp" width="{width}" height="{height}" '
        'loading="lazy" decoding="async" alt="Still picture of the figure; the words below describe it.">'
        '<div class="live" hidden></div>'
        '<p class="fig-bar"><button type="button" class="wake" hidden>Make this figure interactive</button> '
        '<span class="fig-says" role="status"></span></p>'
        f"<figcaption>{tidy(caption)}</figcaption></figure>"
    )


def exercise_html(html: str, exercise_id: str, number: int, slug: str) -> str:
    """Return an exercise as a card: its number, the question, the options, and where it can be answered."""
    root = lxml.html.fragment_fromstring(tidy(html), create_parent="div")
    section = root.find(".//section")
    for item in root.iter("li"):
        if (item.text or "").startswith(("○", "☐")):
            item.set("class", "option")
    body = "".join(_text(child) for child in section) if section is not None else _text(root)
    run = run_link(slug, "Answer it in the browser edition")
    return (
        f'<section class="exercise-card" id="exercise-{exercise_id}" aria-label="Exercise {number}">'
        f'<p class="ex-number">Exercise {number}</p>{body}'
        f'<p class="ex-answer">{run}: it marks your answer and tells you what it shows.</p></section>'
    )


def note_html(name: str, slug: str) -> str:
    """Return the line in place of something that needs a running notebook."""
    words = IN_PLACE_OF[name].replace("{run}", run_link(slug, "Open it in the browser edition"))
    return f'<p class="only-running">{words}</p>'


def stream_html(text: str) -> str:
    """Return printed lines as they are."""
    return f"<pre>{escape(text)}</pre>"


def still_path(root: Path, name: str) -> Path:
    """Return where a figure's still picture is in the repository."""
    return root / "notebooks" / "figures" / f"{name}.png"


def _drop_lines_to_write_on(table: Any) -> None:
    """Remove the columns whose cells are dotted lines only: on a screen nobody writes on them."""
    rows = [list(row.iter("td", "th")) for row in table.iter("tr")]
    body = [row for row in rows if row and row[-1].tag == "td"]
    width = len(body[0]) if body else 0
    empty = [
        place
        for place in range(width)
        if all(len(row) == width and _DOTS.fullmatch(row[place].text_content() or "x") for row in body)
    ]
    for row in rows:
        for place in reversed(empty):
            if place < len(row):
                row[place].drop_tree()


def _let_it_scroll(table: Any) -> None:
    """Put a table in a box that scrolls sideways and that a keyboard can reach."""
    above = table.getparent()
    if above is not None and "behind" in (above.get("class") or ""):
        return
    caption = table.find("caption")
    words = caption.text_content() if caption is not None else "Table"
    box = lxml.html.Element("div", {"class": "behind", "tabindex": "0", "role": "group", "aria-label": words})
    above.replace(table, box)
    box.append(table)
    box.tail, table.tail = table.tail, None


def _text(element: Any) -> str:
    return str(tostring(element, encoding="unicode", method="html"))
