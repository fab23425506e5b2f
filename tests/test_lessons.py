"""What every lesson must hold: its sources resolve, its quotations are the essay's, its exercises are varied."""

import re
from pathlib import Path

import pytest

from helpers import course
from helpers.essay import essay
from helpers.exercises.bank import lesson_folders, load_exercises
from helpers.exercises.check import known_ids
from helpers.exercises.kinds import KINDS
from helpers.tables import (
    load_claims,
    load_debate,
    load_documents,
    load_events,
    load_omissions,
    load_sources,
    load_table,
)

LESSONS = [folder for folder in lesson_folders() if (folder / "lesson.md").exists()]
TAUGHT = [folder for folder in LESSONS if folder.name[:2] != "00"]
BRACKETS = re.compile(r"(?<![!\w\]`(])\[([^\]\[]+)\](?!\()")
TABLES = ("events", "documents", "debate", "accounts", "sources")
AN_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")


def prose(lesson: Path, name: str = "lesson.md") -> str:
    """Return a file's text without front matter, code and tags of cells."""
    text = (lesson / name).read_text(encoding="utf-8")
    text = text.split("---\n", 2)[2] if text.startswith("---\n") else text
    return re.sub(r"```[\s\S]*?```|^\+\+\+.*$|`[^`\n]*`", " ", text, flags=re.MULTILINE)


def cited(lesson: Path) -> set[str]:
    """Return every id that stands in square brackets."""
    found = (part.strip() for group in BRACKETS.findall(prose(lesson)) for part in group.replace("\n", " ").split(";"))
    return {part for part in found if AN_ID.fullmatch(part)}


def listed(lesson: Path) -> list[str]:
    """Return the ids in the table of sources at the lesson's end."""
    return re.findall(r"^\| ([a-z0-9-]+) \| .* \|$", prose(lesson).split("## Sources used")[-1], re.MULTILINE)


@pytest.mark.parametrize("lesson", TAUGHT, ids=lambda folder: folder.name)
def test_every_source_that_is_cited_exists_and_is_listed(lesson: Path) -> None:
    sources = set(load_sources()["id"])
    assert len(cited(lesson)) > 10
    assert cited(lesson) <= sources
    rows = [row for row in listed(lesson) if row != "id"]
    assert set(rows) <= sources
    assert len(rows) == len(set(rows))
    assert cited(lesson) <= set(rows)


@pytest.mark.parametrize("lesson", TAUGHT, ids=lambda folder: folder.name)
def test_every_source_that_is_listed_is_used(lesson: Path) -> None:
    used = prose(lesson).split("## Sources used")[0] + (lesson / "exercises.yml").read_text(encoding="utf-8")
    for source in listed(lesson):
        assert source in used, source


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda folder: folder.name)
@pytest.mark.parametrize("name", ["lesson.md", "exercises.yml"])
def test_what_curly_marks_quote_stands_in_the_essay_letter_for_letter(lesson: Path, name: str) -> None:
    whole = " ".join(passage.text for passage in essay().passages)
    quoted = re.findall(r"“([^”]+)”", (lesson / name).read_text(encoding="utf-8"))
    for words in quoted:
        for piece in re.split(r"\s*…\s*|\s*\.\.\.\s*", " ".join(words.split())):
            assert piece.rstrip(",.") in whole, piece


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda folder: folder.name)
def test_the_essay_is_never_typed_but_called_for(lesson: Path) -> None:
    """A passage comes by `{passage} p01`; a sentence of it that stands elsewhere is marked as a quotation."""
    text = " ".join(re.sub(r"“[^”]*”", " ", prose(lesson)).split())
    for passage in essay().passages:
        for sentence in passage.sentences:
            assert sentence.text not in text, sentence.id


@pytest.mark.parametrize("lesson", TAUGHT, ids=lambda folder: folder.name)
def test_exercises_are_enough_and_varied(lesson: Path) -> None:
    questions = load_exercises(lesson)
    assert 8 <= len(questions) <= 12
    assert len({question.kind for question in questions}) >= 4
    assert {question.kind for question in questions} <= set(KINDS)


