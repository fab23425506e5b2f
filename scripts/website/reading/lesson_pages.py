"""Writes each lesson's page: the executed notebook, with every figure, exercise and table in a form to read."""

import json
import re
from html import escape
from pathlib import Path

import nbformat
from nbformat import NotebookNode, v4

from helpers import course
from helpers.tables import load_glossary, load_sources
from website.reading import pictures, still_outputs
from website.reading.executed_lessons import Lesson, course_facts
from website.reading.site_settings import Settings

_CITED = re.compile(r"\[([a-z0-9][a-z0-9-]*(?:;\s+[a-z0-9][a-z0-9-]*)*)\](?![(\[])")
_IN_PRINT = re.compile(r"<details><summary>(Exercise \d+ in print|The ledger in print|The figure as a still picture)")
_HIDE = {"tags": ["hide-input"]}


def write(source: Path, lessons: list[Lesson], settings: Settings) -> set[Path]:
    """Write all lessons as notebooks for MyST-NB, and each figure's data beside them; return the pages' paths."""
    from website.reading import write_if_changed

    writer = _Writer(pictures.sizes(lessons), settings)
    pages = set()
    for lesson in lessons:
        page = writer.page(lesson)
        pages.add(write_if_changed(source / "lessons" / f"{lesson.slug}.ipynb", nbformat.writes(page) + "\n"))
        for figure in filter(None, (still_outputs.figure_of(c) for c in lesson.notebook.cells if "outputs" in c)):
            name = figure["layout"]["meta"]["name"]
            data = json.dumps(figure, separators=(",", ":"), sort_keys=True)
            write_if_changed(source / "_static" / "figures" / f"{name}.json", data)
    front = lesson_front_page(lessons)
    pages.add(write_if_changed(source / "lessons" / "index.md", front))
    return pages


def lesson_front_page(lessons: list[Lesson]) -> str:
    """Return the page that lists all lessons, in MyST."""
    lines = ["# The lessons", "", "```{toctree}", ":hidden:", *(lesson.slug for lesson in lessons), "```", ""]
    for lesson in lessons:
        lines += [f"- **[{lesson.number}. {lesson.title}]({lesson.slug}.ipynb)** {lesson.question} "]
        lines[-1] += f"*{lesson.minutes} minutes.*"
    return "\n".join(lines) + "\n"


class _Writer:
    """Turns lessons into pages; knows all sources, words and pictures."""

    def __init__(self, sizes: dict[str, tuple[int, int]], settings: Settings) -> None:
        self.sizes = sizes
        self.settings = settings
        self.sources = set(load_sources()["id"])
        self.words = set(load_glossary()["term"])

    def page(self, lesson: Lesson) -> NotebookNode:
        """Return a lesson's page as a notebook without a kernel's traces."""
        cells: list[NotebookNode] = []
        exercises = 0
        for cell in lesson.notebook.cells:
            if cell.cell_type == "markdown":
                if text := self.markdown(cell.source):
                    cells.append(_text_cell(text))
                continue
            name = still_outputs.called(cell.source)
            exercises += name == "exercise"
            if made := self.code(cell, name, exercises, lesson.slug):
                cells.append(made)
        title, _, rest = cells[0].source.partition("\n")
        cells[0] = _text_cell(f"{title}\n\n{self.buttons(lesson)}\n{rest}")
        for number, cell in enumerate(cells):
            cell["id"] = f"c{number}"
        metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
        page: NotebookNode = v4.new_notebook(cells=cells, metadata=metadata | {"language_info": {"name": "python"}})
        return page

    def markdown(self, text: str) -> str:
        """Return a Markdown cell for reading, or "" where it only served the notebook."""
        if _IN_PRINT.match(text):
            return ""  # an exercise in print or a still picture: each stands open on this page
        if text.startswith("The next cell loads the tools"):
            return ""
        text = _CITED.sub(self._cite, text)
        return "\n".join(self._link_word(line) for line in text.split("\n"))

    def code(self, cell: NotebookNode, name: str, number: int, slug: str) -> NotebookNode | None:
        """Return a code cell for reading: with its code folded away, or as plain HTML, or None."""
        html = still_outputs.html_of(cell)
        figure = still_outputs.figure_of(cell)
        if name in still_outputs.IN_PLACE_OF:
            return _text_cell(still_outputs.note_html(name, slug))
        if name == "exercise":
            found = re.findall(r'exercise\("([\w-]+)"', cell.source)[-1]
            return _text_cell(still_outputs.exercise_html(html, found, number, slug))
        if figure:
            return _shown(cell, still_outputs.figure_html(figure, html, "../", self.sizes))
        if html:
            return _shown(cell, f'<div class="static-output">{still_outputs.tidy(html)}</div>')
        words = "".join(output.get("text", output.get("data", {}).get("text/plain", "")) for output in cell.outputs)
        return _shown(cell, still_outputs.stream_html(words)) if words.strip() else None

    def buttons(self, lesson: Lesson) -> str:
        """Return the row of buttons under a lesson's title, as one line of HTML."""
        slug = lesson.slug
        links = [
            (f"../run/{slug}.html", "Run in the browser", "go"),
            (self.settings.binder(f"{slug}.ipynb", "../"), "Binder", ""),
            (f"../downloads/{slug}.ipynb", "Notebook", "download"),
            (f"../downloads/{slug}.pdf", "PDF", "download"),
            ("../ways.html#cite", "Cite", ""),
        ]
        items = "".join(
            f'<li><a href="{escape(address)}"{" download" if kind == "download" else ""}'
            f"{' class=go' if kind == 'go' else ''}>{words}</a></li>"
            for address, words, kind in links
        )
        return f'<ul class="page-buttons" aria-label="This lesson elsewhere">{items}</ul>'

    def _cite(self, match: re.Match[str]) -> str:
        ids = re.split(r";\s+", match.group(1))
        if not set(ids) <= self.sources:
            return match.group(0)
        links = (f'<a href="../sources/{name}.html">{name}</a>' for name in ids)
        return f'<span class="cited">{"; ".join(links)}</span>'

    def _link_word(self, line: str) -> str:
        word = line[2:].split(" | ")[0] if line.startswith("| ") else ""
        return line.replace(f"| {word} |", f"| {{term}}`{word}` |", 1) if word in self.words else line


