"""What a reader sees in place of a widget whose kernel is gone: a line that says how to wake it."""

# JupyterLab writes "Error displaying widget: model not found" where a saved widget's kernel is gone, and only then
# marks the output itself (not the widget in it) as jupyter-widgets. The style hides those words and shows a useful
# line instead; by a style, because a notebook's own scripts must not run when it is opened.
_AWAKE = ":has(.ex-root, .dt-container)"
_STYLE = f"""<style>
.course-asleep, .jp-OutputArea-child:has(.course-asleep):not(:has(.course-caption)) {{ display: none; }}
.jp-OutputArea:has(.jp-OutputArea-output.jupyter-widgets):not({_AWAKE}) .course-asleep {{ display: block; }}
.jp-OutputArea:has(.jp-OutputArea-output.jupyter-widgets):not({_AWAKE})
  > .jp-OutputArea-child:has(.course-asleep) {{ display: flex; }}
.jp-OutputArea:has(.course-asleep):not({_AWAKE}) .jp-OutputArea-output.jupyter-widgets {{ display: none; }}
</style>"""


def asleep(what: str, then: str) -> str:
    """Return the line as HTML; it goes in an output of its own before the widget's.

    what : the widget, as HTML; then : what running its cell will do
    """
    return (
        f'{_STYLE}<p class="course-asleep">{what} is asleep. '
        f"Run this cell (click it, then press Shift+Enter) to {then}.</p>"
    )
