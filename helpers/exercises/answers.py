"""The student's own record of attempts: appended, never changed, merged from all its files when read.

Each kernel writes a file of its own, so two notebooks, two computers on one network folder or a copying tool never
write into each other. Every attempt is one line, written in one go and pushed to the disk before the student is
told that it is saved.
"""

import errno
import hashlib
import os
import secrets
import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from itertools import islice
from pathlib import Path

from helpers import course
from helpers.exercises.hostile import MOST_ZIP
from helpers.exercises.record_folder import (
    FIRST,
    ZIP,
    Held,
    latest_at_the_end,
    plain_files,
    sort_out,
    stamp_of,
    unpacked,
)
from helpers.exercises.record_line import MAX_LINE, Attempt, to_line

SUFFIX = ".jsonl"
SET_ASIDE = "set-aside"
MAX_FILE = 16 * 1024 * 1024  # some 60,000 attempts; what comes then begins a new file
_MAX_READ = 4 * MAX_FILE  # older versions wrote on; a larger file is none of ours
_MAX_ASIDE = 4 * MAX_LINE  # of one damaged line, to be kept for a look at it
MAX_FILES = 5_000
_STILL_WRITING = 60  # seconds in which a last line without an end may be another kernel's, on its way
_REASONS = {
    errno.ENOSPC: "the disk is full. Free some space",
    errno.EDQUOT: "your share of the disk is used up. Free some space",
    errno.EFBIG: "the file has reached the greatest size allowed here. Free some space",
    errno.EACCES: "the folder may not be written to. Allow it, or move the course to a folder of yours",
    errno.EPERM: "the folder may not be written to. Allow it, or move the course to a folder of yours",
    errno.EROFS: "the disk can only be read. Move the course to a folder of yours",
}


class SaveError(Exception):
    """An attempt could not be saved; the message says why and what to do."""


@dataclass(frozen=True)
class Reading:
    """What the record holds: attempts in the order in which they were made, and what to tell the student."""

    attempts: tuple[Attempt, ...]
    notice: str = ""