class FrontPage:
    """Fills the pages of docs/ with what is known only when the site is built."""

    def __init__(self, settings: Settings, lessons: list[Lesson]) -> None:
        self.settings = settings
        self.lessons = lessons

    def fill(self, text: str) -> str:
        """Put the questions, the first figure, the citation and Binder's address in place of {{ their names }}."""
        from website.reading import citation

        first, *_ = re.findall(r"\{\{ figure ([\w-]+) \}\}", text) or [""]
        if first:
            text = text.replace(f"{{{{ figure {first} }}}}", self._figure(first))
        parts = {
            "questions": self._questions(),
            "bibtex": citation.bibtex(self.settings.site),
            "reference": escape(citation.reference(self.settings.site)),
            "binder": self.settings.binder("00-start-here.ipynb", ""),
            "minutes": str(sum(lesson.minutes for lesson in self.lessons)),
            "title": str(course_facts()["title"]),
        }
        for name, value in parts.items():
            text = text.replace(f"{{{{ {name} }}}}", value)
        return text

    def _questions(self) -> str:
        items = "".join(
            f'<li value="{lesson.number}"><a href="lessons/{lesson.slug}.html"><strong>{escape(lesson.question)}'
            f"</strong><span>{escape(lesson.title)} · {lesson.minutes} minutes</span></a></li>"
            for lesson in self.lessons
            if lesson.number
        )
        return f'<ol class="questions">{items}</ol>'

    def _figure(self, name: str) -> str:
        for lesson in self.lessons:
            for cell in lesson.notebook.cells:
                figure = still_outputs.figure_of(cell) if "outputs" in cell else None
                if figure and figure["layout"]["meta"]["name"] == name:
                    html = still_outputs.html_of(cell)
                    return still_outputs.figure_html(figure, html, "", pictures.sizes(self.lessons))
        raise ValueError(f"docs/ asks for the figure {name!r}, which no lesson shows: correct its name there.")


def _shown(cell: NotebookNode, html: str) -> NotebookNode:
    made: NotebookNode = v4.new_code_cell(
        cell.source,
        metadata=_HIDE,
        outputs=[v4.new_output("display_data", data={"text/html": html})],
        execution_count=None,
    )
    return made


def _text_cell(text: str) -> NotebookNode:
    made: NotebookNode = v4.new_markdown_cell(text)
    return made


def notebook_file(slug: str) -> Path:
    """Return the notebook that a reader downloads: as it is in the repository, without outputs."""
    return course.root() / "notebooks" / f"{slug}.ipynb"
