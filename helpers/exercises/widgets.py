"""Questions in a notebook: the only place where they meet widgets and the student's record."""

import weakref
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from helpers.exercises.answers import Record, SaveError, record
from helpers.exercises.marking import CONFIDENCES, AnswerError, Feedback, mark, score
from helpers.exercises.printing import asleep_html, asleep_text, in_html, in_text
from helpers.exercises.question import Question
from helpers.exercises.record_line import Attempt
from helpers.exercises.titles import Title, title_of

_STATIC = Path(__file__).parent / "static"
# One module for the browser, from parts that each hold one idea; there is no build step.
_PARTS = ("parts.js", "choose.js", "order.js", "timeline.js", "card.js")
_STALE = (
    "You answered an earlier form of this exercise, and it has changed since. "
    "That try is kept in your record and does not count here."
)
_HELD = "This exercise was finished in another tab or notebook; here is what you answered there."

_open: "weakref.WeakSet[ExerciseWidget]" = weakref.WeakSet()


class ExerciseWidget(anywidget.AnyWidget):
    """An exercise as a card: answer, confidence, hints, feedback, and what was answered before."""

    _esm = "\n".join((_STATIC / part).read_text(encoding="utf-8") for part in _PARTS)
    _css = (_STATIC / "exercise.css").read_text(encoding="utf-8")

    question = traitlets.Dict(help="what the browser may know before an answer is committed").tag(sync=True)
    state = traitlets.Dict(help="tries, feedback and whether they are saved").tag(sync=True)
    draft = traitlets.Dict(help="what is picked and not committed, kept while the kernel lives").tag(sync=True)

    def __init__(self, question: Question, kept: Record | None = None) -> None:
        self._question = question
        self._record = kept or record()
        self._saved_at = ""
        super().__init__(question=question.public())
        self._show()
        self.on_msg(self._receive)
        _open.add(self)

    def commit(self, answer: Any, confidence: str) -> None:
        """Commit an answer as the student does: save it, mark it, show feedback.

        answer : plain lists, texts and dicts, as the record holds them
        confidence : "guess", "think" or "sure"
        """
        if confidence not in CONFIDENCES:
            self._show(problem="Say how sure you are before you check your answer.")
            return
        try:
            understood = self._question.understand(answer)
        except AnswerError as problem:
            self._show(problem=str(problem))
            return
        # Another tab or notebook may have used a try since this card was drawn.
        if self._score().finished:
            self._refresh(problem=_HELD)
            return
        attempt = Attempt(self._question.id, understood, confidence, self._question.lesson)
        try:
            self._record.append(attempt)
        except SaveError as failure:
            self._refresh(unsaved=str(failure))
            return
        except ValueError as problem:
            self._show(problem=str(problem))
            return
        self._saved_at = attempt.at
        self._refresh()

    def save_again(self) -> None:
        """Try once more to save what could not be saved."""
        try:
            self._record.retry()
        except SaveError as failure:
            self._refresh(unsaved=str(failure))
            return
        attempts = self._record.attempts(self._question.id).attempts
        self._saved_at = attempts[-1].at if attempts else ""
        self._refresh()

    def _receive(self, _widget: Any, content: Any, _buffers: Any) -> None:
        """Act on a message of the card."""
        try:
            if content.get("type") == "commit":
                self.commit(content.get("answer"), content.get("confidence"))
            elif content.get("type") == "save":
                self.save_again()
        except Exception as fault:
            # Without this the card would wait for ever and the student would not know why.
            what = f"{type(fault).__name__}: {fault}"
            self._show(problem=f"Something went wrong in the course ({what}). Run the cell again.")

    def _refresh(self, problem: str = "", unsaved: str = "") -> None:
        """Show the new state here and on every other open card of the same exercise."""
        self._show(problem, unsaved)
        for other in list(_open):
            same = other._question.id == self._question.id
            # What another card could not save has been saved along with this one.
            relieved = not unsaved and other.state.get("unsaved")
            if other is not self and other._record is self._record and (same or relieved):
                other._show(unsaved=unsaved)

    def _valid(self) -> tuple[list[tuple[Attempt, Any]], int, str]:
        """Return the attempts that fit the question with their marks, how many do not, and what to tell."""
        reading = self._record.attempts(self._question.id)
        valid, stale = [], 0
        for attempt in reading.attempts:
            try:
                valid.append((attempt, mark(self._question, attempt.answer)))
            except AnswerError:
                stale += 1
        return valid, stale, reading.notice

    def _score(self) -> Any:
        valid, _, _ = self._valid()
        return score(self._question, [one.fraction for _, one in valid])

    def _show(self, problem: str = "", unsaved: str = "") -> None:
        """Work out the card's state from the record and send it."""
        valid, stale, notice = self._valid()
        standing = score(self._question, [one.fraction for _, one in valid])
        finished, tries = standing.finished, []
        for n, (attempt, marked) in enumerate(valid, 1):
            last = n == len(valid)
            items = list(marked.feedback) + (list(marked.at_the_end) if finished and last else [])
            wrong = marked.fraction < 1
            tries.append(
                {
                    "n": n,
                    "answer": self._question.understand(attempt.answer),
                    "confidence": attempt.confidence,
                    "tone": marked.tone,
                    "summary": marked.summary,
                    "items": [_item(one, self._evidence(one.evidence, finished)) for one in items] if last else [],
                    "fuller": self._question.sure_and_wrong if wrong and last and attempt.confidence == "sure" else "",
                }
            )
        full = any(one.fraction == 1 for _, one in valid)
        self.state = {
            "tries": tries,
            "used": standing.tries,
            "finished": finished,
            "marks": f"{round(standing.marks, 1):g} of {standing.max}",
            "worked": {
                "text": self._question.worked,
                "evidence": self._evidence(self._question.evidence, finished),
                "open": not full,
            }
            if finished
            else None,
            "reveal": self._question.reveal() if finished else None,
            "saved": self._saved_at,
            "unsaved": unsaved,
            "notice": " ".join(filter(None, [_STALE if stale else "", notice])),
            "problem": problem,
            "turn": int((self.state or {}).get("turn", 0)) + 1,
        }

    def _evidence(self, ids: tuple[str, ...], finished: bool) -> list[Title]:
        """Return evidence by title; while a try is left, without dates (and ids, which hold dates) that give away."""
        titles = [title_of(one) for one in ids]
        if finished or not self._question.asks_for_dates:
            return titles
        return [
            {"id": "", "title": one["title"], "date": "", "text": ""} for one in titles if one["title"] != one["id"]
        ]

    def _ipython_display_(self) -> None:
        """Show the card, and before it a line that is seen only where the saved card has no kernel any more."""
        from IPython.display import display

        display({"text/html": asleep_html(self._question), "text/plain": asleep_text(self._question)}, raw=True)
        data, metadata = self._repr_mimebundle_()
        display(data, metadata=metadata, raw=True)

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """Add the question in print, for a page that holds the notebook without its widgets."""
        bundle = super()._repr_mimebundle_(**kwargs)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        return {**(data or {}), "text/plain": in_text(self._question), "text/html": in_html(self._question)}, metadata


def _item(feedback: Feedback, evidence: list[Title]) -> dict[str, Any]:
    return {"tone": feedback.tone, "about": feedback.about, "text": feedback.text, "evidence": evidence}
