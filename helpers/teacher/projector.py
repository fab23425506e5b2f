"""One switch for names: what a class's cells show, and how all of it changes at once when names are hidden.

Whatever a cell shows lives in the kernel, not in the notebook's file: it follows the switch also after the page was
loaded again, and a saved notebook holds no student's name.
"""

import weakref
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from helpers.asleep import asleep
from helpers.exercises import widgets

Bundle = dict[str, Any]
_STATIC = Path(__file__).parent / "static"
_SHARED = Path(widgets.__file__).parent / "static"
MOST_SCREENS = 40  # that are kept up to date
_VIEW = "application/vnd.jupyter.widget-view+json"


def script(name: str) -> str:
    """Return a teacher's widget as a module for the browser: the cards' shared parts, and its own file."""
    return "\n".join(path.read_text(encoding="utf-8") for path in (_SHARED / "parts.js", _STATIC / name))


def style() -> str:
    """Return the style sheet: the cards' own, and what a teacher's widgets add."""
    return "\n".join(path.read_text(encoding="utf-8") for path in (_SHARED / "exercise.css", _STATIC / "teacher.css"))


class Projector:
    """Whether names are hidden, and all that has to follow: every switch, every cell of this kernel."""

    def __init__(self) -> None:
        self.hidden = True  # nobody's name stands on a wall because somebody forgot a switch
        self._screens: list[Screen] = []
        self._switches: weakref.WeakSet[NameSwitch] = weakref.WeakSet()

    def turn(self, hidden: bool) -> None:
        """Hide or show names, everywhere at once."""
        self.hidden = hidden
        for screen in list(self._screens):
            screen.draw()
        for switch in list(self._switches):
            switch.hidden = hidden

    def add(self, one: "Screen | NameSwitch") -> None:
        """Let something follow the switch."""
        if isinstance(one, NameSwitch):
            self._switches.add(one)
            return
        self._screens.append(one)
        if len(self._screens) > MOST_SCREENS:
            # A cell that ran again left it behind; emptied, so that what no longer follows shows no name.
            self._screens.pop(0).output.outputs = ()


PROJECTOR = Projector()


class Screen:
    """What one cell shows, drawn anew whenever the switch is turned.

    make : returns the parts as bundles of MIME types; words : what stands in the saved notebook in their place
    """

    def __init__(self, make: Callable[[], Sequence[Bundle]], words: str) -> None:
        from ipywidgets import Output  # 100 ms, and only where a class is shown

        self._make, self._words = make, words
        self.output = Output()
        PROJECTOR.add(self)
        self.draw()

    def draw(self) -> None:
        """Show the parts as they are now."""
        parts = [{"output_type": "display_data", "data": dict(one), "metadata": {}} for one in self._make()]
        self.output.outputs = tuple(parts)

    def show(self) -> None:
        """Show the parts in this cell."""
        from IPython.display import display

        _before(self._words)
        view = {"version_major": 2, "version_minor": 0, "model_id": self.output.model_id}
        display({_VIEW: view, "text/plain": self._words}, raw=True)


class NameSwitch(anywidget.AnyWidget):
    """The switch that shows or hides names. It knows no name itself."""

    _esm = script("switch.js")
    _css = style()

    hidden = traitlets.Bool(True, help="whether names are hidden").tag(sync=True)

    def __init__(self) -> None:
        super().__init__(hidden=PROJECTOR.hidden)
        PROJECTOR.add(self)
        self.observe(self._turned, "hidden")

    def _turned(self, change: Any) -> None:
        if PROJECTOR.hidden != change["new"]:
            PROJECTOR.turn(bool(change["new"]))

    def show(self) -> None:
        """Show the switch in this cell."""
        show_widget(self, "The switch for names", "A switch that shows or hides names.")


def show_widget(widget: anywidget.AnyWidget, name: str, words: str) -> None:
    """Show a widget in this cell. name : for the line where its kernel is gone; words : where there are no widgets."""
    from IPython.display import display

    _before(name)
    data = widget._repr_mimebundle_()
    bundle: Bundle = dict(data[0] if isinstance(data, tuple) else data or {})
    display({**bundle, "text/plain": words}, raw=True)


def _before(words: str) -> None:
    """Show the line that is seen only where the saved widget's kernel is gone."""
    from IPython.display import display

    line = asleep(escape(words), "see it")
    display({"text/html": line, "text/plain": ""}, raw=True)
