"""The card as Python knows it: what the browser is sent, and when."""

import pytest

from helpers import exercise
from helpers.exercises.answers import Record
from helpers.exercises.bank import find
from helpers.exercises.record_line import Attempt
from helpers.exercises.widgets import ExerciseWidget
from tests.kit.effort import calls


@pytest.fixture
def card(course_folder, tmp_path):
    """Make a card over a record of its own, as a fresh kernel would."""

    def make(name, record=None):
        return ExerciseWidget(find(name), record or Record(tmp_path / "answers"))

    return make


def send(card, **message):
    card._receive(card, message, None)


def test_before_an_answer_the_browser_knows_neither_key_nor_feedback(card):
    for name in ("01-kind", "01-letters", "01-order", "01-date", "01-span"):
        one = card(name)
        question = find(name)
        sent = str(one.get_state())
        assert question.worked not in sent
        assert question.sure_and_wrong not in sent
        assert one.state["tries"] == []
        assert one.state["worked"] is None
        assert one.state["reveal"] is None


def test_wrong_then_right_counts_half_and_opens_the_worked_answer(card):
    one = card("01-kind")
    send(one, type="commit", answer="inference", confidence="think")
    (first,) = one.state["tries"]
    assert first["tone"] == "none"
    assert first["fuller"] == ""
    assert first["items"][0]["about"] == "An inference from several facts"
    assert one.state["worked"] is None
    assert one.state["finished"] is False
    send(one, type="commit", answer="fact", confidence="sure")
    assert one.state["marks"] == "1 of 2"
    assert one.state["finished"] is True
    assert one.state["reveal"] == {"right": ["fact"], "open": []}
    assert one.state["worked"]["open"] is False


def test_sure_and_wrong_opens_the_fuller_explanation_and_two_wrong_the_worked_answer(card):
    one = card("01-kind")
    send(one, type="commit", answer="inference", confidence="sure")
    assert one.state["tries"][0]["fuller"] == find("01-kind").sure_and_wrong
    send(one, type="commit", answer="judgement", confidence="guess")
    assert one.state["tries"][1]["fuller"] == ""
    assert one.state["worked"]["open"] is True
    assert one.state["marks"] == "0 of 2"


def test_evidence_gives_no_date_away_while_a_try_is_left(card):
    one = card("01-date")
    send(one, type="commit", answer="1930-05", confidence="think")
    assert one.state["tries"][0]["items"][0]["evidence"] == [
        {"id": "", "title": "The bell arrives by rail", "date": "", "text": ""}
    ]
    assert "1924" not in str(one.state)
    send(one, type="commit", answer="1930-05", confidence="think")
    assert "14 May 1924" in str(one.state["worked"])
    assert "about 6 years too late" in str(one.state["tries"][1]["items"])


def test_evidence_opens_to_what_its_row_says_and_never_to_a_verdict():
    from helpers.exercises.titles import title_of
    from helpers.tables import load_claims, load_events

    event, claim = load_events().iloc[3], load_claims().iloc[3]
    assert title_of(event["id"])["text"] == event["summary"]
    assert title_of(claim["id"])["text"] == ""
    assert claim["quote"].startswith(title_of(claim["id"])["title"].removesuffix(" …"))
    assert title_of("p02.s1")["text"].startswith("“")
    assert title_of("p99.s1")["text"] == ""
    assert title_of("nothing-known") == {"id": "nothing-known", "title": "nothing-known", "date": "", "text": ""}


def test_missing_parts_are_named_and_use_no_try(card):
    one = card("01-letters")
    send(one, type="commit", answer=[], confidence="think")
    assert one.state["problem"] == "Choose at least one option."
    send(one, type="commit", answer=["bell"], confidence=None)
    assert "how sure" in one.state["problem"]
    send(one, type="commit", answer=["vanished"], confidence="think")
    assert "changed" in one.state["problem"]
    send(one, type="nonsense")
    send(one)
    assert one.state["tries"] == []


def test_a_fault_of_ours_is_told_and_not_swallowed(card, monkeypatch):
    one = card("01-kind")
    monkeypatch.setattr(one, "commit", lambda *_: 1 / 0)
    send(one, type="commit", answer="fact", confidence="sure")
    assert "ZeroDivisionError" in one.state["problem"]


