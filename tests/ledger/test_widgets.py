"""The widgets as Python knows them: what the browser is sent, and when; first and last verdicts; two tabs."""

import json
import re

import ipywidgets
import pytest

from helpers.essay import essay
from helpers.exercises import tray
from helpers.exercises.answers import Record, SaveError
from helpers.exercises.record_line import Attempt
from helpers.ledgers import printing
from helpers.ledgers.claims import every_claim
from helpers.ledgers.keep_widget import KeepWidget
from helpers.ledgers.widgets import EssayWidget, LedgerWidget, PassageWidget
from tests.ledger.conftest import rewrite

SECRETS = ("WHYSECRET", "FORSECRET", "AGAINSTSECRET", "READINGSECRET")
ANSWER = {"verdict": "contested", "evidence": ["letter-1923"], "note": "Who heard it?"}


def plain(message):
    """Each widget has a number of its own, which says nothing."""
    return re.sub(r"IPY_MODEL_\w+", "", json.dumps(message, sort_keys=True))


@pytest.fixture
def sent(monkeypatch):
    """All that any widget sends to the browser, as text."""
    messages = []
    monkeypatch.setattr(ipywidgets.Widget, "_send", lambda self, msg, buffers=None: messages.append(plain(msg)))
    return messages


def ledger(kept, *names):
    return LedgerWidget([essay().passage(name) for name in names or ("p01", "p02")], kept)


def every_widget(kept):
    return [ledger(kept), *(PassageWidget(one, kept) for one in essay().passages), EssayWidget(kept)]


def receive(widget, **message):
    widget._receive(widget, message, None)


def told(kept):
    """All that the browser and the page are told of this course, asked for everything that can be asked."""
    widgets = every_widget(kept)
    for one in widgets:
        for turn, claim in enumerate(every_claim()):
            receive(one, type="ask", ask="bearing", claim=claim.id, turn=turn)
            receive(one, type="ask", ask="titles", ids=[claim.id], turn=turn)
            receive(one, type="ask", ask="evidence", text=claim.id, turn=turn)
        receive(one, type="ask", ask="evidence", text="secret", turn=99)
        receive(one, type="commit", claim="k1", answer={"verdict": "supported"}, confidence="sure")
        receive(one, type="commit", claim="k1", answer=ANSWER, confidence="")
    states = [{name: value for name, value in one.get_state().items() if name[0] != "_"} for one in widgets]
    pages = [one._repr_mimebundle_()[0] for one in widgets]
    prints = [{kind: page[kind] for kind in ("text/plain", "text/html")} for page in pages]
    return plain([states, prints])


def test_before_a_commit_nothing_of_the_editors_reaches_the_browser(kept, sent):
    before = told(kept) + "".join(sent)
    assert kept.read().attempts == ()
    for secret in SECRETS:
        assert secret not in before


def test_before_a_commit_the_browser_could_not_tell_other_verdicts_from_these(kept, sent, tower):
    """Turn every verdict, kind and reason round, and swap for and against: the browser is told the very same."""
    before = told(kept), list(sent)
    sent.clear()
    swaps = [(f",{one},WHY", ",supported,WHY") for one in ("misleading", "contested", "unsupported")]
    rewrite(tower / "claims.csv", *swaps, ("causal", "factual"), ("interpretive", "factual"))
    rewrite(
        tower / "claims.csv",
        ("FORSECRET the feast,feast-1930,AGAINSTSECRET the letter,letter-1923", "x,letter-1923,y,feast-1930"),
        ("FORSECRET a,feast-1930,AGAINSTSECRET b,letter-1923", "x,letter-1923;feast-1930,y,"),
    )
    rewrite(tower / "readings.csv", ("contested", "supported"), ("misleading", "supported"), ("READING", "OTHER"))
    after = told(kept), list(sent)
    assert "supported,WHYSECRET two" in (tower / "claims.csv").read_text()
    assert after == before


def test_after_a_commit_only_this_claims_verdict_is_told(kept, sent):
    one, whole = ledger(kept), EssayWidget(kept)
    one.commit("k2", ANSWER, "think")
    assert list(one.state["judged"]) == ["k2"]
    assert one.state["judged"]["k2"]["editors"]["verdict"] == "misleading"
    assert one.state["judged"]["k2"]["editors"]["why"].startswith("WHYSECRET two")
    assert one.state["judged"]["k2"]["editors"]["events_for"][0]["id"] == "feast-1930"
    everything = "".join(sent) + json.dumps([one.get_state(), whole.get_state()], default=str)
    for other in ("one", "three", "four", "five", "six", "seven", "eight"):
        assert f"WHYSECRET {other}" not in everything
    readings = whole.state["outcomes"]["who-wrote"]
    assert readings["The mayor did"]["k2"]["verdict"] == "contested"
    assert "k6" not in readings["The mayor did"]


def test_the_passage_shows_the_students_verdict_and_never_the_editors(kept):
    shown = PassageWidget(essay().passage("p01"), kept)
    ledger(kept).commit("k2", ANSWER, "think")
    assert shown.state["mine"] == {"k2": "contested"}
    assert "SECRET" not in json.dumps(shown.get_state(), default=str)


