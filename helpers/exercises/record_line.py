"""One attempt as one line of text, and back; a line that cannot be trusted is refused."""

import json
import math
import re
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from helpers.exercises.marking import CONFIDENCES

VERSION = 1
MAX_LINE = 256 * 1024
_ID = re.compile(r"[0-9a-f-]{8,64}")
_HALF_SIGN = re.compile(rb"\\u[dD][89a-fA-F]")  # one half of a pair, or a whole pair


class Unreadable(ValueError):
    """A line that is no attempt."""


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass(frozen=True)
class Attempt:
    """One committed answer. No marks: they are worked out again from the answer and the key.

    exercise : an exercise's id, or "ledger/c16" for a verdict on a claim
    confidence : "" where none is asked
    """

    exercise: str
    answer: Any
    confidence: str = ""
    lesson: str = ""
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    at: str = field(default_factory=_now)

    @property
    def when(self) -> datetime:
        """Return the moment of the attempt."""
        return _moment(self.at)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise Unreadable("the time has no zone")
    return moment.astimezone(UTC)


def to_line(attempt: Attempt) -> bytes:
    """Write an attempt as one line that ends with a line feed, and that `from_line` can read back.

    Raises ValueError with words for the student if it is too long or cannot be read back.
    """
    fields = {
        "v": VERSION,
        "id": attempt.id,
        "exercise": attempt.exercise,
        "lesson": attempt.lesson,
        "at": attempt.at,
        "answer": attempt.answer,
        "confidence": attempt.confidence,
    }
    try:
        # ASCII: a byte lost or changed by a copying tool then never breaks a neighbouring letter.
        line = json.dumps(fields, allow_nan=False, separators=(",", ":")).encode("ascii") + b"\n"
        if len(line) <= MAX_LINE:
            from_line(line)
    except (ValueError, TypeError, RecursionError):
        # Half a sign, for instance. Better refused now, with the words still in front of the student, than lost.
        raise ValueError("The answer holds signs that cannot be saved. Type it anew without them.") from None
    if len(line) > MAX_LINE:
        raise ValueError("The answer is too long to be saved. Shorten it.")
    return line


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) < len(pairs):
        raise Unreadable("a key stands twice")
    return result


def _no_constant(name: str) -> None:
    raise Unreadable(f"{name} is no number")


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise Unreadable("a number is beyond all bounds")
    return number


_STRICT = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_constant, parse_float=_finite)


def _text(fields: dict[str, Any], name: str, longest: int, empty: bool = False) -> str:
    value = fields.get(name)
    if not isinstance(value, str) or len(value) > longest or not (value or empty):
        raise Unreadable(f"{name} is missing or no text")
    return value


def from_line(line: bytes) -> Attempt:
    """Read an attempt from a line; raises Unreadable if anything about it is odd."""
    if len(line) > MAX_LINE:
        raise Unreadable("too long")
    try:
        fields = _STRICT.decode(line.decode("utf-8"))
        if not isinstance(fields, dict) or type(fields.get("v")) is not int or fields["v"] != VERSION:
            raise Unreadable("no record of a version that this course knows")
        attempt = Attempt(
            exercise=_text(fields, "exercise", 200),
            answer=fields.get("answer"),
            confidence=_text(fields, "confidence", 10, empty=True),
            lesson=_text({"lesson": "", **fields}, "lesson", 200, empty=True),
            id=_text(fields, "id", 64),
            at=_text(fields, "at", 40),
        )
        if not _ID.fullmatch(attempt.id) or attempt.confidence not in ("", *CONFIDENCES) or attempt.answer is None:
            raise Unreadable("a key has a value that it cannot have")
        _moment(attempt.at)
        # A lone surrogate would break the way to the browser later. Only an escape can bring one in.
        if _HALF_SIGN.search(line):
            json.dumps(fields, ensure_ascii=False).encode("utf-8")
    except Unreadable:
        raise
    except (ValueError, RecursionError, OverflowError) as problem:
        raise Unreadable(type(problem).__name__) from None
    return attempt
