"""Weigh, short text, essay and position: what counts as an answer, what is marked, and what never is."""

import random
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers.exercises.bank import load_exercises
from helpers.exercises.marking import AnswerError, mark
from helpers.exercises.printing import in_html, in_text
from helpers.exercises.question import MarkedQuestion, OpenQuestion
from helpers.exercises.standing import shown, sort_out

from .conftest import FIXTURES
from .test_marking import anything

BANK = {q.id: q for q in load_exercises(FIXTURES / "lessons" / "03-open")}
WEIGH, SHORT, ESSAY, STAND = (BANK[f"03-{name}"] for name in ("why-late", "in-a-sentence", "essay", "stand"))
PAPERS = ["tower-1921", "letter-1923", "bell-1924", "feast-1930", "p01.s1"]
KEY = {"cost": ["letter-1923"], "rail": ["bell-1924"], "mayor": ["feast-1930"]}
cited = st.lists(st.sampled_from(PAPERS), min_size=1, max_size=3, unique=True)
weighings = st.fixed_dictionaries(
    {
        "weights": st.fixed_dictionaries({item.id: st.integers(0, 10) for item in WEIGH.items}).filter(
            lambda weights: sum(map(bool, weights.values())) >= 2
        ),
        "evidence": st.fixed_dictionaries({item.id: cited for item in WEIGH.items}),
    }
)


def weighing(cost=0, rail=0, mayor=0, /, **evidence):
    return {"weights": {"cost": cost, "rail": rail, "mayor": mayor}, "evidence": {**KEY, **evidence}}


# ---------------------------------------------------------------- weigh


@given(weighings)
def test_a_weighing_is_never_below_zero_and_never_above_the_maximum(answer):
    marked = mark(WEIGH, answer)
    assert 0 <= marked.fraction <= 1
    assert all(6 <= len(one.text.split()) <= 60 for one in (*marked.feedback, *marked.at_the_end))
    assert (marked.fraction == 1) <= (not marked.at_the_end)


@given(weighings, st.randoms())
def test_the_order_of_evidence_does_not_matter(answer, mixed):
    turned = {one: mixed.sample(ids, len(ids)) for one, ids in answer["evidence"].items()}
    assert mark(WEIGH, {**answer, "evidence": turned}) == mark(WEIGH, answer)


@given(weighings)
def test_whatever_the_weights_evidence_that_bears_earns_full_marks(answer):
    assert mark(WEIGH, {**answer, "evidence": KEY}).fraction == 1


@given(weighings)
def test_the_same_evidence_everywhere_earns_no_more_than_what_it_bears_on(answer):
    everywhere = {item.id: ["letter-1923"] for item in WEIGH.items}
    weights = answer["weights"]
    expected = weights["cost"] / sum(weights.values())
    assert mark(WEIGH, {"weights": weights, "evidence": everywhere}).fraction == pytest.approx(expected)


def test_a_weighing_by_hand():
    assert mark(WEIGH, weighing(6, 3, 1)).fraction == 1
    part = mark(WEIGH, weighing(6, 3, 1, rail=["tower-1921"]))
    assert part.fraction == pytest.approx(0.7)
    assert part.summary == "7 of your 10 points of weight rest on evidence that bears on them."
    assert [one.tone for one in part.feedback] == ["part", "full", "none", "full"]
    assert mark(WEIGH, weighing(6, 3, cost=["p01.s1"], rail=["p01.s1"])).fraction == 0


