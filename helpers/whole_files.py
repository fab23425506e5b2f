"""Files that are written whole or not at all, also where somebody has the former one open in another program."""

import contextlib
import os
import secrets
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path


class FileInUse(OSError):
    """A file that cannot be replaced; the message is a sentence that says which, and what to do."""

    def __str__(self) -> str:
        return str(self.args[0])


def check_replaceable(paths: Iterable[Path]) -> None:
    """Raise FileInUse for the first file that is there and cannot be replaced. Nothing is changed."""
    for path in paths:
        if path.exists():
            try:
                # To its own name: nothing happens, but Windows refuses it while a spreadsheet has the file open.
                os.replace(path, path)
            except OSError as problem:
                raise _in_use(path, problem) from None


def put_in_place(files: Sequence[tuple[Path, Path]]) -> None:
    """Give files their names, all or none of them.

    files : (as it was written, where it goes), both in one folder
    Raises FileInUse where that cannot be done; what was there before is then there still, and what was written is gone.
    """
    former: list[tuple[Path, Path | None]] = []
    try:
        check_replaceable(path for _, path in files)
        for part, path in files:
            try:
                kept = _kept(path) if path.exists() else None
                former.append((path, kept))
                os.replace(part, path)
            except OSError as problem:
                raise _in_use(path, problem) from None
    except FileInUse:
        _undo(former)
        for part, _ in files:
            part.unlink(missing_ok=True)
        raise
    for _, kept in former:
        if kept:
            kept.unlink(missing_ok=True)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file of which a reader never finds half. Raises FileInUse, or OSError where there is no room."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(content)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise
    put_in_place([(part, path)])


def _kept(path: Path) -> Path:
    """Keep a file under a second name, without taking room for it where the disk can do that."""
    kept = path.with_name(f".{path.name}.{secrets.token_hex(4)}.former")
    try:
        os.link(path, kept)
    except OSError:
        shutil.copy2(path, kept)
    return kept


def _undo(former: Sequence[tuple[Path, Path | None]]) -> None:
    """Bring back what was there; a file that could not be replaced is still the former one itself."""
    for path, kept in reversed(former):
        if kept is None:
            path.unlink(missing_ok=True)
            continue
        with contextlib.suppress(OSError):
            if not os.path.samefile(path, kept):
                os.replace(kept, path)
        kept.unlink(missing_ok=True)


def _in_use(path: Path, problem: OSError) -> FileInUse:
    if isinstance(problem, PermissionError):
        return FileInUse(f"{path} is open in another program, or may not be written: close it and run again.")
    return FileInUse(f"{path} cannot be written ({problem.strerror or problem}). Mend that and run again.")