class Record:
    """The record in one folder, as one kernel sees it."""

    def __init__(self, folder: Path) -> None:
        self.folder = Path(folder)
        self.pending: list[Attempt] = []  # committed and not saved yet; kept until the disk takes them
        self._own: Path | None = None
        self._process = 0
        self._read: dict[str, Held] = {}
        self._latest = FIRST  # of all that this kernel has read or written
        self._ends: dict[str, tuple[int, int, int]] = {}  # each file as it was when its last line was looked at
        self._told: set[str] = set()
        self._watchers: list[Callable[[], None]] = []

    def watch(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call back whenever this kernel has added to the record; the result ends that."""
        self._watchers.append(callback)
        return lambda: self._watchers.remove(callback)

    # ------------------------------------------------------------------ writing

    def append(self, attempt: Attempt) -> None:
        """Save an attempt, and before it those that could not be saved earlier.

        Raises SaveError if it cannot be saved; the attempt is then kept in memory and tried again next time.
        Raises ValueError if the answer is too long ever to be saved.
        """
        # Whatever this computer's clock says, an answer comes after all that the student could see before it.
        attempt = attempt.later_than(self._seen())
        to_line(attempt)
        self._latest = max(self._latest, attempt.place)
        self.pending.append(attempt)
        try:
            self.retry()
        finally:
            for callback in list(self._watchers):
                callback()

    def retry(self) -> None:
        """Save what could not be saved before; raises SaveError if it still cannot."""
        while self.pending:
            try:
                self._write(to_line(self.pending[0]))
            except OSError as problem:
                reason = _REASONS.get(problem.errno or 0, f"the system says: {problem.strerror or problem}. Try again")
                raise SaveError(f"Your answer is NOT saved: {reason}, then press “Save again”.") from None
            del self.pending[0]

    def _write(self, line: bytes) -> None:
        """Append one line to this kernel's own file and push it to the disk; undo a half-written one."""
        if course.being_graded():
            raise OSError(errno.EROFS, "what was handed in is only read")
        handle = self._open(len(line))
        try:
            size = os.fstat(handle).st_size
            # After a crash the last line may be torn; ours must not be glued to it.
            if size and _byte_at(handle, size - 1) != b"\n":
                line = b"\n" + line
            try:
                os.lseek(handle, 0, os.SEEK_END)
                left = memoryview(line)
                while left:
                    left = left[os.write(handle, left) :]
                to_disk(handle)
            except OSError:
                _cut(handle, size)
                raise
        finally:
            os.close(handle)

    def _open(self, more: int) -> int:
        """Open this kernel's own file; a new one where there is none, or where it would grow beyond what is read."""
        flags = os.O_RDWR | os.O_APPEND | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
        if self._own is not None and self._process == os.getpid():
            try:
                handle = os.open(self._own, flags)
                if os.fstat(handle).st_size + more < MAX_FILE:
                    return handle
                os.close(handle)
            except FileNotFoundError:
                pass  # the student has moved the folder: begin a new file
        self.folder.mkdir(parents=True, exist_ok=True)
        moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
        own = self.folder / f"attempts-{moment}-{secrets.token_hex(4)}{SUFFIX}"
        handle = os.open(own, flags | os.O_CREAT | os.O_EXCL, 0o600)
        self._own, self._process = own, os.getpid()
        _folder_to_disk(self.folder)
        return handle

    # ------------------------------------------------------------------ reading

    def read(self) -> Reading:
        """Read every file of the folder; what cannot be read is set aside and told, all else is kept. Never fails."""
        found: dict[str, tuple[datetime, Attempt]] = {}
        fresh = 0
        for name, path in self._files():
            content = self._content(name, path)
            if content is None:
                fresh += self._first_time(name)
                continue
            if content.damaged and self._set_aside(name, content.damaged):
                fresh += len(content.damaged)
            self._latest = max(self._latest, content.latest)
            for place, attempt in content.attempts:
                if attempt.id not in found or place < found[attempt.id][0]:
                    found[attempt.id] = (place, attempt)
        saved = tuple(attempt for _, attempt in sorted(found.values(), key=lambda pair: pair[0]))
        unsaved = tuple(attempt for attempt in self.pending if attempt.id not in found)
        return Reading(saved + unsaved, _notice(fresh) if fresh else "")

    def attempts(self, exercise: str) -> Reading:
        """Read the attempts at one exercise, the first made first."""
        reading = self.read()
        return Reading(tuple(one for one in reading.attempts if one.exercise == exercise), reading.notice)

    def _seen(self) -> datetime:
        """Return the place of the latest attempt that is here now; quick, since each answer waits for it."""
        own = self._own if self._process == os.getpid() else None
        for name, path in self._files():
            if path == own:
                continue  # what this kernel wrote is counted already
            try:
                status = path.stat()
            except OSError:
                continue
            stamp = stamp_of(status)
            known = self._read.get(name)
            if self._ends.get(name) == stamp or (known and known.stamp == stamp):
                latest = known.latest if known else FIRST
            elif known is None:
                content = self._content(name, path)
                latest = content.latest if content else FIRST
            else:
                latest = latest_at_the_end(path, status.st_size)
            self._ends[name] = stamp
            self._latest = max(self._latest, latest)
        return self._latest

    def _files(self) -> Iterator[tuple[str, Path]]:
        """Name the record's plain files, in folders too; links are not followed."""
        return islice(plain_files(self.folder, "", 0), MAX_FILES)

    def _content(self, name: str, path: Path) -> Held | None:
        """Return what a file holds, from memory if it has not changed; None if it cannot be read at all."""
        try:
            handle = os.open(
                path,
                os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0),
            )
        except OSError:
            return None
        try:
            status = os.fstat(handle)
            if not stat.S_ISREG(status.st_mode):
                return None
            stamp = stamp_of(status)
            known = self._read.get(name)
            if known and known.stamp == stamp:
                return known
            with os.fdopen(os.dup(handle), "rb") as stream:
                most = MOST_ZIP if name.lower().endswith(ZIP) else _MAX_READ
                # No more is asked for than there is: room for all of it is taken beforehand.
                raw = stream.read(min(most, status.st_size))
            if name.lower().endswith(ZIP):
                content = unpacked(raw, stamp)
            else:
                content = sort_out(raw, stamp, waits=time.time() - status.st_mtime < _STILL_WRITING)
        except (OSError, MemoryError):
            return None
        finally:
            os.close(handle)
        self._read[name] = content
        return content

    def _first_time(self, name: str) -> int:
        new = name not in self._told
        self._told.add(name)
        return int(new)

    def _set_aside(self, name: str, lines: tuple[bytes, ...]) -> bool:
        """Copy damaged lines once to a file of their own; say whether that is news."""
        content = b"\n".join(line[:_MAX_ASIDE] for line in lines) + b"\n"
        label = f"{name.replace('/', '-')[:100]}.{hashlib.sha256(content).hexdigest()[:12]}.txt"
        if label in self._told or course.being_graded():
            return False
        self._told.add(label)
        target = self.folder / SET_ASIDE / label
        try:
            target.parent.mkdir(exist_ok=True)
            if target.parent.is_symlink():
                return True
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
            with os.fdopen(os.open(target, flags, 0o600), "wb") as stream:
                stream.write(content)
        except FileExistsError:
            return False
        except OSError:
            return True  # it stays where it is; the student is told all the same
        return True


def _notice(count: int) -> str:
    lines = "1 line" if count == 1 else f"{count} lines"
    return (
        f"{lines} of your record could not be read and {'was' if count == 1 else 'were'} set aside in "
        f"answers/{SET_ASIDE}; everything else is kept."
    )


def _byte_at(handle: int, place: int) -> bytes:
    os.lseek(handle, place, os.SEEK_SET)
    return os.read(handle, 1)


def to_disk(handle: int) -> None:
    """Have the system bring a file's bytes to its disk, where it can."""
    try:
        os.fsync(handle)
    except OSError as problem:
        # Some network and in-browser file systems cannot do this; that is no failure to save.
        if problem.errno not in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP):
            raise


def _cut(handle: int, size: int) -> None:
    """Take back a half-written line; where even that fails, reading skips it."""
    try:
        os.ftruncate(handle, size)
    except OSError:
        return


def _folder_to_disk(folder: Path) -> None:
    """Make the new file's name durable, where the system has a way to."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:
        return
    try:
        to_disk(handle)
    except OSError:
        return
    finally:
        os.close(handle)


@cache
def record_in(folder: Path) -> Record:
    """Return this kernel's one record for a folder."""
    return Record(folder)


def record() -> Record:
    """Return the record of the student at this computer."""
    return record_in(course.answers_dir().absolute())
