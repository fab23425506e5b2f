"""Ledger, passage and essay in a notebook: the only place where they meet widgets and the student's record."""

import weakref
from collections.abc import Collection, Sequence
from typing import Any, ClassVar

import anywidget
import traitlets

from helpers.essay import Passage
from helpers.exercises import evidence_finder, tray
from helpers.exercises.answers import Record, SaveError, record
from helpers.exercises.bank import PlainError
from helpers.exercises.marking import AnswerError
from helpers.exercises.record_line import Attempt
from helpers.ledgers import printing, view
from helpers.ledgers.bearing import bearing
from helpers.ledgers.claims import Claim, claims_of, every_claim
from helpers.ledgers.entries import LONGEST_NOTE, MOST_EVIDENCE, PREFIX, entries, ready, same
from helpers.ledgers.statics import script, style
from helpers.lettering import join_words

_open: "weakref.WeakSet[_Shown]" = weakref.WeakSet()
# What was picked or written and not committed, by claim: running a cell again makes a new card.
_drafts: "weakref.WeakKeyDictionary[Record, dict[str, Any]]" = weakref.WeakKeyDictionary()


class _Shown(anywidget.AnyWidget):
    """What ledger, passage and essay share: they show the record, and follow it when another of them changes it."""

    _css = style()
    _what: ClassVar[str]
    _then: ClassVar[str]

    static = traitlets.Dict(help="what the browser may know before anything is committed").tag(sync=True)
    state = traitlets.Dict(help="the student's verdicts, and the editors' where there is one").tag(sync=True)

    def __init__(self, static: dict[str, Any], kept: Record | None = None, **traits: Any) -> None:
        self._record = kept or record()
        self._show()  # first, so that it opens whole in the browser
        super().__init__(static=static, **traits)
        self.on_msg(self._receive)
        _open.add(self)

    def _now(self, committed: view.Entries) -> dict[str, Any]:
        """Return what the record adds to what the browser knows."""
        raise NotImplementedError

    def _print(self) -> tuple[str, str]:
        """Return it on paper: plain text, HTML."""
        raise NotImplementedError

    def _answer(self, message: dict[str, Any]) -> dict[str, Any] | None:
        """Answer what the browser asks."""
        if message.get("ask") != "bearing":
            return evidence_finder.reply(message)
        found = next((one for one in every_claim() if one.id == message.get("claim")), None)
        return {"groups": bearing(found) if found else []}

    def _act(self, message: dict[str, Any]) -> None:
        """Act on a message that is no question."""

    def _receive(self, _widget: Any, content: Any, _buffers: Any) -> None:
        try:
            if content.get("type") == "ask":
                reply = self._answer(content) or {}
                self.send({**reply, "type": "reply", "to": content.get("ask"), "turn": content.get("turn")})
            else:
                self._act(content)
        except Exception as fault:
            # Without this the card would wait for ever and the student would not know why.
            what = f"{type(fault).__name__}: {fault}"
            self._show(problem=f"Something went wrong in the course ({what}). Run the cell again.")

    def _show(self, **told: Any) -> None:
        """Work out the state from the record and send it; `told` are its single sentences."""
        reading = self._record.read()
        self.state = {
            **self._now(entries(reading.attempts)),
            "notice": reading.notice,
            "problem": "",
            "unsaved": "",
            "saved": "",
            **told,
            "turn": int((self.state or {}).get("turn", 0)) + 1,
        }

    def _refresh(self, **told: Any) -> None:
        """Show the new state here, and what the record holds now on every other open one."""
        self._show(**told)
        for other in list(_open):
            if other is not self and other._record is self._record:
                other._show(unsaved=told.get("unsaved", ""))

    def _save(self, attempt: Attempt, **which: str) -> None:
        """Append to the record, and show here and on the others what came of it. which : claim or sentence, its id"""
        (name,) = which.values()
        try:
            self._record.append(attempt)
        except SaveError as failure:
            self._refresh(unsaved=str(failure), **which, committed=name)
        except ValueError as problem:
            self._show(problem=str(problem), **which)
        else:
            self._refresh(saved=attempt.at, **which, committed=name)

    def _retry(self, mine: Collection[str]) -> None:
        """Try once more to save what could not be saved. mine : names under which this card writes"""
        try:
            self._record.retry()
        except SaveError as failure:
            self._refresh(unsaved=str(failure))
            return
        written = [one for one in self._record.read().attempts if one.exercise in mine]
        self._refresh(saved=written[-1].at if written else "")

    def _ipython_display_(self) -> None:
        """Show it, and before it a line that is seen only where the saved one has no kernel any more."""
        from IPython.display import display

        asleep = {
            "text/html": printing.asleep_html(self._what, self._then),
            "text/plain": f"{self._what} opens when this cell is run.",
        }
        display(asleep, raw=True)
        data, metadata = self._repr_mimebundle_()
        display(data, metadata=metadata, raw=True)

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """Add it in print, for a page that holds the notebook without its widgets."""
        bundle = super()._repr_mimebundle_(**kwargs)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        plain, page = self._print()
        return {**(data or {}), "text/plain": plain, "text/html": page}, metadata


