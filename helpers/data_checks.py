"""What a schema cannot say: that the tables and the essay of a course agree with one another."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from helpers.essay import Essay, parse_essay
from helpers.table_faults import Fault, TableError
from helpers.table_schema import Schema, load_schemas
from helpers.tables import read_table

if TYPE_CHECKING:
    import pandas as pd

    Tables = dict[str, pd.DataFrame]

_FIRST_ROW = 2  # row 1 of a spreadsheet holds the column names
_LONGEST_QUOTATION = 25  # words


def check_course_data(folder: Path) -> list[Fault]:
    """Return everything that is wrong with a course's data folder; an empty list if nothing is.

    folder : the folder that holds `datapackage.json`, `essay.md`, `essay.txt` and the tables
    Checks every table against its schema; that every reference is found; that dates are in order; that every
    quotation stands in the essay letter for letter; that contested events, and only they, say who disputes what.
    Never raises for what is in the files.
    """
    folder = Path(folder)
    try:
        schemas = load_schemas(folder)
    except TableError as error:
        return error.faults
    faults: list[Fault] = []
    tables: Tables = {}
    for name, schema in schemas.items():
        try:
            tables[name] = read_table(folder / schema.path, schema)
        except TableError as error:
            faults += error.faults
    essay, essay_faults = _read_essay(folder)
    faults += essay_faults
    for check in (_references, _events, _eras, _forums, _same_works, _indicators, _quotations, _readings, _parallels):
        try:
            faults += list(check(schemas, tables, essay))
        except (KeyError, AttributeError, TypeError, ValueError) as error:
            reason = f"the tables it describes cannot be compared with one another ({error})"
            faults.append(Fault("datapackage.json", None, None, None, reason))
    return sorted(faults, key=lambda fault: (fault.file, fault.row or 0, fault.column or ""))


def _rows(table: "pd.DataFrame") -> Iterator[tuple[int, Any]]:
    """Go through a table's rows, each with the number that a spreadsheet shows."""
    return enumerate(table.itertuples(index=False), start=_FIRST_ROW)


def check_essay(folder: Path) -> list[Fault]:
    """Return what is wrong with essay.md: its layout, or a wording that is not that of essay.txt."""
    return _read_essay(Path(folder))[1]


def _read_essay(folder: Path) -> tuple[Essay | None, list[Fault]]:
    """Read the essay and compare its wording with the text as received."""
    texts = {}
    for name in ("essay.md", "essay.txt"):
        try:
            # Git on Windows may have written line ends of its own; they are no part of the wording.
            texts[name] = (folder / name).read_bytes().decode("utf-8").replace("\r\n", "\n")
        except OSError:
            return None, [Fault(name, None, None, None, "the file is missing")]
        except UnicodeDecodeError:
            return None, [Fault(name, None, None, None, "the file is not saved as UTF-8")]
    try:
        essay = parse_essay(texts["essay.md"], "essay.md")
    except ValueError as error:
        return None, [Fault("essay.md", None, None, None, str(error).removesuffix("."))]
    received = texts["essay.txt"].rstrip("\n").split("\n")
    parsed = essay.plain.split("\n")
    for number, (one, two) in enumerate(zip(parsed, received, strict=False), start=1):
        if one != two:
            reason = f"its wording differs from line {number} of essay.txt; the essay must stay as received"
            return essay, [Fault("essay.md", None, None, one, reason)]
    if len(parsed) != len(received):
        return essay, [Fault("essay.md", None, None, None, "it has more or fewer paragraphs than essay.txt")]
    return essay, []


def _references(schemas: dict[str, Schema], tables: "Tables", essay: Essay | None) -> Iterator[Fault]:
    """Note every reference to something that is not there."""
    for name, table in tables.items():
        schema = schemas[name]
        links = [(key.field, key.resource or name, key.other, False) for key in schema.foreign_keys]
        links += [
            (field.name, field.list_of.resource, field.list_of.field or "", True)
            for field in schema.fields
            if field.list_of is not None and field.list_of.resource is not None
        ]
        for column, resource, other, is_list in links:
            known = _known(tables, essay, resource, other)
            if known is None:
                continue  # that table or the essay is broken, which is said already
            for row, cell in enumerate(table[column], start=_FIRST_ROW):
                for part in cell.split(";") if is_list else [cell]:
                    if part and part not in known:
                        where = "the essay" if resource == "essay" else schemas[resource].path
                        yield Fault(schema.path, row, column, part, f"there is no such {other} in {where}")


