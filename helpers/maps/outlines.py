"""The countries' outlines, flattened: from degrees to kilometres on an equal-area map, cut to its frame."""

import json
import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from helpers import course

Point = tuple[float, float]
Ring = tuple[Point, ...]

RADIUS = 6371.0  # km
MIDDLE = (15.0, 52.0)  # degrees east and north: here the map is truest
# Kilometres east and north of the middle: the part of the world that the outlines draw finely.
WEST, EAST, SOUTH, NORTH = -2160.0, 2640.0, -2020.0, 2180.0
WIDTH, HEIGHT = EAST - WEST, NORTH - SOUTH
GRID = 7.0  # km: about one pixel; rounding all points alike keeps neighbours' borders together
_STEPS = 24  # rows and columns of points that are tried for a place inside a country


@dataclass(frozen=True)
class Outline:
    """One country. rings : closed lines, in km east and north of the middle; none where it lies off the map."""

    iso3: str
    name: str
    rings: tuple[Ring, ...]


def flatten(longitude: float, latitude: float) -> Point:
    """Return where a place lies on the map, in km east and north of its middle (Lambert's equal-area projection).

    >>> flatten(*MIDDLE)
    (0.0, 0.0)
    """
    east, north, middle = math.radians(longitude - MIDDLE[0]), math.radians(latitude), math.radians(MIDDLE[1])
    beside = math.cos(north) * math.cos(east)
    facing = 1 + math.sin(middle) * math.sin(north) + math.cos(middle) * beside
    scale = RADIUS * math.sqrt(2 / max(facing, 1e-9))
    x = scale * math.cos(north) * math.sin(east)
    y = scale * (math.cos(middle) * math.sin(north) - math.sin(middle) * beside)
    return x, y


def outlines() -> dict[str, Outline]:
    """Return every country's outline by its three-letter code; the file's order."""
    path = course.data_dir() / "outlines.geojson"
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=2)
def _read(path: Path, _stamp: int) -> dict[str, Outline]:
    """Read the file once for each of its versions."""
    found = {}
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        shape = feature["geometry"]
        polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        # Holes are other countries, and those are drawn themselves.
        rings = [cut([flatten(x, y) for x, y in polygon[0]]) for polygon in polygons]
        code = str(feature["properties"]["iso3"])
        found[code] = Outline(code, str(feature["properties"]["name"]), tuple(ring for ring in rings if ring))
    return found


def cut(ring: list[Point]) -> Ring:
    """Cut a closed line to the frame and round its points; nothing is left of one that lies outside.

    >>> cut([(0.0, 0.0), (0.0, 700.0), (9999.0, 700.0), (9999.0, 0.0)])
    ((2639.0, 0.0), (0.0, 0.0), (0.0, 700.0), (2639.0, 700.0))
    """
    for axis, limit, sign in ((0, WEST, 1), (0, EAST, -1), (1, SOUTH, 1), (1, NORTH, -1)):
        kept: list[Point] = []
        for before, here in zip([*ring[-1:], *ring[:-1]], ring, strict=True):
            was_inside, is_inside = sign * (before[axis] - limit) >= 0, sign * (here[axis] - limit) >= 0
            if was_inside != is_inside:
                share = (limit - before[axis]) / (here[axis] - before[axis])
                other = before[1 - axis] + share * (here[1 - axis] - before[1 - axis])
                kept.append((limit, other) if axis == 0 else (other, limit))
            if is_inside:
                kept.append(here)
        ring = kept
    points: list[Point] = []
    for x, y in ring:
        point = (round(x / GRID) * GRID, round(y / GRID) * GRID)
        if not points or point != points[-1]:
            points.append(point)
    return tuple(points) if len(points) > 2 else ()


@lru_cache(maxsize=256)
def inside(outline: Outline) -> Point:
    """Return a place well inside a country's largest part, for its name or number."""
    ring = max(outline.rings, key=_area)
    points = np.array(ring)
    (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
    tries_x, tries_y = np.meshgrid(np.linspace(west, east, _STEPS), np.linspace(south, north, _STEPS))
    tried = np.column_stack([tries_x.ravel(), tries_y.ravel()])
    after = np.roll(points, -1, axis=0)
    x, y = tried[:, :1], tried[:, 1:]
    crosses = (points[:, 1] > y) != (after[:, 1] > y)
    with np.errstate(divide="ignore", invalid="ignore"):
        where = points[:, 0] + (y - points[:, 1]) / (after[:, 1] - points[:, 1]) * (after[:, 0] - points[:, 0])
    within = (crosses & (x < where)).sum(axis=1) % 2 == 1
    away = np.hypot(x - points[:, 0], y - points[:, 1]).min(axis=1)
    best = tried[int(np.argmax(np.where(within, away, -1.0)))]
    return float(best[0]), float(best[1])


def _area(ring: Ring) -> float:
    """Return a closed line's area, in square kilometres."""
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairs)) / 2
