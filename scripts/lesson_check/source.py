"""A lesson's files as an author wrote them, with the line of everything in them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from helpers import course
from lesson_check.finding import Finding

# What stands in a Markdown file and is not its author's prose. Each is blanked, never cut, so that places stay.
_NO_PROSE = re.compile(
    r"(?ms)\A---\n.*?^---$"  # front matter
    r"|^(```+|~~~+).*?^\1`*$"  # fences: code cells, code to look at
    r"|^\+\+\+.*?$"  # the end of a cell
    r"|^\{[a-z]+\}.*?$"  # directives
    r"|`[^`\n]+`"  # code in a line
    r"|<kbd>.*?</kbd>|<!--.*?-->|</?[a-zA-Z][^>\n]*>"  # HTML
    r"|https?://[^\s)>\]]+"
)


@dataclass(frozen=True)
class File:
    """A text file of the course: `name` as messages tell it, `raw` as it is written."""

    path: Path

    @property
    def name(self) -> str:
        """Return the path from the course's folder."""
        return self.path.relative_to(course.root()).as_posix()

    @cached_property
    def raw(self) -> str:
        """Return the content; "" if the file is not there."""
        try:
            return self.path.read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            return ""
        except UnicodeDecodeError:
            return self.path.read_text(encoding="utf-8-sig", errors="replace")

    @cached_property
    def prose(self) -> str:
        """Return the author's prose, every other character but line ends replaced by a space."""
        return _NO_PROSE.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), self.raw)

    def line(self, place: int) -> int:
        """Return the line of a place in the text, counted from 1."""
        return self.raw.count("\n", 0, place) + 1

    def line_of(self, words: str, after: int = 1) -> int:
        """Return the first line from `after` on that holds these words; `after` if none does."""
        for number, line in enumerate(self.raw.split("\n")[after - 1 :], after):
            if words in line:
                return number
        return after

    def error(self, line: int, what: str) -> Finding:
        """Return something that must be mended."""
        return Finding(self.name, line, what)

    def advice(self, line: int, what: str) -> Finding:
        """Return something that is worth a look."""
        return Finding(self.name, line, what, advice=True)


@dataclass(frozen=True)
class Cell:
    """One cell of lesson.md and the line on which its text starts."""

    kind: str  # code or markdown
    text: str
    line: int
    metadata: Mapping[str, Any]


@dataclass(frozen=True)
class Lesson:
    """The folder of one lesson and its three files."""

    folder: Path
    page: File = field(init=False)
    exercises: File = field(init=False)
    notes: File = field(init=False)

    def __post_init__(self) -> None:
        for name, file in (("page", "lesson.md"), ("exercises", "exercises.yml"), ("notes", "teaching.md")):
            object.__setattr__(self, name, File(self.folder / file))

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """Return the cells of lesson.md, divided as the build divides them; ValueError if that cannot be done."""
        from jupytext.myst import MystMetadataParsingError, myst_to_notebook

        # Without the front matter: its own faults are told elsewhere and must not hide those of the cells.
        body = re.sub(r"\A---\n.*?^---$", lambda found: "\n" * found.group().count("\n"), self.page.raw, flags=_DOTALL)
        try:
            notebook = myst_to_notebook(body, add_source_map=True)
        except (MystMetadataParsingError, ValueError) as error:
            raise ValueError(str(error)) from None
        return tuple(_cells(notebook, body.split("\n")))

    @property
    def prose_of_page(self) -> str:
        """Return what lesson.md says up to its list of sources."""
        return self.page.prose.split("\n## Sources used")[0]


_DOTALL = re.MULTILINE | re.DOTALL


def _cells(notebook: object, lines: list[str]) -> Iterator[Cell]:
    """Find each cell's first line: the map that the parser gives points some lines above it."""
    for cell, start in zip(notebook.cells, notebook.metadata["source_map"], strict=True):  # type: ignore[attr-defined]
        first = cell.source.split("\n")[0]
        line = next((n for n in range(start, len(lines)) if first and lines[n].rstrip() == first.rstrip()), start)
        yield Cell(cell.cell_type, cell.source, line + 1, dict(cell.metadata))
