"""Every kind of exercise as one answers it with a pencil.

Each is made from what a student's browser may know before an answer (`Question.public`), so nothing of the key can
come in.
"""

from collections.abc import Callable, Iterable
from string import ascii_uppercase
from typing import Any

from markupsafe import Markup

from helpers.exercises import printing
from helpers.exercises.question import Question
from helpers.teacher.paper.lines import BLANK, BOX, RING, how_sure, lines_for, ruled, scale, timeline
from helpers.teacher.paper.tables import unbroken

View = dict[str, Any]
_LINES_OF_A_REASON = 3


def task_html(question: Question, number: int) -> Markup:
    """Return an exercise for the worksheet. number : its place in the lesson, from 1."""
    view = question.public()
    draw = TASKS.get(question.kind)
    body = draw(view) if draw else listed(question)
    marks = view.get("marks")
    about = [question.ask] + ([f"{marks} {'mark' if marks == 1 else 'marks'}"] if marks else [])
    if question.contested:
        about.append("contested: your reasons and your evidence count, not the side")
    again = [f"asked in lesson {view['recalled']} too"] if view["recalled"] else []
    return Markup(
        '<section class="exercise"><h3>Exercise {}. {} <small>{}</small></h3><p class="prompt">{}</p>{}{}</section>'
    ).format(
        number,
        rich(view["title"]),
        ", ".join(about + again),
        rich(view["prompt"]),
        body,
        how_sure() if view["asks_confidence"] else "",
    )


def rich(text: str) -> Markup:
    """Turn the **bold**, *em* and `code` of an exercise's text into HTML and escape all else."""
    return Markup(printing.rich(text))


def listed(question: Question) -> Markup:
    """Return what one can pick from, a line each, for a kind that has no drawing of its own."""
    return items("plain", (rich(line) for line in question.printed()))


def items(name: str, lines: Iterable[Markup]) -> Markup:
    """Return a list whose lines have no bullets. name : its class, for the look."""
    inner = Markup("").join(Markup("<li>{}</li>").format(line) for line in lines)
    return Markup('<ul class="{}">{}</ul>').format(name, inner)


def table(name: str, head: Iterable[str | Markup], rows: Iterable[Iterable[str | Markup]]) -> Markup:
    """Return a table; whatever is no Markup is escaped."""
    heads = Markup("").join(Markup('<th scope="col">{}</th>').format(one) for one in head)
    lines = Markup("").join(
        Markup("<tr>{}</tr>").format(Markup("").join(Markup("<td>{}</td>").format(one) for one in row)) for row in rows
    )
    return Markup('<table class="{}"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>').format(name, heads, lines)


def _choose_one(view: View) -> Markup:
    return _options(view, RING)


def _choose_many(view: View) -> Markup:
    return _options(view, BOX)


def _options(view: View, sign: Markup) -> Markup:
    """Return the options with letters, so that a class can talk about them."""
    lines = (
        Markup("{} <b>{}</b> {}").format(sign, letter, rich(one["text"]))
        for letter, one in zip(ascii_uppercase, view["options"], strict=False)
    )
    return items("options", lines)


def _order(view: View) -> Markup:
    note = Markup('<p class="how">Write the numbers: 1 for <em>{}</em>, {} for <em>{}</em>.</p>').format(
        view["first"].lower(), len(view["items"]), view["last"].lower()
    )
    return note + items("order", (Markup("{} {}").format(BOX, rich(one["text"])) for one in view["items"]))


def _timeline(view: View) -> Markup:
    precision = {"year": "the year", "month": "month and year", "day": "day, month and year"}[view["precision"]]
    if view["asks"] == "range":
        ask = Markup("Mark a start and an end on the line, and write {}: from {} to {}").format(precision, BLANK, BLANK)
    else:
        ask = Markup("Mark the place on the line, and write {}: {}").format(precision, BLANK)
    return Markup('{}<p class="value">{}</p>').format(timeline(view), ask)


def _match(view: View) -> Markup:
    note = "A letter may serve more than once." if view["reuse"] else "Each letter serves once at most."
    left = table(
        "match",
        [view["left"] or "", "letter"],
        ([rich(one["text"]), BOX] for one in view["items"]),
    )
    right = items(
        "letters",
        (
            Markup("<b>{}</b> {}").format(letter, rich(one["text"]))
            for letter, one in zip(ascii_uppercase, view["choices"], strict=False)
        ),
    )
    title = Markup("<p><strong>{}</strong></p>").format(view["right"]) if view["right"] else ""
    return Markup('<p class="how">Write a letter in each box. {}</p>{}<div class="choices">{}{}</div>').format(
        note, left, title, right
    )


def _classify(view: View) -> Markup:
    bins = items(
        "letters",
        (
            Markup("<b>{}</b> {}{}").format(
                letter, rich(one["text"]), rich(f": {one['about']}" if one["about"] else "")
            )
            for letter, one in zip(ascii_uppercase, view["bins"], strict=False)
        ),
    )
    letters = [Markup("<b>{}</b>").format(letter) for letter in ascii_uppercase[: len(view["bins"])]]
    rows = ([rich(one["text"]), *([BOX] * len(letters))] for one in view["cards"])
    return bins + Markup('<p class="how">Tick one letter in each line.</p>') + table("classify", ["", *letters], rows)


