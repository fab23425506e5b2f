"""Signs that a text may hold: what controls a screen or hides a name is replaced, all that people write with stays."""

import unicodedata
from functools import lru_cache

# They turn the direction of what follows, so that one name or file looks like another.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@lru_cache(maxsize=4_000)
def controls(sign: str) -> bool:
    r"""Say whether a sign controls a screen, is half a sign, or turns the direction of writing.

    Spaces that do not break, and what joins or parts letters in Persian, Hindi or an emoji, are words like any other.

    >>> [controls(sign) for sign in ("\x1b", "\n", "\ud800", "\u202e", "\u00a0", "\u200d", "\u2028")]
    [True, True, True, True, False, False, False]
    """
    return sign in _TURNING or unicodedata.category(sign) in ("Cc", "Cs")


def without_controls(text: str, instead: str, kept: str = "") -> str:
    r"""Return a text in which another sign stands instead of each that controls a screen.

    >>> without_controls("Groupe\u00a0A\x1b[31m", "?") == "Groupe\u00a0A?[31m"
    True
    """
    if text.isprintable():
        return text
    return "".join(instead if controls(sign) and sign not in kept else sign for sign in text)


def in_one_line(text: str, instead: str = "?") -> str:
    """Return a text that takes one line wherever it is printed."""
    return "".join(instead if sign in "\u2028\u2029" else sign for sign in without_controls(text, instead))
