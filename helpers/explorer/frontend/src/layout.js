// Where marks, labels and lanes go, in pixels: pure sums, no drawing. As helpers/timelines/layout.py does.

export const SIDE = 14; // room for half a marker and a tick's label at both ends
export const HEADING = 20;
export const BELOW = 5;
export const ROW = 12; // of marks alone
export const LABEL_ROW = 20;
export const REACH = 6.5; // half the room that a marker takes
export const GAP = 5; // between a marker and its label

/** Map days to pixels: the plot spans the days `from` up to, and not including, `to`. */
export const scale = (from, to, width) => (day) => SIDE + ((day - from) / (to - from)) * (width - 2 * SIDE);

/** Give each box [left, right], ascending by its left edge, the first row in which it touches no other. */
export function firstFit(boxes, apart = 1) {
  const ends = [];
  return boxes.map(([left, right]) => {
    let row = 0;
    while (row < ends.length && ends[row] + apart > left) row++;
    ends[row] = right;
    return row;
  });
}

/** A mark's middle and ends: a span's marker stands at its first day, an inexact date's in the middle of its days. */
export function place(x, start, end, isSpan, low, high) {
  const x0 = Math.max(x(start), low);
  // A day lasts until the next begins, so that a year's bar meets the next year's.
  const x1 = Math.max(Math.min(x(end + 1), high), x0);
  return { x0, x1, middle: isSpan || end === start ? x0 : (x0 + x1) / 2 };
}

/** Put one lane's marks (middle, x0, x1) into rows; return each mark's row and how many rows there are. */
export function rowsOf(marks) {
  const order = marks.map((_, i) => i);
  const boxes = marks.map((m) => [Math.min(m.x0, m.middle - REACH), Math.max(m.x1, m.middle + REACH)]);
  order.sort((a, b) => boxes[a][0] - boxes[b][0] || a - b);
  const rows = new Uint16Array(marks.length);
  firstFit(order.map((i) => boxes[i])).forEach((row, n) => { rows[order[n]] = row; });
  return { rows, most: rows.reduce((most, row) => Math.max(most, row + 1), 0) };
}

/** The same with a label each: right of the mark where there is room, else left of it, cut where it must be. */
export function labelledRows(marks, width, measure) {
  const boxes = marks.map((m) => {
    const right = width - Math.max(m.x1, m.middle + REACH) - GAP;
    const left = Math.min(m.x0, m.middle - REACH) - GAP;
    const full = measure.width(m.title);
    const side = full <= right || right >= left ? "right" : "left";
    const words = measure.cut(m.title, side === "right" ? right : left);
    const wide = words === m.title ? full : measure.width(words);
    const from = Math.min(m.x0, m.middle - REACH);
    const to = Math.max(m.x1, m.middle + REACH);
    return { words, side, box: side === "right" ? [from, to + GAP + wide] : [from - GAP - wide, to] };
  });
  const order = marks.map((_, i) => i).sort((a, b) => boxes[a].box[0] - boxes[b].box[0] || a - b);
  const rows = new Uint16Array(marks.length);
  firstFit(order.map((i) => boxes[i].box), 8).forEach((row, n) => { rows[order[n]] = row; });
  return { rows, labels: boxes, most: rows.reduce((most, row) => Math.max(most, row + 1), 0) };
}

/** Stack lanes of so many rows each, from `top` down; return each lane's top and the end of the last. */
export function stack(rows, top, row) {
  const tops = [];
  let y = top;
  for (const one of rows) {
    tops.push(y);
    y += HEADING + Math.max(one, 1) * row + BELOW;
  }
  return { tops, end: y };
}

/** Widths of words in a font, and a cut with "…" that fits. */
export function measurer(font) {
  const context = document.createElement("canvas").getContext("2d");
  context.font = font;
  const known = new Map();
  const width = (words) => {
    if (!known.has(words)) known.set(words, context.measureText(words).width);
    return known.get(words);
  };
  const cut = (words, room) => {
    if (width(words) <= room) return words;
    let length = Math.max(Math.floor((words.length * room) / width(words)), 0);
    while (length > 0 && context.measureText(`${words.slice(0, length).trimEnd()}…`).width > room) length--;
    return length > 0 ? `${words.slice(0, length).trimEnd()}…` : "";
  };
  return { width, cut };
}
