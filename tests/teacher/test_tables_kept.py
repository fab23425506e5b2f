"""Tables as people keep them: open in a spreadsheet, saved by another, with every sign that people write."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.signs import controls
from helpers.teacher.running import run
from helpers.teacher.tables import Table, cell, read_table, written
from helpers.whole_files import FileInUse, check_replaceable, put_in_place

from .conftest import good_and_bad, lines

WORDS = {
    "no-break space": "Pourquoi\u00a0? Groupe\u00a0A",
    "narrow no-break space": "1\u202f000\u202f€",
    "thin space": "§\u20091",
    "soft hyphen": "Donau\u00addampf",
    "Persian": "می\u200cخواهم",
    "Hindi": "क\u094d\u200dष",
    "family": "👨\u200d👩\u200d👧\ufe0f",
    "line separator": "Good start.\u2028Now cite p. 4.",
    "paragraph separator": "one\u2029two",
    "lines": "one\ntwo",
    "apostrophe": "'t Hart",
    "two apostrophes": "''t",
    "formula": "=1+1",
    "marked formula": "'=1+1",
    "twice marked": "''@a",
}


@pytest.mark.parametrize("text", WORDS.values(), ids=WORDS)
def test_what_people_write_comes_back_from_a_table_as_it_was(tmp_path, text):
    table = Table(tmp_path / "a.csv", ["name", "mark"])
    table.add((text, 1))
    table.add(("last", 2))
    table.close()
    assert read_table(tmp_path / "a.csv")[1] == [{"name": text, "mark": "1"}, {"name": "last", "mark": "2"}]


@given(st.text(max_size=40))
def test_a_cell_is_read_as_it_was_written(text):
    kept = "".join("\ufffd" if sign not in "\n\t" and controls(sign) else sign for sign in text)
    assert written(cell(text)) == kept


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x0b", "\x0c", "\x1b", "\x7f", "\x85", "\ud800", "\u202e"])
def test_what_controls_a_screen_or_turns_a_name_is_replaced(sign):
    assert cell(f"a{sign}b") == "a\ufffdb"


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x0b", "\x0c", "\x1c", "\x85"])
def test_only_an_end_of_line_ends_a_row_of_a_persons_table(tmp_path, sign):
    path = tmp_path / "class.csv"
    path.write_text(f"name;seat\r\nAnn;front{sign}on the left\r\nBob;back\r\n", encoding="utf-8", newline="")
    assert [row["name"] for row in read_table(path)[1]] == ["Ann", "Bob"]
    assert read_table(path)[1][0]["seat"] == f"front{sign}on the left"


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_every_spreadsheets_way_to_save_is_read(tmp_path, ends, coding, mark):
    path = tmp_path / "class.csv"
    saved = [f'"Name{", first" if mark != "," else ""}"{mark}Group', f"Zoë{mark}Ü 1", f'"O\'Neil"{mark}Ü 2']
    path.write_bytes(ends.join(saved).encode(coding))
    headings, rows = read_table(path)
    assert headings[1] == "Group"
    assert [list(row.values()) for row in rows] == [["Zoë", "Ü 1"], ["O'Neil", "Ü 2"]]


# ------------------------------------------------------------------------------------------------ open elsewhere


def is_open(monkeypatch, name):
    """As Windows answers while a spreadsheet has this file open."""
    replace = os.replace

    def refuse(one, other):
        if Path(other).name == name or Path(one).name == name:
            raise PermissionError(13, "Permission denied", str(other))
        replace(one, other)

    monkeypatch.setattr(os, "replace", refuse)


def everything(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", ["gradebook.csv", "03-essay.csv"])
def test_a_table_open_in_a_spreadsheet_stops_a_run_with_nothing_half_new(school, bank, tmp_path, monkeypatch, name):
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    (folder / "ann.jsonl").write_bytes(lines(good_and_bad(bank.values(), False)))
    run(folder, school / "lessons", out)
    before = everything(out)
    (folder / "bob.jsonl").write_bytes(lines(good_and_bad(bank.values(), True)))
    with monkeypatch.context() as patched:
        is_open(patched, name)
        with pytest.raises(OSError, match=rf"{name} is open in another program, or may not be written: close it"):
            run(folder, school / "lessons", out)
    assert everything(out) == before
    assert run(folder, school / "lessons", out).marked == 2


def test_all_files_get_their_names_or_none(tmp_path, monkeypatch):
    """Also where the system says no only when it comes to it."""
    files = []
    for n in range(4):
        (tmp_path / f"part-{n}").write_text("new")
        if n != 1:
            (tmp_path / f"{n}.csv").write_text("old")
        files.append((tmp_path / f"part-{n}", tmp_path / f"{n}.csv"))
    replace = os.replace

    def refuse(one, other):
        if Path(other).name == "2.csv" and one != other:
            raise PermissionError(13, "Permission denied")
        replace(one, other)

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", refuse)
        with pytest.raises(FileInUse, match=r"2\.csv is open in another program"):
            put_in_place(files)
    assert everything(tmp_path) == {f"{n}.csv": b"old" for n in (0, 2, 3)}


def test_trying_changes_nothing(tmp_path):
    (tmp_path / "a.csv").write_text("old")
    check_replaceable([tmp_path / "a.csv", tmp_path / "none.csv"])
    assert everything(tmp_path) == {"a.csv": b"old"}


def test_marks_by_hand_in_the_old_code_page_take_a_name_that_it_cannot_write(bank, tmp_path):
    from helpers.teacher import by_hand

    path = tmp_path / "by-hand" / "03-essay.csv"
    path.parent.mkdir()
    path.write_bytes("student;answer;comment\r\nZoë;1;Schön\r\n".encode("cp1252"))
    by_hand._append(path, path.read_bytes(), ["student", "answer", "comment"], [(by_hand.Person("Яна"), "2")])
    assert [row["student"] for row in read_table(path)[1]] == ["Zoë", "Яна"]
    assert read_table(path)[1][0]["comment"] == "Schön"
