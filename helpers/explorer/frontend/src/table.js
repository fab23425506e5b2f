// The table: the same events and the same choice in rows, a page at a time.

import { press, sight } from "./aim.js";
import { isContested, lanesOf, look } from "./data.js";
import { h, unique, write } from "./dom.js";
import { sign } from "./shapes.js";
import { count, number, sayDate } from "./words.js";

const PAGE = 50;

export function table(data, store) {
  const name = unique("rows");
  const body = h("tbody", {});
  const caption = h("caption", { id: name });
  const head = ["Choose", "Date", "Event", data.lane_column.replaceAll("_", " "), data.status ? "Status" : null].filter(Boolean);
  const classes = ["xp-c-pick", "xp-c-date", "xp-c-title", "xp-c-lane", "xp-c-status"];
  const heads = head.map((words, n) => h("th", { scope: "col", class: classes[n] }, n ? words[0].toUpperCase() + words.slice(1) : h("span", { class: "xp-hidden" }, words)));
  const frame = h("div", { class: "xp-scroll" },
    h("table", {}, caption, h("thead", {}, h("tr", {}, heads)), body));
  const where = h("span", { class: "xp-quiet", role: "status" });
  const back = h("button", { type: "button", class: "xp-small", onclick: () => turn(-1) }, "Earlier rows");
  const on = h("button", { type: "button", class: "xp-small", onclick: () => turn(1) }, "Later rows");
  const pages = h("div", { class: "xp-pages", role: "group", "aria-label": "Pages of the table" }, back, on, where);
  const element = h("div", { class: "xp-table", role: "group", "aria-labelledby": name }, frame, pages);
  let page = 0;
  let rows = []; // elements, reused from page to page
  let drawn = null; // the events that the rows were last written for
  const seen = sight();
  let layout = {};

  function make() {
    const line = { row: -1 };
    line.box = h("input", { type: "checkbox", onchange: () => store.toggle(line.row) });
    line.date = h("td", { class: "xp-c-date" });
    line.title = h("button", { type: "button", class: "xp-title", onclick: (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) store.toggle(line.row); else store.choose(line.row);
    } });
    line.underDate = h("span", { class: "xp-under-date" });
    line.underRest = h("span", {});
    line.under = h("span", { class: "xp-under xp-quiet" }, line.underDate, line.underRest);
    line.lane = h("td", { class: "xp-c-lane" });
    line.status = data.status ? h("td", { class: "xp-c-status" }) : null;
    line.element = h("tr", {}, h("td", { class: "xp-c-pick" }, h("label", { class: "xp-pick" }, line.box)), line.date,
      h("td", { class: "xp-c-title" }, line.title, line.under), line.lane, line.status);
    // Anywhere in the row will do; the title's button and the box are for keys and screen readers.
    line.element.addEventListener("click", (event) => { if (!event.target.closest("button, label, input")) line.title.click(); });
    return line;
  }

  function fill(line, row) {
    if (line.row === row) return;
    line.row = row;
    const title = data.titles[row];
    const status = data.status ? data.statuses[data.status[row]] ?? "" : "";
    const names = [...lanesOf(data, row)].map((lane) => data.lanes[lane]);
    line.box.setAttribute("aria-label", `Choose: ${title}`);
    line.date.textContent = sayDate(data, row);
    line.title.textContent = title;
    line.underDate.textContent = `${sayDate(data, row)} · `;
    line.underRest.textContent = [...names, status === "contested" ? status : ""].filter(Boolean).join(" · ");
    line.lane.replaceChildren(...[...lanesOf(data, row)].map((lane, n) =>
      h("span", { class: "xp-in-lane" }, sign(look(data, lane), isContested(data, row)), names[n])));
    if (line.status) line.status.textContent = status;
  }

  function mark() {
    const picked = store.picked;
    const last = picked[picked.length - 1];
    for (const line of rows) {
      const isPicked = picked.includes(line.row);
      line.box.checked = isPicked;
      line.element.classList.toggle("xp-picked", isPicked);
      if (line.row === last) line.element.setAttribute("aria-current", "true"); else line.element.removeAttribute("aria-current");
    }
  }

  const lineOf = (event) => rows.find((line) => line.element.contains(event.target));
  const above = () => frame.getBoundingClientRect().top;

  /** Note where the rows stand before they change or move. */
  function leave() {
    const top = above();
    layout.places = rows.filter((line) => line.element.isConnected).map((line) => {
      const box = line.element.getBoundingClientRect();
      return { row: line.row, top: box.top - top, bottom: box.bottom - top };
    });
    layout = {};
    delete frame.dataset.seen;
    seen.put(layout, (since) => { frame.dataset.seen = since; });
  }
  function aimedAt(event) {
    const { places } = seen.at(event.timeStamp);
    const at = event.clientY - above();
    if (!places || at < heads[0].offsetHeight) return lineOf(event)?.row;
    return places.find(({ top, bottom }) => at >= top && at < bottom)?.row ?? -1;
  }
  press(frame, aimedAt, (row, event) => {
    if ((row ?? null) === null || row === lineOf(event)?.row) return; // the row's own controls hear it
    event.preventDefault();
    event.stopPropagation();
    if (row < 0) return;
    const adds = event.ctrlKey || event.metaKey || event.shiftKey || event.target.closest(".xp-c-pick");
    if (adds) store.toggle(row); else store.choose(row);
  });

  function draw() {
    leave();
    const { shown } = store.view;
    drawn = shown;
    const most = Math.max(Math.ceil(shown.length / PAGE) - 1, 0);
    page = Math.min(page, most);
    const now = shown.subarray(page * PAGE, (page + 1) * PAGE);
    while (rows.length < now.length) rows.push(make());
    // Rows that stay are not taken out, or a press that is under way in one would be lost.
    while (body.children.length > now.length) body.lastElementChild.remove();
    body.append(...rows.slice(body.children.length, now.length).map((line) => line.element));
    now.forEach((row, n) => fill(rows[n], row));
    for (const line of rows.slice(now.length)) line.row = -1;
    write(caption, shown.length ? `Table of the ${count(shown.length, "event")} shown` : data.events ? "Table: no event passes the filters" : "Table: no events");
    write(where, shown.length > PAGE ? `Rows ${number(page * PAGE + 1)} to ${number(page * PAGE + now.length)} of ${number(shown.length)}` : "");
    pages.hidden = shown.length <= PAGE;
    back.setAttribute("aria-disabled", String(page === 0));
    on.setAttribute("aria-disabled", String(page === most));
    mark();
  }

  function turn(way) {
    const most = Math.ceil(store.view.shown.length / PAGE) - 1;
    const wanted = Math.min(Math.max(page + way, 0), most);
    if (wanted === page) return;
    page = wanted;
    draw();
    frame.scrollTop = 0;
  }

  /** Bring the event chosen last to sight, in the table alone: the notebook itself does not move. */
  function reveal() {
    const picked = store.picked;
    const row = picked[picked.length - 1];
    const place = row === undefined ? -1 : store.view.shown.indexOf(row);
    if (place < 0) { mark(); return; }
    // After a filter the rows are written a moment later than the timeline: who clicks a mark sooner finds the row too,
    // and rows that are written afresh afterwards would push it out of sight.
    const wanted = Math.floor(place / PAGE);
    if (wanted !== page || drawn !== store.view.shown) { page = wanted; draw(); } else mark();
    const line = rows.find((one) => one.row === row);
    const [box, view] = [line.element.getBoundingClientRect(), frame.getBoundingClientRect()];
    const top = view.top + (heads[0].offsetHeight || 0);
    const move = box.top < top ? box.top - top : Math.max(box.bottom - view.bottom, 0);
    if (!move) return;
    leave();
    frame.scrollTop += move;
  }

  return { element, draw, reveal };
}
