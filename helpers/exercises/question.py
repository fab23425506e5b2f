"""What every question has, whatever its kind."""

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from helpers.exercises.marking import Mark
from helpers.exercises.reading import flag, key, number, several, slug, text

FEEDBACK = text(words=(6, 60))
# Events, sources, claims, documents and passages all have ids of this make ("p04", "p04.s2", "1999-03-12-some-event").
REFERENCE = slug(r"[a-zA-Z0-9]+([-._][a-zA-Z0-9]+)*", "letters, digits, hyphens and dots")
REFERENCES = several(REFERENCE, 1, 12, unlike=True)


@dataclass(frozen=True, kw_only=True)
class Question(ABC):
    """What every kind of exercise has."""

    kind: ClassVar[str]
    ask: ClassVar[str]  # the kind in a student's words
    asks_for_dates: ClassVar[bool] = False  # then the date of the evidence would give the key away

    id: str = key(
        "the lesson's two digits, a hyphen and a slug; answers hang on it, so it never changes",
        slug(r"[0-9]{2}(-[a-z0-9]+)+", "the lesson's two digits, a hyphen and a slug, such as 01-first-steps"),
    )
    title: str = key("the card's heading, which does not give the answer away", text(characters=60))
    prompt: str = key("the question", text(words=(2, 80)))
    evidence: tuple[str, ...] = key("ids of what the answer rests on, shown with the feedback", REFERENCES)
    hints: tuple[str, ...] = key(
        "three texts: where to look, what to compare, a partial model",
        several(text(words=(3, 60)), 3, 3, unlike=True),
    )
    sure_and_wrong: str = key(
        "the fuller explanation for who was sure and wrong; does not name the answer, a try is still left",
        text(words=(10, 90)),
    )
    worked: str = key("the worked answer, shown at the end", text(words=(5, 120)))
    marks: int = key("the marks for a full answer at the first try", number(1, 20), default=2)
    contested: bool = key(
        "true where the evidence does not close the question: reasoning and citation are marked, not the side",
        flag,
        default=False,
    )
    # Where the question stands; the bank fills these.
    lesson: str = ""
    place: int = 1
    of: int = 1
    line: int = 0

    def faults(self) -> Iterator[tuple[str, str]]:
        """Name what a single key cannot show: (key, what is wrong)."""
        yield from ()

    @abstractmethod
    def view(self) -> dict[str, Any]:
        """Return what the card of this kind needs; never the key, never feedback."""

    @abstractmethod
    def understand(self, answer: Any) -> Any:
        """Return the answer in its one true form; raises AnswerError if it does not fit."""

    @abstractmethod
    def marked(self, answer: Any) -> Mark:
        """Mark an answer that `understand` returned."""

    @abstractmethod
    def reveal(self) -> dict[str, Any]:
        """Return the key, as the card shows it when no try is left."""

    @abstractmethod
    def printed(self) -> list[str]:
        """Return what one can pick from, a line each, for paper."""

    def references(self) -> Iterator[tuple[str, str]]:
        """Name every id that the question leans on: (key, id)."""
        for reference in self.evidence:
            yield "evidence", reference

    def dated(self) -> Iterator[tuple[str, str, str]]:
        """Name every date that an event can prove: (key, event id, date as the author wrote it)."""
        yield from ()

    def public(self) -> dict[str, Any]:
        """Return all that a browser may know before an answer is committed."""
        return {
            "id": self.id,
            "kind": self.kind,
            "ask": self.ask,
            "title": self.title,
            "prompt": self.prompt,
            "place": self.place,
            "of": self.of,
            "hints": list(self.hints),
            "contested": self.contested,
            "marks": self.marks,
            **self.view(),
        }


def shuffled(ids: tuple[str, ...], seed: str) -> list[str]:
    """Shuffle ids the same way each time, so that a card looks the same when it is opened again.

    >>> sorted(shuffled(("a", "b", "c"), "01-x")) == ["a", "b", "c"]
    True
    """
    return sorted(ids, key=lambda one: hashlib.sha256(f"{seed}/{one}".encode()).digest())
