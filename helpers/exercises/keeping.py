"""Taking one's answers along: all of the record as one file, and back into a record. Pure but for the folder itself.

The file is the record's own form, one attempt a line, so it can also simply be laid into the answers' folder.
"""

import os
import secrets
import sys
from datetime import UTC, datetime
from pathlib import Path

from helpers.exercises.answers import SUFFIX, Record, _to_disk, record
from helpers.exercises.record_line import Attempt, Unreadable, from_line, to_line
from helpers.lettering import count

MAX_BYTES = 16 * 1024 * 1024  # some 60,000 attempts; a larger file is none of ours
MAX_ATTEMPTS = 60_000
_DRIVE = "/drive"  # where JupyterLite shows its storage to Python


def in_browser() -> bool:
    """Say whether Python itself runs in the browser, with no server and no folder on a disk."""
    return sys.platform == "emscripten"


def _browser_keeps() -> bool:
    """Say whether JupyterLite has mounted its storage, which it cannot where the address is not secure."""
    try:
        import pyodide_js  # type: ignore[import-not-found]

        # os.path.ismount() says no: to it all of the browser's folders are one device.
        return str(pyodide_js.FS.lookupPath(_DRIVE).node.mount.mountpoint) == _DRIVE
    except Exception:  # whatever an unknown browser throws at us: better one warning too many
        return False


def where(folder: Path) -> str:
    """Return one sentence on where answers are kept, when the place lasts."""
    if in_browser():
        return (
            "Your answers are saved in this browser, on this computer: they stay when you close the page, and go "
            "when somebody clears the browser's data or when this was a private window. Download them now and then."
        )
    return f"Your answers are saved on this machine, in the folder {folder}."


def lasts() -> bool:
    """Say whether the folder of answers outlives this session: not on Binder, not in a browser's own memory."""
    if in_browser():
        return _browser_keeps()
    # BinderHub gives every session it starts these variables; a school's JupyterHub, whose folders last, has none.
    return not any(name in os.environ for name in ("BINDER_LAUNCH_HOST", "BINDER_REQUEST", "BINDER_REPO_URL"))


def export_answers(kept: Record | None = None) -> bytes:
    """Return all attempts as one file, one a line, the first made first; also those that could not be saved yet."""
    return b"".join(to_line(attempt) for attempt in (kept or record()).read().attempts)


def import_answers(content: bytes, kept: Record | None = None) -> str:
    """Add the attempts of such a file to the record and return one sentence on what came of it.

    content : the file's bytes, from wherever; whatever they are, nothing in the record is changed or taken away
    An attempt that the record holds already is not added again, so a file may be restored twice.
    """
    kept = kept or record()
    if len(content) > MAX_BYTES:
        return f"Nothing was restored: the file is larger than {MAX_BYTES // 2**20} MB, and no file of answers is."
    found, unreadable = attempts_in(content)
    if not found:
        return (
            "Nothing was restored: this file holds no answers of this course. Choose a file that you downloaded here."
        )
    if len(found) > MAX_ATTEMPTS:
        return f"Nothing was restored: the file holds more than {MAX_ATTEMPTS:,} answers, and no student has so many."
    here = {attempt.id for attempt in kept.read().attempts}
    new = [attempt for attempt in found.values() if attempt.id not in here]
    odd = f" {count(unreadable, 'line')} could not be read and stayed out." if unreadable else ""
    if not new:
        return f"All {count(len(found), 'answer')} of this file are in your record already.{odd}"
    try:
        _lay_down(kept.folder, b"".join(map(to_line, new)))
    except OSError as problem:
        return f"Nothing was restored: the folder of answers cannot be written ({problem.strerror or problem})."
    old = len(found) - len(new)
    known = f"; {old:,} more {'was' if old == 1 else 'were'} there already" if old else ""
    return f"{count(len(new), 'answer')} restored{known}.{odd}"


def file_name() -> str:
    """Return a name for the download, with the day, such as "my-answers-2026-11-24.jsonl"."""
    return f"my-answers-{datetime.now().date().isoformat()}{SUFFIX}"


def attempts_in(content: bytes) -> tuple[dict[str, Attempt], int]:
    """Return the attempts of a file by id, and how many lines are none."""
    found: dict[str, Attempt] = {}
    unreadable = 0
    # A spreadsheet or an editor may have put a mark at the start.
    for line in content.removeprefix(b"\xef\xbb\xbf").split(b"\n"):
        if not line.strip():
            continue
        try:
            attempt = from_line(line)
            to_line(attempt)
        except (Unreadable, ValueError):
            unreadable += 1
            continue
        found.setdefault(attempt.id, attempt)
    return found, unreadable


def _lay_down(folder: Path, content: bytes) -> None:
    """Write a new file into the record's folder, whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    name = f"restored-{moment}-{secrets.token_hex(4)}"
    # Under another ending first: a reader must never find half a file.
    part = folder / f"{name}.part"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    try:
        with os.fdopen(os.open(part, flags, 0o600), "wb") as stream:
            stream.write(content)
            stream.flush()
            _to_disk(stream.fileno())
        os.rename(part, folder / f"{name}{SUFFIX}")
    except OSError:
        part.unlink(missing_ok=True)
        raise
