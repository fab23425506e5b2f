"""Highlight: mark the words of a text that carry the answer."""
# ruff: noqa: RUF009 (key() returns a dataclass field, not a shared value)

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

from helpers.exercises.marking import AnswerError, Feedback, Mark
from helpers.exercises.question import FEEDBACK, REFERENCE, REFERENCES, MarkedQuestion
from helpers.exercises.reading import group, key, several, slug, text

FREE = 2  # words beyond an edge that cost nothing
LEAST_AROUND = 8  # words around what is to be found; with fewer, marking everything would come close to the answer
_WORD = re.compile(r"[^\s—–]+[—–]*|[—–]+")
_LOOSE = " ,;:—–"  # left away at the end of words that are quoted
_TOO_WIDE = "The words that matter are in here, and so are many others. Mark only those that carry the point."
_TOO_NARROW = "You are at the right place. Mark the whole expression, so that it can be understood alone."
_ELSEWHERE = "Put the question to these words alone: what exactly in them answers it? If nothing does, unmark them."


@dataclass(frozen=True, kw_only=True)
class Find:
    """Words to be found."""

    id: str = key("small letters, digits and hyphens, unique in the exercise", slug())
    quote: str = key("the words, letter for letter as in the text, where they stand only once", text(words=(1, 40)))
    feedback: str = key("shown when they are marked", FEEDBACK)
    missed: str = key("shown at the end when they are not", FEEDBACK)
    evidence: tuple[str, ...] = key("ids for these words, if not the exercise's", REFERENCES, default=())


@dataclass(frozen=True, kw_only=True)
class Decoy:
    """Words that are often marked and do not answer the question."""

    id: str = key("small letters, digits and hyphens, unique in the exercise", slug())
    quote: str = key("the words, letter for letter as in the text, where they stand only once", text(words=(1, 40)))
    feedback: str = key("what this pick shows, the evidence, the next move", FEEDBACK)
    evidence: tuple[str, ...] = key("ids for these words, if not the exercise's", REFERENCES, default=())


@dataclass(frozen=True, kw_only=True)
class HighlightFeedback:
    """Feedback on the marks as a whole."""

    full: str = key("all is found and nothing else is marked", FEEDBACK)
    part: str = key("some is found", FEEDBACK)
    none: str = key("nothing is found, or too much is marked", FEEDBACK)


@dataclass(frozen=True)
class _Reach:
    """What the marks reach: the worth of each find, the runs that touch it, and the runs that touch none."""

    worth: dict[str, Fraction]
    runs: dict[str, list[tuple[int, int]]]
    too_wide: set[str]
    elsewhere: list[tuple[int, int]]


