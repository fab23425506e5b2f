"""The evidence base: whole, consistent, and refused when it is not."""

import csv
import importlib.util
import json
import re
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers import course
from helpers.data_checks import check_course_data
from helpers.tables import (
    load_accounts,
    load_actors,
    load_claims,
    load_countries,
    load_events,
    load_indicators,
    load_indicators_catalogue,
    load_members,
    load_polls,
    load_readings,
    load_sources,
    load_table,
)

DATA = course.data_dir()


@pytest.fixture
def copy(tmp_path):
    """A copy of the data to break, without the large table that few tests need."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def edit(folder, name, row, column, value):
    """Change one cell; row is the number that a spreadsheet shows."""
    path = folder / name
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    rows[row - 1][rows[0].index(column)] = value
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def row_of(name, row_id):
    """Return the spreadsheet's number of the row with this id."""
    table = load_table(name)
    return int(table.index[table.iloc[:, 0] == row_id][0]) + 2


# ---------------------------------------------------------------- whole and valid


def test_the_data_has_no_fault():
    assert [str(fault) for fault in check_course_data(DATA)] == []


def test_frictionless_accepts_the_package():
    command = [sys.executable, "-m", "frictionless", "validate", str(DATA / "datapackage.json"), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    report = json.loads(done.stdout)
    assert report["valid"], json.dumps(report, indent=1)[:3000]
    assert report["stats"]["tasks"] == 23


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("events", 203),
        ("members", 32),
        ("claims", 60),
        ("omissions", 25),
        ("debate", 30),
    ],
)
def test_the_whole_evidence_base_is_here(name, rows):
    assert len(load_table(name)) == rows


def test_the_guide_to_the_tables_counts_their_rows_right():
    """The tables that lessons add to grow; what the guide says of them grows with them."""
    guide = (DATA / "README.md").read_text(encoding="utf-8")
    said = {name: int(rows.replace(",", "")) for name, rows in re.findall(r"\| `(\w+)\.csv` \| ([\d,]+) \|", guide)}
    assert said == {path.stem: len(load_table(path.stem)) for path in DATA.glob("*.csv")}


def test_every_file_is_described_and_every_field_in_plain_words():
    package = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
    described = {resource["path"] for resource in package["resources"]}
    about = {"datapackage.json", "README.md", "CORRECTIONS.md"}
    assert {path.name for path in DATA.iterdir()} == described | about
    for resource in package["resources"]:
        assert resource["title"]
        assert resource["description"]
        assert resource["licenses"]
        assert resource["sources"]
        for field in resource.get("schema", {}).get("fields", []):
            assert field["description"].endswith("."), (resource["name"], field["name"])


def test_files_are_utf8_with_plain_line_ends():
    for path in DATA.iterdir():
        data = path.read_bytes()
        data.decode("utf-8")
        assert b"\r" not in data, path.name
        assert not data.startswith(b"\xef\xbb\xbf"), path.name
        assert path.name == "essay.txt" or data.endswith(b"\n"), path.name


# ---------------------------------------------------------------- what the editors promise


def test_forty_one_contested_events_say_who_disputes_what():
    events = load_events()
    contested = events[events["status"] == "contested"]
    assert len(contested) == 41
    assert (contested["dispute"].str.len() > 40).all()
    assert (events[events["status"] == "documented"]["dispute"] == "").all()


def test_the_story_of_the_word_not_is_labelled_as_not_verified():
    event = load_events().set_index("id").loc["1991-12-missing-not-correction"]
    assert event["status"] == "contested"
    assert event["title"].startswith("By later accounts")
    assert event["notes"].startswith("REPORTED, NOT VERIFIED")


UNVERIFIED = "1991-12-missing-not-correction"
LABEL = re.compile("reported, not verified", re.IGNORECASE)


def test_the_label_stands_wherever_the_story_of_the_word_not_does():
    """A cell that tells of the dropped word, in any table, says that the story is reported, not verified."""
    story = re.compile(r"""["'“]not["'”]|later correction|Moscow (?:later|afterwards) said""")
    found = 0
    for name in (
        "events",
        "claims",
        "omissions",
        "documents",
        "debate",
        "accounts",
        "parallels",
        "readings",
        "glossary",
    ):
        for row in load_table(name).itertuples():
            text = " ".join(str(cell) for cell in row)
            if story.search(text):
                found += 1
                assert LABEL.search(text), (name, row[1])
    assert found >= 10


