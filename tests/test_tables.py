"""Tables: what a loader gives, and how a broken file is refused."""

import csv
import io
import shutil
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers import course, tables
from helpers.table_faults import Fault, TableError
from helpers.table_schema import Field, ListOf, Schema, date_range, load_schemas
from helpers.tables import load_table, read_table

VISITS = Schema(
    "visits",
    "visits.csv",
    (
        Field("id", required=True, unique=True, pattern="[a-z0-9-]+", description="A short name."),
        Field("date", required=True, date_as_known=True),
        Field("date_end", date_as_known=True),
        Field("kind", required=True, enum=("call", "visit")),
        Field("people", type="integer", minimum=1),
        Field("cost", type="number"),
        Field("paid", type="boolean", true_values=("yes",), false_values=("no",)),
        Field("day", type="date"),
        Field("guests", list_of=ListOf(None, None)),
    ),
    ("id",),
)
HEADER = "id,date,date_end,kind,people,cost,paid,day,guests"
GOOD = "a,1990-01-31,1990-02,visit,3,1.5,yes,1990-01-31,Ann;Bob"
ALSO_GOOD = "b,1991,,call,,,no,,"
SLOW = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def write(folder: Path, text: str | bytes) -> Path:
    path = folder / "visits.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape"))
    return path


def faults(folder: Path, text: str | bytes) -> list[Fault]:
    with pytest.raises(TableError) as caught:
        read_table(write(folder, text), VISITS)
    assert caught.value.faults
    return caught.value.faults


def rows(*lines: str) -> str:
    return "\n".join([HEADER, *lines]) + "\n"


# ---------------------------------------------------------------- a good table


def test_a_good_table_has_the_promised_types(tmp_path):
    table = read_table(write(tmp_path, rows(GOOD, ALSO_GOOD)), VISITS)
    assert {name: str(kind) for name, kind in table.dtypes.items()} == {
        "id": "string",
        "date": "string",
        "date_end": "string",
        "start": "datetime64[ns]",
        "end": "datetime64[ns]",
        "precision": "string",
        "kind": "string",
        "people": "Int64",
        "cost": "float64",
        "paid": "bool",
        "day": "datetime64[ns]",
        "guests": "string",
    }
    assert table.index.tolist() == [0, 1]
    assert table["start"].tolist() == [pd.Timestamp(1990, 1, 31), pd.Timestamp(1991, 1, 1)]
    assert table["end"].tolist() == [pd.Timestamp(1990, 2, 28), pd.Timestamp(1991, 12, 31)]
    assert table["precision"].tolist() == ["month", "year"]
    assert table["date_end"].tolist() == ["1990-02", ""]
    assert table["paid"].tolist() == [True, False]
    assert table["people"].isna().tolist() == [False, True]
    assert table["cost"].isna().tolist() == [False, True]
    assert table["day"].isna().tolist() == [False, True]


def test_columns_may_come_in_any_order_and_leave_in_the_schemas(tmp_path):
    names, cells = HEADER.split(",")[::-1], GOOD.split(",")[::-1]
    table = read_table(write(tmp_path, ",".join(names) + "\n" + ",".join(cells) + "\n"), VISITS)
    assert table["id"].tolist() == ["a"]
    assert table.columns[0] == "id"


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_both_line_ends_and_a_missing_last_one_are_read(tmp_path, ending):
    text = ending.join([HEADER, GOOD, ALSO_GOOD])
    assert len(read_table(write(tmp_path, text), VISITS)) == 2
    assert len(read_table(write(tmp_path, text + ending), VISITS)) == 2


def test_quoted_commas_and_quotation_marks_are_kept(tmp_path):
    line = GOOD.replace("Ann;Bob", '"Ann ""A"", B."')
    assert read_table(write(tmp_path, rows(line)), VISITS)["guests"].tolist() == ['Ann "A", B.']


