"""A class seen by its teacher: from folders good and bad, what went wrong in it, its figures, and a made-up one."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.exercises.bank import lesson_folders, load_exercises
from helpers.exercises.record_line import Attempt
from helpers.figures import describe, table_of
from helpers.teacher import class_views, made_up
from helpers.teacher.assigning import Wish, assign
from helpers.teacher.class_data import ClassFault, Member, gather, member_of
from helpers.teacher.classroom import Class
from helpers.teacher.heat_map import MOST, heat_map
from helpers.teacher.keys import Key, load_key
from helpers.teacher.labels import FILE
from helpers.teacher.projector import PROJECTOR
from helpers.teacher.running import run
from helpers.teacher.wrong_answers import drawn, wrong_parts
from tests.kit.tries import key_answer, wrong_answer

from .conftest import VIEWS, attempt, everything, good_and_bad, lines, shown

# ---------------------------------------------------------------------- reading


def test_a_folder_of_submissions_is_read_and_a_bad_one_stops_nobody(handed):
    found = gather(handed)
    assert [one.name for one in found.members] == ["Ann Wrong", "Bea Wrong", "Cem Broken", "Zoe Good"]
    assert [bool(one.rows) for one in found.members] == [True, True, False, True]
    broken = found.members[2]
    assert "damaged or no zip" in broken.problem
    assert "zip" in broken.ask
    zoe = found.members[3]
    marked = [row for row in zoe.rows.values() if row.maximum]
    assert all(row.marks == row.maximum for row in marked)
    assert len(marked) >= 10
    # Texts are not needed here, so they are not kept.
    assert all(row.counts is None for row in zoe.rows.values() if row.kind in ("essay", "short-text", "position"))


def test_the_results_folder_says_the_same_but_for_the_ledger(handed, school, tmp_path):
    run(handed, school / "lessons", tmp_path / "results")
    one, two = gather(handed), gather(tmp_path / "results")
    assert [member.name for member in one.members] == [member.name for member in two.members]
    for here, there in zip(one.readable, two.readable, strict=True):
        for name, row in here.rows.items():
            other = there.rows[name]
            for part in ("state", "marks", "maximum", "tries", "first", "counts", "confidence"):
                assert getattr(row, part) == getattr(other, part), (name, part)
            assert other.share == pytest.approx(row.share)
    assert [drawn_.wrong for drawn_ in drawn(one)] == [drawn_.wrong for drawn_ in drawn(two)]
    assert two.members[2].problem
    assert not two.ledger
    assert "nothing of the ledger" in shown(Class(tmp_path / "results").ledger)


def test_a_graded_class_needs_its_key_and_shows_the_last_answers(school, bank, tmp_path):
    made = assign(Wish(("all",), "graded"), tmp_path / "out")
    keys = {path: load_key(path) for path in made.keys}
    path, key = next(
        (path, key) for path, key in keys.items() if any(q.kind == "choose-one" for q in key.questions.values())
    )
    question = next(one for one in key.questions.values() if one.kind == "choose-one")
    to_theirs = {mine: name for name, mine in key.names[question.id].items()}
    folder = tmp_path / "handed"
    folder.mkdir()
    lesson = f"{question.lesson}@{key.assignment}"
    tries = [key_answer(question), wrong_answer(question)]
    saved = [Attempt(question.id, to_theirs[one], "sure", lesson) for one in tries]
    (folder / "ann.jsonl").write_bytes(lines(saved))
    found = gather(folder, path)
    (here,) = [one for one in drawn(found) if one.question.id == question.id]
    assert (here.answered, here.off) == (1, 1)
    assert found.secret == key.secret
    assert not (folder / FILE).exists()
    without = gather(folder)
    assert "its key" in without.members[0].ask


@pytest.mark.parametrize(
    ("csv", "told"),
    [
        ("student,exercise\nAnn,x\n", "no column 'state'"),
        ("", "results.csv is empty"),
        (
            "student,exercise,state,marks,maximum,first_answer,confidence,first_share\nA,99-x,marked,1,2,a,sure,1\n",
            "key",
        ),
    ],
)
def test_a_results_folder_that_is_none_is_told_in_a_sentence(school, tmp_path, csv, told):
    (tmp_path / "results.csv").write_text(csv)
    with pytest.raises(ClassFault, match=told):
        gather(tmp_path)


def test_hostile_results_are_data(school, bank, tmp_path):
    question = next(one for one in bank.values() if one.kind == "choose-many")
    head = "student,exercise,state,marks,maximum,first_answer,confidence,first_share"
    for answer in ('"["', '"[[[[[["', f'"{"[" * 90_000}"', '"{""a"": NaN}"', '"[1,2,3]"', "=1+1"):
        (tmp_path / "results.csv").write_text(f"{head}\nA,{question.id},marked,nan,2,{answer},sure,inf\n")
        found = gather(tmp_path)
        assert all(not one.wrong for one in drawn(found))
        everything(Class(tmp_path))


def test_a_folder_is_looked_for_here_and_in_the_course(handed, school, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert len(Class("handed-in")._gathered.members) == 4
    (school / "there").mkdir()
    (school / "there" / "ann.jsonl").write_bytes((handed / "Zoe Good.jsonl").read_bytes())
    assert len(Class("there")._gathered.members) == 1
    with pytest.raises(ClassFault, match="There is no 'nowhere', neither in"):
        Class("nowhere")


def test_a_class_list_shows_who_is_missing(handed, tmp_path):
    listed = tmp_path / "class.csv"
    listed.write_text("First name,Last name,Email address\nZoe,Good,z@x.org\nDan,Late,d@x.org\nAnn,Wrong,a@x.org\n")
    absent = [one.name for one in gather(handed, members=listed).members if one.absent]
    assert absent == ["Dan Late"]


# ---------------------------------------------------------------------- what went wrong


def test_every_wrong_option_names_whom_it_drew_with_its_feedback(handed, bank):
    found = {one.question.id: one for one in drawn(gather(handed))}
    assert len(found) == sum(hasattr(one, "marks") for one in bank.values())
    for name, one in found.items():
        assert (one.answered, one.off) == (3, 2), name
        assert {wrong.who for wrong in one.wrong} == {("Ann Wrong", "Bea Wrong")}, name
        assert all(wrong.answer and wrong.feedback for wrong in one.wrong), name
    question = next(one for one in bank.values() if one.kind == "choose-one")
    option = next(one for one in question.options if one.id == wrong_answer(question))
    assert [(one.answer, one.feedback) for one in found[question.id].wrong] == [(option.text, option.feedback)]


def test_of_many_choices_each_wrong_pick_and_each_one_left_out_is_told(bank):
    question = next(one for one in bank.values() if one.kind == "choose-many")
    false = next(one for one in question.options if one.correct == "false")
    said = [answer for answer, _ in wrong_parts(question, [false.id])]
    texts = {one.id: one.text for one in question.options}
    assert said == [
        *(false.text if one.id == false.id else f"Left out: {texts[one.id]}" for one in question.options
          if one.correct == "true" or one.id == false.id)
    ]  # fmt: skip


def test_more_wrong_places_are_told_than_a_card_would_say(bank):
    question = next(one for one in bank.values() if one.kind == "classify")
    places = list(question.places)
    wrong = {one.id: next(place for place in places if place not in one.right) for one in question.things}
    assert len(list(wrong_parts(question, wrong))) == len(question.things)


# ---------------------------------------------------------------------- figures


def test_the_heat_map_says_everything_in_words_and_numbers(handed, bank):
    found = gather(handed)
    questions = [one for one in bank.values() if one.lesson.startswith("02")]
    figure = heat_map(questions, found.readable, lambda name: name, "Marks")
    assert [trace.name for trace in figure.data] == ["Ann Wrong", "Bea Wrong", "Zoe Good", "Mean"]
    zoe = figure.data[2]
    assert list(zoe.text) == [f"{one.marks}" for one in questions]
    table = table_of(figure)
    assert list(table.columns) == ["student", "exercise", "title", "stands", "tries"]
    assert len(table) == 4 * len(questions)
    assert (
        table[table["student"] == "Zoe Good"]["stands"].iloc[0] == f"{questions[0].marks} of {questions[0].marks} marks"
    )
    assert "3 students by" in describe(figure)
    assert "0 answers of" in describe(figure)
    # A fuller colour for more marks, and none at all for no answer.
    empty = heat_map(questions, [Member("Nobody", {"x": None})], str, "Marks").data[0]
    assert set(empty.text) == {"–"}
    assert set(empty.marker.color) == {"rgba(128,128,128,0)"}
    strength = [float(one.split(",")[-1].strip(")")) for one in (*figure.data[0].marker.color, *zoe.marker.color)]
    assert min(strength[len(questions) :]) == 0.55


def test_a_large_class_is_shown_in_parts(bank, school, tmp_path):
    folder = tmp_path / "many"
    folder.mkdir()
    some = list(bank.values())[:1]
    for n in range(MOST + 3):
        (folder / f"s{n:02}.jsonl").write_bytes(lines(good_and_bad(some)))
    classroom = Class(folder)
    assert f"Students 1 to {MOST} of {MOST + 3}; heat_map(first={MOST + 1}) shows the next." in shown(
        classroom.heat_map
    )
    rest = shown(lambda: classroom.heat_map(first=MOST + 1))
    assert f"Students from {MOST + 1} on." in rest
    assert "There is nobody to show here" in shown(lambda: classroom.heat_map(first=900))


def test_sure_and_wrong_is_found(handed):
    found = gather(handed)
    bars = class_views.sure_bars(found)
    assert bars is not None
    assert [name for name, _ in bars.rows] == ["“I am sure”"]
    page = class_views.calibration(found, class_views.Naming({}, False))
    assert "Ann Wrong and Bea Wrong" in page
    marked = sum(bool(row.maximum) for row in found.members[0].rows.values())
    assert f"<td>{marked}</td></tr>" in page


# ---------------------------------------------------------------------- the made-up class


def test_the_made_up_class_answers_every_kind_and_runs_nothing(school, monkeypatch):
    def never(*_):
        raise AssertionError("code was run")

    monkeypatch.setattr("helpers.exercises.kinds.code.run", never)
    for folder in lesson_folders():
        for question in load_exercises(folder):
            right, wrong = made_up.answers(question)
            assert right, question.id
            assert wrong or not hasattr(question, "marks"), question.id
    one, two = made_up.made_up(), made_up.made_up()
    assert [[row.marks for row in member.rows.values()] for member in one.members] == [
        [row.marks for row in member.rows.values()] for member in two.members
    ]
    assert {member.absent for member in one.members} == {True, False}
    assert any(member.problem for member in one.members)
    assert "Here is a made-up class" in shown_first(Class.demo())


def shown_first(classroom) -> str:
    classroom._ipython_display_()
    return json.dumps(PROJECTOR._screens[-1].output.outputs)


def test_the_real_course_can_be_made_up_whole():
    for folder in lesson_folders():
        for question in load_exercises(folder):
            right, wrong = made_up.answers(question)
            assert right, question.id
            assert wrong or not hasattr(question, "marks"), question.id
    text = everything(Class.demo("02"))
    assert "sentence by sentence" in text
    assert "Madeup" not in text


def test_no_lesson_is_told_in_a_sentence():
    with pytest.raises(ClassFault, match="no exercises in lesson '77'"):
        Class.demo("77")


def test_it_works_where_there_are_no_processes(handed, school):
    """In the browser there is neither multiprocessing nor Jinja, nor may anything try to start a process."""
    code = f"""
