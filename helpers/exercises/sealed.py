"""A question of a graded assignment: what the card shows is all that there is of it. The key is the teacher's."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar

from helpers.exercises.given import text_in
from helpers.exercises.kinds.code import Code
from helpers.exercises.kinds.position import Position
from helpers.exercises.marking import AnswerError
from helpers.exercises.question import OpenQuestion, Question
from helpers.exercises.running import LONGEST, run

YOUR_TEACHER = "Your teacher marks this. Your answer is kept as you save it; you may change it until you hand it in."
MOST_BYTES = 100_000  # of one answer; the longest text that a card takes stays below


@dataclass(frozen=True, kw_only=True)
class Sealed(OpenQuestion):
    """A question without its key. Each commit is a new version, as of every question that no machine marks here."""

    kind: ClassVar[str] = "sealed"
    ask: ClassVar[str] = "Answer"
    asks_confidence: ClassVar[bool] = True
    save: ClassVar[str] = "Save my answer"

    seen: Mapping[str, Any] = field(default_factory=dict)

    @property
    def known_until(self) -> str:
        """The last day whose evidence may be cited; "" where all may be."""
        return str(self.seen.get("known_until", ""))

    def view(self) -> dict[str, Any]:
        """Return what the teacher's side wrote for the card."""
        return {one: value for one, value in self.seen.items() if one != "printed"}

    def public(self) -> dict[str, Any]:
        """Return all that a browser may know, which here is all that is known."""
        return {**super().public(), **self.view(), "sealed": True, "note": YOUR_TEACHER, "store": _store(self)}

    def printed(self) -> list[str]:
        """Return what one can pick from, a line each, for paper."""
        return [str(line) for line in self.seen.get("printed", ())]

    def understand(self, answer: Any) -> Any:
        """Return the answer as it is: whether it fits, only the teacher's side can say."""
        try:
            size = len(json.dumps(answer, allow_nan=False))
        except (TypeError, ValueError, RecursionError):
            raise AnswerError("This answer cannot be kept. Choose it anew.") from None
        if answer in (None, "", [], {}) or size > MOST_BYTES:
            raise AnswerError(
                "There is no answer yet." if size < MOST_BYTES else "This answer is too long. Shorten it."
            )
        return answer

    def opened(self, answer: Any) -> dict[str, Any] | None:
        """Return nothing: no key, no sample, no worked answer."""
        return None

    def summary(self, answer: Any) -> str:
        """Return a sentence of fact."""
        return "Your teacher marks it."


@dataclass(frozen=True, kw_only=True)
class SealedWithEvidence(Sealed):
    """A sealed question to which evidence from the tables belongs."""

    takes_evidence: ClassVar[bool] = True

    def taken(self, answer: Any, ids: list[str]) -> Any:
        """Return a text's draft with evidence added; None where only the student can say to which part it belongs."""
        if "criteria" not in self.seen:
            return None
        draft = {"text": "", "evidence": [], "checks": [], "self": {}, **(answer if isinstance(answer, dict) else {})}
        return {**draft, "evidence": list(dict.fromkeys([*draft["evidence"], *ids]))[: self.seen.get("pieces", 8)]}


@dataclass(frozen=True, kw_only=True)
class SealedText(SealedWithEvidence):
    """A sealed text: no machine marks it anywhere, and nothing can be sure or unsure about it."""

    asks_confidence: ClassVar[bool] = False
    save: ClassVar[str] = "Save my text"

    def opened(self, answer: Any) -> dict[str, Any] | None:
        """Return no samples, so that the student judges their text and sees no model answer."""
        return {"samples": []}


@dataclass(frozen=True, kw_only=True)
class SealedCode(Sealed):
    """A sealed question to be answered by code, which runs in the student's own kernel and nowhere else."""

    def asked(self, message: dict[str, Any]) -> dict[str, Any] | None:
        """Run code that the student tries out; nothing is kept."""
        return Code.asked(self, message)  # type: ignore[arg-type]

    def carried_out(self, answer: Any) -> Any:
        """Run the code of an answer, as the practice card does."""
        return Code.carried_out(self, answer)  # type: ignore[arg-type]

    def _run(self, written: Any) -> Any:
        return run(text_in(written, "Write your code first, or give the value.", LONGEST), self.seen.get("given", ""))


@dataclass(frozen=True, kw_only=True)
class SealedPosition(Position):
    """A position: it has no key, so nothing was taken from it. Only the note on the card is the teacher's."""

    def public(self) -> dict[str, Any]:
        """Return all that a browser may know."""
        return {**super().public(), "sealed": True, "store": _store(self)}


def _store(question: Question) -> str:
    """Return the name under which a browser keeps a draft: apart from practice at the same exercise."""
    return f"{question.id}@{question.lesson.partition('@')[2]}"


_SHAPES: dict[str, type[Sealed]] = {
    "code": SealedCode,
    "weigh": SealedWithEvidence,
    "advise": SealedWithEvidence,
    "short-text": SealedText,
    "essay": SealedText,
}


def unsealed(view: Mapping[str, Any], lesson: str, place: int, of: int) -> Question:
    """Return the question that a graded bundle holds in this form."""
    common = {"id": view["id"], "title": view["title"], "prompt": view["prompt"], "evidence": ()}
    stand = {"lesson": lesson, "place": place, "of": of, "contested": view["contested"]}
    if view["kind"] == "position":
        parts = {name: view[name] for name in ("statement", "low", "high")}
        return SealedPosition(**common, **stand, **parts)
    seen = {**view, "place": place, "of": of}
    return _SHAPES.get(view["kind"], Sealed)(**common, **stand, seen=seen)


def load_sealed(path: Path, tag: str) -> tuple[Question, ...]:
    """Read a lesson's sealed questions.

    tag : goes with every answer, so that practice at the same exercise is told from this assignment
    Raises ValueError if the file is damaged.
    """
    status = path.stat()
    return _load(path, tag, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=8)
def _load(path: Path, tag: str, _changed: int, _size: int) -> tuple[Question, ...]:
    try:
        views = json.loads(path.read_text(encoding="utf-8"))
        lesson = f"{path.parent.name}@{tag}"
        return tuple(unsealed(view, lesson, n, len(views)) for n, view in enumerate(views, 1))
    except (OSError, ValueError, KeyError, TypeError):
        raise ValueError(
            f"{path.parent.name}/{path.name} is damaged. Ask your teacher for the assignment again."
        ) from None
