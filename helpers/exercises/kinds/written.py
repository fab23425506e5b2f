"""Short text and essay: the student's own words with evidence, judged by the student along the course's rubric."""
# ruff: noqa: RUF009 (key() returns a dataclass field, not a shared value)

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from helpers.exercises.given import group_in, ids_in, text_in, whole_in
from helpers.exercises.marking import AnswerError
from helpers.exercises.question import OpenQuestion
from helpers.exercises.reading import group, key, number, several, slug, text
from helpers.exercises.rubric import Criterion

_COMMENT = text(words=(3, 80))
PIECES = 8  # pieces of evidence that one text may cite
LEVELS = ("Beginning", "Developing", "Secure", "Expert")


@dataclass(frozen=True, kw_only=True)
class Words:
    """How long the text should be; a shorter or longer one is saved all the same."""

    least: int = key("the least number of words", number(5, 400), name="from")
    most: int = key("the greatest number of words", number(10, 400), name="to")

    def faults(self) -> Iterator[tuple[str, str]]:
        """Refuse a range that leaves no room."""
        if self.most <= self.least:
            yield "to", "must be greater than from."


@dataclass(frozen=True, kw_only=True)
class Sample:
    """A text by the authors to compare with."""

    label: str = key("what it is, such as A secure answer", text(characters=60))
    text: str = key("the sample itself", text(words=(5, 450), characters=4000))
    comment: str = key("why it is placed there", _COMMENT)


@dataclass(frozen=True, kw_only=True)
class Written(OpenQuestion):
    """What short texts and essays share."""

    save: ClassVar[str] = "Save my text"
    takes_evidence: ClassVar[bool] = True
    length: ClassVar[tuple[int, int]]  # between which an author may set `words`
    most_criteria: ClassVar[int]
    least_criteria: ClassVar[int]

    words: Words = key("from and to: the length asked for, in words", group(Words))
    checks: tuple[str, ...] = key(
        "two to five sentences that a student ticks when they are true of the text",
        several(text(words=(2, 30)), 2, 5, unlike=True),
    )
    criteria: tuple[str, ...] = key("ids of criteria in lessons/rubric.yml", several(slug(), 1, 4, unlike=True))
    samples: tuple[Sample, ...] = key(
        "one to three texts by the authors, shown once the student has saved one", several(group(Sample), 1, 3)
    )
    evidence_needed: int = key("how many pieces of evidence to cite, 0 to 5", number(0, 5), default=0)
    start: str = key("a beginning that the student may use", text(words=(1, 30)), default="")
    # The criteria as the rubric words them; the bank fills this.
    rubric: tuple[Criterion, ...] = ()

    def faults(self) -> Iterator[tuple[str, str]]:
        """Refuse a length or a number of criteria that is the other kind's."""
        least, most = self.length
        if not least <= self.words.least < self.words.most <= most:
            yield "words", f"must lie between {least} and {most} for {self.kind}."
        if not self.least_criteria <= len(self.criteria) <= self.most_criteria:
            yield "criteria", f"needs {self.least_criteria} to {self.most_criteria} criteria for {self.kind}."

    def view(self) -> dict[str, Any]:
        """Return what is asked for, and the criteria with the words of each level."""
        return {
            "words": {"from": self.words.least, "to": self.words.most},
            "needed": self.evidence_needed,
            "pieces": PIECES,
            "start": self.start,
            "checks": list(self.checks),
            "levels": list(LEVELS),
            "criteria": [{"id": one.id, "name": one.name, "levels": list(one.levels)} for one in self.rubric],
        }

    def printed(self) -> list[str]:
        """Return what is asked for, a line each."""
        lines = [f"Your text, {self.words.least} to {self.words.most} words"]
        if self.start:
            lines.append(f"You may begin: {self.start}")
        if self.evidence_needed:
            lines.append(f"Pieces of evidence to cite: {self.evidence_needed}")
        return [*lines, *(f"☐ {check}" for check in self.checks)]

    def understand(self, answer: Any) -> dict[str, Any]:
        """Return {"text", "evidence": ids, "checks": places ticked from 1, "self": {criterion: 1 to 4}}.

        A text of any length is kept. Ticks and criteria that an author has taken out since are left out: what a
        student wrote must not be lost by that.
        """
        given = group_in(answer, {"text"}, frozenset({"evidence", "checks", "self"}), "Write your text first.")
        ticked, judged = given.get("checks", []), given.get("self", {})
        if not isinstance(ticked, list) or not isinstance(judged, dict) or len(ticked) > 100 or len(judged) > 100:
            raise AnswerError("This answer does not fit the exercise.")
        places = {whole_in(one, 1, 100, "Tick the sentences in the list.") for one in ticked}
        levels = {
            str(one): whole_in(level, 1, len(LEVELS), "Place your text on one of the four levels.")
            for one, level in judged.items()
        }
        return {
            "text": text_in(given["text"], "Write your text first."),
            "evidence": ids_in(given.get("evidence", []), PIECES),
            "checks": sorted(place for place in places if place <= len(self.checks)),
            "self": {one: levels[one] for one in self.criteria if one in levels},
        }

    def taken(self, answer: Any, ids: list[str]) -> Any:
        """Return the draft with evidence added that was collected elsewhere, as far as there is room."""
        draft = {"text": "", "evidence": [], "checks": [], "self": {}, **(answer if isinstance(answer, dict) else {})}
        cited = draft["evidence"] if isinstance(draft["evidence"], list) else []
        return {**draft, "evidence": list(dict.fromkeys([*cited, *ids]))[:PIECES]}

    def opened(self, answer: dict[str, Any]) -> dict[str, Any]:
        """Return the samples."""
        return {
            "samples": [{"label": one.label, "text": one.text, "comment": one.comment} for one in self.samples],
        }

    def summary(self, answer: dict[str, Any]) -> str:
        """Return how long the text is and what it cites.

        Only a sentence of fact: whether the text is good, no machine says.
        """
        count, cited = len(answer["text"].split()), len(answer["evidence"])
        words = f"{count} {'word' if count == 1 else 'words'}"
        asked = f" (asked for: {self.words.least} to {self.words.most})"
        outside = not self.words.least <= count <= self.words.most
        pieces = f"{cited} {'piece' if cited == 1 else 'pieces'} of evidence"
        lacking = f" (asked for: {self.evidence_needed})" if cited < self.evidence_needed else ""
        return f"{words}{asked if outside else ''}, {pieces}{lacking}."


@dataclass(frozen=True, kw_only=True)
class ShortText(Written):
    """A few sentences of the student's own, 10 to 80 words; not marked by the machine."""

    kind: ClassVar[str] = "short-text"
    ask: ClassVar[str] = "Write a few sentences"
    length: ClassVar[tuple[int, int]] = (10, 80)
    least_criteria: ClassVar[int] = 1
    most_criteria: ClassVar[int] = 2


@dataclass(frozen=True, kw_only=True)
class Essay(Written):
    """A longer text of the student's own, 60 to 400 words; not marked by the machine."""

    kind: ClassVar[str] = "essay"
    ask: ClassVar[str] = "Write an essay"
    length: ClassVar[tuple[int, int]] = (60, 400)
    least_criteria: ClassVar[int] = 2
    most_criteria: ClassVar[int] = 4