# ---------------------------------------------------------------- broken cells


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("id", "", "must not be empty"),
        ("id", "A B", "A short name"),
        ("date", "1990-02-30", "no such day"),
        ("date", "1990-13", "no such month"),
        ("date", "1990-1-5", "spreadsheet has changed"),
        ("date", "31/01/1990", "spreadsheet has changed"),
        ("date", "31.01.1990", "spreadsheet has changed"),
        ("date", "Jan-90", "spreadsheet has changed"),
        ("date", "31-Jan-90", "spreadsheet has changed"),
        ("date", "32904", "spreadsheet has changed"),
        ("date", "1990-01-31 00:00:00", "spreadsheet has changed"),
        ("date", "soon", "not a date"),
        ("date", "0000-01-01", "year is outside"),
        ("date", "9999", "year is outside"),
        ("date", "１９９０", "not a date"),
        ("date_end", "1990-02-29", "no such day"),
        ("kind", "Visit", "call, visit"),
        ("people", "3.0", "not a whole number"),
        ("people", "0", "less than 1"),
        ("people", "1e3", "not a whole number"),
        ("cost", '"1,5"', "not a plain number"),
        ("cost", "2.3E+12", "not a plain number"),
        ("cost", "nan", "not a plain number"),
        ("cost", "1_000", "not a plain number"),
        ("cost", "#REF!", "spreadsheet's error"),
        ("cost", "#####", "spreadsheet's error"),
        ("paid", "TRUE", "yes, no"),
        ("day", "1990-01", "whole date"),
        ("guests", "Ann; Bob", "space beside"),
        ("guests", "Ann;;Bob", "empty part"),
        ("guests", "Ann;Ann", '"Ann" twice'),
        ("guests", " Ann", "begins or ends with a space"),
        ("guests", "Ann\u00a0", "begins or ends with a space"),
        ("guests", "A\x00nn", "NUL"),
        ("guests", "A\x07nn", "invisible character"),
        ("guests", "A\u200bnn", "invisible character"),
        ("guests", "Caf\udce9", "not UTF-8"),
        ("guests", "Caf\ufffd", "lost"),
        ("guests", "Cafe\u0301", "accent"),
        ("guests", '"Ann\nBob"', "line break"),
        ("guests", "x" * 10_001, "10001 characters"),
        ("guests", "x" * 200_000, "200000 characters"),
    ],
)
def test_a_wrong_cell_is_named(tmp_path, column, value, reason):
    cells = GOOD.split(",")
    cells[HEADER.split(",").index(column)] = value
    found = faults(tmp_path, rows(ALSO_GOOD, ",".join(cells)))
    assert [(fault.file, fault.row, fault.column) for fault in found] == [("visits.csv", 3, column)]
    assert reason in found[0].reason
    assert "\n" not in str(found[0])


def test_a_spreadsheets_own_utf8_is_read(tmp_path):
    path = write(tmp_path, rows(GOOD))
    plain = read_table(path, VISITS)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert read_table(path, VISITS).equals(plain)


def test_rows_count_as_in_a_spreadsheet_after_a_line_break_in_a_cell(tmp_path):
    found = faults(tmp_path, rows(GOOD.replace("Ann;Bob", '"Ann\nBob"'), ALSO_GOOD.replace("call", "chat")))
    assert [(fault.row, fault.column) for fault in found] == [(2, "guests"), (3, "kind")]


def test_all_faults_are_told_at_once_in_order(tmp_path):
    found = faults(tmp_path, rows("a,1990-13,,talk,x,,yes,,", "a,1990,,call,,,no,,", ""))
    assert [(fault.row, fault.column) for fault in found] == [
        (2, "date"),
        (2, "kind"),
        (2, "people"),
        (3, "id"),
        (4, None),
    ]
    assert "row 2 already has this" in found[3].reason
    assert found[0].value == "1990-13"


def test_the_message_stops_after_twenty_faults_and_counts_the_rest(tmp_path):
    with pytest.raises(TableError) as caught:
        read_table(write(tmp_path, rows(*[f"a{i},never,,call,,,no,," for i in range(25)])), VISITS)
    lines = str(caught.value).splitlines()
    assert len(lines) == 21
    assert lines[0] == (
        'visits.csv, row 2, column "date": this is not a date; write it as YYYY-MM-DD, YYYY-MM or YYYY. Found: "never".'
    )
    assert lines[-1] == "... and 5 more."
    assert len(caught.value.faults) == 25


# ---------------------------------------------------------------- broken files


