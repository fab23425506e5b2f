"""The explorer's Python side: columns for the browser, details, selection, faults, what the browser may ask."""

import json
import subprocess
import sys
from pathlib import Path

import make_explorer
import numpy as np
import pandas as pd
import pytest

from helpers.exercises import tray
from helpers.explorer import explore
from helpers.explorer.details import detail
from helpers.explorer.packing import MOST_TEXT, NO_DATE, pack, rows_of_bits
from helpers.explorer.widget import LATER
from helpers.tables import load_claims, load_eras, load_events

FRONTEND = make_explorer.FRONTEND


def events(**columns):
    """Return three events, out of order, one without a date."""
    table = {
        "id": ["late", "none", "early"],
        "title": ["Late\nevent", "<b>No date</b>", "Early event"],
        "start": pd.to_datetime(["1990-05-01", None, "1949-04-04"]),
        "end": pd.to_datetime(["1990-05-31", None, "1949-04-04"]),
        "date": ["1990-05", "", "1949-04-04"],
        "date_end": ["", "", ""],
        "category": ["treaty", "crisis;treaty", "crisis"],
    }
    return pd.DataFrame({**table, **columns})


def days(packed, name):
    return np.frombuffer(packed.columns[name], dtype="<i4").tolist()


def lines(packed, name):
    return packed.columns[name].decode().split("\n")


def test_events_go_in_the_order_of_time_and_those_without_a_date_last():
    packed = pack(events())
    assert packed.table["id"].to_list() == ["early", "late", "none"]
    assert packed.position.tolist() == [2, 0, 1]
    first = (np.datetime64("1949-04-04") - np.datetime64("1970-01-01")).astype(int)
    assert days(packed, "start") == [first, first + 15002, NO_DATE]
    assert days(packed, "end") == [first, first + 15032, NO_DATE]


def test_a_title_stays_one_line_so_that_rows_cannot_slip():
    assert lines(pack(events()), "titles") == ["Early event", "Late event", "<b>No date</b>"]
    strange = ["\ud800half", "next\u2028line", "tab\tand\r\nbreak"]
    assert len(lines(pack(events(title=strange)), "titles")) == 3


def test_lanes_and_dates_as_known():
    packed = pack(events())
    pairs = zip(
        np.frombuffer(packed.columns["lane_event"], "<u4").tolist(),
        [packed.header["lanes"][n] for n in np.frombuffer(packed.columns["lane_of"], "<u2")],
        strict=True,
    )
    assert sorted(pairs) == [(0, "crisis"), (1, "treaty"), (2, "crisis"), (2, "treaty")]
    known = list(packed.columns["known"])
    assert [one & 3 for one in known[:2]] == [0, 1]
    assert [one >> 2 for one in known] == [3, 3, 3]
    spans = pack(events(date_end=["1991", "", ""]))
    assert [one >> 2 for one in spans.columns["known"]] == [3, 2, 3]


def test_days_alone_will_do_where_no_column_says_how_far_dates_are_known():
    table = events()[["id", "title", "start", "end", "category"]]
    packed = pack(table)
    assert [(one & 3, one >> 2) for one in packed.columns["known"]] == [(0, 3), (0, 0), (0, 3)]
    assert detail(packed.table.iloc[1])["date"] == "1 May 1990 to 31 May 1990"


def test_a_long_table_is_searched_by_id_and_as_many_words_as_are_not_too_much():
    short = pack(events(summary=["about a mill", "", ""]))
    assert lines(short, "words")[1] == "late 1990-05 about a mill"
    long = pack(events(summary=["x" * (MOST_TEXT + 1), "", ""]))
    assert lines(long, "words")[1] == "late 1990-05"


def test_the_header_is_plain_json():
    packed = pack(load_events(), eras=load_eras())
    assert json.loads(json.dumps(packed.header)) == packed.header
    assert packed.header["statuses"] == ["documented", "contested"]
    assert len(packed.header["symbols"]) == len(packed.header["lanes"])


