"""Whose a file or folder is, by what the learning platform itself wrote around the student's own words.

A student chooses what a file is called; the platform writes its own words before that, or names a folder. So each
pattern is anchored at the beginning and ends where the platform's words end, and whatever stands behind is nobody's
name. All of a folder comes from one platform: the one whose words most of its names begin with.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

LONGEST_NAME = 120
_WORD = r"[^\W\d_]"
_DATE = rf"(?:{_WORD}{{3,9}}\.? \d{{1,2}},? \d{{4}}|\d{{1,2}}(?:er|\.)? {_WORD}{{3,9}}\.?,? \d{{4}})"
_MOODLE = re.compile(r"(?P<who>.+?)_(?P<id>\d+)_assignsubmission_[a-z]+(?:_|$)", re.S)
_BLACKBOARD = re.compile(r"(?P<head>.+?)_attempt_\d{4}(?:-\d\d){5}(?=[_.]|$)", re.S)
_BRIGHTSPACE = re.compile(rf"(?P<id>\d+-\d+) ?- ?(?P<who>.+?) ?- ?{_DATE}(?!\w)", re.S)
_ANONYMOUS = re.compile(
    r"(?P<who>anonymous)_(?:(?P<late>late)_)?(?P<id>\w{4,8})_(?:(?P<later>late)_)?(?P<file>\d+)_(?=.)", re.S | re.I
)
_CANVAS = re.compile(
    r"(?P<who>.+?)_(?:(?P<late>late)_)?(?P<id>\d+)_(?:(?P<file>\d+)_(?=.)|(?=(?:text|link)\.html?$))", re.S | re.I
)
_ILIAS = re.compile(r"(?P<who>.+)_(?P<login>[^_]+)_(?P<id>\d+)$", re.S)
_SAKAI = re.compile(r"(?P<last>[^,]+), ?(?P<first>.*)\((?P<login>[^()]+)\)$", re.S)
# What computers add to the name of a second copy: “(1)”, “- Copy”, “copy 2”.
_COPY = re.compile(
    r"(?: ?\(\d{1,3}\)| ?[-–] ?(?:copy|kopie|copie|copia|cópia|kopia|kopi)(?: ?\(\d{1,3}\))?"
    r"| (?:copy|kopie|copie|copia|cópia|kopia|kopi)(?: \d{1,3})?)$",
    re.I,
)
_HAND_IN = re.compile(r"hand-in-\d\d-[0-9a-f]{8}-(?P<who>.+)", re.S)  # our own hand_in()
_NUMBER = re.compile(r" [2-9]$")  # macOS numbers copies so; outside our own names it may be a part of the name
_DAY = re.compile(r"\d{4}[-_. ]?\d\d[-_. ]?\d\d[-_. ]+")
_ENDINGS = (".jsonl.txt", ".tar.gz")


@dataclass(frozen=True)
class Entry:
    """A file or folder among those that were collected."""

    name: str
    folder: bool = False


@dataclass(frozen=True)
class Owner:
    """Whose an entry is.

    name : as the platform or the file tells it; fuller : longer forms, should others be called alike
    key : what tells this student from all others, as the platform wrote it; "" where it wrote nothing
    id : the platform's number for the student; "" if it gives none; also : other forms of the name, to be looked up
    late : whether the platform says that it came late
    """

    name: str
    key: str = ""
    id: str = ""
    fuller: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    late: bool = False


def owners(entries: Sequence[Entry]) -> list[Owner]:
    """Return the owner of each entry of one folder, in their order."""
    platform = _platform(entries)
    found = [platform.owner(one) if platform else None for one in entries]
    if platform is _blackboard:
        found = _without_assignment(found)
    rest = iter(_plain([one for one, owner in zip(entries, found, strict=True) if owner is None]))
    return [owner or next(rest) for owner in found]


# ---------------------------------------------------------------------- which platform


class _Platform:
    """One platform's way to name things; `find` matches what it wrote."""

    def __init__(self, *patterns: "re.Pattern[str]", folders: bool = False) -> None:
        self.patterns, self.folders = patterns, folders

    def find(self, entry: Entry) -> "re.Match[str] | None":
        """Return the platform's own words at the beginning of a name."""
        if self.folders and not entry.folder:
            return None
        return next((found for one in self.patterns if (found := one.match(entry.name)) and self.fits(found)), None)

    def fits(self, found: "re.Match[str]") -> bool:
        """Say whether a match can be the platform's."""
        return True

    def holds(self, found: "Sequence[re.Match[str]]") -> bool:
        """Say whether all the matches of a folder together can be the platform's."""
        return True

    def owner(self, entry: Entry) -> Owner | None:
        """Return whose an entry is; None if the platform did not name it."""
        found = self.find(entry)
        return self.of(found) if found else None

    def of(self, found: "re.Match[str]") -> Owner:
        """Return whose a match is."""
        return _numbered(found["who"], found["id"])


