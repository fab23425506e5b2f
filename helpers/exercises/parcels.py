"""Files, folders and zips turned into attempts. Strict, within bounds, and calm: nothing in them is run."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from helpers.exercises import hostile
from helpers.exercises.hand_ins import HAND_IN, HandIn, hand_in_of
from helpers.exercises.hostile import Budget, Refused, TooMuch, shown
from helpers.exercises.record_files import attempts_in_line, is_hidden, is_record, lines, may_be_record
from helpers.exercises.record_line import Attempt
from helpers.lettering import count

MOST_ATTEMPTS = 20_000
MOST_DAMAGED = 2_000  # lines of one file that are no attempts; what follows them is not looked at
MOST_DAMAGED_IN_ALL = 8_000
MOST_MEMORY = 64 * 1024 * 1024  # of all answers, as Python keeps them; an honest record takes a hundredth of it
_PACKED = (".rar", ".7z", ".gz", ".tar", ".tgz", ".bz2", ".xz")
_NOTES = 5  # notes of one kind that are told one by one
_ASK = "the file that “Download my answers” or hand_in() makes (it ends in .jsonl or .zip)"
_FIRST = datetime.min.replace(tzinfo=UTC)


@dataclass
class Parcel:
    """What files hold: attempts in the order in which they were made, and what to tell about the files.

    unreadable : lines that are no attempt; notes : what was left aside, in sentences
    said : what each hand-in.json in it says of itself
    """

    attempts: list[Attempt] = field(default_factory=list)
    unreadable: int = 0
    notes: list[str] = field(default_factory=list)
    said: list[HandIn] = field(default_factory=list)

    @property
    def claims(self) -> HandIn | None:
        """Return what the parcel says of itself first; None if it says nothing."""
        return self.said[0] if self.said else None


@dataclass
class _Open:
    """Work on one parcel: attempts by id with the moment that orders them, and what it may still use."""

    most: int
    budget: Budget = field(default_factory=Budget)
    memory: int = MOST_MEMORY
    damaged: int = MOST_DAMAGED_IN_ALL
    seen: int = 0  # lines, of which the same may come again and again
    found: dict[str, tuple[datetime, Attempt]] = field(default_factory=dict)
    perhaps: list[tuple[str, bytes]] = field(default_factory=list)
    parcel: Parcel = field(default_factory=Parcel)
    notebooks: int = 0
    refused: list[Refused] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def refuse(self, refused: Refused) -> None:
        """Note a part that is not read; the rest still is, unless nothing of this parcel shall be."""
        if isinstance(refused, TooMuch):
            raise refused
        # Its trail of calls would keep the bytes that were read in memory.
        self.refused.append(refused.with_traceback(None))


def open_paths(paths: Iterable[Path]) -> Parcel:
    """Read files and folders. Raises Refused, with what to ask for, if no attempt can be read from them."""
    work = _Open(MOST_ATTEMPTS)
    for path in paths:
        try:
            _open_path(work, path)
        except Refused as refused:
            work.refuse(refused)
    return _closed(work)


def open_content(content: bytes, name: str, most: int = MOST_ATTEMPTS) -> Parcel:
    """Read the bytes of one file, which may be a zip. Raises Refused as `open_paths` does.

    name : what to call it; most : how many attempts it may hold
    """
    work = _Open(most, memory=MOST_MEMORY * max(most, MOST_ATTEMPTS) // MOST_ATTEMPTS)
    if content.startswith(b"PK"):
        try:
            _open_zip(work, content, name, 1)
        except Refused as refused:
            work.refuse(refused)
    else:
        _read(work, name, content, sure=True)
    return _closed(work)


def _closed(work: _Open) -> Parcel:
    """Return what was found, with what there is to tell."""
    if not work.found:
        for name, content in work.perhaps:
            _read(work, name, content, sure=False)
    parcel = work.parcel
    parcel.attempts = [attempt for _, attempt in sorted(work.found.values(), key=lambda pair: pair[0])]
    if not parcel.attempts:
        raise _nothing(work)
    parcel.notes += _some([f"{one.reason}; the rest was read." for one in work.refused])
    parcel.notes += _some(work.outside)
    if parcel.unreadable:
        parcel.notes.append(f"{count(parcel.unreadable, 'line')} could not be read and count for nothing.")
    return parcel


def _some(notes: list[str]) -> list[str]:
    """Return the first few notes, and how many more there are."""
    told = list(dict.fromkeys(notes))
    more = len(told) - _NOTES
    return told if more <= 0 else [*told[:_NOTES], f"{count(more, 'more file')} could not be read either."]


def _nothing(work: _Open) -> Refused:
    """Say why a parcel holds no answer."""
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
        # Somebody handed in just this file: a dot before its name hides nothing.
        _open_file(work, path, path.name.lstrip("."))
        return
    for one in _files(path, work.budget, 0):
        try:
            _open_file(work, one, one.name)
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
        budget.enter()
        if not entry.is_dir(follow_symlinks=False):
            yield folder / entry.name
        elif not is_hidden(entry.name):
            yield from _files(folder / entry.name, budget, depth + 1)


def _open_file(work: _Open, path: Path, name: str) -> None:
    """Read a file that may hold answers; a notebook is only counted."""
    if name.lower().endswith(".zip") and not is_hidden(name):
        content = hostile.read_file(path, hostile.MOST_ZIP, Budget(bytes=hostile.MOST_ZIP))
        _open_zip(work, content, shown(name), 1)
    elif _worth_reading(work, name):
        _take(work, name, hostile.read_file(path, hostile.MOST_FILE, work.budget))


def _open_zip(work: _Open, content: bytes, name: str, depth: int) -> None:
    """Read what a zip holds, and zips in it."""
    for inside, archive, entry in hostile.zip_members(content, name, work.budget):
        parts = PurePosixPath(inside.replace("\\", "/")).parts
        if hostile.leads_outside(inside):
            work.outside.append(f"{name} names a file outside itself, {shown(inside)}; it was left aside.")
            continue
        if not parts or any(map(is_hidden, parts)):
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
    if is_hidden(name):
        return False
    if lower.endswith(".ipynb"):
        work.notebooks += 1
    if lower.endswith(_PACKED):
        work.refused.append(Refused(f"{shown(name)} is packed in a way that is not read here", "a zip, or the file"))
    return is_record(name) or may_be_record(name)


def _take(work: _Open, name: str, content: bytes) -> None:
    """Read a file of answers; keep for later what may be one under another name."""
    if name == HAND_IN:
        if claims := hand_in_of(content):
            work.parcel.said.append(claims)
    elif is_record(name):
        _read(work, name, content, sure=True)
    else:
        # At most 64 MB in all: the budget has counted them.
        work.perhaps.append((name, content))


def _read(work: _Open, name: str, content: bytes, sure: bool) -> None:
    """Add a file's attempts, each once; count the lines that are none where the file is sure to be a record."""
    latest, damaged = _FIRST, 0
    for line, _ in lines(content):
        attempts, whole = attempts_in_line(line)
        if not whole:
            work.parcel.unreadable += sure
            work.damaged -= 1
            damaged += 1
            if damaged >= MOST_DAMAGED or work.damaged < 0:
                work.refuse(Refused(f"{shown(name)} holds {count(damaged, 'line')} or more that are no answers", _ASK))
                return
        _count(work, name, line, len(attempts))
        for attempt in attempts:
            # As the student's own record does it: a clock that was set back does not change the order in one file.
            latest = max(latest, attempt.place)
            if attempt.id not in work.found or latest < work.found[attempt.id][0]:
                work.found[attempt.id] = (latest, attempt)


def _count(work: _Open, name: str, line: bytes, attempts: int) -> None:
    """Count what a line takes, before its attempts are kept; no honest record comes near any of these bounds."""
    work.seen += attempts
    if len(work.found) + attempts > work.most or work.seen > 2 * work.most:
        raise TooMuch(f"{shown(name)} holds more than {work.most:,} answers, and no student has so many", _ASK)
    # Each list, pair and text takes some sixty bytes; one sign beyond Latin makes all of its text four times wider.
    parts = sum(map(line.count, (b",", b":", b"[", b"{")))
    work.memory -= attempts * (60 * parts + len(line) * (4 if b"\\u" in line or not line.isascii() else 1))
    if work.memory < 0:
        raise TooMuch(f"{shown(name)} holds answers that are too large, and no student's are", _ASK)
