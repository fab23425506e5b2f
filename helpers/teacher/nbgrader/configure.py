"""Sets nbgrader up for a course; the nbgrader_config.py that `assign --nbgrader` writes calls it."""

from pathlib import Path
from typing import Any

from helpers.teacher.nbgrader.assignments import Ours

TEMPLATES = Path(__file__).parent / "templates"


def configure(c: Any, root: Path, keys: Path) -> None:
    """Make nbgrader mark this course's assignments from answers and key, and run no student's code in them.

    c : nbgrader's configuration; root : the course's folder; keys : the folder of keys, outside of it
    Assignments that were not made by `python -m helpers assign --nbgrader` go nbgrader's own way, which runs code.
    """
    from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
    from nbgrader.converters import Autograde
    from nbgrader.preprocessors import Execute, SaveAutoGrades
    from nbgrader.server_extensions import formgrader

    from helpers.teacher.nbgrader.export import CourseExport
    from helpers.teacher.nbgrader.exporter import CourseNotebook, FeedbackPage
    from helpers.teacher.nbgrader.plain_files import after_release, before_grading
    from helpers.teacher.nbgrader.preprocessors import RunOthers, SaveOthers, SayUngraded, SidecarGrade

    root, keys = root.resolve(), keys.resolve()
    c.CourseDirectory.root = str(root)
    ours = Ours(root / "source", keys)

    c.GenerateAssignment.post_convert_hook = after_release(ours, root / "release")

    c.Autograde.exporter_class = CourseNotebook
    c.Autograde.pre_convert_hook = before_grading(ours, root)
    c.Autograde.exclude_overwriting = ours.tried_out()
    instead = {Execute: [RunOthers], SaveAutoGrades: [SaveOthers, SidecarGrade]}
    steps = Autograde.autograde_preprocessors.default_args[0]
    c.Autograde.autograde_preprocessors = [two for one in steps for two in instead.get(one, [one])]
    for step in (RunOthers, SaveOthers, SidecarGrade, SayUngraded):
        c[step.__name__].course = str(root)
        c[step.__name__].source = str(ours.source)
        c[step.__name__].submitted = str(root / "submitted")
        c[step.__name__].keys = str(keys)

    c.GenerateFeedback.exporter_class = FeedbackPage
    c.GenerateFeedback.preprocessors = [SayUngraded, CSSHTMLHeaderPreprocessor]
    c.FeedbackPage.template_name = "course-feedback"
    theirs = Path(formgrader.__file__).parent
    c.FeedbackPage.extra_template_basedirs = [str(TEMPLATES), str(theirs / "templates")]
    styles = theirs / "static" / "node_modules" / "bootstrap" / "dist" / "css"
    c.FeedbackPage.extra_template_paths = [str(theirs / "templates"), str(styles)]

    c.ExportApp.plugin_class = CourseExport