def _known(tables: "Tables", essay: Essay | None, resource: str, field: str) -> set[str] | None:
    """Return all that a reference may point at, or None if that cannot be read."""
    if resource == "essay":
        if essay is None:
            return None
        if field == "passage":
            return {passage.id for passage in essay.passages}
        return {sentence.id for passage in essay.passages for sentence in passage.sentences}
    return set(tables[resource][field]) if resource in tables else None


def _events(schemas: dict[str, Schema], tables: "Tables", _essay: Essay | None) -> Iterator[Fault]:
    """Note events whose id, order or dispute do not fit."""
    if "events" not in tables:
        return
    file = schemas["events"].path
    before = ""
    for row, event in _rows(tables["events"]):
        if event.date_end == event.date:
            yield Fault(file, row, "date_end", event.date_end, "this repeats the date; leave it empty")
        if not event.id.startswith(f"{event.date}-"):
            yield Fault(file, row, "id", event.id, f"the id must begin with the event's date, {event.date}-")
        if event.date < before:
            yield Fault(file, row, "date", event.date, f"the row above has the later date {before}; keep the order")
        before = event.date
        if event.status == "contested" and not event.dispute:
            yield Fault(file, row, "dispute", "", "a contested event must say who holds what")
        if event.status != "contested" and event.dispute:
            yield Fault(file, row, "dispute", event.dispute, "only a contested event has a dispute")


def _eras(schemas: dict[str, Schema], tables: "Tables", _essay: Essay | None) -> Iterator[Fault]:
    """Note eras that overlap."""
    if "eras" not in tables:
        return
    file = schemas["eras"].path
    before = None
    for row, era in _rows(tables["eras"]):
        if before is not None and era.start <= before:
            yield Fault(file, row, "start", f"{era.start:%Y-%m-%d}", "this era overlaps the one in the row above")
        before = era.end


def _forums(schemas: dict[str, Schema], tables: "Tables", _essay: Essay | None) -> Iterator[Fault]:
    """Note stretches of a forum that end as they begin, overlap or leave a gap, and pauses that nobody made."""
    if "forums" not in tables:
        return
    file = schemas["forums"].path
    last: dict[str, str] = {}
    for row, stretch in _rows(tables["forums"]):
        if stretch.date_end == stretch.date:
            yield Fault(file, row, "date_end", stretch.date_end, f"this is not after the first day, {stretch.date}")
        before = last.get(stretch.forum, stretch.date)
        if stretch.date != before:
            reason = f"the row before of this forum ends on {before}; the next one begins on that day"
            yield Fault(file, row, "date", stretch.date, reason)
        last[stretch.forum] = stretch.date_end
        if stretch.state == "paused" and not stretch.who_stopped:
            yield Fault(file, row, "who_stopped", "", "a pause must say who stopped the meetings")


def _same_works(schemas: dict[str, Schema], tables: "Tables", _essay: Essay | None) -> Iterator[Fault]:
    """Note entries for the same work that point at themselves or at one that points on."""
    if "sources" not in tables:
        return
    sources = tables["sources"]
    stands_for = dict(zip(sources["id"], sources["same_as"], strict=True))
    for row, (one, other) in enumerate(stands_for.items(), start=_FIRST_ROW):
        if other and (other == one or stands_for.get(other)):
            reason = "this must name the row that stands for the work, and that row must name none"
            yield Fault(schemas["sources"].path, row, "same_as", other, reason)


def _indicators(schemas: dict[str, Schema], tables: "Tables", _essay: Essay | None) -> Iterator[Fault]:
    """Note values outside their own range, and catalogue rows that do not tell the years that are there."""
    if "indicators" not in tables or "indicators_catalogue" not in tables:
        return
    values = tables["indicators"]
    outside = (values["low"] > values["value"]) | (values["high"] < values["value"])
    for place in outside.to_numpy().nonzero()[0].tolist():
        reason = "this value lies outside its own low and high"
        value = f"{values['value'].iloc[place]:g}"
        yield Fault(schemas["indicators"].path, place + _FIRST_ROW, "value", value, reason)
    years = values.groupby("indicator")["year"]
    found = {name: (int(group.min()), int(group.max())) for name, group in years}
    file = schemas["indicators_catalogue"].path
    for row, entry in _rows(tables["indicators_catalogue"]):
        if entry.id not in found:
            yield Fault(file, row, "id", entry.id, "the table of indicators has no value for this")
        elif (entry.first_year, entry.last_year) != found[entry.id]:
            first, last = found[entry.id]
            told = f"{entry.first_year} to {entry.last_year}"
            yield Fault(file, row, "first_year", told, f"the values run from {first} to {last}")


