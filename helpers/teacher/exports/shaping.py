"""From a question of the course to a shape that learning systems know, or the reason why there is none."""

from fractions import Fraction
from itertools import groupby
from typing import Any

from helpers.exercises import dates
from helpers.exercises.kinds.choose import ChooseMany, ChooseOne
from helpers.exercises.kinds.classify import Classify
from helpers.exercises.kinds.match import Match
from helpers.exercises.kinds.order import Order
from helpers.exercises.kinds.pairing import Pairing
from helpers.exercises.kinds.timeline import PlaceOnTimeline
from helpers.exercises.kinds.written import LEVELS, Written
from helpers.exercises.question import MarkedQuestion, Question, shuffled
from helpers.exercises.titles import title_of
from helpers.teacher.exports.rich import Block
from helpers.teacher.exports.shapes import Band, Blocks, Line, Number, Option, Pairs, Picks, Sequence, Shape, Text

OPEN = "Historians differ here. Your reasoning and its evidence are marked, not the side you take."
_YEARS = 220  # beyond this many years a place on the timeline can earn nothing (tolerance.zero is 80,000 days at most)

# Kinds that no format here can ask as the course does, and why.
_NO_SHAPE = {
    "highlight": "asks for words to be marked in a running text; to offer ready-made pieces would be another question",
    "find-in-table": "needs the course's table to search in",
    "code": "needs the course's tables, and Python to ask them",
    "weigh": "marks which evidence is cited for each weight, and these systems cannot search the course's evidence",
    "advise": (
        "holds back what was not known on its day and tells what followed once the advice is committed, "
        "and these systems can do neither"
    ),
    "position": "is asked twice, before and after a discussion, and the two answers belong together",
}


class NoShape(Exception):
    """Learning systems have no question of this shape; the message says why, after "it"."""


def shape_of(question: Question) -> Shape:
    """Return the question as a shape; raises NoShape with the reason where there is none."""
    if isinstance(question, (ChooseOne, ChooseMany)):
        return _picks(question)
    if isinstance(question, Pairing):
        return _pairs(question)
    if isinstance(question, Order):
        return _sequence(question)
    if isinstance(question, PlaceOnTimeline):
        return _number(question)
    if isinstance(question, Written):
        return _text(question)
    raise NoShape(_NO_SHAPE.get(question.kind, "is of a kind that the exports do not know yet"))


def titles(references: tuple[str, ...]) -> tuple[str, ...]:
    """Return what a reader sees of evidence: titles, with dates where they are known."""
    found = [title_of(one) for one in references]
    return tuple(f"{one['title']} ({one['date']})" if one["date"] else one["title"] for one in found)


def _evidence(references: tuple[str, ...]) -> Blocks:
    return (Block("Evidence", titles(references), plain=True),) if references else ()


def _said(text: str, references: tuple[str, ...] = ()) -> Blocks:
    return (Block("", (text,)), *_evidence(references)) if text else ()


def _common(question: Question, asked: Blocks = (), notes: Blocks = (), **whole: Blocks) -> dict[str, Any]:
    """Return the parts that every shape has; `whole` is feedback on the answer as a whole."""
    parts: dict[str, Any] = {
        "id": question.id,
        "lesson": question.lesson,
        "kind": question.kind,
        "title": question.title,
        "contested": question.contested,
        "asked": (Block("", (question.prompt,)), *asked),
        "marks": 0,
        "tips": (),
        "full": (),
        "part": (),
        "none": (),
        "after": (*notes, *_evidence(question.evidence)),
    }
    if isinstance(question, MarkedQuestion):
        sure = Block("If you were sure", (question.sure_and_wrong,))
        parts["marks"], parts["tips"] = question.marks, question.hints
        parts["none"] = (sure,)
        parts["after"] = (*notes, Block("Worked answer", (question.worked,)), *_evidence(question.evidence))
        if question.contested:
            parts["asked"] = (*parts["asked"], Block("", (OPEN,)))
    for name, blocks in whole.items():
        parts[name] = (*blocks, *parts[name])
    return parts


def _picks(question: ChooseOne | ChooseMany) -> Picks:
    many = isinstance(question, ChooseMany)
    worth = Fraction(1, len(question.right) if many else 1)
    shares = {"true": worth, "false": -worth if many else Fraction(0), "either": Fraction(0)}
    options = tuple(
        Option(one.id, one.text, shares[one.correct], one.correct == "either", _said(one.feedback, one.evidence))
        for one in question.options
    )
    missed = tuple(f"{one.text}: {one.missed}" for one in question.options if one.missed)
    notes = (Block("If you left one out", missed),) if missed else ()
    return Picks(**_common(question, notes=notes), many=many, options=options)


