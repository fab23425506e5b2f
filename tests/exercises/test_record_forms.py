"""A record in every form in which it comes, read alike by all: the cards, restoring, marking, the class ledger."""

import io
import json
import random
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.exercises import answers, keeping, record_folder
from helpers.exercises.answers import Record
from helpers.exercises.hand_ins import HandIn, hand_in_zip
from helpers.exercises.keeping import export_answers, import_answers
from helpers.exercises.parcels import open_content, open_paths
from helpers.exercises.record_line import Attempt, Unreadable, from_line, to_line

# As version 0.2.0 wrote them: no sum, no word on what an answer comes after.
OLD = Path(__file__).parent / "old_record"
OLD_ANSWERS = [
    ("01-read-dates", {"from": "1991", "to": "1999"}),
    ("01-which", "b"),
    ("ledger/k2", {"verdict": "contested", "evidence": ["letter-1923"], "note": "Größe “$5” <b>& ünï"}),
    ("01-which", "c"),
]


def made(*answers_given, **more):
    return [Attempt("01-x", one, "think", "01-clocks", **more) for one in answers_given]


def text(attempts):
    return b"".join(map(to_line, attempts))


def zipped(**files):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, inside in files.items():
            archive.writestr(name, inside)
    return content.getvalue()


# ------------------------------------------------------------------------------------------------ older versions


def told(attempts):
    return [(one.exercise, one.answer) for one in attempts]


def test_a_record_of_an_older_version_is_read_by_all(tmp_path):
    assert told(Record(OLD).read().attempts) == OLD_ANSWERS
    assert told(open_paths([OLD]).attempts) == OLD_ANSWERS
    here = Record(tmp_path)
    assert import_answers(next(OLD.glob("*.jsonl")).read_bytes(), here) == "4 answers restored."
    assert told(here.read().attempts) == OLD_ANSWERS


def test_a_hand_in_of_an_older_version_is_read_by_all(tmp_path):
    old = OLD / "hand-in-02-1a2b3c4d-ann-example.zip.kept"
    found = open_content(old.read_bytes(), "the zip")
    assert told(found.attempts) == OLD_ANSWERS
    assert found.claims == HandIn("almost-allies 0.2.0", "02-1a2b3c4d", "Ann Example")
    here = Record(tmp_path)
    assert import_answers(old.read_bytes(), here) == "4 answers restored."
    assert told(here.read().attempts) == OLD_ANSWERS


# ------------------------------------------------------------------------------------------------ clocks


def test_a_computer_whose_clock_is_years_behind_does_not_undo_a_later_answer(tmp_path):
    Record(tmp_path).append(*made("same", at="2026-11-24T18:00:00Z"))
    school = Record(tmp_path)
    school.append(*made("republic", at="2010-01-01T00:05:00Z"))
    assert [one.answer for one in Record(tmp_path).read().attempts] == ["same", "republic"]
    assert [one.answer for one in open_paths([tmp_path]).attempts] == ["same", "republic"]
    (late,) = [one for one in Record(tmp_path).read().attempts if one.answer == "republic"]
    assert late.at == "2010-01-01T00:05:00Z"  # what the clock said stays


def test_a_clock_that_is_ahead_does_not_win_over_what_is_answered_later(tmp_path):
    Record(tmp_path).append(*made("ahead", at="2031-01-01T00:00:00Z"))
    for n in range(3):
        Record(tmp_path).append(*made(n))
    assert [one.answer for one in Record(tmp_path).read().attempts] == ["ahead", 0, 1, 2]
    again = Record(tmp_path / "again")
    import_answers(export_answers(Record(tmp_path)), again)
    assert [one.answer for one in again.read().attempts] == ["ahead", 0, 1, 2]


def test_an_answer_that_another_kernel_gave_meanwhile_comes_before(tmp_path):
    home, school = Record(tmp_path), Record(tmp_path)
    home.append(*made("a", at="2026-01-01T00:00:00Z"))
    school.append(*made("b", at="2025-01-01T00:00:00Z"))
    home.append(*made("c", at="2024-01-01T00:00:00Z"))
    school.append(*made("d", at="2023-01-01T00:00:00Z"))
    assert [one.answer for one in Record(tmp_path).read().attempts] == ["a", "b", "c", "d"]


