"""The worksheet: the lesson's text, passages, words, figures and tables, and its exercises to answer with a pencil."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup

from helpers import course
from helpers.ledgers.claims import claims_of, passage_named
from helpers.ledgers.printing import passage_html
from helpers.teacher.paper.blocks import (
    Asked,
    Block,
    Hung,
    Ledger,
    LeftOut,
    Paragraph,
    Picture,
    Prose,
    Result,
    Rewriting,
    Rows,
    Tellings,
)
from helpers.teacher.paper.ledger_sheet import ledger_sheet
from helpers.teacher.paper.lesson import Lesson
from helpers.teacher.paper.lines import BLANK, BOX, RING
from helpers.teacher.paper.sheet import page, picture_data, picture_size
from helpers.teacher.paper.shown import ON_A_MACHINE
from helpers.teacher.paper.tables import behind, table_html
from helpers.teacher.paper.tasks import TASKS, task_html
from helpers.teacher.paper.tool_sheets import curtain_sheet, edition_sheet, tellings_sheet

_PART = re.compile(r"^(?=## )", re.MULTILINE)
_FENCE = re.compile(r"^(```|~~~)", re.MULTILINE)
# A part that begins with one of these is a sheet to hand in, as one with a ledger is: it has a page of its own.
_HANDED_IN = ("essay",)


def worksheet(lesson: Lesson, paper: str = "A4") -> str:
    """Return a lesson's worksheet as an HTML page. It holds nothing of the key."""
    body = Markup("").join([_head(lesson), *_parts(lesson)])
    return page(
        f"{lesson.number}. {lesson.title}",
        body,
        paper=paper,
        course=f"{lesson.course}: worksheet",
        language=lesson.language,
        dense=not lesson.whole,
    )


def left_out(lesson: Lesson) -> list[str]:
    """Return, in words, what the worksheet leaves out or prints as plain lines only."""
    names = list(dict.fromkeys(one.name for one in lesson.blocks if isinstance(one, LeftOut)))
    kinds = list(dict.fromkeys(one.kind for one in lesson.questions.values() if one.kind not in TASKS))
    return [f"left out, since it needs a computer: {ON_A_MACHINE[name]}" for name in names] + [
        f"printed as plain lines only: exercises of the kind {kind}" for kind in kinds
    ]


def _head(lesson: Lesson) -> Markup:
    fields = Markup("").join(Markup("<span>{} {}</span>").format(one, BLANK) for one in ("Name", "Class", "Date"))
    what = "This is the lesson on paper." if lesson.whole else "These are the lesson's exercises, and what they need."
    how = Markup(
        '<p class="note">{} What it says of cells, clicks and search boxes is for a '
        "computer: read on, or look in the printed table. {} means: tick one. {} means: tick as many as fit.</p>"
    ).format(what, RING, BOX)
    return Markup('<p class="fields">{}</p>{}').format(fields, how)


def _parts(lesson: Lesson) -> Iterator[Markup]:
    """Yield the parts of the lesson; a new one begins at each heading of the second level."""
    part: list[Markup] = []
    fresh, only_prose = False, True
    numbers = {name: n for n, name in enumerate(lesson.questions, 1)}
    for block in lesson.blocks:
        pieces = _PART.split(block.source) if isinstance(block, Prose) and not _fenced(block.source) else [None]
        for piece in pieces:
            if piece is None:
                fresh |= _is_handed_in(block, lesson, only_prose)
                only_prose = False
                part.append(_drawn(block, lesson, numbers))
                continue
            if piece.startswith("## ") and part:
                yield _part(part, fresh)
                part, fresh, only_prose = [], False, True
            part.append(markdown_html(piece))
    yield _part(part, fresh)


def _fenced(source: str) -> bool:
    """Say whether a text holds lines of code, in which two # mean something else."""
    return any(_PART.search(inside) for inside in _FENCE.split(source)[2::4])


def _part(inner: list[Markup], fresh: bool) -> Markup:
    return Markup('<section class="part{}">\n{}\n</section>\n').format(
        " fresh" if fresh else "", Markup("\n").join(inner)
    )


def _is_handed_in(block: Block, lesson: Lesson, first: bool) -> bool:
    """Say whether a part with this block is a sheet to hand in. first : nothing but prose stands before it."""
    if isinstance(block, Asked):
        return first and lesson.questions[block.id].kind in _HANDED_IN
    return isinstance(block, Ledger)


def _drawn(block: Block, lesson: Lesson, numbers: dict[str, int]) -> Markup:
    """Return one block as HTML."""
    match block:
        case Prose(source):
            return markdown_html(source)
        case Asked(name, alone):
            task = task_html(lesson.questions[name], numbers[name])
            wait = Markup('<p class="wait">Answer first. Then turn the page.</p>')
            return task + wait if alone else task
        case Picture(name, description, table):
            return _figure(name, description) + table_html(behind(table)) if len(table) else _figure(name, description)
        case Rows(caption, table, note):
            return table_html(table, caption) + (Markup('<p class="how">{}</p>').format(note) if note else "")
        case Tellings():
            return tellings_sheet(block)
        case Hung():
            return curtain_sheet(block)
        case Rewriting():
            return edition_sheet(block)
        case Result(code, value):
            shown = table_html(value) if hasattr(value, "itertuples") else Markup("<p>{}</p>").format(value)
            return Markup("<pre>{}</pre>{}").format(code, shown if str(value) else "")
        case Ledger(passages):
            return ledger_sheet(passages)
        case Paragraph(name):
            return Markup(passage_html(passage_named(name), claims_of(name)))
        case LeftOut(name):
            return Markup('<p class="note">Left out on paper: {}.</p>').format(ON_A_MACHINE[name])


def _figure(name: str, description: str) -> Markup:
    """Return a figure's still picture with its description; the description alone where the picture is not there."""
    path = course.root() / "notebooks" / "figures" / f"{name}.png"
    if not path.is_file():
        return Markup("<figure><figcaption>The figure in words: {}</figcaption></figure>").format(description)
    words = _described(path.parent / "figures.json").get(name, {}).get("description", description)
    wide, high = picture_size(path)
    return Markup('<figure{}><img src="{}" alt="{}"><figcaption>{}</figcaption></figure>').format(
        Markup(' class="tall"') if high > 1.5 * wide else "", picture_data(path), words, words
    )


def _described(path: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found


def markdown_html(source: str) -> Markup:
    """Return an author's Markdown as HTML."""
    return Markup(_markdown().render(source))


@cache
def _markdown() -> Any:
    from markdown_it import MarkdownIt  # comes with jupytext

    return MarkdownIt("commonmark").enable(["table", "strikethrough"])
