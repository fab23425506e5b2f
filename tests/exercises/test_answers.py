"""The record of attempts: killed, raced, damaged, filled."""

import json
import os
import resource
import signal
import stat
import subprocess
import sys
import tempfile
import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers.exercises.answers import MAX_FILE, SET_ASIDE, Record, SaveError
from helpers.exercises.record_line import MAX_LINE, Attempt, from_line, to_line
from tests.kit.sizes import size

HOME = Path(__file__).resolve().parents[2]
posix = pytest.mark.skipif(os.name != "posix", reason="uses POSIX limits and signals")

WRITER = """
import os, sys, time
from pathlib import Path
from helpers.exercises.answers import Record
from helpers.exercises.record_line import Attempt
folder, who, count, piece = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
write = os.write
if piece:
    # A slow disk that takes a line in pieces, so that nearly every kill falls between two of them.
    def slowly(handle, data):
        time.sleep(0.001)
        return write(handle, bytes(data)[:piece])
    os.write = slowly
record = Record(folder)
record.read()  # as every card does before it is answered
print("ready", flush=True)
for n in range(count):
    record.append(Attempt("01-x", [who, n, "y" * 3000], "think"))
    print(n, flush=True)  # said only once it is saved
"""


def start_writer(folder, who, count, piece=0):
    command = [sys.executable, "-c", WRITER, str(folder), who, str(count), str(piece)]
    environment = {**os.environ, "PYTHONPATH": str(HOME)}
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


def attempt(answer="a", exercise="01-x", **more):
    return Attempt(exercise, answer, "think", "01-clocks", **more)


def own_file(record):
    (path,) = record.folder.glob("*.jsonl")
    return path


def test_what_is_saved_is_read_back_by_a_new_kernel(tmp_path):
    record = Record(tmp_path / "answers")
    made = [attempt("a"), attempt(["b", "c"]), attempt({"from": "1919", "to": "1921"}, "01-y")]
    for one in made:
        record.append(one)
    assert Record(tmp_path / "answers").read().attempts == tuple(made)
    assert Record(tmp_path / "answers").attempts("01-y").attempts == (made[2],)
    assert Record(tmp_path / "nowhere").read().attempts == ()


def test_reading_writes_nothing(tmp_path):
    Record(tmp_path / "answers").read()
    assert not (tmp_path / "answers").exists()


def test_the_record_is_one_versioned_line_without_marks_or_names(tmp_path):
    record = Record(tmp_path)
    record.append(attempt("é"))
    (line,) = own_file(record).read_text(encoding="ascii").splitlines()
    fields = json.loads(line)
    assert set(fields) == {"v", "id", "exercise", "lesson", "at", "answer", "confidence", "sum"}
    assert fields["v"] == 1
    assert fields["at"].endswith("Z")
    if os.name == "posix":
        assert stat.S_IMODE(own_file(record).stat().st_mode) == 0o600


def test_each_kernel_has_a_file_of_its_own(tmp_path):
    for _ in range(3):
        Record(tmp_path).append(attempt())
    assert len(list(tmp_path.glob("attempts-*.jsonl"))) == 3


def test_a_clock_set_back_does_not_reorder_one_kernels_attempts(tmp_path):
    record = Record(tmp_path)
    record.append(attempt("first", at="2026-01-02T10:00:00Z"))
    record.append(attempt("second", at="2026-01-02T09:00:00Z"))
    other = Record(tmp_path / "elsewhere")
    other.append(attempt("between", at="2026-01-02T09:30:00Z"))
    own_file(other).rename(tmp_path / "copied.jsonl")
    assert [one.answer for one in Record(tmp_path).read().attempts] == ["between", "first", "second"]


def test_a_copy_made_by_a_sync_tool_counts_once(tmp_path):
    record = Record(tmp_path)
    record.append(attempt())
    (tmp_path / "attempts (conflicted copy).jsonl").write_bytes(own_file(record).read_bytes())
    assert len(Record(tmp_path).read().attempts) == 1


