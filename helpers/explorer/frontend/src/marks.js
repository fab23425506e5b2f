// Events drawn one by one. An element is made once for each mark and then only moved or hidden: that is what is quick.

import { isContested, isInexact, isUndated, look } from "./data.js";
import { svg, unique } from "./dom.js";
import * as layout from "./layout.js";
import { marker } from "./shapes.js";
import { sayDate } from "./words.js";

export const MOST_LABELS = 30; // with more, labels would be longer than the figure is wide

/** All pairs (event, lane) that can be drawn, lane by lane: {pair, row, lane}. */
function members(data) {
  const lanes = data.lanes.map(() => []);
  for (let pair = 0; pair < data.lane.event.length; pair++) {
    const row = data.lane.event[pair];
    if (!isUndated(data, row)) lanes[data.lane.of[pair]].push({ pair, row, lane: data.lane.of[pair] });
  }
  return lanes;
}

function placed(data, list, x, width) {
  for (const one of list) {
    const spans = data.known[one.row] >> 2 !== 3;
    Object.assign(one, layout.place(x, data.start[one.row], data.end[one.row], spans, layout.SIDE, width - layout.SIDE));
  }
  return list;
}

/** Lay out and draw marks; `arrange` is called when the width changes, `draw` at each change of the filters. */
export function marksLayer(data, layer, measure) {
  const everyone = members(data);
  const nodes = new Map();
  let rowsAll = [];
  let widthNow = 0;

  /** Give every event its row for good, so that marks stay at their height while years and filters change. */
  function arrange(width) {
    if (width === widthNow) return;
    widthNow = width;
    const x = layout.scale(...data.days, width);
    rowsAll = everyone.map((list) => {
      const { rows, most } = layout.rowsOf(placed(data, list, x, width));
      list.forEach((one, i) => { one.steady = rows[i]; });
      return most;
    });
  }

  /** Find each mark's place. kept: lanes that are shown. Result: {marks in order of time, tops, end, labelled}. */
  function plan({ mask, kept, x, width, top }) {
    const lists = kept.map((lane) => placed(data, everyone[lane].filter(({ row }) => mask[row]), x, width));
    const steady = layout.stack(kept.map((lane) => rowsAll[lane]), top, layout.ROW);
    const total = lists.reduce((sum, list) => sum + list.length, 0);
    const few = everyone.reduce((sum, list) => sum + list.length, 0) <= MOST_LABELS;
    let chosen = { ...steady, labels: null, row: layout.ROW, rows: lists.map((list) => list.map((one) => one.steady)) };
    if (total <= MOST_LABELS) {
      const tried = lists.map((list) => {
        for (const one of list) one.title = data.titles[one.row];
        return layout.labelledRows(list, width, measure);
      });
      const stacked = layout.stack(tried.map(({ most }) => most), top, layout.LABEL_ROW);
      // All or none is labelled, and the figure does not grow for it.
      if (few || stacked.end <= steady.end) {
        chosen = { tops: stacked.tops, end: Math.max(stacked.end, few ? 0 : steady.end), row: layout.LABEL_ROW,
          rows: tried.map(({ rows }) => rows), labels: tried.map(({ labels }) => labels) };
      }
    }
    // New objects at each draw: who aimed before it still means the place where a mark stood.
    const marks = lists.flatMap((list, n) => list.map((one, i) => ({
      ...one,
      y: chosen.tops[n] + layout.HEADING + (chosen.rows[n][i] + 0.5) * chosen.row,
      label: chosen.labels?.[n][i] ?? null,
    })));
    // By time, then by lane: the order in which the arrow keys go.
    marks.sort((a, b) => a.row - b.row || a.lane - b.lane);
    return { marks, tops: chosen.tops, end: chosen.end, labelled: Boolean(chosen.labels) };
  }

  function make({ row, lane }) {
    const { symbol, colour } = look(data, lane);
    const hollow = isContested(data, row);
    const inexact = isInexact(data, row);
    const spans = data.known[row] >> 2 !== 3 && data.end[row] > data.start[row];
    const told = [data.titles[row], sayDate(data, row), data.lanes[lane], hollow ? "contested" : ""].filter(Boolean);
    const node = { group: svg("g", { role: "option", id: unique("mark"), class: "xp-mark", "aria-label": told.join(", ") }) };
    if (spans) {
      node.bar = svg("rect", { y: -3, height: 6, rx: 1, fill: colour, "fill-opacity": hollow ? 0.15 : 0.6,
        stroke: hollow ? colour : "none", "stroke-dasharray": hollow ? "4 3" : null, "stroke-width": 1.4 });
    } else if (inexact) {
      node.bar = svg("rect", { y: -1.7, height: 3.4, fill: colour, "fill-opacity": 0.45 });
    }
    if (node.bar) node.group.append(node.bar);
    node.head = svg("g", {});
    if (inexact) node.head.append(svg("circle", { r: 6, fill: "none", stroke: colour, "stroke-width": 1.2 }));
    const shape = marker({ symbol, colour }, hollow);
    shape.setAttribute("transform", `scale(${inexact ? 0.55 : 0.85})`);
    node.head.append(shape);
    node.group.append(node.head);
    layer.append(node.group);
    return node;
  }

  function draw(marks) {
    const seen = new Set();
    for (const one of marks) {
      seen.add(one.pair);
      let node = nodes.get(one.pair);
      if (!node) nodes.set(one.pair, (node = make(one)));
      const { group, head, bar } = node;
      if (node.hidden !== false) { group.style.display = ""; node.hidden = false; }
      group.setAttribute("transform", `translate(0,${one.y.toFixed(1)})`);
      head.setAttribute("transform", `translate(${one.middle.toFixed(1)},0)`);
      if (bar) {
        bar.setAttribute("x", one.x0.toFixed(1));
        bar.setAttribute("width", Math.max(one.x1 - one.x0, 0).toFixed(1));
      }
      if (one.label || node.label) label(node, one);
      one.node = group;
    }
    for (const [pair, node] of nodes) if (!seen.has(pair) && !node.hidden) { node.group.style.display = "none"; node.hidden = true; }
  }

  function label(node, one) {
    if (!node.label) {
      node.label = svg("text", { class: "xp-label", y: 4, "aria-hidden": "true" });
      node.group.append(node.label);
    }
    const right = one.label?.side !== "left";
    node.label.textContent = one.label?.words ?? "";
    node.label.setAttribute("text-anchor", right ? "start" : "end");
    const edge = right ? Math.max(one.x1, one.middle + layout.REACH) : Math.min(one.x0, one.middle - layout.REACH);
    node.label.setAttribute("x", (edge + (right ? layout.GAP : -layout.GAP)).toFixed(1));
  }

  return { arrange, plan, draw, total: everyone.reduce((sum, list) => sum + list.length, 0) };
}
