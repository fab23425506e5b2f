"""A student's standing in words: short, friendly, and what to do next. Pure."""

from helpers.ledgers.standing import Ledger, Lesson, Sureness
from helpers.lettering import count

FIRST_TIME = (
    "You have not answered anything yet, so there is nothing to show. Open lesson 1, answer an exercise or judge a "
    "claim in the ledger, and run this cell again."
)
SURE = {"guess": "I am guessing", "think": "I think so", "sure": "I am sure"}
# Fewer first tries say little about how well someone knows what they know.
ENOUGH = 5


def on_lesson(lesson: Lesson) -> str:
    """Say how far a lesson is.

    >>> on_lesson(Lesson("1", "Clocks", 5, 3, 1, 4.5, 8, 1))
    'Lesson 1, Clocks: 3 of 5 exercises finished, 1 begun; 4.5 of 8 marks; 1 exercise is not marked by the machine.'
    """
    name = f"Lesson {lesson.number}, {lesson.title}"
    if not lesson.total:
        return f"{name}: no exercises."
    words = f"{name}: {lesson.finished} of {count(lesson.total, 'exercise')} finished"
    words += f", {lesson.begun} begun" if lesson.begun else ""
    words += f"; {lesson.marks:g} of {count(lesson.possible, 'mark')}" if lesson.possible else ""
    if lesson.open:
        words += f"; {count(lesson.open, 'exercise is', 'exercises are')} not marked by the machine"
    return words + "."


def on_ledger(ledger: Ledger) -> str:
    """Say how far the ledger is; differing from the editors is no fault.

    >>> on_ledger(Ledger(9, 2, 1, 1, {}, {}))[:55]
    '2 of 9 claims judged, 1 revised since. You and the edit'
    """
    if not ledger.judged:
        return f"None of {count(ledger.total, 'claim')} judged yet." if ledger.total else ""
    words = f"{ledger.judged} of {count(ledger.total, 'claim')} judged"
    words += f", {ledger.revised} revised since" if ledger.revised else ""
    if ledger.theirs and not any(ledger.theirs):
        return f"{words}."  # the editors' verdicts are held back
    differ = ledger.judged - ledger.same
    then = "; where you differ with evidence, that is a finding." if differ else "."
    return f"{words}. You and the editors give the same verdict on {ledger.same} and differ on {differ}{then}"


def on_sureness(rows: tuple[Sureness, ...]) -> list[str]:
    """Say how well a student's confidence fits what the first tries earned."""
    tried = [row for row in rows if row.tries]
    if not tried:
        return []
    lines = [
        f"When you said “{SURE[row.confidence]}” ({count(row.tries, 'first try', 'first tries')}), you earned "
        f"{round(100 * (row.share or 0))} of 100 marks."
        for row in tried
    ]
    return [*lines, _advice({row.confidence: row for row in tried})]


def _advice(rows: dict[str, Sureness]) -> str:
    guess, sure = rows.get("guess"), rows.get("sure")
    if sum(row.tries for row in rows.values()) < ENOUGH:
        return "These are few answers; the picture gets steadier with more."
    if sure and sure.tries >= ENOUGH and (sure.share or 0) < 0.7:
        return (
            "You were often sure where the evidence was not with you. "
            "Before you say “sure”, look for what speaks against."
        )
    if guess and guess.tries >= ENOUGH and (guess.share or 0) > 0.8:
        return "You often call it a guess where you know. Trust your evidence a little more."
    if guess and sure and (guess.share or 0) > (sure.share or 0):
        return "You earned more where you were guessing than where you were sure. Ask yourself what made you feel sure."
    return "The surer you are, the more you should earn: that is what it means to know how well you know something."
