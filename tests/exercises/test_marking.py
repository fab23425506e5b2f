"""Marking: properties that hold for every answer."""

from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers.exercises.bank import load_exercises
from helpers.exercises.marking import AnswerError, mark, score

from .conftest import FIXTURES

BANK = {q.id: q for q in load_exercises(FIXTURES / "lessons" / "01-clocks")}
ONE, MANY, ORDER, DATE, SPAN = (BANK[f"01-{name}"] for name in ("kind", "letters", "order", "date", "span"))
months = st.builds("{:04d}-{:02d}".format, st.integers(1918, 1932), st.integers(1, 12))
spans = st.lists(st.integers(1915, 1930), min_size=2, max_size=2).map(sorted)
answers = st.one_of(
    st.tuples(st.just(ONE), st.sampled_from([o.id for o in ONE.options])),
    st.tuples(st.just(MANY), st.lists(st.sampled_from([o.id for o in MANY.options]), min_size=1)),
    st.tuples(st.just(ORDER), st.permutations(ORDER.right)),
    st.tuples(st.just(DATE), months),
    st.tuples(st.just(SPAN), spans.map(lambda pair: {"from": str(pair[0]), "to": str(pair[1])})),
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
KEYS = {
    "01-kind": "fact",
    "01-letters": ["bell", "cost"],
    "01-order": ["tower", "letter", "bell", "feast"],
    "01-date": "1924-05",
    "01-span": {"from": "1919", "to": "1921"},
}


@given(answers)
def test_never_below_zero_never_above_the_maximum(case):
    question, answer = case
    marked = mark(question, answer)
    assert 0 <= marked.fraction <= 1
    assert marked.feedback
    assert all(6 <= len(one.text.split()) <= 60 for one in marked.feedback)
    assert marked.tone == {0: "none", 1: "full"}.get(marked.fraction, "part")
    assert (marked.fraction == 1) <= (not marked.at_the_end)


@pytest.mark.parametrize("name", KEYS)
def test_the_key_earns_full_marks(name):
    assert mark(BANK[name], KEYS[name]).fraction == 1
    assert score(BANK[name], [1.0]).marks == BANK[name].marks


def test_what_is_wrong_earns_nothing_and_says_so():
    assert mark(ONE, "inference").fraction == 0
    assert mark(MANY, ["blame"]).fraction == 0
    assert mark(ORDER, list(reversed(KEYS["01-order"]))).fraction == 0
    assert mark(DATE, "1930-01").fraction == 0


@given(st.lists(st.sampled_from([o.id for o in MANY.options]), min_size=1), st.randoms())
def test_order_of_picks_does_not_matter(picks, random):
    mixed = picks * 2
    random.shuffle(mixed)
    assert mark(MANY, mixed) == mark(MANY, picks)


def test_choose_many_by_hand():
    assert mark(MANY, ["bell"]).fraction == 0.5
    assert mark(MANY, ["bell", "blame"]).fraction == 0
    assert mark(MANY, ["bell", "cost", "blame"]).fraction == 0.5
    assert mark(MANY, ["bell", "cost", "meant"]).fraction == 1
    assert mark(MANY, ["meant"]).fraction == 0
    assert [one.text[:15] for one in mark(MANY, ["bell"]).at_the_end] == ["The sum at the "]


def test_picking_everything_never_earns_full_marks():
    assert mark(MANY, [o.id for o in MANY.options]).fraction < 1


def test_order_by_kendalls_tau():
    by_pairs = {}
    for order in permutations(KEYS["01-order"]):
        wrong = sum(
            order.index(two) < order.index(one) for n, one in enumerate(ORDER.right) for two in ORDER.right[n + 1 :]
        )
        by_pairs.setdefault(wrong, set()).add(mark(ORDER, list(order)).fraction)
    assert {wrong: round(max(found), 3) for wrong, found in by_pairs.items()} == {
        0: 1, 1: 0.667, 2: 0.333, 3: 0, 4: 0, 5: 0, 6: 0,
    }  # fmt: skip
    assert all(len(found) == 1 for found in by_pairs.values())


def test_a_telling_mix_up_is_named_and_a_fitting_pair_is_not():
    told = mark(ORDER, ["tower", "bell", "letter", "feast"]).feedback
    assert [one.about for one in told] == ["", "“The bell arrives” placed before “The letter is sent”"]
    assert len(mark(ORDER, ["letter", "tower", "bell", "feast"]).feedback) == 1


def test_tied_items_may_stand_in_either_order():
    from dataclasses import replace

    tied = replace(ORDER, ties=(("letter", "bell"),), mix_ups=())
    assert mark(tied, ["tower", "bell", "letter", "feast"]).fraction == 1
    assert len(tied.pairs()) == 5


def test_date_by_distance():
    assert mark(DATE, "1924-05").fraction == 1
    assert mark(DATE, "1924-04").fraction == 1  # 14 days off, tolerance 31
    assert mark(DATE, "1924-06").fraction == 1
    # 1 May 1925 lies 352 days after 14 May 1924: (400 - 352) / (400 - 31)
    assert mark(DATE, "1925-05").fraction == pytest.approx(48 / 369)
    assert mark(DATE, "1925-07").fraction == 0
    assert mark(DATE, "1923-12").summary == "Close, but too early."
    assert mark(DATE, "1931-12").feedback[0].text == DATE.feedback.late


@given(months, months)
def test_nearer_never_earns_less(one, two):
    from helpers.exercises.dates import span

    gaps = [abs(span(answer).gap(span("1924-05-14"))) for answer in (one, two)]
    if gaps[0] <= gaps[1]:
        assert mark(DATE, one).fraction >= mark(DATE, two).fraction


def test_range_marks_each_end_and_takes_the_best_account():
    assert mark(SPAN, {"from": "1920", "to": "1921"}).fraction == 1
    half = mark(SPAN, {"from": "1919", "to": "1930"})
    assert half.fraction == 0.5
    assert half.feedback[0].text == SPAN.feedback.late
    with pytest.raises(AnswerError, match="before the start"):
        mark(SPAN, {"from": "1922", "to": "1921"})


@given(st.sampled_from(list(BANK.values())), anything)
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_anything_else_is_refused_as_no_answer(question, answer):
    words = ""
    try:
        fraction = mark(question, answer).fraction
    except AnswerError as refusal:
        fraction, words = 0, str(refusal)
    assert 0 <= fraction <= 1
    assert not words or len(words.split()) > 2


@given(st.lists(st.floats(0, 1), max_size=5))
def test_score_counts_two_tries_and_never_more_than_the_maximum(fractions):
    result = score(SPAN, fractions)
    assert 0 <= result.marks <= result.max == 4
    assert result.marks == score(SPAN, fractions[:2]).marks
    assert result.finished == (len(fractions) >= 2 or 1 in fractions)


def test_second_try_counts_half_and_never_lowers():
    assert score(SPAN, [0, 1]).marks == 2
    assert score(SPAN, [0.75, 0]).marks == 3
    assert score(SPAN, []).tries == 0
