"""What an exercise leans on in its lesson, as text before its prompt; what is no text is told."""

import re
from collections.abc import Iterator

from helpers import course
from helpers.exercises.leaning import leans_on
from helpers.exercises.question import Question
from helpers.teacher.exports.rich import Block
from helpers.teacher.exports.shapes import Blocks
from helpers.teacher.lesson_notebook import read_notebook, source_of

BESIDE = "leans on a figure or table of the lesson, which this format does not hold: show it beside the question"
_LINK = re.compile(r"\[([^\]]+)\]\([^)\s]+\)")
_TAG = re.compile(r"</?[a-z][^>]*>")
_ITEM = re.compile(r"^(?:[-*]|\d+\.)[ \t]+")
_RULE = re.compile(r"^\|(?:[ :-]+\|)+$")


def leant(question: Question) -> tuple[Blocks, bool]:
    """Return the text that an exercise leans on, and whether it leans on a figure or a table too."""
    path = course.root() / "notebooks" / f"{question.lesson}.ipynb"
    if not path.is_file():
        return (), False  # a course without notebooks marks nothing
    cells = leans_on(read_notebook(path)["cells"], question.id)
    lines = [line for cell in cells if cell["cell_type"] == "markdown" for line in _lines(source_of(dict(cell)))]
    return tuple(Block("", (line,)) for line in lines), any(cell["cell_type"] == "code" for cell in cells)


def _lines(source: str) -> Iterator[str]:
    """Yield the paragraphs, items and rows of an author's Markdown, a line each, with no mark but bold, em and code.

    >>> list(_lines("## Notes\\n\\nThe clerk\\nwas *early*:\\n\\n- at one;\\n- at two.\\n\\n| a | b |\\n|---|---|"))
    ['**Notes**', 'The clerk was *early*:', '– at one;', '– at two.', 'a | b']
    """
    if source.startswith("<details"):
        return  # a figure's still picture, and what stands in print for those without a kernel
    held = ""
    for raw in [*source.splitlines(), ""]:
        line = _LINK.sub(r"\1", _TAG.sub("", raw.strip().removeprefix(">").strip()))
        alone = line.startswith(("#", "|")) or _ITEM.match(line) or not line
        if held and alone:
            yield held
            held = ""
        if line.startswith("#"):
            yield f"**{line.lstrip('#').strip()}**"
        elif line.startswith("|"):
            if not _RULE.match(line):
                yield " | ".join(one.strip() for one in line.strip("|").split("|"))
        elif line:
            held = f"{held} {_ITEM.sub('– ', line)}".strip()
