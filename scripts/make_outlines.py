"""Make data/outlines.geojson from the npm package world-atlas (Natural Earth, public domain).

    npm pack world-atlas && tar xzf world-atlas-*.tgz
    python scripts/make_outlines.py package/countries-50m.json

The file is small enough to travel with the course, so that a map draws with no network.
"""

import json
import math
import sys
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from helpers import course

Point = tuple[float, float]
Ring = list[Point]
Polygons = list[list[list[int]]]  # of a country: polygons, their rings, the numbers of each ring's lines

# Natural Earth names countries by the numeric code of ISO 3166-1; Kosovo has none.
CODES = {
    "004": "AFG", "008": "ALB", "012": "DZA", "020": "AND", "031": "AZE", "040": "AUT", "051": "ARM",
    "056": "BEL", "070": "BIH", "100": "BGR", "112": "BLR", "124": "CAN", "156": "CHN", "191": "HRV",
    "196": "CYP", "203": "CZE", "208": "DNK", "233": "EST", "234": "FRO", "246": "FIN", "250": "FRA",
    "268": "GEO", "276": "DEU", "300": "GRC", "304": "GRL", "348": "HUN", "352": "ISL", "364": "IRN",
    "368": "IRQ", "372": "IRL", "376": "ISR", "380": "ITA", "398": "KAZ", "400": "JOR", "417": "KGZ",
    "422": "LBN", "428": "LVA", "434": "LBY", "438": "LIE", "440": "LTU", "442": "LUX", "470": "MLT",
    "496": "MNG", "498": "MDA", "499": "MNE", "504": "MAR", "528": "NLD", "578": "NOR", "616": "POL",
    "620": "PRT", "642": "ROU", "643": "RUS", "688": "SRB", "703": "SVK", "705": "SVN", "724": "ESP",
    "752": "SWE", "756": "CHE", "760": "SYR", "762": "TJK", "788": "TUN", "792": "TUR", "795": "TKM",
    "804": "UKR", "807": "MKD", "818": "EGY", "826": "GBR", "840": "USA", "860": "UZB",
}  # fmt: skip
FINE, COARSE = 0.03, 0.3  # degrees: how far a simplified line may stray in Europe, and far from it
SMALLEST_ISLAND = 0.12  # square degrees; smaller ones are left out unless they are all that a country has
SOUTHERNMOST = 20.0  # overseas parts further south are left out
# Natural Earth draws who holds a place; these outlines draw the borders that the UN General Assembly recognises
# (resolution 68/262 of 2014 for Crimea; 37/253 of 1983 for the north of Cyprus).
RETURNED = {"UKR": (34.0, 45.2), "CYP": (33.4, 35.3)}  # a point in the part that goes back to the country
FAR = {"CAN", "USA", "GRL", "RUS", "CHN", "MNG", "KAZ", "AFG", "DZA", "LBY", "EGY", "IRN", "MAR"}


def main(atlas: Path) -> None:
    topology = json.loads(atlas.read_text(encoding="utf-8"))
    names = _names()
    lines = list(_arcs(topology))
    shapes: list[tuple[str, Polygons]] = []
    others: list[Polygons] = []
    for country in topology["objects"]["countries"]["geometries"]:
        kosovo = "id" not in country and country["properties"]["name"] == "Kosovo"
        code = "XKX" if kosovo else CODES.get(country.get("id", ""))
        polygons = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
        if code:
            shapes.append((code, polygons))
        else:
            others.append(polygons)
    for code, point in RETURNED.items():
        give_back(point, dict(shapes)[code], [p for c, p in shapes if c != code] + others, lines)
    # A border between two countries is one line in the atlas. It is simplified once, so that no gap opens:
    # finely if any country beside it is drawn finely.
    near = {_line(arc) for code, polygons in shapes if code not in FAR for arc in _flat(polygons)}
    simple = [simplify(line, FINE if i in near else COARSE) for i, line in enumerate(lines)]
    features = [_feature(code, names[code], polygons, simple) for code, polygons in shapes]
    if missing := sorted({*CODES.values(), "XKX"} - {code for code, _ in shapes}):
        sys.exit(f"The atlas has no outline for {', '.join(missing)}.")
    features.sort(key=lambda feature: str(feature["properties"]["iso3"]))
    rows = ",\n".join(json.dumps(f, ensure_ascii=False, separators=(",", ":")) for f in features)
    target = course.data_dir() / "outlines.geojson"
    target.write_text(f'{{"type":"FeatureCollection","features":[\n{rows}\n]}}\n', encoding="utf-8")
    print(f"{target.name}: {len(features)} countries, {target.stat().st_size / 1000:.0f} kB")


