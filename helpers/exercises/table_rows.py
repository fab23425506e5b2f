"""The rows of the course's tables as text, for exercises that search a table.

By the csv module, not by helpers.tables: a card must not wait for pandas.
"""

import csv
from functools import lru_cache
from pathlib import Path

from helpers import course
from helpers.exercises import dates

Row = dict[str, str]
# Which column names a row. A table that is not here has `id`.
_ID = {"members": "iso3"}
_WHEN = ("date", "accession_date", "year")


def rows_of(table: str) -> tuple[Row, ...]:
    """Return a table's rows in the order of the file, each with its id under the empty name ""; () if unreadable.

    table : the file's name in data/ without its ending, such as "events"
    """
    path = course.data_dir() / f"{table}.csv"
    try:
        stamp = path.stat()
    except OSError:
        return ()
    return _load(path, stamp.st_mtime_ns, stamp.st_size)


@lru_cache(maxsize=16)
def _load(path: Path, _changed: int, _size: int) -> tuple[Row, ...]:
    """Read a file once for each of its versions."""
    name = _ID.get(path.stem, "id")
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            read = [{k: v or "" for k, v in row.items() if isinstance(k, str)} for row in csv.DictReader(lines)]
    except (OSError, ValueError, csv.Error):
        return ()
    return tuple({**row, "": row[name]} for row in read if row.get(name))


def when(row: Row) -> dates.Span | None:
    """Return the days that a row's date covers, None if it has none.

    >>> str(when({"date": "1955-05"}).first)
    '1955-05-01'
    """
    for column in _WHEN:
        if row.get(column):
            try:
                return dates.span(row[column])
            except ValueError:
                return None
    return None


def cell(row: Row, column: str) -> str:
    """Return what a reader sees in a cell: a date in words, a list with commas.

    >>> cell({"date": "1955-05-14"}, "date"), cell({"actors": "A;B"}, "actors")
    ('14 May 1955', 'A, B')
    """
    value = row.get(column, "")
    if column in _WHEN or column.endswith("date_end"):
        try:
            dates.span(value)
        except ValueError:
            return value
        return dates.in_words(value)
    return ", ".join(part.strip() for part in value.split(";")) if ";" in value and "; " not in value else value


def heading(column: str) -> str:
    """Return what stands above a column.

    >>> heading("short_quote")
    'Short quote'
    """
    return column.replace("_", " ").capitalize()
