"""How long a lesson's core path takes: all before *Homework* and *Going further*, by one table.

Nobody's class is this table; it is there so that a lesson that grows is seen to grow, and the same for all lessons.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any, NamedTuple

from helpers import build
from helpers.exercises.question import Question
from lesson_check.finding import Finding
from lesson_check.known import Known
from lesson_check.source import Lesson

# Minutes to think and act, beside the reading.
BY_KIND = {
    "choose-one": 1.0,
    "choose-many": 1.5,
    "place-on-timeline": 1.5,
    "order": 3.0,
    "match": 3.0,
    "classify": 3.0,
    "highlight": 3.0,
    "find-in-table": 3.0,
    "code": 3.0,
    "weigh": 6.0,
    "advise": 6.0,
    "position": 2.0,
    "short-text": 4.0,
    "essay": 10.0,
}
AGAIN = 0.5  # the share of its time that an exercise takes when it is asked again word for word
FIGURE = 1.5
CLAIM, CLAIMS = 2.0, 3  # a claim of the ledger, and how many of them the path asks for
READING = 180  # words a minute
MOST = 50.0

_OFF_PATH = re.compile(r"^## (?:Homework|Going further)", re.MULTILINE)
_FIGURE = re.compile(r"^\s*(?:show|explore|membership_map)\(|^side_by_side\(", re.MULTILINE)
_LEDGER = re.compile(r"^ledger\((.*)\)$", re.MULTILINE)
_PAIRS = re.compile(r"^## .*\bpairs\b.*?\((\d+) minutes?\)", re.MULTILINE | re.IGNORECASE)


class Minutes(NamedTuple):
    """Where the minutes of a core path go."""

    reading: float
    exercises: float
    figures: float
    ledger: float
    talk: float
    words: int
    cards: int

    @property
    def total(self) -> float:
        """Return all of them."""
        return self.reading + self.exercises + self.figures + self.ledger + self.talk

    def __str__(self) -> str:
        """Say them in a line."""
        return (
            f"{self.total:.0f} minutes: reading {self.reading:.0f} ({self.words} words), exercises "
            f"{self.exercises:.0f} ({self.cards} cards), figures {self.figures:.1f}, ledger {self.ledger:.0f}, "
            f"talk {self.talk:.0f}"
        )


def minutes(lesson: Lesson, known: Known, questions: Iterable[Any]) -> Minutes:
    """Add up a lesson's core path.

    questions : the lesson's exercises; those that no cell before Homework shows are not counted
    """
    raw = lesson.page.raw
    off = _OFF_PATH.search(raw)
    end = off.start() if off else len(raw)
    path = raw[:end]
    shown = set(build.EXERCISE.findall(path))
    cards = [question for question in questions if question.id in shown]
    words = _count(lesson.page.prose[:end])
    words += sum(_count(passage.text) for passage in known.essay.passages if passage.id in build.PASSAGE.findall(path))
    listed = {word for found in build.WORDS.findall(path) for word in found.split()}
    words += sum(_count(f"{term.term} {term.definition}") for name, term in known.glossary.items() if name in listed)
    words += sum(_seen(card) for card in cards)
    return Minutes(
        reading=words / READING,
        exercises=sum(BY_KIND[card.kind] * (AGAIN if card.recalled else 1) for card in cards),
        figures=FIGURE * len(_FIGURE.findall(path)),
        ledger=CLAIM * CLAIMS * bool(_LEDGER.search(path)),
        talk=sum(float(found) for found in _PAIRS.findall(path)),
        words=words,
        cards=len(cards),
    )


def check(lesson: Lesson, known: Known, questions: Iterable[Any]) -> Iterator[Finding]:
    """Note a core path of more than fifty minutes."""
    found = minutes(lesson, known, questions)
    if found.total > MOST:
        yield lesson.page.advice(1, f"The path before Homework takes {found}. At most {MOST:.0f} are planned.")


def _count(text: str) -> int:
    return len(re.findall(r"[^\W_]+(?:['’.,-][^\W_]+)*", text))


def _seen(card: Question) -> int:
    """Count what a student reads on a card: the question, one feedback of average length, the worked answer."""
    feedback = [_count(text) for text in _texts(card, ("feedback", "missed"))]
    samples = getattr(card, "samples", ())
    parts = [card.title, card.prompt, *card.printed(), getattr(card, "worked", "")]
    parts += [samples[0].text, samples[0].comment] if samples else []
    return sum(map(_count, parts)) + (round(sum(feedback) / len(feedback)) if feedback else 0)


def _texts(part: Any, names: tuple[str, ...]) -> Iterator[str]:
    """Go through the texts of these names in an exercise and all its groups."""
    if is_dataclass(part):
        for one in fields(part):
            value = getattr(part, one.name)
            if one.name in names and isinstance(value, str):
                yield value
            else:
                yield from _texts(value, names)
    elif isinstance(part, tuple):
        for one in part:
            yield from _texts(one, names)