def test_what_was_copied_here_counts_as_read(tmp_path):
    usb = Record(tmp_path / "usb")
    usb.append(*made("home", at="2026-11-24T18:00:00Z"))
    here = Record(tmp_path / "here")
    import_answers(export_answers(usb), here)
    here.append(*made("school", at="2010-01-01T00:00:00Z"))
    assert [one.answer for one in here.read().attempts] == ["home", "school"]


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(1971, 9998)), min_size=1, max_size=12))
@settings(deadline=None, max_examples=60)
def test_whatever_the_clocks_say_one_folder_keeps_the_order_of_answering(tmp_path_factory, steps):
    folder = tmp_path_factory.mktemp("answers")
    kernels = [Record(folder) for _ in range(3)]
    for n, (kernel, year) in enumerate(steps):
        kernels[kernel].append(*made(n, at=f"{year}-06-01T00:00:00Z"))
    everybody = [Record(folder).read().attempts, open_paths([folder]).attempts, kernels[0].read().attempts]
    assert [[one.answer for one in read] for read in everybody] == [list(range(len(steps)))] * 3


# ------------------------------------------------------------------------------------------------ forms

FORMS = {
    "plain": ("a.jsonl", text),
    "windows": ("a.jsonl", lambda given: text(given).replace(b"\n", b"\r\n")),
    "old-mac": ("a.jsonl", lambda given: text(given).replace(b"\n", b"\r")),
    "marked": ("a.jsonl", lambda given: b"\xef\xbb\xbf" + text(given)),
    "utf-16": ("a.jsonl", lambda given: text(given).decode().encode("utf-16")),
    "utf-16-be": ("a.jsonl", lambda given: b"\xfe\xff" + text(given).decode().encode("utf-16-be")),
    "txt": ("a.jsonl.txt", text),
    "twice": ("a.jsonl (1)", text),
    "ndjson": ("a.ndjson", text),
    "capitals": ("A.JSONL", text),
    "levels": ("from home/old/a.jsonl", text),
    "zip": ("a.zip", lambda given: zipped(**{"answers.jsonl": text(given)})),
    "zip-levels": ("a.zip", lambda given: zipped(**{"my/answers/a.jsonl": text(given)})),
    "zip-in-zip": ("a.zip", lambda given: zipped(**{"x/b.zip": zipped(**{"a.jsonl": text(given)})})),
    "hand-in": ("a.zip", lambda given: hand_in_zip(HandIn("c", "02-1a2b3c4d", "Ann"), text(given))),
}


@pytest.mark.parametrize(("name", "form"), FORMS.values(), ids=FORMS)
def test_each_form_is_read_by_card_restoring_and_marking(tmp_path, name, form):
    attempts = made("a", ["b", "é"], {"c": 1})
    path = tmp_path / "answers" / name
    path.parent.mkdir(parents=True)
    path.write_bytes(form(attempts))
    reading = Record(tmp_path / "answers").read()
    assert (list(reading.attempts), reading.notice) == (attempts, "")
    parcel = open_paths([tmp_path / "answers"])
    assert (parcel.attempts, parcel.notes) == (attempts, [])
    here = Record(tmp_path / "here")
    assert import_answers(path.read_bytes(), here) == "3 answers restored."
    assert list(here.read().attempts) == attempts


@pytest.mark.parametrize("name", ["._a.jsonl", ".a.jsonl", "__MACOSX/a.jsonl", ".cache/a.jsonl", "set-aside/a.jsonl"])
def test_what_a_computer_made_for_itself_is_no_record_and_no_damage(tmp_path, name):
    good = made("mine")
    Record(tmp_path).append(*good)
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"\x00\x05\x16\x07" + bytes(100) + b"\n")
    assert Record(tmp_path).read().notice == ""
    parcel = open_paths([tmp_path])
    assert (parcel.attempts, parcel.unreadable, parcel.notes) == (good, 0, [])
    packed = open_content(zipped(**{"a.jsonl": text(good), name: path.read_bytes()}), "x.zip")
    assert (packed.attempts, packed.unreadable, packed.notes) == (good, 0, [])


# ------------------------------------------------------------------------------------------------ size


def test_a_file_that_would_grow_too_large_is_followed_by_a_new_one_and_nothing_is_lost(tmp_path, monkeypatch):
    monkeypatch.setattr(answers, "MAX_FILE", 20_000)
    record = Record(tmp_path)
    for n in range(30):
        record.append(*made(f"{n} " + "y" * 3_000))
    files = list(tmp_path.glob("*.jsonl"))
    assert len(files) > 4
    assert max(path.stat().st_size for path in files) <= 20_000
    assert [one.answer.split()[0] for one in Record(tmp_path).read().attempts] == [str(n) for n in range(30)]


