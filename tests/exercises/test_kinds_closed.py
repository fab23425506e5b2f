"""Match, classify, highlight, find-in-table and code: what is marked, and what is never possible."""

import math
import random
from dataclasses import replace
from itertools import permutations, product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers.exercises.bank import load_exercises
from helpers.exercises.kinds.match import MatchChoice
from helpers.exercises.marking import AnswerError, mark
from helpers.exercises.standing import shown

from .conftest import FIXTURES

BANK = {
    q.id: q
    for lesson in ("01-clocks", "02-closed")
    for q in load_exercises(FIXTURES / "lessons" / lesson)
}  # fmt: skip
MATCH, SORT, WORDS, ROW, ROWS, COUNT, TOWNS = (
    BANK[f"02-{name}"] for name in ("match", "sort", "words", "row", "rows", "count", "towns")
)

# The fixture course stays the same for all examples, and no test here asks for the time.
CALM = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@pytest.fixture(autouse=True)
def _fixture_course(course_folder):
    """Tables are read from the fixture."""


def ran(value=None, error=""):
    return {"code": "x", "value": value, "error": error}


MIGHT, TELL = (list(WORDS.spans[name]) for name in ("might", "tell"))
COUNT_OF_WORDS = len(WORDS.words)
PAPERS = ["complaint-1923", "news-1923", "bill-1924", "order-1922", "diary-1924"]
KEYS = {
    "01-kind": "fact",
    "01-letters": ["bell", "cost"],
    "01-order": ["tower", "letter", "bell", "feast"],
    "01-date": "1924-05",
    "01-span": {"from": "1919", "to": "1921"},
    "02-match": {"council": "complaint", "railway": "freight", "sexton": "diary"},
    "02-sort": {"freight": "then", "speech": "later", "saying": "never", "diary": "then"},
    "02-words": [MIGHT, TELL],
    "02-row": ["freight-1924"],
    "02-rows": ["complaint-1923", "bill-1924"],
    "02-count": ran(3),
    "02-towns": ran(["El", "Aa", "Ce"]),
}
values = st.one_of(st.integers(-9, 9), st.floats(-9, 9), st.text(max_size=5), st.booleans())
written = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=1)
runs = st.tuples(st.integers(0, COUNT_OF_WORDS - 1), st.integers(1, 12)).map(
    lambda one: [one[0], min(COUNT_OF_WORDS, one[0] + one[1])]
)
answers = st.one_of(
    st.tuples(st.just(MATCH), st.permutations([c.id for c in MATCH.choices]).map(
        lambda order: dict(zip([i.id for i in MATCH.items], order, strict=False)))),
    st.tuples(st.just(SORT), st.fixed_dictionaries(
        {card.id: st.sampled_from([one.id for one in SORT.bins]) for card in SORT.cards})),
    st.tuples(st.just(WORDS), st.lists(runs, min_size=1, max_size=6)),
    st.tuples(st.just(ROW), st.sampled_from(PAPERS).map(lambda one: [one])),
    st.tuples(st.just(ROWS), st.lists(st.sampled_from(PAPERS), min_size=1, max_size=2, unique=True)),
    st.tuples(st.sampled_from([COUNT, TOWNS]), st.one_of(values, st.lists(values, max_size=6)).map(ran)),
    st.tuples(st.sampled_from([COUNT, TOWNS]), written.map(lambda one: {"by_hand": one})),
    st.tuples(st.sampled_from([COUNT, TOWNS]), st.just(ran(error="It stopped before it gave a value."))),
)  # fmt: skip
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
almost = st.one_of(
    st.dictionaries(st.sampled_from(["council", "railway", "sexton", "x"]), anything),
    st.lists(st.lists(st.one_of(st.integers(), st.booleans(), st.floats()), max_size=3), max_size=3),
    st.fixed_dictionaries({"code": anything, "value": anything, "error": anything}),
    st.fixed_dictionaries({"by_hand": anything}),
    st.lists(st.sampled_from([*PAPERS, "freight-1924", "nothing"]), max_size=5),
)


