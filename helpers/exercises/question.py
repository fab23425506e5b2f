"""What every question has, whatever its kind: those with a key, and open ones that only a person can judge."""

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
ID = slug(r"[0-9]{2}(-[a-z0-9]+)+", "the lesson's two digits, a hyphen and a slug, such as 01-first-steps")

OBJECTIVE = slug(r"[0-9]{2}\.[1-9]", "a lesson and one of its objectives, such as 02.3")


@dataclass(frozen=True, kw_only=True)
class Question(ABC):
    """What every kind of exercise has."""

    kind: ClassVar[str]
    ask: ClassVar[str]  # the kind in a student's words
    asks_for_dates: ClassVar[bool] = False  # then the date of the evidence would give the key away
    takes_evidence: ClassVar[bool] = False  # from the tables, by a search box or collected elsewhere
    asks_confidence: ClassVar[bool] = True  # "how sure are you?" has no meaning where nothing is right or wrong

    id: str = key("the lesson's two digits, a hyphen and a slug; answers hang on it, so it never changes", ID)
    title: str = key("the card's heading, which does not give the answer away", text(characters=60))
    prompt: str = key("the question", text(words=(2, 80)))
    evidence: tuple[str, ...] = key("ids of what the answer rests on, shown with the feedback", REFERENCES)
    contested: bool = key(
        "true where the evidence does not close the question: reasoning and citation are marked, not the side",
        flag,
        default=False,
    )
    objective: str = key(
        "what it practises: a lesson's two digits, a dot and the number of the objective in that lesson's front matter",
        OBJECTIVE,
        default="",
    )
    # Where the question stands; the bank fills these. `recalled` is the lesson that asked it first, if asked again.
    lesson: str = ""
    place: int = 1
    of: int = 1
    line: int = 0
    recalled: str = ""

    def faults(self) -> Iterator[tuple[str, str]]:
        """Name what a single key cannot show: (key, what is wrong)."""
        yield from ()

    @abstractmethod
    def view(self) -> dict[str, Any]:
        """Return what the card of this kind needs; never the key, never feedback."""

    @abstractmethod
    def understand(self, answer: Any) -> Any:
        """Return the answer in its one true form, as the record holds it; raises AnswerError if it does not fit.

        It reads what students, old versions and broken files hand it, so it never runs anything.
        """

    @abstractmethod
    def printed(self) -> list[str]:
        """Return what one can pick from, a line each, for paper."""

    def carried_out(self, answer: Any) -> Any:
        """Do what the answer asks for when a student commits it, before `understand`; by default nothing.

        Raises AnswerError if that cannot be done.
        """
        return answer

    def asked(self, message: dict[str, Any]) -> dict[str, Any] | None:
        """Answer what the card of this kind asks between commits (`message["ask"]` says what); None: unknown."""
        return None

    def taken(self, answer: Any, ids: list[str]) -> Any:
        """Return a draft answer with evidence added that was collected elsewhere; None where there is no one place.

        answer : what stands in the card and is not committed, None if nothing
        ids : of rows or passages
        """
        return None

    @property
    def known_until(self) -> str:
        """The last day whose evidence may be cited; "" where all may be."""
        return ""

    def references(self) -> Iterator[tuple[str, str]]:
        """Name every id that the question leans on: (key, id)."""
        for reference in self.evidence:
            yield "evidence", reference

    def dated(self) -> Iterator[tuple[str, str, str]]:
        """Name every date that an event can prove: (key, event id, date as the author wrote it)."""
        yield from ()

    def proved(self) -> Iterator[tuple[str, str]]:
        """Name what the tables disprove: (key, what is wrong). Authors and CI ask this; a student's click does not."""
        yield from ()

    def public(self) -> dict[str, Any]:
        """Return all that a browser may know before an answer is committed."""
        return {
            "id": self.id,
            "kind": self.kind,
            "ask": self.ask,
            "asks_confidence": self.asks_confidence,
            "title": self.title,
            "prompt": self.prompt,
            "place": self.place,
            "of": self.of,
            "recalled": str(int(self.recalled[:2])) if self.recalled[:2].isdigit() else "",
            "contested": self.contested,
            **self.view(),
        }


@dataclass(frozen=True, kw_only=True)
class MarkedQuestion(Question):
    """A question whose answers are marked by its key: two tries, three hints, a worked answer."""

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

    @abstractmethod
    def marked(self, answer: Any) -> Mark:
        """Mark an answer that `understand` returned."""

    @abstractmethod
    def reveal(self) -> dict[str, Any]:
        """Return the key, as the card shows it when no try is left."""

    def public(self) -> dict[str, Any]:
        """Return all that a browser may know before an answer is committed."""
        return {**super().public(), "hints": list(self.hints), "marks": self.marks}


@dataclass(frozen=True, kw_only=True)
class OpenQuestion(Question):
    """A question that no machine marks, and that says so.

    Each commit is a new version; all are kept and the last one stands.
    """

    asks_confidence: ClassVar[bool] = False
    save: ClassVar[str]  # what stands on the button
    final: ClassVar[bool] = False  # what is saved once stays as it is

    def next_version(self, saved: Any, answer: Any) -> Any:
        """Return what is saved when `answer` follows the version saved last (None if it is the first).

        Both as `understand` returned them. Raises AnswerError where an earlier part may not change any more.
        """
        return answer

    @abstractmethod
    def opened(self, answer: Any) -> dict[str, Any] | None:
        """Return what opens to the student once this version is saved: samples, the earlier position, … or nothing."""

    @abstractmethod
    def summary(self, answer: Any) -> str:
        """Return one sentence on what was saved."""

    def settled(self, answer: Any) -> bool:
        """Say whether nothing is left to be done; the card then shows the answer instead of its fields."""
        return False

    def public(self) -> dict[str, Any]:
        """Return all that a browser may know before an answer is committed."""
        return {**super().public(), "save": self.save, "final": self.final}


def shuffled(ids: tuple[str, ...], seed: str) -> list[str]:
    """Shuffle ids the same way each time, so that a card looks the same when it is opened again.

    >>> sorted(shuffled(("a", "b", "c"), "01-x")) == ["a", "b", "c"]
    True
    """
    return sorted(ids, key=lambda one: hashlib.sha256(f"{seed}/{one}".encode()).digest())
