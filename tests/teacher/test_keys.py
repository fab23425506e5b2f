"""The key file: written, read back the same, and refused in a sentence where it is no key."""

import json
import stat
from dataclasses import replace

import pytest

from helpers.teacher.keys import Key, KeyFault, key_text, load_key, write_key


def bare(question):
    """A question without where it stands, which a key does not need."""
    return replace(question, line=0, place=0, of=0, recalled="", lesson="")


def test_every_kind_comes_back_from_a_key_as_it_was(bank, tmp_path):
    key = Key("clocks-and-bells", bank, "02-0a1b", "All", "graded", "Friday", {"01-kind": {"abc": "x"}}, "s")
    path = tmp_path / "key.json"
    write_key(key, path)
    read = load_key(path)
    assert list(read.questions) == list(bank)
    for name, question in bank.items():
        assert bare(read.questions[name]) == bare(question), name
    assert replace(read, questions={}, made="") == replace(key, questions={})
    assert read.questions["03-essay"].rubric, "a written exercise needs its criteria for the page with texts"


def test_only_its_owner_can_read_a_key_and_none_is_written_over(bank, tmp_path):
    path = tmp_path / "key.json"
    write_key(Key("c", bank), path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(FileExistsError):
        write_key(Key("c", {}), path)


@pytest.mark.parametrize("given", ["lessons/02-closed/exercises.yml", "lessons/02-closed"])
def test_in_practice_the_courses_own_exercises_are_the_key(school, given):
    key = load_key(school / given)
    assert (key.mode, key.course, key.assignment) == ("practice", "clocks-and-bells", "")
    assert "02-match" in key.questions
    assert "01-kind" not in key.questions


def test_all_lessons_at_once_are_a_key_too(school, bank):
    assert list(load_key(school / "lessons").questions) == list(bank)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"schema": 99}, "reads version 1"),
        ({"mode": "exam"}, "key mode"),
        ({"names": {"x": [1]}}, "key names"),
        ({"questions": ["01-other"]}, "key questions"),
        ({"course": 3}, "key course"),
        ({"lessons": []}, "is no key"),
    ],
)
def test_a_damaged_key_is_refused_with_file_and_field(bank, tmp_path, change, told):
    fields = {**json.loads(key_text(Key("c", bank))), **change}
    path = tmp_path / "key.json"
    path.write_text(json.dumps(fields), encoding="utf-8")
    with pytest.raises(KeyFault, match=told) as caught:
        load_key(path)
    assert str(path) in str(caught.value)


def test_a_fault_in_an_exercise_of_the_key_is_named(bank, tmp_path):
    fields = json.loads(key_text(Key("c", bank)))
    fields["lessons"]["01-clocks"][0]["options"][0]["correct"] = "perhaps"
    path = tmp_path / "key.json"
    path.write_text(json.dumps(fields), encoding="utf-8")
    with pytest.raises(KeyFault, match=r"exercise 01-kind, key options\[1\].correct"):
        load_key(path)


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff\xfe\x00", b"[" * 100_000, b'{"v": 1}'])
def test_what_is_no_key_is_refused_calmly(tmp_path, content):
    path = tmp_path / "key.json"
    path.write_bytes(content)
    with pytest.raises(KeyFault, match="key"):
        load_key(path)


def test_a_missing_key_says_what_to_give(tmp_path):
    with pytest.raises(KeyFault, match="cannot be read"):
        load_key(tmp_path / "no.json")
    with pytest.raises(KeyFault, match=r"is no key. Give the key….json"):
        load_key(tmp_path / "nothing")
