"""What stands in a folder of submissions, sorted by student, whatever a learning platform made of the names.

`submissions` is the one reader of such a folder: marking, the class notebook and the class ledger all call it.
"""

import hashlib
import os
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from helpers.exercises.bank import PlainError
from helpers.exercises.hostile import MOST_ZIP, Budget, Refused, read_file, shown, zip_members
from helpers.lettering import count
from helpers.teacher.class_list import plain_name, same_person
from helpers.teacher.platforms import Entry, Owner, owners, without_number
from helpers.teacher.platforms import tidy as tidy

# What computers and editors lay down by themselves. A name that merely begins with a dot may be a student's.
_JUNK = re.compile(
    r"\.DS_Store|\._.*|\.class-labels|\.ipynb_checkpoints|\.git|__MACOSX|Thumbs\.db|desktop\.ini|~\$.*", re.I
)
# One kernel's part of a record, as answers.py and keeping.py name it: it belongs to whoever owns the folder.
_RECORD = re.compile(r"(attempts|restored)-\d{8}T\d{6}Z-[0-9a-f]{8}\.jsonl")
# Files that are never read for answers: beside one that is, they are the same student's.
_BESIDE = (".ipynb", ".pdf", ".docx", ".odt", ".html", ".htm", ".png", ".jpg", ".jpeg", ".md", ".py", ".csv", ".xlsx")


# What Sakai lays beside the students' folders: a list of grades. No answers are read from such files in any case.
_OF_THE_PLATFORM = (".csv", ".xls", ".xlsx")


class NoSubmissions(PlainError):
    """There is nothing to mark; the message says where and what to do."""


@dataclass(frozen=True)
class Submission:
    """What one student handed in: `name` as it is shown, `file` a name fit for a file, `paths` all of it.

    id : as the platform numbers students; "" if it does not say
    names : all that the student may be called, as the platform or the file tells it; late : so says the platform
    notes : what is in doubt, in sentences
    """

    name: str
    file: str
    paths: tuple[Path, ...]
    id: str = ""
    names: tuple[str, ...] = ()
    late: bool = False
    notes: tuple[str, ...] = ()


@dataclass
class _Found:
    owner: Owner
    paths: list[Path]
    notes: list[str]


def submissions(folder: Path | str) -> list[Submission]:
    """Return what was handed in, sorted by name.

    folder : with a folder, a zip or files a student; or one such file
    What the platform wrote around a file's name decides whose it is. Where it wrote nothing, files stay apart; only
    those that may be one student's, by their names, are opened to see whether they are.
    A link in it is a submission too: it is refused when it is read, so that nobody goes missing.
    """
    folder = Path(folder)
    if not folder.exists():
        raise NoSubmissions(f"{folder} is not there. Give the folder in which you collected what students handed in.")
    if not folder.is_dir() or folder.is_symlink():
        _refuse_whole_class(folder)
        return _named([_Found(owners([Entry(folder.name)])[0], [folder], [])])
    entries = _entries(folder)
    if not entries:
        raise NoSubmissions(f"{folder} is empty. Put there what students handed in: a zip, a file or a folder each.")
    if all(_RECORD.fullmatch(one.name) for one in entries):
        owner = owners([Entry(folder.absolute().name, folder=True)])[0]
        return _named([_Found(owner, [folder / one.name for one in entries], [])])
    if len(entries) == 1:
        alone = folder / entries[0].name
        if _several_inside(alone, entries[0]):
            return submissions(alone)
        _refuse_whole_class(alone)
    return _named(_together(folder, entries))


def sender(name: str) -> tuple[str, str]:
    """Return whose a file or folder is, seen alone, and the platform's number for that student ("" if none).

    >>> sender("Ann Example_4711_assignsubmission_file_my-answers.jsonl"), sender("examplebob_LATE_12_345_answers.zip")
    (('Ann Example', '4711'), ('examplebob', '12'))
    >>> sender("12-34 - Dee X - Jan 31, 2026 1020 AM"), sender("hand-in-02-1a2b3c4d-eve-x.zip"), sender("eve.jsonl.txt")
    (('Dee X', '12-34'), ('eve-x', ''), ('eve', ''))
    """
    (owner,) = owners([Entry(name)])
    return owner.name, owner.id


