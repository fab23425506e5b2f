"""A class's verdicts in one file: made from answer files good and bad, read again, and shown without giving away."""

import json
import os
import re
import tracemalloc

import pytest

import helpers
from helpers.__main__ import main
from helpers.editions import class_page
from helpers.editions.agreement import agreement, compared
from helpers.editions.votes import ClassFileError, as_json, gather, read_class
from helpers.exercises.hand_ins import HandIn, hand_in_zip
from helpers.exercises.record_line import Attempt, to_line
from helpers.ledgers.claims import editors_of, every_claim


def verdict(claim, word, **more):
    answer = {"verdict": word, "evidence": ["letter-1923"], "note": "Anna wrote this"}
    return Attempt(f"ledger/{claim}", answer, "sure", **more)


def lay(path, *attempts):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(map(to_line, attempts)))


@pytest.fixture
def handed(tmp_path):
    """Three students: one in a file, one in a folder of two, one who changed a verdict and handed in twice."""
    folder = tmp_path / "handed-in"
    lay(folder / "anna.jsonl", verdict("k1", "supported"), verdict("k2", "contested"), Attempt("01-x", 1))
    lay(folder / "ben" / "a.jsonl", verdict("k1", "contested"))
    lay(folder / "ben" / "b.jsonl", verdict("k2", "contested"))
    first = verdict("k1", "misleading", at="2026-01-01T10:00:00Z")
    lay(folder / "cem.jsonl", first)
    lay(folder / "cem-again.jsonl", first, verdict("k1", "contested", at="2026-01-02T10:00:00Z"))
    return folder


VOTES = {"k1": {"supported": 1, "contested": 2}, "k2": {"contested": 2}}


def test_a_folder_becomes_counts_without_names_and_reads_back(handed, tmp_path):
    found = gather(handed)
    assert (found.votes, found.students, found.refused) == (VOTES, 3, ())
    text = as_json(found)
    assert not re.search("anna|Anna|ben|cem|note|2026", text)
    out = tmp_path / "class.json"
    out.write_text(text)
    assert read_class(out) == VOTES


def test_one_bad_file_never_stops_the_others_and_is_named(handed, capsys, tmp_path):
    (handed / "photo.jpg").write_bytes(bytes(range(256)) * 100)
    (handed / "evil.jsonl").write_text('__import__("os").system("touch hacked")\n')
    (handed / "huge.jsonl").write_bytes(b"x" * (16 * 1024 * 1024 + 1))
    lay(tmp_path / "elsewhere" / "dora.jsonl", verdict("k1", "supported"))
    (handed / "link.jsonl").symlink_to(tmp_path / "elsewhere" / "dora.jsonl")
    (handed / "linked").symlink_to(tmp_path / "elsewhere")
    (handed / "ben" / "torn.jsonl").write_bytes(b'{"v":1,')
    out = tmp_path / "class.json"
    assert main(["class-ledger", str(handed), "--out", str(out)]) == 0
    told = capsys.readouterr().out
    for name in ("photo.jpg", "evil.jsonl", "huge.jsonl", "link.jsonl", "linked"):
        assert f"left out: {name}: " in told
    assert "ben: 1 line could not be read" in told
    assert "huge.jsonl is larger than 16 MB" in told
    assert "with the verdicts of 3 students on 2 claims" in told
    assert "fewer than 5 students" in told
    assert read_class(out) == VOTES


def zipped(*attempts, name="Ann"):
    return hand_in_zip(HandIn("c", "08-1a2b3c4d", name), b"".join(map(to_line, attempts)))


def test_a_class_is_counted_from_what_marking_reads(tmp_path):
    """As hand_in() makes it and platforms name it, saved by Notepad, some levels deep, in a zip."""
    folder = tmp_path / "handed-in"
    folder.mkdir()
    for n, name in enumerate(("Ann Lee", "Bob Ray"), 11):
        file = folder / f"{name}_{n}_assignsubmission_file_hand-in-08-1a2b3c4d-x.zip"
        file.write_bytes(zipped(verdict("k1", "supported"), name=name))
    found = gather(folder)
    assert (found.students, found.votes, found.refused) == (2, {"k1": {"supported": 2}}, ())
    other = tmp_path / "other"
    lay(other / "Cy Dee" / "home" / "old" / "a.jsonl", verdict("k1", "contested"))
    lay(other / "eve.jsonl.txt", verdict("k1", "contested"))
    fay, gus = (to_line(verdict("k1", "contested")).decode() for _ in range(2))
    (other / "fay.jsonl").write_bytes(fay.encode("utf-16"))
    (other / "gus.jsonl").write_bytes(gus.replace("\n", "\r").encode())
    (other / "Cy Dee" / "._a.jsonl").write_bytes(bytes(50))
    found = gather(other)
    assert (found.students, found.votes, found.refused) == (4, {"k1": {"contested": 4}}, ())


