"""What stands in a folder of submissions, sorted by student, whatever a learning platform made of the names."""

import os
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from helpers.exercises.bank import PlainError
from helpers.teacher.hostile import MOST_ZIP, Budget, Refused, read_file, zip_members

# How platforms name what teachers download from them. Each tells whose it is, and most an id to tell namesakes apart.
_PLATFORMS = (
    # Moodle: “First Last_12345_assignsubmission_file_”, as a folder or before the student's own file name
    re.compile(r"(?P<who>.+?)_(?P<id>\d+)_assignsubmission_(?:file|onlinetext)_?.*", re.S),
    # Blackboard: “Assignment_username_attempt_2026-01-31-10-20-30_file”
    re.compile(r".+_(?P<who>[^_]+)_attempt_\d{4}(?:-\d\d){5}(?:_.*|\..*)?", re.S),
    # Brightspace: “12345-67890 - First Last - Jan 31, 2026 1020 AM - file”
    re.compile(r"(?P<id>\d+-\d+) ?- ?(?P<who>.+?) ?- ?[A-Z][a-z]{2,8} \d{1,2}, \d{4}.*", re.S),
    # Canvas: “lastfirst_12345_67890_file” or “lastfirst_LATE_12345_67890_file”
    re.compile(r"(?P<who>[^_/]+?)_(?:LATE_)?(?P<id>\d+)_\d+_.+", re.S),
    # our own hand_in(), where no platform stands between: “hand-in-02-1a2b3c4d-ann-example.zip”
    re.compile(r"hand-in-\d\d-[0-9a-f]{8}-(?P<who>.+?)(?: ?\(\d+\))?\.zip"),
)
_JUNK = re.compile(r"(\..*|__MACOSX|Thumbs\.db|desktop\.ini|.*~|~\$.*)", re.I)
# One kernel's part of a record, as answers.py and keeping.py name it: it belongs to whoever owns the folder.
_RECORD = re.compile(r"(attempts|restored)-\d{8}T\d{6}Z-[0-9a-f]{8}\.jsonl")
_ENDINGS = (".jsonl.txt", ".tar.gz")
LONGEST_NAME = 120


class NoSubmissions(PlainError):
    """There is nothing to mark; the message says where and what to do."""


@dataclass(frozen=True)
class Submission:
    """What one student handed in: `name` as the folder tells it, `file` a name fit for a file, `paths` all of it."""

    name: str
    file: str
    paths: tuple[Path, ...]
    id: str = ""  # as the platform numbers students; "" if it does not say


def submissions(folder: Path | str) -> list[Submission]:
    """Return what was handed in, sorted by name. Only names are looked at; nothing is opened.

    folder : with a folder, a zip or files a student; or one such file
    A link in it is a submission too: it is refused when it is read, so that nobody goes missing.
    """
    folder = Path(folder)
    if not folder.exists():
        raise NoSubmissions(f"{folder} is not there. Give the folder in which you collected what students handed in.")
    if not folder.is_dir() or folder.is_symlink():
        _refuse_whole_class(folder)
        name, number = sender(folder.name)
        return [Submission(name, file_name(name), (folder,), number)]
    found: dict[tuple[str, str], list[Path]] = {}
    with os.scandir(folder) as entries:
        names = sorted(entry.name for entry in entries if not _JUNK.fullmatch(entry.name))
    for entry in names:
        owner = (folder.absolute().name, "") if _RECORD.fullmatch(entry) else sender(entry)
        found.setdefault(owner, []).append(folder / entry)
    if not found:
        raise NoSubmissions(f"{folder} is empty. Put there what students handed in: a zip, a file or a folder each.")
    return _with_files([(name, number, tuple(paths)) for (name, number), paths in found.items()])


def _refuse_whole_class(path: Path) -> None:
    """Refuse a platform's one zip of all submissions: read as one student's, it would mix up everybody's answers."""
    if path.suffix.lower() != ".zip" or path.is_symlink():
        return
    try:
        budget = Budget()
        entries = zip_members(read_file(path, MOST_ZIP, budget), path.name, budget)
        names = {PurePosixPath(name.replace("\\", "/")) for name, _, _ in entries}
    except Refused:
        return  # whoever marks it says why it cannot be read
    senders = {part for name in names for part in name.parts if any(one.fullmatch(part) for one in _PLATFORMS)}
    if len(senders) > 1 or sum(name.suffix.lower() == ".zip" for name in names) > 1:
        raise NoSubmissions(f"{path} holds the submissions of several students. Unpack it, and give that folder.")


def _with_files(found: Sequence[tuple[str, str, tuple[Path, ...]]]) -> list[Submission]:
    """Give each submission a file name of its own, and namesakes a number behind their name."""
    taken: dict[str, int] = {}
    files: dict[str, int] = {}
    result = []
    for name, number, paths in found:
        seen = taken[name.casefold()] = taken.get(name.casefold(), 0) + 1
        label = name if seen == 1 else f"{name} ({number or seen})"
        file = file_name(label)
        again = files[file] = files.get(file, 0) + 1
        result.append(Submission(label, file if again == 1 else f"{file}-{again}", paths, number))
    return result


def sender(name: str) -> tuple[str, str]:
    """Return whose a file or folder is, and the platform's number for that student ("" if none).

    >>> sender("Ann Example_4711_assignsubmission_file_my-answers.jsonl"), sender("examplebob_LATE_12_345_answers.zip")
    (('Ann Example', '4711'), ('examplebob', '12'))
    >>> sender("Lesson 2_cexample_attempt_2026-01-31-10-20-30_a.zip"), sender("12-34 - Dee X - Jan 31, 2026 1020 AM")
    (('cexample', ''), ('Dee X', '12-34'))
    >>> sender("hand-in-02-1a2b3c4d-eve-x.zip"), sender("eve.jsonl.txt")
    (('eve-x', ''), ('eve', ''))
    """
    for platform in _PLATFORMS:
        if found := platform.fullmatch(name):
            return tidy(found["who"]), found.groupdict().get("id") or ""
    for ending in _ENDINGS:
        if name.lower().endswith(ending):
            return tidy(name[: -len(ending)]), ""
    stem, dot, ending = name.rpartition(".")
    return tidy(stem if dot and re.fullmatch(r"[A-Za-z0-9]{1,8}", ending) and stem else name), ""


def tidy(name: str) -> str:
    r"""Return a name in one line, without control signs and half signs, and of a length that fits a cell.

    >>> tidy(" Ann\u202e\n  Example ")
    'Ann Example'
    """
    # Signs that turn the direction of writing could make one name look like another.
    kept = "".join(" " if sign.isspace() else sign for sign in name)
    kept = "".join(sign for sign in kept if unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    return " ".join(unicodedata.normalize("NFC", kept).split())[:LONGEST_NAME] or "(no name)"


def file_name(name: str) -> str:
    """Return a name that every system takes for a file.

    >>> file_name("Zoë O'Example"), file_name("../../x"), file_name("小明"), file_name("CON")
    ('Zoë-O-Example', 'x', '小明', 'CON-')
    """
    kept = "-".join("".join(sign if sign.isalnum() else " " for sign in name).split())[:80] or "student"
    # Windows keeps these few names for itself.
    return f"{kept}-" if re.fullmatch(r"(?i:con|prn|aux|nul|com\d|lpt\d)", kept) else kept
