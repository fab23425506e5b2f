"""What match and classify share: each of several things gets one of a few places."""

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

from ruamel.yaml.nodes import SequenceNode

from helpers.exercises.marking import AnswerError, Feedback, Mark
from helpers.exercises.question import FEEDBACK, MarkedQuestion, shuffled
from helpers.exercises.reading import Faults, Shape, key, said, says, several, slug

MOST_WRONG = 4  # parts of an answer that are talked about at once; more would be a wall of text
MOST_RIGHT = 2


@dataclass(frozen=True, kw_only=True)
class PairingFeedback:
    """Feedback on the answer as a whole."""

    full: str = key("everything stands right", FEEDBACK)
    part: str = key("more stands right than guessing would bring", FEEDBACK)
    none: str = key("no more stands right than guessing would bring", FEEDBACK)


@dataclass(frozen=True)
class Thing:
    """What gets a place: an item to match or a card to sort, in the words of neither."""

    id: str
    text: str
    right: tuple[str, ...]
    wrong: str
    correct: str
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class Telling:
    """Feedback on one telling wrong place."""

    thing: str
    place: str
    feedback: str
    evidence: tuple[str, ...]


def one_or_more(most: int) -> Shape:
    """Accept an id, or a list of ids where several are right."""
    one, many = slug(), several(slug(), 1, most, unlike=True)

    @says(f"{said(one).words}, or {said(many).words}")
    def read(faults: Faults, node: Any, at: str) -> Any:
        if isinstance(node, SequenceNode):
            return many(faults, node, at)
        value = one(faults, node, at)
        return (value,) if isinstance(value, str) else value

    return read


