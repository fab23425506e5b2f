"""Put in order: marked by the pairs that stand right."""
# ruff: noqa: RUF009 (key() returns a dataclass field, not a shared value)

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any, ClassVar

from helpers.exercises.marking import AnswerError, Feedback, Mark
from helpers.exercises.question import FEEDBACK, REFERENCE, REFERENCES, MarkedQuestion, shuffled
from helpers.exercises.reading import group, key, several, slug, text


@dataclass(frozen=True, kw_only=True)
class Item:
    """Something to put in its place."""

    id: str = key("small letters, digits and hyphens, unique in the exercise", slug())
    text: str = key("what the student reads; holds no date that gives the place away", text(words=(1, 40)))
    event: str = key("the event whose date proves the place", REFERENCE, default="")


@dataclass(frozen=True, kw_only=True)
class MixUp:
    """Feedback on one telling mistake."""

    first: str = key("the item that comes first", slug())
    second: str = key("the item that was put before it", slug())
    feedback: str = key("what this mix-up shows, the evidence, the next move", FEEDBACK)
    evidence: tuple[str, ...] = key("ids for this feedback, if not the exercise's", REFERENCES, default=())


@dataclass(frozen=True, kw_only=True)
class OrderFeedback:
    """Feedback on the order as a whole."""

    full: str = key("all pairs stand right", FEEDBACK)
    part: str = key("more pairs stand right than chance would bring", FEEDBACK)
    none: str = key("no more than chance would bring", FEEDBACK)


@dataclass(frozen=True, kw_only=True)
class Order(MarkedQuestion):
    """Items to put in order.

    Mark: 2 x share - 1 and never below zero, where share is the share of all pairs of items that stand in the
    right order (pairs that tie are left out). Shuffling blindly earns nothing on average. This is Kendall's rank
    correlation: M. G. Kendall, "A New Measure of Rank Correlation", Biometrika 30 (1938), 81-93.
    """

    kind: ClassVar[str] = "order"
    ask: ClassVar[str] = "Put in order"
    asks_for_dates: ClassVar[bool] = True

    items: tuple[Item, ...] = key(
        "three to eight items in the right order; the card shuffles", several(group(Item), 3, 8)
    )
    feedback: OrderFeedback = key("full, part and none", group(OrderFeedback))
    mix_ups: tuple[MixUp, ...] = key("feedback on telling mistakes", several(group(MixUp), 1, 12), default=())
    ties: tuple[tuple[str, ...], ...] = key(
        "groups of neighbours whose order among themselves does not matter",
        several(several(slug(), 2, 8, unlike=True), 1, 4),
        default=(),
    )
    first: str = key("what stands above the list", text(characters=30), default="First")
    last: str = key("what stands below the list", text(characters=30), default="Last")

    @property
    def right(self) -> tuple[str, ...]:
        """Return the ids in the right order."""
        return tuple(item.id for item in self.items)

    def pairs(self) -> list[tuple[str, str]]:
        """Return the pairs that have a right order, the earlier first."""
        return [
            (one, two)
            for one, two in combinations(self.right, 2)
            if not any(one in tie and two in tie for tie in self.ties)
        ]

    def faults(self) -> Iterator[tuple[str, str]]:
        """Refuse doubled items, ties of strangers and mix-ups that cannot happen."""
        right = self.right
        for n, item in enumerate(self.items):
            if item.id in right[:n]:
                yield f"items[{n + 1}].id", f"{item.id!r} stands twice. Give each item its own id."
            if item.text.casefold() in [other.text.casefold() for other in self.items[:n]]:
                yield f"items[{n + 1}].text", "is the text of another item."
        if len(set(right)) < len(right):
            return
        named = [("ties", one) for tie in self.ties for one in tie]
        named += [(f"mix_ups[{n}]", one) for n, mix in enumerate(self.mix_ups, 1) for one in (mix.first, mix.second)]
        strangers = [(where, one) for where, one in named if one not in right]
        for where, one in strangers:
            yield where, f"names {one!r}, which is no item of this exercise."
        if strangers:
            return
        tied = [one for tie in self.ties for one in tie]
        if len(set(tied)) < len(tied):
            yield "ties", "names an item in two groups. Join them."
        for tie in self.ties:
            places = sorted(right.index(one) for one in tie)
            if places != list(range(places[0], places[0] + len(places))):
                yield "ties", f"joins {', '.join(tie)}, which are no neighbours in the list."
        if len(self.pairs()) < 2:
            yield "ties", "leave fewer than two pairs to put in order."
        for n, mix in enumerate(self.mix_ups, 1):
            if (mix.first, mix.second) not in self.pairs():
                yield f"mix_ups[{n}]", f"{mix.first!r} does not come before {mix.second!r} in the key."

    def references(self) -> Iterator[tuple[str, str]]:
        """Name every id that the question leans on: (key, id)."""
        yield from super().references()
        for n, item in enumerate(self.items, 1):
            if item.event:
                yield f"items[{n}].event", item.event
        for n, mix in enumerate(self.mix_ups, 1):
            for reference in mix.evidence:
                yield f"mix_ups[{n}].evidence", reference

    def start(self) -> list[str]:
        """Return the shuffled order that the card opens with; never one that would earn marks."""
        for salt in range(50):
            mixed = shuffled(self.right, f"{self.id}/{salt}")
            if self._share(mixed) <= 0.5:
                return mixed
        return list(reversed(self.right))

    def view(self) -> dict[str, Any]:
        """Return the items, shuffled."""
        texts = {item.id: item.text for item in self.items}
        items = [{"id": one, "text": texts[one]} for one in self.start()]
        return {"items": items, "first": self.first, "last": self.last}

    def reveal(self) -> dict[str, Any]:
        """Return the right order."""
        return {"order": list(self.right)}

    def printed(self) -> list[str]:
        """Return the items, shuffled, a line each."""
        texts = {item.id: item.text for item in self.items}
        return [texts[one] for one in self.start()]

    def understand(self, answer: Any) -> list[str]:
        """Return the ids in the order given."""
        if not isinstance(answer, list) or not all(isinstance(one, str) for one in answer):
            raise AnswerError("Put the items in order.")
        if sorted(answer) != sorted(self.right):
            raise AnswerError("The question has changed since: its items are no longer the same.")
        return list(answer)

    def _share(self, order: list[str]) -> float:
        pairs = self.pairs()
        return sum(order.index(one) < order.index(two) for one, two in pairs) / len(pairs)

    def marked(self, answer: list[str]) -> Mark:
        """Mark the order by its pairs, as the class says."""
        share = self._share(answer)
        fraction = max(0.0, 2 * share - 1)
        tone = "full" if fraction == 1 else "part" if fraction > 0 else "none"
        said = [Feedback(getattr(self.feedback, tone), tone, "", self.evidence)]
        texts = {item.id: item.text for item in self.items}
        for mix in self.mix_ups:
            if answer.index(mix.second) < answer.index(mix.first):
                about = f"“{texts[mix.second]}” placed before “{texts[mix.first]}”"
                said.append(Feedback(mix.feedback, "none", about, mix.evidence or self.evidence))
        count = len(self.pairs())
        stand = f"{round(share * count)} of {count} pairs"
        summary = (
            "Every item stands where the dates put it." if tone == "full" else f"{stand} stand in the right order."
        )
        # Two mix-ups are enough to work on; more would be a wall of text.
        return Mark(fraction, summary, tuple(said[:3]))