def test_the_folder_moved_away_in_between(tmp_path):
    record = Record(tmp_path / "answers")
    record.append(attempt("a"))
    (tmp_path / "answers").rename(tmp_path / "moved")
    record.append(attempt("b"))
    assert [one.answer for one in record.read().attempts] == ["b"]


# ------------------------------------------------------------------------------------------------ kills


@posix
@pytest.mark.parametrize("piece", [0, 300], ids=["whole-lines", "pieces"])
def test_killed_in_the_middle_of_writing_nothing_saved_is_lost(tmp_path, piece):
    def torn():
        return [path for path in tmp_path.glob("*.jsonl") if path.stat().st_size and path.read_bytes()[-1:] != b"\n"]

    told = {}
    # Where a kill falls is chance, and a busy machine's chance is another: it goes on until enough fell in a line.
    for round_ in range(1_000):
        if round_ >= size(25, 250) and sum(told.values()) > 10 and (not piece or len(torn()) > 5):
            break
        who = f"w{round_}"
        writer = start_writer(tmp_path, who, 100_000, piece)
        assert writer.stdout.readline() == "ready\n"
        time.sleep((0.006 if piece else 0.002) * (round_ % 9))
        writer.send_signal(signal.SIGKILL)
        said = [line for line in writer.stdout.read().split("\n") if line]
        assert writer.wait() == -signal.SIGKILL
        told[who] = len(said)
    reading = Record(tmp_path).read()
    for who, count in told.items():
        numbers = [one.answer[1] for one in reading.attempts if one.answer[0] == who]
        # Everything the student was told is saved is there, and at most the one being written besides.
        assert numbers in (list(range(count)), list(range(count + 1)))
    assert sum(told.values()) > 10
    if piece:
        assert len(torn()) > 5, "the kills were meant to fall in the middle of a line"


@posix
def test_a_line_torn_by_the_kill_is_skipped_and_the_next_one_is_not_glued_to_it(tmp_path):
    record = Record(tmp_path)
    record.append(attempt("kept"))
    with own_file(record).open("ab") as stream:
        stream.write(to_line(attempt("torn"))[:-30])
    record.append(attempt("after"))
    reading = Record(tmp_path).read()
    assert [one.answer for one in reading.attempts] == ["kept", "after"]
    assert "1 line " in reading.notice


def test_a_last_line_that_may_still_be_on_its_way_is_left_alone_for_a_minute(tmp_path):
    record = Record(tmp_path)
    record.append(attempt("kept"))
    whole = to_line(attempt("late"))
    with own_file(record).open("ab") as stream:
        stream.write(whole[:40])
    reader = Record(tmp_path)
    assert reader.read().notice == ""
    with own_file(record).open("ab") as stream:
        stream.write(whole[40:])
    assert [one.answer for one in reader.read().attempts] == ["kept", "late"]
    with own_file(record).open("ab") as stream:
        stream.write(whole[:40])
    os.utime(own_file(record), (1, 1))
    assert "1 line " in reader.read().notice


# ------------------------------------------------------------------------------------------------ races


def test_several_kernels_at_once_lose_nothing(tmp_path):
    writers = {f"k{n}": start_writer(tmp_path, f"k{n}", 60) for n in range(5)}
    reader = Record(tmp_path)
    while any(writer.poll() is None for writer in writers.values()):
        reader.read()
        time.sleep(0.01)
    assert [writer.wait() for writer in writers.values()] == [0] * 5
    reading = Record(tmp_path).read()
    assert sorted((one.answer[0], one.answer[1]) for one in reading.attempts) == [
        (who, n) for who in sorted(writers) for n in range(60)
    ]
    assert reading.notice == ""
    assert reader.read().attempts == reading.attempts
    assert not (tmp_path / SET_ASIDE).exists()
    for writer in writers.values():
        writer.stdout.close()


