"""The curtain in a notebook: a day to choose, the claims as they stand on it, and the explorer of what is known."""

import weakref
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anywidget
import ipywidgets
import traitlets

from helpers.asleep import asleep
from helpers.calendar_words import say_date
from helpers.curtains.standing import as_known, known, standing, steps
from helpers.exercises.answers import Record, record
from helpers.exercises.bank import PlainError, find
from helpers.exercises.kinds.advise import Advise
from helpers.exercises.standing import sort_out
from helpers.explorer.packing import NEEDED
from helpers.explorer.widget import Explorer
from helpers.ledgers.claims import claims_of, passage_named
from helpers.lettering import count
from helpers.timelines.table import read_events

if TYPE_CHECKING:
    import pandas as pd

_STATIC = Path(__file__).parent / "static"
_CARDS = Path(__file__).parent.parent / "exercises" / "static"


class Rail(anywidget.AnyWidget):
    """The browser's part: the day, its buttons, and the claims as they stand on that day."""

    _esm = (_CARDS / "parts.js").read_text(encoding="utf-8") + (_STATIC / "curtain.js").read_text(encoding="utf-8")
    _css = "\n".join(
        path.read_text(encoding="utf-8")
        for path in (_CARDS / "exercise.css", _CARDS / "open.css", _STATIC / "curtain.css")
    )

    state = traitlets.Dict(help="the day, how far it may go, and what is known on it").tag(sync=True)


class Curtain(ipywidgets.VBox):  # type: ignore[misc] # ipywidgets has no types
    """The events as known on a day; what `curtain` returns."""

    def __init__(
        self,
        events: "pd.DataFrame",
        day: str,
        *,
        advice: str = "",
        passages: tuple[str, ...] = (),
        kept: Record | None = None,
    ) -> None:
        self._events = read_events(events, "category", NEEDED, "The curtain")
        self._advice = _advice(advice) if advice else None
        self._claims = {claim.id: claim for one in passages for claim in claims_of(passage_named(one).id)}
        self._record = kept or record()
        self._days = steps(self._events)
        self._day = _day(day)
        if self._advice and self._day > _day(self._advice.day):
            raise PlainError(f"The curtain cannot hang later than {self._advice.day}, the day of {self._advice.id}.")
        self._rail = Rail(state=self._state(turn=1))  # at once, so that it opens whole in the browser
        self._explorer: Explorer | None = None
        self._hung: tuple[str, str] | None = None  # what the explorer was hung for: the day, and how far it may go
        super().__init__([self._rail])
        self._rail.on_msg(self._receive)
        self._hang_anew()
        _follow(weakref.ref(self), self._record)

    @property
    def lifted(self) -> bool:
        """Whether the advice is committed, by what the record holds; a curtain without an exercise hides nothing."""
        if self._advice is None:
            return True
        valid, _ = sort_out(self._advice, self._record.attempts(self._advice.id).attempts)
        return bool(valid)

    @property
    def seen(self) -> "pd.DataFrame":
        """The events before the curtain, with the columns of the table given."""
        return known(self._events, self._day)

    @property
    def latest(self) -> date:
        """The day beyond which the curtain does not go at present."""
        if self._advice is not None and not self.lifted:
            return _day(self._advice.day)
        return max([self._day, *map(date.fromisoformat, self._days[-1:])])

    def move(self, day: str) -> None:
        """Hang the curtain at a day, as the student does; no further than it may go."""
        self._day = _day(day)
        self._show()

    def _receive(self, _widget: Any, content: Any, _buffers: Any) -> None:
        """Act on a message of the browser."""
        try:
            if content.get("type") == "day":
                self.move(str(content.get("day")))
        except Exception as fault:
            # Without this the browser would wait for ever and the student would not know why.
            said = str(fault) if isinstance(fault, PlainError) else ""
            self._show(problem=said or f"Something went wrong in the course ({type(fault).__name__}: {fault}).")

    def _state(self, turn: int, problem: str = "") -> dict[str, Any]:
        """Work out what is known on the day; nothing from behind the curtain."""
        latest = self.latest
        self._day = min(self._day, latest)
        now = self._day.isoformat()
        within = [one for one in self._days if one <= latest.isoformat()]
        seen = self.seen
        newest = seen[seen["end"] == seen["end"].max()]
        return {
            "day": now,
            "words": say_date(now),
            "first": within[0] if within else now,
            "latest": latest.isoformat(),
            "back": max([one for one in within if one < now], default=""),
            "on": min([one for one in within if one > now], default=""),
            "shown": count(len(seen), "event"),
            "newest": [str(one) for one in newest["title"]][:3],
            "lifted": self.lifted,
            "advice": f"exercise {self._advice.place}" if self._advice else "",
            "claims": [standing(claim, self._day) for claim in self._claims.values()],
            "problem": problem,
            "turn": turn,
        }

    def _show(self, problem: str = "") -> None:
        """Show what is known on the day."""
        self._rail.state = self._state(self._rail.state["turn"] + 1, problem)
        self._hang_anew()

    def _hang_anew(self) -> None:
        """Hang another explorer where the day has changed, or how far it may go."""
        shown = self._rail.state
        if (shown["day"], shown["latest"]) != self._hung:
            self._hang(shown["lifted"])
            self._hung = shown["day"], shown["latest"]

    def _hang(self, lifted: bool) -> None:
        """Put an explorer of what is known in place of the one before."""
        before = self._explorer
        whole = lifted and self._advice is not None and self._day >= self.latest
        table = self.seen if whole else as_known(self._events, self._day)
        self._explorer = Explorer(table)
        self.children = [self._rail, self._explorer]
        if before is not None:
            before.close()

    def _ipython_display_(self) -> None:
        """Show the curtain, and before it a line that is seen only where the saved one has no kernel any more."""
        from IPython.display import display

        display({"text/html": asleep("The curtain", "hang it again"), "text/plain": "The curtain."}, raw=True)
        words = f"A curtain at {say_date(self._day.isoformat())}: it works in the notebook, when this cell is run."
        data, metadata = _bundle(super()._repr_mimebundle_())
        page = f'<p class="curtain-in-print">{words}</p>'
        display({**data, "text/plain": words, "text/html": page}, metadata=metadata, raw=True)


def _bundle(bundle: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
    return dict(data or {}), dict(metadata or {})


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        raise PlainError(f"{text!r} is no day. Write YYYY-MM-DD.") from None


def _advice(name: str) -> Advise:
    """Return the exercise whose commit lifts the curtain."""
    question = find(name)
    if not isinstance(question, Advise):
        raise PlainError(
            f"The exercise {name!r} is of the kind {question.kind}; the curtain needs one of the kind advise."
        )
    return question


def _follow(widget: "weakref.ref[Curtain]", kept: Record) -> None:
    """Let a curtain see when its advice is committed; ends with the curtain."""

    def changed() -> None:
        if (view := widget()) is None:
            end()
        else:
            view._show()

    end = kept.watch(changed)
