"""A lesson on paper: all of it, nothing of the key on the worksheet, all of the key on the teacher's; valid pages."""

import html
import re
from dataclasses import asdict, replace
from pathlib import Path

import html5lib
import pytest
from markupsafe import Markup, escape

import helpers
from helpers import course
from helpers.exercises.kinds import KINDS
from helpers.exercises.question import MarkedQuestion
from helpers.ledgers.claims import claims_of, editors_of, every_claim, passage_named
from helpers.ledgers.verdicts import VERDICTS
from helpers.teacher.paper import lesson, shown, tasks, tool_sheets, worksheet
from helpers.teacher.paper.answer_key import answer_html
from helpers.teacher.paper.blocks import Asked, Hung, Ledger, LeftOut, Picture, Prose, Rewriting, Rows, Tellings
from helpers.teacher.paper.sheet import page
from helpers.tellings.parallels import NOTHING, RETOLD
from teacher.papers import EXAMPLES, FOLDERS, key_of, plain, read, sheet_of, squeezed, without_pixels, words

LONG = 5  # words from which a text is known again


def texts(thing):
    """Yield every text in plain data."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, dict):
        for one in thing.values():
            yield from texts(one)
    elif isinstance(thing, list | tuple):
        for one in thing:
            yield from texts(one)


def secrets(question):
    """Return every text of a question that no student may read before answering; hints are read out."""
    public = question.public()
    shown_ones = set(texts({name: value for name, value in public.items() if name != "hints"}))
    wording = "".join(a + b for a, b in public.get("words", [])) if question.kind == "highlight" else ""
    levels = [level for one in getattr(question, "rubric", ()) for level in (one.name, *one.levels)]
    kept = shown_ones | set(levels)
    return [
        one
        for one in dict.fromkeys(texts(asdict(question)))
        if len(one.split()) >= LONG and one not in kept and one not in wording
    ]


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_exercise_is_on_the_worksheet_once_and_in_order(folder):
    found = re.findall(r'<section class="exercise"><h3>Exercise (\d+)\. (.*?) <small>', sheet_of(folder))
    wanted = [(str(n), tasks.rich(one.title)) for n, one in enumerate(read(folder).questions.values(), 1)]
    assert found == wanted
    for one in read(folder).questions.values():
        assert sheet_of(folder).count(f'<p class="prompt">{tasks.rich(one.prompt)}</p>') >= 1


@pytest.mark.parametrize("folder", FOLDERS)
def test_nothing_of_the_key_is_on_the_worksheet(folder):
    told = squeezed(words(sheet_of(folder)))
    looked_for = 0
    for question in read(folder).questions.values():
        for secret in secrets(question):
            looked_for += 1
            assert squeezed(plain(secret)) not in told, f"{question.id}: {secret}"
    assert looked_for > 10
    for claim in every_claim():
        editors = editors_of(claim.id)
        for text in (editors.why, editors.told_for, editors.told_against):
            assert len(text.split()) < LONG or squeezed(text) not in told, claim.id


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_id_or_mark_up_of_the_worksheet_tells_an_answer(folder):
    tree = html5lib.parse(without_pixels(sheet_of(folder)), namespaceHTMLElements=False)
    names = {name for one in tree.find("body").iter() if isinstance(one.tag, str) for name in one.attrib}
    assert names <= {"class", "src", "alt", "scope", "href", "viewBox", "role", "aria-label", "d", "x", "y", "start"}
    classes = {one for part in tree.find("body").iter() for one in str(part.attrib.get("class", "")).split()}
    assert not {one for one in classes if re.search("right|correct|wrong|key|true|false", one)}
    tables = {name for name in helpers.__all__ if name.startswith("load_")}
    assert set(helpers.__all__) - {*tables, *shown.AS_IT_IS, *shown.Cells()._stand_ins} == {"edition_text"}


@pytest.mark.parametrize("kind", ["choose-one", "choose-many"])
def test_another_key_gives_the_same_worksheet(kind):
    question = EXAMPLES[kind]
    turned = {"true": "false", "false": "true", "either": "true"}
    other = replace(question, options=tuple(replace(one, correct=turned[one.correct]) for one in question.options))
    assert tasks.task_html(other, 1) == tasks.task_html(question, 1)
    assert answer_html(other, 1) != answer_html(question, 1)


def test_the_worksheet_is_made_from_what_a_browser_may_know():
    """A drawing that were handed the question itself could reach its key."""
    for question in EXAMPLES.values():
        told = squeezed(words(f"<body>{tasks.task_html(question, 1)}"))
        for secret in secrets(question):
            assert squeezed(plain(secret)) not in told, f"{question.id}: {secret}"


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_key_has_every_worked_answer_and_every_verdict_of_the_ledger(folder):
    told = squeezed(words(key_of(folder)))
    for question in read(folder).questions.values():
        assert question.id in key_of(folder)
        if isinstance(question, MarkedQuestion):
            assert squeezed(plain(question.worked)) in told, question.id
            for hint in question.hints:
                assert squeezed(plain(hint)) in told, question.id
    for block in read(folder).blocks:
        for passage in block.passages if isinstance(block, Ledger) else ():
            for claim in claims_of(passage):
                editors = editors_of(claim.id)
                assert squeezed(editors.why) in told, claim.id
                row = re.search(rf"<b>{claim.id}</b>.*?</tr>", key_of(folder), re.DOTALL)
                assert f"<b>{VERDICTS[editors.verdict].words}</b>" in row.group()


def test_the_key_gives_each_kind_its_answer():
    told = {kind: words(f"<body>{answer_html(question, 1)}") for kind, question in EXAMPLES.items()}
    for kind in ("choose-one", "choose-many"):
        for letter, option in zip("ABCDEFGH", EXAMPLES[kind].options, strict=False):
            sign = {"true": "✓ right", "false": "not right", "either": "open"}[option.correct]
            assert f"{letter} {plain(option.text)} {sign}" in told[kind]
    order = [told["order"].index(plain(item.text)) for item in EXAMPLES["order"].items]
    assert order == sorted(order)
    assert EXAMPLES["place-on-timeline"].reveal()["answers"][0]["words"] in told["place-on-timeline"]
    for kind, choices in (("match", "choices"), ("classify", "bins")):
        question = EXAMPLES[kind]
        letters = {one["id"]: letter for one, letter in zip(question.view()[choices], "ABCDEFGHI", strict=False)}
        for thing in question.things:
            wanted = " or ".join(f"{letters[one]} {plain(question.places[one])}" for one in thing.right)
            assert f"{plain(thing.text)} {wanted}" in told[kind]
    for one in EXAMPLES["find-in-table"].answers:
        assert f" {one}" in told["find-in-table"].partition("if a student gives")[0]
    marked = re.findall("<mark>(.*?)</mark>", answer_html(EXAMPLES["highlight"], 1))
    assert {html.unescape(one) for one in marked} == {one.quote for one in EXAMPLES["highlight"].find}
    assert EXAMPLES["code"].reveal()["value"] in told["code"]
    for sample in EXAMPLES["essay"].samples:
        assert plain(sample.text) in told["essay"]
    for seat in EXAMPLES["advise"].seats:
        assert f"{seat.name} {plain(seat.followed)}" in told["advise"]
    assert plain(EXAMPLES["advise"].end) in told["advise"]


def test_every_kind_can_be_printed_and_one_that_cannot_is_listed(monkeypatch):
    assert set(tasks.TASKS) == set(KINDS) == set(EXAMPLES)
    monkeypatch.delitem(tasks.TASKS, "order")
    assert worksheet.left_out(read("00-start-here"))[-1] == "printed as plain lines only: exercises of the kind order"
    sheet = words(f"<body>{tasks.task_html(EXAMPLES['order'], 1)}")
    for line in EXAMPLES["order"].printed():
        assert plain(line) in sheet


def test_each_kind_has_room_for_a_pencil():
    drawn = {kind: str(tasks.task_html(question, 1)) for kind, question in EXAMPLES.items()}
    assert drawn["choose-one"].count('class="ring"') == len(EXAMPLES["choose-one"].options) + 3  # and how sure
    assert drawn["choose-many"].count('class="box"') == len(EXAMPLES["choose-many"].options)
    assert drawn["order"].count('class="box"') == len(EXAMPLES["order"].items)
    assert drawn["match"].count('class="box"') == len(EXAMPLES["match"].items)
    classify = EXAMPLES["classify"]
    assert drawn["classify"].count('class="box"') == len(classify.cards) * len(classify.bins)
    assert drawn["find-in-table"].count("<tr>") == len(EXAMPLES["find-in-table"].shown()) + 1
    assert html.unescape(re.search("<svg.*</svg>", drawn["place-on-timeline"]).group()).count("<text") >= 2
    assert 'class="wide"' in drawn["highlight"]
    assert 'class="blank"' in drawn["code"]
    assert EXAMPLES["code"].solution not in html.unescape(drawn["code"])
    assert drawn["weigh"].count('class="scale"') == len(EXAMPLES["weigh"].items)
    for kind in ("short-text", "essay"):
        assert drawn[kind].count("<div></div>") > EXAMPLES[kind].words.most / 10
        assert all(one in html.unescape(drawn[kind]) for one in EXAMPLES[kind].checks)
    assert drawn["position"].count('class="scale"') == 2
    advise = EXAMPLES["advise"]
    assert drawn["advise"].count('class="ring"') == sum(len(seat.options) for seat in advise.seats) + 3
    assert all(tasks.rich(seat.brief) in drawn["advise"] for seat in advise.seats)
    assert drawn["advise"].count("<div></div>") >= 3 + advise.evidence_needed
    for kind, question in EXAMPLES.items():
        assert ("How sure are you?" in drawn[kind]) == question.asks_confidence


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("make", [sheet_of, key_of])
def test_the_pages_are_valid_and_ask_no_network(folder, make):
    text = make(folder)
    html5lib.HTMLParser(strict=True).parse(without_pixels(text))
    assert "<script" not in text
    assert "content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\"" in html.unescape(text)
    for address in re.findall(r'\b(?:src|srcset|poster|data|action)="([^"]*)"', text):
        assert address.startswith("data:image/png;base64,")
    assert not re.search(r"@import|url\(|<link|<iframe|<object", text)


def test_the_examples_of_every_kind_are_valid():
    for question in EXAMPLES.values():
        for part in (tasks.task_html(question, 1), answer_html(question, 1)):
            html5lib.HTMLParser(strict=True).parse(page("A title", part))


def test_what_authors_wrote_is_escaped():
    nasty = '<img src=x onerror="f()"> & </style>'
    for question in EXAMPLES.values():
        hurt = replace(question, title=nasty, prompt=nasty)
        for part in (tasks.task_html(hurt, 1), answer_html(hurt, 1)):
            assert "<img" not in part
            assert "&lt;img" in part
    text = page(nasty, Markup(""), course=nasty, key=True)
    html5lib.HTMLParser(strict=True).parse(text)
    assert "<img" not in text
    assert text.count("</style>") == 1


def test_the_look_is_black_on_white():
    style = (Path(worksheet.__file__).parent / "static" / "paper.css").read_text(encoding="utf-8")
    colours = set(re.findall(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl)\([^)]*\)", style))
    assert colours <= {"#000", "#333", "#555", "#fff"}


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_figure_and_table_of_the_lesson_is_on_the_worksheet(folder):
    source = (course.lessons_dir() / folder / "lesson.md").read_text(encoding="utf-8")
    blocks = read(folder).blocks
    pictures = [one for one in blocks if isinstance(one, Picture)]
    shown_ones = re.findall(r'^show\(.*?"([a-z0-9-]+)"\)$', source, re.MULTILINE | re.DOTALL)
    assert [one.name for one in pictures] == shown_ones
    assert sheet_of(folder).count("data:image/png;base64,") == len(pictures)
    for one in pictures:
        assert f"<figcaption>{escape(one.description)}</figcaption>" in sheet_of(folder)
    tables = [one for one in blocks if isinstance(one, Rows)]
    assert len(tables) == len(re.findall(r"^(?:show_table|membership_by_year)\(", source, re.MULTILINE))
    for one in tables:
        assert f"<caption>{escape(one.caption)}" in sheet_of(folder)
        assert str(escape(one.note)) in sheet_of(folder)


@pytest.mark.parametrize("folder", FOLDERS)
def test_what_needs_a_machine_is_left_out_with_a_sentence(folder):
    source = (course.lessons_dir() / folder / "lesson.md").read_text(encoding="utf-8")
    called = re.findall(rf"^({'|'.join(shown.ON_A_MACHINE)})\(", source, re.MULTILINE)
    assert [one.name for one in read(folder).blocks if isinstance(one, LeftOut)] == called
    for name in called:
        assert f"Left out on paper: {escape(shown.ON_A_MACHINE[name])}." in sheet_of(folder)
        assert escape(shown.ON_A_MACHINE[name]) in key_of(folder)
    assert "The next cell loads the tools" not in sheet_of(folder)


def test_an_exercise_that_what_follows_would_answer_ends_its_page():
    """Its figure comes next, or what followed its day: advice is given before one knows."""
    alone = {folder: [one.id for one in of(folder, Asked) if one.alone] for folder in FOLDERS}
    assert {folder[:2]: found for folder, found in alone.items() if found} == {
        "01": ["01-founding-order"],
        "07": ["07-advise"],
    }
    for folder, found in alone.items():
        assert sheet_of(folder).count('class="wait"') == len(found)


def of(folder, kind):
    return [one for one in read(folder).blocks if isinstance(one, kind)]


def test_a_figure_without_its_picture_is_told_in_words(monkeypatch, tmp_path):
    monkeypatch.setattr(course, "root", lambda: tmp_path)
    assert worksheet._figure("01-x", "Two <lines>.") == (
        "<figure><figcaption>The figure in words: Two &lt;lines&gt;.</figcaption></figure>"
    )


def test_a_cell_that_does_not_run_is_one_sentence():
    with pytest.raises(shown.CellError, match=r"the cell that begins with 'show\(x\)' does not run: NameError: name"):
        shown.Cells().run("show(x)")


def test_a_table_too_long_for_paper_says_what_is_missing():
    import pandas as pd

    from helpers.teacher.paper.tables import MOST_ROWS, table_html

    drawn = table_html(pd.DataFrame({"a": range(MOST_ROWS + 7)}), "Rows")
    assert f"Rows (the first {MOST_ROWS} of {MOST_ROWS + 7} rows)" in drawn
    assert drawn.count("<tr>") == MOST_ROWS + 1


def test_headings_in_lines_of_code_part_nothing():
    assert worksheet._fenced("Text\n\n```python\n## no heading\n```\n\nMore")
    assert not worksheet._fenced("Text\n\n```python\nx = 1\n```\n\n## A heading")


def test_read_twice_a_lesson_prints_the_same_bytes():
    assert worksheet.worksheet(lesson.read_lesson(lesson.find_lesson("00"))) == sheet_of("00-start-here")


def test_prose_keeps_passages_and_words():
    told = words(sheet_of("02-one-missing-word"))
    assert "{passage}" not in told
    assert "{words}" not in told
    assert any(isinstance(one, Prose) for one in read("02-one-missing-word").blocks)


def test_tellings_have_a_line_each_under_every_aspect():
    seen = 0
    for folder in FOLDERS:
        told = words(sheet_of(folder))
        for block in of(folder, Tellings):
            seen += 1
            tables = re.findall(r'<table class="tellings">(.*?)</table>', sheet_of(folder), re.DOTALL)
            assert len(tables) == len(block.compared.cells)
            for (aspect, cells), drawn in zip(block.compared.cells.items(), tables, strict=True):
                assert f"<caption>{escape(aspect)}</caption>" in drawn
                assert drawn.count("<tr>") == len(block.compared.tellings)
                assert drawn.count(NOTHING) == len(block.compared.tellings) - len(cells)
                for cell in cells.values():
                    assert (f"“{cell.words}”" if cell.quoted else f"{RETOLD}: {cell.words}") in words(f"<body>{drawn}")
            for one in block.compared.tellings:
                assert ", ".join(filter(None, [one.title, one.date, one.kind])) in told
    assert seen == 2


def test_the_curtain_on_paper_shows_what_was_over_by_its_day_and_no_more():
    (hung,) = of("07-what-if", Hung)
    told = words(sheet_of("07-what-if"))
    sheet = tool_sheets.curtain_sheet(hung)
    assert len(hung.seen) > 20
    assert sheet.count("<tr>") == len(hung.seen) + 2 + sum(len(claims_of(one)) for one in hung.passages)
    known = {row.id: row for row in hung.seen.itertuples()}
    for row in hung.every.itertuples():
        # What was over can still have been secret; and what is told of it is what was known.
        assert row.id not in known or row.end.date() <= hung.day, row.id
        assert (f">{escape(row.title)}<" in sheet) == (row.id in known), row.id
        assert (str(escape(known.get(row.id, row).summary)) in sheet) == (row.id in known), row.id
    assert "The curtain hangs at 10 January 1994." in told
    late = next(one for one in hung.every.itertuples() if one.id == "1993-12-12-duma-election")
    assert re.search(rf"{re.escape(str(escape(late.summary)))}.*?0 of 1", sheet)  # who could know it is asked
    for passage in hung.passages:
        for claim in claims_of(passage):
            assert f"{claim.id} “{claim.quote}”" in told


def test_each_sentence_to_rewrite_has_lines():
    (block,) = of("08-a-second-edition", Rewriting)
    drawn = tool_sheets.edition_sheet(block)
    sentences = [one for name in block.passages for one in passage_named(name).sentences]
    assert drawn.count('class="kept rewrite"') == len(sentences) > 4
    for one, room in zip(sentences, drawn.split('class="kept rewrite"')[1:], strict=True):
        assert escape(" ".join(one.text.split())) in room
        assert room.count("<div></div>") > len(one.text.split()) / 10
    whole = tool_sheets.edition_sheet(Rewriting(()))
    assert whole.count('class="kept rewrite"') > 30


def test_the_steps_of_joining_stand_in_a_table():
    rows = of("05-whose-security", Rows)[0]
    assert rows.caption == "NATO's members, year by year, step by step"
    assert rows.table["members after"].is_monotonic_increasing
    assert rows.table.iloc[-1]["members after"] == len(helpers.load_members())
    assert "Borders as they are in 2026; the lines decide none." in rows.note


def test_a_lesson_on_paper_builds_no_widget_and_saves_nothing(monkeypatch, tmp_path):
    """With every tool in it that the course has."""
    import anywidget
    import ipywidgets

    def refuse(*_, **__):
        raise AssertionError("a widget was built")

    for base in (anywidget.AnyWidget, ipywidgets.Widget):
        monkeypatch.setattr(base, "__init__", refuse)
    monkeypatch.setenv("COURSE_ANSWERS", str(tmp_path / "answers"))
    monkeypatch.chdir(tmp_path)
    for folder in ("05-whose-security", "07-what-if", "08-a-second-edition"):
        lesson.read_lesson(lesson.find_lesson(folder))
    assert list(tmp_path.iterdir()) == []


def test_what_nobody_has_thought_of_on_paper_is_told():
    with pytest.raises(shown.CellError, match="edition_text has no stand-in on paper yet"):
        shown.Cells().run("from helpers import edition_text")
    known = {name for name in helpers.__all__ if name.startswith("load_")} | {
        *shown.AS_IT_IS,
        *shown.Cells()._stand_ins,
    }
    assert set(helpers.__all__) - known == {"edition_text"}


def test_what_is_given_a_name_is_shown_where_it_stands_last():
    running = shown.Cells()
    code = 'from helpers import curtain, load_events\nhung = curtain(load_events(), "1990-01-01")'
    assert running.run(code) == []
    (block,) = running.run("hung")
    assert isinstance(block, Hung)
    assert running.run("len(hung.seen)")[0].value == str(len(block.seen))
