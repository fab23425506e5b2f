"""The answer key to a worksheet: for the teacher only, and marked so on every page."""

from collections.abc import Iterator

from markupsafe import Markup

from helpers.exercises.question import Question
from helpers.ledgers.claims import claims_of, editors_of
from helpers.ledgers.view import editors_view
from helpers.teacher.paper.answers import ANSWERS, rest
from helpers.teacher.paper.blocks import Ledger
from helpers.teacher.paper.lesson import Lesson
from helpers.teacher.paper.sheet import page
from helpers.teacher.paper.tasks import items, rich, table
from helpers.teacher.paper.worksheet import left_out


def answer_key(lesson: Lesson, paper: str = "A4") -> str:
    """Return a lesson's answer key as an HTML page: answers, feedback in short, the editors' verdicts."""
    parts = [_head(lesson)]
    parts += [answer_html(question, n) for n, question in enumerate(lesson.questions.values(), 1)]
    parts += list(_verdicts(lesson))
    body = Markup("\n").join(parts)
    title = f"{lesson.number}. {lesson.title}"
    return page(title, body, paper=paper, course=f"{lesson.course}: answer key", language=lesson.language, key=True)


def answer_html(question: Question, number: int) -> Markup:
    """Return what the key says of one exercise. number : its place in the lesson, from 1, as on the worksheet."""
    marks = getattr(question, "marks", 0)
    about = f"{question.ask}, {marks} {'mark' if marks == 1 else 'marks'}" if marks else f"{question.ask}, not marked"
    draw = ANSWERS.get(question.kind)
    lines = Markup("").join(Markup("<dt>{}</dt><dd>{}</dd>").format(name, said) for name, said in rest(question))
    return Markup(
        '<section class="answer"><h3>Exercise {}. {} <small>{} · {}</small></h3>'
        '<p class="said prompt">{}</p>{}<dl>{}</dl></section>'
    ).format(
        number,
        rich(question.title),
        about,
        question.id,
        rich(question.prompt),
        draw(question) if draw else "",
        lines,
    )


def _head(lesson: Lesson) -> Markup:
    """Return the title, and what the worksheet leaves out."""
    total = sum(getattr(question, "marks", 0) for question in lesson.questions.values())
    missing = left_out(lesson)
    out = Markup("")
    if missing:
        out = Markup("<p>On the worksheet:</p>{}").format(
            items("plain", (Markup("{}").format(f"{one}.") for one in missing))
        )
    return Markup(
        "<h1>{}. {}: answer key</h1><p>{} <em>{} minutes, {} marks.</em> Feedback is given in short, by its first "
        "words; the whole of it stands in the lesson's exercises.yml. "
        "A second try counts half; hints are free, to be read out.</p>{}"
    ).format(lesson.number, lesson.title, lesson.question, lesson.minutes, total, out)


def _verdicts(lesson: Lesson) -> Iterator[Markup]:
    """Yield what the editors think of the claims in the lesson's ledger."""
    passages = [one for block in lesson.blocks if isinstance(block, Ledger) for one in block.passages]
    claims = {claim.id: claim for one in passages for claim in claims_of(one)}
    if not claims:
        return
    told = {name: editors_view(editors_of(name)) for name in claims}
    rows = (
        [
            Markup("<b>{}</b> “{}”").format(name, claim.quote),
            Markup("<b>{}</b><br>{}").format(told[name]["words"], told[name]["kind"]),
            Markup("{}<br><em>for:</em> {}<br><em>against:</em> {}").format(
                *(told[name][part] for part in ("why", "told_for", "told_against"))
            ),
        ]
        for name, claim in claims.items()
    )
    yield Markup("<h2>The ledger: the editors' verdicts</h2>") + Markup(
        "<p>A student who differs and has a source has not made a mistake.</p>{}"
    ).format(table("said ledger-key", ["the essay says", "verdict", "why"], rows))
