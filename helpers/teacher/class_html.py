"""Small pieces of HTML for a class's cells. Every text is escaped here, whoever wrote it."""

from collections.abc import Iterable, Sequence

from helpers.ledgers.printing import safe

_STYLE = """<style>
.course-class { margin: 0 8px 1em; line-height: 1.45; font-family: var(--jp-content-font-family, system-ui, sans-serif);
  color: var(--jp-content-font-color1, #1f1f1f) }
.course-class p { margin: .3em 0 .6em; max-width: 46em }
.course-class h3 { margin: .2em 0 .4em; font-size: 1.1rem; font-weight: 650; color: inherit }
.course-class .wide { overflow-x: auto; margin: .2em 0 .8em }
.course-class table { border-collapse: collapse; margin: 0; font-size: 13px; table-layout: auto }
.course-class caption { text-align: left; caption-side: top; padding: .2em 0 .5em; color: inherit }
.course-class :is(th, td) { text-align: left !important; vertical-align: top; padding: .35em .9em .35em 0;
  min-width: 3.5em; max-width: 30em; white-space: normal; overflow-wrap: break-word; background: none;
  border-bottom: 1px solid var(--jp-border-color2, #ddd) }
.course-class .long { min-width: 13em }
.course-class details { margin: .2em 0; border-top: 1px solid var(--jp-border-color2, #ddd) }
.course-class summary { cursor: pointer; padding: .6em 0 }
.course-class ol { margin: .2em 0 .6em; padding-left: 2em; columns: 20em auto }
@media (max-width: 30em) { .course-class { margin: 0 4px 1em } }
</style>"""
_LONG = 24  # letters from which a cell gets room for a line


def section(*inner: str) -> str:
    """Return pieces as one block with its look."""
    return f"{_STYLE}<div class='course-class ex-root'>{''.join(inner)}</div>"


def paragraph(text: str) -> str:
    """Return a paragraph."""
    return f"<p>{safe(text)}</p>"


def heading(text: str) -> str:
    """Return a heading below the notebook's own."""
    return f"<h3>{safe(text)}</h3>"


def table(caption: str, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table; the first cell of each row is its heading. It scrolls by itself, also by keyboard."""
    head = "".join(f"<th scope='col'>{safe(one)}</th>" for one in headings)
    body = "".join(
        f"<tr>{_cell(str(first), 'th scope=row')}{''.join(_cell(str(one)) for one in rest)}</tr>"
        for first, *rest in rows
    )
    return (
        f"<div class='wide' tabindex='0' role='group' aria-label='{safe(caption)}'><table>"
        f"<caption>{safe(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _cell(text: str, tag: str = "td") -> str:
    return f"<{tag}{' class=long' if len(text) > _LONG else ''}>{safe(text)}</{tag[:2]}>"


def fold(summary: str, inner: str, opened: bool = False) -> str:
    """Return a part that opens; inner : HTML."""
    return f"<details{' open' if opened else ''}><summary>{safe(summary)}</summary>{inner}</details>"


def numbered(lines: Iterable[tuple[int, str]]) -> str:
    """Return a list with the numbers given."""
    return f"<ol>{''.join(f'<li value={int(n)}>{safe(text)}</li>' for n, text in lines)}</ol>"