def test_reopened_in_a_new_kernel_the_earlier_answer_is_there(card):
    send(card("01-order"), type="commit", answer=["letter", "tower", "bell", "feast"], confidence="guess")
    again = card("01-order")
    assert again.state["tries"][0]["answer"] == ["letter", "tower", "bell", "feast"]
    assert again.state["tries"][0]["confidence"] == "guess"
    assert again.state["used"] == 1
    assert again.state["marks"] == "1.3 of 2"


def test_two_kernels_share_the_tries(card, tmp_path):
    one, two = card("01-kind"), card("01-kind")
    send(one, type="commit", answer="inference", confidence="think")
    assert two.state["tries"] == []
    send(two, type="commit", answer="judgement", confidence="think")
    assert two.state["used"] == 2
    assert two.state["finished"] is True
    send(one, type="commit", answer="fact", confidence="think")
    assert "another tab" in one.state["problem"]
    assert len(Record(tmp_path / "answers").read().attempts) == 2


def test_two_cards_of_one_kernel_show_the_same_at_once(card, tmp_path):
    record = Record(tmp_path / "answers")
    one, two, other = card("01-kind", record), card("01-kind", record), card("01-order", record)
    send(one, type="commit", answer="fact", confidence="think")
    assert two.state["tries"] == one.state["tries"]
    assert other.state["tries"] == []


def test_an_answer_that_cannot_be_saved_is_told_kept_and_saved_later(card, tmp_path):
    (tmp_path / "answers").write_text("a file in the way")
    one = card("01-kind")
    send(one, type="commit", answer="inference", confidence="think")
    assert one.state["unsaved"].startswith("Your answer is NOT saved")
    assert one.state["tries"][0]["answer"] == "inference"
    assert one.state["saved"] == ""
    send(one, type="save")
    assert one.state["unsaved"]
    (tmp_path / "answers").unlink()
    send(one, type="save")
    assert one.state["unsaved"] == ""
    assert one.state["saved"]
    assert Record(tmp_path / "answers").read().attempts[0].answer == "inference"


def test_an_earlier_form_of_the_question_is_told_calmly_and_counts_nothing(card, tmp_path):
    Record(tmp_path / "answers").append(Attempt("01-kind", "an-option-of-last-year", "sure"))
    one = card("01-kind")
    assert one.state["tries"] == []
    assert "has changed since" in one.state["notice"]
    assert one.state["used"] == 0


def test_damage_is_told_once(card, tmp_path):
    (tmp_path / "answers").mkdir()
    (tmp_path / "answers" / "attempts-x.jsonl").write_bytes(b"rubbish\n")
    assert "set aside" in card("01-kind").state["notice"]
    assert card("01-kind").state["notice"] == ""


def test_showing_a_card_writes_nothing(card, tmp_path):
    card("01-kind")
    assert not (tmp_path / "answers").exists()


def test_a_page_without_widgets_shows_the_question_in_print(card):
    data, _ = card("01-kind")._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    assert "The clock tower was finished" in data["text/html"]
    assert "The clock tower was finished" in data["text/plain"]
    assert "builder" not in data["text/html"]


def test_the_public_door(course_folder):
    one = exercise("01-kind")
    assert one.question["title"] == "What kind of statement is this?"
    with pytest.raises(ValueError, match="01-kind"):
        exercise("01-kimd")


def test_a_commit_is_little_work(card):
    one = card("01-kind")
    assert calls(lambda: send(one, type="commit", answer="inference", confidence="think")) < 1_000


# ---------------------------------------------------------------- kinds that no machine marks

TEXT = {"text": "Too dear.", "evidence": ["letter-1923"], "checks": [1], "self": {}}


def test_a_text_is_saved_as_often_as_wanted_and_the_last_version_stands(card, tmp_path):
    one = card("03-in-a-sentence")
    assert one.state["reveal"] is None
    send(one, type="commit", answer={"text": "First.\n"}, confidence="")
    assert one.state["reveal"]["samples"][0]["label"] == "A secure answer"
    send(one, type="commit", answer=TEXT)
    send(one, type="commit", answer={**TEXT, "text": "  "})
    assert one.state["problem"] == "Write your text first."
    assert [one["answer"] for one in one.state["tries"]] == [TEXT]
    assert (one.state["used"], one.state["finished"], one.state["marks"]) == (2, False, "")
    kept = Record(tmp_path / "answers").read().attempts
    assert [attempt.answer["text"] for attempt in kept] == ["First.", "Too dear."]
    assert {attempt.confidence for attempt in kept} == {""}
    assert card("03-in-a-sentence").state["tries"][0]["answer"] == TEXT


