"""The map with a year to choose, in a notebook: everything is sent once, and the browser draws each year itself."""

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from helpers.asleep import asleep
from helpers.calendar_words import say_date
from helpers.exercises import widgets
from helpers.lettering import join_words
from helpers.maps.outlines import HEIGHT, NORTH, WEST, WIDTH, Point, inside, outlines
from helpers.maps.steps import Member, Step, check_members, off_the_map, places, steps

_STATIC = Path(__file__).parent / "static"
_SHARED = Path(widgets.__file__).parent / "static"
_WHAT, _THEN = "The map of members", "choose a year"


def _read(*paths: Path) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


class MembershipWidget(anywidget.AnyWidget):
    """A map of members with a year to choose by slider, by step or in the table of steps."""

    _esm = _read(_SHARED / "parts.js", _STATIC / "membership.js")
    _css = _read(_SHARED / "exercise.css", _STATIC / "membership.css")

    static = traitlets.Dict(help="outlines, members and steps").tag(sync=True)
    year = traitlets.Int(help="the year that is shown").tag(sync=True)

    def __init__(
        self, members: Any, *, label: Sequence[str] | str = (), note: str = "", title: str = "", year: int | None = None
    ) -> None:
        everyone = check_members(members)
        if not everyone:
            raise ValueError("The table of members is empty: there is nothing to put on the map.")
        self._steps, self._note = steps(everyone), note
        self._heading = title or "Who belonged, year by year"
        first, last = everyone[0].year, everyone[-1].year
        static = {
            "title": self._heading,
            "note": note,
            "width": WIDTH,
            "height": HEIGHT,
            "first": first,
            "last": last,
            "countries": _countries(everyone),
            "labels": [{"name": one.name, "at": _at(inside(one))} for one in places(label)],
            "away": [{"name": one.name, "since": one.since} for one in off_the_map(everyone)],
            "steps": [_step(one) for one in self._steps],
        }
        super().__init__(static=static, year=first if year is None else min(max(int(year), first), last))

    def _ipython_display_(self) -> None:
        """Show it, and before it a line that is seen only where the saved one has no kernel any more."""
        from IPython.display import display

        display({"text/html": asleep(_WHAT, _THEN), "text/plain": f"{_WHAT} opens when this cell is run."}, raw=True)
        data, metadata = self._repr_mimebundle_()
        display(data, metadata=metadata, raw=True)

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """Add the steps in print, for a page that holds the notebook without its widgets."""
        bundle = super()._repr_mimebundle_(**kwargs)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        plain, page = steps_text(self._steps), steps_html(self._steps, self._heading, self._note)
        return {**(data or {}), "text/plain": plain, "text/html": page}, metadata


def _at(point: Point) -> list[int]:
    """Return a place as the browser counts: from the upper left corner."""
    return [round(point[0] - WEST), round(NORTH - point[1])]


def _countries(members: Sequence[Member]) -> list[dict[str, Any]]:
    """Return every country's outline as the path of an SVG drawing, and for members the day of joining."""
    since = {one.iso3: one for one in members}
    found = []
    for code, outline in outlines().items():
        if not outline.rings:
            continue
        path = "".join("M" + "L".join("{} {}".format(*_at(point)) for point in ring) + "Z" for ring in outline.rings)
        one: dict[str, Any] = {"name": outline.name, "path": path}
        if code in since:
            one |= {"name": since[code].name, "since": since[code].since, "day": say_date(since[code].since)}
            one["at"] = _at(inside(outline))
        found.append(one)
    return found


def _step(step: Step) -> dict[str, Any]:
    return {"year": step.year, "day": say_date(step.since), "names": list(step.names), "after": step.after}


def steps_html(all_steps: Sequence[Step], title: str, note: str) -> str:
    """Return the steps as a table on paper."""
    left = "style='text-align: left'"
    head = "".join(f"<th scope='col' {left}>{one}</th>" for one in ("day", "who joined", "members after"))
    body = "".join(
        "<tr>" + "".join(f"<td {left}>{escape(cell)}</td>" for cell in _row(one)) + "</tr>" for one in all_steps
    )
    return (
        f"<section class='map-in-print'><table><caption>{escape(title)}, step by step</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table><p>{escape(note)}</p></section>"
    )


def steps_text(all_steps: Sequence[Step]) -> str:
    """Return the same as plain text."""
    return "\n".join("  ".join(_row(one)) for one in all_steps)


def _row(step: Step) -> tuple[str, str, str]:
    return say_date(step.since), join_words(list(step.names)), str(step.after)
