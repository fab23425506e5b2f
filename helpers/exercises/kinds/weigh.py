"""Weigh: how much did each thing matter? Marked by the evidence behind each weight, never by the weight."""
# ruff: noqa: RUF009 (key() returns a dataclass field, not a shared value)

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from helpers.exercises.given import group_in, ids_in, whole_in
from helpers.exercises.marking import AnswerError, Feedback, Mark
from helpers.exercises.question import FEEDBACK, REFERENCES, MarkedQuestion
from helpers.exercises.reading import flag, group, key, several, slug, text

HEAVIEST = 10
PIECES = 3
_CHANGED = "The question has changed since: its items are no longer the same."
_UNBACKED = (
    "None of the evidence that you cite here bears on this. Ask of each piece: what would it say differently "
    "if this had not mattered at all?"
)


@dataclass(frozen=True, kw_only=True)
class Weight:
    """Something to weigh."""

    id: str = key("small letters, digits and hyphens, unique in the exercise", slug())
    text: str = key("what the student reads", text(words=(1, 25)))
    bears: tuple[str, ...] = key("ids of evidence that bears on it, one way or the other", REFERENCES)
    feedback: str = key("what the record says about it; shown once the student cites evidence that bears", FEEDBACK)


@dataclass(frozen=True, kw_only=True)
class WeighFeedback:
    """Feedback on the whole."""

    full: str = key("every weight rests on evidence that bears on it", FEEDBACK)
    part: str = key("some weights do", FEEDBACK)
    none: str = key("none does", FEEDBACK)


@dataclass(frozen=True, kw_only=True)
class Weigh(MarkedQuestion):
    """Two to six things to weigh from 0 to 10; each weight above 0 cites one to three pieces of evidence.

    Mark: the share of all the weight given that cites at least one piece of evidence that bears on its item. At least
    two items need a weight. The weights themselves are never marked, so the question is always contested.
    """

    kind: ClassVar[str] = "weigh"
    ask: ClassVar[str] = "Weigh the causes"
    takes_evidence: ClassVar[bool] = True

    items: tuple[Weight, ...] = key("two to six things to weigh", several(group(Weight), 2, 6))
    low: str = key("what 0 stands for", text(characters=30), default="no weight")
    high: str = key("what 10 stands for", text(characters=30), default="decisive")
    feedback: WeighFeedback = key("full, part and none", group(WeighFeedback))
    contested: bool = key("always true for this kind, so it may be left out", flag, default=True)

    def faults(self) -> Iterator[tuple[str, str]]:
        """Refuse doubled items and a key that would mark a side."""
        ids = [item.id for item in self.items]
        for n, one in enumerate(ids):
            if one in ids[:n]:
                yield f"items[{n + 1}].id", f"{one!r} stands twice. Give each item its own id."
        if not self.contested:
            yield "contested", "is always true for weigh: weights are never marked. Leave the key out."

    def references(self) -> Iterator[tuple[str, str]]:
        """Name every id that the question leans on: (key, id)."""
        yield from super().references()
        for n, item in enumerate(self.items, 1):
            for reference in item.bears:
                yield f"items[{n}].bears", reference

    def view(self) -> dict[str, Any]:
        """Return the items and the ends of the scale."""
        items = [{"id": item.id, "text": item.text} for item in self.items]
        return {"items": items, "low": self.low, "high": self.high, "most": HEAVIEST, "pieces": PIECES}

    def reveal(self) -> dict[str, Any]:
        """Return nothing more: what bears on each item is told in the feedback."""
        return {}

    def printed(self) -> list[str]:
        """Return the items with room for a weight and its evidence, a line each."""
        scale = f"0 ({self.low}) to {HEAVIEST} ({self.high})"
        return [f"{item.text}: weight, {scale}: ____ evidence: ________" for item in self.items]

    def understand(self, answer: Any) -> dict[str, Any]:
        """Return {"weights": {item: 0 to 10}, "evidence": {item: ids}}; evidence only where there is a weight."""
        given = group_in(answer, {"weights", "evidence"}, wanted="Give each item a weight, and cite evidence for it.")
        ids = {item.id for item in self.items}
        weights = group_in(given["weights"], ids, wanted=_CHANGED)
        evidence = group_in(given["evidence"], set(), frozenset(ids), _CHANGED)
        wanted = f"Give each item a weight from 0 to {HEAVIEST}."
        whole = {item.id: whole_in(weights[item.id], 0, HEAVIEST, wanted) for item in self.items}
        cited = {item.id: ids_in(evidence.get(item.id, []), PIECES) for item in self.items if whole[item.id]}
        if len(cited) < 2:
            raise AnswerError("Give at least two of them a weight, so that there is something to weigh.")
        for item in self.items:
            if item.id in cited and not cited[item.id]:
                raise AnswerError(f"“{item.text}” has a weight but no evidence. Cite a piece, or set the weight to 0.")
        return {"weights": whole, "evidence": cited}

    def marked(self, answer: dict[str, Any]) -> Mark:
        """Mark by the evidence behind each weight, as the class says."""
        weights, evidence = answer["weights"], answer["evidence"]
        total = sum(weights.values())
        backed = {item.id for item in self.items if set(evidence.get(item.id, ())) & set(item.bears)}
        held = sum(weight for one, weight in weights.items() if one in backed)
        tone = "full" if held == total else "part" if held else "none"
        said = [Feedback(getattr(self.feedback, tone), tone)]
        later = []
        for item in self.items:
            about = f"{item.text} ({weights[item.id]} of {HEAVIEST})"
            if item.id in backed:
                bearing = tuple(sorted(set(evidence[item.id]) & set(item.bears)))
                said.append(Feedback(item.feedback, "full", about, bearing))
            elif weights[item.id]:
                said.append(Feedback(_UNBACKED, "none", about))
                later.append(Feedback(item.feedback, "open", item.text, item.bears))
        points = f"{held} of your {total} points of weight"
        summary = (
            "Every weight that you give rests on evidence that bears on it."
            if tone == "full"
            else f"{points} {'rests' if held == 1 else 'rest'} on evidence that bears on them."
        )
        return Mark(held / total, summary, tuple(said), tuple(later))
