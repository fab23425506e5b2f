"""Helpers for a course that audits an essay against evidence.

A notebook needs one line, with the names that it uses::

    from helpers import exercise, load_events, show, timeline

Each name is loaded when it is first asked for, so that a lesson waits only for what it uses.
"""

from importlib import import_module

# Public name -> module that defines it. The one list of what notebooks may import.
_HOME = {
    "assignment": "helpers.exercises.assigned",
    "bands": "helpers.stretches",
    "check_setup": "helpers.setup_check",
    "class_ledger": "helpers.editions",
    "curtain": "helpers.curtains",
    "describe": "helpers.figures",
    "edition_text": "helpers.editions",
    "essay_view": "helpers.ledgers",
    "events_of": "helpers.evidence",
    "exercise": "helpers.exercises",
    "explore": "helpers.explorer",
    "hand_in": "helpers.exercises.assigned",
    "keep_answers": "helpers.ledgers",
    "ledger": "helpers.ledgers",
    "load_accounts": "helpers.tables",
    "load_actors": "helpers.tables",
    "load_claims": "helpers.tables",
    "load_countries": "helpers.tables",
    "load_debate": "helpers.tables",
    "load_documents": "helpers.tables",
    "load_eras": "helpers.tables",
    "load_events": "helpers.tables",
    "load_forums": "helpers.tables",
    "load_glossary": "helpers.tables",
    "load_indicators": "helpers.tables",
    "load_indicators_catalogue": "helpers.tables",
    "load_members": "helpers.tables",
    "load_omissions": "helpers.tables",
    "load_parallels": "helpers.tables",
    "load_polls": "helpers.tables",
    "load_readings": "helpers.tables",
    "load_sources": "helpers.tables",
    "membership_by_year": "helpers.maps",
    "membership_map": "helpers.maps",
    "passage": "helpers.ledgers",
    "progress": "helpers.ledgers",
    "second_edition": "helpers.editions",
    "show": "helpers.figures",
    "show_table": "helpers.figures",
    "side_by_side": "helpers.tellings",
    "table_of": "helpers.figures",
    "timeline": "helpers.timelines",
    "told_when": "helpers.tellings",
    "trend": "helpers.charts",
}

__all__ = sorted(_HOME)


def __getattr__(name: str) -> object:
    """Load a public name on first use."""
    if name not in _HOME:
        raise AttributeError(f"module 'helpers' has no attribute {name!r}")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> "list[str]":  # quoted: an old Python that starts the command line reads this too
    """List the public names for tab completion."""
    return __all__
