"""Showing figures and tables: what a notebook gets, and what an exported page is made of."""

import json
import warnings

import nbformat
import pandas as pd
import plotly.graph_objects as go
import pytest
from IPython.core.formatters import DisplayFormatter
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from helpers.export import WIDGET, EmbedFigures, draw
from helpers.figures import PLOTLY, caption, describe, in_words, show, show_table, table_of
from helpers.timelines import timeline

EVENTS = pd.DataFrame(
    {
        "id": ["a", "b"],
        "start": pd.to_datetime(["1949-04-04", "1955-05-14"]),
        "title": ["A treaty & <more>", "A pact"],
        "kind": ["treaty", "pact"],
        "status": ["documented", "contested"],
    }
)


@pytest.fixture
def outputs(monkeypatch):
    """Collect what is displayed, as a notebook would get it."""
    InteractiveShell.instance()

    def collect(act):
        with warnings.catch_warnings(), capture_output() as caught:
            warnings.simplefilter("error")
            act()
        return [output.data for output in caught.outputs]

    yield collect
    InteractiveShell.clear_instance()
    assert DisplayFormatter


def test_show_gives_the_plain_figure_and_its_words(outputs):
    fig = timeline(EVENTS, lanes="kind")
    drawing, words = outputs(lambda: show(fig, "01-founding"))
    assert set(drawing) == {PLOTLY, "text/plain"}
    assert drawing["text/plain"] == describe(fig)
    payload = drawing[PLOTLY]
    assert payload["layout"]["meta"]["name"] == "01-founding"
    assert payload["config"]["displaylogo"] is False
    assert [trace["type"] for trace in payload["data"]] == [trace.type for trace in fig.data]
    assert json.loads(json.dumps(payload)) == payload
    assert describe(fig).replace("&", "&amp;") in words["text/html"]
    assert len(words["text/html"]) < 6000


def test_the_caption_holds_a_closed_accessible_table():
    html = caption(timeline(EVENTS, lanes="kind"))
    assert "<details><summary>" in html
    assert "<details open" not in html
    assert "<caption>" in html
    assert html.count("scope='col'") == 5
    assert "A treaty &amp; &lt;more&gt;" in html
    assert html.count("<tr>") == 3


def test_a_long_table_says_that_it_is_cut():
    many = pd.concat([EVENTS] * 300, ignore_index=True)
    fig = timeline(many, lanes="kind")
    assert len(table_of(fig)) == 600
    html = caption(fig)
    assert html.count("<tr>") == 401
    assert "the first 400" in html


def test_a_foreign_figure_has_no_table_and_is_still_shown(outputs):
    fig = go.Figure(go.Scatter(x=[1], y=[2]))
    assert describe(fig) == ""
    assert table_of(fig).empty
    drawing, words = outputs(lambda: show(fig))
    assert PLOTLY in drawing
    assert "<details>" not in words["text/html"]


def test_show_table_is_a_widget_with_a_plain_table_beneath(outputs):
    before, data = outputs(lambda: show_table(EVENTS, ["title", "start"], caption="Two <events>"))
    assert "<strong>Two &lt;events&gt;</strong>" in before["text/html"]
    assert set(data) == {WIDGET, "text/html", "text/plain"}
    assert data["text/plain"] == "Two <events>"
    assert "<caption>Two &lt;events&gt;</caption>" in data["text/html"]
    assert data["text/html"].count("scope='col'") == 2
    assert "1949-04-04" in data["text/html"]
    assert "<more>" not in data["text/html"]


def test_the_length_of_a_page_can_be_chosen_again(outputs):
    from ipywidgets.widgets.widget import _instances

    _, data = outputs(lambda: show_table(EVENTS, rows=18))
    table = _instances[data[WIDGET]["model_id"]]
    assert table._dt_args["pageLength"] == 18
    assert 18 in table._dt_args["lengthMenu"]


def test_show_table_twice_and_of_nothing(outputs):
    assert len(outputs(lambda: [show_table(EVENTS), show_table(EVENTS), show_table(EVENTS[:0])])) == 6


def test_show_table_refuses_a_wrong_column_in_one_sentence():
    with pytest.raises(ValueError, match="no column 'name'; its columns are id, start, title, kind, status") as caught:
        show_table(EVENTS, ["title", "name"])
    assert "\n" not in str(caught.value)


def test_a_table_is_put_in_plain_words():
    table = in_words(
        pd.DataFrame({"date_end": [pd.NaT, pd.Timestamp("1999-03-12")], "who": ["A;B; C", None], "n": [1, 2]})
    )
    assert table.columns.tolist() == ["date end", "who", "n"]
    assert table.values.tolist() == [["", "A; B; C", 1], ["1999-03-12", "", 2]]


def exported(*bundles):
    outputs = [nbformat.v4.new_output("display_data", data=data) for data in bundles]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x", outputs=outputs)])
    notebook, _ = EmbedFigures().preprocess(notebook, {})
    return [output["data"] for output in notebook.cells[0].outputs]


def test_export_embeds_the_library_once():
    payload = json.loads(timeline(EVENTS, lanes="kind").to_json())
    first, second = exported({PLOTLY: payload, "image/png": "x"}, {PLOTLY: payload})
    assert PLOTLY not in first
    assert "image/png" not in first
    assert len(first["text/html"]) > 3_000_000
    assert len(second["text/html"]) < 20_000
    for data in (first, second):
        assert 'aria-label="Timeline of 2 events' in data["text/html"]
    # A name in the data cannot end the script that draws it.
    assert "</script>" not in draw({"data": [{"name": "</script>"}], "layout": {}}, "x")[:-9]


def test_export_takes_the_plain_table_where_no_kernel_runs():
    table, lone = exported({WIDGET: {"model_id": "1"}, "text/html": "<table>"}, {WIDGET: {"model_id": "1"}})
    assert set(table) == {"text/html"}
    assert set(lone) == {WIDGET}
