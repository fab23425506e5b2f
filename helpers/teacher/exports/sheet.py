"""CSV: every exercise of every kind as a row, key and feedback included, for all that no other format reaches.

No system imports this as it is; a person reads it in a spreadsheet, or a small script makes something of it.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from helpers.exercises.question import MarkedQuestion, Question
from helpers.teacher.exports.leant import leant
from helpers.teacher.exports.rich import clean
from helpers.teacher.exports.shaping import titles

HEADINGS = (
    *("id", "lesson", "kind", "title", "prompt", "marks", "contested", "what one sees", "answer", "feedback"),
    *("hint 1", "hint 2", "hint 3", "if sure and wrong", "worked answer", "evidence"),
)
# A spreadsheet takes these signs at the start of a cell for a formula.
_RUNS = tuple("=+-@\t＝＋－＠")


_SAID = ("feedback", "missed", "wrong", "correct", "comment", "followed")


def cell(text: str) -> str:
    """Return what stands in a cell; one that a spreadsheet would run gets the apostrophe by which it marks texts.

    >>> cell("=1+1"), cell("a = b")
    ("'=1+1", 'a = b')
    """
    text = clean(text)
    return f"'{text}" if text.lstrip().startswith(_RUNS) else text


def write(questions: list[Question]) -> bytes:
    """Return the table, with a byte order mark so that Excel reads the letters right."""
    stream = io.StringIO(newline="")
    rows = csv.writer(stream)
    rows.writerow(HEADINGS)
    for question in questions:
        rows.writerow([cell(value) for value in _row(question)])
    return stream.getvalue().encode("utf-8-sig")


def _row(question: Question) -> list[str]:
    marked = question if isinstance(question, MarkedQuestion) else None
    hints = [*(marked.hints if marked else ()), "", "", ""][:3]
    return [
        question.id,
        question.lesson,
        question.kind,
        question.title,
        "\n".join([*(block.lines[0] for block in leant(question)[0]), question.prompt]),
        str(marked.marks) if marked else "",
        "yes" if question.contested else "",
        "\n".join(question.printed()),
        "\n".join(_answer(question)),
        "\n".join(_feedback(question)),
        *hints,
        marked.sure_and_wrong if marked else "",
        marked.worked if marked else "",
        "\n".join(titles(question.evidence)),
    ]


def _answer(question: Any) -> Iterator[str]:
    """Name the key, a line each; open kinds have none."""
    if question.kind in ("choose-one", "choose-many"):
        yield from (one.text for one in question.options if one.correct == "true")
        yield from (f"{one.text} (disputed)" for one in question.options if one.correct == "either")
    elif question.kind == "order":
        yield from (one.text for one in question.items)
    elif question.kind == "place-on-timeline":
        yield from (one["words"] for one in question.reveal()["answers"])
    elif question.kind in ("match", "classify"):
        for thing in question.things:
            yield f"{thing.text}: {' or '.join(question.places[one] for one in thing.right)}"
    elif question.kind == "highlight":
        yield from (one.quote for one in question.find)
    elif question.kind == "find-in-table":
        yield from titles(question.answers)
    elif question.kind == "code":
        yield question.reveal()["value"]
        yield question.solution
    elif question.kind == "weigh":
        for item in question.items:
            yield f"{item.text}: {'; '.join(titles(item.bears))}"


def _feedback(question: Question) -> Iterator[str]:
    """Name every text of feedback with what it is about, as far as a kind has any: those of new kinds too."""
    for field in fields(question):
        value = getattr(question, field.name)
        for part in value if isinstance(value, tuple) else (value,):
            if not hasattr(part, "__dataclass_fields__"):
                continue
            about = _about(part) if isinstance(value, tuple) else ""
            for name in part.__dataclass_fields__:
                text = getattr(part, name)
                said = name in _SAID or field.name == "feedback"
                if said and isinstance(text, str) and text not in ("", "true", "false", "either"):
                    yield f"{' – '.join(one for one in (about, '' if name == 'feedback' else name) if one)}: {text}"


def _about(part: Any) -> str:
    """Return the words by which a part of a question is known."""
    for name in ("text", "quote", "label", "name"):
        if getattr(part, name, ""):
            return str(getattr(part, name))
    named = [str(getattr(part, name)) for name in part.__dataclass_fields__ if name not in ("feedback", "evidence")]
    return ", ".join(named)
