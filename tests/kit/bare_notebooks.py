"""Notebooks for a small course that has exercises and no lessons: each shows its exercises, and nothing else."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any


def write_bare(course: Path, lesson: str, exercises: Iterable[str], text: str = "") -> None:
    """Write a lesson's notebook into a course's folder.

    exercises : their ids; text : Markdown that stands before them, if any
    """
    code: dict[str, Any] = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    sources = ["from helpers import exercise", *(f'exercise("{one}")' for one in exercises)]
    cells: list[dict[str, Any]] = [{"cell_type": "markdown", "metadata": {}, "source": text}] if text else []
    cells += [{**code, "source": source} for source in sources]
    notebook = {"cells": cells, "metadata": {"title": lesson}, "nbformat": 4, "nbformat_minor": 5}
    (course / "notebooks").mkdir(exist_ok=True)
    (course / "notebooks" / f"{lesson}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
