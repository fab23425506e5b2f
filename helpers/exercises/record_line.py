"""One attempt as one line of text, and back; a line that cannot be trusted is refused."""

import json
import math
import re
import uuid
import zlib
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from helpers.exercises.marking import CONFIDENCES

VERSION = 1
MAX_LINE = 256 * 1024
_SUM_AND_MORE = 64  # bytes that a line may be longer than what a student may save
_ID = re.compile(r"[0-9a-f-]{8,64}")
# Stands last in a line: a few bytes changed on a disk or on the way are no student's words.
_SUM = re.compile(rb',"sum":"([0-9a-f]{8})"}\s*')
_LAST_MOMENT = datetime(9999, 1, 1, tzinfo=UTC)
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
    after : the moment that it comes after although its computer's clock says an earlier one; "" if the clock will do
    """

    exercise: str
    answer: Any
    confidence: str = ""
    lesson: str = ""
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    at: str = field(default_factory=_now)
    after: str = field(default="", compare=False)

    @property
    def when(self) -> datetime:
        """Return the moment of the attempt, as its computer's clock had it."""
        return _moment(self.at)

    @property
    def place(self) -> datetime:
        """Return what orders attempts of several computers, of which one may have a clock that is wrong."""
        return max(self.when, _next(_moment(self.after))) if self.after else self.when

    def later_than(self, latest: datetime) -> "Attempt":
        """Return the attempt in a place behind all that was read before it was made."""
        if self.place > latest:
            return self
        return replace(self, after=latest.isoformat().replace("+00:00", "Z"))


def said_at(at: str) -> str:
    """Say the moment of an attempt with its zone, which is not the reader's own; what is no time stays as it is.

    >>> said_at("2026-11-30T23:30:05+01:00"), said_at("")
    ('2026-11-30 22:30 UTC', '')
    """
    try:
        return f"{_moment(at).isoformat(sep=' ')[:16]} UTC"
    except (ValueError, OverflowError):
        return at


def _next(moment: datetime) -> datetime:
    return min(moment, _LAST_MOMENT) + timedelta(microseconds=1)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise Unreadable("the time has no zone")
    return moment.astimezone(UTC)


def to_line(attempt: Attempt) -> bytes:
    """Write an attempt as one line that ends with a line feed, and that `from_line` can read back.

    Raises ValueError with words for the student if it is too long or cannot be read back.
    """
    try:
        body = _body(attempt)
        line = body[:-1] + b',"sum":"%08x"}\n' % zlib.crc32(body)
        if len(body) < MAX_LINE:
            from_line(line)
    except (ValueError, TypeError, RecursionError):
        # Half a sign, for instance. Better refused now, with the words still in front of the student, than lost.
        raise ValueError("The answer holds signs that cannot be saved. Type it anew without them.") from None
    if len(body) >= MAX_LINE:
        raise ValueError("The answer is too long to be saved. Shorten it.")
    return line


def _body(attempt: Attempt) -> bytes:
    """Return an attempt's line without sum and end, always in the same bytes."""
    fields = {
        "v": VERSION,
        "id": attempt.id,
        "exercise": attempt.exercise,
        "lesson": attempt.lesson,
        "at": attempt.at,
        **({"after": attempt.after} if attempt.after else {}),
        "answer": attempt.answer,
        "confidence": attempt.confidence,
    }
    # ASCII: a byte lost or changed by a copying tool then never breaks a neighbouring letter.
    return json.dumps(fields, allow_nan=False, separators=(",", ":")).encode("ascii")


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


def _check_sum(line: bytes, told: Any, attempt: Attempt) -> None:
    """Refuse a line whose bytes were changed; one without a sum is of an older version, and no such line comes here."""
    found = _SUM.search(line, max(0, len(line) - 40))
    if found and int(found[1], 16) == zlib.crc32(line[: found.start()].lstrip() + b"}"):
        return
    # A tool that wrote the same words with other spaces has damaged nothing.
    if told != f"{zlib.crc32(_body(attempt)):08x}":
        raise Unreadable("its bytes were changed")


def from_line(line: bytes) -> Attempt:
    """Read an attempt from a line; raises Unreadable if anything about it is odd."""
    if len(line) > MAX_LINE + _SUM_AND_MORE:
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
            after=_text({"after": "", **fields}, "after", 40, empty=True),
        )
        if not _ID.fullmatch(attempt.id) or attempt.confidence not in ("", *CONFIDENCES) or attempt.answer is None:
            raise Unreadable("a key has a value that it cannot have")
        _ = attempt.place  # a time that is none
        if not line.isascii() and len(_body(attempt)) >= MAX_LINE:
            raise Unreadable("too long to be written again")
        if "sum" in fields:
            _check_sum(line, fields["sum"], attempt)
        # A lone surrogate would break the way to the browser later. Only an escape can bring one in.
        if _HALF_SIGN.search(line):
            json.dumps(fields, ensure_ascii=False).encode("utf-8")
    except Unreadable:
        raise
    except (ValueError, RecursionError, OverflowError) as problem:
        raise Unreadable(type(problem).__name__) from None
    return attempt
