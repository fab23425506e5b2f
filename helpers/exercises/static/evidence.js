// The evidence picker: search the tables, choose rows, see what is chosen.
//
//   const picker = evidencePicker({
//     ask,       // (message) => Promise(reply): `asker(model).ask` of parts.js; Python answers by evidence_finder.reply
//     changed,   // (ids) => void, called with all chosen ids after each change by the student
//     label,     // what is looked for, such as "Evidence for your verdict"
//     atMost,    // how many may be chosen (default 5)
//     needed,    // how many are asked for, said beside the label (default 0: none need be given)
//     tables,    // names of tables to search, such as ["events", "sources"] (default: all)
//   });
//   picker.element                 put it where you like
//   picker.show(chosen, locked)    chosen: ids, or {id, title, date, table}; locked: only shown, nothing to search
//   picker.focus()                 into the search box
//   picker.refresh()               ask again what was collected elsewhere (it does so itself when the box gets the focus)
//   picker.dispose()               ends its timer
//
// A combobox with a list box, as WAI-ARIA describes them: the focus stays in the box, arrows move through the hits, Enter
// takes one, Escape closes the list. The list opens below the box and pushes down what follows: a layer on top would be
// cut off at the edge of the notebook's cell.

const TABLE_WORDS = { events: "event", sources: "source", documents: "document", debate: "historian’s work",
  omissions: "what the essay leaves out", claims: "claim", essay: "the essay" };

