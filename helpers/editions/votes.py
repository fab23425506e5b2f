"""The file of a class's verdicts, without names: made from a folder of answer files, and read again.

As JSON: {"format": "class-ledger", "version": 1, "students": 24, "verdicts": [{"claim": "c16", "verdict": "contested",
"count": 7}, ...]}. As CSV: the columns claim, verdict and count, divided by commas or semicolons. A claim and a verdict
stand together once; count is a whole number. Answer files are read as data: nothing in them is run.
"""

import csv
import io
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from helpers.exercises.answers import SUFFIX
from helpers.exercises.bank import PlainError
from helpers.exercises.keeping import MAX_BYTES, attempts_in
from helpers.exercises.record_line import Attempt
from helpers.ledgers.claims import every_claim
from helpers.ledgers.entries import entries
from helpers.ledgers.verdicts import VERDICTS
from helpers.lettering import count

FORMAT, VERSION = "class-ledger", 1
LARGEST_FILE = 1024 * 1024  # bytes of a class file; sixty claims of six verdicts take some 20,000
MOST_COUNT = 100_000
MOST_FILES = 1_000
FEW = 5  # students: with fewer, counts can give away who said what
Votes = Mapping[str, Mapping[str, int]]


class ClassFileError(PlainError):
    """A file that holds no class's verdicts; the message says what is wrong and what to do."""


@dataclass(frozen=True)
class Gathered:
    """What a folder of answer files gave. votes : claim -> verdict -> students; refused : [file, why]."""

    votes: Votes
    students: int
    refused: tuple[tuple[str, str], ...]


def read_class(path: Path) -> Votes:
    """Return the votes of a class file: claim -> verdict -> how many students.

    Raises ClassFileError, in one sentence, for a file that is missing, too large, or not laid out as above.
    """
    try:
        with path.open("rb") as stream:
            content = stream.read(LARGEST_FILE + 1)
    except OSError as problem:
        raise ClassFileError(f"{path.name} cannot be read ({problem.strerror or problem}). Check its name.") from None
    if len(content) > LARGEST_FILE:
        raise ClassFileError(f"{path.name} is larger than 1 MB, and no class file is. {_ADVICE}")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ClassFileError(f"{path.name} is not saved as UTF-8 text. {_ADVICE}") from None
    rows = _from_json(text, path.name) if text.lstrip().startswith(("{", "[")) else _from_csv(text, path.name)
    return _checked(rows, path.name)


def gather(folder: Path) -> Gathered:
    """Count the last verdicts of all students whose answer files lie in a folder.

    folder : an answer file a student, or a folder of such files a student. Two files that share an answer are one
        student's. What is no answer file is refused and listed; all others count. Links are not followed.
    Raises ClassFileError if there is no such folder.
    """
    try:
        found = sorted(folder.iterdir())
    except OSError as problem:
        raise ClassFileError(f"{folder} cannot be read as a folder ({problem.strerror or problem}).") from None
    students: list[dict[str, Attempt]] = []
    refused: list[tuple[str, str]] = []
    for path in found[:MOST_FILES]:
        one: dict[str, Attempt] = {}
        for file in _files(path):
            try:
                one |= _answers(file)
            except ClassFileError as problem:
                refused.append((str(file.relative_to(folder)), str(problem)))
        if one:
            # Handed in twice, under another name or with more in it: still one student.
            shared = [other for other in students if one.keys() & other.keys()]
            students = [other for other in students if not any(other is same for same in shared)]
            for other in shared:
                one = {**other, **one}
            students.append(one)
    refused += [(path.name, f"only the first {MOST_FILES:,} files are read") for path in found[MOST_FILES:]]
    votes: dict[str, Counter[str]] = {}
    known = [claim.id for claim in every_claim()]
    for attempts in students:
        judged = entries(sorted(attempts.values(), key=lambda attempt: attempt.when))
        for claim in known:
            if claim in judged:
                votes.setdefault(claim, Counter())[judged[claim][-1].verdict] += 1
    return Gathered({claim: votes[claim] for claim in known if claim in votes}, len(students), tuple(refused))


def as_json(gathered: Gathered) -> str:
    """Return the class file: counts alone, no name, no note, no time."""
    verdicts = [
        {"claim": claim, "verdict": one, "count": given[one]}
        for claim, given in gathered.votes.items()
        for one in VERDICTS
        if given.get(one)
    ]
    lines = ",\n  ".join(json.dumps(one) for one in verdicts)
    head = f'"format": "{FORMAT}", "version": {VERSION}, "students": {gathered.students}'
    return f'{{{head},\n "verdicts": [\n  {lines}\n]}}\n'


