"""Grades as CSV in nbgrader's columns, where what is not graded stays empty and no cell runs in a spreadsheet."""

from pathlib import Path
from typing import Any

from nbgrader.api import MissingEntry
from nbgrader.plugins import ExportPlugin

from helpers.teacher.nbgrader.preprocessors import state
from helpers.teacher.tables import Table

COLUMNS = (
    *("assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email"),
    *("raw_score", "late_submission_penalty", "score", "max_score", "state"),
)


class CourseExport(ExportPlugin):  # type: ignore[misc]
    """Writes one row a student and assignment.

    nbgrader's own export writes 0.0 for a submission that could not be graded, and for none, as for one that earned
    nothing. Here `score` is empty there and `state` says which it is.
    """

    def export(self, gradebook: Any) -> None:
        """Write the file that --to names, or grades.csv."""
        to = Path(self.to or "grades.csv")
        self.log.info("Exporting grades to %s", to)
        table = Table(to, COLUMNS)
        wanted, students = {str(one) for one in self.assignment}, {str(one) for one in self.student}
        for assignment in gradebook.assignments:
            if wanted and assignment.name not in wanted:
                continue
            for student in gradebook.students:
                if not students or student.id in students:
                    table.add(_row(gradebook, assignment, student))
        table.close()


def _row(gradebook: Any, assignment: Any, student: Any) -> tuple[Any, ...]:
    who = (student.id, student.last_name, student.first_name, student.email)
    when, numbers = None, (None, None, None)
    try:
        found = gradebook.find_submission(assignment.name, student.id)
    except MissingEntry:
        how = "not submitted"
    else:
        when = found.timestamp
        how = state([grade for notebook in found.notebooks for grade in notebook.grades])
        if how != "not graded":
            penalty = found.late_submission_penalty
            numbers = (found.score, penalty, max(0.0, found.score - penalty))
    return (assignment.name, assignment.duedate, when, *who, *numbers, assignment.max_score, how)
