"""What could be known on a day: rows of the tables whose own date is over by then.

A row counts from the last day that its date covers: what is dated to a year is known when the year is over, what ran
for two weeks when the two weeks are. A row without a date, and the essay, which was written later, are never known.
"""

from datetime import date
from functools import lru_cache
from pathlib import Path

from helpers import course
from helpers.exercises import dates
from helpers.exercises.table_rows import Row, rows_of

TABLES = ("events", "sources", "documents", "debate")
_DATES = ("date_end", "date", "year")


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
    return end is not None and end <= dates.span(day).last


@lru_cache(maxsize=2)
def _ends(_folder: Path) -> dict[str, date]:
    """Read on which day each row is over; where two tables share an id, the first."""
    ends: dict[str, date] = {}
    for table in TABLES:
        for row in rows_of(table):
            if (day := over(row)) is not None:
                ends.setdefault(row[""], day)
    return ends
