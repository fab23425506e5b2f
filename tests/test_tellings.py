"""Who told what, when: delays in words, what is drawn and said; several tellings, aspect by aspect."""

import json

import pandas as pd
import plotly.graph_objects as go
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import helpers
from helpers import course, side_by_side, told_when
from helpers.calendar_words import say_delay
from helpers.exercises import titles
from helpers.figures import describe, table_of
from helpers.lettering import text_width
from helpers.tellings.parallels import comparison
from helpers.tellings.printing import side_html, side_text
from helpers.theme import NARROW, TEXT

# ---------------------------------------------------------------- told_when


def accounts_of(*rows):
    """Build a table like the course's from (date, title, kind, event, status) rows; "" for no date."""
    made = []
    for number, (date, title, kind, event, status) in enumerate(rows):
        period = pd.Period(date) if date else None
        made.append(
            {
                "id": f"a{number}",
                "date": date,
                "start": period.start_time.normalize() if period is not None else pd.NaT,
                "end": period.end_time.normalize() if period is not None else pd.NaT,
                "title": title,
                "summary": f"What {title} tells; and <more>.",
                "kind": kind,
                "event": event,
                "status": status,
                "sources": "s1;s2",
            }
        )
    return pd.DataFrame(made)


EVENTS = pd.DataFrame(
    {
        "id": ["flood", "fair", "strike"],
        "title": ["The river floods", "A fair of three days", "A strike"],
        "start": pd.to_datetime(["1931-05-01", "1931-06-01", "1931-07-01"]),
        "end": pd.to_datetime(["1931-05-01", "1931-06-03", "1931-07-31"]),
        "precision": ["day", "day", "month"],
    }
)
ACCOUNTS = accounts_of(
    ("1931-05-06", "The Gazette", "press", "flood", "documented"),
    ("1948-05-01", "A memoir", "book, years later", "flood", "documented"),
    ("1931-06-03", "The Gazette again", "press", "fair", "documented"),
    ("1940", "A rumour", "hearsay", "strike", "contested"),
    ("", "A letter", "book, years later", "flood", "documented"),
)


def marks(fig):
    return [trace for trace in fig.data if trace.meta and "lane" in trace.meta]


def test_each_account_stands_on_its_day_with_a_line_from_the_event():
    fig = told_when(ACCOUNTS, EVENTS, title="How late?")
    assert type(fig) is go.Figure
    assert [trace.name for trace in marks(fig)] == ["The river floods", "A fair of three days", "A strike"]
    flood = marks(fig)[0]
    assert list(flood.x) == ["1931-05-06", "1948-05-01"]
    ways = [trace for trace in fig.data if trace.mode == "lines" and trace.line.width == 1.6]
    assert [list(way.x) for way in ways[:2]] == [
        ["1931-05-01", "1931-05-06", None],
        ["1931-05-01", "1948-05-01", None],
    ]
    assert [way.line.color for way in ways[:2]] == list(flood.marker.color)


def test_a_kind_has_a_shape_and_a_colour_of_its_own_and_both_are_in_the_key():
    fig = told_when(ACCOUNTS, EVENTS)
    flood, fair, strike = marks(fig)
    assert list(flood.marker.symbol) == ["circle", "diamond"]
    assert len(set(flood.marker.color)) == 2
    assert fair.marker.color[0] == flood.marker.color[0]
    assert list(strike.marker.symbol) == ["square-open"]
    key = next(note.text for note in fig.layout.annotations if "┃" in note.text)
    assert f'<span style="color:{flood.marker.color[0]}">●</span> press' in key
    assert "□</span> hearsay" in key
    assert "hollow: contested" in key
    assert "◎ ringed" in key


def test_words_and_table():
    fig = told_when(ACCOUNTS, EVENTS)
    assert describe(fig) == (
        "Told-when plot of 4 accounts of 3 events: from The Gazette again the same day to A memoir about 17 years "
        'later; 2 of the kind "press", 1 of the kind "hearsay" and 1 of the kind "book, years later"; 1 without a '
        "date is left out."
    )
    table = table_of(fig)
    assert table.columns.tolist() == [
        *("lane", "title", "told", "happened", "delay", "kind", "summary", "sources", "id")
    ]
    assert table["delay"].tolist() == [
        "5 days later",
        "about 17 years later",
        "the same day",
        "about 8 to 10 years later",
    ]
    assert table["happened"].tolist()[2:] == ["1 June 1931 to 3 June 1931", "July 1931 (day not known)"]
    assert table["summary"][0] == "What The Gazette tells; and <more>."
    assert json.loads(json.dumps(table["sources"].tolist()))[0] == "s1; s2"
    labels = next(trace for trace in fig.data if trace.name == "labels")
    assert " ".join(labels.text[0].split("<br>")) == "The Gazette, 5 days later"


