"""Runs a lesson's code as a student's kernel would, and keeps what comes out by content: each notebook runs once.

nbval keeps what it runs (tests/nbval_keeps.py); the tests of the notebooks and the website read it here.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import jupytext
import nbclient
import nbformat
from nbformat import NotebookNode

from helpers import course

PLOTLY = "application/vnd.plotly.v1+json"
# Packages whose version shows in what a notebook puts out.
_PACKAGES = ("pandas", "plotly", "ipywidgets", "itables", "anywidget")


@contextmanager
def own_answers() -> Iterator[None]:
    """Give the kernels that begin in here an empty answers folder, which goes with them."""
    before = os.environ.get(course.ANSWERS_VARIABLE)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as answers:
        os.environ[course.ANSWERS_VARIABLE] = answers
        try:
            yield
        finally:
            if before is None:
                del os.environ[course.ANSWERS_VARIABLE]
            else:
                os.environ[course.ANSWERS_VARIABLE] = before


def execute(notebook: NotebookNode) -> NotebookNode:
    """Run a notebook where the notebooks are, with an answers folder of its own, and return it with outputs."""
    folder = str(course.root() / "notebooks")
    with own_answers():
        nbclient.NotebookClient(
            notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": folder}}
        ).execute()
    return notebook


def execute_lesson(lesson: Path) -> NotebookNode:
    """Run lesson.md itself: the stills are needed before the notebook can be built."""
    return execute(jupytext.read(lesson / "lesson.md", fmt="md:myst"))


def executed(*notebooks: Path) -> list[NotebookNode]:
    """Return notebooks with their outputs: kept ones where nothing changed, the others run now, two at a time.

    notebooks : paths below notebooks/
    """
    missing = [path for path in notebooks if not place_of(path).is_file()]
    if len(missing) == 1:
        _run(missing[0])
    elif missing:
        with ProcessPoolExecutor(max_workers=2) as pool:
            list(pool.map(_run, missing))
    return [nbformat.read(place_of(path), as_version=4) for path in notebooks]


def place_of(notebook: Path) -> Path:
    """Return where the outputs of a notebook are kept, as it and all that it reads stand now."""
    folder = course.root() / "build" / "executed"
    return folder / f"{notebook.stem}-{_digest(_digest_of_what_lessons_read(), notebook.read_bytes())}.ipynb"


def keep(notebook: Path, done: NotebookNode) -> None:
    """Keep a notebook's outputs, and forget those of earlier versions."""
    place = place_of(notebook)
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_suffix(f".{os.getpid()}.part")
    nbformat.write(done, part)
    part.replace(place)
    for old in set(place.parent.glob(f"{notebook.stem}-{'?' * 16}.ipynb")) - {place}:
        old.unlink(missing_ok=True)


def _run(notebook: Path) -> None:
    keep(notebook, execute(nbformat.read(notebook, as_version=4)))


@cache
def _digest_of_what_lessons_read() -> bytes:
    """Return a digest of all that a lesson's outputs hang on beside the notebook itself."""
    root = course.root()
    names = sorted(
        path
        for folder in (root / "helpers", root / "data", root / "lessons")
        for path in folder.rglob("*")
        if path.is_file() and not {"__pycache__", "node_modules"} & set(path.parts)
    )
    parts = [f"{path.relative_to(root)}\0".encode() + path.read_bytes() for path in names]
    return _digest(*parts, " ".join(version(name) for name in _PACKAGES).encode()).encode()


def _digest(*parts: bytes) -> str:
    total = hashlib.sha256()
    for part in parts:
        total.update(hashlib.sha256(part).digest())
    return total.hexdigest()[:16]


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
