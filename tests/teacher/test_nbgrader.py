"""nbgrader's real command line over a course that `assign --nbgrader` wrote: good, broken and hostile submissions."""

import json
import os
import subprocess
import sys

import pytest

# The lock may have no nbgrader for the oldest or the newest Python; then this says so in the run's summary.
pytest.importorskip("nbgrader", reason="nbgrader is not installed here, so the course for nbgrader is NOT checked")

from helpers.__main__ import main
from helpers.exercises.record_line import to_line
from tests.teacher.nbgrader_course import (
    LESSON,
    RECORD,
    ROOT,
    SCRIPT,
    SECRET,
    TEXT,
    Course,
    assigned,
    at_home_in,
    attempt,
    forged,
    made_once,
    middling,
    record,
    table,
    worst,
)
from tests.teacher.nbgrader_course import best as right

pytestmark = pytest.mark.slow
GRADED = ("ann", "bob", "cat", "dan", "eve", "ivy")
BROKEN = ("fay", "gil", "hal")


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Course:
    """A course that nbgrader has released, collected, graded and given feedback on, all by its own commands."""
    return made_once(tmp_path_factory, graded_course)


def graded_course(where) -> Course:
    made = assigned(where, "--graded", "--text-marks", "4")
    with at_home_in(made.root):
        graded_by_nbgrader(made)
    return made


def graded_by_nbgrader(made: Course) -> None:
    trial = made.folder / "source" / LESSON / RECORD  # the teacher tries the notebook out where it lies
    trial.parent.mkdir()
    trial.write_bytes(record(made.key, worst))
    made.nbgrader("generate_assignment", LESSON)
    submissions(made)
    made.helpers("mark", str(made.folder / "submitted"), "--key", str(made.key_path), "--out", "results")
    before = contents(made)
    made.log = made.nbgrader("autograde", LESSON)
    made.changed = [name for name, content in contents(made).items() if before.get(name) != content]
    made.nbgrader("generate_feedback", LESSON)
    made.nbgrader("export")
    made.grades = all_grades(made)


def all_grades(made: Course) -> dict[tuple[str, str], tuple[float | None, bool]]:
    """Student and exercise to (marks by machine, whether a person has to look), from nbgrader's own gradebook."""
    from nbgrader.api import Gradebook

    found = {}
    with Gradebook(f"sqlite:///{made.folder / 'gradebook.db'}") as gradebook:
        for submission in gradebook.assignment_submissions(LESSON):
            for notebook in submission.notebooks:
                for grade in notebook.grades:
                    found[submission.student.id, grade.name] = (grade.auto_score, grade.needs_manual_grade)
    return found


