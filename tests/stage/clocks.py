"""What is answered to the exercises of the fixtures' small course, and what a student is told of it."""

from typing import Any, NamedTuple

NOT_YET, PART, FULL = "Not yet: one step further", "Part of the way", "The evidence is with you"
CONTESTED = "A reading the evidence can carry"
HEAVY = 'bells[bells["weight"] > 600]["town"]'
WEIGHTS = {"cost": 7, "rail": 3, "mayor": 0}


class Tries(NamedTuple):
    """A wrong answer, what is told of it (how it stands, in one sentence, and why), and a right one."""

    wrong: Any
    heading: str
    summary: str
    why: str
    right: Any
    best: str = FULL
    half: str = "Marks: 1 of 2."


TRIES = {
    "01-kind": Tries(
        "inference",
        NOT_YET,
        "This choice does not fit the evidence yet.",
        "An inference needs a step that a reader could refuse",
        "fact",
    ),
    "01-letters": Tries(
        ["bell", "blame"],
        NOT_YET,
        "1 of your picks fits the evidence; 1 does not. There is more to find.",
        "The letter names nobody.",
        ["bell", "cost"],
    ),
    "01-order": Tries(
        ["tower", "feast", "bell", "letter"],
        NOT_YET,
        "3 of 6 pairs stand in the right order.",
        "“The bell arrives” placed before “The letter is sent”",
        ["tower", "letter", "bell", "feast"],
    ),
    "01-date": Tries("1925-03", PART, "Close, but too late.", "By then the bell had been paid for.", "1924-05"),
    "01-span": Tries(
        {"from": "1925", "to": "1930"},
        NOT_YET,
        "Your place is too late.",
        "One of your years lies after the last bill.",
        {"from": "1919", "to": "1921"},
        CONTESTED,
        "Marks: 2 of 4.",
    ),
    "02-match": Tries(
        {"council": "speech", "railway": "freight", "sexton": "complaint"},
        PART,
        "1 of 3 fits the evidence.",
        "You gave “A speech at the feast” to: The town council",
        {"council": "complaint", "railway": "freight", "sexton": "memory"},
    ),
    "02-sort": Tries(
        {"freight": "then", "speech": "then", "saying": "later", "diary": "later"},
        PART,
        "2 of 4 fit the evidence.",
        "A mayor's word sounds official",
        {"freight": "then", "speech": "later", "saying": "never", "diary": "later"},
    ),
    "02-words": Tries(
        [[0, 2], [12, 17]],
        NOT_YET,
        "You found 1 of 2 places; 1 of your marks stands elsewhere.",
        "“The council”",
        [[13, 17], [31, 36]],  # a word less at an edge costs nothing
    ),
    "02-row": Tries(
        ["speech-1930"],
        NOT_YET,
        "This row does not prove it yet.",
        "The mayor tells a year from memory",
        ["freight-1924"],
    ),
    "02-rows": Tries(
        ["complaint-1923"],
        PART,
        "1 of 2 rows is found.",
        "This row is part of the proof.",
        ["complaint-1923", "bill-1924"],
    ),
    "02-count": Tries(
        {"code": 'sum(bells["weight"] >= 600)'},
        NOT_YET,
        "Your value is 4, and the data give another.",
        "You counted the bell that weighs 600",
        {"by_hand": " 3 "},
    ),
    "02-towns": Tries(
        {"by_hand": "Aa; Bo; el"},
        PART,
        "2 of your 3 entries are right.",
        "Some of these towns belong there.",
        {"code": HEAVY},
        half="Marks: 1.5 of 3.",
    ),
    "03-why-late": Tries(
        {"weights": WEIGHTS, "evidence": {"cost": ["letter-1923"], "rail": ["tower-1921"]}},
        PART,
        "7 of your 10 points of weight rest on evidence that bears on them.",
        "None of the evidence that you cite here bears on this.",
        {"weights": WEIGHTS, "evidence": {"cost": ["letter-1923"], "rail": ["bell-1924", "feast-1930"]}},
        CONTESTED,
        "Marks: 1.4 of 2.",  # the first try was worth more than half
    ),
    "03-again": Tries(
        "judgement",
        NOT_YET,
        "This choice does not fit the evidence yet.",
        "A judgement weighs something as good or bad",
        "fact",
    ),
}
MARKED = list(TRIES)

SNEAKY = "<img src=x onerror=\"document.title='broken'\"> and <b>bold</b>"
_TEXT = {"text": f"The cost had doubled. {SNEAKY}", "evidence": ["letter-1923"], "checks": [2], "self": {}}
_LONG = {
    "text": ("The council wrote. " * 25).strip(),
    "evidence": ["letter-1923", "bell-1924"],
    "checks": [1],
    "self": {},
}
_BEFORE = {"before": {"position": 2, "reason": f"Too dear. {SNEAKY}"}}
# Open exercise -> what a student saves of it, one version after the other.
VERSIONS: dict[str, list[dict[str, Any]]] = {
    "03-in-a-sentence": [_TEXT, {**_TEXT, "self": {"claim": 3}}],
    "03-essay": [_LONG, {**_LONG, "self": {"claim": 3}}],
    "03-stand": [
        _BEFORE,
        {**_BEFORE, "after": {"position": 4, "reason": "I heard it.", "other_side": "It was dear."}},
    ],
    "03-advise": [
        {"seat": "council", "advice": "pay", "reason": f"It is late. {SNEAKY}", "evidence": ["letter-1923"]},
    ],
}
OPEN = list(VERSIONS)
EVERY = MARKED + OPEN


BY_HAND = {"02-count": {"by_hand": "3"}, "02-towns": {"by_hand": "Aa, Ce, El"}}


def ready_answer(name: str) -> Any:
    """Return an answer that can be committed as it is, without running code first: a right one, or a first version."""
    return BY_HAND.get(name) or (TRIES[name].right if name in TRIES else VERSIONS[name][0])


def first_answer(name: str) -> Any:
    """Return what is answered first: the wrong answer, or the first version of an open exercise."""
    return TRIES[name].wrong if name in TRIES else VERSIONS[name][0]
