"""Taking answers along and bringing them back, from friendly and from hostile files."""

import json
import sys
from types import SimpleNamespace

import pytest

from helpers.exercises import keeping
from helpers.exercises.answers import Record
from helpers.exercises.keeping import export_answers, import_answers, lasts
from helpers.exercises.record_line import Attempt, to_line
from helpers.ledgers.keep_widget import PIECE, KeepWidget

ANSWER = {"verdict": "contested", "evidence": ["letter-1923"], "note": "Größe “$5” <b>& ünï"}


def fill(record, count=3):
    for n in range(count):
        record.append(Attempt(f"01-x{n}", {"a": n}, "think", "01-clocks"))
    record.append(Attempt("ledger/k2", ANSWER, "sure"))
    return record


@pytest.fixture
def other(tmp_path):
    return Record(tmp_path / "elsewhere")


def test_there_and_back_is_the_same_record(kept, other):
    fill(kept)
    content = export_answers(kept)
    assert import_answers(content, other) == "4 answers restored."
    assert other.read().attempts == kept.read().attempts
    assert export_answers(other) == content


def test_twice_changes_nothing(kept, other):
    content = export_answers(fill(kept))
    import_answers(content, other)
    files = {path: path.read_bytes() for path in other.folder.iterdir()}
    assert import_answers(content, other) == "All 4 answers of this file are in your record already."
    assert {path: path.read_bytes() for path in other.folder.iterdir()} == files


def test_what_is_there_is_never_overwritten(kept, other):
    """A file that claims another answer under an id that the record holds changes nothing of it."""
    mine = Attempt("01-x", "mine", "sure")
    kept.append(mine)
    forged = to_line(Attempt("01-x", "forged", "guess", id=mine.id, at=mine.at))
    fresh = to_line(Attempt("01-y", "new", "guess"))
    assert import_answers(forged + fresh, kept) == "1 answer restored; 1 more was there already."
    assert [one.answer for one in kept.attempts("01-x").attempts] == ["mine"]
    assert [one.answer for one in Record(kept.folder).attempts("01-x").attempts] == ["mine"]


def test_two_records_merge_by_time(kept, other):
    kept.append(Attempt("ledger/k2", ANSWER, "guess", at="2026-01-02T10:00:00Z"))
    other.append(Attempt("ledger/k2", {**ANSWER, "verdict": "supported"}, "sure", at="2026-01-01T10:00:00Z"))
    import_answers(export_answers(kept), other)
    assert [one.confidence for one in other.attempts("ledger/k2").attempts] == ["sure", "guess"]


def test_what_could_not_be_saved_is_in_the_download(kept):
    kept.pending.append(Attempt("01-x", "kept in memory", "sure"))
    assert b"kept in memory" in export_answers(kept)


DEEP = b'{"v":1,"answer":' + b"[" * 50_000 + b"]" * 50_000 + b"}"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        b"hello",
        b"{}",
        b"[]\n[]",
        b"\x00\xff" * 500,
        DEEP,
        b"PK\x03\x04" + bytes(100),
        b"<html>",
        b'{"v":1}',
    ],
    ids=lambda content: repr(content[:12]),
)
def test_a_file_that_is_none_of_ours_is_one_sentence(other, content):
    told = import_answers(content, other)
    assert told.startswith("Nothing was restored: this file holds no answers of this course")
    assert not other.folder.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"id": "../../evil"},
        {"id": "x" * 500},
        {"at": "yesterday"},
        {"at": "2026-01-01T10:00:00"},
        {"confidence": "<script>"},
        {"exercise": ""},
        {"exercise": "x" * 300},
        {"answer": None},
        {"v": 2},
        {"answer": "\ud800"},
        {"answer": "x" * 300_000},
    ],
    ids=lambda change: next(iter(change)),
)
def test_odd_lines_stay_out_and_the_rest_comes_in(kept, other, change):
    good = to_line(Attempt("01-x", "good", "sure"))
    bad = json.dumps({**json.loads(good), "id": "0" * 32, **change}).encode() + b"\n"
    assert import_answers(bad + good, other) == "1 answer restored. 1 line could not be read and stayed out."
    assert [one.answer for one in other.read().attempts] == ["good"]
    assert other.read().notice == ""


