"""The command: what it writes, what it tells, and how it refuses."""

import re
from dataclasses import replace

import pytest

from helpers.__main__ import main
from helpers.exercises.bank import lesson_folders, load_exercises
from helpers.exercises.question import MarkedQuestion
from helpers.teacher.exports.export import NAMES, chosen, export
from helpers.teacher.exports.shaping import NoShape, shape_of

SAID = {"choose-one", "choose-many", "order", "match", "classify", "find-in-table", "place-on-timeline"}
NOT_SAID = {("place-on-timeline", "range"), ("find-in-table", "")}


@pytest.mark.parametrize("to", NAMES)
def test_it_writes_a_file_and_a_report_and_says_both(to, tmp_path, capsys) -> None:
    out = tmp_path / "lesson.file"
    assert main(["export", "02", "--to", to, "--out", str(out)]) == 0
    told = capsys.readouterr().out
    assert out.stat().st_size > 1000
    report = tmp_path / "lesson.file-report.txt"
    assert told.startswith(report.read_text(encoding="utf-8"))
    assert str(out) in told
    lesson = next(one for one in lesson_folders() if one.name.startswith("02"))
    assert all(question.id in told for question in load_exercises(lesson))
    assert "01-" not in told.split("File:")[0].replace("01-what-does", "")


def test_without_a_name_it_writes_here(tmp_path, capsys, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["export", "00", "--to", "gift"]) == 0
    assert (tmp_path / "exercises-00-gift.txt").exists()


def test_lessons_and_single_exercises_each_once_in_the_order_of_the_course() -> None:
    everything = chosen([])
    assert [one.id for one in everything] == [
        question.id for folder in lesson_folders() for question in load_exercises(folder)
    ]
    one, other = everything[0].id, everything[-1].id
    assert [question.id for question in chosen([other, one, one])] == [one, other]
    whole = chosen([everything[-1].lesson])
    assert [question.id for question in whole] == [question.id for question in chosen([other[:2], other])]


def test_a_question_that_is_asked_again_stands_in_the_file_once() -> None:
    everything = chosen([])
    # Kinds that no format says at all have a reason of their own, asked again or not.
    marked = [one for one in everything if isinstance(one, MarkedQuestion) and one.kind in SAID]
    # The course itself asks in other words what it asks again; another course may ask in the same.
    again = [replace(one, id=f"09-again-{n}", recalled=one.lesson) for n, one in enumerate(marked, 1)]
    told = {one.id: one for one in export([*everything, *again], "moodle-xml").told}
    alone = {one.id: one for one in export(again, "moodle-xml").told}
    for question in again:
        assert "again" in told[question.id].left_out
        assert "again" not in alone[question.id].left_out
    # By itself each is written, but for those that a format cannot say; each of these has its own reason.
    left = [one for one in again if alone[one.id].left_out]
    for question in left:
        assert (question.kind, getattr(question, "asks", "")) in NOT_SAID, question.id
        with pytest.raises(NoShape, match=re.escape(alone[question.id].left_out)):
            shape_of(question)
    assert len(left) < len(again) / 4


def test_it_refuses_in_a_sentence(capsys, tmp_path) -> None:
    for arguments, said in (
        (["02", "--to", "word"], "There is no format 'word'. Give --to one of moodle-xml, gift, qti21, qti12, csv."),
        (["77", "--to", "gift"], "There is no lesson 77. Lessons: "),
        (["02-nothing", "--to", "gift"], "There is no exercise '02-nothing'."),
        (["00", "--to", "gift", "--out", str(tmp_path / "no" / "where.txt")], "Give another place with --out."),
    ):
        assert main(["export", *arguments]) == 1
        told = capsys.readouterr()
        assert said in told.err
        assert not told.out


def test_where_nothing_can_be_said_no_file_is_written(capsys, tmp_path) -> None:
    position = next(one for one in chosen([]) if one.kind == "position")
    out = tmp_path / "x.xml"
    assert main(["export", position.id, "--to", "moodle-xml", "--out", str(out)]) == 1
    assert not out.exists()
    told = capsys.readouterr().err
    assert "asked twice" in told
    assert "--to csv" in told


def test_help_has_an_example(capsys) -> None:
    with pytest.raises(SystemExit):
        main(["export", "--help"])
    assert "Example: python -m helpers export 02" in " ".join(capsys.readouterr().out.split())
