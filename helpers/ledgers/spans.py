"""Where the claims stand in a paragraph: pieces of text, each with the claims that cover it. Pure.

Claims may share a sentence, lie inside one another or overlap, so a paragraph is cut wherever one begins or ends.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from helpers.essay import Passage
from helpers.ledgers.claims import Claim


@dataclass(frozen=True)
class Piece:
    """A stretch of the paragraph: `claims` cover it, the outermost first; `ends` are those that end with it."""

    text: str
    claims: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()


@dataclass(frozen=True)
class Marked:
    """A paragraph in pieces.

    levels : for each claim, how far down its line is drawn, so that the lines of two never lie on each other
    adrift : claims whose words are not found in the paragraph
    """

    pieces: tuple[Piece, ...]
    levels: dict[str, int] = field(default_factory=dict)
    adrift: tuple[str, ...] = ()


def marked(passage: Passage, claims: Sequence[Claim]) -> Marked:
    """Cut a paragraph into pieces. Joined again, they are the paragraph, letter for letter."""
    starts = {sentence.id: sentence.start for sentence in passage.sentences}
    places: dict[str, tuple[int, int]] = {}
    for claim in claims:
        # The same words may stand twice: the sentence says which of them is meant.
        here = min((starts[one] for one in claim.sentences if one in starts), default=0)
        start = passage.text.find(claim.quote, here) if claim.quote else -1
        if start >= 0:
            places[claim.id] = (start, start + len(claim.quote))
    order = sorted(places, key=lambda one: (places[one][0], -places[one][1]))
    cuts = sorted({0, len(passage.text), *(edge for place in places.values() for edge in place)})
    pieces = []
    for start, end in pairwise(cuts):
        over = tuple(one for one in order if places[one][0] <= start and end <= places[one][1])
        ends = tuple(one for one in reversed(over) if places[one][1] == end)
        pieces.append(Piece(passage.text[start:end], over, ends))
    adrift = tuple(claim.id for claim in claims if claim.id not in places)
    return Marked(tuple(pieces), _levels(order, places), adrift)


def _levels(order: Sequence[str], places: dict[str, tuple[int, int]]) -> dict[str, int]:
    """Give each claim the first level that no claim it overlaps has taken."""
    levels: dict[str, int] = {}
    for one in order:
        start, end = places[one]
        taken = {level for other, level in levels.items() if places[other][0] < end and start < places[other][1]}
        levels[one] = next(level for level in range(len(taken) + 1) if level not in taken)
    return levels