def _quotations(schemas: dict[str, Schema], tables: "Tables", essay: Essay | None) -> Iterator[Fault]:
    """Note claims whose quotation is not the essay's wording, or whose span is not where it stands."""
    if "claims" not in tables or essay is None:
        return
    file = schemas["claims"].path
    known = {passage.id for passage in essay.passages}
    for row, claim in _rows(tables["claims"]):
        if claim.passages not in known:
            if ";" in claim.passages:
                yield Fault(file, row, "passages", claim.passages, "a claim stands in one passage")
            continue  # an unknown passage is said already
        span = ";".join(essay.spans(claim.passages, claim.quote))
        if not span:
            reason = f"these words do not stand in {claim.passages}, letter for letter"
            yield Fault(file, row, "quote", claim.quote, reason)
        elif span != claim.span:
            yield Fault(file, row, "span", claim.span, f"the quotation stands in {span}")


def _readings(schemas: dict[str, Schema], tables: "Tables", _essay: Essay | None) -> Iterator[Fault]:
    """Note switches whose readings cannot be compared claim by claim, or none of which is the editors' own."""
    if "readings" not in tables or "claims" not in tables:
        return
    file = schemas["readings"].path
    editors = dict(zip(tables["claims"]["id"], tables["claims"]["verdict"], strict=True))
    switches: dict[str, dict[str, dict[str, str]]] = {}
    told: dict[str, tuple[str, str]] = {}
    first: dict[str, int] = {}
    for row, entry in _rows(tables["readings"]):
        first.setdefault(entry.switch, row)
        if told.setdefault(entry.switch, (entry.event, entry.question)) != (entry.event, entry.question):
            yield Fault(file, row, "question", entry.question, "a switch has one event and one question")
        verdicts = switches.setdefault(entry.switch, {}).setdefault(entry.reading, {})
        if entry.claim in verdicts:
            yield Fault(file, row, "claim", entry.claim, "this reading already has a verdict on this claim")
        verdicts[entry.claim] = entry.verdict
    for switch, readings in switches.items():
        row = first[switch]
        if len(readings) < 2:
            yield Fault(file, row, "reading", switch, "a switch needs two readings or more")
        if len({frozenset(verdicts) for verdicts in readings.values()}) > 1:
            yield Fault(file, row, "claim", switch, "every reading of a switch must judge the same claims")
        if not any(all(editors.get(c) == v for c, v in verdicts.items()) for verdicts in readings.values()):
            yield Fault(file, row, "verdict", switch, "under one reading the verdicts must be those of the claims")


def _parallels(schemas: dict[str, Schema], tables: "Tables", _essay: Essay | None) -> Iterator[Fault]:
    """Note comparisons of tellings that are not there, that say a thing twice, or whose aspects do not line up."""
    if "parallels" not in tables or not {"accounts", "documents"} <= set(tables):
        return
    file = schemas["parallels"].path
    known = {*tables["accounts"]["id"], *tables["documents"]["id"]}
    spelt: dict[tuple[str, str], str] = {}
    said: set[tuple[str, str, str]] = set()
    tellings: dict[str, set[str]] = {}
    first: dict[str, int] = {}
    for row, entry in _rows(tables["parallels"]):
        first.setdefault(entry.set, row)
        tellings.setdefault(entry.set, set()).add(entry.telling)
        if entry.telling not in known:
            yield Fault(file, row, "telling", entry.telling, "there is no such id in accounts.csv or documents.csv")
        alike = spelt.setdefault((entry.set, _letters(entry.aspect)), entry.aspect)
        if alike != entry.aspect:
            reason = f'another row of this set spells this "{alike}"; an aspect is spelt alike in all rows'
            yield Fault(file, row, "aspect", entry.aspect, reason)
        key = (entry.set, entry.telling, _letters(entry.aspect))
        if key in said:
            yield Fault(file, row, "aspect", entry.aspect, "this telling already has a row on this aspect of the set")
        said.add(key)
        words = len(entry.words.split())
        if entry.quoted and words > _LONGEST_QUOTATION:
            reason = f"a quotation of {words} words; {_LONGEST_QUOTATION} are the most"
            yield Fault(file, row, "words", entry.words, reason)
    for name, members in tellings.items():
        if len(members) < 2:
            yield Fault(file, first[name], "set", name, "a comparison needs two tellings or more")


def _letters(text: str) -> str:
    """Return a text's letters and digits alone, in small letters: two spellings of one aspect are the same."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())
