"""What one submission may cost, whatever is in it: so much work, so much memory, so many remarks."""

import contextlib
import tracemalloc

import pytest

from helpers.exercises import hostile
from helpers.exercises.hostile import Refused
from helpers.exercises.record_line import Attempt, to_line
from helpers.teacher.incoming import submissions
from helpers.teacher.parcels import open_parcel

from .test_hostile import GOOD, parcel, refused, zipped


def test_lines_that_are_no_answers_are_not_read_without_an_end(tmp_path, monkeypatch):
    from helpers.exercises import record_files

    tried = []
    monkeypatch.setattr(
        record_files, "from_line", lambda line, read=record_files.from_line: tried.append(1) or read(line)
    )
    rubbish = b"ab\n" * 300_000
    found = parcel(tmp_path, "ann.zip", zipped(("a.jsonl", GOOD), *((f"{n}.jsonl", rubbish) for n in range(9))))
    assert [one.exercise for one in found.attempts] == ["01-kind"]
    assert len(tried) < 10_000
    assert "could not be read" in " ".join(found.notes)


def test_what_is_damaged_at_its_end_was_unpacked_and_counts(tmp_path):
    content = bytearray(zipped(("a.jsonl", bytes(3 * 2**20))))
    for mark, place in ((b"PK\x01\x02", 16), (b"PK\x03\x04", 14)):
        start = content.find(mark) + place
        content[start : start + 4] = b"abcd"
    budget = hostile.Budget()
    ((_, archive, entry),) = hostile.zip_members(bytes(content), "x.zip", budget)
    with pytest.raises(Refused, match="damaged"):
        hostile.unpack(archive, entry, 2**24, budget)
    assert budget.bytes <= hostile.MOST_BYTES - 2 * 2**20


def test_folders_in_a_zip_count_as_files_do(tmp_path):
    content = zipped(*((f"{n}/", b"") for n in range(6_000)))
    assert "holds more than 5,000 files" in refused(tmp_path, "ann.zip", content).reason


def test_the_same_answers_again_and_again_are_refused(tmp_path):
    assert "more than 20,000 answers" in refused(tmp_path, "ann.jsonl", GOOD * 45_000).reason


def test_remarks_on_one_students_files_end_soon(tmp_path):
    files = [(f"{n}.jsonl", bytes(16 * 2**20 + 1)) for n in range(2)] + [(f"{n}.rar", b"x") for n in range(400)]
    found = parcel(tmp_path, "ann.zip", zipped(("a.jsonl", GOOD), *files))
    assert len(found.notes) <= 7
    assert "more files could not be read either" in " ".join(found.notes)


def many_parts(answer, lines):
    return b"".join(to_line(Attempt("01-kind", answer, "sure")) for _ in range(lines))


HEAVY = {
    "no-answers": b"ab\n" * (5 * 2**20),
    "utf-16": b"\xff\xfe" + "é\n".encode("utf-16-le") * (4 * 2**20 - 1),
    "lists": many_parts([[]] * 80_000, 60),
    "pairs": many_parts({f"{n:x}": n for n in range(12_000)}, 20),
    "wide-signs": many_parts("y" * 240_000 + "🕰", 60),
}


@pytest.mark.parametrize("heavy", HEAVY.values(), ids=HEAVY)
def test_no_submission_takes_more_than_300_megabytes(tmp_path, heavy):
    (tmp_path / "ann.zip").write_bytes(zipped(*((f"{n}.jsonl", heavy) for n in range(4))))
    (found,) = submissions(tmp_path)
    tracemalloc.start()
    try:
        with contextlib.suppress(Refused):
            open_parcel(found)
        assert tracemalloc.get_traced_memory()[1] < 200 * 2**20  # beside what Python and the key take
    finally:
        tracemalloc.stop()
