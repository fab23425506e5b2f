"""The essay's claims, in two halves: what everybody may see, and what the editors think of them.

They are read apart on purpose. Whatever goes to a browser is made from `Claim`, which knows no verdict; only a claim
that the student has judged may be asked for its `Editors`.
"""

import difflib
from dataclasses import dataclass

from helpers.essay import Passage, essay
from helpers.exercises.bank import PlainError
from helpers.ledgers.rows import listed, rows


@dataclass(frozen=True)
class Claim:
    """A claim as everybody may see it.

    passages, sentences : ids of where it stands; quote : the essay's own words, letter for letter
    events : what bears on it, for and against in one, by date; sources : what the editors cite on it
    """

    id: str
    quote: str
    passages: tuple[str, ...]
    sentences: tuple[str, ...]
    events: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Editors:
    """What the editors think of a claim: for those who have judged it themselves."""

    verdict: str
    kind: str
    why: str
    told_for: str
    events_for: tuple[str, ...]
    told_against: str
    events_against: tuple[str, ...]


def claims_of(passage: str) -> list[Claim]:
    """Return the claims of a passage, in the order in which they stand in the table."""
    return [claim for claim in every_claim() if passage in claim.passages]


def every_claim() -> list[Claim]:
    """Return all claims of the essay, in the order in which they stand in the table."""
    events = rows("events")

    def dated(event: str) -> tuple[str, str]:
        return events.get(event, {}).get("date", "9999"), event

    return [
        Claim(
            id=name,
            quote=row.get("quote", ""),
            passages=listed(row, "passages"),
            sentences=listed(row, "span"),
            events=tuple(sorted({*listed(row, "events_for"), *listed(row, "events_against")}, key=dated)),
            sources=listed(row, "sources"),
        )
        for name, row in rows("claims").items()
    ]


def editors_of(claim: str) -> Editors:
    """Return what the editors think of a claim. Call it only for a claim that the student has judged."""
    row = rows("claims").get(claim, {})
    return Editors(
        verdict=row.get("verdict", ""),
        kind=row.get("kind", ""),
        why=row.get("why", ""),
        told_for=row.get("evidence_for", ""),
        events_for=listed(row, "events_for"),
        told_against=row.get("evidence_against", ""),
        events_against=listed(row, "events_against"),
    )


def passage_named(name: str) -> Passage:
    """Return a passage of the essay by its id.

    Raises PlainError (a ValueError) that names the passages there are.
    """
    passages = essay().passages
    for one in passages:
        if one.id == name:
            return one
    close = difflib.get_close_matches(str(name), [one.id for one in passages], 1, 0.5)
    advice = f"Did you mean {close[0]!r}?" if close else f"They are {passages[0].id} to {passages[-1].id}."
    raise PlainError(f"The essay has no passage {name!r}. {advice}")
