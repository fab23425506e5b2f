"""Whatever a student's file is, reading it stays within bounds, runs nothing, and ends in a sentence."""

import io
import json
import os
import struct
import tracemalloc
import zipfile

import pytest

from helpers.exercises import hostile
from helpers.exercises.assigned import HandIn, hand_in_zip
from helpers.exercises.hostile import Refused
from helpers.exercises.record_line import Attempt, to_line
from helpers.teacher.incoming import Submission, submissions
from helpers.teacher.parcels import open_parcel

GOOD = to_line(Attempt("01-kind", "wall", "sure", "01-clocks"))


def parcel(tmp_path, name="ann.jsonl", content=GOOD):
    (tmp_path / name).write_bytes(content)
    (found,) = submissions(tmp_path)
    return open_parcel(found)


def zipped(*files, method=zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return stream.getvalue()


def refused(tmp_path, name, content) -> Refused:
    with pytest.raises(Refused) as caught:
        parcel(tmp_path, name, content)
    assert caught.value.reason
    assert caught.value.ask
    assert "\n" not in caught.value.reason
    return caught.value


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("ann.jsonl", GOOD),
        ("ann.jsonl", b"\xef\xbb\xbf" + GOOD.replace(b"\n", b"\r\n")),
        ("ann.jsonl", b"\xff\xfe" + GOOD.decode().encode("utf-16-le")),
        ("ann.jsonl.txt", GOOD),
        ("ann.txt", GOOD),
        ("ann.json", GOOD),
        ("ann (1).jsonl", GOOD),
        ("ann", GOOD),
        ("ann.zip", zipped(("my-answers.jsonl", GOOD))),
        ("ann.zip", zipped(("02-lesson/answers/attempts-1.jsonl", GOOD), ("02-lesson/x.ipynb", b"{}"))),
        ("ann.zip", zipped(("inner.zip", zipped(("a.jsonl", GOOD))))),
        ("ann.zip", hand_in_zip(HandIn("c", "a", "Ann"), GOOD)),
    ],
)
def test_answers_are_found_however_they_come(tmp_path, name, content):
    assert [one.exercise for one in parcel(tmp_path, name, content).attempts] == ["01-kind"]


def test_a_hand_in_says_whose_it_is(tmp_path):
    found = parcel(tmp_path, "x.zip", hand_in_zip(HandIn("c", "a", "Ann\u202e"), GOOD))
    assert found.claims == HandIn("c", "a", "Ann")


def test_several_files_are_merged_each_attempt_once(tmp_path):
    other = to_line(Attempt("01-order", [], "", at="2020-01-01T00:00:00Z"))
    (tmp_path / "ann.jsonl").write_bytes(GOOD)
    (tmp_path / "ann.zip").write_bytes(zipped(("a.jsonl", other + GOOD)))
    found = open_parcel(Submission("ann", "ann", (tmp_path / "ann.jsonl", tmp_path / "ann.zip")))
    assert [one.exercise for one in found.attempts] == ["01-order", "01-kind"]


BAD_LINES = {
    "no JSON": b"{",
    "a list": b"[]",
    "not a number": GOOD.replace(b'"wall"', b"NaN"),
    "infinity": GOOD.replace(b'"wall"', b"Infinity"),
    "beyond all numbers": GOOD.replace(b'"wall"', b"1e999"),
    "a huge whole number": GOOD.replace(b'"wall"', b"9" * 10_000),
    "a key twice": GOOD.replace(b'"answer"', b'"exercise":"x","answer"'),
    "deep": GOOD.replace(b'"wall"', b"[" * 50_000 + b"]" * 50_000),
    "deep groups": GOOD.replace(b'"wall"', b'{"a":' * 20_000 + b"1" + b"}" * 20_000),
    "too long": GOOD.replace(b'"wall"', b'"' + b"x" * 300_000 + b'"'),
    "half a sign": GOOD.replace(b'"wall"', b'"\\ud800"'),
    "bytes": bytes(sign for sign in range(256) if sign not in b"\r\n"),
    "Latin": GOOD.replace(b"wall", "wäll".encode("latin-1")),
    "exercise no text": GOOD.replace(b'"01-kind"', b"7"),
    "no time": GOOD.replace(b'"at":"', b'"at":"x'),
    "the last day of all": GOOD.replace(b'"at":"20', b'"at":"9999-12-31T23:59:59-23:59","w":"'),
    "version": GOOD.replace(b'"v":1', b'"v":true'),
    "confidence": GOOD.replace(b'"sure"', b'"very"'),
    "no answer": GOOD.replace(b'"wall"', b"null"),
}


