"""The reading edition: the course as a book on the web, to be read on a telephone with nothing to start.

`build(out)` runs every notebook once, writes the book's pages from them and from `data/`, and lets Sphinx bind it.
Everything that is made on the way stays under `build/reading/`, by content: a second build does only what changed.
"""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from helpers import course
from website.reading import downloads, executed_lessons, lesson_pages, pictures, table_pages
from website.reading.site_settings import Settings


def build(out: Path, *, pdf: bool = True) -> None:
    """Build the reading edition into the folder `out`; prints how long each step took.

    out : made if it is not there; what else lies in it (the browser edition) is left alone
    pdf : also print each lesson to a file, where a browser is installed
    Raises RuntimeError if Sphinx finds anything wrong, a link that leads nowhere included.
    """
    work = course.root() / "build" / "reading"
    source, html = work / "source", work / "html"
    settings = Settings.from_environment()
    clock = _Clock()
    lessons = executed_lessons.all_lessons()
    clock.says("running the lessons")
    pictures.write(source / "_static", work / "pictures", lessons)
    clock.says("pictures")
    pages = lesson_pages.write(source, lessons, settings)
    pages |= table_pages.write(source)
    pages |= _own_pages(source, settings, lessons)
    _forget_old_pages(source, pages)
    clock.says("writing the pages")
    _sphinx(source, html, work / "doctrees")
    clock.says("Sphinx")
    downloads.write(html, work / "printed", lessons, settings, pdf=pdf)
    clock.says("downloads")
    shutil.copytree(
        html, out, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".buildinfo*", "objects.inv", "_sources")
    )
    clock.says("copying")


def write_if_changed(path: Path, content: str | bytes) -> Path:
    """Write a file only if that changes it, so that Sphinx reads only what is new."""
    data = content.encode("utf-8") if isinstance(content, str) else content
    if not path.is_file() or path.read_bytes() != data:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return path


def _own_pages(source: Path, settings: Settings, lessons: list[executed_lessons.Lesson]) -> set[Path]:
    """Copy the pages that are written by hand in docs/, with the list of lessons and the first figure put in."""
    front = lesson_pages.FrontPage(settings, lessons)
    docs = course.root() / "docs"
    return {
        write_if_changed(source / name, front.fill((docs / name).read_text(encoding="utf-8")))
        for name in ("index.md", "ways.md", "four-ways.md")
    }


def _forget_old_pages(source: Path, pages: set[Path]) -> None:
    """Remove pages of an earlier build that nothing makes any more."""
    for path in [*source.rglob("*.md"), *source.rglob("*.ipynb")]:
        if path not in pages:
            path.unlink()


def _sphinx(source: Path, html: Path, doctrees: Path) -> None:
    """Run Sphinx, strictly: every warning is an error."""
    root = course.root()
    command = [sys.executable, "-m", "sphinx", "-b", "html", "-c", str(root / "docs"), "-d", str(doctrees)]
    command += ["-q", "-n", "-W", "--keep-going", "-j", str(os.cpu_count() or 1), str(source), str(html)]
    path = os.pathsep.join([str(root), str(root / "scripts")])
    done = subprocess.run(command, env=os.environ | {"PYTHONPATH": path}, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"Sphinx found something wrong with the reading edition:\n{done.stderr[-6000:]}")


class _Clock:
    """Prints how long each step took."""

    def __init__(self) -> None:
        self.then = time.perf_counter()

    def says(self, step: str) -> None:
        now = time.perf_counter()
        print(f"reading edition: {step}: {now - self.then:.1f} s", flush=True)
        self.then = now
