"""All about one event, in words: what it was, how sure that is, who says so, and what of the essay it bears on.

The editors' verdicts on claims stay out, and so does the side that an event speaks for: a student's own verdict
comes first. Everything is plain text; the browser makes no HTML of it.
"""

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from helpers.calendar_words import say_date, say_day, say_range
from helpers.exercises.titles import title_of

if TYPE_CHECKING:
    import pandas as pd

_SEEN = {"seen": "read by the editors", "memory": "known to the editors from memory, not before them"}


def detail(event: "pd.Series[Any]") -> dict[str, Any]:
    """Return what the detail card says about an event.

    event : a row of the table. A column that is not there is left out.
    """
    text = {str(name): _text(event, str(name)) for name in event.index}
    when = say_range(text.get("date", ""), text.get("date_end", "")) if text.get("date") else _from_days(event)
    return {
        "id": text.get("id", ""),
        "title": text.get("title", ""),
        "date": when or "no date",
        "place": _joined(text.get("place", "")),
        "actors": _joined(text.get("actors", "")),
        "summary": text.get("summary", ""),
        "contested": text.get("status") == "contested",
        "dispute": text.get("dispute", ""),
        "notes": text.get("notes", ""),
        "sources": [_source(name) for name in _listed(text.get("sources", ""))],
        "claims": _claims().get(text.get("id", ""), []),
        "passages": [dict(title_of(name)) for name in _listed(text.get("passages", ""))],
    }


def _text(event: "pd.Series[Any]", name: str) -> str:
    import pandas as pd

    cell = event[name]
    return "" if not pd.api.types.is_scalar(cell) or pd.isna(cell) else str(cell)


def _from_days(event: "pd.Series[Any]") -> str:
    """Say when it was, for a table with days and no column of dates as known."""
    import pandas as pd

    start, end = event["start"], event["end"]
    if pd.isna(start):
        return ""
    first = say_day(start.to_datetime64())
    return f"{first} to {say_day(end.to_datetime64())}" if end > start else first


def _listed(cell: str) -> list[str]:
    return list(dict.fromkeys(part.strip() for part in cell.split(";") if part.strip()))


def _joined(cell: str) -> str:
    return ", ".join(_listed(cell))


def _source(name: str) -> dict[str, str]:
    """Return a source: its title, who made it and when, from whose side it speaks, how far the editors read it."""
    row = _sources().get(name)
    if row is None:
        return {"id": name, "title": name, "by": "", "side": "", "seen": "not in the list of sources"}
    by = [row["author"], row["publisher"] if row["publisher"] != row["author"] else "", say_date(row["date"])]
    side = row["perspective"] if row["perspective"] != "not stated" else ""
    return {
        "id": name,
        "title": row["title"],
        "by": ", ".join(filter(None, by)),
        "side": ": ".join(filter(None, [side, row["perspective_note"]])),
        "seen": _SEEN.get(row["seen"], row["seen"]),
    }


@lru_cache(maxsize=1)
def _sources() -> dict[str, dict[str, str]]:
    """Read the sources by id; none where the course has no such table, or a broken one."""
    from helpers.tables import load_sources

    try:
        table = load_sources()
    except (OSError, ValueError):
        return {}
    return {str(row["id"]): {str(k): str(v) for k, v in row.items()} for row in table.to_dict("records")}


@lru_cache(maxsize=1)
def _claims() -> dict[str, list[dict[str, str]]]:
    """Read which claims each event bears on: id, words and sentence, never for or against, never a verdict."""
    from helpers.tables import load_claims

    try:
        table = load_claims()
    except (OSError, ValueError):
        return {}
    bears: dict[str, list[dict[str, str]]] = {}
    for row in table.to_dict("records"):
        told = {"id": str(row["id"]), "quote": str(row["quote"]), "where": _joined(str(row["passages"]))}
        for event in _listed(f"{row['events_for']};{row['events_against']}"):
            bears.setdefault(event, []).append(told)
    return bears