class _Blackboard(_Platform):
    """“Assignment_username_attempt_2026-01-31-10-20-30_file”; both parts may have underscores."""

    def of(self, found: "re.Match[str]") -> Owner:
        return Owner(tidy(found["head"]), found["head"])


class _Canvas(_Platform):
    """“lastfirst_12345_67890_file”, with LATE between, or “anonymous_AbC12_67890_file”."""

    def fits(self, found: "re.Match[str]") -> bool:
        return any(sign.isalpha() for sign in found["who"])

    def holds(self, found: "Sequence[re.Match[str]]") -> bool:
        # A day or a class in a file's name looks alike. On Canvas each file has a number of its own, and each
        # student one name, in small letters.
        files = [one["file"] for one in found if one["file"]]
        names: dict[str, set[str]] = {}
        for one in found:
            names.setdefault(one["id"], set()).add(one["who"].casefold())
        if len(files) != len(set(files)) or any(len(one) > 1 for one in names.values()):
            return False
        return len(names) > 1 or len(found) < 2 or all(one["who"] == one["who"].lower() for one in found)

    def of(self, found: "re.Match[str]") -> Owner:
        late = bool(found["late"] or found.groupdict().get("later"))
        return replace(_numbered(found["who"], found["id"]), late=late)


class _Ilias(_Platform):
    """“Last_First_login_4711”, a folder each."""

    def fits(self, found: "re.Match[str]") -> bool:
        login = found["login"]
        return any(sign.isalpha() for sign in found["who"]) and (
            any(sign.isalpha() for sign in login) or len(login) > 3
        )

    def of(self, found: "re.Match[str]") -> Owner:
        parts = [*found["who"].split("_"), found["login"]]
        cut = range(1, len(parts))
        also = {tidy("_".join(parts[n:])) for n in cut} | {tidy(" ".join(parts[:n])) for n in cut if n > 1}
        one = _numbered(found["who"].replace("_", " "), found["id"])
        return replace(one, also=(*one.also, *sorted(also - {one.name})))


class _Sakai(_Platform):
    """“Last, First(login)”, a folder each."""

    def of(self, found: "re.Match[str]") -> Owner:
        first, last, login = (tidy(found[one]) for one in ("first", "last", "login"))
        name = f"{first} {last}"
        return Owner(name, found["login"], "", (f"{name} ({login})",), (login, f"{last} {first}"))


_blackboard = _Blackboard(_BLACKBOARD)
_PLATFORMS = (
    _Platform(_MOODLE),  # “First Last_12345_assignsubmission_file_”, a folder each or before the student's file name
    _blackboard,
    _Platform(_BRIGHTSPACE),  # “12345-67890 - First Last - Jan 31, 2026 1020 AM - file”
    _Canvas(_ANONYMOUS, _CANVAS),
    _Ilias(_ILIAS, folders=True),
    _Sakai(_SAKAI, folders=True),
)


def _platform(entries: Sequence[Entry]) -> _Platform | None:
    """Return the platform that named a folder's entries; None where no platform did."""
    possible = list(_PLATFORMS)
    while True:
        votes = Counter(first for one in entries if (first := _first(one, possible)))
        if not votes:
            return None
        best, number = votes.most_common(1)[0]
        if 2 * number <= len(entries):
            return None
        if best.holds([found for one in entries if (found := best.find(one))]):
            return best
        possible.remove(best)


def _first(entry: Entry, possible: Sequence[_Platform]) -> _Platform | None:
    """Return the platform whose words end first: a student's own come behind them, whatever they look like."""
    ends = [(found.end(), n) for n, one in enumerate(possible) if (found := one.find(entry))]
    return possible[min(ends)[1]] if ends else None


