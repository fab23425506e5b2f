"""Answer in, marks and feedback out. Pure: no widget, no file, no clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from helpers.exercises.question import MarkedQuestion

CONFIDENCES = ("guess", "think", "sure")
TRY_WORTH = (1.0, 0.5)  # what the first and the second try count; later ones count nothing


class AnswerError(ValueError):
    """An answer that does not fit its question, for instance because the question changed since."""


@dataclass(frozen=True)
class Feedback:
    """What a student reads about one part of an answer.

    tone : "full", "part", "none" or "open" (nobody can close the matter)
    about : the part in the student's words, "" if it is the whole answer
    evidence : ids of events, sources, claims, documents or passages
    """

    text: str
    tone: str
    about: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mark:
    """What one answer is worth, before tries are counted.

    fraction : 0 to 1
    summary : one sentence that says how much of the answer holds
    feedback : to be read at once; at_the_end : what would give the key away before the last try
    """

    fraction: float
    summary: str
    feedback: tuple[Feedback, ...]
    at_the_end: tuple[Feedback, ...] = ()

    @property
    def tone(self) -> str:
        """Name the mark's tone: "full", "part" or "none"."""
        return "full" if self.fraction == 1 else "part" if self.fraction > 0 else "none"


@dataclass(frozen=True)
class Score:
    """What all tries together are worth."""

    marks: float
    max: int
    tries: int
    finished: bool


def mark(question: "MarkedQuestion", answer: Any) -> Mark:
    """Mark one answer by the question's key.

    answer : as the student gave it and as the record holds it (plain lists, texts, dicts)
    Raises AnswerError if the answer does not fit the question.
    """
    return question.marked(question.understand(answer))


def score(question: "MarkedQuestion", fractions: Sequence[float]) -> Score:
    """Score the tries: the first counts whole, the second half, the better one stands, later ones count nothing.

    fractions : the worth of each try in the order in which they were made, 0 to 1 each
    """
    counted = [worth * fraction for worth, fraction in zip(TRY_WORTH, fractions, strict=False)]
    finished = len(fractions) >= len(TRY_WORTH) or any(fraction == 1 for fraction in fractions)
    best = max(counted, default=0.0)
    return Score(round(best * question.marks, 2), question.marks, min(len(fractions), len(TRY_WORTH)), finished)
