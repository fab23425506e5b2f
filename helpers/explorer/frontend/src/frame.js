// What stands around the events: eras, years, lane titles. One picture a draw; the marks have a layer of their own.

import { utcTicks } from "d3-time";
import { svg } from "./dom.js";
import { HEADING, scale, SIDE } from "./layout.js";
import { DAY, MONTHS, number } from "./words.js";

const ERA_ROW = 15;
export const AXIS = 30;
const TICK_EVERY = 74; // pixels

function sayTick(date, wide) {
  const month = date.getUTCMonth();
  if (month === 0 || wide) return String(date.getUTCFullYear());
  return `${MONTHS[month].slice(0, 3)} ${date.getUTCFullYear()}`;
}

/** Ticks at round dates: [x, words]. */
export function ticks(from, to, x, width) {
  // The first day after the last year shown is a border, and no year of its own.
  const dates = utcTicks(new Date(from * DAY), new Date(to * DAY - 1), Math.max(2, Math.floor(width / TICK_EVERY)));
  return dates.map((date) => [x(date.getTime() / DAY), sayTick(date, (to - from) > 366 * dates.length)]);
}

/** Place the names of eras over the plot, as helpers/timelines does: at the start of each, or back from its end. */
function eraNames(eras, x, width, measure) {
  const boxes = eras.map(([start, end, name]) => {
    const left = Math.max(x(start), SIDE);
    const right = Math.min(x(end), width - SIDE);
    if (right - left < 1) return null;
    const words = measure.cut(name, width - 2 * SIDE);
    const wide = measure.width(words) + 8;
    return left + wide <= width || left <= width - right ? { left, right, words, box: [left, left + wide] }
      : { left, right, words, back: true, box: [right - wide, right] };
  });
  const rows = [];
  for (const one of boxes) {
    if (!one) continue;
    let row = 0;
    while (rows[row]?.some(([from, to]) => one.box[0] < to && from < one.box[1])) row++;
    (rows[row] ??= []).push(one.box);
    one.row = row;
  }
  return { boxes, rows: rows.length };
}

/** How high the names of eras stand when all years are shown; less is needed for fewer, so nothing moves. */
export function eraHeight(data, width, measure) {
  if (!data.eras.length) return 0;
  return eraNames(data.eras, scale(...data.days, width), width, measure).rows * ERA_ROW + 5;
}

/** Draw eras, ticks and lane titles. lanes: [{name, shown, top, index}]; bottom: where the lanes end. */
export function drawFrame(layer, { eras, from, to, x, width, lanes, bottom, measure }) {
  const parts = [];
  const names = [];
  eraNames(eras, x, width, measure).boxes.forEach((one, index) => {
    if (!one) return;
    const { left, right, words, back, row } = one;
    parts.push(svg("rect", { class: `xp-era xp-era-${index % 2}`, x: left, y: 0, width: right - left, height: bottom }));
    parts.push(svg("line", { class: "xp-edge", x1: left, x2: left, y1: 0, y2: bottom }));
    names.push(svg("text", { class: "xp-era-name", x: back ? right - 3 : left + 3, y: row * ERA_ROW + 11,
      "text-anchor": back ? "end" : "start" }, words));
  });
  for (const [at, words] of ticks(from, to, x, width)) {
    parts.push(svg("line", { class: "xp-grid", x1: at, x2: at, y1: lanes[0]?.top ?? 0, y2: bottom + 5 }));
    const anchor = at < 24 ? "start" : at > width - 24 ? "end" : "middle";
    const edge = anchor === "start" ? 2 : anchor === "end" ? width - 2 : at;
    parts.push(svg("text", { class: "xp-tick", x: edge, y: bottom + 19, "text-anchor": anchor }, words));
  }
  for (const { name, shown, top: y } of lanes) {
    parts.push(svg("line", { class: "xp-rule", x1: 0, x2: width, y1: y, y2: y }));
    const words = measure.cut(name, width - 90);
    parts.push(svg("text", { class: "xp-lane", x: 2, y: y + HEADING - 6 }, words,
      svg("tspan", { class: "xp-lane-count", dx: 6 }, `· ${number(shown)}`)));
  }
  layer.replaceChildren(...parts, ...names);
}
