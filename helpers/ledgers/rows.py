"""The tables as plain rows, read quickly: a ledger that opens must not wait for pandas."""

import csv
import io
from functools import lru_cache
from pathlib import Path

from helpers import course

Row = dict[str, str]


def rows(name: str) -> dict[str, Row]:
    """Return a table's rows by id, in the order of the file; none if the course has no such table.

    A broken table is the business of helpers.tables, which names the fault. Here it only must not take the page away.
    """
    path = course.data_dir() / f"{name}.csv"
    try:
        status = path.stat()
    except OSError:
        return {}
    return _read(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=16)
def _read(path: Path, _changed: int, _size: int) -> dict[str, Row]:
    """Read a file once for each of its versions."""
    found: dict[str, Row] = {}
    try:
        for row in csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")):
            whole = {str(key): value if isinstance(value, str) else "" for key, value in row.items() if key}
            if whole.get("id"):
                found.setdefault(whole["id"], whole)
    except (OSError, ValueError, csv.Error):
        return {}
    return found


def listed(row: Row, column: str) -> tuple[str, ...]:
    """Return the parts of a cell that holds a list.

    >>> listed({"events": "a;b"}, "events"), listed({"events": ""}, "events"), listed({}, "events")
    (('a', 'b'), (), ())
    """
    return tuple(part for part in row.get(column, "").split(";") if part)