function evidencePicker({ ask, changed, label, atMost = 5, needed = 0, tables = null }) {
  const told = new Map(); // id -> {id, title, date, text, table}
  const listId = unique("hits");
  const boxId = unique("search");
  let chosen = [];
  let kept = [];
  let hits = [];
  let active = -1;
  let locked = false;
  let timer = 0;
  let searched = "";

  const range = needed ? (needed === atMost ? `${needed} needed` : `${needed} needed, ${atMost} at most`) : `${atMost} at most`;
  const box = h("input", { id: boxId, type: "text", class: "ex-box", role: "combobox", "aria-expanded": "false", "aria-controls": listId,
    "aria-autocomplete": "list", autocomplete: "off", spellcheck: "false", placeholder: "Title, name or year",
    oninput: typed, onkeydown: key, onfocus: refresh, onblur: left });
  const list = h("ul", { id: listId, class: "ex-hits", role: "listbox", "aria-label": "Evidence found", hidden: true });
  const said = h("p", { class: "ex-found", role: "status" });
  const heading = h("label", { for: boxId, class: "ex-picker-label" }, label, h("span", { class: "ex-quiet" }, ` (${range})`));
  const search = h("div", {}, box, list, said);
  const picked = h("ul", { class: "ex-chosen", "aria-label": `Chosen: ${label}` });
  const shelf = h("ul", { class: "ex-chosen ex-shelf", "aria-label": "Collected while you explored" });
  const shut = h("p", { class: "ex-picker-label" });
  const element = h("div", { class: "ex-picker", role: "group", "aria-label": label }, heading, shut, picked, search, shelf);

  const name = (id) => told.get(id)?.title || id;
  const say = (words) => { if (said.textContent !== words) said.textContent = words; };
  const learn = (found) => { for (const one of found || []) told.set(one.id, one); };
  const about = ({ date, table }) => [date, TABLE_WORDS[table] ? `(${TABLE_WORDS[table]})` : ""].filter(Boolean).join(" ");

  function typed() {
    clearTimeout(timer);
    timer = setTimeout(look, 150);
  }

  async function look() {
    const text = box.value.trim();
    searched = text;
    if (!text) { close(); say(""); return; }
    const reply = await ask({ ask: "evidence", text, tables });
    if (text !== searched) return; // another search has begun since
    hits = reply.found || [];
    learn(hits);
    active = -1;
    list.replaceChildren(...hits.map((hit, n) => h("li", { role: "option", id: `${listId}-${n}`, class: "ex-hit", "aria-selected": "false",
      // The box keeps the focus.
      onpointerdown: (event) => event.preventDefault(), onclick: () => add(hit.id) },
      h("span", { class: "ex-hit-name" }, h("cite", {}, hit.title), h("span", { class: "ex-quiet" }, ` ${about(hit)}`),
        chosen.includes(hit.id) ? h("span", { class: "ex-quiet" }, " ✓ chosen") : null),
      hit.text ? h("span", { class: "ex-hit-text", "aria-hidden": "true" }, hit.text) : null)));
    open(hits.length > 0);
    const many = reply.more ? `The first ${hits.length} are shown; one more word narrows them down.` : `${hits.length} found.`;
    say(reply.problem || (hits.length ? `${many} Arrow keys and Enter choose.` : "No row holds all these words. Try fewer, or a year."));
  }

  function open(shows) {
    list.hidden = !shows;
    box.setAttribute("aria-expanded", String(shows));
    if (!shows) box.removeAttribute("aria-activedescendant");
  }

  /* Not at once: the list would give way under a click on what stands below it, and the click would be lost. */
  function left() {
    setTimeout(() => { if (document.activeElement !== box) close(); }, 250);
  }

  function close() {
    active = -1;
    open(false);
  }

  function move(step) {
    if (list.hidden) { if (hits.length && box.value.trim()) open(true); else { look(); return; } }
    if (!hits.length) return;
    active = (active + step + hits.length + (active < 0 && step < 0 ? 1 : 0)) % hits.length;
    [...list.children].forEach((row, n) => row.setAttribute("aria-selected", String(n === active)));
    const row = list.children[active];
    box.setAttribute("aria-activedescendant", row.id);
    // Only the list scrolls, not the notebook.
    list.scrollTop = Math.max(row.offsetTop + row.offsetHeight - list.clientHeight, Math.min(list.scrollTop, row.offsetTop));
  }

  function key(event) {
    if (composes(event)) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") move(event.key === "ArrowDown" ? 1 : -1);
    else if (event.key === "Enter" && !event.shiftKey) enter();
    else if (event.key === "Escape" && !list.hidden) close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function enter() {
    if (list.hidden) { look(); return; }
    if (active < 0 && hits.length > 1) move(1);
    else if (hits.length) add(hits[Math.max(active, 0)].id);
  }

  function add(id) {
    if (chosen.includes(id)) { say(`“${name(id)}” is chosen already.`); return; }
    if (chosen.length >= atMost) { say(`You have chosen ${chosen.length}, the most that fit here. Remove one first.`); return; }
    chosen = [...chosen, id];
    box.value = "";
    searched = "";
    close();
    draw();
    changed([...chosen]);
    say(`Added: ${name(id)}. ${chosen.length} chosen.`);
  }

  function remove(id) {
    const place = chosen.indexOf(id);
    chosen = chosen.filter((one) => one !== id);
    draw();
    changed([...chosen]);
    say(`Removed: ${name(id)}. ${chosen.length} chosen.`);
    (picked.querySelectorAll("button")[Math.min(place, chosen.length - 1)] || box).focus({ preventScroll: true });
  }

  function row(id, button) {
    const one = told.get(id) || { id, title: id };
    const words = [h("cite", {}, one.title), h("span", { class: "ex-quiet" }, ` ${about(one)}`)];
    return h("li", {}, one.text ? h("details", {}, h("summary", {}, words), h("p", {}, one.text)) : h("span", { class: "ex-chosen-name" }, words), button);
  }

  function draw() {
    picked.replaceChildren(...chosen.map((id) => row(id, locked ? null : h("button", { type: "button", class: "ex-small",
      "aria-label": `Remove: ${name(id)}`, onclick: () => remove(id) }, "Remove"))));
    picked.hidden = !chosen.length;
    search.hidden = heading.hidden = locked;
    shut.hidden = !locked;
    shut.textContent = chosen.length ? label : `${label}: none cited`;
    const rest = locked ? [] : kept.filter((id) => !chosen.includes(id));
    shelf.hidden = !rest.length;
    shelf.replaceChildren(...rest.map((id) => row(id, h("button", { type: "button", class: "ex-small",
      "aria-label": `Add: ${name(id)}`, onclick: () => { add(id); box.focus({ preventScroll: true }); } }, "Add"))));
  }

  async function refresh() {
    const { found } = await ask({ ask: "collected" });
    if (!found) return;
    learn(found);
    const ids = found.map(({ id }) => id);
    if (same(ids, kept)) return;
    kept = ids;
    draw();
  }

  async function show(given, lockedNow) {
    locked = Boolean(lockedNow);
    learn((given || []).filter((one) => typeof one === "object"));
    chosen = (given || []).map((one) => (typeof one === "object" ? one.id : one));
    draw();
    const unknown = chosen.filter((id) => !told.has(id));
    if (!unknown.length) return;
    const { found } = await ask({ ask: "titles", ids: unknown });
    learn(found);
    if (found) draw();
  }

  refresh();
  draw();
  return { element, show, refresh, focus: () => box.focus(), dispose: () => clearTimeout(timer) };
}
