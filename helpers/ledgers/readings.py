"""Switches: open questions of evidence, each with its readings and what would follow for claims. From readings.csv.

A row is one reading of one switch for one claim that depends on it. A course without such questions has no such table.
"""

from dataclasses import dataclass, field

from helpers.ledgers.rows import listed, rows


@dataclass(frozen=True)
class Outcome:
    """What a claim's verdict would be under a reading, and why."""

    verdict: str
    why: str
    sources: tuple[str, ...]


@dataclass
class Switch:
    """An open question. readings : what one may take to be so; outcomes : reading -> claim -> what follows."""

    id: str
    question: str
    event: str
    outcomes: dict[str, dict[str, Outcome]] = field(default_factory=dict)

    @property
    def claims(self) -> list[str]:
        """Return the claims that depend on it, each once."""
        return list(dict.fromkeys(claim for reading in self.outcomes.values() for claim in reading))


def switches() -> list[Switch]:
    """Return the switches in the order of the table; none where it is missing or empty."""
    found: dict[str, Switch] = {}
    for row in rows("readings").values():
        if not all(row.get(column) for column in ("switch", "reading", "claim", "verdict")):
            continue
        switch = found.setdefault(
            row["switch"], Switch(row["switch"], row.get("question", "") or row["switch"], row.get("event", ""))
        )
        outcome = Outcome(row["verdict"], row.get("why", ""), listed(row, "sources"))
        switch.outcomes.setdefault(row["reading"], {})[row["claim"]] = outcome
    # One reading alone is no choice.
    return [switch for switch in found.values() if len(switch.outcomes) > 1]
