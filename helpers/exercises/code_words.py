"""What went wrong in a few lines of Python, in words for somebody who is learning it. Pure: nothing is run here."""

import difflib
import re
from collections.abc import Iterable, Mapping
from typing import Any

# What Python's parser says -> what it usually means.
_SYNTAX = (
    ("was never closed", "a bracket is opened there and never closed. Count the brackets"),
    ("unmatched", "a bracket is closed that was never opened. Count the brackets"),
    ("does not match opening", "a bracket is closed by another kind of bracket. Count ( ) and [ ]"),
    ("unterminated string", "a quotation mark is missing: a text begins and does not end"),
    ("Maybe you meant '=='", "one = gives a name to something; to compare, write two: =="),
    ("cannot assign to", "one = gives a name to something; to compare, write two: =="),
    ("Perhaps you forgot a comma", "a comma, a dot or an operator is missing between two things"),
    ("unexpected indent", "the line begins with spaces that it should not have. Move it to the left edge"),
    ("unindent", "the spaces at the beginning of the lines do not agree"),
    ("expected an indented block", "the line after a colon must begin with four spaces"),
    ("expected ':'", "a colon : is missing at the end of the line"),
    ("invalid character", "there is a sign that Python does not know, perhaps a curly quotation mark or a long dash"),
    ("invalid non-printable", "there is an invisible character, perhaps from copying. Type the line again"),
)
_COMMON = ("len", "sum", "sorted", "min", "max", "round", "list", "set")
_MIXED = ("unsupported operand", "can only concatenate", "not supported between", "contain a loop", "must be str")
_MAGIC = re.compile(r"^\s*[%!]", re.MULTILINE)


def closest(name: str, known: Iterable[str]) -> str:
    """Return the known name that is most like a wrong one, "" if none is.

    >>> closest("evnts", ["events", "sources"])
    'events'
    """
    known = list(dict.fromkeys(known))
    folded = [one for one in known if one.casefold() == name.casefold()]
    near = folded or difflib.get_close_matches(name, known, 1, 0.6)
    return near[0] if near else ""


def _did_you_mean(name: str, known: Iterable[str]) -> str:
    near = closest(name, known)
    return f" Did you mean `{near}`?" if near else ""


def explain(error: BaseException, names: Mapping[str, Any], code: str = "", line: int | None = None) -> str:
    """Say in plain words what an error means and what to do.

    names : what the code knew, to find the name that was meant
    code : what was run, to tell things that are no Python at all
    line : the line of the student's code where it happened, None if not known

    >>> explain(NameError("name 'evnts' is not defined", name="evnts"), {"events": 1})
    'The name `evnts` is not known here. Did you mean `events`? (NameError)'
    """
    # A library's own errors go by the name that Python's own error has.
    kind = next(cls.__name__ for cls in type(error).__mro__ if cls.__module__ == "builtins")
    if isinstance(error, SyntaxError):
        return f"{_syntax(error, code)} ({kind})"
    where = f"Line {line}: " if line and code.strip().count("\n") and isinstance(error, Exception) else ""
    words = _told(error, names)
    if where:
        words = where + (words[0].lower() + words[1:] if words.startswith(("The ", "There ", "You ")) else words)
    return f"{words} ({kind})"


def _syntax(error: SyntaxError, code: str) -> str:
    if _MAGIC.search(code):
        return "Lines that begin with % or ! are commands for a notebook cell. Here, write plain Python only."
    message = error.msg or ""
    usual = next((words for sign, words in _SYNTAX if sign in message), "")
    usual = usual or "look for a missing bracket, comma or quotation mark there, or in the line before"
    # `at` is where Python stopped reading; the mistake is often just before.
    at = f"line {error.lineno}" if error.lineno else "the code"
    return f"Python cannot read {at}: {usual}."