import sys
class Without:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("multiprocessing", "_multiprocessing", "jinja2", "markupsafe", "nbgrader", "tqdm"):
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Without())
import ipywidgets, pandas, plotly.graph_objects
sys.platform = "emscripten"
from helpers.teacher.classroom import Class
import subprocess, os
def never(*a, **k): raise AssertionError("a process")
subprocess.Popen.__init__ = os.fork = never
classroom = Class({str(handed)!r})
for view in {VIEWS!r}:
    getattr(classroom, view)()
print("seen", len(classroom._gathered.members))
"""
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True)
    assert done.stdout.endswith("seen 4\n"), done.stderr[-2000:]


def test_a_kind_that_is_not_known_here_is_left_unanswered(bank, monkeypatch):
    monkeypatch.setattr(made_up, "_OFFERS", {})
    assert made_up.answers(next(iter(bank.values()))) == ([], [])
    found = made_up.made_up()
    assert all(not one.answered for one in found.members)


def test_one_answer_makes_one_row_answered(bank):
    question = next(iter(bank.values()))
    member = member_of("A", [attempt(question, key_answer(question), "sure")], Key("c", bank))
    assert [row.exercise for row in member.answered] == [question.id]


def test_the_ledger_shows_who_differs_least_agreed_first():
    from helpers.ledgers.claims import editors_of, every_claim
    from helpers.ledgers.verdicts import in_words
    from helpers.teacher.class_data import Gathered

    one, two = (claim.id for claim in every_claim()[:2])
    given = {"Ann": ("contested", "misleading"), "Bo": ("contested", "supported"), "Cem": ("contested", "supported")}
    rows = made_up.made_up("00").readable[0].rows
    members = tuple(Member(name, rows, dict(zip((one, two), both, strict=True))) for name, both in given.items())
    found = Gathered(Key("c", {}), members, "s", "here")
    judged = class_views.judged(found)
    assert [(row.claim.id, round(row.share, 2)) for row in judged] == [(two, 0.67), (one, 1.0)]
    assert judged[0].words == "supported 2, misleading 1"
    naming = class_views.Naming({"Ann": "A2", "Bo": "B3", "Cem": "C4"}, True)
    page = class_views.ledger(found, naming, judged)
    assert "Supported: B3 and C4; Misleading: A2" in page
    assert "67 of 100" in page
    assert in_words(editors_of(one).verdict) in page
    assert class_views.ledger_bars(judged).parts[0] == ("supported", [2, 0])