def _numbered(who: str, number: str) -> Owner:
    name = tidy(who)
    # Moodle calls those whose names it hides “Participant 12”, in its list as in its files.
    return Owner(name, number, number, (f"{name} ({number})",), (f"{name} {number}",))


def _without_assignment(found: Sequence[Owner | None]) -> list[Owner | None]:
    """Take the assignment's name away: it is what all share, and the user name is what differs."""
    heads = [one.key.split("_") for one in found if one]
    shared = 0
    while shared < min(map(len, heads)) - 1 and len({head[shared] for head in heads}) == 1:
        shared += 1
    result: list[Owner | None] = []
    for one in found:
        if one:
            parts = one.key.split("_")
            ends = tuple(tidy("_".join(parts[n:])) for n in range(len(parts)))
            one = replace(one, name=ends[shared], fuller=(one.name,), also=(*ends[:shared], *ends[shared + 1 :]))
        result.append(one)
    return result


# ---------------------------------------------------------------------- no platform


def _plain(entries: Sequence[Entry]) -> list[Owner]:
    """Return the owners of entries that students or a teacher named: nothing but the name tells whose they are."""
    stems = [one.name if one.folder else without_ending(one.name) for one in entries]
    called = [_called(entry, stem) for entry, stem in zip(entries, stems, strict=True)]
    # Google Classroom: “First Last - answers”; a teacher may write “Lesson 2 - First Last”. Most decide, not one.
    parts = {name: tuple(name.split(" - ", 1)) for name in called if re.search(r"\S - \S", name)}
    halved = 2 * sum(name in parts for name in called) > len(called)
    first = len({one[0] for one in parts.values()}) >= len({one[1] for one in parts.values()})
    result = []
    for entry, stem, name in zip(entries, stems, called, strict=True):
        day = _DAY.match(name)
        also = [*parts.get(name, ()), *([name[day.end() :]] if day else [])]
        if name in parts and halved:
            also.append(name)
            name = parts[name][0 if first else 1]
        result.append(
            Owner(tidy(name), "", "", (tidy(stem), tidy(entry.name)), tuple(tidy(one) for one in also if one))
        )
    return result


def _called(entry: Entry, stem: str) -> str:
    """Return a name without the marks of a copy and without our own beginning, or a platform's words around it."""
    for pattern, part in ((_MOODLE, "who"), (_BRIGHTSPACE, "who"), (_BLACKBOARD, "head")):
        if found := pattern.match(entry.name):
            # A single file of a platform among others: the name can be read, but proves nothing here.
            return found[part].rpartition("_")[2] if part == "head" else found[part]
    bare = without_copy_marks(stem)
    if found := _HAND_IN.fullmatch(bare):
        return _NUMBER.sub("", found["who"])
    return bare


def without_copy_marks(stem: str) -> str:
    """Return a name without what a computer adds to a copy's.

    >>> without_copy_marks("ann (1)"), without_copy_marks("ann - Copy (2)"), without_copy_marks("Ann 2")
    ('ann', 'ann', 'Ann 2')
    """
    while (shorter := _COPY.sub("", stem)) != stem and shorter.strip():
        stem = shorter
    return stem


def without_number(name: str) -> str:
    """Return a name without a number behind it, by which a computer may tell copies apart."""
    return _NUMBER.sub("", without_copy_marks(name))


def without_ending(name: str) -> str:
    """Return a file's name without its ending."""
    for ending in _ENDINGS:
        if name.lower().endswith(ending):
            return name[: -len(ending)]
    stem, dot, ending = name.rpartition(".")
    return stem if dot and re.fullmatch(r"[A-Za-z0-9]{1,8}", ending) and stem else name


def tidy(name: str) -> str:
    r"""Return a name in one line, without control signs and half signs, and of a length that fits a cell.

    >>> tidy(" Ann\u202e\n  Example ")
    'Ann Example'
    """
    # Signs that turn the direction of writing could make one name look like another.
    kept = "".join(" " if sign.isspace() else sign for sign in name)
    kept = "".join(sign for sign in kept if unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    return " ".join(unicodedata.normalize("NFC", kept).split())[:LONGEST_NAME] or "(no name)"
