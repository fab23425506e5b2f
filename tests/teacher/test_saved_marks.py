"""Marks saved from the page of texts are found without being moved by hand, and never another class's."""

import csv
import os
from pathlib import Path

import pytest

from helpers.__main__ import main
from helpers.teacher.by_hand import HandError
from helpers.teacher.running import run
from helpers.teacher.saved_marks import saved_name
from tests.teacher.conftest import good_and_bad, lines

TEXT = "03-essay"


@pytest.fixture
def inbox(school, bank, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    (tmp_path / "home" / "Downloads").mkdir(parents=True)
    folder = tmp_path / "inbox"
    folder.mkdir()
    for name in ("ann", "bob"):
        (folder / f"{name}.jsonl").write_bytes(lines(good_and_bad(bank.values())))
    return folder


@pytest.fixture
def mark(inbox, school, tmp_path):
    return lambda out="out": run(inbox, school / "lessons", tmp_path / out)


def rows(out: Path) -> list[dict[str, str]]:
    with (out / "by-hand" / f"{TEXT}.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def save(out: Path, folder: Path, copy: str = "", later: int = 10, **marks: str) -> Path:
    """Save as the page does: all rows, with marks out of 5. later : seconds after what lies in by-hand/."""
    found = rows(out)
    for row in found:
        if row["student"] in marks:
            row |= {"marks": marks[row["student"]], "maximum": "5"}
    path = folder / saved_name(out, TEXT).replace(".csv", f"{copy}.csv")
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, list(found[0]))
        writer.writeheader()
        writer.writerows(found)
    when = (out / "by-hand" / f"{TEXT}.csv").stat().st_mtime + later
    os.utime(path, (when, when))
    return path


def given(out: Path) -> dict[str, str]:
    return {row["student"]: row["marks"] for row in rows(out)}


@pytest.mark.parametrize("copy", ["", " (1)", "(2)", "-1", " 2"])
@pytest.mark.parametrize("where", ["home/Downloads", "out", "out/by-hand"])
def test_the_saved_file_is_found_wherever_it_lies_and_whatever_the_browser_called_it(mark, tmp_path, copy, where):
    mark()
    path = save(tmp_path / "out", tmp_path / where, copy, ann="4", bob="2")
    done = mark()
    assert done.taken == (f"Marks by hand for {TEXT} taken from {path}.",)
    assert given(tmp_path / "out") == {"ann": "4", "bob": "2"}
    assert len(list((tmp_path / "out" / "by-hand" / "earlier").glob(f"{TEXT}-2*.csv"))) == 1
    assert mark().taken == ()


def test_a_desktop_that_calls_its_downloads_otherwise(mark, tmp_path):
    mark()
    (tmp_path / "home" / ".config").mkdir()
    (tmp_path / "home" / ".config" / "user-dirs.dirs").write_text('XDG_DOWNLOAD_DIR="$HOME/Téléchargements"\n', "utf-8")
    (tmp_path / "home" / "Téléchargements").mkdir()
    save(tmp_path / "out", tmp_path / "home" / "Téléchargements", ann="3")
    mark()
    assert given(tmp_path / "out")["ann"] == "3"


def test_the_newest_copy_counts_and_none_that_is_older_than_the_marks_there(mark, tmp_path):
    downloads = tmp_path / "home" / "Downloads"
    mark()
    save(tmp_path / "out", downloads, later=20, ann="4")
    save(tmp_path / "out", downloads, " (1)", later=10, ann="1")
    mark()
    assert given(tmp_path / "out")["ann"] == "4"
    save(tmp_path / "out", downloads, " (2)", later=-10, ann="2")
    assert mark().taken == ()
    assert given(tmp_path / "out")["ann"] == "4"


def test_marks_of_another_class_are_never_taken(mark, tmp_path):
    mark("out")
    mark("other")
    save(tmp_path / "other", tmp_path / "home" / "Downloads", ann="4")
    assert mark("out").taken == ()
    assert given(tmp_path / "out")["ann"] == ""


def test_a_page_from_before_the_last_hand_in_takes_nobody_elses_marks_away(mark, inbox, bank, tmp_path):
    mark()
    old = save(tmp_path / "out", tmp_path, later=0, ann="4", bob="2")
    text = old.read_bytes()
    old.unlink()
    (inbox / "cem.jsonl").write_bytes(lines(good_and_bad(bank.values())))
    mark()
    save(tmp_path / "out", tmp_path / "home" / "Downloads", cem="5")
    mark()
    late = tmp_path / "home" / "Downloads" / saved_name(tmp_path / "out", TEXT).replace(".csv", " (9).csv")
    late.write_bytes(text)
    when = (tmp_path / "out" / "by-hand" / f"{TEXT}.csv").stat().st_mtime + 30
    os.utime(late, (when, when))
    mark()
    assert given(tmp_path / "out") == {"ann": "4", "bob": "2", "cem": "5"}


def test_marks_that_cannot_be_read_change_nothing_and_are_told_by_their_own_name(mark, tmp_path):
    mark()
    path = save(tmp_path / "out", tmp_path / "home" / "Downloads", ann="four")
    before = (tmp_path / "out" / "by-hand" / f"{TEXT}.csv").read_bytes()
    with pytest.raises(HandError) as told:
        mark()
    assert str(told.value).startswith(f"{path}, row 2, column marks: 'four'")
    assert (tmp_path / "out" / "by-hand" / f"{TEXT}.csv").read_bytes() == before


def test_the_command_says_what_it_took(mark, inbox, school, tmp_path, capsys):
    mark()
    path = save(tmp_path / "out", tmp_path / "home" / "Downloads", ann="4")
    assert main(["mark", str(inbox), "--key", str(school / "lessons"), "--out", str(tmp_path / "out")]) == 0
    assert f"Marks by hand for {TEXT} taken from {path}." in capsys.readouterr().out
