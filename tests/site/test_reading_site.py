"""The built reading edition in a real browser: light, whole, accessible, and silent towards the outside."""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import lxml.html
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright
from website.reading.executed_lessons import course_facts
from website.reading.still_outputs import run_link

from helpers import course
from tests.kit import browser
from tests.kit.cards import axe
from tests.site.live import Site

# One worker does all: the site is built once.
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("reading")]
SLUGS = [entry["folder"] for entry in course_facts()["lessons"]]
LESSONS = [f"lessons/{slug}.html" for slug in SLUGS]
KINDS = ["index.html", "lessons/index.html", "events.html", "glossary.html", "ways.html", "sources/index.html"]
SOME_SOURCES = ["sources/baltsun-1991-12-21.html", "sources/charap-everyone-loses-2017.html"]
HEAVIEST = 1_000_000  # bytes over the wire, every still picture reached, no figure opened


@pytest.fixture(scope="module")
def site(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the reading edition alone; the browser edition in run/ has tests of its own."""
    folder = tmp_path_factory.mktemp("reading") / "course"
    return Path(shutil.copytree(built, folder, ignore=shutil.ignore_patterns("run")))


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """Serve the site below a path of its own, as a page host may do."""
    served = Site(site.parent)
    yield served.url(f"{site.name}/")
    served.stop()


@pytest.fixture(scope="module")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    found = playwright.chromium.launch(executable_path=browser.find(), args=browser.ARGUMENTS)
    yield found
    found.close()


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    made = chromium.new_context(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    yield made
    made.close()


def html_pages(site: Path) -> list[Path]:
    return sorted(path for path in site.rglob("*.html"))


def secrets_of(part: object, key: str = "") -> Iterator[str]:
    """Give each text of an exercise that a student sees only after a try."""
    if isinstance(part, str) and key in {"worked", "sure_and_wrong", "hints", "feedback", "missed"}:
        yield part
    elif isinstance(part, dict):
        for name, value in part.items():
            yield from secrets_of(value, name)
    elif isinstance(part, list):
        for value in part:
            yield from secrets_of(value, key)


def reach_everything(page: Page) -> None:
    """Load every still picture, as a reader does who scrolls to the end."""
    page.evaluate("document.querySelectorAll('img').forEach((i) => { i.loading = 'eager'; })")
    page.wait_for_load_state("networkidle")


def test_every_link_and_anchor_leads_somewhere(site: Path, built: Path) -> None:
    """Links into run/ lead to the browser edition, which is not in this copy of the site."""
    trees = {path: lxml.html.fromstring(path.read_bytes()) for path in html_pages(site)}
    assert len(trees) > 554
    anchors = {path: {*tree.xpath("//@id"), *tree.xpath("//a/@name")} for path, tree in trees.items()}
    wrong = []
    for path, tree in trees.items():
        for link in {*tree.xpath("//a/@href"), *tree.xpath("//img/@src"), *tree.xpath("//@data-figure")}:
            target, anchor = urldefrag(link)
            if urlsplit(link).scheme or link.startswith("#print"):
                continue
            place = path if not target else Path(os.path.normpath(path.parent / unquote(target.split("?")[0])))
            inside = place.relative_to(site).as_posix()
            if inside.startswith("run/"):
                if not (built / inside).is_file():
                    wrong.append((path.name, link))
            elif not place.is_file() or (anchor and place in anchors and anchor not in anchors[place]):
                wrong.append((path.name, link))
    assert not wrong, wrong[:20]


def test_ids_are_unique_and_no_key_or_folder_of_this_machine_is_in_a_page(site: Path) -> None:
    outside = re.compile(rf"{re.escape(str(course.root()))}|/tmp/|file://|127\.0\.0\.1")
    for path in html_pages(site):
        text = path.read_text(encoding="utf-8")
        assert not outside.search(text), path.name
        ids = lxml.html.fromstring(text).xpath("//*[not(ancestor-or-self::*[local-name()='svg'])]/@id")
        assert len(ids) == len(set(ids)), path.name


@pytest.mark.parametrize("slug", SLUGS)
def test_a_lesson_shows_every_exercise_and_gives_no_feedback_away(site: Path, slug: str) -> None:
    from ruamel.yaml import YAML

    text = (site / "lessons" / f"{slug}.html").read_text(encoding="utf-8")
    lesson = (course.lessons_dir() / slug / "lesson.md").read_text(encoding="utf-8")
    shown = re.findall(r'^exercise\("([\w-]+)"', lesson, re.M)
    assert shown == re.findall(r'<section class="exercise-card" id="exercise-([\w-]+)"', text)
    words = " ".join(lxml.html.fromstring(text).text_content().split())
    written = YAML(typ="safe").load((course.lessons_dir() / slug / "exercises.yml").read_text(encoding="utf-8"))
    secrets = [" ".join(secret.split())[:80] for secret in secrets_of(written)]
    assert secrets
    assert not [secret for secret in secrets if secret in words]
    assert run_link(slug, "Answer it in the browser edition") in text


def test_pages_are_valid_enough_for_a_strict_parser(site: Path) -> None:
    import html5lib

    harmless = {"named-entity-without-semicolon", "expected-named-entity", "non-void-element-with-trailing-solidus"}
    for name in [*KINDS, *LESSONS[:3], *SOME_SOURCES]:
        parser = html5lib.HTMLParser(strict=False)
        parser.parse((site / name).read_bytes())
        assert not [error for error in parser.errors if error[1] not in harmless], (name, parser.errors[:5])


@pytest.mark.parametrize("name", ["index.html", *LESSONS])
def test_a_page_is_light_and_asks_nobody_else(context: BrowserContext, address: str, name: str) -> None:
    """Counted are the bytes of all answers on a first visit, uncompressed; a page host's gzip makes them fewer."""
    page = context.new_page()
    sizes: dict[str, int] = {}
    page.on("response", lambda answer: sizes.__setitem__(answer.url, len(answer.body())))
    page.goto(address + name)
    reach_everything(page)
    assert all(url.startswith((address, "data:")) for url in sizes), sizes
    assert not any("plotly" in url or "/figures/" in url for url in sizes)
    assert sum(sizes.values()) < HEAVIEST, sorted(sizes.items(), key=lambda item: -item[1])[:5]


def test_a_figure_opens_from_the_keyboard_and_plotly_comes_once(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address + LESSONS[1])
    figures = page.locator("figure.course-fig")
    for place in (0, 1):
        figures.nth(place).locator(".wake").focus()
        page.keyboard.press("Enter")
        figures.nth(place).locator(".live svg.main-svg").first.wait_for()
        assert figures.nth(place).locator(".still").is_hidden()
    assert len([url for url in asked if "plotly" in url]) == 1
    page.keyboard.press("Enter")
    figures.nth(1).locator(".still").wait_for()
    assert all(url.startswith((address, "data:", "blob:")) for url in asked)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", [*KINDS, "search.html?q=veto", *LESSONS, *SOME_SOURCES])
def test_a_page_is_accessible_and_fits_a_telephone(chromium: Browser, address: str, name: str, scheme: str) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(urljoin(address, name))
    page.wait_for_load_state("networkidle")
    # Of axe's rules only contrast hangs on the colour scheme.
    axe(page, "html", f"{name} {scheme}", ("color-contrast",) if scheme == "dark" else ())
    wide = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert wide <= 390


def test_the_events_can_be_searched_and_ordered_and_are_there_without_a_script(
    chromium: Browser, context: BrowserContext, address: str
) -> None:
    page = context.new_page()
    page.goto(address + "events.html")
    rows = page.locator("#event-table tbody tr")
    total = rows.count()
    first = rows.first.get_attribute("id")
    page.get_by_label("Order").select_option("new")
    assert rows.last.get_attribute("id") == first
    page.get_by_role("searchbox", name="Search").fill("yeltsin letter")
    shown = page.locator("#event-table tbody tr:visible").count()
    assert 0 < shown < total
    assert page.locator(".filter-says").inner_text().startswith(f"{shown} of {total}")
    plain = chromium.new_context(java_script_enabled=False)
    bare = plain.new_page()
    bare.goto(address + "events.html")
    assert bare.locator("#event-table tbody tr:visible").count() == total
    assert bare.locator("#event-filter").is_hidden()
    plain.close()


def test_search_finds_words_of_a_lesson(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(address + "search.html?q=Afanasyevsky")
    page.locator("#search-results li a").first.wait_for()
    assert "02-one-missing-word" in " ".join(page.eval_on_selector_all("#search-results a", "a => a.map(x => x.href)"))


def test_on_paper_tables_and_figures_stand_open_and_buttons_are_gone(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(address + LESSONS[1])
    page.emulate_media(media="print")
    assert page.locator(".page-buttons").is_hidden()
    assert page.locator(".wake").first.is_hidden()
    assert page.locator("figure figcaption table").first.bounding_box()


def test_the_downloads_are_there_and_the_file_for_paper_names_no_machine(site: Path) -> None:
    for slug in SLUGS:
        assert (site / "downloads" / f"{slug}.ipynb").is_file()
    if browser.installed():
        import pypdf

        reader = pypdf.PdfReader(site / "downloads" / f"{SLUGS[2]}.pdf")
        assert "One missing word" in "".join(page.extract_text() for page in reader.pages[:2])
        raw = (site / "downloads" / f"{SLUGS[2]}.pdf").read_bytes()
        assert b"127.0.0.1" not in raw
        assert str(course.root()).encode() not in raw


def test_a_picture_for_previews_is_there_for_every_lesson(site: Path) -> None:
    from PIL import Image

    for name in LESSONS:
        tree = lxml.html.fromstring((site / name).read_bytes())
        card = tree.xpath("//meta[@property='og:image']/@content")[0]
        with Image.open(site / "_static" / "cards" / card.rsplit("/", 1)[1]) as image:
            assert image.size == (1200, 630)
