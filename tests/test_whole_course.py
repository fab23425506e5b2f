"""What must be true of the lessons together: the essay whole and once, every claim judged once, every key earned."""

import re
from collections import Counter
from pathlib import Path

import nbformat
import pytest

from helpers import course
from helpers.essay import essay
from helpers.exercises.bank import lesson_folders, load_exercises
from helpers.exercises.evidence_finder import known
from helpers.exercises.question import MarkedQuestion
from helpers.explorer.details import detail
from helpers.ledgers.bearing import bearing
from helpers.ledgers.claims import claims_of, every_claim
from helpers.tables import load_events
from tests.kit.tries import fraction, key_answer

LESSONS = lesson_folders()
PASSAGE = re.compile(r"^\{passage\} (p\d\d)$", re.MULTILINE)
LEDGER = re.compile(r"^ledger\(([^)]*)\)$", re.MULTILINE)
QUESTIONS = [question for lesson in LESSONS for question in load_exercises(lesson)]


def page(lesson: Path) -> str:
    return (lesson / "lesson.md").read_text(encoding="utf-8")


def test_every_passage_stands_whole_in_exactly_one_lesson_and_in_order() -> None:
    quoted = [passage for lesson in LESSONS for passage in PASSAGE.findall(page(lesson))]
    assert quoted == [passage.id for passage in essay().passages]


def test_the_notebooks_hold_the_essay_letter_for_letter() -> None:
    """Counted in what students open, not in what we wrote."""
    cells = [
        cell.source
        for lesson in LESSONS
        for cell in nbformat.read(course.root() / "notebooks" / f"{lesson.name}.ipynb", as_version=4).cells
        if cell.cell_type == "markdown"
    ]
    for passage in essay().passages:
        assert sum(f"> {passage.text}\n" in f"{cell}\n" for cell in cells) == 1, passage.id


def test_the_plan_names_the_passages_that_a_lesson_quotes() -> None:
    plan = (course.lessons_dir() / "course.yml").read_text(encoding="utf-8")
    planned = {
        folder: re.findall(r"p\d\d", passages)
        for folder, passages in re.findall(r"folder: (\S+)[\s\S]*?passages: \[([^\]]*)\]", plan)
    }
    assert planned == {lesson.name: PASSAGE.findall(page(lesson)) for lesson in LESSONS}


def test_every_claim_is_judged_in_exactly_one_ledger() -> None:
    calls = [re.findall(r"p\d\d", call) for lesson in LESSONS for call in LEDGER.findall(page(lesson))]
    judged = Counter(
        claim.id for passages in calls for claim in {c.id: c for p in passages for c in claims_of(p)}.values()
    )
    assert judged == Counter(claim.id for claim in every_claim())


def test_a_ledger_stands_in_the_lesson_that_quotes_its_passages() -> None:
    for lesson in LESSONS:
        judged = [passage for call in LEDGER.findall(page(lesson)) for passage in re.findall(r"p\d\d", call)]
        assert judged == PASSAGE.findall(page(lesson)), lesson.name


def test_every_contested_event_is_told_with_its_dispute() -> None:
    """Wherever a student opens one: in the explorer, behind an exercise, under a claim."""
    events = load_events()
    contested = events[events["status"] == "contested"]
    assert len(contested) == 41
    assert any(re.search(r"^explore\(events\)$", page(lesson), re.MULTILINE) for lesson in LESSONS), "all can be opened"
    under_claims = {
        item["id"]: " ".join(item["lines"])
        for claim in every_claim()
        for group in bearing(claim)
        for item in group["items"]
    }
    for _, row in contested.iterrows():
        assert detail(row)["dispute"] == row["dispute"], row["id"]
        assert row["dispute"] in known(row["id"])["text"], row["id"]
        if row["id"] in under_claims:
            assert row["dispute"] in under_claims[row["id"]], row["id"]
    assert len(set(contested["id"]) & set(under_claims)) > 10


@pytest.mark.parametrize(
    "question", [one for one in QUESTIONS if isinstance(one, MarkedQuestion)], ids=lambda question: question.id
)
def test_the_reference_answer_earns_full_marks(question: MarkedQuestion) -> None:
    assert fraction(question, key_answer(question)) == 1
