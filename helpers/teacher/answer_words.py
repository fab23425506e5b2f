"""An answer in words, as a reader sees it on a page: never an id where there is a text for it."""

from typing import Any

from helpers.exercises import dates
from helpers.exercises.question import Question
from helpers.exercises.titles import title_of
from helpers.exercises.values import in_words


def answer_words(question: Question, answer: Any) -> list[str]:
    """Return an answer, one line a part. It is what `understand` returned, so it fits the question.

    The lines are plain text and hold whatever the student wrote: whoever puts them on a page escapes them.
    """
    say = _SAYS.get(question.kind)
    return say(question, answer) if say else [str(answer)]


def _texts(question: Question, part: str) -> dict[str, str]:
    return {entry["id"]: entry["text"] for entry in question.public()[part]}


def _evidence(ids: list[str]) -> str:
    return "; ".join(title_of(one)["title"] for one in ids)


def _one(question: Question, answer: Any) -> list[str]:
    return [_texts(question, "options")[answer]]


def _many(question: Question, answer: Any) -> list[str]:
    texts = _texts(question, "options")
    return [texts[one] for one in answer]


def _order(question: Question, answer: Any) -> list[str]:
    texts = _texts(question, "items")
    return [f"{n}. {texts[one]}" for n, one in enumerate(answer, 1)]


def _pairs(question: Any, answer: Any) -> list[str]:
    return [f"{thing.text} → {question.places[answer[thing.id]]}" for thing in question.things]


def _date(question: Question, answer: Any) -> list[str]:
    if isinstance(answer, dict):
        return [f"{dates.in_words(answer['from'])} to {dates.in_words(answer['to'])}"]
    return [dates.in_words(answer)]


def _words(question: Any, answer: Any) -> list[str]:
    return [f"“{question._text(start, end)}”" for start, end in answer]


def _rows(question: Any, answer: Any) -> list[str]:
    return [question._name(one) for one in answer]


def _code(question: Question, answer: Any) -> list[str]:
    if "by_hand" in answer:
        return [f"By hand: {answer['by_hand']}"]
    gave = f"gave {in_words(answer['value'])}" if answer["value"] is not None else f"stopped: {answer['error']}"
    return [*answer["code"].splitlines(), f"It {gave}."]


def _weights(question: Any, answer: Any) -> list[str]:
    said = []
    for item in question.items:
        cited = _evidence(answer["evidence"].get(item.id, []))
        said.append(f"{item.text}: {answer['weights'][item.id]} of 10{f', by {cited}' if cited else ''}")
    return said


def _written(question: Question, answer: Any) -> list[str]:
    cited = [f"Evidence cited: {_evidence(answer['evidence'])}"] if answer["evidence"] else []
    judged = [f"Own judgement: {name} {level}" for name, level in answer["self"].items()]
    return [*answer["text"].splitlines(), *cited, *judged]


def _position(question: Question, answer: Any) -> list[str]:
    lines = []
    for when in ("before", "after"):
        if given := answer.get(when):
            lines.append(f"{when.capitalize()}: {given['position']} of 5. {given['reason']}")
            if given.get("other_side"):
                lines.append(f"The best reason of the other side: {given['other_side']}")
    return lines


def _advice(question: Any, answer: Any) -> list[str]:
    seat = next(one for one in question.seats if one.id == answer["seat"])
    advice = next(one for one in seat.options if one.id == answer["advice"])
    return [f"From {seat.name}: {advice.text}", answer["reason"], f"Evidence cited: {_evidence(answer['evidence'])}"]


_SAYS = {
    "choose-one": _one,
    "choose-many": _many,
    "order": _order,
    "match": _pairs,
    "classify": _pairs,
    "place-on-timeline": _date,
    "highlight": _words,
    "find-in-table": _rows,
    "code": _code,
    "weigh": _weights,
    "short-text": _written,
    "essay": _written,
    "position": _position,
    "advise": _advice,
}
