"""A class on a projector: names hidden or shown everywhere at once, and what students wrote as nothing but text."""

import json

import pytest

from helpers.exercises.record_line import Attempt
from helpers.teacher.classroom import Class
from helpers.teacher.incoming import submissions
from helpers.teacher.labels import FILE, labels, secret_of
from helpers.teacher.projector import MOST_SCREENS, PROJECTOR, NameSwitch

from .conftest import VIEWS, everything, good_and_bad, lines

EVIL = 'Eve <script>alert(1)</script> $x$ %{y} "q"'
PLOTLY = "application/vnd.plotly.v1+json"


@pytest.fixture(autouse=True)
def fresh():
    PROJECTOR._screens.clear()
    PROJECTOR.hidden = True
    yield
    PROJECTOR.hidden = True


# ---------------------------------------------------------------------- names


def test_labels_are_stable_and_tell_nothing():
    some, more = labels(["Ann", "Bo", "Cem"], "secret"), labels(["Zed", "Bo", "Ann", "Dan", "Cem"], "secret")
    assert some == {name: more[name] for name in some}
    assert labels(["ANN "], "secret")["ANN "] == some["Ann"]
    assert labels(["Ann"], "other")["Ann"] != some["Ann"]
    many = labels([f"s{n}" for n in range(3000)], "secret")
    assert len(set(many.values())) == 3000
    names = sorted(many)
    by_label = sorted(names, key=many.__getitem__)
    assert by_label != names
    assert by_label[:3] != names[:3]


def test_the_labels_stay_the_same_from_week_to_week(handed, bank):
    before = Class(handed)._labels
    (handed / "Dora Late.jsonl").write_bytes(lines(good_and_bad(bank.values())))
    after = Class(handed)._labels
    assert before == {name: after[name] for name in before}
    # Their secret lies in the folder and is no submission; a link in its place is not followed.
    assert FILE not in {path.name for one in submissions(handed) for path in one.paths}
    kept = (handed / FILE).read_text()
    (handed / FILE).unlink()
    (handed / FILE).symlink_to("/dev/zero")
    assert secret_of(handed) != kept.strip()


def test_hidden_names_are_nowhere_and_the_switch_turns_every_cell(handed):
    (handed / "Ann Wrong.jsonl").write_bytes((handed / "Bea Wrong.jsonl").read_bytes())  # a remark that names
    classroom = Class(handed)
    names = ("Ann", "Bea", "Zoe", "Cem", "zz-private", "handed-in", "Wrong")
    hidden = everything(classroom)
    assert not [name for name in names if name in hidden.replace("Wrong answers to", "")]
    assert all(classroom._labels[one.name] in hidden for one in classroom._gathered.members)
    switch = NameSwitch()
    switch.hidden = False
    now = "".join(json.dumps([one["data"] for one in screen.output.outputs]) for screen in PROJECTOR._screens)
    assert all(name in now for name in ("Ann Wrong", "Bea Wrong", "Zoe Good", "Cem Broken", "zz-private"))
    other = NameSwitch()
    assert other.hidden is False
    other.hidden = True
    assert switch.hidden is True
    again = "".join(json.dumps([one["data"] for one in screen.output.outputs]) for screen in PROJECTOR._screens)
    assert not [name for name in names if name in again.replace("Wrong answers to", "")]


def test_cells_that_ran_again_are_emptied_at_last(handed):
    classroom = Class(handed)
    classroom.show_names()
    first = [classroom.handed_in(), PROJECTOR._screens[0]][1]
    for _ in range(MOST_SCREENS):
        classroom.handed_in()
    assert len(PROJECTOR._screens) == MOST_SCREENS
    assert first.output.outputs == ()


def test_the_saved_notebook_holds_no_name(handed, capsys):
    classroom = Class(handed)
    classroom.show_names()
    for view in VIEWS:
        getattr(classroom, view)()
    classroom._ipython_display_()
    assert not [name for name in ("Ann", "Zoe", "Bea") if name in capsys.readouterr().out]


# ---------------------------------------------------------------------- what students wrote


def test_whatever_students_write_is_text(bank, school, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    code = next(one for one in bank.values() if one.kind == "code" and not isinstance(one.value, tuple))
    wrong = {"code": "x", "value": "<img src=x onerror=alert(2)>", "error": ""}
    stopped = {"code": "x", "value": None, "error": "<b onload=alert(3)>$y$"}
    for name, answer in ((EVIL, wrong), ("Bo", stopped)):
        made = [one for one in good_and_bad(bank.values(), False) if one.exercise != code.id]
        made.append(Attempt(code.id, answer, "sure", code.lesson))
        (folder / "x.jsonl").write_bytes(lines(made))
        (folder / "x.jsonl").rename(folder / f"{name.replace('/', '∕')}.jsonl")
    classroom = Class(folder)
    assert any("<script>alert" in one.name for one in classroom._gathered.members)
    for _ in range(2):
        for view in VIEWS:
            getattr(classroom, view)()
            for output in PROJECTOR._screens[-1].output.outputs:
                page = output["data"].get("text/html", "")
                for bad in ("<script>alert", "<img src=x", "<b onload", "$x$", "$y$"):
                    assert bad not in page, view
                figure = output["data"].get(PLOTLY, {})
                for trace in figure.get("data", ()):
                    told = json.dumps([trace["name"], trace.get("customdata"), trace.get("hovertemplate")])
                    assert "<script" not in told
                    assert "%{y}" not in told
                    assert "$x$" not in told
                ticks = json.dumps(figure.get("layout", {}).get("yaxis", {}))
                assert "<script" not in ticks
                assert "$x$" not in ticks
        classroom.show_names()
