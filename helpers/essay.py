"""The essay under study, by passage and sentence.

A passage is one paragraph, with an id such as ``p04``. Its sentences are ``p04.s1``, ``p04.s2`` and so on.
Every character of a passage belongs to one sentence or to the spaces between two sentences.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from helpers import course

_MARK = re.compile(r"`(p\d{2})` (?=\S)")
_HEADING = re.compile(r"(#+) (\S.*)")
# A sentence may end here: at a stop, question or exclamation mark, with quotation marks or brackets after it,
_STOP = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s)")
# but only when the next word starts with a capital letter or a figure,
_NEXT = re.compile(r"\s+[\"'“‘«(\[]*[A-ZÀ-ÖØ-Þ]|\s+[\"'“‘«(\[]*\d")
# and not after an initial (J.), letters with stops between them (e.g., U.S.) or a common short form.
_SHORT = re.compile(
    r"(?:^|[\s(\[“‘\"'])(?:[^\W\d_]|(?:[^\W\d_]\.)+[^\W\d_]|Mr|Mrs|Ms|Dr|Prof|St|Sr|Jr|Gen|Sen|Gov|Col|Lt|Vol|pp|vs|cf"
    r"|ca|ed|eds|etc|al|Jan|Feb|Aug|Sept|Oct|Nov|Dec)\.$"
)


@dataclass(frozen=True)
class Sentence:
    """One sentence: `text` is the passage's text from `start` up to, and not including, `end`."""

    id: str
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Passage:
    """One paragraph of the essay, with its sentences and the heading that it stands under ("" if none)."""

    id: str
    text: str
    sentences: tuple[Sentence, ...]
    heading: str


@dataclass(frozen=True)
class Essay:
    """The whole essay: its passages, and `plain`, the wording alone (headings and passages, one a line)."""

    passages: tuple[Passage, ...]
    plain: str

    def passage(self, passage_id: str) -> Passage:
        """Return the passage with this id; raises ValueError if there is none."""
        for passage in self.passages:
            if passage.id == passage_id:
                return passage
        first, last = self.passages[0].id, self.passages[-1].id
        raise ValueError(f"The essay has no passage {passage_id!r}. Its passages are {first} to {last}.")

    def sentence(self, sentence_id: str) -> Sentence:
        """Return the sentence with this id, such as "p04.s2"; raises ValueError if there is none."""
        passage = self.passage(sentence_id.partition(".")[0])
        for sentence in passage.sentences:
            if sentence.id == sentence_id:
                return sentence
        raise ValueError(
            f"The essay has no sentence {sentence_id!r}. "
            f"The sentences of {passage.id} are {passage.sentences[0].id} to {passage.sentences[-1].id}."
        )

    def spans(self, passage_id: str, quote: str) -> tuple[str, ...]:
        """Return the ids of the sentences in which a quotation stands, letter for letter."""
        passage = self.passage(passage_id)
        start = passage.text.find(quote) if quote else -1
        if start < 0:
            return ()
        end = start + len(quote)
        return tuple(s.id for s in passage.sentences if s.start < end and s.end > start)


def essay() -> Essay:
    """Return the essay, passage by passage.

    Raises ValueError, naming the line, if the file is not laid out as this module expects.

    >>> [sentence.id for sentence in essay().passages[0].sentences][:2]
    ['p01.s1', 'p01.s2']
    """
    path = course.data_dir() / "essay.md"
    stamp = path.stat()
    return _load(path, stamp.st_mtime_ns, stamp.st_size)


def split_sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Return where each sentence of a text starts and ends.

    Only white space lies between one sentence and the next, so that nothing of the text is lost.

    >>> text = "It began in 1949. Who said so? Mr. A. Smith did."
    >>> [text[start:end] for start, end in split_sentences(text)]
    ['It began in 1949.', 'Who said so?', 'Mr. A. Smith did.']
    """
    spans = []
    start = len(text) - len(text.lstrip())
    for stop in _STOP.finditer(text):
        if stop.end() <= start or not _NEXT.match(text, stop.end()):
            continue
        mark = stop.start() + 1
        if text[stop.start()] == "." and stop.group().startswith(".") and _SHORT.search(text, max(0, start - 1), mark):
            continue
        spans.append((start, stop.end()))
        rest = text[stop.end() :]
        start = stop.end() + len(rest) - len(rest.lstrip())
    end = len(text.rstrip())
    if start < end:
        spans.append((start, end))
    return tuple(spans)


def parse_essay(text: str, name: str) -> Essay:
    """Read an essay whose paragraphs each stand on one line and start with their id in back-quotes.

    text : str, the file's content; what comes before the first heading of the second level, or the first id,
        is the editors' own note and not part of the essay
    name : str, the file's name, for messages
    Raises ValueError, naming the line, for a paragraph without an id or an id out of order.
    """
    passages: list[Passage] = []
    plain: list[str] = []
    heading = ""
    for number, line in enumerate(text.split("\n"), start=1):
        if found := _MARK.match(line):
            passage_id, wording = found[1], line[found.end() :].rstrip()
            if passage_id != f"p{len(passages) + 1:02d}":
                raise ValueError(
                    f"{name}, line {number}: expected passage p{len(passages) + 1:02d}, found {passage_id}. "
                    "Number the passages in order."
                )
            sentences = tuple(
                Sentence(f"{passage_id}.s{i}", start, end, wording[start:end])
                for i, (start, end) in enumerate(split_sentences(wording), start=1)
            )
            passages.append(Passage(passage_id, wording, sentences, heading))
            plain.append(wording)
        elif found := _HEADING.fullmatch(line.rstrip()):
            if len(found[1]) > 1:
                heading = found[2]
                plain.append(heading)
        elif line.strip() and plain:
            raise ValueError(
                f"{name}, line {number}: this paragraph has no passage id. "
                "Put every paragraph on one line that starts with its id in back-quotes."
            )
    if not passages:
        raise ValueError(f"{name}: found no passage. Start each paragraph with its id in back-quotes.")
    return Essay(tuple(passages), "\n".join(plain))


@lru_cache(maxsize=4)
def _load(path: Path, _changed: int, _size: int) -> Essay:
    """Read the file once for each version of it."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise ValueError(f"{path.name}: the file is not saved as UTF-8. Save it again as UTF-8.") from None
    return parse_essay(text, path.name)