def test_lesson_one_is_as_it_was_planned() -> None:
    questions = load_exercises(TAUGHT[0])
    assert len(questions) == 11
    (order,) = [question for question in questions if question.kind == "order"]
    assert len(order.items) == 8
    (sort,) = [question for question in questions if question.kind == "classify"]
    assert [bin.id for bin in sort.bins] == ["fact", "inference", "judgement"]
    assert {question.objective for question in questions} == {f"01.{number}" for number in range(1, 5)}
    assert 'ledger("p01", "p02", "p03")' in (TAUGHT[0] / "lesson.md").read_text(encoding="utf-8")


def test_lesson_two_is_as_it_was_planned() -> None:
    questions = load_exercises(TAUGHT[1])
    assert len(questions) == 12
    assert len({question.kind for question in questions}) >= 9
    assert not [question for question in questions if question.recalled]
    assert {question.objective for question in questions} == {f"02.{number}" for number in range(1, 5)}
    text = (TAUGHT[1] / "lesson.md").read_text(encoding="utf-8")
    assert len(figures(TAUGHT[1])) >= 3
    for call in ("explore(events)", 'passage("p04")', 'ledger("p04")', "essay_view()", "progress()"):
        assert f"\n{call}\n" in text, call
    assert "keep_answers()" in text


def test_second_halves_name_what_there_is_and_say_nothing_only_of_what_was_read_whole() -> None:
    ids = known_ids() | {question.id for lesson in LESSONS for question in load_exercises(lesson)}
    for row in load_table("second_halves").itertuples():
        assert row.id == f"{row.lesson}-{row.source}"
        assert set(row.bears_on.split(";")) <= ids, row.id
        assert row.says_also != "nothing" or row.read == "whole", row.id


# ---------------------------------------------------------------- what is told, and how

NOT_STORY = re.compile(r"""["“]not["”]|missing-not|dropped word|word that (?:had )?dropped""")
LABEL = re.compile(r"reported,\s+not\s+verified", re.IGNORECASE)


def paragraphs(text: str) -> list[str]:
    """Return what stands between empty lines; each point of a list counts for itself."""
    return [part for block in re.split(r"\n\s*\n", text) for part in re.split(r"\n(?=- )", block) if part.strip()]


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda folder: folder.name)
@pytest.mark.parametrize("name", ["lesson.md", "teaching.md"])
def test_the_story_of_the_word_not_is_never_told_without_its_label(lesson: Path, name: str) -> None:
    text = (lesson / name).read_text(encoding="utf-8").split("---\n", 2)[-1]
    for part in paragraphs(text):
        assert not NOT_STORY.search(part) or LABEL.search(part), part


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda folder: folder.name)
def test_no_exercise_tells_the_story_of_the_word_not_without_its_label(lesson: Path) -> None:
    written = (lesson / "exercises.yml").read_text(encoding="utf-8")
    exercises = re.split(r"^- (?=id: )", written, flags=re.MULTILINE)
    for exercise in exercises:
        assert not NOT_STORY.search(exercise) or LABEL.search(exercise), exercise[:60]


def test_the_story_of_the_word_not_is_there_to_be_labelled() -> None:
    told = [part for name in ("lesson.md", "teaching.md") for part in paragraphs((TAUGHT[1] / name).read_text("utf-8"))]
    assert sum(bool(NOT_STORY.search(part)) for part in told) >= 10


def figures(lesson: Path) -> dict[str, tuple[str, str]]:
    """Return each figure of a lesson, by name: the Markdown before it, and what follows until the next one."""
    text = (lesson / "lesson.md").read_text(encoding="utf-8")
    cells = re.split(r"^```\{code-cell\}\n([\s\S]*?)^```$", text, flags=re.MULTILINE)
    found = {}
    for place in range(1, len(cells), 2):
        if name := re.search(r"""show\(.*"([a-z0-9-]+)"\)\s*$""", cells[place], re.DOTALL):
            found[name.group(1)] = (cells[place - 1], " ".join(cells[place + 1 : place + 4]))
    return found


