"""From a YAML file to frozen dataclasses, with every fault and its line noted on the way.

A dataclass says beside each field what it is for and what shape it has (`key(about, shape)`). The same words make
the authors' reference, so the two cannot drift apart.
"""

import re
from collections.abc import Callable
from dataclasses import MISSING, dataclass, field, fields
from typing import Any

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from helpers.exercises import dates


@dataclass(frozen=True)
class Fault:
    """One thing that an author must mend: where it stands and what is wrong."""

    file: str
    line: int
    exercise: str
    key: str
    reason: str

    def __str__(self) -> str:
        parts = [f"{self.file}, line {self.line}" if self.line else self.file]
        parts += [f"exercise {self.exercise}"] if self.exercise else []
        parts += [f"key {self.key}"] if self.key else []
        return f"{', '.join(parts)}: {self.reason}"


class _Bad:
    """Stands for a value that was refused; its fault is noted."""


BAD = _Bad()
Shape = Callable[["Faults", Node, str], Any]


@dataclass(frozen=True)
class Said:
    """How the authors' reference tells a shape: in words, with the groups of keys in it, and whether it is prose."""

    words: str
    parts: tuple[type, ...] = ()
    prose: bool = False  # sentences that a student reads


def says(words: str, parts: tuple[type, ...] = (), prose: bool = False) -> Callable[[Shape], Shape]:
    """Give a shape its words, beside the code that reads it, so that the reference cannot drift."""

    def give(shape: Shape) -> Shape:
        setattr(shape, "said", Said(words, parts, prose))  # noqa: B010 (a function has no declared attributes)
        return shape

    return give


def said(shape: Shape) -> Said:
    """Return what a shape says of itself; the words are "" for a shape that nobody gave any.

    >>> said(several(number(0, 10), 2, 4)).words
    'a list of 2 to 4, each a whole number from 0 to 10'
    """
    found = getattr(shape, "said", None)
    return found if isinstance(found, Said) else Said("")


class Faults:
    """Collects the faults of one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.exercise = ""
        self.found: list[Fault] = []

    def add(self, node: Node | None, key: str, reason: str) -> _Bad:
        """Note a fault at a node's line and return the mark of a refused value."""
        line = node.start_mark.line + 1 if node is not None else 0
        self.found.append(Fault(self.file, line, self.exercise, key, reason))
        return BAD


def key(about: str, shape: Shape, *, name: str = "", **options: Any) -> Any:
    """Declare a dataclass field that authors fill: what it is for, its shape, and its name in YAML if different."""
    return field(metadata={"about": about, "shape": shape, "name": name}, **options)


def _tag(node: Node) -> str:
    return str(node.tag).rsplit(":", 1)[-1]


def _seen(node: Node) -> str:
    """Name what an author wrote, for a message."""
    if isinstance(node, MappingNode):
        return "a group of keys"
    if isinstance(node, SequenceNode):
        return "a list"
    return f"{node.value[:40]!r}" if node.value else "nothing"


def text(*, words: tuple[int, int] | None = None, characters: int = 2000) -> Shape:
    """Accept a text; `words` is the least and the greatest number of words."""
    reach = f"{words[0]} to {words[1]} words" if words else f"at most {characters} characters"

    @says(f"a text of {reach}", prose=True)
    def read(faults: Faults, node: Node, at: str) -> Any:
        if not isinstance(node, ScalarNode) or _tag(node) != "str" or not node.value.strip():
            hint = " Put it in quotes." if isinstance(node, ScalarNode) and node.value else ""
            return faults.add(node, at, f"must be a text, found {_seen(node)}.{hint}")
        value = " ".join(node.value.split())
        count = len(value.split())
        if words and not words[0] <= count <= words[1]:
            advice = "Shorten it" if count > words[1] else "Say what the evidence shows and what to do next"
            return faults.add(node, at, f"has {count} words; {words[0]} to {words[1]} are allowed. {advice}.")
        if len(value) > characters:
            return faults.add(node, at, f"has {len(value)} characters; at most {characters} are allowed.")
        return value

    return read


def slug(pattern: str = r"[a-z0-9]+(-[a-z0-9]+)*", wanted: str = "small letters, digits and hyphens") -> Shape:
    """Accept an id."""

    @says(f"an id of {wanted}")
    def read(faults: Faults, node: Node, at: str) -> Any:
        if not isinstance(node, ScalarNode) or not re.fullmatch(pattern, node.value):
            return faults.add(node, at, f"must be an id of {wanted}, found {_seen(node)}.")
        return node.value

    return read


def word(*choices: str) -> Shape:
    """Accept one of a few words; `true` and `false` among them are read as words."""

    @says(" or ".join(filter(None, (", ".join(choices[:-1]), choices[-1]))))
    def read(faults: Faults, node: Node, at: str) -> Any:
        if not isinstance(node, ScalarNode) or node.value not in choices:
            return faults.add(node, at, f"must be one of {', '.join(choices)}, found {_seen(node)}.")
        return node.value

    return read