def test_an_account_that_rests_on_memory_is_marked_as_not_verified():
    memory = set(load_sources()[load_sources()["seen"] == "memory"]["id"])
    for account in load_accounts().itertuples():
        recalled = bool(set(account.sources.split(";")) & memory)
        assert (account.kind == "reported, not verified") == recalled == (account.status == "contested"), account.id
        assert (account.event == UNVERIFIED) == recalled, account.id
        assert len(account.words.split()) <= 25, account.id
        assert account.words == "" if account.second_half == "not seen" else True, account.id


def test_an_account_has_the_date_of_its_source():
    sources = load_sources().set_index("id")
    for account in load_accounts().itertuples():
        assert account.date == sources.loc[account.sources, "date"], account.id


def test_the_editors_verdicts_are_those_of_one_reading_and_the_other_says_what_it_is():
    readings = load_readings()
    verdicts = load_claims().set_index("id")["verdict"]
    ours = readings[readings["reading"] == readings["reading"].iloc[0]]
    assert (ours["verdict"] == verdicts[ours["claim"]].to_numpy()).all()
    other = readings[readings["reading"] != readings["reading"].iloc[0]]
    assert other["reading"].str.contains("reported, not verified").all()
    moved = other[other["verdict"] != verdicts[other["claim"]].to_numpy()]
    assert moved["claim"].tolist() == ["c16", "c19"]


@pytest.mark.parametrize(
    ("event_id", "date"),
    [
        ("1949-04-04-north-atlantic-treaty", "1949-04-04"),
        ("1952-02-18-greece-turkey-join", "1952-02-18"),
        ("1954-03-31-soviet-note-nato", "1954-03-31"),
        ("1954-05-07-western-refusal", "1954-05-07"),
        ("1954-10-23-paris-agreements", "1954-10-23"),
        ("1955-05-06-west-germany-joins", "1955-05-06"),
        ("1955-05-14-warsaw-pact", "1955-05-14"),
        ("1991-07-01-warsaw-pact-dissolved", "1991-07-01"),
        ("1991-12-25-ussr-dissolved", "1991-12-25"),
    ],
)
def test_the_founding_events_of_lesson_one(event_id, date):
    assert load_events().set_index("id").loc[event_id, "date"] == date


def test_the_ussr_is_not_russia():
    events = load_events()
    early = events[events["start"] < "1991-06-01"]
    assert not early["actors"].str.split(";").map(lambda names: "Russia" in names).any()
    late = events[events["start"] > "1992-01-01"]
    assert not late["actors"].str.split(";").map(lambda names: "USSR" in names).any()
    notes = load_actors().set_index("name")["notes"]
    assert "not the same" in notes["USSR"]


def test_a_sounding_is_not_called_an_application():
    events = load_events().set_index("id")
    for event_id in ("1954-03-31-soviet-note-nato", "1991-12-20-yeltsin-letter-nacc"):
        assert "not an application" in events.loc[event_id, "notes"]
        assert "applie" not in events.loc[event_id, "title"]


def test_members_agree_with_the_events_and_the_yearly_table():
    members = load_members()
    events = load_events()
    for iso3, day, name in zip(members["iso3"], members["accession_date"], members["country"], strict=True):
        if day.year == 1949:
            continue  # the events tell the signature, the members the entry into force
        joined = events[(events["category"] == "enlargement") & (events["date"] == f"{day:%Y-%m-%d}")]
        names = ";".join(joined["actors"]).split(";")
        assert name in names or (iso3 == "DEU" and "West Germany" in names), name
    first_year = members.set_index("iso3")["accession_date"].dt.year.to_dict()
    table = load_indicators("nato_member")
    expected = [float(y >= first_year.get(c, 9999)) for c, y in zip(table["iso3"], table["year"], strict=True)]
    assert table["value"].tolist() == expected


def test_documents_are_as_old_as_their_events():
    events = load_events().set_index("id")
    documents = load_table("documents")
    for document in documents[documents["events"] != ""].itertuples():
        written = pd.Timestamp(document.date + "-01" * (2 - document.date.count("-")))
        days = [abs((written - events.loc[event_id, "start"]).days) for event_id in document.events.split(";")]
        assert min(days) <= 31, document.id


