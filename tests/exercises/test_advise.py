"""Advise: only what was known on the day may be cited, the advice stays, and what followed is told only then."""

import json
import re

import pytest

from helpers.exercises import tray
from helpers.exercises.answers import Record
from helpers.exercises.bank import lesson_folders, load_exercises
from helpers.exercises.evidence_finder import find_evidence, reply
from helpers.exercises.kinds.advise import Advise
from helpers.exercises.knowable import TABLES, known_by
from helpers.exercises.marking import AnswerError
from helpers.exercises.table_rows import rows_of
from helpers.exercises.titles import title_of
from helpers.exercises.widgets import ExerciseWidget

ANSWER = {"seat": "council", "advice": "pay", "reason": "Three years are enough.", "evidence": ["letter-1923"]}


@pytest.fixture
def advise(course_folder):
    return {q.id: q for q in load_exercises(course_folder / "lessons" / "03-open")}["03-advise"]


@pytest.fixture
def card(advise, tmp_path):
    return ExerciseWidget(advise, Record(tmp_path / "answers"))


def test_a_row_is_known_when_its_date_is_over(course_folder):
    assert known_by("1924-05-14", "bell-1924")
    assert not known_by("1924-05-13", "bell-1924")
    # Dated to the month and to the year: known when these are over.
    assert not known_by("1923-05-30", "letter-1923")
    assert known_by("1923-05-31", "letter-1923")
    assert not known_by("1930-12-30", "feast-1930")
    assert not known_by("1999-01-01", "p01")
    assert not known_by("1999-01-01", "nothing-of-the-kind")


def test_a_search_finds_nothing_from_behind_the_curtain(course_folder):
    assert [one["id"] for one in find_evidence("bell")] != []
    assert "bell-1924" not in [one["id"] for one in find_evidence("bell", until="1924-04-30")]
    assert find_evidence("bell-1924", until="1924-04-30") == []
    assert "letter-1923" in [one["id"] for one in find_evidence("council", until="1924-04-30")]


@pytest.fixture
def younger_parts(own_course):
    """Give the letter a younger summary and a dispute, and hold the tower back until a later year."""
    data = own_course / "data"
    (data / "events.csv").write_text(
        "id,date,date_end,title,summary,dispute\n"
        "tower-1921,1921-06-01,,The clock tower is finished,One bell is to come.,\n"
        "letter-1923,1923-05,,The council complains of the bell,In 1930 the mayor told of it.,"
        "Two writers of 1950 differ.\n"
        "bell-1924,1924-05-14,,The bell arrives by rail,It weighs much.,\n",
        encoding="utf-8",
    )
    (data / "known_from.csv").write_text(
        "id,part,known_from,why\nletter-1923,text,1930,told then\ntower-1921,row,1925,a secret\n", encoding="utf-8"
    )
    return own_course


def test_what_a_row_tells_is_dated_too_its_text_its_dispute_and_the_row_itself(younger_parts, advise):
    day = "1924-04-30"
    assert not known_by(day, "tower-1921")
    assert known_by("1925-12-31", "tower-1921")
    assert find_evidence("clock", until=day) == []
    hits = [
        find_evidence("council", ("events",), until=day),
        reply({"ask": "titles", "ids": ["letter-1923"]}, day)["found"],
    ]
    tray.collect(["letter-1923", "tower-1921"])
    hits.append(reply({"ask": "collected"}, day)["found"])
    tray.drop("letter-1923")
    tray.drop("tower-1921")
    for found in (*hits, advise.view()["seats"][0]["evidence"]):
        assert [(one["id"], one["text"]) for one in found] == [("letter-1923", "")]
    assert find_evidence("mayor told", ("events",), until=day) == []
    assert find_evidence("writers", until="1951-01-01") == []
    assert "mayor" in find_evidence("council", ("events",), until="1930-12-31")[0]["text"]
    assert "1950" in find_evidence("council", ("events",))[0]["text"]