@given(answers)
@CALM
def test_never_below_zero_never_above_the_maximum(case):
    question, answer = case
    marked = mark(question, answer)
    assert 0 <= marked.fraction <= 1
    assert marked.summary
    assert marked.feedback
    assert all(one.text.strip() for one in marked.feedback + marked.at_the_end)
    assert marked.tone == {0: "none", 1: "full"}.get(marked.fraction, "part")
    assert (marked.fraction == 1) <= (not marked.at_the_end)


@given(answers)
@CALM
def test_what_is_understood_is_understood_again_and_marked_alike(case):
    question, answer = case
    once = question.understand(answer)
    assert question.understand(once) == once
    assert mark(question, once) == mark(question, answer)


@pytest.mark.parametrize("name", KEYS)
def test_the_key_earns_full_marks(name):
    assert mark(BANK[name], KEYS[name]).fraction == 1


@given(st.sampled_from(list(BANK.values())), anything | almost)
@CALM
def test_anything_else_is_refused_as_no_answer(question, answer):
    try:
        fraction, words = mark(question, answer).fraction, ""
    except AnswerError as refusal:
        fraction, words = 0, str(refusal)
    assert 0 <= fraction <= 1
    assert not words or len(words.split()) > 2


@pytest.mark.parametrize("question", BANK.values(), ids=BANK)
@pytest.mark.parametrize(
    "junk",
    [None, True, 0, -1, 10**400, math.nan, math.inf, "", "x", "\ud800", [], [[]], [None], [math.nan], {}, {"": ""},
     {"by_hand": "\ud800" * 0}, {"code": 1, "value": 2, "error": 3}, {"code": "x", "value": math.nan, "error": ""},
     {"code": "x", "value": 10**20, "error": ""}, {"code": "x", "value": [[1]], "error": ""},
     {"code": "x", "value": None, "error": ""}, {"code": "x", "value": 3, "error": "stopped"},
     {"code": "x" * 9999, "value": 3, "error": ""}, [[0, 10**9]], [[True, 2]], [[3, 3]], [[-1, 2]], [[0.0, 2.0]],
     {"council": ["complaint"]}, {"council": "complaint"}, ["nothing"], [["freight-1924"]],
     ["freight-1924", "diary-1924", "bill-1924"]],
    ids=lambda junk: repr(junk)[:30],
)  # fmt: skip
def test_rubbish_is_refused(question, junk):
    with pytest.raises(AnswerError):
        mark(question, junk)


def test_order_of_picks_does_not_matter():
    rng = random.Random(7)
    for name in ("02-match", "02-sort", "02-words", "02-rows"):
        for _ in range(20):
            key = KEYS[name]
            parts = list(key.items()) if isinstance(key, dict) else list(key)
            rng.shuffle(parts)
            mixed = dict(parts) if isinstance(key, dict) else parts
            assert mark(BANK[name], mixed) == mark(BANK[name], key)
    for order in permutations(["Aa", "Ce", "El"]):
        assert mark(TOWNS, ran(list(order))).fraction == 1
    assert mark(WORDS, [TELL, [14, 17], [13, 15]]) == mark(WORDS, [[13, 17], TELL])


# ---------------------------------------------------------------- match and classify


def test_blind_guessing_in_match_and_classify_earns_nothing_on_average():
    ids, choices = [item.id for item in MATCH.items], [choice.id for choice in MATCH.choices]
    for question, guesses in (
        (MATCH, [dict(zip(ids, order, strict=True)) for order in permutations(choices, len(ids))]),
        (SORT, [dict(zip([c.id for c in SORT.cards], bins, strict=True))
                for bins in product([b.id for b in SORT.bins], repeat=len(SORT.cards))]),
    ):  # fmt: skip
        worths = [sum(question.worth(thing, guess[thing.id]) for thing in question.things) for guess in guesses]
        assert sum(worths) == 0
        # The floor at zero gives a little back, and never much.
        assert sum(mark(question, guess).fraction for guess in guesses) / len(guesses) < 0.2