class LedgerWidget(_Shown):
    """The claims of some passages, one open at a time: verdict, evidence, note, confidence; then the editors'."""

    _esm = script("ledger.js")
    _what, _then = "The ledger", "open it with the verdicts that you gave before"

    draft = traitlets.Dict(help="what is picked or written and not committed, by claim").tag(sync=True)
    handed = traitlets.Dict(help="evidence that was collected elsewhere for a claim: claim, items, turn").tag(sync=True)

    def __init__(self, passages: Sequence[Passage], kept: Record | None = None) -> None:
        self._claims: dict[str, Claim] = {}
        shown = []
        for passage in passages:
            # A claim that stands in two of the passages is judged once.
            new = [claim for claim in claims_of(passage.id) if claim.id not in self._claims]
            self._claims |= {claim.id: claim for claim in new}
            views = [view.claim_view(claim, passage) for claim in new]
            shown.append({"id": passage.id, "heading": passage.heading, "claims": views})
        self._passages = [passage.id for passage in passages]
        if not self._claims:
            where = join_words(self._passages) or "no passage"
            raise PlainError(f'There is no claim to judge in {where}. Name a passage with claims: ledger("p01").')
        static = {"passages": shown, "verdicts": view.verdicts(), "note": LONGEST_NOTE, "most": MOST_EVIDENCE}
        kept = kept or record()
        self._drafts = _drafts.setdefault(kept, {})
        super().__init__(static, kept)
        self.observe(self._keep_draft, "draft")
        for other in list(_open):
            # The cell was run again: evidence goes to the new card.
            if other is not self and isinstance(other, LedgerWidget) and other._passages == self._passages:
                tray.withdraw(other)
        tray.offer(self)

    @traitlets.default("draft")
    def _as_opened(self) -> dict[str, Any]:
        """Return the drafts that were kept, and the first claim without a verdict, which stands open."""
        mine = {name: self._drafts[name] for name in self._claims if name in self._drafts}
        return {"forms": mine, "open": next((one for one in self._claims if one not in self.state["judged"]), "")}

    def _keep_draft(self, change: Any) -> None:
        forms = change["new"].get("forms") or {}
        for claim in self._claims:
            if claim in forms:
                self._drafts[claim] = forms[claim]
            else:
                self._drafts.pop(claim, None)
        if change["new"].get("open") != (change["old"] or {}).get("open"):
            tray.relabelled()

    def commit(self, claim: str, answer: Any, confidence: str) -> None:
        """Commit a verdict as the student does: save it, then show the editors'.

        claim : its id; answer : {"verdict", "evidence": ids, "note"}; confidence : "guess", "think" or "sure"
        """
        if claim not in self._claims:
            self._show(problem=f"This ledger has no claim {claim!r}.", claim=claim)
            return
        try:
            understood = ready(answer, confidence)
        except AnswerError as problem:
            self._show(problem=str(problem), claim=claim)
            return
        before = entries(self._record.read().attempts).get(claim, [])
        if before and same(before[-1], understood, confidence):
            self._show(problem="That is what stands in your ledger already: nothing has changed.", claim=claim)
            return
        self._save(Attempt(PREFIX + claim, understood, confidence), claim=claim)

    def save_again(self) -> None:
        """Try once more to save what could not be saved."""
        self._retry({PREFIX + claim for claim in self._claims})

    @property
    def label(self) -> str:
        """Return the card's name among the places that take evidence: it follows the claim that is open."""
        return f"Ledger, {self._taking() or ', '.join(self._passages)}"

    def _taking(self) -> str:
        """Return the claim that takes evidence: the open one, or the first that is not judged yet."""
        opened = self.draft.get("open")
        unjudged = next((one for one in self._claims if one not in self.state["judged"]), "")
        return opened if opened in self._claims else unjudged

    def take(self, ids: list[str]) -> str:
        """Add evidence that was collected elsewhere to the claim that is open, and say where it went."""
        claim = self._taking()
        found = [one for name in ids if (one := evidence_finder.known(name))]
        if not claim or not found:
            return f"{tray.collect(ids)} Open a claim in the ledger to use it."
        form = (self.draft.get("forms") or {}).get(claim) or {}
        have = list(form.get("evidence") or [])
        new = [one["id"] for one in found]
        if len({*have, *new}) > MOST_EVIDENCE:
            return f"Claim {claim} has {len(have)} pieces of evidence; {MOST_EVIDENCE} are the most. Remove one first."
        self.handed = {"claim": claim, "items": new, "turn": int((self.handed or {}).get("turn", 0)) + 1}
        return f"Added to the ledger, claim {claim}. It is not committed yet."

    def _act(self, message: dict[str, Any]) -> None:
        if message.get("type") == "commit":
            self.commit(str(message.get("claim")), message.get("answer"), str(message.get("confidence")))
        elif message.get("type") == "save":
            self.save_again()

    def _now(self, committed: view.Entries) -> dict[str, Any]:
        return {"judged": view.judged(list(self._claims.values()), committed), "claim": "", "committed": ""}

    def _print(self) -> tuple[str, str]:
        claims = list(self._claims.values())
        return printing.ledger_text(claims), printing.ledger_html(claims)


