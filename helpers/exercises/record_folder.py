"""What lies in a folder of answers: which files are a record's, and what each holds."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from helpers.exercises.hostile import MOST_DEPTH, Refused
from helpers.exercises.parcels import open_content
from helpers.exercises.record_files import attempts_in_line, is_hidden, is_record, lines
from helpers.exercises.record_line import MAX_LINE, Attempt

ZIP = ".zip"
_MAX_ZIPPED = 60_000  # attempts in one zip
FIRST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Held:
    """What one file held when it was last read. attempts : each with the moment that orders it."""

    stamp: tuple[int, int, int]
    attempts: tuple[tuple[datetime, Attempt], ...]
    damaged: tuple[bytes, ...]

    @property
    def latest(self) -> datetime:
        """Return the place of the last attempt."""
        return self.attempts[-1][0] if self.attempts else FIRST


def stamp_of(status: os.stat_result) -> tuple[int, int, int]:
    """Return what changes when a file does."""
    return status.st_ino, status.st_size, status.st_mtime_ns


def plain_files(folder: Path, before: str, depth: int) -> Iterator[tuple[str, Path]]:
    """Yield name and place of each file of a record, by name; the name with the folders before it."""
    try:
        with os.scandir(folder) as entries:
            found = sorted((entry for entry in entries if not is_hidden(entry.name)), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in found:
        if (is_record(entry.name) or entry.name.lower().endswith(ZIP)) and _is_plain(entry):
            yield before + entry.name, folder / entry.name
        elif depth < MOST_DEPTH and _is_folder(entry):
            yield from plain_files(folder / entry.name, f"{before}{entry.name}/", depth + 1)


def latest_at_the_end(path: Path, size: int) -> datetime:
    """Return the place of the last whole attempt of a file, without reading all of it."""
    try:
        with path.open("rb") as stream:
            stream.seek(max(0, size - 2 * MAX_LINE))
            rest = stream.read(2 * MAX_LINE)
    except OSError:
        return FIRST
    for line in reversed(rest.rsplit(b"\n", 3)):
        if line.strip() and (attempts := attempts_in_line(line.strip())[0]):
            return attempts[-1].place
    return FIRST


def _in_order(attempts: Iterable[Attempt]) -> tuple[tuple[datetime, Attempt], ...]:
    """Return attempts with their places: a clock that was set back must not change the order within one kernel."""
    latest = FIRST
    placed = []
    for attempt in attempts:
        latest = max(latest, attempt.place)
        placed.append((latest, attempt))
    return tuple(placed)


def unpacked(raw: bytes, stamp: tuple[int, int, int]) -> Held:
    """Read a zip that was laid into the folder, such as one that hand_in() made; one without answers says nothing."""
    try:
        return Held(stamp, _in_order(open_content(raw, "the zip", _MAX_ZIPPED).attempts), ())
    except Refused:
        return Held(stamp, (), ())


def sort_out(raw: bytes, stamp: tuple[int, int, int], waits: bool) -> Held:
    """Tell attempts from damaged lines."""
    attempts: list[Attempt] = []
    damaged: list[bytes] = []
    for line, ended in lines(raw):
        found, whole = attempts_in_line(line)
        attempts += found
        if whole:
            continue
        if waits and not ended:
            stamp = (-1, -1, -1)  # perhaps another kernel is writing just now: look again next time
        else:
            damaged.append(line)
    return Held(stamp, _in_order(attempts), tuple(damaged))


def _is_plain(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_file(follow_symlinks=False)
    except OSError:
        return False


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False