def test_match_by_hand():
    one_wrong = mark(MATCH, {"council": "speech", "railway": "freight", "sexton": "diary"})
    assert one_wrong.fraction == pytest.approx((2 - 1 / 4) / 3)
    assert one_wrong.summary == "2 of 3 fit the evidence."
    assert one_wrong.feedback[1].text.startswith("The speech was held")
    assert one_wrong.feedback[1].about == "You gave “A speech at the feast” to: The town council"
    assert one_wrong.feedback[1].evidence == ("feast-1930",)
    # The sexton has two right choices of five, so a wrong one costs 2/3.
    assert mark(MATCH, {"council": "complaint", "railway": "freight", "sexton": "speech"}).fraction == pytest.approx(
        (2 - 2 / 3) / 3
    )
    full = mark(MATCH, KEYS["02-match"])
    assert [one.tone for one in full.feedback] == ["full", "full"]
    assert mark(MATCH, {"council": "freight", "railway": "speech", "sexton": "complaint"}).fraction == 0


def test_a_choice_serves_once_unless_the_exercise_says_so():
    twice = {"council": "complaint", "railway": "complaint", "sexton": "diary"}
    with pytest.raises(AnswerError, match="serves only once"):
        mark(MATCH, twice)
    assert mark(replace(MATCH, reuse=True), twice).fraction == pytest.approx((2 - 1 / 4) / 3)


def test_choices_never_stand_level_with_their_items():
    shown_first = [choice["id"] for choice in MATCH.view()["choices"]][: len(MATCH.items)]
    assert not any(one in item.goes_with for one, item in zip(shown_first, MATCH.items, strict=True))
    assert sorted(c["id"] for c in MATCH.view()["choices"]) == sorted(c.id for c in MATCH.choices)


def test_a_summary_says_when_nothing_but_luck_is_left():
    told = mark(SORT, {"freight": "then", "speech": "then", "saying": "then", "diary": "never"})
    assert told.fraction == 0
    assert told.summary == "1 of 4 fits the evidence, no more than guessing would bring."
    # The telling mix-up comes first, though another card stands before it.
    told = mark(SORT, {"freight": "never", "speech": "then", "saying": "never", "diary": "then"})
    assert [one.text[:14] for one in told.feedback[1:]] == ["A mayor's word", "A freight note"]
    assert len(mark(SORT, dict.fromkeys(("freight", "speech", "saying", "diary"), "never")).feedback) <= 6


def test_match_with_too_few_choices_is_refused():
    tight = replace(MATCH, choices=MATCH.choices[:2])
    assert any("each choice serves once" in reason or "none of" in reason for _, reason in tight.faults())
    same = replace(MATCH, items=tuple(replace(item, goes_with=("complaint",)) for item in MATCH.items), mix_ups=())
    assert [key for key, _ in same.faults()] == ["items"]
    assert list(replace(same, reuse=True).faults()) == []
    doubled = replace(MATCH, choices=(*MATCH.choices, MatchChoice(id="speech", text="Another")))
    assert [key for key, _ in doubled.faults()] == ["choices[6].id"]


# ---------------------------------------------------------------- highlight


def test_marking_everything_earns_nothing():
    assert mark(WORDS, [[0, COUNT_OF_WORDS]]).fraction == 0
    half = COUNT_OF_WORDS // 2
    assert mark(WORDS, [[0, half], [half + 1, COUNT_OF_WORDS]]).fraction == 0
    assert mark(WORDS, [[n, n + 1] for n in range(0, COUNT_OF_WORDS, 2)]).fraction == 0


@given(st.lists(st.integers(-2, 2), min_size=4, max_size=4))
@CALM
def test_a_word_or_two_over_an_edge_costs_nothing(shift):
    a, b, c, d = shift
    moved = [[MIGHT[0] + min(a, 1), MIGHT[1] + max(b, -1)], [TELL[0] + min(c, 1), TELL[1] + max(d, -1)]]
    assert mark(WORDS, moved).fraction == 1