@pytest.mark.parametrize(
    ("text", "row", "reason"),
    [
        (b"", None, "the file is empty"),
        (b"\n\n", None, "the file is empty"),
        (HEADER, None, "no rows"),
        (b"PK\x03\x04 and so on", None, "not a CSV file"),
        (b"\xff\xfei\x00d\x00", None, "UTF-16"),
        ("<!DOCTYPE html><html></html>", None, "web page"),
        ('{"id": 1}', None, "JSON"),
        (rows(GOOD, ALSO_GOOD).replace(",", ";"), None, "semicolons"),
        (rows(GOOD, ALSO_GOOD).replace(",", "\t"), None, "tabs"),
        ("sep=;\n" + rows(GOOD).replace(",", ";"), None, "semicolons"),
        (rows(GOOD, ALSO_GOOD + ",more"), 3, "10 cells, the row of column names has 9"),
        (rows(GOOD, "b,1991"), 3, "2 cells"),
        (rows(GOOD, ""), 3, "row is empty"),
        (rows(GOOD, ",,,,,,,,"), 3, "row is empty"),
        (rows(GOOD, 'b,1991,,call,,,no,,"Ann'), 3, "quotation mark"),
        (rows(GOOD, 'b,1991,,call,,,no,,"Ann" Bob'), 3, "quotation mark"),
        (rows(GOOD).replace("kind,", ""), 1, "this column is missing"),
        (rows(GOOD).replace("kind,", "kinds,"), 1, 'did you mean "kind"?'),
        (rows(GOOD).replace("people,", "id,"), 1, "there twice"),
        (rows(GOOD).replace("people,", ","), 1, "column 5 has no name"),
    ],
)
def test_a_wrong_file_is_refused_with_a_reason(tmp_path, text, row, reason):
    found = faults(tmp_path, text)
    assert any(fault.row == row and reason in fault.reason for fault in found), found


def test_a_semicolon_table_is_told_once_and_not_cell_by_cell(tmp_path):
    assert len(faults(tmp_path, rows(GOOD, ALSO_GOOD).replace(",", ";"))) == 1


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    with pytest.raises(TableError, match=r"gone\.csv: the file is missing\."):
        read_table(tmp_path / "gone.csv", VISITS)
    with pytest.raises(TableError, match="cannot be read"):
        read_table(tmp_path, VISITS)


def test_the_csv_limit_of_the_process_is_left_as_it_was(tmp_path):
    before = csv.field_size_limit()
    faults(tmp_path, rows(GOOD.replace("Ann;Bob", "x" * 200_000)))
    assert csv.field_size_limit() == before


# ---------------------------------------------------------------- fuzz: only a table or a TableError


def reads_or_refuses(path: Path, schema: Schema) -> None:
    refusal = None
    try:
        table = read_table(path, schema)
    except TableError as error:
        refusal = error
    if refusal is not None:
        assert refusal.faults
        assert all(fault.reason and fault.file == path.name for fault in refusal.faults)
        assert str(refusal)
    else:
        assert len(table) > 0
        assert {field.name for field in schema.fields} <= set(table.columns)
        # Nothing is dropped in silence: each record of the file is a row of the table.
        text = path.read_bytes().decode("utf-8")
        assert len(table) == sum(1 for _ in csv.reader(io.StringIO(text, newline=""))) - 1


@SLOW
@given(data=st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(tmp_path, data):
    reads_or_refuses(write(tmp_path, data), VISITS)


@SLOW
@given(data=st.text(alphabet=st.sampled_from('ab19-,;"\n\r \t\x00é\ufeff'), max_size=200))
def test_any_text_after_the_header_is_read_or_refused(tmp_path, data):
    reads_or_refuses(write(tmp_path, HEADER + "\n" + data), VISITS)


@SLOW
@given(
    name=st.sampled_from(["events", "members", "eras", "claims", "debate"]),
    edits=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 3), st.binary(max_size=4)), min_size=1, max_size=5),
)
def test_real_tables_with_random_damage_are_read_or_refused(tmp_path, name, edits):
    schema = load_schemas(course.data_dir())[name]
    data = bytearray((course.data_dir() / schema.path).read_bytes()[:6000])
    data = data[: data.rfind(b"\n") + 1]
    for place, cut, new in edits:
        at = int(place * len(data))
        data[at : at + cut] = new
    path = tmp_path / schema.path
    path.write_bytes(bytes(data))
    reads_or_refuses(path, schema)


@SLOW
@given(text=st.text(max_size=12))
def test_any_text_is_a_date_range_or_a_value_error(text):
    try:
        first, last, precision = date_range(text)
    except ValueError:
        return
    assert first <= last
    assert (precision == "day") == (first == last)


@given(st.dates(min_value=pd.Timestamp(1700, 1, 1).date(), max_value=pd.Timestamp(2200, 12, 31).date()))
def test_every_day_is_its_own_range(day):
    assert date_range(day.isoformat()) == (day, day, "day")
    assert date_range(f"{day:%Y-%m}")[0] <= day <= date_range(f"{day:%Y-%m}")[1]


# ---------------------------------------------------------------- the course's own loaders


def test_every_table_of_the_package_loads():
    for name, schema in load_schemas(course.data_dir()).items():
        table = load_table(name)
        assert len(table) > 0, name
        assert set(table.columns) >= {field.name for field in schema.fields}


