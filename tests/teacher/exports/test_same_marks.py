"""A shape, and what QTI 2.1 makes of it, earns what the course gives for the same answer."""

from dataclasses import replace
from fractions import Fraction
from itertools import chain, combinations, product
from random import Random

import pytest

from helpers.exercises.kinds import KINDS
from helpers.teacher.exports import moodle, qti21
from helpers.teacher.exports.export import export
from helpers.teacher.exports.shapes import Line, Number, Pairs, Picks, Sequence
from helpers.teacher.exports.shaping import NoShape, shape_of
from tests.teacher.exports.readers import gift_questions, moodle_questions, qti21_item, qti21_score

SAID = {"choose-one", "choose-many", "order", "place-on-timeline", "match", "classify", "short-text", "essay"}


def test_each_kind_has_a_shape_or_a_reason(by_kind) -> None:
    assert set(by_kind) == set(KINDS)
    for kind, questions in by_kind.items():
        for question in questions:
            reason = ""
            try:
                shape_of(question)
            except NoShape as problem:
                reason = str(problem)
            # Of the timeline only years can be said; of all other kinds either every question can or none.
            assert bool(reason) != (kind in SAID) or kind == "place-on-timeline", question.id
            assert not reason or (len(reason) > 20 and "not know yet" not in reason)


@pytest.mark.parametrize("kind", ["choose-one", "choose-many"])
def test_picks(by_kind, kind: str) -> None:
    for question in by_kind[kind]:
        shape = shape_of(question)
        assert isinstance(shape, Picks)
        shares = {one.id: one.share for one in shape.options}
        item = qti21_item(qti21.item(shape))
        most = len(shares) if shape.many else 1
        for picked in chain.from_iterable(combinations(shares, n) for n in range(1, most + 1)):
            wanted = question.marked(list(picked) if shape.many else picked[0]).fraction
            assert max(0.0, float(sum(shares[one] for one in picked))) == pytest.approx(wanted)
            found = qti21_score(item, {qti21.name_of(one) for one in picked})
            assert found == pytest.approx(wanted * question.marks)
        assert all(moodle.is_a_grade(share) for share in shares.values())


def tried(ids: list[str], shape: Pairs):
    """Yield answers: the right one, each that is off in one line, and others as chance has it."""
    right, places = shape.one_each(), list(shape.places)
    yield right
    for line, place in product(ids, places):
        taken = [other for other in ids if other != line and right[other] == place]
        if shape.reuse or not taken:
            yield {**right, line: place}
        else:  # where each choice serves once, two lines change places
            yield {**right, line: place, taken[0]: right[line]}
    chance = Random(shape.id)
    for _ in range(60):
        drawn = chance.choices(places, k=len(ids)) if shape.reuse else chance.sample(places, len(ids))
        yield dict(zip(ids, drawn, strict=True))


@pytest.mark.parametrize("kind", ["match", "classify"])
def test_pairs(by_kind, kind: str) -> None:
    for question in by_kind[kind]:
        shape = shape_of(question)
        assert isinstance(shape, Pairs)
        item = qti21_item(qti21.item(shape))
        ids = [line.id for line in shape.lines]
        for answer in tried(ids, shape):
            wanted = question.marked(question.understand(answer)).fraction
            given = {f"line-{line} place-{place}" for line, place in answer.items()}
            assert qti21_score(item, given) == pytest.approx(wanted * question.marks, abs=1e-6)
        right = question.understand(shape.one_each())
        assert question.marked(right).fraction == 1


def test_years(by_kind) -> None:
    seen = 0
    for question in by_kind["place-on-timeline"]:
        try:
            shape = shape_of(question)
        except NoShape:
            assert question.asks == "range" or question.precision != "year"
            continue
        assert isinstance(shape, Number)
        seen += 1
        item = qti21_item(qti21.item(shape))
        for year in range(question.track.start - 90, question.track.end + 90):
            band = [
                one
                for one in shape.bands
                if (one.low is None or one.low <= year) and (one.high is None or year <= one.high)
            ]
            assert len(band) == 1
            mark = question.marked(f"{year:04d}")
            assert float(band[0].share) == pytest.approx(mark.fraction, abs=1e-5)
            assert band[0].feedback[0].lines == (mark.feedback[0].text,)
            assert qti21_score(item, year) == pytest.approx(mark.fraction * question.marks, abs=1e-4)
    assert seen


def test_moodle_and_gift_mark_each_year_with_the_grade_nearest_to_the_courses(by_kind) -> None:
    for question in by_kind["place-on-timeline"]:
        if question.asks == "range" or question.precision != "year":
            continue
        (one,) = moodle_questions(export([question], "moodle-xml").content)
        (two,) = gift_questions(export([question], "gift").content)
        bands = [
            (float(a.get("fraction")) / 100, float(a.findtext("text")), float(a.findtext("tolerance")))
            for a in one.iter("answer")
        ]
        same = [(weight, *map(float, text.split(":"))) for weight, text, _ in two.answers]
        assert same == [pytest.approx(band) for band in bands]
        for year in range(question.track.start - 50, question.track.end + 50):
            fits = [fraction for fraction, middle, reach in bands if abs(year - middle) <= reach]
            share = question.marked(f"{year:04d}").fraction
            assert fits == [float(moodle.grade(Fraction(share))) / 100]


def test_where_a_choice_serves_once_each_line_gets_its_own(by_kind) -> None:
    shape = shape_of(by_kind["match"][0])
    first, second, *_ = shape.places
    lines = (Line("a", "a", (first, second), Fraction(1)), Line("b", "b", (first,), Fraction(1)))
    assert replace(shape, lines=lines, reuse=False).one_each() == {"a": second, "b": first}


def test_order(by_kind) -> None:
    tied = 0
    for question in by_kind["order"]:
        shape = shape_of(question)
        assert isinstance(shape, Sequence)
        if shape.tied:
            tied += 1
            continue
        item = qti21_item(qti21.item(shape))
        right = [qti21.name_of(one) for one in question.right]
        assert qti21_score(item, right) == question.marks
        assert qti21_score(item, right[::-1]) == 0


def test_moodle_knows_every_share_of_several_picks() -> None:
    for right in range(1, 8):
        assert moodle.is_a_grade(Fraction(1, right)), right
        assert moodle.is_a_grade(Fraction(-1, right)), right
    assert not moodle.is_a_grade(Fraction(1, 8) + Fraction(1, 1000))
    assert moodle.grade(Fraction(-1)) == "-100"