def test_a_text_that_cannot_be_saved_is_told_kept_and_saved_later(card, tmp_path):
    (tmp_path / "answers").write_text("a file in the way")
    one = card("03-essay")
    send(one, type="commit", answer=TEXT)
    assert one.state["unsaved"].startswith("Your answer is NOT saved")
    assert one.state["tries"][0]["answer"] == TEXT
    (tmp_path / "answers").unlink()
    send(one, type="save")
    assert one.state["saved"]
    assert Record(tmp_path / "answers").read().attempts[0].answer == TEXT


def test_where_one_stood_before_stays_also_in_another_tab(card):
    one, two = card("03-stand"), card("03-stand")
    send(one, type="commit", answer={"before": {"position": 2, "reason": "Dear."}})
    send(two, type="commit", answer={"before": {"position": 5, "reason": "Cheap."}})
    assert "saved already" in two.state["problem"]
    after = {"position": 4, "reason": "It rang.", "other_side": "Dear."}
    send(two, type="commit", answer={"before": {"position": 5, "reason": "Cheap."}, "after": after})
    assert two.state["tries"][0]["answer"] == {"before": {"position": 2, "reason": "Dear."}, "after": after}
    assert two.state["reveal"]["moved"].startswith("You moved from 2 to 4")
    assert two.state["finished"]


def test_what_is_written_and_not_saved_outlives_the_card_but_not_the_kernel(card, tmp_path):
    record = Record(tmp_path / "answers")
    one = card("03-essay", record)
    one.draft = {"answer": TEXT}
    del one
    assert card("03-essay", record).draft == {"answer": TEXT}
    assert card("03-in-a-sentence", record).draft == {}
    assert card("03-essay").draft == {}


def test_evidence_collected_elsewhere_goes_into_the_draft(card, course_folder):
    from helpers.exercises import tray

    one = card("03-in-a-sentence")
    key = next(key for key, label in tray.takers() if label == "Exercise 2: Why did it take so long?")
    assert "not saved yet" in tray.give(key, ["bell-1924", "bell-1924"])
    assert one.draft["answer"]["evidence"] == ["bell-1924"]
    send(one, type="commit", answer=TEXT)
    one.draft = {}
    one.take(["feast-1930"])
    assert one.draft["answer"] == {**TEXT, "evidence": ["letter-1923", "feast-1930"]}
    # Which of several things the evidence bears on, only the student knows.
    weigh = card("03-why-late")
    assert "where it belongs" in weigh.take(["tower-1921"])
    assert tray.collected() == ("tower-1921",)
    tray.drop("tower-1921")
    assert weigh.draft == {}


def test_a_card_answers_what_its_search_box_asks(card, monkeypatch):
    one = card("03-in-a-sentence")
    sent = []
    monkeypatch.setattr(one, "send", sent.append)
    send(one, type="ask", ask="evidence", text="council", turn="t1")
    send(one, type="ask", ask="nobody knows", turn="t2")
    assert [(reply["type"], reply["to"], reply["turn"]) for reply in sent] == [
        ("reply", "evidence", "t1"),
        ("reply", "nobody knows", "t2"),
    ]
    assert sent[0]["found"][0]["id"] == "letter-1923"


def test_a_folder_that_does_not_last_is_told_before_it_is_gone(card, monkeypatch):
    assert card("01-kind").state["passing"] == ""
    monkeypatch.setenv("BINDER_LAUNCH_HOST", "somewhere")
    assert "keep_answers()" in card("01-kind").state["passing"]


def test_an_exercise_asked_again_has_a_record_of_its_own(card):
    send(card("01-kind"), type="commit", answer="fact", confidence="sure")
    again = card("03-again")
    assert again.state["tries"] == []
    assert again.question["recalled"] == "1"
    send(again, type="commit", answer="fact", confidence="sure")
    assert again.state["marks"] == "2 of 2"
    assert len(card("01-kind").state["tries"]) == 1
