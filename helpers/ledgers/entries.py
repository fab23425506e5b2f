"""What a student wrote in the ledger, out of the record: every version, the first and the last of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from helpers.exercises.evidence_finder import known
from helpers.exercises.marking import CONFIDENCES, AnswerError
from helpers.exercises.record_line import Attempt
from helpers.ledgers.verdicts import VERDICTS

PREFIX = "ledger/"
LONGEST_NOTE = 1000  # characters
MOST_EVIDENCE = 12
_LONGEST_ID = 120
_THE_ESSAY_ITSELF = {"essay", "claims"}


@dataclass(frozen=True)
class Entry:
    """One committed verdict on a claim. evidence : ids of rows or passages; at : when, ISO 8601 in UTC."""

    verdict: str
    evidence: tuple[str, ...]
    note: str
    confidence: str
    at: str


def understand(answer: Any) -> dict[str, Any]:
    """Return a ledger answer in its one true form; raises AnswerError, in a sentence for the student."""
    if not isinstance(answer, dict) or answer.get("verdict") not in VERDICTS:
        raise AnswerError("Choose a verdict first.")
    given = answer.get("evidence")
    if not isinstance(given, list) or not all(isinstance(one, str) and 0 < len(one) <= _LONGEST_ID for one in given):
        raise AnswerError("Add at least one piece of evidence: a verdict without evidence is an opinion.")
    evidence = list(dict.fromkeys(given))
    if not evidence:
        raise AnswerError("Add at least one piece of evidence: a verdict without evidence is an opinion.")
    if len(evidence) > MOST_EVIDENCE:
        raise AnswerError(f"Keep the {MOST_EVIDENCE} strongest pieces of evidence and remove the others.")
    note = answer.get("note", "")
    if not isinstance(note, str):
        raise AnswerError("The note must be text.")
    note = note.strip()
    if len(note) > LONGEST_NOTE:
        raise AnswerError(f"The note has {len(note):,} characters. Shorten it to {LONGEST_NOTE:,}.")
    return {"verdict": answer["verdict"], "evidence": evidence, "note": note}


def ready(answer: Any, confidence: Any) -> dict[str, Any]:
    """Return an answer that may be committed: as `understand`, and its evidence is there and proves more than itself.

    Raises AnswerError, in a sentence for the student.
    """
    understood = understand(answer)
    if confidence not in CONFIDENCES:
        raise AnswerError("Say how sure you are; it is never marked.")
    tables = []
    for one in understood["evidence"]:
        found = known(one)
        if found is None:
            raise AnswerError(f"The tables have no “{one}”. Remove it and pick another piece of evidence.")
        tables.append(found["table"])
    if set(tables) <= _THE_ESSAY_ITSELF:
        raise AnswerError(
            "The essay cannot prove its own claims. Add an event, a source, a document or a scholar's work."
        )
    return understood


def entries(attempts: Iterable[Attempt]) -> dict[str, list[Entry]]:
    """Return what was committed on each claim, the first version first; other exercises and odd lines are left out."""
    found: dict[str, list[Entry]] = {}
    for attempt in attempts:
        if not attempt.exercise.startswith(PREFIX):
            continue
        try:
            answer = understand(attempt.answer)
        except AnswerError:
            continue
        entry = Entry(answer["verdict"], tuple(answer["evidence"]), answer["note"], attempt.confidence, attempt.at)
        found.setdefault(attempt.exercise.removeprefix(PREFIX), []).append(entry)
    return found


def same(entry: Entry, answer: dict[str, Any], confidence: str) -> bool:
    """Say whether an answer repeats what stands in the ledger already."""
    return (entry.verdict, list(entry.evidence), entry.note, entry.confidence) == (
        answer["verdict"],
        answer["evidence"],
        answer["note"],
        confidence,
    )
