// The explorer's pure sums: `node --test` runs them, and scripts/make_explorer.py --check does.

import assert from "node:assert/strict";
import { test } from "node:test";
import { GLANCE, sight } from "../src/aim.js";
import { countByTime, monthsOf, sayStep, sayStretch } from "../src/bins.js";
import { isContested, isInexact, lanesOf, unpack } from "../src/data.js";
import { apply, bits, fold, open, searcher } from "../src/filter.js";
import { firstFit, labelledRows, place, rowsOf, scale } from "../src/layout.js";
import { dayOfYear, NO_DATE, sayDate, yearOf } from "../src/words.js";

// Bytes at an odd place of a larger buffer, as they come out of a message.
function view(Kind, numbers) {
  const bytes = new Uint8Array(Kind.from(numbers).buffer);
  const message = new Uint8Array(bytes.length + 3);
  message.set(bytes, 3);
  return new DataView(message.buffer, 3, bytes.length);
}
const words = (text) => view(Uint8Array, new TextEncoder().encode(text));
const day = (text) => Date.parse(text) / 86_400_000;

/** Four events: a day, a span over the turn of a year, a month, one without a date. */
const data = unpack({
  events: 4, lanes: ["treaty", "crisis"], symbols: ["circle", "square"], palette: ["#000"], eras: [], lane_column: "category",
  actors: ["A", "B"], statuses: ["documented", "contested"],
  columns: {
    start: view(Int32Array, [day("1949-04-04"), day("1961-08-13"), day("1990-05-01"), NO_DATE]),
    end: view(Int32Array, [day("1949-04-04"), day("1962-01-02"), day("1990-05-31"), NO_DATE]),
    known: view(Uint8Array, [12, 0, 1 | 12, 12]),
    lane_event: view(Uint32Array, [0, 1, 1, 2, 3]), lane_of: view(Uint16Array, [0, 0, 1, 1, 0]),
    actor_event: view(Uint32Array, [0, 1, 2]), actor_of: view(Uint16Array, [0, 1, 0]),
    status: view(Uint8Array, [0, 1, 0, 255]),
    titles: words("Signed\nWall built\nWörner speaks\nUndated"), words: words("s1 ink\ns2 concrete\ns3\ns4 ink"),
  },
});
const search = searcher(data.events, () => [data.titleText, data.words]);
const rows = (part) => [...apply(data, { ...open(data), ...part }, search).shown];

test("columns come out as they went in", () => {
  assert.deepEqual(data.years, [1949, 1990]);
  assert.deepEqual([...lanesOf(data, 1)], [0, 1]);
  assert.equal(isContested(data, 1), true);
  assert.equal(isContested(data, 3), false);
  assert.deepEqual([0, 1, 2].map((row) => isInexact(data, row)), [false, false, true]);
  assert.deepEqual([0, 1, 2, 3].map((row) => sayDate(data, row)),
    ["4 April 1949", "13 August 1961 to 2 January 1962", "May 1990", "no date"]);
});

test("open filters let everything pass", () => assert.deepEqual(rows({}), [0, 1, 2, 3]));

test("an event that reaches into the years passes; one without a date is in no year", () => {
  assert.deepEqual(rows({ first: 1962 }), [1, 2]);
  assert.deepEqual(rows({ first: 1963 }), [2]);
  assert.deepEqual(rows({ last: 1960 }), [0]);
});

test("an event stands while one of its lanes is ticked", () => {
  assert.deepEqual(rows({ without: [0] }), [1, 2]);
  assert.deepEqual(rows({ without: [0, 1] }), []);
});

test("who and status", () => {
  assert.deepEqual(rows({ actor: 0 }), [0, 2]);
  assert.deepEqual(rows({ status: 1 }), [1]);
});