@posix
def test_a_forked_child_does_not_write_into_its_parents_file(tmp_path):
    record = Record(tmp_path)
    record.append(attempt("parent"))
    child = os.fork()
    if child == 0:
        try:
            record.append(attempt("child"))
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    record.append(attempt("parent again"))
    assert len(list(tmp_path.glob("*.jsonl"))) == 2
    assert len(Record(tmp_path).read().attempts) == 3


# ------------------------------------------------------------------------------------------------ damage

LINES = [to_line(attempt(f"answer {n}", id=f"{n:032x}", at="2026-01-02T10:00:00Z")) for n in range(6)]
WHOLE = b"".join(LINES)
damage = st.lists(
    st.tuples(
        st.integers(0, len(WHOLE) - 1),
        st.sampled_from(["change", "delete", "insert"]),
        st.binary(min_size=1, max_size=5),
    ),
    min_size=1,
    max_size=4,
)


@given(damage)
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_undamaged_line_survives_damage(blows):
    with tempfile.TemporaryDirectory() as name:
        content = bytearray(WHOLE)
        hit = set()
        for place, how, with_what in sorted(blows, reverse=True):
            line, inside = WHOLE[:place].count(b"\n"), place
            hit.add(line)
            # A blow on a line's end, or an insertion at its start, touches the neighbour too.
            if WHOLE[inside : inside + len(with_what)].count(b"\n") or how == "delete":
                hit.add(min(line + 1, 5))
            if how == "insert" and (place == 0 or WHOLE[place - 1 : place] == b"\n"):
                hit.add(max(line - 1, 0))
            if how == "change":
                content[place : place + 1] = with_what[:1]
            elif how == "delete":
                del content[place : place + 1]
            else:
                content[place:place] = with_what
            if WHOLE[place : place + 1] == b"\n":
                hit.add(min(line + 1, 5))
        path = Path(name) / "attempts-x.jsonl"
        path.write_bytes(content)
        os.utime(path, (1, 1))
        reading = Record(Path(name)).read()
        found = {one.id: one.answer for one in reading.attempts}
        for n in set(range(6)) - hit:
            assert found[f"{n:032x}"] == f"answer {n}"
        assert path.read_bytes() == content


DAMAGED = [
    b"\x00\x01\x02\xff\xfe",
    b"{",
    b"[]",
    b"null",
    b"[" * 100_000,
    b'{"v":1}',
    b"x" * (MAX_LINE + 10),
    LINES[0].strip().replace(b'"v":1', b'"v":2'),
    LINES[0].strip().replace(b'"v":1', b'"v":true'),
    LINES[0].strip().replace(b'"v":1', b'"v":1,"v":1'),
    LINES[0].strip().replace(b'"answer 0"', b"NaN"),
    LINES[0].strip().replace(b'"answer 0"', b"1e999"),
    LINES[0].strip().replace(b'"answer 0"', b"1" * 5000),
    LINES[0].strip().replace(b'"answer 0"', b'"\\ud800"'),
    LINES[0].strip().replace(b'"answer 0"', b"null"),
    LINES[0].strip().replace(b'"think"', b'"certain"'),
    LINES[0].strip().replace(b',"confidence":"think"', b""),
    LINES[0].strip().replace(b'"think"', b'["think"]'),
    LINES[0].strip().replace(b"2026-01-02T10:00:00Z", b"yesterday"),
    LINES[0].strip().replace(b"2026-01-02T10:00:00Z", b"2026-01-02T10:00:00"),
    LINES[0].strip().replace(b"2026-01-02T10:00:00Z", b"0001-01-01T00:00:00+23:59"),
    LINES[0].strip().replace(b'"01-x"', b'{"a":1}'),
    b'{"a":' * 5000 + b"1" + b"}" * 5000,
]


