"""Taking one's answers along: all of the record as one file, and back into a record. Pure but for the folder itself.

The file is the record's own form, one attempt a line, so it can also simply be laid into the answers' folder.
"""

import contextlib
import os
import secrets
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from helpers.exercises.answers import SUFFIX, Record, record, to_disk
from helpers.exercises.hand_ins import pieces, zip_of
from helpers.exercises.hostile import MOST_BYTES, MOST_FILE, Refused, TooMuch
from helpers.exercises.parcels import open_content
from helpers.exercises.record_line import Attempt, to_line
from helpers.lettering import count

MAX_BYTES = MOST_BYTES  # some 200,000 attempts; a larger file is none of ours
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
    """Return all attempts as one file, the first made first; also those that could not be saved yet.

    It is a text, one attempt a line; a zip of several such texts where one would be too large for its readers.
    """
    content = one_a_line(kept or record())
    return content if len(content) <= MOST_FILE else zip_of(content)


def one_a_line(kept: Record) -> bytes:
    """Return all attempts of a record, one a line."""
    return b"".join(_lines(kept.read().attempts))


def _lines(attempts: Iterable[Attempt]) -> Iterator[bytes]:
    """Yield a line for each attempt that can be written; what a stranger's program laid into a folder might not."""
    for attempt in attempts:
        with contextlib.suppress(ValueError):
            yield to_line(attempt)


def import_answers(content: bytes, kept: Record | None = None) -> str:
    """Add the attempts of such a file to the record and return one sentence on what came of it.

    content : the file's bytes, from wherever; whatever they are, nothing in the record is changed or taken away
    An attempt that the record holds already is not added again, so a file may be restored twice.
    """
    kept = kept or record()
    if len(content) > MAX_BYTES:
        return f"Nothing was restored: the file is larger than {MAX_BYTES // 2**20} MB, and no file of answers is."
    try:
        found = open_content(content, "the file", MAX_ATTEMPTS)
    except TooMuch as refused:
        return f"Nothing was restored: {refused.reason}."
    except Refused as refused:
        why = f" ({refused.reason})" if content.startswith(b"PK") else ""
        return (
            f"Nothing was restored: this file holds no answers of this course{why}. Choose a file that you downloaded "
            "here, or one that hand_in() made."
        )
    here = {attempt.id for attempt in kept.read().attempts}
    new = [attempt for attempt in found.attempts if attempt.id not in here]
    odd = f" {count(found.unreadable, 'line')} could not be read and stayed out." if found.unreadable else ""
    if not new:
        return f"All {count(len(found.attempts), 'answer')} of this file are in your record already.{odd}"
    try:
        _lay_down(kept.folder, list(pieces(_lines(new))))
    except OSError as problem:
        return f"Nothing was restored: the folder of answers cannot be written ({problem.strerror or problem})."
    old = len(found.attempts) - len(new)
    known = f"; {old:,} more {'was' if old == 1 else 'were'} there already" if old else ""
    return f"{count(len(new), 'answer')} restored{known}.{odd}"


def file_name(content: bytes = b"") -> str:
    """Return a name for the download, with the day, such as "my-answers-2026-11-24.jsonl".

    content : what is downloaded
    """
    ending = ".zip" if content.startswith(b"PK") else SUFFIX
    return f"my-answers-{datetime.now().date().isoformat()}{ending}"


def _lay_down(folder: Path, contents: list[bytes]) -> None:
    """Write new files into the record's folder: whole, and all or none."""
    folder.mkdir(parents=True, exist_ok=True)
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    parts: list[Path] = []
    try:
        for content in contents:
            # Under another ending first: a reader must never find half a file.
            parts.append(folder / f"restored-{moment}-{secrets.token_hex(4)}.part")
            with os.fdopen(os.open(parts[-1], flags, 0o600), "wb") as stream:
                stream.write(content)
                stream.flush()
                to_disk(stream.fileno())
        for part in parts:
            os.rename(part, part.with_suffix(SUFFIX))
    except OSError:
        for part in parts:
            part.unlink(missing_ok=True)
        raise
