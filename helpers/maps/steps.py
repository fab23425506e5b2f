"""From a table of members to who belonged in which year, and the steps in which they joined."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from helpers.calendar_words import say_date
from helpers.lettering import join_words
from helpers.maps.outlines import Outline, outlines

_NEEDED = ("country", "iso3", "accession_date")


@dataclass(frozen=True)
class Member:
    """A member; since : the day on which it became one, "YYYY-MM-DD"."""

    iso3: str
    name: str
    since: str

    @property
    def year(self) -> int:
        """Return the year in which it became one."""
        return int(self.since[:4])


@dataclass(frozen=True)
class Step:
    """All who joined on one day; after : how many members there were then."""

    since: str
    names: tuple[str, ...]
    after: int

    @property
    def year(self) -> int:
        """Return the year of the step."""
        return int(self.since[:4])


def check_members(table: Any) -> list[Member]:
    """Return the members in the order in which they joined, or say in one sentence what is wrong."""
    import pandas as pd

    if not isinstance(table, pd.DataFrame):
        raise ValueError(f"The map needs a table of members, such as load_members() gives, not {table!r:.60}.")
    for wanted in _NEEDED:
        if wanted not in table.columns:
            known = ", ".join(str(name) for name in table.columns) or "none"
            raise ValueError(f"The table has no column {wanted!r}; its columns are {known}.")
    days = pd.to_datetime(table["accession_date"], errors="coerce")
    if days.isna().any():
        first = str(table["country"][days.isna()].iloc[0])
        raise ValueError(f"The table gives no day on which {first} became a member.")
    rows = zip(table["iso3"].astype(str), table["country"].astype(str), days.dt.strftime("%Y-%m-%d"), strict=True)
    found = sorted((Member(*row) for row in rows), key=lambda one: (one.since, one.name))
    codes = [one.iso3 for one in found]
    if twice := next((one for one in found if codes.count(one.iso3) > 1), None):
        raise ValueError(f"The table has {twice.name} twice; keep one of the rows.")
    return found


def steps(members: Sequence[Member]) -> list[Step]:
    """Return one step for each day on which somebody joined.

    >>> steps([Member("AAA", "A", "1999-01-02"), Member("BBB", "B", "1999-01-02")])
    [Step(since='1999-01-02', names=('A', 'B'), after=2)]
    """
    days = list(dict.fromkeys(one.since for one in members))
    return [
        Step(day, tuple(one.name for one in members if one.since == day), sum(one.since <= day for one in members))
        for day in days
    ]


def places(label: Sequence[str] | str) -> list[Outline]:
    """Return the outlines of countries named by name or code, or say in one sentence which is not on the map."""
    wanted = [label] if isinstance(label, str) else list(label)
    by_name = {one.name: one for one in outlines().values() if one.rings} | {
        code: one for code, one in outlines().items() if one.rings
    }
    if missing := [one for one in wanted if one not in by_name]:
        raise ValueError(f"There is no {missing[0]!r} on this map; name a country as the outlines do, or by its code.")
    return [by_name[str(one)] for one in dict.fromkeys(wanted)]


def off_the_map(members: Sequence[Member]) -> list[Member]:
    """Return the members that have no place on the map."""
    drawn = outlines()
    return [one for one in members if one.iso3 not in drawn or not drawn[one.iso3].rings]


def say_who(members: Sequence[Member]) -> str:
    """Name those who joined, and the day, day by day.

    >>> say_who([Member("AAA", "A", "1999-01-02"), Member("BBB", "B", "1999-01-02")])
    'A and B (2 January 1999)'
    """
    told = [f"{join_words(list(step.names))} ({say_date(step.since)})" for step in steps(members)]
    return "; ".join(told)
