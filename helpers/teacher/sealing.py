"""What a graded bundle may hold of a question: what the card shows before an answer, and not one thing more.

It starts from `Question.public`, which never holds a key, and takes away hints and marks. Three things could still
tell: the author's ids ("hindsight" is hardly right), their order in the file, and an order that a card mixed with the
key in mind. So all that can be picked gets a neutral name, made from a secret on the teacher's side, and stands in
the order of these names, which has nothing to do with the key.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from helpers.exercises.marking import AnswerError
from helpers.exercises.question import Question

HELD_BACK = ("hints", "marks", "save", "final")  # the last two are the card's own to say
_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"  # no l, o, 0, 1: a teacher may have to read one out
_LENGTH = 6


@dataclass(frozen=True)
class Shown:
    """A list of a card that holds ids. mixed : its order is no part of the question."""

    name: str
    mixed: bool


# What one can pick from, by kind. Kinds that name rows, words, dates or values have nothing to rename.
LISTS: Mapping[str, tuple[Shown, ...]] = {
    "choose-one": (Shown("options", True),),
    "choose-many": (Shown("options", True),),
    "order": (Shown("items", True),),
    "match": (Shown("items", False), Shown("choices", True)),
    "classify": (Shown("bins", False), Shown("cards", True)),
    "weigh": (Shown("items", False),),
    "place-on-timeline": (),
    "highlight": (),
    "find-in-table": (),
    "code": (),
    "short-text": (),
    "essay": (),
    "position": (),
    "advise": (),  # no advice is right; what followed is no part of the card until one is committed
}


class CannotSeal(ValueError):
    """A question that cannot be graded; the message says why."""


def sealed(question: Question, secret: str) -> tuple[dict[str, Any], dict[str, str]]:
    """Return what a graded bundle holds of a question, and the names in it: neutral name to the author's id.

    secret : stays in the key file; without it the names say nothing
    """
    if question.kind not in LISTS:
        raise CannotSeal(f"{question.id}: exercises of the kind {question.kind} cannot be graded yet.")
    view = {name: value for name, value in question.public().items() if name not in HELD_BACK}
    names: dict[str, str] = {}
    for shown in LISTS[question.kind]:
        entries = []
        for entry in view[shown.name]:
            name = neutral(secret, f"{question.id}/{shown.name}/{entry['id']}")
            names[name] = entry["id"]
            entries.append({**entry, "id": name})
        view[shown.name] = sorted(entries, key=lambda one: one["id"]) if shown.mixed else entries
    if len(names) < sum(len(view[shown.name]) for shown in LISTS[question.kind]):
        raise CannotSeal(f"{question.id}: two neutral names fell together by chance. Run the command again.")
    view["printed"] = _printed(question, view)
    if question.known_until:
        view["known_until"] = question.known_until
    return view, names


def neutral(secret: str, thing: str) -> str:
    """Return a name that says nothing to whoever lacks the secret; always of one length.

    >>> len(neutral("s", "01-x/options/a")), neutral("s", "a") == neutral("t", "a")
    (6, False)
    """
    digest = hmac.new(secret.encode(), thing.encode(), hashlib.sha256).digest()
    return "".join(_LETTERS[byte % len(_LETTERS)] for byte in digest[:_LENGTH])


def _printed(question: Question, view: Mapping[str, Any]) -> list[str]:
    """Return the lines for paper in the order of the sealed card, since the author's order may tell."""
    if question.kind in ("choose-one", "choose-many", "order"):
        (shown,) = LISTS[question.kind]
        return [entry["text"] for entry in view[shown.name]]
    if question.kind == "match":
        lines = [f"{item['text']}: ____" for item in view["items"]]
        return lines + [f"{chr(65 + n)}. {choice['text']}" for n, choice in enumerate(view["choices"])]
    if question.kind == "classify":
        bins = "   ".join(f"☐ {one['text']}" for one in view["bins"])
        return [f"{card['text']}   {bins}" for card in view["cards"]]
    return question.printed()


def renamed_back(kind: str, answer: Any, names: Mapping[str, str] | None) -> Any:
    """Return an answer with the author's ids in place of the neutral names; raises AnswerError for a name not given.

    names : of the key; None or {} where nothing was renamed
    """
    if not names:
        return answer

    def back(name: Any) -> str:
        if not isinstance(name, str) or name not in names:
            raise AnswerError("The answer names something that this assignment does not have.")
        return names[name]

    if kind == "choose-one":
        return back(answer)
    if kind in ("choose-many", "order"):
        if not isinstance(answer, list):
            raise AnswerError("The answer is no list.")
        return [back(one) for one in answer]
    if not isinstance(answer, dict):
        raise AnswerError("The answer is no group.")
    if kind in ("match", "classify"):
        return {back(one): back(place) for one, place in answer.items()}
    if kind == "weigh":
        return {part: _keys_back(given, back) for part, given in answer.items()}
    raise AnswerError("This kind of exercise has no neutral names.")


def _keys_back(given: Any, back: Any) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise AnswerError("The answer is no group.")
    return {back(one): value for one, value in given.items()}
