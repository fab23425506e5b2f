"""Whatever signs a text holds, it comes back as it went out, from every format."""

import csv
import io
import xml.etree.ElementTree as ET
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from helpers.exercises.bank import load_exercises
from helpers.teacher.exports import rich
from helpers.teacher.exports.export import NAMES, export
from helpers.teacher.exports.xml_out import Cdata, tag, to_bytes
from tests.teacher.exports.readers import gift_questions, moodle_questions, text_of

FIXTURES = Path(__file__).parent.parent.parent / "exercises" / "fixtures"
NASTY = "é “ ” < & # { } ~ = : \\ // :: -> ]]> [html] %-100% $CATEGORY: &amp; &&058; \\n @ + <b> 100% ####"
# Marks such as *em* are tested on their own: here every sign stands for itself.
TEXT = st.text(st.characters(blacklist_characters="*`", blacklist_categories=("Cs",)), min_size=1, max_size=60)


@cache
def fixture(kind: str):
    for lesson in sorted((FIXTURES / "lessons").iterdir()):
        for question in load_exercises(lesson) if lesson.is_dir() else ():
            if question.kind == kind:
                return question
    raise LookupError(kind)


def seen(text: str) -> str:
    """Return a text as HTML shows it: blank signs are one, and signs that XML forbids are replaced."""
    return " ".join(rich.clean(text).split())


def choice(text: str):
    question = fixture("choose-one")
    options = tuple(replace(one, text=f"{n} {text}", feedback=f"f {text}") for n, one in enumerate(question.options))
    return replace(question, title=f"t {text}", prompt=f"p {text}", options=options, hints=(f"h {text}",) * 3)


def ordered(text: str):
    question = fixture("order")
    items = tuple(replace(one, text=f"{n} {text}") for n, one in enumerate(question.items))
    return replace(question, items=items, ties=(), mix_ups=(), worked=f"w {text}")


def sorted_out(text: str):
    question = fixture("classify")
    first = question.bins[0].id
    cards = tuple(
        replace(one, text=f"{n} {text}", bin=(first,), wrong=f"f {text}") for n, one in enumerate(question.cards)
    )
    bins = tuple(replace(one, text=f"b{n} {text}") for n, one in enumerate(question.bins))
    return replace(question, cards=cards, bins=bins, mix_ups=(), contested=False)


def made(questions, to: str) -> bytes:
    return export(questions, to).content


@settings(max_examples=30, deadline=None)
@given(TEXT)
@example(NASTY)
@example("]]>")
@example("[html]x")
@example("\x00\ud7ff\x85")
def test_moodle_xml(text: str) -> None:
    one, two = moodle_questions(made([choice(text), ordered(text)], "moodle-xml"))
    assert text_of(one.findtext("name/text")) == seen(f"t {text}")
    assert text_of(one.findtext("questiontext/text")) == seen(f"p {text}")
    assert [text_of(a.findtext("text")) for a in one.findall("answer")] == [
        seen(f"{n} {text}") for n in range(len(one.findall("answer")))
    ]
    assert all(text_of(a.findtext("feedback/text")).startswith(seen(f"f {text}")) for a in one.findall("answer"))
    assert {text_of(hint.findtext("text")) for hint in one.findall("hint")} == {seen(f"h {text}")}
    assert [text_of(a.findtext("text"))[0] for a in two.findall("answer")] == [
        str(n) for n in range(len(two.findall("answer")))
    ]


@settings(max_examples=30, deadline=None)
@given(TEXT)
@example(NASTY)
@example("\\")
@example("// x")
@example("a\n\n// b\n}")
def test_gift(text: str) -> None:
    one, two = gift_questions(made([choice(text), ordered(text)], "gift"))
    assert text_of(one.name) == seen(f"t {text}")
    assert text_of(one.asked) == seen(f"p {text}")
    assert [text_of(answer) for _, answer, _ in one.answers] == [seen(f"{n} {text}") for n in range(len(one.answers))]
    assert all(text_of(feedback).startswith(seen(f"f {text}")) for _, _, feedback in one.answers)
    assert seen(f"w {text}") in text_of(two.after)
    assert sorted(text_of(stem) for stem, _ in two.pairs) == sorted(seen(f"{n} {text}") for n in range(len(two.pairs)))


