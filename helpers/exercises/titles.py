"""What feedback shows of a piece of evidence: a readable title, its date, and a few sentences to open."""

import csv
import re
from functools import lru_cache
from typing import TypedDict

from helpers import course
from helpers.exercises import dates
from helpers.exercises.knowable import part_known_by

# File -> the column that names a row to a reader, and the one that tells of it. A claim's verdict is the editors':
# it is not told here, because the student's own comes first.
_TOLD_BY = {
    "events.csv": ("title", "summary"),
    "sources.csv": ("title", "publisher"),
    "documents.csv": ("title", "what_it_shows"),
    "debate.csv": ("title", "position"),
    "omissions.csv": ("what", "why_it_matters"),
    "claims.csv": ("quote", ""),
}
_PASSAGE = re.compile(r"p0*([0-9]+)(?:\.s0*([0-9]+))?")


class Title(TypedDict):
    """What feedback shows for an id; `text` is what the row says, "" if there is nothing to open."""

    id: str
    title: str
    date: str
    text: str


def title_of(reference: str, until: str = "") -> Title:
    """Return a readable title for an id; the id itself where the tables do not know it.

    until : tell only what could be told on this day, if one is given: no text and no dispute that are younger

    >>> title_of("p04.s2")["title"]
    'The essay, paragraph 4, sentence 2'
    """
    if found := _PASSAGE.fullmatch(reference):
        sentence = f", sentence {found.group(2)}" if found.group(2) else ""
        title = f"The essay, paragraph {found.group(1)}{sentence}"
        return {"id": reference, "title": title, "date": "", "text": _wording(reference)}
    title, date, text, dispute = _titles().get(reference, (reference, "", "", ""))
    if until:
        text = text if part_known_by(until, reference, "text") else ""
        dispute = dispute if part_known_by(until, reference, "dispute") else ""
    if dispute:  # nobody reads of a contested event as if it were settled
        text = f"{text} Disputed: {dispute}"
    return {"id": reference, "title": title, "date": date, "text": text}


@lru_cache(maxsize=1)
def _titles() -> dict[str, tuple[str, str, str, str]]:
    """Read id, title, date, text and dispute of every row.

    By the csv module, not by helpers.tables: a student who has just answered must not wait for pandas, and a
    broken table must not cost them their feedback.
    """
    titles: dict[str, tuple[str, str, str, str]] = {}
    for name, (named_by, told_by) in _TOLD_BY.items():
        try:
            with (course.data_dir() / name).open(encoding="utf-8", newline="") as lines:
                for row in csv.DictReader(lines):
                    text = row.get(told_by) or ""
                    told = _short(row.get(named_by) or ""), _said(row.get("date")), text, row.get("dispute") or ""
                    titles.setdefault(row.get("id") or "", told)
        except (OSError, ValueError, csv.Error):
            continue
    return titles


def _wording(reference: str) -> str:
    """Return what a passage or a sentence of the essay says; "" where it cannot be read."""
    from helpers.essay import essay

    try:
        whole = essay()
        found = whole.sentence(reference) if "." in reference else whole.passage(reference)
    except (OSError, ValueError):
        return ""
    return f"“{found.text}”"


def _short(text: str) -> str:
    return text if len(text) <= 90 else text[:90].rsplit(" ", 1)[0] + " …"


def _said(date: str | None) -> str:
    try:
        dates.span(date or "")
    except ValueError:
        return ""
    return dates.in_words(date or "")