def test_sizes_are_bounded(other, monkeypatch):
    assert "larger than 64 MB" in import_answers(b"x" * (keeping.MAX_BYTES + 1), other)
    monkeypatch.setattr(keeping, "MAX_ATTEMPTS", 2)
    content = b"".join(to_line(Attempt("01-x", n, "sure")) for n in range(3))
    assert import_answers(content, other).startswith("Nothing was restored: the file holds more than 2 answers")
    assert not other.folder.exists()


def test_a_folder_that_cannot_be_written_is_one_sentence_and_leaves_nothing_half(kept, other, monkeypatch):
    content = export_answers(fill(kept))

    def refuse(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr(keeping, "to_disk", refuse)
        assert import_answers(content, other) == (
            "Nothing was restored: the folder of answers cannot be written (No space left on device)."
        )
    assert list(other.folder.iterdir()) == []


def test_a_mark_at_the_start_and_windows_line_ends_do_no_harm(kept, other):
    content = b"\xef\xbb\xbf" + export_answers(fill(kept)).replace(b"\n", b"\r\n")
    assert import_answers(content, other) == "4 answers restored."


def test_it_knows_where_a_folder_does_not_last(monkeypatch):
    for name in ("BINDER_LAUNCH_HOST", "BINDER_REQUEST", "BINDER_REPO_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("JUPYTERHUB_USER", "somebody")
    assert lasts()
    monkeypatch.setenv("BINDER_REQUEST", "v2/gh/somebody/course/main")
    assert not lasts()
    monkeypatch.delenv("BINDER_REQUEST")
    monkeypatch.setattr(sys, "platform", "emscripten")
    assert not lasts()
    for mounted, outlives in (("/drive", True), ("/", False)):
        node = SimpleNamespace(node=SimpleNamespace(mount=SimpleNamespace(mountpoint=mounted)))
        page = SimpleNamespace(FS=SimpleNamespace(lookupPath=lambda place, node=node: node))
        monkeypatch.setitem(sys.modules, "pyodide_js", page)
        assert lasts() is outlives


def test_in_the_browser_it_says_that_the_browser_keeps_them(monkeypatch, kept):
    assert str(kept.folder) in keeping.where(kept.folder)
    monkeypatch.setattr(sys, "platform", "emscripten")
    assert "in this browser" in keeping.where(kept.folder)
    assert str(kept.folder) not in keeping.where(kept.folder)


class Wire:
    """The browser's side of the card: it asks for pieces and sends them."""

    def __init__(self, record, monkeypatch):
        self.sent = []
        self.card = KeepWidget(record)
        monkeypatch.setattr(
            self.card, "send", lambda content, buffers=None: self.sent.append((content, list(buffers or ())))
        )

    def download(self):
        pieces = []
        while not pieces or not pieces[-1][0]["last"]:
            self.card._receive(self.card, {"type": "download", "piece": len(pieces)}, [])
            pieces.append(self.sent.pop())
        return b"".join(bytes(buffers[0]) for _, buffers in pieces)

    def restore(self, content):
        for n, start in enumerate(range(0, max(len(content), 1), PIECE)):
            last = start + PIECE >= len(content)
            message = {"type": "restore", "piece": n, "last": last}
            self.card._receive(self.card, message, [memoryview(content[start : start + PIECE])])
        return self.card.state["told"]


def test_the_card_takes_and_gives_large_files_in_pieces(kept, other, monkeypatch):
    for n in range(8):
        kept.append(Attempt("01-x", "y" * 200_000 + str(n), "sure"))
    content = Wire(kept, monkeypatch).download()
    assert len(content) > 3 * PIECE
    assert content == export_answers(kept)
    wire = Wire(other, monkeypatch)
    assert wire.restore(content) == "8 answers restored."
    assert wire.card.state["words"] == "8 answers in your record"
    assert wire.restore(b"").startswith("Nothing was restored: this file holds no answers")


def test_the_card_stops_a_file_that_never_ends(other, monkeypatch):
    wire = Wire(other, monkeypatch)
    monkeypatch.setattr(keeping, "MAX_BYTES", 10)
    for n in range(3):
        wire.card._receive(wire.card, {"type": "restore", "piece": n, "last": False}, [bytes(PIECE)])
        if wire.card.state["told"]:
            break
    assert "too large" in wire.card.state["told"]
    assert wire.card._coming == []


def test_restored_answers_show_in_what_is_open(kept, other):
    from helpers.ledgers.widgets import EssayWidget

    fill(kept)
    whole = EssayWidget(other)
    KeepWidget(other).restore(export_answers(kept))
    assert list(whole.state["judged"]) == ["k2"]
