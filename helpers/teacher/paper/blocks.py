"""What a lesson on paper is made of, in the order in which a reader meets it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Prose:
    """The lesson's own text. source : Markdown, its passages and words already filled in."""

    source: str


@dataclass(frozen=True)
class Asked:
    """An exercise, by its id. alone : its figure follows later and would answer it, so a new page begins after it."""

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
    """A table that the lesson shows."""

    caption: str
    table: "pd.DataFrame"


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


Block = Prose | Asked | Picture | Rows | Result | Ledger | Paragraph | LeftOut
