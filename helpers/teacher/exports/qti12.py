"""QTI 1.2 as Canvas imports it: a content package with a quiz for each lesson.

Canvas marks several picks as the course does: each right one earns its share, each wrong one costs as much. It knows
one right answer where one is picked, and marks years all or nothing.

Its importer guesses from names: feedback whose name holds "correct", "wrong", "general_" or "_all" is on the whole
question, and the figures in a choice's name become its id. So names are given here, not taken from the exercises.
"""

from fractions import Fraction

from helpers.teacher.exports.gift import ORDINALS
from helpers.teacher.exports.packing import Resource, name_of, package
from helpers.teacher.exports.rich import Block, html_of, in_html, plain
from helpers.teacher.exports.shapes import Blocks, Number, Pairs, Picks, Sequence, Shape, Text
from helpers.teacher.exports.xml_out import Tag, tag, to_bytes

_KINDS: dict[type[Shape], str] = {
    Pairs: "matching_question",
    Sequence: "matching_question",
    Number: "numerical_question",
    Text: "essay_question",
}
_ANY, _RIGHT, _WRONG = "general_fb", "correct_fb", "general_incorrect_fb"  # the names that Canvas looks for


def refuses(shape: Shape) -> str:
    """Return why Canvas cannot ask this, "" if it can."""
    if isinstance(shape, Picks) and not shape.many and len(shape.right) > 1:
        return "has several defensible answers of which one is picked, and Canvas knows one right answer"
    if isinstance(shape, Picks) and any(one.open for one in shape.options):
        return "has a disputed option that earns and costs nothing, and to Canvas an option is right or wrong"
    if isinstance(shape, Sequence) and shape.tied:
        return "has items whose order does not matter, and Canvas has no such question"
    if isinstance(shape, Pairs) and any(len(line.right) > 1 for line in shape.lines):
        return "has lines with more than one right place, and Canvas takes one"
    return ""


def differences(shape: Shape) -> list[str]:
    """Return what is otherwise in Canvas than in the course."""
    if isinstance(shape, Text):
        told = [f"is worth {shape.points} here, for a person to give; in the course it has no marks"]
        told.append("rubric and samples are shown after the answer; there is no place for the marker alone")
        return [*told, "evidence is cited in words only; there is no search for it"]
    told = ["one try; hints are left out"]
    if isinstance(shape, Pairs):
        told.append("marks are the share of right lines, without the course's correction for guessing")
        told.append("feedback on single lines is shown together, after the answer")
        told += [] if shape.reuse else ["a choice can be picked twice"]
    if isinstance(shape, Sequence):
        told.append("it becomes a matching question, where each item gets its place as a number")
        told.append("marks are the share of items in their own place; the course counts pairs")
    if isinstance(shape, Number):
        told.append("the year is typed, not placed on a timeline")
        if any(0 < one.share < 1 for one in shape.bands):
            told.append("marks are all or nothing: years that earn a part in the course earn nothing")
    return told


def write(course: str, lessons: list[tuple[str, list[Shape]]]) -> bytes:
    """Return the package as a zip.

    lessons : (the lesson's name, its shapes)
    """
    quizzes = []
    for n, (name, shapes) in enumerate(lessons, 1):
        ident = f"quiz-{n}"
        section = tag("section", *(_item(one) for one in shapes), ident="root_section")
        page = tag("questestinterop", tag("assessment", section, ident=ident, title=plain(f"{course}: {name}")))
        quizzes.append(Resource(ident, "imsqti_xmlv1p2", f"{ident}/{ident}.xml", to_bytes(page)))
    return package("exercises", "IMS Content", "1.1.3", quizzes)


def _html(content: str) -> Tag:
    return tag("material", tag("mattext", content, texttype="text/html"))


def _plain(content: str) -> Tag:
    return tag("material", tag("mattext", plain(content), texttype="text/plain"))


def _item(shape: Shape) -> Tag:
    worth = shape.points if isinstance(shape, Text) else shape.marks
    picks = "multiple_answers_question" if isinstance(shape, Picks) and shape.many else "multiple_choice_question"
    fields = {"question_type": _KINDS.get(type(shape), picks), "points_possible": str(worth)}
    asked = shape.asked
    if isinstance(shape, Sequence):
        asked = (*asked, Block("", (ORDINALS,)))
    if isinstance(shape, Text) and shape.start:
        asked = (*asked, Block("You may begin", (shape.start,)))
    responses, rules, parts = _body(shape)
    feedback = {_ANY: shape.after, **_whole(shape), **parts}
    said = {name: blocks for name, blocks in feedback.items() if blocks}
    conditions = [_shows(tag("other"), name) for name in (_ANY,) if name in said]
    # Before the rules that score: Canvas takes the last rule on an option for its weight.
    conditions += [
        _shows(_equal("response1", option), name) for name, option in zip(parts, _options(shape), strict=True)
    ]
    conditions += rules
    if _WRONG in said:
        conditions.append(_shows(tag("other"), _WRONG))
    return tag(
        "item",
        tag(
            "itemmetadata",
            tag(
                "qtimetadata",
                *(
                    tag("qtimetadatafield", tag("fieldlabel", name), tag("fieldentry", value))
                    for name, value in fields.items()
                ),
            ),
        ),
        tag("presentation", _html(html_of(asked)), *responses),
        tag(
            "resprocessing",
            tag("outcomes", tag("decvar", maxvalue="100", minvalue="0", varname="SCORE", vartype="Decimal")),
            *conditions,
        ),
        *(tag("itemfeedback", tag("flow_mat", _html(html_of(one))), ident=name) for name, one in said.items()),
        ident=name_of(shape.id),
        title=plain(shape.title),
    )


