"""How far a class agrees on a claim, worked out from counts alone. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from helpers.ledgers.claims import Claim
from helpers.ledgers.verdicts import VERDICTS


@dataclass(frozen=True)
class Row:
    """One claim that the student has judged: mine, the editors', the class's counts, and the class's agreement.

    share : part of the class that gives its most frequent verdict, 0 to 1; None without a class
    """

    claim: Claim
    mine: str
    theirs: str
    given: Mapping[str, int]
    share: float | None

    @property
    def same(self) -> bool:
        """Say whether the student and the editors give the same verdict."""
        return self.mine == self.theirs

    @property
    def most(self) -> list[str]:
        """Return the class's most frequent verdict; several where they tie."""
        top = max(self.given.values(), default=0)
        return [one for one in VERDICTS if top and self.given.get(one) == top]


def agreement(given: Mapping[str, int]) -> float | None:
    """Return the share of the most frequent verdict, 0 to 1; None where nobody voted.

    One minus this is the variation ratio: Linton C. Freeman, Elementary Applied Statistics (New York: Wiley, 1965),
    pages 40 to 43. It asks for no order among the verdicts, and a class can work it out by hand. It takes no account
    of chance, and with few votes a single one moves it a lot: read it with the counts beside it.

    >>> agreement({"supported": 6, "contested": 2}), agreement({"supported": 3}), agreement({})
    (0.75, 1.0, None)
    """
    total = sum(given.values())
    return max(given.values()) / total if total else None


def compared(
    claims: Sequence[Claim], mine: Mapping[str, str], theirs: Mapping[str, str], votes: Mapping[str, Mapping[str, int]]
) -> list[Row]:
    """Return a row for each claim that the student has judged, the least agreed on first.

    mine, theirs : claim -> verdict; votes : claim -> verdict -> how many. Without votes: where student and editors
    differ comes first. A claim that the student has not judged is left out, whatever the class says of it.
    """
    rows = []
    for claim in claims:
        if claim.id in mine:
            given = votes.get(claim.id, {})
            rows.append(Row(claim, mine[claim.id], theirs.get(claim.id, ""), given, agreement(given)))
    return sorted(rows, key=lambda row: (2.0 if row.share is None else row.share, row.same))
