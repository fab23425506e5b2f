"""Which assignments of an nbgrader course this course marks, and with which key."""

import json
from dataclasses import dataclass
from pathlib import Path

from helpers.exercises.assigned import FILE
from helpers.teacher.keys import Key, KeyFault, cached_key

ANSWERS = "answers"  # where a notebook keeps what was answered in it
_LONGEST = 100_000


@dataclass(frozen=True)
class Ours:
    """An nbgrader course with assignments of this course in it. source : its folder of sources; keys : of keys."""

    source: Path
    keys: Path

    def holds(self, assignment: str) -> bool:
        """Say whether an assignment was written by `python -m helpers assign --nbgrader`."""
        return (self.source / assignment / FILE).is_file()

    def key(self, assignment: str) -> Key:
        """Return an assignment's key; raises KeyFault in a sentence."""
        path = self.source / assignment / FILE
        try:
            name = json.loads(path.read_text(encoding="utf-8")[:_LONGEST])["id"]
            if not isinstance(name, str) or Path(name).name != name:
                raise ValueError
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            raise KeyFault(f"{path} is damaged, so the key of {assignment} is not known. Assign it anew.") from None
        return cached_key(self.keys / f"key-{name}.json")

    def tried_out(self) -> dict[str, list[str]]:
        """Return the answers that a teacher gave in `source/` to try it out, by assignment.

        They must go neither to students nor over what students answered.
        """
        found: dict[str, list[str]] = {}
        for folder in sorted(self.source.glob(f"*/{ANSWERS}")):
            files = [str(one.relative_to(folder.parent)) for one in sorted(folder.rglob("*")) if one.is_file()]
            if files and self.holds(folder.parent.name):
                found[folder.parent.name] = files
        return found
