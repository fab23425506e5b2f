"""What the browser is told of claims and verdicts. Pure: no widget.

The one rule: what the editors think of a claim is told only once the student has committed a verdict on it.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from helpers import course
from helpers.essay import Passage, essay
from helpers.exercises.evidence_finder import reply
from helpers.exercises.titles import title_of
from helpers.ledgers.claims import Claim, Editors, claims_of, editors_of, every_claim
from helpers.ledgers.comparing import HELD_BACK, compare
from helpers.ledgers.entries import Entry
from helpers.ledgers.readings import Switch, switches
from helpers.ledgers.spans import marked
from helpers.ledgers.verdicts import VERDICTS, in_words

_HEADING = re.compile(r"(##+) \S")
Entries = Mapping[str, Sequence[Entry]]
_KINDS = {
    "factual": "a statement of fact",
    "interpretive": "a reading of facts",
    "causal": "one thing brought about another",
    "counterfactual": "what would or could have been",
}


def verdicts() -> list[dict[str, str]]:
    """Return the verdicts that one can give, for the browser."""
    return [{"id": one.id, "words": one.words, "meaning": one.meaning, "sign": one.sign} for one in VERDICTS.values()]


def claim_view(claim: Claim, passage: Passage) -> dict[str, Any]:
    """Return a claim with the sentence that it stands in, cut so that its words can be marked: before, quote, after."""
    inside = [sentence for sentence in passage.sentences if sentence.id in claim.sentences]
    start, end = (inside[0].start, inside[-1].end) if inside else (0, len(passage.text))
    whole = passage.text[start:end]
    before, quote, after = whole.partition(claim.quote) if claim.quote in whole else ("", claim.quote, "")
    return {"id": claim.id, "quote": quote, "before": before, "after": after, "passage": passage.id}


def entry_view(entry: Entry) -> dict[str, Any]:
    """Return a committed verdict as the card shows it."""
    titles = reply({"ask": "titles", "ids": list(entry.evidence)}) or {"found": []}
    return {
        "verdict": entry.verdict,
        "evidence": titles["found"],
        "note": entry.note,
        "confidence": entry.confidence,
        "at": entry.at,
    }


def editors_view(editors: Editors) -> dict[str, Any]:
    """Return what the editors think of a claim, as the card shows it; of a graded assignment they say nothing."""
    if not editors.verdict:
        return {"verdict": "", "words": HELD_BACK, "kind": "", "why": ""}
    return {
        "verdict": editors.verdict,
        "words": in_words(editors.verdict),
        "kind": _KINDS.get(editors.kind, editors.kind),
        "why": editors.why,
        "told_for": editors.told_for,
        "events_for": [title_of(one) for one in editors.events_for],
        "told_against": editors.told_against,
        "events_against": [title_of(one) for one in editors.events_against],
    }


def judged_view(claim: Claim, versions: Sequence[Entry]) -> dict[str, Any]:
    """Return all about a claim that the student has judged: first and last verdict, the editors', both compared."""
    last, editors = versions[-1], editors_of(claim.id)
    return {
        "first": entry_view(versions[0]),
        "last": entry_view(last),
        "versions": len(versions),
        "editors": editors_view(editors),
        "compared": compare(last, editors, claim),
    }


def judged(claims: Sequence[Claim], entries: Entries) -> dict[str, Any]:
    """Return `judged_view` of each of these claims that has a verdict of the student's, and nothing of the others."""
    return {claim.id: judged_view(claim, entries[claim.id]) for claim in claims if entries.get(claim.id)}


def passage_view(passage: Passage, claims: Sequence[Claim]) -> dict[str, Any]:
    """Return a paragraph in pieces, with its claims marked."""
    cut = marked(passage, claims)
    return {
        "id": passage.id,
        "heading": passage.heading,
        "pieces": [{"text": one.text, "claims": list(one.claims), "ends": list(one.ends)} for one in cut.pieces],
        "levels": cut.levels,
        "adrift": list(cut.adrift),
        "claims": [claim_view(claim, passage) for claim in claims],
    }


def essay_view() -> list[dict[str, Any]]:
    """Return the whole essay, passage by passage, each with the headings that stand before it as [level, text]."""
    levels = iter(_levels())
    passages = []
    plain = iter(essay().plain.split("\n"))
    for passage in essay().passages:
        headings = []
        for line in plain:
            if line == passage.text:
                break
            headings.append([next(levels, 2), line])
        passages.append({**passage_view(passage, claims_of(passage.id)), "headings": headings})
    return passages


def _levels() -> list[int]:
    """Return the level of each heading of the essay (2 is the highest), in order."""
    lines = (course.data_dir() / "essay.md").read_text(encoding="utf-8").split("\n")
    return [len(found[1]) for line in lines if (found := _HEADING.match(line))]


def switches_view() -> list[dict[str, Any]]:
    """Return the open questions with their readings and the claims that depend on them; not what would follow."""
    known = {claim.id for claim in every_claim()}
    return [
        {
            "id": switch.id,
            "question": switch.question,
            "event": title_of(switch.event) if switch.event else None,
            "readings": list(switch.outcomes),
            "claims": [claim for claim in switch.claims if claim in known],
        }
        for switch in switches()
    ]


def outcomes_view(entries: Entries) -> dict[str, Any]:
    """Return what would follow for the claims that the student has judged: switch -> reading -> claim -> outcome."""
    return {switch.id: _outcomes(switch, entries) for switch in switches()}


def _outcomes(switch: Switch, entries: Entries) -> dict[str, Any]:
    return {
        reading: {
            claim: {
                "verdict": outcome.verdict,
                "words": in_words(outcome.verdict),
                "why": outcome.why,
                "sources": [title_of(one) for one in outcome.sources],
            }
            for claim, outcome in claims.items()
            if entries.get(claim)
        }
        for reading, claims in switch.outcomes.items()
    }
