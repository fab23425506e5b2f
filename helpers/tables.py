"""The course's tables as pandas DataFrames that are checked before anyone sees them.

Every loader returns its own copy, with row numbers 0 to n-1 as index. Types are the same with pandas 2 and 3:

- text is ``string`` (``string[python]``), and an empty cell is the empty text "";
- whole numbers are ``int64``, or ``Int64`` with <NA> where a cell may be empty;
- other numbers are ``float64``, with NaN for an empty cell; yes/no is ``bool``;
- days are ``datetime64[ns]``, with NaT for an empty cell.

Lists in a cell stay text, joined by ";".
"""

import difflib
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from helpers import course
from helpers.table_faults import Fault, TableError
from helpers.table_files import RawTable, read_raw
from helpers.table_schema import Field, Schema, cell_checker, date_range, load_schemas

if TYPE_CHECKING:
    import pandas as pd

_MOST_COLUMNS = 300
# Columns of which the second must not come before the first, in every table that has both.
_SPANS = (("date", "date_end"), ("start", "end"), ("first_year", "last_year"), ("low", "high"))

__all__ = [
    "Fault",
    "TableError",
    "load_accounts",
    "load_actors",
    "load_claims",
    "load_countries",
    "load_debate",
    "load_documents",
    "load_eras",
    "load_events",
    "load_forums",
    "load_glossary",
    "load_indicators",
    "load_indicators_catalogue",
    "load_members",
    "load_omissions",
    "load_parallels",
    "load_polls",
    "load_readings",
    "load_sources",
    "load_table",
    "read_table",
]


def load_events() -> "pd.DataFrame":
    """Return the events, one a row, in the order of their dates.

    Beside the columns of the file there are `start` and `end`, the first and the last day that the date or
    dates cover (a year covers 1 January to 31 December), and `precision`: "day", "month" or "year", as far as
    both dates are known. Raises TableError if the table is broken.

    >>> load_events()[["start", "end", "precision"]].dtypes.astype(str).to_list()
    ['datetime64[ns]', 'datetime64[ns]', 'string']
    """
    return load_table("events")


def load_sources() -> "pd.DataFrame":
    """Return the sources, one a row; `seen` says whether the editors read it or recall it ("memory")."""
    return load_table("sources")


def load_members() -> "pd.DataFrame":
    """Return the alliance's members, one a row, with the day on which each became one."""
    return load_table("members")


def load_claims() -> "pd.DataFrame":
    """Return the essay's claims, one a row, with the editors' verdict and the events for and against."""
    return load_table("claims")


def load_omissions() -> "pd.DataFrame":
    """Return what the essay leaves out, one omission a row."""
    return load_table("omissions")


def load_documents() -> "pd.DataFrame":
    """Return the key documents, one a row, with a short quotation where the wording was seen."""
    return load_table("documents")


def load_debate() -> "pd.DataFrame":
    """Return the works of the historians' debate, one a row, with each one's position."""
    return load_table("debate")


def load_accounts() -> "pd.DataFrame":
    """Return the accounts, one a row: who told of an event, when and in which words.

    `start` and `end` are as in load_events(), and NaT for an account that bears no date.
    """
    return load_table("accounts")


def load_forums() -> "pd.DataFrame":
    """Return what became of each forum, one stretch of time a row: its state, and who stopped or held back something.

    `start` and `end` are as in load_events().
    """
    return load_table("forums")


def load_parallels() -> "pd.DataFrame":
    """Return what each telling of a comparison has on each aspect, one row a comparison, telling and aspect.

    `telling` is the id of an account or a document; `quoted` says whether `words` are the telling's own.
    """
    return load_table("parallels")


def load_readings() -> "pd.DataFrame":
    """Return the verdicts under each reading of a disputed event, one row a switch, reading and claim."""
    return load_table("readings")


def load_eras() -> "pd.DataFrame":
    """Return the eras, one a row: the bands that timelines draw behind their events."""
    return load_table("eras")


def load_glossary() -> "pd.DataFrame":
    """Return the glossary, one term a row."""
    return load_table("glossary")


def load_countries() -> "pd.DataFrame":
    """Return the countries, one a row, by their three-letter code."""
    return load_table("countries")


def load_actors() -> "pd.DataFrame":
    """Return who acts in the events, one a row: states, organisations, regions and persons."""
    return load_table("actors")


def load_polls() -> "pd.DataFrame":
    """Return single poll readings, one a row; they are not yearly series."""
    return load_table("polls")


def load_indicators_catalogue() -> "pd.DataFrame":
    """Return what each indicator measures, in which unit, by whom and under which licence, one a row."""
    return load_table("indicators_catalogue")


