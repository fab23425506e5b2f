"""Find in a table: tick the rows that prove it."""
# ruff: noqa: RUF009 (key() returns a dataclass field, not a shared value)

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from helpers.exercises import dates
from helpers.exercises.marking import AnswerError, Feedback, Mark
from helpers.exercises.question import FEEDBACK, REFERENCE, REFERENCES, MarkedQuestion
from helpers.exercises.reading import day, group, key, number, several, slug, word
from helpers.exercises.table_rows import Row, cell, heading, rows_of, when

TABLES = ("events", "sources", "documents", "debate", "omissions", "claims", "members")
# The editors' verdict on a claim is not shown before the student's own.
_HELD_BACK = {"claims": ("verdict", "why", "evidence_for", "events_for", "evidence_against", "events_against")}
_PROVES = "This row is part of the proof. Keep it, and look for what is still missing."
_DOES_NOT = "This row does not show what the question asks for. Read it word by word against the question."


@dataclass(frozen=True, kw_only=True)
class Rows:
    """Which rows are shown; without it, all."""

    passages: str = key("only rows that bear on this passage", slug(r"p[0-9]+", "p and a number"), default="")
    since: str = key("only rows of this date and later", day, default="")
    until: str = key("only rows of this date and earlier", day, default="")

    def fits(self, row: Row) -> bool:
        """Say whether a row is shown."""
        if self.passages and self.passages not in row.get("passages", "").split(";"):
            return False
        reach = when(row)
        if (self.since or self.until) and reach is None:
            return False
        early = bool(self.since and reach) and reach.first < dates.span(self.since).first  # type: ignore[union-attr]
        late = bool(self.until and reach) and reach.first > dates.span(self.until).last  # type: ignore[union-attr]
        return not early and not late


@dataclass(frozen=True, kw_only=True)
class Near:
    """Feedback on one telling wrong row."""

    id: str = key("the row's id", REFERENCE)
    feedback: str = key("what this row shows, why it is no proof, the next move", FEEDBACK)
    evidence: tuple[str, ...] = key("ids for this feedback, if not the row itself", REFERENCES, default=())


@dataclass(frozen=True, kw_only=True)
class FindFeedback:
    """Feedback on the rows as a whole."""

    full: str = key("the rows prove it", FEEDBACK)
    none: str = key("they do not prove it", FEEDBACK)
    part: str = key("some of them do; needed where more than one row is to be ticked", FEEDBACK, default="")