@says("true or false")
def flag(faults: Faults, node: Node, at: str) -> Any:
    """Accept true or false."""
    if not isinstance(node, ScalarNode) or _tag(node) != "bool":
        return faults.add(node, at, f"must be true or false, found {_seen(node)}.")
    return node.value.lower() == "true"


def number(least: int, most: int) -> Shape:
    """Accept a whole number."""

    @says(f"a whole number from {least} to {most}")
    def read(faults: Faults, node: Node, at: str) -> Any:
        if not isinstance(node, ScalarNode) or not re.fullmatch(r"[0-9]{1,9}", node.value):
            return faults.add(node, at, f"must be a whole number, found {_seen(node)}.")
        value = int(node.value)
        if not least <= value <= most:
            return faults.add(node, at, f"must lie between {least} and {most}, found {value}.")
        return value

    return read


@says("a date: YYYY, YYYY-MM or YYYY-MM-DD")
def day(faults: Faults, node: Node, at: str) -> Any:
    """Accept a date as YYYY, YYYY-MM or YYYY-MM-DD, kept as it is written."""
    if not isinstance(node, ScalarNode):
        return faults.add(node, at, f"must be a date, found {_seen(node)}.")
    try:
        dates.span(node.value)
    except ValueError as problem:
        return faults.add(node, at, f"{problem}.")
    return node.value


def several(shape: Shape, least: int, most: int, unlike: bool = False) -> Shape:
    """Accept a list of things of one shape; `unlike` refuses the same thing twice."""
    each = said(shape)
    size = str(least) if least == most else f"{least} to {most}"

    @says(f"a list of {size}, each {each.words}", each.parts, each.prose)
    def read(faults: Faults, node: Node, at: str) -> Any:
        if not isinstance(node, SequenceNode):
            return faults.add(node, at, f"must be a list, found {_seen(node)}.")
        values = [shape(faults, child, f"{at}[{n}]") for n, child in enumerate(node.value, 1)]
        if not least <= len(values) <= most:
            wanted = str(least) if least == most else f"{least} to {most}"
            return faults.add(node, at, f"has {len(values)} entries; {wanted} are needed.")
        if any(value is BAD for value in values):
            return BAD
        for n, value in enumerate(values):
            if unlike and value in values[:n]:
                return faults.add(node.value[n], at, f"names {value!r} twice.")
        return tuple(values)

    return read


def either(for_mappings: Shape, otherwise: Shape) -> Shape:
    """Accept a group of keys or something plainer."""
    one, other = said(for_mappings), said(otherwise)

    @says(f"{other.words}, or {one.words}", one.parts + other.parts, one.prose or other.prose)
    def read(faults: Faults, node: Node, at: str) -> Any:
        return (for_mappings if isinstance(node, MappingNode) else otherwise)(faults, node, at)

    return read


def group(cls: type) -> Shape:
    """Accept a group of keys that makes one dataclass."""

    @says("a group of keys", (cls,))
    def read(faults: Faults, node: Node, at: str) -> Any:
        return record(faults, node, at, cls)

    return read


def record(faults: Faults, node: Node, at: str, cls: type, ignore: tuple[str, ...] = ()) -> Any:
    """Read a group of keys into a dataclass; note unknown, doubled and missing keys and wrong values."""
    if not isinstance(node, MappingNode):
        return faults.add(node, at, f"must be a group of keys, found {_seen(node)}.")
    known = {f.metadata["name"] or f.name: f for f in fields(cls) if "shape" in f.metadata}
    prefix = f"{at}." if at else ""
    values: dict[str, Any] = {}
    before = len(faults.found)
    seen: set[str] = set()
    for name_node, value_node in node.value:
        name = str(name_node.value)
        if name in seen:
            faults.add(name_node, prefix + name, "stands twice. Keep one.")
        elif name in known:
            values[known[name].name] = known[name].metadata["shape"](faults, value_node, prefix + name)
        elif name not in ignore:
            faults.add(name_node, prefix + name, f"is unknown. Known keys: {', '.join([*ignore, *known])}.")
        seen.add(name)
    for name, f in known.items():
        needed = f.default is MISSING and f.default_factory is MISSING
        if needed and name not in seen:
            faults.add(node, prefix + name, f"is missing. It is: {f.metadata['about']}")
    if len(faults.found) > before:
        return BAD
    value = cls(**values)
    for name, reason in getattr(value, "faults", list)():
        # The line of the key itself where it stands in the file, so that an editor can jump to it.
        where = next((v for k, v in node.value if str(k.value) == name.split("[")[0]), node)
        faults.add(where, prefix + name, reason)
    return BAD if len(faults.found) > before else value
