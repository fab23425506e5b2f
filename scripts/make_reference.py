"""Writes docs/exercises.md, the authors' reference, from what the kinds of exercise say of themselves.

Purpose and marking are the docstrings of the classes; each key's use and shape stand beside its field, and the same
shape reads the authors' files. The examples are those of the tests. With --check it only compares.
"""

import argparse
import inspect
import re
import sys
from collections.abc import Iterator
from dataclasses import MISSING
from functools import cache
from pathlib import Path
from typing import Any

from lesson_check.shapes import keys_of
from ruamel.yaml import YAML

from helpers.exercises.kinds import FORMS
from helpers.exercises.question import MarkedQuestion, OpenQuestion, Question
from helpers.exercises.reading import said

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "exercises.md"
EXAMPLES = ROOT / "tests" / "exercises" / "fixtures" / "lessons"

HEAD = """# Exercises: the reference

<!-- Made by `make reference` from helpers/exercises/; do not edit. -->

A lesson's `exercises.yml` is a list; its order is the order of the cards. Every exercise has a `kind`, the keys of
every exercise, and its kind's own keys. A key that is not named here is refused. `make check-lesson LESSON=02` tells
each fault with its line. How to go about it: [CONTRIBUTING.md](../CONTRIBUTING.md).

- Texts may use `**bold**`, `*em*` and `` `code` ``, and nothing else. Put a text that holds a colon in quotes, or
  begin it on the next line after `>-`. Write `true` and `false`, not yes and no.
- Before the second try a student sees the feedback on what they picked. So feedback, hints and `sure_and_wrong` say
  what the answer shows, where the evidence is and what to do next; they never name the right answer.
- Evidence is named by id: rows of the tables in `data/`, passages (`p04`) and sentences (`p04.s2`) of the essay.
"""


def intro() -> Iterator[str]:
    """Yield the page's head: rules, the table of kinds, the keys that all share."""
    yield HEAD
    yield "## The kinds\n"
    yield "| kind | on the card | what it is | marked |\n|---|---|---|---|"
    for kind, cls in FORMS.items():
        first = sentences(cls)[0].split(". ")[0].split("; ")[0].rstrip(".")
        yield f"| [{kind}](#{kind}) | {cls.ask} | {first} | {marked(cls)} |"  # type: ignore[attr-defined]
    yield "\n## Keys of every exercise\n"
    yield "`recall` has only its own.\n"
    yield table({"kind": ("one of the kinds above", "needed", "the kind"), **described(Question)})
    yield "\n## Keys of every marked exercise\n"
    yield sentences(MarkedQuestion)[0] + "\n"
    yield table({name: row for name, row in described(MarkedQuestion).items() if name not in keys_of(Question)})
    yield "\nOpen exercises have none of these. " + " ".join(sentences(OpenQuestion)[:1])


def marked(cls: type) -> str:
    """Say in a word whether a kind is marked."""
    if issubclass(cls, MarkedQuestion):
        return "yes"
    return "no, open" if issubclass(cls, OpenQuestion) else "as the earlier one"


def sentences(cls: type) -> list[str]:
    """Return a class's docstring by paragraphs, each on one line."""
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", inspect.getdoc(cls) or "")]


def described(cls: type) -> dict[str, tuple[str, str, str]]:
    """Return each key of a kind or group: (shape in words, needed or default, what it is for)."""
    found = {}
    for name, field in keys_of(cls).items():
        words = said(field.metadata["shape"]).words
        if not words:
            raise ValueError(f"{cls.__name__}.{name}: its shape has no words; put @says(...) above it")
        found[name] = (words, default(field), field.metadata["about"])
    return found


def default(field: Any) -> str:
    """Say whether a key is needed, and what stands where it is left out."""
    if field.default is MISSING and field.default_factory is MISSING:
        return "needed"
    value = field.default
    if value in ("", ()) or not isinstance(value, str | int | float):
        return "optional"
    return f"optional, `{str(value).lower() if isinstance(value, bool) else value}`"