def load_indicators(*ids: str) -> "pd.DataFrame":
    """Return yearly values of indicators by country, one value a row.

    ids : the indicators wanted, in the order wanted; none means all
    Columns: indicator, iso3, country, year, value, and low and high (NaN where the source gives no range).
    Raises ValueError for an id that is not in the catalogue.

    >>> sorted(load_indicators().columns)
    ['country', 'high', 'indicator', 'iso3', 'low', 'value', 'year']
    """
    import pandas as pd

    table = _indicators(course.data_dir(), _stamp(course.data_dir(), "indicators", "countries"))
    if not ids:
        return table.copy()
    known = table["indicator"].unique().tolist()
    for wanted in ids:
        if wanted not in known:
            near = difflib.get_close_matches(str(wanted), known, n=1)
            hint = f' Did you mean "{near[0]}"?' if near else f" There are: {', '.join(known)}."
            raise ValueError(f'There is no indicator "{wanted}".{hint}')
    parts = [table[table["indicator"] == wanted] for wanted in dict.fromkeys(ids)]
    return pd.concat(parts, ignore_index=True)


def load_table(name: str) -> "pd.DataFrame":
    """Return a table of the course by its name in the data package; raises TableError if it is broken."""
    folder = course.data_dir()
    return _cached(folder, name, _stamp(folder, name)).copy()


def read_table(path: Path | str, schema: Schema) -> "pd.DataFrame":
    """Read one CSV file and check every cell against the schema.

    path : the file
    schema : what the table must look like, from table_schema.load_schemas()
    Returns a DataFrame with the schema's columns, in its order, and the types that this module describes.
    A table with the columns `date` and `date_end` gets `start`, `end` and `precision` too.
    Raises TableError with all faults of the file at once; no other error comes out, whatever is in the file.
    """
    raw = read_raw(Path(path))
    name = Path(path).name
    faults = raw.faults
    columns: dict[str, list[str]] = {}
    if raw.header:
        faults.extend(_check_header(raw.header, schema, name))
        columns = {
            column: [record[place] for _, record in raw.rows] for place, column in enumerate(raw.header) if column
        }
        faults.extend(_check_cells(raw, columns, schema, name))
        if not faults:
            faults.extend(_check_order(raw, columns, name))
        if not raw.rows and not faults:
            faults.append(Fault(name, None, None, None, "the table has column names but no rows"))
    if faults:
        raise TableError(sorted(faults, key=lambda f: f.row or 0))
    return _frame(columns, schema)


def _check_header(header: list[str], schema: Schema, name: str) -> list[Fault]:
    """Note columns that are missing, unknown, unnamed or there twice."""
    if len(header) > _MOST_COLUMNS:
        return [Fault(name, 1, None, None, f"the table has {len(header):,} columns; {_MOST_COLUMNS} are the most")]
    faults = []
    wanted = [field.name for field in schema.fields]
    for place, column in enumerate(header, start=1):
        if not column:
            faults.append(Fault(name, 1, None, None, f"column {place} has no name; name it or delete it"))
        elif column in header[: place - 1]:
            faults.append(Fault(name, 1, column, None, "this column is there twice; keep one"))
        elif column not in wanted:
            near = difflib.get_close_matches(column[:80], [w for w in wanted if w not in header], n=1)
            hint = f' (did you mean "{near[0]}"?)' if near else ""
            faults.append(Fault(name, 1, column, None, f"this column is not known here{hint}"))
    for column in wanted:
        if column not in header:
            faults.append(Fault(name, 1, column, None, "this column is missing"))
    return faults


def _check_cells(raw: RawTable, columns: dict[str, list[str]], schema: Schema, name: str) -> list[Fault]:
    """Note every cell that its column does not allow, and every key that is there twice."""
    faults = []
    numbers = [number for number, _ in raw.rows]
    known_bad = {(fault.row, fault.column) for fault in raw.faults}
    for field in schema.fields:
        cells = columns.get(field.name)
        if cells is None:
            continue
        check = cell_checker(field)
        # Each different value is looked at once: even a long table has few of them in most columns.
        wrong = {cell: reason for cell in set(cells) if (reason := check(cell))}
        if wrong:
            for number, cell in zip(numbers, cells, strict=True):
                if cell in wrong and (number, field.name) not in known_bad:
                    faults.append(Fault(name, number, field.name, cell, wrong[cell]))
        if field.unique:
            faults.extend(_check_unique([field.name], columns, numbers, name))
    names = {field.name for field in schema.fields if field.unique}
    if set(schema.primary_key) - names and all(column in columns for column in schema.primary_key):
        faults.extend(_check_unique(list(schema.primary_key), columns, numbers, name))
    return faults


