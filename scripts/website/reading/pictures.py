"""Makes the still pictures light for the web, and from them the pictures that a shared link shows."""

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from helpers import course
from website.reading import still_outputs

if TYPE_CHECKING:
    from website.reading.executed_lessons import Lesson

WIDEST = 1280  # pixels: the text column's 736, sharp on most screens
CARD = (1200, 630)  # what link previews ask for


def stills_of(lesson: "Lesson") -> list[Path]:
    """Return the still pictures of the figures that a lesson shows, in order."""
    figures = (still_outputs.figure_of(cell) for cell in lesson.notebook.cells if "outputs" in cell)
    return [still_outputs.still_path(course.root(), figure["layout"]["meta"]["name"]) for figure in figures if figure]


def sizes(lessons: "list[Lesson]") -> dict[str, tuple[int, int]]:
    """Return width and height of each still picture as the site shows it, by name."""
    from PIL import Image

    found = {}
    for path in {path for lesson in lessons for path in stills_of(lesson)}:
        with Image.open(path) as image:
            found[path.stem] = _fitted(image.size)
    return found


def write(static: Path, cache: Path, lessons: "list[Lesson]") -> None:
    """Write `stills/NAME.webp` for each figure and `cards/SLUG.png` for each lesson into the folder `static`."""
    from website.reading import write_if_changed

    everything = [path for lesson in lessons for path in stills_of(lesson)]
    for path in sorted(set(everything)):
        write_if_changed(static / "stills" / f"{path.stem}.webp", _made(path, cache, "webp"))
    for lesson in lessons:
        own = stills_of(lesson) or everything[:1]
        write_if_changed(static / "cards" / f"{lesson.slug}.png", _made(own[0], cache, "png"))
    write_if_changed(static / "cards" / "course.png", _made(everything[-1], cache, "png"))


def _fitted(size: tuple[int, int]) -> tuple[int, int]:
    width = min(size[0], WIDEST)
    return width, round(size[1] * width / size[0])


def _made(path: Path, cache: Path, kind: str) -> bytes:
    """Return a picture made from a still, from the cache where the still has not changed."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
    kept = cache / f"{digest}-{WIDEST}.{kind}"
    if not kept.is_file():
        cache.mkdir(parents=True, exist_ok=True)
        (_light if kind == "webp" else _card)(path, kept)
    return kept.read_bytes()


def _light(path: Path, target: Path) -> None:
    from PIL import Image

    with Image.open(path) as image:
        image.convert("RGB").resize(_fitted(image.size), Image.Resampling.LANCZOS).save(target, quality=82, method=4)


def _card(path: Path, target: Path) -> None:
    """Put the upper part of a still on a white card: what a preview shows small must stay readable."""
    from PIL import Image

    with Image.open(path) as image:
        room = (CARD[0] - 80, CARD[1] - 80)
        small = image.convert("RGB").resize((room[0], round(image.height * room[0] / image.width)))
        card = Image.new("RGB", CARD, "white")
        card.paste(small.crop((0, 0, room[0], min(room[1], small.height))), (40, 40))
        card.quantize(64).save(target, optimize=True)
