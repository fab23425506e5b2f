"""What the browser tests do in which lesson, so that all that lessons hold is used once in the browser edition."""

import re
from collections.abc import Collection, Mapping
from itertools import combinations

from helpers import course
from helpers.exercises.bank import load_exercises
from helpers.exercises.kinds import KINDS
from helpers.exercises.question import Question

WIDGETS = ("ledger", "explore")
EVERYTHING = (*KINDS, *WIDGETS)


def fewest(held: Mapping[str, Collection[str]], wanted: Collection[str]) -> dict[str, list[str]]:
    """Return the fewest lessons that together hold what is wanted, and what each of them is used for.

    A lesson takes long to open: hence few, and among as few those that hold the least. What none holds is left out.
    """
    there = {one for things in held.values() for one in things}.intersection(wanted)
    for size in range(len(held) + 1):
        enough = [few for few in combinations(sorted(held), size) if there <= set().union(*map(held.get, few))]
        if enough:
            break
    chosen = min(enough, key=lambda few: sum(len(held[name]) for name in few))
    return {
        name: [one for one in wanted if one in there and name == next(name for name in chosen if one in held[name])]
        for name in chosen
    }


def exercises(lesson: str) -> dict[str, Question]:
    """Return a lesson's first exercise of each kind, leaving out those that ask an earlier lesson's again."""
    first: dict[str, Question] = {}
    for question in load_exercises(course.lessons_dir() / lesson):
        if not question.recalled:
            first.setdefault(question.kind, question)
    return first


def holdings() -> dict[str, list[str]]:
    """Return what each lesson holds of EVERYTHING."""
    held = {}
    for path in course.lessons_dir().glob("*/lesson.md"):
        called = re.findall(r"^(\w+)\(", path.read_text(encoding="utf-8"), re.MULTILINE)
        held[path.parent.name] = [*exercises(path.parent.name), *(one for one in WIDGETS if one in called)]
    return held


TO_DO = fewest(holdings(), EVERYTHING)


def to_answer(lesson: str) -> list[Question]:
    """Return the exercises that a lesson is opened for."""
    return [question for kind, question in exercises(lesson).items() if kind in TO_DO[lesson]]
