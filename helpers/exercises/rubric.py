"""The course's rubric: the criteria by which students judge what they have written, from lessons/rubric.yml."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from helpers.exercises.reading import BAD, Fault, Faults, key, record, several, slug, text
from helpers.exercises.yaml_file import yaml_list

FILE = "rubric.yml"


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """One thing to look for in a text, on four levels."""

    id: str = key("small letters, digits and hyphens; exercises name it", slug())
    name: str = key("what the student reads", text(characters=40))
    levels: tuple[str, ...] = key(
        "four texts, from beginning to expert: what a text of this level does", several(text(words=(1, 30)), 4, 4)
    )


def load_rubric(lessons: Path) -> tuple[dict[str, Criterion], list[Fault]]:
    """Return the criteria by their ids, in the order of the file, and the file's faults.

    lessons : the folder that holds rubric.yml; without that file there are no criteria
    """
    path = lessons / FILE
    try:
        status = path.stat()
    except OSError:
        return {}, []
    return _load(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=4)
def _load(path: Path, _changed: int, _size: int) -> tuple[dict[str, Criterion], list[Fault]]:
    """Read the file once for each of its versions."""
    faults = Faults(path.name)
    criteria: dict[str, Criterion] = {}
    for node in yaml_list(path.read_bytes(), faults, "criteria") or ():
        criterion = record(faults, node, "", Criterion)
        if criterion is BAD:
            continue
        if criterion.id in criteria:
            faults.add(node, "id", f"{criterion.id!r} stands twice. Give each criterion its own id.")
        criteria[criterion.id] = criterion
    return criteria, faults.found