def give_back(point: Point, country: Polygons, others: list[Polygons], lines: list[Ring]) -> None:
    """Move the polygon around a point to a country and take away the border between the two."""
    for polygons in others:
        for polygon in polygons:
            if not contains(_ring(polygon[0], lines), point):
                continue
            polygons.remove(polygon)
            piece = polygon[0]
            for mine in country:
                ring = mine[0]
                if not any(~arc in piece for arc in ring):
                    continue
                # Walk the country's ring up to the shared border, then the piece's outer side, then on.
                while ~ring[-1] not in piece or ~ring[0] in piece:
                    ring.append(ring.pop(0))
                while ~piece[0] not in ring or ~piece[-1] in ring:
                    piece.append(piece.pop(0))
                mine[0] = [a for a in ring if ~a not in piece] + [a for a in piece if ~a not in ring]
                return
            country.append(polygon)
            return
    sys.exit(f"The atlas has no polygon around {point}.")


def contains(ring: Ring, point: Point) -> bool:
    """Say whether a point lies inside a ring, by counting the borders east of it."""
    x, y = point
    inside = False
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
            inside = not inside
    return inside


def simplify(line: Ring, tolerance: float) -> Ring:
    """Drop points that lie nearer than tolerance to the line drawn without them (Douglas and Peucker)."""
    if len(line) < 3:
        return line
    keep = {0, len(line) - 1}
    if line[0] == line[-1]:  # a closed line needs a point opposite its start, else it would shrink to nothing
        keep.add(max(range(len(line)), key=lambda i: math.dist(line[0], line[i])))
    ends = sorted(keep)
    stack = list(pairwise(ends))
    while stack:
        first, last = stack.pop()
        if last - first < 2:
            continue
        far = max(range(first + 1, last), key=lambda i: _distance(line[i], line[first], line[last]))
        if _distance(line[far], line[first], line[last]) > tolerance:
            keep.add(far)
            stack += [(first, far), (far, last)]
    return [line[i] for i in sorted(keep)]


def _distance(point: Point, start: Point, end: Point) -> float:
    """Return how far a point lies from the straight line between two others."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    share = 0.0 if length == 0 else ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / length
    share = min(1.0, max(0.0, share))
    return math.dist(point, (start[0] + share * dx, start[1] + share * dy))


def _names() -> dict[str, str]:
    from helpers.tables import load_countries

    countries = load_countries()
    return dict(zip(countries["iso3"], countries["name"], strict=True))


def _arcs(topology: dict[str, Any]) -> Iterator[Ring]:
    """Return every line of a TopoJSON file in degrees; it stores whole-number steps from point to point."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * sx + tx, y * sy + ty))
        yield line


def _line(arc: int) -> int:
    """Return the number of a line; a line that is walked backwards is written as ~number."""
    return arc if arc >= 0 else ~arc


def _flat(polygons: Iterable[Iterable[Iterable[int]]]) -> Iterator[int]:
    return (arc for polygon in polygons for ring in polygon for arc in ring)


def _ring(arcs: list[int], lines: list[Ring]) -> Ring:
    """Join lines into one closed ring."""
    points: Ring = []
    for arc in arcs:
        line = lines[_line(arc)]
        points += (line if arc >= 0 else line[::-1])[1 if points else 0 :]
    return points


def _area(ring: Ring) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))) / 2


def _y(point: Point) -> float:
    return point[1]


def _feature(code: str, name: str, polygons: Polygons, lines: list[Ring]) -> dict[str, Any]:
    shapes = [[_ring(arcs, lines) for arcs in polygon] for polygon in polygons]
    shapes.sort(key=lambda rings: -_area(rings[0]))
    smallest = SMALLEST_ISLAND * (8 if code in FAR else 1)
    kept = [
        shape
        for i, shape in enumerate(shapes)
        if len(shape[0]) >= 4 and (i == 0 or (_area(shape[0]) >= smallest and max(shape[0], key=_y)[1] > SOUTHERNMOST))
    ]
    coordinates = [
        [[[round(x, 2), round(y, 2)] for x, y in ring] for ring in shape if len(ring) >= 4] for shape in kept
    ]
    return {
        "type": "Feature",
        "id": code,
        "properties": {"iso3": code, "name": name},
        "geometry": {"type": "MultiPolygon", "coordinates": coordinates},
    }


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Say where the atlas is: python scripts/make_outlines.py package/countries-50m.json")
    main(Path(sys.argv[1]))
