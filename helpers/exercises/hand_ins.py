"""The zip that a student hands in: the answers, and what it says of itself."""

import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from helpers.exercises.hostile import MOST_FILE
from helpers.signs import controls

HAND_IN = "hand-in.json"
VERSION = 1
LONGEST = 120


@dataclass(frozen=True)
class HandIn:
    """What a hand-in says of itself. It is what a student's file claims, and no proof of anything."""

    course: str
    assignment: str
    student: str


def hand_in_zip(about: HandIn, answers: bytes) -> bytes:
    """Return the bytes of the zip that a student hands in."""
    return zip_of(answers, (HAND_IN, json.dumps({"v": VERSION, **asdict(about)}).encode("ascii")))


def zip_of(answers: bytes, *more: tuple[str, bytes]) -> bytes:
    """Return a zip of answers, in files that every reader of a record takes, and of further files: (name, content)."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, inside in more:
            archive.writestr(name, inside)
        for n, piece in enumerate(pieces(answers.splitlines(keepends=True)), 1):
            archive.writestr("answers.jsonl" if n == 1 else f"answers-{n}.jsonl", piece)
    return content.getvalue()


def pieces(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Yield lines together, as many as one file of a record may hold; one piece at least."""
    piece: list[bytes] = []
    size = 0
    for line in lines:
        if size + len(line) > MOST_FILE:
            yield b"".join(piece)
            piece, size = [], 0
        piece.append(line)
        size += len(line)
    yield b"".join(piece)


def hand_in_of(content: bytes) -> HandIn | None:
    """Return what a hand-in.json says; None if it says nothing that can be read."""
    try:
        fields = json.loads(content[:10_000].decode("utf-8"))
        if not isinstance(fields, dict) or fields.get("v") != VERSION:
            return None
        return HandIn(*(tidy(fields.get(name)) for name in ("course", "assignment", "student")))
    except (ValueError, RecursionError):
        return None


def tidy(name: Any) -> str:
    """Return a name in one line and of a length that fits; "" for what is no text."""
    if not isinstance(name, str):
        return ""
    kept = (" " if sign.isspace() else sign for sign in name[: LONGEST * 4])
    return " ".join("".join(sign for sign in kept if not controls(sign)).split())[:LONGEST]