def submissions(made: Course) -> None:
    """Nine students: three as usual, one with a broken notebook, two who cheat, three who cannot be graded."""
    key, outside = made.key, made.outside
    (outside / "secret.txt").write_text(SECRET, encoding="utf-8")
    made.submit("ann", record(key, right))
    made.submit("bob", record(key, middling))
    made.submit("cat", record(key, worst) + record(key, right, leave_out=("02-match", "02-count")))
    dan = made.submit("dan", record(key, middling, leave_out=("02-words", TEXT)))
    (dan / f"{LESSON}.ipynb").write_text('{"cells": [' + SCRIPT, encoding="utf-8")

    eve = made.submit("eve", forged(key, outside / "ran"))
    notebook = json.loads((eve / f"{LESSON}.ipynb").read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"] |= {"points": 1000, "locked": False}
            if cell["cell_type"] == "code":
                cell["source"] = f"open({str(outside / 'ran')!r}, 'w').write('ran')\n1000"
                result = {"output_type": "execute_result", "data": {"text/plain": "1000"}, "metadata": {}}
                cell["outputs"] = [{**result, "execution_count": 1}]
    notebook["cells"].append({"cell_type": "markdown", "id": "x", "metadata": {}, "source": SCRIPT})
    (eve / f"{LESSON}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    (eve / "helpers" / "link.txt").symlink_to(outside / "secret.txt")
    (eve / "answers" / "attempts-link.jsonl").symlink_to(made.submission("ann") / RECORD)
    (eve / "all-keys").symlink_to(made.key_path.parent)
    os.mkfifo(eve / "pipe")

    fay = made.submit("fay", b'{"v": 1, "answer": NaN}\n' + b"[" * 100_000 + b"\n\xff\xfe\x00")
    (fay / "timestamp.txt").write_text("when I had time", encoding="utf-8")
    gil = made.submit("gil", None)
    (gil / f"{LESSON}.ipynb").rename(gil / "my work.ipynb")
    (made.folder / "submitted" / "hal").mkdir()
    made.submission("hal").symlink_to(made.submission("ann"))

    # A recorded value that the code beside it does not give.
    question = key.questions["02-count"]
    wrong = {**question.carried_out(right(question)), "code": f"open({str(outside / 'ran for ivy')!r}, 'w').write('x')"}
    made.submit("ivy", to_line(attempt(key, question, wrong, done=True)))


def contents(made: Course) -> dict[str, bytes]:
    """Return every plain file in `submitted/`, links neither followed nor counted."""
    found = {}
    for parent, _, files in os.walk(made.folder / "submitted"):
        for name in files:
            path = os.path.join(parent, name)
            if os.path.isfile(path) and not os.path.islink(path):
                with open(path, "rb") as stream:
                    found[path] = stream.read()
    return found


@pytest.fixture
def grades(course):
    return course.grades


def test_the_gradebook_holds_what_our_own_marking_says(course, grades):
    rows = [row for row in table(course.outside / "results" / "results.csv") if row["exercise"] != TEXT]
    ours = {(row["student"], row["exercise"]): (float(row["marks"]), False) for row in rows}
    assert {student for student, _ in ours} == set(GRADED)
    assert len(ours) == len(GRADED) * 7
    assert {name: grades[name] for name in ours} == ours


def test_partial_credit_arrives(course, grades):
    worth = {one.id: one.marks for one in course.key.questions.values() if one.id != TEXT}
    assert all(grades["ann", name] == (marks, False) for name, marks in worth.items())
    assert any(0 < grades["bob", name][0] < marks for name, marks in worth.items())
    assert grades["cat", "02-match"] == (0, False)
    assert grades["cat", "02-sort"] == (worth["02-sort"], False), "the last version counts"
    assert grades["dan", "02-words"] == (0, False), "no answer is 0 marks, where the others could be read"


def test_a_text_waits_for_a_reader_and_no_text_does_not(grades):
    assert grades["ann", TEXT] == (None, True)
    assert grades["dan", TEXT] == (0, False)


def test_what_cannot_be_graded_is_never_an_earned_zero(course, grades):
    for student in BROKEN:
        found = [grade for (who, _), grade in grades.items() if who == student]
        assert found == [(None, True)] * 8
        assert f"{student}, {LESSON}: not graded:" in course.log
        page = course.folder / "feedback" / student / LESSON / f"{LESSON}.html"
        assert "not graded yet" in page.read_text(encoding="utf-8")
        assert "Score:" not in page.read_text(encoding="utf-8")
    problems = {
        row["student"] for row in table(course.outside / "results" / "problems.csv") if "Not marked" in row["what"]
    }
    assert problems == set(BROKEN), "our own marking refuses the same"
    exported = {row["student_id"]: row for row in table(course.folder / "grades.csv")}
    assert {who: (exported[who]["score"], exported[who]["state"]) for who in BROKEN} == dict.fromkeys(
        BROKEN, ("", "not graded")
    )
    assert (exported["ann"]["score"], exported["ann"]["max_score"], exported["ann"]["state"]) == ("15", "19", "partly")
    assert exported["dan"]["state"] == "graded"


def test_forged_marks_count_for_nothing_and_nothing_of_a_students_runs(course, grades):
    assert {grade[0] for (who, name), grade in grades.items() if who == "eve" and name != TEXT} == {0}
    assert not (course.outside / "ran").exists()
    assert course.changed == [], "grading only reads what was submitted"


def test_links_are_not_followed_and_not_lost(course):
    aside = course.folder / "set-aside" / "eve" / LESSON
    assert sorted(one.name for one in aside.iterdir()) == [
        "all-keys",
        "answers-attempts-link.jsonl",
        "helpers-link.txt",
        "pipe",
    ]
    assert (aside / "helpers-link.txt").is_symlink()
    assert (course.folder / "set-aside" / "hal" / LESSON / "link").is_symlink()
    assert (course.outside / "secret.txt").read_text(encoding="utf-8") == SECRET
    for room in ("autograded", "feedback"):
        assert not [one for one in everything(course, room) if SECRET.encode() in one.read_bytes()]
    assert "4 links, devices or unreadable files" in (
        course.folder / "autograded" / "eve" / LESSON / f"{LESSON}.ipynb"
    ).read_text(encoding="utf-8")


def test_nothing_that_a_student_put_into_a_notebook_is_shown(course):
    for room in ("autograded", "feedback"):
        for path in everything(course, room):
            if path.suffix in (".ipynb", ".html"):
                assert SCRIPT not in path.read_text(encoding="utf-8")


def test_the_key_is_in_no_folder_of_the_course(course):
    assert course.key_path.stat().st_mode & 0o077 == 0
    secret = course.key.secret.encode()
    # In feedback and what is graded, worked answers are meant to be read.
    for room in (".", "source", "release", "submitted"):
        for path in everything(course, room, deep=room != "."):
            content = path.read_bytes()
            assert secret not in content
            for question in course.key.questions.values():
                assert getattr(question, "worked", SECRET).encode() not in content


def test_answers_that_a_teacher_tried_out_go_to_nobody(course):
    assert not (course.folder / "release" / LESSON / RECORD).exists()
    ann = course.folder / "autograded" / "ann" / LESSON / RECORD
    assert ann.read_bytes() == (course.submission("ann") / RECORD).read_bytes()


def test_students_are_told_to_submit_with_nbgrader(course):
    for name in ("README.md", f"{LESSON}.ipynb"):
        told = (course.folder / "release" / LESSON / name).read_text(encoding="utf-8")
        assert "with nbgrader" in told
        assert "hand-in-" not in told
        assert "hand_in" not in told


def everything(course: Course, room: str, deep: bool = True):
    found = (course.folder / room).rglob("*") if deep else (course.folder / room).glob("*")
    return [one for one in found if one.is_file() and not one.is_symlink()]


def test_code_runs_only_where_a_teacher_asks_for_it(course, grades):
    """A recorded value that the code does not give counts, until the code is run; then the run's value does."""
    import nbformat
    from traitlets.config import Config

    from helpers.teacher.nbgrader.preprocessors import SidecarGrade

    question = course.key.questions["02-count"]
    ran = course.outside / "ran for ivy"
    assert grades["ivy", question.id] == (question.marks, False)
    assert not ran.exists()
    graded = course.folder / "autograded" / "ivy" / LESSON
    places = {"course": course.folder, "source": course.folder / "source", "submitted": course.folder / "submitted"}
    places = {name: str(path) for name, path in {**places, "keys": course.key_path.parent}.items()}
    about = {"student": "ivy", "assignment": LESSON, "notebook": LESSON}
    about["db_url"] = f"sqlite:///{course.folder / 'gradebook.db'}"
    resources = {"nbgrader": about, "metadata": {"path": str(graded)}}
    # As --SidecarGrade.run_code=True sets it on nbgrader's command line.
    step = SidecarGrade(config=Config({"SidecarGrade": {"run_code": True}}), **places)
    with at_home_in(course.root):
        notebook, _ = step.preprocess(nbformat.read(graded / f"{LESSON}.ipynb", 4), resources)
    assert ran.exists()
    assert all_grades(course)["ivy", question.id] == (0, False)
    assert "02-count: recorded value and value of the run differ" in str(notebook.cells[0].outputs)


def test_code_that_cannot_be_run_waits_for_a_person(course, monkeypatch, tmp_path):
    from nbgrader.preprocessors import Execute

    from helpers.teacher.nbgrader.code_again import run_again
    from helpers.teacher.nbgrader.marks import graded_folder

    def fails(*_, **__):
        raise RuntimeError("the kernel died")

    monkeypatch.setattr(Execute, "preprocess", fails)
    with at_home_in(course.root):
        (tmp_path / "attempts.jsonl").write_bytes(record(course.key, right))
        again = graded_folder(
            tmp_path, "ivy", course.key, lambda attempts: run_again(attempts, course.key, tmp_path, None)
        )
    assert {row.exercise for row in again.rows} == set(course.key.questions) - {"02-count", "02-towns"}
    assert again.notes == ("Code could not be run (RuntimeError); look at 02-count, 02-towns yourself.",)


def test_nbgrader_alone_gives_no_marks(course, tmp_path):
    """Without our settings nbgrader runs the cells, and gives full marks where a cell has no number."""
    code = "from helpers import exercise\nexercise('02-match')"
    folder = course.folder / "release" / LESSON
    environment = {**os.environ, "NBGRADER_EXECUTION": "autograde", "PYTHONPATH": str(folder)}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode
    assert "nbgrader_config.py" in done.stderr


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--out", "class2/keys"], "lies in the course's folder"),
        (["--zip"], "leave out --students and --zip"),
        (["--nbgrader", "class"], "is there already"),
        (["--text-marks", "-1"], "0 or greater"),
    ],
)
def test_what_cannot_be_assigned_is_said_in_a_sentence(course, options, words, monkeypatch, capsys):
    target = [] if "--nbgrader" in options else ["--nbgrader", "class2"]
    monkeypatch.chdir(course.outside)
    with at_home_in(course.root):
        assert main(["assign", "02-match", "--graded", *target, *options]) == 1
    said = capsys.readouterr()
    assert words in said.err
    assert not (course.outside / "class2").exists()


def test_settings_of_the_teachers_own_are_left_as_they_are(course):
    folder = course.outside / "own"
    folder.mkdir()
    (folder / "nbgrader_config.py").write_text("c = get_config()\n", encoding="utf-8")
    said = course.helpers("assign", "02-match", "--graded", "--nbgrader", "own")
    assert (folder / "nbgrader_config.py").read_text(encoding="utf-8") == "c = get_config()\n"
    assert "configure(c, HERE, KEYS)" in said


def test_settings_stop_nbgrader_where_the_course_is_missing(course, monkeypatch):
    path = course.folder / "nbgrader_config.py"
    monkeypatch.setitem(sys.modules, "helpers.teacher.nbgrader.configure", None)
    with pytest.raises(SystemExit, match="pip install"):
        exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), {"__file__": str(path)})


def test_assigning_needs_no_nbgrader():
    code = "import sys, helpers.teacher.nbgrader.course_folder as _; sys.exit('nbgrader' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
