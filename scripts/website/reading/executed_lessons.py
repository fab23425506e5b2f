"""Runs every notebook once, two at a time, and keeps what comes out by content."""

import hashlib
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from ruamel.yaml import YAML

from helpers import course


@dataclass(frozen=True)
class Lesson:
    """A lesson as the course lists it, with its front matter and its notebook, run."""

    slug: str
    title: str
    question: str
    minutes: int
    front: dict[str, Any]
    notebook: NotebookNode

    @property
    def number(self) -> int:
        """The lesson's number: the two digits of its folder."""
        return int(self.slug[:2])

    @property
    def description(self) -> str:
        """One sentence for search engines and link previews."""
        return f"Lesson {self.number} of {course_facts()['title']}: {self.question}"


def course_facts() -> dict[str, Any]:
    """Return lessons/course.yml.

    >>> course_facts()["lessons"][0]["folder"]
    '00-start-here'
    """
    return dict(YAML(typ="safe").load((course.lessons_dir() / "course.yml").read_text(encoding="utf-8")))


def all_lessons(cache: Path) -> list[Lesson]:
    """Return all lessons of the course in order, run now or taken from `cache` where nothing changed."""
    cache.mkdir(parents=True, exist_ok=True)
    listed = course_facts()["lessons"]
    shared = _digest_of_what_lessons_read()
    files = [(course.root() / "notebooks" / f"{entry['folder']}.ipynb") for entry in listed]
    kept = [cache / f"{path.stem}-{_digest(shared, path.read_bytes())}.ipynb" for path in files]
    missing = [(path, place) for path, place in zip(files, kept, strict=True) if not place.is_file()]
    if missing:
        with ProcessPoolExecutor(max_workers=2) as pool:
            list(pool.map(_run, *zip(*missing, strict=True)))
    for old in set(cache.glob("*.ipynb")) - set(kept):
        old.unlink()
    return [
        Lesson(
            slug=entry["folder"],
            title=entry["title"],
            question=entry["question"],
            minutes=entry["minutes"],
            front=front_matter(entry["folder"]),
            notebook=nbformat.read(place, as_version=4),
        )
        for entry, place in zip(listed, kept, strict=True)
    ]


def front_matter(folder: str) -> dict[str, Any]:
    """Return what lesson.md says of itself between its first two lines of dashes.

    >>> front_matter("02-one-missing-word")["passages"]
    ['p04']
    """
    text = (course.lessons_dir() / folder / "lesson.md").read_text(encoding="utf-8")
    return dict(YAML(typ="safe").load(text.split("---\n")[1]))


def _run(notebook: Path, place: Path) -> None:
    from executed import execute

    done = execute(nbformat.read(notebook, as_version=4))
    part = place.with_suffix(".part")
    nbformat.write(done, part)
    part.replace(place)


def _digest_of_what_lessons_read() -> bytes:
    """Return a digest of all that a lesson's outputs hang on beside the notebook itself."""
    root = course.root()
    folders = (root / "helpers", root / "data", root / "lessons")
    names = sorted(
        path
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file() and not {"__pycache__", "node_modules"} & set(path.parts)
    )
    parts = [f"{path.relative_to(root)}\0".encode() + path.read_bytes() for path in names]
    packages = ("pandas", "plotly", "ipywidgets", "itables", "anywidget")
    return _digest(*parts, " ".join(version(name) for name in packages).encode()).encode()


def _digest(*parts: bytes) -> str:
    total = hashlib.sha256()
    for part in parts:
        total.update(hashlib.sha256(part).digest())
    return total.hexdigest()[:16]
