"""The six verdicts that a claim can get, in a student's words."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Verdict:
    """A verdict: its name, what it means, and what whoever gives it would have to show."""

    id: str
    words: str
    meaning: str
    to_show: str
    sign: str


# The sign stands beside the words and never alone. A course's editors need not use all six.
VERDICTS = {
    one.id: one
    for one in (
        Verdict(
            "supported",
            "Supported",
            "The evidence backs it as it stands.",
            "that the evidence backs every part of it, as it stands",
            "✓",
        ),
        Verdict(
            "supported-with-nuance",
            "Supported with nuance",
            "True at its core, but something has to be added or limited.",
            "what exactly has to be added or limited",
            "≈",
        ),
        Verdict(
            "contested",
            "Contested",
            "Good evidence points in more than one direction, or experts disagree.",
            "that good evidence, or experts, stand on more than one side",
            "⇄",
        ),
        Verdict(
            "misleading",
            "Misleading",
            "There is something true in it, but it gives a wrong picture.",
            "which wrong picture a reader takes away",
            "!",
        ),
        Verdict(
            "unsupported",
            "Unsupported",
            "I looked, and found no evidence that carries it.",
            "where one would expect evidence, and that there is none",
            "∅",
        ),
        Verdict(
            "not-checkable",
            "Not checkable",
            "Nothing that one could look up would settle it.",
            "that nothing one could look up would settle it",
            "?",
        ),
    )
}


def in_words(verdict: str) -> str:
    """Say a verdict as people do; one that is not known stays as it is.

    >>> in_words("supported-with-nuance")
    'Supported with nuance'
    """
    return VERDICTS[verdict].words if verdict in VERDICTS else verdict
