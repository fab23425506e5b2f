"""Every notebook runs and shows what a student should see: nbval alone would not notice an empty figure."""

import ast
import json
from html import escape
from typing import Any

import nbformat
import pytest

pytest.importorskip("nbclient", reason="runs notebooks")

from executed import PLOTLY, executed, figures_of
from make_stills import digest

from helpers import build, course
from helpers.exercises.bank import find

WIDGET = "application/vnd.jupyter.widget-view+json"
NOTEBOOKS = sorted((course.root() / "notebooks").glob("*.ipynb"))
# They show a made-up class, and a form that makes nothing until somebody presses its button.
FOR_TEACHERS = sorted((course.root() / "notebooks" / build.TEACHER).glob("*.ipynb"))


@pytest.fixture(scope="module", params=[*NOTEBOOKS, *FOR_TEACHERS], ids=lambda path: path.stem)
def run(request: pytest.FixtureRequest) -> nbformat.NotebookNode:
    """Return one notebook after a run of all its cells (an error in a cell fails the tests)."""
    (notebook,) = executed(request.param)
    return notebook


def code_cells(notebook: nbformat.NotebookNode) -> list[Any]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def outputs(cell: Any, kind: str) -> list[Any]:
    return [output["data"][kind] for output in cell.outputs if kind in output.get("data", {})]


def call_of(cell: Any) -> str:
    """Return the name of the function that a cell's last line calls, "" if it is no call."""
    last = ast.parse(cell.source).body[-1]
    if isinstance(last, ast.Expr) and isinstance(last.value, ast.Call):
        called = last.value.func
        return called.id if isinstance(called, ast.Name) else ""
    return ""


def as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False).strip('"')


def test_there_are_notebooks() -> None:
    assert [path.name for path in NOTEBOOKS] == [f"{lesson.name}.ipynb" for lesson in build.lesson_folders()]
    assert [path.name for path in FOR_TEACHERS] == ["assign.ipynb", "class.ipynb", "mark.ipynb"]


def test_no_cell_says_anything_that_alarms(run: nbformat.NotebookNode) -> None:
    for cell in code_cells(run):
        for output in cell.outputs:
            assert output.output_type != "error", cell.source
            assert output.get("name") != "stderr", (cell.source, output.get("text"))


def test_no_cell_that_should_show_something_is_empty(run: nbformat.NotebookNode) -> None:
    for cell in code_cells(run):
        if isinstance(ast.parse(cell.source).body[-1], ast.Expr):
            assert cell.outputs, cell.source


def test_figures_have_their_traces_words_and_table(run: nbformat.NotebookNode) -> None:
    cells = [cell for cell in code_cells(run) if call_of(cell) == "show"]
    for cell in cells:
        (figure,) = outputs(cell, PLOTLY)
        points = sum(len(trace.get("x") or []) if isinstance(trace.get("x"), list) else 1 for trace in figure["data"])
        assert figure["data"], cell.source
        assert points > 3, cell.source
        assert len(json.dumps(figure)) < 200_000, cell.source
        caption = "".join(outputs(cell, "text/html"))
        assert figure["layout"]["meta"]["description"].split(".")[0][:40] in caption
        assert caption.count("<tr>") > 3, cell.source


def test_tables_have_their_rows(run: nbformat.NotebookNode) -> None:
    for cell in code_cells(run):
        if call_of(cell) == "show_table":
            assert outputs(cell, WIDGET), cell.source
            assert "".join(outputs(cell, "text/html")).count("<tr>") > 5, cell.source


def test_exercises_show_their_question_and_keep_their_key(run: nbformat.NotebookNode) -> None:
    for cell in code_cells(run):
        if call_of(cell) == "exercise":
            name = cell.source.split('"')[1]
            question = find(name)
            assert outputs(cell, WIDGET), cell.source
            page = "".join(outputs(cell, "text/html"))
            assert escape(question.title).split(",")[0] in page
            # Neither what is shown nor what the browser holds may tell the key, or an answer that somebody else wrote.
            hidden = [getattr(question, part, "") for part in ("worked", "sure_and_wrong")]
            hidden += [sample.text for sample in getattr(question, "samples", ())]
            for text in filter(None, hidden):
                assert as_json(text) not in as_json(run), name


def test_stills_show_what_the_figures_show(run: nbformat.NotebookNode) -> None:
    stills = json.loads((build.figures_folder() / "figures.json").read_text(encoding="utf-8"))
    for figure in figures_of(run):
        name = figure["layout"]["meta"]["name"]
        picture = build.figures_folder() / f"{name}.png"
        assert picture.stat().st_size > 10_000, name
        assert stills[name]["description"] == figure["layout"]["meta"]["description"], f"run `make stills`: {name}"
        assert stills[name]["digest"] == digest(figure), f"run `make stills`: {name}"


def test_no_still_is_left_over() -> None:
    stills = json.loads((build.figures_folder() / "figures.json").read_text(encoding="utf-8"))
    text = "".join(path.read_text(encoding="utf-8") for path in NOTEBOOKS)
    assert {path.stem for path in build.figures_folder().glob("*.png")} == set(stills)
    for name in stills:
        assert f"figures/{name}.png" in text
    assert stills
