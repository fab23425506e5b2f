"""One JupyterLab for all browser tests of a process, and a room in it for each module.

A server takes seconds to start, and its address is what a browser remembers JupyterLab's code by: with one server, each
page after the first loads faster. A room is a folder with its own notebooks, answers and environment, so that no module
sees another's. A test that needs a server of its own makes a Lab.
"""

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import nbformat
from playwright.sync_api import Locator, Page, expect

from tests.kit.lab import ROOT, Lab, open_and_run
from tests.kit.room_kernel import FILE

KERNEL = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}


def shared_lab(folder: Path) -> Lab:
    """Start the JupyterLab that has rooms."""
    work, home = folder / "work", folder / "home"
    spec = home / "share" / "kernels" / "python3" / "kernel.json"
    for one in (work, spec.parent):
        one.mkdir(parents=True)
    argv = [sys.executable, "-m", "tests.kit.room_kernel", "-f", "{connection_file}"]
    spec.write_text(json.dumps({"argv": argv, **KERNEL, "metadata": {"debugger": True}}), encoding="utf-8")
    return Lab(work, home, PYTHONPATH=str(ROOT), JUPYTER_PATH=str(home / "share"))


class Room:
    """One folder of a shared JupyterLab; it is used as a Lab is."""

    def __init__(self, lab: Lab, name: str, **environment: str) -> None:
        self.name, self.work, self._lab = name, lab.work / name, lab
        self.work.mkdir()
        inside = {"COURSE_ANSWERS": str(self.work / "answers"), **environment}
        (self.work / FILE).write_text(json.dumps(inside), encoding="utf-8")

    def write(self, name: str, cells: list[str]) -> None:
        """Write a notebook of code cells."""
        made = [nbformat.v4.new_code_cell(cell) for cell in cells]
        book = nbformat.v4.new_notebook(cells=made, metadata={"kernelspec": KERNEL})
        nbformat.write(book, self.work / f"{name}.ipynb")

    def path(self, notebook: str) -> str:
        """Return where the server has a notebook of this room."""
        return f"{self.name}/{notebook}"

    def url(self, notebook: str, single: bool = False) -> str:
        return self._lab.url(self.path(notebook), single)

    def fetch(self, path: str, method: str = "GET", timeout: float = 60) -> bytes:
        return self._lab.fetch(path, method, timeout)

    def api(self, path: str, method: str = "GET") -> Any:
        return self._lab.api(path, method)

    def end_kernels(self) -> None:
        """End every kernel; one test at a time uses the server."""
        for session in self.api("sessions"):
            self.api(f"sessions/{session['id']}", "DELETE")

    def leave(self) -> None:
        """End the kernels and forget what a page has set, such as the dark theme: the next module begins afresh."""
        self.end_kernels()
        for path in (self._lab.home / "settings_dir").glob("*"):
            shutil.rmtree(path)


def opened_card(page: Page, lab: Room, name: str, card: str, single: bool = False) -> Locator:
    """Open a notebook, run all of it, and return its card when that can be seen."""
    open_and_run(page, lab, f"{name}.ipynb", single)
    found = page.locator(card)
    expect(found).to_be_visible()
    return found
