"""A whole run: one bad submission costs nobody else anything, and a thousand need no more memory than a few."""

import csv
import os
import tracemalloc
from pathlib import Path

import pytest

from helpers.exercises.assigned import HandIn, hand_in_zip
from helpers.exercises.record_line import Attempt
from helpers.teacher import running
from helpers.teacher.by_hand import HandMarks
from helpers.teacher.incoming import Submission, submissions
from helpers.teacher.keys import Key
from helpers.teacher.running import Job, mark_one, marked, run
from tests.teacher.conftest import good_and_bad, lines
from tests.teacher.ending import end_if_bad


@pytest.fixture
def record(bank):
    return good_and_bad(bank.values())


def problems(out):
    with (out / "problems.csv").open(encoding="utf-8-sig", newline="") as stream:
        return [(row["student"], row["what"], row["ask_the_student_for"]) for row in csv.DictReader(stream)]


def grades(out):
    with (out / "gradebook.csv").open(encoding="utf-8-sig", newline="") as stream:
        return {row["Student"]: row["All lessons"] for row in csv.DictReader(stream)}


def test_one_bad_submission_never_stops_the_others(school, record, tmp_path):
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "good-1.jsonl").write_bytes(lines(record))
    (inbox / "bad-zip.zip").write_bytes(b"PK\x03\x04")
    (inbox / "bad-json.jsonl").write_bytes(b"[" * 100_000)
    (inbox / "bad-link.zip").symlink_to("/etc/passwd")
    (inbox / "bad-empty").mkdir()
    (inbox / "bad-notebook.ipynb").write_bytes(b"{}")
    (inbox / "other-lesson.jsonl").write_bytes(lines([Attempt("77-other", "x", "sure", "77-other")]))
    (inbox / "other-course.zip").write_bytes(hand_in_zip(HandIn("cooking", "", "Eve"), lines(record)))
    (inbox / "graded.jsonl").write_bytes(lines([Attempt("01-kind", "x", "sure", "01-clocks@01-0a1b")]))
    (inbox / "good-2.jsonl").write_bytes(lines(good_and_bad_again(record)))
    out = tmp_path / "out"
    done = run(inbox, school / "lessons", out)
    assert (done.handed_in, done.marked, done.problems) == (10, 2, 8)
    told = problems(out)
    assert {name for name, what, _ in told if what.startswith("Not marked")} == {
        *("bad-zip", "bad-json", "bad-link", "bad-empty", "bad-notebook", "other-lesson", "other-course", "graded"),
    }
    assert all(ask for _, what, ask in told if what.startswith("Not marked"))
    by_name = {name: what for name, what, _ in told}
    assert "another course, “cooking”" in by_name["other-course"]
    assert "none of them to these exercises" in by_name["other-lesson"]
    assert "graded assignment" in by_name["graded"]
    marks = grades(out)
    assert marks["good-1"] == marks["good-2"] != "-"
    assert {marks[name] for name in by_name if not name.startswith("good")} == {"-"}


def good_and_bad_again(record):
    """The same answers, given by another student: with ids of their own."""
    return [Attempt(one.exercise, one.answer, one.confidence, one.lesson) for one in record]


def test_a_copied_record_is_told(school, record, tmp_path):
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "ann.jsonl").write_bytes(lines(record))
    (inbox / "bob.jsonl").write_bytes(lines([*record, Attempt("01-kind", "x", "sure", "01-clocks")]))
    (inbox / "cyn.jsonl").write_bytes(lines(good_and_bad_again(record)))
    run(inbox, school / "lessons", tmp_path / "out")
    assert [(name, "“ann” handed in too" in what) for name, what, _ in problems(tmp_path / "out")] == [
        ("bob", True),
        ("cyn", False),
    ]
    assert "long text that is word for word" in problems(tmp_path / "out")[1][1]


def test_a_file_that_says_another_name_is_told(school, record, tmp_path):
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    about = HandIn("clocks-and-bells", "", "Ann Example")
    (inbox / "ann-example.zip").write_bytes(hand_in_zip(about, lines(record)))
    (inbox / "bob.zip").write_bytes(hand_in_zip(about, lines(good_and_bad_again(record))))
    run(inbox, school / "lessons", tmp_path / "out")
    assert [(name, what) for name, what, _ in problems(tmp_path / "out")] == [
        ("bob", "The file says that it is from “Ann Example”."),
        ("bob", "Holds a long text that is word for word that of “ann-example”."),
    ]