def test_before_the_second_try_nothing_says_what_would_have_borne():
    first = mark(WEIGH, weighing(6, 3, rail=["tower-1921"]))
    told = str(first.feedback)
    assert "freight note" not in told
    assert "bell-1924" not in told
    assert "bell-1924" in str(first.at_the_end)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (weighing(5), "at least two"),
        (weighing(5, 5, rail=[]), "“The way by rail” has a weight but no evidence"),
        (weighing(5, 5, rail=PAPERS[:4]), "at most 3"),
        (weighing(5, 11), "from 0 to 10"),
        (weighing(5, 5.0), "from 0 to 10"),
        (weighing(5, True), "from 0 to 10"),
        ({"weights": {"cost": 5, "rail": 5}, "evidence": KEY}, "changed since"),
        ({"weights": {"cost": 5, "rail": 5, "mayor": 0, "king": 9}, "evidence": KEY}, "changed since"),
        (weighing(5, 5, king=["p01"]), "changed since"),
    ],
)
def test_a_weighing_that_lacks_something_says_what(answer, words):
    with pytest.raises(AnswerError, match=words):
        mark(WEIGH, answer)


def test_evidence_of_what_has_no_weight_is_left_out():
    assert WEIGH.understand(weighing(5, 5))["evidence"].keys() == {"cost", "rail"}


# ---------------------------------------------------------------- short text and essay


@given(
    st.text(min_size=1).filter(str.strip),
    st.lists(st.sampled_from(PAPERS)),
    st.lists(st.integers(1, 9)),
    st.dictionaries(st.sampled_from(["claim", "evidence", "style"]), st.integers(1, 4)),
)
def test_what_was_understood_is_understood_again_as_it_stands(text, evidence, checks, judged):
    try:
        once = ESSAY.understand({"text": text, "evidence": evidence, "checks": checks, "self": judged})
    except AnswerError:
        return  # nothing but unseen signs
    assert ESSAY.understand(once) == once
    once["text"].encode("utf-8")
    assert set(once["self"]) <= {"claim", "evidence"}


def test_a_text_of_any_length_is_kept_and_its_length_told():
    short = SHORT.understand({"text": "Too dear."})
    assert SHORT.summary(short) == "2 words (asked for: 10 to 40), 0 pieces of evidence (asked for: 1)."
    full = SHORT.understand({"text": "word " * 20, "evidence": ["letter-1923"]})
    assert SHORT.summary(full) == "20 words, 1 piece of evidence."
    assert full["text"].endswith("word")


def test_a_text_keeps_its_lines_and_loses_unseen_signs():
    assert SHORT.understand({"text": "one\r\ntwo\rthree\x00\x1b"})["text"] == "one\ntwo\nthree"
    assert "\ud800" not in SHORT.understand({"text": "half \ud800 a sign"})["text"]
    with pytest.raises(AnswerError, match="at most 10,000"):
        SHORT.understand({"text": "x" * 10_001})
    for nothing in ("", "  \n ", "\x00", None, 7, ["x"]):
        with pytest.raises(AnswerError, match="Write your text first"):
            SHORT.understand({"text": nothing})


def test_what_an_author_takes_out_later_costs_no_text():
    answer = {"text": "My text", "evidence": [], "checks": [1, 2], "self": {"claim": 3, "evidence": 2}}
    fewer = replace(ESSAY, checks=ESSAY.checks[:1], criteria=("claim",))
    assert fewer.understand(answer) == {"text": "My text", "evidence": [], "checks": [1], "self": {"claim": 3}}


@pytest.mark.parametrize(
    "part",
    [
        {"evidence": "letter-1923"}, {"evidence": [1]}, {"evidence": ["<b>"]},
        {"evidence": [f"x{n}" for n in range(9)]},
        {"evidence": ["x"] * 101}, {"checks": [0]}, {"checks": [True]}, {"checks": "1"}, {"checks": [1.0]},
        {"self": {"claim": 0}}, {"self": {"claim": 5}}, {"self": {"claim": None}}, {"self": [1]}, {"more": 1},
    ],
)  # fmt: skip
def test_a_text_with_a_strange_part_is_refused(part):
    with pytest.raises(AnswerError):
        SHORT.understand({"text": "My text", **part})


def test_no_word_of_a_sample_is_known_before_a_version_is_saved():
    for question in (SHORT, ESSAY):
        assert question.samples[0].text not in str(question.public())
        assert question.samples[0].text not in str(shown(question, []))
        assert question.opened(None)["samples"][0]["text"] == question.samples[0].text


