"""Readable titles for ids, so that feedback says "Treaty signed, 4 April 1949" and not only an id."""

import csv
import re
from functools import lru_cache
from typing import TypedDict

from helpers import course
from helpers.exercises import dates

# File -> the column that names a row to a reader.
_NAMED_BY = {
    "events.csv": "title",
    "sources.csv": "title",
    "documents.csv": "title",
    "debate.csv": "title",
    "omissions.csv": "what",
    "claims.csv": "quote",
}
_PASSAGE = re.compile(r"p0*([0-9]+)(?:\.s0*([0-9]+))?")


class Title(TypedDict):
    """What feedback shows for an id."""

    id: str
    title: str
    date: str


def title_of(reference: str) -> Title:
    """Return a readable title for an id; the id itself where the tables do not know it.

    >>> title_of("p04.s2")["title"]
    'The essay, paragraph 4, sentence 2'
    """
    if found := _PASSAGE.fullmatch(reference):
        sentence = f", sentence {found.group(2)}" if found.group(2) else ""
        return {"id": reference, "title": f"The essay, paragraph {found.group(1)}{sentence}", "date": ""}
    title, date = _titles().get(reference, (reference, ""))
    return {"id": reference, "title": title, "date": date}


@lru_cache(maxsize=1)
def _titles() -> dict[str, tuple[str, str]]:
    """Read id, title and date of every row.

    By the csv module, not by helpers.tables: a student who has just answered must not wait for pandas, and a
    broken table must not cost them their feedback.
    """
    titles: dict[str, tuple[str, str]] = {}
    for name, column in _NAMED_BY.items():
        try:
            with (course.data_dir() / name).open(encoding="utf-8", newline="") as lines:
                for row in csv.DictReader(lines):
                    titles.setdefault(row.get("id") or "", (_short(row.get(column) or ""), _said(row.get("date"))))
        except (OSError, ValueError, csv.Error):
            continue
    return titles


def _short(text: str) -> str:
    return text if len(text) <= 90 else text[:90].rsplit(" ", 1)[0] + " …"


def _said(date: str | None) -> str:
    try:
        dates.span(date or "")
    except ValueError:
        return ""
    return dates.in_words(date or "")
