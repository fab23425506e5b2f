"""Answers to any question, made from its key: one that earns full marks, one that earns some, one that earns none.

Each kind offers likely answers; marking them decides which is which. So nothing here can disagree with the marking,
and a new kind needs one entry in OFFERS.
"""

from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Any

from helpers.exercises import dates
from helpers.exercises.marking import AnswerError
from helpers.exercises.question import MarkedQuestion, Question


def fraction(question: Question, answer: Any) -> float:
    """Return the share of the marks that an answer earns; of code, it runs."""
    assert isinstance(question, MarkedQuestion)
    return question.marked(question.understand(question.carried_out(answer))).fraction


def key_answer(question: Question) -> Any:
    """Return an answer that earns full marks; ValueError if none is found."""
    return _first(question, lambda share: share == 1, "full marks")


def wrong_answer(question: Question) -> Any:
    """Return an answer that earns nothing."""
    return _first(question, lambda share: share == 0, "nothing")


def part_answer(question: Question) -> Any | None:
    """Return an answer that earns a part of the marks; None where the kind gives all or nothing."""
    try:
        return _first(question, lambda share: 0 < share < 1, "a part")
    except ValueError:
        return None


def _first(question: Question, wanted: Callable[[float], bool], what: str) -> Any:
    for answer in OFFERS[question.kind](question):
        try:
            if wanted(fraction(question, answer)):
                return answer
        except AnswerError:
            continue
    raise ValueError(f"{question.id}: no answer found that earns {what}")


def versions(question: Question) -> list[Any]:
    """Return what a student saves of an open question, one version after the other."""
    if question.kind == "position":
        before = {"position": 2, "reason": "I see a cost in it and no use, as the first paper says."}
        after = {"position": 4, "reason": "The second paper shows the use.", "other_side": "It was dear all the same."}
        return [{"before": before}, {"before": before, "after": after}]
    if question.kind == "advise":
        seat = question.public()["seats"][0]
        cited = [one["id"] for one in seat["evidence"]][: question.public()["needed"]]
        advice = seat["options"][0]["id"]
        return [{"seat": seat["id"], "advice": advice, "reason": "The letter names the price.", "evidence": cited}]
    words = "The papers name one cause, and they name it in the year itself. What else there was, none of them says."
    first = {"text": words, "evidence": list(question.evidence[:2]), "checks": [1], "self": {}}
    criteria = [one["id"] for one in question.public()["criteria"]]
    return [first, {**first, "self": {name: 2 + n % 2 for n, name in enumerate(criteria)}}]


def _one(question: Any) -> Iterator[str]:
    yield from (option.id for option in question.options)


def _many(question: Any) -> Iterator[list[str]]:
    ids = [option.id for option in question.options]
    yield list(question.right)
    for size in (2, 1, *range(3, len(ids))):
        yield from map(list, combinations(ids, size))


def _order(question: Any) -> Iterator[list[str]]:
    right = list(question.right)
    yield right
    yield question.start()
    for n in range(len(right) - 1):
        yield [*right[:n], right[n + 1], right[n], *right[n + 2 :]]


def _place(question: Any) -> Iterator[Any]:
    def dated(years: float, date: str) -> str:
        day = dates.span(date).first
        cut = {"year": 4, "month": 7, "day": 10}[question.precision]
        months = day.year * 12 + day.month - 1 + round(years * 12)
        return f"{months // 12:04d}-{months % 12 + 1:02d}-{day.day:02d}"[:cut]

    for years in (0, 0.25, 0.5, 0.75, 1, 2, 3, 5, 8, -2, -4, 12, 20):
        if question.asks == "range":
            yield {"from": dated(-years, question.answer.start), "to": dated(years, question.answer.end)}
        else:
            start = question.answer if isinstance(question.answer, str) else question.answer.start
            yield dated(years, start)
            yield dated(-years, start)


def _pairs(question: Any) -> Iterator[dict[str, str]]:
    key: dict[str, str] = {one: there[0] for one, there in question.reveal()["right"].items()}
    places = list(question.places)
    # Where a choice serves only once, each item takes a right one that is still free.
    right: dict[str, str] = {}
    for one, there in question.reveal()["right"].items():
        right[one] = next((place for place in there if place not in right.values()), there[0])
    yield right
    yield key
    for turn in range(1, len(key)):
        given = list(right.values())
        yield dict(zip(right, given[turn:] + given[:turn], strict=True))
    for place in places:
        yield dict.fromkeys(key, place)
    for turn in range(1, len(places)):
        yield {one: places[(places.index(there) + turn) % len(places)] for one, there in right.items()}
    for one, two in combinations(right, 2):
        yield {**right, one: right[two], two: right[one]}
    for one in right:
        for place in places:
            yield {**right, one: place}


def _spans(question: Any) -> Iterator[list[list[int]]]:
    spans = sorted(list(span) for span in question.spans.values())
    yield spans
    yield spans[:1]
    for start, end in spans:
        yield [[start, max(start + 1, (start + end) // 2)]]
    free = [n for n in range(len(question.words)) if all(not a - 4 <= n < b + 4 for a, b in spans)]
    yield from ([[n, n + 1]] for n in free)


def _rows(question: Any) -> Iterator[list[str]]:
    right = list(question.answers[: question.pick])
    others = [row[0] for row in question.view()["rows"] if row[0] not in question.answers]
    near = [one.id for one in question.near]
    yield right
    yield (near + others)[: question.pick]
    yield right[:1]


def _code(question: Any) -> Iterator[dict[str, str]]:
    yield {"code": question.solution}
    if isinstance(question.value, tuple):
        yield {"code": f"({question.solution})[:1]" if "\n" not in question.solution else repr(question.value[0])}
        yield {"by_hand": str(question.value[0])}
    for one in question.wrong_values:
        yield {"code": repr(list(one.value) if isinstance(one.value, tuple) else one.value)}
    yield {"by_hand": "-123456789"}
    yield {"by_hand": "nothing of the kind"}


def _weights(question: Any) -> Iterator[dict[str, Any]]:
    ids = [item.id for item in question.items]
    bears = {item.id: list(item.bears[:1]) for item in question.items}
    stray = next(one for one in ("p01.s1", "p02.s1", "p03.s1") if all(one not in item.bears for item in question.items))
    weights = {name: max(1, 7 - 2 * n) for n, name in enumerate(ids)}
    yield {"weights": weights, "evidence": bears}
    yield {"weights": weights, "evidence": {name: [stray] for name in ids}}
    yield {"weights": weights, "evidence": {**bears, ids[0]: [stray]}}


# Kind -> answers worth a try, the right one first.
OFFERS: dict[str, Callable[[Any], Iterator[Any]]] = {
    "choose-one": _one,
    "choose-many": _many,
    "order": _order,
    "place-on-timeline": _place,
    "match": _pairs,
    "classify": _pairs,
    "highlight": _spans,
    "find-in-table": _rows,
    "code": _code,
    "weigh": _weights,
}
