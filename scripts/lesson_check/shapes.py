"""Which texts of an exercises.yml students read, as the kinds of exercise say of their own keys."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from helpers.exercises.kinds import FORMS
from helpers.exercises.reading import said

# Texts that are not their author's own words in plain English: code, and the wording of a source.
_OTHERS_WORDS = {"quote", "given", "starter", "solution"}


def keys_of(cls: type) -> dict[str, Any]:
    """Return the keys of a kind or group: name in YAML -> dataclass field.

    >>> sorted(keys_of(FORMS["recall"]))
    ['id', 'of']
    """
    return {field.metadata["name"] or field.name: field for field in fields(cls) if "shape" in field.metadata}


def prose_nodes(root: Node | None) -> Iterator[ScalarNode]:
    """Go through the texts for students in a file of exercises; keys that no kind knows are passed over."""
    for node in root.value if isinstance(root, SequenceNode) else ():
        if isinstance(node, MappingNode):
            kind = next((str(value.value) for key, value in node.value if key.value == "kind"), "")
            if kind in FORMS:
                yield from _of_group(node, (FORMS[kind],))


def _of_group(node: MappingNode, classes: tuple[type, ...]) -> Iterator[ScalarNode]:
    given = {str(key.value) for key, _ in node.value}
    # Where a key takes one of several groups, the group is meant that knows most of what is written.
    known = keys_of(max(classes, key=lambda cls: len(given & set(keys_of(cls)))))
    for key, value in node.value:
        name = str(key.value)
        if name in known and name not in _OTHERS_WORDS:
            shape = said(known[name].metadata["shape"])
            yield from _below(value, shape.parts, shape.prose)


def _below(node: Node, parts: tuple[type, ...], prose: bool) -> Iterator[ScalarNode]:
    if isinstance(node, MappingNode) and parts:
        yield from _of_group(node, parts)
    elif isinstance(node, SequenceNode):
        for child in node.value:
            yield from _below(child, parts, prose)
    elif isinstance(node, ScalarNode) and prose:
        yield node
