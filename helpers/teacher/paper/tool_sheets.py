"""What the lessons' tools show, as sheets of paper: tellings to compare, a curtain at a day, sentences to rewrite."""

from string import ascii_uppercase

import pandas as pd
from markupsafe import Markup

from helpers.calendar_words import say_date
from helpers.curtains.standing import as_known, standing
from helpers.essay import essay
from helpers.ledgers.claims import claims_of, passage_named
from helpers.lettering import count
from helpers.teacher.paper.blocks import Hung, Rewriting, Tellings
from helpers.teacher.paper.lines import BLANK, lines_for, ruled
from helpers.teacher.paper.tables import table_html
from helpers.teacher.paper.tasks import items, table
from helpers.tellings.parallels import AS_FAR, NOTHING, RETOLD, Cell
from helpers.tellings.printing import caption


def tellings_sheet(block: Tellings) -> Markup:
    """Return the tellings with letters, and a table for each aspect: a line each, since columns would be too narrow."""
    compared = block.compared
    letters = dict(zip((one.id for one in compared.tellings), ascii_uppercase, strict=False))
    who = items(
        "letters",
        (
            Markup("<b>{}</b> {}").format(letters[one.id], ", ".join(filter(None, [one.title, one.date, one.kind])))
            for one in compared.tellings
        ),
    )
    grids = Markup("").join(
        Markup('<table class="tellings"><caption>{}</caption><tbody>{}</tbody></table>').format(
            aspect,
            Markup("").join(
                Markup('<tr><th scope="row">{} {}</th><td>{}</td></tr>').format(
                    letters[one.id], one.title, _cell(cells.get(one.id))
                )
                for one in compared.tellings
            ),
        )
        for aspect, cells in compared.cells.items()
    )
    note = "Each of the small tables is one line of the big one on the screen."
    return Markup(
        '<div class="kept"><p><strong>{}</strong></p>{}</div><p class="how">{}</p>{}<p class="how">{}</p>'
    ).format(caption(compared), who, note, grids, AS_FAR)


def _cell(cell: Cell | None) -> Markup:
    if cell is None:
        return Markup("<em>{}</em>").format(NOTHING)
    parts = [Markup("“{}”" if cell.quoted else f"<em>{RETOLD}:</em> {{}}").format(cell.words)]
    parts += [Markup("<small>{}</small>").format(cell.notes)] if cell.notes else []
    named = " ".join(f"[{one['id']}]" for one in cell.sources)
    parts += [Markup("<small>{}</small>").format(named)] if named else []
    return Markup(" ").join(parts)


def curtain_sheet(block: Hung) -> Markup:
    """Return what was over by the curtain's day and when its sources were written, and the claims as they stood."""
    day = say_date(block.day.isoformat())
    seen = as_known(block.every, block.day)
    every = dict(zip(block.every["id"], block.every["sources"], strict=True))
    shown = pd.DataFrame(
        {
            "date": [_dates(row) for row in seen.itertuples()],
            "event": seen["title"],
            "what happened": seen["summary"],
            "sources of that time": [
                f"{_size(early)} of {_size(every[name])}"
                for name, early in zip(seen["id"], seen["sources"], strict=True)
            ],
        }
    )
    told = [standing(claim, block.day) for passage in block.passages for claim in claims_of(passage_named(passage).id)]
    rows = (
        [
            Markup("<b>{}</b> “{}”").format(one["id"], one["quote"]),
            "; ".join(f"{piece['title']} ({piece['date']})" for piece in one["known"]) or "nothing yet",
            count(one["later"], "piece"),
        ]
        for one in told
    )
    claims = table("data", ["the essay claims", f"evidence dated by {day}", "dated later"], rows) if told else ""
    return Markup(
        '<p class="how">The curtain hangs at {}. Cover the table with a sheet of paper and draw it down, from event to '
        "event: so far one could know. Where few sources are of that time, ask who could know it on that day.</p>{}{}"
    ).format(day, table_html(shown, f"Over by {day}: {count(len(shown), 'event')}"), claims)


def _size(sources: object) -> int:
    return len([one for one in str(sources).split(";") if one])


def _dates(row: object) -> str:
    """Return an event's date in words, with its end where it has one."""
    first, last = str(getattr(row, "date", "")), str(getattr(row, "date_end", "") or "")
    told = say_date(first)
    return f"{told} to {say_date(last)}" if last and last != "nan" and last != first else told


def edition_sheet(block: Rewriting) -> Markup:
    """Return each sentence with room for a new wording, for footnotes and for the reason."""
    passages = [passage_named(one) for one in dict.fromkeys(block.passages)] or list(essay().passages)
    sheets = Markup("").join(
        Markup(
            '<div class="kept rewrite"><p><b>{}</b> “{}”</p>{}'
            '<p class="how lined">Footnotes: {}</p><p class="how lined">Because {}</p></div>'
        ).format(one.id, " ".join(one.text.split()), ruled(lines_for(len(one.text.split()))), BLANK, BLANK)
        for passage in passages
        for one in passage.sentences
    )
    return Markup('<p class="how">Write a sentence again beneath it; leave empty what stays as it is.</p>{}').format(
        sheets
    )
