"""Tellings side by side on paper, and where no kernel runs: a plain table."""

from helpers.ledgers.printing import safe
from helpers.lettering import count
from helpers.tellings.parallels import AS_FAR, NOTHING, QUOTED, RETOLD, Cell, Comparison

_LEFT = "style='text-align: left; vertical-align: top'"  # an exported page would set it right


def caption(one: Comparison) -> str:
    """Say what stands side by side."""
    what = f"{count(len(one.tellings), 'telling')} side by side"
    return f"{what}: {one.title}" if one.title else what


def side_html(one: Comparison) -> str:
    """Return the tellings as a table: a column each, a row an aspect."""
    head = "".join(
        f"<th scope='col' {_LEFT}>{safe(told.title)}<br><small>{safe(_when(told.date, told.kind))}</small></th>"
        for told in one.tellings
    )
    body = "".join(
        f"<tr><th scope='row' {_LEFT}>{safe(aspect)}</th>"
        + "".join(f"<td {_LEFT}>{_cell_html(cells.get(told.id))}</td>" for told in one.tellings)
        + "</tr>"
        for aspect, cells in one.cells.items()
    )
    return (
        f"<section class='tellings-in-print'><table><caption>{safe(caption(one))}</caption>"
        f"<thead><tr><th scope='col' {_LEFT}>Aspect</th>{head}</tr></thead><tbody>{body}</tbody></table>"
        f"<p>{safe(AS_FAR)}</p></section>"
    )


def _cell_html(cell: Cell | None) -> str:
    if cell is None:
        return f"<em>{safe(NOTHING)}</em>"
    words = f"<q>{safe(cell.words)}</q>" if cell.quoted else safe(cell.words)
    parts = [f"<small>{QUOTED if cell.quoted else RETOLD}:</small> {words}"]
    parts += [f"<small>{safe(cell.notes)}</small>"] if cell.notes else []
    parts += ["<small>" + "; ".join(f"[{safe(source['id'])}]" for source in cell.sources) + "</small>"]
    return "<br>".join(parts)


def side_text(one: Comparison) -> str:
    """Return the same as plain text."""
    lines = [caption(one)]
    for aspect, cells in one.cells.items():
        lines += ["", aspect]
        for told in one.tellings:
            lines.append(f"  {told.title} ({_when(told.date, told.kind)}): {_cell_text(cells.get(told.id))}")
    return "\n".join([*lines, "", AS_FAR])


def _cell_text(cell: Cell | None) -> str:
    if cell is None:
        return NOTHING
    words = f'"{cell.words}"' if cell.quoted else cell.words
    return " ".join(filter(None, [words, cell.notes, *(f"[{source['id']}]" for source in cell.sources)]))


def _when(date: str, kind: str) -> str:
    return ", ".join(filter(None, [date, kind]))
