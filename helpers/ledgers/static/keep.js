// Download all answers as one file; restore them from one.

function render({ model, el }) {
  const state = () => model.get("state");
  const heading = unique("heading");
  const said = h("p", { class: "ex-said", role: "status" });
  const say = (words) => { said.textContent = words; };
  const count = h("p", { class: "le-count" });
  const pieces = [];
  let file = null;
  let waiting = 0;

  const download = h("button", { type: "button", class: "ex-button ex-main", onclick: () => {
    pieces.length = 0;
    wait("Getting your answers …");
    model.send({ type: "download", piece: 0 });
  } }, "Download my answers");
  const chooser = h("input", { type: "file", id: unique("file"), class: "le-file", accept: ".jsonl,.zip,.txt,application/jsonl,application/zip,text/plain", onchange: restore });

  const card = h("section", { class: "ex-card le-keep", "aria-labelledby": heading },
    h("h3", { id: heading, class: "ex-title" }, "Keep your answers"),
    state().lasts && state().browser ? h("p", {}, state().browser) : state().lasts ? h("p", {}, "Your answers are saved in the folder ", h("code", {}, state().folder), ". A copy does no harm.")
      : h("div", { class: "le-warning" }, h("p", {}, h("strong", {}, "Your answers do not last here.")),
        h("p", {}, "This course runs in a place that is cleared when your session ends, often after a short pause. Download your answers before you stop. Next time, restore them here.")),
    count,
    h("div", { class: "ex-actions" }, download),
    h("div", { class: "le-note" }, h("label", { for: chooser.id }, "Restore answers from a file that you downloaded, or that hand_in() made"), chooser,
      h("p", { class: "ex-quiet" }, "Answers are added, never overwritten. Restoring the same file twice changes nothing.")),
    said);

  function wait(words) {
    say(words);
    clearTimeout(waiting);
    waiting = setTimeout(() => say(SILENT), 8000);
  }

  function restore() {
    file = chooser.files[0] || null;
    if (!file) return;
    if (file.size > state().most) { say("Nothing was restored: the file is too large to hold answers of this course."); file = null; chooser.value = ""; return; }
    wait("Restoring …");
    sendPiece(0);
  }

  async function sendPiece(piece) {
    if (!file) return;
    const start = piece * state().piece;
    const last = start + state().piece >= file.size;
    try {
      const bytes = await file.slice(start, start + state().piece).arrayBuffer();
      model.send({ type: "restore", piece, last }, undefined, [bytes]);
    } catch {
      clearTimeout(waiting);
      say("Nothing was restored: the browser could not read the file.");
    }
    if (last) { file = null; chooser.value = ""; }
  }

  function heard(message, buffers) {
    if (message.type === "next") { wait("Restoring …"); sendPiece(message.piece); }
    if (message.type !== "piece" || message.piece !== pieces.length) return;
    pieces.push(buffers[0]);
    if (!message.last) { model.send({ type: "download", piece: pieces.length }); return; }
    clearTimeout(waiting);
    const url = URL.createObjectURL(new Blob(pieces, { type: message.name.endsWith(".zip") ? "application/zip" : "application/jsonl" }));
    const link = h("a", { href: url, download: message.name, hidden: true });
    card.append(link);
    link.click();
    link.remove();
    // The browser needs the address until it has begun to save.
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
    say(`Downloaded as ${message.name}. Look in your browser's downloads.`);
  }

  function draw() {
    count.textContent = `${state().words}.`;
    if (state().told) { clearTimeout(waiting); say(state().told); }
  }

  card.addEventListener("keydown", guard);
  model.on("change:state", draw);
  model.on("msg:custom", heard);
  el.classList.add("ex-root", "le-root");
  el.append(card);
  count.textContent = `${state().words}.`;
  return () => {
    model.off("change:state", draw);
    model.off("msg:custom", heard);
    clearTimeout(waiting);
  };
}

export default { render };