def test_first_and_last_verdict_are_both_kept_and_shown(kept):
    one = ledger(kept)
    one.commit("k2", ANSWER, "guess")
    one.commit("k2", {**ANSWER, "verdict": "supported", "note": ""}, "think")
    one.commit("k2", {**ANSWER, "verdict": "misleading", "evidence": ["walter-tower", "d1"]}, "sure")
    (found,) = one.state["judged"].values()
    assert (found["first"]["verdict"], found["first"]["confidence"]) == ("contested", "guess")
    assert (found["last"]["verdict"], found["last"]["confidence"]) == ("misleading", "sure")
    assert found["versions"] == 3
    assert found["compared"]["same"] is True
    assert [attempt.exercise for attempt in kept.read().attempts] == ["ledger/k2"] * 3
    fresh = ledger(Record(kept.folder))
    assert fresh.state["judged"] == one.state["judged"]


def test_the_same_verdict_again_is_not_saved_again(kept):
    one = ledger(kept)
    one.commit("k2", ANSWER, "guess")
    one.commit("k2", {**ANSWER, "note": " Who heard it? "}, "guess")
    assert "nothing has changed" in one.state["problem"]
    assert len(kept.read().attempts) == 1


def test_two_tabs_share_one_record(tmp_path):
    """Two kernels: each writes a file of its own; what was committed first is the first verdict in both."""
    folder = tmp_path / "answers"
    here, there = ledger(Record(folder)), ledger(Record(folder))
    here.commit("k2", ANSWER, "guess")
    assert there.state["judged"] == {}
    there.commit("k2", {**ANSWER, "verdict": "supported"}, "sure")
    assert there.state["judged"]["k2"]["first"]["verdict"] == "contested"
    assert there.state["judged"]["k2"]["last"]["verdict"] == "supported"
    here._show()
    assert here.state["judged"] == there.state["judged"]
    assert len(list(folder.glob("*.jsonl"))) == 2


def test_other_open_views_follow(kept):
    one, other, whole = ledger(kept), ledger(kept, "p01"), EssayWidget(kept)
    one.commit("k2", ANSWER, "think")
    assert other.state["judged"] == one.state["judged"]
    assert list(whole.state["judged"]) == ["k2"]


@pytest.mark.parametrize(
    ("answer", "confidence", "words"),
    [
        (None, "sure", "Choose a verdict first"),
        ({**ANSWER, "verdict": "true"}, "sure", "Choose a verdict first"),
        ({**ANSWER, "evidence": []}, "sure", "at least one piece of evidence"),
        ({**ANSWER, "evidence": "letter-1923"}, "sure", "at least one piece of evidence"),
        ({**ANSWER, "evidence": ["nowhere"]}, "sure", "The tables have no “nowhere”"),
        ({**ANSWER, "evidence": ["k1", "p01.s1"]}, "sure", "The essay cannot prove its own claims"),
        ({**ANSWER, "evidence": [f"x{n}" for n in range(13)]}, "sure", "Keep the 12 strongest"),
        ({**ANSWER, "note": "x" * 1001}, "sure", "The note has 1,001 characters"),
        ({**ANSWER, "note": ["x"]}, "sure", "The note must be text"),
        (ANSWER, "", "Say how sure you are"),
        (ANSWER, "very", "Say how sure you are"),
    ],
)
def test_what_is_not_ready_is_not_saved_and_shows_no_verdict(kept, answer, confidence, words):
    one = ledger(kept)
    receive(one, type="commit", claim="k1", answer=answer, confidence=confidence)
    assert words in one.state["problem"]
    assert one.state["judged"] == {}
    assert kept.read().attempts == ()


def test_a_claim_of_another_passage_is_refused(kept):
    one = ledger(kept, "p01")
    receive(one, type="commit", claim="k5", answer=ANSWER, confidence="sure")
    assert "no claim 'k5'" in one.state["problem"]
    assert kept.read().attempts == ()


def test_odd_lines_in_the_record_count_nothing(kept):
    kept.append(Attempt("ledger/k1", {"verdict": "superb"}, "sure"))
    kept.append(Attempt("ledger/k1", ["x"], "sure"))
    kept.append(Attempt("ledger/gone", ANSWER, "sure"))
    assert ledger(kept).state["judged"] == {}
    assert EssayWidget(kept).state["judged"] == {}


def test_what_cannot_be_saved_says_so_and_is_saved_later(kept, monkeypatch):
    one = ledger(kept)

    def refuse(line):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr(kept, "_write", refuse)
        one.commit("k2", ANSWER, "think")
        assert "NOT saved: the disk is full" in one.state["unsaved"]
        assert list(one.state["judged"]) == ["k2"]
        with pytest.raises(SaveError):
            kept.retry()
    receive(one, type="save")
    assert one.state["unsaved"] == ""
    assert one.state["saved"]
    assert len(Record(kept.folder).read().attempts) == 1


