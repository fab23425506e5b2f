"""Pages for people: feedback for one student, and one exercise's texts side by side. They need no network.

Jinja escapes whatever a student wrote; what authors wrote is escaped too, and keeps its **bold** and `code`. The pages
also forbid the browser to load anything or, on a student's page, to run anything.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from helpers.exercises.printing import rich
from helpers.exercises.question import MarkedQuestion, Question
from helpers.exercises.titles import title_of
from helpers.lettering import count
from helpers.teacher.answer_words import answer_words
from helpers.teacher.by_hand import NOTHING, HandMark
from helpers.teacher.keys import Key
from helpers.teacher.marking import MISSING, OPEN, Row

_TEMPLATES = Path(__file__).parent / "templates"
_SURE = {"guess": "a guess", "think": "fairly sure", "sure": "sure"}
LONGEST_KNOWN = 700  # characters of what makes a section its own; longer ones hold a text that comes only once
MOST_KNOWN = 5_000  # sections of some 3 kB
Sections = dict[str, Markup]


@cache
def _template(name: str) -> Template:
    folder = Environment(loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined)
    return folder.get_template(name)


@cache
def _css() -> Markup:
    return Markup((_TEMPLATES / "page.css").read_text(encoding="utf-8"))


def feedback_page(
    student: str,
    rows: Sequence[Row],
    key: Key,
    hand: Mapping[str, HandMark],
    total: str = "",
    claims: int = 0,
    known: Sections | None = None,
) -> str:
    """Return one student's feedback as a page of HTML.

    hand : exercise to what a person said; total : the marks in a sentence; claims : how many claims were judged
    known : kept from one student to the next it spares drawing what is the same for both
    """
    seen: Sections = {} if known is None else known
    return _template("feedback.html").render(
        title=key.title or "Feedback",
        student=student,
        total=total,
        claims=f"{count(claims, 'claim')} judged in the ledger" if claims else "",
        exercises=[_section(row, key.questions[row.exercise], hand.get(row.exercise, NOTHING), seen) for row in rows],
        css=_css(),
    )


def _section(row: Row, question: Question, hand: HandMark, known: Sections) -> Markup:
    """Return what stands on the page for one exercise; drawn once for all who gave the same answer."""
    name = repr((row.exercise, row.state, row.marks, row.tries, row.counts, row.confidence, row.share))
    if hand.given or len(name) > LONGEST_KNOWN:
        return Markup(_template("section.html").render(one=_exercise(row, question, hand)))
    if name not in known:
        drawn = Markup(_template("section.html").render(one=_exercise(row, question, hand)))
        if len(known) >= MOST_KNOWN:
            return drawn
        known[name] = drawn
    return known[name]


def _exercise(row: Row, question: Question, hand: HandMark) -> dict[str, Any]:
    answered = row.state != MISSING
    mark = row.mark
    said = [*mark.feedback, *mark.at_the_end] if mark else []
    if mark and isinstance(question, MarkedQuestion) and row.confidence == "sure" and row.share != 1:
        summary = f"{mark.summary} {question.sure_and_wrong}"
    else:
        summary = mark.summary if mark else ""
    criteria = {one.id: one for one in getattr(question, "rubric", ())}
    return {
        "title": _rich(question.title),
        "prompt": _rich(question.prompt),
        "standing": _standing(row, hand),
        "answer": "\n".join(answer_words(question, row.counts)) if answered else "",
        "confidence": _SURE.get(row.confidence, ""),
        "summary": _rich(summary),
        "said": [{"about": one.about, "text": _rich(one.text), "evidence": _titles(one.evidence)} for one in said],
        "levels": [
            {"name": criteria[one].name, "level": level, "words": criteria[one].levels[level - 1]}
            for one, level in hand.levels.items()
            if one in criteria
        ],
        "comment": hand.comment,
        "worked": _rich(question.worked) if isinstance(question, MarkedQuestion) else "",
        "evidence": _titles(question.evidence),
    }


def _standing(row: Row, hand: HandMark) -> str:
    if row.state == MISSING:
        return "No answer was handed in." if row.maximum == 0 else f"No answer was handed in: 0 of {row.maximum} marks."
    if row.state == OPEN:
        if hand.marks is not None:
            return f"{hand.marks:g} of {hand.maximum or 0:g} marks, by your teacher."
        return "Read by your teacher, without marks." if hand.given else "No machine marks this."
    tries = f" ({count(row.tries, 'try', 'tries')})" if row.tries > 1 else ""
    return f"{row.marks:g} of {row.maximum} marks{tries}."


def _titles(ids: Sequence[str]) -> str:
    return "; ".join(f"{one['title']} ({one['date']})" if one["date"] else one["title"] for one in map(title_of, ids))


def _rich(text: str) -> Markup:
    return Markup(rich(text))


def texts_page(question: Question, texts: Iterable[Mapping[str, Any]], nonce: str, saved_as: str) -> Iterator[str]:
    """Yield, piece by piece, the page on which one exercise's texts are read side by side with the rubric to click.

    texts : student, answer (its id), about, text, changed, levels, marks, maximum, comment of each
    nonce : a random word that lets the page run its own few lines and no others; saved_as : the file's name for marks
    """
    rubric = getattr(question, "rubric", ())
    return _template("texts.html").generate(
        question=question,
        prompt=_rich(question.prompt),
        texts=texts,
        # Escaped once, and not for every student again.
        criteria=[{"id": one.id, "name": escape(one.name), "levels": [*map(escape, one.levels)]} for one in rubric],
        criteria_ids=[one.id for one in rubric],
        nonce=nonce,
        saved_as=saved_as,
        css=_css(),
    )
