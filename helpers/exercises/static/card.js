// The card: question, answer, confidence, hints, feedback, saved state. The same for every kind.

const SURE = [["guess", "I am guessing"], ["think", "I think so"], ["sure", "I am sure"]];
const HEADINGS = { full: "The evidence is with you", part: "Part of the way", none: "Not yet: one step further" };
const HINTS = ["Where to look", "What to compare", "Part of the way"];

function render({ model, el }) {
  const question = model.get("question");
  const kind = kinds[question.kind];
  const heading = unique("heading");
  const prompt = unique("prompt");
  const sureName = unique("sure");
  let waiting = 0;
  let lastTurn = null;

  const state = () => model.get("state");
  const draft = () => model.get("draft") || {};
  const keep = (part) => { model.set("draft", { ...draft(), ...part }); model.save_changes(); };
  const tries = () => state().tries;
  const retrying = () => tries().length > 0 && draft().retrying === tries().length && !state().finished;
  const locked = () => state().finished || (tries().length > 0 && !retrying());
  // A live region must stay in the page: only its text changes.
  const said = h("p", { class: "ex-said", role: "status" });
  const say = (words) => { said.textContent = words; };

  const body = kind.render({ question, say, changed: (answer) => { keep({ answer }); say(""); } });

  const sure = SURE.map(([value, words]) => {
    const input = h("input", { type: "radio", name: sureName, value, onchange: () => { keep({ confidence: value }); say(""); } });
    return { value, input, label: h("label", { class: "ex-sure" }, input, h("span", {}, words)) };
  });
  const confidence = h("fieldset", { class: "ex-confidence" },
    h("legend", {}, "How sure are you? ", h("span", { class: "ex-quiet" }, "(never marked)")),
    h("div", { class: "ex-sures" }, sure.map(({ label }) => label)));

  const main = h("button", { type: "button", class: "ex-button ex-main", onclick: press });
  const hint = h("button", { type: "button", class: "ex-button", onclick: moreHints });
  const again = h("button", { type: "button", class: "ex-button", hidden: true, onclick: () => { wait("Saving …"); model.send({ type: "save" }); } }, "Save again");
  const hints = h("ol", { class: "ex-hints", "aria-live": "polite", "aria-label": "Hints" });
  const feedback = h("div", { class: "ex-feedback", role: "status", "aria-label": "Feedback" });
  const worked = h("div", { class: "ex-worked", id: unique("worked") });
  const saved = h("p", { class: "ex-saved", role: "status" });
  const notice = h("p", { class: "ex-notice", role: "status" });

  const card = h("section", { class: "ex-card", "aria-labelledby": heading, "data-exercise": question.id },
    h("p", { class: "ex-kicker" }, `Exercise ${question.place} of ${question.of} · ${question.ask}`),
    h("h3", { id: heading, class: "ex-title" }, rich(question.title)),
    h("p", { id: prompt, class: "ex-prompt" }, rich(question.prompt)),
    question.contested ? h("p", { class: "ex-contested" }, icon("open"),
      "Historians differ here. Your reasoning and its evidence are marked, not the side you take.") : null,
    body.element, confidence,
    h("div", { class: "ex-actions" }, main, hint, again),
    said, hints, feedback, worked, saved, notice);
  body.element.setAttribute("aria-describedby", prompt);

  function answer() {
    return draft().answer ?? (tries().length ? tries()[tries().length - 1].answer : null);
  }

  function press(event) {
    // The second half of a double click must not begin the next try at once.
    if (waiting || event.detail > 1) return;
    if (state().finished) return toggleWorked();
    if (locked()) return tryAgain();
    const given = draft().answer ?? (retrying() ? answer() : null);
    if (given === null || (body.complete && !body.complete())) { say(kind.missing); body.focus(); return; }
    if (!draft().confidence) { say("Say how sure you are; it is never marked."); sure[0].input.focus(); return; }
    wait("Checking …");
    model.send({ type: "commit", answer: given, confidence: draft().confidence });
  }

  function wait(words) {
    say(words);
    main.setAttribute("aria-disabled", "true");
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      stopWaiting();
      say("No reply from Python yet. If a cell is still running, wait for it; otherwise restart the kernel and run this cell again.");
    }, 8000);
  }

  function stopWaiting() {
    clearTimeout(waiting);
    waiting = 0;
    main.removeAttribute("aria-disabled");
  }

  function tryAgain() {
    keep({ retrying: tries().length, confidence: null, answer: answer() });
    draw();
    say("Second try: it counts half. Change your answer, then say how sure you are.");
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
    const last = tries()[tries().length - 1];
    if (!last) { feedback.replaceChildren(); return; }
    const left = 2 - state().used;
    feedback.className = `ex-feedback ex-panel-${last.tone}`;
    feedback.replaceChildren(
      h("p", { class: "ex-verdict" }, icon(last.tone), h("strong", {}, question.contested && last.tone === "full"
        ? "A reading the evidence can carry" : HEADINGS[last.tone]),
        h("span", { class: "ex-quiet" }, `Try ${Math.min(last.n, 2)} of 2`)),
      h("p", { class: "ex-summary" }, last.summary),
      ...last.items.map((item) => h("div", { class: "ex-said-about" },
        item.about ? h("p", { class: "ex-about" }, tag(item.tone), h("span", {}, rich(item.about))) : "",
        h("p", {}, rich(item.text)), evidenceList(item.evidence) || "")),
      last.fuller ? h("div", { class: "ex-fuller" }, h("p", {}, h("strong", {}, "You were sure. That makes this one worth a closer look.")),
        h("p", {}, rich(last.fuller))) : "",
      h("p", { class: "ex-marks" }, state().finished ? `Marks: ${state().marks}.`
        : `Marks so far: ${state().marks}. ${left} more try, which counts half; your better try stands.`));
  }

  function drawWorked() {
    const open = state().finished && workedOpen();
    worked.hidden = !open;
    worked.replaceChildren(...(open ? [h("p", { class: "ex-verdict" }, h("strong", {}, "The worked answer")),
      h("p", {}, rich(state().worked.text)), evidenceList(state().worked.evidence) || ""] : []));
    if (state().finished) {
      main.setAttribute("aria-expanded", String(open));
      main.setAttribute("aria-controls", worked.id);
    } else {
      main.removeAttribute("aria-expanded");
    }
  }

  function drawSaved() {
    const { saved: at, unsaved, notice: told } = state();
    again.hidden = !unsaved;
    saved.classList.toggle("ex-unsaved", Boolean(unsaved));
    const clock = at && new Date(at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    const words = unsaved || (clock ? `Saved at ${clock}.` : tries().length ? "Your earlier answer, from your record." : "");
    if (saved.textContent !== words) saved.textContent = words;
    if (notice.textContent !== told) notice.textContent = told;
  }

  function draw() {
    const isLocked = locked();
    const last = tries()[tries().length - 1];
    const shownSure = isLocked && last ? last.confidence : draft().confidence;
    body.show(isLocked && last ? last.answer : answer(), isLocked, state().reveal);
    for (const { value, input, label } of sure) {
      input.checked = value === shownSure;
      input.disabled = isLocked;
      label.classList.toggle("ex-locked", isLocked);
    }
    main.textContent = state().finished ? (workedOpen() ? "Hide the worked answer" : "Show the worked answer")
      : isLocked ? "Try again (counts half)" : "Check my answer";
    drawHints();
    drawFeedback();
    drawWorked();
    drawSaved();
  }

  function arrived() {
    const fresh = state().turn !== lastTurn;
    lastTurn = state().turn;
    stopWaiting();
    if (!fresh) return;
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

  /* JupyterLab's one-key commands must not fire while someone answers; Tab, Escape, Shift+Enter and combinations may. */
  function guard(event) {
    const passes = event.key === "Tab" || event.key === "Escape" || event.ctrlKey || event.metaKey || event.altKey ||
      (event.shiftKey && event.key === "Enter");
    if (!passes) event.stopPropagation();
  }

  card.addEventListener("keydown", guard);
  model.on("change:state", arrived);
  lastTurn = state().turn;
  el.classList.add("ex-root");
  el.append(card);
  draw();
  say(state().problem || "");
  return () => {
    model.off("change:state", arrived);
    clearTimeout(waiting);
    if (body.dispose) body.dispose();
  };
}

export default { render };
