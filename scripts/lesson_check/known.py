"""Everything that a lesson may name: ids of the tables, passages, exercises, words of the glossary, names."""

import csv
import re
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from helpers import build, course
from helpers.essay import Essay, essay
from helpers.exercises.bank import BankError, lesson_folders, load_exercises
from helpers.exercises.check import known_ids

_WORD = re.compile(r"[^\W\d_]+")
# Tables and their columns in which names stand, of people, places, states and works.
_NAMES = {
    "actors.csv": ("name",),
    "countries.csv": ("name", "other_names"),
    "events.csv": ("actors", "place"),
    "debate.csv": ("author",),
    "documents.csv": ("author",),
    "sources.csv": ("author", "publisher"),
}


@dataclass(frozen=True)
class Term:
    """A word of the glossary and the line on which it is explained."""

    id: str
    term: str
    definition: str
    line: int


class Known:
    """What the course holds; every part is read once, when it is first asked for."""

    @cached_property
    def ids(self) -> set[str]:
        """Return the ids that evidence may name."""
        return known_ids()

    @cached_property
    def sources(self) -> set[str]:
        """Return the ids of the sources."""
        return {row["id"] for row in rows("sources.csv")}

    @cached_property
    def essay(self) -> Essay:
        """Return the essay."""
        return essay()

    @cached_property
    def passages(self) -> set[str]:
        """Return the ids of the essay's passages."""
        return {passage.id for passage in self.essay.passages}

    @cached_property
    def exercises(self) -> set[str]:
        """Return the ids of the exercises of every lesson that can be read."""
        found: set[str] = set()
        for folder in lesson_folders():
            try:
                found |= {question.id for question in load_exercises(folder)}
            except BankError:
                # A file with a fault still names its exercises: a fault must not make a hundred.
                text = (folder / "exercises.yml").read_text(encoding="utf-8", errors="replace")
                found |= set(re.findall(r"^- id: *([0-9]{2}[a-z0-9-]+)", text, re.MULTILINE))
        return found

    @cached_property
    def objectives(self) -> dict[str, int]:
        """Return how many objectives each lesson's front matter has, by the lesson's two digits."""
        from ruamel.yaml.error import YAMLError

        found = {}
        for folder in lesson_folders():
            try:
                found[folder.name[:2]] = len(build.front_matter(folder)["objectives"])
            except (OSError, IndexError, KeyError, TypeError, YAMLError):
                continue  # the check of that lesson's own front matter says so
        return found

    @cached_property
    def glossary(self) -> dict[str, Term]:
        """Return the glossary's words by id."""
        return {row["id"]: Term(row["id"], row["term"], row["definition"], line) for line, row in lined("glossary.csv")}

    @cached_property
    def names(self) -> set[str]:
        """Return the words, in small letters, of every name that stands in a table."""
        found: set[str] = set()
        for table, columns in _NAMES.items():
            for row in rows(table):
                for word in chain.from_iterable(_WORD.findall(row.get(column) or "") for column in columns):
                    if word[0].isupper():
                        found.add(word.casefold())
        return found


def lined(name: str) -> list[tuple[int, dict[str, str]]]:
    """Return a table's rows, each with its line in the file; none if there is no such table."""
    try:
        with (course.data_dir() / name).open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines)
            found, start = [], 2
            for row in reader:
                found.append((start, row))
                start = reader.line_num + 1
            return found
    except FileNotFoundError:
        return []


def rows(name: str) -> list[dict[str, str]]:
    """Return a table's rows."""
    return [row for _, row in lined(name)]