@dataclass(frozen=True, kw_only=True)
class Highlight(MarkedQuestion):
    """Words of a text to be marked.

    Mark: (found - elsewhere) / number of finds, never below zero. A find counts whole when at least all but two of
    its words are marked (of up to four words: half of them). It counts half when fewer are, or when its mark runs on
    for more than two words beyond an edge; and nothing when the marks run on over more than a quarter of the words
    around. Every other unbroken mark counts as one elsewhere. So marking everything earns nothing.
    """

    kind: ClassVar[str] = "highlight"
    ask: ClassVar[str] = "Mark the words"

    find: tuple[Find, ...] = key("one to six places to be found", several(group(Find), 1, 6))
    feedback: HighlightFeedback = key("full, part and none", group(HighlightFeedback))
    passage: str = key("the essay's passage to mark in; or give text", slug(r"p[0-9]+", "p and a number"), default="")
    text: str = key("the text to mark in, if no passage of the essay", text(words=(12, 300)), default="")
    source: str = key("the id of the source of `text`", REFERENCE, default="")
    decoys: tuple[Decoy, ...] = key("telling wrong marks", several(group(Decoy), 1, 8), default=())

    @property
    def wording(self) -> str:
        """Return the text to mark in; raises ValueError or OSError if the essay cannot be read."""
        if self.text:
            return self.text
        from helpers.essay import essay

        return essay().passage(self.passage).text

    @property
    def words(self) -> list[tuple[int, int]]:
        """Return where each word of the text starts and ends; a dash ends a word."""
        return [found.span() for found in _WORD.finditer(self.wording)]

    def _span(self, quote: str) -> tuple[int, int]:
        """Return the words that a quotation covers, as first and one past the last."""
        start = self.wording.index(quote)
        covered = [n for n, (a, b) in enumerate(self.words) if a < start + len(quote) and b > start]
        return covered[0], covered[-1] + 1

    @property
    def spans(self) -> dict[str, tuple[int, int]]:
        """Return the words of each find: id to first word and one past the last."""
        return {one.id: self._span(one.quote) for one in self.find}

    def _around(self) -> set[int]:
        """Return the words that are no part of a find and do not stand within two words of one."""
        near = {n for start, end in self.spans.values() for n in range(start - FREE, end + FREE)}
        return set(range(len(self.words))) - near

    def faults(self) -> Iterator[tuple[str, str]]:
        """Refuse words that are not in the text, stand there twice, or overlap."""
        if bool(self.text) == bool(self.passage):
            yield "text", "or passage is needed, and not both."
            return
        if self.source and not self.text:
            yield "source", "belongs to text; a passage needs none."
        try:
            wording = self.wording
        except (ValueError, OSError) as problem:
            yield "passage", f"cannot be read: {problem}"
            return
        quotes: list[tuple[str, Find | Decoy]] = [(f"find[{n}]", one) for n, one in enumerate(self.find, 1)]
        quotes += [(f"decoys[{n}]", one) for n, one in enumerate(self.decoys, 1)]
        ids = [one.id for _, one in quotes]
        lost = False
        for n, (where, one) in enumerate(quotes):
            if one.id in ids[:n]:
                yield f"{where}.id", f"{one.id!r} stands twice. Give each its own id."
            count = wording.count(one.quote)
            if count != 1:
                lost = True
                reason = "does not stand in the text, letter for letter" if not count else f"stands there {count} times"
                yield f"{where}.quote", f"{reason}: {one.quote[:60]!r}. Copy enough words to make it the only one."
        if lost:
            return
        taken: dict[int, str] = {}
        for where, one in quotes:
            for word in range(*self._span(one.quote)):
                if taken.setdefault(word, where) != where:
                    yield f"{where}.quote", f"overlaps the words of {taken[word]}. Part them."
                    break
        if len(self._around()) < LEAST_AROUND:
            yield "find", f"leaves fewer than {LEAST_AROUND} words around. Take a longer text or shorter quotations."

    def references(self) -> Iterator[tuple[str, str]]:
        """Name every id that the question leans on: (key, id)."""
        yield from super().references()
        for name in ("passage", "source"):
            if getattr(self, name):
                yield name, getattr(self, name)
        groups: tuple[tuple[str, tuple[Find | Decoy, ...]], ...] = (("find", self.find), ("decoys", self.decoys))
        for where, quoted in groups:
            for n, one in enumerate(quoted, 1):
                for reference in one.evidence:
                    yield f"{where}[{n}].evidence", reference

    def view(self) -> dict[str, Any]:
        """Return the text word by word, each with what stands between it and the next."""
        wording, words = self.wording, self.words
        ends = [start for start, _ in words[1:]] + [len(wording)]
        return {
            "words": [[wording[a:b], wording[b:end]] for (a, b), end in zip(words, ends, strict=True)],
            "source": self.passage or self.source,
        }

    def reveal(self) -> dict[str, Any]:
        """Return the words of each find, and how many of them are enough."""
        spans = [
            {"from": start, "to": end, "enough": _enough(end - start), "text": one.quote}
            for one in self.find
            for start, end in [self.spans[one.id]]
        ]
        return {"spans": spans}

    def _text(self, start: int, end: int) -> str:
        words = self.words
        return self.wording[words[start][0] : words[end - 1][1]]

    def printed(self) -> list[str]:
        """Return the text, to be underlined with a pencil."""
        return [self.wording]

    def understand(self, answer: Any) -> list[list[int]]:
        """Return the marked words as [first, one past the last], in order, what touches made one."""
        if not isinstance(answer, list) or not answer:
            raise AnswerError("Mark at least one word first.")
        count = len(self.words)
        marked: set[int] = set()
        for one in answer:
            if not isinstance(one, list) or len(one) != 2 or not all(type(n) is int for n in one):
                raise AnswerError("Mark at least one word first.")
            if not 0 <= one[0] < one[1] <= count:
                raise AnswerError("The question has changed since: its text is no longer the same.")
            marked.update(range(*one))
        return [list(run) for run in _runs(marked)]

    def marked(self, answer: list[list[int]]) -> Mark:
        """Mark by what the marks reach, as the class says."""
        reach = self._reach({n for start, end in answer for n in range(start, end)})
        elsewhere = len(reach.elsewhere)
        total = sum(reach.worth.values(), Fraction(0)) - elsewhere
        fraction = float(max(Fraction(0), total / len(self.find)))
        tone = "full" if fraction == 1 else "part" if fraction > 0 else "none"
        said = [Feedback(getattr(self.feedback, tone), tone, "", self.evidence)]
        at_the_end = []
        for one in self.find:
            runs, worth = reach.runs[one.id], reach.worth[one.id]
            if worth == 1:
                said.append(Feedback(one.feedback, "full", f"“{one.quote}”", one.evidence))
                continue
            if runs:
                hint = _TOO_WIDE if one.id in reach.too_wide else _TOO_NARROW
                said.append(Feedback(hint, "part" if worth else "none", self._quoted(runs[:2])))
            at_the_end.append(Feedback(one.missed, "part", f"“{one.quote}”", one.evidence))
        said += self._said_elsewhere(reach.elsewhere)
        found = sum(worth == 1 for worth in reach.worth.values())
        return Mark(fraction, self._summary(found, elsewhere), tuple(said), tuple(at_the_end))

    def _reach(self, marks: set[int]) -> _Reach:
        spans, around = self.spans, self._around()
        reach = _Reach({}, {}, set(), [])
        runs = _runs(marks)
        spilt = 0
        for start, end in runs:
            touched = any(start < b and end > a for a, b in spans.values())
            stray = len(around & set(range(start, end)))
            if touched:
                spilt += stray
            elif stray:
                reach.elsewhere.append((start, end))
        for name, (a, b) in spans.items():
            mine = [run for run in runs if run[0] < b and run[1] > a]
            covered = len(marks & set(range(a, b)))
            reach.runs[name] = mine
            if any(around & set(range(*run)) for run in mine):
                reach.too_wide.add(name)
            half = Fraction(1, 2) if covered and 4 * spilt <= len(around) else Fraction(0)
            whole = covered >= _enough(b - a) and name not in reach.too_wide
            reach.worth[name] = Fraction(1) if whole else half
        return reach

    def _said_elsewhere(self, runs: list[tuple[int, int]]) -> list[Feedback]:
        """Return the feedback on marks that touch no find: that of a decoy where they meet one, else one for all."""
        said, others = [], []
        for start, end in runs:
            spans = [(decoy, self._span(decoy.quote)) for decoy in self.decoys]
            met = next((decoy for decoy, (a, b) in spans if start < b and end > a), None)
            if met:
                said.append(Feedback(met.feedback, "none", self._quoted([(start, end)]), met.evidence))
            else:
                others.append((start, end))
        if others:
            said.append(Feedback(_ELSEWHERE, "none", self._quoted(others[:3])))
        return said[:4]

    def _quoted(self, runs: list[tuple[int, int]]) -> str:
        """Quote marked words; the middle of a long mark is left out."""
        texts = []
        for start, end in runs:
            long = end - start > 12
            text = f"{self._text(start, start + 5)} … {self._text(end - 5, end)}" if long else self._text(start, end)
            texts.append(f"“{text.rstrip(_LOOSE)}”")
        return ", ".join(texts)

    def _summary(self, found: int, elsewhere: int) -> str:
        count = len(self.find)
        if found == count and not elsewhere:
            return {1: "You found it.", 2: "You found both places."}.get(count, f"You found all {count} places.")
        place = "place" if count == 1 else "places"
        stand = f"You found {found} of {count} {place}"
        if not elsewhere:
            return f"{stand}."
        return f"{stand}; {elsewhere} of your marks {'stands' if elsewhere == 1 else 'stand'} elsewhere."


def _enough(length: int) -> int:
    """Return how many words of a find must be marked: all but two, of short ones half.

    >>> [_enough(length) for length in (1, 2, 3, 4, 5, 10)]
    [1, 1, 2, 2, 3, 8]
    """
    return length - min(FREE, length // 2)


def _runs(words: set[int]) -> list[tuple[int, int]]:
    """Join words that stand side by side: first and one past the last of each run.

    >>> _runs({3, 4, 9, 5})
    [(3, 6), (9, 10)]
    """
    runs: list[tuple[int, int]] = []
    for word in sorted(words):
        if runs and runs[-1][1] == word:
            runs[-1] = (runs[-1][0], word + 1)
        else:
            runs.append((word, word + 1))
    return runs
