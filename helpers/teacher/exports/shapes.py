"""The few shapes of question that learning systems know: picks, pairs, an order, a number, a text.

A shape holds all that any format may say of a question; each format takes what it can.
"""

from dataclasses import dataclass
from fractions import Fraction

from helpers.teacher.exports.rich import Block

Blocks = tuple[Block, ...]


@dataclass(frozen=True, kw_only=True)
class Shape:
    """What every question has, whatever its shape.

    asked : prompt and what else a student must know to answer
    full, part, none : feedback on the answer as a whole, () where the kind has none
    after : what a student reads when the answer is in: worked answer, evidence, notes on single lines
    tips : the hints, in the course's order
    marks : 0 where no machine marks
    """

    id: str
    lesson: str
    kind: str
    title: str
    asked: Blocks
    marks: int
    contested: bool
    tips: tuple[str, ...]
    full: Blocks
    part: Blocks
    none: Blocks
    after: Blocks


@dataclass(frozen=True)
class Option:
    """Something to pick.

    share : of the marks, below zero where a wrong pick costs
    open : disputed, so it earns and costs nothing
    """

    id: str
    text: str
    share: Fraction
    open: bool
    feedback: Blocks


@dataclass(frozen=True, kw_only=True)
class Picks(Shape):
    """One option, or several."""

    many: bool
    options: tuple[Option, ...]

    @property
    def right(self) -> tuple[Option, ...]:
        """Return the options that earn marks."""
        return tuple(one for one in self.options if one.share > 0)


@dataclass(frozen=True)
class Line:
    """Something that gets a place. cost : the share of this line that a wrong place costs."""

    id: str
    text: str
    right: tuple[str, ...]
    cost: Fraction


@dataclass(frozen=True, kw_only=True)
class Pairs(Shape):
    """Lines that each get one of several places. places : id to text, in the order in which they are shown."""

    lines: tuple[Line, ...]
    places: dict[str, str]
    reuse: bool

    def one_each(self) -> dict[str, str]:
        """Return a right place for each line; where a place serves once, no two lines share one."""
        if self.reuse:
            return {line.id: line.right[0] for line in self.lines}
        holder: dict[str, str] = {}
        right = {line.id: line.right for line in self.lines}

        def settle(line: str, tried: set[str]) -> bool:
            for place in right[line]:
                if place not in tried:
                    tried.add(place)
                    if place not in holder or settle(holder[place], tried):
                        holder[place] = line
                        return True
            return False

        for line in right:
            settle(line, set())
        return {line: place for place, line in holder.items()}


@dataclass(frozen=True, kw_only=True)
class Sequence(Shape):
    """Items in their right order: (id, text). shown : the ids in the shuffled order of the card."""

    items: tuple[tuple[str, str], ...]
    shown: tuple[str, ...]
    tied: bool


@dataclass(frozen=True)
class Band:
    """Whole numbers from `low` to `high`, both included, that earn a share. None: without end."""

    low: int | None
    high: int | None
    share: Fraction
    feedback: Blocks


@dataclass(frozen=True, kw_only=True)
class Number(Shape):
    """A whole number; the bands meet without gaps, in rising order."""

    bands: tuple[Band, ...]


@dataclass(frozen=True, kw_only=True)
class Text(Shape):
    """A text of the student's own. grader : what the person who reads it should know. start : a beginning to use."""

    grader: Blocks
    start: str
    points: int


@dataclass(frozen=True)
class Told:
    """What the report says of one exercise: left out, or written with differences. Neither: all is there."""

    id: str
    kind: str
    title: str
    left_out: str = ""
    differences: tuple[str, ...] = ()
