"""What the answer key says of each kind of exercise: the key itself, and its feedback in short."""

from collections.abc import Callable, Iterable, Iterator
from string import ascii_uppercase
from typing import Any

from markupsafe import Markup

from helpers.essay import split_sentences
from helpers.exercises.titles import title_of
from helpers.exercises.values import in_words
from helpers.teacher.paper.tasks import items, rich, table

_ENOUGH = 12  # words of feedback that tell a teacher what it is about
_STANDS = {"true": "right", "false": "not right", "either": "open: earns and costs nothing"}


def in_short(text: str) -> Markup:
    """Return the first sentence of a feedback, or two where the first is very short.

    >>> in_short("Look again. The record names two of them, and not three as you say. Open it.")
    Markup('Look again. The record names two of them, and not three as you say. …')
    """
    text = text.strip()
    spans = split_sentences(text)
    end = next((stop for _, stop in spans if len(text[:stop].split()) >= _ENOUGH), len(text))
    return rich(text[:end]) + (" …" if end < len(text) else "")


def titles(references: Iterable[str]) -> Markup:
    """Return pieces of evidence by their titles and ids."""
    told = (title_of(one) for one in references)
    return Markup("; ").join(
        Markup("{} <code>{}</code>").format(one["title"], one["id"]) if one["title"] != one["id"] else one["id"]
        for one in told
    )


def _told(pairs: Iterable[tuple[str | Markup, str]]) -> Markup:
    """Return what is said to each answer, in short: a table of answer and feedback."""
    rows = [[about, in_short(said)] for about, said in pairs]
    return table("said", ["if a student gives", "feedback, in short"], rows) if rows else Markup("")


def _letters(view: list[dict[str, str]]) -> dict[str, str]:
    """Return the letter under which each stands on the worksheet."""
    return {one["id"]: letter for one, letter in zip(view, ascii_uppercase, strict=False)}


def _choose(question: Any) -> Markup:
    rows = (
        [
            Markup("<b>{}</b>").format(letter),
            rich(option.text),
            Markup('<span class="{}">{}</span>').format("right" if option.correct == "true" else "", _stands(option)),
            in_short(option.feedback),
        ]
        for letter, option in zip(ascii_uppercase, question.options, strict=False)
    )
    return table("said", ["", "option", "key", "feedback, in short"], rows)


def _stands(option: Any) -> str:
    return ("✓ " if option.correct == "true" else "") + _STANDS[option.correct]


def _order(question: Any) -> Markup:
    lines = Markup("").join(Markup("<li>{}</li>").format(rich(item.text)) for item in question.items)
    texts = {item.id: item.text for item in question.items}
    ties = Markup("").join(
        Markup("<p>Either order is right among: {}.</p>").format("; ".join(texts[one] for one in tie))
        for tie in question.ties
    )
    mixed = ((f"“{texts[one.second]}” before “{texts[one.first]}”", one.feedback) for one in question.mix_ups)
    return Markup("<ol>{}</ol>{}{}").format(lines, ties, _told(mixed))


def _timeline(question: Any) -> Markup:
    answers = " or ".join(one["words"] for one in question.reveal()["answers"])
    reach = question.tolerance
    told = _told((f"too {side}", getattr(question.feedback, side)) for side in ("early", "late"))
    return Markup(
        '<p class="right">{}</p><p class="said">Full marks up to {} days off, none from {} days off.</p>{}'
    ).format(answers, reach.full, reach.zero, told)


def _pairing(question: Any) -> Markup:
    """Return the key of match and classify: each line with its letter, and what is said of a wrong one."""
    view = question.view()
    shown, things = (view["choices"], "items") if "choices" in view else (view["bins"], "cards")
    letters, by_id = _letters(shown), {thing.id: thing for thing in question.things}
    rows = (
        [
            rich(by_id[one["id"]].text),
            Markup(" or ").join(
                Markup('<b class="right">{}</b> {}').format(letters[place], rich(question.places[place]))
                for place in by_id[one["id"]].right
            ),
            in_short(by_id[one["id"]].wrong),
        ]
        for one in view[things]
    )
    mixed = (
        (f"{by_id[one.thing].text}: {letters[one.place]}, “{question.places[one.place]}”", one.feedback)
        for one in question.telling
    )
    return table("said", ["", "key", "if wrong, in short"], rows) + _told(mixed)


