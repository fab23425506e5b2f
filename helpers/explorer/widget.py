"""The explorer in a notebook: the only place where table and details meet the browser and the tray of evidence."""

import weakref
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anywidget
import numpy as np
import traitlets

from helpers.asleep import asleep
from helpers.exercises import tray
from helpers.explorer.details import detail
from helpers.explorer.packing import pack, rows_of_bits
from helpers.lettering import count
from helpers.timelines.words import say_span

if TYPE_CHECKING:
    import pandas as pd

_STATIC = Path(__file__).parent / "static"
_CARDS = Path(__file__).parent.parent / "exercises" / "static" / "exercise.css"
LATER = "later"  # the place that is always open: keep it for later


def _places() -> list[dict[str, str]]:
    """Return what the list of places offers: every open card that takes evidence, and the tray."""
    places = [{"key": key, "label": label} for key, label in tray.takers()]
    return [*places, {"key": LATER, "label": "Keep for later"}]


def _tell_of_takers(widget: "weakref.ref[Explorer]") -> None:
    """Let an explorer offer a card as soon as that is opened; ends with the explorer."""

    def changed() -> None:
        if (view := widget()) is None:
            end()
        else:
            view.send({"type": "takers", "takers": _places()})

    end = tray.watch(changed)


class Explorer(anywidget.AnyWidget):
    """A table of events with filters, timeline, table and details; what `explore` returns."""

    _esm = (_STATIC / "explorer.js").read_text(encoding="utf-8")
    # The cards' colours and buttons first, so that exercises and explorer look alike.
    _css = _CARDS.read_text(encoding="utf-8") + (_STATIC / "explorer.css").read_text(encoding="utf-8")

    data = traitlets.Dict(help="the columns of the table; sent once").tag(sync=True)
    # Only the last state counts, so these may be merged on their way; row numbers of the packed table.
    picked = traitlets.List(traitlets.Int(), help="the chosen events, the last chosen last").tag(sync=True)
    filters = traitlets.Dict(help="what the filters are set to, for a page that is loaded again").tag(sync=True)

    def __init__(self, events: "pd.DataFrame", *, lanes: str = "category", eras: "pd.DataFrame | None" = None) -> None:
        self._packed = pack(events, lanes, eras)
        self._events = events
        self._shown = np.arange(len(events))
        super().__init__(data={**self._packed.header, "columns": self._packed.columns})
        self.on_msg(self._receive)
        _tell_of_takers(weakref.ref(self))

    @property
    def selection(self) -> list[str]:
        """The ids of the chosen events, in the order in which they were chosen; may be set."""
        ids = self._packed.table["id"]
        return [str(ids.iloc[row]) for row in self._picks()]

    @selection.setter
    def selection(self, ids: Iterable[str]) -> None:
        wanted = [ids] if isinstance(ids, str) else [str(one) for one in ids]
        rows: dict[str, list[int]] = {}
        for row, name in enumerate(self._packed.table["id"].astype(str)):
            rows.setdefault(name, []).append(row)
        if missing := [name for name in wanted if name not in rows]:
            raise ValueError(f"No event in this table has the id {missing[0]!r}, so it cannot be chosen.")
        self.picked = [row for name in dict.fromkeys(wanted) for row in rows[name]]

    @property
    def selected(self) -> "pd.DataFrame":
        """The chosen events, in the order in which they were chosen; the columns are those of the table given."""
        return self._events.iloc[self._packed.position[self._picks()]]

    @property
    def shown(self) -> "pd.DataFrame":
        """The events that pass the filters, in the order of the table given; all of them before anyone filters."""
        return self._events.iloc[np.sort(self._packed.position[self._shown])]

    def _picks(self) -> list[int]:
        return [row for row in dict.fromkeys(self.picked) if 0 <= row < len(self._packed.table)]

    def _receive(self, _widget: Any, content: Any, buffers: Any) -> None:
        """Act on a message of the browser; a question is answered whatever happens."""
        try:
            if content.get("type") == "shown":
                self._shown = rows_of_bits(bytes(buffers[0]), len(self._packed.table))
                return
            reply = self._answer(content)
        except Exception as fault:
            # Without this the browser would wait for ever and the student would not know why.
            reply = {"problem": f"Something went wrong in the course ({type(fault).__name__}: {fault})."}
        self.send({"type": "reply", "to": content.get("ask"), **reply})

    def _answer(self, content: dict[str, Any]) -> dict[str, Any]:
        """Answer what the browser asks: all about an event, which places take evidence, or give it to one."""
        ids = self._packed.table["id"]
        rows = [row for row in content.get("rows", []) if isinstance(row, int) and 0 <= row < len(ids)]
        if content.get("type") == "detail":
            return {"detail": detail(self._packed.table.iloc[rows[0]])}
        if content.get("type") == "takers":
            return {"takers": _places()}
        if content.get("type") == "use":
            names = [str(ids.iloc[row]) for row in rows]
            place = str(content.get("place"))
            return {"said": tray.collect(names) if place == LATER else tray.give(place, names)}
        return {"problem": "The explorer was asked something that it does not know. Run the cell again."}

    def _words(self) -> str:
        """Say in one sentence what this is, for a page without the widget."""
        table = self._packed.table
        dated = table[table["start"].notna()]
        if dated.empty:
            return f"An explorer of {count(len(table), 'event')}: filters, a timeline, a table and details."
        span = say_span(dated["start"].iloc[0].to_datetime64(), dated["end"].max().to_datetime64())
        return f"An explorer of {count(len(table), 'event')} {span}: filters, a timeline, a table and details."

    def _ipython_display_(self) -> None:
        """Show the explorer, and before it a line that is seen only where the saved one has no kernel any more."""
        from IPython.display import display

        display({"text/html": asleep("The explorer", "open it"), "text/plain": "The explorer."}, raw=True)
        data, metadata = self._repr_mimebundle_()
        display(data, metadata=metadata, raw=True)

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """Add a sentence, for a page that holds the notebook without its widgets."""
        bundle = super()._repr_mimebundle_(**kwargs)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        words = f"{self._words()} It works in the notebook, when this cell is run."
        page = f'<p class="explorer-in-print">{escape(words)}</p>'
        return {**(data or {}), "text/plain": words, "text/html": page}, metadata