@pytest.mark.parametrize("line", BAD_LINES.values(), ids=BAD_LINES)
def test_a_bad_line_counts_for_nothing_and_the_good_ones_are_read(tmp_path, line):
    found = parcel(tmp_path, content=line.rstrip(b"\n") + b"\n" + GOOD)
    assert len(found.attempts) == 1
    assert found.unreadable == 1
    assert "could not be read" in found.notes[0]


@pytest.mark.parametrize("line", BAD_LINES.values(), ids=BAD_LINES)
def test_a_file_of_bad_lines_alone_is_refused(tmp_path, line):
    assert "no line of its answers can be read" in refused(tmp_path, "ann.jsonl", line).reason


def test_scores_in_the_file_are_not_even_read(tmp_path):
    line = GOOD.replace(b'"v":1', b'"v":1,"marks":100,"score":1.0,"fraction":1')
    (one,) = parcel(tmp_path, content=line).attempts
    assert not hasattr(one, "marks")


def test_a_zip_bomb_costs_no_memory(tmp_path):
    bomb = zipped(*((f"{n}.jsonl", b"0" * 60_000_000) for n in range(8)))
    tracemalloc.start()
    reason = refused(tmp_path, "ann.zip", bomb).reason
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "unpacks to more than" in reason
    assert peak < 120_000_000


def test_many_small_bombs_run_out_of_what_a_submission_may_hold(tmp_path):
    bomb = zipped(*((f"{n}.txt", b"0" * 9_000_000) for n in range(30)))
    assert "unpacks to more than 64 MB" in refused(tmp_path, "ann.zip", bomb).reason


def test_zips_within_zips_end(tmp_path):
    content = zipped(("a.jsonl", GOOD))
    for _ in range(6):
        content = zipped(("inner.zip", content))
    assert "zips within zips" in refused(tmp_path, "ann.zip", content).reason


def test_a_zip_that_holds_itself_ends(tmp_path):
    """As the known self-reproducing zip does: each level has the next."""
    content = zipped(("a.zip", zipped(("a.zip", zipped(("a.zip", b"PK"))))))
    assert refused(tmp_path, "ann.zip", content)


def test_a_name_that_leads_outside_writes_nothing_there(tmp_path):
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    names = ("../outside.jsonl", "/tmp/t1-outside.jsonl", "..\\outside.jsonl", "C:\\outside.jsonl", "a.jsonl")
    found = parcel(inbox, "ann.zip", zipped(*((name, GOOD) for name in names)))
    assert len(found.attempts) == 1
    assert len(found.notes) == 4
    assert all("outside itself" in note for note in found.notes)
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["ann.zip"]


def test_a_link_in_a_zip_is_refused(tmp_path):
    entry = zipfile.ZipInfo("answers.jsonl")
    entry.external_attr = 0o120777 << 16
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(entry, "/etc/passwd")
    assert "link" in refused(tmp_path, "ann.zip", stream.getvalue()).reason


@pytest.mark.parametrize("inside", [False, True])
def test_a_link_in_the_folder_is_not_followed(tmp_path, inside):
    secret = tmp_path / "secret.jsonl"
    secret.write_bytes(GOOD)
    folder = tmp_path / "inbox" / ("ann" if inside else "")
    folder.mkdir(parents=True)
    (folder / "ann.jsonl").symlink_to(secret)
    (found,) = submissions(tmp_path / "inbox")
    with pytest.raises(Refused, match="link"):
        open_parcel(found)


def test_a_link_to_a_folder_is_not_entered(tmp_path):
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "a.jsonl").write_bytes(GOOD)
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "ann").symlink_to(secret, target_is_directory=True)
    (found,) = submissions(inbox)
    with pytest.raises(Refused, match="link"):
        open_parcel(found)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")
