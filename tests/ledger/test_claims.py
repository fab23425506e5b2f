"""Claims in a paragraph, and what bears on them."""

import pytest

from helpers.essay import essay
from helpers.ledgers import passage as show_passage
from helpers.ledgers.bearing import bearing
from helpers.ledgers.claims import claims_of, editors_of, every_claim
from helpers.ledgers.readings import switches
from helpers.ledgers.spans import marked
from tests.ledger.conftest import rewrite


def cut(passage_id):
    return marked(essay().passage(passage_id), claims_of(passage_id))


@pytest.mark.parametrize("name", ["p01", "p02", "p03"])
def test_the_paragraph_stays_letter_for_letter(name):
    assert "".join(piece.text for piece in cut(name).pieces) == essay().passage(name).text


def test_each_claim_covers_its_own_words():
    for one in every_claim():
        found = cut(one.passages[0])
        assert "".join(piece.text for piece in found.pieces if one.id in piece.claims) == one.quote
        assert [one.id in piece.ends for piece in found.pieces].count(True) == 1


def test_a_quotation_that_stands_twice_is_marked_in_its_own_sentence():
    pieces = cut("p01").pieces
    where = [piece for piece in pieces if "k3" in piece.claims]
    # "the bell" is k3 inside k2, not the one of the first sentence, and both end together: the inner one first.
    assert [(piece.text, piece.claims, piece.ends) for piece in where] == [("the bell", ("k2", "k3"), ("k3", "k2"))]


def test_lines_of_claims_that_overlap_lie_apart_and_others_on_the_first_level():
    levels = cut("p02").levels
    # k6 lies in k5, and k7 begins where k5 has not ended.
    assert levels == {"k5": 0, "k6": 1, "k7": 1, "k8": 0}


def test_words_that_are_not_in_the_paragraph_are_told_and_lose_nothing(tower):
    rewrite(tower / "claims.csv", ("The town built a tower", "The town bought a tower"))
    found = cut("p01")
    assert found.adrift == ("k1",)
    assert "".join(piece.text for piece in found.pieces) == essay().passage("p01").text


def test_events_for_and_against_stand_together_by_date():
    two = next(one for one in every_claim() if one.id == "k2")
    assert editors_of("k2").events_for == ("feast-1930",)
    assert two.events == ("letter-1923", "feast-1930")


def test_what_bears_on_a_claim_says_how_far_it_was_read():
    two = next(one for one in every_claim() if one.id == "k2")
    groups = {group["group"]: group["items"] for group in bearing(two)}
    assert [one["title"] for one in groups["Events"]] == [
        "The council complains of the bell",
        "The town holds its feast",
    ]
    assert groups["Events"][0]["lines"][1] == "Disputed: Two historians differ on who wrote the letter."
    assert groups["Events"][1]["date"] == "1930 to 1931"
    (letter,) = groups["Documents that belong to these events"]
    assert "From it: “harsh and late”" in letter["lines"]
    assert [one["id"] for one in groups["Works of scholars"]] == ["w1"]
    book, walter = groups["Sources"]
    assert "could not get hold of it" in book["lines"][-1]
    assert "before them" in walter["lines"][-1]


def test_a_claim_on_which_nothing_bears_has_no_groups(tower):
    rewrite(tower / "claims.csv", ("AGAINSTSECRET none,,letter-book", "AGAINSTSECRET none,,"))
    assert bearing(next(one for one in every_claim() if one.id == "k3")) == []


def test_an_unknown_passage_is_one_clear_sentence():
    with pytest.raises(ValueError, match=r"^The essay has no passage 'p9'\. They are p01 to p03\.$"):
        show_passage("p9")


def test_switches_need_two_readings_and_a_table(tower):
    (one,) = switches()
    assert list(one.outcomes) == ["The clerk did", "The mayor did"]
    assert one.claims == ["k2", "k6"]
    rewrite(tower / "readings.csv", ("The mayor did", "The clerk did"))
    assert switches() == []
    (tower / "readings.csv").write_text("id,switch,event,question,reading,claim,verdict,why,sources\n")
    assert switches() == []
    (tower / "readings.csv").unlink()
    assert switches() == []