def _options(shape: Shape) -> list[str]:
    return [name_of(one.id) for one in shape.options] if isinstance(shape, Picks) else []


def _whole(shape: Shape) -> dict[str, Blocks]:
    """Return feedback on right and not right; Canvas has no third, so part and none stand together."""
    if isinstance(shape, Number):
        first = min(n for n, one in enumerate(shape.bands) if one.share == 1)
        before, after = shape.bands[:first], [one for one in shape.bands[first:] if one.share < 1]
        early = tuple(dict.fromkeys(line for one in before for line in _lines(one.feedback)))
        full = next(one for one in shape.bands if one.share == 1)
        late = tuple(dict.fromkeys(line for one in after for line in _lines(one.feedback)))
        notes = [Block(name, told) for name, told in (("Too early", early), ("Too late", late)) if told]
        return {_RIGHT: full.feedback, _WRONG: (*notes, *shape.none)}
    part = Block("If some of it was right", _lines(shape.part))
    return {_RIGHT: shape.full, _WRONG: (*((part,) if part.lines else ()), *shape.none)}


def _lines(blocks: Blocks) -> tuple[str, ...]:
    return tuple(line for block in blocks for line in block.lines)


def _equal(response: str, value: str) -> Tag:
    return tag("varequal", value, respident=response)


def _shows(condition: Tag, name: str) -> Tag:
    return tag(
        "respcondition",
        tag("conditionvar", condition),
        tag("displayfeedback", feedbacktype="Response", linkrefid=name),
        **{"continue": "Yes"},
    )


def _earns(condition: list[Tag], share: Fraction = Fraction(1), right: str = "") -> Tag:
    """Return a rule that sets the score, or adds a part of it."""
    action = "Set" if share == 1 else "Add"
    return tag(
        "respcondition",
        tag("conditionvar", *condition),
        tag("setvar", f"{float(share * 100):.2f}".removesuffix(".00"), action=action, varname="SCORE"),
        *([tag("displayfeedback", feedbacktype="Response", linkrefid=right)] if right else []),
        **{"continue": "No" if share == 1 else "Yes"},
    )


def _labels(choices: dict[str, str], rich: bool) -> list[Tag]:
    return [
        tag("response_label", _html(in_html(text)) if rich else _plain(text), ident=name)
        for name, text in choices.items()
    ]


def _body(shape: Shape) -> tuple[list[Tag], list[Tag], dict[str, Blocks]]:
    """Return what is answered, what earns marks, and feedback on single options by its name."""
    right_fb = _RIGHT if shape.full or isinstance(shape, Number) else ""
    if isinstance(shape, Picks):
        choices = {name_of(one.id): one.text for one in shape.options}
        render = tag("render_choice", *_labels(choices, rich=True))
        many = "Multiple" if shape.many else "Single"
        right = [_equal("response1", name_of(one.id)) for one in shape.right]
        wrong = [tag("not", _equal("response1", name_of(one.id))) for one in shape.options if one not in shape.right]
        condition = [tag("and", *right, *wrong)] if shape.many else right
        parts = {f"option_{n}_fb": one.feedback for n, one in enumerate(shape.options, 1)}
        response = tag("response_lid", render, ident="response1", rcardinality=many)
        return [response], [_earns(condition, right=right_fb)], parts
    if isinstance(shape, Pairs):
        return *_matched([(line.text, line.right[0]) for line in shape.lines], shape.places), {}
    if isinstance(shape, Sequence):
        texts = dict(shape.items)
        place = {name: str(n) for n, (name, _) in enumerate(shape.items, 1)}
        numbers = {n: n for n in place.values()}
        return *_matched([(texts[one], place[one]) for one in shape.shown], numbers), {}
    render_fib = tag("render_fib", tag("response_label", ident="answer1"))
    if isinstance(shape, Number):
        render_fib = tag("render_fib", tag("response_label", ident="answer1"), fibtype="Decimal")
        rules = []
        for band in shape.bands:
            if band.share == 1:
                low, high = band.low or 0, band.high if band.high is not None else 9999
                least = tag("vargte", str(low), respident="response1")
                most = tag("varlte", str(high), respident="response1")
                within = tag("and", least, most)
                one_year = tag("or", _equal("response1", str(low)), within)
                rules.append(_earns([one_year if low == high else within], right=_RIGHT))
        return [tag("response_str", render_fib, ident="response1", rcardinality="Single")], rules, {}
    return [tag("response_str", render_fib, ident="response1", rcardinality="Single")], [], {}


def _matched(lines: list[tuple[str, str]], places: dict[str, str]) -> tuple[list[Tag], list[Tag]]:
    """Return a box for each line and what each right place earns.

    lines : (text, id of the right place)
    """
    names = {place: str(1000 + n) for n, place in enumerate(places, 1)}
    labels = {names[place]: text for place, text in places.items()}
    boxes = {f"response_{n}": line for n, line in enumerate(lines, 1)}
    responses = [
        tag("response_lid", _plain(text), tag("render_choice", *_labels(labels, rich=False)), ident=ident)
        for ident, (text, _) in boxes.items()
    ]
    share = Fraction(1, len(lines))
    return responses, [_earns([_equal(ident, names[place])], share) for ident, (_, place) in boxes.items()]
