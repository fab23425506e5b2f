"""From the bytes of a CSV file to rows of text, with everything noted that a table's file can have wrong."""

import csv
import io
import re
import threading
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from helpers.table_faults import Fault

_LARGEST_FILE = 64_000_000  # bytes
_LONGEST_CELL = 10_000  # characters; the longest honest cell has some hundreds
_BINARY = {
    b"PK\x03\x04": "a workbook",
    b"\xd0\xcf\x11\xe0": "a workbook",
    b"%PDF": "a PDF",
    b"\x1f\x8b": "packed",
}
# What makes a closer look at every cell worth its time: anything but plain letters, or a space at a cell's end.
_SUSPECT = re.compile(r"[^ -~\r\n]|(?:^|[,\"]) | (?:[,\"\r]|$)", re.MULTILINE)
_csv_limit = threading.Lock()  # the csv module has one limit for the whole process


@dataclass
class RawTable:
    """A table as text: the column names, and the rows with the number that a spreadsheet shows for each."""

    header: list[str]
    rows: list[tuple[int, list[str]]]
    faults: list[Fault]


def read_raw(path: Path) -> RawTable:
    """Read a CSV file as text and note every fault of the file as such.

    A row with too few or too many cells is noted and left out of `rows`; nothing else is left out.
    Never raises for what is in the file.
    """
    name = path.name
    raw = RawTable([], [], [])

    def fault(reason: str, row: int | None = None, column: str | None = None, value: str | None = None) -> None:
        raw.faults.append(Fault(name, row, column, value, reason))

    try:
        if path.stat().st_size > _LARGEST_FILE:
            fault(f"the file is larger than {_LARGEST_FILE // 1_000_000} MB; no table of a course is")
            return raw
        data = path.read_bytes()
    except FileNotFoundError:
        fault("the file is missing")
        return raw
    except OSError as error:
        fault(f"the file cannot be read ({error.strerror or type(error).__name__})")
        return raw

    if kind := next((kind for magic, kind in _BINARY.items() if data.startswith(magic)), None):
        fault(f'this is {kind}, not a CSV file; open it in a spreadsheet and save it as "CSV UTF-8"')
        return raw
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        fault('the file is saved as UTF-16 ("Unicode text"); save it as "CSV UTF-8"')
        return raw
    # What spreadsheets call "CSV UTF-8" begins with an invisible mark; it is no part of the table.
    data = data.removeprefix(b"\xef\xbb\xbf")
    text = data.decode("utf-8", "surrogateescape")
    if not text.strip():
        fault("the file is empty")
        return raw
    if reason := _not_commas(text):
        fault(reason)
        return raw

    records = _records(text, raw, name)
    if not records:
        return raw
    raw.header = records[0]
    for number, record in enumerate(records[1:], start=2):
        if not any(record):
            fault("this row is empty; delete it", number)
        elif len(record) != len(raw.header):
            fault(
                f"this row has {len(record)} cells, the row of column names has {len(raw.header)}; "
                "look for a comma that is missing, or one too many outside quotation marks",
                number,
                value=record[0],
            )
        else:
            raw.rows.append((number, record))
    lines = text.splitlines()
    if len(records) < len(lines) or max(map(len, lines)) > _LONGEST_CELL or _SUSPECT.search(text):
        _check_characters(raw, name)
    return raw


def _not_commas(text: str) -> str | None:
    """Say so if the first line is not that of a table separated by commas."""
    first = text.lstrip().split("\n", 1)[0]
    if first.startswith(("<", "{", "[")):
        return "this is not a CSV file (it looks like a web page or JSON)"
    for mark, word in ((";", "semicolons"), ("\t", "tabs"), ("|", "vertical bars")):
        if mark in first and "," not in first:
            return f'the cells are separated by {word}, not by commas; save it as "CSV UTF-8 (comma delimited)"'
    return None


def _records(text: str, raw: RawTable, name: str) -> list[list[str]]:
    """Split the text into records, up to the first place where it cannot be split."""
    records: list[list[str]] = []
    with _csv_limit:
        limit = csv.field_size_limit(_LARGEST_FILE)
        try:
            records.extend(csv.reader(io.StringIO(text, newline=""), strict=True))
        except csv.Error as error:
            reason = "from this row on the file cannot be read: a quotation mark is missing or stands alone"
            raw.faults.append(Fault(name, len(records) + 1, None, None, f"{reason} ({error})"))
        finally:
            csv.field_size_limit(limit)
    return records


def _check_characters(raw: RawTable, name: str) -> None:
    """Note cells with characters that do not belong into a table, and cells that are too long."""
    names = raw.header
    for number, record in [(1, raw.header), *raw.rows]:
        joined = "".join(record)
        plain = joined.isascii() and joined.isprintable() and len(joined) <= _LONGEST_CELL
        if plain and not any(cell and (cell[0] == " " or cell[-1] == " ") for cell in record):
            continue
        for column, cell in zip(names, record, strict=True):
            if reason := _wrong_characters(cell):
                raw.faults.append(Fault(name, number, column if number > 1 else None, cell, reason))


def _wrong_characters(cell: str) -> str | None:
    """Say what is wrong with the characters of a cell, if anything is."""
    if len(cell) > _LONGEST_CELL:
        return f"this cell has {len(cell)} characters, the most allowed is {_LONGEST_CELL}"
    if any("\udc80" <= c <= "\udcff" for c in cell):
        return "this cell has bytes that are not UTF-8; save the file as UTF-8 and type the letters again"
    if "\ufffd" in cell:
        return "this cell has a letter that was lost (\ufffd); type it again"
    if "\n" in cell or "\r" in cell:
        return "this cell has a line break inside; write it on one line"
    if "\x00" in cell:
        return "this cell has a NUL character; the file is damaged here"
    if not cell.isprintable() and any(unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp") for c in cell):
        return "this cell has an invisible character; type it again"
    if cell != cell.strip():
        return "this cell begins or ends with a space"
    if not unicodedata.is_normalized("NFC", cell):
        return "this cell has an accent stored as a separate character; type the letter again"
    return None
