"""Writes a lesson's worksheet and answer key to a folder, as HTML and, where a browser is found, as PDF."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from helpers.exercises.bank import PlainError
from helpers.teacher.paper.answer_key import answer_key
from helpers.teacher.paper.browsers import NoBrowserError, installed
from helpers.teacher.paper.lesson import find_lesson, read_lesson
from helpers.teacher.paper.pdf import print_pdf
from helpers.teacher.paper.worksheet import left_out, worksheet

NO_BROWSER = (
    "No PDF: no Chromium, Chrome or Edge was found. The HTML prints from any browser; "
    "or install one of the three, or set COURSE_BROWSER to its path."
)
_NAMES = {"worksheet": worksheet, "answer-key": answer_key}


@dataclass
class Printed:
    """What was written, and what there is to say about it."""

    files: list[Path]
    notes: list[str]


def print_lesson(
    name: str,
    out: Path,
    *,
    paper: str = "A4",
    pdf: bool = True,
    whole: bool = False,
    find: Callable[[], str | None] | None = None,
) -> Printed:
    """Write the worksheet and the answer key of a lesson.

    name : the lesson's number, or how its folder's name begins; out : the folder, made if need be
    paper : one of PAPERS; pdf : False writes the HTML only; find : finds the browser that prints, if not as usual
    whole : the lesson with all its text, figures and tables; otherwise its exercises, and what they lean on
    Raises PlainError, BuildError or OSError, each with a sentence; a PDF that cannot be made is told as a note.
    """
    lesson = read_lesson(find_lesson(name), whole)
    done = Printed([], [f"Lesson {lesson.number}, {one}." for one in left_out(lesson)])
    if not whole:
        done.notes.append(f"Lesson {lesson.number}: its exercises, and what they lean on. All of it: add --whole.")
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise PlainError(f"{out} cannot be made a folder: {problem.strerror}. Give another one with --out.") from None
    browser = None
    if pdf:
        try:
            browser = (find or installed)()
        except NoBrowserError as problem:
            done.notes.append(f"No PDF: {problem}")
        else:
            done.notes += [] if browser else [NO_BROWSER]
    for what, make in _NAMES.items():
        page = out / f"{lesson.folder}-{what}.html"
        page.write_text(make(lesson, paper), encoding="utf-8", newline="\n")
        done.files.append(page)
        if browser:
            target = page.with_suffix(".pdf")
            try:
                print_pdf(browser, page, target)
            except PlainError as problem:
                done.notes.append(str(problem))
                browser = None  # what fails once fails again, and takes its time
            else:
                done.files.append(target)
    return done
