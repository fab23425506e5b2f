"""What is known on a day: which events, and what bears on the essay's claims. Pure: no widget, no record."""

from datetime import date
from typing import TYPE_CHECKING, Any

from helpers.exercises.knowable import known_by, part_known_by
from helpers.exercises.titles import title_of
from helpers.ledgers.claims import Claim
from helpers.lettering import count

if TYPE_CHECKING:
    import pandas as pd

# What is written with later knowledge is not shown while the curtain hangs.
_LATER_KNOWLEDGE = ("status", "dispute", "notes", "passages")


def known(events: "pd.DataFrame", day: date) -> "pd.DataFrame":
    """Return the events that were over by a day and known by then; one without a date never is.

    events : needs `end` as days, as `read_events` gives it; what is dated to a year ends on 31 December
    """
    import pandas as pd

    seen = events[events["end"] <= pd.Timestamp(day)]
    return seen[[part_known_by(day.isoformat(), str(one), "row") for one in seen["id"]]]


def as_known(events: "pd.DataFrame", day: date) -> "pd.DataFrame":
    """Return the events known by a day without later knowledge: no disputes, no younger summaries, no later sources."""
    seen = known(events, day)
    seen = seen.drop(columns=[name for name in _LATER_KNOWLEDGE if name in seen]).copy()
    if "summary" in seen:
        told = [part_known_by(day.isoformat(), str(one), "text") for one in seen["id"]]
        seen["summary"] = [words if fit else "" for words, fit in zip(seen["summary"], told, strict=True)]
    if "sources" in seen:
        named = [[one for one in str(cell).split(";") if one] for cell in seen["sources"]]
        of_the_time = [[one for one in ids if known_by(day.isoformat(), one)] for ids in named]
        seen["sources"] = [";".join(ids) for ids in of_the_time]
        counts = zip(of_the_time, named, strict=True)
        seen["notes"] = [_who_knew(len(early), len(ids) - len(early)) for early, ids in counts]
    return seen


def _who_knew(early: int, late: int) -> str:
    """Say how much of what the course knows of an event was written later."""
    if not late:
        return ""
    told = f"{count(late, 'source')} of this course on it {'is' if late == 1 else 'are'} of a later date"
    return f"{told}, {early or 'none'} of the time. Ask who could know it on this day."


def steps(events: "pd.DataFrame") -> list[str]:
    """Return the days on which an event was over, each once, in order."""
    return sorted(set(events["end"].dropna().dt.strftime("%Y-%m-%d")))


def standing(claim: Claim, day: date) -> dict[str, Any]:
    """Return a claim with the evidence dated by a day: {id, quote, known: titles, later: how many pieces}."""
    pieces = dict.fromkeys([*claim.events, *claim.sources])
    early = [one for one in pieces if known_by(day.isoformat(), one)]
    told = [dict(title_of(one, day.isoformat())) for one in early]
    return {"id": claim.id, "quote": claim.quote, "known": told, "later": len(pieces) - len(early)}
