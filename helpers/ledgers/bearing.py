"""What bears on a claim: events, documents, works and sources, each with enough to judge it by. No verdict."""

from collections.abc import Iterable
from typing import Any

from helpers.exercises import dates
from helpers.ledgers.claims import Claim
from helpers.ledgers.rows import Row, listed, rows

# How far the editors went, in words that a student can act on.
READ = {
    "seen": "The editors had this text, or the part that matters, before them.",
    "memory": "The editors know this work and could not get hold of it. Check it before you lean on it.",
}
GROUPS = {
    "events": "Events",
    "documents": "Documents that belong to these events",
    "debate": "Works of scholars",
    "sources": "Sources",
}


def bearing(claim: Claim) -> list[dict[str, Any]]:
    """Return what bears on a claim, in groups: [{"group": heading, "items": [{id, title, date, lines}]}].

    The events for and against stand together, by date: which is which is for the reader to say.
    """
    events, sources = set(claim.events), set(claim.sources)

    def touches(row: Row) -> bool:
        return bool(events & set(listed(row, "events")) or sources & set(listed(row, "sources")))

    groups = {
        "events": [_event(rows("events")[one]) for one in claim.events if one in rows("events")],
        "documents": [_document(row) for row in _by_date(row for row in rows("documents").values() if touches(row))],
        "debate": [_work(row) for row in rows("debate").values() if sources & set(listed(row, "sources"))],
        "sources": [_source(rows("sources")[one]) for one in claim.sources if one in rows("sources")],
    }
    return [{"group": GROUPS[name], "items": items} for name, items in groups.items() if items]


def _by_date(found: Iterable[Row]) -> list[Row]:
    return sorted(found, key=lambda row: (row.get("date", ""), row["id"]))


def _item(row: Row, date: str, *lines: str) -> dict[str, Any]:
    return {"id": row["id"], "title": row.get("title", row["id"]), "date": date, "lines": [one for one in lines if one]}


def _event(row: Row) -> dict[str, Any]:
    ends = said(row.get("date_end", ""))
    when = f"{said(row.get('date', ''))} to {ends}" if ends else said(row.get("date", ""))
    dispute = f"Disputed: {row['dispute']}" if row.get("dispute") else ""
    return _item(row, when, row.get("summary", ""), dispute)


def _document(row: Row) -> dict[str, Any]:
    quote = f"From it: “{row['short_quote']}”" if row.get("short_quote") else ""
    by = f"By: {row['author']}." if row.get("author") else ""
    return _item(row, said(row.get("date", "")), row.get("what_it_shows", ""), quote, by, _read(row))


def _work(row: Row) -> dict[str, Any]:
    by = ", ".join(filter(None, [row.get("author"), row.get("venue")]))
    return _item(row, row.get("year", ""), row.get("position", ""), f"By: {by}." if by else "", _read(row))


def _source(row: Row) -> dict[str, Any]:
    made = ", ".join(filter(None, [row.get("author"), row.get("publisher")]))
    view = row.get("perspective", "")
    note = f" ({row['perspective_note']})" if row.get("perspective_note") else ""
    return _item(
        row,
        said(row.get("date", "")),
        f"By: {made}." if made else "",
        f"Point of view: {view}{note}." if view else "",
        _read(row),
    )


def source_item(name: str) -> dict[str, Any]:
    """Return what a source is, as bearing() tells it; the id alone where the table does not know it."""
    return _source(rows("sources").get(name, {"id": name}))


def _read(row: Row) -> str:
    return READ.get(row.get("seen", ""), "")


def said(date: str) -> str:
    """Say a date as far as it is known; "" where there is none.

    >>> said("1931-05"), said("")
    ('May 1931', '')
    """
    try:
        dates.span(date)
    except ValueError:
        return ""
    return dates.in_words(date)