@pytest.mark.parametrize("line", DAMAGED, ids=lambda line: repr(line[:40]))
def test_each_kind_of_damage_is_skipped_kept_aside_once_and_told_once(tmp_path, line):
    (tmp_path / "attempts-x.jsonl").write_bytes(LINES[1] + line + b"\n" + LINES[2])
    reading = Record(tmp_path).read()
    assert [one.answer for one in reading.attempts] == ["answer 1", "answer 2"]
    assert reading.notice.count(".") == 1
    assert "everything else is kept" in reading.notice
    (aside,) = (tmp_path / SET_ASIDE).iterdir()
    assert aside.read_bytes() == line + b"\n"
    again = Record(tmp_path)
    assert again.read().notice == ""
    assert again.read().notice == ""
    assert len(list((tmp_path / SET_ASIDE).iterdir())) == 1


@given(st.lists(st.binary(max_size=300), max_size=8))
@settings(deadline=None, suppress_health_check=list(HealthCheck))
def test_reading_never_fails(chunks):
    with tempfile.TemporaryDirectory() as name:
        for n, chunk in enumerate(chunks):
            (Path(name) / f"{n}.jsonl").write_bytes(chunk)
        Record(Path(name)).read()


def test_a_file_too_large_is_read_as_far_as_allowed(tmp_path):
    with (tmp_path / "big.jsonl").open("wb") as stream:
        stream.write(LINES[0])
        stream.truncate(MAX_FILE * 4)
    Record(tmp_path).append(attempt("mine"))
    tracemalloc.start()
    assert [one.answer for one in Record(tmp_path).read().attempts] == ["answer 0", "mine"]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < MAX_FILE * 12  # some eight for what is read; the whole file would take four times as much


@posix
def test_links_pipes_and_folders_are_not_followed(tmp_path):
    outside = tmp_path / "outside.jsonl"
    outside.write_bytes(LINES[0])
    folder = tmp_path / "answers"
    folder.mkdir()
    (folder / "link.jsonl").symlink_to(outside)
    (folder / "folder.jsonl").mkdir()
    os.mkfifo(folder / "pipe.jsonl")
    assert Record(folder).read().attempts == ()
    assert Record(folder).read().notice == ""
    # A set-aside folder that points elsewhere gets nothing.
    (folder / SET_ASIDE).symlink_to(tmp_path)
    (folder / "bad.jsonl").write_bytes(b"rubbish\n")
    before = sorted(tmp_path.iterdir())
    assert "could not be read" in Record(folder).read().notice
    assert sorted(tmp_path.iterdir()) == before


@given(
    st.recursive(
        st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=10,
    )
)
def test_a_line_says_what_was_answered(answer):
    made = attempt(answer)
    try:
        line = to_line(made)
        read = from_line(line)
    except ValueError:
        # Half a letter (a lone surrogate) or a huge number: refused, never mangled.
        return
    assert read == made
    assert line.count(b"\n") == 1


# ------------------------------------------------------------------------------------------------ full

LIMITED = """
import resource, sys
from pathlib import Path
from helpers.exercises.answers import Record, SaveError
from helpers.exercises.record_line import Attempt
record = Record(Path(sys.argv[1]))
record.append(Attempt("01-x", "fits", "think"))
own = next(Path(sys.argv[1]).glob("*.jsonl"))
size = own.stat().st_size
soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (size + 50, hard))
try:
    record.append(Attempt("01-x", "too much", "think"))
except SaveError as error:
    print(error)
assert own.stat().st_size == size, "the torn half is still there"
assert [one.answer for one in record.read().attempts] == ["fits", "too much"]
resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
record.append(Attempt("01-x", "space again", "think"))
assert record.pending == []
"""