def test_on_the_courses_own_days_nothing_is_told_that_names_a_later_year():
    """A year in a text, or words that look back, need their line in known_from.csv."""
    held = 0
    for folder in lesson_folders():
        for question in load_exercises(folder):
            if not isinstance(question, Advise):
                continue
            year = int(question.day[:4])
            for table in TABLES:
                for row in rows_of(table):
                    if not known_by(question.day, row[""]):
                        continue
                    told = title_of(row[""], question.day)
                    years = re.findall(r"\b(?:19|20)\d\d\b", f"{told['title']} {told['text']}")
                    assert all(int(one) <= year for one in years), row[""]
                    assert "Disputed:" not in told["text"], row[""]
                    assert not re.search(r"\blater (?:accounts|writers|correction)", told["text"]), row[""]
                    held += title_of(row[""]) != told
    assert held > 10


def test_the_card_is_told_of_nothing_later_by_search_title_or_tray(card):
    tray.collect(["bell-1924", "letter-1923"])
    sent = []
    card.send = lambda content, buffers=None: sent.append(json.dumps(content))
    for message in ({"ask": "collected"}, {"ask": "titles", "ids": ["bell-1924"]}, {"ask": "evidence", "text": "rail"}):
        card._receive(card, {"type": "ask", "turn": 1, **message}, [])
    assert len(sent) == 3
    assert "bell-1924" not in "".join(sent)
    assert "letter-1923" in sent[0]
    for one in tray.collected():
        tray.drop(one)


def test_what_followed_is_not_sent_before_the_advice_is_committed(card):
    def sent() -> str:
        return json.dumps([card.question, card.state, card.draft])

    assert "came by rail" not in sent()
    assert "feast" not in sent()
    assert "yourself again" not in sent()
    card.commit(ANSWER, "guess")
    assert "came by rail" in sent()
    assert "The bell arrives by rail" in sent()
    assert "yourself again" in sent()
    assert "came by rail" not in json.dumps(card._question.printed())


def test_the_advice_stays_as_committed(card, advise):
    card.commit(ANSWER, "think")
    card.commit({**ANSWER, "advice": "wait"}, "sure")
    assert "stays as it is" in card.state["problem"]
    assert card.state["tries"][0]["answer"]["advice"] == "pay"
    assert card.state["tries"][0]["confidence"] == "think"
    assert card.state["used"] == 1
    assert card.state["finished"]
    # A new card, as after a reload, and another tab, know it from the record.
    again = ExerciseWidget(advise, card._record)
    assert again.state["tries"][0]["answer"] == ANSWER


def test_without_confidence_nothing_is_committed(card):
    card.commit(ANSWER)
    assert card.state["used"] == 0
    assert card.state["reveal"] is None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"evidence": ["bell-1924"]}, "could not be known on 30 April 1924"),
        ({"evidence": []}, "Cite 1"),
        ({"evidence": ["p01"]}, "could not be known"),
        ({"advice": "carry"}, "changed"),  # of the other seat
        ({"advice": None}, "changed"),
        ({"seat": None}, "seat"),
        ({"seat": ["council"]}, "seat"),
        ({"reason": " "}, "reason"),
    ],
)
def test_an_advice_that_lacks_something_says_what(advise, change, words):
    with pytest.raises(AnswerError, match=words):
        advise.understand({**ANSWER, **change})


def test_what_was_collected_elsewhere_comes_in_if_it_was_known(advise):
    taken = advise.taken(None, ["bell-1924", "letter-1923"])
    assert taken["evidence"] == ["letter-1923"]
    assert advise.taken({**ANSWER}, ["tower-1921"])["evidence"] == ["letter-1923", "tower-1921"]
    assert advise.taken(None, ["bell-1924"]) is None


def test_the_tables_must_agree_with_the_day(advise):
    from dataclasses import replace

    assert list(advise.proved()) == []
    seats = (replace(advise.seats[0], evidence=("bell-1924",)), *advise.seats[1:])
    assert [key for key, _ in replace(advise, seats=seats).proved()] == ["seats[1].evidence"]
    assert [key for key, _ in replace(advise, after=("tower-1921",)).proved()] == ["after"]
    twice = replace(advise, seats=(advise.seats[0], advise.seats[0]))
    assert [key for key, _ in twice.faults()] == ["seats[2].id"]


def test_who_watches_the_record_hears_of_each_commit(card):
    heard = []
    end = card._record.watch(lambda: heard.append(1))
    card.commit(ANSWER, "think")
    end()
    assert heard == [1]
