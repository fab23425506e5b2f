"""docs/exercises.md: every kind and key stands in it, and its examples are read without a fault."""

import re
from dataclasses import dataclass

import make_reference
import pytest
from lesson_check.shapes import keys_of
from make_reference import TARGET, described, example, own, page

from helpers.exercises.bank import parse
from helpers.exercises.kinds import FORMS
from helpers.exercises.reading import Faults, key, number, said, several, word


def test_a_page_that_drifted_is_told(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = tmp_path / "exercises.md"
    old.write_text(TARGET.read_text(encoding="utf-8").replace("| `id` |", "| `name` |", 1), encoding="utf-8")
    monkeypatch.setattr(make_reference, "TARGET", old)
    with pytest.raises(SystemExit, match="make reference"):
        make_reference.main(["--check"])


@pytest.mark.parametrize("kind", FORMS)
def test_each_kind_has_purpose_keys_and_an_example_that_is_read(kind: str) -> None:
    part = page().split(f"\n## {kind}\n")[1].split("\n## ")[0]
    for name in own(FORMS[kind]):
        assert f"| `{name}` |" in part
    fenced = re.search(r"```yaml\n(.*?)\n```", part, re.DOTALL)
    assert fenced
    assert fenced.group(1) == example(kind)
    faults = Faults("example")
    number_of_lesson = re.search(r"id: (\d\d)-", example(kind))
    assert number_of_lesson
    assert parse(example(kind).encode(), f"{number_of_lesson.group(1)}-example", faults)
    assert [str(fault) for fault in faults.found] == []


def test_every_shape_has_words_and_every_key_a_use() -> None:
    todo, seen = list(FORMS.values()), set()
    while todo:
        cls = todo.pop()
        for name, (words, _, about) in described(cls).items():
            assert words, f"{cls.__name__}.{name}"
            assert len(about.split()) >= 2, f"{cls.__name__}.{name}"
        seen.add(cls)
        parts = [part for field in keys_of(cls).values() for part in said(field.metadata["shape"]).parts]
        todo += [part for part in parts if part not in seen]
    assert len(seen) > len(FORMS) + 15


def test_a_shape_without_words_is_told() -> None:
    @dataclass
    class Thing:
        name: str = key("its name", lambda faults, node, at: "")

    with pytest.raises(ValueError, match=r"Thing\.name: its shape has no words"):
        described(Thing)


def test_shapes_say_what_they_read() -> None:
    assert said(word("true", "false", "either")).words == "true, false or either"
    assert said(word("one")).words == "one"
    assert said(several(number(1, 5), 3, 3)).words == "a list of 3, each a whole number from 1 to 5"
