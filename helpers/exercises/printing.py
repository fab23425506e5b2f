"""A question on paper: what a reader sees where no kernel runs. Never the key."""

import html
import re

from helpers.asleep import asleep
from helpers.exercises.question import Question

_PLACES = {"choose-one": "○", "choose-many": "☐"}
_MARKUP = re.compile(r"\*\*(.+?)\*\*|\*(.+?)\*|`(.+?)`")
_TAGS = ("strong", "em", "code")


def in_html(question: Question) -> str:
    """Return the question as one block of HTML: title, prompt, what one can pick from; never the key."""
    items = "".join(f"<li>{_place(question)}{rich(line)}</li>" for line in question.printed())
    return (
        f'<section class="exercise-in-print"><p><strong>{rich(question.title)}</strong> '
        f"({question.ask.lower()})</p><p>{rich(question.prompt)}</p>"
        f'<ul style="list-style: none; padding-left: 0">{items}</ul></section>'
    )


def asleep_text(question: Question) -> str:
    """Return the same line as plain text."""
    return f"The exercise “{question.title}” opens when this cell is run."


def asleep_html(question: Question) -> str:
    """Return a line for a reopened notebook: how to wake the exercise."""
    name = f"The exercise <strong>{rich(question.title)}</strong>"
    return asleep(name, "open it with the answers you gave before")


def in_text(question: Question) -> str:
    """Return the question as plain text."""
    lines = [f"{question.title} ({question.ask.lower()})", "", question.prompt, ""]
    lines += [f"  {_place(question) or '- '}{line}" for line in question.printed()]
    return "\n".join(lines)


def _place(question: Question) -> str:
    """Return the box to tick, if the kind has one."""
    sign = _PLACES.get(question.kind)
    return f"{sign} " if sign else ""


def rich(text: str) -> str:
    """Turn **bold**, *em* and `code` into HTML and escape all else, the dollar too: notebooks read it as a formula."""

    def tag(found: re.Match[str]) -> str:
        n = next(n for n, inner in enumerate(found.groups()) if inner is not None)
        return f"<{_TAGS[n]}>{found.group(n + 1)}</{_TAGS[n]}>"

    return _MARKUP.sub(tag, html.escape(text).replace("$", "&#36;"))