def _told(error: BaseException, names: Mapping[str, Any]) -> str:
    message = (str(error).strip().splitlines() or [""])[0][:200]
    if isinstance(error, UnboundLocalError):
        return f"A name is used before it is given anything: {message}."
    if isinstance(error, NameError):
        name = error.name or (re.findall(r"'(.+?)'", message) or [""])[0]
        hint = _did_you_mean(name, [*(one for one in names if not one.startswith("__")), *_COMMON])
        quotes = "" if hint else " If it is a text, put it in quotation marks."
        return f"The name `{name}` is not known here.{hint}{quotes}"
    if isinstance(error, KeyError):
        return _key(error, names)
    if isinstance(error, AttributeError):
        return _attribute(error, message)
    if isinstance(error, IndexError):
        return "You ask for a place beyond the end. Places are counted from 0; len(…) tells how many there are."
    if isinstance(error, ModuleNotFoundError):
        return f"There is no module `{error.name}` here. What you need is at hand without an import."
    if isinstance(error, ImportError):
        return f"Something that you import is not there: {message}."
    if isinstance(error, ZeroDivisionError):
        return "Something is divided by 0. Check what stands behind the /."
    if isinstance(error, RecursionError):
        return "A function calls itself without an end."
    if isinstance(error, MemoryError):
        return "The computer has no room for so much. Ask for less at once."
    if isinstance(error, OverflowError):
        return "A number grows beyond all bounds. Check what is multiplied."
    if isinstance(error, TypeError):
        return _type(message)
    if isinstance(error, ValueError):
        return _value(message)
    if isinstance(error, SystemExit):
        return "exit() and quit() would end Python. Leave them out."
    if isinstance(error, KeyboardInterrupt):
        return "You stopped the code before it was ready."
    return f"Python stopped and says: {message or 'no more than this'}."


def columns_of(names: Mapping[str, Any]) -> list[str]:
    """Return the columns of every table among some names."""
    found: list[str] = []
    for value in names.values():
        if type(value).__name__ == "DataFrame":
            found += [str(column) for column in value.columns]
    return list(dict.fromkeys(found))


def _key(error: KeyError, names: Mapping[str, Any]) -> str:
    wanted = error.args[0] if error.args else ""
    # Several columns asked for at once: pandas names those that are missing in a sentence.
    if isinstance(wanted, str) and (listed := re.search(r"\[(.*?)\].*(not in|are in)", wanted)):
        wanted = (re.findall(r"'(.+?)'", listed[1]) or [wanted])[0]
    columns = columns_of(names)
    if not isinstance(wanted, str) or not columns:
        return f"There is no key {wanted!r} in what you look into."
    hint = _did_you_mean(wanted, columns)
    shown = ", ".join(columns[:20]) + (" …" if len(columns) > 20 else "")
    listed_columns = "" if hint else f" The columns are: {shown}."
    return f"There is no column or key `{wanted}`.{hint}{listed_columns}"


def _attribute(error: AttributeError, message: str) -> str:
    name = str(error.name or (re.findall(r"'([^']+)'$", message) or [""])[0])
    thing: Any = error.obj
    if thing is None:
        return f"Something before `.{name}` is empty (None), so there is nothing to ask. Look at the line before it."
    what = {"DataFrame": "A table", "Series": "A column", "list": "A list", "str": "A text", "int": "A number"}.get(
        type(thing).__name__, f"A {type(thing).__name__}"
    )
    known = [one for one in dir(thing) if not one.startswith("_")]
    if type(thing).__name__ == "DataFrame" and closest(name, map(str, thing.columns)):
        return f'A table has no `.{name}`. For a column, write ["{closest(name, map(str, thing.columns))}"].'
    return f"{what} has no `.{name}`.{_did_you_mean(name, known)}"


def _type(message: str) -> str:
    if "not callable" in message:
        return "There are round brackets ( ) behind something that is no function. For a column, use [ ]."
    if "not subscriptable" in message:
        return "There are square brackets [ ] behind something that has no parts. To call a function, use ( )."
    if any(sign in message for sign in _MIXED):
        return "Two things that do not go together are added or compared, such as a text and a number."
    if "missing" in message and "argument" in message:
        return f"A function needs more between its brackets: {message}."
    if "unexpected keyword" in message or "positional argument" in message:
        return f"A function was given something that it does not take: {message}."
    if "unhashable" in message:
        return "A list stands where one single value is needed. Look for [ ] too many."
    return f"Something is of the wrong type: {message}."


def _value(message: str) -> str:
    if "truth value" in message:
        advice = "Write & for and, | for or, and brackets round each part."
        return f"Python cannot take a whole column for one yes or no. {advice}"
    if "invalid literal for int" in message or "could not convert" in message:
        return f"A text cannot be read as a number: {message}."
    return f"A value does not fit: {message}."
