"""The ledger and the essay on paper, and where no kernel runs. Never a verdict."""

from collections.abc import Sequence
from html import escape

from helpers.asleep import asleep
from helpers.essay import Passage, essay
from helpers.ledgers.claims import Claim, claims_of

_BLANK = "." * 28
_LONG_BLANK = "." * 60
_LEFT = "style='text-align: left'"  # an exported page would set it right


def safe(text: str) -> str:
    """Make a text safe as HTML in a notebook, the dollar too: notebooks read it as a formula."""
    return escape(text).replace("$", "&#36;")


def asleep_html(what: str, then: str) -> str:
    """Return the line that stands where a saved widget's kernel is gone. what, then : plain text."""
    return asleep(safe(what), safe(then))


def ledger_html(claims: Sequence[Claim]) -> str:
    """Return the claims as a table to fill in by hand."""
    head = "".join(
        f"<th scope='col' {_LEFT}>{one}</th>"
        for one in ("no.", "what the essay says", "my verdict", "my evidence and note")
    )
    lines = "".join(
        "<tr>"
        + "".join(
            f"<td {_LEFT}>{cell}</td>"
            for cell in (safe(one.id), f"“{safe(one.quote)}”", _BLANK, f"{_LONG_BLANK}<br>{_LONG_BLANK}")
        )
        + "</tr>"
        for one in claims
    )
    return (
        "<section class='ledger-in-print'><table><caption>The ledger in print</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table></section>"
    )


def ledger_text(claims: Sequence[Claim]) -> str:
    """Return the same as plain text."""
    return "\n".join(
        f"{one.id}  “{one.quote}”\n     verdict: {_BLANK}\n     evidence: {_LONG_BLANK}\n     note: {_LONG_BLANK}"
        for one in claims
    )


def passage_html(passage: Passage, claims: Sequence[Claim]) -> str:
    """Return a paragraph with its claims listed beneath."""
    items = "".join(f"<li>{safe(one.id)}: “{safe(one.quote)}”</li>" for one in claims)
    return (
        f"<section class='passage-in-print'><blockquote><p>{safe(passage.text)}</p>"
        f"<footer>The essay, {safe(passage.id)}</footer></blockquote>"
        f"<p>Its claims:</p><ul>{items}</ul></section>"
    )


def passage_text(passage: Passage, claims: Sequence[Claim]) -> str:
    """Return the same as plain text."""
    return "\n".join([passage.text, "", "Its claims:", *(f"  {one.id}: “{one.quote}”" for one in claims)])


def essay_html() -> str:
    """Return every paragraph with its claims."""
    return "".join(passage_html(one, claims_of(one.id)) for one in essay().passages)


def essay_text() -> str:
    """Return the same as plain text."""
    return "\n\n".join(passage_text(one, claims_of(one.id)) for one in essay().passages)
