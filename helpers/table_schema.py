"""What a table must look like: the schemas of `datapackage.json`, the one place where they are written.

Beyond what Frictionless defines, a field may carry two keys of our own:

- ``"dateAsKnown": true``: the cell is a date as far as it is known: YYYY, YYYY-MM or YYYY-MM-DD.
- ``"list": {"resource": "sources", "field": "id"}``: the cell is a list, joined by ";" without spaces. With a
  resource, each part must be found in that table's field. For the essay the resource is "essay" and the field
  "passage" or "sentence".
"""

import calendar
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from helpers.table_faults import Fault, TableError

FIRST_YEAR, LAST_YEAR = 1700, 2200  # pandas keeps nanoseconds, which end in 2262
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_INTEGER = re.compile(r"-?\d{1,18}", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,300}(?:\.\d+)?", re.ASCII)
_LIKE_A_DATE = re.compile(
    r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}[./-]\d{1,2}[./-]\d{1,2}(?:[T ].*)?"
    r"|\d{4}[./]\d{1,2}|\d{5}(?:\.\d+)?"
    r"|\d{1,2}[./ -][^\W\d_]{3,10}\.?(?:[./ -]\d{2,4})?|[^\W\d_]{3,10}\.?[./ -]\d{2,4}",
)
_SHEET_ERROR = re.compile(r"#(?:REF!|NAME\?|VALUE!|DIV/0!|N/A|NULL!|NUM!|#+)")


@dataclass(frozen=True)
class ListOf:
    """Where the parts of a list in a cell must be found; both None if they are free words."""

    resource: str | None
    field: str | None


@dataclass(frozen=True)
class Field:
    """One column: its name, type and rules."""

    name: str
    type: str = "string"
    description: str = ""
    required: bool = False
    unique: bool = False
    enum: tuple[str, ...] = ()
    pattern: str = ""
    minimum: float | None = None
    maximum: float | None = None
    true_values: tuple[str, ...] = ("true",)
    false_values: tuple[str, ...] = ("false",)
    date_as_known: bool = False
    list_of: ListOf | None = None


@dataclass(frozen=True)
class ForeignKey:
    """A column whose every value must be found in another table's column."""

    field: str
    resource: str
    other: str


@dataclass(frozen=True)
class Schema:
    """A table's columns, the columns that together name a row, and what it refers to."""

    name: str
    path: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()


def load_schemas(folder: Path) -> dict[str, Schema]:
    """Return the schema of every table that `datapackage.json` in this folder describes, by the table's name.

    Raises TableError if the file is missing, is not JSON or describes a table in a way that we cannot read.
    """
    path = folder / "datapackage.json"
    try:
        stamp = path.stat()
        return _load(path, stamp.st_mtime_ns, stamp.st_size)
    except OSError:
        reason = "the file is missing or cannot be read. Download the whole course again"
        raise TableError([Fault(path.name, None, None, None, reason)]) from None


@lru_cache(maxsize=8)
def _load(path: Path, _changed: int, _size: int) -> dict[str, Schema]:
    """Read the package once for each version of it."""
    try:
        package = json.loads(path.read_text(encoding="utf-8"))
        resources = [r for r in package["resources"] if "schema" in r]
        return {r["name"]: _schema(r) for r in resources}
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, re.error) as error:
        reason = f"the description of the tables cannot be read ({type(error).__name__}: {error})"
        raise TableError([Fault(path.name, None, None, None, reason)]) from None


def _schema(resource: dict[str, Any]) -> Schema:
    """Turn one Frictionless resource into a Schema."""
    schema = resource["schema"]
    key = schema.get("primaryKey", [])
    return Schema(
        resource["name"],
        resource["path"],
        tuple(_field(f) for f in schema["fields"]),
        (key,) if isinstance(key, str) else tuple(key),
        tuple(
            ForeignKey(k["fields"][0], k["reference"]["resource"], k["reference"]["fields"][0])
            for k in schema.get("foreignKeys", [])
        ),
    )


def _field(field: dict[str, Any]) -> Field:
    """Turn one Frictionless field into a Field."""
    rules = field.get("constraints", {})
    parts = field.get("list")
    re.compile(rules.get("pattern", ""))
    for bound in (rules.get("minimum", 0), rules.get("maximum", 0)):
        if not isinstance(bound, int | float):
            raise ValueError(f"{bound!r} is not a number")
    return Field(
        name=str(field["name"]),
        type=field.get("type", "string"),
        description=field.get("description", ""),
        required=rules.get("required", False),
        unique=rules.get("unique", False),
        enum=tuple(str(word) for word in rules.get("enum", ())),
        pattern=rules.get("pattern", ""),
        minimum=rules.get("minimum"),
        maximum=rules.get("maximum"),
        true_values=tuple(field.get("trueValues", ("true",))),
        false_values=tuple(field.get("falseValues", ("false",))),
        date_as_known=field.get("dateAsKnown", False),
        list_of=None if parts is None else ListOf(parts.get("resource"), parts.get("field")),
    )