def test_dated_prose_of_the_claims_points_at_events_of_that_date():
    """Each whole date in the prose that is the date of an event must lead to one of that date's events."""
    events = load_events()
    claims = load_claims()
    for claim in claims.itertuples():
        for prose, ids in (
            (claim.evidence_for, claim.events_for),
            (claim.evidence_against, claim.events_against),
        ):
            named = ids.split(";") if ids else []
            for day in re.findall(r"\b\d{4}-\d{2}-\d{2}\b", prose):
                if (events["date"] == day).any():
                    assert any(event_id.startswith(day) for event_id in named), (claim.id, day)


def test_only_words_of_the_short_list_and_known_actors():
    actors = load_actors()
    used = set(";".join(load_events()["actors"]).split(";"))
    assert used == set(actors["name"])
    states = set(actors[actors["iso3"] != ""]["name"])
    assert states <= set(load_countries()["name"])
    assert (load_sources()["perspective"] != "").all()


def test_seen_is_kept():
    seen = load_sources()["seen"]
    guide = " ".join((DATA / "README.md").read_text(encoding="utf-8").split())
    assert f"{(seen == 'memory').sum()} of {len(seen)} sources rest on memory" in guide
    assert set(seen) == {"seen", "memory"}


# ---------------------------------------------------------------- indicators


@pytest.mark.parametrize(
    ("indicator", "iso3", "year", "value"),
    [
        ("cow_cinc", "RUS", 1989, 0.13682),
        ("cow_cinc", "USA", 2022, 0.123566),
        ("cow_igo_memberships", "RUS", 1991, 55),
        ("cow_igo_memberships", "RUS", 1999, 81),
        ("cow_igo_memberships", "POL", 2014, 82),
        ("nato_member", "POL", 1998, 0),
        ("nato_member", "SWE", 2024, 1),
        ("unga_ideal_point", "RUS", 1993, 1.2827),
        ("unga_ideal_point", "RUS", 2022, -0.809),
        ("unga_ideal_point_all_votes", "USA", 2000, 2.6484),
        ("us_troops_active_duty", "DEU", 1989, 248621),
        ("us_troops_active_duty", "POL", 2024, 302),
        ("vdem_free_expression_v14", "RUS", 2023, 0.095),
        ("vdem_libdem", "RUS", 1992, 0.294),
        ("vdem_libdem", "TUR", 2000, 0.434),
        ("vdem_polyarchy", "HUN", 2024, 0.436),
        ("vdem_rule_of_law_v14", "POL", 1999, 0.954),
        ("wb_gdp_current_usd", "RUS", 1999, 195907128351),
        ("wb_gdp_current_usd", "USA", 2023, 27360935000000),
        ("wb_gdp_per_capita_ppp", "RUS", 1990, 29643.6),
        ("wb_gdp_per_capita_ppp", "RUS", 1998, 17052.8),
        ("wgi_voice_accountability", "RUS", 2023, -1.286),
    ],
)
def test_spot_checks_against_the_publishers_figures(indicator, iso3, year, value):
    table = load_indicators(indicator)
    found = table[(table["iso3"] == iso3) & (table["year"] == year)]["value"]
    assert found.round(6).tolist() == pytest.approx([value], rel=2e-4)


def test_the_band_of_liberal_democracy():
    table = load_indicators("vdem_libdem").set_index(["iso3", "year"])
    assert table.loc[("RUS", 1992), ["low", "value", "high"]].tolist() == [0.253, 0.294, 0.341]
    assert table[["low", "high"]].notna().all(axis=None)


def test_every_indicator_may_be_passed_on_and_tells_what_rus_is_before_1992():
    catalogue = load_indicators_catalogue()
    assert set(load_indicators()["indicator"]) == set(catalogue["id"])
    assert (catalogue["licence"] != "").all()
    left_out = re.compile("^(fh|pew|rsf|sipri|polity|atop|levada)")
    assert not catalogue["id"].map(lambda name: bool(left_out.match(name))).any()
    early = load_indicators()
    early = early[(early["iso3"] == "RUS") & (early["year"] < 1992)]["indicator"].unique()
    told = catalogue.set_index("id")["before_1992"]
    assert {name for name in told.index if told[name] != "no rows"} == set(early)


def test_polls_are_points_with_month_and_question():
    polls = load_polls()
    assert len(polls) == 10
    assert polls[polls["id"] == "levada-nato-bad-2022-05"]["share"].tolist() == [82.0]


# ---------------------------------------------------------------- outlines


