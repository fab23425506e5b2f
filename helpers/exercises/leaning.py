"""What an exercise leans on: the cells of its lesson that must go along wherever the exercise goes alone."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from helpers.exercises.question import Question

NEEDED_BY = "needed_by"  # the name in a cell's metadata, in lesson.md and in the notebook that is built from it

_THE = r"\b(?:the|this|these|that|those|both|each|one)\b"
_COUNTED = r"\bthe (?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?: [\w’'-]+)?"
# "Above a member" and "above one half" compare; "the notes above" and "as shown above" point.
_COMPARES = r"(?! (?:all|a|an|the|its|his|her|their|one|half|zero|every|each)\b| [\dA-Z])"
_POINTS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_THE}(?: [\w’'-]+){{1,5}}? above\b{_COMPARES}",
        r"\b(?i:see|read|as|shown|listed|named|told|quoted|given|printed|described|said) above\b" + _COMPARES,
        r"\b(?i:above,|the above\b)",
        r"\babove (?:the|this) (?:exercise|card|question)\b",
        rf"{_THE}(?: [\w’'-]+){{0,2}} (?:charts?|pictures?|timelines?|maps?|graphs?|clues)\b",
        rf"{_COUNTED} (?:voices|reports|readings|notes|texts|articles|paragraphs|figures|tables|lists|headlines)\b",
        r"\b(?i:use|read|from|in|with|under|open) (?:again )?the (?:notes|text|view|figures?|lists?)\b(?! of events)",
        r"\bthe tables? (?:of (?!events)|under\b|behind\b|beneath\b|beside\b)",
        r"\bin (?:this|the) lesson\b",
    )
)


def needed_by(metadata: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the exercises that lean on a cell. Raises ValueError, in words, where the mark is no list of ids.

    >>> needed_by({"needed_by": ["02-who-asked"]}), needed_by({})
    (('02-who-asked',), ())
    """
    named = metadata.get(NEEDED_BY, [])
    if not isinstance(named, list) or not all(isinstance(one, str) for one in named):
        raise ValueError(f'{NEEDED_BY} must be a list of exercises; write {{"{NEEDED_BY}": ["02-who-asked"]}}')
    return tuple(named)


def pointer(text: str) -> str:
    """Return the first words with which a text points at something that stands before it; "" if it points at nothing.

    >>> pointer("Use the notes above."), pointer("In how many years did it stand above a member?")
    ('use the notes', '')
    """
    said = " ".join(text.replace("*", "").split())
    found = [match for pattern in _POINTS if (match := pattern.search(said[:1].lower() + said[1:]))]
    return min(found, key=lambda one: one.start()).group() if found else ""


def asked_texts(question: Question) -> Iterator[str]:
    """Yield what a student reads before answering, in the order of the card; hints too, if the kind has them."""
    yield from (question.title, question.prompt, *question.printed(), *getattr(question, "hints", ()))


def leans_on(cells: Iterable[Mapping[str, Any]], exercise: str) -> list[Mapping[str, Any]]:
    """Return the cells of a notebook that are marked as needed by an exercise, in their order."""
    return [cell for cell in cells if exercise in needed_by(cell.get("metadata", {}))]
