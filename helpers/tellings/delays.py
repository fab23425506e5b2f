"""Accounts, each with the day of what it tells of and the days between the two. Pure; no drawing."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from helpers.calendar_words import days_of, say_date, say_day, say_delay
from helpers.lettering import count, join_words, shorten
from helpers.timelines.table import read_events, text_column

if TYPE_CHECKING:
    pass

Days = tuple[np.datetime64, np.datetime64]
NO_KIND = "kind not given"


@dataclass(frozen=True)
class Happening:
    """What accounts tell of: its name, the days on which it may have ended, its date in words."""

    name: str
    days: Days
    words: str


@dataclass(frozen=True)
class Telling:
    """One account: what it tells of, and the days on which it may have been told.

    lane : the value of the column that makes the lanes; kind : "" for none; contested : what it tells was not read
    """

    title: str
    lane: str
    kind: str
    happening: Happening
    days: Days
    words: str
    contested: bool
    summary: str
    sources: str
    id: str

    @property
    def happened(self) -> np.datetime64:
        """Return the day from which the delay is drawn: the middle of what is known."""
        return _middle(self.happening.days)

    @property
    def told(self) -> np.datetime64:
        """Return the day on which the mark stands: the middle of what is known."""
        return _middle(self.days)

    @property
    def span(self) -> tuple[int, int]:
        """Return the least and the most days from the happening to the telling."""
        (begin, end), (first, last) = self.happening.days, self.days
        return int((first - end).astype(int)), int((last - begin).astype(int))

    @property
    def delay(self) -> str:
        """Say how late it was told."""
        return say_delay(*self.span)

    @property
    def drawn(self) -> Days:
        """Return the first and the last day that anything is drawn on."""
        ends = (*self.days, self.happened)
        return min(ends), max(ends)


def read_tellings(accounts: Any, events: Any, lanes: str, happened: str) -> tuple[list[Telling], int]:
    """Return the accounts that bear a date, the earliest told first, and how many bear none.

    accounts, events, lanes, happened : as told_when() takes them
    Raises ValueError, in one sentence, for a column that is not there or an account of an unknown event.
    """
    import pandas as pd

    if not isinstance(accounts, pd.DataFrame):
        raise ValueError(f"Told-when needs a table of accounts, such as load_accounts() gives, not {accounts!r:.60}.")
    names = [str(name) for name in accounts.columns]
    if happened not in names and events is None:
        raise ValueError(
            f"Nothing says when it happened: give the events too, as in told_when(accounts, load_events()), or a "
            f"column {happened!r}."
        )
    needed = ("start", "title") + ((happened,) if happened in names else ("event",))
    table = read_events(accounts, lanes, needed, "Told-when")
    known = _happenings(events)
    text = {
        name: text_column(table, name)
        for name in ("id", "title", "date", "kind", "event", "status", "summary", "sources", lanes)
    }
    own = list(table[happened]) if happened in names else [None] * len(table)
    tellings = []
    for row, (start, end) in enumerate(zip(table["start"], table["end"], strict=True)):
        if pd.isna(start):
            continue
        title = text["title"][row] or text["id"][row] or f"account {row + 1}"
        date = text["date"][row]
        days = days_of(date) or (_day(start), _day(end))
        tellings.append(
            Telling(
                title=title,
                lane=text[lanes][row],
                kind=text["kind"][row] or NO_KIND,
                happening=_happening(own[row], text["event"][row], known, title, happened),
                days=days,
                words=say_date(date) if days_of(date) else say_day(days[0]),
                contested=text["status"][row] == "contested",
                summary=text["summary"][row],
                sources=text["sources"][row],
                id=text["id"][row],
            )
        )
    tellings.sort(key=lambda one: (one.told, one.days, one.title))
    return tellings, len(table) - len(tellings)


def _happenings(events: Any) -> dict[str, Happening]:
    """Read the events by id; an event of several whole days counts from its last."""
    if events is None:
        return {}
    table = read_events(events, "title", ("start", "id"), "Told-when")
    exact = text_column(table, "precision")
    found = {}
    for name, title, start, end, precision in zip(
        text_column(table, "id"), text_column(table, "title"), table["start"], table["end"], exact, strict=True
    ):
        if start == start:  # NaT is not itself
            first, last = _day(start), _day(end)
            found[name] = Happening(title, (last if precision == "day" else first, last), _said(first, last, precision))
    return found


def _happening(own: Any, event: str, known: Mapping[str, Happening], title: str, column: str) -> Happening:
    """Return what an account tells of: its own day if it names one, else its event's."""
    import pandas as pd

    named = known[event].name if event in known else event
    if isinstance(own, str) and own:
        if days := days_of(own):
            return Happening(named, days, say_date(own))
        raise ValueError(f"In the column {column!r}, {own!r:.40} is no date; write YYYY-MM-DD, YYYY-MM or YYYY.")
    if own is not None and not isinstance(own, str) and not pd.isna(own):
        try:
            day = _day(pd.Timestamp(own))
        except (ValueError, TypeError):
            raise ValueError(f"In the column {column!r}, {own!r:.40} is no date.") from None
        return Happening(named, (day, day), say_day(day))
    if event in known:
        return known[event]
    what = f"of the event {event!r}, which the table of events does not date" if event else "of no event"
    raise ValueError(f"{shorten(title, 60)} tells {what}, so its delay is not known.")


def _day(stamp: Any) -> np.datetime64:
    day: np.datetime64 = np.datetime64(stamp.to_datetime64(), "D")
    return day


def _middle(days: Days) -> np.datetime64:
    first, last = days
    return first + (last - first) // 2


def _said(first: np.datetime64, last: np.datetime64, precision: str) -> str:
    if first == last or precision == "day":
        return say_day(first) if first == last else f"{say_day(first)} to {say_day(last)}"
    size = {"month": 7, "year": 4}.get(precision, 10)
    parts = dict.fromkeys(say_date(str(day)[:size]) for day in (first, last))
    return " to ".join(parts)


def say_tellings(tellings: list[Telling], undated: int) -> str:
    """Describe accounts in one sentence: how many, of what, how late the first and the last are, of which kinds."""
    happenings = list(dict.fromkeys(one.happening for one in tellings))
    of = f"{len(happenings)} events"
    if len(happenings) == 1:
        only = happenings[0]
        at = "on" if only.days[0] == only.days[1] and " to " not in only.words else "in"
        of = f"what happened {'from' if ' to ' in only.words else at} {only.words}"
    ranked = sorted(tellings, key=lambda one: (one.span, one.title))
    words = f"Told-when plot of {count(len(tellings), 'account')} of {of}: "
    ends = list(dict.fromkeys((shorten(one.title, 60), one.delay) for one in (ranked[0], ranked[-1])))
    words += ("from " if len(ends) > 1 else "") + " to ".join(f"{title} {delay}" for title, delay in ends)
    kinds = Counter(one.kind for one in tellings)
    words += "; " + join_words([f'{size} of the kind "{shorten(kind, 60)}"' for kind, size in kinds.items()])
    return words + (f"; {undated} without a date {'is' if undated == 1 else 'are'} left out" if undated else "") + "."