@dataclass(frozen=True, kw_only=True)
class FindInTable(MarkedQuestion):
    """Rows of a table to be ticked.

    Mark: (right - wrong) / pick, never below zero. Where more than `pick` rows prove it, any `pick` of them will do.
    """

    kind: ClassVar[str] = "find-in-table"
    ask: ClassVar[str] = "Find in the table"

    table: str = key("the table to search", word(*TABLES))
    columns: tuple[str, ...] = key(
        "two to five columns to show", several(slug(r"[a-z0-9_]+", "small letters, digits and _"), 2, 5, unlike=True)
    )
    answers: tuple[str, ...] = key("ids of the rows that prove it, at least `pick`", several(REFERENCE, 1, 40, True))
    feedback: FindFeedback = key("full and none; part too where pick is above 1", group(FindFeedback))
    rows: Rows = key("which rows are shown: passages, since, until", group(Rows), default=Rows())
    pick: int = key("how many rows to tick", number(1, 5), default=1)
    near: tuple[Near, ...] = key("telling wrong rows", several(group(Near), 1, 12), default=())

    def shown(self) -> list[Row]:
        """Return the rows that the card shows, in the order of the table."""
        return [row for row in rows_of(self.table) if self.rows.fits(row)]

    def faults(self) -> Iterator[tuple[str, str]]:
        """Refuse a key that cannot be given."""
        if len(self.answers) < self.pick:
            reason = f"names {len(self.answers)} rows, but {self.pick} are to be ticked. Add rows or lower pick."
            yield "answers", reason
        if self.pick > 1 and not self.feedback.part:
            yield "feedback", "needs part, since more than one row is to be ticked."
        if self.pick == 1 and self.feedback.part:
            yield "feedback", "has part, which needs pick: 2 or more."
        for one in self.columns:
            if one in _HELD_BACK.get(self.table, ()):
                yield "columns", f"shows {one!r}, which holds the editors' verdict. Students come to their own first."
        for n, near in enumerate(self.near, 1):
            if near.id in self.answers:
                yield f"near[{n}].id", f"is no mistake: {near.id!r} is among the answers."

    def proved(self) -> Iterator[tuple[str, str]]:
        """Name what the table disproves: (key, what is wrong)."""
        everything = rows_of(self.table)
        if not everything:
            yield "table", f"cannot be read: data/{self.table}.csv."
            return
        for one in self.columns:
            if one not in everything[0]:
                yield "columns", f"names {one!r}. The table has {', '.join(name for name in everything[0] if name)}."
        if self.rows.passages and "passages" not in everything[0]:
            yield "rows.passages", f"cannot be used: the table {self.table} has no passages."
        shown = self.shown()
        ids = [row[""] for row in shown]
        if len(ids) < self.pick + 3:
            yield "rows", f"leaves {len(ids)} rows, too few to search."
        for one in self.answers:
            if one not in ids:
                yield "answers", f"names {one!r}, which is no row that is shown. Look at the id and at `rows`."
        for n, near in enumerate(self.near, 1):
            if near.id not in ids:
                yield f"near[{n}].id", f"names {near.id!r}, which is no row that is shown."
        looks: dict[tuple[str, ...], str] = {}
        for row in shown:
            told = tuple(cell(row, column) for column in self.columns)
            twin = looks.setdefault(told, row[""])
            if twin != row[""] and (twin in self.answers) != (row[""] in self.answers):
                yield "columns", f"show {twin!r} and {row['']!r} alike, and only one is right. Show another column."

    def references(self) -> Iterator[tuple[str, str]]:
        """Name every id that the question leans on: (key, id)."""
        yield from super().references()
        for n, one in enumerate(self.near, 1):
            for reference in one.evidence:
                yield f"near[{n}].evidence", reference

    def view(self) -> dict[str, Any]:
        """Return headings and rows, in the order of the table, without saying which are right."""
        rows = [[row[""], *(cell(row, column) for column in self.columns)] for row in self.shown()]
        return {
            "table": self.table,
            "headings": [heading(column) for column in self.columns],
            "names": self._names_by(),
            "rows": rows,
            "pick": self.pick,
        }

    def _names_by(self) -> int:
        """Return the place of the column that names a row to a reader: the title, or what comes nearest to it."""
        for name in ("title", "what", "quote", "country"):
            if name in self.columns:
                return self.columns.index(name)
        return 0

    def _name(self, row_id: str) -> str:
        """Return what a row is called: its naming cell, shortened."""
        row = next((row for row in self.shown() if row[""] == row_id), None)
        told = cell(row, self.columns[self._names_by()]) if row else ""
        name = told if len(told) <= 90 else told[:90].rsplit(" ", 1)[0] + " …"
        return f"“{name or row_id}”"

    def reveal(self) -> dict[str, Any]:
        """Return the rows that prove it."""
        return {"right": list(self.answers)}

    def printed(self) -> list[str]:
        """Return where to search and a line for each row."""
        columns = ", ".join(heading(column).lower() for column in self.columns)
        return [f"Search the table of {self.table} ({columns})."] + ["The row: ____________"] * self.pick

    def understand(self, answer: Any) -> list[str]:
        """Return the ids of the rows ticked, in the order of the table; ticking twice is ticking once."""
        if not isinstance(answer, list) or not answer or not all(isinstance(one, str) for one in answer):
            raise AnswerError("Tick a row first.")
        known = [row[""] for row in self.shown()]
        if not set(answer) <= set(known):
            raise AnswerError("The table has changed since: a row that was ticked is no longer there.")
        picked = [one for one in known if one in answer]
        if len(picked) > self.pick:
            raise AnswerError(f"Tick at most {self.pick} {'row' if self.pick == 1 else 'rows'}.")
        return picked

    def marked(self, answer: list[str]) -> Mark:
        """Mark the rows; wrong ones subtract."""
        right = [one for one in answer if one in self.answers]
        wrong = [one for one in answer if one not in self.answers]
        fraction = max(0.0, (len(right) - len(wrong)) / self.pick)
        tone = "full" if fraction == 1 else "part" if fraction > 0 else "none"
        # The evidence holds the very rows that are sought, so it is kept back until they are found.
        evidence = self.evidence if tone == "full" else tuple(one for one in self.evidence if one not in self.answers)
        # Half a proof beside a wrong row earns nothing, and is still half a proof.
        held = "part" if right and tone == "none" and self.feedback.part else tone
        said = [Feedback(getattr(self.feedback, held), held, "", evidence)]
        near = {one.id: one for one in self.near}
        for row in wrong:
            told = near.get(row)
            # The row itself is the evidence: it opens to what it says. Members have no text to open.
            itself = () if self.table == "members" else (row,)
            text, told_by = (told.feedback, told.evidence or itself) if told else (_DOES_NOT, itself)
            said.append(Feedback(text, "none", self._name(row), told_by))
        if tone != "full":
            said += [Feedback(_PROVES, "full", self._name(row)) for row in right]
        return Mark(fraction, self._summary(len(right), len(wrong)), tuple(said))

    def _summary(self, right: int, wrong: int) -> str:
        if right == self.pick:
            return "Your row proves it." if self.pick == 1 else "Your rows prove it."
        if self.pick == 1:
            return "This row does not prove it yet."
        held = f"{right} of {self.pick} rows {'is' if right == 1 else 'are'} found"
        if not wrong:
            return f"{held}."
        return f"{held}; {wrong} of those you ticked {'does' if wrong == 1 else 'do'} not prove it."
