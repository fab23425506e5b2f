// Which events pass the filters: pure sums over the columns.

import { dayOfYear } from "./words.js";

/** Filters that let everything pass. lanes: numbers of the lanes that are left out; actor, status: -1 for any. */
export const open = (data) => ({
  text: "", first: data.years?.[0] ?? 0, last: data.years?.[1] ?? 0, without: [], actor: -1, status: -1,
});

/** Without accents and capitals, so that a search finds "Wörner" by "worner". */
export const fold = (text) => text.normalize("NFKD").replace(/\p{M}+/gu, "").toLowerCase();

/** Make a search over texts of one line for each event. The result gives a mask: 1 where all words occur. */
export function searcher(events, texts) {
  let folded = null;
  let known = { text: "", mask: null };
  const read = () => texts().map((whole) => {
    const hay = fold(whole);
    const starts = new Float64Array(events + 1).fill(hay.length + 1);
    for (let row = 0, at = 0; row < events; row++) {
      starts[row] = at;
      at = hay.indexOf("\n", at) + 1 || hay.length + 1;
    }
    return { hay, starts };
  });
  return (text) => {
    const wanted = fold(text).split(/\s+/).filter(Boolean);
    if (!wanted.length) return null;
    const key = wanted.join(" ");
    if (known.text === key) return known.mask;
    folded ??= read();
    const found = new Uint8Array(events).fill(1);
    for (const word of wanted) {
      const here = new Uint8Array(events);
      for (const { hay, starts } of folded) mark(word, hay, starts, here);
      for (let row = 0; row < events; row++) found[row] &= here[row];
    }
    known = { text: key, mask: found };
    return found;
  };
}

function mark(word, hay, starts, here) {
  let row = 0;
  for (let at = hay.indexOf(word); at >= 0; at = hay.indexOf(word, starts[row])) {
    while (starts[row + 1] <= at) row++;
    here[row] = 1;
    // One hit a line is enough: the search goes on behind it.
    row++;
    if (row >= here.length) return;
  }
}

function having(names, number, events) {
  const mask = new Uint8Array(events);
  for (let pair = 0; pair < names.event.length; pair++) if (names.of[pair] === number) mask[names.event[pair]] = 1;
  return mask;
}

/** Say which events pass: {mask: 1 or 0 for each, shown: their numbers, first to last in time}. */
export function apply(data, filters, search) {
  const mask = new Uint8Array(data.events).fill(1);
  const drop = (other) => { for (let row = 0; row < mask.length; row++) mask[row] &= other[row]; };
  if (data.years && (filters.first > data.years[0] || filters.last < data.years[1])) {
    const from = dayOfYear(filters.first);
    const to = dayOfYear(filters.last + 1) - 1;
    // NO_DATE lies before all years: an event without a date is in no year, and passes only while none is chosen.
    for (let row = 0; row < mask.length; row++) if (data.start[row] > to || data.end[row] < from) mask[row] = 0;
  }
  if (filters.status >= 0 && data.status) {
    for (let row = 0; row < mask.length; row++) if (data.status[row] !== filters.status) mask[row] = 0;
  }
  if (filters.actor >= 0 && data.actor) drop(having(data.actor, filters.actor, data.events));
  if (filters.without.length) {
    const wanted = new Uint8Array(data.lanes.length).fill(1);
    for (const lane of filters.without) wanted[lane] = 0;
    const some = new Uint8Array(data.events);
    for (let pair = 0; pair < data.lane.event.length; pair++) some[data.lane.event[pair]] |= wanted[data.lane.of[pair]];
    drop(some);
  }
  const found = search(filters.text);
  if (found) drop(found);
  let passed = 0;
  for (const one of mask) passed += one;
  const shown = new Uint32Array(passed);
  for (let row = 0, n = 0; row < mask.length; row++) if (mask[row]) shown[n++] = row;
  return { mask, shown };
}

/** Pack a mask into bits, the first event the lowest bit of the first byte. */
export function bits(mask) {
  const packed = new Uint8Array(Math.ceil(mask.length / 8));
  for (let row = 0; row < mask.length; row++) packed[row >> 3] |= mask[row] << (row & 7);
  return packed;
}
