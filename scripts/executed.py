"""Runs a lesson's code as a student's kernel would, and finds the figures in what comes out."""

import os
import tempfile
from pathlib import Path
from typing import Any

import jupytext
import nbclient
from nbformat import NotebookNode

from helpers import course

PLOTLY = "application/vnd.plotly.v1+json"


def execute(notebook: NotebookNode) -> NotebookNode:
    """Run a notebook where the notebooks are, with an answers folder of its own, and return it with outputs."""
    with tempfile.TemporaryDirectory() as answers:
        before = os.environ.get(course.ANSWERS_VARIABLE)
        os.environ[course.ANSWERS_VARIABLE] = answers
        try:
            folder = str(course.root() / "notebooks")
            nbclient.NotebookClient(
                notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": folder}}
            ).execute()
        finally:
            if before is None:
                del os.environ[course.ANSWERS_VARIABLE]
            else:
                os.environ[course.ANSWERS_VARIABLE] = before
    return notebook


def execute_lesson(lesson: Path) -> NotebookNode:
    """Run lesson.md itself: the stills are needed before the notebook can be built."""
    return execute(jupytext.read(lesson / "lesson.md", fmt="md:myst"))


def figures_of(notebook: NotebookNode) -> list[dict[str, Any]]:
    """Return the named Plotly figures among a notebook's outputs, in order."""
    bundles = [
        output["data"]
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if "data" in output
    ]
    figures = [bundle[PLOTLY] for bundle in bundles if PLOTLY in bundle]
    return [figure for figure in figures if figure["layout"].get("meta", {}).get("name")]
