"""Code: one pandas expression, marked by its value; the same value may be given without code."""
# ruff: noqa: RUF009 (key() returns a dataclass field, not a shared value)

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

from ruamel.yaml.nodes import Node, ScalarNode, SequenceNode

from helpers.exercises.given import text_in
from helpers.exercises.marking import AnswerError, Feedback, Mark
from helpers.exercises.question import FEEDBACK, REFERENCES, MarkedQuestion
from helpers.exercises.reading import BAD, Faults, Shape, flag, group, key, says, several, text
from helpers.exercises.running import LONGEST, Outcome, run
from helpers.exercises.values import Plain, in_words, is_plain, same, typed, typed_list

_BY_HAND = 500  # characters of a value given without code
_ERROR = 400  # characters of an error that are kept
_WRITE = "Write your code first, or give the value."
_BY_HAND_TEXT = text(words=(5, 80))


def code(lines: int) -> Shape:
    """Accept lines of Python as they are written."""

    @says(f"Python, at most {lines} lines")
    def read(faults: Faults, node: Node, at: str) -> Any:
        if not isinstance(node, ScalarNode) or not str(node.tag).endswith(":str") or not node.value.strip():
            return faults.add(node, at, "must be Python code as a text. Write it after a | or in quotes.")
        value = str(node.value).strip("\n").rstrip()
        count = len(value.splitlines())
        if count > lines:
            return faults.add(node, at, f"has {count} lines; at most {lines} are allowed.")
        try:
            compile(value, at, "exec")
        except (SyntaxError, ValueError) as problem:
            return faults.add(node, at, f"is no Python: {problem}.")
        return value

    return read


def _scalar(node: Node) -> Any:
    """Return a number, a text, true or false; BAD for anything else."""
    kind = str(node.tag).rsplit(":", 1)[-1]
    if not isinstance(node, ScalarNode) or kind not in ("int", "float", "bool", "str") or not node.value.strip():
        return BAD
    try:
        if kind == "bool":
            return node.value.lower() == "true"
        if kind == "int":
            return int(node.value.replace("_", ""))
        if kind == "float":
            return float(node.value.replace("_", "")) if math.isfinite(float(node.value.replace("_", ""))) else BAD
    except ValueError:
        return BAD
    return str(node.value)


@says("a number, a text, true or false, or a list of them")
def _value(faults: Faults, node: Node, at: str) -> Any:
    """Accept what the code should give."""
    if isinstance(node, SequenceNode):
        found = [_scalar(one) for one in node.value]
        if any(one is BAD for one in found) or not 1 <= len(found) <= 50:
            reason = "must be a list of 1 to 50 numbers, texts or true or false. Put dates in quotes."
            return faults.add(node, at, reason)
        return tuple(found)
    found_one = _scalar(node)
    if found_one is BAD:
        return faults.add(node, at, "must be a number, a text, true or false, or a list. Put a date in quotes.")
    return found_one


@says("a number from 0")
def _tolerance(faults: Faults, node: Node, at: str) -> Any:
    """Accept how far off a number may be."""
    found = _scalar(node)
    if isinstance(found, bool) or not isinstance(found, (int, float)) or found < 0:
        return faults.add(node, at, "must be a number, 0 or greater.")
    return float(found)


@dataclass(frozen=True, kw_only=True)
class WrongValue:
    """Feedback on one telling wrong value."""

    value: Plain | tuple[Plain, ...] = key("the value", _value)
    feedback: str = key("what this value counts instead, and the next move", FEEDBACK)
    evidence: tuple[str, ...] = key("ids for this feedback, if not the exercise's", REFERENCES, default=())


@dataclass(frozen=True, kw_only=True)
class CodeFeedback:
    """Feedback on the value."""

    full: str = key("the value is right", FEEDBACK)
    none: str = key("it is not", FEEDBACK)
    part: str = key("lists only: some entries are right, and each earns its share of the marks", FEEDBACK, default="")