# ---------------------------------------------------------------- position


BEFORE = {"before": {"position": 2, "reason": "Too dear."}}
AFTER = {**BEFORE, "after": {"position": 4, "reason": "It rang.", "other_side": "It was dear."}}


def test_before_is_locked_once_saved():
    first = STAND.next_version(None, STAND.understand(BEFORE))
    other = {**AFTER, "before": {"position": 5, "reason": "I always said so."}}
    second = STAND.next_version(first, STAND.understand(other))
    assert second == AFTER
    with pytest.raises(AnswerError, match="saved already"):
        STAND.next_version(first, STAND.understand({"before": {"position": 5, "reason": "No!"}}))
    with pytest.raises(AnswerError, match="before the discussion first"):
        STAND.next_version(None, STAND.understand(AFTER))


def test_both_positions_are_told_in_words():
    def moved(one, two):
        answer = {"before": {"position": one, "reason": "x"}, "after": {**AFTER["after"], "position": two}}
        return STAND.opened(STAND.understand(answer))["moved"]

    assert moved(2, 4) == "You moved from 2 to 4, towards “fully”."
    assert moved(5, 1) == "You moved from 5 to 1, towards “not at all”."
    assert moved(3, 3) == "You stayed at 3."
    assert STAND.opened(BEFORE)["moved"] == ""
    assert STAND.settled(AFTER)
    assert not STAND.settled(BEFORE)


@pytest.mark.parametrize(
    "answer",
    [
        {}, {"after": AFTER["after"]}, {"before": {"position": 2}}, {"before": {"position": 2, "reason": " "}},
        {"before": {"position": 6, "reason": "x"}}, {"before": {"position": True, "reason": "x"}},
        {"before": {"position": 2, "reason": "x", "more": 1}},
        {**BEFORE, "after": BEFORE["before"]}, {**BEFORE, "now": 1},
        {"before": {"position": 2, "reason": "x" * 2_001}}, {**BEFORE, "after": []},
    ],
)  # fmt: skip
def test_a_position_that_lacks_something_is_refused(answer):
    with pytest.raises(AnswerError):
        STAND.understand(answer)


# ---------------------------------------------------------------- all of them

PARTS = st.sampled_from(["text", "evidence", "checks", "self", "weights", "before", "after", "cost", "position"])
nested = st.dictionaries(PARTS, anything | st.dictionaries(PARTS | st.just("rail"), anything), max_size=4)


@given(st.sampled_from(list(BANK.values())), anything | nested)
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_anything_else_is_refused_as_no_answer_and_in_words(question, answer):
    words = ""
    try:
        understood = question.understand(answer)
        assert question.understand(understood) == understood
    except AnswerError as refusal:
        words = str(refusal)
    assert not words or len(words.split()) > 2


@pytest.mark.parametrize("answer", [float("nan"), 10**400, "x" * 10**6, [[[[[]]]]] * 50, {"text": 10**400}])
def test_monsters_are_refused(answer):
    for question in BANK.values():
        with pytest.raises(AnswerError):
            question.understand(answer)


def test_open_kinds_are_never_marked_and_ask_for_no_confidence():
    for question in BANK.values():
        # Advice is given before one knows, so it asks how sure one is, and marks nothing for it.
        assert question.asks_confidence == (isinstance(question, MarkedQuestion) or question.kind == "advise")
        if isinstance(question, OpenQuestion):
            assert not {"hints", "marks", "worked"} & set(question.public())
            state = shown(question, sort_out(question, [])[0])
            assert state["marks"] == ""


def test_print_shows_the_question_as_text_and_neither_key_nor_sample():
    for question in BANK.values():
        for text in (in_html(question), in_text(question)):
            assert question.title in text
            assert "Whether the mayor slowed" not in text
            assert "freight note shows" not in text
            assert "<b>" not in in_html(question)
    assert "10 to 40 words" in in_text(SHORT)
    assert "5 (fully)" in in_text(STAND)
    assert random.choice(WEIGH.items).text in in_text(WEIGH)
