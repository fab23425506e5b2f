"""The notebook of a bundle: a lesson's, or one made of single exercises, with a first cell for the name and a last
one for handing in."""

import ast
import hashlib
import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from helpers.exercises.bank import PlainError
from helpers.exercises.leaning import needed_by
from helpers.exercises.printing import in_fold
from helpers.exercises.question import Question

Cell = dict[str, Any]
EXERCISE = re.compile(r"""^exercise\(["']([^"']+)["']\)$""")
_IN_PRINT = "<details><summary>Exercise "
_STILL = "<details><summary>The figure as a still picture"
_LEDGER_IN_PRINT = "<details><summary>The ledger in print"
_PASSAGE = re.compile(r"^> .+\n>\n> — \*the essay, p\d+\*$", re.MULTILINE)
_WORDS = re.compile(r"^\| word \| meaning \|\n\|---\|---\|\n(?:\|.*\|\n?)+", re.MULTILINE)
_LINKS = re.compile(r"^---\n\n.*\.ipynb\)$", re.DOTALL)
# What looks back on the whole course tells what was marked there.
_LOOKS_BACK = re.compile(r"^(progress|essay_view|keep_answers|check_setup)\(.*\)$")
_FIRST = 'from helpers import assignment\n\nassignment("")'
_LAST = "from helpers import hand_in\n\nhand_in()"
_HEADING = "## Exercises"  # between the title and the cards' own headings, so that a screen reader skips no level
_METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


class NotebookMissing(PlainError):
    """The lesson's notebook is not there; the message says how to get it."""


def lesson_notebook(path: Path, questions: Mapping[str, Question], graded: bool, with_text: bool) -> str:
    """Return a whole lesson's notebook for a bundle, as the text of its file.

    path : of the course's own notebook; questions : as the bundle holds them, by id
    A graded one keeps exercises, passages, words, tables and figures, and what is marked as needed by an exercise. All
    else of the lesson's own text stays out unless asked for: written for the run of a lesson, it talks of answers once
    they are given.
    """
    notebook = read_notebook(path)
    title = notebook.get("metadata", {}).get("title", path.stem)
    cells = list(_kept(notebook["cells"], questions, graded, with_text))
    if graded and not with_text:
        cells.insert(0, _markdown(_HEADING))
    return _text(title, cells)


def exercises_notebook(title: str, path: Path, questions: Mapping[str, Question], graded: bool) -> str:
    """Return a notebook of single exercises, each after what it leans on, as the text of its file.

    path, questions : as for a whole lesson
    """
    lesson = read_notebook(path)["cells"]
    cells: list[Cell] = [_markdown(_HEADING), _code("from helpers import exercise", locked=False)]
    there: set[int] = set()
    for n, question in enumerate(questions.values(), 1):
        new = sorted(_leant_on(lesson, question.id) - there)
        cells += [lesson[place] for place in new if not (graded and _LOOKS_BACK.match(source_of(lesson[place])))]
        there.update(new)
        cells += [_markdown(in_fold(question, n)), _code(f'exercise("{question.id}")')]
    return _text(title, cells)


def read_notebook(path: Path) -> dict[str, Any]:
    """Return a notebook of the course as its file has it. Raises NotebookMissing if it cannot be read."""
    try:
        notebook: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise NotebookMissing(f"{path} cannot be read. Run `make notebooks` in the whole course's folder.") from None
    return notebook


def _leant_on(cells: Sequence[Cell], exercise: str) -> set[int]:
    """Return the places of the cells that an exercise leans on, and of the code that must run before them."""
    marked = {n for n, cell in enumerate(cells) if exercise in needed_by(cell.get("metadata", {}))}
    names: set[str] = set()
    found = set(marked)
    for place in range(max(marked, default=-1), -1, -1):
        cell = cells[place]
        if cell["cell_type"] != "code" or EXERCISE.match(source_of(cell)):
            continue
        made, used = _names(source_of(cell))
        if place in marked or names & made:
            found.add(place)
            names |= used
    return found


def _names(code: str) -> tuple[set[str], set[str]]:
    """Return the names that a cell makes and those that it uses."""
    made: set[str] = set()
    used: set[str] = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Name):
            (used if isinstance(node.ctx, ast.Load) else made).add(node.id)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            made.update((alias.asname or alias.name).split(".")[0] for alias in node.names)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            made.add(node.name)
    return made, used


def _kept(cells: list[Cell], questions: Mapping[str, Question], graded: bool, with_text: bool) -> Iterator[Cell]:
    """Yield what stays of a lesson's cells, each exercise with its print anew."""
    number = 0
    for cell in cells:
        source = source_of(cell)
        found = EXERCISE.match(source)
        if cell["cell_type"] == "code":
            if found and found.group(1) in questions:
                number += 1
                yield _markdown(in_fold(questions[found.group(1)], number))
            if not found and graded and _LOOKS_BACK.match(source):
                continue
            if not found or found.group(1) in questions:
                yield cell
        elif source.startswith(_IN_PRINT) or _LINKS.match(source):
            continue
        elif not graded or with_text or source.startswith((_STILL, _LEDGER_IN_PRINT)) or _is_needed(cell, questions):
            yield cell
        else:
            yield from (_markdown(part) for part in (*_PASSAGE.findall(source), *_WORDS.findall(source)))


def _is_needed(cell: Cell, exercises: Collection[str]) -> bool:
    return not set(needed_by(cell.get("metadata", {}))).isdisjoint(exercises)


def source_of(cell: Cell) -> str:
    """Return a cell's text, however the notebook holds it."""
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(source)


def _text(title: str, cells: list[Cell]) -> str:
    first = _markdown(f"# {title}\n\nWrite your name between the quotation marks and run the cell.")
    last = _markdown("## Hand in\n\nRun the cell. It makes one file beside this notebook: give that to your teacher.")
    every = [first, _code(_FIRST, locked=False), *cells, last, _code(_LAST)]
    seen: dict[str, int] = {}
    for cell in every:
        name = hashlib.sha256(source_of(cell).encode()).hexdigest()[:12]
        seen[name] = seen.get(name, 0) + 1
        cell["id"] = name if seen[name] == 1 else f"{name}-{seen[name]}"
    notebook = {"cells": every, "metadata": {**_METADATA, "title": title}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _markdown(source: str) -> Cell:
    return {"cell_type": "markdown", "metadata": {"deletable": False, "editable": False}, "source": source}


def _code(source: str, locked: bool = True) -> Cell:
    metadata = {"deletable": False, **({"editable": False} if locked else {})}
    return {"cell_type": "code", "execution_count": None, "metadata": metadata, "outputs": [], "source": source}
