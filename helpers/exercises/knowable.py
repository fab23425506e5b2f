"""What could be known on a day: rows of the tables whose own date is over by then.

A row counts from the last day that its date covers: what is dated to a year is known when the year is over, what ran
for two weeks when the two weeks are. A row without a date, and the essay, which was written later, are never known.

What a row tells may be younger than its date: a story first told later, a summary that knows how it went on, a dispute
of today. The table known_from.csv dates these, part by part.
"""

from datetime import date
from functools import lru_cache
from pathlib import Path

from helpers import course
from helpers.exercises import dates
from helpers.exercises.table_rows import Row, rows_of

TABLES = ("events", "sources", "documents", "debate")
_DATES = ("date_end", "date", "year")
_LATER = "known_from"  # the table: id, part, and the date from which that part could be known


def over(row: Row) -> date | None:
    """Return the day from which a row can be known; None if it has no date.

    >>> str(over({"date": "1924-05"})), str(over({"date": "1924-05-01", "date_end": "1924-05-14"})), over({"date": ""})
    ('1924-05-31', '1924-05-14', None)
    """
    for column in _DATES:
        if row.get(column):
            try:
                return dates.span(row[column]).last
            except ValueError:
                return None
    return None


def known_by(day: str, reference: str) -> bool:
    """Say whether a row with this id could be known on a day.

    >>> known_by("1900-01-01", "p01")
    False
    """
    end = _ends(course.data_dir()).get(reference)
    return end is not None and end <= dates.span(day).last and part_known_by(day, reference, "row")


def part_known_by(day: str, reference: str, part: str) -> bool:
    """Say whether a part of a row could be told on a day, by the table of what is younger than its row.

    part : "row" for all of it, "text" for its summary, "dispute" for what is quarrelled about. A dispute is today's,
        and untold on any day before, unless the table gives it a date.
    """
    first = _parts(course.data_dir()).get((reference, part))
    return first <= dates.span(day).last if first else part != "dispute"


@lru_cache(maxsize=2)
def _parts(_folder: Path) -> dict[tuple[str, str], date]:
    """Read from which day each part could be known: the last that its date covers, as with rows."""
    parts = {}
    for row in rows_of(_LATER):
        try:
            parts[row[""], row.get("part", "")] = dates.span(row.get("known_from", "")).last
        except ValueError:
            continue
    return parts


@lru_cache(maxsize=2)
def _ends(_folder: Path) -> dict[str, date]:
    """Read on which day each row is over; where two tables share an id, the first."""
    ends: dict[str, date] = {}
    for table in TABLES:
        for row in rows_of(table):
            if (day := over(row)) is not None:
                ends.setdefault(row[""], day)
    return ends
