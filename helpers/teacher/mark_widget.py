"""Marking in a notebook: the form for what `python -m helpers mark` does. `helpers.teacher.running` does it."""

import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from helpers.exercises.bank import PlainError, lesson_folders
from helpers.lettering import count
from helpers.teacher.assign_widget import base
from helpers.teacher.assigning import lesson_title
from helpers.teacher.keys import KeyFault, load_key
from helpers.teacher.projector import script, show_widget, style
from helpers.teacher.results import FEEDBACK, TEXTS, Outcome, Summary
from helpers.teacher.running import run
from helpers.teacher.saved_marks import LARGEST, exercise_of, take
from helpers.teacher.tables import read_table

_WORDS = "A form that marks what students handed in. On the command line: python -m helpers mark --help"
_MOST_KEYS = 100
_MOST_TOLD = 200  # of what is wrong; the rest stands in problems.csv
_EVERY = 0.25  # seconds between two words on how far a run is


class MarkWidget(anywidget.AnyWidget):
    """A form: which files, which key, where to; how far the run is, what it wrote, and what is wrong."""

    _esm = script("mark.js")
    _css = style()

    offers: Any = traitlets.List(help="keys that were found: path and words").tag(sync=True)
    progress = traitlets.Unicode(help="how far a run is").tag(sync=True)
    state = traitlets.Dict(help="what was written, what is wrong").tag(sync=True)

    def __init__(self) -> None:
        super().__init__(offers=offered_keys(), state={"base": str(base()), "problem": "", "turn": 0})
        self.on_msg(self._receive)

    def mark(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Mark what the form names and return what to tell. Raises PlainError, in a sentence, if it cannot be done."""
        folder, key, out, members = places(asked)
        done = run(folder, key, out, members, progress=self._watched)
        return told(done, out)

    def take(self, asked: Mapping[str, Any]) -> list[str]:
        """Take marks for texts that the teacher chose from the browser's downloads; say of each file what was done."""
        _, key, out, _ = places(asked)
        files = asked.get("files")
        if not isinstance(files, list) or not files:
            raise PlainError("No file was chosen.")
        questions = load_key(key).questions
        taken = []
        for one in files:
            name, text = (str(one.get(part, "")) for part in ("name", "text")) if isinstance(one, dict) else ("", "")
            exercise = exercise_of(out, questions, name) if out.is_dir() else ""
            if not exercise or len(text) > LARGEST:
                raise PlainError(
                    f"{name} was not saved from a page of texts in {out}. Mark first, then mark the texts."
                )
            taken.append(take(out, questions, exercise, text.encode("utf-8"), name))
        return taken

    def _watched(self, outcomes: Iterable[Outcome], number: int) -> Iterable[Outcome]:
        last = 0.0
        for done, outcome in enumerate(outcomes, 1):
            yield outcome
            if time.monotonic() - last > _EVERY:
                self.progress, last = f"{done:,} of {count(number, 'submission')} marked", time.monotonic()

    def _receive(self, _widget: Any, content: Any, _buffers: Any) -> None:
        if not isinstance(content, dict) or content.get("type") not in ("mark", "take"):
            return
        try:
            taken = self.take(content) if content["type"] == "take" else []
            more = self.mark(content)
            more["taken"] = [*taken, *more["taken"]]
        except (PlainError, OSError) as problem:
            more = {"problem": str(problem)}
        except Exception as fault:
            more = {"problem": f"Something went wrong in the course ({type(fault).__name__}: {fault})."}
        self.progress = ""
        turn = int(self.state.get("turn", 0)) + 1
        self.state = {"base": str(base()), "problem": "", **more, "turn": turn}

    def _ipython_display_(self) -> None:
        show_widget(self, "The form", _WORDS)


def mark_form() -> MarkWidget:
    """Show a form that marks what students handed in: results, a gradebook, feedback, and texts to read."""
    return MarkWidget()


def offered_keys() -> list[dict[str, str]]:
    """Return the keys that lie in assigned/, the newest first, and then each lesson's own for practice.

    path : from the course's folder, where it lies in it; words : what a person chooses by; out : a folder for results
    """
    found = sorted((base() / "assigned").rglob("key-*.json"), key=lambda one: one.stat().st_mtime, reverse=True)
    offers = []
    for path in found[:_MOST_KEYS]:
        try:
            key = load_key(path)
        except KeyFault:
            continue  # marking names the fault; the form offers what can be read
        place = path.relative_to(base()).as_posix()
        due = f", due {key.due}" if key.due else ""
        words = f"{key.title}, {key.mode}{due}: {place}"
        offers.append({"path": place, "words": words, "out": f"results/{path.stem.removeprefix('key-')}"})
    for folder in lesson_folders():
        if (folder / "exercises.yml").is_file():
            words = f"{lesson_title(folder.name)}, practice in the course itself"
            offers.append({"path": str(folder / "exercises.yml"), "words": words, "out": f"results/{folder.name}"})
    return offers


def places(asked: Mapping[str, Any]) -> tuple[Path, Path, Path, Path | None]:
    """Return what a form names: submissions, key, results, class list. Raises PlainError in a sentence."""
    named = {one: str(asked.get(one, "")).strip() for one in ("folder", "key", "out", "members")}
    missing = {
        "folder": "Name the folder with your students' files in part 1.",
        "key": "Choose a key in part 2.",
        "out": "Name a folder for the results in part 3.",
    }
    for one, words in missing.items():
        if not named[one]:
            raise PlainError(words)
    folder, key, out = (base() / Path(named[one]).expanduser() for one in missing)
    if not folder.is_dir():
        raise PlainError(f"There is no folder {folder}. Make it, and put your students' files into it.")
    members = base() / Path(named["members"]).expanduser() if named["members"] else None
    return folder, key, out, members


def told(done: Summary, out: Path) -> dict[str, Any]:
    """Return how a run went, in words: what was written, what is wrong, what is left to do."""
    texts = sorted((out / TEXTS).glob("*.html"))
    return {
        "made": f"{done.marked:,} of {count(done.handed_in, 'submission')} marked",
        "taken": list(done.taken),
        "gradebook": str(out / "gradebook.csv"),
        "results": str(out / "results.csv"),
        "feedback": str(out / FEEDBACK),
        "texts": [str(path) for path in texts],
        "wrong": _wrong(out),
        "problems": str(out / "problems.csv"),
        "see": str(out),
    }


def _wrong(out: Path) -> list[dict[str, str]]:
    _, rows = read_table(out / "problems.csv")
    return [
        {"student": row.get("student", ""), "what": row.get("what", ""), "ask": row.get("ask_the_student_for", "")}
        for row in rows[:_MOST_TOLD]
    ]
