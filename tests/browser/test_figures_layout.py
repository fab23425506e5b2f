"""Figures in a real browser, with no network: labels apart at every width, exported pages alive, axe silent."""

import json

import nbformat
import pandas as pd
import pytest
from nbclient import NotebookClient
from nbconvert import HTMLExporter
from traitlets.config import Config

from helpers.charts import trend
from helpers.export import draw, library
from helpers.figures import caption
from helpers.tables import load_accounts, load_eras, load_events, load_indicators
from helpers.tellings import told_when
from helpers.timelines import timeline
from tests.kit.cards import axe

pytestmark = pytest.mark.browser

WIDTHS = (286, 390, 1200)  # 286 is what JupyterLab leaves a figure on a telephone

BOXES = """() => [...document.querySelectorAll('.js-plotly-plot')].map((plot) => {
  const frame = plot.getBoundingClientRect();
  const box = (node, kind) => { const r = node.getBoundingClientRect();
    return { kind, words: node.textContent, left: r.left - frame.left, right: r.right - frame.left,
             top: r.top - frame.top, bottom: r.bottom - frame.top }; };
  return { width: frame.width, height: frame.height, boxes: [
    ...[...plot.querySelectorAll('.textpoint text')].map((node) => box(node, 'label')),
    ...[...plot.querySelectorAll('.annotation-text')].map((node) => box(node, 'note')),
    ...[...plot.querySelectorAll('.xtick text, .ytick text')].map((node) => box(node, 'tick')),
    ...[...plot.querySelectorAll('.scatterlayer .trace .points path.point')]
      .filter((node) => node.style.opacity !== '0').map((node) => box(node, 'mark'))]
    .filter((b) => b.right > b.left) };
})"""


def page_of(figures, ground="#fff"):
    """Return a page that draws figures as an exported notebook does."""
    body = "".join(
        draw(json.loads(fig.to_json()), f"figure-{number}") + caption(fig) for number, fig in enumerate(figures)
    )
    return (
        "<!doctype html><html lang='en'><head><meta charset='utf-8'><title>Figures</title>"
        f"<style>body{{margin:0;background:{ground};color:#767676}}</style>{library()}</head><body><main><h1>Figures</h1>{body}</main></body></html>"
    )


@pytest.fixture(scope="module")
def figures():
    events, eras = load_events(), load_eras()
    inexact = events[events["precision"] != "day"].reset_index(drop=True)
    spans = events[events["end"] > events["start"]].head(14).reset_index(drop=True)
    index = load_indicators("vdem_libdem")
    years = {1999: "first wave", 2004: "second wave", 2014: "a turn"}
    return [
        timeline(events[2:12], eras=eras, title="Ten events with a title that takes more than one line"),
        timeline(inexact, eras=eras, labels=True),
        timeline(spans, lanes="status", labels=True),
        timeline(events, eras=eras),
        timeline(events[20:60], lanes="actors", labels=True),
        timeline(pd.concat([events] * 10), eras=eras),
        trend(index, unit="index, 0 to 1", title="All countries", years=years),
        trend(index, unit="index, 0 to 1", highlight=["POL", "HUN", "DEU"]),
        timeline(events[60:70]),
        timeline(events[:0]),
        told_when(load_accounts(), events, title="Accounts of three events, by when each was told"),
        told_when(load_accounts(), events, lanes="kind"),
    ]


