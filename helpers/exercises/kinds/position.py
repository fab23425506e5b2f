"""Position: where a student stands before and after a discussion. Never marked."""

from dataclasses import dataclass
from typing import Any, ClassVar

from helpers.exercises.given import group_in, text_in, whole_in
from helpers.exercises.marking import AnswerError
from helpers.exercises.question import OpenQuestion
from helpers.exercises.reading import key, text

STEPS = 5
LONGEST = 2_000  # characters of a reason


@dataclass(frozen=True, kw_only=True)
class Position(OpenQuestion):
    """A statement and a scale from 1 to 5, answered before and after a discussion; not marked by the machine.

    What was said before stays as it was saved. After the discussion the student says where they stand now, why, and
    which reason of the other side was the best.
    """

    kind: ClassVar[str] = "position"
    ask: ClassVar[str] = "Where do you stand?"
    save: ClassVar[str] = "Save my position"

    statement: str = key("the sentence to agree or disagree with", text(words=(3, 60)))
    low: str = key("what 1 stands for", text(characters=30))
    high: str = key("what 5 stands for", text(characters=30))

    def view(self) -> dict[str, Any]:
        """Return the statement and the scale."""
        return {"statement": self.statement, "low": self.low, "high": self.high, "steps": STEPS}

    def printed(self) -> list[str]:
        """Return the statement and room for both positions, a line each."""
        scale = f"1 ({self.low}) to {STEPS} ({self.high})"
        return [
            f"“{self.statement}”",
            f"Before the discussion, {scale}: ____ because ________",
            f"After the discussion, {scale}: ____ because ________",
            "The best reason of the other side: ________",
        ]

    def understand(self, answer: Any) -> dict[str, Any]:
        """Return {"before": {"position": 1 to 5, "reason"}} and, once given, "after" with "other_side" beside these."""
        given = group_in(answer, {"before"}, frozenset({"after"}), "Say first where you stand before the discussion.")
        result = {"before": _stand(given["before"], {"position", "reason"})}
        if given.get("after") is not None:
            result["after"] = _stand(given["after"], {"position", "reason", "other_side"})
        return result

    def next_version(self, saved: dict[str, Any] | None, answer: dict[str, Any]) -> dict[str, Any]:
        """Return the answer with what was said before as it was saved first."""
        if saved is None:
            if "after" in answer:
                raise AnswerError("Save where you stand before the discussion first.")
            return answer
        if "after" not in answer:
            raise AnswerError(
                "Where you stood before is saved already and stays as it is. Say where you stand after the discussion."
            )
        return {**answer, "before": saved["before"]}

    def settled(self, answer: dict[str, Any]) -> bool:
        """Say whether both positions are saved."""
        return "after" in answer

    def opened(self, answer: dict[str, Any]) -> dict[str, Any]:
        """Return what was said before, and in words how far the student has moved."""
        return {"before": answer["before"], "moved": self._moved(answer) if "after" in answer else ""}

    def summary(self, answer: dict[str, Any]) -> str:
        """Return what was saved, in one sentence."""
        return "Both positions are kept." if "after" in answer else "What you say before the discussion stays as it is."

    def _moved(self, answer: dict[str, Any]) -> str:
        before, after = answer["before"]["position"], answer["after"]["position"]
        if before == after:
            return f"You stayed at {after}."
        return f"You moved from {before} to {after}, towards “{self.high if after > before else self.low}”."


def _stand(given: Any, parts: set[str]) -> dict[str, Any]:
    """Return one position with its texts."""
    group = group_in(given, parts, wanted="Say where you stand, and why.")
    stand: dict[str, Any] = {
        "position": whole_in(group["position"], 1, STEPS, f"Choose where you stand, from 1 to {STEPS}."),
        "reason": text_in(group["reason"], "Say why you stand there.", LONGEST),
    }
    if "other_side" in parts:
        stand["other_side"] = text_in(group["other_side"], "Give the best reason of the other side.", LONGEST)
    return stand