def date_range(text: str) -> tuple[date, date, str]:
    """Return the first day, the last day and the precision of a date that is known as far as it is written.

    text : str, YYYY, YYYY-MM or YYYY-MM-DD
    Raises ValueError, with a reason that a teacher understands, for anything else.

    >>> date_range("1991-12")
    (datetime.date(1991, 12, 1), datetime.date(1991, 12, 31), 'month')
    """
    found = _DATE.fullmatch(text)
    if found is None:
        if _LIKE_A_DATE.fullmatch(text):
            raise ValueError("this looks like a date that a spreadsheet has changed; write YYYY-MM-DD, YYYY-MM or YYYY")
        raise ValueError("this is not a date; write it as YYYY-MM-DD, YYYY-MM or YYYY")
    year, month, day = (int(part) if part else None for part in found.groups())
    if year is None or not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"the year is outside {FIRST_YEAR} to {LAST_YEAR}")
    if month is None:
        return date(year, 1, 1), date(year, 12, 31), "year"
    if not 1 <= month <= 12:
        raise ValueError("there is no such month")
    last = calendar.monthrange(year, month)[1]
    if day is None:
        return date(year, month, 1), date(year, month, last), "month"
    if not 1 <= day <= last:
        raise ValueError("there is no such day in that month")
    return date(year, month, day), date(year, month, day), "day"


def cell_checker(field: Field) -> Callable[[str], str | None]:
    """Return a function that says what is wrong with a cell of this column, or None if nothing is."""
    pattern = re.compile(field.pattern) if field.pattern else None
    by_type = {
        "integer": _check_integer,
        "year": _check_integer,
        "number": _check_number,
        "boolean": _check_boolean,
        "date": _check_day,
        "string": _check_words,
    }
    check_type = by_type.get(field.type, _check_words)

    def check(text: str) -> str | None:
        if not text:
            return "this cell must not be empty" if field.required else None
        if _SHEET_ERROR.fullmatch(text):
            return "this is a spreadsheet's error message, not a value"
        if field.enum and text not in field.enum:
            return f"this is not one of the words allowed here: {', '.join(field.enum)}"
        if reason := check_type(field, text):
            return reason
        if pattern and not pattern.fullmatch(text):
            return f"this is not written as this column asks: {field.description or field.pattern}"
        return None

    return check


def _check_integer(field: Field, text: str) -> str | None:
    if not _INTEGER.fullmatch(text):
        return "this is not a whole number; write digits only, without spaces, commas or points"
    return _check_bounds(field, int(text))


def _check_number(field: Field, text: str) -> str | None:
    if not _NUMBER.fullmatch(text):
        return "this is not a plain number; write digits with a point for decimals, as in 1234.5"
    return _check_bounds(field, float(text))


def _check_bounds(field: Field, value: float) -> str | None:
    if field.minimum is not None and value < field.minimum:
        return f"this is less than {field.minimum:g}, the smallest value allowed here"
    if field.maximum is not None and value > field.maximum:
        return f"this is more than {field.maximum:g}, the largest value allowed here"
    return None


def _check_boolean(field: Field, text: str) -> str | None:
    words = field.true_values + field.false_values
    return None if text in words else f"this must be one of: {', '.join(words)}"


def _check_day(field: Field, text: str) -> str | None:
    reason = _check_date(text)
    if reason is None and len(text) != len("YYYY-MM-DD"):
        return "this must be a whole date; write it as YYYY-MM-DD"
    return reason


def _check_date(text: str) -> str | None:
    try:
        date_range(text)
    except ValueError as error:
        return str(error)
    return None


def _check_words(field: Field, text: str) -> str | None:
    if field.date_as_known:
        return _check_date(text)
    if field.list_of is not None:
        parts = text.split(";")
        if any(not part or part != part.strip() for part in parts):
            return 'this list has an empty part or a space beside a ";"; write a;b;c'
        if len(set(parts)) < len(parts):
            twice = next(part for part in parts if parts.count(part) > 1)
            return f'this list has "{twice}" twice'
    return None