def test_a_verdict_changed_on_a_computer_with_a_wrong_clock_is_the_last(tmp_path):
    first = verdict("k1", "supported", at="2026-11-24T18:00:00Z")
    later = verdict("k1", "contested", at="2010-01-01T00:00:00Z").later_than(first.place)
    lay(tmp_path / "in" / "ann" / "z.jsonl", first)
    lay(tmp_path / "in" / "ann" / "a.jsonl", later)
    assert gather(tmp_path / "in").votes == {"k1": {"contested": 1}}


def test_one_file_with_a_line_of_each_makes_nobody_vanish(tmp_path):
    folder = tmp_path / "in"
    mine = {name: verdict("k1", "contested") for name in ("ann", "bob", "cy")}
    for name, one in mine.items():
        lay(folder / f"{name}.jsonl", one)
    lay(folder / "zed.jsonl", *mine.values())
    found = gather(folder)
    assert (found.students, found.votes) == (3, {"k1": {"contested": 3}})
    assert found.refused == (("zed.jsonl", "holds answers that several others handed in; theirs count"),)


def test_copied_answers_under_another_name_leave_two_students(tmp_path):
    one = verdict("k1", "contested")
    (tmp_path / "a.zip").write_bytes(zipped(one, name="Ann"))
    (tmp_path / "b.zip").write_bytes(zipped(one, verdict("k1", "supported"), name="Bob"))
    assert gather(tmp_path).students == 2


def test_a_large_class_takes_little_memory(tmp_path):
    note = {"verdict": "contested", "evidence": ["letter-1923"], "note": "x" * 900}
    for n in range(20):
        lay(tmp_path / f"{n}.jsonl", *(Attempt(f"ledger/k{k % 8 + 1}", note, "sure") for k in range(150)))
    every_claim()
    tracemalloc.start()
    try:
        assert gather(tmp_path).students == 20
        assert tracemalloc.get_traced_memory()[1] < 2.5 * 2**20  # all attempts together take five
    finally:
        tracemalloc.stop()


def test_a_class_file_that_cannot_be_written_leaves_the_old_one(handed, tmp_path, monkeypatch, capsys):
    out = tmp_path / "class.json"
    out.write_text("old")

    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", refuse)
    assert main(["class-ledger", str(handed), "--out", str(out)]) == 1
    assert "class.json is open in another program, or may not be written: close it and run again." in (
        capsys.readouterr().err
    )
    assert out.read_text() == "old"
    assert {path.name for path in tmp_path.iterdir()} == {"class.json", "course", "handed-in"}


def test_a_folder_without_verdicts_writes_nothing(tmp_path, capsys):
    (tmp_path / "empty").mkdir()
    for folder, words in (("empty", "is empty"), ("nowhere", "is not there")):
        assert main(["class-ledger", str(tmp_path / folder), "--out", str(tmp_path / "c.json")]) == 1
        assert words in capsys.readouterr().err
    assert not (tmp_path / "c.json").exists()


@pytest.mark.parametrize("divider", [",", ";", "\t"])
def test_csv_as_spreadsheets_write_it(tmp_path, divider):
    path = tmp_path / "class.csv"
    lines = ["claim,verdict,count", "k1,supported,3", "k1,contested,0", "k2,contested,2"]
    path.write_text("\ufeff" + "\r\n".join(lines).replace(",", divider), encoding="utf-8")
    assert read_class(path) == {"k1": {"supported": 3}, "k2": {"contested": 2}}
    path.write_bytes("\r".join(["sep=" + divider, *lines]).replace(",", divider).encode("utf-16"))
    assert read_class(path) == {"k1": {"supported": 3}, "k2": {"contested": 2}}