@pytest.mark.parametrize("lesson", TAUGHT, ids=lambda folder: folder.name)
def test_every_figure_has_a_task_before_it_and_a_question(lesson: Path) -> None:
    shown = figures(lesson)
    assert len(shown) >= 3
    for name, (before, after) in shown.items():
        task = " ".join(re.findall(r"\*\*([^*]{40,})\*\*", before))
        assert task, name
        assert "?" in task or "?" in after or "exercise(" in after, name


@pytest.mark.parametrize("lesson", TAUGHT, ids=lambda folder: folder.name)
def test_quotations_are_short(lesson: Path) -> None:
    for quotation in re.findall(r'"([^"]+)"', prose(lesson).split("## Sources used")[0]):
        assert len(quotation.split()) <= 25, quotation


def test_what_lesson_two_quotes_stands_in_the_tables() -> None:
    """Own words in quotation marks, such as a repair, are given after the word that says so."""
    rows = (row for name in TABLES for row in load_table(name).itertuples(index=False))
    known = " ".join(str(cell) for row in rows for cell in row)
    text = re.sub(r"\*\*My repair:\*\*\s*\"[^\"]+\"", " ", prose(TAUGHT[1]).replace("\n>", "\n"))
    quoted = [" ".join(words.split()) for words in re.findall(r'"([^"]+)"', text)]
    long = [words for words in quoted if len(words.split()) >= 4]
    assert len(long) >= 5
    for words in long:
        assert words in known, words


@pytest.mark.parametrize("lesson", TAUGHT, ids=lambda folder: folder.name)
def test_sample_answers_keep_to_the_length_that_is_asked_for_and_say_whose_they_are(lesson: Path) -> None:
    (essay_task,) = [question for question in load_exercises(lesson) if question.kind == "essay"]
    assert len(essay_task.samples) >= 2
    for sample in essay_task.samples:
        assert essay_task.words.least <= len(sample.text.split()) <= essay_task.words.most, sample.label
        assert "written by the authors" in sample.label
        assert re.search(r"Claim [1-4], evidence [1-4], sourcing [1-4], perspectives [1-4]\.", sample.comment)


@pytest.mark.parametrize("lesson", TAUGHT, ids=lambda folder: folder.name)
def test_the_right_option_does_not_stand_out(lesson: Path) -> None:
    """Nobody should find the key by its place or by its length."""
    ones = [question for question in load_exercises(lesson) if question.kind == "choose-one"]
    assert len(ones) > 1
    assert len({[option.id for option in one.options].index(one.right[0]) for one in ones}) > 1
    for one in ones:
        right = max(len(option.text) for option in one.options if option.id in one.right)
        wrong = max(len(option.text) for option in one.options if option.id not in one.right)
        assert right <= 1.15 * wrong, one.id


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda folder: folder.name)
def test_the_teachers_notes_name_only_what_exists(lesson: Path) -> None:
    notes = (lesson / "teaching.md").read_text(encoding="utf-8")
    assert "minute" in notes.lower()
    known = {question.id for folder in LESSONS for question in load_exercises(folder)}
    for load in (load_events, load_claims, load_documents, load_omissions, load_sources, load_debate):
        known |= set(load()["id"])
    dated = set(re.findall(r"`((?:\d{2}-|\d{4}-)[a-z0-9-]+)`", notes)) - {folder.name for folder in LESSONS}
    assert dated <= known


@pytest.mark.parametrize("lesson", TAUGHT, ids=lambda folder: folder.name)
def test_the_parts_of_a_lesson_are_there(lesson: Path) -> None:
    text = (lesson / "lesson.md").read_text(encoding="utf-8")
    for part in ("Warm-up", "Discuss", "Exit task", "Key points", "Homework", "Going further", "Sources used"):
        assert re.search(rf"^## .*{part}", text, re.MULTILINE), part
    notes = (lesson / "teaching.md").read_text(encoding="utf-8")
    for part in ("Minute plan", "What students get wrong", "Model answers", "rubric", "sample answers", "Care"):
        assert re.search(rf"^##+ .*{part}", notes, re.MULTILINE), part
    assert "30 minutes" in notes


def test_lessons_are_those_of_the_plan() -> None:
    plan = (course.lessons_dir() / "course.yml").read_text(encoding="utf-8")
    assert re.findall(r"folder: (\S+)", plan) == [folder.name for folder in LESSONS]
