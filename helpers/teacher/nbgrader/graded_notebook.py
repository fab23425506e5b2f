"""Tells nbgrader in which cells of an assignment's notebook marks are earned."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from helpers.exercises.question import MarkedQuestion, Question
from helpers.teacher.lesson_notebook import EXERCISE, source_of

Cell = dict[str, Any]
_TEXTS = ("short-text", "essay")  # what a person reads; a position is never marked by anybody
_LAST_CELLS = 2  # the heading and the cell for handing in, which nbgrader does itself
_HAND_IN = "## Hand in\n\nSave this notebook, then submit the assignment with nbgrader. Your answers go with it."


def graded(notebook: str, questions: Mapping[str, Question], text_marks: int) -> str:
    """Return a bundle's notebook with nbgrader's notes in its cells; the exercise's id names the cell.

    questions : of the key; text_marks : what a text is worth that a person reads, 0 for nothing
    """
    content = json.loads(notebook)
    cells = list(_noted(content["cells"][:-_LAST_CELLS], questions, text_marks))
    cells.append({"cell_type": "markdown", "id": "hand-in", "metadata": {"editable": False}, "source": _HAND_IN})
    return json.dumps({**content, "cells": cells}, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _noted(cells: list[Cell], questions: Mapping[str, Question], text_marks: int) -> Iterator[Cell]:
    """Yield the cells; what a machine marks is a locked “autograded” cell, a text has a “task” cell behind it."""
    seen: set[str] = set()
    for cell in cells:
        found = EXERCISE.match(source_of(cell)) if cell["cell_type"] == "code" else None
        question = questions.get(found.group(1)) if found else None
        if question is None or question.id in seen:
            yield cell
            continue
        seen.add(question.id)
        if isinstance(question, MarkedQuestion):
            yield {**cell, "metadata": {**cell["metadata"], "nbgrader": _note(question.id, "code", question.marks)}}
        elif text_marks and question.kind in _TEXTS:
            yield cell
            source = f"*Your teacher reads the text above: {text_marks} marks.*"
            note = {**_note(question.id, "markdown", text_marks), "grade": False, "task": True}
            metadata = {"deletable": False, "editable": False, "nbgrader": note}
            yield {"cell_type": "markdown", "id": f"marks-{len(seen)}", "metadata": metadata, "source": source}
        else:
            yield cell


def _note(name: str, cell_type: str, points: int) -> dict[str, Any]:
    return {
        "schema_version": 3,
        "grade_id": name,
        "grade": True,
        "solution": False,  # nbgrader would write a stub over it
        "locked": True,
        "task": False,
        "points": points,
        "cell_type": cell_type,
    }
