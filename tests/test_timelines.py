"""Timelines: what is drawn, what is said, what never overlaps, how large it gets."""

import json

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers.figures import describe, table_of
from helpers.lettering import LINE, balance, text_width, wrap
from helpers.theme import NARROW, TEXT
from helpers.timelines import timeline
from helpers.timelines.densities import count_by_time
from helpers.timelines.layout import DENSE, GAP, ROOMY, Spot, first_fit, lay_out, lay_out_bands
from helpers.timelines.table import put_in_lanes

LIMIT = 200_000


def events_of(rows):
    """Build an event table like the course's from (date, date_end, title, kind, status) rows."""
    made = []
    for number, (date, date_end, title, kind, status) in enumerate(rows):
        ends = [pd.Period(part) for part in (date, date_end or date)]
        made.append(
            {
                "id": f"e{number}",
                "date": date,
                "date_end": date_end,
                "start": ends[0].start_time.normalize(),
                "end": ends[1].end_time.normalize(),
                "precision": {4: "year", 7: "month", 10: "day"}[len(date)],
                "title": title,
                "summary": f"What happened in {title}.",
                "kind": kind,
                "sources": "s1;s2",
                "status": status,
            }
        )
    return pd.DataFrame(made)


SMALL = events_of(
    [
        ("1954-03-31", "", "A note is sent", "letter", "documented"),
        ("1991-12", "", "A word goes missing", "letter", "contested"),
        ("1994", "", "A year of talks", "talks", "documented"),
        ("1948-06-24", "1949-05-12", "A blockade", "crisis", "contested"),
        ("1960-01-01", "1965-06-30", "A long freeze", "crisis", "documented"),
    ]
)


def marks(fig):
    return [trace for trace in fig.data if trace.meta and "lane" in trace.meta]


def test_it_is_a_plain_figure_and_draws_each_kind_its_own_way():
    fig = timeline(SMALL, lanes="kind")
    assert type(fig) is go.Figure
    by_lane = {trace.name: trace for trace in marks(fig)}
    assert set(by_lane) == {"letter", "talks", "crisis"}
    shapes = dict(zip([row[6] for row in by_lane["crisis"].customdata], by_lane["crisis"].marker.symbol, strict=True))
    assert shapes["e3"].endswith("-open")
    assert not shapes["e4"].endswith("-open")
    bars = [trace for trace in fig.data if trace.type == "bar"]
    spans = {(base, base_x) for bar in bars for base, base_x in zip(bar.base, bar.x, strict=True)}
    day = 86_400_000
    assert ("1948-06-24", 323 * day) in spans
    assert ("1991-12-01", 31 * day) in spans  # a month is drawn as the month it is
    assert ("1994-01-01", 365 * day) in spans
    assert any(trace.line.dash for trace in fig.data if trace.type == "scatter" and trace.line.dash)
    key = " ".join(str(note.text) for note in fig.layout.annotations).replace("<br>", " ")
    assert "contested" in key
    assert "exact day not known" in key


def test_the_key_names_only_what_is_drawn():
    words = " ".join(str(note.text) for note in timeline(SMALL[:1], lanes="kind").layout.annotations)
    assert "contested" not in words
    assert "not known" not in words


def test_hover_cards_say_the_date_in_words():
    cards = {row[6]: row for trace in marks(timeline(SMALL, lanes="kind")) for row in trace.customdata}
    assert cards["e0"][2] == "31 March 1954"
    assert cards["e1"][2].replace("<br>", " ") == "December 1991 (day not known)"
    assert cards["e3"][2].replace("<br>", " ") == "24 June 1948 to 12 May 1949"
    assert "s1; s2" in cards["e0"][5]
    assert "contested" in cards["e1"][3]
    assert "What happened" in cards["e0"][4]


def test_the_description_tells_the_numbers():
    assert describe(timeline(SMALL, lanes="kind")) == (
        "Timeline of 5 events from 24 June 1948 to 31 December 1994 in 3 lanes by kind; 2 are contested and "
        "2 have no exact day; the fullest lanes are crisis (2), letter (2) and talks (1)."
    )


def test_the_table_behind_it_holds_every_event_once():
    listed = SMALL.assign(who=["A;B", "A", "B;C;A", "", None])
    fig = timeline(listed, lanes="who")
    table = table_of(fig)
    assert table["id"].tolist() == SMALL["id"].tolist()
    assert table["lane"].tolist() == ["A; B", "A", "A; B; C", "none given", "none given"]
    assert table["title"].tolist() == SMALL["title"].tolist()
    assert table["summary"].tolist() == SMALL["summary"].tolist()
    assert table["status"].tolist() == SMALL["status"].tolist()
    assert table["sources"].tolist() == ["s1; s2"] * 5
    assert "stands in each of its lanes" in describe(fig)
    again = go.Figure(json.loads(fig.to_json()))
    pd.testing.assert_frame_equal(table_of(again), table)


