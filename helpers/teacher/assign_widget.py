"""Assigning in a notebook: the form for what `python -m helpers assign` does. `helpers.teacher.assigning` does it."""

import tempfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from helpers import course
from helpers.exercises.bank import BankError, PlainError, lesson_folders, load_exercises
from helpers.exercises.question import MarkedQuestion, Question
from helpers.lettering import count
from helpers.teacher.assigning import FOR_STUDENTS, Made, Wish, assign, lesson_title
from helpers.teacher.keys import MODES
from helpers.teacher.projector import script, show_widget, style
from helpers.teacher.sealing import LISTS

_LONGEST_LIST = 600_000  # characters of a list of names
_WORDS = "A form that makes an assignment. On the command line: python -m helpers assign --help"


class AssignWidget(anywidget.AnyWidget):
    """A form: what, practice or graded, for whom and where to; and in words what was made and where it lies."""

    _esm = script("assign.js")
    _css = style()

    lessons: Any = traitlets.List(help="lessons with their exercises, kinds and marks").tag(sync=True)
    state = traitlets.Dict(help="where to, what was made, what is wrong").tag(sync=True)

    def __init__(self) -> None:
        self._show()  # first, so that it opens whole in the browser
        super().__init__(lessons=offered())
        self.on_msg(self._receive)

    def make(self, asked: Mapping[str, Any]) -> Made:
        """Make what the form asks for. Raises PlainError, in a sentence, if that cannot be done."""
        wish, names, out = wish_of(asked)
        if not names:
            return assign(wish, out)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "names.txt"
            path.write_text(names, encoding="utf-8")
            try:
                return assign(Wish(**{**vars(wish), "students": path}), out)
            except PlainError as problem:
                raise PlainError(str(problem).replace(str(path), "Your class list")) from None

    def _receive(self, _widget: Any, content: Any, _buffers: Any) -> None:
        if not isinstance(content, dict) or content.get("type") != "assign":
            return
        try:
            made = self.make(content)
        except (PlainError, OSError) as problem:
            self._show(problem=str(problem))
        except Exception as fault:
            self._show(problem=f"Something went wrong in the course ({type(fault).__name__}: {fault}).")
        else:
            self._show(**told(made))

    def _show(self, **more: Any) -> None:
        turn = int(self.state.get("turn", 0)) + 1
        out = next_folder().relative_to(base()).as_posix()
        self.state = {"out": out, "base": str(base()), "problem": "", **more, "turn": turn}

    def _ipython_display_(self) -> None:
        show_widget(self, "The form", _WORDS)


def assign_form() -> AssignWidget:
    """Show a form for making an assignment: bundles for students, and a key that stays with you."""
    return AssignWidget()


def offered() -> list[dict[str, Any]]:
    """Return the lessons and exercises that can be assigned, as the form shows them."""
    found = []
    for folder in lesson_folders():
        try:
            questions = load_exercises(folder)
        except BankError:
            continue  # `assign` names the faults; the form offers what can be read
        if questions:
            marks = sum(one.marks for one in questions if isinstance(one, MarkedQuestion))
            found.append(
                {
                    "id": folder.name,
                    "title": lesson_title(folder.name),
                    "about": f"{count(len(questions), 'exercise')}, {count(marks, 'mark')}",
                    "exercises": [_offer(one) for one in questions],
                }
            )
    return found


def _offer(question: Question) -> dict[str, Any]:
    worth = count(question.marks, "mark") if isinstance(question, MarkedQuestion) else "a person reads it"
    about = f"{question.ask}, {worth}"
    return {
        "id": question.id,
        "title": f"{question.place}. {question.title}",
        "about": about if question.kind in LISTS else f"{about}; only for practice",
    }


def base() -> Path:
    """Return the folder in which assignments are laid down: the course's own, or this one if it is installed."""
    return course.root() if course.is_checkout() else Path.cwd()


def next_folder() -> Path:
    """Return a new folder's path for today, such as …/assigned/2026-11-25; the second of a day gets a number."""
    day = datetime.now().date().isoformat()
    first = base() / "assigned" / day
    more = (first.with_name(f"{day}-{n}") for n in range(2, 1000))
    return first if not first.exists() else next((one for one in more if not one.exists()), first)


def wish_of(asked: Mapping[str, Any]) -> tuple[Wish, str, Path]:
    """Return what a form asks for: the wish, the names as text, the folder. Raises PlainError in a sentence."""
    what = asked.get("what")
    if not isinstance(what, list) or not what or not all(isinstance(one, str) for one in what):
        raise PlainError("Nothing is chosen yet: tick a lesson or an exercise in part 1.")
    mode, names, out = asked.get("mode"), asked.get("students", ""), str(asked.get("out", "")).strip()
    if mode not in MODES:
        raise PlainError("Choose practice or graded in part 2.")
    if not isinstance(names, str) or len(names) > _LONGEST_LIST:
        raise PlainError("The class list is too long. Paste the names alone, one a line.")
    if not out:
        raise PlainError("Name a new folder in part 4.")
    place = base() / Path(out).expanduser()
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        raise PlainError(f"{place} is there already. Name a new folder in part 4, so that no earlier key is lost.")
    shuffle, zipped, text = (asked.get(name) is True for name in ("shuffle", "zipped", "with_text"))
    wish = Wish(tuple(what), mode, shuffle, str(asked.get("due", ""))[:200], zipped=zipped, with_text=text)
    return wish, names.strip(), place


def told(made: Made) -> dict[str, Any]:
    """Return what was made, in words: what to hand out, what never, and what comes later."""
    graded = made.mode == "graded"
    top = made.keys[0].parent
    students = {path.parent.name for path in made.bundles} - {FOR_STUDENTS}
    each = (
        "One folder for each student of your list: give each their own, since it knows the name."
        if students
        else "The same for everybody: put it where your class finds it."
    )
    keep = (
        "It holds all answers. Without it nothing can be marked, so make a copy, and never hand it out."
        if graded
        else "This is practice, so the answers are in what you hand out too. Keep it all the same: it marks."
    )
    return {
        "made": f"{count(len(made.bundles), 'bundle')}, {made.mode}",
        "hand_out": str(top / FOR_STUDENTS),
        "each": each,
        "files": [path.name for path in made.bundles[: len(made.keys)]],
        "keys": [str(path) for path in made.keys],
        "keep": keep,
        "see": [_see(path) for path in made.keys],
        "mark": [f'python -m helpers mark handed-in --key "{path}" --out results' for path in made.keys],
    }


def _see(key: Path) -> str:
    shown = key.relative_to(base()) if key.is_relative_to(base()) else key
    return f'Class("handed-in", key="{shown.as_posix()}")'


__all__: Sequence[str] = ("AssignWidget", "assign_form", "offered", "told", "wish_of")