def test_a_hundred_thousand_events_stay_small():
    table = load_events()
    many = table.iloc[np.arange(100_000) % len(table)].reset_index(drop=True)
    packed = pack(many)
    assert len(packed.table) == 100_000
    assert sum(map(len, packed.columns.values())) < 20_000_000


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ([1, 2], "The explorer needs a table of events"),
        (events().drop(columns="title"), "has no column 'title'"),
        (events().drop(columns="id"), "has no column 'id'"),
        (events().drop(columns="start"), "has no column 'start'"),
        (events().drop(columns="category"), "has no column 'category'"),
        (events(start=["soon", "later", "never"]), "'start' holds something that is not a date"),
        (pd.concat([events(), events()["title"]], axis=1), "has the column 'title' more than once"),
    ],
)
def test_a_fault_is_told_in_one_sentence(wrong, said):
    with pytest.raises(ValueError, match=said) as caught:
        explore(wrong)
    assert "\n" not in str(caught.value)


def test_an_empty_table_is_no_fault():
    view = explore(events()[:0])
    assert len(view.shown) == len(view.selected) == 0
    assert list(view.shown.columns) == list(events().columns)
    assert "0 events" in view._words()


def test_selection_by_id_and_back():
    view = explore(events())
    view.selection = ["none", "early"]
    assert view.selection == ["none", "early"]
    assert view.selected["id"].to_list() == ["none", "early"]
    assert view.picked == [2, 0]
    view.selection = "late"
    assert view.selected["title"].to_list() == ["Late\nevent"]
    view.picked = [0, 99, -1]  # a browser may tell anything
    assert view.selection == ["early"]
    with pytest.raises(ValueError, match="No event in this table has the id 'later'"):
        view.selection = ["later"]


def told(view, **message):
    """Send a message as the browser does; return the replies."""
    replies = []
    view.send = lambda content, buffers=None: replies.append(content)
    buffers = message.pop("buffers", [])
    view._handle_custom_msg({"ask": "q1", **message}, buffers)
    return replies


def test_shown_is_what_the_browser_says_in_the_order_of_the_table():
    view = explore(events())
    assert view.shown["id"].to_list() == ["late", "none", "early"]
    assert told(view, type="shown", buffers=[memoryview(bytes([0b011]))]) == []
    assert view.shown["id"].to_list() == ["late", "early"]
    assert told(view, type="shown", buffers=[memoryview(b"")])[0]["problem"]
    assert view.shown["id"].to_list() == ["late", "early"]


def test_bits_beyond_the_table_do_not_count():
    assert rows_of_bits(bytes([0xFF]), 3).tolist() == [0, 1, 2]


def test_a_detail_holds_sources_claims_and_passages():
    view = explore(load_events())
    name = "1991-12-20-nacc-first-meeting"
    row = view._packed.table.index[view._packed.table["id"] == name][0]
    (reply,) = told(view, type="detail", rows=[int(row)])
    assert reply["to"] == "q1"
    found = reply["detail"]
    assert found["date"] == "20 December 1991"
    assert found["sources"]
    assert all(one["seen"] in ("read by the editors", "known to the editors from memory, not before them")
               for one in found["sources"])  # fmt: skip
    assert all(one["text"] for one in found["passages"])
    claims = load_claims()
    wanted = claims[(claims["events_for"] + ";" + claims["events_against"]).str.split(";").map(lambda ids: name in ids)]
    assert [one["id"] for one in found["claims"]] == wanted["id"].to_list()
    assert len(wanted)


def test_no_verdict_and_no_side_reaches_the_browser():
    """Of each claim only id, words and place; of the whole state and every reply none of the editors' words."""
    view = explore(load_events(), eras=load_eras())
    sent = json.dumps({k: v for k, v in view.get_state(["data", "picked", "filters"]).items() if k != "data"})
    sent += json.dumps(view._packed.header)
    for row in range(len(view._packed.table)):
        (reply,) = told(view, type="detail", rows=[row])
        for claim in reply["detail"]["claims"]:
            assert set(claim) == {"id", "quote", "where"}
        assert reply["detail"]["claims"] == sorted(reply["detail"]["claims"], key=lambda one: one["id"])
        sent += json.dumps(reply, ensure_ascii=False)
    for row in load_claims().itertuples():
        assert row.why not in sent
        assert row.verdict == "contested" or f'"{row.verdict}"' not in sent


def test_a_table_of_ones_own_needs_no_course(tmp_path):
    table = events(sources=["my-diary", "", ""], status=["contested", "", "documented"], dispute=["A says no.", "", ""])
    found = detail(pack(table).table.iloc[1])
    assert found["sources"] == [
        {"id": "my-diary", "title": "my-diary", "by": "", "side": "", "seen": "not in the list of sources"}
    ]
    assert (found["contested"], found["dispute"], found["claims"]) == (True, "A says no.", [])
    assert detail(pack(table).table.iloc[2])["date"] == "no date"