def _pairs(question: Pairing) -> Pairs:
    count = len(question.places)
    lines = [
        Line(one.id, one.text, one.right, Fraction(len(one.right), count - len(one.right))) for one in question.things
    ]
    places = dict(question.places)
    asked: Blocks = ()
    if isinstance(question, Match):
        places = {one["id"]: one["text"] for one in question.view()["choices"]}
        if question.reuse:
            asked = (Block("", ("A choice may serve more than once.",)),)
    elif isinstance(question, Classify):
        about = tuple(f"{one.text}: {one.about}" for one in question.bins if one.about)
        asked = (Block("What belongs where", about),) if about else ()
        order = shuffled(tuple(one.id for one in lines), question.id)
        lines.sort(key=lambda one: order.index(one.id))
    texts = {one.id: one.text for one in question.things}
    notes = [f"{one.text}: {text}" for one in question.things for text in (one.wrong, one.correct) if text]
    notes += [f"{texts[one.thing]} – {places[one.place]}: {one.feedback}" for one in question.telling]
    heading = Block("On each line", tuple(notes))
    own = tuple(dict.fromkeys(one for thing in question.things for one in thing.evidence))
    own = tuple(one for one in own if one not in question.evidence)
    said = question.feedback
    return Pairs(
        **_common(
            question,
            asked,
            (heading, *((Block("Evidence on single lines", titles(own), plain=True),) if own else ())),
            full=_said(said.full),
            part=_said(said.part),
            none=_said(said.none),
        ),
        lines=tuple(lines),
        places=places,
        reuse=not isinstance(question, Match) or question.reuse,
    )


def _sequence(question: Order) -> Sequence:
    texts = {one.id: one.text for one in question.items}
    mix_ups = tuple(f"“{texts[one.second]}” before “{texts[one.first]}”: {one.feedback}" for one in question.mix_ups)
    said = question.feedback
    return Sequence(
        **_common(
            question,
            (Block("", (f"From the top: {question.first}. At the end: {question.last}.",)),),
            (Block("On telling mistakes", mix_ups),) if mix_ups else (),
            full=_said(said.full),
            part=_said(said.part),
            none=_said(said.none),
        ),
        items=tuple((one.id, one.text) for one in question.items),
        shown=tuple(question.start()),
        tied=bool(question.ties),
    )


def _number(question: PlaceOnTimeline) -> Number:
    if question.asks == "range":
        raise NoShape("asks for a start and an end in one answer, and these exports write one number a question")
    if question.precision != "year":
        raise NoShape(f"asks for a {question.precision}, and these formats know no dates, only numbers such as a year")
    track = question.track
    marked = {
        year: question.marked(f"{year:04d}")
        for year in range(max(1, track.start - _YEARS), min(9999, track.end + _YEARS) + 1)
    }

    def told(year: int) -> tuple[Fraction, str]:
        return Fraction(marked[year].fraction).limit_denominator(100_000), marked[year].feedback[0].text

    bands = []
    for (share, text), years in groupby(marked, key=told):
        span = list(years)
        low = None if share == 0 and span[0] == min(marked) else span[0]
        high = None if share == 0 and span[-1] == max(marked) else span[-1]
        bands.append(Band(low, high, share, _said(text)))
    known = [f"{dates.in_words(one.date)}, {one.label}" for one in question.landmarks]
    known += [f"{dates.in_words(one.start)} to {dates.in_words(one.end)}, {one.label}" for one in question.eras]
    asked = [Block("", (f"Answer with a year between {track.start} and {track.end}.",))]
    asked += [Block("Known", tuple(known))] if known else []
    return Number(**_common(question, tuple(asked)), bands=tuple(bands))


def _text(question: Written) -> Text:
    view = question.view()
    asked = [Block("", (f"Write {question.words.least} to {question.words.most} words.",))]
    if question.evidence_needed:
        asked.append(Block("", (f"Pieces of evidence to cite: {question.evidence_needed}.",)))
    asked.append(Block("Before you hand in, check", question.checks))
    criteria: list[dict[str, Any]] = view["criteria"]
    rubric = tuple(
        Block(one["name"], tuple(f"{level}: {words}" for level, words in zip(LEVELS, one["levels"], strict=True)))
        for one in criteria
    )
    samples = tuple(Block(one.label, (f"{one.text}", f"{one.comment}")) for one in question.samples)
    grader = (*rubric, *samples, *_evidence(question.evidence))
    notes = (*rubric, *samples)
    return Text(
        **_common(question, tuple(asked), notes), grader=grader, start=question.start, points=max(1, len(criteria))
    )
