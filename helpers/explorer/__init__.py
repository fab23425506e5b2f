"""Explore a table of events: filters, timeline, table and details over one selection.

`packing` turns the table into columns for the browser, `details` says all about one event, `widget` joins both to
the browser's part, which is written in `frontend/` and built into `static/` by scripts/make_explorer.py.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from helpers.explorer.widget import Explorer

__all__ = ["explore"]


def explore(events: "pd.DataFrame", *, lanes: str = "category", eras: "pd.DataFrame | None" = None) -> "Explorer":
    """Look through a table of events: filter it, see it on a timeline and in a table, and read about each event.

    events : DataFrame as load_events() returns it; `id`, `title`, `start` and the column of the lanes must be there
    lanes : the column that makes the timeline's lanes and the first filter; a cell may join values by ";"
    eras : DataFrame of label, start, end, drawn as bands behind the events

    The result knows what is shown and chosen: `view.shown` and `view.selected` are DataFrames, and
    `view.selection = ["1949-04-04-signed"]` chooses events by id.
    Raises ValueError, in one sentence, for anything else than a table of events.

    >>> import pandas as pd
    >>> events = pd.DataFrame({"id": ["a", "b"], "title": ["First", "Second"], "category": ["treaty", "crisis"]})
    >>> view = explore(events.assign(start=pd.to_datetime(["1949-04-04", "1961-08-13"])))
    >>> view.selection = ["b"]
    >>> view.selected["title"].to_list(), len(view.shown)
    (['Second'], 2)
    """
    from helpers.explorer.widget import Explorer

    return Explorer(events, lanes=lanes, eras=eras)