class PassageWidget(_Shown):
    """A paragraph of the essay with its claims; each opens to what bears on it."""

    _esm = script("passage.js")
    _then = "open its claims"

    def __init__(self, passage: Passage, kept: Record | None = None) -> None:
        self._passage = passage
        self._claims: list[Claim] = claims_of(passage.id)
        self._what = f"Passage {passage.id}"  # type: ignore[misc]
        static = {
            "passage": view.passage_view(passage, self._claims),
            "bearing": {claim.id: bearing(claim) for claim in self._claims},
            "verdicts": view.verdicts(),
        }
        super().__init__(static, kept)

    def _now(self, committed: view.Entries) -> dict[str, Any]:
        # The student's own verdict, and no more: this view is for looking at the evidence.
        mine = {claim.id: committed[claim.id][-1].verdict for claim in self._claims if claim.id in committed}
        return {"mine": mine}

    def _print(self) -> tuple[str, str]:
        return (
            printing.passage_text(self._passage, self._claims),
            printing.passage_html(self._passage, self._claims),
        )


class EssayWidget(_Shown):
    """The whole essay in three layers: the student's verdicts, the editors', and where they differ."""

    _esm = script("essay.js")
    _what, _then = "The view of the whole essay", "see it with your verdicts"

    chosen = traitlets.Dict(help="the layer and the readings that are chosen, and the claim that is open").tag(
        sync=True
    )

    def __init__(self, kept: Record | None = None) -> None:
        static = {"passages": view.essay_view(), "verdicts": view.verdicts(), "switches": view.switches_view()}
        super().__init__(static, kept)

    def _now(self, committed: view.Entries) -> dict[str, Any]:
        return {"judged": view.judged(every_claim(), committed), "outcomes": view.outcomes_view(committed)}

    def _print(self) -> tuple[str, str]:
        return printing.essay_text(), printing.essay_html()


def refresh_all(kept: Record) -> None:
    """Show what a record holds now in every open view of it; call it after answers were restored."""
    from helpers.exercises import widgets

    for one in list(_open):
        if one._record is kept:
            one._show()
    for card in list(widgets._open):
        if card._record is kept:
            card._show()