class Card:
    label = "Exercise 3: A card"

    def __init__(self):
        self.got = []

    def take(self, ids):
        self.got += ids
        return f"Taken: {', '.join(ids)}."


def test_evidence_goes_to_an_open_card_or_to_the_tray():
    view, card = explore(events()), Card()
    tray.offer(card)
    (reply,) = told(view, type="takers")
    assert reply["takers"][0]["label"] == "Exercise 3: A card"
    assert reply["takers"][-1] == {"key": LATER, "label": "Keep for later"}
    (reply,) = told(view, type="use", rows=[1, 0], place=reply["takers"][0]["key"])
    assert (card.got, reply["said"]) == (["late", "early"], "Taken: late, early.")
    try:
        reply = told(view, type="use", rows=[2], place=LATER)[-1]  # the tray tells of its change before
        assert "none" in tray.collected()
        assert "Kept for later" in reply["said"]
    finally:
        tray.drop("none")


def test_an_open_explorer_hears_of_a_new_card():
    view = explore(events())
    heard = []
    view.send = lambda content, buffers=None: heard.append(content)
    card = Card()
    tray.offer(card)
    assert heard[-1]["takers"][0]["label"] == card.label


@pytest.mark.parametrize(
    "message", [{"type": "nonsense"}, {"type": "detail", "rows": []}, {"type": "detail", "rows": [99]}]
)
def test_a_strange_question_gets_a_sentence(message):
    (reply,) = told(explore(events()), **message)
    assert reply["problem"].endswith(".")


def test_without_a_kernel_there_is_a_sentence():
    view = explore(events())
    data, _ = view._repr_mimebundle_()
    assert data["text/plain"].startswith("An explorer of 3 events from 4 April 1949 to 31 May 1990")
    assert data["text/plain"] in data["text/html"]


def test_the_lock_names_hashes_and_no_registry():
    lock = json.loads((FRONTEND / "package-lock.json").read_text())
    libraries = {place: facts for place, facts in lock["packages"].items() if place}
    assert len(libraries) > 20
    assert all(facts["integrity"].startswith("sha512-") for facts in libraries.values())
    assert "://" not in (FRONTEND / "package-lock.json").read_text()
    wanted = json.loads((FRONTEND / "package.json").read_text())
    for name, version in {**wanted["dependencies"], **wanted["devDependencies"]}.items():
        assert libraries[f"node_modules/{name}"]["version"] == version  # exact, no range


def test_the_module_keeps_the_licences_of_what_it_holds():
    built = make_explorer.BUILT.read_text(encoding="utf-8")
    lock = json.loads((FRONTEND / "package-lock.json").read_text())["packages"]
    for place, facts in lock.items():
        if place and not facts.get("dev"):
            name = place.rpartition("node_modules/")[2]
            assert f"{name} {facts['version']} (ISC)" in built
    assert built.count("Permission to use, copy, modify") == sum(
        1 for place, facts in lock.items() if place and not facts.get("dev")
    )


def test_a_changed_source_is_told(tmp_path, monkeypatch):
    """`--check` says so when the committed module is not what the sources build; without Node, by a stand-in."""
    built = tmp_path / "explorer.js"
    monkeypatch.setattr(make_explorer, "BUILT", built)
    monkeypatch.setattr(make_explorer, "ROOT", tmp_path)
    monkeypatch.setattr(make_explorer, "build", lambda folder: "new")
    monkeypatch.setattr(make_explorer, "tool", lambda *_: None)
    monkeypatch.setattr(sys, "argv", ["make_explorer.py", "--check"])
    built.write_text("new")
    make_explorer.main()
    built.write_text("old")
    with pytest.raises(SystemExit, match="not what its sources build"):
        make_explorer.main()


def test_no_source_makes_html_of_text():
    for path in (FRONTEND / "src").glob("*.js"):
        text = path.read_text(encoding="utf-8")
        assert not any(word in text for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write"))


def test_sources_stay_out_of_the_wheel(tmp_path: Path) -> None:
    pytest.importorskip("hatchling")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=make_explorer.ROOT, check=True, capture_output=True)
    import zipfile

    names = zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist()
    assert "helpers/explorer/static/explorer.js" in names
    assert "helpers/explorer/static/explorer.css" in names
    assert not [name for name in names if "frontend" in name or "node_modules" in name]
