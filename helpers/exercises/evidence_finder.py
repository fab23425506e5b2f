"""Finding evidence: a few words in, rows of the tables out.

The tables are read by the csv module: a search box must not wait for pandas.
"""

import csv
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any

from helpers import course
from helpers.exercises import tray
from helpers.exercises.knowable import known_by
from helpers.exercises.titles import Title, title_of

TABLES = ("events", "sources", "documents", "debate", "omissions")
LIMIT = 12
LONGEST = 200  # characters of a search that are looked at
# Columns that a reader may search by, where a table has them. A claim's verdict and its reasons are the editors' own.
_SEARCHED = ("id", "date", "title", "summary", "what", "author", "publisher", "what_it_shows", "position")


class Found(Title):
    """A hit: what feedback shows of a row, and the table in which it stands ("essay" for passages)."""

    table: str


def find_evidence(text: str, tables: tuple[str, ...] = TABLES, limit: int = LIMIT, until: str = "") -> list[Found]:
    """Return the rows that hold every word of the search, the best first.

    text : words in any order, matched from the start or the middle of a word, without regard to capitals and accents.
        The id of a claim, a passage or a sentence is found when it is typed in full.
    tables : names of tables to search; others are left out
    limit : at most so many
    until : only what could be known on this day, if one is given

    >>> [hit["id"] for hit in find_evidence("p01.s1")]
    ['p01.s1']
    >>> find_evidence("   "), find_evidence("no row holds these words")
    ([], [])
    """
    wanted = _folded(text[:LONGEST]).split()
    if not wanted:
        return []
    exact = [one] if len(wanted) == 1 and (one := known(text.strip(), until)) and _in_time(one["id"], until) else []
    ranked: list[tuple[int, int, str]] = []
    for place, (reference, table, title, whole) in enumerate(_index(course.data_dir())):
        if table in tables and all(word in whole for word in wanted) and _told_of(reference, wanted, until):
            ranked.append((_rank(wanted, title), place, reference))
    hits = [_found(reference, until) for _, _, reference in sorted(ranked)[:limit]]
    return [*exact, *(hit for hit in hits if hit not in exact)][:limit]


def known(reference: str, until: str = "") -> Found | None:
    """Return what is known of an id of the tables or the essay; None if there is no such id."""
    found = _found(reference, until)
    return found if found["table"] and (found["table"] != "essay" or found["text"]) else None


def _in_time(reference: str, until: str) -> bool:
    return not until or known_by(until, reference)


def _told_of(reference: str, wanted: list[str], until: str) -> bool:
    """Say whether a row may be found by these words on a day: not by words of it that are younger."""
    if not until:
        return True
    if not known_by(until, reference):
        return False
    told, whole = title_of(reference, until), title_of(reference)
    hidden = _folded(whole["text"].replace(told["text"], "", 1))
    shown = _folded(" ".join([reference, told["title"], told["date"], told["text"]]))
    return all(word in shown or word not in hidden for word in wanted)


def reply(message: dict[str, Any], until: str = "") -> dict[str, Any] | None:
    """Answer what a search box for evidence asks; None if the message asks for something else.

    message : {"ask": "evidence", "text": words, "tables": names, may be left out} for hits,
        {"ask": "titles", "ids": [..]} for what ids are called, {"ask": "collected"} for what the tray holds,
        {"ask": "used", "id": id} to take one out of the tray.
    until : tell only of what could be known on this day, if one is given
    """
    match message.get("ask"):
        case "evidence":
            text, tables = message.get("text"), message.get("tables")
            wanted = tuple(one for one in tables if one in TABLES) if isinstance(tables, list) else ()
            hits = find_evidence(text if isinstance(text, str) else "", wanted or TABLES, LIMIT + 1, until)
            return {"found": hits[:LIMIT], "more": len(hits) > LIMIT}
        case "titles":
            ids = message.get("ids")
            wanted_ids = [str(one)[:LONGEST] for one in ids[:60]] if isinstance(ids, list) else []
            return {"found": [_found(one, until) for one in wanted_ids if _in_time(one, until)]}
        case "collected" | "used" as ask:
            if ask == "used":
                tray.drop(str(message.get("id")))
            return {"found": [_found(one, until) for one in tray.collected() if _in_time(one, until)]}
    return None


def _found(reference: str, until: str = "") -> Found:
    title = title_of(reference, until)
    table = _tables(course.data_dir()).get(reference, "")
    if not table and title["title"] != reference:
        table = "essay"
    return {**title, "table": table}


def _rank(wanted: list[str], title: str) -> int:
    """Return 0 for the best: words as they stand in the title, then all in the title, then some, then none."""
    if " ".join(wanted) in title:
        return 0 if f" {' '.join(wanted)}" in f" {title}" else 1
    in_title = sum(word in title for word in wanted)
    return 2 if in_title == len(wanted) else 3 if in_title else 4


def _folded(text: str) -> str:
    """Return a text without capitals and accents.

    >>> _folded("Wörner, ZÜRICH")
    'worner, zurich'
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


@lru_cache(maxsize=2)
def _index(folder: Path) -> tuple[tuple[str, str, str, str], ...]:
    """Return (id, table, title to search, all words to search) of every row; a table that is broken is left out."""
    rows: list[tuple[str, str, str, str]] = []
    for table in (*TABLES, "claims"):
        try:
            with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
                for row in csv.DictReader(lines):
                    reference = row.get("id") or ""
                    title = title_of(reference)
                    words = [row.get(column) or "" for column in _SEARCHED]
                    rows.append((reference, table, _folded(title["title"]), _folded(" ".join([*words, title["date"]]))))
        except (OSError, ValueError, csv.Error):
            continue
    return tuple(rows)


@lru_cache(maxsize=2)
def _tables(folder: Path) -> dict[str, str]:
    """Return the table of every id; where two tables share an id, the first."""
    tables: dict[str, str] = {}
    for reference, table, _, _ in _index(folder):
        tables.setdefault(reference, table)
    return tables
