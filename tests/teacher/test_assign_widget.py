"""The form that makes an assignment: what it offers, what it makes, and what it says of it."""

import json
import zipfile
from pathlib import Path

import pytest

from helpers.teacher import assign_widget
from helpers.teacher.assign_widget import AssignWidget, assign_form, offered, wish_of
from helpers.teacher.classroom import Class
from helpers.teacher.keys import load_key


def ask(**more):
    return {"type": "assign", "what": ["02-closed"], "mode": "graded", "out": "assigned/one", "zipped": True, **more}


@pytest.fixture
def form(school, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    return assign_form()


def sent(form, **more):
    form._receive(form, ask(**more), [])
    return form.state


def test_it_offers_every_exercise_with_its_kind_and_marks(form, bank):
    assert [one["id"] for one in form.lessons] == ["01-clocks", "02-closed", "03-open"]
    told = {one["id"]: one["about"] for lesson in offered() for one in lesson["exercises"]}
    assert set(told) == set(bank)
    for name, question in bank.items():
        assert told[name].startswith(question.ask)
        assert told[name].endswith("marks" if hasattr(question, "marks") else "a person reads it")
    # Nothing of a key goes to the browser, not even to a teacher's.
    sent_to_browser = json.dumps(form.get_state(), default=str)
    assert not [one.id for one in bank.values() if hasattr(one, "worked") and one.worked in sent_to_browser]


def test_it_makes_the_assignment_and_says_where_the_key_lies_and_what_never_to_hand_out(form, tmp_path):
    state = sent(form, due="Friday")
    assert state["problem"] == ""
    assert state["made"] == "1 bundle, graded"
    (key,) = map(Path, state["keys"])
    assert load_key(key).due == "Friday"
    assert key.parent == tmp_path / "assigned" / "one"
    assert state["files"] == ["02-closed.zip"]
    bundle = Path(state["hand_out"]) / "02-closed.zip"
    assert not any("key" in name.split("/")[-1] for name in zipfile.ZipFile(bundle).namelist())
    assert "never hand it out" in state["keep"]
    assert state["see"] == [f'Class("handed-in", key="assigned/one/{key.name}")']
    assert str(key) in state["mark"][0]
    # What it tells to write works as it stands.
    (tmp_path / "handed-in").mkdir()
    (tmp_path / "handed-in" / "ann.txt").write_text("nothing yet")
    classroom = eval(state["see"][0], {"Class": Class})
    assert classroom._gathered.key.assignment == load_key(key).assignment
    # The next one is offered another folder.
    assert state["out"] != "assigned/one"


def test_a_list_of_names_makes_a_bundle_each(form):
    state = sent(form, students="Ann Example\n\nBo Example\n", mode="practice", zipped=False)
    assert state["made"] == "2 bundles, practice"
    assert "each their own" in state["each"]
    assert sorted(path.name for path in Path(state["hand_out"]).iterdir()) == ["Ann-Example", "Bo-Example"]
    assert "no key" not in state["keep"]
    assert "answers are in what you hand out" in state["keep"]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"what": []}, "Nothing is chosen yet"),
        ({"what": "02"}, "Nothing is chosen yet"),
        ({"what": ["99"]}, "no lesson and no exercise '99'"),
        ({"mode": "exam"}, "Choose practice or graded"),
        ({"out": " "}, "Name a new folder"),
        ({"students": "Ann\nann\n"}, "Your class list: 'ann' and 'Ann' cannot be told apart"),
        ({"students": "x" * 700_000}, "The class list is too long"),
        ({"students": ["Ann"]}, "The class list is too long"),
    ],
)
def test_what_is_wrong_is_told_in_a_sentence_and_nothing_is_made(form, tmp_path, wrong, told):
    state = sent(form, **wrong)
    assert told in state["problem"]
    assert "made" not in state
    assert not (tmp_path / "assigned").exists()


def test_an_earlier_key_is_never_written_over(form, tmp_path):
    key = Path(sent(form)["keys"][0])
    before = key.read_bytes()
    assert "is there already. Name a new folder in part 4" in sent(form)["problem"]
    assert key.read_bytes() == before


def test_a_fault_of_ours_does_not_leave_the_form_waiting(form, monkeypatch):
    def broken(*_):
        raise RuntimeError("oh")

    turn = form.state["turn"]
    monkeypatch.setattr(assign_widget, "assign", broken)
    state = sent(form)
    assert "RuntimeError: oh" in state["problem"]
    assert state["turn"] == turn + 1
    form._receive(form, {"type": "other"}, [])
    form._receive(form, "nonsense", [])
    assert form.state["turn"] == turn + 1


def test_only_true_ticks_a_box(school):
    wish, _, _ = wish_of(ask(shuffle=1, zipped="yes", with_text=True))
    assert (wish.shuffle, wish.zipped, wish.with_text) == (False, False, True)


def test_folders_of_one_day_are_numbered(form, tmp_path):
    first = Path(form.state["out"])
    (tmp_path / first).mkdir(parents=True)
    assert AssignWidget().state["out"] == f"{first.as_posix()}-2"