def test_highlight_by_hand():
    assert mark(WORDS, [MIGHT]).fraction == 0.5
    assert [one.text[:10] for one in mark(WORDS, [MIGHT]).at_the_end] == ["The senten"]
    assert mark(WORDS, [MIGHT, TELL, [0, 2]]).fraction == 0.5  # a mark elsewhere takes a find away
    narrow = mark(WORDS, [[13, 15], TELL])
    assert narrow.fraction == 0.75
    assert "whole expression" in narrow.feedback[1].text
    wide = mark(WORDS, [[MIGHT[0], MIGHT[1] + 6], TELL])
    assert wide.fraction == 0.75
    assert "so are many others" in wide.feedback[1].text
    assert mark(WORDS, [[0, TELL[1]]]).fraction == 0
    decoy = mark(WORDS, [[45, 48]])
    assert decoy.feedback[-1].text.startswith("To expect is")
    assert mark(WORDS, [[0, 2]]).summary == "You found 0 of 2 places; 1 of your marks stands elsewhere."


def test_marking_words_at_random_does_not_pay():
    rng = random.Random(11)
    for share in (0.05, 0.1, 0.3, 0.6, 0.9):
        total = 0.0
        for _ in range(400):
            picked = [n for n in range(COUNT_OF_WORDS) if rng.random() < share] or [0]
            total += mark(WORDS, [[n, n + 1] for n in picked]).fraction
        assert total / 400 < 0.06, share


def test_faults_of_a_text_are_named():
    def keys(**changes):
        return [key for key, _ in replace(WORDS, **changes).faults()]

    first = WORDS.find[0]
    assert keys() == []
    assert keys(text="", passage="") == ["text"]
    assert keys(passage="p01") == ["text"]
    assert keys(find=(replace(first, quote="not in the text"),)) == ["find[1].quote"]
    assert keys(find=(replace(first, quote="the"),)) == ["find[1].quote"]
    assert keys(find=(first, replace(first, id="again", quote="if the harvest"))) == ["find[2].quote"]
    assert keys(text="We might, if the harvest allows, pay. As far as we can tell. We expect the bell.") == ["find"]
    assert keys(text="", passage="p01", source="") == ["passage"]  # the fixture has no essay


def test_a_passage_of_the_essay_is_read_and_named(monkeypatch):
    from helpers import course

    monkeypatch.delenv("COURSE_ROOT")
    course.root.cache_clear()
    from helpers.essay import essay

    passage = essay().passages[0]
    quote = " ".join(passage.text.split()[3:6])
    question = replace(WORDS, text="", source="", passage=passage.id, decoys=())
    question = replace(question, find=(replace(WORDS.find[0], quote=quote),))
    assert list(question.faults()) == []
    assert ("passage", passage.id) in question.references()
    assert mark(question, [[3, 6]]).fraction == 1
    assert "".join(word + gap for word, gap in question.view()["words"]) == passage.text


# ---------------------------------------------------------------- find in a table


def test_rows_by_hand():
    assert mark(ROW, ["freight-1924"]).fraction == 1
    near = mark(ROW, ["speech-1930"])
    assert near.fraction == 0
    assert near.feedback[1].about == "“The mayor's speech at the feast”"
    assert near.feedback[1].evidence == ("speech-1930",)
    assert mark(ROWS, ["order-1922", "bill-1924"]).fraction == 1  # any two of three
    assert mark(ROWS, ["bill-1924"]).fraction == 0.5
    mixed = mark(ROWS, ["bill-1924", "news-1923"])
    assert mixed.fraction == 0
    assert mixed.feedback[0].text == ROWS.feedback.part
    assert mixed.summary == "1 of 2 rows is found; 1 of those you ticked does not prove it."
    with pytest.raises(AnswerError, match="at most 2 rows"):
        mark(ROWS, ["bill-1924", "news-1923", "order-1922"])
    with pytest.raises(AnswerError, match="table has changed"):
        mark(ROWS, ["plan-1919"])  # a row of the table that is not shown


