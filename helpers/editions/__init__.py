"""The essay's second edition, sentence by sentence, with footnotes; and the ledgers of a whole class in one.

`revisions` (the student's sentences, out of the record), `footnotes` (a row of the tables as a footnote), `document`
(the edition as Markdown and as a page), `widget` (the card to write in); `votes` (the file of a class's verdicts),
`agreement` (how far a class agrees), `class_page` (both beside the editors').
"""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from helpers.editions.widget import EditionWidget

__all__ = ["class_ledger", "edition_text", "second_edition"]


def second_edition(*passages: str) -> "EditionWidget":
    """Rewrite sentences of the essay, add footnotes, and download the result to hand it in.

    passages : such as "p13"; the whole essay, if none is named. Raises ValueError if a passage is not there.
    """
    from helpers.editions.widget import EditionWidget
    from helpers.essay import essay
    from helpers.ledgers.claims import passage_named

    named = [passage_named(one) for one in dict.fromkeys(passages)]
    return EditionWidget(named or list(essay().passages))


def edition_text(form: str = "markdown", *passages: str) -> str:
    """Return your second edition as text: the paragraphs in which you have rewritten something, notes and changes.

    form : "markdown" or "html" (a whole page that needs no network and can be printed)
    passages : such as "p13": these paragraphs and no others, rewritten or not
    Raises ValueError if nothing is rewritten yet, if a passage is not there, or for another form.
    """
    from helpers.editions.document import FORMS, edition
    from helpers.exercises.answers import record
    from helpers.exercises.bank import PlainError
    from helpers.ledgers.claims import passage_named

    if form not in FORMS:
        raise PlainError(f"There is no edition as {form!r}. Ask for {' or '.join(map(repr, FORMS))}.")
    named = [passage_named(one) for one in dict.fromkeys(passages)]
    return FORMS[form](edition(record().read().attempts, named))


def class_ledger(path: str | Path | None = None) -> None:
    """Show your ledger beside the editors', and beside your class's where you name its file; least agreed first.

    path : a file that `python -m helpers class-ledger` has made. Only claims that you have judged are shown.
    Raises ValueError, in one sentence, for a file that is none.
    """
    from helpers.editions.class_page import show_class

    show_class(Path(path) if path is not None else None)