def _entries(folder: Path) -> list[Entry]:
    with os.scandir(folder) as found:
        kept = [Entry(one.name, one.is_dir(follow_symlinks=False)) for one in found if not _JUNK.fullmatch(one.name)]
    return sorted(kept, key=lambda one: one.name)


def _several_inside(path: Path, entry: Entry) -> bool:
    """Say whether a folder's only entry is a platform's own folder that holds several students' work."""
    if not entry.folder or owners([entry])[0].key:
        return False
    try:
        inside = owners(_entries(path))
    except OSError:
        return False  # whoever marks it says why it cannot be read
    return len({one.key for one in inside if one.key}) > 1


def _refuse_whole_class(path: Path) -> None:
    """Refuse a platform's one zip of all submissions: read as one student's, it would mix up everybody's answers."""
    if path.suffix.lower() != ".zip" or path.is_symlink() or path.is_dir():
        return
    try:
        budget = Budget()
        entries = zip_members(read_file(path, MOST_ZIP, budget), path.name, budget)
        names = {PurePosixPath(name.replace("\\", "/")) for name, _, _ in entries}
    except Refused:
        return  # whoever marks it says why it cannot be read
    parts = {Entry(part, folder=n + 1 < len(name.parts)) for name in names for n, part in enumerate(name.parts)}
    senders = {owners([one])[0].key for one in parts} - {""}
    if len(senders) > 1 or sum(name.suffix.lower() == ".zip" for name in names) > 1:
        raise NoSubmissions(f"{path} holds the submissions of several students. Unpack it, and give that folder.")


# ---------------------------------------------------------------------- which entries are one student's


def _together(folder: Path, entries: Sequence[Entry]) -> list[_Found]:
    """Lay together what is one student's: by the platform's word, and where it gave none, by what can be proved."""
    keyed: dict[str, _Found] = {}
    loose: dict[str, list[tuple[Entry, Owner]]] = {}
    whose = list(zip(entries, owners(entries), strict=True))
    by_folder = any(owner.key for _, owner in whose) and all(entry.folder for entry, owner in whose if owner.key)
    for entry, owner in whose:
        if by_folder and not owner.key and not entry.folder and entry.name.lower().endswith(_OF_THE_PLATFORM):
            continue
        if owner.key:
            known = keyed.setdefault(owner.key, _Found(owner, [], []))
            known.paths.append(folder / entry.name)
            if owner.late and not known.owner.late:
                known.owner = owner
        else:
            core = plain_name(without_number(owner.name)) or entry.name
            loose.setdefault(core, []).append((entry, owner))
    found = list(keyed.values())
    for alike in loose.values():
        found += _alike(folder, alike)
    return found


def _alike(folder: Path, alike: Sequence[tuple[Entry, Owner]]) -> list[_Found]:
    """Lay together files of one name, where no platform says whose they are."""
    if len(alike) == 1:
        entry, owner = alike[0]
        return [_Found(owner, [folder / entry.name], [])]
    beside = [one for one in alike if not one[0].folder and one[0].name.lower().endswith(_BESIDE)]
    bearing = [one for one in alike if one not in beside]
    found = _handed_in_again([_Found(owner, [folder / entry.name], []) for entry, owner in bearing])
    for entry, owner in beside:
        whose = [one for one in found if one.owner.name.casefold() == owner.name.casefold()]
        if len(whose) == 1:
            whose[0].paths.append(folder / entry.name)
        else:
            found.append(_Found(owner, [folder / entry.name], []))
    for one in found:
        if len(one.paths) > 1:
            one.notes.append(f"Taken together as one student's: {_listed(one.paths)}.")
    if len(found) > 1:
        names = _listed([path for one in found for path in one.paths])
        for one in found:
            one.notes.append(f"May be one student's, and were marked each: {names}.")
    return found


