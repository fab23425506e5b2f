"""The file of a class's verdicts, without names: made from a folder of answer files, and read again.

As JSON: {"format": "class-ledger", "version": 1, "students": 24, "verdicts": [{"claim": "c16", "verdict": "contested",
"count": 7}, ...]}. As CSV: the columns claim, verdict and count, as any spreadsheet saves it. A claim and a verdict
stand together once; count is a whole number. Answer files are read as data: nothing in them is run.
"""

import csv
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from pathlib import Path
from typing import Any

from helpers.exercises.bank import PlainError
from helpers.exercises.hostile import Refused, shown
from helpers.exercises.parcels import open_paths
from helpers.exercises.record_line import Attempt
from helpers.ledgers.claims import every_claim
from helpers.ledgers.entries import entries
from helpers.ledgers.verdicts import VERDICTS
from helpers.lettering import count
from helpers.saved_csv import decoded, rows_of
from helpers.whole_files import FileInUse, write_whole

FORMAT, VERSION = "class-ledger", 1
LARGEST_FILE = 1024 * 1024  # bytes of a class file; sixty claims of six verdicts take some 20,000
MOST_COUNT = 100_000
_KNOWN_BY = 500  # verdicts; a student's record has some hundred
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
    text = decoded(content)
    rows = _from_json(text, path.name) if text.lstrip().startswith(("{", "[")) else _from_csv(text, path.name)
    return _checked(rows, path.name)


def gather(folder: Path) -> Gathered:
    """Count the last verdicts of all students who handed in, as marking reads it: folders, zips, files, whose they are.

    Two that hold the same answers are one student's, handed in twice; what holds answers of several others is the
    work of nobody, and those others keep theirs. What cannot be read is listed; all others count.
    Raises ClassFileError if there is no such folder.
    """
    from helpers.teacher.incoming import NoSubmissions, submissions  # a teacher's, and in no student's bundle

    try:
        found = submissions(folder)
    except (NoSubmissions, OSError) as problem:
        raise ClassFileError(str(problem)) from None
    refused: list[tuple[str, str]] = []
    students: list[_Voter] = []
    for one in found:
        try:
            parcel = open_paths(one.paths)
        except Refused as problem:
            refused.append((_called(one.paths), problem.reason))
            continue
        refused += [(_called(one.paths), note) for note in parcel.notes]
        says = parcel.claims.student if parcel.claims else ""
        students.append(_voter(_called(one.paths), (one.id, says), parcel.attempts))
    copies = {one.name for one in students if _holds_several(one, students)}
    refused += [(name, "holds answers that several others handed in; theirs count") for name in sorted(copies)]
    counted = _together([one for one in students if one.name not in copies])
    votes = {claim.id: dict(Counter(one[claim.id] for one in counted if claim.id in one)) for claim in every_claim()}
    return Gathered({claim: given for claim, given in votes.items() if given}, len(counted), tuple(refused))


@dataclass(frozen=True)
class _Voter:
    """One hand-in: the last verdict on each claim with its place, and ids by which it is known.

    whose : the platform's number and the name that the file gives; "" where there is none
    """

    name: str
    whose: tuple[str, str]
    last: Mapping[str, tuple[datetime, str]]
    ids: frozenset[str]

    def is_again(self, other: "_Voter") -> bool:
        """Say whether two hand-ins hold the same answers, and nothing says that they are of two students."""
        differ = any(mine and theirs and mine != theirs for mine, theirs in zip(self.whose, other.whose, strict=True))
        return not differ and bool(self.ids & other.ids)


def _called(paths: Sequence[Path]) -> str:
    return shown(paths[0].name)


def _voter(name: str, whose: tuple[str, str], attempts: Sequence[Attempt]) -> _Voter:
    """Keep of a hand-in what is counted, and no more: a class's attempts would fill the memory."""
    known = {claim.id for claim in every_claim()}
    last: dict[str, tuple[datetime, str]] = {}
    ids: set[str] = set()
    for attempt in attempts:
        for claim, versions in entries([attempt]).items():
            if claim in known:
                if len(ids) < _KNOWN_BY:
                    ids.add(attempt.id)
                last[claim] = (attempt.place, versions[-1].verdict)
    return _Voter(name, whose, last, frozenset(ids))


def _holds_several(one: _Voter, students: Sequence[_Voter]) -> bool:
    """Say whether a hand-in shares answers with others that share none with each other."""
    others = [other for other in students if other is not one and one.is_again(other)]
    return any(not a.ids & b.ids for a, b in combinations(others, 2))


def _together(students: Sequence[_Voter]) -> list[dict[str, str]]:
    """Return claim to verdict for each student; the later verdict where somebody handed in twice."""
    groups: list[list[_Voter]] = []
    for one in students:
        again = next((group for group in groups if all(one.is_again(other) for other in group)), None)
        if again:
            again.append(one)
        else:
            groups.append([one])
    result = []
    for group in groups:
        last: dict[str, tuple[datetime, str]] = {}
        for one in group:
            for claim, verdict in one.last.items():
                last[claim] = max(verdict, last.get(claim, verdict))
        result.append({claim: verdict for claim, (_, verdict) in last.items()})
    return result


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
    told = [f"left out: {name}: {why.removesuffix('.')}." for name, why in gathered.refused]
    if not gathered.votes:
        raise ClassFileError("\n".join([*told, f"{folder} holds no verdict of any student, so nothing was written."]))
    try:
        write_whole(out, as_json(gathered).encode("utf-8"))
    except FileInUse as problem:
        raise ClassFileError(str(problem)) from None
    except OSError as problem:
        raise ClassFileError(f"{out} cannot be written ({problem.strerror or problem}).") from None
    claims = count(len(gathered.votes), "claim")
    told.append(f"written: {out}, with the verdicts of {count(gathered.students, 'student')} on {claims}")
    if gathered.students < FEW:
        told.append(f"With fewer than {FEW} students the counts can give away who said what.")
    return told


_ADVICE = "Make one with `python -m helpers class-ledger FOLDER --out FILE`."


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
    try:
        head, *rows = rows_of(text) or [[]]
    except csv.Error as problem:
        raise ClassFileError(f"{name} is no CSV that can be read ({problem}). {_ADVICE}") from None
    columns = [one.strip() for one in head]
    if not {"claim", "verdict", "count"} <= set(columns):
        raise ClassFileError(f"{name} has no columns claim, verdict and count. {_ADVICE}")
    cells = ([value.strip() for value in row] for row in rows)
    return [dict(zip(columns, row, strict=False)) for row in cells if any(row)]


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
