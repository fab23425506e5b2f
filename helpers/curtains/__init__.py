"""A curtain in time: up to a day one sees the evidence; what is later stays hidden until one has decided.

`standing` (what is known on a day, of events and of the essay's claims; pure), `widget` (the day, chosen by hand).
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from helpers.curtains.widget import Curtain

__all__ = ["curtain"]


def curtain(events: "pd.DataFrame", day: str, *, advice: str = "", passages: tuple[str, ...] = ()) -> "Curtain":
    """Look at the events as they could be known on a day; move the day by hand or from event to event.

    events : DataFrame as load_events() returns it
    day : where the curtain hangs at first, YYYY-MM-DD
    advice : id of an exercise of the kind `advise`; until it is committed, the curtain goes no further than its day
    passages : ids of the essay's paragraphs whose claims are shown with the evidence dated by the day

    The package is called curtains so that the name curtain is always the function. What is behind the curtain is not
    sent to the browser. `view.seen` holds the events before it.
    Raises ValueError, in one sentence, for another kind of table, day or exercise.
    """
    from helpers.curtains.widget import Curtain

    return Curtain(events, day, advice=advice, passages=tuple(passages))
