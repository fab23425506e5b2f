"""Exercises: questions from a lesson's file, marked, answered in a notebook and remembered.

`bank` reads questions, `kinds` says what each kind asks and how it is marked, `marking` scores tries, `answers`
keeps the student's record, `widgets` shows all that in a notebook.
"""

from typing import TYPE_CHECKING

from helpers import course

if TYPE_CHECKING:
    from helpers.exercises.widgets import ExerciseWidget

__all__ = ["exercise"]


def exercise(exercise_id: str) -> "ExerciseWidget":
    """Show an exercise of the course, with the answers that the student gave before.

    exercise_id : the id in the lesson's exercises.yml, such as "01-first-steps".
    Raises ValueError with the closest ids if there is no such exercise, and BankError (a ValueError) that names
    each fault if the lesson's file is broken.
    """
    if course.being_graded():
        raise RuntimeError(
            "nbgrader runs this notebook, and no marks can come of that. In nbgrader_config.py of the course, call "
            "configure() as the file does that `python -m helpers assign --nbgrader` writes."
        )
    from helpers.exercises.bank import find
    from helpers.exercises.widgets import ExerciseWidget

    return ExerciseWidget(find(exercise_id))