def file(**changes):
    row = {"claim": "k1", "verdict": "contested", "count": 1, **changes}
    return json.dumps({"format": "class-ledger", "version": 1, "verdicts": [row]})


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xff\xfe\x00", "no columns"),
        (b"{", "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b"[]", '"format"'),
        (b'{"format": "class-ledger", "version": 1}', 'no list "verdicts"'),
        (b"name,mark\nAnna,1\n", "no columns claim, verdict and count"),
        (b"claim,verdict,count\n", "counts no verdict"),
        (b"claim,verdict,count\nk1,contested,1\nk1,contested,2\n", "twice"),
        (file(claim="k99").encode(), "no claim 'k99'"),
        (file(verdict="true").encode(), "no verdict 'true'"),
        (file(count=-1).encode(), "whole number"),
        (file(count=True).encode(), "whole number"),
        (file(count=1.5).encode(), "whole number"),
        (file(count=10**9).encode(), "whole number"),
        (b"x" * (1024 * 1024 + 1), "larger than 1 MB"),
    ],
)
def test_a_bad_class_file_is_refused_in_words(tmp_path, content, told):
    path = tmp_path / "class.json"
    path.write_bytes(content)
    with pytest.raises(ClassFileError, match=re.escape(told)) as problem:
        read_class(path)
    assert "class.json" in str(problem.value)
    assert len(str(problem.value)) < 250


def test_a_missing_class_file_is_refused_in_words(tmp_path):
    with pytest.raises(ValueError, match=r"none\.json cannot be read"):
        helpers.class_ledger(tmp_path / "none.json")


def test_least_agreed_first_and_nothing_on_claims_not_judged():
    mine, theirs = {"k1": "supported", "k2": "contested", "k3": "contested"}, {"k1": "supported", "k2": "misleading"}
    rows = compared(every_claim(), mine, theirs, {**VOTES, "k4": {"supported": 1, "contested": 1}})
    assert [(row.claim.id, row.share and round(row.share, 2), row.same) for row in rows] == [
        ("k1", 0.67, True),
        ("k2", 1.0, False),
        ("k3", None, False),
    ]
    assert rows[0].most == ["contested"]
    assert [row.claim.id for row in compared(every_claim(), mine, theirs, {})] == ["k2", "k3", "k1"]
    assert agreement({"a": 2, "b": 2}) == 0.5


def test_the_page_without_answers_gives_nothing_away(kept, tmp_path, handed, capsys):
    out = tmp_path / "class.json"
    out.write_text(as_json(gather(handed)))
    helpers.class_ledger(out)
    told = capsys.readouterr().out
    assert "Your ledger is empty so far" in told
    assert "contested" not in told


def test_the_page_beside_a_class(kept, tmp_path, handed, capsys, monkeypatch):
    asked = []
    monkeypatch.setattr(class_page, "editors_of", lambda name: asked.append(name) or editors_of(name))
    kept.append(verdict("k1", "supported"))
    kept.append(verdict("k8", "contested"))
    out = tmp_path / "class.json"
    out.write_text(as_json(gather(handed)))
    helpers.class_ledger(out)
    told = capsys.readouterr().out
    assert asked == ["k1", "k8"]
    assert "You have judged 2 claims. On 1 of them you and the editors give the same verdict." in told
    assert "The class has judged 1 claim more" in told
    assert "On 1 claim of yours the file of your class has no verdict." in told


def test_figure_and_table_say_all_in_words(kept):
    kept.append(verdict("k1", "supported"))
    kept.append(verdict("k2", "contested"))
    rows = class_page.rows_now(VOTES)
    bars = class_page.of_class(rows)
    assert bars.rows[0] == ("k1, “The town built a tower for the bell.”", "supported 1, contested 2; you: supported")
    assert bars.parts == [("supported", [1, 0]), ("contested", [2, 2])]
    first = class_page.table(rows, True)[0]
    assert (first["the class"], first["agreement"]) == ("Supported 1; Contested 2", "67 of 100")
    alone = class_page.of_passages(class_page.rows_now({}))
    assert alone.rows == [("p01", "1 alike, 1 different")]
