"""The essay's wording: what is quoted from it stands as it stands there, to the letter.

Curly marks “…” quote the essay and nothing else. Other marks and block quotations may hold anyone's words; they are
compared all the same, because words that are nearly the essay's are most likely a slip.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from helpers.data_checks import check_essay
from helpers.essay import Essay, split_sentences
from lesson_check.finding import Finding
from lesson_check.known import Known
from lesson_check.reading_level import student_text
from lesson_check.source import File, Lesson

_CURLY = re.compile(r"“([^“”]+)”")
_STRAIGHT = re.compile(r'"([^"\n]+(?:\n(?!\n)[^"\n]+)*)"')
_CUTS = re.compile(r"\s*(?:…|\.\.\.|\[[^\]]*\])\s*")
_WORD = re.compile(r"[^\W_]+")
_FEWEST = 4  # words; fewer can be alike by chance
_ALIKE = 0.75  # share of the words that must stand in the essay, in a row, for "nearly"
_TYPED = 0.9  # the same for prose without quotation marks: a repaired sentence may well be like the essay's


@dataclass(frozen=True)
class Near:
    """A stretch of the essay that is like some words."""

    sentence: str  # the id of its first sentence
    text: str
    share: float
    same: bool  # the words are the same; only signs, capitals or spaces differ


class Wording:
    """The essay's words in a row, to be compared with words in a row."""

    def __init__(self, essay: Essay) -> None:
        self.essay = essay
        self.whole = " ".join(passage.text for passage in essay.passages)
        # Each word with its passage and its place there; a gap between passages keeps a match within one.
        self.words: list[tuple[str, int, int, int]] = []
        for number, passage in enumerate(essay.passages):
            found = _WORD.finditer(passage.text)
            self.words += [(word.group().casefold(), number, word.start(), word.end()) for word in found]

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Return where each word stands."""
        found: dict[str, list[int]] = {}
        for place, (word, *_) in enumerate(self.words):
            found.setdefault(word, []).append(place)
        return found

    def holds(self, words: str) -> bool:
        """Say whether these words stand in the essay, letter for letter; stops and commas at the ends aside."""
        return " ".join(words.split()).strip(" ,.;:") in self.whole

    def near(self, words: str) -> Near | None:
        """Return the stretch of the essay that is most like these words; None if they are too few or unlike."""
        wanted = [word.casefold() for word in _WORD.findall(words)]
        if len(wanted) < _FEWEST:
            return None
        votes: Counter[int] = Counter()
        for place, word in enumerate(wanted):
            votes.update(there - place for there in self.places.get(word, ()))
        if not votes:
            return None
        # A word more or less moves the rest by one, so the neighbours of the best place count with it.
        best = max(votes, key=lambda one: (sum(votes[one + step] for step in (-1, 0, 1)), votes[one]))
        share = min(1.0, sum(votes[best + step] for step in (-1, 0, 1)) / len(wanted))
        if share < _ALIKE:
            return None
        start = max(best, 0)
        number = self.words[start][1]
        row = [word for word in self.words[start : start + len(wanted)] if word[1] == number]
        passage = self.essay.passages[number]
        text = passage.text[row[0][2] : row[-1][3]]
        sentence = next(one for one in passage.sentences if one.end > row[0][2])
        return Near(sentence.id, text, share, [word[0] for word in row] == wanted)


def check_source() -> Iterator[Finding]:
    """Note where essay.md is not laid out as it should be, or says other words than essay.txt."""
    from helpers import course

    file = File(course.data_dir() / "essay.md")
    for fault in check_essay(course.data_dir()):
        found = re.search(r"line (\d+)", fault.reason)
        line = file.line_of(fault.value) if fault.value else int(found.group(1)) if found else 1
        yield file.error(line, f"{fault.reason}. Put back what data/essay.txt says.")


def check(lesson: Lesson, known: Known) -> Iterator[Finding]:
    """Note quotations that are not, or not quite, the essay's words, and essay text that was typed."""
    wording = Wording(known.essay)
    for file in (lesson.page, lesson.exercises, lesson.notes):
        text = student_text(file) if file is lesson.exercises else file.prose
        # In the notes too: “…” is the essay everywhere, so that a teacher can trust the marks.
        yield from _marked(file, text, _CURLY, wording, strict=True)
        yield from _marked(file, text, _STRAIGHT, wording, strict=False)
        if file is not lesson.exercises:
            yield from _typed(file, text, wording)


def _marked(file: File, text: str, marks: re.Pattern[str], wording: Wording, strict: bool) -> Iterator[Finding]:
    """Note what stands between quotation marks and differs from the essay; `strict`: it must stand there."""
    for quoted in marks.finditer(text):
        line = file.line(quoted.start())
        for piece in _CUTS.split(quoted.group(1)):
            piece = " ".join(piece.replace("> ", " ").split())
            if not _WORD.search(piece) or wording.holds(piece):
                continue
            near = wording.near(piece)
            if near and (strict or not near.same or _differs(piece, near)):
                what = f"“{_short(piece)}” is nearly, and not exactly, the essay's {near.sentence}: “{near.text}”."
                yield file.error(line, f"{what} Copy it letter for letter.")
            elif strict:
                what = f"“{_short(piece)}” is not in the essay, and “…” quotes only the essay."
                yield file.error(line, f'{what} Mend the words, or write "…" for anyone else\'s.')


def _differs(piece: str, near: Near) -> bool:
    """Say whether words that are the same differ in more than their first capital letter."""
    return piece[1:].strip(" ,.;:?!") != near.text[1:].strip(" ,.;:?!")


def _typed(file: File, text: str, wording: Wording) -> Iterator[Finding]:
    """Note sentences outside quotation marks that are, or nearly are, the essay's."""
    blank = _CURLY.sub(lambda one: re.sub(r"[^\n]", " ", one.group()), text)
    blank = _STRAIGHT.sub(lambda one: re.sub(r"[^\n]", " ", one.group()), blank)
    for block in re.finditer(r"(?:^.*\S.*\n?)+", blank, re.MULTILINE):
        for start, end in split_sentences(block.group()):
            words = re.sub(r"^\s*>", " ", block.group()[start:end], flags=re.MULTILINE)
            if len(_WORD.findall(words)) < 2 * _FEWEST:
                continue
            near = wording.near(words)
            if near and near.share >= _TYPED:
                way = "the essay's" if near.same else "nearly the essay's"
                what = f"This sentence is {way} {near.sentence}, typed. Write {{passage}} {near.sentence[:3]} for the"
                yield file.error(
                    file.line(block.start() + start), f"{what} paragraph, or “…” for a quotation, letter for letter."
                )


def _short(words: str) -> str:
    return words if len(words) <= 60 else words[:57].rsplit(" ", 1)[0] + " …"
