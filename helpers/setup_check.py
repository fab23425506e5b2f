"""Says, in a student's words, whether everything works on this machine."""

import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from pathlib import Path

from helpers import course

OLDEST_PYTHON = (3, 11)


@dataclass(frozen=True)
class Finding:
    """One thing that was tried: whether it works, and a sentence on it that also says what to do if not."""

    works: bool
    sentence: str


@dataclass(frozen=True)
class Report:
    """What was found, as text and as the HTML that a notebook shows: that breaks between words, not in them."""

    findings: tuple[Finding, ...]

    @property
    def lines(self) -> list[str]:
        """Return a line for each finding."""
        return [("Works: " if one.works else "Needs a hand: ") + one.sentence for one in self.findings]

    @property
    def end(self) -> str:
        """Return what follows from the findings."""
        if all(finding.works for finding in self.findings):
            return "Everything works. You are ready to go on."
        return "Show this page to your teacher, or try what it says and run this cell again."

    def __repr__(self) -> str:
        return "\n".join([*self.lines, "", self.end])

    def _repr_html_(self) -> str:
        items = "".join(f"<li>{escape(line)}</li>" for line in self.lines)
        return f'<ul style="overflow-wrap: anywhere">{items}</ul><p><strong>{escape(self.end)}</strong></p>'


def check_setup() -> Report:
    """Try what the course needs and tell what was found, with what to do where something is missing.

    >>> check_setup()  # doctest: +ELLIPSIS
    Works: ...
    """
    return Report(tuple(check() for check in CHECKS))


def python_version() -> Finding:
    """Find out whether this Python is new enough."""
    version = ".".join(str(part) for part in sys.version_info[:2])
    if sys.version_info >= OLDEST_PYTHON:
        return Finding(True, f"Python {version} runs the code cells.")
    return Finding(False, f"Python {version} is too old for this course: start it again with `make lab`.")


def data_tables() -> Finding:
    """Find out whether the tables can be read."""
    from helpers.tables import TableError, load_events, load_sources

    try:
        events, sources = load_events(), load_sources()
    except (TableError, OSError) as error:
        return Finding(False, f"The course's data could not be read. {error}")
    return Finding(True, f"The data are here: {len(events)} events and {len(sources)} sources.")


def figures() -> Finding:
    """Find out whether figures can be made."""
    from helpers.tables import load_events
    from helpers.timelines import timeline

    try:
        drawn = len(timeline(load_events().head(3)).data)
    except Exception as error:  # whatever a broken installation throws, a student needs a sentence
        return Finding(False, f"Figures cannot be drawn ({error}): start the course again with `make lab`.")
    return Finding(drawn > 0, "Figures can be drawn.")


def answers_folder(folder: Path | None = None) -> Finding:
    """Find out whether answers can be saved, by saving and removing a small file.

    folder : where to try; the student's answers folder if none is given
    """
    from helpers.exercises.answers import to_disk
    from helpers.exercises.keeping import in_browser, lasts, where

    folder = folder or course.answers_dir()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as trial:
            trial.write(b"\n" * 4096)
            trial.flush()
            to_disk(trial.fileno())
    except OSError as error:
        reason = error.strerror or "unknown reason"
        return Finding(
            False,
            f"Your answers cannot be saved in {folder} ({reason}): "
            "free some space there, or copy the course to a folder that is yours.",
        )
    if in_browser() and not lasts():
        return Finding(
            False,
            "Your answers are forgotten when you close this page, because this browser keeps nothing for this address: "
            "run keep_answers() in a cell and download them before you leave.",
        )
    return Finding(True, where(folder))


CHECKS: tuple[Callable[[], Finding], ...] = (python_version, data_tables, figures, answers_folder)
