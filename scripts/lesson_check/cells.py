"""The cells of lesson.md: what the build would refuse, told all at once and by line."""

import ast
import re
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import Any

import nbformat

import helpers
from helpers import build
from helpers.exercises.leaning import NEEDED_BY, asked_texts, needed_by, pointer
from lesson_check.finding import Finding, sentence
from lesson_check.known import Known, rows
from lesson_check.source import Cell, Lesson

_NEAR_DIRECTIVE = re.compile(r"^[ \t]*\{(passage|words)\}.*$", re.MULTILINE)
_DIRECTIVE = {"passage": build.PASSAGE, "words": build.WORDS}
_PASSAGE_CALLS = {"passage", "ledger"}


def check(lesson: Lesson, known: Known, questions: Iterable[Any]) -> Iterator[Finding]:
    """Note each cell that cannot be built, and each call in it that names what is not there."""
    page = lesson.page
    by_id = {question.id: question for question in questions}
    try:
        cells = lesson.cells
    except ValueError as error:
        yield page.error(1, f'{sentence(str(error))} Mend the cell\'s tags: +++ {{"tags": ["your-text"]}}.')
        return
    found: list[Finding] = []
    for cell in cells:
        told = list(_directives(lesson, cell) if cell.kind == "markdown" else _code(lesson, cell, known))
        if not told:
            # What none of these looks at, the build itself still says; one fault a cell, at the cell's first line.
            told = list(_built(lesson, cell, by_id))
        found += told
    yield from found
    yield from _exercises(lesson, cells, list(by_id))
    if by_id and not found:
        yield from _leaning(lesson, cells, by_id)


def _directives(lesson: Lesson, cell: Cell) -> Iterator[Finding]:
    """Note directives that name an unknown passage or word, or are not written as the build reads them."""
    for match in _NEAR_DIRECTIVE.finditer(cell.text):
        line = cell.line + cell.text.count("\n", 0, match.start())
        name = match.group(1)
        exact = _DIRECTIVE[name].fullmatch(match.group())
        if exact is None:
            use = "{passage} p04" if name == "passage" else "{words} treaty veto"
            yield lesson.page.error(
                line, f"{match.group().strip()!r} is no directive. Write `{use}` alone on a line, with ids only."
            )
            continue
        if name == "passage":
            yield from _refused(lesson, line, build.quote, exact)
            continue
        for word in exact.group(1).split():  # each by itself, so that all unknown words are told
            one = build.WORDS.fullmatch(f"{{words}} {word}")
            assert one
            yield from _refused(lesson, line, build.word_table, one)


def _refused(lesson: Lesson, line: int, make: Any, match: re.Match[str]) -> Iterator[Finding]:
    try:
        make(match)
    except build.BuildError as error:
        yield lesson.page.error(line, sentence(str(error)))


def _code(lesson: Lesson, cell: Cell, known: Known) -> Iterator[Finding]:
    """Note code that Python cannot read, and calls that name a passage, exercise or indicator that is not there."""
    try:
        tree = ast.parse(cell.text)
    except SyntaxError as error:
        line = cell.line + (error.lineno or 1) - 1
        yield lesson.page.error(line, f"Python cannot read this line: {error.msg}. Run the cell once in JupyterLab.")
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "helpers":
            for alias in node.names:
                if alias.name not in helpers.__all__:
                    there = ", ".join(sorted(helpers.__all__))
                    what = f"helpers has no {alias.name!r}. It has {there}."
                    yield lesson.page.error(cell.line + node.lineno - 1, what)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield from _call(lesson, cell.line + node.lineno - 1, node.func.id, node, known)


def _call(lesson: Lesson, line: int, name: str, call: ast.Call, known: Known) -> Iterator[Finding]:
    given = [one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    if name in _PASSAGE_CALLS:
        for one in given:
            if one not in known.passages:
                first, last = min(known.passages), max(known.passages)
                what = f"{name}({one!r}): the essay has no such passage. Its passages are {first} to {last}."
                yield lesson.page.error(line, what)
    if name == "events_of" and given and given[0] not in known.exercises:
        yield lesson.page.error(line, f"events_of({given[0]!r}): there is no such exercise. Name one of exercises.yml.")
    if name == "side_by_side" and given:
        sets = sorted({row["set"] for row in rows("parallels.csv")})
        if given[0] not in sets:
            what = f"side_by_side({given[0]!r}): data/parallels.csv has no such set. It has {', '.join(sets)}."
            yield lesson.page.error(line, what)
    if name == "load_indicators" and given:
        there = {row["id"] for row in rows("indicators_catalogue.csv")}
        if given[0] not in there:
            what = f"There is no indicator {given[0]!r}. data/indicators_catalogue.csv lists those that are there."
            yield lesson.page.error(line, what)


def _built(lesson: Lesson, cell: Cell, by_id: dict[str, Any]) -> Iterator[Finding]:
    """Let the build make this cell; note what it refuses."""
    if cell.kind == "code":
        named = build.EXERCISE.findall(cell.text)
        if named and not by_id:
            return  # exercises.yml cannot be read, which is said already
        new = nbformat.v4.new_code_cell(cell.text, metadata=dict(cell.metadata))
    elif cell.kind == "markdown":
        new = nbformat.v4.new_markdown_cell(cell.text, metadata=dict(cell.metadata))
    else:
        return
    try:
        list(build.expand(new, by_id))
    except build.BuildError as error:
        yield lesson.page.error(cell.line, sentence(str(error)))


def _exercises(lesson: Lesson, cells: tuple[Cell, ...], ids: list[str]) -> Iterator[Finding]:
    """Note exercises that no cell shows, that two cells show, or that come in another order than in exercises.yml."""
    shown = [(name, cell.line) for cell in cells if cell.kind == "code" for name in build.EXERCISE.findall(cell.text)]
    names = [name for name, _ in shown]
    if not ids:
        return
    for one in ids:
        if one not in names:
            line = lesson.exercises.line_of(f"id: {one}")
            yield lesson.exercises.error(line, f'No cell shows {one}. Write exercise("{one}") alone in a code cell.')
    for place, (name, line) in enumerate(shown):
        if name in names[:place]:
            yield lesson.page.error(line, f"{name} is shown twice. Keep one of the two cells.")
    once = [one for one in dict.fromkeys(names) if one in ids]
    kept = [one for one in ids if one in names]
    for here, there in zip_longest(once, kept):
        if here != there:
            line = dict(shown)[here]
            yield lesson.page.error(line, f"{here} is shown where exercises.yml has {there}. Make the two orders one.")
            return


def _leaning(lesson: Lesson, cells: tuple[Cell, ...], by_id: dict[str, Any]) -> Iterator[Finding]:
    """Note marks that lead nowhere, and exercises that point at something above which no cell before them holds."""
    built = [nbformat.from_dict({"cell_type": one.kind, "metadata": one.metadata, "source": one.text}) for one in cells]
    for place, problem in build.misplaced(built, list(by_id)):
        yield lesson.page.error(cells[place].line, sentence(problem))
    marked = {name for cell in built for name in needed_by(cell.metadata)}
    for question in by_id.values():
        pointed = next((found for text in asked_texts(question) if (found := pointer(text))), "")
        if not pointed or question.id in marked:
            continue
        if question.recalled:
            mend = f"It is asked again from {question.recalled}: word it there so that it stands alone."
        else:
            mend = f'Mark the cell that holds it: +++ {{"{NEEDED_BY}": ["{question.id}"]}}; or word it to stand alone.'
        what = f"{question.id}: says {pointed!r}, and no cell before it is marked as needed by it. {mend}"
        yield lesson.exercises.error(question.line, what)
