"""The lessons as the course lists them, each with its notebook, run."""

from dataclasses import dataclass
from typing import Any

from executed import executed
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


def all_lessons() -> list[Lesson]:
    """Return all lessons of the course in order."""
    listed = course_facts()["lessons"]
    notebooks = executed(*(course.root() / "notebooks" / f"{entry['folder']}.ipynb" for entry in listed))
    return [
        Lesson(
            slug=entry["folder"],
            title=entry["title"],
            question=entry["question"],
            minutes=entry["minutes"],
            front=front_matter(entry["folder"]),
            notebook=notebook,
        )
        for entry, notebook in zip(listed, notebooks, strict=True)
    ]


def front_matter(folder: str) -> dict[str, Any]:
    """Return what lesson.md says of itself between its first two lines of dashes.

    >>> front_matter("02-one-missing-word")["passages"]
    ['p04']
    """
    text = (course.lessons_dir() / folder / "lesson.md").read_text(encoding="utf-8")
    return dict(YAML(typ="safe").load(text.split("---\n")[1]))
