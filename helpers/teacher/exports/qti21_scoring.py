"""How a QTI 2.1 question is marked and which feedback it shows: its outcomes, rules and feedback blocks."""

from fractions import Fraction

from helpers.teacher.exports.packing import name_of
from helpers.teacher.exports.rich import tags_of
from helpers.teacher.exports.shapes import Band, Blocks, Number, Picks, Sequence, Shape, Text
from helpers.teacher.exports.xml_out import Tag, tag

# SCORE is the standard's name; the others are ours: feedback on the part picked, on the whole, after the answer.
_PART, _WHOLE, _AFTER = "FEEDBACK", "WHOLE", "AFTER"


def points(share: Fraction, marks: int) -> str:
    """Return a share in marks, exact enough that shares add up.

    >>> points(Fraction(-1, 3), 2), points(Fraction(1, 2), 2)
    ('-0.666666666667', '1')
    """
    return f"{float(share * marks):.12g}"


def declared(shape: Shape) -> list[Tag]:
    """Return the declarations of what marking finds out."""
    most = shape.points if isinstance(shape, Text) else shape.marks
    zero = tag("defaultValue", tag("value", "0"))
    shown = tag("defaultValue", tag("value", "after"))
    told = [_outcome("SCORE", "float", zero, normalMaximum=str(most))]
    if not isinstance(shape, Text):
        told.append(_outcome(_WHOLE, "identifier"))
    if isinstance(shape, (Picks, Number)):
        many = isinstance(shape, Picks) and shape.many
        told.append(_outcome(_PART, "identifier", cardinality="multiple" if many else "single"))
    return [*told, _outcome(_AFTER, "identifier", shown)]


def _outcome(name: str, base: str, *children: Tag, cardinality: str = "single", **attributes: str) -> Tag:
    return tag("outcomeDeclaration", *children, identifier=name, cardinality=cardinality, baseType=base, **attributes)


def after_answer(shape: Shape) -> list[Tag]:
    """Return the feedback blocks: on each part, on the whole, then what is shown in any case."""
    told: list[Tag] = []
    if isinstance(shape, Picks):
        told += [_modal(_PART, name_of(one.id), one.feedback) for one in shape.options]
    if isinstance(shape, Number):
        told += [_modal(_PART, f"band-{n}", one.feedback) for n, one in enumerate(shape.bands, 1)]
    told += [
        _modal(_WHOLE, name, blocks)
        for name, blocks in (("full", shape.full), ("part", shape.part), ("none", shape.none))
        if blocks
    ]
    return [*told, _modal(_AFTER, "after", shape.after)]


def _modal(outcome: str, name: str, blocks: Blocks) -> Tag:
    return tag("modalFeedback", *tags_of(blocks), outcomeIdentifier=outcome, identifier=name, showHide="show")


def _set(name: str, value: Tag) -> Tag:
    return tag("setOutcomeValue", value, identifier=name)


def _base(base: str, value: str) -> Tag:
    return tag("baseValue", value, baseType=base)


def _variable(name: str) -> Tag:
    return tag("variable", identifier=name)


def _on_the_whole(shape: Shape) -> Tag:
    """Return the rule that names the whole answer full, part or none."""
    # A hair below full: parts such as thirds add up to a little less.
    full = _base("float", f"{shape.marks - 0.0001:g}")
    return tag(
        "responseCondition",
        tag("responseIf", tag("gte", _variable("SCORE"), full), _set(_WHOLE, _base("identifier", "full"))),
        tag(
            "responseElseIf",
            tag("gt", _variable("SCORE"), _base("float", "0")),
            _set(_WHOLE, _base("identifier", "part")),
        ),
        tag("responseElse", _set(_WHOLE, _base("identifier", "none"))),
    )


def scored(shape: Shape, picks: bool) -> list[Tag]:
    """Return marking by the mapping; with picks, each shows its own feedback."""
    told = [_set("SCORE", tag("mapResponse", identifier="RESPONSE"))]
    if picks:
        told.append(_set(_PART, _variable("RESPONSE")))
    return [*told, _on_the_whole(shape)]


def ordered_scored(shape: Sequence) -> list[Tag]:
    """Return marking by the one right order."""
    rule = tag(
        "responseCondition",
        tag(
            "responseIf",
            tag("match", _variable("RESPONSE"), tag("correct", identifier="RESPONSE")),
            _set("SCORE", _base("float", str(shape.marks))),
        ),
    )
    return [rule, _on_the_whole(shape)]


def bands_scored(shape: Number) -> list[Tag]:
    """Return marking by the band in which the number lies."""
    branches = []
    for n, band in enumerate(shape.bands, 1):
        branches.append(
            tag(
                "responseIf" if n == 1 else "responseElseIf",
                _within(band),
                _set("SCORE", _base("float", points(band.share, shape.marks))),
                _set(_PART, _base("identifier", f"band-{n}")),
            )
        )
    return [tag("responseCondition", *branches), _on_the_whole(shape)]


def _within(band: Band) -> Tag:
    bounds = []
    if band.low is not None:
        bounds.append(tag("gte", _variable("RESPONSE"), _base("integer", str(band.low))))
    if band.high is not None:
        bounds.append(tag("lte", _variable("RESPONSE"), _base("integer", str(band.high))))
    return bounds[0] if len(bounds) == 1 else tag("and", *bounds)
