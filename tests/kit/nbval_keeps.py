"""Keeps what a notebook puts out while nbval runs it, so that nobody runs it again: a plugin for `pytest --nbval-lax`.

nbval reads each message of the kernel and forgets it; nbclient's own collector hears them here too, widgets included.
"""

import copy
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from typing import Any

import nbclient
import pytest
from executed import keep, own_answers
from nbclient.exceptions import CellExecutionComplete
from nbval.plugin import IPyNbCell, IPyNbFile

_OPEN = ExitStack()


class Keeper:
    """Hears the kernel of one notebook."""

    def __init__(self, file: IPyNbFile) -> None:
        self.notebook = copy.deepcopy(file.nb)
        self.whole = True
        self._client = nbclient.NotebookClient(self.notebook, record_timing=False)
        # What its own `execute` sets before the first cell and before each.
        self._client.reset_execution_trackers()
        self._client.clear_before_next_output = False
        self._index = 0
        hear = file.get_kernel_message

        def heard(timeout: float | None = None, stream: str = "iopub") -> Any:
            message = hear(timeout=timeout, stream=stream)
            self._take(message)
            return message

        file.get_kernel_message = heard

    def at(self, item: IPyNbCell) -> None:
        """Take what comes next as the outputs of this cell."""
        self._index = next(n for n, cell in enumerate(item.parent.nb.cells) if cell is item.cell)

    def _take(self, message: dict[str, Any]) -> None:
        with suppress(CellExecutionComplete):
            self._client.process_message(message, self.notebook.cells[self._index], self._index)

    def keep(self, file: IPyNbFile) -> None:
        """Write down what was heard."""
        self._client.set_widgets_metadata()
        keep(file.path, self.notebook)


def pytest_sessionstart() -> None:
    _OPEN.enter_context(own_answers())


def pytest_sessionfinish() -> None:
    _OPEN.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    if isinstance(item, IPyNbCell):
        if not hasattr(item.parent, "keeper"):
            item.parent.keeper = Keeper(item.parent)
        item.parent.keeper.at(item)
    try:
        return (yield)
    except BaseException:
        if isinstance(item, IPyNbCell):
            item.parent.keeper.whole = False
        raise


def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    if isinstance(item, IPyNbCell) and (nextitem is None or nextitem.parent is not item.parent):
        whole = item.parent.keeper.whole and item.cell is [c for c in item.parent.nb.cells if c.cell_type == "code"][-1]
        if whole:
            item.parent.keeper.keep(item.parent)
