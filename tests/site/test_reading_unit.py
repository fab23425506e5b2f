"""The reading edition's parts, without a build: what becomes of outputs, sources, citations and addresses."""

import json
import re

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from ruamel.yaml import YAML
from website.reading import citation, event_table, lesson_pages, page_metadata, source_pages, still_outputs
from website.reading.executed_lessons import Lesson, course_facts
from website.reading.finished_pages import finish
from website.reading.site_settings import Settings
from website.reading.table_pages import glossary

from helpers import course, tables


@pytest.fixture
def writer() -> lesson_pages._Writer:
    return lesson_pages._Writer({"01-x": (1280, 720)}, Settings())


def test_a_cited_source_becomes_a_link_and_other_brackets_stay(writer: lesson_pages._Writer) -> None:
    known = sorted(writer.sources)[:2]
    text = writer.markdown(f"So it was. [{known[0]};\n{known[1]}] A [no-such-source] and a [link](x.md).")
    assert text.count("<a href=") == 2
    assert f'href="../sources/{known[1]}.html"' in text
    assert "[no-such-source]" in text
    assert "[link](x.md)" in text


def test_a_word_in_a_list_of_words_leads_to_the_glossary(writer: lesson_pages._Writer) -> None:
    assert writer.markdown("| veto | No. |") == "| {term}`veto` | No. |"
    assert writer.markdown("| ask | because |") == "| ask | because |"


def test_a_figure_shows_its_still_and_loads_nothing() -> None:
    figure = {"data": [], "layout": {"meta": {"name": "01-x"}}}
    html = still_outputs.figure_html(figure, "<style>p{}</style><p>Words.</p>", "../", {"01-x": (10, 5)})
    assert 'src="../_static/stills/01-x.webp"' in html
    assert "<script" not in html
    assert "<style" not in html
    assert "Words." in html


def test_an_exercise_is_open_and_says_where_to_answer() -> None:
    html = "<section class='x'><p><strong>Q</strong></p><ul><li>○ one</li></ul></section>"
    card = still_outputs.exercise_html(html, "01-q", 3, "01-lesson")
    assert "Exercise 3" in card
    assert '<li class="option">○ one</li>' in card
    assert 'href="../run/01-lesson.html"' in card
    assert "<details" not in card


def test_a_machines_folder_never_gets_into_a_page(writer: lesson_pages._Writer) -> None:
    found = new_output("execute_result", {"text/html": "<p>saved in /tmp/abc</p>", "text/plain": "saved in /tmp/abc"})
    cell = new_code_cell("check_setup()", outputs=[found])
    notebook = new_notebook(cells=[new_markdown_cell("# 1. Title"), cell])
    page = writer.page(Lesson("01-x", "Title", "Q?", 5, {}, notebook))
    assert "/tmp/abc" not in json.dumps(page)
    assert "browser edition" in page.cells[1].source


def test_every_helper_that_needs_a_kernel_exists() -> None:
    import helpers

    assert set(still_outputs.IN_PLACE_OF) <= set(helpers.__all__)


def test_a_source_page_names_what_rests_on_it_and_no_verdict() -> None:
    sources, claims = tables.load_sources(), tables.load_claims()
    pages = source_pages.pages(sources, tables.load_events())
    assert len(pages) == len(sources)
    assert 'href="../events.html#1991-12-20-yeltsin-letter-nacc"' in pages["baltsun-1991-12-21"]
    reasons = [why for why in claims["why"] if why]
    assert not any(why in page for page in pages.values() for why in reasons)
    memory = sources.loc[sources["seen"] == "memory", "id"]
    assert all("From memory" in pages[name] for name in memory)


def test_the_table_of_events_is_whole_without_a_script() -> None:
    events = tables.load_events()
    page = event_table.page(events)
    assert page.count('<tr role="row" id=') == len(events)
    assert 'id="event-filter" hidden' in page


def test_the_glossary_has_every_word() -> None:
    words = tables.load_glossary()
    text = glossary(words)
    assert all(f"\n{term}\n" in text for term in words["term"])


def test_every_lesson_tells_machines_what_it_is() -> None:
    for entry in course_facts()["lessons"]:
        tags = page_metadata.tags(f"lessons/{entry['folder']}", entry["title"], Settings("https://example.org/x/"))
        found = re.search(r'ld\+json">(.*)</script>', tags)
        assert found
        data = json.loads(found.group(1))
        assert data["@type"] == "LearningResource"
        assert data["timeRequired"] == f"PT{entry['minutes']}M"
        assert f'content="https://example.org/x/_static/cards/{entry["folder"]}.png"' in tags


def test_the_citation_is_that_of_the_file() -> None:
    cff = YAML(typ="safe").load((course.root() / "CITATION.cff").read_text(encoding="utf-8"))
    for text in (citation.bibtex("https://example.org/"), citation.reference("https://example.org/")):
        assert cff["title"] in text
        assert str(cff["version"]) in text
        assert "https://example.org/" in text
    assert citation.bibtex("x").count("{") == citation.bibtex("x").count("}")


def test_a_wrong_address_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COURSE_SITE_URL", "example.org")
    with pytest.raises(ValueError, match=r"COURSE_SITE_URL is 'example\.org'"):
        Settings.from_environment()


def test_finishing_twice_changes_nothing(tmp_path) -> None:
    page = tmp_path / "a.html"
    page.write_text('<aside class="sidebar-drawer"></aside>', encoding="utf-8")
    finish(tmp_path, "https://example.org/")
    once = page.read_text(encoding="utf-8")
    finish(tmp_path, "https://example.org/")
    assert page.read_text(encoding="utf-8") == once
    assert "aria-label" in once


def test_the_front_page_counts_what_the_tables_hold() -> None:
    front = (course.root() / "docs" / "index.md").read_text(encoding="utf-8")
    assert f"against {len(tables.load_events())} dated events and {len(tables.load_sources())} sources" in front