def test_outlines_are_small_and_complete():
    path = DATA / "outlines.geojson"
    assert path.stat().st_size < 200_000
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    codes = [feature["properties"]["iso3"] for feature in features]
    countries = load_countries()
    assert codes == sorted(set(codes))
    assert set(codes) == set(countries["iso3"])
    names = dict(zip(countries["iso3"], countries["name"], strict=True))
    assert set(load_indicators()["iso3"]) <= set(codes)
    for feature in features:
        assert feature["properties"]["name"] == names[feature["id"]]
        assert feature["geometry"]["type"] == "MultiPolygon"
        rings = [ring for polygon in feature["geometry"]["coordinates"] for ring in polygon]
        assert rings
        for ring in rings:
            assert len(ring) >= 4
            assert ring[0] == ring[-1]
            assert all(-180 <= x <= 180 and -90 <= y <= 90 for x, y in ring)


def inside(code, x, y):
    for feature in json.loads((DATA / "outlines.geojson").read_text(encoding="utf-8"))["features"]:
        if feature["id"] != code:
            continue
        crossings = 0
        for polygon in feature["geometry"]["coordinates"]:
            for ring in polygon:
                for (x1, y1), (x2, y2) in pairwise(ring):
                    crossings += (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1)
        return crossings % 2 == 1
    return False


@pytest.mark.parametrize(
    ("code", "x", "y", "expected"),
    [
        ("UKR", 30.5, 50.4, True),
        ("UKR", 34.1, 45.0, True),  # Simferopol
        ("RUS", 34.1, 45.0, False),
        ("RUS", 37.6, 55.7, True),
        ("RUS", 20.5, 54.7, True),  # Kaliningrad
        ("POL", 21.0, 52.2, True),
        ("EST", 25.5, 58.9, True),
        ("CYP", 33.4, 35.3, True),
    ],
)
def test_places_lie_where_they_should(code, x, y, expected):
    assert inside(code, x, y) is expected


# ---------------------------------------------------------------- broken in each way, and the fault named

EVENT = "1955-05-06-west-germany-joins"
CONTESTED = "1954-03-31-soviet-note-nato"


