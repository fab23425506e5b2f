"""A made-up class, so that a teacher sees what the notebook shows before anybody has handed in anything.

Its answers come from the exercises' own keys and wrong options; nobody wrote them.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Any

from helpers.exercises import dates
from helpers.exercises.bank import lesson_folders, load_exercises
from helpers.exercises.marking import AnswerError, mark
from helpers.exercises.question import MarkedQuestion, Question
from helpers.exercises.record_line import Attempt
from helpers.ledgers.claims import editors_of, every_claim
from helpers.ledgers.entries import PREFIX
from helpers.ledgers.verdicts import VERDICTS
from helpers.teacher.class_data import ClassFault, Gathered, Member, member_of
from helpers.teacher.keys import Key, course_name

_FIRST = "Ada Bo Cem Dana Emre Fay Goran Hana Ivo June Kofi Lea Mila Noor Otto Pia Quinn Rosa"
NAMES = tuple(f"{one} Madeup" for one in _FIRST.split())
SOURCE = "a made-up class: the names are invented, and so are the answers"
_FULL = 8  # exercises that make a lesson worth showing
_CLAIMS = 9
_TEXT = "Made-up words in the place of a student's text. They say nothing, and they stand here so that there are some."
_SECRET = "a made-up class has nothing to hide"
_START = datetime(2026, 1, 12, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class _Skill:
    """How a made-up student works. knows, dares : how often right, and how often sure, 0 to 1; left : begins early."""

    knows: float
    dares: float
    stops: float


def made_up(lesson: str | None = None) -> Gathered:
    """Return a made-up class, always the same for the same exercises.

    lesson : its folder's name or number; by default the first lesson with many exercises
    """
    questions = _questions(lesson)
    key = Key(course_name(), {one.id: one for one in questions}, title="Made-up class")
    chance = Random(20)
    hard = {one.id: chance.uniform(-0.3, 0.25) for one in questions}
    offers = {one.id: answers(one) for one in questions}
    members = [
        member_of(name, list(_attempts(questions, offers, hard, _skill(n), chance)), key)
        for n, name in enumerate(NAMES[:-2])
    ]
    members.append(Member(NAMES[-2], problem="holds a notebook but no answers", ask="the file that hand_in() makes"))
    members.append(Member(NAMES[-1], absent=True))
    return Gathered(key, tuple(members), _SECRET, SOURCE)


def _skill(n: int) -> _Skill:
    return _Skill(0.35 + (n * 7 % 16) / 27, 0.2 + (n * 5 % 11) / 16, 0.7 if n % 8 == 5 else 1.0)


def _questions(lesson: str | None) -> tuple[Question, ...]:
    folders = [one for one in lesson_folders() if lesson is None or lesson in (one.name, one.name[:2])]
    banks = [bank for one in folders if (bank := load_exercises(one))]
    if not banks:
        raise ClassFault(f'There are no exercises in lesson {lesson!r}. Give a lesson\'s number, such as "01".')
    return next((bank for bank in banks if len(bank) >= _FULL), max(banks, key=len))


def _attempts(
    questions: Sequence[Question],
    offers: dict[str, tuple[list[Any], list[Any]]],
    hard: dict[str, float],
    skill: _Skill,
    chance: Random,
) -> Iterator[Attempt]:
    """Yield what one made-up student saved, the first first."""
    now = _START + timedelta(minutes=chance.randrange(20))

    def saved(exercise: str, answer: Any, confidence: str, lesson: str = "") -> Attempt:
        nonlocal now
        now += timedelta(seconds=chance.randrange(30, 200))
        return Attempt(exercise, answer, confidence, lesson, at=now.isoformat().replace("+00:00", "Z"))

    for question in questions[: max(1, round(len(questions) * skill.stops))]:
        right, wrong = offers[question.id]
        if not right:
            continue
        knows = min(0.97, max(0.05, skill.knows - hard[question.id]))
        hit = chance.random() < knows or not wrong
        # The class is a little too sure of itself, as classes are.
        level = chance.random() + 0.25 * hit + 0.35 * (skill.dares - 0.5)
        sure = "sure" if level > 0.72 else "think" if level > 0.38 else "guess"
        # The first wrong answer on offer is the telling one, and draws the most.
        pick = right[0] if hit else wrong[min(int(chance.expovariate(0.9)), len(wrong) - 1)]
        yield saved(question.id, pick, sure if question.asks_confidence else "", question.lesson)
        if not hit and chance.random() < 0.7:
            second = right[0] if chance.random() < 0.6 else chance.choice(wrong)
            yield saved(question.id, second, "think", question.lesson)
    for claim in every_claim()[:_CLAIMS]:
        evidence = list(claim.events or claim.sources)[:1]
        if evidence and chance.random() < skill.stops - 0.1:
            agrees = chance.random() < skill.knows and editors_of(claim.id).verdict in VERDICTS
            verdict = editors_of(claim.id).verdict if agrees else chance.choice(list(VERDICTS)[:4])
            yield saved(f"{PREFIX}{claim.id}", {"verdict": verdict, "evidence": evidence, "note": ""}, "think")


def answers(question: Question) -> tuple[list[Any], list[Any]]:
    """Return answers to a question: those that are fully right, and others, the telling ones first.

    Empty where a kind is not known here: then the made-up class has not answered it. No code is run.
    """
    right: list[Any] = []
    wrong: list[Any] = []
    for offer in _OFFERS.get(question.kind, lambda _: iter(()))(question):
        try:
            answer = question.understand(offer)
            full = not isinstance(question, MarkedQuestion) or mark(question, offer).fraction == 1
        except AnswerError:
            continue
        (right if full else wrong).append(answer)
    return right, wrong


def _one(question: Any) -> Iterator[str]:
    yield from (option.id for option in question.options)


def _many(question: Any) -> Iterator[list[str]]:
    yield list(question.right)
    wrong = [option.id for option in question.options if option.correct == "false"]
    yield from ([*question.right, one] for one in wrong)
    yield from ([one for one in question.right if one != left] for left in question.right)
    yield from ([one] for one in wrong)


def _pairs(question: Any) -> Iterator[dict[str, str]]:
    right: dict[str, str] = {}
    for thing in question.things:
        # Where a place serves only once, each thing takes a right one that is still free.
        right[thing.id] = next((one for one in thing.right if one not in right.values()), thing.right[0])
    yield right
    telling = [(one.thing, one.place) for one in question.telling]
    for name, place in [*telling, *((thing.id, place) for thing in question.things for place in question.places)]:
        swapped = {one: right[name] if there == place else there for one, there in right.items()}
        yield {**right, name: place}
        yield {**swapped, name: place}


def _order(question: Any) -> Iterator[list[str]]:
    right = list(question.right)
    yield right
    for first, second in [*((one.first, one.second) for one in question.mix_ups), *pairwise(right)]:
        yield [second if one == first else first if one == second else one for one in right]


def _place(question: Any) -> Iterator[Any]:
    def moved(date: str, years: int) -> str:
        day = dates.span(date).first
        cut = {"year": 4, "month": 7, "day": 10}[question.precision]
        return day.replace(year=day.year + years, day=min(day.day, 28) if years else day.day).isoformat()[:cut]

    for years in (0, 2, -1, 4, -3, 1):
        if question.asks == "range":
            yield {"from": moved(question.answer.start, years), "to": moved(question.answer.end, years)}
        else:
            yield moved(question.answer if isinstance(question.answer, str) else question.answer.start, years)


def _spans(question: Any) -> Iterator[list[list[int]]]:
    spans = sorted(list(span) for span in question.spans.values())
    yield spans
    yield from ([*spans, list(question._span(decoy.quote))] for decoy in question.decoys)
    yield from ([list(question._span(decoy.quote))] for decoy in question.decoys)
    yield spans[:1]


def _rows(question: Any) -> Iterator[list[str]]:
    yield list(question.answers[: question.pick])
    yield from ([one.id] for one in question.near)
    yield from ([row[0]] for row in question.view()["rows"][:6])


def _code(question: Any) -> Iterator[dict[str, Any]]:
    for value in (question.value, *(one.value for one in question.wrong_values)):
        plain = list(value) if isinstance(value, tuple) else value
        yield {"code": question.solution, "value": plain, "error": ""}
    yield {"by_hand": "12345"}


def _weights(question: Any) -> Iterator[dict[str, Any]]:
    bears = {item.id: list(item.bears[:1]) for item in question.items}
    weights = {item.id: max(1, 7 - 2 * n) for n, item in enumerate(question.items)}
    yield {"weights": weights, "evidence": bears}
    for item in question.items:
        stray = [one for other in question.items for one in other.bears if one not in item.bears]
        yield {"weights": weights, "evidence": {**bears, item.id: stray[:1]}}


def _written(question: Any) -> Iterator[dict[str, Any]]:
    cited = list(question.evidence[: question.evidence_needed])
    yield {"text": _TEXT, "evidence": cited, "checks": [1], "self": {}}


def _position(question: Any) -> Iterator[dict[str, Any]]:
    yield {"before": {"position": 3, "reason": _TEXT}}


def _advice(question: Any) -> Iterator[dict[str, Any]]:
    for seat in question.seats:
        cited = list(seat.evidence[: question.evidence_needed])
        yield {"seat": seat.id, "advice": seat.options[0].id, "reason": _TEXT, "evidence": cited}


_OFFERS: dict[str, Callable[[Any], Iterator[Any]]] = {
    "choose-one": _one,
    "choose-many": _many,
    "match": _pairs,
    "classify": _pairs,
    "order": _order,
    "place-on-timeline": _place,
    "highlight": _spans,
    "find-in-table": _rows,
    "code": _code,
    "weigh": _weights,
    "short-text": _written,
    "essay": _written,
    "position": _position,
    "advise": _advice,
}