def _find(view: View) -> Markup:
    pick = view["pick"]
    note = f"Tick {pick} {'row' if pick == 1 else 'rows'}."
    rows = ([BOX, *row] for row in unbroken([row[1:] for row in view["rows"]]))
    return Markup('<p class="how">{}</p>{}').format(note, table("data find", ["", *view["headings"]], rows))


def _highlight(view: View) -> Markup:
    text = "".join(word + gap for word, gap in view["words"])
    return Markup('<p class="how">Underline the words.</p><blockquote class="wide"><p>{}</p></blockquote>').format(text)


def _code(view: View) -> Markup:
    more = ", one after the other" if view["list"] else ""
    return Markup('<p>{}</p><p class="value">Your value, {}{}: {}</p>').format(
        rich(view["by_hand"]), view["wants"], more, BLANK
    )


def _weigh(view: View) -> Markup:
    rows = Markup("").join(
        Markup(
            '<div class="kept"><p><strong>{}</strong></p>{}<p class="how lined">Evidence, one to {}: {}</p></div>'
        ).format(rich(one["text"]), scale(0, view["most"], view["low"], view["high"]), view["pieces"], BLANK)
        for one in view["items"]
    )
    return Markup('<p class="how">Circle a weight for each; no evidence is needed beside a 0.</p>{}').format(rows)


def _written(view: View) -> Markup:
    """Return room for a text, for its evidence, and the criteria by which its writer judges it."""
    length = view["words"]
    parts = [Markup('<p class="how">{} to {} words.</p>').format(length["from"], length["to"])]
    if view["start"]:
        parts.append(Markup("<p>You may begin: <em>{}</em></p>").format(rich(view["start"])))
    parts.append(ruled(lines_for(length["to"])))
    if view["needed"]:
        parts.append(
            Markup('<p class="how">Evidence, {} pieces or more:</p>{}').format(view["needed"], ruled(view["needed"]))
        )
    checks = items("options", (Markup("{} {}").format(BOX, rich(one)) for one in view["checks"]))
    parts.append(Markup('<div class="kept"><p class="how">Tick what is true of your text.</p>{}</div>').format(checks))
    if view["criteria"]:
        rows = (
            [
                Markup("<strong>{}</strong>").format(rich(one["name"])),
                *(Markup("{} {}").format(RING, rich(level)) for level in one["levels"]),
            ]
            for one in view["criteria"]
        )
        grid = table("rubric", ["", *view["levels"]], rows)
        parts.append(Markup('<div class="kept"><p class="how">Where does your text stand?</p>{}</div>').format(grid))
    return Markup("").join(parts)


def _advise(view: View) -> Markup:
    """Return the seats with what lies on their desks, and room for the reason and its evidence."""
    seats = Markup("").join(
        Markup('<div class="kept seat"><p><strong>{}</strong> {}</p>{}{}</div>').format(
            rich(one["name"]),
            rich(one["brief"]),
            _options(one, RING),
            Markup('<p class="how">On the desk: {}</p>').format("; ".join(_dated(piece) for piece in one["evidence"]))
            if one["evidence"]
            else "",
        )
        for one in view["seats"]
    )
    needed, most = view["needed"], view["pieces"]
    pieces = f"{needed} to {most}" if needed < most else str(needed)
    return Markup(
        '<p class="how">It is {}. Choose one seat and tick one advice, in ink: it stays as it is.</p>{}'
        '<div class="kept"><p class="how">My reason:</p>{}'
        '<p class="how">My evidence, dated by that day, {} pieces:</p>{}</div>'
    ).format(view["day"], seats, ruled(_LINES_OF_A_REASON + 1), pieces, ruled(needed + 1 if needed < most else needed))


def _dated(piece: dict[str, str]) -> str:
    return f"{piece['title']} ({piece['date']})" if piece["date"] else piece["title"]


def _position(view: View) -> Markup:
    circles = scale(1, view["steps"], view["low"], view["high"])
    because = Markup('<p class="how">because</p>') + ruled(_LINES_OF_A_REASON)
    return Markup(
        "<blockquote><p>{}</p></blockquote>"
        '<div class="kept"><p><strong>Before the discussion</strong></p>{}{}</div>'
        '<div class="kept"><p><strong>After the discussion</strong></p>{}{}'
        '<p class="how">The best reason of the other side:</p>{}</div>'
    ).format(rich(view["statement"]), circles, because, circles, because, ruled(2))


# Each kind of exercise, by its name. One that is not here is printed as plain lines, and the command says so.
TASKS: dict[str, Callable[[View], Markup]] = {
    "choose-one": _choose_one,
    "choose-many": _choose_many,
    "order": _order,
    "place-on-timeline": _timeline,
    "match": _match,
    "classify": _classify,
    "highlight": _highlight,
    "find-in-table": _find,
    "code": _code,
    "weigh": _weigh,
    "short-text": _written,
    "essay": _written,
    "position": _position,
    "advise": _advise,
}
