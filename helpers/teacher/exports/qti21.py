"""QTI 2.1: a content package with a file a question, and a test that holds them by lesson.

This is the one format that can say the course's marks for matching, correction for guessing and several right places
included. A question has one try; hints go to the tutor.
"""

from fractions import Fraction

from helpers.teacher.exports.packing import Resource, name_of, package
from helpers.teacher.exports.qti21_scoring import after_answer, bands_scored, declared, ordered_scored, points, scored
from helpers.teacher.exports.rich import Block, in_tags, plain, tags_of
from helpers.teacher.exports.shapes import Number, Pairs, Picks, Sequence, Shape, Text
from helpers.teacher.exports.xml_out import Tag, tag, to_bytes

_NS = "http://www.imsglobal.org/xsd/imsqti_v2p1"
_SPACE = {
    "xmlns": _NS,
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xsi:schemaLocation": f"{_NS} http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd",
}


def refuses(shape: Shape) -> str:
    """Return why QTI 2.1 cannot ask this, "" if it can."""
    if isinstance(shape, Sequence) and shape.tied:
        return "has items whose order does not matter, and QTI's ordering wants one order"
    return ""


def differences(shape: Shape) -> list[str]:
    """Return what is otherwise in QTI 2.1 than in the course."""
    if isinstance(shape, Text):
        told = [f"is worth {shape.points} here, for a person to give; in the course it has no marks"]
        return [*told, "evidence is cited in words only; there is no search for it"]
    told = ["one try; the hints are for the tutor"]
    if isinstance(shape, Pairs):
        told.append("feedback on single lines is shown together, after the answer")
    if isinstance(shape, Sequence):
        told.append("marks are all or nothing; the course counts pairs")
    if isinstance(shape, Number):
        told.append("the year is typed, not placed on a timeline")
    return told


def write(course: str, lessons: list[tuple[str, list[Shape]]]) -> bytes:
    """Return the package as a zip.

    lessons : (the lesson's name, its shapes)
    """
    items = [
        Resource(name_of(one.id), "imsqti_item_xmlv2p1", f"items/{one.id}.xml", to_bytes(item(one)))
        for _, shapes in lessons
        for one in shapes
    ]
    whole = Resource(
        "test", "imsqti_test_xmlv2p1", "test.xml", to_bytes(_test(course, lessons)), tuple(one.id for one in items)
    )
    return package("exercises", "QTIv2.1 Package", "1.0.0", [whole, *items])


def _test(course: str, lessons: list[tuple[str, list[Shape]]]) -> Tag:
    sections = [
        tag(
            "assessmentSection",
            *(tag("assessmentItemRef", identifier=name_of(one.id), href=f"items/{one.id}.xml") for one in shapes),
            identifier=f"lesson-{n}",
            title=plain(name),
            visible="true",
        )
        for n, (name, shapes) in enumerate(lessons, 1)
    ]
    part = tag("testPart", *sections, identifier="part", navigationMode="nonlinear", submissionMode="individual")
    return tag("assessmentTest", part, **_SPACE, identifier="test", title=plain(course))


def item(shape: Shape) -> Tag:
    """Return one question as an assessmentItem."""
    tips = tuple(Block(f"Hint {n}", (tip,)) for n, tip in enumerate(shape.tips, 1))
    asked = shape.asked
    notes = [tag("rubricBlock", *tags_of(tips), view="tutor")] if tips else []
    if isinstance(shape, Text):
        notes.append(tag("rubricBlock", *tags_of(shape.grader), view="scorer"))
        asked = (*asked, Block("You may begin", (shape.start,))) if shape.start else asked
    response, interaction, processing = _asked(shape)
    return tag(
        "assessmentItem",
        response,
        *declared(shape),
        tag("itemBody", *notes, *tags_of(asked), interaction),
        *([tag("responseProcessing", *processing)] if processing else []),
        *after_answer(shape),
        **_SPACE,
        identifier=name_of(shape.id),
        title=plain(shape.title),
        adaptive="false",
        timeDependent="false",
    )


def _response(cardinality: str, base: str, *children: Tag) -> Tag:
    return tag("responseDeclaration", *children, identifier="RESPONSE", cardinality=cardinality, baseType=base)


def _correct(values: list[str]) -> Tag:
    return tag("correctResponse", *(tag("value", one) for one in values))


def _mapping(entries: dict[str, Fraction], shape: Shape) -> Tag:
    return tag(
        "mapping",
        *(tag("mapEntry", mapKey=key, mappedValue=points(share, shape.marks)) for key, share in entries.items()),
        lowerBound="0",
        upperBound=str(shape.marks),
        defaultValue="0",
    )


def _asked(shape: Shape) -> tuple[Tag, Tag, list[Tag]]:
    """Return the declaration of the answer, what the student works with, and how it is marked."""
    if isinstance(shape, Picks):
        entries = {name_of(one.id): one.share for one in shape.options}
        right = [name_of(one.id) for one in shape.right]
        response = _response(
            "multiple" if shape.many else "single",
            "identifier",
            # Of one pick only one can be called correct; the mapping holds all that are.
            _correct(right if shape.many else right[:1]),
            _mapping(entries, shape),
        )
        choices = [tag("simpleChoice", *in_tags(one.text), identifier=name_of(one.id)) for one in shape.options]
        interaction = tag(
            "choiceInteraction",
            *choices,
            responseIdentifier="RESPONSE",
            shuffle="true",
            maxChoices="0" if shape.many else "1",
        )
        return response, interaction, scored(shape, picks=True)
    if isinstance(shape, Pairs):
        return _matched(shape)
    if isinstance(shape, Sequence):
        response = _response("ordered", "identifier", _correct([name_of(name) for name, _ in shape.items]))
        texts = dict(shape.items)
        choices = [tag("simpleChoice", *in_tags(texts[name]), identifier=name_of(name)) for name in shape.shown]
        interaction = tag("orderInteraction", *choices, responseIdentifier="RESPONSE", shuffle="true")
        return response, interaction, ordered_scored(shape)
    if isinstance(shape, Number):
        full = next(one for one in shape.bands if one.share == 1)
        value = full.low if full.low is not None else full.high
        response = _response("single", "integer", _correct([str(value)]))
        entry = tag("textEntryInteraction", responseIdentifier="RESPONSE", expectedLength="4")
        return response, tag("p", entry), bands_scored(shape)
    return (
        _response("single", "string"),
        tag("extendedTextInteraction", responseIdentifier="RESPONSE", expectedLines="12"),
        [],
    )


def _matched(shape: Pairs) -> tuple[Tag, Tag, list[Tag]]:
    count = len(shape.lines)
    entries = {
        f"line-{line.id} place-{place}": (Fraction(1) if place in line.right else -line.cost) / count
        for line in shape.lines
        for place in shape.places
    }
    right = [f"line-{line} place-{place}" for line, place in shape.one_each().items()]
    response = _response("multiple", "directedPair", _correct(right), _mapping(entries, shape))
    lines = [
        tag("simpleAssociableChoice", *in_tags(line.text), identifier=f"line-{line.id}", matchMax="1")
        for line in shape.lines
    ]
    often = str(count) if shape.reuse else "1"
    places = [
        tag("simpleAssociableChoice", *in_tags(text), identifier=f"place-{place}", matchMax=often)
        for place, text in shape.places.items()
    ]
    interaction = tag(
        "matchInteraction",
        tag("simpleMatchSet", *lines),
        tag("simpleMatchSet", *places),
        responseIdentifier="RESPONSE",
        shuffle="false",
        maxAssociations=str(count),
        minAssociations=str(count),
    )
    return response, interaction, scored(shape, picks=False)