def test_eras_become_named_bands():
    eras = pd.DataFrame(
        {"label": ["Ice", "Thaw"], "start": ["1947-01-01", "1989-11-09"], "end": ["1989-11-09", "2000-01-01"]}
    )
    fig = timeline(SMALL, lanes="kind", eras=eras)
    assert sum(shape.type == "rect" for shape in fig.layout.shapes) == 2
    assert {"<i>Ice</i>", "<i>Thaw</i>"} <= {note.text for note in fig.layout.annotations}
    with pytest.raises(ValueError, match="no column 'label'"):
        timeline(SMALL, lanes="kind", eras=pd.DataFrame({"start": []}))


def labels_of(fig):
    return [text.replace("<br>", " ") for trace in fig.data if trace.name == "labels" for text in trace.text]


def test_labels_as_asked():
    assert sorted(labels_of(timeline(SMALL, lanes="kind"))) == sorted(SMALL["title"])
    assert labels_of(timeline(SMALL, lanes="kind", labels=False)) == []
    assert labels_of(timeline(SMALL, lanes="kind", labels=["e2"])) == ["A year of talks"]
    assert sorted(labels_of(timeline(SMALL, lanes="kind", labels="id"))) == SMALL["id"].tolist()
    with pytest.raises(ValueError, match="'e9'"):
        timeline(SMALL, lanes="kind", labels=["e9"])
    with pytest.raises(ValueError, match="no column 'nick'"):
        timeline(SMALL, lanes="kind", labels="nick")


def test_many_events_get_no_labels_of_themselves():
    many = pd.concat([SMALL] * 40, ignore_index=True)
    assert labels_of(timeline(many, lanes="kind")) == []
    assert len(labels_of(timeline(many, lanes="kind", labels=True))) == 200


@pytest.mark.parametrize("copies", [2, 4, 6, 8, 10])
def test_labels_come_all_or_not_at_all(copies):
    """A few labels among many events would look like a judgement of their weight."""
    many = pd.concat([SMALL] * copies, ignore_index=True)
    assert len(labels_of(timeline(many, lanes="kind"))) in (0, len(many))


def test_nothing_to_draw_is_said_in_words():
    fig = timeline(SMALL[:0], lanes="kind")
    assert "no events" in fig.layout.annotations[0].text.replace("<br>", " ")
    assert "no events" in describe(fig)
    assert table_of(fig).empty
    undated = SMALL.assign(start=pd.NaT, end=pd.NaT)
    assert "5 events without a date" in describe(timeline(undated, lanes="kind"))
    some = SMALL.assign(start=SMALL["start"].where(SMALL.index > 1))
    assert "; 2 events without a date are not drawn." in describe(timeline(some, lanes="kind"))
    assert len(table_of(timeline(some, lanes="kind"))) == 3


def test_one_event_is_enough():
    fig = timeline(SMALL[:1], lanes="kind")
    assert describe(fig) == "Timeline of 1 event on 31 March 1954 in 1 lane by kind."
    low, high = fig.layout.xaxis.range
    assert low < "1954-03-31" < high


@pytest.mark.parametrize("wrong", ["category", "Kind", ""])
def test_a_wrong_column_is_one_clear_sentence(wrong):
    with pytest.raises(ValueError, match=r"no column .*; its columns are id, date") as caught:
        timeline(SMALL, lanes=wrong)
    assert "\n" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_other_faults_are_sentences_too():
    twice = pd.concat([SMALL, SMALL[["kind"]]], axis=1)
    with pytest.raises(ValueError, match="'kind' more than once"):
        timeline(twice, lanes="kind")
    with pytest.raises(ValueError, match="needs a table of events"):
        timeline([1, 2])
    with pytest.raises(ValueError, match="'start' holds something that is not a date"):
        timeline(SMALL.assign(start="soon"), lanes="kind")


def test_the_readers_table_stays_as_it_was():
    before = SMALL.copy(deep=True)
    timeline(SMALL, lanes="kind")
    pd.testing.assert_frame_equal(SMALL, before)


