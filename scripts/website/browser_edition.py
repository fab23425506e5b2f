"""The browser edition: JupyterLite, and before each lesson a doorway page with the lesson's text."""

import html
import json
import re
import shutil
from pathlib import Path
from typing import Any

from website import CACHE, HERE, ROOT, lite

DOORWAY = HERE / "doorway"


def title(notebook: dict[str, Any]) -> str:
    """Return a notebook's title, or its first heading."""
    found = notebook["metadata"].get("title")
    if found:
        return str(found)
    first = next(("".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "markdown"), "Notebook")
    return first.splitlines()[0].lstrip("# ")


def text(notebook: dict[str, Any], up: str = "") -> str:
    """Return a lesson's words as HTML: what can be read before anything runs.

    up : the way from the page to the folder of the browser edition
    """
    from nbconvert.filters.markdown_mistune import markdown2html_mistune as to_html

    parts = []
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            made = re.sub(r'<a class="anchor-link".*?</a>', "", to_html(source))
            made = made.replace('src="figures/', f'loading="lazy" src="{up}files/figures/')
            # From one lesson to the next the reader goes through its doorway.
            parts.append(re.sub(r'href="([^":#]+)\.ipynb"', r'href="\1.html"', made))
        elif not parts or not parts[-1].startswith('<p class="live"'):
            parts.append('<p class="live">Here the live lesson runs: a figure, a table or an exercise.</p>')
    return "\n".join(parts)


def page(name: str, notebook: dict[str, Any], version: str) -> str:
    """Return the doorway of one notebook.

    name : its path below notebooks/, such as "02-one-missing-word.ipynb"
    version : JupyterLite's own
    """
    up = "../" * name.count("/")
    marks = {
        "{{title}}": html.escape(title(notebook)),
        "{{up}}": up,
        "{{path}}": html.escape(name),
        "{{lite}}": html.escape(version),
        "{{text}}": text(notebook, up),
    }
    made = (DOORWAY / "doorway.html").read_text(encoding="utf-8")
    for mark, value in marks.items():
        made = made.replace(mark, value)
    return made


def contents(pages: list[tuple[str, str]]) -> str:
    """Return the page that lists all doorways, the teacher's apart; pages : (address, title)."""
    made = (DOORWAY / "index.html").read_text(encoding="utf-8")
    for mark, chosen in (("{{lessons}}", False), ("{{teacher}}", True)):
        items = [
            f'<li><a href="{address}">{html.escape(words)}</a></li>'
            for address, words in pages
            if address.startswith("teacher/") == chosen
        ]
        made = made.replace(mark, "\n".join(items))
    return made


def build(out: Path, source: str | None = None, cache: Path = CACHE) -> None:
    """Build the browser edition into `out`/run; source : where Pyodide's official wheels come from."""
    run = out / "run"
    lite.build(run, source, cache)
    for name in ("doorway.js", "ahead.js", "ahead-worker.js", "copies.js", "doorway.css"):
        shutil.copy(DOORWAY / name, run)
    version = lite.version(run)
    pages = []
    for path in lite.notebooks():
        name = path.relative_to(ROOT / "notebooks").as_posix()
        notebook = json.loads(path.read_text(encoding="utf-8"))
        target = run / Path(name).with_suffix(".html")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(page(name, notebook, version), encoding="utf-8")
        pages.append((target.relative_to(run).as_posix(), title(notebook)))
    # JupyterLite's own first page leads to an empty desk.
    (run / "index.html").write_text(contents(pages), encoding="utf-8")
    if not (out / "index.html").exists():
        # Until the reading edition stands at the front, this is the front.
        (out / "index.html").write_text(
            '<!doctype html><html lang="en"><meta charset="utf-8"><title>Almost Allies</title>'
            '<meta http-equiv="refresh" content="0; url=run/"><a href="run/">To the lessons</a></html>\n',
            encoding="utf-8",
        )
