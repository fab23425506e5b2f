"""What the check tells an author: where, what is wrong, what to do."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Finding:
    """One thing to mend: `file` is told from the course's folder, so that an editor can jump to file:line.

    advice : worth a look, and no reason to refuse the lesson
    """

    file: str
    line: int
    what: str
    advice: bool = False

    def __str__(self) -> str:
        """Say it in one line.

        >>> print(Finding("lessons/01-x/lesson.md", 12, "no passage p99. Use one of p01 to p20."))
        lessons/01-x/lesson.md:12: no passage p99. Use one of p01 to p20.
        """
        return f"{self.file}:{self.line}: {'advice: ' if self.advice else ''}{' '.join(self.what.split())}"


def sentence(words: str) -> str:
    """Return words as a sentence: a capital letter first, a stop last.

    >>> sentence("the essay has no passage 'p99'; it has p01")
    "The essay has no passage 'p99'; it has p01."
    """
    words = words.strip()
    return words[:1].upper() + words[1:] + ("" if words.endswith((".", "?", "!")) else ".")