def test_a_pipe_does_not_hang_the_run(tmp_path):
    os.mkfifo(tmp_path / "ann.jsonl")
    (found,) = submissions(tmp_path)
    with pytest.raises(Refused, match="no plain file"):
        open_parcel(found)


def locked() -> bytes:
    content = bytearray(zipped(("a.jsonl", GOOD)))
    content[6] |= 1  # the flag of the entry itself, and of the table of contents
    content[content.rfind(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def overstated() -> bytes:
    content = bytearray(zipped(("a.jsonl", GOOD)))
    end = content.rfind(b"PK\x05\x06")
    content[end + 12 : end + 16] = struct.pack("<I", 200_000_000)
    return bytes(content)


WHOLE = zipped(("a.jsonl", GOOD))
ZIPS = {
    "empty": (b"", "damaged or no zip"),
    "no zip": (b"hello", "damaged or no zip"),
    "cut off": (WHOLE[:-10], "damaged or no zip"),
    "its middle changed": (WHOLE[:45] + b"\xff\xff\xff\xff" + WHOLE[49:], "damaged"),
    "locked": (locked(), "password"),
    "a huge table of contents": (overstated(), "too many files"),
    "packed otherwise": (zipped(("a.jsonl", GOOD), method=zipfile.ZIP_LZMA), "not read here"),
    "no files": (zipped(), "no file of answers"),
    "a notebook alone": (zipped(("a.ipynb", b"{}")), "a notebook but no answers"),
    "pictures": (zipped(("a.png", b"x")), "no file of answers"),
}


@pytest.mark.parametrize(("content", "told"), ZIPS.values(), ids=ZIPS)
def test_a_zip_that_cannot_be_read_says_why(tmp_path, content, told):
    assert told in refused(tmp_path, "ann.zip", content).reason


def test_a_zip_of_very_many_files_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(hostile, "MOST_ENTRIES", 10)
    content = zipped(*((f"{n}.md", b"") for n in range(30)))
    with pytest.raises(Refused, match="holds more than"):
        list(hostile.zip_members(content, "x.zip", hostile.Budget(entries=10)))


def test_a_huge_file_is_not_read(tmp_path):
    with (tmp_path / "ann.jsonl").open("wb") as stream:
        stream.truncate(10 * 2**30)
    (found,) = submissions(tmp_path)
    with pytest.raises(Refused, match="larger than 16 MB"):
        open_parcel(found)


def test_more_answers_than_anybody_gives_are_refused(tmp_path, monkeypatch):
    from helpers.exercises import parcels

    monkeypatch.setattr(parcels, "MOST_ATTEMPTS", 20)
    many = b"".join(to_line(Attempt("01-kind", "wall", "sure")) for _ in range(40))
    assert "holds more than 20 answers" in refused(tmp_path, "ann.jsonl", many).reason


def test_folders_without_end_are_refused(tmp_path):
    deep = tmp_path / "ann" / "/".join("a" * 12)
    deep.mkdir(parents=True)
    (deep / "a.jsonl").write_bytes(GOOD)
    (found,) = submissions(tmp_path)
    with pytest.raises(Refused, match="folders within folders"):
        open_parcel(found)


@pytest.mark.parametrize("name", ["ann.rar", "ann.7z", "ann.tar.gz"])
def test_other_archives_say_what_to_ask_for(tmp_path, name):
    assert "zip" in refused(tmp_path, name, b"Rar!").ask


def test_a_pickle_is_data_that_nobody_opens(tmp_path):
    trap = tmp_path / "ran"
    code = f"cos\nsystem\n(S'touch {trap}'\ntR.".encode()
    inbox = tmp_path / "in"
    inbox.mkdir()
    refused(inbox, "ann.zip", zipped(("a.pkl", code), ("answers.jsonl", code), ("sitecustomize.py", b"1/0")))
    assert not trap.exists()


def test_a_notebook_is_never_read_for_answers(tmp_path):
    notebook = json.dumps({"cells": [{"source": GOOD.decode()}]}).encode()
    assert "a notebook but no answers" in refused(tmp_path, "ann.ipynb", notebook).reason
