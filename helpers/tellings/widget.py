"""Tellings side by side in a notebook; everything is shown by the browser, no kernel is asked."""

from pathlib import Path
from typing import Any

import anywidget
import traitlets

from helpers.exercises import widgets
from helpers.ledgers.printing import asleep_html
from helpers.tellings import printing
from helpers.tellings.parallels import Comparison, as_view

_STATIC = Path(__file__).parent / "static"
_SHARED = Path(widgets.__file__).parent / "static"
_WHAT = "The tellings side by side"


def _read(*paths: Path) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


class SideWidget(anywidget.AnyWidget):
    """Tellings in columns, aspects in rows; one aspect can come to the front, and tellings can be left out."""

    _esm = _read(_SHARED / "parts.js", _STATIC / "side.js")
    _css = _read(*(_SHARED / name for name in widgets._STYLES), _STATIC / "side.css")

    static = traitlets.Dict(help="the tellings, the aspects and what each telling has on each").tag(sync=True)
    chosen = traitlets.Dict(help='{"aspect": the one in front or "", "left_out": ids of tellings}').tag(sync=True)

    def __init__(self, compared: Comparison) -> None:
        self._compared = compared
        super().__init__(static=as_view(compared), chosen={"aspect": "", "left_out": []})

    def _ipython_display_(self) -> None:
        """Show it, and before it a line that is seen only where the saved one has no kernel any more."""
        from IPython.display import display

        asleep = asleep_html(_WHAT, "see them side by side")
        display({"text/html": asleep, "text/plain": f"{_WHAT} open when this cell is run."}, raw=True)
        data, metadata = self._repr_mimebundle_()
        display(data, metadata=metadata, raw=True)

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """Add it in print, for a page that holds the notebook without its widgets."""
        bundle = super()._repr_mimebundle_(**kwargs)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        plain, page = printing.side_text(self._compared), printing.side_html(self._compared)
        return {**(data or {}), "text/plain": plain, "text/html": page}, metadata
