"""Which lessons and exercises a teacher means."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from helpers.exercises.bank import BankError, PlainError, lesson_folders, load_exercises
from helpers.exercises.question import Question


class ChoiceError(PlainError):
    """Nothing in the course has this name, or it cannot be read; the message says what is near."""


@dataclass(frozen=True)
class Chosen:
    """What is asked for of one lesson. whole : the lesson as it is, not single exercises of it."""

    folder: Path
    questions: tuple[Question, ...]
    whole: bool

    @property
    def lesson(self) -> str:
        """Return the lesson's name, such as 02-a-lesson."""
        return self.folder.name


def choose(names: Sequence[str]) -> list[Chosen]:
    """Return what the names mean, by lesson: "2", "02" or a lesson's folder name, an exercise's id, or "all".

    Raises ChoiceError in a sentence that names the closest ids.
    """
    folders = [one for one in lesson_folders() if (one / "exercises.yml").exists()]
    try:
        bank = {folder: load_exercises(folder) for folder in folders}
    except BankError as problem:
        raise ChoiceError(f"The course has faults; mend them before you hand it out:\n{problem}") from None
    whole: set[Path] = set()
    single: set[str] = set()
    for name in names:
        wanted = name.rstrip("/").rsplit("/", 1)[-1]
        wanted = wanted.zfill(2) if wanted.isdecimal() else wanted
        lessons = [one for one in folders if wanted in ("all", one.name, one.name[:2])]
        if lessons:
            whole.update(lessons)
        elif any(question.id == wanted for questions in bank.values() for question in questions):
            single.add(wanted)
        else:
            raise ChoiceError(_unknown(name, folders, bank.values()))
    found = []
    for folder, questions in bank.items():
        asked = questions if folder in whole else tuple(one for one in questions if one.id in single)
        if asked:
            found.append(Chosen(folder, asked, folder in whole))
    return found


def _unknown(name: str, folders: Sequence[Path], bank: object) -> str:
    ids = [question.id for questions in bank for question in questions]  # type: ignore[attr-defined]
    close = difflib.get_close_matches(name, [*ids, *(one.name for one in folders)], 3, 0.5)
    advice = f"Did you mean {' or '.join(close)}?" if close else f"Lessons: {', '.join(one.name for one in folders)}."
    return f"There is no lesson and no exercise {name!r}. {advice}"
