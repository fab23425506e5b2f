"""Classify: each card into one bin."""
# ruff: noqa: RUF009 (key() returns a dataclass field, not a shared value)

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from helpers.exercises.kinds.pairing import Pairing, PairingFeedback, Telling, Thing, one_or_more
from helpers.exercises.question import FEEDBACK, REFERENCES, shuffled
from helpers.exercises.reading import group, key, several, slug, text

_ABOUT = text(words=(1, 20))


@dataclass(frozen=True, kw_only=True)
class Bin:
    """Where cards go."""

    id: str = key("small letters, digits and hyphens, unique in the exercise", slug())
    text: str = key("the bin's name", text(words=(1, 8), characters=60))
    about: str = key("what belongs into it", _ABOUT, default="")


@dataclass(frozen=True, kw_only=True)
class Card:
    """Something to sort."""

    id: str = key("small letters, digits and hyphens, unique in the exercise", slug())
    text: str = key("what the student reads", text(words=(1, 40)))
    bin: tuple[str, ...] = key("the id of the right bin, or a list where several can be defended", one_or_more(4))
    wrong: str = key("shown when it lies in a wrong bin; does not name the right one", FEEDBACK)
    correct: str = key("shown when it lies in a right bin", FEEDBACK, default="")
    evidence: tuple[str, ...] = key("ids for this card, if not the exercise's", REFERENCES, default=())


@dataclass(frozen=True, kw_only=True)
class ClassifyMixUp:
    """Feedback on one telling wrong bin."""

    card: str = key("the card", slug())
    bin: str = key("the bin into which it was wrongly put", slug())
    feedback: str = key("what this mix-up shows, the evidence, the next move", FEEDBACK)
    evidence: tuple[str, ...] = key("ids for this feedback, if not the exercise's", REFERENCES, default=())


@dataclass(frozen=True, kw_only=True)
class Classify(Pairing):
    """Cards that each go into one of a few bins, by radio buttons.

    Mark: (right - wrong / (bins - 1)) / cards, never below zero, so that blind guessing earns nothing on average
    before that floor. Where r bins can be defended for a card, a wrong one costs r / (bins - r).
    """

    kind: ClassVar[str] = "classify"
    ask: ClassVar[str] = "Sort"
    things_key: ClassVar[str] = "cards"
    right_key: ClassVar[str] = "bin"

    bins: tuple[Bin, ...] = key("two to five bins, in the order shown", several(group(Bin), 2, 5))
    cards: tuple[Card, ...] = key("three to twelve cards; the card shuffles them", several(group(Card), 3, 12))
    feedback: PairingFeedback = key("full, part and none", group(PairingFeedback))
    mix_ups: tuple[ClassifyMixUp, ...] = key(
        "feedback on telling wrong bins", several(group(ClassifyMixUp), 1, 12), default=()
    )

    @property
    def things(self) -> tuple[Thing, ...]:
        """Return the cards."""
        return tuple(Thing(c.id, c.text, c.bin, c.wrong, c.correct, c.evidence) for c in self.cards)

    @property
    def places(self) -> Mapping[str, str]:
        """Return the bins: id to text."""
        return {one.id: one.text for one in self.bins}

    @property
    def telling(self) -> tuple[Telling, ...]:
        """Return the mix-ups."""
        return tuple(Telling(one.card, one.bin, one.feedback, one.evidence) for one in self.mix_ups)

    def said_of(self, thing: Thing, place: str) -> str:
        """Say in words what was put where."""
        return f"You put into “{place}”: {thing.text}"

    def faults(self) -> Iterator[tuple[str, str]]:
        """Refuse doubled bins and keys that close nothing."""
        ids = [one.id for one in self.bins]
        for n, one in enumerate(ids):
            if one in ids[:n]:
                yield f"bins[{n + 1}].id", f"{one!r} stands twice. Give each bin its own id."
        yield from self.pairing_faults("bins", "mix_ups")

    def references(self) -> Iterator[tuple[str, str]]:
        """Name every id that the question leans on: (key, id)."""
        yield from super().references()
        yield from self.pairing_references("mix_ups")

    def _shuffled(self) -> list[Card]:
        cards = {card.id: card for card in self.cards}
        return [cards[one] for one in shuffled(tuple(cards), self.id)]

    def view(self) -> dict[str, Any]:
        """Return the bins and the shuffled cards, without saying what belongs where."""
        return {
            "bins": [{"id": one.id, "text": one.text, "about": one.about} for one in self.bins],
            "cards": [{"id": card.id, "text": card.text} for card in self._shuffled()],
        }

    def reveal(self) -> dict[str, Any]:
        """Return which bins are right for each card."""
        return {"right": {card.id: list(card.bin) for card in self.cards}}

    def printed(self) -> list[str]:
        """Return each card with its bins to tick."""
        bins = "   ".join(f"☐ {one.text}" for one in self.bins)
        return [f"{card.text}   {bins}" for card in self._shuffled()]
