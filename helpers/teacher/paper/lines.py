"""What one writes on: boxes to tick, ruled lines, scales, and a timeline with its known dates. Black on white."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from markupsafe import Markup

from helpers.lettering import text_width

BOX = Markup('<span class="box"></span>')
RING = Markup('<span class="ring"></span>')
BLANK = Markup('<span class="blank"></span>')
_WIDE, _EDGE = 680, 24  # px of the timeline's drawing, and of the room beside its ends
_LETTERS = 11.0  # px
_STEP = 14  # px between two lines of lettering
_SURE = ("guess", "think", "sure")


def ruled(count: int) -> Markup:
    """Return empty lines to write on."""
    return Markup('<div class="ruled">{}</div>').format(Markup("<div></div>") * count)


def lines_for(words: int) -> int:
    """Return how many ruled lines a text by hand needs: some eight words stand in a line.

    >>> lines_for(140), lines_for(10)
    (19, 3)
    """
    return max(3, -(-words // 8) + 1)


def scale(low: int, high: int, low_words: str, high_words: str) -> Markup:
    """Return numbers to circle, from low to high, and what both ends stand for."""
    numbers = Markup("").join(Markup("<span>{}</span>").format(n) for n in range(low, high + 1))
    return Markup('<p class="scale"><em>{}</em> {} <em>{}</em></p>').format(low_words, numbers, high_words)


def how_sure() -> Markup:
    """Return the question how sure one is."""
    picks = Markup(" ").join(Markup('<span class="pick">{} {}</span>').format(RING, one) for one in _SURE)
    return Markup('<p class="sure">How sure are you? {}</p>').format(picks)


def timeline(view: dict[str, Any]) -> Markup:
    """Return an empty timeline with its years, its known dates and its periods, as a drawing.

    view : as place-on-timeline hands it to a card: from, to, landmarks, eras
    """
    first, last = date(view["from"], 1, 1), date(view["to"], 12, 31)
    days = (last - first).days or 1

    def place(day: date) -> float:
        inside = min(max((day - first).days, 0), days)
        return round(_EDGE + (_WIDE - 2 * _EDGE) * inside / days, 1)

    parts: list[Markup] = []
    eras, marks = view["eras"], view["landmarks"]
    top = _STEP * len(eras) + 4
    for n, era in enumerate(eras):
        start, end = place(_day(era["from"])), place(_day(era["to"], late=True))
        y = _STEP * n + 10
        parts.append(
            Markup('<path d="M{} {}v-5h{}v5" class="thin"/>').format(start, y + 4, max(round(end - start, 1), 2))
        )
        parts.append(_words(era["label"], (start + end) / 2, y + 9))
    rows = _rows([(place(_day(one["date"])), f"{one['words']}: {one['label']}") for one in marks])
    axis = top + 10 + _STEP * (max(rows, default=-1) + 1) + 34
    for one, row in zip(marks, rows, strict=True):
        x, y = place(_day(one["date"])), top + 14 + _STEP * row
        parts.append(Markup('<path d="M{} {}V{}" class="thin"/>').format(x, y + 3, axis))
        parts.append(Markup('<path d="M{0} {1}l4 7h-8z"/>').format(x, axis - 7))
        parts.append(_words(f"{one['words']}: {one['label']}", x, y))
    parts.append(Markup('<path d="M{} {}H{}" class="axis"/>').format(_EDGE, axis, _WIDE - _EDGE))
    for year in range(view["from"], view["to"] + 1):
        if year % _every(view["to"] - view["from"] + 1, 40) == 0 or year in (view["from"], view["to"]):
            parts.append(Markup('<path d="M{} {}v6" class="thin"/>').format(place(date(year, 1, 1)), axis))
    for year in _named(view["from"], view["to"]):
        parts.append(Markup('<path d="M{} {}v10" class="axis"/>').format(place(date(year, 1, 1)), axis))
        parts.append(_words(str(year), place(date(year, 1, 1)), axis + 22))
    return Markup(
        '<svg class="track" viewBox="0 0 {} {}" role="img" aria-label="An empty timeline from {} to {}">{}</svg>'
    ).format(_WIDE, axis + 28, view["from"], view["to"], Markup("").join(parts))


def _named(start: int, end: int) -> list[int]:
    """Return the years that are written beneath the line; the first and the last are always among them.

    >>> _named(1945, 1991)
    [1945, 1950, 1955, 1960, 1965, 1970, 1975, 1980, 1985, 1991]
    """
    step = _every(end - start + 1, 12)
    between = [year for year in range(start + 1, end) if year % step == 0]
    return [start, *(year for year in between if step * 0.5 < year - start and step * 0.5 < end - year), end]


def _every(years: int, most: int) -> int:
    return next(step for step in (1, 2, 5, 10, 20, 25, 50, 100) if years / step <= most)


def _day(text: str, late: bool = False) -> date:
    from helpers.exercises import dates

    reach = dates.span(text)
    return reach.last if late else reach.first


def _words(text: str, middle: float, y: float) -> Markup:
    """Return lettering around a point, moved in where it would run over an edge."""
    half = text_width(text, _LETTERS) / 2
    x = min(max(middle, half + 2), max(_WIDE - half - 2, half + 2))
    return Markup('<text x="{}" y="{}">{}</text>').format(round(x, 1), y, text)


def _rows(labels: Sequence[tuple[float, str]]) -> list[int]:
    """Return a line for each label, so that none runs into another or into another's stem."""
    taken: list[list[tuple[float, float]]] = []
    found = []
    for place, text in labels:
        half = text_width(text, _LETTERS) / 2 + 8
        middle = min(max(place, half), max(_WIDE - half, half))
        reach = (middle - half, middle + half)
        row = next((n for n, row in enumerate(taken) if all(reach[1] < a or reach[0] > b for a, b in row)), len(taken))
        if row == len(taken):
            taken.append([])
        taken[row].append(reach)
        found.append(row)
    return found
