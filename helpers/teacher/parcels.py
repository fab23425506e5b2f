"""One student's files and zips, turned into attempts. Strict, within bounds, and calm: nothing of theirs is run."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from helpers.exercises.assigned import HAND_IN, HandIn, hand_in_of
from helpers.exercises.record_line import MAX_LINE, Attempt, Unreadable, from_line
from helpers.teacher import hostile
from helpers.teacher.hostile import Budget, Refused, TooMuch, shown
from helpers.teacher.incoming import Submission

RECORDS = (".jsonl", ".ndjson")
PERHAPS = (".txt", ".json", ".log", "")  # what a mail program or a browser may have made of a record's name
MOST_ATTEMPTS = 20_000
_SKIPPED = {"__MACOSX", ".ipynb_checkpoints", ".git", "set-aside", "__pycache__", "node_modules"}
_ASK = "the file that “Download my answers” or hand_in() makes (it ends in .jsonl or .zip)"


@dataclass
class Parcel:
    """What a submission holds: attempts in the order in which they were made, and what to tell the teacher.

    unreadable : lines that are no attempt; notes : what was left aside, in sentences
    said : what each hand-in.json in it says of itself
    """

    attempts: list[Attempt] = field(default_factory=list)
    unreadable: int = 0
    notes: list[str] = field(default_factory=list)
    said: list[HandIn] = field(default_factory=list)

    @property
    def claims(self) -> HandIn | None:
        """Return what the submission says of itself first; None if it says nothing."""
        return self.said[0] if self.said else None


@dataclass
class _Open:
    """Work on one submission: attempts by id with the time that orders them."""

    budget: Budget = field(default_factory=Budget)
    found: dict[str, tuple[datetime, Attempt]] = field(default_factory=dict)
    perhaps: list[tuple[str, bytes]] = field(default_factory=list)
    parcel: Parcel = field(default_factory=Parcel)
    notebooks: int = 0
    refused: list[Refused] = field(default_factory=list)

    def refuse(self, refused: Refused) -> None:
        """Note a part that is not read; the rest still is, unless nothing of this submission shall be."""
        if isinstance(refused, TooMuch):
            raise refused
        # Its trail of calls would keep the bytes that were read in memory.
        self.refused.append(refused.with_traceback(None))


def open_parcel(submission: Submission) -> Parcel:
    """Read a submission. Raises Refused, with what to ask the student for, if no attempt can be read from it."""
    work = _Open()
    for path in submission.paths:
        try:
            _open_path(work, path)
        except Refused as refused:
            work.refuse(refused)
    if not work.found:
        for name, content in work.perhaps:
            _read(work, name, content, sure=False)
    parcel = work.parcel
    parcel.attempts = [attempt for _, attempt in sorted(work.found.values(), key=lambda pair: pair[0])]
    if not parcel.attempts:
        raise _nothing(work)
    parcel.notes += [f"{one.reason}; the rest was read." for one in work.refused]
    if parcel.unreadable:
        lines = "1 line" if parcel.unreadable == 1 else f"{parcel.unreadable:,} lines"
        parcel.notes.append(f"{lines} could not be read and count for nothing.")
    return parcel


def _nothing(work: _Open) -> Refused:
    """Say why a submission holds no answer."""
    if work.refused:
        return work.refused[0]
    if work.parcel.unreadable:
        return Refused("no line of its answers can be read: the file was changed or damaged", _ASK)
    if work.notebooks:
        return Refused("holds a notebook but no answers: answers are kept in a file of their own", _ASK)
    return Refused("holds no file of answers", _ASK)


def _open_path(work: _Open, path: Path) -> None:
    """Read a file, or the files of a folder; links are neither read nor entered."""
    if path.is_symlink():
        raise Refused(f"{shown(path.name)} is a link, and links are not followed", "the file itself")
    if not path.is_dir():
        _open_file(work, path)
        return
    for one in _files(path, work.budget, 0):
        try:
            _open_file(work, one)
        except Refused as refused:
            work.refuse(refused)


def _files(folder: Path, budget: Budget, depth: int) -> Iterator[Path]:
    if depth > hostile.MOST_DEPTH:
        raise Refused("has folders within folders without an end", "only the file of answers")
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except OSError as problem:
        reason = f"{shown(folder.name)} cannot be read ({problem.strerror or problem})"
        raise Refused(reason, "the file once more") from None
    for entry in found:
        if entry.is_dir(follow_symlinks=False):
            if entry.name not in _SKIPPED:
                yield from _files(folder / entry.name, budget, depth + 1)
        else:
            budget.enter()
            yield folder / entry.name


def _open_file(work: _Open, path: Path) -> None:
    """Read a file that may hold answers; a notebook is only counted."""
    ending = path.suffix.lower()
    if ending == ".zip":
        content = hostile.read_file(path, hostile.MOST_ZIP, Budget(bytes=hostile.MOST_ZIP))
        _open_zip(work, content, shown(path.name), 1)
    elif _worth_reading(work, path.name):
        _take(work, path.name, hostile.read_file(path, hostile.MOST_FILE, work.budget))


def _open_zip(work: _Open, content: bytes, name: str, depth: int) -> None:
    """Read what a zip holds, and zips in it."""
    for inside, archive, entry in hostile.zip_members(content, name, work.budget):
        parts = PurePosixPath(inside.replace("\\", "/")).parts
        if hostile.leads_outside(inside):
            work.parcel.notes.append(f"{name} names a file outside itself, {shown(inside)}; it was left aside.")
            continue
        if _SKIPPED & set(parts[:-1]):
            continue
        try:
            if inside.lower().endswith(".zip"):
                if depth >= hostile.MOST_NESTED:
                    raise Refused(f"{name} holds zips within zips", "only the file of answers")
                nested = hostile.unpack(archive, entry, hostile.MOST_FILE, work.budget)
                _open_zip(work, nested, shown(inside), depth + 1)
            elif _worth_reading(work, parts[-1]):
                _take(work, parts[-1], hostile.unpack(archive, entry, hostile.MOST_FILE, work.budget))
        except Refused as refused:
            if work.budget.bytes < 0 or work.budget.entries < 0:
                raise
            work.refuse(refused)


def _worth_reading(work: _Open, name: str) -> bool:
    """Say whether a file may hold answers."""
    lower = name.lower()
    if lower.endswith(".ipynb"):
        work.notebooks += 1
    if lower.endswith((".rar", ".7z", ".gz", ".tar", ".tgz", ".bz2", ".xz")):
        work.refused.append(Refused(f"{shown(name)} is packed in a way that is not read here", "a zip, or the file"))
    return lower.endswith(RECORDS) or PurePosixPath(lower).suffix in PERHAPS or ".jsonl" in lower


def _take(work: _Open, name: str, content: bytes) -> None:
    """Read a file of answers; keep for later what may be one under another name."""
    if name == HAND_IN:
        if claims := hand_in_of(content):
            work.parcel.said.append(claims)
    elif ".jsonl" in name.lower() or name.lower().endswith(RECORDS):
        _read(work, name, content, sure=True)
    else:
        # At most 64 MB in all: the budget has counted them.
        work.perhaps.append((name, content))


def _read(work: _Open, name: str, content: bytes, sure: bool) -> None:
    """Add a file's attempts, each once; count the lines that are none where the file is sure to be a record."""
    latest = datetime.min.replace(tzinfo=UTC)
    for line in _plain_text(content).split(b"\n"):
        if not line.strip():
            continue
        try:
            if len(line) > MAX_LINE:
                raise Unreadable("too long")
            attempt = from_line(line)
        except Unreadable:
            work.parcel.unreadable += sure
            continue
        # As the student's own record does it: a clock that was set back does not change the order in one file.
        latest = max(latest, attempt.when)
        if attempt.id not in work.found or latest < work.found[attempt.id][0]:
            work.found[attempt.id] = (latest, attempt)
        if len(work.found) > MOST_ATTEMPTS:
            raise TooMuch(f"{shown(name)} holds more than {MOST_ATTEMPTS:,} answers, and no student has so many", _ASK)


def _plain_text(content: bytes) -> bytes:
    """Return bytes in UTF-8 whatever mark an editor put at the start: the record itself is plain ASCII."""
    for mark, coding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return content.decode(coding, "replace").encode("utf-8", "replace")
    return content.removeprefix(b"\xef\xbb\xbf").replace(b"\r", b"\n")
