"""Runs the code of code exercises once more, in a kernel that nbgrader starts: only where a teacher asks for it.

What a student's computer recorded is then not believed: the value that this run gives is marked. The key is not in the
kernel. Everything else is as unsafe as nbgrader's own running of students' code, since it is that.
"""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.preprocessors import Execute

from helpers.exercises.hostile import shown
from helpers.exercises.question import Question
from helpers.exercises.record_line import Attempt
from helpers.teacher.keys import Key
from helpers.teacher.marking import belongs

MOST_RUNS = 40  # of one student; nobody changes their code more often
_LONGEST_ERROR = 400
_CELL = """import json
from helpers.exercises.running import run
found = run({code!r}, {given!r})
print("\\n" + {mark!r} + json.dumps([found.value, found.error[:{longest}]]))"""
_STOPPED = "The run did not come to an end."


@dataclass(frozen=True)
class Again:
    """What the runs gave: attempts with new values; notes for the teacher; exercises that could not be run."""

    attempts: tuple[Attempt, ...]
    notes: tuple[str, ...] = ()
    failed: frozenset[str] = frozenset()


def run_again(attempts: Sequence[Attempt], key: Key, folder: Path, parent: Any) -> Again:
    """Run each code answer of one student in one kernel and put the value that it gives into the attempt.

    folder : where the kernel runs, with the assignment's helpers and data; parent : what has nbgrader's settings, such
    as `Execute.timeout` and `Execute.kernel_name`
    """
    places = [n for n, one in enumerate(attempts) if _has_code(one, key)][-MOST_RUNS:]
    if not places:
        return Again(tuple(attempts))
    mark = secrets.token_hex(16)
    questions: Mapping[str, Question] = key.questions
    cells = []
    for n in places:
        given = getattr(questions[attempts[n].exercise], "given", "")
        fields = {"code": attempts[n].answer["code"], "given": given, "mark": mark, "longest": _LONGEST_ERROR}
        cells.append(new_code_cell(_CELL.format(**fields)))
    notebook = new_notebook(cells=cells)
    try:
        Execute(parent=parent).preprocess(notebook, {"metadata": {"path": str(folder)}})
    except Exception as problem:
        failed = frozenset(attempts[n].exercise for n in places)
        note = f"Code could not be run ({type(problem).__name__}); look at {', '.join(sorted(failed))} yourself."
        return Again(tuple(attempts), (note,), failed)
    result, notes = list(attempts), []
    for n, cell in zip(places, notebook.cells, strict=True):
        value, error = _found(cell, mark)
        before = attempts[n].answer
        if before.get("value") != value:
            told = shown(json.dumps([before.get("value"), value]))
            notes.append(f"{attempts[n].exercise}: recorded value and value of the run differ, {told}; the run counts.")
        result[n] = replace(attempts[n], answer={"code": before["code"], "value": value, "error": error})
    return Again(tuple(result), tuple(notes))


def _has_code(attempt: Attempt, key: Key) -> bool:
    answer = attempt.answer
    is_code = belongs(attempt, key) and key.questions[attempt.exercise].kind == "code"
    return is_code and isinstance(answer, dict) and isinstance(answer.get("code"), str)


def _found(cell: Any, mark: str) -> tuple[Any, str]:
    """Return value and error of a run, from what its cell printed."""
    printed = "".join(one.text for one in cell.outputs if one.output_type == "stream" and one.name == "stdout")
    for line in reversed(printed.splitlines()):
        if line.startswith(mark):
            try:
                value, error = json.loads(line.removeprefix(mark))
            except (ValueError, TypeError, RecursionError):
                break
            return value, str(error)[:_LONGEST_ERROR] if value is None else ""
    return None, _STOPPED