@pytest.mark.parametrize(
    ("name", "row_id", "column", "value", "reason"),
    [
        ("events", EVENT, "sources", "no-such-source", "there is no such id in sources.csv"),
        ("events", EVENT, "sources", "", "must not be empty"),
        ("events", EVENT, "actors", "NATO;West Germnay", "there is no such name in actors.csv"),
        ("events", EVENT, "passages", "p02;p77", "there is no such passage in the essay"),
        ("events", EVENT, "date_end", "1955-05-01", "before the event's date"),
        ("events", EVENT, "date_end", "1955-05-06", "repeats the date"),
        ("events", EVENT, "date", "1955-05-06-", "not a date"),
        ("events", EVENT, "date", "1955-05-05", "must begin with the event's date"),
        ("events", EVENT, "category", "Enlargement", "not one of the words allowed"),
        ("events", EVENT, "dispute", "Some disagree.", "only a contested event"),
        ("events", EVENT, "status", "contested", "must say who holds what"),
        ("events", EVENT, "id", CONTESTED, "already has this"),
        ("events", CONTESTED, "dispute", "", "must say who holds what"),
        ("sources", "adomeit-2006", "perspective", "scholar", "not one of the words allowed"),
        ("sources", "adomeit-2006", "same_as", "nobody", "there is no such id in sources.csv"),
        ("sources", "adomeit-2006", "same_as", "adomeit-2006", "must name the row that stands for the work"),
        ("members", "Belgium", "iso3", "BEX", "there is no such iso3 in countries.csv"),
        ("members", "Belgium", "former_warsaw_pact", "FALSE", "yes, no"),
        ("claims", "c01", "quote", "In the years after the Cold War", "do not stand in p01"),
        ("claims", "c02", "quote", "Russia's attempt", "do not stand in p01"),
        ("claims", "c01", "span", "p01.s2", "the quotation stands in p01.s1"),
        ("claims", "c01", "span", "p01.s9", "there is no such sentence"),
        ("claims", "c01", "passages", "p02", "do not stand in p02"),
        ("claims", "c01", "passages", "p01;p02", "a claim stands in one passage"),
        ("claims", "c01", "events_for", "1991-07-01-gone", "there is no such id in events.csv"),
        ("claims", "c01", "verdict", "true", "not one of the words allowed"),
        ("omissions", "o01", "events", "1954-01-01-gone", "there is no such id in events.csv"),
        ("documents", "d01", "sources", "gone", "there is no such id in sources.csv"),
        ("debate", "h01", "year", "21", "less than 1945"),
        ("eras", "yeltsin-years", "start", "1991-12-25", "overlaps"),
        ("eras", "yeltsin-years", "end", "1991-12-01", "ends before it starts"),
        ("eras", "yeltsin-years", "label", "A label far too long", "16 characters"),
        ("forums", "pjc-walk-out", "date_end", "1999-03-24", "not after the first day"),
        ("forums", "pjc-balkans-only", "date", "1999-09-15", "begins on that day"),
        ("forums", "pjc-walk-out", "who_stopped", "", "must say who stopped"),
        ("forums", "pjc-walk-out", "who_stopped", "Nobody", "there is no such name in actors.csv"),
        ("forums", "pjc-walk-out", "state", "asleep", "not one of the words allowed"),
        ("indicators_catalogue", "cow_cinc", "last_year", "2021", "the values run from 1989 to 2022"),
        ("indicators_catalogue", "cow_cinc", "id", "cow_cincx", "has no value for this"),
        ("indicators_catalogue", "cow_cinc", "source", "gone", "there is no such id in sources.csv"),
        ("accounts", "letter-lat", "sources", "gone", "there is no such id in sources.csv"),
        ("accounts", "letter-lat", "event", "1991-gone", "there is no such id in events.csv"),
        ("accounts", "letter-lat", "kind", "rumour", "not one of the words allowed"),
        ("parallels", "dinner-rg-ready", "telling", "dinner-gone", "no such id in accounts.csv or documents.csv"),
        ("parallels", "dinner-rg-ready", "words", "one " * 25 + "more", "a quotation of 26 words; 25 are the most"),
        ("parallels", "dinner-athens-news-ready", "aspect", "Not yet  ready?", 'spells this "Not yet ready"'),
        ("parallels", "dinner-athens-news-ready", "telling", "dinner-rg", "already has a row on this aspect"),
        ("parallels", "dinner-rg-ready", "set", "alone", "needs two tellings or more"),
        ("parallels", "dinner-rg-ready", "words", "", "must not be empty"),
        ("parallels", "dinner-rg-ready", "quoted", "true", "yes, no"),
        ("parallels", "dinner-rg-ready", "sources", "gone", "there is no such id in sources.csv"),
        ("readings", "not-printed-c04", "verdict", "true", "not one of the words allowed"),
        ("readings", "not-printed-c04", "claim", "c99", "there is no such id in claims.csv"),
        ("readings", "not-printed-c04", "verdict", "unsupported", "must be those of the claims"),
        ("readings", "not-dropped-c04", "question", "What else?", "one event and one question"),
        ("readings", "not-dropped-c15", "claim", "c04", "already has a verdict"),
        ("actors", "NATO", "iso3", "XXX", "there is no such iso3 in countries.csv"),
    ],
)
def test_a_broken_table_is_named(copy, name, row_id, column, value, reason):
    row = row_of(name, row_id)
    edit(copy, f"{name}.csv", row, column, value)
    found = check_course_data(copy)
    assert any(fault.row == row and reason in fault.reason for fault in found), [str(f) for f in found]
    assert all(fault.file.endswith((".csv", ".md")) for fault in found)


def test_an_indicator_outside_its_band_and_twice_is_named(copy):
    lines = (copy / "indicators.csv").read_text(encoding="utf-8").splitlines()
    row = next(i for i, line in enumerate(lines) if line.startswith("vdem_libdem,RUS,1992")) + 1
    edit(copy, "indicators.csv", row, "value", "0.9")
    assert [(f.row, f.reason) for f in check_course_data(copy)] == [
        (row, "this value lies outside its own low and high")
    ]
    edit(copy, "indicators.csv", row, "year", "1993")
    assert any("already has this" in fault.reason for fault in check_course_data(copy))


def test_readings_that_judge_different_claims_or_stand_alone_are_named(copy):
    edit(copy, "readings.csv", row_of("readings", "not-dropped-c04"), "claim", "c01")
    assert [f.reason for f in check_course_data(copy)] == ["every reading of a switch must judge the same claims"]
    path = copy / "readings.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "not-dropped" not in line), encoding="utf-8")
    assert [f.reason for f in check_course_data(copy)] == ["a switch needs two readings or more"]