def test_a_day_of_its_own_counts_before_the_events():
    """A talk that was recorded some days before it was broadcast."""
    own = ACCOUNTS.assign(happened=["1931-04-29", "", None, "", ""])
    assert table_of(told_when(own, EVENTS))["delay"].tolist()[:2] == ["7 days later", "about 17 years later"]
    alone = ACCOUNTS[:2].assign(recorded=pd.Timestamp("1931-05-05"))
    fig = told_when(alone, happened="recorded")
    assert table_of(fig)["delay"].tolist() == ["1 day later", "about 17 years later"]
    assert "of what happened on 5 May 1931: from The Gazette 1 day later to" in describe(fig)


def test_lanes_by_another_column():
    fig = told_when(ACCOUNTS, EVENTS, lanes="kind")
    assert [trace.name for trace in marks(fig)] == ["press", "hearsay", "book, years later"]
    texts = [note.text for note in fig.layout.annotations]
    assert "<b>press</b><br>2 accounts" in texts


def test_nothing_to_draw_is_said():
    fig = told_when(ACCOUNTS[4:], EVENTS)
    assert describe(fig) == "There are no accounts to draw here: 1 account without a date left out."
    assert len(table_of(fig)) == 0
    assert describe(told_when(ACCOUNTS[:0], EVENTS)) == "There are no accounts to draw here: the table is empty."


@pytest.mark.parametrize(
    ("accounts", "events", "more", "words"),
    [
        ([1], EVENTS, {}, "needs a table of accounts, such as load_accounts"),
        (ACCOUNTS, None, {}, "Nothing says when it happened: give the events too"),
        (ACCOUNTS.drop(columns="event"), EVENTS, {"lanes": "kind"}, "no column 'event'"),
        (ACCOUNTS, EVENTS, {"lanes": "colour"}, "no column 'colour'"),
        (ACCOUNTS, EVENTS[1:], {}, "The Gazette tells of the event 'flood', which the table of events does not date"),
        (ACCOUNTS, EVENTS.drop(columns="id"), {}, "no column 'id'"),
        (ACCOUNTS.assign(happened="May 1931"), EVENTS, {}, "In the column 'happened', 'May 1931' is no date"),
        (pd.concat([ACCOUNTS[:1]] * 121), EVENTS, {}, "draws 120 accounts at most, and this table has 121"),
    ],
)
def test_errors_are_one_sentence(accounts, events, more, words):
    with pytest.raises(ValueError, match=words) as told:
        told_when(accounts, events, **more)
    assert "\n" not in str(told.value)


def test_the_course_tables_can_be_drawn():
    fig = told_when(helpers.load_accounts(), helpers.load_events())
    dated = helpers.load_accounts()["start"].notna().sum()
    assert sum(len(trace.x) for trace in marks(fig)) == dated
    assert len(fig.to_json()) < 100_000


@given(least=st.integers(-4000, 20_000), more=st.integers(0, 800))
def test_a_delay_is_always_said_in_plain_words(least, more):
    words = say_delay(least, least + more)
    assert words.count("later") + words.count("before") + words.count("the same day") >= 1
    assert "-" not in words
    assert words == say_delay(least, least) or more


DATES = st.dates(pd.Timestamp("1900-01-01").date(), pd.Timestamp("2100-12-31").date()).map(str)
CUT = st.tuples(DATES, st.sampled_from([4, 7, 10])).map(lambda both: both[0][: both[1]])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(
            CUT,
            st.text(max_size=90),
            st.sampled_from(["press", "book", ""]),
            st.sampled_from(["flood", "fair", "strike"]),
            st.sampled_from(["documented", "contested"]),
        ),
        min_size=1,
        max_size=9,
    )
)
def test_any_accounts_are_drawn_and_no_label_leaves_a_telephone(rows):
    fig = told_when(accounts_of(*rows), EVENTS)
    assert len(table_of(fig)) == len(rows)
    for trace in fig.data:
        for text in (trace.text if trace.name == "labels" else None) or ():
            assert all(text_width(line, TEXT) <= NARROW for line in text.split("<br>"))


# ---------------------------------------------------------------- side_by_side

