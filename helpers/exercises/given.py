"""Reading what a student, an old version or a broken file gives as an answer: fit to be kept, or refused in words."""

import re
from typing import Any

from helpers.exercises.marking import AnswerError

LONGEST_TEXT = 10_000  # characters; some 1,500 words
_ID = re.compile(r"[a-zA-Z0-9]+([-._][a-zA-Z0-9]+)*")
# All signs that no keyboard writes, but for the line feed and the tabulator.
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def group_in(answer: Any, needed: set[str], allowed: frozenset[str] = frozenset(), wanted: str = "") -> dict[str, Any]:
    """Return a group of named parts; refuse one that lacks a part or has a strange one."""
    if not isinstance(answer, dict) or not needed <= set(answer) or not set(answer) <= needed | allowed:
        raise AnswerError(wanted or "This answer does not fit the exercise.")
    return answer


def text_in(value: Any, wanted: str, longest: int = LONGEST_TEXT, empty: bool = False) -> str:
    """Return a text without unseen signs and without blank ends; `wanted` is said where there is none.

    >>> text_in(" two\\r\\nlines \\x00", "Write something.")
    'two\\nlines'
    """
    if not isinstance(value, str):
        raise AnswerError(wanted)
    # Half a sign (a lone surrogate) could be written to the record and never be read again.
    whole = value[: longest * 2].encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = _UNSEEN.sub("", whole.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if not text and not empty:
        raise AnswerError(wanted)
    if len(text) > longest or len(value) > longest * 2:
        raise AnswerError(f"This text is too long to be kept: at most {longest:,} characters. Shorten it.")
    return text


def whole_in(value: Any, least: int, most: int, wanted: str) -> int:
    """Return a whole number between two bounds."""
    if type(value) is not int or not least <= value <= most:
        raise AnswerError(wanted)
    return value


def ids_in(value: Any, most: int, wanted: str = "Cite evidence by choosing it from the list.") -> list[str]:
    """Return ids of evidence in the order given, each once."""
    if not isinstance(value, list) or len(value) > 100:
        raise AnswerError(wanted)
    for one in value:
        if not isinstance(one, str) or len(one) > 200 or not _ID.fullmatch(one):
            raise AnswerError(wanted)
    ids = list(dict.fromkeys(value))
    if len(ids) > most:
        raise AnswerError(f"Cite at most {most} pieces of evidence here. Remove some.")
    return ids