def test_seventeen_megabytes_are_read_back_taken_along_and_handed_in(tmp_path):
    record = Record(tmp_path / "answers")
    for n in range(72):
        record.append(*made(f"{n} " + "y" * 250_000))
    assert len(list(record.folder.glob("*.jsonl"))) == 2
    assert len(Record(record.folder).read().attempts) == 72
    taken = export_answers(record)
    assert keeping.file_name(taken).endswith(".zip")
    assert import_answers(taken, Record(tmp_path / "again")) == "72 answers restored."
    assert len(Record(tmp_path / "again").read().attempts) == 72
    handed = tmp_path / "hand-in.zip"
    handed.write_bytes(hand_in_zip(HandIn("c", "02-1a2b3c4d", "Ann"), keeping.one_a_line(record)))
    assert len(open_paths([handed]).attempts) == 72


def test_a_file_that_an_older_version_let_grow_is_read_whole(tmp_path):
    attempts = made(*(f"{n} " + "y" * 250_000 for n in range(72)))
    (tmp_path / "attempts-old.jsonl").write_bytes(text(attempts))
    assert len(Record(tmp_path).read().attempts) == 72


# ------------------------------------------------------------------------------------------------ damage


def test_one_bit_changed_anywhere_is_told_and_costs_no_neighbour(tmp_path):
    attempts = [
        Attempt("01-x", {"text": f"word {n} ünï", "n": [n, 2.5]}, "sure", "01", f"{n:032x}", "2026-01-01T00:00:00Z")
        for n in range(3)
    ]
    whole = text(attempts)
    start, end = len(to_line(attempts[0])), len(to_line(attempts[0]) + to_line(attempts[1]))
    draw = random.Random(14)
    path = tmp_path / "a.jsonl"
    for place in range(start, end):
        blow = bytearray(whole)
        blow[place] ^= 1 << draw.randrange(8)
        path.write_bytes(blow)
        parcel = open_paths([path])
        found = {one.id: one for one in parcel.attempts}
        assert [found.get(attempts[n].id) for n in (0, 2)] == [attempts[0], attempts[2]], place
        changed = [one for one in parcel.attempts if one not in attempts]
        assert changed == [], (place, bytes(blow[start:end]))
        assert attempts[1] in parcel.attempts or parcel.unreadable, place


def test_a_tool_that_writes_the_same_words_with_other_spaces_damages_nothing():
    (one,) = made({"b": 1, "a": [2.5, "é"]}, after="2027-01-01T00:00:00Z")
    fields = json.loads(to_line(one))
    turned = dict(sorted(fields.items(), reverse=True))
    for spaced in (json.dumps(fields), json.dumps(fields, ensure_ascii=False), json.dumps(turned)):
        assert from_line(spaced.encode()) == one
    with pytest.raises(Unreadable):
        from_line(json.dumps({**fields, "answer": {"b": 1, "a": [2.5, "e"]}}).encode())


def test_a_line_end_that_was_damaged_costs_neither_line():
    first, second = made("one", "two")
    for between in (b"", b" ", b"\x00", b"x", b"\x8a"):
        content = to_line(first)[:-1] + between + to_line(second)
        assert open_content(content, "x").attempts == [first, second]


def test_the_student_is_told_of_a_changed_bit_and_the_line_is_kept_aside(tmp_path):
    record = Record(tmp_path)
    for one in made("first", "second"):
        record.append(one)
    (path,) = tmp_path.glob("*.jsonl")
    path.write_bytes(path.read_bytes().replace(b'"second"', b'"secold"'))
    reading = Record(tmp_path).read()
    assert [one.answer for one in reading.attempts] == ["first"]
    assert reading.notice.startswith("1 line of your record could not be read")
    (aside,) = (tmp_path / answers.SET_ASIDE).iterdir()
    assert b"secold" in aside.read_bytes()


def test_the_end_of_a_file_tells_its_latest_answer(tmp_path):
    path = tmp_path / "a.jsonl"
    attempts = made("a", "b" * 200_000, at="2026-01-01T00:00:00Z") + made("c", at="2026-01-02T00:00:00Z")
    path.write_bytes(text(attempts) + b'{"v":1,"torn')
    assert record_folder.latest_at_the_end(path, path.stat().st_size) == attempts[-1].place
