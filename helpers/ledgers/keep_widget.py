"""Download all answers as one file, restore them from one: the card for `helpers.exercises.keeping`."""

from typing import Any

import anywidget
import traitlets

from helpers.exercises import keeping
from helpers.exercises.answers import Record, record
from helpers.ledgers import printing
from helpers.ledgers.statics import script, style
from helpers.ledgers.widgets import refresh_all
from helpers.lettering import count

# Server and browser take only so much in one message; larger files go in pieces.
PIECE = 512 * 1024
_WHAT = "The card that keeps your answers"


class KeepWidget(anywidget.AnyWidget):
    """Two buttons: download, restore. Says where the folder of answers does not last."""

    _esm = script("keep.js")
    _css = style()

    state = traitlets.Dict(help="how many answers there are, where, and whether the folder lasts").tag(sync=True)

    def __init__(self, kept: Record | None = None) -> None:
        self._record = kept or record()
        self._going = b""
        self._coming: list[bytes] = []
        self._show()  # first, so that it opens whole in the browser
        super().__init__()
        self.on_msg(self._receive)

    def restore(self, content: bytes) -> str:
        """Restore answers from a file's bytes and return one sentence on what came of it."""
        told = keeping.import_answers(content, self._record)
        refresh_all(self._record)
        return told

    def _show(self, **told: Any) -> None:
        found = len(self._record.read().attempts)
        self.state = {
            "answers": found,
            "words": f"{count(found, 'answer')} in your record" if found else "No answer is in your record yet",
            "folder": str(self._record.folder),
            "lasts": keeping.lasts(),
            "browser": keeping.where(self._record.folder) if keeping.in_browser() else "",
            "piece": PIECE,
            "most": keeping.MAX_BYTES,
            "told": "",
            **told,
            "turn": int(self.state.get("turn", 0)) + 1,
        }

    def _receive(self, _widget: Any, content: Any, buffers: Any) -> None:
        try:
            if content.get("type") == "download":
                self._send_piece(content)
            elif content.get("type") == "restore":
                self._take_piece(content, buffers)
        except Exception as fault:
            self._coming = []
            self._show(
                told=f"Something went wrong in the course ({type(fault).__name__}: {fault}). Run the cell again."
            )

    def _send_piece(self, content: Any) -> None:
        """Send the piece of the file that is asked for; with the first, the file is made."""
        place = int(content.get("piece", 0))
        if place == 0:
            self._going = keeping.export_answers(self._record)
        start = place * PIECE
        last, name = start + PIECE >= len(self._going), keeping.file_name(self._going)
        self.send(
            {"type": "piece", "piece": place, "last": last, "name": name},
            buffers=[self._going[start : start + PIECE]],
        )

    def _take_piece(self, content: Any, buffers: Any) -> None:
        """Take a piece of a file; with the last, restore it."""
        if int(content.get("piece", 0)) == 0:
            self._coming = []
        self._coming.append(b"".join(bytes(buffer) for buffer in buffers or ()))
        if sum(map(len, self._coming)) > keeping.MAX_BYTES + PIECE:
            self._coming = []
            raise ValueError("the file is too large")
        if content.get("last"):
            whole, self._coming = b"".join(self._coming), []
            self._show(told=self.restore(whole))
        else:
            self.send({"type": "next", "piece": len(self._coming)})

    def _ipython_display_(self) -> None:
        """Show the card, and before it a line that is seen only where the saved card has no kernel any more."""
        from IPython.display import display

        asleep = printing.asleep_html(_WHAT, "download or restore your answers")
        display({"text/html": asleep, "text/plain": f"{_WHAT} opens when this cell is run."}, raw=True)
        data, metadata = self._repr_mimebundle_()
        display(data, metadata=metadata, raw=True)

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """Add a line in print, for a page that holds the notebook without its widgets."""
        bundle = super()._repr_mimebundle_(**kwargs)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        words = "Run keep_answers() in the notebook to download your answers as one file, or to restore them from one."
        return {**(data or {}), "text/plain": words, "text/html": f"<p>{words}</p>"}, metadata
