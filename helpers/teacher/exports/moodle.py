"""Moodle XML: the one format that keeps nearly all of an exercise, ids, hints and part marks included.

What Moodle's own importer (4.5) was seen to do: an ordering question without <shownumcorrect> aborts the whole file;
a grade that is not on its list skips the question and still reports success; without CDATA, spaces between entities
vanish. Ordering is part of Moodle since 4.4; before, it is a plugin.
"""

from fractions import Fraction

from helpers.teacher.exports.rich import Block, clean, html_of, in_html, plain
from helpers.teacher.exports.shapes import Blocks, Number, Pairs, Picks, Sequence, Shape, Text
from helpers.teacher.exports.xml_out import Cdata, Tag, tag, to_bytes

# The only grades that Moodle takes, letter for letter, as parts of a hundred; each may be negative too.
GRADES = (
    *("100", "90", "83.33333", "80", "75", "70", "66.66667", "60", "50", "40", "33.33333", "30"),
    *("25", "20", "16.66667", "14.28571", "12.5", "11.11111", "10", "5", "0"),
)
_PENALTY = "0.5"  # the second try counts half, the third nothing, as in the course
_FAR = 10_000  # a number further off than any year

# What the report says of differences; GIFT ends in Moodle too and shares most of them.
DISPUTED = "Moodle shows a disputed option like a wrong one; it costs nothing all the same"
GUESSING = "marks are the share of right lines, without the course's correction for guessing"
TOGETHER = "feedback on single lines is shown together, when the question is finished"
TWICE = "a choice can be picked twice"
TYPED = "the year is typed, not placed on a timeline"
ROUNDED = "part marks are rounded to the nearest grade that Moodle has"
CITED = "evidence is cited in words only; there is no search for it"


def grade(share: Fraction) -> str:
    """Return the grade on Moodle's list that is nearest to a share.

    >>> grade(Fraction(1, 3)), grade(Fraction(-1, 2)), grade(Fraction(0))
    ('33.33333', '-50', '0')
    """
    nearest = min(GRADES, key=lambda one: abs(float(one) - float(abs(share)) * 100))
    return f"-{nearest}" if share < 0 and nearest != "0" else nearest


def is_a_grade(share: Fraction) -> bool:
    """Say whether Moodle's list has this share."""
    return abs(abs(float(grade(share))) - abs(float(share)) * 100) < 0.00001


def refuses(shape: Shape) -> str:
    """Return why Moodle cannot ask this, "" if it can."""
    if isinstance(shape, Sequence) and shape.tied:
        return "has items whose order does not matter, and Moodle wants one order"
    if isinstance(shape, Pairs) and any(len(line.right) > 1 for line in shape.lines):
        return "has lines with more than one right place, and Moodle takes one"
    return ""


def differences(shape: Shape) -> list[str]:
    """Return what is otherwise in Moodle than in the course."""
    told = shared_differences(shape)
    if isinstance(shape, Sequence):
        told.append("marks are the share of right pairs; in the course, what chance would bring is taken off")
        told.append("needs Moodle 4.4 or newer, or its ordering plugin")
    if isinstance(shape, Text):
        told.append(f"is worth {shape.points} here, for a person to give; in the course it has no marks")
    return told


def shared_differences(shape: Shape) -> list[str]:
    """Return what is otherwise than in the course in whatever format Moodle reads."""
    told = []
    if isinstance(shape, Picks) and any(one.open for one in shape.options):
        told.append(DISPUTED)
    if isinstance(shape, Pairs):
        told += [GUESSING, TOGETHER, *([] if shape.reuse else [TWICE])]
    if isinstance(shape, Number):
        told += [TYPED, *([] if all(is_a_grade(one.share) for one in shape.bands) else [ROUNDED])]
    if isinstance(shape, Text):
        told.append(CITED)
    return told


def write(course: str, lessons: list[tuple[str, list[Shape]]]) -> bytes:
    """Return the file: a category for each lesson, then its questions.

    lessons : (the lesson's name, its shapes)
    """
    body = []
    for name, shapes in lessons:
        path = "/".join(["$course$", "top", *(clean(one).replace("/", "//") for one in (course, name))])
        body.append(tag("question", tag("category", tag("text", Cdata(path))), type="category"))
        body += [_question(one) for one in shapes]
    return to_bytes(tag("quiz", *body))


def _rich(name: str, content: str, **attributes: str) -> Tag:
    """Return an element that holds HTML."""
    return tag(name, tag("text", Cdata(content)), format="html", **attributes)


def _blocks(name: str, blocks: Blocks) -> Tag:
    return _rich(name, html_of(blocks))