@posix
def test_no_room_is_told_the_torn_half_taken_back_and_the_attempt_kept_for_later(tmp_path):
    # RLIMIT_FSIZE makes the very same write come up short and then fail, and needs no privilege.
    environment = {**os.environ, "PYTHONPATH": str(HOME)}
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(tmp_path)], capture_output=True, text=True, env=environment, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Your answer is NOT saved: the file has reached")
    assert [one.answer for one in Record(tmp_path).read().attempts] == ["fits", "too much", "space again"]
    assert resource.getrlimit(resource.RLIMIT_FSIZE)  # ours is untouched


def fill(record):
    for n in range(1000):
        record.append(attempt([n, "z" * 1500]))


@posix
def test_a_really_full_disk(tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("may not mount a small disk here; the test above shows the same by a file-size limit")
    try:
        record = Record(disk / "answers")
        with pytest.raises(SaveError, match="the disk is full"):
            fill(record)
        saved = len(record.read().attempts) - 1
        assert saved > 5
        assert [one.answer[0] for one in Record(disk / "answers").read().attempts] == list(range(saved))
        assert own_file(record).read_bytes().endswith(b"\n")
        assert [one.answer[0] for one in record.read().attempts] == list(range(saved + 1))
        subprocess.run(["mount", "-o", "remount,size=256k", str(disk)], check=True)
        record.retry()
        assert [one.answer[0] for one in Record(disk / "answers").read().attempts] == list(range(saved + 1))
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    # A file where the folder should be: fails for root, too, whom permissions do not stop.
    (tmp_path / "answers").write_text("in the way")
    record = Record(tmp_path / "answers")
    with pytest.raises(SaveError, match="NOT saved"):
        record.append(attempt("kept in memory"))
    assert [one.answer for one in record.read().attempts] == ["kept in memory"]
    (tmp_path / "answers").unlink()
    record.append(attempt("later"))
    assert [one.answer for one in Record(tmp_path / "answers").read().attempts] == ["kept in memory", "later"]


def test_short_writes_are_continued(tmp_path, monkeypatch):
    real = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: real(handle, bytes(data)[:7]))
    record = Record(tmp_path)
    record.append(attempt("piece by piece"))
    assert [one.answer for one in Record(tmp_path).read().attempts] == ["piece by piece"]


def test_a_disk_that_fails_on_the_way_down_is_told(tmp_path, monkeypatch):
    record = Record(tmp_path)
    record.append(attempt("kept"))
    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", lambda _handle: (_ for _ in ()).throw(OSError(5, "Input/output error")))
        with pytest.raises(SaveError, match="Input/output error"):
            record.append(attempt("unsure"))
    assert own_file(record).read_bytes().count(b"\n") == 1
    record.retry()
    assert [one.answer for one in Record(tmp_path).read().attempts] == ["kept", "unsure"]


def test_an_answer_beyond_all_bounds_is_refused_and_does_not_block_the_next(tmp_path):
    record = Record(tmp_path)
    with pytest.raises(ValueError, match="too long"):
        record.append(attempt("x" * MAX_LINE))
    record.append(attempt("fine"))
    assert [one.answer for one in record.read().attempts] == ["fine"]


@pytest.mark.parametrize("answer", ["half \ud800 a sign", float("nan"), None])
def test_what_could_not_be_read_back_is_refused_in_words_while_it_can_still_be_mended(tmp_path, answer):
    record = Record(tmp_path)
    with pytest.raises(ValueError, match="cannot be saved"):
        record.append(attempt(answer))
    record.append(attempt("fine"))
    assert [one.answer for one in Record(tmp_path).read().attempts] == ["fine"]


def test_where_no_confidence_is_asked_none_is_kept_and_older_lines_stay_readable(tmp_path):
    (tmp_path / "attempts-older.jsonl").write_bytes(LINES[0])
    Record(tmp_path).append(Attempt("ledger/c16", {"verdict": "contested"}, at="2026-01-03T10:00:00Z"))
    reading = Record(tmp_path).read()
    assert [(one.exercise, one.confidence) for one in reading.attempts] == [("01-x", "think"), ("ledger/c16", "")]
    assert reading.notice == ""
