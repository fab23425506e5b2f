"""The ledger as a table to fill in by hand: each claim with room for a verdict, evidence and a note. No verdict."""

from collections.abc import Sequence

from markupsafe import Markup

from helpers.ledgers.claims import claims_of
from helpers.ledgers.verdicts import VERDICTS
from helpers.teacher.paper.lines import BOX, RING, ruled
from helpers.teacher.paper.tasks import items, table

_LINES = 3  # about as high as the verdicts beside them


def ledger_sheet(passages: Sequence[str]) -> Markup:
    """Return the claims of these passages as a table to fill in, and what the verdicts mean."""
    claims = list({claim.id: claim for passage in passages for claim in claims_of(passage)}.values())
    meanings = Markup("").join(
        Markup("<dt>{}</dt><dd>{}</dd>").format(one.words, one.meaning) for one in VERDICTS.values()
    )
    picks = items("verdicts", (Markup("{} {}").format(BOX, one.words) for one in VERDICTS.values()))
    sure = Markup("sure? {0} guess {0} think {0} sure").format(RING)
    rows = (
        [
            Markup("<b>{}</b> “{}”").format(claim.id, claim.quote),
            picks,
            Markup('{}<p class="sure">{}</p>').format(ruled(_LINES), sure),
        ]
        for claim in claims
    )
    grid = table("ledger", ["the essay says", "my verdict", "my evidence, and a note"], rows)
    return Markup('<dl class="meanings">{}</dl>{}').format(meanings, grid)
