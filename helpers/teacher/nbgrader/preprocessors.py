"""What nbgrader calls for each submission: marks from the answers go into its gradebook, and no cell is run.

nbgrader takes a cell's last value for its marks and gives full marks where there is none. So nothing here goes by a
cell's output: marks are written into the gradebook itself, and what could not be marked stays without a mark there.
"""

from functools import partial
from pathlib import Path
from typing import Any

from nbformat.v4 import new_code_cell, new_output
from nbgrader.api import Gradebook
from nbgrader.preprocessors import Execute, GetGrades, NbGraderPreprocessor, SaveAutoGrades
from traitlets import Bool, Unicode

from helpers.lettering import count
from helpers.teacher.keys import Key
from helpers.teacher.marking import MISSING, Row
from helpers.teacher.nbgrader.assignments import Ours
from helpers.teacher.nbgrader.marks import Graded, graded_folder
from helpers.teacher.nbgrader.plain_files import SET_ASIDE
from helpers.teacher.nbgrader.words import note_words, problem_words, row_words


class _InACourse(NbGraderPreprocessor):  # type: ignore[misc]
    """Knows which assignments are ours."""

    course = Unicode("", help="the folder of the nbgrader course").tag(config=True)
    source = Unicode("", help="its folder of sources").tag(config=True)
    submitted = Unicode("", help="its folder of submissions").tag(config=True)
    keys = Unicode("", help="the folder of keys, outside the course").tag(config=True)

    @property
    def ours(self) -> Ours:
        return Ours(Path(self.source), Path(self.keys))

    def is_ours(self, resources: Any) -> bool:
        """Say whether the assignment at hand is one of ours."""
        return self.ours.holds(resources["nbgrader"]["assignment"])


class RunOthers(_InACourse, Execute):  # type: ignore[misc]
    """Runs notebooks as nbgrader does, but none of this course's assignments."""

    def preprocess(self, nb: Any, resources: Any, **options: Any) -> Any:
        """Leave a notebook of ours as it is."""
        return (nb, resources) if self.is_ours(resources) else super().preprocess(nb, resources, **options)


class SaveOthers(_InACourse, SaveAutoGrades):  # type: ignore[misc]
    """Takes marks from the output of cells as nbgrader does, but not in this course's assignments."""

    def preprocess(self, nb: Any, resources: Any) -> Any:
        """Leave the gradebook as it is for an assignment of ours."""
        return (nb, resources) if self.is_ours(resources) else super().preprocess(nb, resources)


class SidecarGrade(_InACourse):
    """Marks the answers that lie beside a submitted notebook, with the key that lies outside the course."""

    run_code = Bool(
        False, help="whether to RUN the code in students' answers to code exercises, with nbgrader and no sandbox"
    ).tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> Any:
        """Mark one submission: marks into the gradebook, words into the notebook."""
        if not self.is_ours(resources):
            return nb, resources
        about = resources["nbgrader"]
        student, assignment = about["student"], about["assignment"]
        key = self.ours.key(assignment)
        again = partial(self._again, key, resources) if self.run_code else None
        graded = graded_folder(Path(self.submitted, student, assignment), student, key, again)
        notes = [*graded.notes, *self._moved(student, assignment)]
        if graded.problem:
            graded = Graded(problem=graded.problem, ask=graded.ask, notes=tuple(notes))
            self.log.error("%s, %s: not graded: %s. Ask for %s.", student, assignment, graded.problem, graded.ask)
            nb.cells.insert(0, _said(problem_words(graded), "# Not graded"))
        elif notes:
            self.log.warning("%s, %s: %s", student, assignment, " ".join(notes))
            nb.cells.insert(0, _said(note_words(notes), "# For the teacher"))
        rows = {row.exercise: row for row in graded.rows}
        self._into_notebook(nb, rows, key)
        with Gradebook(about["db_url"]) as gradebook:
            submission = gradebook.find_submission_notebook(about["notebook"], assignment, student)
            for grade in submission.grades:
                _into_gradebook(grade, rows.get(grade.name), bool(graded.problem))
            gradebook.db.commit()
        return nb, resources

    def _again(self, key: Key, resources: Any, attempts: Any) -> Any:
        from helpers.teacher.nbgrader.code_again import run_again

        return run_again(attempts, key, Path(resources["metadata"]["path"]), self)

    def _moved(self, student: str, assignment: str) -> list[str]:
        """Say what was taken out of the submission before."""
        folder = Path(self.course, SET_ASIDE, student, assignment)
        found = len(list(folder.iterdir())) if folder.is_dir() else 0
        what = count(found, "link, device or unreadable file", "links, devices or unreadable files")
        return [f"Held {what}, now in {SET_ASIDE}/{student}/{assignment}; none was followed."] if found else []

    def _into_notebook(self, nb: Any, rows: dict[str, Row], key: Key) -> None:
        """Put answer, marks and feedback under each exercise; outputs are plain text."""
        from helpers.teacher.lesson_notebook import EXERCISE

        for cell in nb.cells:
            found = EXERCISE.match(cell.source) if cell.cell_type == "code" else None
            if row := rows.get(found.group(1)) if found else None:
                cell.outputs = [_text(row_words(row, key.questions[row.exercise]))]


def _text(words: str) -> Any:
    return new_output("display_data", {"text/plain": words})


def _said(words: str, title: str) -> Any:
    return new_code_cell(title, outputs=[_text(words)])


def _into_gradebook(grade: Any, row: Row | None, problem: bool) -> None:
    """Write one grade: marks, or that a person has to look. Marks that a person gave stay."""
    if problem or row is None:
        grade.auto_score = None
    elif row.maximum:
        grade.auto_score = min(float(row.marks or 0.0), grade.max_score)
    else:
        # A text: whoever wrote none has no marks; all others wait for a reader.
        grade.auto_score = 0.0 if row.state == MISSING else None
    grade.needs_manual_grade = grade.auto_score is None or grade.manual_score is not None


class SayUngraded(_InACourse, GetGrades):  # type: ignore[misc]
    """Fetches grades for a student's feedback page, and says where there are none; nbgrader would show 0."""

    def preprocess(self, nb: Any, resources: Any) -> Any:
        """Add to the resources what the page's template says."""
        nb, resources = super().preprocess(nb, resources)
        about = resources["nbgrader"]
        about["state"] = ""
        if self.is_ours(resources):
            with Gradebook(about["db_url"]) as gradebook:
                found = gradebook.find_submission_notebook(about["notebook"], about["assignment"], about["student"])
                about["state"] = state(found.grades)
        return nb, resources


def state(grades: Any) -> str:
    """Say how far a submission is graded: "graded", "partly" or "not graded"."""
    waiting = [grade.auto_score is None and grade.manual_score is None for grade in grades]
    return "graded" if not any(waiting) else "not graded" if all(waiting) else "partly"
