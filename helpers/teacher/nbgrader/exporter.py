"""The notebook that nbgrader grades and shows: the teacher's own, whatever the student made of theirs."""

from pathlib import Path
from typing import Any

from nbconvert.exporters import HTMLExporter, NotebookExporter

from helpers.teacher.nbgrader.assignments import Ours


class CourseNotebook(NotebookExporter):
    """Reads the teacher's notebook in place of a submitted one, for assignments of this course.

    A student's notebook counts for nothing here, so it is not even opened: one that is broken, renamed or full of
    scripts then costs no marks and shows on nobody's page. Other assignments of the course go nbgrader's own way.
    """

    def from_filename(self, filename: str, resources: Any = None, **options: Any) -> Any:
        """Convert a notebook."""
        return super().from_filename(self._ours(filename, resources or {}), resources, **options)

    def _ours(self, filename: str, resources: Any) -> str:
        course = getattr(self.parent, "coursedir", None)
        about = resources.get("nbgrader", {})
        if course is None or not about:
            return filename
        assignment, student = about["assignment"], about["student"]
        submitted = course.format_path(course.submitted_directory, student, assignment)
        source = Path(course.format_path(course.source_directory, ".", assignment))
        ours = Ours(source.parent, source.parent)
        if ours.holds(assignment) and Path(filename).parent == Path(submitted):
            return str(source / Path(filename).name)
        return filename


class FeedbackPage(HTMLExporter):
    """nbgrader's page of feedback, with a template of ours that tells “not graded” from 0."""