def _highlight(question: Any) -> Markup:
    wording, places = question.wording, []
    for one in question.find:
        start = wording.index(one.quote)
        places.append((start, start + len(one.quote)))
    parts, at = [], 0
    for start, end in sorted(places):
        parts += [Markup("{}<mark>{}</mark>").format(wording[at:start], wording[start:end])]
        at = end
    parts.append(Markup("{}").format(wording[at:]))
    told = [(f"found: “{one.quote}”", one.feedback) for one in question.find]
    told += [(f"not asked for: “{one.quote}”", one.feedback) for one in question.decoys]
    return Markup("<blockquote><p>{}</p></blockquote>{}").format(Markup("").join(parts), _told(told))


def _find(question: Any) -> Markup:
    near = ((titles([one.id]), one.feedback) for one in question.near)
    lines = items("plain", (Markup("✓ {}").format(titles([one])) for one in question.answers))
    more = f" Any {question.pick} of these." if len(question.answers) > question.pick else ""
    return Markup('<div class="right">{}</div><p>{}</p>{}').format(lines, more, _told(near))


def _code(question: Any) -> Markup:
    off = f" (up to {question.tolerance:g} off)" if question.tolerance else ""
    order = " in any order" if question.any_order else ""
    wrong = ((in_words(one.value), one.feedback) for one in question.wrong_values)
    return Markup('<p class="right">{}{}{}</p><pre>{}</pre>{}').format(
        in_words(question.value), off, order, "\n".join(filter(None, [question.given, question.solution])), _told(wrong)
    )


def _weigh(question: Any) -> Markup:
    rows = ([rich(item.text), titles(item.bears), in_short(item.feedback)] for item in question.items)
    return Markup("<p>The weights are the student's own. What is marked is the evidence behind each.</p>{}").format(
        table("said bears", ["", "this bears on it", "what the record says, in short"], rows)
    )


def _written(question: Any) -> Markup:
    """Return the criteria with their levels, and the authors' samples."""
    rubric = table(
        "rubric",
        ["", *question.view()["levels"]],
        ([Markup("<strong>{}</strong>").format(rich(one.name)), *map(rich, one.levels)] for one in question.rubric),
    )
    samples = Markup("").join(
        Markup("<h4>{}</h4><blockquote><p>{}</p></blockquote><p>{}</p>").format(
            rich(one.label), rich(one.text), rich(one.comment)
        )
        for one in question.samples
    )
    return rubric + samples


def _position(question: Any) -> Markup:
    return Markup("<p>Nothing here is right or wrong. Look for a reason, and for the other side's best one.</p>")


def _advise(question: Any) -> Markup:
    """Return what followed, seat by seat, which nobody is told before the advice is given."""
    rows = (
        [Markup("<strong>{}</strong>").format(rich(one.name)), rich(one.followed), titles(one.evidence)]
        for one in question.seats
    )
    return Markup(
        "<p>Nothing here is right or wrong: each advice can be defended. Judge it by what was known on that day, never "
        "by what followed, and tell that only when all have written.</p>{}"
        "<p><strong>Afterwards:</strong> {}</p><p>{}</p>"
    ).format(
        table("said", ["seat", "what followed", "the briefing rests on"], rows),
        titles(question.after),
        rich(question.end),
    )


# Each kind of exercise, by its name.
ANSWERS: dict[str, Callable[[Any], Markup]] = {
    "choose-one": _choose,
    "choose-many": _choose,
    "order": _order,
    "place-on-timeline": _timeline,
    "match": _pairing,
    "classify": _pairing,
    "highlight": _highlight,
    "find-in-table": _find,
    "code": _code,
    "weigh": _weigh,
    "short-text": _written,
    "essay": _written,
    "position": _position,
    "advise": _advise,
}


def rest(question: Any) -> Iterator[tuple[str, Markup]]:
    """Yield what the key says of every exercise besides its answer: name and text."""
    if worked := getattr(question, "worked", ""):
        yield "Worked answer", rich(worked)
    whole = getattr(question, "feedback", None)
    for tone, word in (("full", "If right"), ("part", "If partly right"), ("none", "If not right")):
        if said := getattr(whole, tone, ""):
            yield word, in_short(said)
    if wrong := getattr(question, "sure_and_wrong", ""):
        yield "Sure and wrong", in_short(wrong)
    if hints := getattr(question, "hints", ()):
        yield "Hints", Markup(" ").join(Markup("({}) {}").format(n, rich(one)) for n, one in enumerate(hints, 1))
    if question.evidence:
        yield "Evidence", titles(question.evidence)
