"""Which submissions hold what another holds too: attempts, long texts, moments. A few bytes for each, and no text."""

import hashlib
import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Any

from helpers.exercises.record_line import Attempt
from helpers.teacher.keys import Key
from helpers.teacher.marking import LEDGER, belongs, looked_at

LONG_TEXT = 15  # words from which two texts are not alike by chance
MOST_SHARED = 200  # submissions that hold the same; what more of them share came from the course
_NAMED = 3  # others that one remark names


@dataclass(frozen=True)
class Prints:
    """By what a copy of a submission is known: numbers for its attempts, its long texts and its moments."""

    attempts: tuple[int, ...] = ()
    texts: tuple[int, ...] = ()
    moments: tuple[int, ...] = ()


def prints(attempts: Sequence[Attempt], key: Key) -> Prints:
    """Return the prints of all that may count of a submission, so that whatever is added to a copy hides nothing."""
    by_exercise: dict[str, list[Attempt]] = {}
    for one in attempts:
        if one.exercise.startswith(LEDGER) or belongs(one, key):
            by_exercise.setdefault(one.exercise, []).append(one)
    mine = [one for each in by_exercise.values() for one in looked_at(each, key)]
    texts = {_print(f"{one.exercise}/{text}") for one in mine for text in _long_texts(one.answer)}
    # Three moments in a row: a single one may be the same by chance, in a large class.
    moments = sorted({round(one.when.timestamp() * 1000) for one in mine})
    rows = zip(moments, moments[1:], moments[2:], strict=False)
    return Prints(tuple({_print(one.id) for one in mine}), tuple(texts), tuple({_print(repr(row)) for row in rows}))


def _long_texts(answer: Any) -> Iterator[str]:
    """Yield a student's own long words, as they are compared: without signs and capitals."""
    if not isinstance(answer, dict):
        return
    for name in ("text", "note"):
        words = re.findall(r"\w+", str(answer.get(name, "")).casefold())
        if len(words) >= LONG_TEXT:
            yield " ".join(words)


def _print(thing: str) -> int:
    return int.from_bytes(hashlib.blake2b(thing.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


class Copies:
    """The prints of a class: eight bytes each, and four for whose it is."""

    def __init__(self) -> None:
        self._students: list[str] = []
        self._prints = {name: (array("Q"), array("L")) for name in _TOLD}

    def add(self, student: str, found: Prints) -> None:
        """Add a submission."""
        for name, (prints_, owners) in self._prints.items():
            values = getattr(found, name)
            prints_.extend(values)
            owners.extend([len(self._students)] * len(values))
        self._students.append(student)

    def told(self) -> Iterator[tuple[str, str]]:
        """Yield (student, sentence) for each submission that holds what one before it holds."""
        said: set[tuple[int, int]] = set()
        for name, sentence in _TOLD.items():
            for student, others in self._shared(name):
                new = [one for one in others if (student, one) not in said]
                said |= {(student, one) for one in new}
                if new:
                    names = ", ".join(f"“{self._students[one]}”" for one in new[:_NAMED])
                    more = f" and {len(new) - _NAMED:,} more" if len(new) > _NAMED else ""
                    yield self._students[student], sentence.format(names=names + more)

    def _shared(self, name: str) -> Iterator[tuple[int, list[int]]]:
        """Yield each submission with those before it that share prints of one sort."""
        prints_, owners = self._prints[name]
        order = sorted(range(len(prints_)), key=prints_.__getitem__)
        others: dict[int, set[int]] = {}
        for _, group in groupby(order, prints_.__getitem__):
            holders = sorted(islice((owners[n] for n in group), MOST_SHARED))
            for n, later in enumerate(holders[1:], 1):
                others.setdefault(later, set()).update(holders[:n])
        for student in sorted(others):
            yield student, sorted(others[student])


_TOLD = {
    "attempts": "Holds attempts that {names} handed in too: one file was copied, or handed in twice.",
    "texts": "Holds a long text that is word for word that of {names}.",
    "moments": "Holds answers saved at the same thousandths of a second as those of {names}: one file was copied.",
}