def test_events_out_of_order_are_named(copy):
    path = copy / "events.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    lines[1], lines[2] = lines[2], lines[1]
    path.write_text("".join(lines), encoding="utf-8", newline="")
    assert [(f.row, f.column) for f in check_course_data(copy)] == [(3, "date")]


def test_a_changed_word_of_the_essay_is_named(copy):
    path = copy / "essay.md"
    path.write_text(path.read_text(encoding="utf-8").replace("cautious optimism", "careful optimism"), encoding="utf-8")
    found = check_course_data(copy)
    assert any(fault.file == "essay.md" and "essay.txt" in fault.reason for fault in found)
    assert any(fault.file == "claims.csv" and fault.column == "quote" for fault in found)


@pytest.mark.parametrize("name", ["events.csv", "essay.md", "essay.txt", "datapackage.json", "sources.csv"])
def test_a_missing_file_is_named_and_nothing_crashes(copy, name):
    (copy / name).unlink()
    found = check_course_data(copy)
    assert any(fault.file == name and "missing" in fault.reason for fault in found)
    (copy / name).write_bytes(b"\xff\x00,\n")
    assert any(fault.file == name for fault in check_course_data(copy))


DAMAGE = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), st.binary(max_size=4)), min_size=1, max_size=3)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(name=st.sampled_from(["datapackage.json", "events.csv", "claims.csv", "eras.csv", "essay.md"]), edits=DAMAGE)
def test_random_damage_is_told_and_never_crashes(copy, name, edits):
    data = bytearray((DATA / name).read_bytes())
    for place, cut, new in edits:
        at = int(place * len(data))
        data[at : at + cut] = new
    (copy / name).write_bytes(bytes(data))
    found = check_course_data(copy)
    (copy / name).write_bytes((DATA / name).read_bytes())
    assert all(str(fault) and fault.reason for fault in found)


@pytest.mark.parametrize(
    ("table", "field", "change"),
    [
        ("events", "dispute", {"name": "quarrel"}),
        ("eras", "end", {"type": "string"}),
        ("claims", "quote", {"constraints": {"pattern": "("}}),
        ("debate", "year", {"constraints": {"minimum": "old"}}),
        ("sources", "same_as", {"list": 3}),
    ],
)
def test_a_damaged_description_is_told(copy, table, field, change):
    path = copy / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    resource = next(r for r in package["resources"] if r["name"] == table)
    next(f for f in resource["schema"]["fields"] if f["name"] == field).update(change)
    path.write_text(json.dumps(package), encoding="utf-8")
    found = check_course_data(copy)
    if field != "end":  # text would still be read; every other change makes the description unfit
        assert found
    assert all(fault.reason for fault in found)


# ---------------------------------------------------------------- the script behind the outlines


def test_the_outline_script_simplifies_and_gives_back():
    spec = importlib.util.spec_from_file_location("outlines", DATA.parent / "scripts" / "make_outlines.py")
    outlines = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(outlines)
    line = [(0.0, 0.0), (1.0, 0.01), (2.0, 0.0), (3.0, 2.0)]
    assert outlines.simplify(line, 0.05) == [(0.0, 0.0), (2.0, 0.0), (3.0, 2.0)]
    square = [(0.0, 0.0), (0.0, 1.0), (1.0, 1.0), (1.0, 0.0), (0.0, 0.0)]
    assert outlines.simplify(square, 0.1) == square
    assert outlines.contains(square, (0.5, 0.5))
    assert not outlines.contains(square, (1.5, 0.5))
    # Two unit squares side by side, with a border (line 0) between them, become one.
    lines = [
        [(1.0, 0.0), (1.0, 1.0)],
        [(1.0, 1.0), (0.0, 1.0), (0.0, 0.0), (1.0, 0.0)],
        [(1.0, 0.0), (2.0, 0.0), (2.0, 1.0), (1.0, 1.0)],
    ]
    country, neighbour = [[[0, 1]]], [[[~0, 2]]]
    outlines.give_back((1.5, 0.5), country, [neighbour], lines)
    assert neighbour == []
    ring = outlines._ring(country[0][0], lines)
    assert ring[0] == ring[-1]
    assert outlines.contains(ring, (0.5, 0.5))
    assert outlines.contains(ring, (1.5, 0.5))
    assert len(ring) == 7