@dataclass(frozen=True, kw_only=True)
class Pairing(MarkedQuestion):
    """Things that each get one of a few places.

    Mark: a right place earns one share, a wrong one costs r / (c - r) shares, where r of the c places are right for
    that thing, and the sum never falls below zero. Blind guessing therefore earns nothing on average before that
    floor. Teachers know this as correction for guessing, or formula scoring.
    """

    things_key: ClassVar[str]
    right_key: ClassVar[str]

    feedback: PairingFeedback

    @property
    @abstractmethod
    def things(self) -> tuple[Thing, ...]:
        """Return what gets a place, in the order of the file."""

    @property
    @abstractmethod
    def places(self) -> Mapping[str, str]:
        """Return the places: id to text, in the order of the file."""

    @property
    @abstractmethod
    def telling(self) -> tuple[Telling, ...]:
        """Return the telling wrong places."""

    @abstractmethod
    def said_of(self, thing: Thing, place: str) -> str:
        """Say in words what was put where."""

    def pairing_faults(self, places_key: str, tellings: str) -> Iterator[tuple[str, str]]:
        """Refuse doubled ids and texts, unknown places and keys that close nothing."""
        seen: dict[str, list[str]] = {"id": [], "text": []}
        for n, thing in enumerate(self.things, 1):
            for part, value in (("id", thing.id), ("text", thing.text.casefold())):
                if value in seen[part]:
                    yield f"{self.things_key}[{n}].{part}", f"stands twice. Give each its own {part}."
                seen[part].append(value)
            strangers = [one for one in thing.right if one not in self.places]
            for one in strangers:
                where = f"{self.things_key}[{n}].{self.right_key}"
                yield where, f"names {one!r}, which is none of {', '.join(self.places)}."
            if not strangers and len(thing.right) >= len(self.places):
                yield f"{self.things_key}[{n}].{self.right_key}", "names every place, so nothing could be wrong."
        texts = [text.casefold() for text in self.places.values()]
        if len(set(texts)) < len(texts):
            yield places_key, "has the same text twice."
        if self.contested and all(len(thing.right) == 1 for thing in self.things):
            reason = f"is true, so at least one of {self.things_key} needs two or more places in {self.right_key}."
            yield "contested", reason
        things = {thing.id: thing for thing in self.things}
        for n, mix in enumerate(self.telling, 1):
            if mix.thing not in things or mix.place not in self.places:
                stranger = mix.place if mix.thing in things else mix.thing
                yield f"{tellings}[{n}]", f"names {stranger!r}, which is not in this exercise."
            elif mix.place in things[mix.thing].right:
                yield f"{tellings}[{n}]", f"is no mistake: {mix.place!r} is right for {mix.thing!r}."

    def pairing_references(self, tellings: str) -> Iterator[tuple[str, str]]:
        """Name every id that things and telling mistakes lean on: (key, id)."""
        for n, thing in enumerate(self.things, 1):
            for reference in thing.evidence:
                yield f"{self.things_key}[{n}].evidence", reference
        for n, one in enumerate(self.telling, 1):
            for reference in one.evidence:
                yield f"{tellings}[{n}].evidence", reference

    def understand(self, answer: Any) -> dict[str, str]:
        """Return the place of each thing, in the order of the file."""
        if not isinstance(answer, dict) or not all(isinstance(one, str) for one in answer.values()):
            raise AnswerError("Choose a place for each line first.")
        ids = [thing.id for thing in self.things]
        if not set(answer) <= set(ids) or not set(answer.values()) <= set(self.places):
            raise AnswerError("The question has changed since: something that was chosen is no longer there.")
        if len(answer) < len(ids):
            raise AnswerError("Choose a place for each line first.")
        return {one: answer[one] for one in ids}

    def worth(self, thing: Thing, place: str) -> Fraction:
        """Return the share that one place earns or costs, as the class says."""
        if place in thing.right:
            return Fraction(1)
        return -Fraction(len(thing.right), len(self.places) - len(thing.right))

    def marked(self, answer: dict[str, str]) -> Mark:
        """Mark the places, corrected for guessing; the feedback begins with what needs another look."""
        total = sum((self.worth(thing, answer[thing.id]) for thing in self.things), Fraction(0))
        fraction = float(max(Fraction(0), total / len(self.things)))
        tone = "full" if fraction == 1 else "part" if fraction > 0 else "none"
        said = [Feedback(getattr(self.feedback, tone), tone, "", self.evidence)]
        wrong = [thing for thing in self.things if answer[thing.id] not in thing.right]
        right = [thing for thing in self.things if answer[thing.id] in thing.right]
        told = {(one.thing, one.place): one for one in self.telling}
        # A telling mistake has the most to teach, so it comes first.
        wrong.sort(key=lambda thing: (thing.id, answer[thing.id]) not in told)
        for thing in wrong[:MOST_WRONG]:
            one = told.get((thing.id, answer[thing.id]))
            text, evidence = (one.feedback, one.evidence) if one else (thing.wrong, ())
            said.append(self._said(thing, answer, text, "none", evidence))
        praised = [thing for thing in right if thing.correct]
        for thing in praised if fraction == 1 else praised[:MOST_RIGHT]:
            said.append(self._said(thing, answer, thing.correct, "full"))
        return Mark(fraction, self._summary(len(right), fraction), tuple(said))

    def _said(
        self, thing: Thing, answer: dict[str, str], text: str, tone: str, evidence: tuple[str, ...] = ()
    ) -> Feedback:
        place = self.places[answer[thing.id]]
        return Feedback(text, tone, self.said_of(thing, place), evidence or thing.evidence)

    def _summary(self, right: int, fraction: float) -> str:
        count = len(self.things)
        if fraction == 1:
            return "Every place can be defended." if self.contested else "Every place fits the evidence."
        stand = f"{right} of {count} {'fits' if right == 1 else 'fit'} the evidence"
        return f"{stand}." if fraction or not right else f"{stand}, no more than guessing would bring."


def mixed(ids: Sequence[str], seed: str, level: Sequence[tuple[str, ...]]) -> list[str]:
    """Shuffle the places so that as few as can be stand level with what they belong to.

    level : the ids that are right for the first line, the second line, …

    >>> mixed(("a", "b", "c"), "01-x", [("a",), ("b",), ("c",)]) in (["b", "c", "a"], ["c", "a", "b"])
    True
    """

    def giveaways(order: list[str]) -> int:
        return sum(one in right for one, right in zip(order, level, strict=False))

    return min((shuffled(tuple(ids), f"{seed}/{salt}") for salt in range(50)), key=giveaways)
