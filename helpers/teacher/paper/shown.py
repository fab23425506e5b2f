"""What the cells of a lesson show: they run once, with stand-ins that note down instead of drawing.

Only the course's own lesson.md is run here, as its notebook would run it; never anything that a student wrote.
"""

import ast
import importlib
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from helpers.exercises.bank import PlainError
from helpers.teacher.paper.blocks import (
    Asked,
    Block,
    Hung,
    Ledger,
    LeftOut,
    Paragraph,
    Picture,
    Result,
    Rewriting,
    Rows,
    Tellings,
)

if TYPE_CHECKING:
    import pandas as pd

# What needs a machine, and how the worksheet calls it. Figures, tables, exercises and the ledger are printed.
ON_A_MACHINE = {
    "assignment": "the list of what was set as an assignment",
    "check_setup": "the check of the computer",
    "class_ledger": (
        "your ledger beside the editors' and the class's; in class, a show of hands for each claim does for it"
    ),
    "essay_view": "the whole essay with your verdicts, and what moves when one of them changes",
    "explore": "the explorer, in which one searches all events of the course",
    "hand_in": "the file to hand in",
    "keep_answers": "saving your answers in a file",
    "progress": "the overview of what is done and what is still open",
}
# What a cell may call as it is: it returns a table, words, or a figure that nobody draws. All else of ours has a
# stand-in, so that no widget is built and nothing is saved.
AS_IT_IS = ("bands", "describe", "events_of", "membership_map", "table_of", "timeline", "told_when", "trend")
_PACKAGE = "helpers"


class CellError(PlainError):
    """A cell of a lesson that does not run."""


class Cells:
    """Runs a lesson's cells one after the other, and tells what each of them shows."""

    def __init__(self) -> None:
        self._names: dict[str, Any] = {"__name__": "__lesson__"}
        self._noted: list[Block] = []
        self._stand_ins: dict[str, Callable[..., Any]] = {
            # These show by being called; those further down return what is shown when it stands last in its cell.
            "exercise": lambda one: self._note(Asked(one)),
            "ledger": lambda *passages: self._note(Ledger(passages)),
            "passage": lambda one: self._note(Paragraph(one)),
            "show": self._show,
            "show_table": self._show_table,
            "curtain": _curtain,
            "membership_by_year": _membership_by_year,
            "second_edition": lambda *passages: Rewriting(passages),
            "side_by_side": _side_by_side,
        }
        for name in ON_A_MACHINE:
            self._stand_ins[name] = lambda *_, _name=name, **__: self._note(LeftOut(_name))

    def run(self, code: str) -> list[Block]:
        """Run one cell and return what it shows.

        Raises CellError, in one sentence, for code that does not run.
        """
        self._noted = []
        try:
            tree = ast.parse(code)
            kept = [one for one in tree.body if not self._imported(one)]
            last = kept.pop() if kept and isinstance(kept[-1], ast.Expr) else None
            exec(compile(ast.Module(kept, []), "<lesson>", "exec"), self._names)
            if isinstance(last, ast.Expr):
                value = eval(compile(ast.Expression(last.value), "<lesson>", "eval"), self._names)
                if isinstance(value, Block):
                    self._note(value)
                elif value is not None:
                    self._note(Result(code.strip(), _readable(value)))
        except Exception as problem:
            first = code.strip().partition("\n")[0]
            kind = type(problem).__name__
            raise CellError(f"the cell that begins with {first!r} does not run: {kind}: {problem}") from None
        return self._noted

    def _imported(self, statement: ast.stmt) -> bool:
        """Take a name of ours from the stand-ins where there is one; say whether this was such an import."""
        if not isinstance(statement, ast.ImportFrom) or statement.module != _PACKAGE:
            return False
        for one in statement.names:
            self._names[one.asname or one.name] = self._stand_ins.get(one.name) or _as_it_is(one.name)
        return True

    def _note(self, block: Block) -> None:
        self._noted.append(block)

    def _show(self, fig: Any, name: str | None = None) -> None:
        from helpers.figures import describe, table_of

        self._note(Picture(name or "", describe(fig), table_of(fig)))

    def _show_table(self, df: "pd.DataFrame", columns: Any = None, *, caption: str = "", rows: int = 10) -> None:
        from helpers.figures import in_words

        self._note(Rows(caption, in_words(df, columns)))


def _as_it_is(name: str) -> Any:
    """Return a function of ours that shows nothing.

    Raises PlainError for one that nobody has thought of on paper: it might build a widget, or save something.
    """
    value = getattr(importlib.import_module(_PACKAGE), name)
    if not name.startswith("load_") and name not in AS_IT_IS:
        raise PlainError(f"{name} has no stand-in on paper yet: give it one in helpers/teacher/paper/shown.py")
    return value


def _side_by_side(name: str, *, title: str = "") -> Tellings:
    from helpers.tellings.parallels import comparison

    return Tellings(comparison(name, title))


def _membership_by_year(
    members: "pd.DataFrame", *, label: Sequence[str] | str = (), note: str = "", title: str = ""
) -> Rows:
    """Return every step of joining as a table, as the map of all years has it beneath."""
    import pandas as pd

    from helpers.calendar_words import say_date
    from helpers.lettering import join_words
    from helpers.maps.steps import check_members, steps

    told = [(say_date(one.since), join_words(list(one.names)), one.after) for one in steps(check_members(members))]
    table = pd.DataFrame(told, columns=["day", "who joined", "members after"])
    return Rows(f"{title or 'Who belonged'}, step by step", table, note)


def _curtain(events: "pd.DataFrame", day: str, *, advice: str = "", passages: Sequence[str] = ()) -> Hung:
    from helpers.explorer.packing import NEEDED
    from helpers.timelines.table import read_events

    return Hung(date.fromisoformat(day), read_events(events, "category", NEEDED, "The curtain"), tuple(passages))


def only_imports(code: str) -> bool:
    """Say whether a cell does nothing but load names.

    >>> only_imports("from helpers import show"), only_imports("import math; math.pi")
    (True, False)
    """
    try:
        body = ast.parse(code).body
    except SyntaxError:
        return False
    return bool(body) and all(isinstance(one, ast.Import | ast.ImportFrom) for one in body)


def _readable(value: Any) -> Any:
    """Return a value as a table where it is one, else as text."""
    import pandas as pd

    if isinstance(value, pd.Series):
        return value.reset_index()
    return value if isinstance(value, pd.DataFrame) else str(value)
