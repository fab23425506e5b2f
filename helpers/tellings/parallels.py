"""Several tellings of one thing, aspect by aspect, from the table of parallels. No pandas: it opens fast."""

import difflib
from dataclasses import dataclass
from typing import Any

from helpers.exercises.bank import PlainError
from helpers.ledgers.bearing import said, source_item
from helpers.ledgers.rows import Row, listed, rows

NOTHING = "Says nothing on this."
AS_FAR = "“Says nothing” means: not in the part that the editors read."
QUOTED, RETOLD = "In its own words", "In our words"


@dataclass(frozen=True)
class Head:
    """One telling: its id, who tells it or which document it is, its date in words, its kind."""

    id: str
    title: str
    date: str
    kind: str


@dataclass(frozen=True)
class Cell:
    """What one telling has on one aspect. sources : [{id, title, date, lines}], as bearing() has them."""

    words: str
    quoted: bool
    notes: str
    sources: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Comparison:
    """Tellings side by side, the earliest first. cells : aspect -> telling's id -> what it has; none says nothing."""

    name: str
    title: str
    tellings: tuple[Head, ...]
    cells: dict[str, dict[str, Cell]]


def comparison(name: str, title: str = "") -> Comparison:
    """Return a set of the table of parallels.

    title : words above it; "" takes the title of the event that all tellings share
    Raises PlainError (a ValueError) that names the sets there are.
    """
    every = rows("parallels").values()
    mine = [row for row in every if row.get("set") == name]
    if not mine:
        sets = list(dict.fromkeys(row.get("set", "") for row in every))
        close = difflib.get_close_matches(str(name), sets, 1, 0.5)
        advice = f"Did you mean {close[0]!r}?" if close else f"There are: {', '.join(sets) or 'none'}."
        raise PlainError(f"The table of parallels has no set {name!r}. {advice}")
    found = {one: _telling(one) for one in dict.fromkeys(row.get("telling", "") for row in mine)}
    order = sorted(found, key=lambda one: found[one].get("date") or "9999")  # a stable sort: ties stay as in the file
    cells: dict[str, dict[str, Cell]] = {}
    for row in mine:
        here = cells.setdefault(row.get("aspect", ""), {})
        here.setdefault(row.get("telling", ""), _cell(row))
    heads = tuple(_head(one, found[one]) for one in order)
    return Comparison(name, title or _shared(list(found.values())), heads, cells)


def _telling(name: str) -> Row:
    return rows("accounts").get(name) or rows("documents").get(name) or {"id": name}


def _head(name: str, row: Row) -> Head:
    return Head(name, row.get("title") or name, said(row.get("date", "")) or "no date", row.get("kind", ""))


def _cell(row: Row) -> Cell:
    sources = tuple(source_item(one) for one in listed(row, "sources"))
    return Cell(row.get("words", ""), row.get("quoted") == "yes", row.get("notes", ""), sources)


def _shared(found: list[Row]) -> str:
    """Return the title of the event that all tellings tell of; "" if there is none, or more than one."""
    events = [{*listed(row, "events"), *filter(None, [row.get("event", "")])} for row in found]
    shared = set.intersection(*events)
    return rows("events").get(shared.pop(), {}).get("title", "") if len(shared) == 1 else ""


def as_view(one: Comparison) -> dict[str, Any]:
    """Return a comparison as plain values for the browser; a telling that says nothing has None for its cell."""
    return {
        "name": one.name,
        "title": one.title,
        "nothing": NOTHING,
        "asFar": AS_FAR,
        "tags": {"quoted": QUOTED, "retold": RETOLD},
        "tellings": [vars(head) for head in one.tellings],
        "aspects": [
            {
                "aspect": aspect,
                "cells": [
                    {**vars(cells[head.id]), "sources": list(cells[head.id].sources)} if head.id in cells else None
                    for head in one.tellings
                ],
            }
            for aspect, cells in one.cells.items()
        ],
    }
