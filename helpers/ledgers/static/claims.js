// What ledger, passage and essay share: verdicts, claims in a paragraph, what bears on a claim.

/** A verdict by sign and words; `id` may be "" for a claim that is not judged. */
function verdictTag(verdicts, id, words) {
  const found = verdicts.find((one) => one.id === id);
  return h("span", { class: `le-tag le-is-${found ? id : "open"}` },
    h("span", { class: "le-sign", "aria-hidden": "true" }, found ? found.sign : "○"),
    h("span", {}, words || (found ? found.words : "Not judged yet")));
}

/** Whether all is saved, in words: a line, a button where it is not, and what else the record has to say. */
function savedLine(model) {
  const saved = h("p", { class: "ex-saved", role: "status" });
  const notice = h("p", { class: "ex-notice", role: "status" });
  const again = h("button", { type: "button", class: "ex-button", hidden: true,
    onclick: () => { saved.textContent = "Saving …"; model.send({ type: "save" }); } }, "Save again");
  return {
    elements: [saved, again, notice],
    notice,
    draw() {
      const { saved: at, unsaved, notice: told } = model.get("state");
      again.hidden = !unsaved;
      saved.classList.toggle("ex-unsaved", Boolean(unsaved));
      const clock = at && new Date(at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
      const words = unsaved || (clock ? `Saved at ${clock}.` : "");
      if (saved.textContent !== words) saved.textContent = words;
      if (notice.textContent !== told) notice.textContent = told;
    },
  };
}

const wordsOf = (verdicts, id) => (verdicts.find((one) => one.id === id) || { words: id || "not judged yet" }).words;

/**
 * A paragraph, letter for letter, with its claims: their words underlined, a numbered button where each ends.
 * `pressed(id)` is called for a button or a click on the words; `name(id)` says what the button is called.
 */
function claimText(passage, pressed, name) {
  const buttons = new Map();
  const button = (id) => {
    const made = h("button", { type: "button", class: "le-no", "data-claim": id, "aria-expanded": "false",
      "aria-label": name(id), onclick: () => pressed(id) }, id);
    buttons.set(id, made);
    return made;
  };
  const wrap = (node, ids) => ids.reduceRight((inner, id) => h("span",
    { class: "le-claim", "data-claim": id, style: `--le-level: ${passage.levels[id] || 0}` }, inner), node);
  const pieces = passage.pieces.map((piece) => ({ ...piece }));
  const parts = pieces.flatMap((piece, n) => {
    if (!piece.ends.length) return [wrap(piece.text, piece.claims)];
    // The number keeps to the last word, so that it never begins a line alone, and a comma or stop comes before it.
    const cut = piece.text.search(/\S+\s*$/);
    const [head, tail] = [piece.text.slice(0, cut), piece.text.slice(cut)];
    const following = pieces[n + 1];
    const stops = following ? following.text.match(/^[.,;:!?)”’"]*/)[0] : "";
    if (stops) following.text = following.text.slice(stops.length);
    return [head ? wrap(head, piece.claims) : null,
      h("span", { class: "le-end" }, wrap(tail, piece.claims), stops ? wrap(stops, following.claims) : null, piece.ends.map(button))];
  });
  const element = h("p", { class: "le-text", "data-passage": passage.id }, parts, passage.adrift.map(button));
  element.addEventListener("click", (event) => {
    const words = event.target.closest(".le-claim");
    // Whoever marks words to copy them does not mean to open the claim.
    if (words && String(window.getSelection()) === "") pressed(words.dataset.claim);
  });
  const of = (id) => element.querySelectorAll(`.le-claim[data-claim="${CSS.escape(id)}"]`);
  return {
    element, buttons,
    /** Give a claim's words and button a look (class names), and the button a new name. */
    paint(id, look, called, sign) {
      for (const one of of(id)) one.className = `le-claim ${look}`;
      const made = buttons.get(id);
      made.className = `le-no ${look}`;
      if (called) made.setAttribute("aria-label", called);
      made.replaceChildren(id, sign ? h("span", { class: "le-sign", "aria-hidden": "true" }, sign) : "");
    },
    /** Show which claim is open. */
    open(id, panel) {
      for (const [one, made] of buttons) {
        made.setAttribute("aria-expanded", String(one === id));
        if (one === id) made.setAttribute("aria-controls", panel.id); else made.removeAttribute("aria-controls");
        for (const words of of(one)) words.classList.toggle("le-opened", one === id);
      }
    },
  };
}

/** What bears on a claim, by groups; each piece opens to what it says. `add(item)` puts an "Add" button beside it. */
function bearingList(groups, add) {
  if (!groups.length) {
    return h("p", { class: "le-nothing" },
      "The tables name no evidence on this claim. Search for yourself; that nothing turns up can be a finding too.");
  }
  return h("div", { class: "le-bearing" }, groups.map(({ group, items }) => h("section", {},
    h("p", { class: "le-group" }, h("strong", {}, group), h("span", { class: "ex-quiet" }, ` ${items.length}`)),
    h("ul", {}, items.map((item) => h("li", {},
      h("details", {},
        h("summary", {}, h("cite", {}, item.title), item.date ? `, ${item.date}` : ""),
        item.lines.map((line) => h("p", {}, line)), h("p", { class: "le-id" }, h("code", {}, item.id))),
      add ? h("button", { type: "button", class: "ex-button le-add", "aria-label": `Add as evidence: ${item.title}`,
        onclick: () => add(item) }, "Add") : null))))));
}

/** The part of the page that scrolls. */
function scrollingPart(element) {
  let parent = element.parentElement;
  while (parent && !(parent.scrollHeight > parent.clientHeight && /auto|scroll/.test(getComputedStyle(parent).overflowY))) {
    parent = parent.parentElement;
  }
  return parent || document.scrollingElement;
}
