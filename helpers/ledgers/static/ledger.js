// The ledger: claims one below the other, one open at a time; verdict, evidence, note, confidence; then the editors'.

const SURE = [["guess", "I am guessing"], ["think", "I think so"], ["sure", "I am sure"]];
const WAS_SURE = { guess: "You were guessing.", think: "You thought so.", sure: "You were sure." };

function render({ model, el }) {
  const { passages, verdicts, note: longest, most } = model.get("static");
  const claims = passages.flatMap((passage) => passage.claims);
  const { ask, end } = asker(model);
  const judged = () => model.get("state").judged || {};
  // What is picked and written. Python keeps a copy, so that running the cell again loses nothing, and this tab
  // another, so that a kernel that dies loses nothing either.
  const store = draftStore(`ledger ${passages.map(({ id }) => id).join(" ")}`);
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
  const formOf = (id) => forms[id] || {};
  const change = (id, part) => { forms[id] = { ...formOf(id), ...part }; drawHead(id); };

  const saving = savedLine(model);
  const count = h("p", { class: "le-count" });
  const rows = new Map();

  const heading = unique("heading");
  const card = h("section", { class: "ex-card le-ledger", "aria-labelledby": heading },
    h("p", { class: "ex-kicker" }, `Ledger · ${passages.map(({ id }) => id).join(", ")}`),
    h("h3", { id: heading, class: "ex-title" }, "What does the evidence say?"),
    h("p", {}, "Give each claim your own verdict, with evidence. Then the editors' verdict appears beside yours."),
    count,
    passages.flatMap((passage) => [
      passages.length > 1 ? h("p", { class: "le-of" }, h("strong", {}, passage.id), passage.heading ? ` · ${passage.heading}` : "") : null,
      h("ul", { class: "le-claims" }, passage.claims.map(row))]),
    saving.elements);

  function row(claim) {
    const status = h("span", { class: "le-status" });
    const body = h("div", { class: "le-body", id: unique("body"), role: "group", "aria-label": claim.id, hidden: true });
    const head = h("button", { type: "button", class: "le-head", "aria-expanded": "false", "aria-controls": body.id,
      onclick: () => open(opened === claim.id ? "" : claim.id) },
    h("span", { class: "le-id" }, claim.id), h("span", { class: "le-quote" }, `“${claim.quote}”`), status);
    rows.set(claim.id, { claim, head, status, body, parts: null });
    return h("li", { "data-claim": claim.id }, h("h4", {}, head), body);
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
      if (id === opened) drawBody(id);
    }
  }

  function drawHead(id) {
    const { status } = rows.get(id);
    const mine = judged()[id];
    const begun = !mine && forms[id] && Object.values(forms[id]).some((one) => one && one.length);
    status.replaceChildren(mine ? verdictTag(verdicts, mine.last.verdict)
      : verdictTag(verdicts, "", begun ? "Begun, not committed yet" : "Not judged yet"));
  }

  // ------------------------------------------------------------------ the form

  function build(id) {
    const { claim, body } = rows.get(id);
    const name = unique("verdict");
    const sureName = unique("sure");
    const options = verdicts.map(({ id: value, words, meaning }) => {
      const input = h("input", { type: "radio", name, value, onchange: () => { change(id, { verdict: value }); keep(); say(""); } });
      return { value, input, label: h("label", { class: "ex-option" }, input,
        h("span", { class: "ex-option-text" }, h("strong", {}, words), h("span", { class: "le-meaning" }, meaning))) };
    });
    const picker = evidencePicker({ ask, label: "Your evidence", atMost: most, needed: 1,
      changed: (ids) => { change(id, { evidence: ids }); keep(); say(""); } });
    const left = h("span", { class: "ex-quiet" });
    const note = h("textarea", { id: unique("note"), rows: 3, maxlength: longest, class: "le-textarea",
      oninput: () => {
        change(id, { note: note.value });
        drawLeft();
        clearTimeout(typing);
        typing = setTimeout(keep, 400);
      }, onblur: () => { if (formOf(id).note !== undefined) keep(); } });
    const drawLeft = () => {
      const room = longest - note.value.length;
      left.textContent = room < 200 ? `${room} characters left` : "";
    };
    const sure = SURE.map(([value, words]) => {
      const input = h("input", { type: "radio", name: sureName, value, onchange: () => { change(id, { confidence: value }); keep(); say(""); } });
      return { value, input, label: h("label", { class: "ex-sure" }, input, h("span", {}, words)) };
    });
    const commit = h("button", { type: "button", class: "ex-button ex-main", onclick: (event) => { if (event.detail < 2) send(id); } }, "Commit my verdict");
    const cancel = h("button", { type: "button", class: "ex-button", onclick: () => { delete forms[id]; keep(); drawBody(id); rows.get(id).parts.revise.focus(); } }, "Keep my verdict as it is");
    const bears = h("div", {});
    const look = h("details", { class: "le-look" }, h("summary", {}, "Look at the evidence on this claim"), bears);
    look.addEventListener("toggle", async () => {
      if (!look.open || bears.childElementCount) return;
      bears.replaceChildren(h("p", {}, "Looking …"));
      const { groups, problem } = await ask({ ask: "bearing", claim: id });
      bears.replaceChildren(problem ? h("p", {}, problem)
        : bearingList(groups || [], (item) => add(id, [item.id], item.title)));
    });
    // A live region must stay in the page: only its text changes.
    const said = h("p", { class: "ex-said", role: "status" });
    const say = (words) => { said.textContent = words; };
    const form = h("div", { class: "le-form" }, look,
      h("fieldset", { class: "le-verdicts" }, h("legend", {}, "Your verdict"), h("div", { class: "le-options" }, options.map(({ label }) => label))),
      picker.element,
      h("div", { class: "le-note" }, h("label", { for: note.id }, "Your reasons ", h("span", { class: "ex-quiet" }, "(you may leave this empty)")), note, left),
      h("fieldset", { class: "ex-confidence" }, h("legend", {}, "How sure are you? ", h("span", { class: "ex-quiet" }, "(never marked)")),
        h("div", { class: "ex-sures" }, sure.map(({ label }) => label))),
      h("div", { class: "ex-actions" }, commit, cancel));
    const result = h("div", { class: "le-result" });
    const revise = h("button", { type: "button", class: "ex-button", onclick: () => beginRevision(id) }, "Revise my verdict");
    const next = h("button", { type: "button", class: "ex-button ex-main", onclick: () => goOn(next.dataset.claim) });
    const after = h("div", { class: "ex-actions" }, next, revise);
    const whole = claim.before || claim.after.length > 1;
    body.append(whole ? h("p", { class: "le-sentence" }, claim.before, h("mark", {}, claim.quote), claim.after) : "", form, result, after, said);
    rows.get(id).parts = { options, picker, note, drawLeft, sure, commit, cancel, form, result, revise, next, after, said, say };
  }

  /** The form is shown for a claim that is not judged yet, or that is being revised. */
  const editing = (id) => !judged()[id] || Boolean(formOf(id).revising);

  function drawBody(id) {
    if (!rows.get(id).parts) build(id);
    const { options, picker, note, drawLeft, sure, commit, cancel, form, result, revise, next, after } = rows.get(id).parts;
    const edit = editing(id);
    const mine = judged()[id];
    form.hidden = !edit;
    result.hidden = edit;
    after.hidden = edit;
    if (edit) {
      const now = formOf(id);
      for (const { value, input } of options) input.checked = value === now.verdict;
      for (const { value, input } of sure) input.checked = value === now.confidence;
      picker.show(now.evidence || [], false);
      if (note.value !== (now.note || "")) note.value = now.note || "";
      drawLeft();
      commit.textContent = mine ? "Commit my new verdict" : "Commit my verdict";
      cancel.hidden = !mine;
      return;
    }
    drawResult(result, mine);
    const place = claims.findIndex((one) => one.id === id);
    const following = [...claims.slice(place), ...claims].find((one) => !judged()[one.id]);
    next.hidden = !following;
    if (following) { next.textContent = `Go on to ${following.id}`; next.dataset.claim = following.id; }
  }

  function beginRevision(id) {
    const { last } = judged()[id];
    forms[id] = { verdict: last.verdict, evidence: last.evidence.map((one) => one.id), note: last.note, revising: true };
    keep();
    drawBody(id);
    const { options, say } = rows.get(id).parts;
    say("Your first verdict stays in your record. Change what you like, and say again how sure you are.");
    (options.find(({ input }) => input.checked) || options[0]).input.focus();
  }

  function goOn(id) {
    open(id);
    rows.get(id).head.focus();
  }

  function add(id, ids, title) {
    const have = formOf(id).evidence || [];
    const { picker, say } = rows.get(id).parts;
    const fresh = ids.filter((one) => !have.includes(one));
    if (!fresh.length) { say(`“${title}” is among your evidence already.`); return; }
    if (have.length + fresh.length > most) { say(`You have ${have.length} pieces of evidence; ${most} are the most. Remove one first.`); return; }
    change(id, { evidence: [...have, ...fresh] });
    keep();
    picker.show(forms[id].evidence, false);
    say(title ? `Added to your evidence: “${title}”.` : "Added to your evidence.");
  }

  function send(id) {
    const { options, picker, sure, commit, say } = rows.get(id).parts;
    const now = formOf(id);
    if (waiting) return;
    if (!now.verdict) { say("Choose a verdict first."); options[0].input.focus(); return; }
    if (!(now.evidence || []).length) { say("Add at least one piece of evidence: a verdict without evidence is an opinion."); picker.focus(); return; }
    if (!now.confidence) { say("Say how sure you are; it is never marked."); sure[0].input.focus(); return; }
    say("Saving …");
    commit.setAttribute("aria-disabled", "true");
    pending = id;
    waiting = setTimeout(() => {
      stopWaiting();
      say(SILENT);
    }, 8000);
    clearTimeout(typing);
    model.send({ type: "commit", claim: id, confidence: now.confidence,
      answer: { verdict: now.verdict, evidence: now.evidence, note: now.note || "" } });
  }

  function stopWaiting() {
    clearTimeout(waiting);
    waiting = 0;
    for (const { parts } of rows.values()) if (parts) parts.commit.removeAttribute("aria-disabled");
  }

  // ------------------------------------------------------------------ what is shown after a commit

  function entry(one, like) {
    // A first version that differs in its verdict alone need not tell the rest twice.
    const alike = like && one.note === like.note && same(one.evidence, like.evidence);
    if (alike) return [h("p", {}, verdictTag(verdicts, one.verdict)), h("p", { class: "ex-quiet" }, `${WAS_SURE[one.confidence] || ""} The same evidence and reasons.`)];
    return [h("p", {}, verdictTag(verdicts, one.verdict)),
      h("p", { class: "ex-quiet" }, `${WAS_SURE[one.confidence] || ""} ${dateInWords(one.at.slice(0, 10))}.`),
      one.note ? h("p", { class: "le-own" }, one.note) : null, evidenceList(one.evidence)];
  }

  function drawResult(result, { first, last, versions, editors, compared }) {
    const mineHead = unique("mine");
    const theirsHead = unique("theirs");
    const against = (words, told, events) => [
      h("p", { class: "le-told" }, h("strong", {}, words), ` ${told}`), evidenceList(events)];
    result.replaceChildren(
      h("div", { class: `le-compared ${compared.same ? "le-same" : "le-differ"}` },
        h("p", { class: "le-heading", tabindex: "-1" }, h("strong", {}, compared.heading)),
        h("p", {}, compared.ask),
        compared.each.length ? h("ul", {}, compared.each.map(([who, what]) => h("li", {}, h("strong", {}, who), `: ${what}`))) : null,
        h("p", {}, compared.evidence)),
      h("div", { class: "le-sides" },
        h("section", { class: "le-side", "aria-labelledby": mineHead },
          h("h5", { id: mineHead }, versions > 1 ? "Your verdict now" : "Your verdict"), entry(last),
          versions > 1 ? h("div", { class: "le-first" }, h("p", {}, h("strong", {}, "Your first verdict, before you saw the editors'")), entry(first, last)) : null),
        !editors.verdict ? null : h("section", { class: "le-side", "aria-labelledby": theirsHead },
          h("h5", { id: theirsHead }, "The editors' verdict"),
          h("p", {}, verdictTag(verdicts, editors.verdict, editors.words)),
          editors.kind ? h("p", { class: "ex-quiet" }, `They read it as: ${editors.kind}.`) : null,
          h("p", { class: "le-own" }, editors.why),
          against("For the claim:", editors.told_for, editors.events_for),
          against("Against the claim:", editors.told_against, editors.events_against),
          h("p", { class: "ex-quiet" }, "Editors can be wrong. Test their reasons as you test the essay's."))));
  }

  function drawSaved() {
    saving.draw();
    const done = Object.keys(judged()).length;
    count.textContent = `${done} of ${claims.length} ${claims.length === 1 ? "claim" : "claims"} judged`;
  }

  function arrived() {
    const { turn, committed, claim, problem } = model.get("state");
    if (turn === lastTurn) return;
    lastTurn = turn;
    stopWaiting();
    if (committed && judged()[committed]) delete forms[committed];
    for (const id of rows.keys()) drawHead(id);
    drawSaved();
    if (opened) drawBody(opened);
    const mine = pending && (claim === pending || !claim);
    if (mine && problem) rows.get(pending).parts.say(problem);
    else if (problem) saving.notice.textContent = problem;
    if (mine && committed === pending) { keep(); present(pending); }
    if (mine) pending = "";
  }

  /** Lead whoever committed to what has opened: the focus goes there, and it comes into sight. */
  function present(id) {
    const { result, say } = rows.get(id).parts;
    const line = result.querySelector(".le-heading");
    line.focus({ preventScroll: true });
    say("");
    const part = scrollingPart(card);
    const over = rows.get(id).head.getBoundingClientRect().top - Math.max(part.getBoundingClientRect().top, 0);
    if (over < 0) part.scrollTop += over - 8;
  }

  function handedOver() {
    const { claim, items, turn } = model.get("handed") || {};
    if (!claim || !rows.has(claim) || (model.get("draft") || {}).handed === turn) return;
    if (!rows.get(claim).parts) build(claim);
    if (!editing(claim)) beginRevision(claim);
    add(claim, items, "");
    model.set("draft", { ...model.get("draft"), handed: turn });
    model.save_changes();
  }

  card.addEventListener("keydown", guard);
  model.on("change:state", arrived);
  model.on("change:handed", handedOver);
  lastTurn = model.get("state").turn;
  el.classList.add("ex-root", "le-root");
  el.append(card);
  for (const id of rows.keys()) drawHead(id);
  drawSaved();
  drawOpen();
  handedOver();
  return () => {
    model.off("change:state", arrived);
    model.off("change:handed", handedOver);
    clearTimeout(typing);
    clearTimeout(waiting);
    end();
    for (const { parts } of rows.values()) if (parts && parts.picker.dispose) parts.picker.dispose();
  };
}

export default { render };