@pytest.mark.parametrize("width", WIDTHS)
def test_no_words_overlap_or_leave_the_figure(browser, figures, width, tmp_path):
    page = browser.new_page(viewport={"width": width, "height": 900})
    file = tmp_path / "page.html"
    file.write_text(page_of(figures), encoding="utf-8")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    page.wait_for_function(f"document.querySelectorAll('.js-plotly-plot .main-svg').length >= {len(figures)}")
    drawn = page.evaluate(BOXES)
    assert len(drawn) == len(figures)
    for number, plot in enumerate(drawn):
        assert plot["width"] == width
        boxes = plot["boxes"]
        assert boxes, number
        words = [box for box in boxes if box["kind"] != "mark"]
        for i, one in enumerate(words):
            assert one["left"] >= -1, (number, one)
            assert one["right"] <= plot["width"] + 1, (number, one)
            assert one["top"] >= -1, (number, one)
            assert one["bottom"] <= plot["height"] + 1, (number, one)
            for other in words[i + 1 :] + [box for box in boxes if box["kind"] == "mark" and one["kind"] == "label"]:
                wide = min(one["right"], other["right"]) - max(one["left"], other["left"])
                tall = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
                # A line's box is taller than its letters: up to 3 pixels of two boxes may share air.
                assert wide <= 1 or tall <= 3, (number, one, other)
    labelled = {box["words"] for box in drawn[0]["boxes"] if box["kind"] == "label"}
    assert len(labelled) == 10
    assert [url for url in asked if not url.startswith("file:")] == []
    page.close()


@pytest.fixture(scope="module")
def trends():
    """Two trends over three years: axe-core needs half a minute for the table of a thousand rows, all made alike."""
    index = load_indicators("vdem_libdem")
    late = index[index["year"] >= index["year"].max() - 2]
    years = {int(late["year"].max()): "a turn"}
    return [
        trend(late, unit="index, 0 to 1", title="All countries", years=years),
        trend(late, unit="index, 0 to 1", highlight=["POL", "HUN", "DEU"]),
    ]


@pytest.mark.parametrize("ground", ["#fff", "#111"])
def test_axe_finds_nothing(browser, figures, trends, ground, tmp_path):
    page = browser.new_page(viewport={"width": 800, "height": 900})
    dark = ":root{--jp-content-font-color1:#fff;--jp-layout-color1:#111;--jp-border-color2:#424242}"
    file = tmp_path / "page.html"
    html = page_of([*figures[:2], figures[5], *trends, *figures[-2:]], ground)
    file.write_text(html.replace("<style>", f"<style>{dark if ground == '#111' else ''}", 1), encoding="utf-8")
    page.goto(file.as_uri())
    page.wait_for_function("document.querySelectorAll('.js-plotly-plot .main-svg').length >= 7")
    for summary in page.query_selector_all("summary"):
        summary.click()
    axe(page, "html", ground)
    page.close()


def test_an_exported_notebook_draws_and_answers_with_no_network(browser, tmp_path):
    cells = [
        "from helpers import load_events, show, show_table, timeline\nevents = load_events()",
        'show(timeline(events[2:12]), "one")',
        'show(timeline(events[40:50], lanes="status"), "two")',
        'show_table(events[:20], ["date", "title"])',
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    NotebookClient(notebook, timeout=120, kernel_name="python3", store_widget_state=False).execute()
    assert len(nbformat.writes(notebook)) < 120_000  # data and words, no library
    config = Config({"HTMLExporter": {"preprocessors": ["helpers.export.EmbedFigures"]}})
    html, _ = HTMLExporter(config=config).from_notebook_node(notebook)
    file = tmp_path / "lesson.html"
    file.write_text(html, encoding="utf-8")

    context = browser.new_context(offline=True, viewport={"width": 1200, "height": 900})
    page = context.new_page()
    problems, asked = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(file.as_uri(), wait_until="domcontentloaded")
    page.wait_for_function("document.querySelectorAll('.js-plotly-plot .main-svg').length >= 2")
    marks = page.evaluate(
        "[...document.querySelectorAll('.js-plotly-plot')].map(p =>"
        " p.data.filter(t => t.meta && t.meta.lane).reduce((n, t) => n + t.x.length, 0))"
    )
    assert marks == [10, 10]
    names = [plot.get_attribute("aria-label") for plot in page.query_selector_all("[role=figure]")]
    assert len(names) == 2
    assert all(name.startswith("Timeline of 10 events") for name in names)
    mark = page.locator(".js-plotly-plot .scatterlayer path.point").first.bounding_box()
    page.mouse.move(mark["x"] + mark["width"] / 2, mark["y"] + mark["height"] / 2)
    page.wait_for_selector(".hovertext")
    assert page.locator("table caption", has_text="Table of 20 rows").count() == 1
    assert problems == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    context.close()
