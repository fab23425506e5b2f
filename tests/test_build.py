"""lessons/ becomes notebooks/ one way: same bytes, no outputs, stable ids, the essay letter for letter."""

import json
import shutil
import subprocess
from html import escape
from pathlib import Path

import nbformat
import pytest

pytest.importorskip("jupytext", reason="only authors build notebooks")

from helpers import build, course
from helpers.build import BuildError, build_notebook
from helpers.essay import essay
from helpers.tables import load_claims, load_glossary

LESSONS = build.lesson_folders()
HEAD = """---
jupytext: {text_representation: {extension: .md, format_name: myst}}
kernelspec: {display_name: Python 3 (ipykernel), language: python, name: python3}
title: A trial
---

"""


@pytest.fixture
def lesson(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty lesson of a course in a folder of its own, with the real essay beside it."""
    shutil.copytree(course.data_dir(), tmp_path / "data")
    folder = tmp_path / "lessons" / "01-trial"
    folder.mkdir(parents=True)
    (folder.parent / "course.yml").write_text("lessons:\n  - {folder: 01-trial, title: A trial}\n")
    (folder / "exercises.yml").write_text("[]\n")
    monkeypatch.setattr(course, "root", lambda: tmp_path)
    return folder


def built(lesson: Path, body: str) -> nbformat.NotebookNode:
    (lesson / "lesson.md").write_text(HEAD + body, encoding="utf-8")
    return build_notebook(lesson)


@pytest.mark.parametrize("path", sorted((course.root() / "notebooks").glob("*.ipynb")), ids=lambda path: path.name)
def test_notebooks_are_valid_and_clean(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert not cell.outputs
            assert cell.execution_count is None
        assert cell.metadata.get("deletable") is False
    imports = [c for c in notebook.cells if c.cell_type == "code" and "import" in c.source]
    assert len(imports) == 1
    assert imports[0].source.startswith("from helpers import ")


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda folder: folder.name)
def test_passages_stand_letter_for_letter_and_whole(lesson: Path) -> None:
    plan = next(entry for entry in build.course_plan()["lessons"] if entry["folder"] == lesson.name)
    text = "\n".join(cell.source for cell in build_notebook(lesson).cells)
    for passage in essay().passages:
        quoted = f"> {passage.text}\n>\n> — *the essay, {passage.id}*"
        assert text.count(quoted) == (passage.id in plan["passages"]), passage.id


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda folder: folder.name)
def test_front_matter_and_course_plan_agree(lesson: Path) -> None:
    plan = next(entry for entry in build.course_plan()["lessons"] if entry["folder"] == lesson.name)
    head = build.front_matter(lesson)
    for key in ("title", "question", "minutes", "passages"):
        assert head[key] == plan[key], key


def test_an_edit_changes_no_other_cells_id(lesson: Path) -> None:
    before = built(lesson, "One.\n\n+++\n\nTwo.\n\n+++\n\nThree.\n")
    after = built(lesson, "One.\n\n+++\n\nTwo, and more.\n\n+++\n\nThree.\n")
    same = {cell.id for cell in before.cells} & {cell.id for cell in after.cells}
    assert len(same) == 2


def test_equal_cells_get_different_ids(lesson: Path) -> None:
    ids = [cell.id for cell in built(lesson, "Same.\n\n+++\n\nSame.\n").cells]
    assert len(set(ids)) == len(ids) == 2


def test_a_teachers_notebook_is_built_and_checked_like_a_lessons(lesson: Path) -> None:
    built(lesson, "One.\n")
    pages = lesson.parent / "teacher"
    pages.mkdir()
    (pages / "class.md").write_text(HEAD + "See.\n\n```{code-cell}\nsee()\n```\n")
    made = build.build()
    assert [path.relative_to(course.root()).as_posix() for path in made] == [
        "notebooks/01-trial.ipynb",
        "notebooks/teacher/class.ipynb",
    ]
    assert build.build(check=True) == []
    notebook = nbformat.read(made[1], as_version=4)
    assert [cell.source for cell in notebook.cells] == ["See.", "see()"]
    assert notebook.metadata["title"] == "A trial"
    made[1].write_text("{}")
    (made[1].parent / "stray.ipynb").write_text("{}")
    assert {path.name for path in build.build(check=True)} == {"class.ipynb", "stray.ipynb"}
    (pages / "class.md").write_text(HEAD + "```{code-cell}\na\nb\nc\nd\ne\nf\n```\n")
    with pytest.raises(BuildError, match=r"lessons/teacher/class\.md, cell 1: the code has 6 lines"):
        build.build()


@pytest.mark.parametrize(
    "path", sorted((course.root() / "notebooks" / "teacher").glob("*.ipynb")), ids=lambda p: p.name
)
def test_teachers_notebooks_are_thin_and_clean(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    for cell in notebook.cells:
        assert cell.metadata.get("deletable") is False
        if cell.cell_type == "code":
            assert not cell.outputs
            assert cell.execution_count is None
            assert len(cell.source.splitlines()) <= 5


QUESTION = Path(__file__).parent / "exercises" / "fixtures" / "lessons" / "01-clocks" / "exercises.yml"
LEANS = """Before.

+++ {"needed_by": ["01-kind"]}

The notes.

```{code-cell}
:needed_by: [01-kind]
1
```

```{code-cell}
exercise("01-kind")
```
"""


@pytest.fixture
def asking(lesson: Path) -> Path:
    """Return that lesson with one exercise, 01-kind."""
    first = QUESTION.read_text(encoding="utf-8").split("\n- id:")
    kind = next(one for one in first if "01-kind" in one.split("\n")[0])
    (lesson / "exercises.yml").write_text(f"- id:{kind.removeprefix('- id:')}\n", encoding="utf-8")
    return lesson


def test_a_cell_that_an_exercise_leans_on_says_so_in_the_notebook(asking: Path) -> None:
    marked = [cell.source for cell in built(asking, LEANS).cells if cell.metadata.get("needed_by") == ["01-kind"]]
    assert marked == ["The notes.", "1"]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('["01-kind"]', '["01-kin"]', "needed by '01-kin', which is not in exercises.yml"),
        ('["01-kind"]', '"01-kind"', "needed_by must be a list of exercises"),
        ("needed_by", "neded_by", "'neded_by' is not known of a cell"),
        ("Before.", 'Before.\n\n```{code-cell}\nexercise("01-kind")\n```', "stands after it"),
    ],
)
def test_a_mark_that_leads_nowhere_is_refused(asking: Path, before: str, after: str, told: str) -> None:
    body = LEANS.replace(before, after, 1)
    if "stands" in told:
        body = body.rsplit("```{code-cell}", 1)[0]
    with pytest.raises(BuildError, match=told):
        built(asking, body)


def test_passage_directive_becomes_a_quotation(lesson: Path) -> None:
    notebook = built(lesson, "Read it.\n\n{passage} p09\n\nNow think.\n")
    assert essay().passage("p09").text in notebook.cells[0].source
    assert "{passage}" not in notebook.cells[0].source


@pytest.mark.parametrize("directive", ["{passage} p09", "{words} veto treaty"])
def test_what_follows_a_directive_stands_outside_its_quotation_or_table(lesson: Path, directive: str) -> None:
    (cell,) = built(lesson, f"{directive}\n\nnow think\n").cells
    assert cell.source.splitlines()[-2:] == ["", "now think"]


def test_words_directive_becomes_a_table_from_the_glossary(lesson: Path) -> None:
    (cell,) = built(lesson, "{words} veto treaty\n").cells
    terms = load_glossary().set_index("id")
    lines = cell.source.splitlines()
    assert lines[2:] == [
        f"| {terms.at[word, 'term']} | {terms.at[word, 'definition']} |" for word in ("veto", "treaty")
    ]


def test_student_writes_only_where_the_lesson_says_so(lesson: Path) -> None:
    notebook = built(lesson, 'Prose.\n\n+++ {"tags": ["your-text"]}\n\nWrite here.\n')
    assert [cell.metadata.get("editable", True) for cell in notebook.cells] == [False, True]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("{passage} p99\n", "has no passage 'p99'"),
        ("{words} treaty treety\n", "the glossary has no word 'treety'"),
        ('+++ {"tags": ["yuor-text"]}\n\nHere.\n', "the tag 'yuor-text' is not known"),
        ("```{code-cell}\na = 1\nb = 2\nc = 3\nd = 4\ne = 5\nf = 6\n```\n", "has 6 lines"),
        ('```{code-cell}\nexercise("01-nothing")\n```\n', "'01-nothing' is not in exercises.yml"),
        (
            '```{code-cell}\nshow(fig, "01-undrawn")\n```\n',
            "'01-undrawn' has no still picture yet; run `make stills`",
        ),
    ],
)
def test_faults_are_told_by_file_and_cell(lesson: Path, body: str, message: str) -> None:
    with pytest.raises(BuildError) as told:
        built(lesson, body)
    assert message in str(told.value)
    assert "lessons/01-trial/lesson.md, cell" in str(told.value)


def test_an_exercise_that_no_cell_shows_is_told(lesson: Path) -> None:
    shutil.copy(LESSONS[0] / "exercises.yml", lesson / "exercises.yml")
    text = (lesson / "exercises.yml").read_text(encoding="utf-8").replace("id: 00-", "id: 01-")
    (lesson / "exercises.yml").write_text(text, encoding="utf-8")
    with pytest.raises(BuildError, match="must show every exercise"):
        built(lesson, "No exercise here.\n")


def test_check_sees_a_notebook_edited_by_hand(lesson: Path) -> None:
    built(lesson, "One.\n")
    written = build.build()
    assert [path.name for path in written] == ["01-trial.ipynb"]
    assert build.build(check=True) == []
    content = json.loads(written[0].read_text())
    content["cells"][0]["source"] = "Changed."
    written[0].write_text(json.dumps(content))
    (written[0].parent / "99-stray.ipynb").write_text("{}")
    assert {path.name for path in build.build(check=True)} == {"01-trial.ipynb", "99-stray.ipynb"}
    build.build()
    assert build.build(check=True) == []


def test_a_ledger_can_be_kept_on_paper(lesson: Path) -> None:
    notebook = built(lesson, '```{code-cell}\nledger("p01", "p02")\n```\n')
    fold = notebook.cells[0].source
    claims = load_claims()
    asked = claims[claims["passages"].isin(["p01", "p02"])]
    assert fold.count("<td>c") == len(asked) > 5
    assert all(escape(quote) in fold for quote in asked["quote"])
    assert not any(escape(why) in fold for why in asked["why"])


@pytest.mark.parametrize(("cell", "told"), [('ledger("p99")', "no passage"), ('ledger("p1")', "no passage")])
def test_a_ledger_of_an_unknown_passage_is_refused(lesson: Path, cell: str, told: str) -> None:
    with pytest.raises(BuildError, match=told):
        built(lesson, f"```{{code-cell}}\n{cell}\n```\n")


def test_windows_line_ends_make_no_notebook_and_no_essay_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As Git for Windows checks a clone out where nobody has told it otherwise."""
    from helpers.data_checks import check_essay

    shutil.copytree(course.root() / "lessons", tmp_path / "lessons")
    shutil.copytree(course.root() / "notebooks", tmp_path / "notebooks")
    shutil.copytree(course.root() / "data", tmp_path / "data")
    for path in [*(tmp_path / "notebooks").rglob("*.ipynb"), *(tmp_path / "data").glob("essay.*")]:
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    monkeypatch.setattr(course, "root", lambda: tmp_path)
    assert build.build(check=True) == []
    assert check_essay(tmp_path / "data") == []


def test_git_gives_every_system_the_same_line_ends() -> None:
    done = subprocess.run(
        ["git", "check-attr", "eol", "data/essay.txt", "notebooks/00-start-here.ipynb", "Makefile"],
        cwd=Path(__file__).parent.parent,
        capture_output=True,
        text=True,
    )
    assert [line.rsplit(": ", 1)[1] for line in done.stdout.splitlines()] == ["lf"] * 3