@settings(max_examples=16, deadline=None)
@given(TEXT)
@example(NASTY)
@example("a -> b = c")
def test_pairs_in_every_format(text: str) -> None:
    question = sorted_out(text)
    stems = sorted(seen(f"{n} {text}") for n in range(len(question.cards)))
    right = seen(f"b0 {text}")
    places = {seen(f"b{n} {text}") for n in range(len(question.bins))}
    (one,) = moodle_questions(made([question], "moodle-xml"))
    found = [(text_of(sub.findtext("text")), text_of(sub.findtext("answer/text"))) for sub in one.iter("subquestion")]
    (two,) = gift_questions(made([question], "gift"))
    for pairs in (found, [(text_of(stem), text_of(place)) for stem, place in two.pairs]):
        assert sorted(stem for stem, _ in pairs if stem) == stems
        assert {place for stem, place in pairs if stem} == {right}
        assert {place for _, place in pairs} == places
    with zipfile.ZipFile(io.BytesIO(made([question], "qti21"))) as archive:
        item = ET.fromstring(archive.read(f"items/{question.id}.xml"))
    lines, choices = ([seen("".join(c.itertext())) for c in one] for one in item.findall(".//{*}simpleMatchSet"))
    assert sorted(lines) == stems
    assert set(choices) == places
    with zipfile.ZipFile(io.BytesIO(made([question], "qti12"))) as archive:
        quiz = ET.fromstring(archive.read("quiz-1/quiz-1.xml"))
    assert sorted(seen(one.findtext("material/mattext")) for one in quiz.iter("response_lid")) == stems
    assert {seen(one.findtext("material/mattext")) for one in quiz.iter("response_label")} == places


@settings(max_examples=16, deadline=None)
@given(TEXT)
@example(NASTY)
def test_qti(text: str) -> None:
    with zipfile.ZipFile(io.BytesIO(made([choice(text)], "qti21"))) as archive:
        (path,) = [name for name in archive.namelist() if name.startswith("items/")]
        item = ET.fromstring(archive.read(path))
    assert seen(item.get("title")) == seen(f"t {text}")
    choices = [seen("".join(one.itertext())) for one in item.findall(".//{*}simpleChoice")]
    assert choices == [seen(f"{n} {text}") for n in range(3)]
    with zipfile.ZipFile(io.BytesIO(made([choice(text)], "qti12"))) as archive:
        quiz = ET.fromstring(archive.read("quiz-1/quiz-1.xml"))
    labels = [text_of(one.findtext(".//mattext")) for one in quiz.iter("response_label")]
    assert labels == [seen(f"{n} {text}") for n in range(3)]


@settings(max_examples=30, deadline=None)
@given(TEXT)
@example("=1+1")
@example(" @x")
@example(NASTY)
def test_csv(text: str) -> None:
    question = replace(choice(text), prompt=text)
    (row,) = csv.DictReader(io.StringIO(made([question], "csv").decode("utf-8-sig"), newline=""))
    assert row["prompt"].removeprefix("'") == rich.clean(text).removeprefix("'")
    assert row["title"] == rich.clean(f"t {text}")
    assert not row["prompt"].lstrip().startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize("to", NAMES)
def test_nothing_of_a_students_card_or_of_this_machine_goes_in(to: str) -> None:
    content = made([choice("x"), ordered("y")], to)
    assert b"/work/" not in content
    assert str(Path.cwd()).encode() not in content


def test_a_cdata_section_holds_even_its_own_end() -> None:
    for text in ("]]>", "a]]>b]]>", "]]]>>", "&lt; <p>"):
        assert ET.fromstring(to_bytes(tag("a", Cdata(text)))).text == text


def test_marks_of_the_texts_become_tags_or_go() -> None:
    assert rich.in_html("a **b** *c* `d<` e") == "a <strong>b</strong> <em>c</em> <code>d&lt;</code> e"
    assert rich.plain("a **b** *c* `d<` e") == "a b c d< e"
    question = replace(choice("x"), prompt="a **b** *c* `d<` e")
    (one,) = moodle_questions(made([question], "moodle-xml"))
    assert "<strong>b</strong> <em>c</em> <code>d&lt;</code>" in one.findtext("questiontext/text")
