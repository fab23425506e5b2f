"""Values that a student's code gives: turned into plain JSON, put into words, compared. Pure: nothing is run here."""

import math
import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

MOST = 200  # entries of a list that are kept
LONGEST = 500  # characters of a text that are kept
Plain = bool | int | float | str
_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}([,'’ ][0-9]{3})+(\.[0-9]+)?")
_SPACES = re.compile(r"[\s\u00a0\u2009\u202f_]+")


class NoValue(ValueError):
    """What the code gives is nothing that can be marked; the message says what to do."""


def plain(value: Any) -> Plain | list[Plain]:
    """Turn a value into a number, a text, true or false, or a list of them.

    A Series, an Index, an array, a set, a tuple and a table of one cell become lists; dates become text.
    Raises NoValue, in a student's words, for anything else.

    >>> plain(19), plain((1, 2.5)), plain({"b", "a"})
    (19, [1, 2.5], ['a', 'b'])
    """
    whole = _one(value)
    if whole is not None:
        return whole
    name = type(value).__name__
    if value is None:
        raise NoValue(
            "The last line gives nothing (None). End with the value itself: write `x` there, not `print(x)` or `x = …`."
        )
    if name == "DataFrame":
        if getattr(value, "shape", ()) == (1, 1):
            return plain(value.iloc[:, 0])
        rows, columns = value.shape
        raise NoValue(
            f"The last line gives a whole table of {rows} rows and {columns} columns. "
            'Make it one answer: count the rows with len(…), or pick one column with […"name"…].'
        )
    if "GroupBy" in name:
        raise NoValue("The last line gives groups, and nothing counted yet. Add .size(), .count() or .sum() to it.")
    if isinstance(value, dict):
        raise NoValue("The last line gives a dictionary. Make it one value, or a list.")
    if callable(value) and not isinstance(value, type):
        raise NoValue("The last line names a function and does not call it. Add brackets: name().")
    if name in ("Series", "Index", "DatetimeIndex", "RangeIndex", "ndarray", "Categorical") or hasattr(value, "tolist"):
        entries: Any = value.tolist()
        entries = entries if isinstance(entries, list) else [entries]
    elif isinstance(value, (set, frozenset)):
        entries = sorted(value, key=lambda one: (type(one).__name__, str(one)))
    elif isinstance(value, (list, tuple, range)) or name in ("dict_keys", "dict_values"):
        entries = list(value[: MOST + 1]) if isinstance(value, (list, tuple, range)) else list(value)
    else:
        raise NoValue(f"The last line gives a {name}, not a number, a text or a list of them.")
    found: list[Plain] = []
    for entry in entries[:MOST]:
        one = _one(entry)
        if one is None:
            what = "an empty cell" if entry is None or _is_missing(entry) else f"a {type(entry).__name__}"
            rule = "Numbers, texts and true or false can be marked."
            raise NoValue(f"The last line gives a list that holds {what}. {rule}")
        found.append(one)
    return found


def _one(value: Any) -> Plain | None:
    """Return a single value as plain JSON, None if it is none."""
    if type(value).__module__ == "numpy" and getattr(value, "shape", None) == ():
        value = value.item()
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        if abs(value) > 10**15:
            raise NoValue("The last line gives a number beyond all bounds. Check what is added or multiplied.")
        return int(value)
    if isinstance(value, float):
        if math.isnan(value) or math.isinf(value):
            raise NoValue("The last line gives no number (nan or inf): a cell is empty, or something is divided by 0.")
        return float(value)
    if isinstance(value, str):
        return str(value)[:LONGEST].encode("utf-8", "replace").decode()
    if isinstance(value, (datetime, date)) and not _is_missing(value):
        return value.isoformat()[:10] if getattr(value, "hour", 0) == 0 else value.isoformat()
    return None


def _is_missing(value: Any) -> bool:
    return type(value).__name__ in ("NAType", "NaTType")


def is_plain(value: Any) -> bool:
    """Say whether a value read from a record is one that `plain` could have made."""
    if isinstance(value, list):
        return len(value) <= MOST and all(not isinstance(one, list) and is_plain(one) for one in value)
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, int):
        return abs(value) <= 10**15
    return isinstance(value, str) and len(value) <= LONGEST


def in_words(value: Plain | Sequence[Plain]) -> str:
    """Write a value as a student reads it; a long list is cut.

    >>> in_words(19), in_words("a"), in_words(True), in_words([1, 2])
    ('19', '“a”', 'True', '1, 2 (a list of 2)')
    """
    if isinstance(value, str):
        return f"“{value if len(value) <= 120 else value[:120] + ' …'}”"
    if isinstance(value, (bool, int, float)):
        return str(value) if isinstance(value, (bool, int)) else f"{value:.10g}"
    told = ", ".join(in_words(one) for one in value[:12])
    size = f"{MOST} or more" if len(value) >= MOST else str(len(value))
    return f"{told}{', …' if len(value) > 12 else ''} (a list of {size})" if value else "an empty list"


def same(given: Plain, wanted: Plain, tolerance: float = 0.0) -> bool:
    """Say whether two single values agree; case and outer spaces of a text do not matter.

    >>> same(19.0, 19), same("19", 19), same(" Crisis", "crisis"), same(True, 1), same(10.4, 10, 0.5)
    (True, False, True, False, True)
    """
    if isinstance(given, bool) or isinstance(wanted, bool):
        return given is wanted
    if isinstance(given, str) or isinstance(wanted, str):
        return isinstance(given, str) and isinstance(wanted, str) and _folded(given) == _folded(wanted)
    return abs(given - wanted) <= tolerance + 1e-9 * max(1.0, abs(wanted))


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def typed(text: str, wanted: Plain) -> Plain:
    """Read what was written by hand as the kind of value that is wanted; a text that is none stays a text.

    >>> typed(" 1,234 ", 0), typed("1 234.5", 0), typed("12,5", 0), typed("Yes", True), typed("“Crisis”", "x")
    (1234, 1234.5, 12.5, True, 'Crisis')
    """
    text = text.strip().strip("\"'“”‘’«»").strip()
    if isinstance(wanted, bool):
        return {"yes": True, "true": True, "no": False, "false": False}.get(text.casefold(), text)
    if isinstance(wanted, str):
        return text
    bare = text.replace("−", "-").removesuffix("%").strip()
    if _THOUSANDS.fullmatch(_SPACES.sub(" ", bare)):
        bare = re.sub(r"[,'’]", "", bare)
    bare = _SPACES.sub("", bare)
    if re.fullmatch(r"[+-]?[0-9]+,[0-9]+", bare):
        bare = bare.replace(",", ".")
    if re.fullmatch(r"[+-]?[0-9]{1,15}", bare):
        return int(bare)
    if re.fullmatch(r"[+-]?[0-9]{0,15}\.?[0-9]{1,15}", bare):
        return float(bare)
    return text


def typed_list(text: str, wanted: Sequence[Plain]) -> list[Plain]:
    """Read a list that was written by hand: one entry a line, or parted by semicolons or else commas.

    >>> typed_list("b, a", ["a", "b"]), typed_list("1; 2,5", [1, 2.5])
    (['b', 'a'], [1, 2.5])
    """
    text = text.strip().strip("[]()")
    mark = next((mark for mark in ("\n", ";") if mark in text), ",")
    parts = [part for part in text.split(mark) if part.strip()]
    like = wanted[0] if wanted else ""
    return [typed(part, like) for part in parts[:MOST]]
