"""What the run before gave, and every mark that differs from it, with the reason.

A small file in the folder of results holds each student's marks and which answer they are for. It is read student by
student, so that a large class takes no more memory than a small one.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from helpers.teacher.by_hand import HandMark, Person
from helpers.teacher.keys import Key
from helpers.teacher.marking import Row
from helpers.teacher.plain import plain

FILE = ".last-run.jsonl"
VERSION = 1
_HERE = Path(__file__).parent
_MOST_TOLD = 8  # exercises that one remark names


class LastRun:
    """The results before these, and those that come now; `close` puts the new ones in their place."""

    def __init__(self, out: Path, key: Key) -> None:
        self._path, self._part = out / FILE, out / f".{FILE}.part"
        self._before: dict[str, int] = {}
        self._head: dict[str, Any] = {}
        self._old = self._open()
        self._now: dict[str, Any] = {"v": VERSION, "course": _course(), "questions": _questions(key)}
        self._new = self._part.open("w", encoding="ascii")
        self._new.write(json.dumps(self._now) + "\n")

    def _open(self) -> Any:
        """Find each student's line; a file that cannot be understood is as if it were not there."""
        try:
            stream = self._path.open("rb")
        except OSError:
            return None
        try:
            self._head = json.loads(stream.readline())
            place = stream.tell()
            for line in stream:
                self._before[json.loads(line)["who"]] = place
                place += len(line)
            return stream if self._head["v"] == VERSION and isinstance(self._head["questions"], dict) else None
        except (ValueError, KeyError, TypeError):
            self._before.clear()
            stream.close()
            return None

    def differs(self, person: Person, rows: Mapping[str, tuple[Row, HandMark]]) -> str:
        """Keep a student's marks and return, in a sentence, which differ from the last ones and why; "" if none does.

        rows : exercise to how the student stands, and what a person said; {} where nothing could be read
        """
        who = person.id or person.name
        now = {name: [row.marks, row.attempt, hand.marks] for name, (row, hand) in rows.items()}
        self._new.write(json.dumps({"who": who, "name": person.name, "rows": now}) + "\n")
        place = self._before.pop(who, None)
        if place is None or self._old is None:
            return ""
        self._old.seek(place)
        before = json.loads(self._old.readline())["rows"]
        if before and not now:
            return "Was marked in the last results, and cannot be now."
        if not before:
            return ""
        told = [line for name in {**before, **now} if (line := self._line(name, before.get(name), now.get(name)))]
        if not told:
            return ""
        more = f"; and {len(told) - _MOST_TOLD} more" if len(told) > _MOST_TOLD else ""
        return f"Marks differ from the last results: {'; '.join(told[:_MOST_TOLD])}{more}."

    def _line(self, exercise: str, before: Any, now: Any) -> str:
        marks, answer, hand = before or (None, "", None)
        marks_now, answer_now, hand_now = now or (None, "", None)
        if (marks, hand) == (marks_now, hand_now):
            return ""
        why = []
        if hand != hand_now and answer == answer_now:
            why.append("your marks by hand")
        if answer != answer_now:
            why.append("a new answer" if answer_now else "its answer is gone")
        if self._head["questions"].get(exercise) != self._now["questions"].get(exercise):
            why.append("another key")
        elif marks != marks_now and self._head.get("course") != self._now["course"]:
            why.append("another version of the course")
        if not why:
            why.append("other tries")
        shown = (_number(marks, hand), _number(marks_now, hand_now))
        return f"{exercise} {shown[1]}, was {shown[0]} ({', '.join(why)})"

    def gone(self) -> Iterator[str]:
        """Yield the names of those who are in the last results and not in these."""
        for place in sorted(self._before.values()):
            if self._old is not None:
                self._old.seek(place)
                yield str(json.loads(self._old.readline())["name"])

    def close(self, keep: bool) -> None:
        """Put the new results in the place of the last ones, or drop them."""
        self._new.close()
        if self._old is not None:
            self._old.close()
        if keep:
            os.replace(self._part, self._path)
        else:
            self._part.unlink(missing_ok=True)


def _number(marks: Any, hand: Any) -> str:
    value = hand if hand is not None else marks
    return "-" if value is None else f"{value:g}"


def _questions(key: Key) -> dict[str, str]:
    """Return a print of each question with its key, and of the names under which students saw it."""
    return {
        name: _print(json.dumps([plain(one), sorted(key.names.get(name, {}).items())], sort_keys=True, default=str))
        for name, one in key.questions.items()
    }


def _course() -> str:
    """Return a print of the code that marks."""
    files = [*sorted((_HERE.parent / "exercises").rglob("*.py")), _HERE / "marking.py"]
    return _print("".join(path.read_text(encoding="utf-8") for path in files))


def _print(thing: str) -> str:
    return hashlib.blake2b(thing.encode("utf-8", "surrogatepass"), digest_size=9).hexdigest()
