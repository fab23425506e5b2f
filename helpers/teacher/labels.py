"""Neutral names for students, the same in every figure and table, so that a class can be shown on a projector."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from helpers.exercises.hostile import Budget, Refused, read_file
from helpers.teacher.class_list import plain_name

FILE = ".class-labels"
_LETTERS, _DIGITS = "ABCDEFGHJKLMNPQRTUVWXYZ", "23456789"  # nothing that looks like another one on a wall
_LENGTH = 4


def labels(names: Iterable[str], secret: str) -> dict[str, str]:
    """Return a neutral name for each student's name: the same secret gives the same ones, whoever else is there.

    secret : whoever lacks it cannot work out a name from a label, nor a label from a name
    Their order says nothing either: it has nothing to do with the alphabet.

    >>> one, two = labels(["Ann", "Bo"], "s"), labels(["Bo", "Cem", "Ann"], "s")
    >>> one["Ann"] == two["Ann"] != one["Bo"], len(one["Ann"])
    (True, 4)
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name in sorted(set(names), key=lambda one: (plain_name(one), one)):
        turn = 0
        while (label := _label(f"{plain_name(name) or name}/{turn}", secret)) in taken:
            turn += 1
        taken.add(label)
        found[name] = label
    return found


def _label(thing: str, secret: str) -> str:
    digest = hmac.new(f"label/{secret}".encode(), thing.encode("utf-8", "replace"), hashlib.sha256).digest()
    signs = (_LETTERS if n % 2 == 0 else _DIGITS for n in range(_LENGTH))
    return "".join(of[byte % len(of)] for of, byte in zip(signs, digest, strict=False))


def secret_of(folder: Path) -> str:
    """Return the secret from which a folder's labels are made; it lies in the folder, in a file of its own.

    Where the folder cannot be written to, the labels last as long as the session.
    """
    path = folder / FILE
    with suppress(Refused, ValueError):
        kept = read_file(path, 200, Budget()).decode("ascii").strip()
        if len(kept) >= 32:
            return kept
    made = secrets.token_hex(16)
    with suppress(OSError):
        path.write_text(f"{made}\n", encoding="ascii")
    return made
