"""Match: each item gets one of several choices."""
# ruff: noqa: RUF009 (key() returns a dataclass field, not a shared value)

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from helpers.exercises.kinds.pairing import Pairing, PairingFeedback, Telling, Thing, mixed, one_or_more
from helpers.exercises.marking import AnswerError
from helpers.exercises.question import FEEDBACK, REFERENCES
from helpers.exercises.reading import flag, group, key, several, slug, text


@dataclass(frozen=True, kw_only=True)
class MatchItem:
    """Something that gets a choice."""

    id: str = key("small letters, digits and hyphens, unique in the exercise", slug())
    text: str = key("what the student reads", text(words=(1, 40)))
    goes_with: tuple[str, ...] = key("the id of the right choice, or a list where several are right", one_or_more(8))
    wrong: str = key("shown when it is matched wrongly; does not name the right choice", FEEDBACK)
    correct: str = key("shown when it is matched rightly", FEEDBACK, default="")
    evidence: tuple[str, ...] = key("ids for this item, if not the exercise's", REFERENCES, default=())


@dataclass(frozen=True, kw_only=True)
class MatchChoice:
    """Something that an item goes with."""

    id: str = key("small letters, digits and hyphens, unique in the exercise", slug())
    text: str = key("what the student chooses", text(words=(1, 30)))


@dataclass(frozen=True, kw_only=True)
class MatchMixUp:
    """Feedback on one telling wrong match."""

    item: str = key("the item", slug())
    choice: str = key("the choice that it was wrongly given", slug())
    feedback: str = key("what this mix-up shows, the evidence, the next move", FEEDBACK)
    evidence: tuple[str, ...] = key("ids for this feedback, if not the exercise's", REFERENCES, default=())


@dataclass(frozen=True, kw_only=True)
class Match(Pairing):
    """Items that each get one of several choices, by a select box beside each.

    Mark: (right - wrong / (choices - 1)) / items, never below zero, so that blind guessing earns nothing on average
    before that floor. Where r choices are right for an item, a wrong one costs r / (choices - r).
    """

    kind: ClassVar[str] = "match"
    ask: ClassVar[str] = "Match"
    things_key: ClassVar[str] = "items"
    right_key: ClassVar[str] = "goes_with"

    items: tuple[MatchItem, ...] = key("three to eight items, in the order shown", several(group(MatchItem), 3, 8))
    choices: tuple[MatchChoice, ...] = key(
        "two to nine choices; the card shuffles them, and one may fit no item", several(group(MatchChoice), 2, 9)
    )
    feedback: PairingFeedback = key("full, part and none", group(PairingFeedback))
    left: str = key("what stands above the items", text(characters=40), default="")
    right: str = key("what stands above the choices", text(characters=40), default="")
    reuse: bool = key("true: a choice may serve several items", flag, default=False)
    mix_ups: tuple[MatchMixUp, ...] = key(
        "feedback on telling wrong matches", several(group(MatchMixUp), 1, 12), default=()
    )

    @property
    def things(self) -> tuple[Thing, ...]:
        """Return the items."""
        return tuple(Thing(i.id, i.text, i.goes_with, i.wrong, i.correct, i.evidence) for i in self.items)

    @property
    def places(self) -> Mapping[str, str]:
        """Return the choices: id to text."""
        return {choice.id: choice.text for choice in self.choices}

    @property
    def telling(self) -> tuple[Telling, ...]:
        """Return the mix-ups."""
        return tuple(Telling(one.item, one.choice, one.feedback, one.evidence) for one in self.mix_ups)

    def said_of(self, thing: Thing, place: str) -> str:
        """Say in words what was matched with what."""
        return f"You gave “{place}” to: {thing.text}"

    def faults(self) -> Iterator[tuple[str, str]]:
        """Refuse keys that no student could give."""
        ids = [choice.id for choice in self.choices]
        for n, one in enumerate(ids):
            if one in ids[:n]:
                yield f"choices[{n + 1}].id", f"{one!r} stands twice. Give each choice its own id."
        yield from self.pairing_faults("choices", "mix_ups")
        if not self.reuse and all(one in ids for item in self.items for one in item.goes_with) and not self._possible():
            yield "items", "cannot all be right while each choice serves once. Add choices, or reuse: true."

    def _possible(self) -> bool:
        """Say whether every item can have a right choice of its own (a matching by augmenting paths)."""
        holder: dict[str, int] = {}

        def place(n: int, tried: set[str]) -> bool:
            for choice in self.items[n].goes_with:
                if choice not in tried:
                    tried.add(choice)
                    if choice not in holder or place(holder[choice], tried):
                        holder[choice] = n
                        return True
            return False

        return all(place(n, set()) for n in range(len(self.items)))

    def references(self) -> Iterator[tuple[str, str]]:
        """Name every id that the question leans on: (key, id)."""
        yield from super().references()
        yield from self.pairing_references("mix_ups")

    def _shuffled(self) -> list[str]:
        return mixed(tuple(self.places), self.id, [item.goes_with for item in self.items])

    def view(self) -> dict[str, Any]:
        """Return items and shuffled choices, without saying what goes with what."""
        return {
            "items": [{"id": item.id, "text": item.text} for item in self.items],
            "choices": [{"id": one, "text": self.places[one]} for one in self._shuffled()],
            "left": self.left,
            "right": self.right,
            "reuse": self.reuse,
        }

    def reveal(self) -> dict[str, Any]:
        """Return which choices are right for each item."""
        return {"right": {item.id: list(item.goes_with) for item in self.items}}

    def printed(self) -> list[str]:
        """Return the items with a line to write on, then the lettered choices."""
        again = " (a letter may serve more than once)" if self.reuse else ""
        lines = [f"{item.text}: ____" for item in self.items]
        return lines + [f"{chr(65 + n)}. {self.places[one]}{again}" for n, one in enumerate(self._shuffled())]

    def understand(self, answer: Any) -> dict[str, str]:
        """Return the choice of each item, in the order of the file."""
        understood = super().understand(answer)
        if not self.reuse and len(set(understood.values())) < len(understood):
            raise AnswerError("One choice stands at two lines, and each serves only once. Change one of them.")
        return understood
