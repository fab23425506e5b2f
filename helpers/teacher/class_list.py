"""Who is in the class, as the learning platform names them: so that its own importer takes the marks back."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path

from helpers.exercises.bank import PlainError
from helpers.teacher.tables import read_table

_FIRST = ("first name", "firstname", "given name", "vorname", "prénom", "nombre")
_LAST = ("surname", "last name", "lastname", "family name", "nachname", "nom", "apellido")

MOST_WORDS = 5  # of a name, of which every order is tried


class ClassError(PlainError):
    """A class list that cannot be used; the message says why."""


@dataclass(frozen=True)
class ClassList:
    """The rows of the platform's own list and who they are.

    headings, rows : as they stand in the file; names : what a submission may be called, to the number of its row
    """

    headings: Sequence[str]
    rows: Sequence[Mapping[str, str]]
    names: Mapping[str, int]

    def row_of(self, *names: str) -> int | None:
        """Return the number of the row that one of these names means; None if none does."""
        for name in names:
            if name and (found := self.names.get(plain_name(name))) is not None:
                return found
        return None


def read_class(path: Path | str) -> ClassList:
    """Read a list exported from a platform: any CSV file with names, user names, numbers or addresses.

    A name that two students share means neither. Raises ClassError in one sentence.
    """
    path = Path(path)
    try:
        headings, rows = read_table(path)
    except ValueError as problem:
        raise ClassError(f"{problem} Export the list of participants from your platform as CSV.") from None
    if not rows:
        raise ClassError(f"{path} names no student. Export the list of participants from your platform as CSV.")
    names: dict[str, int] = {}
    twice: set[str] = set()
    for n, row in enumerate(rows):
        for name in _names(headings, row):
            if names.setdefault(name, n) != n:
                twice.add(name)
    return ClassList(headings, rows, {name: n for name, n in names.items() if name not in twice})


def _names(headings: Sequence[str], row: Mapping[str, str]) -> set[str]:
    """Return what a submission of this student may be called."""
    found = {plain_name(value) for value in row.values() if value}
    first = next((row.get(one, "") for one in headings if one.casefold() in _FIRST), "")
    last = next((row.get(one, "") for one in headings if one.casefold() in _LAST), "")
    if first and last:
        # Canvas writes “exampleann” before a file.
        found |= {plain_name(f"{first} {last}"), plain_name(f"{last} {first}"), plain_name(f"{last}{first}")}
    for value in row.values():
        if "@" in value:
            found.add(plain_name(value.split("@")[0]))
    return found - {""}


def plain_name(name: str) -> str:
    """Return a name without what platforms change on the way: case, accents, spaces and signs.

    >>> plain_name("Zoë  O'Example"), plain_name("zoe-o-example")
    ('zoeoexample', 'zoeoexample')
    """
    parts = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign for sign in parts if sign.isalnum())


def same_person(one: str, other: str) -> bool:
    """Say whether two ways to write a name may mean the same person: case, accents, signs and order do not count.

    >>> same_person("Ann Example", "exampleann"), same_person("Example, Ann", "ann-example"), same_person("Ann", "Bob")
    (True, True, False)
    """
    if plain_name(one) == plain_name(other):
        return bool(plain_name(one))
    words = [[plain_name(word) for word in re.split(r"[\W_]+", name) if plain_name(word)] for name in (one, other)]
    return any(
        len(some) <= MOST_WORDS and plain_name(whole) in {"".join(order) for order in permutations(some)}
        for some, whole in ((words[0], other), (words[1], one))
    )
