"""Where the course is, on disk, and where a student's answers go."""

import os
from functools import cache
from pathlib import Path

ANSWERS_VARIABLE = "COURSE_ANSWERS"
ROOT_VARIABLE = "COURSE_ROOT"  # another course with the same helpers; tests use it


@cache
def root() -> Path:
    """Return the folder that holds `data/` and `lessons/`.

    That is the checkout when there is one, and otherwise the copy inside the installed wheel.
    Raises FileNotFoundError if neither is there.

    >>> (root() / "data" / "datapackage.json").is_file()
    True
    """
    if chosen := os.environ.get(ROOT_VARIABLE):
        return Path(chosen).expanduser().absolute()
    package = Path(__file__).resolve().parent
    for folder in (package.parent, package / "_course"):
        if (folder / "data" / "datapackage.json").is_file():
            return folder
    raise FileNotFoundError(
        "The course's data folder is missing. Download the whole course again and open it from there."
    )


def is_checkout() -> bool:
    """Say whether the course runs from its own folder, and not from an installed wheel."""
    return root() == Path(__file__).resolve().parent.parent


def data_dir() -> Path:
    """Return the folder of tables and the essay."""
    return root() / "data"


def lessons_dir() -> Path:
    """Return the folder of hand-written lessons."""
    return root() / "lessons"


def answers_dir() -> Path:
    """Return the folder for a student's answers; it need not exist yet.

    The environment variable COURSE_ANSWERS moves it. Otherwise it is `answers/` in the checkout, or in the
    current folder when the course runs from an installed wheel.
    """
    if chosen := os.environ.get(ANSWERS_VARIABLE):
        return Path(chosen).expanduser()
    return (root() if is_checkout() else Path.cwd()) / "answers"


def being_graded() -> bool:
    """Say whether nbgrader runs this notebook to grade it: then nothing may be written, and no answer taken."""
    return os.environ.get("NBGRADER_EXECUTION") == "autograde"
