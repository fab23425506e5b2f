"""A question on paper: what a reader sees where no kernel runs. Never the key."""

import html
import re

from helpers.asleep import asleep
from helpers.exercises.question import Question

_PLACES = {"choose-one": "○", "choose-many": "☐"}
_SIGNS = re.compile(r"([\\$<>\[\]|~#])")
_MARKUP = re.compile(r"\*\*(.+?)\*\*|\*(.+?)\*|`(.+?)`")
_TAGS = ("strong", "em", "code")


def in_print(question: Question) -> str:
    """Return the question as Markdown: title, prompt, what one can pick from; never the key."""
    lines = [f"**{_safe(question.title)}** ({question.ask.lower()})", "", _safe(question.prompt), ""]
    lines += [f"- {_place(question)}{_safe(line)}" for line in question.printed()]
    return "\n".join(lines) + "\n"


def in_html(question: Question) -> str:
    """Return the question as HTML, for pages that hold the notebook without its widgets."""
    items = "".join(f"<li>{_place(question)}{_rich(line)}</li>" for line in question.printed())
    return (
        f'<section class="exercise-in-print"><p><strong>{_rich(question.title)}</strong> '
        f"({question.ask.lower()})</p><p>{_rich(question.prompt)}</p>"
        f'<ul style="list-style: none; padding-left: 0">{items}</ul></section>'
    )


def asleep_text(question: Question) -> str:
    """Return the same line as plain text."""
    return f"The exercise “{question.title}” opens when this cell is run."


def asleep_html(question: Question) -> str:
    """Return a line for a reopened notebook: how to wake the exercise."""
    name = f"The exercise <strong>{_rich(question.title)}</strong>"
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


def _safe(text: str) -> str:
    """Keep **bold**, *em* and `code`; every other sign that Markdown or HTML would read stands for itself."""
    return _SIGNS.sub(lambda found: f"&#{ord(found.group(1))};", text.replace("&", "&amp;"))


def _rich(text: str) -> str:
    """Turn **bold**, *em* and `code` into HTML and escape all else."""

    def tag(found: re.Match[str]) -> str:
        n = next(n for n, inner in enumerate(found.groups()) if inner is not None)
        return f"<{_TAGS[n]}>{found.group(n + 1)}</{_TAGS[n]}>"

    return _MARKUP.sub(tag, html.escape(text))
