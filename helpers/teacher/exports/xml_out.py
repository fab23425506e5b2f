"""Writing XML: a small tree of tags, turned into a file by the standard library's own writer.

The standard library is enough here, and a teacher needs nothing more than the course's packages. Of its two writers
minidom it is, not ElementTree: Moodle's importer loses spaces between entities unless the text stands in CDATA.
"""

from dataclasses import dataclass
from xml.dom.minidom import Document, Element

# Spaces count inside these, so they are never laid out on lines of their own.
_MIXED = ("p", "li", "prompt", "simpleChoice", "simpleAssociableChoice")


class Cdata(str):
    """Text that is written as a CDATA section."""


@dataclass(frozen=True)
class Tag:
    """An element with its attributes and what stands in it."""

    name: str
    attributes: dict[str, str]
    children: "tuple[Tag | str, ...]"


def tag(name: str, *children: "Tag | str", **attributes: str) -> Tag:
    """Return a tag; attributes are those of the file, letter for letter."""
    return Tag(name, attributes, children)


def to_bytes(root: Tag) -> bytes:
    """Return the file: UTF-8, a line a tag where spaces do not count.

    >>> to_bytes(tag("a", tag("b", "x & y", id="1"), tag("c", Cdata("<p>"))))
    b'<?xml version="1.0" encoding="UTF-8"?>\\n<a>\\n  <b id="1">x &amp; y</b>\\n  <c><![CDATA[<p>]]></c>\\n</a>\\n'
    """
    page = Document()
    body = _grow(page, root, 0).toxml()
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'.encode()


def _grow(page: Document, one: Tag, depth: int) -> Element:
    grown = page.createElement(one.name)
    for name, value in one.attributes.items():
        grown.setAttribute(name, value)
    on_lines = bool(one.children) and one.name not in _MIXED and all(isinstance(child, Tag) for child in one.children)
    for child in one.children:
        if on_lines:
            grown.appendChild(page.createTextNode("\n" + "  " * (depth + 1)))
        if isinstance(child, Tag):
            grown.appendChild(_grow(page, child, depth + 1))
        elif isinstance(child, Cdata):
            # A section cannot hold its own end; it is cut in two there.
            parts = child.split("]]>")
            for n, part in enumerate(parts, 1):
                before, after = ">" if n > 1 else "", "]]" if n < len(parts) else ""
                grown.appendChild(page.createCDATASection(before + part + after))
        else:
            grown.appendChild(page.createTextNode(child))
    if on_lines:
        grown.appendChild(page.createTextNode("\n" + "  " * depth))
    return grown
