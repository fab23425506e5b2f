"""Writes the page with all events: a plain table, to which a few lines of script add a search and an order."""

from html import escape
from typing import TYPE_CHECKING

from helpers.lettering import count

if TYPE_CHECKING:
    import pandas as pd

_INTRODUCTION = """# All events

Everything that the course knows to have happened, in neutral words, with its sources. *Documented* means that nobody
disputes it seriously; *contested*, that sides or scholars disagree about what happened or what it meant.
"""


def page(events: "pd.DataFrame") -> str:
    """Return the page in MyST.

    events : as load_events() returns it
    """
    rows = "".join(_row(event) for _, event in events.sort_values("start", kind="stable").iterrows())
    head = "".join(f'<th scope="col" role="columnheader">{words}</th>' for words in ("When", "What", "Sources"))
    return (
        f"{_INTRODUCTION}\n{_controls(events)}\n\n"
        f'<table class="event-table" id="event-table" role="table"><caption>{count(len(events), "event")}, '
        f'oldest first</caption><thead role="rowgroup"><tr role="row">{head}</tr></thead>'
        f'<tbody role="rowgroup">{rows}</tbody></table>\n'
    )


def _controls(events: "pd.DataFrame") -> str:
    """Return the search, two choices and the order; hidden until a script is there to serve them."""
    kinds = "".join(f"<option>{escape(kind)}</option>" for kind in sorted(set(events["category"])))
    states = "".join(f"<option>{escape(state)}</option>" for state in sorted(set(events["status"])))
    orders = "".join(
        f'<option value="{value}">{words}</option>'
        for value, words in (("old", "oldest first"), ("new", "newest first"), ("kind", "by kind"))
    )
    return (
        '<form class="filter" id="event-filter" hidden>'
        '<label>Search <input type="search" name="words" autocomplete="off"></label>'
        f'<label>Kind <select name="kind"><option value="">all</option>{kinds}</select></label>'
        f'<label>Standing <select name="status"><option value="">all</option>{states}</select></label>'
        f'<label>Order <select name="order">{orders}</select></label>'
        '<output class="filter-says" role="status"></output></form>'
    )


def _row(event: "pd.Series") -> str:
    end = f"<br>to {event['date_end']}" if event["date_end"] else ""
    dispute = f'<p class="dispute">Contested: {escape(event["dispute"])}</p>' if event["dispute"] else ""
    facts = [event["category"], event["status"], event["place"].replace(";", ", ")]
    sources = "".join(
        f'<li><a href="sources/{name}.html">{name}</a></li>' for name in event["sources"].split(";") if name
    )
    return (
        f'<tr role="row" id="{event["id"]}" data-kind="{event["category"]}" data-status="{event["status"]}">'
        f'<td role="cell" class="when">{event["date"]}{end}</td>'
        f'<td role="cell"><p class="event-title">{escape(event["title"])}</p><p>{escape(event["summary"])}</p>{dispute}'
        f'<p class="event-facts">{escape(" · ".join(filter(None, facts)))}</p></td>'
        f'<td role="cell"><ul class="event-sources">{sources}</ul></td></tr>'
    )