@dataclass(frozen=True, kw_only=True)
class Code(MarkedQuestion):
    """A few lines of Python that end with a value; or the value alone, found without code.

    Mark: the value counts and nothing else, so any code that gives it is right. All or nothing; of a list with
    `feedback.part`, (right entries - wrong entries) / entries of the key, never below zero. The code runs once, in
    the student's own kernel when they commit; afterwards the value in the record is marked.
    """

    kind: ClassVar[str] = "code"
    ask: ClassVar[str] = "Ask the data"

    given: str = key("at most five lines that run first; the helpers' public names are at hand", code(5), default="")
    solution: str = key("code that gives the value; shown at the end, and CI runs it", code(8))
    value: Plain | tuple[Plain, ...] = key("the right value", _value)
    by_hand: str = key("how to find the value without code: with a search box, a table, a figure", _BY_HAND_TEXT)
    feedback: CodeFeedback = key("full and none; part for lists", group(CodeFeedback))
    starter: str = key("what stands in the box at first", code(8), default="")
    tolerance: float = key("how far off a number may be", _tolerance, default=0.0)
    any_order: bool = key("true: the order of a list does not matter", flag, default=False)
    wrong_values: tuple[WrongValue, ...] = key("telling wrong values", several(group(WrongValue), 1, 8), default=())

    @property
    def wanted(self) -> list[Plain]:
        """Return the entries of the key, one if it is no list."""
        return list(self.value) if isinstance(self.value, tuple) else [self.value]

    def faults(self) -> Iterator[tuple[str, str]]:
        """Refuse a key that cannot be given."""
        if self.contested:
            yield "contested", "does not go with code: a value is right or it is not."
        is_list = isinstance(self.value, tuple)
        if not is_list and (self.any_order or self.feedback.part):
            yield "any_order" if self.any_order else "feedback", "needs a list as value."
        if self.tolerance and any(isinstance(one, (str, bool)) for one in self.wanted):
            yield "tolerance", "needs numbers as value."
        for n, one in enumerate(self.wrong_values, 1):
            if self.agrees(self._listed(one.value), self.wanted):
                yield f"wrong_values[{n}]", "is the right value."

    def proved(self) -> Iterator[tuple[str, str]]:
        """Run solution and starter and name what they disprove: (key, what is wrong). Only authors and CI ask this."""
        found = run(self.solution, self.given)
        if found.error:
            yield "solution", f"does not run: {found.error}"
        elif not self._right(found.value):
            yield "value", f"is {in_words(self.value)}, but the solution gives {in_words(found.value or '')}."
        if self.starter:
            begun = run(self.starter, self.given)
            if not begun.error and self._right(begun.value):
                yield "starter", "already gives the right value."

    def _right(self, value: Any) -> bool:
        return value is not None and self.agrees(self._listed(value), self.wanted)

    def view(self) -> dict[str, Any]:
        """Return what is given and what the box begins with; never the solution."""
        kinds = {bool: "true or false", str: "a text"}
        one = kinds.get(type(self.wanted[0]), "a number")
        several = {"a text": "texts", "a number": "numbers"}.get(one, "true or false")
        return {
            "given": self.given,
            "starter": self.starter,
            "by_hand": self.by_hand,
            "wants": f"a list of {several}" if isinstance(self.value, tuple) else one,
            "list": isinstance(self.value, tuple),
        }

    def reveal(self) -> dict[str, Any]:
        """Return the value and code that gives it."""
        return {"value": in_words(self.value), "solution": self.solution}

    def printed(self) -> list[str]:
        """Return the route without code and a line for the value."""
        return [self.by_hand, "Value: ____________"]

    def asked(self, message: dict[str, Any]) -> dict[str, Any] | None:
        """Run code that the student tries out; nothing is kept."""
        if message.get("ask") != "run":
            return None
        found = self._run(message.get("code"))
        return {"value": _shown(found), "error": found.error, "printed": found.printed}

    def carried_out(self, answer: Any) -> Any:
        """Run the code of an answer and return code, value and error; a value given by hand stays as it is."""
        if not isinstance(answer, dict) or "by_hand" in answer:
            return answer
        found = self._run(answer.get("code"))
        return {"code": answer["code"], "value": found.value, "error": found.error[:_ERROR]}

    def _run(self, written: Any) -> Outcome:
        return run(text_in(written, _WRITE, LONGEST), self.given)

    def understand(self, answer: Any) -> dict[str, Any]:
        """Return {"code", "value", "error"} or {"by_hand"} as the record holds it; nothing is run."""
        if not isinstance(answer, dict):
            raise AnswerError(_WRITE)
        if set(answer) == {"by_hand"}:
            return {"by_hand": text_in(answer["by_hand"], "Give the value first, in a few words or figures.", _BY_HAND)}
        if set(answer) != {"code", "value", "error"}:
            raise AnswerError("Run your code first, or give the value.")
        written = text_in(answer["code"], _WRITE, LONGEST)
        error = text_in(answer["error"], "Run your code first, or give the value.", _ERROR, empty=True)
        found = answer["value"]
        if (found is None) != bool(error) or (found is not None and not is_plain(found)):
            raise AnswerError("Run your code once more: its value cannot be read.")
        return {"code": written, "value": found, "error": error}

    def _listed(self, value: Any) -> list[Plain]:
        """Return a value's entries; a single value has one."""
        return list(value) if isinstance(value, (list, tuple)) else [value]

    def _given(self, answer: dict[str, Any]) -> list[Plain] | None:
        """Return the entries of an answer, None if it has no value."""
        if "by_hand" in answer:
            is_list = isinstance(self.value, tuple)
            if is_list:
                return typed_list(answer["by_hand"], self.wanted)
            return [typed(answer["by_hand"], self.wanted[0])]
        return None if answer["value"] is None else self._listed(answer["value"])

    def _pairs(self, given: list[Plain], wanted: list[Plain]) -> int:
        """Count the entries that agree: in their places, or anywhere where the order does not matter."""
        if not self.any_order:
            return sum(same(one, two, self.tolerance) for one, two in zip(given, wanted, strict=False))
        left = list(given)
        count = 0
        for one in wanted:
            place = next((n for n, other in enumerate(left) if same(other, one, self.tolerance)), None)
            if place is not None:
                del left[place]
                count += 1
        return count

    def agrees(self, given: list[Plain], wanted: list[Plain]) -> bool:
        """Say whether a value is the one wanted."""
        return len(given) == len(wanted) and self._pairs(given, wanted) == len(wanted)

    def marked(self, answer: dict[str, Any]) -> Mark:
        """Mark the value, as the class says."""
        given = self._given(answer)
        if given is None:
            stopped = Feedback(answer["error"], "none", "What stopped your code")
            whole = Feedback(self.feedback.none, "none", "", self.evidence)
            return Mark(0.0, "Your code stopped before it gave a value.", (stopped, whole))
        right = self._pairs(given, self.wanted)
        share = Fraction(right - max(0, len(given) - right), len(self.wanted))
        fraction = 1.0 if self.agrees(given, self.wanted) else 0.0
        if self.feedback.part and fraction < 1:
            # Right entries among wrong ones; an entry too many costs what a right one earns.
            fraction = float(max(Fraction(0), share))
        tone = "full" if fraction == 1 else "part" if fraction > 0 else "none"
        said = [Feedback(getattr(self.feedback, tone), tone, "", self.evidence)]
        telling = next((one for one in self.wrong_values if self.agrees(given, self._listed(one.value))), None)
        if telling and fraction < 1:
            about = f"Your value: {in_words(self._told(given))}"
            said.append(Feedback(telling.feedback, "none", about, telling.evidence or self.evidence))
        return Mark(fraction, self._summary(given, fraction, right), tuple(said))

    def _told(self, given: list[Plain]) -> Plain | list[Plain]:
        return given[0] if len(given) == 1 and not isinstance(self.value, tuple) else given

    def _summary(self, given: list[Plain], fraction: float, right: int) -> str:
        told = in_words(self._told(given))
        if fraction == 1:
            return f"Your value, {told}, is right."
        is_list = isinstance(self.value, tuple)
        if not is_list and len(given) != 1:
            return f"Your value is {told}; one single value is asked for."
        wanted, kind = self.wanted[0], given[0] if given else ""
        if isinstance(kind, str) and not isinstance(wanted, str):
            what = "true or false" if isinstance(wanted, bool) else "a number"
            return f"Your value is {told}, which is a text; {what} is asked for."
        if fraction > 0:
            return f"{right} of your {len(given)} entries {'is' if right == 1 else 'are'} right."
        return f"Your value is {told}, and the data give another."


def _shown(found: Outcome) -> str:
    """Return a value in words, "" if there is none."""
    return "" if found.error or found.value is None else in_words(found.value)