TABLES = {
    "parallels": "id,set,telling,aspect,words,quoted,sources,notes\n"
    "p1,clock,t-late,When it stopped,At noon.,no,s1,\n"
    "p2,clock,t-early,When it stopped,it stopped at ten <b>,yes,s1;s2,In English.\n"
    "p3,clock,t-early,Who heard it,Nobody.,no,gone,\n"
    "p4,papers,d1,Cost,Ten $ and five $.,no,s1,\n"
    "p5,papers,nowhere,Cost,Twelve.,no,s1,\n",
    "accounts": "id,date,title,kind,event\nt-late,1960,A memoir,book,e1\nt-early,1931-05,A diary,diary,e1\n",
    "documents": "id,title,date,kind,events\nd1,A bill,1930-01-02,letter,e1;e2\n",
    "events": "id,title,date\ne1,The clock stops,1931-05-01\ne2,A bill,1930\n",
    "sources": "id,title,date,author,seen\ns1,The diary,1931,A. Clock,seen\ns2,The town book,,,memory\n",
}


@pytest.fixture
def clock(tmp_path, monkeypatch):
    """A small course about a clock that stopped."""
    (tmp_path / "data").mkdir()
    for name, text in TABLES.items():
        (tmp_path / "data" / f"{name}.csv").write_text(text, encoding="utf-8")
    monkeypatch.setenv("COURSE_ROOT", str(tmp_path))
    course.root.cache_clear()
    titles._titles.cache_clear()
    yield tmp_path
    monkeypatch.undo()
    course.root.cache_clear()
    titles._titles.cache_clear()


def test_tellings_stand_by_date_and_aspects_as_in_the_table(clock):
    widget = side_by_side("clock")
    view = widget.static
    assert view["title"] == "The clock stops"
    assert [(one["id"], one["date"]) for one in view["tellings"]] == [("t-early", "May 1931"), ("t-late", "1960")]
    assert [one["aspect"] for one in view["aspects"]] == ["When it stopped", "Who heard it"]
    early, late = view["aspects"][0]["cells"]
    assert (early["quoted"], late["quoted"]) == (True, False)
    assert early["words"] == "it stopped at ten <b>"
    assert view["aspects"][1]["cells"][1] is None


def test_a_source_tells_what_it_is(clock):
    early = comparison("clock").cells["When it stopped"]["t-early"]
    assert [one["title"] for one in early.sources] == ["The diary", "The town book"]
    assert early.sources[0]["lines"][0] == "By: A. Clock."
    assert any("Check it before you lean on it" in line for line in early.sources[1]["lines"])
    # A source that the table does not know is at least named.
    assert comparison("clock").cells["Who heard it"]["t-early"].sources[0]["title"] == "gone"


def test_documents_and_a_title_of_its_own(clock):
    view = side_by_side("papers", title="Two bills").static
    assert view["title"] == "Two bills"
    assert [one["title"] for one in view["tellings"]] == ["A bill", "nowhere"]
    assert comparison("papers").title == ""


@pytest.mark.parametrize(("name", "advice"), [("clok", "Did you mean 'clock'"), ("x9", "There are: clock, papers")])
def test_an_unknown_set_is_one_sentence(clock, name, advice):
    with pytest.raises(ValueError, match=advice):
        side_by_side(name)


def test_without_a_kernel_it_is_a_plain_table(clock):
    bundle = side_by_side("clock")._repr_mimebundle_()[0]
    page, text = bundle["text/html"], bundle["text/plain"]
    assert page.count("scope='col'") == 3
    assert page.count("scope='row'") == 2
    assert "<q>it stopped at ten &lt;b&gt;</q>" in page
    assert "<em>Says nothing on this.</em>" in page
    assert "[s1]; [s2]" in page
    assert '  A diary (May 1931, diary): "it stopped at ten <b>" In English. [s1] [s2]' in text
    assert "  A memoir (1960, book): Says nothing on this." in text
    assert "$" not in side_html(comparison("papers"))
    assert side_text(comparison("papers")).startswith("2 tellings side by side\n")


def test_every_set_of_the_course_opens():
    sets = helpers.load_parallels()["set"].unique()
    assert len(sets) >= 1
    for name in sets:
        found = comparison(name)
        assert len(found.tellings) >= 2
        assert all(told.title != told.id and told.date for told in found.tellings)
        assert all(
            source["title"] != source["id"]
            for cells in found.cells.values()
            for cell in cells.values()
            for source in cell.sources
        )
