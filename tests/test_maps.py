"""Maps of members: the right year, nothing off the frame, words that tell what the colours tell."""

import json
import math

import pandas as pd
import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import load_members, membership_by_year, membership_map
from helpers.figures import describe, table_of
from helpers.maps import outlines as flat
from helpers.maps.draw import spread
from helpers.maps.steps import check_members, steps

MEMBERS = pd.DataFrame(
    {
        "country": ["Malta", "Ireland", "Austria", "Canada"],
        "iso3": ["MLT", "IRL", "AUT", "CAN"],
        "accession_date": pd.to_datetime(["2001-02-03", "1990-05-06", "2001-02-03", "1990-05-06"]),
    }
)


def filled(fig):
    return [trace for trace in fig.data if trace.fill == "toself"]


def closed_lines(trace):
    return sum(x is None for x in trace.x)


def test_before_new_and_never_are_drawn_apart():
    drawn = flat.outlines()
    fig = membership_map(MEMBERS, 2001)
    assert type(fig) is go.Figure
    never, before, new = filled(fig)
    assert closed_lines(before) == len(drawn["IRL"].rings)
    assert closed_lines(new) == len(drawn["MLT"].rings) + len(drawn["AUT"].rings)
    assert new.fillpattern.shape == "/"
    total = sum(len(one.rings) for one in drawn.values())
    assert closed_lines(never) == total - closed_lines(before) - closed_lines(new)


def test_a_year_earlier_nobody_new_is_on_the_map_and_no_later_member_is():
    fig = membership_map(MEMBERS, 2000)
    assert describe(fig) == "Map of members at the end of 2000: 2 members, nobody new in 2000. Off the map: Canada."
    assert closed_lines(filled(fig)[2]) == 0
    assert table_of(fig)["country"].tolist() == ["Canada", "Ireland"]


def test_words_table_and_key():
    fig = membership_map(MEMBERS, 2001, title="A club", note="Rough <lines>.", label="Ukraine")
    assert describe(fig) == (
        "Map of A club at the end of 2001: 4 members, new in that year Austria and Malta (3 February 2001). "
        "Off the map: Canada. Rough <lines>."
    )
    table = table_of(fig)
    assert table.columns.tolist() == ["lane", "country", "since"]
    assert dict(zip(table["country"], table["lane"], strict=True)) == {
        "Canada": "off the map",
        "Ireland": "member before 2001",
        "Austria": "new in 2001",
        "Malta": "new in 2001",
    }
    key = fig.layout.annotations[-1].text
    assert "1\u00a0Austria, 2\u00a0Malta" in key
    assert "Rough &lt;lines&gt;." in key
    texts = [text for trace in fig.data if trace.mode == "text" for text in trace.text]
    assert texts == ["<b>1</b>", "<b>2</b>", "<i>Ukraine</i>"]


def test_the_real_table_in_its_real_years():
    members = load_members()
    wanted = {1949: 12, 1954: 14, 1990: 16, 1999: 19, 2004: 26, 2010: 28, 2023: 31, 2024: 32}
    for year, number in wanted.items():
        assert f": {number} members" in describe(membership_map(members, year))
    assert len(membership_map(members, 2004).to_json()) < 90_000
    assert membership_map(members, 1900).layout.meta["description"].startswith("Map of members at the end of 1900: 0")


@pytest.mark.parametrize(
    ("members", "year", "label", "words"),
    [
        ("members", 1999, (), "needs a table of members"),
        (MEMBERS.drop(columns="iso3"), 1999, (), "no column 'iso3'; its columns are country, accession_date"),
        (pd.concat([MEMBERS, MEMBERS]), 1999, (), "has Canada twice"),
        (MEMBERS.assign(accession_date=""), 1999, (), "no day on which Malta became a member"),
        (MEMBERS, 1999.5, (), "a whole number, not 1999.5"),
        (MEMBERS, 1999, ["Atlantis"], "no 'Atlantis' on this map"),
        (MEMBERS, 1999, ["CAN"], "no 'CAN' on this map"),
    ],
)
def test_faults_are_one_sentence(members, year, label, words):
    with pytest.raises(ValueError, match=words) as caught:
        membership_map(members, year, label=label)
    assert "\n" not in str(caught.value)


def test_every_outline_is_inside_the_frame_and_every_place_inside_its_outline():
    for outline in flat.outlines().values():
        for ring in outline.rings:
            assert all(flat.WEST - flat.GRID <= x <= flat.EAST + flat.GRID for x, _ in ring)
            assert all(flat.SOUTH - flat.GRID <= y <= flat.NORTH + flat.GRID for _, y in ring)
        if outline.rings:
            x, y = flat.inside(outline)
            assert flat.WEST <= x + flat.GRID <= flat.EAST + 2 * flat.GRID
            assert flat.SOUTH <= y + flat.GRID <= flat.NORTH + 2 * flat.GRID
    assert not flat.outlines()["CAN"].rings
    # A country's place lies in it and not in a neighbour: west of one's, east of the other's.
    drawn = flat.outlines()
    assert flat.inside(drawn["PRT"])[0] < flat.inside(drawn["ESP"])[0] < flat.inside(drawn["FRA"])[0]


def test_areas_are_equal():
    # An atlas gives Poland 312,700 square kilometres, and mainland Portugal 89,000.
    size = {code: sum(flat._area(ring) for ring in flat.outlines()[code].rings) for code in ("POL", "PRT")}
    assert size["POL"] == pytest.approx(312_700, rel=0.03)
    assert size["PRT"] == pytest.approx(89_000, rel=0.04)


@given(st.lists(st.tuples(st.floats(-1500, 1500), st.floats(-1500, 1500)), max_size=8))
def test_numbers_stay_in_the_frame(spots):
    moved = spread(spots, 100)
    assert len(moved) == len(spots)
    assert all(flat.WEST <= x <= flat.EAST and flat.SOUTH <= y <= flat.NORTH for x, y in moved)


def test_two_numbers_on_one_place_come_apart():
    (ax, ay), (bx, by) = spread([(0, 0), (0, 0)], 100)
    assert math.hypot(bx - ax, by - ay) == pytest.approx(100)


def test_steps_count_up():
    found = steps(check_members(MEMBERS))
    assert [(one.since, one.names, one.after) for one in found] == [
        ("1990-05-06", ("Canada", "Ireland"), 2),
        ("2001-02-03", ("Austria", "Malta"), 4),
    ]


def test_the_widget_sends_outlines_once_and_prints_its_steps():
    widget = membership_by_year(MEMBERS, label="Ukraine", note="Rough <lines>.", title="A <club>")
    assert widget.year == 1990
    assert [one["name"] for one in widget.static["countries"] if "since" in one] == ["Austria", "Ireland", "Malta"]
    assert widget.static["away"] == [{"name": "Canada", "since": "1990-05-06"}]
    assert len(json.dumps(widget.static)) < 80_000
    data, _ = widget._repr_mimebundle_()
    assert data["text/plain"].splitlines()[1] == "3 February 2001  Austria and Malta  4"
    assert "Rough &lt;lines&gt;." in data["text/html"]
    assert "A &lt;club&gt;, step by step" in data["text/html"]
    with pytest.raises(ValueError, match="table of members is empty"):
        membership_by_year(MEMBERS[:0])
