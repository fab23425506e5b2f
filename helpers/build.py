"""Builds notebooks/ from lessons/, one way, the same bytes every time; with check=True it only compares.

Only authors and CI run this: it needs jupytext, which students do not have.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from html import escape
from itertools import zip_longest
from pathlib import Path
from typing import Any

import jupytext
import nbformat
from nbformat import NotebookNode
from ruamel.yaml import YAML

from helpers import course
from helpers.essay import essay
from helpers.exercises.bank import load_exercises
from helpers.exercises.leaning import NEEDED_BY, needed_by
from helpers.exercises.printing import in_fold
from helpers.tables import load_claims, load_glossary

MAX_CODE_LINES = 5
TEACHER = "teacher"  # the folder of the teacher's notebooks, and of their sources in lessons/
# What a lesson may say about a cell. A tag that is not here is a typing error, and is refused.
TAGS = {
    "long-code": "the lesson teaches this code: it may have more than five lines",
    "your-text": "the student writes in this Markdown cell",
}
# Neither takes in the end of its line: the blank one after it keeps what follows out of the quotation or the table.
PASSAGE = re.compile(r"^\{passage\}[ \t]+(\S+)[ \t]*$", re.MULTILINE)
WORDS = re.compile(r"^\{words\}((?:[ \t]+[a-z0-9-]+)+)[ \t]*$", re.MULTILINE)
EXERCISE = re.compile(r"""^exercise\(["']([^"']+)["']\)$""", re.MULTILINE)
LEDGER = re.compile(r"""^ledger\(((?:\s*["'][^"']+["']\s*,?)+)\)$""")
FIGURE = re.compile(r"""\bshow\(.*,\s*["']([a-z0-9-]+)["']\)\s*$""", re.DOTALL)


class BuildError(ValueError):
    """A lesson that cannot be built; the message names file, cell and remedy."""


def lesson_folders() -> list[Path]:
    """Return the lessons' folders in the order of course.yml."""
    return [course.lessons_dir() / lesson["folder"] for lesson in course_plan()["lessons"]]


def course_plan() -> dict[str, Any]:
    """Return course.yml as plain Python values."""
    plan: dict[str, Any] = YAML(typ="safe").load(course.lessons_dir() / "course.yml")
    return plan


def front_matter(lesson: Path) -> dict[str, Any]:
    """Return the YAML at the head of a lesson.md: title, question, minutes, objectives and so on."""
    text = (lesson / "lesson.md").read_text(encoding="utf-8")
    head: dict[str, Any] = YAML(typ="safe").load(text.split("---\n")[1])
    return head


def build_notebook(lesson: Path, plan: dict[str, Any] | None = None) -> NotebookNode:
    """Turn one lesson folder into a notebook without outputs.

    lesson : the folder that holds lesson.md and exercises.yml
    plan : course.yml's content, for the links to the lessons before and after
    Raises BuildError, with file and cell, for what an author has to mend.
    """
    source = lesson / "lesson.md"
    text = jupytext.reads(source.read_text(encoding="utf-8"), fmt="md:myst")
    questions = load_exercises(lesson)
    cells: list[NotebookNode] = []
    for number, cell in enumerate(text.cells, 1):
        if cell.cell_type == "raw":  # the front matter, as jupytext hands it on
            continue
        try:
            cells += expand(cell, {question.id: question for question in questions})
        except BuildError as error:
            raise BuildError(f"{source.relative_to(course.root())}, cell {number}: {error}") from None
    check_exercises(source, cells, [question.id for question in questions])
    for _, problem in misplaced(cells, [question.id for question in questions]):
        raise BuildError(f"{source.relative_to(course.root())}: {problem}")
    cells += footer(lesson, plan or course_plan())
    notebook: NotebookNode = nbformat.v4.new_notebook(cells=cells, metadata=metadata_of(front_matter(lesson)["title"]))
    give_ids(notebook)
    nbformat.validate(notebook)
    return notebook


def teacher_pages() -> list[Path]:
    """Return the sources of the teacher's notebooks: lessons/teacher/*.md, text notebooks like a lesson.md."""
    return sorted((course.lessons_dir() / TEACHER).glob("*.md"))


def build_page(source: Path) -> NotebookNode:
    """Turn a text notebook that is no lesson into a notebook without outputs: no exercises, no links to lessons."""
    text = jupytext.reads(source.read_text(encoding="utf-8"), fmt="md:myst")
    cells: list[NotebookNode] = []
    for number, cell in enumerate(text.cells, 1):
        try:
            cells += expand(cell, {}) if cell.cell_type != "raw" else ()
        except BuildError as error:
            raise BuildError(f"{source.relative_to(course.root())}, cell {number}: {error}") from None
    notebook: NotebookNode = nbformat.v4.new_notebook(cells=cells, metadata=metadata_of(text.metadata["title"]))
    give_ids(notebook)
    nbformat.validate(notebook)
    return notebook


def expand(cell: NotebookNode, questions: dict[str, Any]) -> Iterator[NotebookNode]:
    """Yield what one cell of lesson.md becomes in the notebook."""
    tags = list(cell.metadata.get("tags", []))
    if unknown := set(tags) - set(TAGS):
        raise BuildError(f"the tag {min(unknown)!r} is not known; use one of {', '.join(TAGS)}")
    if unknown := set(cell.metadata) - {"tags", NEEDED_BY}:
        raise BuildError(f"{min(unknown)!r} is not known of a cell; use tags or {NEEDED_BY}")
    try:
        needed = list(needed_by(cell.metadata))
    except ValueError as problem:
        raise BuildError(str(problem)) from None
    if cell.cell_type == "markdown":
        # Locked, so that a stray double click or `dd` does not break up the lesson's page.
        source = WORDS.sub(word_table, PASSAGE.sub(quote, cell.source))
        yield markdown(source, tags, editable="your-text" in tags, needed=needed)
        return
    code = cell.source.strip()
    lines = len([line for line in code.splitlines() if line.strip()])
    if lines > MAX_CODE_LINES and "long-code" not in tags:
        raise BuildError(f"the code has {lines} lines; a lesson's code cell has at most {MAX_CODE_LINES}")
    if ledger := LEDGER.search(code):
        yield markdown(printed_claims(re.findall(r"""["']([^"']+)["']""", ledger.group(1))), needed=needed)
    found = EXERCISE.search(code)
    if found:
        if found.group(0) != code:
            raise BuildError("an exercise stands alone in its code cell; move the other lines to a cell of their own")
        if found.group(1) not in questions:
            raise BuildError(f"the exercise {found.group(1)!r} is not in exercises.yml; mend its id or write it")
        number = list(questions).index(found.group(1)) + 1
        yield markdown(in_fold(questions[found.group(1)], number))
    new = nbformat.v4.new_code_cell(code, metadata=metadata(tags, needed, deletable=False))
    if found:
        new.metadata["editable"] = False
    yield new
    if figure := FIGURE.search(code):
        yield markdown(still_picture(figure.group(1)), needed=needed)


def quote(match: re.Match[str]) -> str:
    """Return the block quotation that `{passage} p01` stands for: the paragraph whole, and its id."""
    passages = {passage.id: passage for passage in essay().passages}
    if match.group(1) not in passages:
        raise BuildError(f"the essay has no passage {match.group(1)!r}; it has {', '.join(passages)}")
    passage = passages[match.group(1)]
    return f"> {passage.text}\n>\n> — *the essay, {passage.id}*"


def word_table(match: re.Match[str]) -> str:
    """Return the table of words that `{words} treaty veto` stands for, from the glossary."""
    glossary = load_glossary()
    known = dict(zip(glossary["id"], zip(glossary["term"], glossary["definition"], strict=True), strict=True))
    rows = ["| word | meaning |", "|---|---|"]
    for word in match.group(1).split():
        if word not in known:
            raise BuildError(f"the glossary has no word {word!r}; add it to data/glossary.csv")
        rows.append("| {} | {} |".format(*known[word]))
    return "\n".join(rows)


def printed_claims(passages: list[str]) -> str:
    """Return a closed fold with the claims of a ledger, to be judged on paper; never the editors' verdict."""
    claims = load_claims()
    known = {passage.id for passage in essay().passages}
    for one in passages:
        if one not in known:
            raise BuildError(f"the ledger asks for {one!r}, which is no passage of the essay")
    rows = claims[claims["passages"].isin(passages)]
    if not len(rows):
        raise BuildError(f"the essay makes no claims in {', '.join(passages)}: leave the ledger out")
    cells = "".join(
        f"<tr><td>{escape(claim)}</td><td>“{escape(words)}”</td><td>{'.' * 24}</td><td>{'.' * 48}</td></tr>"
        for claim, words in zip(rows["id"], rows["quote"], strict=True)
    )
    head = "<tr><th>no.</th><th>what the essay says</th><th>my verdict</th><th>evidence and note</th></tr>"
    return f"<details><summary>The ledger in print</summary><table>{head}{cells}</table></details>"


def figures_folder() -> Path:
    """Return the folder of still pictures, beside the notebooks that show them."""
    return course.root() / "notebooks" / "figures"


def still_picture(name: str) -> str:
    """Return a closed fold with a figure's still picture; its alternative text is the figure's description."""
    stills = figures_folder() / "figures.json"
    known = json.loads(stills.read_text(encoding="utf-8")) if stills.exists() else {}
    if name not in known:
        raise BuildError(f"the figure {name!r} has no still picture yet; run `make stills`")
    description = known[name]["description"]
    return (
        "<details><summary>The figure as a still picture</summary>"
        f'<img src="figures/{name}.png" alt="{escape(description)}"><p><em>{escape(description)}</em></p></details>'
    )


def footer(lesson: Path, plan: dict[str, Any]) -> list[NotebookNode]:
    """Return the cell that leads to the lessons before and after."""
    lessons = plan["lessons"]
    here = next(i for i, entry in enumerate(lessons) if entry["folder"] == lesson.name)
    links = [
        f"{words}: [{lessons[i]['title']}]({lessons[i]['folder']}.ipynb)"
        for words, i in (("Before", here - 1), ("Next", here + 1))
        if 0 <= i < len(lessons)
    ]
    return [markdown("---\n\n" + " · ".join(links))] if links else []


def markdown(
    source: str, tags: list[str] | None = None, editable: bool = False, needed: list[str] | None = None
) -> NotebookNode:
    """Return a Markdown cell that cannot be deleted, nor edited unless the student is to write in it."""
    cell: NotebookNode = nbformat.v4.new_markdown_cell(
        source.strip(), metadata=metadata(tags or [], needed, deletable=False, editable=editable)
    )
    return cell


def metadata(tags: list[str], needed: list[str] | None = None, **flags: bool) -> dict[str, Any]:
    """Return a cell's metadata: the flags that are not Jupyter's default, and tags and exercises if there are any."""
    kept: dict[str, Any] = {name: value for name, value in sorted(flags.items()) if not value}
    return {**kept, **({NEEDED_BY: needed} if needed else {}), **({"tags": tags} if tags else {})}


def metadata_of(title: str) -> dict[str, Any]:
    """Return what the notebook says about itself: language, kernel, title."""
    return {
        "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
        "title": title,
    }


def give_ids(notebook: NotebookNode) -> None:
    """Name each cell by its content, so that an edit elsewhere changes no id."""
    seen: Counter[str] = Counter()
    for cell in notebook.cells:
        name = hashlib.sha256(cell.source.encode()).hexdigest()[:12]
        seen[name] += 1
        cell["id"] = name if seen[name] == 1 else f"{name}-{seen[name]}"


def check_exercises(source: Path, cells: list[NotebookNode], ids: list[str]) -> None:
    """Refuse a lesson whose cells do not show its exercises once each, in the order of exercises.yml."""
    shown = [found for cell in cells if cell.cell_type == "code" for found in EXERCISE.findall(cell.source)]
    if shown != ids:
        wrong = next((a or b for a, b in zip_longest(shown, ids) if a != b), "")
        raise BuildError(
            f"{source.relative_to(course.root())}: its cells must show every exercise of exercises.yml once, "
            f"in the same order; the first that differs is {wrong!r}"
        )


def misplaced(cells: Iterable[Any], ids: list[str]) -> Iterator[tuple[int, str]]:
    """Yield each mark that leads nowhere: the cell's place, and what is wrong with what it says it is needed by."""
    asked: set[str] = set()
    for place, cell in enumerate(cells):
        for one in needed_by(cell.metadata):
            if one not in ids:
                yield place, f"a cell is marked as needed by {one!r}, which is not in exercises.yml; mend the id"
            elif one in asked:
                yield place, f"a cell is marked as needed by {one!r} and stands after it; move it before the exercise"
        if cell.cell_type == "code":
            asked |= set(EXERCISE.findall(cell.source))


def notebook_text(notebook: NotebookNode) -> str:
    """Return the notebook as the bytes that are committed."""
    return json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def build(check: bool = False) -> list[Path]:
    """Write every lesson's notebook and the teacher's, and return the files that changed; with `check` write nothing.

    A notebook that no source makes any more counts as changed, and is removed.
    """
    folder = course.root() / "notebooks"
    plan = course_plan()
    wanted = {
        folder / f"{lesson.name}.ipynb": notebook_text(build_notebook(lesson, plan)) for lesson in lesson_folders()
    }
    wanted |= {folder / TEACHER / f"{page.stem}.ipynb": notebook_text(build_page(page)) for page in teacher_pages()}
    changed = []
    for path, text in wanted.items():
        # Git on Windows may have written line ends of its own; they make no notebook out of date.
        if path.exists() and path.read_bytes().replace(b"\r\n", b"\n") == text.encode():
            continue
        changed.append(path)
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
    made = {*folder.glob("*.ipynb"), *(folder / TEACHER).glob("*.ipynb")}
    for path in sorted(made - set(wanted)):
        changed.append(path)
        if not check:
            path.unlink()
    return changed
