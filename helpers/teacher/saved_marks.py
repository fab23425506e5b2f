"""Marks for texts that a teacher saved from a page of texts: found where the browser laid them, and taken to by-hand/.

The page names its file after the results that it belongs to, so the marks of another class are never taken for these.
"""

import csv
import io
import os
import re
import secrets
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from helpers.exercises.question import Question
from helpers.teacher.by_hand import FOLDER, HandError, read_by_hand
from helpers.teacher.tables import cell, read_table

EARLIER = "earlier"  # in by-hand/: what a newer file replaced
LARGEST = 32 * 1024 * 1024  # bytes
_NAME = ".name"
_COPY = r"(?: ?\(\d+\)|[ -]\d+)?\.csv"  # what browsers add to a second download of one name


def saved_name(out: Path, exercise: str) -> str:
    """Return the name under which the page of texts saves marks: the exercise, and a word of these results alone."""
    path = out / FOLDER / _NAME
    try:
        word = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        word = ""
    if not re.fullmatch("[0-9a-f]{8}", word):
        word = secrets.token_hex(4)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(word + "\n", encoding="ascii")
    return f"{exercise}-marks-{word}.csv"


def downloads() -> list[Path]:
    """Return the folders in which this person's browsers lay what they save."""
    home = Path.home()
    found = [home / "Downloads"]
    try:
        named = (home / ".config" / "user-dirs.dirs").read_text(encoding="utf-8")
        if match := re.search(r'^XDG_DOWNLOAD_DIR="([^"]+)"', named, re.MULTILINE):
            found.append(Path(match.group(1).replace("$HOME", str(home))))
    except (OSError, UnicodeDecodeError):
        pass  # only some Linux desktops have it
    return list(dict.fromkeys(found))


def take_saved(out: Path, questions: Mapping[str, Question]) -> tuple[str, ...]:
    """Take the newest marks of each exercise that are newer than those in by-hand/; return what was taken, in words.

    out : the folder of results. Raises HandError, naming the file, for marks that cannot be read; nothing is changed.
    """
    if not (out / FOLDER / _NAME).is_file():
        return ()  # no page of texts was ever written here
    taken = []
    for exercise in questions:
        found = list(_found(out, exercise))
        if found:
            newest = max(found, key=lambda one: one.stat().st_mtime_ns)
            kept = out / FOLDER / f"{exercise}.csv"
            if not kept.exists() or newest.stat().st_mtime_ns > kept.stat().st_mtime_ns:
                when = newest.stat().st_mtime_ns
                taken.append(take(out, questions, exercise, newest.read_bytes(), str(newest)))
                if when > kept.stat().st_mtime_ns:  # by a clock that is ahead; it is not to be taken every time
                    os.utime(kept, ns=(when, when))
        for one in found:
            if one.parent == out / FOLDER:  # where it would be read as marks of an exercise of that name
                one.replace(_earlier(out, one.name))
    return tuple(taken)


def exercise_of(out: Path, exercises: Iterable[str], name: str) -> str:
    """Return the exercise whose marks a file holds, by its name; "" if it is not of these results."""
    return next((one for one in exercises if _pattern(out, one).fullmatch(name)), "")


def take(out: Path, questions: Mapping[str, Question], exercise: str, content: bytes, name: str) -> str:
    """Lay saved marks in by-hand/ and return a sentence. What stood there is kept, and so are rows that are not in it.

    name : of the file, for messages. Raises HandError for marks that cannot be read; nothing is changed then.
    """
    with tempfile.TemporaryDirectory() as folder:
        trial = Path(folder) / FOLDER / f"{exercise}.csv"
        trial.parent.mkdir()
        trial.write_bytes(content)
        try:
            read_by_hand(Path(folder), questions)
            headings, rows = read_table(trial)
        except ValueError as problem:
            raise HandError(str(problem).replace(str(trial), name)) from None
    kept = out / FOLDER / f"{exercise}.csv"
    if kept.exists():
        before, old = read_table(kept)
        here = {(row.get("student"), row.get("answer")) for row in rows}
        rows += [row for row in old if (row.get("student"), row.get("answer")) not in here]
        headings += [one for one in before if one not in headings]
        shutil.copy2(kept, _earlier(out, kept.name))
    stream = io.StringIO()
    lines = csv.writer(stream)
    lines.writerow(headings)
    lines.writerows([cell(row.get(one, "")) for one in headings] for row in rows)
    part = kept.with_name(f".{kept.name}.part")
    part.parent.mkdir(parents=True, exist_ok=True)
    part.write_bytes(stream.getvalue().encode("utf-8-sig"))
    os.replace(part, kept)
    return f"Marks by hand for {exercise} taken from {name}."


def _pattern(out: Path, exercise: str) -> re.Pattern[str]:
    return re.compile(re.escape(saved_name(out, exercise).removesuffix(".csv")) + _COPY)


def _found(out: Path, exercise: str) -> Iterable[Path]:
    wanted = _pattern(out, exercise)
    for folder in dict.fromkeys([*downloads(), out, out / FOLDER]):
        try:
            inside = list(folder.iterdir())
        except OSError:
            continue
        for one in inside:
            if wanted.fullmatch(one.name) and one.is_file() and not one.is_symlink() and one.stat().st_size < LARGEST:
                yield one


def _earlier(out: Path, name: str) -> Path:
    folder = out / FOLDER / EARLIER
    folder.mkdir(parents=True, exist_ok=True)
    when = datetime.now().strftime("%Y-%m-%d-%H-%M-%S")
    first = folder / f"{Path(name).stem}-{when}.csv"
    more = (first.with_stem(f"{first.stem}-{n}") for n in range(2, 1000))
    return first if not first.exists() else next((one for one in more if not one.exists()), first)
