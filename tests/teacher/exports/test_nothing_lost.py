"""Prompt, options, feedback, worked answer, hints and evidence stand in each format, but for what the report says."""

import io
import zipfile

import pytest
from lxml import etree

from helpers.exercises.bank import lesson_folders, load_exercises
from helpers.teacher.exports import shaping
from helpers.teacher.exports.export import FORMATS, export
from helpers.teacher.exports.rich import plain
from tests.teacher.exports.readers import gift_questions, moodle_questions, text_of


def moodle_texts(content: bytes) -> dict[str, str]:
    return {
        one.findtext("idnumber"): " ".join(text_of(text.text or "") for text in one.iter("text"))
        for one in moodle_questions(content)
    }


def gift_texts(content: bytes) -> dict[str, str]:
    found = {}
    for one in gift_questions(content):
        parts = [one.asked, one.after, *(part for answer in one.answers for part in answer[1:])]
        parts += [part for pair in one.pairs for part in pair]
        found[one.id] = " ".join(map(text_of, parts))
    return found


def qti_texts(content: bytes) -> dict[str, str]:
    found = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            root = etree.fromstring(archive.read(name))
            items = [root] if name.startswith("items/") else root.iter("item")
            for one in items:
                key = (one.get("identifier") or one.get("ident") or "").lstrip("_")
                texts = [text_of(text) if "<p>" in text else text for text in one.itertext()]
                found[key] = " ".join(" ".join(texts).split())
    return found


READ = {"moodle-xml": moodle_texts, "gift": gift_texts, "qti21": qti_texts, "qti12": qti_texts}


def said_of(question) -> dict[str, list[str]]:
    """Return all texts of a question by what they are."""
    said = {
        "prompt": [question.prompt],
        "worked": [getattr(question, "worked", "")],
        "hints": list(getattr(question, "hints", ())),
        "evidence": list(shaping.titles(question.evidence)),
        "contested": [shaping.OPEN] if question.contested else [],
    }
    whole = getattr(question, "feedback", None)
    names = ("full", "early", "late") if question.kind == "place-on-timeline" else ("full", "part", "none")
    said["whole"] = [getattr(whole, name) for name in names] if whole else []
    for name in ("options", "items", "cards", "bins", "choices"):
        for part in getattr(question, name, ()):
            said[name] = [*said.get(name, []), part.text, *filter(None, [getattr(part, "feedback", "")])]
            said[name] += [getattr(part, more) for more in ("missed", "wrong") if getattr(part, more, "")]
    for one in getattr(question, "mix_ups", ()):
        said["mix_ups"] = [*said.get("mix_ups", []), one.feedback]
    for one in getattr(question, "samples", ()):
        said["samples"] = [*said.get("samples", []), one.text, one.comment]
    for one in getattr(question, "rubric", ()):
        said["rubric"] = [*said.get("rubric", []), one.name, *one.levels]
    return said


@pytest.mark.parametrize("to", FORMATS)
def test_every_text_is_there(to: str) -> None:
    questions = [question for folder in lesson_folders() for question in load_exercises(folder)]
    made = export(questions, to)
    found = READ[to](made.content)
    told = {one.id: one for one in made.told}
    seen = 0
    for question in questions:
        if told[question.id].left_out:
            assert question.id not in found
            continue
        without = {"hints"} if to in ("gift", "qti12") else set()
        if without and said_of(question)["hints"]:
            assert any("hints are left out" in one for one in told[question.id].differences)
        for what, texts in said_of(question).items():
            for text in texts if what not in without else ():
                wanted = text if what == "evidence" else plain(text)
                # Tags are read as spaces, so signs that touch a tag may stand apart.
                assert "".join(wanted.split()) in "".join(found[question.id].split()), (question.id, what, text)
                seen += 1
    assert seen > 200


@pytest.mark.parametrize("to", FORMATS)
def test_a_title_of_a_source_holds_any_sign(to: str, monkeypatch) -> None:
    title = "A < B & “C” *d* = {e}: #1 ~2"
    monkeypatch.setattr(shaping, "title_of", lambda _: {"title": title, "date": ""})
    question = next(one for one in load_exercises(lesson_folders()[0]) if one.kind == "choose-one")
    found = READ[to](export([question], to).content)
    assert f"Evidence: {title}" in found[question.id]
