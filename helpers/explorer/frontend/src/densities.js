// A table too large to draw event by event: bars that say how many events begin in each stretch of time.

import { countByTime, dayOfMonth, monthsOf, sayStep, sayStretch } from "./bins.js";
import { look } from "./data.js";
import { BELOW, HEADING, SIDE } from "./layout.js";
import { count } from "./words.js";

const TALL = 34; // pixels of the highest bar

/** Count and draw on a canvas; `plan` gives what `marks.plan` gives, without marks. */
export function densityLayer(data, canvas) {
  const months = monthsOf(data.start);
  let counted = null;
  let where = null;

  function plan({ mask, kept, first, last, x, width, top }) {
    counted = countByTime(data, months, mask, first, last, width - 2 * SIDE);
    const tops = kept.map((_, n) => top + n * (HEADING + TALL + BELOW));
    where = { kept, x, width, tops, end: top + kept.length * (HEADING + TALL + BELOW) };
    const drawn = [counted, where];
    return { marks: [], tops, end: where.end, labelled: false, at: (px, py) => at(...drawn, px, py) };
  }

  /** A bar's left and right edge. */
  function edges(counted, where, bin) {
    const clip = (at) => Math.min(Math.max(at, SIDE), where.width - SIDE);
    const from = counted.from + bin * counted.step;
    return [clip(where.x(dayOfMonth(from))), clip(where.x(dayOfMonth(from + counted.step)))];
  }

  function draw() {
    const ratio = window.devicePixelRatio || 1;
    const [wide, high] = [Math.round(where.width * ratio), Math.round(where.end * ratio)];
    if (canvas.width !== wide || canvas.height !== high) {
      canvas.width = wide;
      canvas.height = high;
      canvas.style.width = `${where.width}px`;
      canvas.style.height = `${where.end}px`;
    }
    const context = canvas.getContext("2d");
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, where.width, where.end);
    for (const [n, lane] of where.kept.entries()) {
      context.fillStyle = look(data, lane).colour;
      const floor = where.tops[n] + HEADING + TALL;
      for (let bin = 0; bin < counted.bins; bin++) {
        const number = counted.table[lane * counted.bins + bin];
        if (!number) continue;
        const [left, right] = edges(counted, where, bin);
        // One event alone must still be seen.
        const tall = Math.max((TALL * number) / counted.most, 1.5);
        context.fillRect(left, floor - tall, Math.max(right - left - 0.8, 0.8), tall);
      }
    }
  }

  /** What a point of the figure shows: {x, y, title, more, years}, or null. */
  function at(counted, where, px, py) {
    const n = where.tops.findIndex((top) => py >= top && py < top + HEADING + TALL + BELOW);
    if (n < 0 || !counted.most) return null;
    for (let bin = 0; bin < counted.bins; bin++) {
      const [left, right] = edges(counted, where, bin);
      if (px < left || px >= right) continue;
      const number = counted.table[where.kept[n] * counted.bins + bin];
      const month = counted.from + bin * counted.step;
      return {
        x: (left + right) / 2, y: where.tops[n] + HEADING, title: sayStretch(counted, bin),
        more: `${count(number, "event")} · ${data.lanes[where.kept[n]]}`,
        years: [Math.floor(month / 12), Math.floor((month + counted.step - 1) / 12)],
      };
    }
    return null;
  }

  const say = () => `counts by ${data.lane_column.replaceAll("_", " ")} and ${sayStep(counted)}; the highest bar stands for ${count(counted.most, "event")}`;
  const floorOf = (lane) => { const n = where.kept.indexOf(lane); return n < 0 ? null : where.tops[n] + HEADING + TALL; };
  return { plan, draw, say, floorOf };
}
