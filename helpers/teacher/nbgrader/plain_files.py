"""Takes out of a submission what nbgrader would follow or stumble over, before nbgrader copies it.

nbgrader copies each file of a submission, and follows links doing so: a link to a private file of the teacher's ends
in the student's feedback, one to an endless device fills the disk. Nothing is deleted: what is taken out lies in
`set-aside/` of the course, as it was.
"""

import os
import shutil
import stat
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from helpers.teacher.nbgrader.assignments import ANSWERS, Ours

SET_ASIDE = "set-aside"
TIMESTAMP = "timestamp.txt"
_LONGEST_TIMESTAMP = 200


def set_aside(folder: Path, kept: Path) -> list[str]:
    """Move links, devices, unreadable files and a false timestamp from a submission to `kept`; return their names.

    folder : of one student's submission; it may be a link itself
    """
    moved = []
    for path in list(_not_plain(folder)):
        name = "link" if path == folder else "-".join(path.relative_to(folder).parts)
        kept.mkdir(parents=True, exist_ok=True)
        taken = sum(one.name.endswith(name) for one in kept.iterdir())
        # Renaming never follows a link; the course's folder is on one disk.
        os.rename(path, kept / (f"{taken + 1}-{name}" if taken else name))
        moved.append(name)
    return moved


def _not_plain(folder: Path) -> Iterator[Path]:
    if folder.is_symlink():
        yield folder
        return
    for parent, folders, files in os.walk(folder):
        for name in [*folders, *files]:
            path = Path(parent, name)
            mode = path.lstat().st_mode
            fit = stat.S_ISDIR(mode) or (stat.S_ISREG(mode) and os.access(path, os.R_OK))
            if not fit or (path == folder / TIMESTAMP and not _is_timestamp(path)):
                yield path


def _is_timestamp(path: Path) -> bool:
    """Say whether nbgrader can read a time: where it cannot, it stops before the student has a row in its gradebook."""
    from nbgrader.utils import parse_utc

    with path.open("rb") as stream:
        raw = stream.read(_LONGEST_TIMESTAMP + 1)
    try:
        text = raw.decode("utf-8").strip()
        return len(raw) <= _LONGEST_TIMESTAMP and (not text or bool(parse_utc(text)))
    except (ValueError, OverflowError):
        return False


def before_grading(ours: Ours, root: Path) -> Callable[..., None]:
    """Return what nbgrader calls before it copies a submission; it gives the submission's notebooks by path."""

    def hook(notebooks: Sequence[str], **_: Any) -> None:
        folder = Path(notebooks[0]).absolute().parent
        assignment, student = folder.name, folder.parent.name
        if not ours.holds(assignment):
            return
        set_aside(folder, root / SET_ASIDE / student / assignment)
        if isinstance(notebooks, list):
            # nbgrader grades by the notebooks that it finds. A student may have renamed theirs or lost it; what is
            # graded is the teacher's anyway, so those of the assignment stand for it.
            names = sorted(path.name for path in (ours.source / assignment).glob("*.ipynb"))
            notebooks[:] = [str(Path(notebooks[0]).parent / name) for name in names]

    return hook


def after_release(ours: Ours, release: Path) -> Callable[..., None]:
    """Return what nbgrader calls after it has made the students' version: answers of the teacher's go out of it."""

    def hook(notebooks: Sequence[str], **_: Any) -> None:
        assignment = Path(notebooks[0]).absolute().parent.name
        if assignment in ours.tried_out():
            shutil.rmtree(release / assignment / ANSWERS)

    return hook
