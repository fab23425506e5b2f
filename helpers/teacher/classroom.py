"""A class, seen by its teacher in a notebook: `Class("handed-in")`, then one short line a question."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from helpers import course
from helpers.lettering import count
from helpers.teacher import class_html as html
from helpers.teacher import class_views as views
from helpers.teacher.class_data import ClassFault, Gathered, Member, gather
from helpers.teacher.labels import labels
from helpers.teacher.projector import PROJECTOR, Bundle, NameSwitch, Screen

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from helpers.ledgers.drawing import Bars

_DEMO = (
    "Here is a made-up class: names and answers are invented. Put your folder's name in the first cell, as it says "
    "there, and run the cells again."
)


class Class:
    """Your class, from the folder in which you collected what students handed in. Names are hidden at first.

    folder : of submissions, or the folder of results that `python -m helpers mark` wrote
    key : the key….json that `assign` wrote; leave it out for practice with the course's own lessons
    students : a class list as CSV, to see who handed in nothing
    Nothing of a student's is run. Raises ValueError, in one sentence, where the folder or the key cannot be used.
    """

    def __init__(self, folder: str | Path, key: str | Path = "", students: str | Path = "") -> None:
        self._begin(gather(_found(folder), _found(key) if key else None, _found(students) if students else None))

    @classmethod
    def demo(cls, lesson: str | None = None) -> "Class":
        """Return a made-up class, to see what this notebook shows. lesson : such as "02"."""
        from helpers.teacher.made_up import made_up

        one = cls.__new__(cls)
        one._begin(made_up(lesson), _DEMO)
        return one

    def _begin(self, gathered: Gathered, words: str = "") -> None:
        self._gathered, self._words = gathered, words
        self._labels = labels((one.name for one in gathered.members), gathered.secret)

    # ------------------------------------------------------------------ what a cell can show

    def handed_in(self) -> None:
        """Show who handed in what, who could not be read, and who handed in nothing."""
        self._show("Who handed in what", lambda: [_bundle(views.handed_in(self._gathered, self._naming))])

    def heat_map(self, lesson: str | None = None, first: int = 1) -> None:
        """Show students by exercises, a figure a lesson. first : the student to begin with, in a large class."""
        self._show("A heat map of students by exercises", lambda: self._heat_maps(lesson, first))

    def wrong_answers(self, exercise: str | None = None) -> None:
        """Show which wrong answer drew whom, and what its feedback says. exercise : an id; all, if none is named."""
        make = lambda: [_bundle(views.wrong_answers(self._gathered, self._naming, exercise))]  # noqa: E731
        self._show("Which wrong answers drew whom", make)

    def calibration(self) -> None:
        """Show whether those who were sure were right: the class as a figure, then exercises and students."""

        def make() -> list[Bundle]:
            bars = views.sure_bars(self._gathered)
            return [*(_of_bars(bars) if bars else ()), _bundle(views.calibration(self._gathered, self._naming))]

        self._show("How sure the class was, and how right", make)

    def ledger(self) -> None:
        """Show on which sentences of the essay the class agrees, and where it differs from the editors."""

        def make() -> list[Bundle]:
            found = views.judged(self._gathered)
            figure = _of_bars(views.ledger_bars(found)) if found else ()
            return [*figure, _bundle(views.ledger(self._gathered, self._naming, found))]

        self._show("The class's ledger", make)

    # ------------------------------------------------------------------ names

    def hide_names(self) -> None:
        """Hide all names, in every cell."""
        PROJECTOR.turn(True)

    def show_names(self) -> None:
        """Show names, in every cell. Not on a projector."""
        PROJECTOR.turn(False)

    @property
    def _naming(self) -> views.Naming:
        return views.Naming(self._labels, PROJECTOR.hidden)

    def _ipython_display_(self) -> None:
        """Show how large the class is, and the switch for names."""
        number = count(len(self._gathered.members), "student")
        exercises = count(len(self._gathered.key.questions), "exercise")
        words = self._words or f"Your class: {number}, {exercises}."
        self._show("A class", lambda: [_bundle(html.section(html.paragraph(words)))])
        NameSwitch().show()

    def __repr__(self) -> str:
        return f"<Class of {count(len(self._gathered.members), 'student')}>"

    def _show(self, words: str, make: Callable[[], list[Bundle]]) -> None:
        Screen(make, words).show()

    def _heat_maps(self, lesson: str | None, first: int) -> list[Bundle]:
        from helpers.teacher.heat_map import MOST, heat_map

        naming, bundles = self._naming, []
        members = naming.ordered(self._gathered.readable)
        shown = members[max(first, 1) - 1 :][:MOST]
        by_lesson: dict[str, list[str]] = {}
        for name, question in self._gathered.key.questions.items():
            if lesson is None or lesson in (question.lesson, question.lesson[:2]):
                by_lesson.setdefault(question.lesson, []).append(name)
        if not shown or not by_lesson:
            return [_bundle(html.section(html.paragraph("There is nobody to show here: check lesson and first.")))]
        if len(members) > len(shown):
            words = f"Students {first} to {first + len(shown) - 1} of {len(members)}; heat_map(first={first + MOST})"
            words = f"{words} shows the next." if first + MOST <= len(members) else f"Students from {first} on."
            bundles.append(_bundle(html.section(html.paragraph(words))))
        for names in by_lesson.values():
            bundles += self._heat_map(names, shown, heat_map)
        return bundles

    def _heat_map(
        self, names: Sequence[str], shown: Sequence[Member], draw: Callable[..., "go.Figure"]
    ) -> list[Bundle]:
        from helpers.teacher.assigning import lesson_title

        questions = [self._gathered.key.questions[name] for name in names]
        title = f"Marks in lesson {lesson_title(questions[0].lesson)}"
        figure = draw(questions, shown, self._naming, title)
        words = "Above each column stands what it is worth. – no answer; ✓ handed in, for a person to read."
        listed = html.numbered((one.place, one.title) for one in questions)
        return [*_of_figure(figure), _bundle(html.section(html.paragraph(words), listed))]


def _found(given: str | Path) -> Path:
    """Return where a file or folder is: here, beside the notebook, or in the course's folder."""
    path = Path(given).expanduser()
    places = dict.fromkeys((Path.cwd() / path, course.root() / path))
    for place in places:
        if place.exists():
            return place
    raise ClassFault(f"There is no {str(given)!r}, neither in {' nor in '.join(str(one.parent) for one in places)}.")


def _bundle(inner: str) -> Bundle:
    return {"text/html": inner, "text/plain": ""}


def _of_bars(bars: "Bars") -> list[Bundle]:
    from helpers.ledgers.drawing import draw

    return _of_figure(draw(bars))


def _of_figure(figure: "go.Figure") -> list[Bundle]:
    """Return a figure and, beneath it, its description and table, as `show` does."""
    import json

    from helpers import theme
    from helpers.figures import PLOTLY, caption

    payload = {**json.loads(figure.to_json()), "config": theme.CONFIG}
    # A dollar in a name is no formula.
    return [{PLOTLY: payload, "text/plain": ""}, {"text/html": caption(figure).replace("$", "&#36;")}]
