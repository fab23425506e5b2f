"""GIFT: plain text that Moodle and several others read; it keeps less than Moodle XML.

Moodle's importer takes `%-100%` for a weight and silently reads `%-100.00000%` as words of the answer, so weights are
written as short as they are. Ids and tags stand in the comment before a question, where Moodle 3.9 and newer find them.
"""

from collections.abc import Iterable
from fractions import Fraction

from helpers.teacher.exports import moodle
from helpers.teacher.exports.moodle import grade, middle_and_reach
from helpers.teacher.exports.rich import Block, clean, html_of, in_html, plain
from helpers.teacher.exports.shapes import Number, Pairs, Picks, Sequence, Shape, Text

_ESCAPED = str.maketrans({sign: f"\\{sign}" for sign in "\\~=#{}:"} | {"\n": " ", "\t": " "})
ORDINALS = "Each item gets its place as a number: 1 stands first."


def escaped(text: str) -> str:
    r"""Return a text in which no sign means anything to GIFT.

    >>> print(escaped("a = {b}: 50 ~ #1"))
    a \= \{b\}\: 50 \~ \#1
    """
    return clean(text).translate(_ESCAPED)


def refuses(shape: Shape) -> str:
    """Return why GIFT cannot ask this, "" if it can."""
    if isinstance(shape, Sequence) and shape.tied:
        return "has items whose order does not matter, and GIFT has no such question"
    return moodle.refuses(shape)


def differences(shape: Shape) -> list[str]:
    """Return what is otherwise in GIFT than in the course."""
    told = []
    if not isinstance(shape, Text):
        told.append("marks are always 1, and hints are left out")
    if isinstance(shape, Sequence):
        told.append("it becomes a matching question, where each item gets its place as a number")
        told.append("marks are the share of items in their own place; the course counts pairs")
    if isinstance(shape, (Pairs, Sequence)):
        told.append("feedback on the whole stands together with the worked answer; GIFT has one place for both")
    if isinstance(shape, Text):
        told.append("rubric and samples are shown after the answer; GIFT has no place for the marker alone")
        if shape.start:
            told.append("the beginning that a student may use is part of the question")
    return told + moodle.shared_differences(shape)


def write(course: str, lessons: list[tuple[str, list[Shape]]]) -> bytes:
    """Return the file: a category for each lesson, then its questions.

    lessons : (the lesson's name, its shapes)
    """
    parts = []
    for name, shapes in lessons:
        path = "/".join(["$course$", "top", *(escaped(one).replace("/", "//") for one in (course, name))])
        parts.append(f"$CATEGORY: {path}")
        parts += [_question(one) for one in shapes]
    return ("\n\n".join(parts) + "\n").encode()


def _rich(blocks: Iterable[Block]) -> str:
    return f"[html]{escaped(html_of(blocks))}"


def _short(text: str) -> str:
    return f"[html]{escaped(in_html(text))}"


def _weight(share: Fraction) -> str:
    return f"%{grade(share)}%"


def _question(shape: Shape) -> str:
    tags = "".join(f" [tag:{one}]" for one in (shape.kind, *(["contested"] if shape.contested else [])))
    asked, after = list(shape.asked), list(shape.after)
    if isinstance(shape, Sequence):
        asked.append(Block("", (ORDINALS,)))
    if isinstance(shape, Text) and shape.start:
        asked.append(Block("You may begin", (shape.start,)))
    if isinstance(shape, (Pairs, Sequence)):
        for heading, blocks in (("All right", shape.full), ("Partly right", shape.part), ("Not yet", shape.none)):
            told = tuple(line for block in blocks for line in block.lines)
            after += [Block(heading, told)] if told else []
    body = [f"\t{line}" for line in _body(shape)]
    # The name is short HTML to Moodle: signs are escaped, tags are not.
    name = escaped(in_html(plain(shape.title)))
    first = "{#" if isinstance(shape, Number) else "{"
    lines = [f"// [id:{shape.id}]{tags}", f"::{name}::{_rich(asked)}{first}", *body, f"\t####{_rich(after)}", "}"]
    return "\n".join(lines)


def _body(shape: Shape) -> list[str]:
    if isinstance(shape, Picks):
        options = []
        for one in shape.options:
            sign = f"~{_weight(one.share)}" if shape.many else "=" if one.share == 1 else "~"
            options.append(f"{sign}{_short(one.text)}#{_rich(one.feedback)}")
        return options
    if isinstance(shape, Pairs):
        pairs = [(_short(line.text), shape.places[line.right[0]]) for line in shape.lines]
        used = {line.right[0] for line in shape.lines}
        pairs += [("", text) for place, text in shape.places.items() if place not in used]
        # "->" can stand in neither half: in HTML it is "-&gt;".
        return [f"={line} -> {escaped(in_html(plain(place)))}" for line, place in pairs]
    if isinstance(shape, Sequence):
        texts = dict(shape.items)
        places = {name: place for place, (name, _) in enumerate(shape.items, 1)}
        return [f"={_short(texts[name])} -> {places[name]}" for name in shape.shown]
    if isinstance(shape, Number):
        numbers = []
        for band in sorted(shape.bands, key=lambda one: -one.share):
            middle, reach = middle_and_reach(band.low, band.high)
            numbers.append(f"={_weight(band.share)}{middle}:{reach}#{_rich(band.feedback)}")
        return numbers
    return []
