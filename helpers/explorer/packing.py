"""From a table of events to columns that the browser reads without a copy: pure sums, no widget.

Numbers go as little-endian typed arrays, texts as one UTF-8 text with a line for each event. What repeats (lanes,
actors, status) goes as a list of names and the numbers of those names.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from helpers import theme
from helpers.timelines.draw import check_eras
from helpers.timelines.table import put_in_lanes, read_events, text_column

if TYPE_CHECKING:
    import pandas as pd

NO_DATE = -(2**31)  # in place of a day
MOST_ACTORS = 500  # in the list of names to choose from
MOST_TEXT = 3_000_000  # bytes of summaries and other words to search in; a longer table is searched by title and id
NEEDED = ("id", "title", "start")
_KNOWN_TO = {10: 0, 7: 1, 4: 2}  # letters of a date -> 0: the day is known, 1: the month, 2: the year
_DAY_ONLY, _NO_END = 0, 3


@dataclass(frozen=True)
class Packed:
    """A table for the browser.

    table : the events, first to last in time, those without a date at the end, numbered from 0
    position : where each of them stands in the table that was given
    header : names and settings, as plain lists and dicts; columns : bytes by name
    """

    table: "pd.DataFrame"
    position: np.ndarray
    header: dict[str, Any]
    columns: dict[str, bytes]


def pack(events: Any, lanes: str = "category", eras: Any = None) -> Packed:
    """Read a table of events for the browser.

    Raises ValueError, in one sentence, if this is no table of events or lacks a column.
    """
    read = read_events(events, lanes, NEEDED, "The explorer")
    bands = check_eras(eras)
    # Stable: events of one day stay in their order. NaT sorts last.
    position = np.argsort(read["start"].to_numpy(), kind="stable")
    table = read.iloc[position].reset_index(drop=True)
    in_lanes = put_in_lanes(table, lanes)
    columns = {
        "start": _days(table["start"]),
        "end": _days(table["end"]),
        "known": _known(table),
        "lane_event": in_lanes.event.astype("<u4").tobytes(),
        "lane_of": in_lanes.lane.astype("<u2").tobytes(),
        "titles": _lines(text_column(table, "title")),
        "words": _words(table),
    }
    header: dict[str, Any] = {
        "events": len(table),
        "lanes": list(in_lanes.names),
        "lane_column": lanes,
        "eras": [[int(a.astype(np.int64)), int(b.astype(np.int64)), name] for a, b, name in bands],
        "palette": list(theme.PALETTE),
        "symbols": [theme.symbol(number) for number in range(len(in_lanes.names))],
        "actors": [],
        "statuses": [],
    }
    if "actors" in table:
        actors = put_in_lanes(table, "actors", MOST_ACTORS)
        header["actors"] = list(actors.names)
        columns["actor_event"] = actors.event.astype("<u4").tobytes()
        columns["actor_of"] = actors.lane.astype("<u2").tobytes()
    if "status" in table:
        header["statuses"], columns["status"] = _status(table)
    return Packed(table, position, header, columns)


def _days(column: "pd.Series[Any]") -> bytes:
    """Return days since 1970 as 32-bit numbers, NO_DATE for an empty cell."""
    days = column.to_numpy().astype("datetime64[D]")
    numbers = days.astype(np.int64)
    numbers[np.isnat(days)] = NO_DATE
    packed: bytes = numbers.astype("<i4").tobytes()
    return packed


def _known(table: "pd.DataFrame") -> bytes:
    """Say how far dates are known: two bits for the first date (day, month, year), two for the second (3: none)."""
    if "date" in table:
        first = _letters(table, "date", _DAY_ONLY)
        last = _letters(table, "date_end", _NO_END)
    else:
        first = np.zeros(len(table), dtype=np.uint8)
        last = np.where(table["end"].to_numpy() > table["start"].to_numpy(), _DAY_ONLY, _NO_END)
    packed: bytes = (first | (last << 2)).astype(np.uint8).tobytes()
    return packed


def _letters(table: "pd.DataFrame", name: str, otherwise: int) -> np.ndarray:
    cells = text_column(table, name)
    return np.array([_KNOWN_TO.get(len(cell), otherwise) for cell in cells], dtype=np.uint8)


def _lines(texts: list[str]) -> bytes:
    """Join texts, a line each; a break within one becomes a space."""
    joined = "\n".join(text if text.isprintable() else " ".join(text.split()) for text in texts)
    # A half of a letter pair, as a broken file may hold, is no Unicode: it goes as "?".
    return joined.encode("utf-8", errors="replace")


def _words(table: "pd.DataFrame") -> bytes:
    """Return what a search looks through beside the titles: ids and, if they are not too much, all other words."""
    columns = [text_column(table, "id")]
    for name in ("date", "place", "actors", "summary", "dispute"):
        if name in table:
            column = text_column(table, name)
            if sum(map(len, column)) + sum(len(cell) for one in columns for cell in one) <= MOST_TEXT:
                columns.append(column)
    return _lines([" ".join(cells) for cells in zip(*columns, strict=True)])


def _status(table: "pd.DataFrame") -> tuple[list[str], bytes]:
    """Return the words of the column `status` and, for each event, which it has; "contested" is always known."""
    cells = text_column(table, "status")
    names = sorted({cell for cell in cells if cell}, key=lambda cell: (cell != "documented", cell))[:60]
    number = {name: place for place, name in enumerate(names)}
    return names, np.array([number.get(cell, 255) for cell in cells], dtype=np.uint8).tobytes()


def rows_of_bits(bits: bytes, events: int) -> np.ndarray:
    """Return the row numbers whose bit is set; the first event is the lowest bit of the first byte.

    Raises ValueError if there are too few bits.

    >>> rows_of_bits(bytes([0b101]), 3).tolist()
    [0, 2]
    """
    if len(bits) * 8 < events:
        raise ValueError("The browser told of fewer events than there are.")
    return np.flatnonzero(np.unpackbits(np.frombuffer(bits, dtype=np.uint8), bitorder="little")[:events])
