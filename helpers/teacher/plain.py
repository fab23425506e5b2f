"""A question turned back into the plain keys of an exercises.yml, so that a key file can hold it and be read again."""

from dataclasses import MISSING, fields, is_dataclass
from typing import Any

from helpers.exercises.question import Question


def plain(question: Question) -> dict[str, Any]:
    """Return the entry of an exercises.yml that makes this question; a recalled one becomes the question itself."""
    return {"id": question.id, "kind": question.kind, **_keys(question)}


def _keys(thing: Any) -> dict[str, Any]:
    """Return the keys that an author may write, but for those left at their default."""
    found: dict[str, Any] = {}
    for one in fields(thing):
        if "shape" not in one.metadata:
            continue
        value = getattr(thing, one.name)
        if one.default is not MISSING and value == one.default:
            continue
        found[one.metadata["name"] or one.name] = _value(value)
    return found


def _value(value: Any) -> Any:
    if is_dataclass(value):
        return _keys(value)
    return [_value(one) for one in value] if isinstance(value, tuple) else value