def _question(shape: Shape) -> Tag:
    worth = shape.points if isinstance(shape, Text) else shape.marks
    tags = [shape.kind, *(["contested"] if shape.contested else [])]
    return tag(
        "question",
        # Names and choices of a matching question are short HTML to Moodle, with no tags: only signs are escaped.
        tag("name", tag("text", Cdata(in_html(plain(shape.title))))),
        _blocks("questiontext", shape.asked),
        _blocks("generalfeedback", shape.after),
        tag("defaultgrade", str(worth)),
        tag("penalty", "0" if isinstance(shape, Text) else _PENALTY),
        tag("hidden", "0"),
        tag("idnumber", shape.id),
        *_body(shape),
        *(_hint(shape, tip) for tip in shape.tips),
        tag("tags", *(tag("tag", tag("text", one)) for one in tags)),
        type=_type(shape),
    )


def _type(shape: Shape) -> str:
    names: dict[type[Shape], str] = {
        Picks: "multichoice",
        Pairs: "matching",
        Sequence: "ordering",
        Number: "numerical",
        Text: "essay",
    }
    return names[type(shape)]


def _whole(shape: Shape) -> list[Tag]:
    """Return the feedback on the whole, with the element that ordering must not lack."""
    return [
        _blocks("correctfeedback", shape.full),
        _blocks("partiallycorrectfeedback", shape.part),
        _blocks("incorrectfeedback", shape.none),
        # The others look whether it is there; ordering reads what it holds.
        tag("shownumcorrect", "1") if isinstance(shape, Sequence) else tag("shownumcorrect"),
    ]


def _hint(shape: Shape, tip: str) -> Tag:
    """Return a hint; where an answer has parts, Moodle shows beside it how many of them are right."""
    more = [tag("shownumcorrect")] if not isinstance(shape, Number) else []
    more += [tag("options", "1")] if isinstance(shape, Sequence) else []
    return tag("hint", tag("text", Cdata(html_of((Block("", (tip,)),)))), *more, format="html")


def _body(shape: Shape) -> list[Tag]:
    if isinstance(shape, Picks):
        return [
            tag("single", "false" if shape.many else "true"),
            tag("shuffleanswers", "true"),
            tag("answernumbering", "none"),
            *_whole(shape),
            *(
                _rich_answer(in_html(one.text), grade(one.share), _blocks("feedback", one.feedback))
                for one in shape.options
            ),
        ]
    if isinstance(shape, Pairs):
        pairs = [(in_html(line.text), shape.places[line.right[0]]) for line in shape.lines]
        used = {line.right[0] for line in shape.lines}
        pairs += [("", text) for place, text in shape.places.items() if place not in used]
        return [
            tag("shuffleanswers", "true"),
            *_whole(shape),
            *(
                tag(
                    "subquestion",
                    tag("text", Cdata(text)),
                    tag("answer", tag("text", Cdata(in_html(plain(place))))),
                    format="html",
                )
                for text, place in pairs
            ),
        ]
    if isinstance(shape, Sequence):
        return [
            tag("layouttype", "VERTICAL"),
            tag("selecttype", "ALL"),
            tag("selectcount", "0"),
            tag("gradingtype", "RELATIVE_ALL_PREVIOUS_AND_NEXT"),
            tag("showgrading", "SHOW"),
            tag("numberingstyle", "none"),
            *_whole(shape),
            *(
                _rich_answer(in_html(text), str(place), _rich("feedback", ""))
                for place, (_, text) in enumerate(shape.items, 1)
            ),
        ]
    if isinstance(shape, Number):
        return [*_numbers(shape), tag("unitgradingtype", "0"), tag("unitpenalty", "0.1"), tag("showunits", "3")]
    assert isinstance(shape, Text)
    return [
        tag("responseformat", "editor"),
        tag("responserequired", "1"),
        tag("responsefieldlines", "15"),
        tag("attachments", "0"),
        tag("attachmentsrequired", "0"),
        _blocks("graderinfo", shape.grader),
        _rich("responsetemplate", f"<p>{in_html(shape.start)}</p>" if shape.start else ""),
    ]


def _rich_answer(content: str, fraction: str, feedback: Tag) -> Tag:
    return tag("answer", tag("text", Cdata(content)), feedback, fraction=fraction, format="html")


def _numbers(shape: Number) -> list[Tag]:
    """Return an answer for each band: its middle and how far it reaches; the right ones first, as a person would.

    Moodle takes the first answer that fits; no two bands overlap.
    """
    told = []
    for band in sorted(shape.bands, key=lambda one: -one.share):
        low, high = middle_and_reach(band.low, band.high)
        told.append(
            tag(
                "answer",
                tag("text", low),
                _blocks("feedback", band.feedback),
                tag("tolerance", high),
                fraction=grade(band.share),
                format="moodle_auto_format",
            )
        )
    return told


def middle_and_reach(low: int | None, high: int | None) -> tuple[str, str]:
    """Return a band as a number and a tolerance; a band without end reaches further than any year.

    >>> middle_and_reach(1814, 1815), middle_and_reach(1816, 1816)
    (('1814.5', '0.5'), ('1816', '0'))
    """
    first = -_FAR if low is None else low
    last = 2 * _FAR if high is None else high
    return f"{(first + last) / 2:g}" if (first + last) % 2 else str((first + last) // 2), f"{(last - first) / 2:g}"
