"""Dates as known: to the year, the month or the day."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

PRECISIONS = ("year", "month", "day")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_SHAPE = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")


@dataclass(frozen=True)
class Span:
    """The days that a date covers; a date known only to the month covers a month."""

    first: date
    last: date

    def gap(self, other: "Span") -> int:
        """Return the days by which this span misses the other: below zero if earlier, 0 if they touch.

        >>> span("1955-03").gap(span("1955-05-14"))
        -44
        """
        if self.last < other.first:
            return (self.last - other.first).days
        if self.first > other.last:
            return (self.first - other.last).days
        return 0


def span(text: str) -> Span:
    """Read a date as YYYY, YYYY-MM or YYYY-MM-DD; raises ValueError for anything else.

    >>> span("1955-02").last
    datetime.date(1955, 2, 28)
    """
    found = _SHAPE.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is no date; write YYYY, YYYY-MM or YYYY-MM-DD")
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        assert year is not None
        if month is None:
            return Span(date(year, 1, 1), date(year, 12, 31))
        if day is None:
            return Span(date(year, month, 1), date(year, month, monthrange(year, month)[1]))
        return Span(date(year, month, day), date(year, month, day))
    except ValueError:
        raise ValueError(f"{text!r} is no day of the calendar") from None


def precision(text: str) -> str:
    """Say how precisely a date is given.

    >>> precision("1955-05")
    'month'
    """
    return PRECISIONS[text.count("-")]


def in_words(text: str) -> str:
    """Write a date as people say it.

    >>> in_words("1955-05-14"), in_words("1955-05"), in_words("1955")
    ('14 May 1955', 'May 1955', '1955')
    """
    year, *rest = text.split("-")
    words = [str(int(rest[1]))] if len(rest) == 2 else []
    words += [MONTHS[int(rest[0]) - 1]] if rest else []
    return " ".join([*words, year])


def days_in_words(days: int) -> str:
    """Write a distance in days as people say it.

    >>> days_in_words(1), days_in_words(45), days_in_words(400), days_in_words(800)
    ('1 day', '45 days', 'about 13 months', 'about 2 years')
    """
    if days < 60:
        return "1 day" if days == 1 else f"{days} days"
    if days < 730:
        return f"about {round(days / 30.44)} months"
    return f"about {round(days / 365.25)} years"
