// The timeline: marks one by one, or counts where there are too many; chosen by mouse, finger or keyboard.

import { press, sight } from "./aim.js";
import { lanesOf, isUndated } from "./data.js";
import { densityLayer } from "./densities.js";
import { h, svg, unique, write } from "./dom.js";
import { AXIS, drawFrame, eraHeight } from "./frame.js";
import { measurer, scale } from "./layout.js";
import { marksLayer } from "./marks.js";
import { sayWhatKeysDo, steer } from "./steer.js";
import { tip } from "./tip.js";
import { count, dayOfYear, number, sayDate } from "./words.js";

export const MOST_MARKS = 1500; // marks drawn one by one
const REACH = 16; // pixels from a mark at which a click still means it
const BOLD = 1.1; // how much wider bold letters are
const FONT = "12px system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

/** Make the timeline. store: see store.js; narrow(first, last) sets the years. */
export function timeline(data, store, narrow) {
  const help = h("p", { class: "xp-quiet", id: unique("keys") });
  const frame = svg("g", { "aria-hidden": "true" });
  const layer = svg("g", { role: "presentation" });
  const chosen = svg("g", { "aria-hidden": "true", class: "xp-chosen" });
  const drawing = svg("svg", { class: "xp-drawing", focusable: "false" }, frame, layer, chosen);
  const canvas = h("canvas", { class: "xp-canvas", "aria-hidden": "true", hidden: true });
  const tooltip = tip();
  const host = h("div", { class: "xp-figure" }, canvas, drawing, tooltip.element);
  const empty = h("p", { class: "xp-empty", hidden: true });
  if (data.years) host.append(empty);
  const key = h("p", { class: "xp-key" });
  const element = h("div", { class: "xp-timeline" }, host, data.years ? null : empty, key, help);
  if (!data.years) {
    write(empty, data.events ? "None of these events has a date, so there is nothing to draw. They are in the table."
      : "This table is empty: it has no events to draw.");
    empty.hidden = false;
    host.hidden = true;
    return { element, draw() {}, drawChosen() {}, focus() {}, describe: () => "", dispose() {} };
  }

  const measure = measurer(FONT);
  const marks = marksLayer(data, layer, measure);
  const densities = marks.total > MOST_MARKS ? densityLayer(data, canvas) : null;
  let width = 0;
  const seen = sight();
  let now = { marks: [], dense: false, x: null };

  function draw() {
    if (!width) return;
    const { filters, mask, shown } = store.view;
    const kept = data.lanes.map((_, lane) => lane).filter((lane) => !filters.without.includes(lane));
    const [from, to] = [dayOfYear(filters.first), dayOfYear(filters.last + 1)];
    const x = scale(from, to, width);
    const top = eraHeight(data, width, measure);
    const perLane = new Uint32Array(data.lanes.length);
    let pairs = 0;
    for (const row of shown) if (!isUndated(data, row)) for (const lane of lanesOf(data, row)) { perLane[lane]++; pairs++; }
    const dense = Boolean(densities) && pairs > MOST_MARKS;
    const wanted = { mask, kept, x, width, top, first: filters.first, last: filters.last };
    if (!dense) marks.arrange(width);
    const plan = (dense ? densities : marks).plan(wanted);
    canvas.hidden = !dense;
    if (dense) densities.draw();
    marks.draw(plan.marks);
    drawing.setAttribute("viewBox", `0 0 ${width} ${plan.end + AXIS}`);
    drawing.setAttribute("height", plan.end + AXIS);
    const lanes = kept.map((lane, n) => ({ name: data.lanes[lane], shown: perLane[lane], top: plan.tops[n] }));
    drawFrame(frame, { eras: data.eras, from, to, x, width, lanes, bottom: plan.end, measure });
    now = { ...plan, dense, x, width };
    // The tests see by this since when the drawing is on screen.
    delete host.dataset.seen;
    seen.put(now, (since) => { host.dataset.seen = since; });
    tellRole(pairs);
    drawChosen();
    tooltip.hide();
    // The benchmark and the tests see by this that a draw is done.
    host.dataset.drawn = Number(host.dataset.drawn || 0) + 1;
  }

  function tellRole(pairs) {
    const busy = !now.dense && now.marks.length > 0;
    drawing.setAttribute("role", busy ? "listbox" : "img");
    drawing.setAttribute("aria-label", describe());
    if (busy) {
      drawing.setAttribute("tabindex", "0");
      drawing.setAttribute("aria-multiselectable", "true");
      drawing.setAttribute("aria-describedby", help.id);
    } else {
      for (const name of ["tabindex", "aria-multiselectable", "aria-describedby", "aria-activedescendant"]) drawing.removeAttribute(name);
    }
    write(help, now.dense ? `Too many events to draw one by one: ${densities.say()}. Choose a bar, or move the years, to see single events.`
      : busy ? sayWhatKeysDo : "");
    const told = busy ? sayKey() : [];
    if (key.textContent !== told.join("")) key.replaceChildren(...told.map((words) => h("span", {}, words)));
    write(empty, pairs ? "" : "No event with a date passes these filters. Take one back, or reset them all.");
    empty.hidden = pairs > 0;
  }

  function sayKey() {
    const told = [];
    if (data.contested >= 0) told.push("○ hollow, or a dashed outline: contested");
    if (now.marks.some(({ row }) => data.known[row] & 3)) told.push("◎ ringed, or a thin pale bar: exact day not known");
    if (now.marks.some(({ row }) => data.known[row] >> 2 !== 3)) told.push("●▬ with a bar: lasted until the bar ends");
    return told;
  }

  /** Ring what is chosen, on top of all else; the last chosen is named. */
  function drawChosen() {
    if (!now.x) return;
    const picked = new Set(store.picked);
    const last = store.picked[store.picked.length - 1];
    const rings = [];
    for (const one of now.marks) {
      const isChosen = picked.has(one.row);
      if ((one.node.getAttribute("aria-selected") === "true") !== isChosen || !one.node.hasAttribute("aria-selected")) {
        one.node.setAttribute("aria-selected", String(isChosen));
      }
      if (!isChosen) continue;
      rings.push(svg("circle", { class: "xp-ring", cx: one.middle, cy: one.y, r: 9.5 }));
      if (one.row === last && !one.label && !rings.named) rings.named = one;
    }
    if (now.dense) for (const row of store.picked) if (store.view.mask[row] && !isUndated(data, row)) rings.push(...flags(row));
    if (rings.named) rings.push(name(rings.named));
    chosen.replaceChildren(...rings);
  }

  function flags(row) {
    const at = Math.max(now.x(data.start[row]), now.x(dayOfYear(store.view.filters.first)));
    return [...lanesOf(data, row)].map((lane) => densities.floorOf(lane)).filter((floor) => floor !== null)
      .map((floor) => svg("path", { class: "xp-flag", d: `M${at.toFixed(1)},${floor}v1l5,7h-10Z` }));
  }

  function name({ row, middle, y }) {
    const words = measure.cut(data.titles[row], Math.max(width / BOLD - 16, 40));
    const half = (measure.width(words) * BOLD) / 2 + 6;
    const at = Math.min(Math.max(middle, half + 1), Math.max(width - half - 1, half + 1));
    const base = y - 17 < 12 ? y + 27 : y - 17;
    return svg("g", {}, svg("rect", { class: "xp-plate", x: at - half, y: base - 14, width: 2 * half, height: 20, rx: 4 }),
      svg("text", { class: "xp-named", x: at, y: base, "text-anchor": "middle" }, words));
  }

  /** What stands at a point of a drawing: a mark, or a bar where they are counted; null where nothing is near. */
  const standsAt = (drawn, px, py) => {
    if (drawn.dense) return drawn.at(px, py);
    let best = null;
    let nearest = REACH;
    for (const one of drawn.marks) {
      const inBar = px >= one.x0 && px <= one.x1 ? 0 : Math.min(Math.abs(px - one.x0), Math.abs(px - one.x1));
      const far = Math.hypot(Math.min(Math.abs(px - one.middle), inBar + 2), (py - one.y) * 1.3);
      if (far < nearest) [best, nearest] = [one, far];
    }
    return best;
  };
  const under = (event, drawn) => {
    const box = drawing.getBoundingClientRect();
    return standsAt(drawn, ((event.clientX - box.left) * drawn.width) / box.width, event.clientY - box.top);
  };
  function show(one) {
    tooltip.show(one.middle, one.y, width, data.titles[one.row], `${sayDate(data, one.row)} · ${data.lanes[one.lane]}`);
  }
  drawing.addEventListener("pointermove", (event) => {
    if (event.pointerType === "touch") return;
    const found = under(event, now);
    drawing.classList.toggle("xp-over", Boolean(found));
    if (!found) tooltip.hide();
    else if (now.dense) tooltip.show(found.x, found.y, width, found.title, found.more);
    else show(found);
  });
  drawing.addEventListener("pointerleave", () => tooltip.hide());
  press(drawing, (event) => under(event, seen.at(event.timeStamp)), (aimed, event) => {
    const found = aimed === undefined ? under(event, now) : aimed;
    if (!found) return;
    if (found.years) { narrow(...found.years); return; }
    const drawn = now.marks.find((one) => one.pair === found.pair);
    if (drawn) keys.moveTo(drawn);
    if (event.ctrlKey || event.metaKey || event.shiftKey) store.toggle(found.row);
    else store.choose(found.row);
  });

  const keys = steer(drawing, {
    marks: () => now.marks, dense: () => now.dense, show, hide: tooltip.hide,
    choose: (row) => store.choose(row), toggle: (row) => store.toggle(row),
  });

  const watch = new ResizeObserver(() => {
    const wide = Math.floor(host.clientWidth);
    if (wide < 40 || wide === width) return;
    width = wide;
    draw();
  });
  watch.observe(host);

  function describe() {
    const { filters, shown } = store.view;
    const undated = shown.reduce((sum, row) => sum + isUndated(data, row), 0);
    const words = `Timeline of ${count(shown.length - undated, "event")}, ${filters.first} to ${filters.last}, by ${data.lane_column.replaceAll("_", " ")}`;
    return `${words}${now.dense ? `: ${densities.say()}` : ""}${undated ? `; ${number(undated)} without a date not drawn` : ""}. The table below holds the same events.`;
  }

  return { element, draw, drawChosen, describe, dispose: () => watch.disconnect() };
}
