"""`progress()`: a student's standing as words and figures in a notebook."""

from html import escape

from helpers import course
from helpers.exercises.answers import record
from helpers.exercises.bank import BankError, lesson_folders, load_exercises
from helpers.exercises.keeping import lasts
from helpers.exercises.question import Question
from helpers.ledgers import progress_words as words
from helpers.ledgers.rows import rows
from helpers.ledgers.standing import Standing, stand

CLEARED = (
    "Your answers do not last here: this place is cleared when your session ends. "
    "Run keep_answers() and download them before you stop."
)
_STYLE = """<style>
.course-progress { max-width: 46em; margin: 0 8px 1em; line-height: 1.5;
  font-family: var(--jp-content-font-family, system-ui, sans-serif); color: var(--jp-content-font-color1, #1f1f1f) }
.course-progress p { margin: .3em 0 }
.course-progress ul { margin: .3em 0 .8em; padding-left: 1.3em }
.course-progress .cleared { border: 2px solid currentColor; border-radius: 8px; padding: .6em .9em }
</style>"""


def show_progress() -> None:
    """Show words first, then a figure for each part that has something to show."""
    from IPython.display import display

    standing = now()
    notice = record().read().notice
    parts = paragraphs(standing, notice)
    display({"text/html": as_html(parts), "text/plain": as_text(parts)}, raw=True)
    if not standing.begun:
        return
    from helpers.figures import show
    from helpers.ledgers import drawing

    for figure in drawing.figures(standing):
        show(figure)


def now() -> Standing:
    """Work out the standing of the student at this computer."""
    editors = {name: row.get("verdict", "") for name, row in rows("claims").items()}
    return stand(lessons(), editors, record().read().attempts)


def lessons() -> list[tuple[str, str, tuple[Question, ...]]]:
    """Return (number, title, exercises) of each lesson; a lesson whose file is broken counts none."""
    titles = _titles()
    found = []
    for folder in lesson_folders():
        number, _, slug = folder.name.partition("-")
        try:
            questions = load_exercises(folder)
        except BankError:
            questions = ()
        title = titles.get(folder.name) or slug.replace("-", " ").capitalize()
        found.append((number.lstrip("0") or "0", title, questions))
    return found


def _titles() -> dict[str, str]:
    """Return the lessons' titles by folder, as far as the course's plan has them."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        plan = YAML(typ="safe", pure=True).load((course.lessons_dir() / "course.yml").read_text(encoding="utf-8"))
        return {str(one["folder"]): str(one["title"]) for one in plan["lessons"]}
    except (OSError, ValueError, YAMLError, KeyError, TypeError):
        return {}


def paragraphs(standing: Standing, notice: str = "") -> list[tuple[str, list[str]]]:
    """Return what to say, in parts: (heading or "", lines)."""
    keep = "" if lasts() else CLEARED
    if not standing.begun:
        parts = [("", [keep]), ("", [words.FIRST_TIME])]
    else:
        parts = [
            ("", [keep]),
            ("Exercises", [words.on_lesson(one) for one in standing.lessons if one.total]),
            ("Ledger", [words.on_ledger(standing.ledger)]),
            ("How sure you were", words.on_sureness(standing.sureness)),
            ("", ["" if keep else "To take a copy of your answers along, run keep_answers()."]),
        ]
    parts.append(("", [notice]))
    return [(heading, kept) for heading, lines in parts if (kept := [line for line in lines if line])]


def as_html(parts: list[tuple[str, list[str]]]) -> str:
    """Return the parts as paragraphs and lists; nothing in them is HTML of its own."""
    made = []
    for heading, lines in parts:
        safe = [escape(line) for line in lines]
        cleared = " class='cleared'" if lines[0] == CLEARED else ""
        one, many = f"<p{cleared}>{safe[0]}</p>", "<ul>" + "".join(f"<li>{line}</li>" for line in safe) + "</ul>"
        made.append((f"<p><strong>{heading}</strong></p>" if heading else "") + (one if len(lines) == 1 else many))
    return f"{_STYLE}<section class='course-progress' aria-label='Your progress'>{''.join(made)}</section>"


def as_text(parts: list[tuple[str, list[str]]]) -> str:
    """Return the parts as plain text."""
    return "\n".join(line for heading, lines in parts for line in [*filter(None, [heading]), *lines])
