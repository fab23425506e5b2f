"""Line charts: gaps stay gaps, names never overlap, words tell the numbers."""

import itertools

import pandas as pd
import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.charts import NAME_ROW, _apart, trend
from helpers.figures import describe, table_of

DATA = pd.DataFrame(
    {
        "indicator": "score",
        "country": ["Chad"] * 4 + ["Peru"] * 2,
        "iso3": ["TCD"] * 4 + ["PER"] * 2,
        "year": [2000, 2001, 2005, 2006, 2000, 2003],
        "value": [1.0, 2.0, 5.0, 6.0, 4.0, 4.5],
        "low": [0.5, 1.5, 4.5, 5.5, None, None],
        "high": [1.5, 2.5, 5.5, 6.5, None, None],
    }
)


def lines(fig):
    return {trace.name: trace for trace in fig.data if trace.meta}


def test_a_missing_year_is_a_gap_and_nothing_is_invented():
    fig = trend(DATA, unit="points")
    assert type(fig) is go.Figure
    chad = lines(fig)["Chad"]
    assert list(chad.y) == [1, 2, None, 5, 6]
    assert chad.connectgaps is False
    peru = lines(fig)["Peru"]
    assert all(size > 0 for size, y in zip(peru.marker.size, peru.y, strict=True) if y is not None)


def test_the_band_runs_from_low_to_high_and_breaks_with_the_line():
    bands = [trace for trace in trend(DATA).data if trace.fill == "toself"]
    assert len(bands) == 1
    assert list(bands[0].y) == [0.5, 1.5, 2.5, 1.5, None, 4.5, 5.5, 6.5, 5.5, None]


def test_words_and_table():
    fig = trend(DATA, title="Score", unit="points")
    assert describe(fig) == (
        "Line chart of Score (points) for 2 countries from 2000 to 2006: Chad ends at 6 and Peru ends at 4.5 in 2003; "
        "the bands run from the source's low to its high figure."
    )
    table = table_of(fig)
    assert table.columns.tolist() == ["lane", "year", "value", "low", "high"]
    assert table["value"].tolist() == DATA["value"].tolist()
    texts = [note.text for note in fig.layout.annotations]
    assert {"<b>Score</b>", "points", "Chad", "Peru"} <= set(texts)


def test_picked_out_by_name_or_code():
    fig = trend(DATA, highlight="PER")
    assert lines(fig)["Chad"].line.color.startswith("rgba(128")
    assert lines(fig)["Peru"].line.color == "#3366bb"
    assert "Peru picked out" in describe(fig)
    with pytest.raises(ValueError, match="no 'Mali' in this table; it has Chad and Peru"):
        trend(DATA, highlight=["Mali"])


def test_years_are_marked():
    fig = trend(DATA, years={2003: "a turn", 1900: "too early"})
    assert [shape.x0 for shape in fig.layout.shapes] == [2003]
    assert "<i>a turn</i>" in [note.text for note in fig.layout.annotations]
    assert len(trend(DATA, years=[2001, 2004]).layout.shapes) == 2


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (DATA.drop(columns="year"), "no column 'year'; its columns are indicator"),
        (pd.concat([DATA, DATA.assign(indicator="rank")]), "one indicator at a time.*'score' and 'rank'"),
        (pd.concat([DATA, DATA]), "two figures for Chad in 2000"),
        ("score", "needs a table"),
    ],
)
def test_faults_are_one_sentence(data, words):
    with pytest.raises(ValueError, match=words) as caught:
        trend(data)
    assert "\n" not in str(caught.value)


def test_an_empty_table_says_so():
    fig = trend(DATA[:0], title="Score")
    assert "table is empty" in describe(fig)
    assert table_of(fig).empty


def test_many_countries_stay_named_and_apart():
    many = pd.DataFrame(
        {
            "iso3": [f"C{i:02d}" for i in range(30) for _ in range(3)],
            "year": [2000, 2001, 2002] * 30,
            "value": [5 + i / 1000 for i in range(30) for _ in range(3)],
        }
    )
    fig = trend(many)
    names = [note for note in fig.layout.annotations if note.text.startswith("C")]
    assert len(names) == 30
    low, high = fig.layout.yaxis.range
    plot = fig.layout.height - fig.layout.margin.t - fig.layout.margin.b
    pixels = sorted((high - note.y) / (high - low) * plot for note in names)
    assert all(b - a >= NAME_ROW - 0.6 for a, b in itertools.pairwise(pixels))
    assert pixels[0] >= 0
    assert pixels[-1] <= plot


@given(st.lists(st.floats(0, 400), max_size=25))
def test_names_are_moved_apart_in_order_and_stay_inside(wanted):
    placed = _apart(wanted, 400)
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    ordered = [placed[i] for i in order]
    assert all(b - a >= NAME_ROW - 0.2 for a, b in itertools.pairwise(ordered))
    assert all(NAME_ROW / 2 - 0.2 <= y <= 400 - NAME_ROW / 2 + 0.2 for y in placed)
