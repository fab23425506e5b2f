"""Advise: decide on a day, with what was known on it; only then is told what followed. Never marked."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from helpers.exercises import dates
from helpers.exercises.given import group_in, ids_in, text_in
from helpers.exercises.knowable import TABLES, known_by
from helpers.exercises.marking import AnswerError
from helpers.exercises.question import REFERENCES, OpenQuestion
from helpers.exercises.reading import day, group, key, number, several, slug, text
from helpers.exercises.titles import title_of

PIECES = 4
LONGEST = 2_000  # characters of a reason
_CHANGED = "The exercise has changed since: this seat or this advice is no longer there."


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One advice that can be given from a seat."""

    id: str = key("small letters, digits and hyphens, unique in the seat", slug())
    text: str = key("the advice", text(words=(2, 40)))


@dataclass(frozen=True, kw_only=True)
class Seat:
    """A place from which to advise."""

    id: str = key("small letters, digits and hyphens, unique in the exercise", slug())
    name: str = key("its name", text(characters=40))
    brief: str = key("what stands on the desk there on that day", text(words=(10, 90)))
    options: tuple[Choice, ...] = key("two to four pieces of advice, each defensible", several(group(Choice), 2, 4))
    followed: str = key("what this side did next; shown once the advice is committed", text(words=(6, 90)))
    evidence: tuple[str, ...] = key("ids of what the briefing rests on, known by the day", REFERENCES)


@dataclass(frozen=True, kw_only=True)
class Advise(OpenQuestion):
    """Advice on a day, from one of several seats, with evidence known on that day; not marked by the machine.

    The advice is committed once and stays as it is. What followed is told only then, beside it. Evidence counts as
    known when its date is over: what is dated to a year is known when the year has ended.
    """

    kind: ClassVar[str] = "advise"
    ask: ClassVar[str] = "Advise, on that day"
    save: ClassVar[str] = "Commit my advice"
    final: ClassVar[bool] = True
    asks_confidence: ClassVar[bool] = True
    takes_evidence: ClassVar[bool] = True

    day: str = key("the day of the advice; only what is dated by then may be cited", day)
    seats: tuple[Seat, ...] = key("two to eight places from which to advise", several(group(Seat), 2, 8))
    after: tuple[str, ...] = key("ids of events that followed, shown once the advice is committed", REFERENCES)
    end: str = key("what ends the role, shown with what followed", text(words=(4, 60)))
    evidence_needed: int = key("how many pieces of evidence to cite, 1 to 4", number(1, PIECES), default=2)

    @property
    def known_until(self) -> str:
        """The last day whose evidence may be cited."""
        return self.day

    def faults(self) -> Iterator[tuple[str, str]]:
        """Refuse doubled ids."""
        yield from _doubled("seats", [seat.id for seat in self.seats])
        for n, seat in enumerate(self.seats, 1):
            yield from _doubled(f"seats[{n}].options", [one.id for one in seat.options])

    def proved(self) -> Iterator[tuple[str, str]]:
        """Name what the dates disprove: a briefing from the future, or a past that is said to have followed."""
        for n, seat in enumerate(self.seats, 1):
            for one in seat.evidence:
                if not known_by(self.day, one):
                    yield f"seats[{n}].evidence", f"names {one!r}, which could not be known on {self.day}."
        for one in self.after:
            if known_by(self.day, one):
                yield "after", f"names {one!r}, which did not follow: it was known by {self.day}."

    def references(self) -> Iterator[tuple[str, str]]:
        """Name every id that the question leans on: (key, id)."""
        yield from super().references()
        for n, seat in enumerate(self.seats, 1):
            for one in seat.evidence:
                yield f"seats[{n}].evidence", one
        for one in self.after:
            yield "after", one

    def view(self) -> dict[str, Any]:
        """Return the seats with their briefings; nothing of what followed."""
        return {
            "day": dates.in_words(self.day),
            "needed": self.evidence_needed,
            "pieces": PIECES,
            "tables": [table for table in TABLES if table != "debate"],
            "seats": [
                {
                    "id": seat.id,
                    "name": seat.name,
                    "brief": seat.brief,
                    "evidence": [title_of(one, self.day) for one in seat.evidence],
                    "options": [{"id": one.id, "text": one.text} for one in seat.options],
                }
                for seat in self.seats
            ],
        }

    def printed(self) -> list[str]:
        """Return the seats with their briefings and options, a line each."""
        lines = [f"The day: {dates.in_words(self.day)}. Choose a seat and one advice."]
        for seat in self.seats:
            lines += [f"**{seat.name}**: {seat.brief}", *(f"☐ {seat.name}: {one.text}" for one in seat.options)]
        return [*lines, "Because ________", f"Evidence known on that day ({self.evidence_needed} at least): ________"]

    def understand(self, answer: Any) -> dict[str, Any]:
        """Return {"seat", "advice", "reason", "evidence": ids}; evidence that was not known on the day is refused."""
        parts = {"seat", "advice", "reason", "evidence"}
        given = group_in(answer, parts, wanted="Choose a seat and an advice first.")
        seat = next((one for one in self.seats if one.id == given["seat"]), None)
        if seat is None or given["advice"] not in [one.id for one in seat.options]:
            raise AnswerError(_CHANGED if seat or isinstance(given["seat"], str) else "Choose a seat first.")
        cited = ids_in(given["evidence"], PIECES)
        if len(cited) < self.evidence_needed:
            raise AnswerError(f"Cite {self.evidence_needed} pieces of evidence that were known on that day.")
        for one in cited:
            if not known_by(self.day, one):
                name = title_of(one)["title"]
                raise AnswerError(f"“{name}” could not be known on {dates.in_words(self.day)}. Cite something earlier.")
        reason = text_in(given["reason"], "Give your reason in a sentence or two.", LONGEST)
        return {"seat": seat.id, "advice": given["advice"], "reason": reason, "evidence": cited}

    def next_version(self, saved: dict[str, Any] | None, answer: dict[str, Any]) -> dict[str, Any]:
        """Return the answer; what is committed stays as it is."""
        if saved is not None:
            raise AnswerError("Your advice is committed and stays as it is: now you know what followed.")
        return answer

    def taken(self, answer: Any, ids: list[str]) -> Any:
        """Return the draft with evidence added that was known on the day; None where none of it was."""
        fit = [one for one in ids if known_by(self.day, one)]
        if not fit:
            return None
        draft: dict[str, Any] = {"seat": None, "advice": None, "reason": "", "evidence": []}
        draft |= answer if isinstance(answer, dict) else {}
        cited = draft["evidence"] if isinstance(draft["evidence"], list) else []
        return {**draft, "evidence": list(dict.fromkeys([*cited, *fit]))[:PIECES]}

    def settled(self, answer: dict[str, Any]) -> bool:
        """Say whether nothing is left to be done: always, once it is committed."""
        return True

    def opened(self, answer: dict[str, Any]) -> dict[str, Any]:
        """Return what followed, for the seat that was chosen and for the others, and what ends the role."""
        return {
            "followed": {seat.id: seat.followed for seat in self.seats},
            "after": [title_of(one) for one in self.after],
            "end": self.end,
        }

    def summary(self, answer: dict[str, Any]) -> str:
        """Return what was saved, in one sentence."""
        return "Your advice is committed and stays as it is."


def _doubled(where: str, ids: list[str]) -> Iterator[tuple[str, str]]:
    for n, one in enumerate(ids):
        if one in ids[:n]:
            yield f"{where}[{n + 1}].id", f"{one!r} stands twice. Give each its own id."
