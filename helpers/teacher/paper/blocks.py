"""What a lesson on paper is made of, in the order in which a reader meets it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from helpers.tellings.parallels import Comparison


@dataclass(frozen=True)
class Prose:
    """The lesson's own text. source : Markdown, its passages and words already filled in."""

    source: str


@dataclass(frozen=True)
class Asked:
    """An exercise, by its id. alone : what follows would answer it, so a new page begins after it."""

    id: str
    alone: bool = False


@dataclass(frozen=True)
class Picture:
    """A figure: the name of its still picture, its description, and the table behind it."""

    name: str
    description: str
    table: "pd.DataFrame"


@dataclass(frozen=True)
class Rows:
    """A table that the lesson shows. note : words beneath it."""

    caption: str
    table: "pd.DataFrame"
    note: str = ""


@dataclass(frozen=True)
class Tellings:
    """Several tellings of one thing, to be compared aspect by aspect."""

    compared: "Comparison"


@dataclass(frozen=True)
class Hung:
    """A curtain at a day. every : all events given, those behind it too; passages : whose claims are shown with it."""

    day: "date"
    every: "pd.DataFrame"
    passages: tuple[str, ...]

    @property
    def seen(self) -> "pd.DataFrame":
        """The events before the curtain, which a later cell may ask for."""
        from helpers.curtains.standing import known

        return known(self.every, self.day)


@dataclass(frozen=True)
class Rewriting:
    """The sentences of these passages, to be written again; the whole essay's, if none is named."""

    passages: tuple[str, ...]


@dataclass(frozen=True)
class Result:
    """A line of code that the lesson shows with what comes out of it. value : a table, or a text."""

    code: str
    value: Any


@dataclass(frozen=True)
class Ledger:
    """The claims of these passages, to be judged."""

    passages: tuple[str, ...]


@dataclass(frozen=True)
class Paragraph:
    """One passage of the essay with its claims."""

    passage: str


@dataclass(frozen=True)
class LeftOut:
    """Something that has no meaning on paper. name : the function that shows it on a machine."""

    name: str


Block = Prose | Asked | Picture | Rows | Result | Tellings | Hung | Rewriting | Ledger | Paragraph | LeftOut