def test_rows_are_shown_in_the_order_of_the_table_and_do_not_tell():
    view = ROWS.view()
    ids = [row[0] for row in view["rows"]]
    assert ids[0] == "order-1922"
    assert ids[-1] == "news-1924"
    assert len(ids) == 10
    assert view["headings"] == ["Title", "Date", "Kind"]
    assert view["rows"][0][1:] == ["Order for the bell", "18 September 1922", "letter"]
    assert view["names"] == 0
    assert all(len(row) == 4 and all(isinstance(cell, str) for cell in row) for row in view["rows"])


def test_the_evidence_of_a_wrong_row_does_not_name_the_right_one():
    question = replace(ROW, evidence=("freight-1924", "bell-1924"))
    assert mark(question, ["speech-1930"]).feedback[0].evidence == ("bell-1924",)
    assert mark(question, ["freight-1924"]).feedback[0].evidence == ("freight-1924", "bell-1924")


def test_tables_disprove_keys():
    def faults(question=ROW, **changes):
        return [f"{key}: {reason}" for key, reason in replace(question, **changes).proved()]

    assert faults() == faults(ROWS) == []
    assert "no row that is shown" in faults(answers=("freight-1925",))[0]
    assert "near[1].id" in faults(near=(replace(ROW.near[0], id="plan-1999"),))[0]
    assert "'price'" in faults(columns=("title", "price"))[0]
    assert "no passages" in " ".join(faults(rows=replace(ROW.rows, passages="p01")))
    assert "cannot be read" in faults(table="members")[0]
    assert "alike" in faults(columns=("kind", "kind"), answers=("complaint-1923",))[0]
    assert [k for k, _ in replace(ROWS, answers=("bill-1924",), near=()).faults()] == ["answers"]
    assert [k for k, _ in replace(ROW, pick=2, answers=("a", "b")).faults()] == ["feedback"]
    assert [k for k, _ in replace(ROW, table="claims", columns=("quote", "verdict")).faults()] == ["columns"]


def test_real_tables_can_all_be_searched(monkeypatch):
    from helpers import course
    from helpers.exercises.kinds.find_in_table import TABLES
    from helpers.exercises.table_rows import rows_of

    monkeypatch.delenv("COURSE_ROOT")
    course.root.cache_clear()
    for table in TABLES:
        rows = rows_of(table)
        assert len({row[""] for row in rows}) == len(rows) > 10, table


# ---------------------------------------------------------------- what the browser knows


@pytest.mark.parametrize("name", [name for name in BANK if name.startswith("02")])
def test_a_browser_learns_neither_key_nor_feedback(name):
    question = BANK[name]
    public = str(question.public())
    secrets = [question.worked, question.sure_and_wrong, question.feedback.full, question.feedback.none]
    for group in ("items", "cards", "find", "decoys", "near", "wrong_values", "mix_ups"):
        for one in getattr(question, group, ()):
            secrets += [getattr(one, part, "") for part in ("wrong", "correct", "feedback", "missed")]
    assert not [secret for secret in secrets if secret and secret in public]
    names = {"goes_with", "bin", "find", "answers", "value", "solution", "wrong_values", "near", "feedback", "right"}
    assert not names & set(question.public()) - {"right"}
    if name == "02-match":
        assert question.public()["right"] == "Paper"  # the heading, not the key
    for part in ("items", "choices", "cards"):
        assert all(set(one) == {"id", "text"} for one in question.public().get(part, ()))
    before = shown(question, [])
    assert before["reveal"] is None


@pytest.mark.parametrize("name", [name for name in BANK if name.startswith("02")])
def test_print_shows_what_one_needs_and_not_the_key(name):
    lines = "\n".join(BANK[name].printed())
    assert lines.strip()
    assert BANK[name].worked not in lines
    assert "solution" not in lines