test("all words must occur, in title or text, whatever their accents and capitals", () => {
  assert.equal(fold("Wörner Łódź"), "worner łodz");
  assert.deepEqual(rows({ text: "WORNER" }), [2]);
  assert.deepEqual(rows({ text: "ink" }), [0, 3]);
  assert.deepEqual(rows({ text: "ink signed" }), [0]);
  assert.deepEqual(rows({ text: "built s3" }), []);
  assert.deepEqual(rows({ text: "  " }), [0, 1, 2, 3]);
  assert.deepEqual(rows({ text: "undated" }), [3]);
});

test("bits: the first event is the lowest bit", () => {
  assert.deepEqual([...bits(Uint8Array.from([1, 0, 1, 0, 0, 0, 0, 0, 1]))], [5, 1]);
});

test("first fit: no two boxes of a row touch", () => {
  assert.deepEqual(firstFit([[0, 50], [40, 90], [60, 99]]), [0, 1, 0]);
});

test("marks apart, and a mark outside the years stands at the edge", () => {
  const x = scale(0, 100, 128);
  const inside = place(x, 10, 10, false, 14, 114);
  const before = place(x, -50, 20, true, 14, 114);
  assert.deepEqual([before.x0, before.middle], [14, 14]);
  assert.equal(inside.middle, 24);
  const { rows: placed, most } = rowsOf([inside, inside, place(x, 60, 60, false, 14, 114)]);
  assert.deepEqual([[...placed], most], [[0, 1, 0], 2]);
});

test("a label goes right, or left where there is more room, and is cut where it must be", () => {
  const measure = { width: (text) => text.length * 10, cut: (text, room) => text.slice(0, Math.floor(room / 10)) };
  const mark = (middle) => ({ x0: middle, x1: middle, middle, title: "0123456789" });
  const { labels } = labelledRows([mark(20), mark(180)], 200, measure);
  assert.deepEqual(labels.map(({ side }) => side), ["right", "left"]);
  for (const { box } of labels) assert.ok(box[0] >= 0 && box[1] <= 200);
  assert.ok(labelledRows([mark(30)], 60, measure).labels[0].words.length < 10);
});

test("counts leave nothing out and name their stretch", () => {
  const counted = countByTime(data, monthsOf(data.start), new Uint8Array(4).fill(1), 1949, 1990, 2000);
  assert.equal(counted.table.reduce((sum, one) => sum + one, 0), 4); // one event stands in two lanes, one has no date
  assert.equal(sayStep(counted), "stretch of 3 months");
  assert.equal(sayStretch(counted, 1), "April 1949 to June 1949");
  const coarse = countByTime(data, monthsOf(data.start), new Uint8Array(4).fill(1), 1949, 1990, 100);
  assert.equal(sayStep(coarse), "stretch of 5 years");
  assert.equal(sayStretch(coarse, 0), "1945 to 1949");
});

test("years below 100 are years below 100", () => assert.equal(yearOf(dayOfYear(50)), 50));

test("a press is aimed in what has been on screen for a glance, by the time of the press", () => {
  let time = 0;
  let frames = [];
  const paint = (at) => { time = at; for (const call of frames.splice(0)) call(); };
  const seen = sight(() => time, (call) => frames.push(call));
  seen.put("first");
  assert.equal(seen.at(0), "first"); // nothing stood there before
  paint(16);
  time = 1000;
  seen.put("second");
  assert.equal(seen.at(1000), "first"); // drawn, and not on screen yet
  paint(1300);
  assert.equal(seen.at(1299), "first"); // pressed before it came, heard after
  assert.equal(seen.at(1300 + GLANCE - 1), "first");
  assert.equal(seen.at(1300 + GLANCE), "second");
  // A slider in motion: nobody aims at what flits by.
  for (const at of [1510, 1526, 1542]) { time = at - 8; seen.put(`at ${at}`); paint(at); }
  assert.equal(seen.at(1600), "second");
  assert.equal(seen.at(1542 + GLANCE), "at 1542");
});