def _check_order(raw: RawTable, columns: dict[str, list[str]], name: str) -> list[Fault]:
    """Note every row in which something ends before it begins."""
    faults = []
    numbers = [number for number, _ in raw.rows]
    for first, last in _SPANS:
        if first not in columns or last not in columns:
            continue
        for number, one, two in zip(numbers, columns[first], columns[last], strict=True):
            if one and two and _ends_early(one, two, dates=last not in ("last_year", "high")):
                faults.append(Fault(name, number, last, two, f"this is before the row's {first}, {one}"))
    return faults


def _ends_early(first: str, last: str, dates: bool) -> bool:
    if not dates:
        return float(last) < float(first)
    return any(b < a for a, b in zip(date_range(first)[:2], date_range(last)[:2], strict=True))


def _check_unique(key: list[str], columns: dict[str, list[str]], numbers: list[int], name: str) -> list[Fault]:
    """Note every row whose key an earlier row already has."""
    values = list(zip(*(columns[column] for column in key), strict=True))
    if len(set(values)) == len(values):
        return []
    faults = []
    first: dict[tuple[str, ...], int] = {}
    for number, value in zip(numbers, values, strict=True):
        if not all(value):
            continue
        if value in first:
            reason = f"row {first[value]} already has this; each row needs its own"
            faults.append(Fault(name, number, " and ".join(key), ", ".join(value), reason))
        first.setdefault(value, number)
    return faults


def _frame(columns: dict[str, list[str]], schema: Schema) -> "pd.DataFrame":
    """Build the DataFrame from cells that have been checked."""
    import pandas as pd

    series: dict[str, Any] = {}
    for field in schema.fields:
        cells = columns[field.name]
        series[field.name] = _typed(cells, field)
        if field.name == "date_end" and "date" in columns:
            series |= _ranges(columns["date"], cells)
    return pd.DataFrame(series)


def _typed(cells: list[str], field: Field) -> Any:
    """Give the cells of one column their type."""
    import numpy as np
    import pandas as pd

    if field.type in ("integer", "year"):
        if field.required:
            return np.array([int(cell) for cell in cells], dtype="int64")
        return pd.array([int(cell) if cell else pd.NA for cell in cells], dtype="Int64")
    if field.type == "number":
        return np.array([float(cell) if cell else np.nan for cell in cells], dtype="float64")
    if field.type == "boolean":
        return np.array([cell in field.true_values for cell in cells], dtype="bool")
    if field.type == "date":
        return np.array([cell or "NaT" for cell in cells], dtype="datetime64[ns]")
    return pd.array(cells, dtype="string[python]")


def _ranges(first: list[str], last: list[str]) -> dict[str, Any]:
    """Return the columns start, end and precision for two columns of dates as known; NaT and "" for no date."""
    import numpy as np
    import pandas as pd

    order = ("day", "month", "year")
    starts: list[date | None] = []
    ends: list[date | None] = []
    precisions: list[str] = []
    for one, two in zip(first, last, strict=True):
        if not one:
            starts.append(None)
            ends.append(None)
            precisions.append("")
            continue
        start, end, precision = date_range(one)
        if two:
            _, end, other = date_range(two)
            precision = max(precision, other, key=order.index)
        starts.append(start)
        ends.append(end)
        precisions.append(precision)
    return {
        "start": np.array(starts, dtype="datetime64[ns]"),
        "end": np.array(ends, dtype="datetime64[ns]"),
        "precision": pd.array(precisions, dtype="string[python]"),
    }


def _stamp(folder: Path, *names: str) -> tuple[int, ...]:
    """Return numbers that change when one of these tables or their description changes."""
    schemas = load_schemas(folder)
    stamp = [id(schemas)]
    for name in names:
        if name not in schemas:
            raise ValueError(f'There is no table "{name}". There are: {", ".join(schemas)}.')
        try:
            facts = (folder / schemas[name].path).stat()
        except OSError:
            continue  # the reader says that the file is missing
        stamp += [facts.st_mtime_ns, facts.st_size]
    return tuple(stamp)


@lru_cache(maxsize=32)
def _cached(folder: Path, name: str, _version: tuple[int, ...]) -> "pd.DataFrame":
    """Read a table once for each version of its file."""
    schema = load_schemas(folder)[name]
    return read_table(folder / schema.path, schema)


@lru_cache(maxsize=2)
def _indicators(folder: Path, _version: tuple[int, ...]) -> "pd.DataFrame":
    """Return the indicators with the countries' names beside their codes."""
    table = load_table("indicators")
    countries = load_table("countries")
    names = dict(zip(countries["iso3"], countries["name"], strict=True))
    table.insert(2, "country", table["iso3"].map(names).fillna("").astype("string[python]"))
    return table
