"""The few marks of the exercises' texts, **bold**, *em* and `code`, as HTML, as XML tags, or taken out."""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from helpers.teacher.exports.xml_out import Tag, tag

_MARKUP = re.compile(r"\*\*(.+?)\*\*|\*(.+?)\*|`(.+?)`")
_TAGS = ("strong", "em", "code")
# What XML 1.0 does not allow in a document at all; half a sign (a lone surrogate) is among it.
_FORBIDDEN = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Block:
    """A piece of text to show: a paragraph, or a heading with a line or a list below.

    plain : the lines hold no marks, such as titles of sources, where a * is a *
    """

    heading: str
    lines: tuple[str, ...]
    plain: bool = False


def clean(text: str) -> str:
    """Return a text that any XML file can hold: ends of line as line feeds, forbidden signs replaced.

    >>> clean("a\\x00b\\r\\nc")
    'a�b\\nc'
    """
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n").replace("\r", "\n"))


def runs(text: str) -> Iterator[tuple[str, str]]:
    """Cut a text into runs: (tag or "", text).

    >>> list(runs("a **b** c"))
    [('', 'a '), ('strong', 'b'), ('', ' c')]
    """
    text, end = clean(text), 0
    for found in _MARKUP.finditer(text):
        if found.start() > end:
            yield "", text[end : found.start()]
        n = next(n for n, inner in enumerate(found.groups()) if inner is not None)
        yield _TAGS[n], found.group(n + 1)
        end = found.end()
    if end < len(text):
        yield "", text[end:]


def plain(text: str) -> str:
    """Return a text without marks, for places that know none.

    >>> plain("a **b** & `c`")
    'a b & c'
    """
    return "".join(run for _, run in runs(text))


def in_html(text: str) -> str:
    """Return a text as HTML.

    >>> in_html("a *b* < c")
    'a <em>b</em> &lt; c'
    """
    return "".join(
        f"<{name}>{html.escape(run, quote=False)}</{name}>" if name else html.escape(run, quote=False)
        for name, run in runs(text)
    )


def in_tags(text: str) -> list[Tag | str]:
    """Return a text as XML tags and strings."""
    return [tag(name, run) if name else run for name, run in runs(text)]


def html_of(blocks: Iterable[Block]) -> str:
    """Return blocks as HTML on a single line.

    >>> html_of([Block("", ("Why?",)), Block("Evidence", ("A letter", "A bill"))])
    '<p>Why?</p><p><strong>Evidence:</strong></p><ul><li>A letter</li><li>A bill</li></ul>'
    """
    told = []
    for block in blocks:
        lines = [html.escape(clean(one), quote=False) if block.plain else in_html(one) for one in block.lines]
        heading = f"<strong>{html.escape(clean(block.heading), quote=False)}:</strong>" if block.heading else ""
        if heading and len(lines) != 1:
            told.append(f"<p>{heading}</p><ul>{''.join(f'<li>{one}</li>' for one in lines)}</ul>")
        else:
            told += [f"<p>{heading}{' ' if heading else ''}{one}</p>" for one in lines]
    return "".join(told).replace("\n", " ")


def tags_of(blocks: Iterable[Block]) -> list[Tag]:
    """Return blocks as XHTML tags, in the same layout as `html_of`."""
    told: list[Tag] = []
    for block in blocks:
        lines: list[list[Tag | str]] = [[clean(one)] if block.plain else in_tags(one) for one in block.lines]
        heading = tag("strong", f"{clean(block.heading)}:") if block.heading else None
        if heading and len(lines) != 1:
            told.append(tag("p", heading))
            told += [tag("ul", *(tag("li", *one) for one in lines))] if lines else []
        else:
            before: list[Tag | str] = [heading, " "] if heading else []
            told += [tag("p", *before, *one) for one in lines]
    return told
