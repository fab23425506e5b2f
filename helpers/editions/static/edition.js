// The second edition: sentences one below the other, one open at a time; wording, footnotes, reason; then the document.

function render({ model, el }) {
  const { passages, groups, verdicts, text: longest, reason: longestReason, most, tables } = model.get("static");
  const { ask, end } = asker(model);
  const state = () => model.get("state");
  const revised = (id) => (state().revised || {})[id];
  // Python keeps a copy of what is written, so that running the cell again loses nothing, and this tab another.
  const store = draftStore(`edition ${passages.join(" ")}`);
  const forms = { ...(store.read() || {}), ...((model.get("draft") || {}).forms || {}) };
  let opened = (model.get("draft") || {}).open || "";
  let typing = 0;
  let waiting = 0;
  let pending = "";
  let lastTurn = null;

  function keep() {
    clearTimeout(typing);
    model.set("draft", { ...(model.get("draft") || {}), open: opened, forms: { ...forms } });
    model.save_changes();
    store.write(forms);
  }
  const later = () => { clearTimeout(typing); typing = setTimeout(keep, 400); };
  const change = (id, part) => { forms[id] = { ...startOf(id), ...forms[id], ...part }; drawHead(id); };
  /** What the form begins with: the sentence as it stands in the student's edition, or else in the essay. */
  const startOf = (id) => {
    const now = revised(id);
    return { text: now ? now.text : rows.get(id).sentence.text, notes: now ? now.notes.map((one) => one.id) : [], reason: now ? now.reason : "" };
  };
  const formOf = (id) => ({ ...startOf(id), ...forms[id] });

  const saving = savedLine(model);
  const count = h("p", { class: "le-count" });
  const handed = h("p", { class: "ex-said", role: "status" });
  const rows = new Map();
  const list = ({ sentences }) => h("ul", { class: "le-claims" }, sentences.map(row));
  const heading = unique("heading");
  const download = (form, words, main) => h("button", { type: "button", class: `ex-button${main ? " ex-main" : ""}`,
    onclick: () => { wait(handed, "Putting it together …"); model.send({ type: "download", form }); } }, words);
  const card = h("section", { class: "ex-card ed-edition", "aria-labelledby": heading },
    h("p", { class: "ex-kicker" }, `Second edition · ${passages.length > 3 ? `${passages[0]} to ${passages.at(-1)}` : passages.join(", ")}`),
    h("h3", { id: heading, class: "ex-title" }, "Rewrite the essay, with footnotes"),
    h("p", {}, "Open a sentence, rewrite it and say how you know. Your edition stays in your record; the essay stays as it was."),
    count,
    // With nothing judged, what there is stands open.
    groups.flatMap((group) => (group.judged || groups.length === 1
      ? [h("p", { class: "ed-group" }, group.title), list(group)]
      : [h("details", {}, h("summary", {}, `${group.title} (${group.sentences.length})`), list(group))])),
    h("div", { class: "ed-hand", role: "group", "aria-label": "Hand it in" },
      h("p", {}, h("strong", {}, "Hand it in: "), "your paragraphs, the footnotes, and what has changed. A line for your name is left free."),
      h("div", { class: "ex-actions" }, download("html", "Download as a page to print", true), download("markdown", "Download as Markdown", false)), handed),
    saving.elements);

  function row(sentence) {
    const status = h("span", { class: "le-status" });
    const body = h("div", { class: "le-body", id: unique("body"), role: "group", "aria-label": sentence.id, hidden: true });
    const head = h("button", { type: "button", class: "le-head", "aria-expanded": "false", "aria-controls": body.id,
      onclick: () => open(opened === sentence.id ? "" : sentence.id) },
    h("span", { class: "le-id" }, sentence.id), h("span", { class: "le-quote" }, `“${sentence.text}”`), status);
    rows.set(sentence.id, { sentence, head, status, body, parts: null });
    return h("li", { "data-sentence": sentence.id }, h("h4", {}, head), body);
  }

  function open(id) {
    opened = id;
    keep();
    drawOpen();
  }

  function drawOpen() {
    for (const [id, { head, body }] of rows) {
      head.setAttribute("aria-expanded", String(id === opened));
      body.hidden = id !== opened;
      if (id === opened) {
        const folded = head.closest("details");
        if (folded) folded.open = true;
        drawBody(id);
      }
    }
  }

  const mine = (sentence) => sentence.claims.filter(({ id }) => (state().judged || {})[id]);
  function drawHead(id) {
    const { sentence, status, parts } = rows.get(id);
    if (parts) parts.drop.hidden = !forms[id];
    const stands = forms[id] ? "✎ Begun, not committed yet" : revised(id) ? "✓ Rewritten" : "As in the essay";
    status.replaceChildren(h("span", { class: "ed-stands" }, stands),
      ...mine(sentence).map((claim) => verdictTag(verdicts, state().judged[claim.id].verdict)));
  }

  function build(id) {
    const { sentence, body } = rows.get(id);
    const verdictList = h("ul", { class: "ed-mine", "aria-label": "Your verdicts on this sentence" });
    const left = h("p", { class: "ed-lengths", "aria-live": "off" });
    const text = h("textarea", { id: unique("text"), rows: 4, maxlength: longest, class: "le-textarea ed-text",
      oninput: () => { change(id, { text: text.value }); drawLengths(); later(); }, onblur: () => { if (forms[id]) keep(); } });
    const reason = h("textarea", { id: unique("reason"), rows: 2, maxlength: longestReason, class: "le-textarea",
      oninput: () => { change(id, { reason: reason.value }); later(); }, onblur: () => { if (forms[id]) keep(); } });
    const words = (one) => one.split(/\s+/).filter(Boolean).length;
    const drawLengths = () => { left.textContent = `${words(text.value)} words; in the essay ${words(sentence.text)}.`; };
    const picker = evidencePicker({ ask, label: "Footnotes", atMost: most, needed: 1, tables,
      changed: (notes) => { change(id, { notes }); keep(); say(""); } });
    const commit = h("button", { type: "button", class: "ex-button ex-main", onclick: (event) => { if (event.detail < 2) send(id); } }, "Commit my sentence");
    const drop = h("button", { type: "button", class: "ex-button", onclick: () => { delete forms[id]; keep(); drawHead(id); drawBody(id); text.focus(); say("What was not committed is gone."); } }, "Undo what is not committed");
    const back = h("button", { type: "button", class: "ex-button", onclick: (event) => { if (event.detail < 2) post(id, { back: true }); } }, "Back to the essay's sentence");
    const stands = h("div", { class: "ed-stands-so" });
    const said = h("p", { class: "ex-said", role: "status" });
    const say = (told) => { said.textContent = told; };
    body.append(h("p", { class: "le-sentence" }, h("strong", {}, "In the essay: "), sentence.text), verdictList, stands,
      h("div", { class: "le-note" }, h("label", { for: text.id }, "Your sentence"), text, left), picker.element,
      h("div", { class: "le-note" }, h("label", { for: reason.id }, "Why did you change it? ", h("span", { class: "ex-quiet" }, "(you may leave this empty)")), reason),
      h("div", { class: "ex-actions" }, commit, drop, back), said);
    rows.get(id).parts = { text, reason, picker, commit, drop, back, stands, verdictList, drawLengths, say };
  }

  function drawBody(id) {
    if (!rows.get(id).parts) build(id);
    const { sentence, parts } = rows.get(id);
    const now = formOf(id);
    const stood = revised(id);
    if (parts.text.value !== now.text) parts.text.value = now.text;
    if (parts.reason.value !== now.reason) parts.reason.value = now.reason;
    parts.picker.show(!forms[id] && stood ? stood.notes : now.notes, false);
    parts.drawLengths();
    parts.back.hidden = !stood;
    parts.drop.hidden = !forms[id];
    parts.commit.textContent = stood ? "Commit my new sentence" : "Commit my sentence";
    parts.stands.replaceChildren(...(stood ? [h("p", { class: "ed-new", tabindex: "-1" }, h("strong", {}, "In your edition: "), stood.text),
      h("p", { class: "ed-lengths" }, stood.versions > 1 ? `You have committed ${stood.versions} versions; all stay in your record.` : "")] : []));
    parts.verdictList.replaceChildren(...sentence.claims.map((claim) => {
      const judged = (state().judged || {})[claim.id];
      return h("li", {}, h("strong", {}, claim.id), verdictTag(verdicts, judged ? judged.verdict : "", judged ? undefined : "Not judged in your ledger yet"),
        judged && judged.note ? h("span", { class: "ed-reason" }, judged.note) : null);
    }));
  }

  function send(id) {
    const { text, picker, say } = rows.get(id).parts;
    const now = formOf(id);
    if (waiting) return;
    if (!now.text.trim()) { say("Write your sentence first."); text.focus(); return; }
    if (now.text.trim() === rows.get(id).sentence.text) { say("That is the essay's own sentence still. Change it, or leave it as it stands."); text.focus(); return; }
    if (!now.notes.length) { say("Add at least one footnote: a second edition says how it knows."); picker.focus(); return; }
    post(id, { text: now.text, notes: now.notes, reason: now.reason });
  }

  function post(id, answer) {
    const { commit, say } = rows.get(id).parts;
    if (waiting) return;
    commit.setAttribute("aria-disabled", "true");
    pending = id;
    clearTimeout(typing);
    wait({ set textContent(words) { say(words); } }, "Saving …");
    model.send({ type: "commit", sentence: id, answer });
  }

  function wait(place, words) {
    place.textContent = words;
    clearTimeout(waiting);
    waiting = setTimeout(() => { stopWaiting(); place.textContent = SILENT; }, 8000);
  }

  function stopWaiting() {
    clearTimeout(waiting);
    waiting = 0;
    for (const { parts } of rows.values()) if (parts) parts.commit.removeAttribute("aria-disabled");
  }

  function drawSaved() {
    saving.draw();
    const done = Object.keys(state().revised || {}).length;
    count.textContent = `${done} of ${rows.size} sentences rewritten`;
  }

  function arrived() {
    const { turn, committed, sentence, problem } = state();
    if (turn === lastTurn) return;
    lastTurn = turn;
    stopWaiting();
    if (committed) { delete forms[committed]; keep(); }
    for (const id of rows.keys()) drawHead(id);
    drawSaved();
    // A card that is being written in is not drawn anew under the student's hands.
    if (opened && !(forms[opened] && rows.get(opened).parts)) drawBody(opened);
    const ours = pending && (sentence === pending || !sentence);
    if (ours && problem) rows.get(pending).parts.say(problem);
    else if (problem) handed.textContent = problem;
    if (ours && committed === pending) present(pending);
    if (ours) pending = "";
  }

  /** Lead whoever committed to what stands in the edition now. */
  function present(id) {
    const { stands, text, say } = rows.get(id).parts;
    const line = stands.querySelector(".ed-new");
    say(line ? "Committed. You may change it again; this version stays in your record." : "The essay's sentence stands again.");
    (line || text).focus({ preventScroll: true });
  }

  function heard(message, buffers) {
    if (message.type !== "file") return;
    stopWaiting();
    const url = URL.createObjectURL(new Blob([buffers[0]], { type: message.kind }));
    const link = h("a", { href: url, download: message.name, hidden: true });
    card.append(link);
    link.click();
    link.remove();
    // The browser needs the address until it has begun to save.
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
    handed.textContent = `Downloaded as ${message.name}. Look in your browser's downloads.`;
  }

  function handedOver() {
    const { sentence, items, turn } = model.get("handed") || {};
    if (!sentence || !rows.has(sentence) || (model.get("draft") || {}).handed === turn) return;
    const have = formOf(sentence).notes;
    change(sentence, { notes: [...have, ...items.filter((one) => !have.includes(one))] });
    if (sentence === opened) drawBody(sentence);
    model.set("draft", { ...model.get("draft"), handed: turn });
    keep();
  }

  card.addEventListener("keydown", guard);
  model.on("change:state", arrived);
  model.on("change:handed", handedOver);
  model.on("msg:custom", heard);
  lastTurn = state().turn;
  el.classList.add("ex-root", "le-root");
  el.append(card);
  for (const id of rows.keys()) drawHead(id);
  drawSaved();
  drawOpen();
  handedOver();
  return () => {
    model.off("change:state", arrived);
    model.off("change:handed", handedOver);
    model.off("msg:custom", heard);
    clearTimeout(typing);
    clearTimeout(waiting);
    end();
    for (const { parts } of rows.values()) if (parts && parts.picker.dispose) parts.picker.dispose();
  };
}

export default { render };
