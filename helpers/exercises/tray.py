"""The tray: evidence found in one place and used in another.

Someone who looks through the tables finds a row that bears on an exercise or a claim. Either it goes at once to an
open card that takes evidence (a taker), or it is kept here, and every search box for evidence offers it. The tray
lives as long as the kernel; nothing of it is written to disk.
"""

import weakref
from collections.abc import Callable, Iterable
from typing import Protocol


class Taker(Protocol):
    """An open card that takes evidence: a name for the list of places, and a way in that says what happened."""

    @property
    def label(self) -> str:
        """Return the card's name, such as "Exercise 3: Which paper proves it?"."""

    def take(self, ids: list[str]) -> str:
        """Add the evidence and return one sentence that says where it went."""


_MOST = 30  # kept at once; a longer list helps nobody to choose
_kept: list[str] = []
_watchers: list[Callable[[], None]] = []
_takers: "dict[str, weakref.ref[Taker]]" = {}


def collect(ids: Iterable[str]) -> str:
    """Keep evidence for later and return a sentence that says where it went.

    ids : of rows or passages; what is kept already is kept once

    >>> collect(["tower-1921"]), collect(["tower-1921"])
    ('Kept for later: you find it under every search box for evidence.', 'That is kept already.')
    >>> collected(), drop("tower-1921"), collected()
    (('tower-1921',), None, ())
    """
    new = [one for one in dict.fromkeys(map(str, ids)) if one not in _kept]
    if not new:
        return "That is kept already."
    _kept.extend(new)
    del _kept[:-_MOST]
    _tell()
    return "Kept for later: you find it under every search box for evidence."


def collected() -> tuple[str, ...]:
    """Return the ids kept for later, the first kept first."""
    return tuple(_kept)


def drop(reference: str) -> None:
    """Take one id out of the tray, as when it has been used."""
    if reference in _kept:
        _kept.remove(reference)
        _tell()


def watch(callback: Callable[[], None]) -> Callable[[], None]:
    """Call back whenever the tray or the list of takers changes; the result ends that."""
    _watchers.append(callback)

    def end() -> None:
        if callback in _watchers:
            _watchers.remove(callback)

    return end


def _tell() -> None:
    for callback in list(_watchers):
        callback()


def offer(taker: Taker) -> None:
    """Put an open card among the places that take evidence, before all others; a card that is gone drops out.

    A card of the same label takes the place of the older one: the cell was run again.
    """
    for key in [key for key, one in _takers.items() if (known := one()) is None or known.label == taker.label]:
        del _takers[key]
    _takers[f"{id(taker):x}"] = weakref.ref(taker)
    _tell()


def withdraw(taker: Taker) -> None:
    """Take a card off the list of places, as when another has taken its place."""
    if _takers.pop(f"{id(taker):x}", None) is not None:
        _tell()


def relabelled() -> None:
    """Say that a card goes by another name now, as a ledger does when another claim is opened."""
    _tell()


def takers() -> list[tuple[str, str]]:
    """Return (key, label) of each open place that takes evidence, the one opened last first."""
    alive = [(key, taker) for key, one in _takers.items() if (taker := one()) is not None]
    return [(key, taker.label) for key, taker in reversed(alive)]


def give(key: str, ids: Iterable[str]) -> str:
    """Hand evidence to a place that `takers` named and return its sentence; keep it where the place is gone."""
    found = _takers.get(key)
    taker = found() if found else None
    return taker.take([str(one) for one in ids]) if taker else f"That card is closed. {collect(ids)}"
