"""CSV files as people save them with whatever spreadsheet they have."""

import csv
import io
import re
from itertools import islice

_MARKS = ",;\t"
_SEP = re.compile(r"sep=([,;\t|])[\r\n]+", re.I)  # a first line by which Excel is told the mark


def decoded(raw: bytes) -> str:
    """Return text from what a spreadsheet saved: UTF-8, UTF-16 with its mark, or the old Western code page."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def mark_between_cells(text: str) -> str:
    """Return what stands between the cells: the mark that divides the first line, outside quotation marks, most often.

    >>> mark_between_cells('"Name, first";Mark'), mark_between_cells("claim\\tverdict"), mark_between_cells("name")
    (';', '\\t', ',')
    """
    if told := _SEP.match(text):
        return told[1]
    first = next(iter(io.StringIO(text, newline="")), "")
    return max(_MARKS, key=re.sub(r'"[^"]*"?', "", first).count)


def rows_of(text: str) -> list[list[str]]:
    """Return the rows of a table as text. Raises csv.Error.

    Only what a spreadsheet takes for the end of a line ends one: not U+2028 and its like, which people paste in.
    """
    mark = mark_between_cells(text)
    lines = io.StringIO(text, newline="")
    rows = csv.reader(lines, delimiter=mark)
    return list(islice(rows, 1 if _SEP.match(text) else 0, None))
