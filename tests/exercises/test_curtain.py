"""The curtain: what is behind it is not sent, the day stays in its bounds, and the record lifts it."""

import gc
import json

import ipywidgets
import pandas as pd
import pytest

from helpers.curtains.standing import as_known, known, steps
from helpers.curtains.widget import Curtain
from helpers.exercises.answers import Record
from helpers.exercises.bank import PlainError, find
from helpers.exercises.widgets import ExerciseWidget

ANSWER = {"seat": "council", "advice": "pay", "reason": "Three years are enough.", "evidence": ["letter-1923"]}


@pytest.fixture
def events():
    rows = [
        ("tower-1921", "1921-06-01", "1921-06-01", "The clock tower is finished"),
        ("letter-1923", "1923-05-01", "1923-05-31", "The council complains of the bell"),
        ("bell-1924", "1924-05-14", "1924-05-14", "The bell arrives by rail"),
        ("feast-1930", "1930-01-01", "1930-12-31", "The town holds its feast"),
        ("tale", None, None, "Nobody knows when"),
    ]
    table = pd.DataFrame(rows, columns=["id", "start", "end", "title"])
    table[["start", "end"]] = table[["start", "end"]].apply(pd.to_datetime)
    more = {"category": "town", "status": "contested", "dispute": "DISPUTED", "notes": "LATER", "sources": "x;y"}
    return table.assign(**more)


@pytest.fixture
def kept(tmp_path, course_folder):
    yield Record(tmp_path / "answers")
    # An explorer that is left open would go on talking while other tests listen.
    ipywidgets.Widget.close_all()
    gc.collect()


def sent(view: Curtain) -> str:
    data = view._explorer.data
    columns = b" ".join(bytes(one) for one in data["columns"].values()).decode("utf-8", "replace")
    return json.dumps([view._rail.state, {k: v for k, v in data.items() if k != "columns"}]) + columns


def hang(events, kept, day="1924-04-30"):
    return Curtain(events, day, advice="03-advise", kept=kept)


def test_a_month_is_known_when_it_is_over_and_the_undated_never(events):
    assert list(known(events, pd.Timestamp("1923-05-30").date())["id"]) == ["tower-1921"]
    assert list(known(events, pd.Timestamp("1923-05-31").date())["id"]) == ["tower-1921", "letter-1923"]
    assert len(known(events, pd.Timestamp("2100-01-01").date())) == 4
    assert steps(events) == ["1921-06-01", "1923-05-31", "1924-05-14", "1930-12-31"]


def test_later_knowledge_of_an_early_event_is_kept_back(events, kept):
    early = as_known(events, pd.Timestamp("1924-04-30").date())
    assert not {"status", "dispute", "passages"} & set(early)
    assert set(early["sources"]) == {""}
    assert "LATER" not in early["notes"].iloc[0]
    assert "2 sources of this course on it are of a later date" in early["notes"].iloc[0]


def test_what_became_known_later_than_its_date_stays_behind_the_curtain(events, kept, own_course):
    (own_course / "data" / "known_from.csv").write_text(
        "id,part,known_from,why\ntower-1921,row,1925,a secret\nletter-1923,text,1930,told then\n", encoding="utf-8"
    )
    told = events.assign(summary="SUMMARY")
    seen = as_known(told, pd.Timestamp("1924-04-30").date())
    assert list(seen["id"]) == ["letter-1923"]
    assert list(seen["summary"]) == [""]
    assert "clock tower" not in sent(hang(told, kept))
    assert list(as_known(told, pd.Timestamp("1931-01-01").date())["summary"]) == ["SUMMARY"] * 4


def test_nothing_from_behind_the_curtain_is_sent_before_the_advice(events, kept):
    view = hang(events, kept)
    for words in ("rail", "feast", "1930", "DISPUTED"):
        assert words not in sent(view)
    assert "complains" in sent(view)
    assert list(view.seen["id"]) == ["tower-1921", "letter-1923"]


def test_it_goes_no_further_than_its_day_until_the_advice_is_committed(events, kept):
    view = hang(events, kept)
    view._receive(view, {"type": "day", "day": "1931-01-01"}, [])
    assert view._rail.state["day"] == "1924-04-30"
    assert view._rail.state["on"] == ""
    assert "feast" not in sent(view)
    view._receive(view, {"type": "day", "day": view._rail.state["back"]}, [])
    assert list(view.seen["id"]) == ["tower-1921", "letter-1923"]
    view._receive(view, {"type": "day", "day": "1923-05-30"}, [])
    assert list(view.seen["id"]) == ["tower-1921"]
    assert "complains" not in sent(view)


def test_the_commit_lifts_it_at_once_and_the_record_does_after_a_reload(events, kept):
    view = hang(events, kept)
    ExerciseWidget(find("03-advise"), kept).commit(ANSWER, "sure")
    assert view._rail.state["lifted"]
    # The advice is committed; the student lifts the curtain, step by step.
    assert view._rail.state["day"] == "1924-04-30"
    assert "rail" not in sent(view)
    view._receive(view, {"type": "day", "day": view._rail.state["on"]}, [])
    assert "The bell arrives by rail" in sent(view)
    assert "feast" not in sent(view)
    view.move("2000-01-01")
    assert "feast" in sent(view)
    assert "DISPUTED" in sent(view)
    other = hang(events, Record(kept.folder))
    assert other.lifted


def test_another_kernels_commit_is_seen_at_the_next_step(events, kept):
    view = hang(events, kept)
    ExerciseWidget(find("03-advise"), Record(kept.folder)).commit(ANSWER, "sure")
    view._receive(view, {"type": "day", "day": "1924-05-14"}, [])
    assert "The bell arrives by rail" in sent(view)


def test_a_curtain_of_its_own_goes_wherever_it_is_hung(events, kept):
    view = Curtain(events, "1922-01-01", kept=kept)
    assert list(view.seen["id"]) == ["tower-1921"]
    view.move("1930-12-31")
    assert len(view.seen) == 4


@pytest.mark.parametrize("day", ["soon", "1924-02-31", "1924"])
def test_a_day_that_is_none_is_refused_in_words(events, kept, day):
    with pytest.raises(PlainError, match="is no day"):
        Curtain(events, day, kept=kept)
    view = hang(events, kept)
    view._receive(view, {"type": "day", "day": day}, [])
    assert "is no day" in view._rail.state["problem"]
    assert view._rail.state["day"] == "1924-04-30"


def test_it_needs_an_exercise_of_its_kind_and_not_a_later_day(events, kept):
    with pytest.raises(PlainError, match="kind advise"):
        Curtain(events, "1924-01-01", advice="03-stand", kept=kept)
    with pytest.raises(PlainError, match="later than 1924-04-30"):
        hang(events, kept, "1924-05-01")
    with pytest.raises(PlainError):
        Curtain(events, "1924-01-01", advice="03-nothing", kept=kept)


def test_a_curtain_that_is_gone_no_longer_follows_the_record(events, kept):
    view = hang(events, kept)
    view.close()
    del view
    gc.collect()
    card = ExerciseWidget(find("03-advise"), kept)
    card.commit(ANSWER, "sure")
    assert card.state["finished"]


def test_it_opens_with_its_state(events, kept, monkeypatch):
    """A browser that is too slow to begin hears of nothing that comes later."""
    opened, plain_open = [], ipywidgets.Widget.open
    monkeypatch.setattr(
        ipywidgets.Widget, "open", lambda one: (opened.append(one.get_state().get("state")), plain_open(one))
    )
    view = hang(events, kept)
    assert view._rail.state in opened
