"""The card in which the second edition is written: the only place where editions meet widgets and the record."""

import weakref
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import traitlets

from helpers.editions.document import BLANK, FORMS, edition
from helpers.editions.revisions import (
    CITED,
    LONGEST_REASON,
    LONGEST_TEXT,
    MOST_NOTES,
    PREFIX,
    Revision,
    ready,
    revisions,
    same,
)
from helpers.essay import Passage, Sentence
from helpers.exercises import evidence_finder, tray
from helpers.exercises.answers import Record, record
from helpers.exercises.marking import AnswerError
from helpers.exercises.record_line import Attempt
from helpers.ledgers import view
from helpers.ledgers.claims import Claim, every_claim
from helpers.ledgers.entries import entries
from helpers.ledgers.printing import safe
from helpers.ledgers.statics import script, style
from helpers.ledgers.widgets import _open, _Shown

_STATIC = Path(__file__).parent / "static"
_ENDS = {"markdown": ("md", "text/markdown"), "html": ("html", "text/html")}
# What was written and not committed, by sentence: running a cell again makes a new card.
_drafts: "weakref.WeakKeyDictionary[Record, dict[str, Any]]" = weakref.WeakKeyDictionary()


class EditionWidget(_Shown):
    """Sentences of some passages, one open at a time: wording, footnotes, reason; then the document to download."""

    _esm = script(str(_STATIC / "edition.js"))
    _css = style() + (_STATIC / "edition.css").read_text(encoding="utf-8")
    _what, _then = "The second edition", "go on with the sentences that you wrote before"

    draft = traitlets.Dict(help="what is written and not committed, by sentence").tag(sync=True)
    handed = traitlets.Dict(help="evidence that was collected elsewhere: sentence, items, turn").tag(sync=True)

    def __init__(self, passages: Sequence[Passage], kept: Record | None = None) -> None:
        kept = kept or record()
        self._passages = list(passages)
        self._sentences: dict[str, Sentence] = {one.id: one for passage in passages for one in passage.sentences}
        self._claims: dict[str, list[Claim]] = {name: [] for name in self._sentences}
        for claim in every_claim():
            for name in claim.sentences:
                self._claims.get(name, []).append(claim)
        self._drafts = _drafts.setdefault(kept, {})
        mine = {name: self._drafts[name] for name in self._sentences if name in self._drafts}
        static = {
            "passages": [one.id for one in passages],
            "groups": self._groups(kept),
            "verdicts": view.verdicts(),
            "text": LONGEST_TEXT,
            "reason": LONGEST_REASON,
            "most": MOST_NOTES,
            "tables": list(CITED),
        }
        super().__init__(static, kept, draft={"forms": mine, "open": next(iter(mine), "")})
        self.observe(self._keep_draft, "draft")
        for other in list(_open):
            # The cell was run again: evidence goes to the new card.
            if other is not self and isinstance(other, EditionWidget) and other._passages == self._passages:
                tray.withdraw(other)
        tray.offer(self)

    def _groups(self, kept: Record) -> list[dict[str, Any]]:
        """Return the sentences in two groups, those first in which the student has judged a claim."""
        judged = entries(kept.read().attempts)
        groups: dict[bool, list[dict[str, Any]]] = {True: [], False: []}
        for name, one in self._sentences.items():
            claims = [{"id": claim.id, "quote": claim.quote} for claim in self._claims[name]]
            shown = {"id": name, "text": " ".join(one.text.split()), "claims": claims}
            groups[any(claim.id in judged for claim in self._claims[name])].append(shown)
        titles = {
            True: "Sentences that you have judged in your ledger",
            False: "Sentences that you have not judged yet",
        }
        return [{"title": titles[key], "judged": key, "sentences": found} for key, found in groups.items() if found]

    def _keep_draft(self, change: Any) -> None:
        forms = change["new"].get("forms") or {}
        for name in self._sentences:
            if name in forms:
                self._drafts[name] = forms[name]
            else:
                self._drafts.pop(name, None)
        if change["new"].get("open") != (change["old"] or {}).get("open"):
            tray.relabelled()

    def commit(self, sentence: str, answer: Any) -> None:
        """Commit a new wording as the student does: save it, then show it.

        sentence : its id; answer : {"text", "notes": ids, "reason"}, or {"back": True} for the essay's own wording
        """
        if sentence not in self._sentences:
            self._show(problem=f"This card has no sentence {sentence!r}.", sentence=sentence)
            return
        try:
            understood = ready(answer, self._sentences[sentence].text)
        except AnswerError as problem:
            self._show(problem=str(problem), sentence=sentence)
            return
        before = revisions(self._record.read().attempts).get(sentence)
        if ("back" in understood and not before) or (before and "text" in understood and same(before, understood)):
            self._show(problem="That is what stands in your edition already: nothing has changed.", sentence=sentence)
            return
        self._save(Attempt(PREFIX + sentence, understood), sentence=sentence)

    def save_again(self) -> None:
        """Try once more to save what could not be saved."""
        self._retry({PREFIX + sentence for sentence in self._sentences})

    @property
    def label(self) -> str:
        """Return the card's name among the places that take evidence: it follows the sentence that is open."""
        where = self.draft.get("open") or ", ".join(one.id for one in self._passages[:3])
        return f"Second edition, {where}"

    def take(self, ids: list[str]) -> str:
        """Add footnotes that were collected elsewhere to the sentence that is open, and say where they went."""
        name = self.draft.get("open")
        found = [one["id"] for ref in ids if (one := evidence_finder.known(ref)) and one["table"] in CITED]
        if name not in self._sentences or not found:
            return f"{tray.collect(ids)} Open a sentence of the second edition to use it."
        have = list(((self.draft.get("forms") or {}).get(name) or {}).get("notes") or [])
        if len({*have, *found}) > MOST_NOTES:
            return f"Sentence {name} has {len(have)} footnotes; {MOST_NOTES} are the most. Remove one first."
        self.handed = {"sentence": name, "items": found, "turn": int((self.handed or {}).get("turn", 0)) + 1}
        return f"Added to the second edition, sentence {name}. It is not committed yet."

    def _act(self, message: dict[str, Any]) -> None:
        if message.get("type") == "commit":
            self.commit(str(message.get("sentence")), message.get("answer"))
        elif message.get("type") == "save":
            self.save_again()
        elif message.get("type") == "download":
            self._hand_out(str(message.get("form")))

    def _hand_out(self, form: str) -> None:
        """Send the document; the browser lays it down as a file."""
        if form not in FORMS:
            self._show(problem=f"There is no edition as {form!r}.")
            return
        attempts = self._record.read().attempts
        new = revisions(attempts)
        whole = [one for one in self._passages if any(line.id in new for line in one.sentences)]
        if not whole:
            self._show(problem="Nothing is rewritten yet. Commit a sentence first, then download.")
            return
        end, kind = _ENDS[form]
        name = f"second-edition-{datetime.now().date().isoformat()}.{end}"
        content = FORMS[form](edition(attempts, whole)).encode("utf-8")
        self.send({"type": "file", "name": name, "kind": kind}, buffers=[content])

    def _now(self, committed: view.Entries) -> dict[str, Any]:
        new = revisions(self._record.read().attempts)
        known = {claim.id for claims in self._claims.values() for claim in claims}
        return {
            # The student's own verdicts, and no more: the editors' have no place here.
            "judged": {
                name: {"verdict": found[-1].verdict, "note": found[-1].note}
                for name, found in committed.items()
                if name in known
            },
            "revised": {name: self._told(new[name]) for name in self._sentences if name in new},
            "sentence": "",
            "committed": "",
        }

    @staticmethod
    def _told(one: Revision) -> dict[str, Any]:
        titles = evidence_finder.reply({"ask": "titles", "ids": list(one.notes)}) or {"found": []}
        return {"text": one.text, "notes": titles["found"], "reason": one.reason, "versions": one.versions}

    def _print(self) -> tuple[str, str]:
        lines = [(name, " ".join(one.text.split())) for name, one in self._sentences.items()]
        rows = "".join(
            f"<li><p>{safe(name)}: “{safe(text)}”</p><p>My sentence: {BLANK * 2}</p><p>Footnotes: {BLANK * 2}</p></li>"
            for name, text in lines
        )
        plain = "\n".join(
            f"{name}  “{text}”\n     my sentence: {BLANK}\n     footnotes: {BLANK}" for name, text in lines
        )
        return plain, f"<section><p><strong>The second edition in print</strong></p><ul>{rows}</ul></section>"
