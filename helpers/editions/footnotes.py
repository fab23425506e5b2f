"""A row of the tables as a footnote: author, title, publisher, date, and how far the editors read it. Pure."""

from dataclasses import dataclass

from helpers.ledgers.bearing import said
from helpers.ledgers.rows import Row, listed, rows

# How far the editors read a work, in a word; HOW_READ says what the word means.
_READ = {"seen": "read", "memory": "from memory"}
HOW_READ = (
    "“Read” means: the editors had the text, or the part that matters, before them. “From memory” means: they recall"
    " it and did not have it before them. Check it before you lean on it."
)


@dataclass(frozen=True)
class Footnote:
    """A footnote in parts. lead : what it says before it cites ("" for a work itself); works : what it cites."""

    id: str
    lead: str
    works: tuple["Work", ...]


@dataclass(frozen=True)
class Work:
    """A work as a footnote cites it; what is not known is "". read : how far the editors read it, in a word.

    Without its address on purpose: a partisan page is evidence, and no place to send a student to.
    """

    author: str
    title: str
    publisher: str
    date: str
    read: str


def footnote(reference: str) -> Footnote:
    """Return the footnote for an id of the tables; a bare id, where the tables do not know it (any more)."""
    if row := rows("sources").get(reference):
        return Footnote(reference, "", (_source(row),))
    if row := rows("documents").get(reference):
        held = _work(row, row.get("held_by", ""), said(row.get("date", "")))
        return Footnote(reference, "", (held,))
    if row := rows("debate").get(reference):
        return Footnote(reference, "", (_work(row, row.get("venue", ""), row.get("year", "")),))
    if row := rows("events").get(reference):
        known = rows("sources")
        cited = tuple(_source(known[one]) for one in listed(row, "sources") if one in known)
        disputed = f" Disputed: {row['dispute']}" if row.get("dispute") else ""
        return Footnote(reference, f"{row.get('title', reference)}, {_when(row)}.{disputed}", cited)
    return Footnote(reference, f"{reference} (not in the tables any more)", ())


def _when(row: Row) -> str:
    ends = said(row.get("date_end", ""))
    return f"{said(row.get('date', ''))} to {ends}" if ends else said(row.get("date", ""))


def _source(row: Row) -> Work:
    return _work(row, row.get("publisher", ""), said(row.get("date", "")) or row.get("date", ""))


def _work(row: Row, publisher: str, date: str) -> Work:
    title = row.get("title", row["id"])
    return Work(row.get("author", ""), title, publisher, date or "no date", _READ.get(row.get("seen", ""), ""))
