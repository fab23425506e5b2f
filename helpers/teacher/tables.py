"""CSV files that a spreadsheet opens and never runs: a cell that would be a formula is a text."""

import csv
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from helpers.saved_csv import decoded, rows_of
from helpers.signs import without_controls
from helpers.whole_files import put_in_place

# A spreadsheet takes these signs at the start of a cell for a formula, also in their wide East Asian form.
_RUNS = r"\s*[=+\-@＝＋－＠]|[\t\r\n]"
# Marked is also what is marked already, so that one mark can be taken away again.
_MARKED = re.compile(rf"'*(?:{_RUNS})")
LONGEST = 32_000  # characters; a spreadsheet cuts a longer cell silently


def cell(value: Any) -> str:
    """Return what stands in a cell; a text that would run gets an apostrophe before it, as spreadsheets mark texts.

    Numbers are written with a point and never with a comma. A lone "-" stays: platforms read it as "no mark yet".

    >>> cell("=1+1"), cell(" @x"), cell(-2.50), cell("-"), cell("a-b"), cell(None), cell(3.0), cell("'t Hart")
    ("'=1+1", "' @x", '-2.5', '-', 'a-b', '', '3', "'t Hart")
    """
    if isinstance(value, str):
        return _safe(value) if len(value) < 200 else _safe.__wrapped__(value)
    if value is None:
        return ""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return f"{value:.10g}"
    return _safe(str(value))


@lru_cache(maxsize=20_000)
def _safe(text: str) -> str:
    """Return a text that no spreadsheet runs; the same few thousand stand in nearly all cells."""
    text = without_controls(text, "\ufffd", kept="\n\t")[:LONGEST]
    return f"'{text}" if _MARKED.match(text) and text != "-" else text


def written(text: str) -> str:
    """Return the text that `cell` was given: the apostrophe goes that it put there, and no other.

    >>> written("'=1+1"), written("'t Hart"), written("a")
    ('=1+1', "'t Hart", 'a')
    """
    return text[1:] if text.startswith("'") and _MARKED.match(text[1:]) else text


class Table:
    """A CSV file written row by row under another name, and given its own when it is whole."""

    def __init__(self, path: Path, headings: Sequence[str]) -> None:
        self.path = path
        self._part = path.with_name(f".{path.name}.part")
        # With a mark at the start, so that Excel reads the letters right; platforms skip it (Moodle's importer does).
        self._stream = self._part.open("w", encoding="utf-8-sig", newline="")
        self._rows = csv.writer(self._stream)
        self.add(headings)

    def add(self, values: Iterable[Any]) -> None:
        """Write a row."""
        self._rows.writerow([cell(value) for value in values])

    def finish(self) -> tuple[Path, Path]:
        """Write the last of it and return where it lies and where it goes, for `put_in_place`."""
        self._stream.close()
        return self._part, self.path

    def close(self) -> None:
        """Put the file in its place."""
        put_in_place([self.finish()])

    def drop(self) -> None:
        """Leave the former file as it was; where this one is in its place already, nothing happens."""
        self._stream.close()
        self._part.unlink(missing_ok=True)


def read_table(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    """Return headings and rows of a CSV file that a person may have saved with any spreadsheet.

    Commas, semicolons and tabs are all understood. Raises ValueError in a sentence.
    """
    try:
        raw = path.read_bytes()
    except OSError as problem:
        raise ValueError(f"{path} cannot be read ({problem.strerror or problem}).") from None
    try:
        lines = rows_of(decoded(raw))
    except csv.Error as problem:
        raise ValueError(f"{path} is no CSV file ({problem}). Save it as CSV once more.") from None
    if not lines:
        raise ValueError(f"{path} is empty.")
    headings = [one.strip() for one in lines[0]]
    rows = [
        {name: written(value.strip()) for name, value in zip(headings, line, strict=False)}
        for line in lines[1:]
        if any(value.strip() for value in line)
    ]
    return headings, rows
