"""Who is in the class, as the learning platform names them: so that its own importer takes the marks back."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import permutations
from pathlib import Path

from helpers.exercises.bank import PlainError
from helpers.exercises.hostile import shown
from helpers.teacher.tables import read_table

# Headings, as `plain_name` leaves them, by what stands below.
_FIRST = {"firstname", "firstnames", "givenname", "vorname", "prenom", "nombre"}
_LAST = {
    "surname",
    "lastname",
    "familyname",
    "nachname",
    "familienname",
    "nom",
    "nomdefamille",
    "apellido",
    "apellidos",
}
_FULL = {
    *("name", "fullname", "student", "studentname", "students", "learner", "participant", "displayname"),
    *("sortablename", "vollstandigername", "anzeigename", "nomcomplet", "nombrecompleto"),
}
_USER = {
    *("username", "user", "userid", "login", "loginid", "sisloginid", "eid", "netid", "account", "benutzername"),
    *("anmeldename", "kennung", "identifiant", "nomdutilisateur", "usuario", "nombredeusuario"),
}
_ADDRESS = re.compile("mail|correo|courriel")
_SCHOOL = {"id", "idnumber", "studentid", "studentnumber", "sisuserid", "orgdefinedid", "matrikelnummer", "idnummer"}
_NO_STUDENT = {"pointspossible", "manualposting"}  # rows that Canvas puts among the students
MOST_WORDS = 5  # of a name, of which every order is tried


class ClassError(PlainError):
    """A class list that cannot be used; the message says why."""


@dataclass(frozen=True)
class Seat:
    """Where a submission stands in a class list. row : None without one, and then why says why not.

    weight : which of its names led there, 0 for the surest; perhaps : the rows that it may be of all the same
    """

    row: int | None
    why: str = ""
    weight: int = 0
    perhaps: tuple[int, ...] = ()


@dataclass(frozen=True)
class ClassList:
    """The rows of the platform's own list and who they are.

    headings, rows : as they stand in the file; students : which of the rows are any
    names : full names, user names and addresses to the number of their row; short : what is less sure, such as a first
    name alone; numbers : the platform's own numbers, where the list has them. What two rows share means neither.
    """

    headings: Sequence[str]
    rows: Sequence[Mapping[str, str]]
    names: Mapping[str, int]
    short: Mapping[str, int] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    students: Set[int] = frozenset()

    def seat(self, names: Sequence[str], number: str = "") -> Seat:
        """Return which row a submission is of, by what it may be called and the platform's number for its student.

        names : the surest first
        """
        hits = [known.get(plain_name(name)) for known in (self.names, self.short) for name in names]
        weight, by_name = next(((n, row) for n, row in enumerate(hits) if row is not None), (0, None))
        by_number = self.numbers.get(number) if number else None
        if by_name is not None and by_number is not None and by_name != by_number:
            one, other = (shown(called(self, self.rows[row])) for row in (by_name, by_number))
            why = f"its name is that of “{one}” in the class list, and its number {number} that of “{other}”"
            return Seat(None, why, perhaps=(by_name, by_number))
        row = by_number if by_number is not None else by_name
        return Seat(row, "" if row is not None else "is not in the class list", 0 if by_number is not None else weight)

    def seats(self, everybody: Iterable[tuple[str, Sequence[str], str]]) -> dict[str, Seat]:
        """Return where each of (label, names, number) stands; two of the same row have none, but for the surer one."""
        found = {label: self.seat(names, number) for label, names, number in everybody}
        by_row: dict[int, list[str]] = {}
        for label, seat in found.items():
            if seat.row is not None:
                by_row.setdefault(seat.row, []).append(label)
        for row, alike in by_row.items():
            best = min(found[one].weight for one in alike)
            surest = [one for one in alike if found[one].weight == best]
            for label in alike if len(alike) > 1 else ():
                if surest != [label]:
                    others = ", ".join(f"“{one}”" for one in alike if one != label)
                    who = shown(called(self, self.rows[row]))
                    found[label] = Seat(None, f"{others} may be “{who}” of the class list too", perhaps=(row,))
        return found


def read_class(path: Path | str) -> ClassList:
    """Read a list exported from a platform: any CSV file with names, user names, numbers or addresses.

    Raises ClassError in one sentence.
    """
    path = Path(path)
    try:
        headings, rows = read_table(path)
    except ValueError as problem:
        raise ClassError(f"{problem} Export the list of participants from your platform as CSV.") from None
    kinds = _kinds(headings, rows)
    each = [_names(kinds, row) for row in rows]
    students = frozenset(n for n, (names, _, numbers) in enumerate(each) if names or numbers)
    if not students:
        raise ClassError(f"{path} names no student. Export the list of participants from your platform as CSV.")
    names, short, numbers = (_of_one({n: each[n][place] for n in students}) for place in range(3))
    return ClassList(headings, rows, names, short, numbers, students)


def _of_one(found: Mapping[int, Set[str]]) -> dict[str, int]:
    """Return what is only one row's, and which."""
    rows: dict[str, set[int]] = {}
    for n, names in found.items():
        for name in names - {""}:
            rows.setdefault(name, set()).add(n)
    return {name: min(of) for name, of in rows.items() if len(of) == 1}


