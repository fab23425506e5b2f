"""What is wrong with a table, said so that a teacher can mend it."""

from collections.abc import Iterable
from dataclasses import dataclass

_SHOWN = 20  # faults told in full; a wholly wrong file would otherwise fill the screen
_LONGEST = 60  # characters of a wrong value that are shown


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: where it is, the value found there and the reason.

    row is the number that a spreadsheet shows beside the row (1 is the row of column names); row, column and
    value are None where they do not apply.
    """

    file: str
    row: int | None
    column: str | None
    value: str | None
    reason: str

    def __str__(self) -> str:
        """Say the fault in one line.

        >>> print(Fault("visits.csv", 3, "date", "1990-13", "there is no such month"))
        visits.csv, row 3, column "date": there is no such month. Found: "1990-13".
        """
        where = self.file
        if self.row is not None:
            where += f", row {self.row}"
        if self.column is not None:
            where += f', column "{_short(self.column)}"'
        text = f"{where}: {self.reason}."
        return text if self.value is None else f'{text} Found: "{_short(self.value)}".'


class TableError(ValueError):
    """A table that cannot be used; `faults` lists everything that is wrong with it."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = list(faults)
        super().__init__(self.faults)

    def __str__(self) -> str:
        """List the faults, one a line."""
        lines = [str(fault) for fault in self.faults[:_SHOWN]]
        if len(self.faults) > _SHOWN:
            lines.append(f"... and {len(self.faults) - _SHOWN} more.")
        return "\n".join(lines)


def _short(value: str) -> str:
    """Make a value fit for one line: no control characters, not too long."""
    shown = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in value[:_LONGEST])
    return shown if len(value) <= _LONGEST else shown + "..."
