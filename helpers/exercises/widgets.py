"""Questions in a notebook: the only place where they meet widgets and the student's record."""

import weakref
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from helpers.exercises import evidence_finder, tray
from helpers.exercises.answers import Record, SaveError, record
from helpers.exercises.assigned import arranged
from helpers.exercises.keeping import lasts
from helpers.exercises.marking import CONFIDENCES, AnswerError
from helpers.exercises.printing import asleep_html, asleep_text, in_html, in_text
from helpers.exercises.question import OpenQuestion, Question
from helpers.exercises.record_line import Attempt
from helpers.exercises.standing import Valid, shown, sort_out

_STATIC = Path(__file__).parent / "static"
# One module for the browser, from parts that each hold one idea; there is no build step. `card.js` comes last.
_PARTS = (
    *("parts.js", "evidence.js", "drafts.js", "feedback.js"),
    *("choose.js", "order.js", "timeline.js"),
    *("match.js", "classify.js", "highlight.js", "find.js", "code.js"),
    *("weigh.js", "written.js", "position.js", "advise.js"),
    "card.js",
)
_STYLES = ("exercise.css", "kinds.css", "evidence.css", "open.css")
_STALE = (
    "You answered an earlier form of this exercise, and it has changed since. "
    "That try is kept in your record and does not count here."
)
_PASSING = (
    "This place does not last: everything here is gone when the session ends. "
    "Run keep_answers() in a cell and download your answers before you leave."
)
_HELD = "This exercise was finished in another tab or notebook; here is what you answered there."

_open: "weakref.WeakSet[ExerciseWidget]" = weakref.WeakSet()
# What was picked or written and not committed, kept while the kernel lives: running a cell again makes a new card.
_drafts: "weakref.WeakKeyDictionary[Record, dict[str, dict[str, Any]]]" = weakref.WeakKeyDictionary()


class ExerciseWidget(anywidget.AnyWidget):
    """An exercise as a card: answer, confidence, hints, feedback, and what was answered before."""

    _esm = "\n".join((_STATIC / part).read_text(encoding="utf-8") for part in _PARTS)
    _css = "\n".join((_STATIC / style).read_text(encoding="utf-8") for style in _STYLES)

    question = traitlets.Dict(help="what the browser may know before an answer is committed").tag(sync=True)
    state = traitlets.Dict(help="tries, feedback and whether they are saved").tag(sync=True)
    draft = traitlets.Dict(help="what is picked or written and not committed").tag(sync=True)

    def __init__(self, question: Question, kept: Record | None = None) -> None:
        self._question = question
        self._record = kept or record()
        self._saved_at = ""
        drafts = _drafts.setdefault(self._record, {})
        self._show()  # first, so that the card opens whole: a browser that is too slow to begin hears nothing later
        super().__init__(question=arranged(question.public()), draft=drafts.get(question.id, {}))
        self.observe(lambda change: drafts.__setitem__(question.id, change["new"]), "draft")
        self.on_msg(self._receive)
        _open.add(self)
        if question.takes_evidence:
            tray.offer(self)

    def commit(self, answer: Any, confidence: str = "") -> None:
        """Commit an answer as the student does: save it, mark it, show feedback.

        answer : plain lists, texts and dicts, as the record holds them
        confidence : "guess", "think" or "sure"; none where the question asks for none
        """
        asks = self._question.asks_confidence
        if asks and confidence not in CONFIDENCES:
            self._show(problem="Say how sure you are before you check your answer.")
            return
        try:
            understood = self._question.understand(self._question.carried_out(answer))
            earlier, _, _ = self._valid()
            if isinstance(self._question, OpenQuestion):
                understood = self._question.next_version(earlier[-1].answer if earlier else None, understood)
        except AnswerError as problem:
            self._show(problem=str(problem))
            return
        # Another tab or notebook may have used a try since this card was drawn.
        if asks and shown(self._question, earlier)["finished"]:
            self._refresh(problem=_HELD)
            return
        attempt = Attempt(self._question.id, understood, confidence if asks else "", self._question.lesson)
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

    @property
    def label(self) -> str:
        """Return the card's name among the places that take evidence."""
        return f"Exercise {self._question.place}: {self._question.title}"

    def take(self, ids: list[str]) -> str:
        """Add evidence that was collected elsewhere to what is being answered here, and say where it went."""
        answer = self.draft.get("answer")
        if answer is None:
            valid, _, _ = self._valid()
            answer = valid[-1].answer if valid else None
        taken = self._question.taken(answer, ids)
        if taken is None:
            # Which part of the answer it belongs to, only the student can say.
            tray.collect(ids)
            return f"Kept: add it in exercise {self._question.place}, “{self._question.title}”, where it belongs."
        self.draft = {**self.draft, "answer": taken}
        return f"Added to exercise {self._question.place}, “{self._question.title}”. It is not saved yet."

    def _receive(self, _widget: Any, content: Any, _buffers: Any) -> None:
        """Act on a message of the card."""
        try:
            if content.get("type") == "commit":
                self.commit(content.get("answer"), content.get("confidence"))
            elif content.get("type") == "save":
                self.save_again()
            elif content.get("type") == "ask":
                self._reply(content)
        except Exception as fault:
            # Without this the card would wait for ever and the student would not know why.
            what = f"{type(fault).__name__}: {fault}"
            self._show(problem=f"Something went wrong in the course ({what}). Run the cell again.")

    def _reply(self, message: dict[str, Any]) -> None:
        """Answer what the card asks between commits, to the view that asked (`turn`)."""
        try:
            reply = evidence_finder.reply(message, self._question.known_until) or self._question.asked(message) or {}
        except AnswerError as problem:
            reply = {"problem": str(problem)}
        self.send({**reply, "type": "reply", "to": message.get("ask"), "turn": message.get("turn")})

    def _refresh(self, problem: str = "", unsaved: str = "") -> None:
        """Show the new state here and on every other open card of the same exercise."""
        self._show(problem, unsaved)
        for other in list(_open):
            same = other._question.id == self._question.id
            # What another card could not save has been saved along with this one.
            relieved = not unsaved and other.state.get("unsaved")
            if other is not self and other._record is self._record and (same or relieved):
                other._show(unsaved=unsaved)

    def _valid(self) -> tuple[list[Valid], int, str]:
        """Return the attempts that fit the question, how many do not, and what to tell."""
        reading = self._record.attempts(self._question.id)
        return (*sort_out(self._question, reading.attempts), reading.notice)

    def _show(self, problem: str = "", unsaved: str = "") -> None:
        """Work out the card's state from the record and send it."""
        valid, stale, notice = self._valid()
        self.state = {
            **shown(self._question, valid),
            "saved": self._saved_at,
            "unsaved": unsaved,
            "notice": " ".join(filter(None, [_STALE if stale else "", notice])),
            "problem": problem,
            "passing": "" if lasts() else _PASSING,
            "turn": int((self.state or {}).get("turn", 0)) + 1,
        }

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