def test_a_fault_of_ours_is_a_sentence(kept, monkeypatch):
    one = ledger(kept)
    monkeypatch.setattr(kept, "append", lambda attempt: 1 / 0)
    receive(one, type="commit", claim="k1", answer=ANSWER, confidence="sure")
    assert one.state["problem"].startswith("Something went wrong in the course (ZeroDivisionError")


def test_what_was_begun_is_there_when_the_cell_runs_again(kept):
    one = ledger(kept, "p01")
    one.draft = {"open": "k2", "forms": {"k2": {"verdict": "contested", "note": "half"}}}
    assert ledger(kept, "p01").draft["forms"] == {"k2": {"verdict": "contested", "note": "half"}}
    one.draft = {"open": "k2", "forms": {}}
    assert ledger(kept, "p01").draft["forms"] == {}


def test_the_first_claim_that_is_not_judged_is_open(kept):
    one = ledger(kept)
    assert one.draft["open"] == "k1"
    one.commit("k1", ANSWER, "sure")
    assert ledger(kept).draft["open"] == "k2"


def test_all_open_with_their_state(kept, monkeypatch):
    """A browser that is too slow to begin hears of nothing that comes later."""
    opened, plain_open = [], ipywidgets.Widget.open
    monkeypatch.setattr(
        ipywidgets.Widget, "open", lambda one: (opened.append(one.get_state().get("state")), plain_open(one))
    )
    cards = [*every_widget(kept), KeepWidget(kept)]
    assert [state["turn"] for state in opened if state is not None] == [1] * len(cards)


def test_a_ledger_tells_of_a_damaged_record(kept):
    kept.append(Attempt("ledger/k1", ANSWER, "sure"))
    (file,) = kept.folder.glob("*.jsonl")
    file.write_bytes(b"torn\n" + file.read_bytes())
    assert "1 line " in ledger(Record(kept.folder)).state["notice"]


def test_evidence_collected_elsewhere_goes_to_the_open_claim(kept):
    one = ledger(kept, "p01")
    assert one.label == "Ledger, k1"
    one.draft = {**one.draft, "open": "k2"}
    key = next(key for key, label in tray.takers() if label == "Ledger, k2")
    assert tray.give(key, ["letter-1923", "nowhere"]) == "Added to the ledger, claim k2. It is not committed yet."
    assert (one.handed["claim"], one.handed["items"]) == ("k2", ["letter-1923"])
    one.draft = {"open": "k2", "forms": {"k2": {"evidence": [f"x{n}" for n in range(12)]}}}
    assert "12 are the most" in one.take(["letter-1923"])


def test_a_ledger_that_runs_again_takes_the_old_ones_place_and_goes_by_the_open_claim(kept):
    one, told = ledger(kept, "p01"), []
    one.draft = {**one.draft, "open": "k3"}
    end = tray.watch(lambda: told.append(next(label for _, label in tray.takers() if label.startswith("Ledger"))))
    again = ledger(kept, "p01")
    assert [label for _, label in tray.takers() if label in ("Ledger, k1", "Ledger, k3")] == ["Ledger, k1"]
    again.draft = {**again.draft, "open": "k4"}
    end()
    assert told[-1] == "Ledger, k4"


def test_a_ledger_without_claims_is_one_clear_sentence(kept):
    with pytest.raises(ValueError, match=r"^There is no claim to judge in p03\."):
        ledger(kept, "p03")


def test_a_claim_in_two_passages_is_judged_once(kept, tower):
    rewrite(tower / "claims.csv", ("k8,p02", "k8,p02;p03"))
    one = ledger(kept, "p02", "p03")
    assert [claim["id"] for part in one.static["passages"] for claim in part["claims"]] == ["k5", "k6", "k7", "k8"]


def test_on_paper_nothing_is_html_and_no_verdict_stands(kept):
    for one in every_widget(kept):
        page = one._repr_mimebundle_()[0]
        assert "<b>Nobody" not in page["text/html"]
        assert "<script>" not in page["text/html"]
        assert "$" not in page["text/html"]
        assert page["text/plain"]
    assert "&lt;b&gt;Nobody&lt;/b&gt; &amp; nothing" in ledger(kept)._repr_mimebundle_()[0]["text/html"]
    assert "is asleep" in printing.asleep_html("The ledger", "open it")


def test_without_tables_the_essay_still_shows(kept, tower):
    for name in ("claims", "events", "sources", "documents", "debate", "omissions", "readings"):
        (tower / f"{name}.csv").unlink()
    assert EssayWidget(kept).static["switches"] == []
    assert PassageWidget(essay().passage("p01"), kept).static["passage"]["claims"] == []


def test_a_broken_table_takes_nothing_else_away(kept, tower):
    (tower / "sources.csv").write_bytes(b"id,title\n\xff\xfe,x\n")
    (tower / "readings.csv").write_text("nonsense")
    assert ledger(kept).static["passages"][0]["claims"]
    assert EssayWidget(kept).static["switches"] == []


def test_headings_stand_before_their_paragraphs_with_their_levels(kept):
    headings = {one["id"]: one["headings"] for one in EssayWidget(kept).static["passages"]}
    assert headings == {"p01": [], "p02": [[2, "What went wrong"], [3, "The money"]], "p03": []}