def _kinds(headings: Sequence[str], rows: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Return what each column of a class list holds; those with grades, groups, telephones hold nobody's name."""
    plain = {plain_name(one): one for one in headings}
    kinds = {}
    for name, heading in plain.items():
        for kind, known in (("first", _FIRST), ("last", _LAST), ("full", _FULL), ("user", _USER), ("school", _SCHOOL)):
            if name in known:
                kinds[heading] = kind
        if _ADDRESS.search(name):
            kinds[heading] = "address"
    if "identifier" in plain:
        kinds[plain["identifier"]] = "participant"  # Moodle's “Participant 12”
    # Canvas's own gradebook has its number under “ID”; elsewhere that is the school's.
    if "student" in plain and "id" in plain and any(one.startswith(("sis", "section")) for one in plain):
        kinds[plain["id"]] = "number"
    if not set(kinds.values()) - {"school"}:
        # Headings of another language: names are words, and no two rows share all of them.
        for heading in headings:
            cells = [row[heading] for row in rows if row.get(heading)]
            if len(set(cells)) == len(cells) and all(any(map(str.isalpha, one)) for one in cells):
                kinds[heading] = "full"
    return kinds


def _names(kinds: Mapping[str, str], row: Mapping[str, str]) -> tuple[set[str], set[str], set[str]]:
    """Return what a submission of this row's student may be called surely, and less so, and the platform's numbers."""
    by_kind: dict[str, list[str]] = {}
    for heading, kind in kinds.items():
        if value := row.get(heading, "").strip():
            by_kind.setdefault(kind, []).append(value)
    if any(plain_name(one) in _NO_STUDENT for one in by_kind.get("full", ())):
        return set(), set(), set()
    sure = [one for kind in ("full", "user", "address", "participant") for one in by_kind.get(kind, ())]
    first, last = (by_kind.get(kind, [""])[0] for kind in ("first", "last"))
    if first and last:
        # Canvas writes “exampleann” before a file.
        sure += [f"{first} {last}", f"{last} {first}"]
    for one in by_kind.get("full", ()):
        # “Example, Ann”, as Canvas's own list has it.
        if one.count(",") == 1:
            sure.append(" ".join(reversed(one.split(","))))
    short = [first, last, *by_kind.get("school", ())]
    short += [one.split("@")[0] for one in sure if "@" in one]
    numbers = {*by_kind.get("number", ())}
    numbers |= {one.split()[-1] for one in by_kind.get("participant", ())}
    return {plain_name(one) for one in sure} - {""}, {plain_name(one) for one in short} - {""}, numbers


def called(known: ClassList, row: Mapping[str, str]) -> str:
    """Return how a class list calls a student: its first two columns, where names stand on most platforms."""
    first = [row.get(heading, "") for heading in known.headings[:2]]
    return " ".join(one for one in first if one and "@" not in one)


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