def test_a_fault_of_ours_is_told_and_costs_nobody_else(school, bank, record, tmp_path, monkeypatch):
    (tmp_path / "ann.jsonl").write_bytes(lines(record))
    monkeypatch.setattr(running, "mark_submission", lambda *_: 1 / 0)
    outcome = mark_one(Submission("ann", "ann", (tmp_path / "ann.jsonl",)), Job(Key("c", bank), HandMarks(), None))
    assert "ZeroDivisionError" in outcome.problem
    assert "authors" in outcome.ask


@pytest.fixture
def crowd(school, record, tmp_path):
    """Forty submissions, some of them broken."""
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for n in range(40):
        content = b"broken" if n % 10 == 3 else lines(good_and_bad_again(record))
        (inbox / f"student-{n:02}.jsonl").write_bytes(content)
    return inbox


def test_several_processes_give_the_very_same_results(crowd, school, tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    assert run(crowd, school / "lessons", one, processes=1) == run(crowd, school / "lessons", two, processes=2)
    for path in one.rglob("*"):
        if path.is_file() and path.parent.name != "texts" and path.name != ".name":  # both hold a random word
            assert path.read_bytes() == (two / path.relative_to(one)).read_bytes(), path.name


@pytest.mark.skipif(os.name == "nt", reason="processes end otherwise there")
def test_a_submission_that_ends_its_process_is_told_and_the_others_are_marked(crowd, bank, monkeypatch):
    monkeypatch.setattr(running, "_in_process", end_if_bad)
    found = submissions(crowd)[:7]  # each is marked in a process of its own then, which takes its time
    done = list(marked(found, Job(Key("c", bank), HandMarks(), None), processes=2))
    assert [one.student for one in done] == [one.name for one in found]
    ended = [one.student for one in done if "ended the process" in one.problem]
    assert ended == ["student-04"]
    assert [one.student for one in done if one.problem] == ["student-03", "student-04"]


def test_memory_does_not_grow_with_the_class(school, record, tmp_path):
    def peak(number: int) -> int:
        inbox = tmp_path / f"inbox-{number}"
        inbox.mkdir()
        for n in range(number):
            (inbox / f"s{n:04}.jsonl").write_bytes(lines(good_and_bad_again(record)))
        tracemalloc.start()
        run(inbox, school / "lessons", tmp_path / f"out-{number}", processes=1)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(10)  # what is loaded once
    few, many = peak(11), peak(151)
    # A name and a few numbers a student stay; their answers, texts and pages do not.
    assert many - few < 140 * 8_000


def test_an_interrupted_run_leaves_the_former_results(crowd, school, tmp_path):
    out = tmp_path / "out"
    run(crowd, school / "lessons", out)
    before = (out / "results.csv").read_bytes()

    def stop(outcomes, number):
        for n, one in enumerate(outcomes):
            if n == 5:
                raise KeyboardInterrupt
            yield one

    with pytest.raises(KeyboardInterrupt):
        run(crowd, school / "lessons", out, progress=stop)
    assert (out / "results.csv").read_bytes() == before
    assert not [path for path in out.rglob("*") if path.name.endswith(".part")]


def test_nothing_of_a_student_is_imported(school, record, tmp_path, monkeypatch):
    """A file named as a module, in the folder from which the teacher runs the command."""
    inbox = tmp_path / "inbox"
    (inbox / "ann").mkdir(parents=True)
    for name in ("json.py", "helpers.py", "sitecustomize.py", "conftest.py", "jinja2.py"):
        (inbox / "ann" / name).write_text(f"open({str(tmp_path / 'ran')!r}, 'w')", encoding="utf-8")
    (inbox / "ann" / "a.jsonl").write_bytes(lines(record))
    monkeypatch.chdir(inbox / "ann")
    assert run(inbox, school / "lessons", tmp_path / "out").marked == 1
    assert not (tmp_path / "ran").exists()


def test_the_progress_bar_counts_every_submission(crowd, school, tmp_path):
    seen = []

    def count(outcomes, number):
        for one in outcomes:
            seen.append(number)
            yield one

    run(crowd, school / "lessons", tmp_path / "out", progress=count)
    assert seen == [40] * 40
    assert Path(tmp_path / "out" / "results.csv").exists()
