// The card: question, answer, confidence, hints, feedback, saved state. The same for every kind, marked or open.

const SURE = [["guess", "I am guessing"], ["think", "I think so"], ["sure", "I am sure"]];
const HINTS = ["Where to look", "What to compare", "Part of the way"];
const NO_MACHINE = "No machine marks this. Your words are kept as you save them; you judge them yourself, and a person may read them.";
const ONCE = "No machine marks this. You commit once, and what you commit stays as it is; only then do you see what followed.";

function render({ model, el }) {
  const question = model.get("question");
  const kind = kinds[question.kind];
  const open = Boolean(question.save);
  const heading = unique("heading");
  const prompt = unique("prompt");
  const sureName = unique("sure");
  const { ask, end: endAsking } = asker(model);
  const store = open ? draftStore(question.store || question.id) : null;
  let waiting = 0;
  let lastTurn = null;
  let keeping = false;
  let sent = null;

  const state = () => model.get("state");
  const draft = () => model.get("draft") || {};
  const tries = () => state().tries;
  const last = () => tries()[tries().length - 1];
  const count = () => (open ? state().used : tries().length);
  const again = () => !question.final && count() > 0 && draft().retrying === count();
  const locked = () => (open ? state().finished && !again() : state().finished || (count() > 0 && !again()));
  // A card that shows no marks is not locked by a save, so what was said last still stands beside the answer.
  const sureNow = () => draft().confidence ?? (open ? last()?.confidence : null);
  const surer = () => open && count() > 0 && Boolean(confidence) && sureNow() !== last().confidence;
  const changedSince = () => ((draft().answer ?? null) !== null && !same(draft().answer, last()?.answer)) || surer();

  function keep(part) {
    keeping = true;
    model.set("draft", { ...draft(), ...part });
    keeping = false;
    model.save_changes();
  }

  // A live region must stay in the page: only its text changes.
  const said = h("p", { class: "ex-said", role: "status" });
  const say = (words) => { if (said.textContent !== words) said.textContent = words; };

  function changed(answer) {
    const at = Date.now();
    keep({ answer, at });
    if (store) store.write({ answer, at });
    say("");
    drawSaved();
  }

  const body = kind.render({ question, model, ask, say, changed, press });

  const sure = SURE.map(([value, words]) => {
    const input = h("input", { type: "radio", name: sureName, value, onchange: () => { keep({ confidence: value }); say(""); } });
    return { value, input, label: h("label", { class: "ex-sure" }, input, h("span", {}, words)) };
  });
  const confidence = question.asks_confidence ? h("fieldset", { class: "ex-confidence" },
    h("legend", {}, "How sure are you? ", h("span", { class: "ex-quiet" }, "(never marked)")),
    h("div", { class: "ex-sures" }, sure.map(({ label }) => label))) : null;

  const main = h("button", { type: "button", class: "ex-button ex-main", onclick: press });
  const hint = h("button", { type: "button", class: "ex-button", hidden: open, onclick: moreHints });
  const saveAgain = h("button", { type: "button", class: "ex-button", hidden: true, onclick: () => { wait("Saving …"); model.send({ type: "save" }); } }, "Save again");
  const hints = open ? null : h("ol", { class: "ex-hints", "aria-live": "polite", "aria-label": "Hints" });
  const feedback = open ? null : h("div", { class: "ex-feedback", role: "status", "aria-label": "Feedback" });
  const worked = open ? null : h("div", { class: "ex-worked", id: unique("worked") });
  const saved = h("p", { class: "ex-saved", role: "status" });
  const notice = h("p", { class: "ex-notice", role: "status" });
  const below = open ? [saved, notice, body.below] : [hints, feedback, worked, saved, notice];

  const card = h("section", { class: "ex-card", "aria-labelledby": heading, "data-exercise": question.id },
    h("p", { class: "ex-kicker" }, question.recalled ? `From lesson ${question.recalled}: ` : "",
      `Exercise ${question.place} of ${question.of} · ${question.ask}`),
    h("h3", { id: heading, class: "ex-title" }, rich(question.title)),
    h("p", { id: prompt, class: "ex-prompt" }, rich(question.prompt)),
    open ? h("p", { class: "ex-contested" }, icon("open"), question.note || (question.final ? ONCE : NO_MACHINE)) : null,
    question.contested && (!open || question.sealed) ? h("p", { class: "ex-contested" }, icon("open"),
      "Historians differ here. Your reasoning and its evidence are marked, not the side you take.") : null,
    body.element, confidence,
    h("div", { class: "ex-actions" }, main, hint, saveAgain),
    said, ...below.filter(Boolean));
  body.element.setAttribute("aria-describedby", prompt);

  function answer() {
    return draft().answer ?? (last() ? last().answer : null);
  }

  function press(event) {
    // The second half of a double click must not begin the next try at once.
    if (waiting || event.detail > 1) return;
    if (!open && state().finished) { toggleWorked(); return; }
    if (locked()) { tryAgain(); return; }
    const given = draft().answer ?? (again() || surer() ? answer() : null);
    if (open && count() && !changedSince()) { say("Nothing has changed since you saved it."); return; }
    const complete = given !== null && (!body.complete || body.complete());
    if (complete !== true) { say(typeof complete === "string" ? complete : kind.missing); body.focus(); return; }
    if (confidence && !sureNow()) { say("Say how sure you are; it is never marked."); sure[0].input.focus(); return; }
    wait(open ? "Saving …" : "Checking …");
    sent = given;
    model.send({ type: "commit", answer: given, confidence: sureNow() || "" });
  }

  function wait(words) {
    say(words);
    main.setAttribute("aria-disabled", "true");
    clearTimeout(waiting);
    waiting = setTimeout(() => { stopWaiting(); say(SILENT); }, 8000);
  }

  function stopWaiting() {
    clearTimeout(waiting);
    waiting = 0;
    main.removeAttribute("aria-disabled");
  }

  function tryAgain() {
    keep({ retrying: count(), confidence: null, answer: answer() });
    draw();
    say(open ? "Change what you like, then save it again. Every version is kept."
      : "Second try: it counts half. Change your answer, then say how sure you are.");
    body.focus();
  }

  function toggleWorked() {
    keep({ worked: !workedOpen() });
    draw();
  }

  const workedOpen = () => draft().worked ?? Boolean(state().worked && state().worked.open);

  function moreHints() {
    const shown = Math.min((draft().hints || 0) + 1, question.hints.length);
    if (hint.getAttribute("aria-disabled") === "true") return;
    keep({ hints: shown });
    drawHints();
  }

  function drawHints() {
    const shown = draft().hints || 0;
    for (let n = hints.children.length; n < shown; n += 1) {
      hints.append(h("li", {}, h("strong", {}, icon("hint"), `${HINTS[n]}: `), rich(question.hints[n])));
    }
    const left = question.hints.length - shown;
    hint.textContent = left ? `Hint (${shown + 1} of ${question.hints.length})` : "All hints shown";
    hint.setAttribute("aria-disabled", String(!left));
    hint.hidden = state().finished;
  }

  function drawFeedback() {
    feedback.className = `ex-feedback ex-panel-${last() ? last().tone : "none"}`;
    feedback.replaceChildren(...(last() ? feedbackOn(question, state()) : []));
    const shows = state().finished && workedOpen();
    worked.hidden = !shows;
    worked.replaceChildren(...(shows ? workedAnswer(state().worked) : []));
    if (state().finished) {
      main.setAttribute("aria-expanded", String(shows));
      main.setAttribute("aria-controls", worked.id);
    } else {
      main.removeAttribute("aria-expanded");
    }
  }

  function savedWords() {
    const { saved: at, unsaved } = state();
    if (unsaved) return unsaved;
    const clock = at && new Date(at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    if (!open) return clock ? `Saved at ${clock}.` : count() ? "Your earlier answer, from your record." : "";
    if (changedSince()) return count() ? "You have changed it since you saved it: not saved yet." : "Not saved yet.";
    return count() ? `${clock ? `Saved at ${clock}.` : "From your record."} ${last().summary}` : "";
  }

  function drawSaved() {
    const { unsaved, notice: told, passing } = state();
    const words = [savedWords(), count() ? passing : ""].filter(Boolean).join(" ");
    saveAgain.hidden = !unsaved;
    saved.classList.toggle("ex-unsaved", Boolean(unsaved));
    saved.classList.toggle("ex-changed", open && !unsaved && changedSince());
    if (saved.textContent !== words) saved.textContent = words;
    if (body.saved) body.saved(unsaved || changedSince() ? "Not saved yet." : "Saved.");
    if (notice.textContent !== told) notice.textContent = told;
  }

  function mainWords() {
    if (open) return locked() ? "Change it" : body.saves ? body.saves() : question.save;
    if (state().finished) return workedOpen() ? "Hide the worked answer" : "Show the worked answer";
    return locked() ? "Try again (counts half)" : "Check my answer";
  }

  function draw() {
    const isLocked = locked();
    const shownSure = isLocked && last() ? last().confidence : sureNow();
    body.show(isLocked && last() ? last().answer : answer(), isLocked, state().reveal, shownSure);
    for (const { value, input, label } of sure) {
      input.checked = value === shownSure;
      input.disabled = isLocked;
      label.classList.toggle("ex-locked", isLocked);
    }
    main.textContent = mainWords();
    main.classList.toggle("ex-calm", open && isLocked);
    main.hidden = Boolean(question.final) && isLocked;
    if (confidence) confidence.hidden = main.hidden;
    if (!open) {
      drawHints();
      drawFeedback();
    }
    drawSaved();
  }

  function arrived() {
    const fresh = state().turn !== lastTurn;
    lastTurn = state().turn;
    stopWaiting();
    if (!fresh) return;
    // What was written while it was being saved stays a draft; what was saved is one no longer.
    if (open && sent !== null && !state().problem && same(sent, draft().answer)) {
      keep({ answer: null });
      if (!state().unsaved) store.clear();
    }
    sent = null;
    // The button keeps the focus and its place on the screen; feedback opens below it.
    const before = main.getBoundingClientRect().top;
    draw();
    say(state().problem || "");
    const moved = main.getBoundingClientRect().top - before;
    if (moved && card.contains(document.activeElement)) scroller().scrollTop += moved;
  }

  function scroller() {
    let parent = card.parentElement;
    while (parent && !(parent.scrollHeight > parent.clientHeight && /auto|scroll/.test(getComputedStyle(parent).overflowY))) {
      parent = parent.parentElement;
    }
    return parent || document.scrollingElement;
  }

  // Evidence that was collected elsewhere comes into the draft from Python, or from another view of this card.
  const drafted = () => {
    if (keeping) return;
    if (store && draft().answer) store.write({ answer: draft().answer, at: draft().at || Date.now() });
    draw();
  };

  card.addEventListener("keydown", guard);
  model.on("change:state", arrived);
  model.on("change:draft", drafted);
  lastTurn = state().turn;
  el.classList.add("ex-root");
  el.append(card);
  // This tab may know more than the kernel: the kernel died, or the last keys were typed while it ran a cell.
  const left = store && store.read();
  const newer = left && left.at > Math.max(draft().at || 0, last() ? Date.parse(last().at) : 0);
  const found = newer && !same(left.answer, answer()) && !locked();
  if (found) keep(left);
  draw();
  say(state().problem || (found ? "What you had written and not saved is back." : ""));
  return () => {
    model.off("change:state", arrived);
    model.off("change:draft", drafted);
    endAsking();
    clearTimeout(waiting);
    if (body.dispose) body.dispose();
  };
}

export default { render };
