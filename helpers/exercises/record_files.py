"""The forms in which a record comes, alike for all who read one: the student's cards, restoring, marking, counting.

A record is lines of text. An editor may have saved it as UTF-16 or with other line ends, a browser or a mail program
may have put ".txt" behind its name, and it may lie in a folder or a zip, some levels deep.
"""

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import PurePosixPath

from helpers.exercises.record_line import MAX_LINE, Attempt, Unreadable, from_line

RECORDS = (".jsonl", ".ndjson")
PERHAPS = (".txt", ".json", ".log", "")  # what a mail program or a browser may have made of a record's name
SKIPPED = {"__MACOSX", "set-aside", "__pycache__", "node_modules"}  # and every folder whose name begins with a dot
_LINE = re.compile(rb"[^\s][^\r\n]*")
_BEGINNING = re.compile(rb'\{"v":\d+,"id":')
_MOST_GLUED = 4


def is_hidden(name: str) -> bool:
    """Say whether a name is of a file or folder that a computer made for itself: macOS, git, Jupyter.

    >>> is_hidden("._attempts.jsonl"), is_hidden("attempts.jsonl")
    (True, False)
    """
    return name.startswith(".") or name in SKIPPED


def is_record(name: str) -> bool:
    """Say whether a file's name is that of a record.

    >>> [is_record(name) for name in ("a.jsonl", "a.JSONL.txt", "a.jsonl (1)", "a.txt", "._a.jsonl")]
    [True, True, True, False, False]
    """
    lower = name.lower()
    return not is_hidden(name) and (lower.endswith(RECORDS) or ".jsonl" in lower)


def may_be_record(name: str) -> bool:
    """Say whether a file under this name may be a record all the same."""
    return not is_hidden(name) and PurePosixPath(name.lower()).suffix in PERHAPS


def plain_text(content: bytes) -> bytes:
    """Return bytes in UTF-8 whatever mark an editor put at the start: the record itself is plain ASCII."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace").encode("utf-8", "replace")
    return content.removeprefix(b"\xef\xbb\xbf")


def lines(content: bytes) -> Iterator[tuple[bytes, bool]]:
    """Yield each line that is not blank, and whether an end follows it; one after the other, however many there are."""
    text = plain_text(content)
    for found in _LINE.finditer(text):
        yield found[0], found.end() < len(text)


def attempts_in_line(line: bytes) -> tuple[list[Attempt], bool]:
    """Return the attempts of a line, and whether all of it could be read.

    Mostly it is one. Where the end between two lines was damaged, both are found all the same.
    """
    try:
        return [from_line(line)], True
    except Unreadable:
        if len(line) > _MOST_GLUED * MAX_LINE:
            return [], False
    places = [found.start() for found in islice(_BEGINNING.finditer(line), _MOST_GLUED + 1)]
    if not 1 < len(places) + (places[:1] != [0]) <= _MOST_GLUED:
        return [], False
    found: list[Attempt] = []
    for start, end in zip([0, *places] if places[0] else places, [*places[places[0] == 0 :], len(line)], strict=True):
        part = line[start:end]
        for one in (part, part[:-1]):  # the last sign may be what the end has become
            try:
                found.append(from_line(one))
                break
            except Unreadable:
                continue
    return found, False
