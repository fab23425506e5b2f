"""Where marks and labels go, so that nothing overlaps at any width: pure sums on pixels, no drawing.

Positions along time are fractions of the plot's width; sizes of type and markers are pixels. What is laid out
apart at the narrowest width stays apart at any larger one: distances grow, sizes do not.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from helpers.lettering import LINE, balance, text_width, wrap
from helpers.theme import NARROW, SMALL, TEXT

GAP = 4.0  # between a marker and its label
HEADING = 21.0  # height of a lane's title
BELOW_LANE = 7.0
COSY = 215.0  # a label is broken at this width even where there is more room


@dataclass(frozen=True)
class Sizes:
    """Sizes in pixels: a marker, half the room it takes, the space between neighbours, a row with no label."""

    marker: float
    reach: float
    apart: float
    row: float


ROOMY = Sizes(marker=11, reach=8, apart=6, row=18)
DENSE = Sizes(marker=8.5, reach=5.5, apart=1, row=12)


@dataclass(frozen=True)
class Spot:
    """What is to be placed: from `x0` to `x1` (fractions of the width), with these words ("" for none)."""

    x0: float
    x1: float
    words: str = ""


@dataclass(frozen=True)
class Placed:
    """Where it goes: its row's middle `y` and the label's lines, side ("right", "left", "above") and middle."""

    y: float
    side: str = ""
    lines: tuple[str, ...] = ()
    label_y: float = 0.0


@dataclass(frozen=True)
class _Box:
    left: float
    right: float
    height: float
    side: str
    lines: tuple[str, ...]


def first_fit(boxes: Sequence[tuple[float, float]], apart: float = 6.0) -> list[int]:
    """Give each box (left, right; in pixels), in the order given, the first row in which it touches no other.

    >>> first_fit([(0, 50), (40, 90), (60, 99)])
    [0, 1, 0]
    """
    filled: list[list[tuple[float, float]]] = []
    rows = []
    for left, right in boxes:
        free = (
            row
            for row, others in enumerate(filled)
            if all(right + apart <= start or end + apart <= left for start, end in others)
        )
        row = next(free, len(filled))
        if row == len(filled):
            filled.append([])
        filled[row].append((left, right))
        rows.append(row)
    return rows


def _box(spot: Spot, width: float, sizes: Sizes) -> _Box:
    """Choose a label's side and lines: right of the mark, else left, else above a bar that fills the width."""
    left, right = spot.x0 * width - sizes.reach, spot.x1 * width + sizes.reach
    if not spot.words:
        return _Box(left, right, sizes.row, "", ())
    best: tuple[tuple[int, int], str, list[str]] | None = None
    for preference, (side, room) in enumerate((("right", width - right - GAP), ("left", left - GAP))):
        if room >= 75:
            lines = balance(spot.words, min(room, COSY), TEXT)
            # One line more is a fair price for standing where the eye expects a label.
            cost = (max(len(lines), 2), preference)
            if best is None or cost[0] + 1 < best[0][0]:
                best = (cost, side, lines)
    if best is None or len(best[2]) > 3:
        above = _box_above(spot, width, sizes, left, right)
        if best is None or len(above.lines) < len(best[2]):
            return above
    _, side, lines = best
    wide = max(text_width(line, TEXT) for line in lines) + GAP
    height = max(sizes.row, len(lines) * TEXT * LINE + 4)
    if side == "right":
        return _Box(left, right + wide, height, side, tuple(lines))
    return _Box(left - wide, right, height, side, tuple(lines))


def _box_above(spot: Spot, width: float, sizes: Sizes, left: float, right: float) -> _Box:
    """Put a label over its bar: from the bar's start on, or back from its end, whichever has more room."""
    edge = sizes.reach + GAP  # as far from the mark's middle as a label beside it
    start, end = spot.x0 * width + edge, spot.x1 * width - edge
    to_right = width - start >= end
    lines = balance(spot.words, max(width - start if to_right else end, 40), TEXT)
    wide = max(text_width(line, TEXT) for line in lines)
    height = sizes.row + len(lines) * TEXT * LINE
    if to_right:
        return _Box(left, max(right, start + wide), height, "above-right", tuple(lines))
    return _Box(min(left, end - wide), right, height, "above-left", tuple(lines))


def lay_out(
    spots: Sequence[Spot], top: float, sizes: Sizes = ROOMY, width: float = NARROW
) -> tuple[list[Placed], float]:
    """Place one lane's spots in rows from `top` downwards, earlier ones higher; return places and lane's end.

    >>> places, end = lay_out([Spot(0.5, 0.5), Spot(0.5, 0.5)], top=0)
    >>> places[0].y < places[1].y < end
    True
    """
    order = sorted(range(len(spots)), key=lambda i: (spots[i].x0, spots[i].x1, i))
    boxes = [_box(spots[i], width, sizes) for i in order]
    rows = first_fit([(box.left, box.right) for box in boxes], sizes.apart)
    heights = [0.0] * (max(rows, default=-1) + 1)
    for row, box in zip(rows, boxes, strict=True):
        heights[row] = max(heights[row], box.height)
    tops = [top + sum(heights[:row]) for row in range(len(heights))]
    places: list[Placed] = [Placed(0.0)] * len(spots)
    for i, row, box in zip(order, rows, boxes, strict=True):
        y = label_y = tops[row] + heights[row] / 2
        if box.side.startswith("above"):
            y = tops[row] + heights[row] - sizes.row / 2
            label_y = y - sizes.row / 2 - len(box.lines) * TEXT * LINE / 2
        places[i] = Placed(y, box.side, box.lines, label_y)
    return places, top + sum(heights)


def lay_out_bands(
    bands: Sequence[tuple[float, float, str]], width: float = NARROW
) -> tuple[list[tuple[str, str, int]], int]:
    """Place the names of eras above the lanes: for each (x0, x1, name) its words, side and row; and the rows.

    A name starts where its era starts, or ends where that ends if it would leave the plot.

    >>> lay_out_bands([(0.0, 0.5, "first"), (0.5, 1.0, "second")])
    ([('first', 'right', 0), ('second', 'right', 0)], 1)
    """
    boxes, words = [], []
    for x0, x1, name in bands:
        fits = text_width(name, SMALL) + 6 <= (1 - x0) * width
        side = "right" if fits or 1 - x0 >= x1 else "left"
        room = (1 - x0) * width - 4 if side == "right" else x1 * width - 4
        line = wrap(name, room, SMALL, most=1)[0] if name.strip() else ""
        wide = text_width(line, SMALL) + 6
        boxes.append((x0 * width, x0 * width + wide) if side == "right" else (x1 * width - wide, x1 * width))
        words.append((line, side))
    rows = first_fit(boxes, 2.0)
    return [(*word, row) for word, row in zip(words, rows, strict=True)], max(rows, default=-1) + 1