def test_letters_that_mean_something_to_html_are_only_letters():
    odd = events_of([("1999-01-01", "", "<b>a</b> & b <script>", "x<y", "documented")])
    fig = timeline(odd, lanes="kind")
    assert table_of(fig)["title"].tolist() == ["<b>a</b> & b <script>"]
    assert "<script>" not in "".join(map(str, fig.data[-1].text or ()))


# Layout ------------------------------------------------------------------------------------------------------

spots = st.lists(
    st.builds(
        lambda a, b, words: Spot(min(a, b), max(a, b) if len(words) % 2 else min(a, b), words),
        st.floats(0.03, 0.97),
        st.floats(0.03, 0.97),
        st.text(alphabet="abcdefgh WM—é", max_size=90).map(str.strip),
    ),
    max_size=25,
)


def boxes_at(spots_, places, sizes, width):
    """Return the rectangles that marks and labels fill at a width, in pixels."""
    found = []
    for number, (spot, place) in enumerate(zip(spots_, places, strict=True)):
        left, right = spot.x0 * width, spot.x1 * width
        found.append((number, left - sizes.reach, right + sizes.reach, place.y - 5, place.y + 5))
        if not place.lines:
            continue
        wide = max(text_width(line, TEXT) for line in place.lines)
        tall = len(place.lines) * TEXT * LINE / 2
        start = {
            "right": right + sizes.reach + GAP,
            "left": left - sizes.reach - GAP - wide,
            "above-right": left + sizes.reach + GAP,
            "above-left": right - sizes.reach - GAP - wide,
        }[place.side]
        found.append((number, start, start + wide, place.label_y - tall, place.label_y + tall))
    return found


@settings(max_examples=150, deadline=None)
@given(spots, st.sampled_from([ROOMY, DENSE]))
def test_no_label_overlaps_anything_at_any_width(lane, sizes):
    places, end = lay_out(lane, 0, sizes)
    for width in (NARROW, 358, 700, 1168):
        boxes = boxes_at(lane, places, sizes, width)
        for i, (owner, left, right, top, bottom) in enumerate(boxes):
            assert left >= -sizes.reach - 0.01
            assert right <= width + sizes.reach + 0.01
            assert top >= -0.01
            assert bottom <= end + 0.01
            for other, left2, right2, top2, bottom2 in boxes[i + 1 :]:
                apart = right <= left2 or right2 <= left or bottom <= top2 + 0.01 or bottom2 <= top + 0.01
                assert apart or owner == other, (width, lane[owner], lane[other])


def test_a_bar_that_leaves_no_room_beside_it_has_its_label_above():
    (place,), _ = lay_out([Spot(0.05, 0.95, "A very long peace and quiet in all of the land")], 0)
    assert place.side.startswith("above")
    assert len(place.lines) == 2
    assert place.label_y < place.y


def test_events_on_one_day_are_stacked():
    places, _ = lay_out([Spot(0.5, 0.5)] * 4, 0)
    assert len({place.y for place in places}) == 4
    fig = timeline(pd.concat([SMALL[:1]] * 3), lanes="kind", labels=False)
    assert len(set(marks(fig)[0].y)) == 3


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 0.8), st.floats(0.01, 0.2), st.text("abc W", max_size=40)), max_size=12))
def test_names_of_eras_never_overlap(bands):
    bands = [(x0, x0 + length, name) for x0, length, name in bands]
    placed, rows = lay_out_bands(bands)
    for width in (NARROW, 1168):
        boxes = []
        for (x0, x1, _), (words, side, row) in zip(bands, placed, strict=True):
            wide = text_width(words, 11)
            left = x0 * width if side == "right" else x1 * width - wide
            boxes.append((row, left, left + wide))
            assert row < rows
        for i, (row, left, right) in enumerate(boxes):
            for row2, left2, right2 in boxes[i + 1 :]:
                assert row != row2 or right <= left2 + 1e-6 or right2 <= left + 1e-6


def test_first_fit_uses_few_rows():
    assert max(first_fit([(i * 20, i * 20 + 10) for i in range(50)])) == 0


@given(st.text(max_size=200), st.floats(30, 300))
def test_wrapped_lines_fit_and_lose_nothing(text, width):
    for lines in (wrap(text, width, 12), balance(text, width, 12)):
        assert "".join("".join(lines).split()) == "".join(text.split())
        assert all(text_width(line, 12) <= width or len(line) == 1 for line in lines)


