"""Which wrong answer drew whom, with the feedback that stands beside it. Pure: a class in, findings out."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from helpers.exercises.marking import AnswerError, mark
from helpers.exercises.question import MarkedQuestion, Question
from helpers.lettering import shorten
from helpers.teacher.class_data import Gathered, Member
from helpers.teacher.marking import Row

_Says = Callable[[Any, Any], Iterator[tuple[str, str]]]
_LONGEST = 200  # characters of a wrong answer; a student may have written some of it
_LEFT_OUT = "It was left out."


@dataclass(frozen=True)
class Wrong:
    """One wrong answer. answer : in a reader's words; feedback : what the exercise says to it; who : their names."""

    answer: str
    feedback: str
    who: tuple[str, ...]


@dataclass(frozen=True)
class Drawn:
    """One exercise: how many answered, how many of them not fully right, and what drew them, the most drawn first."""

    question: Question
    answered: int
    off: int
    wrong: tuple[Wrong, ...]


def drawn(gathered: Gathered) -> list[Drawn]:
    """Return every marked exercise of a class with its wrong answers.

    In practice the first answer of each student counts, since feedback came after it; in a graded assignment, where
    there is none, the last one.
    """
    found = []
    for name, question in gathered.key.questions.items():
        if isinstance(question, MarkedQuestion):
            answers = [(one, answer) for one in gathered.readable if (answer := _answer(one, name, gathered))]
            found.append(_drawn(question, answers))
    return found


def _answer(member: Member, exercise: str, gathered: Gathered) -> Any:
    row: Row | None = member.rows.get(exercise)
    return None if row is None else row.counts if gathered.key.graded else row.first


def _drawn(question: MarkedQuestion, answers: Sequence[tuple[Member, Any]]) -> Drawn:
    picks: dict[tuple[str, str], list[str]] = {}
    answered = off = 0
    for member, given in answers:
        try:
            answer = question.understand(given)
            fraction = mark(question, given).fraction
        except AnswerError:
            continue
        answered += 1
        if fraction < 1:
            off += 1
            for pick in dict.fromkeys(wrong_parts(question, answer)):
                picks.setdefault(pick, []).append(member.name)
    wrong = [Wrong(said, feedback, tuple(who)) for (said, feedback), who in picks.items()]
    return Drawn(question, answered, off, tuple(sorted(wrong, key=lambda one: -len(one.who))))


def wrong_parts(question: MarkedQuestion, answer: Any) -> Iterator[tuple[str, str]]:
    """Yield what is wrong in an answer that earns less than all: (in words, the feedback on it).

    answer : as `understand` returned it
    """
    say: _Says = _PARTS.get(question.kind, _from_the_mark)
    parts = list(say(question, answer))
    yield from ((shorten(said, _LONGEST), feedback) for said, feedback in parts or _from_the_mark(question, answer))


def _options(question: Any, answer: Any) -> Iterator[tuple[str, str]]:
    picked = [answer] if isinstance(answer, str) else answer
    for option in question.options:
        if option.correct == "false" and option.id in picked:
            yield option.text, option.feedback
        elif option.correct == "true" and option.id not in picked and isinstance(answer, list):
            yield f"Left out: {option.text}", option.missed or _LEFT_OUT


def _places(question: Any, answer: Any) -> Iterator[tuple[str, str]]:
    told = {(one.thing, one.place): one.feedback for one in question.telling}
    for thing in question.things:
        place = answer[thing.id]
        if place not in thing.right:
            yield f"“{question.places[place]}” for: {thing.text}", told.get((thing.id, place), thing.wrong)


def _order(question: Any, answer: Any) -> Iterator[tuple[str, str]]:
    texts = {item.id: item.text for item in question.items}
    told = {(one.first, one.second): one.feedback for one in question.mix_ups}
    for first, second in question.pairs():
        if answer.index(second) < answer.index(first) and (first, second) in told:
            yield f"“{texts[second]}” before “{texts[first]}”", told[first, second]


def _date(question: Any, answer: Any) -> Iterator[tuple[str, str]]:
    marked = question.marked(answer)
    side = "early" if marked.summary.endswith("early.") else "late"
    yield f"Too {side}{', but close' if marked.fraction else ''}", getattr(question.feedback, side)


def _from_the_mark(question: MarkedQuestion, answer: Any) -> Iterator[tuple[str, str]]:
    """Yield what the mark itself says of the parts that do not hold; of the whole, where it says nothing of parts."""
    marked = question.marked(answer)
    said = [*marked.feedback, *marked.at_the_end]
    about = [one for one in said if one.tone != "full" and one.about]
    for one in about:
        # Of a weight, the cause and not the number: students who weigh it differently make the same mistake.
        yield re.sub(r" \(\d+ of \d+\)$", "", one.about), one.text
    if not about:
        yield marked.summary, next((one.text for one in said if one.tone != "full"), "")


_PARTS: dict[str, _Says] = {
    "choose-one": _options,
    "choose-many": _options,
    "match": _places,
    "classify": _places,
    "order": _order,
    "place-on-timeline": _date,
}
