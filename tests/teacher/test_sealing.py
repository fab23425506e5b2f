"""A sealed question holds nothing that tells the right answer from the others: not in words, names, order or length."""

import json
from collections import Counter
from dataclasses import replace

import pytest

from helpers.exercises.kinds import KINDS
from helpers.exercises.marking import AnswerError
from helpers.exercises.sealed import unsealed
from helpers.teacher.sealing import LISTS, neutral, renamed_back, sealed
from tests.kit.tries import OFFERS, key_answer


def turned(values):
    return (*values[1:], values[0])


def other_keys(question):
    """The same question with another key: what a student sees is the same, what is right is not."""
    kind = question.kind
    if kind in ("choose-one", "choose-many"):
        rights = turned([one.correct for one in question.options])
        options = zip(question.options, rights, strict=True)
        yield replace(question, options=tuple(replace(one, correct=right) for one, right in options))
        yield replace(question, options=question.options[::-1])
    elif kind == "order":
        yield replace(question, items=question.items[::-1], ties=(), mix_ups=())
    elif kind == "match":
        rights = turned([one.goes_with for one in question.items])
        pairs = zip(question.items, rights, strict=True)
        yield replace(question, items=tuple(replace(one, goes_with=right) for one, right in pairs))
        yield replace(question, choices=question.choices[::-1])
    elif kind == "classify":
        rights = turned([one.bin for one in question.cards])
        pairs = zip(question.cards, rights, strict=True)
        yield replace(question, cards=tuple(replace(one, bin=right) for one, right in pairs))
        yield replace(question, cards=question.cards[::-1])
    elif kind == "highlight":
        yield replace(question, find=question.find[:1])
    elif kind == "find-in-table":
        shown = [row[""] for row in question.shown()]
        yield replace(question, answers=tuple(one for one in shown if one not in question.answers)[: question.pick])
    elif kind == "code":
        wanted = question.value
        yield replace(question, value=turned(wanted) if isinstance(wanted, tuple) else type(wanted)(wanted * 2))
    elif kind == "place-on-timeline":
        yield replace(question, answer=f"{question.track.start}", also=(), asks=question.asks)
    elif kind == "weigh":
        bears = turned([one.bears for one in question.items])
        pairs = zip(question.items, bears, strict=True)
        yield replace(question, items=tuple(replace(one, bears=one_bears) for one, one_bears in pairs))
    if hasattr(question, "worked"):
        yield replace(
            question,
            worked="Another worked answer.",
            hints=("a", "b", "c"),
            sure_and_wrong="Other words.",
            evidence=("x",),
        )
    else:
        yield replace(question, evidence=("x",))


def test_every_kind_says_what_of_it_is_renamed():
    """A new kind cannot be graded before somebody has thought of what in it could tell."""
    assert set(LISTS) == set(KINDS)


def test_with_another_key_a_question_is_sealed_to_the_same_bytes(bank):
    kinds = set()
    for question in bank.values():
        kinds.add(question.kind)
        view, _ = sealed(question, "a secret")
        for other in other_keys(question):
            assert other != question
            assert json.dumps(sealed(other, "a secret")[0]) == json.dumps(view), question.id
    assert kinds >= set(OFFERS)


def test_names_have_one_length_and_no_secret_means_no_name(bank):
    for question in bank.values():
        _, names = sealed(question, "one")
        assert {len(name) for name in names} <= {6}
        _, others = sealed(question, "two")
        assert not set(names) & set(others) or not names
        assert sorted(names.values()) == sorted(others.values())


def test_the_right_option_stands_in_every_place_alike(bank):
    """Over many secrets no place is likelier than another: 400 draws among n, far outside chance fails."""
    for name in ("01-kind", "02-match"):
        question = bank[name]
        part = {"01-kind": "options", "02-match": "choices"}[name]
        right = key_answer(question) if name == "01-kind" else next(iter(key_answer(question).values()))
        places: Counter[int] = Counter()
        for n in range(400):
            view, names = sealed(question, f"secret {n}")
            places[next(i for i, one in enumerate(view[part]) if names[one["id"]] == right)] += 1
        expected = 400 / len(view[part])
        assert len(places) == len(view[part])
        assert all(abs(count - expected) < 5 * expected**0.5 for count in places.values()), places


def test_answers_come_back_in_the_authors_names(bank):
    for question in bank.values():
        if not hasattr(question, "marks"):
            continue
        _, names = sealed(question, "s")
        answer = question.understand(question.carried_out(key_answer(question)))
        to_neutral = {own: name for name, own in names.items()}
        given = json.loads(json.dumps(answer))
        if names:
            for own, name in to_neutral.items():
                given = json.loads(json.dumps(given).replace(f'"{own}"', f'"{name}"'))
        assert renamed_back(question.kind, given, names) == answer, question.id


@pytest.mark.parametrize("answer", [None, 3, "x", [], {}, ["kind"], {"a": "b"}, [[]], {"weights": 3}])
def test_a_name_that_was_not_given_is_no_answer(answer):
    names = {neutral("s", "a"): "a"}
    for kind in ("choose-one", "choose-many", "order", "match", "classify", "weigh"):
        try:
            back = renamed_back(kind, answer, names)
        except AnswerError:
            continue
        assert back in ([], {}), "only an empty answer passes, and the question itself refuses that"


def test_a_sealed_card_takes_answers_and_tells_nothing(bank):
    from helpers.exercises.standing import shown, sort_out
    from tests.teacher.conftest import attempt

    for question in bank.values():
        view, _ = sealed(question, "s")
        card = unsealed(json.loads(json.dumps(view)), "01-clocks@x", 1, 3)
        public = card.public()
        assert public["kind"] == question.kind
        assert not {"hints", "marks", "worked", "reveal"} & set(public)
        if question.kind == "position":
            continue  # it has no key, and its card works as in practice
        answer = (
            {"code": "1 + 1", "value": 2, "error": ""} if question.kind == "code" else {"text": "Some words.", "x": []}
        )
        tried = attempt(card, answer, "sure")
        valid, stale = sort_out(card, [tried])
        state = shown(card, valid)
        assert stale == 0
        assert state["worked"] is None
        assert state["marks"] == ""
        assert not state["finished"]
        assert state["reveal"] in (None, {"samples": []})


def test_a_sealed_code_exercise_runs_in_the_students_own_kernel(bank):
    view, _ = sealed(bank["02-count"], "s")
    card = unsealed(view, "02-closed@x", 1, 1)
    assert card.carried_out({"code": "20 + 1"})["value"] == 21
    assert card.asked({"ask": "run", "code": "2 * 3"})["value"] == "6"
