"""What an exercise leans on goes along wherever the exercise goes alone."""

import io
import json
import zipfile

import pytest

from helpers.teacher.assigning import Wish, assign
from helpers.teacher.exports.export import NAMES, chosen, export, report
from helpers.teacher.lesson_notebook import NotebookMissing

LESSON = "02-closed"


def code(source, *needed):
    metadata = {"needed_by": list(needed)} if needed else {}
    return {"cell_type": "code", "metadata": metadata, "source": source, "outputs": [], "execution_count": None}


def words(source, *needed):
    return {"cell_type": "markdown", "metadata": {"needed_by": list(needed)} if needed else {}, "source": source}


@pytest.fixture
def leaning(school):
    """Lesson 02 with notes that two of its exercises lean on, and a table that one needs and other cells make."""
    path = school / "notebooks" / f"{LESSON}.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    exercises = {cell["source"]: cell for cell in notebook["cells"] if cell["source"].startswith("exercise(")}
    match, sort = exercises.pop('exercise("02-match")'), exercises.pop('exercise("02-sort")')
    notebook["cells"] = [
        words("The answer was 1924."),
        code("from helpers import exercise, load_events, show_table"),
        code("events = load_events()"),
        code("others = 1"),
        words("Notes: the clerk was early.", "02-match", "02-sort"),
        match,
        code("some = events.head(3)"),
        code("show_table(some)", "02-sort"),
        sort,
        *exercises.values(),
    ]
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path


def sources(bundle) -> list[str]:
    notebook = json.loads((bundle / f"{LESSON}.ipynb").read_text(encoding="utf-8"))
    return [cell["source"] for cell in notebook["cells"]]


@pytest.mark.parametrize("mode", ["graded", "practice"])
def test_a_whole_lesson_keeps_the_text_that_its_exercises_lean_on(leaning, tmp_path, mode):
    held = sources(assign(Wish(("02",), mode), tmp_path / "out").bundles[0])
    assert held.index("Notes: the clerk was early.") < held.index('exercise("02-match")')
    assert held.count("Notes: the clerk was early.") == 1
    assert ("The answer was 1924." in held) == (mode == "practice")


@pytest.mark.parametrize("mode", ["graded", "practice"])
def test_a_single_exercise_takes_along_what_it_leans_on_and_the_code_that_makes_it(leaning, tmp_path, mode):
    held = sources(assign(Wish(("02-sort",), mode), tmp_path / "out").bundles[0])
    there = [one for one in held if not one.startswith(("#", "<details", "from helpers import assign"))]
    assert there == [
        "from helpers import exercise",
        "from helpers import exercise, load_events, show_table",
        "events = load_events()",
        "Notes: the clerk was early.",
        "some = events.head(3)",
        "show_table(some)",
        'exercise("02-sort")',
        "from helpers import hand_in\n\nhand_in()",
    ]


def test_two_single_exercises_share_what_both_lean_on(leaning, tmp_path):
    held = sources(assign(Wish(("02-sort", "02-match"), "graded"), tmp_path / "out").bundles[0])
    assert held.count("Notes: the clerk was early.") == 1
    assert (
        held.index("Notes: the clerk was early.") < held.index('exercise("02-match")') < held.index("show_table(some)")
    )


def test_one_that_leans_on_nothing_takes_nothing_along(leaning, tmp_path):
    held = sources(assign(Wish(("02-row",), "graded"), tmp_path / "out").bundles[0])
    assert not [one for one in held if "clerk" in one or "events" in one]


def test_without_the_lessons_notebook_nothing_is_made(leaning, tmp_path):
    leaning.unlink()
    with pytest.raises(NotebookMissing, match="make notebooks"):
        assign(Wish(("02-row",), "graded"), tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("to", NAMES)
def test_an_export_holds_the_text_and_says_what_it_cannot_hold(school, to):
    path = school / "notebooks" / "01-clocks.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["cells"][:0] = [
        words("Notes: the *clerk* was early.", "01-kind", "01-order"),
        code("show_table(1)", "01-order"),
    ]
    path.write_text(json.dumps(notebook), encoding="utf-8")
    made = export(chosen(["01-kind", "01-order", "02-match"]), to)
    content = made.content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = b"".join(archive.read(name) for name in archive.namelist())
    assert content.decode("utf-8-sig").count("was early") == 2
    told = {one.id: any("leans on a figure or table" in said for said in one.differences) for one in made.told}
    assert told == {"01-kind": False, "01-order": True, "02-match": False}
    assert "show it beside the question" in report(made, to)
