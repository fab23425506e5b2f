"""Leaves out of the collection what cannot be imported here: the parts that nbgrader loads, where there is none.

tests/teacher/test_nbgrader.py is skipped there too, and says so in the summary.
"""

from importlib.util import find_spec

_NEED_NBGRADER = ("preprocessors", "export", "code_again")
collect_ignore = [] if find_spec("nbgrader") else [f"helpers/teacher/nbgrader/{name}.py" for name in _NEED_NBGRADER]
