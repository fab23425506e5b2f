"""Recall: an exercise of an earlier lesson, asked again under an id of its own."""

from dataclasses import dataclass, replace
from typing import ClassVar

from helpers.exercises.question import ID, MarkedQuestion
from helpers.exercises.reading import key


@dataclass(frozen=True, kw_only=True)
class Recall:
    """Names the exercise that is asked again; the bank puts that exercise in its place.

    It is the same question with the same key, under its own id: with tries, marks and a record of its own. Only
    exercises that are marked can be asked again, and only in a later lesson.
    """

    kind: ClassVar[str] = "recall"
    ask: ClassVar[str] = "An exercise of an earlier lesson"

    id: str = key("the lesson's two digits, a hyphen and a slug; answers hang on it, so it never changes", ID)
    original: str = key("the id of the exercise that is asked again, of an earlier lesson", ID, name="of")
    # Where it stands; the bank fills these. `at` is the line of the key `of`.
    lesson: str = ""
    place: int = 1
    of: int = 1
    line: int = 0
    at: int = 0

    def asks(self, question: MarkedQuestion) -> MarkedQuestion:
        """Return the earlier question as it is asked here."""
        return replace(
            question,
            id=self.id,
            recalled=question.lesson,
            lesson=self.lesson,
            place=self.place,
            of=self.of,
            line=self.line,
        )