# Lanes and counts --------------------------------------------------------------------------------------------


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.one_of(st.none(), st.text("abcdefghijklmnop;", max_size=6)), min_size=1, max_size=120),
    st.integers(2, 12),
)
def test_lanes_lose_no_event_and_counts_add_up(cells, most):
    lanes = put_in_lanes(pd.DataFrame({"who": pd.Series(cells, dtype=object)}), "who", most)
    assert len(lanes.names) == len(lanes.totals) <= most
    assert set(lanes.event.tolist()) == set(range(len(cells)))
    assert sum(lanes.totals) == len(lanes.event)
    pairs = set(zip(lanes.event.tolist(), lanes.lane.tolist(), strict=True))
    assert len(pairs) == len(lanes.event)
    told = [list(dict.fromkeys(p.strip() for p in (c or "").split(";") if p.strip())) or ["none given"] for c in cells]
    for number, name in enumerate(lanes.names):
        if lanes.folded and number == len(lanes.names) - 1:
            kept = set(lanes.names[:-1])
            assert lanes.totals[number] == sum(any(part not in kept for part in parts) for parts in told)
            assert f"({lanes.folded} lane" in name
        else:
            assert lanes.totals[number] == sum(name in parts for parts in told)


def test_an_ordered_category_keeps_its_order():
    kinds = pd.Categorical(["late", "early", "late"], categories=["early", "late"], ordered=True)
    assert put_in_lanes(pd.DataFrame({"k": kinds}), "k").names == ("early", "late")


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(-200_000, 200_000), st.integers(0, 4)), min_size=1, max_size=200))
def test_counts_over_time_add_up(rows):
    starts = np.array([day for day, _ in rows], dtype="datetime64[D]")
    lane = np.array([number for _, number in rows])
    counts = count_by_time(starts, lane, 5)
    assert counts.table.sum() == len(rows)
    assert counts.table.sum(axis=1).tolist() == np.bincount(lane, minlength=5).tolist()
    assert counts.table.shape[1] <= 72
    for day, number in zip(starts, lane, strict=True):
        here = int(np.searchsorted(counts.edges, day, side="right")) - 1
        assert counts.table[number, here] > 0


def big(n, lanes=9, text="word ", seed=0):
    rng = np.random.default_rng(seed)
    start = np.datetime64("1948-01-01") + rng.integers(0, 28_000, n).astype("timedelta64[D]")
    words = pd.Series([text * 60])
    return pd.DataFrame(
        {
            "start": start,
            "end": start + rng.integers(0, 400, n).astype("timedelta64[D]"),
            "kind": pd.Series([f"kind {i} {text * 9}" for i in range(lanes)])[rng.integers(0, lanes, n)].to_numpy(),
            "title": words.repeat(n).to_numpy(),
            "summary": words.repeat(n).to_numpy(),
            "status": np.where(rng.random(n) < 0.2, "contested", "documented"),
        }
    )


def test_a_large_table_becomes_counts_that_add_up_and_says_so():
    fig = timeline(big(5000), lanes="kind")
    table = table_of(fig)
    assert table["events"].sum() == 5000
    assert "Counts of 5,000 events" in describe(fig)
    assert "too many to draw one by one" in describe(fig)
    assert all(trace.type == "bar" for trace in fig.data)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from([1, 30, 199, 600, 900, 901, 20_000]),
    st.sampled_from([1, 9, 40, 5000]),
    st.sampled_from(["word ", "x" * 400, "ж" * 50 + " ", "<&>;", "😀"]),
    st.sampled_from(["auto", True, False]),
)
def test_no_table_makes_a_figure_of_200_kb(n, lanes, text, labels):
    fig = timeline(big(n, lanes, text), lanes="kind", labels=labels, title=text * 99)
    assert len(fig.to_json().encode()) < LIMIT
    assert len(describe(fig)) < 1500


def test_a_million_rows_and_thousands_of_lanes():
    events = big(1_000_000, lanes=4000)
    fig = timeline(events, lanes="kind")
    assert len(fig.to_json().encode()) < LIMIT
    assert table_of(fig)["events"].sum() == 1_000_000
    assert "(3,989 lanes)" in " ".join(str(note.text) for note in fig.layout.annotations)
    assert "1,000,000 events" in describe(fig)


def test_the_courses_own_table_is_drawn_event_by_event_with_summaries():
    from helpers.tables import load_eras, load_events

    events = load_events()
    for lanes in ("category", "actors", "status", "place"):
        fig = timeline(events, lanes=lanes, eras=load_eras())
        table = table_of(fig)
        assert table["id"].tolist() == events["id"].tolist()
        assert (table["summary"] != "").all()
        assert len(fig.to_json().encode()) < LIMIT
    assert timeline(events).layout.height < 1200
