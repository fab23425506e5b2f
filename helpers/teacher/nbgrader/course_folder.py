"""Writes assignments into an nbgrader course, and their keys into a folder beside it."""

import secrets
from dataclasses import dataclass
from pathlib import Path

from helpers.exercises.assigned import Assignment
from helpers.lettering import count
from helpers.teacher.assigning import AssignError, Wish, make_key, notebook_of
from helpers.teacher.bundles import bundle_files, readme, write_folder
from helpers.teacher.choosing import choose
from helpers.teacher.keys import course_name, write_key
from helpers.teacher.nbgrader.graded_notebook import graded

CONFIG = "nbgrader_config.py"
_TEMPLATE = Path(__file__).parent / "templates" / "nbgrader_config.txt"
_OURS = "from helpers.teacher.nbgrader.configure import configure"
_HAND_IN = (
    "4. Run the last cell. It makes a file `hand-in-….zip` in this folder. "
    "Give that file to your teacher, and no other."
)
_SUBMIT = "4. Save the notebook and submit this assignment with nbgrader. The folder `answers` goes along."


@dataclass(frozen=True)
class InCourse:
    """What was written. names : of the assignments; by_hand : lines for a nbgrader_config.py that was there before."""

    root: Path
    keys: tuple[Path, ...]
    names: tuple[str, ...]
    mode: str
    by_hand: str = ""

    def told(self) -> list[str]:
        """Say it, a line each."""
        lines = [f"{count(len(self.names), 'assignment')} for nbgrader: {self.root / 'source'}"]
        for key in self.keys:
            lines.append(
                f"The key: {key}. Keep it there: without it nothing can be marked. Never put it in the course."
            )
        if self.mode != "graded":
            lines.append("This is practice, so the answers are in what students get. With --graded they are not.")
        if self.by_hand:
            lines.append(f"{self.root / CONFIG} is yours and was left as it is. Add these lines at its end:")
            lines.append(self.by_hand)
        lines.append(f"Next, in {self.root}: nbgrader generate_assignment {self.names[0]}")
        return lines


def assign_in_course(wish: Wish, root: Path, keys: Path | None = None, text_marks: int = 0) -> InCourse:
    """Write each lesson that is wished for as an assignment of an nbgrader course; raises PlainError in a sentence.

    root : the course's folder, made if need be; keys : the folder for keys, by default beside the course
    text_marks : what a text is worth that a person marks in nbgrader, 0 where texts do not count
    """
    root = root.absolute()
    keys = (keys or root.with_name(f"{root.name}-keys")).absolute()
    _check(wish, root, keys)
    if text_marks < 0:
        raise AssignError(f"--text-marks must be a number, 0 or greater; {text_marks} is not.")
    config, by_hand = _config(root, keys)
    ready = []
    for one in choose(wish.what):
        folder = root / "source" / one.lesson
        if folder.exists():
            raise AssignError(f"{folder} is there already. Remove it first, or rename it together with its release.")
        key, views = make_key(one, wish, f"{one.lesson[:2]}-{secrets.token_hex(4)}", secrets.token_hex(32))
        notebook = graded(notebook_of(one, wish, key, views), key.questions, text_marks)
        ready.append((one, key, views, notebook, folder))
    keys.mkdir(parents=True, exist_ok=True, mode=0o700)
    written = []
    for one, key, views, notebook, folder in ready:
        # The key first: an assignment without one could never be marked.
        written.append(keys / f"key-{key.assignment}.json")
        write_key(key, written[-1])
        given = Assignment(key.assignment, key.course, key.title, key.mode, key.due, wish.shuffle, "")
        files = dict(bundle_files(one, notebook, given, views))
        files["README.md"] = readme(one, given).replace(_HAND_IN, _SUBMIT).encode("utf-8")
        write_folder(iter(files.items()), folder)
    if config:
        (root / CONFIG).write_text(config, encoding="utf-8")
    names = tuple(one.lesson for one, *_ in ready)
    return InCourse(root, tuple(written), names, wish.mode, by_hand)


def _check(wish: Wish, root: Path, keys: Path) -> None:
    """Refuse what nbgrader cannot do, and a key where students or their code could come upon it."""
    if wish.students or wish.zipped:
        raise AssignError("nbgrader hands out one folder for all: leave out --students and --zip.")
    if root.exists() and not root.is_dir():
        raise AssignError(f"{root} is a file. Name the folder of the nbgrader course with --nbgrader.")
    if keys.resolve() == root.resolve() or root.resolve() in keys.resolve().parents:
        raise AssignError(f"{keys} lies in the course's folder. Name a folder outside of it for the keys with --out.")


def _config(root: Path, keys: Path) -> tuple[str, str]:
    """Return the text of a new nbgrader_config.py, "" if there is one, and what its owner has to add to it."""
    place = f"KEYS = HERE.parent / {keys.name!r}" if keys.parent == root.parent else f"KEYS = Path({str(keys)!r})"
    path = root / CONFIG
    if not path.exists():
        return _TEMPLATE.read_text(encoding="utf-8").format(keys=place, course=course_name()), ""
    try:
        there = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise AssignError(f"{path} cannot be read. Mend it, or name another folder with --nbgrader.") from None
    if _OURS not in there:
        lines = ("from pathlib import Path", _OURS, "HERE = Path(__file__).absolute().parent", place)
        return "", "\n".join((*lines, "configure(c, HERE, KEYS)"))
    if place not in there:
        raise AssignError(f"{path} names another folder of keys than {keys}. Give that one with --out.")
    return "", ""
