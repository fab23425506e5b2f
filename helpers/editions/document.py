"""The second edition as a document that can be handed in: Markdown, and a page of HTML. Pure; nothing is saved here.

What a student wrote is never read as Markdown or HTML. The page is built as a tree and written out in one go, so that
no part of it can forget to escape.
"""

import difflib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from helpers.editions.footnotes import HOW_READ, Footnote, Work, footnote
from helpers.editions.revisions import Revision, revisions, words
from helpers.essay import Passage, essay
from helpers.exercises.bank import PlainError
from helpers.exercises.record_line import Attempt
from helpers.ledgers.bearing import said
from helpers.ledgers.claims import every_claim
from helpers.ledgers.entries import entries
from helpers.ledgers.verdicts import in_words
from helpers.lettering import count

TITLE = "The essay, second edition"
NONE_YET = "Nothing is rewritten yet. Commit a sentence in second_edition() first."
BLANK = "." * 40
HOW = "The sentences in bold are rewritten; all others are the essay's own. The numbers lead to the footnotes."


@dataclass(frozen=True)
class Line:
    """A sentence as it stands in the second edition. revision : None where it is the essay's; numbers : its notes."""

    id: str
    original: str
    revision: Revision | None
    numbers: tuple[int, ...]
    verdicts: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        """Return the wording that counts."""
        return self.revision.text if self.revision else self.original


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the essay in its new wording."""

    id: str
    heading: str
    lines: tuple[Line, ...]

    @property
    def length(self) -> str:
        """Say how long it was and how long it is."""
        before = sum(words(line.original) for line in self.lines)
        return f"{count(before, 'word')} in the first edition, {sum(words(line.text) for line in self.lines):,} in this"


@dataclass(frozen=True)
class Edition:
    """The whole of it. notes : the first is number 1; day : when it was made, in words."""

    paragraphs: tuple[Paragraph, ...]
    notes: tuple[Footnote, ...]
    day: str

    @property
    def changed(self) -> list[Line]:
        """Return the rewritten sentences, in the order of the essay."""
        return [line for one in self.paragraphs for line in one.lines if line.revision]


def edition(attempts: Iterable[Attempt], passages: Sequence[Passage] = ()) -> Edition:
    """Put the second edition together.

    attempts : as the record returns them; passages : the paragraphs wanted; those with a new sentence, if none is named
    Raises PlainError (a ValueError) if nothing in them is rewritten.
    """
    attempts = list(attempts)
    new, judged = revisions(attempts), entries(attempts)
    numbers: dict[str, int] = {}
    paragraphs = []
    for passage in passages or [one for one in essay().passages if any(line.id in new for line in one.sentences)]:
        lines = []
        for sentence in passage.sentences:
            revision = new.get(sentence.id)
            for one in revision.notes if revision else ():
                numbers.setdefault(one, len(numbers) + 1)
            mine = [
                (claim.id, in_words(judged[claim.id][-1].verdict))
                for claim in every_claim()
                if claim.id in judged and sentence.id in claim.sentences
            ]
            notes = tuple(numbers[one] for one in (revision.notes if revision else ()))
            lines.append(Line(sentence.id, sentence.text, revision, notes, tuple(mine)))
        paragraphs.append(Paragraph(passage.id, passage.heading, tuple(lines)))
    made = Edition(tuple(paragraphs), tuple(map(footnote, numbers)), said(datetime.now().date().isoformat()))
    if not made.changed:
        raise PlainError(NONE_YET)
    return made


def pieces(before: str, after: str) -> list[tuple[str, str]]:
    """Return how one wording became the other, word by word: ("same", "out" or "in", words).

    >>> pieces("It was impossible.", "It was not to be.")
    [('same', 'It was'), ('out', 'impossible.'), ('in', 'not to be.')]
    """
    old, new = before.split(), after.split()
    found = []
    for what, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            found.append(("same", " ".join(old[a:b])))
            continue
        found += [("out", " ".join(old[a:b]))] * (b > a) + [("in", " ".join(new[c:d]))] * (d > c)
    return found


# ---------------------------------------------------------------------------------------------------- Markdown

_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~$&!^=@])")
# What would begin a list, a heading's line or an aside: only at the start of a line.
_START = re.compile(r"^(\d+)([.)])|^([-+%:])")


def plain(text: str) -> str:
    r"""Make a text safe in Markdown, so that it is read as it was written.

    >>> print(plain("1. *Not* <b> a [link](x)"))
    1\. \*Not\* \<b\> a \[link\](x)
    """
    line = _SIGNS.sub(r"\\\1", " ".join(text.split()))
    return _START.sub(lambda found: f"{found[1]}\\{found[2]}" if found[1] else f"\\{found[3]}", line)


def as_markdown(made: Edition) -> str:
    """Return the edition as Markdown, with footnotes as GitHub, Pandoc and MyST read them."""
    parts = [f"# {TITLE}", f"Made on {made.day}", f"Name: {BLANK}", f"Class: {BLANK}", HOW]
    for one in made.paragraphs:
        lines = [
            (f"**{plain(line.text)}**" if line.revision else plain(line.text))
            + "".join(f"[^{number}]" for number in line.numbers)
            for line in one.lines
        ]
        parts += [f"## {plain(_heading(one))}", " ".join(lines), f"({one.length})"]
    parts.append("## What has changed")
    for line in made.changed:
        assert line.revision
        parts += [f"### {line.id}", "\n".join(f"- {name}: {plain(told)}" for name, told in _told(line))]
    parts += ["## Footnotes", HOW_READ]
    parts += [f"[^{n}]: {_note_in_markdown(one)}" for n, one in enumerate(made.notes, start=1)]
    return "\n\n".join(parts) + "\n"


def _note_in_markdown(note: Footnote) -> str:
    cited = "; ".join(plain(_work(one)) for one in note.works)
    return f"{plain(note.lead)}{' After: ' if note.lead and cited else ''}{cited}."


def _work(one: Work) -> str:
    """Return a work in one line.

    >>> _work(Work("E. Walter", "A tower", "Valley Press", "1960", "read"))
    'E. Walter: “A tower”, Valley Press, 1960 (read)'
    """
    author = f"{one.author}: " if one.author else ""
    told = ", ".join(filter(None, [f"{author}“{one.title}”", one.publisher, one.date]))
    return f"{told} ({one.read})" if one.read else told


def _heading(one: Paragraph) -> str:
    return f"{one.heading} ({one.id})" if one.heading else one.id


def _told(line: Line) -> list[tuple[str, str]]:
    """Return what there is to say of a rewritten sentence: [what, words]."""
    assert line.revision
    verdicts = "; ".join(f"{claim}: {verdict}" for claim, verdict in line.verdicts)
    told = [
        ("First edition", line.original),
        ("Second edition", line.revision.text),
        ("Why", line.revision.reason),
        ("My verdicts", verdicts),
    ]
    return [(name, text) for name, text in told if text]


# ---------------------------------------------------------------------------------------------------- a page

_STYLE = Path(__file__).parent / "static" / "page.css"


def as_html(made: Edition) -> str:
    """Return the edition as a whole page that needs no network and can be printed."""
    from xml.etree import ElementTree

    def put(tag: str, *children: "str | ElementTree.Element", **attributes: str) -> ElementTree.Element:
        element = ElementTree.Element(tag, {name.rstrip("_"): value for name, value in attributes.items()})
        last = None
        for child in children:
            if not isinstance(child, str):
                element.append(child)
                last = child
            elif last is None:
                element.text = (element.text or "") + child
            else:
                last.tail = (last.tail or "") + child
        return element

    first: set[int] = set()

    def call(number: int) -> ElementTree.Element:
        """Return the number in the text; its first one is where the note leads back to."""
        back = {} if number in first else {"id": f"call-{number}"}
        first.add(number)
        label = {"aria-label": f"Footnote {number}"}
        return put("sup", put("a", str(number), href=f"#note-{number}", **back, **label))

    def sentence(line: Line) -> "list[str | ElementTree.Element]":
        text = put("mark", line.text) if line.revision else line.text
        return [text, *map(call, line.numbers), " "]

    def note(number: int, one: Footnote) -> ElementTree.Element:
        told = f"{one.lead}{' After: ' if one.lead and one.works else ''}{'; '.join(map(_work, one.works))}. "
        back = put("a", "back to the text", href=f"#call-{number}", **{"aria-label": f"Back to number {number}"})
        return put("li", told, back, id=f"note-{number}")

    def change(line: Line) -> list[ElementTree.Element]:
        assert line.revision
        told = [part for name, text in _told(line) for part in (put("dt", name), put("dd", text))]
        tags = {"same": "span", "out": "del", "in": "ins"}
        woven: list[str | ElementTree.Element] = []
        for what, text in pieces(line.original, line.revision.text):
            woven += [put(tags[what], text), " "]
        told += [put("dt", "Word by word: struck out and put in"), put("dd", *woven)]
        return [put("h3", line.id), put("dl", *told)]

    body = put(
        "main",
        put("h1", TITLE),
        put("p", f"Made on {made.day}"),
        put("p", f"Name: {BLANK}"),
        put("p", f"Class: {BLANK}"),
        put("p", HOW, class_="small"),
    )
    for one in made.paragraphs:
        parts = [part for line in one.lines for part in sentence(line)]
        body.extend([put("h2", _heading(one)), put("p", *parts), put("p", one.length, class_="small")])
    body.extend([put("h2", "Footnotes"), put("p", HOW_READ, class_="small")])
    body.append(put("ol", *(note(n, one) for n, one in enumerate(made.notes, start=1))))
    body.append(put("h2", "What has changed"))
    body.extend(part for line in made.changed for part in change(line))
    head = put(
        "head",
        put("meta", charset="utf-8"),
        put("meta", name="viewport", content="width=device-width, initial-scale=1"),
        put("title", TITLE),
        put("style", _STYLE.read_text(encoding="utf-8")),
    )
    page = ElementTree.tostring(put("html", head, put("body", body), lang="en"), encoding="unicode", method="html")
    return f"<!DOCTYPE html>\n{page}\n"


FORMS: dict[str, Callable[[Edition], str]] = {"markdown": as_markdown, "html": as_html}
