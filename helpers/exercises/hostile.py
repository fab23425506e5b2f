"""The bounds within which a submission is read, and a zip opened so that it cannot break out of them.

Nothing is ever unpacked to disk, so a name such as ../../x leads nowhere; it is told all the same.
"""

import io
import os
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from helpers.signs import in_one_line

MOST_BYTES = 64 * 1024 * 1024  # of one submission, unpacked
MOST_FILE = 16 * 1024 * 1024  # of one file of answers, as on the student's side
MOST_ZIP = 64 * 1024 * 1024  # of one zip, packed
MOST_ENTRIES = 5_000  # files in one submission
MOST_DIRECTORY = 2 * 1024 * 1024  # bytes of a zip's own table of contents; 5,000 names need less
MOST_DEPTH = 8  # folders in folders
MOST_NESTED = 2  # zips in zips
_END, _LOCATOR, _END_SIZE = b"PK\x05\x06", b"PK\x06\x07", 22
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_PIECE = 1024 * 1024
_SURE_ZIP = "a zip made anew with the computer's own “compress” command"


class Refused(Exception):
    """A submission, or a part of it, that is not read. reason : what is wrong; ask : what to ask the student for."""

    def __init__(self, reason: str, ask: str) -> None:
        self.reason, self.ask = reason, ask
        super().__init__(reason)


class TooMuch(Refused):
    """A submission of which nothing is read, since no honest one is like it."""


@dataclass
class Budget:
    """What a submission may still use of bytes and files; both only go down."""

    bytes: int = MOST_BYTES
    entries: int = MOST_ENTRIES

    def take(self, size: int) -> None:
        """Take bytes from what is left; raises Refused where there is not enough."""
        self.bytes -= size
        if self.bytes < 0:
            size_words = f"{MOST_BYTES // 2**20} MB"
            raise Refused(f"unpacks to more than {size_words}, which no answers do", "only the file of answers")

    def enter(self) -> None:
        """Count one more file."""
        self.entries -= 1
        if self.entries < 0:
            raise Refused(f"holds more than {MOST_ENTRIES:,} files", "only the file of answers")


def read_file(path: Path, most: int, budget: Budget) -> bytes:
    """Return the bytes of a plain file; a link, a pipe or a device is refused before anything is read."""
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        # Without O_NOFOLLOW (Windows) this look beforehand is what refuses a link.
        if not stat.S_ISREG(os.lstat(path).st_mode):
            raise Refused(f"{path.name} is a link or no plain file, and links are not followed", "the file itself")
        handle = os.open(path, flags)
    except OSError as problem:
        raise Refused(f"{path.name} cannot be read ({problem.strerror or problem})", "the file once more") from None
    with os.fdopen(handle, "rb") as stream:
        status = os.fstat(stream.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise Refused(f"{path.name} is no plain file", "the file itself")
        if status.st_size > most:
            raise Refused(f"{path.name} is larger than {most // 2**20} MB", "only the file of answers")
        # No more is asked for than there is: room for all of it is taken beforehand.
        content = stream.read(status.st_size + 1)
    budget.take(len(content))
    return content


def zip_members(content: bytes, name: str, budget: Budget) -> Iterator[tuple[str, "zipfile.ZipFile", zipfile.ZipInfo]]:
    """Yield each file of a zip: its name, the zip and its entry. Folders are left out; links are refused.

    content : the zip's bytes; name : what it is called, for the message
    """
    _look_at_the_end(content, name)
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RecursionError, EOFError, OverflowError):
        raise Refused(f"{name} is damaged or no zip", _SURE_ZIP) from None
    for entry in entries:
        budget.enter()  # folders too: a zip may name nothing else, without an end
        if entry.is_dir():
            continue
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise Refused(f"{name} holds a link, {shown(entry.filename)}, and links are not followed", _SURE_ZIP)
        yield entry.filename, archive, entry


def unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int, budget: Budget) -> bytes:
    """Return the bytes of one file of a zip; whatever size it claims, no more than `most` is ever unpacked."""
    name = shown(entry.filename)
    if entry.flag_bits & 0x1:
        raise Refused(f"{name} is locked with a password", "the files without a password")
    if entry.compress_type not in _PACKED:
        raise Refused(f"{name} is packed in a way that is not read here", _SURE_ZIP)
    pieces = []
    left = most
    try:
        with archive.open(entry) as stream:
            # Counted piece by piece: what turns out to be damaged at its end was unpacked all the same.
            while piece := stream.read(min(_PIECE, left + 1)):
                budget.take(len(piece))
                left -= len(piece)
                if left < 0:
                    raise Refused(f"{name} unpacks to more than {most // 2**20} MB", "only the file of answers")
                pieces.append(piece)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        raise Refused(f"{name} is damaged", _SURE_ZIP) from None
    return b"".join(pieces)


def _look_at_the_end(content: bytes, name: str) -> None:
    """Refuse a zip whose table of contents is huge, before Python would read it whole."""
    start = content.rfind(_END, max(0, len(content) - 65_536 - _END_SIZE))
    if start < 0 or len(content) < start + _END_SIZE:
        raise Refused(f"{name} is damaged or no zip", _SURE_ZIP)
    size = int.from_bytes(content[start + 12 : start + 16], "little")
    if size > MOST_DIRECTORY or content[max(0, start - 20) : start].startswith(_LOCATOR):
        raise Refused(f"{name} holds too many files, or claims to", "only the file of answers")


def leads_outside(name: str) -> bool:
    r"""Say whether a name in a zip would lead out of the folder that it is unpacked to.

    >>> [leads_outside(name) for name in ("a/b.txt", "../b", "/etc/x", "C:\\x", "a/../../b")]
    [False, True, True, True, True]
    """
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or (len(name) > 1 and name[1] == ":")


def shown(name: str) -> str:
    r"""Return a name from a student's file so that it can be printed: short, in one line, with no control signs.

    >>> shown("a\x1b[31m/b\n.txt")
    'a?[31m/b?.txt'
    """
    clean = in_one_line(name)
    return clean if len(clean) <= 80 else f"{clean[:50]}…{clean[-25:]}"