def write_class(folder: Path, out: Path) -> list[str]:
    """Make a class file from a folder of answer files, and return what to tell: what was written, what was refused.

    Raises ClassFileError if the folder holds no verdict at all, or if the file cannot be written.
    """
    gathered = gather(folder)
    told = [f"left out: {name}: {why}" for name, why in gathered.refused]
    if not gathered.votes:
        raise ClassFileError("\n".join([*told, f"{folder} holds no verdict of any student, so nothing was written."]))
    try:
        out.write_text(as_json(gathered), encoding="utf-8")
    except OSError as problem:
        raise ClassFileError(f"{out} cannot be written ({problem.strerror or problem}).") from None
    claims = count(len(gathered.votes), "claim")
    told.append(f"written: {out}, with the verdicts of {count(gathered.students, 'student')} on {claims}")
    if gathered.students < FEW:
        told.append(f"With fewer than {FEW} students the counts can give away who said what.")
    return told


_ADVICE = "Make one with `python -m helpers class-ledger FOLDER --out FILE`."


def _files(path: Path) -> list[Path]:
    """Return a student's answer files: the file itself, or those in the student's folder."""
    if path.is_symlink():
        return []
    if path.is_dir():
        return [one for one in sorted(path.glob(f"*{SUFFIX}"))[:MOST_FILES] if one.is_file() and not one.is_symlink()]
    return [path] if path.is_file() and not path.name.startswith(".") else []


def _answers(path: Path) -> dict[str, Attempt]:
    try:
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as problem:
        raise ClassFileError(f"it cannot be read ({problem.strerror or problem})") from None
    if len(content) > MAX_BYTES:
        raise ClassFileError(f"it is larger than {MAX_BYTES // 2**20} MB")
    found, unreadable = attempts_in(content)
    if not found:
        raise ClassFileError(f"no answer of this course in it ({count(unreadable, 'line')} could not be read)")
    return found


def _from_json(text: str, name: str) -> list[dict[str, Any]]:
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        raise ClassFileError(f"{name} is no JSON that can be read. {_ADVICE}") from None
    if not isinstance(whole, dict) or (whole.get("format"), whole.get("version")) != (FORMAT, VERSION):
        raise ClassFileError(f'{name} does not say "format": "{FORMAT}", "version": {VERSION}. {_ADVICE}')
    rows = whole.get("verdicts")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ClassFileError(f'{name} has no list "verdicts" of claim, verdict and count. {_ADVICE}')
    return rows


def _from_csv(text: str, name: str) -> list[dict[str, Any]]:
    head = text.split("\n", 1)[0]
    try:
        rows = csv.DictReader(io.StringIO(text), delimiter=";" if ";" in head else ",", strict=True)
        if not {"claim", "verdict", "count"} <= {str(one).strip() for one in rows.fieldnames or ()}:
            raise ClassFileError(f"{name} has no columns claim, verdict and count. {_ADVICE}")
        return [{str(key).strip(): (value or "").strip() for key, value in row.items() if key} for row in rows]
    except csv.Error as problem:
        raise ClassFileError(f"{name} is no CSV that can be read ({problem}). {_ADVICE}") from None


def _checked(rows: list[dict[str, Any]], name: str) -> Votes:
    known = [claim.id for claim in every_claim()]
    votes: dict[str, dict[str, int]] = {}
    for number, row in enumerate(rows, start=1):
        claim, verdict, given = row.get("claim"), row.get("verdict"), row.get("count")
        where = f"{name}, entry {number}"
        if claim not in known:
            raise ClassFileError(f"{where}: this course has no claim {str(claim)[:40]!r}. {_ADVICE}")
        if verdict not in VERDICTS:
            raise ClassFileError(f"{where}: there is no verdict {str(verdict)[:40]!r}; use {', '.join(VERDICTS)}.")
        if isinstance(given, str) and given.isascii() and given.isdecimal() and len(given) <= 6:
            given = int(given)
        if type(given) is not int or not 0 <= given <= MOST_COUNT:
            raise ClassFileError(f"{where}: count must be a whole number from 0, not {str(given)[:40]!r}.")
        if verdict in votes.get(claim, {}):
            raise ClassFileError(f"{where}: {claim} and {verdict} stand together twice. Add their counts up.")
        votes.setdefault(claim, {})[verdict] = given
    found = {claim: {v: n for v, n in votes[claim].items() if n} for claim in known if claim in votes}
    if not any(found.values()):
        raise ClassFileError(f"{name} counts no verdict. {_ADVICE}")
    return {claim: given for claim, given in found.items() if given}