def table(rows: dict[str, tuple[str, str, str]]) -> str:
    """Return a table of keys."""
    lines = ["| key | what | needed | shape |", "|---|---|---|---|"]
    for name, (shape, needed, about) in rows.items():
        lines.append(f"| `{name}` | {_cell(about)} | {needed} | {_cell(shape)} |")
    return "\n".join(lines)


def _cell(words: str) -> str:
    return words.replace("|", "\\|")


def section(kind: str, cls: type) -> Iterator[str]:
    """Yield a kind's part of the page: purpose, marking, keys, groups, example."""
    yield f"\n## {kind}\n"
    yield f"On the card: “{cls.ask}”.\n"  # type: ignore[attr-defined]
    yield "\n\n".join(sentences(cls)) + "\n"
    yield table(own(cls))
    yield from groups(cls, own(cls))
    yield f"\n```yaml\n{example(kind)}\n```"


def own(cls: type) -> dict[str, tuple[str, str, str]]:
    """Return the keys that the shared tables do not have, or that this kind treats in another way."""
    base = (
        MarkedQuestion if issubclass(cls, MarkedQuestion) else OpenQuestion if issubclass(cls, OpenQuestion) else None
    )
    shared = described(base) if base else {}
    return {name: row for name, row in described(cls).items() if shared.get(name) != row}


def groups(cls: type, among: Any = None, path: str = "", seen: frozenset[type] = frozenset()) -> Iterator[str]:
    """Yield a table for each group of keys in a kind, and for the groups in it."""
    for name, field in keys_of(cls).items():
        if among is not None and name not in among:
            continue
        shape = said(field.metadata["shape"])
        for part in shape.parts:
            if part in seen:
                continue
            where = f"{path}{name}"
            each = "Each of" if "a list of" in shape.words else "The group"
            yield f"\n{each} `{where}`: {_lower(sentences(part)[0])}\n"
            yield table(described(part))
            seen |= {part}
            yield from groups(part, None, f"{where}.", seen)


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


@cache
def examples() -> dict[str, str]:
    """Return the shortest exercise of each kind among those that the tests read, as its author wrote it."""
    found: dict[str, str] = {}
    for path in sorted(EXAMPLES.glob("*/exercises.yml")):
        text = path.read_text(encoding="utf-8")
        lines = text.split("\n")
        nodes = YAML(typ="safe", pure=True).compose(text).value
        starts = [node.start_mark.line for node in nodes] + [len(lines)]
        for node, start, end in zip(nodes, starts, starts[1:], strict=False):
            kind = next(str(value.value) for key, value in node.value if key.value == "kind")
            kept = [line for line in lines[start:end] if not line.startswith("#")]
            written = "\n".join(kept).rstrip()
            if kind not in found or written.count("\n") < found[kind].count("\n"):
                found[kind] = written
    return found


def example(kind: str) -> str:
    """Return a kind's example; KeyError with advice if the tests have none."""
    if kind not in examples():
        raise KeyError(f"no example of {kind}: write one in {EXAMPLES.relative_to(ROOT)}")
    # One of the tests' texts holds HTML, to see that it is shown as text; authors are not to learn it from here.
    return re.sub(r"</?b>", "", examples()[kind])


def page() -> str:
    """Return the whole reference."""
    parts = list(intro())
    for kind, cls in FORMS.items():
        parts += section(kind, cls)
    return "\n".join(parts) + "\n"


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="fail if the page is not what the kinds say")
    wanted = page()
    if not parser.parse_args(arguments).check:
        TARGET.write_text(wanted, encoding="utf-8")
    elif not TARGET.exists() or TARGET.read_text(encoding="utf-8") != wanted:
        sys.exit("docs/exercises.md is not what helpers/exercises/ says: run `make reference` and commit it.")


if __name__ == "__main__":
    main()
