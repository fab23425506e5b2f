"""How a student stands with one question: from the record's attempts to what the card shows. Pure: no widget."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from helpers.exercises.marking import AnswerError, Feedback, Mark, Score, mark, score
from helpers.exercises.question import MarkedQuestion, OpenQuestion, Question
from helpers.exercises.record_line import Attempt
from helpers.exercises.titles import Title, title_of


@dataclass(frozen=True)
class Valid:
    """An attempt that fits the question as it is today; `mark` is None where no machine marks."""

    attempt: Attempt
    answer: Any
    mark: Mark | None


def sort_out(question: Question, attempts: Sequence[Attempt]) -> tuple[list[Valid], int]:
    """Return the attempts that fit the question, and how many do not because it has changed since."""
    valid: list[Valid] = []
    for attempt in attempts:
        try:
            answer = question.understand(attempt.answer)
            marked = mark(question, attempt.answer) if isinstance(question, MarkedQuestion) else None
        except AnswerError:
            continue
        valid.append(Valid(attempt, answer, marked))
    return valid, len(attempts) - len(valid)


def standing(question: MarkedQuestion, valid: Sequence[Valid]) -> Score:
    """Score the tries made so far."""
    return score(question, [one.mark.fraction for one in valid if one.mark])


def shown(question: Question, valid: Sequence[Valid]) -> dict[str, Any]:
    """Return what the card shows of the tries, and nothing that would give the key away while a try is left.

    Keys: tries (a list), used, finished, marks, worked, reveal.
    """
    if isinstance(question, MarkedQuestion):
        return _shown_marked(question, valid)
    assert isinstance(question, OpenQuestion)
    return _shown_open(question, valid)


def _shown_open(question: OpenQuestion, valid: Sequence[Valid]) -> dict[str, Any]:
    """Return the last version, and what opened once it was saved."""
    last = valid[-1] if valid else None
    return {
        "tries": [_try(len(valid), last, "open", question.summary(last.answer))] if last else [],
        "used": len(valid),
        "finished": bool(last and question.settled(last.answer)),
        "marks": "",
        "worked": None,
        "reveal": question.opened(last.answer) if last else None,
    }


def _shown_marked(question: MarkedQuestion, valid: Sequence[Valid]) -> dict[str, Any]:
    """Return the tries with the last one's feedback, and the worked answer once no try is left."""
    reached = standing(question, valid)
    finished, tries = reached.finished, []
    for n, one in enumerate(valid, 1):
        assert one.mark
        last = n == len(valid)
        items = list(one.mark.feedback) + (list(one.mark.at_the_end) if finished and last else [])
        sure_and_wrong = one.mark.fraction < 1 and one.attempt.confidence == "sure"
        tries.append(
            {
                **_try(n, one, one.mark.tone, one.mark.summary),
                "items": [_item(item, _evidence(question, item.evidence, finished)) for item in items] if last else [],
                "fuller": question.sure_and_wrong if last and sure_and_wrong else "",
            }
        )
    full = any(one.mark.fraction == 1 for one in valid if one.mark)
    evidence = _evidence(question, question.evidence, finished)
    return {
        "tries": tries,
        "used": reached.tries,
        "finished": finished,
        "marks": f"{round(reached.marks, 1):g} of {reached.max}",
        "worked": {"text": question.worked, "evidence": evidence, "open": not full} if finished else None,
        "reveal": question.reveal() if finished else None,
    }


def _try(n: int, one: Valid, tone: str, summary: str) -> dict[str, Any]:
    return {
        "n": n,
        "at": one.attempt.at,
        "answer": one.answer,
        "confidence": one.attempt.confidence,
        "tone": tone,
        "summary": summary,
    }


def _item(feedback: Feedback, evidence: list[Title]) -> dict[str, Any]:
    return {"tone": feedback.tone, "about": feedback.about, "text": feedback.text, "evidence": evidence}


def _evidence(question: MarkedQuestion, ids: tuple[str, ...], finished: bool) -> list[Title]:
    """Return evidence by title; while a try is left, without dates (and ids, which hold dates) that give away."""
    titles = [title_of(one) for one in ids]
    if finished or not question.asks_for_dates:
        return titles
    return [{"id": "", "title": one["title"], "date": "", "text": ""} for one in titles if one["title"] != one["id"]]
