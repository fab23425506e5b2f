"""Writes the pages made from `data/`: the table of events, one page a source, and the glossary."""

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from helpers import tables
from website.reading import event_table, source_pages

if TYPE_CHECKING:
    import pandas as pd


def write(source: Path) -> set[Path]:
    """Write the events' page, the sources' pages and the glossary into Sphinx's source folder; return the paths."""
    from website.reading import write_if_changed

    events, sources = tables.load_events(), tables.load_sources()
    pages = {
        write_if_changed(source / "events.md", event_table.page(events)),
        write_if_changed(source / "glossary.md", glossary(tables.load_glossary())),
        write_if_changed(source / "sources" / "index.md", source_pages.index(sources)),
    }
    for name, text in source_pages.pages(sources, events).items():
        pages.add(write_if_changed(source / "sources" / f"{name}.md", text))
    return pages


def glossary(words: "pd.DataFrame") -> str:
    """Return the glossary in MyST: Sphinx's own, so that every link to a word is checked.

    words : as load_glossary() returns it
    """
    rows = words.sort_values("term", key=lambda terms: terms.str.lower())
    lines = ["# Glossary", "", "Words of the lessons that not everybody knows, in our own words.", "", ":::{glossary}"]
    for term, definition in zip(rows["term"], rows["definition"], strict=True):
        lines += [str(term), f"  {plain(str(definition))}", ""]
    return "\n".join([*lines, ":::", ""])


def plain(text: str) -> str:
    r"""Return text that MyST prints as it stands, whatever signs are in it.

    >>> plain("a *b* [c]")
    'a \\*b\\* \\[c\\]'
    """
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]<>#|$~^@&!" else sign for sign in text)


def link(address: str, words: str) -> str:
    """Return a link as HTML."""
    return f'<a href="{escape(address)}">{escape(words)}</a>'
