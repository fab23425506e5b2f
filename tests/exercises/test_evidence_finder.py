"""The search for evidence, and the tray between the places where it is found and used."""

import gc

import pytest

from helpers.exercises import tray
from helpers.exercises.evidence_finder import TABLES, find_evidence, known, reply


@pytest.fixture(autouse=True)
def empty_tray():
    yield
    for one in tray.collected():
        tray.drop(one)


def ids(text, **options):
    return [hit["id"] for hit in find_evidence(text, **options)]


def test_all_words_must_occur_in_any_order_and_letters_are_folded(course_folder):
    assert "letter-1923" in ids("COUNCIL bell")
    assert ids("bell council", tables=("events",)) == ["letter-1923"]
    assert ids("bell council banana") == []
    assert ids("tówer", tables=("events",)) == ["tower-1921"]
    assert ids("1924", tables=("events",)) == ["bell-1924"]
    assert ids("May 1924", tables=("events",)) == ["bell-1924"]


def test_the_best_stand_first_and_no_more_than_asked_for():
    assert len(ids("a")) == 12
    assert len(ids("the treaty", limit=3)) == 3
    for hit in find_evidence("treaty"):
        assert hit["title"]
        assert hit["table"] in TABLES
    titles = [hit["title"].casefold() for hit in find_evidence("treaty", limit=12)]
    found = ["treaty" in title for title in titles]
    assert found == sorted(found, reverse=True)


def test_tables_can_be_chosen_and_editors_verdicts_are_not_searched():
    assert {hit["table"] for hit in find_evidence("letter", tables=("documents",))} == {"documents"}
    assert find_evidence("supported-with-nuance") == []
    assert ids("c16") and ids("c16")[0] == "c16"  # noqa: PT018
    assert ids("c1")[:1] != ["c16"]
    assert known("c16")["table"] == "claims"


def test_passages_are_found_by_their_id_alone():
    assert ids("p04.s2")[0] == "p04.s2"
    assert known("p04")["table"] == "essay"
    assert known("p99") is None
    assert known("no-such-thing") is None
    assert "p99" not in ids("p99")


def test_a_broken_table_costs_only_its_own_rows(tmp_path, monkeypatch):
    from helpers import course

    (tmp_path / "events.csv").write_bytes(b"\xff\xfe")
    (tmp_path / "sources.csv").write_text("id,title\nlog-1,A log of bells\n", encoding="utf-8")
    monkeypatch.setattr(course, "data_dir", lambda: tmp_path)
    assert [hit["id"] for hit in find_evidence("log")] == ["log-1"]


@pytest.mark.parametrize(
    "message",
    [
        {"ask": "evidence"}, {"ask": "evidence", "text": 7}, {"ask": "evidence", "text": "x" * 10**6},
        {"ask": "evidence", "text": "bell", "tables": ["claims", "../x", None]},
        {"ask": "evidence", "text": "b", "tables": "events"},
        {"ask": "titles"}, {"ask": "titles", "ids": "x"}, {"ask": "titles", "ids": [None, {}, "p01"]}, {"ask": "used"},
    ],
)  # fmt: skip
def test_strange_questions_get_an_answer(message):
    assert isinstance(reply(message)["found"], list)


def test_other_questions_are_left_to_others():
    assert reply({"ask": "rows"}) is None
    assert reply({}) is None


def test_what_is_collected_is_offered_and_can_be_taken_out():
    heard = []
    end = tray.watch(lambda: heard.append(tray.collected()))
    assert "later" in tray.collect(["p01", "p02", "p01"])
    assert "already" in tray.collect(["p02"])
    assert [one["id"] for one in reply({"ask": "collected"})["found"]] == ["p01", "p02"]
    assert [one["id"] for one in reply({"ask": "used", "id": "p01"})["found"]] == ["p02"]
    end()
    tray.collect(["p03"])
    assert heard == [("p01", "p02"), ("p02",)]


class Place:
    def __init__(self, label):
        self.label = label
        self.got = []

    def take(self, ids):
        self.got += ids
        return f"Added to {self.label}."


def test_open_places_take_evidence_and_closed_ones_drop_out():
    one, two = Place("Exercise 1"), Place("Exercise 2")
    tray.offer(one)
    tray.offer(two)
    labels = [label for _, label in tray.takers()]
    assert labels[:2] == ["Exercise 2", "Exercise 1"]
    key = tray.takers()[1][0]
    assert tray.give(key, ["p01"]) == "Added to Exercise 1."
    assert one.got == ["p01"]
    # The cell is run again: the new card takes the old one's place.
    again = Place("Exercise 1")
    tray.offer(again)
    assert [label for _, label in tray.takers()][:2] == ["Exercise 1", "Exercise 2"]
    assert [label for _, label in tray.takers()].count("Exercise 1") == 1
    del again
    gc.collect()
    assert "Exercise 1" not in [label for _, label in tray.takers()]
    assert "closed" in tray.give(key, ["p05"])
    assert tray.collected() == ("p05",)
