// Puts the explorer together: filters above, timeline and details side by side where there is room, the table below.

import { controls } from "./controls.js";
import { detail } from "./detail.js";
import { unpack } from "./data.js";
import { composes, h, later, write } from "./dom.js";
import { makeStore } from "./store.js";
import { table } from "./table.js";
import { timeline } from "./timeline.js";

const NARROW = 640; // pixels; the style sheet stacks below the same width

// JupyterLab's one-key commands must not fire in here; Tab, Escape, Shift+Enter and combinations may pass.
function guard(event) {
  if (composes(event)) { event.stopPropagation(); return; }
  const passes = event.key === "Tab" || event.key === "Escape" || event.ctrlKey || event.metaKey || event.altKey ||
    (event.shiftKey && event.key === "Enter");
  if (!passes) event.stopPropagation();
}

function render({ model, el }) {
  const data = unpack(model.get("data"));
  const store = makeStore(data, model);
  const filters = controls(data, store);
  const figure = timeline(data, store, (first, last) => {
    const within = (year) => Math.min(Math.max(year, data.years[0]), data.years[1]);
    store.set({ first: within(first), last: within(last) });
  });
  const about = detail(data, store);
  const isNarrow = () => el.clientWidth > 0 && el.clientWidth < NARROW;
  const rows = table(data, store);
  const picked = h("span", {});
  const toDetail = h("button", { type: "button", class: "xp-small", onclick: () => about.focus() }, "Read about it");
  const line = h("p", { class: "xp-line" }, picked, toDetail);
  const aloud = h("p", { class: "xp-hidden", role: "status" });
  figure.element.append(line);
  // Groups, not landmarks: a notebook may hold several explorers, and landmarks must differ by name.
  const root = h("div", { class: "xp-card", role: "group", "aria-label": `Explorer of ${data.events.toLocaleString("en-GB")} events` },
    filters.element, figure.element, rows.element, about.element, aloud);

  function tellPicked() {
    const now = store.picked;
    const last = now[now.length - 1];
    const hidden = now.filter((row) => !store.view.mask[row]).length;
    const words = !now.length ? "" : now.length === 1 ? `Chosen: ${data.titles[last]}` : `${now.length} chosen, the last: ${data.titles[last]}`;
    write(picked, `${words || "No event chosen."}${hidden ? ` (${hidden === now.length ? "" : `${hidden} of them `}hidden by the filters)` : ""}`);
    toDetail.hidden = !now.length;
    return words || "No event chosen";
  }

  // The figure follows at once; rows are written when the hand rests.
  const drawRows = later(60, () => rows.draw());
  store.watch("filters", () => { filters.show(); figure.draw(); tellPicked(); drawRows(); });
  store.watch("picked", () => {
    figure.drawChosen();
    rows.reveal();
    about.draw();
    write(aloud, `${tellPicked()}.`);
  });
  const takers = (message) => { if (message.type === "takers") about.offer(message.takers); };
  model.on("msg:custom", takers);

  root.addEventListener("keydown", guard);
  el.classList.add("ex-root", "xp-root");
  el.append(root);
  filters.fold(isNarrow() || window.innerWidth < NARROW);
  filters.show();
  rows.draw();
  about.draw();
  tellPicked();
  return () => {
    model.off("msg:custom", takers);
    drawRows.stop();
    filters.dispose();
    figure.dispose();
    store.dispose();
  };
}

export default { render };
