"""The ledger: a student's own verdict on each claim of the essay, with evidence, before the editors' is shown.

`claims` (what everybody may see, and apart from it what the editors think), `spans` (claims in a paragraph), `bearing`
(what bears on a claim), `entries` (the student's verdicts), `comparing`, `view` (what a browser may know), `widgets`.

The package is called ledgers so that the name ledger is always the function.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from helpers.ledgers.keep_widget import KeepWidget
    from helpers.ledgers.widgets import EssayWidget, LedgerWidget, PassageWidget

__all__ = ["essay_view", "keep_answers", "ledger", "passage", "progress"]


def passage(passage_id: str) -> "PassageWidget":
    """Show a paragraph of the essay with its claims, each of which opens to what bears on it.

    passage_id : such as "p04". Raises ValueError that names the passages there are.
    """
    from helpers.ledgers.claims import passage_named
    from helpers.ledgers.widgets import PassageWidget

    return PassageWidget(passage_named(passage_id))


def ledger(*passages: str) -> "LedgerWidget":
    """Judge the claims of one passage or several: verdict, evidence, note, and how sure you are.

    passages : such as "p04". The editors' verdict on a claim appears once you have committed yours.
    Raises ValueError if a passage is not there, or if none of them makes a claim.
    """
    from helpers.ledgers.claims import passage_named
    from helpers.ledgers.widgets import LedgerWidget

    return LedgerWidget([passage_named(one) for one in dict.fromkeys(passages)])


def essay_view() -> "EssayWidget":
    """Show the whole essay coloured by your verdicts, by the editors', or by where you and they differ."""
    from helpers.ledgers.widgets import EssayWidget

    return EssayWidget()


def progress() -> None:
    """Show how far you are: exercises, ledger, and how well "sure" and right go together."""
    from helpers.ledgers.progress_page import show_progress

    show_progress()


def keep_answers() -> "KeepWidget":
    """Download all your answers as one file, or restore them from one."""
    from helpers.ledgers.keep_widget import KeepWidget

    return KeepWidget()
