"""Runs a few lines of a student's Python in a namespace of its own and says in words what came of it."""

import ast
import contextlib
import io
import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType
from typing import Any

from helpers.exercises.code_words import explain
from helpers.exercises.values import NoValue, Plain, plain

SECONDS = 10.0
LONGEST = 2_000  # characters of code
MOST_PRINTED = 400  # characters of what is printed
_FILE = "<your code>"


class _TooLong(BaseException):
    """The code has run for longer than it may. No Exception, or the code itself could catch it."""


@dataclass(frozen=True)
class Outcome:
    """What came of running: a plain value, or an error in words; and what was printed on the way."""

    value: Plain | list[Plain] | None = None
    error: str = ""
    printed: str = ""


def run(code: str, given: str = "", seconds: float = SECONDS) -> Outcome:
    """Run code after the lines that an exercise gives, and return the value of its last line.

    The helpers' public names and `pd` are at hand. Nothing of the student's notebook is seen or changed. A loop
    without an end is stopped after `seconds`. Never raises for what is in the code.

    >>> run("x * 2", "x = 21").value
    42
    >>> run("y").error
    'The name `y` is not known here. If it is a text, put it in quotation marks. (NameError)'
    """
    if not code.strip():
        return Outcome(error="There is no code yet. Write a line that ends with the value.")
    if len(code) > LONGEST:
        return Outcome(error=f"This code is longer than {LONGEST} characters. A few lines are enough here.")
    try:
        tree = ast.parse(code.replace("\u00a0", " "), _FILE)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as problem:
        return Outcome(error=explain(problem, {}, code))
    last = tree.body[-1] if tree.body else None
    if last is None:
        return Outcome(error="There is only a comment yet. Write a line that ends with the value.")
    if not isinstance(last, ast.Expr):
        return Outcome(error=_no_expression(last))
    printed = _Printed()
    names: dict[str, Any] = {}
    try:
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            names = _namespace(tree, given)
            exec(compile(given, "<given>", "exec"), names)
            value = _limited(tree, last, names, seconds)
            return Outcome(plain(value), printed=printed.short())
    except NoValue as problem:
        return Outcome(error=str(problem), printed=printed.short())
    except _TooLong:
        return Outcome(error=f"Your code was stopped after {seconds:g} seconds: a loop may have no end.")
    except BaseException as problem:  # a student's exit() or Ctrl+C must not end the kernel
        return Outcome(error=explain(problem, names, code, _line_of(problem)), printed=printed.short())


def _no_expression(last: ast.stmt) -> str:
    """Say how to end with a value."""
    target = last.targets[0] if isinstance(last, ast.Assign) else getattr(last, "target", None)
    if isinstance(last, (ast.Assign, ast.AugAssign, ast.AnnAssign)) and isinstance(target, ast.Name):
        return f"The last line only gives a name to something. Add one more line with that name: {target.id}"
    return "The last line must be a value, such as len(events). Add it as a line of its own, at the left edge."


def _namespace(tree: ast.Module, given: str) -> dict[str, Any]:
    """Return a fresh namespace with those of the helpers' public names that the code uses, and pandas as `pd`."""
    import helpers

    used = {node.id for part in (tree, ast.parse(given)) for node in ast.walk(part) if isinstance(node, ast.Name)}
    names: dict[str, Any] = {"__name__": "__answer__", "input": _no_input}
    names |= {name: getattr(helpers, name) for name in sorted(used & set(helpers.__all__))}
    if used & {"pd", "pandas"}:
        import pandas

        names |= {"pd": pandas, "pandas": pandas}
    return names


def _no_input(*_: object) -> None:
    raise RuntimeError("input() cannot ask here. Write the value into the code")


def _limited(tree: ast.Module, last: ast.Expr, names: dict[str, Any], seconds: float) -> Any:
    """Run all lines and return the value of the last; stop a loop in them that lasts too long."""
    before = compile(ast.Module(tree.body[:-1], tree.type_ignores), _FILE, "exec")
    final = compile(ast.Expression(last.value), _FILE, "eval")
    earlier = sys.gettrace()
    sys.settrace(_watch(time.monotonic() + seconds))
    try:
        exec(before, names)
        return eval(final, names)
    finally:
        sys.settrace(earlier)


def _watch(end: float) -> Callable[[FrameType, str, Any], Any]:
    """Return a watch on the student's own lines; the insides of pandas run at full speed."""

    def watch(frame: FrameType, _event: str, _argument: Any) -> Any:
        if frame.f_code.co_filename != _FILE:
            return None
        if time.monotonic() > end:
            raise _TooLong
        return watch

    return watch


def _line_of(problem: BaseException) -> int | None:
    """Return the last line of the student's own code on the way to an error."""
    line, step = None, problem.__traceback__
    while step:
        if step.tb_frame.f_code.co_filename == _FILE:
            line = step.tb_lineno
        step = step.tb_next
    return line


class _Printed(io.StringIO):
    """Keeps the beginning of what is printed."""

    def write(self, text: str, /) -> int:
        if self.tell() <= MOST_PRINTED:
            super().write(text[: MOST_PRINTED + 1])
        return len(text)

    def short(self) -> str:
        text = self.getvalue().strip()
        return text if len(text) <= MOST_PRINTED else text[:MOST_PRINTED] + " …"
