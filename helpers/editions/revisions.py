"""The student's own sentences, out of the record: every version, the last of them counts. Pure."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from helpers.exercises.evidence_finder import known
from helpers.exercises.marking import AnswerError
from helpers.exercises.record_line import Attempt

PREFIX = "edition/"
LONGEST_TEXT = 800  # characters of a sentence; the essay's longest has some 200
LONGEST_REASON = 600
MOST_NOTES = 6
CITED = ("events", "sources", "documents", "debate")  # the tables that a footnote may come from
_LONGEST_ID = 120
_TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@dataclass(frozen=True)
class Revision:
    """One committed wording of a sentence. notes : ids of rows; at : when; versions : how many there are by now."""

    sentence: str
    text: str
    notes: tuple[str, ...]
    reason: str
    at: str
    versions: int = 1


def understand(answer: Any) -> dict[str, Any]:
    """Return a sentence of the student's in its one true form; raises AnswerError, in a sentence for the student."""
    if not isinstance(answer, dict):
        raise AnswerError("Write your sentence first.")
    if answer.get("back") is True:
        return {"back": True}
    text = _line(answer.get("text", ""), "Your sentence", LONGEST_TEXT)
    if not text:
        raise AnswerError("Write your sentence first.")
    reason = _line(answer.get("reason", ""), "Your reason", LONGEST_REASON)
    given = answer.get("notes", [])
    if not isinstance(given, list) or not all(isinstance(one, str) and 0 < len(one) <= _LONGEST_ID for one in given):
        raise AnswerError("Pick the footnotes from the tables.")
    notes = list(dict.fromkeys(given))
    if len(notes) > MOST_NOTES:
        raise AnswerError(f"Keep the {MOST_NOTES} strongest footnotes and remove the others.")
    return {"text": text, "notes": notes, "reason": reason}


def ready(answer: Any, original: str) -> dict[str, Any]:
    """Return a sentence that may be committed: as `understand`, another than the essay's, and with a footnote.

    original : the essay's own sentence. Raises AnswerError, in a sentence for the student.
    """
    understood = understand(answer)
    if "back" in understood:
        return understood
    if understood["text"] == " ".join(original.split()):
        raise AnswerError("That is the essay's own sentence still. Change it, or leave it as it stands.")
    if not understood["notes"]:
        raise AnswerError("Add at least one footnote: a second edition says how it knows.")
    for one in understood["notes"]:
        found = known(one)
        if found is None or found["table"] not in CITED:
            raise AnswerError(f"“{one}” cannot be a footnote. Pick an event, a source, a document or a scholar's work.")
    return understood


def revisions(attempts: Iterable[Attempt]) -> dict[str, Revision]:
    """Return the last wording of each sentence that stands rewritten; odd lines of the record are left out."""
    found: dict[str, Revision] = {}
    versions: dict[str, int] = {}
    for attempt in attempts:
        if not attempt.exercise.startswith(PREFIX):
            continue
        try:
            answer = understand(attempt.answer)
        except AnswerError:
            continue
        name = attempt.exercise.removeprefix(PREFIX)
        if "back" in answer:
            found.pop(name, None)
            continue
        versions[name] = versions.get(name, 0) + 1
        notes = tuple(answer["notes"])
        found[name] = Revision(name, answer["text"], notes, answer["reason"], attempt.at, versions[name])
    return found


def same(revision: Revision, answer: dict[str, Any]) -> bool:
    """Say whether an answer repeats what stands in the edition already."""
    return (revision.text, list(revision.notes), revision.reason) == (answer["text"], answer["notes"], answer["reason"])


def words(text: str) -> int:
    """Count the words of a text.

    >>> words("It began in 1949, they say.")
    6
    """
    return len(text.split())


def _line(given: Any, what: str, longest: int) -> str:
    """Return a text as one line without signs that no page can hold."""
    if not isinstance(given, str):
        raise AnswerError(f"{what} must be text.")
    line = " ".join("".join(" " if _odd(sign) else sign for sign in given).split())
    if len(line) > longest:
        raise AnswerError(f"{what} has {len(line):,} characters. Shorten it to {longest:,}.")
    return line


def _odd(sign: str) -> bool:
    """Say whether a sign is none to read: a control, half a sign, or one that turns the writing round."""
    steers = unicodedata.category(sign) in ("Cc", "Cs") or sign in _TURNS
    # The last two of every plane, and 32 more, are no characters, and no page may hold them.
    return steers or ord(sign) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(sign) <= 0xFDEF
