"""Pictures every kind of exercise in every state, all on one sheet: light and dark, wide and as on a telephone.

A column is a kind, a row a state. The questions are the made-up ones of the tests, the answers are made from their
keys, and JupyterLab draws the cards. The sheets go to artifacts/contact-sheet/, for people to look at.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from helpers.exercises.answers import Record
from helpers.exercises.bank import lesson_folders, load_exercises
from helpers.exercises.kinds import KINDS
from helpers.exercises.question import MarkedQuestion, Question
from helpers.exercises.widgets import ExerciseWidget
from tests.kit.tries import key_answer, part_answer, versions, wrong_answer

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "artifacts" / "contact-sheet"
COURSE = ROOT / "tests" / "exercises" / "fixtures"
WIDTHS = {"wide": 660, "narrow": 326}  # px of a card: in JupyterLab on a laptop, and on a telephone 390 px wide
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}
SPACE = 24  # px between cards

State = Callable[[ExerciseWidget], bool | None]  # brings a fresh card into a state; False: this kind has no such state


def _unanswered(card: ExerciseWidget) -> None:
    pass


def _hints(card: ExerciseWidget) -> None:
    card.draft = {"hints": 3}


def _picked(card: ExerciseWidget) -> None:
    card.draft = {"answer": key_answer(card._question), "confidence": "think"}


def _wrong(card: ExerciseWidget) -> None:
    card.commit(wrong_answer(card._question), "think")


def _sure_and_wrong(card: ExerciseWidget) -> None:
    card.commit(wrong_answer(card._question), "sure")


def _part(card: ExerciseWidget) -> bool | None:
    answer = part_answer(card._question)
    if answer is None:
        return False
    card.commit(answer, "think")
    return None


def _second_try(card: ExerciseWidget) -> None:
    _wrong(card)
    card.draft = {"retrying": 1, "answer": wrong_answer(card._question)}


def _full(card: ExerciseWidget) -> None:
    card.commit(key_answer(card._question), "sure")


def _finished(card: ExerciseWidget) -> None:
    _wrong(card)
    _wrong(card)


def _not_saved(card: ExerciseWidget) -> None:
    folder = card._record.folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("a file where the folder of answers should be", encoding="utf-8")
    if isinstance(card._question, MarkedQuestion):
        _full(card)
    else:
        _commit(card, versions(card._question)[0])


def _commit(card: ExerciseWidget, version: Any) -> None:
    card.commit(version, "think" if card._question.asks_confidence else "")


def _written(card: ExerciseWidget) -> None:
    card.draft = {"answer": versions(card._question)[0]}


def _saved(card: ExerciseWidget) -> None:
    _commit(card, versions(card._question)[0])


def _being_changed(card: ExerciseWidget) -> None:
    _saved(card)
    card.draft = {"retrying": 1, "answer": versions(card._question)[-1]}


def _judged(card: ExerciseWidget) -> None:
    for version in versions(card._question):
        _commit(card, version)


MARKED: dict[str, State] = {
    "unanswered": _unanswered,
    "three hints open": _hints,
    "picked, not yet checked": _picked,
    "first try: wrong": _wrong,
    "first try: sure and wrong": _sure_and_wrong,
    "first try: in part": _part,
    "second try begun": _second_try,
    "first try: full marks": _full,
    "finished: two wrong tries": _finished,
    "full marks, not saved": _not_saved,
}
OPEN: dict[str, State] = {
    "empty": _unanswered,
    "written, not saved yet": _written,
    "saved": _saved,
    "being changed": _being_changed,
    "saved again: judged, or after": _judged,
    "could not be saved": _not_saved,
}


def one_of_each(kinds: list[str]) -> list[Question]:
    """Return the first question of each kind that the tests have; of all kinds if none is named."""
    found: dict[str, Question] = {}
    for folder in lesson_folders():
        for question in load_exercises(folder):
            found.setdefault(question.kind, question)
    missing = set(kinds) - set(found)
    if missing:
        raise ValueError(f"there is no question of the kind {min(missing)}; there are: {', '.join(found)}")
    return [found[kind] for kind in KINDS if kind in found and (not kinds or kind in kinds)]


def in_state(question: Question, state: State, folder: Path) -> ExerciseWidget | None:
    """Return a card of its own in a state; None where the kind has no such state."""
    card = ExerciseWidget(question, Record(folder / "answers"))
    return None if state(card) is False else card


def sheet(kinds: list[str], marked: bool, width: int, folder: Path) -> Any:
    """Return the sheet as one widget, for a notebook cell to show.

    kinds : only these, all if there are none; of them the ones that are marked, or the open ones
    width : of a card, in pixels
    folder : for the answers, a new one
    """
    from ipywidgets import GridBox, Layout, VBox

    questions = [one for one in one_of_each(kinds) if isinstance(one, MarkedQuestion) == marked]
    states = MARKED if marked else OPEN
    names = list(states)
    # States stand side by side too: a browser draws no picture higher than some 16,000 pixels.
    beside = 2 if width >= WIDTHS["wide"] else 3
    cells = [
        _cell(question, name, states[name], width, folder / f"{question.kind}-{names.index(name)}")
        for start in range(0, len(names), beside)
        for question in questions
        for name in names[start : start + beside]
    ]
    columns = beside * len(questions)
    layout = Layout(grid_template_columns=f"repeat({columns}, {width}px)", grid_gap=f"{SPACE}px")
    size = f"{columns * (width + SPACE) + SPACE}px"
    whole = VBox([GridBox(cells, layout=layout)], layout=Layout(width=size, overflow="visible", padding=f"{SPACE}px"))
    whole.add_class("contact-sheet")
    return whole


def _cell(question: Question, name: str, state: State, width: int, folder: Path) -> Any:
    """Return a card with its label above it."""
    from ipywidgets import HTML, Layout, VBox

    card = in_state(question, state, folder)
    label = f"<code><b>{question.kind}</b> · {name}</code>" if card else f"<code>{question.kind} has no “{name}”</code>"
    children = [HTML(label), *([card] if card else [])]
    return VBox(children, layout=Layout(width=f"{width}px", overflow="visible"))


def picture(page: "Page", target: Path) -> None:
    """Make the window as large as the sheet and take its picture."""
    place = page.locator(".contact-sheet")
    size = place.evaluate("node => [node.scrollWidth, node.scrollHeight]")
    page.set_viewport_size({"width": size[0] + 260, "height": size[1] + 400})
    page.wait_for_timeout(800)
    page.mouse.move(2, 2)
    place.screenshot(path=target, animations="disabled", timeout=120_000)
    print("taken:", target.relative_to(ROOT), place.evaluate("node => `${node.scrollWidth} x ${node.scrollHeight}`"))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("kinds", nargs="*", help="only these kinds, such as match")
    options = parser.parse_args()
    if unknown := set(options.kinds) - set(KINDS):
        parser.error(f"no kind is called {min(unknown)}; there are: {', '.join(KINDS)}")

    os.environ["COURSE_ROOT"] = str(COURSE)  # before the first look at the course
    import nbformat
    from playwright.sync_api import sync_playwright

    from tests.kit.lab import Lab, errors, launch, open_notebook, run_all, set_theme

    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        work, home = Path(folder) / "work", Path(folder) / "home"
        work.mkdir()
        home.mkdir()
        marks = {isinstance(question, MarkedQuestion) for question in one_of_each(options.kinds)}
        sheets = [(size, marked) for size in WIDTHS for marked in (True, False) if marked in marks]
        for size, marked in sheets:
            asked = f"{options.kinds!r}, {marked}, {WIDTHS[size]}, Path({str(work / f'{size}-{marked}')!r})"
            code = f"from scripts.contact_sheet import Path, sheet\nsheet({asked})"
            book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
            book.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3 (ipykernel)"}
            nbformat.write(book, work / f"{size}-{marked}.ipynb")
        with Lab(work, home, COURSE_ROOT=str(COURSE), COURSE_ANSWERS=str(work / "answers")) as lab:
            browser = launch(playwright)
            for size, marked in sheets:
                page = browser.new_page(viewport={"width": 1400, "height": 1000})
                open_notebook(page, lab, f"{size}-{marked}.ipynb", single=True)
                run_all(page)
                if told := errors(page):
                    print("\n".join(told))
                    return 1
                page.locator(".contact-sheet .ex-card").first.wait_for()
                for theme, words in THEMES.items():
                    set_theme(page, words)
                    name = "-".join([*options.kinds, "marked" if marked else "open", size, theme])
                    picture(page, TARGET / f"{name}.png")
                page.close()
            browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
