"""The browser's side of the ledger: each widget's module is joined from parts that hold one idea; no build step."""

from pathlib import Path

from helpers.exercises import widgets

_STATIC = Path(__file__).parent / "static"
_SHARED = Path(widgets.__file__).parent / "static"
# What the exercises' card is made of too.
_PARTS = ("parts.js", "evidence.js", "drafts.js")


def script(name: str) -> str:
    """Return a widget's module: the shared parts, the ledger's own, and the widget's file."""
    parts = [_SHARED / part for part in _PARTS] + [_STATIC / "claims.js", _STATIC / name]
    return "\n".join(part.read_text(encoding="utf-8") for part in parts)


def style() -> str:
    """Return the style sheet: the exercises' own, and what the ledger adds."""
    # The evidence picker's look comes with the exercises' style sheets.
    sheets = [_SHARED / name for name in widgets._STYLES] + [_STATIC / "ledger.css"]
    return "\n".join(sheet.read_text(encoding="utf-8") for sheet in sheets)
