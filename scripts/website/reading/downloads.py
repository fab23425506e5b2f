"""Puts beside each lesson's page what one can take away: the notebook, and the page as a PDF file."""

import functools
import hashlib
import http.server
import subprocess
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urljoin

import lxml.html

from website.reading import lesson_pages
from website.reading.executed_lessons import Lesson
from website.reading.site_settings import Settings

PRINTED_AS = "3"  # raise it when the way of printing changes, so that old files are not taken for new ones


def write(html: Path, cache: Path, lessons: list[Lesson], settings: Settings, *, pdf: bool) -> None:
    """Write `downloads/SLUG.ipynb` and, where a browser is at hand, `downloads/SLUG.pdf`.

    Where there is none, the page's button prints the page instead: it works all the same, by the reader's browser.
    """
    from tests.kit import browser
    from website.reading import write_if_changed

    for lesson in lessons:
        notebook = lesson_pages.notebook_file(lesson.slug).read_bytes()
        write_if_changed(html / "downloads" / f"{lesson.slug}.ipynb", notebook)
    program = browser.installed() if pdf else None
    if not program:
        print("reading edition: no browser here, so no PDF files; the pages' buttons print instead")
        for lesson in lessons:
            (html / "downloads" / f"{lesson.slug}.pdf").unlink(missing_ok=True)
            _print_instead(html / "lessons" / f"{lesson.slug}.html", lesson.slug)
        return
    cache.mkdir(parents=True, exist_ok=True)
    wanted = {}
    for lesson in lessons:
        page = _for_paper(html / "lessons" / f"{lesson.slug}.html", settings.site)
        style = (html / "_static" / "reading.css").read_bytes()
        digest = hashlib.sha256(PRINTED_AS.encode() + page + style).hexdigest()[:16]
        wanted[lesson.slug] = (page, cache / f"{lesson.slug}-{digest}.pdf")
    _print_missing(program, html, {slug: item for slug, item in wanted.items() if not item[1].is_file()})
    for slug, (_, kept) in wanted.items():
        write_if_changed(html / "downloads" / f"{slug}.pdf", kept.read_bytes())
    for old in set(cache.glob("*.pdf")) - {kept for _, kept in wanted.values()}:
        old.unlink()


def _print_instead(page: Path, slug: str) -> None:
    """Let the button for the PDF file print the page."""
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace(f'href="../downloads/{slug}.pdf" download', 'href="#print"'), encoding="utf-8")


def _for_paper(page: Path, site: str) -> bytes:
    """Return a page for printing: links lead to the site itself, pictures load at once, nothing runs."""
    tree = lxml.html.fromstring(page.read_text(encoding="utf-8"))
    for script in list(tree.iter("script")):
        script.drop_tree()
    for link in tree.iter("a"):
        if (address := link.get("href")) and not address.startswith("#"):
            link.set("href", urljoin(f"{site}lessons/{page.name}", address))
    for picture in tree.iter("img"):
        picture.attrib.pop("loading", None)
    body = tree.find("body")
    body.set("data-theme", "light")
    return bytes(lxml.html.tostring(tree, encoding="utf-8", doctype="<!doctype html>"))


def _print_missing(program: str, html: Path, missing: dict[str, tuple[bytes, Path]]) -> None:
    """Print pages two at a time from a server of our own: no address of this machine gets into the files."""
    if not missing:
        return

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

        def do_GET(self) -> None:
            slug = self.path.removeprefix("/lessons/print-").removesuffix(".html")
            if slug in missing:
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(missing[slug][0])
            else:
                super().do_GET()

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(html)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with ThreadPoolExecutor(2) as pool:
            address = f"http://127.0.0.1:{server.server_port}"
            list(pool.map(lambda slug: _print(program, address, slug, missing[slug][1]), missing))
    finally:
        server.shutdown()
        server.server_close()


def _print(program: str, address: str, slug: str, target: Path) -> None:
    from tests.kit import browser

    with tempfile.TemporaryDirectory() as profile:
        part = Path(profile) / "page.pdf"
        command = [program, "--headless", *browser.ARGUMENTS, f"--user-data-dir={profile}/profile"]
        command += ["--no-pdf-header-footer", f"--print-to-pdf={part}", f"{address}/lessons/print-{slug}.html"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120)
        if not part.is_file():
            raise RuntimeError(f"{program} could not print the page of {slug}: {done.stderr.strip()[-500:]}")
        target.write_bytes(part.read_bytes())
