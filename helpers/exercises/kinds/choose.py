"""Choose one, choose many: options with feedback each."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from helpers.exercises.marking import AnswerError, Feedback, Mark
from helpers.exercises.question import FEEDBACK, REFERENCES, MarkedQuestion
from helpers.exercises.reading import group, key, several, slug, text, word


@dataclass(frozen=True, kw_only=True)
class Option:
    """Something to pick."""

    id: str = key("small letters, digits and hyphens, unique in the exercise", slug())
    text: str = key("what the student reads", text(words=(1, 50)))
    correct: str = key(
        "true, false, or either (choose-many only: disputed, earns and costs nothing)",
        word("true", "false", "either"),
    )
    feedback: str = key("what this pick shows, the evidence, the next move", FEEDBACK)
    missed: str = key("choose-many only: feedback for a true option left out, shown at the end", FEEDBACK, default="")
    evidence: tuple[str, ...] = key("ids for this option, if not the exercise's", REFERENCES, default=())


@dataclass(frozen=True, kw_only=True)
class _Choose(MarkedQuestion):
    """What choosing one and choosing many share."""

    options: tuple[Option, ...]

    @property
    def right(self) -> list[str]:
        """Return the ids of the options that the key holds for true."""
        return [option.id for option in self.options if option.correct == "true"]

    def faults(self) -> Iterator[tuple[str, str]]:
        """Refuse doubled options and keys that close nothing."""
        ids = [option.id for option in self.options]
        texts = [option.text.casefold() for option in self.options]
        for n, option in enumerate(self.options):
            if option.id in ids[:n]:
                yield f"options[{n + 1}].id", f"{option.id!r} stands twice. Give each option its own id."
            if option.text.casefold() in texts[:n]:
                yield f"options[{n + 1}].text", "is the text of another option."
            if option.missed and option.correct != "true":
                yield f"options[{n + 1}].missed", "fits only an option that is true."
        if all(option.correct != "false" for option in self.options):
            yield "options", "needs at least one option with correct: false, or picking all would be right."

    def references(self) -> Iterator[tuple[str, str]]:
        """Name every id that the question leans on: (key, id)."""
        yield from super().references()
        for n, option in enumerate(self.options, 1):
            for reference in option.evidence:
                yield f"options[{n}].evidence", reference

    def view(self) -> dict[str, Any]:
        """Return the options, without saying which are right."""
        return {"options": [{"id": option.id, "text": option.text} for option in self.options]}

    def reveal(self) -> dict[str, Any]:
        """Return which options are right and which are open."""
        return {"right": self.right, "open": [o.id for o in self.options if o.correct == "either"]}

    def printed(self) -> list[str]:
        """Return the options, a line each."""
        return [option.text for option in self.options]

    def _option(self, option_id: Any) -> Option:
        for option in self.options:
            if option.id == option_id:
                return option
        raise AnswerError("The question has changed since: an option that was picked is no longer there.")

    def _said(self, option: Option, text: str, tone: str) -> Feedback:
        return Feedback(text, tone, option.text, option.evidence or self.evidence)


@dataclass(frozen=True, kw_only=True)
class ChooseOne(_Choose):
    """One option of two to six; marked 1 or 0. Where contested, several readings are right."""

    kind: ClassVar[str] = "choose-one"
    ask: ClassVar[str] = "Choose one"

    options: tuple[Option, ...] = key(
        "two to six options in the order shown; exactly one true, or where contested two or more",
        several(group(Option), 2, 6),
    )

    def faults(self) -> Iterator[tuple[str, str]]:
        """Refuse a key that has no answer or too many."""
        yield from super().faults()
        if any(option.correct == "either" for option in self.options):
            yield "options", "has an option with correct: either; that is for choose-many."
        if not self.right:
            yield "options", "has no answer: no option has correct: true."
        elif len(self.right) > 1 and not self.contested:
            yield (
                "options",
                f"has {len(self.right)} options with correct: true. Keep one, or add contested: true.",
            )
        elif len(self.right) == 1 and self.contested:
            yield "options", "is contested, so two or more defensible readings need correct: true."
        if any(option.missed for option in self.options):
            yield "options", "uses missed, which is for choose-many."

    def understand(self, answer: Any) -> str:
        """Return the id of the option picked."""
        if not isinstance(answer, str):
            raise AnswerError("Choose one option.")
        return self._option(answer).id

    def marked(self, answer: str) -> Mark:
        """Mark the pick: all or nothing."""
        option = self._option(answer)
        if option.correct == "true":
            summary = "A defensible reading." if self.contested else "Your choice fits the evidence."
            return Mark(1.0, summary, (self._said(option, option.feedback, "full"),))
        summary = "This choice does not fit the evidence yet."
        return Mark(0.0, summary, (self._said(option, option.feedback, "none"),))


@dataclass(frozen=True, kw_only=True)
class ChooseMany(_Choose):
    """Any of two to eight options. Mark: (right picks - wrong picks) / right options, never below zero."""

    kind: ClassVar[str] = "choose-many"
    ask: ClassVar[str] = "Choose all that fit"

    options: tuple[Option, ...] = key(
        "two to eight options in the order shown; at least one true and one false",
        several(group(Option), 2, 8),
    )

    def faults(self) -> Iterator[tuple[str, str]]:
        """Refuse a key without an answer."""
        yield from super().faults()
        if not self.right:
            yield "options", "has no answer: no option has correct: true."

    def understand(self, answer: Any) -> list[str]:
        """Return the ids picked, in the order of the options; picking twice is picking once."""
        if not isinstance(answer, list) or not answer:
            raise AnswerError("Choose at least one option.")
        picked = [self._option(one).id for one in answer]
        return [option.id for option in self.options if option.id in picked]

    def marked(self, answer: list[str]) -> Mark:
        """Mark the picks; wrong ones subtract, so picking everything never earns full marks."""
        tones = {"true": "full", "false": "none", "either": "open"}
        picked = [self._option(one) for one in answer]
        said = tuple(self._said(option, option.feedback, tones[option.correct]) for option in picked)
        hits = sum(option.correct == "true" for option in picked)
        misses = sum(option.correct == "false" for option in picked)
        fraction = max(0.0, (hits - misses) / len(self.right))
        left_out = [o for o in self.options if o.correct == "true" and o.id not in answer]
        at_the_end = tuple(
            self._said(o, o.missed or "This one fits too and was left out; the worked answer says why.", "part")
            for o in left_out
        )
        return Mark(fraction, self._summary(hits, misses, len(left_out)), said, at_the_end)

    def _summary(self, hits: int, misses: int, left_out: int) -> str:
        if not left_out and not misses:
            return "Your picks fit the evidence, and none is left out."
        held = f"{hits} of your picks {'fits' if hits == 1 else 'fit'} the evidence" if hits else ""
        fell = f"{misses} {'does' if misses == 1 else 'do'} not" if misses else ""
        if hits and misses:
            found = f"{held}; {fell}."
        elif hits:
            found = f"{held}."
        else:
            found = "None of these picks fits the evidence yet." if misses else "Nothing here settles the matter yet."
        return f"{found} There is more to find." if left_out else found
