"""`class_ledger()`: the student's ledger, the editors' and the class's as words, figure and table in a notebook."""

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

from helpers.editions.agreement import Row, compared
from helpers.editions.votes import Votes, read_class
from helpers.exercises.answers import record
from helpers.ledgers.claims import editors_of, every_claim
from helpers.ledgers.drawing import Bars, draw
from helpers.ledgers.entries import entries
from helpers.ledgers.verdicts import VERDICTS, in_words
from helpers.lettering import count, shorten

MOST_BARS = 12  # claims in the figure; the table holds all
NONE_YET = (
    "Your ledger is empty so far. Judge a claim with ledger(), and it appears here beside the editors' verdict"
    " and your class's."
)


def show_class(path: Path | None = None) -> None:
    """Show words first, then a figure, then a table of every claim that the student has judged."""
    from IPython.display import display

    votes = read_class(path) if path is not None else {}
    rows = rows_now(votes)
    said = words(rows, votes)
    inner = "".join(f"<p>{escape(line)}</p>" for line in said)
    display({"text/html": f"<section>{inner}</section>", "text/plain": "\n".join(said)}, raw=True)
    if not rows:
        return
    import pandas as pd

    from helpers.figures import show, show_table

    show(draw(of_class(rows) if votes else of_passages(rows)))
    show_table(pd.DataFrame(table(rows, bool(votes))), caption="Verdicts on the claims that you have judged")


def rows_now(votes: Votes) -> list[Row]:
    """Return the rows for the student at this computer. The editors are asked only about claims that are judged."""
    judged = entries(record().read().attempts)
    mine = {name: found[-1].verdict for name, found in judged.items()}
    claims = every_claim()
    theirs = {claim.id: editors_of(claim.id).verdict for claim in claims if claim.id in mine}
    return compared(claims, mine, theirs, votes)


def words(rows: Sequence[Row], votes: Votes) -> list[str]:
    """Return what to say before the figure."""
    if not rows:
        return [NONE_YET]
    alike = sum(row.same for row in rows)
    said = [
        f"You have judged {count(len(rows), 'claim')}. On {alike:,} of them you and the editors give the same verdict."
    ]
    if not votes:
        return [*said, "Your teacher can make a file of your class's verdicts; then this shows them too."]
    hidden = sum(claim not in {row.claim.id for row in rows} for claim in votes)
    without = sum(row.share is None for row in rows)
    if hidden:
        said.append(f"The class has judged {count(hidden, 'claim')} more; they appear once you have judged them too.")
    if without:
        said.append(f"On {count(without, 'claim')} of yours the file of your class has no verdict.")
    return [
        *said,
        "Agreement is the share of the class's most frequent verdict. Many votes alike are no proof: look at the"
        " evidence where the class is split, and where it stands against the editors.",
    ]


def of_class(rows: Sequence[Row]) -> Bars:
    """Return the bars of the class's verdicts, a claim a row, the least agreed on first."""
    shown = [row for row in rows if row.share is not None][:MOST_BARS]
    given = [one for one in VERDICTS if any(row.given.get(one) for row in shown)]
    parts = [(in_words(one).lower(), [row.given.get(one, 0) for row in shown]) for one in given]
    return Bars(
        "Where your class agrees least",
        f"Bars of the class's verdicts on the {count(len(shown), 'claim')} that it agrees on least",
        ("claim", "students"),
        [(_named(row), _numbers(row)) for row in shown],
        parts,
    )


def of_passages(rows: Sequence[Row]) -> Bars:
    """Return the bars of same and different verdicts, student and editors, passage by passage."""
    names = sorted({row.claim.passages[0] for row in rows if row.claim.passages})
    alike = [sum(row.same for row in rows if row.claim.passages[:1] == (name,)) for name in names]
    other = [sum(not row.same for row in rows if row.claim.passages[:1] == (name,)) for name in names]
    numbers = [f"{a} alike, {b} different" for a, b in zip(alike, other, strict=True)]
    return Bars(
        "You and the editors, passage by passage",
        "Bars of the claims on which you and the editors give the same or different verdicts, passage by passage",
        ("passage", "claims"),
        list(zip(names, numbers, strict=True)),
        [("the same verdict", alike), ("different verdicts", other)],
    )


def table(rows: Sequence[Row], with_class: bool) -> list[dict[str, Any]]:
    """Return the table's rows; every verdict in words."""
    found = []
    for row in rows:
        made: dict[str, Any] = {
            "claim": row.claim.id,
            "sentence": " and ".join(row.claim.sentences),
            "the essay says": row.claim.quote,
            "you": in_words(row.mine),
            "the editors": in_words(row.theirs),
        }
        if with_class:
            share = row.share
            made["the class"] = "; ".join(f"{in_words(one)} {row.given[one]}" for one in VERDICTS if row.given.get(one))
            made["agreement"] = "no verdict" if share is None else f"{round(100 * share)} of 100"
        found.append(made)
    return found


def _named(row: Row) -> str:
    return f"{row.claim.id}, “{shorten(row.claim.quote, 60)}”"


def _numbers(row: Row) -> str:
    told = ", ".join(f"{in_words(one).lower()} {row.given[one]}" for one in VERDICTS if row.given.get(one))
    return f"{told}; you: {in_words(row.mine).lower()}"