@pytest.mark.parametrize(
    "loader",
    [name for name in tables.__all__ if name.startswith("load_") and name != "load_table"],
)
def test_each_loader_gives_its_own_copy(loader):
    load = getattr(tables, loader)
    first = load()
    untouched = load()
    first.iloc[:, :] = first.iloc[::-1].to_numpy()
    first["more"] = 1
    pd.testing.assert_frame_equal(load(), untouched)


def test_load_events_has_the_promised_columns():
    assert tables.load_events().columns.tolist() == [
        "id", "date", "date_end", "start", "end", "precision", "title", "summary", "category", "actors",
        "place", "passages", "sources", "status", "dispute", "notes",
    ]  # fmt: skip


def test_load_indicators_picks_in_the_order_asked_and_names_a_slip():
    ids = tables.load_indicators_catalogue()["id"].tolist()
    table = tables.load_indicators(ids[2], ids[0], ids[2])
    assert table["indicator"].drop_duplicates().tolist() == [ids[2], ids[0]]
    assert table.index.tolist() == list(range(len(table)))
    assert (table["country"] != "").all()
    with pytest.raises(ValueError, match=f'Did you mean "{ids[0]}"'):
        tables.load_indicators(ids[0] + "x")
    assert len(tables.load_indicators()) > len(table)


def test_an_unknown_table_is_named():
    with pytest.raises(ValueError, match='no table "evnts"'):
        load_table("evnts")


def test_a_table_mended_on_disk_is_read_again(tmp_path, monkeypatch):
    shutil.copytree(course.data_dir(), tmp_path / "data")
    monkeypatch.setattr(course, "data_dir", lambda: tmp_path / "data")
    before = len(load_table("eras"))
    path = tmp_path / "data" / "eras.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:-1]), encoding="utf-8", newline="")
    assert len(load_table("eras")) == before - 1
    path.unlink()
    with pytest.raises(TableError, match=r"eras\.csv: the file is missing"):
        load_table("eras")


@pytest.mark.parametrize("text", ["", "[]", '{"resources": [{"schema": 1}]}', '{"resources": 3}'])
def test_a_broken_package_description_is_refused(tmp_path, text):
    (tmp_path / "datapackage.json").write_text(text, encoding="utf-8")
    with pytest.raises(TableError, match=r"datapackage\.json"):
        load_schemas(tmp_path)


def test_a_missing_package_description_is_refused(tmp_path):
    with pytest.raises(TableError, match=r"datapackage\.json: the file is missing"):
        load_schemas(tmp_path)


@pytest.mark.parametrize(
    ("one", "two", "wrong"),
    [
        ("1990-02-03", "1990-02-01", True),
        ("1990-02", "1990-01", True),
        ("1990-02", "1990", True),
        ("1990", "1990-02", True),
        ("1990-02", "1990-02", False),
        ("1990", "1991-01", False),
        ("1990-02-03", "", False),
    ],
)
def test_nothing_ends_before_it_begins(tmp_path: Path, one: str, two: str, wrong: bool) -> None:
    schema = Schema("t", "t.csv", (Field("date", date_as_known=True), Field("date_end", date_as_known=True)))
    path = tmp_path / "t.csv"
    path.write_text(f"date,date_end\n1950,1951\n{one},{two}\n", encoding="utf-8")
    if not wrong:
        assert len(read_table(path, schema)) == 2
        return
    with pytest.raises(TableError, match=f"column .date_end.: this is before the row's date, {one}"):
        read_table(path, schema)


@pytest.mark.parametrize(("first", "last", "kind"), [("start", "end", "date"), ("low", "high", "number")])
def test_other_columns_that_belong_together_are_in_order_too(tmp_path: Path, first: str, last: str, kind: str) -> None:
    schema = Schema("t", "t.csv", (Field(first, type=kind), Field(last, type=kind)))
    cells = ("2000-01-02", "2000-01-01") if kind == "date" else ("10", "9")
    path = tmp_path / "t.csv"
    path.write_text(f"{first},{last}\n{','.join(cells)}\n", encoding="utf-8")
    with pytest.raises(TableError, match=f"before the row's {first}"):
        read_table(path, schema)


def test_a_table_of_very_many_columns_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    names = ",".join(f"c{n}" for n in range(20_000))
    path.write_text(f"{names}\n{names}\n", encoding="utf-8")
    with pytest.raises(TableError) as caught:
        read_table(path, Schema("t", "t.csv", (Field("date"),)))
    assert [fault.reason for fault in caught.value.faults] == ["the table has 20,000 columns; 300 are the most"]
