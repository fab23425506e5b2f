// All about the event chosen last, asked of Python when it is wanted, and the way from here into an answer.

import { isContested } from "./data.js";
import { h, unique, write } from "./dom.js";
import { count, sayDate } from "./words.js";

const HINT = "Choose a mark on the timeline or a row of the table: what happened, how sure that is and who says so appears here.";

const folded = (summary, ...inside) => h("details", {}, h("summary", {}, summary), ...inside);
const section = (title, ...inside) => h("div", { class: "xp-part" }, h("h4", {}, title), ...inside);

function source({ id, title, by, side, seen }) {
  return h("li", {}, h("cite", {}, title), title === id ? null : [by ? `, ${by}` : "", " ", h("code", {}, id)],
    h("span", { class: "xp-seen" }, seen ? `${seen[0].toUpperCase()}${seen.slice(1)}.` : "", side ? ` Point of view: ${side}.` : ""));
}

function body(told) {
  const rest = told.passages.filter(({ text }) => text);
  const bare = told.passages.filter(({ text }) => !text);
  return [
    told.summary ? h("p", {}, told.summary) : null,
    told.dispute ? h("div", { class: "xp-dispute" }, h("h4", {}, "What is disputed"), h("p", {}, told.dispute)) : null,
    told.place || told.actors ? h("dl", {}, told.place ? [h("dt", {}, "Where"), h("dd", {}, told.place)] : null,
      told.actors ? [h("dt", {}, "Who"), h("dd", {}, told.actors)] : null) : null,
    told.sources.length ? section(`Sources (${told.sources.length})`, h("ul", {}, told.sources.map(source))) : null,
    told.claims.length ? section("Claims of the essay that it bears on", h("p", { class: "xp-quiet" }, "Whether it speaks for or against them is for you to judge."),
      h("ul", {}, told.claims.map(({ id, quote, where }) => h("li", {}, `“${quote}” `, h("span", { class: "xp-quiet" }, where), " ", h("code", {}, id))))) : null,
    rest.length || bare.length ? section("Where the essay speaks of it", rest.map(({ title, text }) => folded(title, h("p", {}, text))),
      bare.map(({ title }) => h("p", {}, title))) : null,
    told.notes ? section("Notes of the editors", h("p", {}, told.notes)) : null,
  ].filter(Boolean);
}

/** Places that take evidence: a list, a button, and a line that says where it went. */
function using(store) {
  const select = h("select", { id: unique("taker") });
  const button = h("button", { type: "button", class: "ex-button xp-use", onclick: use });
  const said = h("p", { class: "xp-said", role: "status" });
  const element = h("div", { class: "xp-evidence", role: "group", "aria-label": "Use as evidence" },
    h("div", { class: "xp-field" }, h("label", { for: select.id }, "Use it in"), select), button);
  let busy = false;

  function offer(takers) {
    const before = select.value;
    select.replaceChildren(...takers.map(({ key, label }) => h("option", { value: key }, label)));
    if (takers.some(({ key }) => key === before)) select.value = before;
  }
  async function use() {
    if (busy) return;
    busy = true;
    const reply = await store.ask({ type: "use", rows: store.picked, place: select.value });
    busy = false;
    // The same words twice would not be read aloud again.
    said.textContent = "";
    said.textContent = reply.said || reply.problem;
  }
  return {
    element, said, offer,
    async refresh() {
      write(said, "");
      write(button, store.picked.length > 1 ? `Use these ${store.picked.length} as evidence` : "Use as evidence");
      const reply = await store.ask({ type: "takers" });
      if (reply.takers) offer(reply.takers);
    },
  };
}

export function detail(data, store) {
  const id = unique("detail");
  const kicker = h("p", { class: "xp-kicker" });
  const title = h("h3", { id, class: "xp-heading", tabindex: "-1" });
  const status = h("p", { class: "xp-tag" });
  const main = h("div", { class: "xp-main" });
  const list = h("ul", { class: "xp-list", "aria-label": "Chosen events" });
  const use = using(store);
  const clear = h("button", { type: "button", class: "xp-small", onclick: () => { store.clear(); title.focus(); } }, "Choose none");
  const full = h("div", { class: "xp-full" }, kicker, status, use.element, main);
  const element = h("div", { class: "xp-detail", role: "group", "aria-labelledby": id }, list, title, full, use.said, clear);
  let shown = -1;

  function listed() {
    const picked = store.picked;
    list.hidden = picked.length < 2;
    list.replaceChildren(...(picked.length < 2 ? [] : picked.map((row) => h("li", {},
      h("button", { type: "button", class: "xp-title", "aria-current": row === picked[picked.length - 1] ? "true" : null,
        onclick: () => { store.turnTo(row); title.focus(); } }, data.titles[row]),
      h("button", { type: "button", class: "xp-drop", "aria-label": `Take away: ${data.titles[row]}`,
        onclick: () => { store.toggle(row); title.focus(); } }, "×")))));
  }

  async function draw() {
    const picked = store.picked;
    const row = picked[picked.length - 1] ?? -1;
    listed();
    full.hidden = clear.hidden = row < 0;
    if (row < 0) {
      shown = -1;
      write(title, "Nothing chosen yet");
      write(use.said, data.events ? HINT : "");
      element.classList.add("xp-none");
      return;
    }
    element.classList.remove("xp-none");
    use.refresh();
    if (row === shown) return;
    shown = row;
    write(title, data.titles[row]);
    write(kicker, sayDate(data, row));
    const contested = isContested(data, row);
    write(status, contested ? "Contested" : data.status ? data.statuses[data.status[row]] ?? "" : "");
    status.classList.toggle("xp-contested", contested);
    main.replaceChildren();
    const reply = await store.ask({ type: "detail", rows: [row] });
    if (shown !== row) return; // another has been chosen meanwhile
    if (!reply.detail) { main.replaceChildren(h("p", {}, reply.problem)); return; }
    write(kicker, reply.detail.date);
    main.replaceChildren(...body(reply.detail));
  }

  return { element, draw, offer: use.offer, say: () => count(store.picked.length, "event"), focus: () => title.focus() };
}
