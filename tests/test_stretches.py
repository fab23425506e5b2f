"""Bands: every stretch is drawn as thick as its state, told in words, and nothing overlaps."""

import pandas as pd
import plotly.graph_objects as go
import pytest

from helpers.figures import describe, table_of
from helpers.stretches import STYLES, bands

STATES = ["open", "half open", "shut"]
SHOPS = pd.DataFrame(
    {
        "id": ["b1", "b2", "b3", "g1"],
        "shop": ["Bakery", "Bakery", "Bakery", "Grocer"],
        "title": ["Opens", "Holidays", "Opens again", "Mornings only"],
        "state": ["open", "shut", "open", "half open"],
        "start": pd.to_datetime(["2001-01-01", "2003-02-01", "2003-09-01", "2002-01-01"]),
        "end": pd.to_datetime(["2003-02-01", "2003-09-01", "2008-12-31", "2006-06-30"]),
        "who": ["", "Baker;Miller", "", "Grocer"],
    }
)


def boxes(fig):
    """Return the bars that are drawn: the shapes that lie between two days."""
    return [shape for shape in fig.layout.shapes if shape.type == "rect" and shape.xsizemode != "pixel"]


def draw(table=SHOPS, **more):
    return bands(table, **{"lanes": "shop", "states": STATES, "notes": "who", "title": "Two shops", **more})


def test_each_state_has_its_own_thickness_or_outline():
    fig = draw()
    assert type(fig) is go.Figure
    drawn = boxes(fig)
    assert len(drawn) == 4
    thick = [round(box.y1 - box.y0) for box in drawn]
    assert thick == [STYLES[0][0], STYLES[2][0], STYLES[0][0], STYLES[1][0]]
    looks = {(box.y1 - box.y0, box.fillcolor == "rgba(0,0,0,0)", box.line.dash) for box in drawn}
    assert len(looks) == 3
    assert len({(thickness, filled, dash) for thickness, filled, dash in STYLES}) == len(STYLES)


def test_words_key_and_table():
    fig = draw()
    assert describe(fig) == (
        "Bands of Two shops: 4 stretches of time from 1 January 2001 to 31 December 2008 in 2 lanes: "
        "Bakery from 2001 to 2008 (open, shut, open); Grocer from 2002 to 2006 (half open)."
    )
    texts = [note.text for note in fig.layout.annotations]
    assert {"open", "half open", "shut", "<b>Bakery</b>", "<i>Baker, Miller</i>"} <= set(texts)
    table = table_of(fig)
    assert table["lane"].tolist() == ["Bakery", "Bakery", "Bakery", "Grocer"]
    assert table["date"].iloc[1] == "1 February 2003 to 1 September 2003"
    assert table.columns.tolist() == ["lane", "title", "date", "state", "note", "id"]


def test_only_states_that_are_there_stand_in_the_key():
    texts = [note.text for note in draw(SHOPS[SHOPS["shop"] == "Grocer"]).layout.annotations]
    assert "half open" in texts
    assert "shut" not in texts


def test_a_note_that_neighbours_share_is_written_once_and_a_state_that_goes_on_gets_a_tick():
    twice = SHOPS.assign(who="Baker", state="open")
    fig = draw(twice)
    assert [note.text for note in fig.layout.annotations].count("<i>Baker</i>") == 2
    ticks = [s for s in fig.layout.shapes if s.type == "line" and s.layer == "above"]
    assert len(ticks) == 2


def test_lanes_stand_below_one_another():
    spans = [(box.y0, box.y1) for box in boxes(draw())]
    assert spans[3][0] > spans[0][1]
    assert draw().layout.yaxis.range[0] > spans[3][1]


def test_an_empty_table_says_so():
    assert "empty" in describe(draw(SHOPS[:0]))


@pytest.mark.parametrize(
    ("table", "more", "words"),
    [
        (SHOPS.drop(columns="state"), {}, "no column 'state'"),
        (SHOPS, {"notes": "why"}, "no column 'why'"),
        (SHOPS, {"states": ["open"]}, "'half open' is not among"),
        (SHOPS, {"states": "open"}, "must be a list"),
        (SHOPS, {"states": list("abcdef")}, "one to 5"),
        (SHOPS.assign(end=pd.Timestamp("2009-01-01")), {}, "time overlap"),
        ("no table", {}, "needs a table"),
    ],
)
def test_what_cannot_be_drawn_is_said_in_one_sentence(table, more, words):
    with pytest.raises(ValueError, match=words) as error:
        draw(table, **more)
    assert str(error.value).endswith(".")
