"""The form that marks: what it offers, what it writes, how far it is, and what it says is wrong."""

import json
from pathlib import Path

import pytest

from helpers.teacher import mark_widget
from helpers.teacher.assigning import Wish, assign
from helpers.teacher.choosing import choose
from helpers.teacher.exports.export import chosen
from helpers.teacher.mark_widget import mark_form
from helpers.teacher.saved_marks import saved_name


@pytest.fixture
def form(handed, school, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return mark_form()


def sent(form, school, **more):
    asked = {"type": "mark", "folder": "handed-in", "key": str(school / "lessons"), "out": "results", "members": ""}
    form._receive(form, {**asked, **more}, [])
    return form.state


def test_it_marks_and_says_what_was_written_and_what_is_wrong(form, school, tmp_path):
    state = sent(form, school)
    assert state["problem"] == ""
    assert state["made"] == "3 of 4 submissions marked"
    for written in ("gradebook", "results", "feedback", "problems"):
        assert Path(state[written]).exists()
    assert [Path(one).stem for one in state["texts"]] == ["03-essay", "03-in-a-sentence"]
    (broken,) = [one for one in state["wrong"] if one["ask"]]
    assert "Cem" in broken["student"] or "Cem" in broken["what"]
    assert form.progress == ""


def test_it_says_how_far_it_is(form, school, monkeypatch):
    said = []
    form.observe(lambda change: said.append(change["new"]), "progress")
    monkeypatch.setattr(mark_widget, "_EVERY", 0)
    sent(form, school)
    assert said[0] == "1 of 4 submissions marked"
    assert said[-2:] == ["4 of 4 submissions marked", ""]


def test_it_offers_the_keys_that_were_made_and_nothing_of_what_is_in_them(form, school, tmp_path):
    made = assign(Wish(("02",), "graded", due="Friday"), tmp_path / "assigned" / "one")
    (tmp_path / "assigned" / "key-broken.json").write_text("{")
    again = mark_form()
    place = made.keys[0].relative_to(tmp_path).as_posix()
    first, *lessons = again.offers
    assert first["path"] == place
    assert first["words"].startswith("02 Closed kinds, graded, due Friday: ")
    assert first["out"] == f"results/{made.keys[0].stem.removeprefix('key-')}"
    assert [one["words"].split(",")[0] for one in lessons] == ["01 Clocks", "02 Closed kinds", "03 Open kinds"]
    assert "secret" not in json.dumps(again.get_state(), default=str)
    assert "is no key" not in sent(again, school, **{"key": lessons[0]["path"], "out": lessons[0]["out"]})["problem"]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"folder": " "}, "Name the folder with your students' files in part 1."),
        ({"folder": "none"}, "There is no folder"),
        ({"key": ""}, "Choose a key in part 2."),
        ({"key": "none.json"}, "none.json cannot be read"),
        ({"out": ""}, "Name a folder for the results in part 3."),
        ({"out": "handed-in/results"}, "lies in the folder of submissions"),
        ({"members": "none.csv"}, "none.csv cannot be read"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_sentence_and_nothing_is_written(form, school, tmp_path, wrong, told):
    state = sent(form, school, **wrong)
    assert told in state["problem"]
    assert "made" not in state
    assert not (tmp_path / "results").exists()


def test_marks_from_another_computer_are_taken_by_the_form(form, school, tmp_path):
    sent(form, school)
    out = tmp_path / "results"
    text = (out / "by-hand" / "03-essay.csv").read_text(encoding="utf-8-sig")
    marked = text.replace(",,,\r\n", ",4,5,\r\n").replace(",,,\n", ",4,5,\n")
    assert marked != text
    name = saved_name(out, "03-essay").replace(".csv", " (1).csv")
    state = sent(form, school, type="take", files=[{"name": name, "text": marked}])
    assert state["taken"] == [f"Marks by hand for 03-essay taken from {name}."]
    assert ",4,5," in (out / "by-hand" / "03-essay.csv").read_text(encoding="utf-8-sig")
    for files, told in (
        ([], "No file was chosen"),
        ([{"name": "03-essay.csv", "text": ""}], "was not saved from a page"),
        (["x"], "was not saved"),
    ):
        assert told in sent(form, school, type="take", files=files)["problem"]


def test_a_fault_of_ours_does_not_leave_the_form_waiting(form, school, monkeypatch):
    def broken(*_, **__):
        raise RuntimeError("oh")

    monkeypatch.setattr(mark_widget, "run", broken)
    turn = form.state["turn"]
    assert "RuntimeError: oh" in sent(form, school)["problem"]
    form._receive(form, "nonsense", [])
    assert form.state["turn"] == turn + 1


@pytest.mark.parametrize("name", ["2", "02", "02-closed"])
def test_a_lesson_is_meant_by_its_number_as_it_is_said(school, name):
    assert [one.lesson for one in choose([name])] == ["02-closed"]
    assert {one.lesson for one in chosen([name])} == {"02-closed"}
