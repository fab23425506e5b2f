// The columns as Python packed them (helpers/explorer/packing.py), ready to read.

import { dayOfYear, NO_DATE, yearOf } from "./words.js";

const bytes = (view) => new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
// A typed array must begin at a multiple of its size, which a message's buffer need not.
const numbers = (Kind, view) => new Kind(bytes(view).slice().buffer);
const text = (view) => new TextDecoder().decode(bytes(view));

/** Read which events have which of some names, e.g. lanes: pairs (event, name), events ascending. */
function belongs(events, eventView, nameView) {
  const event = numbers(Uint32Array, eventView);
  const of = numbers(Uint16Array, nameView);
  const first = new Uint32Array(events + 1);
  for (const one of event) first[one + 1]++;
  for (let row = 0; row < events; row++) first[row + 1] += first[row];
  return { event, of, first };
}

function years(start, end) {
  let first = Infinity;
  let last = -Infinity;
  for (let row = 0; row < start.length; row++) {
    if (start[row] === NO_DATE) continue;
    if (start[row] < first) first = start[row];
    if (end[row] > last) last = end[row];
  }
  return first === Infinity ? null : [yearOf(first), yearOf(last)];
}

/** Unpack what Python sent; texts are decoded when they are first needed. */
export function unpack(raw) {
  const columns = raw.columns;
  const events = raw.events;
  const start = numbers(Int32Array, columns.start);
  const end = numbers(Int32Array, columns.end);
  let titles = null;
  let words = null;
  const span = years(start, end);
  return {
    ...raw,
    start,
    end,
    years: span,
    days: span && [dayOfYear(span[0]), dayOfYear(span[1] + 1)],
    known: bytes(columns.known),
    lane: belongs(events, columns.lane_event, columns.lane_of),
    actor: columns.actor_event ? belongs(events, columns.actor_event, columns.actor_of) : null,
    status: columns.status ? bytes(columns.status) : null,
    contested: raw.statuses.indexOf("contested"),
    get titles() { return (titles ??= events ? text(columns.titles).split("\n") : []); },
    get words() { return (words ??= text(columns.words)); },
    get titleText() { return text(columns.titles); },
  };
}

/** The marker's shape of a lane, and its colour; after one round of colours the pairing shifts. */
export const look = (data, lane) => ({ symbol: data.symbols[lane], colour: data.palette[lane % data.palette.length] });

export const isContested = (data, row) => data.contested >= 0 && data.status[row] === data.contested;
export const isUndated = (data, row) => data.start[row] === NO_DATE;
/** Say that the exact day is not known, of the whole event or of one of its ends. */
export const isInexact = (data, row) => (data.known[row] & 3) > 0 || [1, 2].includes(data.known[row] >> 2);
export const lanesOf = (data, row) => data.lane.of.subarray(data.lane.first[row], data.lane.first[row + 1]);