def _handed_in_again(files: list[_Found]) -> list[_Found]:
    """Join files that are one student's, since the later holds all of the earlier: a record only grows.

    Name and hand-in.json must agree as well. They alone prove nothing: anybody can write another's name.
    """
    from helpers.teacher.parcels import open_parcel

    if len(files) < 2:
        return files
    read: list[tuple[_Found, str, set[tuple[str, ...]]]] = []
    for one in files:
        said, held = "", set[tuple[str, ...]]()
        try:
            parcel = open_parcel(Submission(one.owner.name, "", tuple(one.paths)))
            if parcel.claims and same_person(parcel.claims.student, without_number(one.owner.name)):
                said = f"{parcel.claims.assignment}/{plain_name(parcel.claims.student)}"
                held = {(each.id, each.exercise, each.at, repr(each.answer)) for each in parcel.attempts}
        except (Refused, RecursionError):
            pass  # whoever marks it says why it cannot be read
        read.append((one, said, held))
    read.sort(key=lambda each: (-len(each[2]), each[0].paths[0].name))
    leaders: list[tuple[_Found, str, set[tuple[str, ...]]]] = []
    for one, said, held in read:
        leader = next((each for each in leaders if said and each[1] == said and held <= each[2]), None)
        if leader:
            leader[0].paths += one.paths
            # Called as it was before it was handed in again.
            leader[0].owner = min(leader[0].owner, one.owner, key=lambda owner: len(owner.fuller[0]))
        else:
            leaders.append((one, said, held))
    return [one for one, _, _ in leaders]


def _listed(paths: Sequence[Path]) -> str:
    most = 4
    names = [shown(path.name) for path in paths[:most]]
    return ", ".join([*names, *([f"and {count(len(paths) - most, 'more', 'more')}"] if len(paths) > most else [])])


# ---------------------------------------------------------------------- names


def _named(found: Iterable[_Found]) -> list[Submission]:
    """Give each submission a name and a file of its own, that do not depend on the order or on who came first."""
    sorted_ = sorted(found, key=lambda one: (one.owner.name.casefold(), one.owner.key, one.paths[0].name))
    forms = [(one.owner.name, *one.owner.fuller, f"{one.owner.name} [{_stamp(one)}]") for one in sorted_]
    names = _apart(forms)
    files = _files(names, [_stamp(one) for one in sorted_])
    made = [
        Submission(
            name,
            file,
            tuple(one.paths),
            one.owner.id,
            tuple(dict.fromkeys((one.owner.name, *one.owner.also))),
            one.owner.late,
            tuple(one.notes),
        )
        for name, file, one in zip(names, files, sorted_, strict=True)
    ]
    return sorted(made, key=lambda one: (one.name.casefold(), one.name))


def _apart(forms: Sequence[tuple[str, ...]]) -> list[str]:
    """Return a form for each, no two alike where capitals do not count; all that are alike take their next form.

    >>> _apart([("Ann", "Ann (1)"), ("ann", "ann (2)"), ("Bo", "Bo (3)")])
    ['Ann (1)', 'ann (2)', 'Bo']
    """
    level = [0] * len(forms)
    waiting = True
    while waiting:
        groups: dict[str, list[int]] = {}
        for n, form in enumerate(forms):
            groups.setdefault(_folded(form[level[n]]), []).append(n)
        waiting = False
        for group in groups.values():
            for n in group if len(group) > 1 else ():
                if level[n] + 1 < len(forms[n]):
                    level[n] += 1
                    waiting = True
    return [form[n] for form, n in zip(forms, level, strict=True)]


def _folded(name: str) -> str:
    """Return a name as systems compare it that know neither capitals nor ways to write an accent."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKD", name).casefold())


def _stamp(one: _Found) -> str:
    """Return a few letters that are this submission's, whoever else hands in."""
    thing = one.owner.key or one.paths[0].name
    return hashlib.blake2b(thing.encode("utf-8", "surrogatepass"), digest_size=5).hexdigest()


def _files(names: Sequence[str], stamps: Sequence[str]) -> list[str]:
    """Return a file's name for each, also where capitals do not count; a changed name takes nobody's own."""
    plain = [file_name(name) for name in names]
    own = {_folded(file) for file, name in zip(plain, names, strict=True) if file == name}
    forms = []
    for file, name, stamp in zip(plain, names, stamps, strict=True):
        stamped = f"{file}-{stamp}"
        forms.append((stamped,) if file != name and _folded(file) in own else (file, stamped))
    return _apart(forms)


def file_name(name: str) -> str:
    """Return a name that every system takes for a file.

    >>> file_name("Zoë O'Example"), file_name("../../x"), file_name("小明"), file_name("CON")
    ('Zoë-O-Example', 'x', '小明', 'CON-')
    """
    kept = "-".join("".join(sign if sign.isalnum() else " " for sign in name).split())[:80] or "student"
    # Windows keeps these few names for itself.
    return f"{kept}-" if re.fullmatch(r"(?i:con|prn|aux|nul|com\d|lpt\d)", kept) else kept
