"""What a student's verdict and the editors' have to say to each other. Pure; never a bare right or wrong."""

from collections.abc import Collection
from typing import Any

from helpers.exercises.titles import title_of
from helpers.ledgers.claims import Claim, Editors
from helpers.ledgers.entries import Entry
from helpers.ledgers.rows import listed, rows
from helpers.ledgers.verdicts import VERDICTS, in_words
from helpers.lettering import join_words

# In a graded assignment the tables come without the editors' verdicts.
HELD_BACK = "Your teacher holds the editors' verdict back for now"


def compare(entry: Entry, editors: Editors, claim: Claim) -> dict[str, Any]:
    """Return what to say about a verdict and the editors' one.

    Keys: same (bool), heading, ask (a question), each (what either would have to show: [who, what]), evidence.
    """
    if not editors.verdict:
        return {"same": False, "heading": f"Your verdict is kept. {HELD_BACK}", "ask": "", "each": [], "evidence": ""}
    agreed = entry.verdict == editors.verdict
    shared = [one for one in entry.evidence if one in leaned_on(claim)]
    return {
        "same": agreed,
        "heading": "You and the editors give the same verdict"
        if agreed
        else "You and the editors differ, and you give evidence: a good result",
        "ask": _question(entry.verdict, editors.verdict),
        "each": _each(entry.verdict, editors.verdict),
        "evidence": _on_evidence(shared, agreed),
    }


def leaned_on(claim: Claim) -> Collection[str]:
    """Return the ids of all that the editors lean on: events, sources, and the documents and works that are those."""
    sources = set(claim.sources)
    # A document that only touches the same event is not yet what the editors cite.
    other = [pair for table in ("documents", "debate") for pair in rows(table).items()]
    return {*claim.events, *sources, *(name for name, row in other if sources & set(listed(row, "sources")))}


def _question(mine: str, theirs: str) -> str:
    if mine == theirs:
        return "Now read their reasons beside yours. Two people can say the same for different reasons."
    return "What would each have to show?" if theirs in VERDICTS else "Read their reasons beside yours."


def _each(mine: str, theirs: str) -> list[list[str]]:
    """Return what either side would have to show; nothing where they agree."""
    if mine == theirs or theirs not in VERDICTS:
        return []
    return [
        [f"You say “{in_words(mine).lower()}”", f"show {VERDICTS[mine].to_show}."],
        [f"The editors say “{in_words(theirs).lower()}”", f"show {VERDICTS[theirs].to_show}."],
    ]


def _on_evidence(shared: list[str], agreed: bool) -> str:
    if not shared:
        return (
            "Your evidence is not among theirs. It may show something that they missed, or it may belong to "
            "another point. Which is it?"
        )
    both = join_words([f"“{title_of(one)['title']}”" for one in shared[:3]])
    more = f" and {len(shared) - 3} more" if len(shared) > 3 else ""
    then = (
        "What else do they use?"
        if agreed
        else "The same evidence, read in two ways: which reading does it carry better?"
    )
    return f"You and the editors both use {both}{more}. {then}"
