"""Opens the course in JupyterLab."""

import importlib.metadata
import importlib.util
import os
import subprocess
import sys

from helpers import course
from helpers.own_settings import folder_options, places_that_take
from helpers.terminals import terminal_options

FIRST_NOTEBOOK = "notebooks/00-start-here.ipynb"
TEACHERS_NOTEBOOK = "notebooks/teacher/assign.ipynb"


class LabError(RuntimeError):
    """JupyterLab cannot be opened; the message says what to do."""


def open_lab(options: list[str], notebook: str = FIRST_NOTEBOOK) -> int:
    """Start JupyterLab in the course's folder, on a notebook, and return its exit code.

    options : further options for JupyterLab, for instance ["--no-browser"]
    """
    if not course.is_checkout() or not (course.root() / notebook).exists():
        raise LabError("The notebooks are not here: download the whole course and run this in its folder.")
    if importlib.util.find_spec("jupyterlab") is None:
        raise LabError(
            "JupyterLab is not installed in this Python: run `make lab`, or `conda env create -f environment.yml` "
            "and then `conda activate almost-allies`."
        )
    install_course()
    # The address of the notebook, and not its file: it is also printed, for who starts without a browser.
    command = [sys.executable, "-m", "jupyterlab", f"--LabApp.default_url=/lab/tree/{notebook}"]
    command += [*folder_options(course.root()), *terminal_options(), *options]
    elsewhere, told = places_that_take()
    os.environ.update(elsewhere)
    if told:
        print(told, file=sys.stderr)
    if os.name == "nt":
        return subprocess.call(command, cwd=course.root())
    os.chdir(course.root())
    os.execv(sys.executable, command)  # so that Ctrl+C reaches JupyterLab itself


def install_course() -> None:
    """Install the course into this Python unless it is there: a notebook's kernel must find `helpers`.

    It needs no network. `make lab` and Binder have done it already; a conda environment has not, because
    environment.yml names no path of this machine.
    """
    name = "almost-allies"
    try:
        importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation"]
        if subprocess.call([*command, "--editable", str(course.root())]):
            raise LabError("The course could not be installed into this Python; pip's own words are above.") from None
