// Too many events to draw one by one: how many begin in each stretch of time. As helpers/timelines/densities.py does.

import { DAY, MONTHS, NO_DATE } from "./words.js";

const STEPS = [1, 3, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12000];
const NARROWEST = 5; // pixels

/** The number of the month in which each event begins, counted from January of the year 0. */
export function monthsOf(start) {
  const months = new Int32Array(start.length);
  const date = new Date(0);
  for (let row = 0; row < start.length; row++) {
    if (start[row] === NO_DATE) continue;
    date.setTime(start[row] * DAY);
    months[row] = date.getUTCFullYear() * 12 + date.getUTCMonth();
  }
  return months;
}

/** Count by lane and stretch; the shortest stretch that is wide enough to see is taken.
 *  first, last: years; result: {step, from (a month), bins, table (lanes times bins), most} */
export function countByTime(data, months, mask, first, last, width) {
  const span = (last - first + 1) * 12;
  const step = STEPS.find((one) => (width * one) / span >= NARROWEST) ?? STEPS[STEPS.length - 1];
  const from = Math.floor((first * 12) / step) * step;
  const bins = Math.ceil(((last + 1) * 12 - from) / step);
  const table = new Uint32Array(bins * data.lanes.length);
  const { event, of } = data.lane;
  const low = first * 12;
  for (let pair = 0; pair < event.length; pair++) {
    const row = event[pair];
    if (!mask[row] || data.start[row] === NO_DATE) continue;
    // What began before the first year shown and lasts into it counts where the reader sees it first.
    const bin = Math.floor((Math.max(months[row], low) - from) / step);
    table[of[pair] * bins + bin]++;
  }
  let most = 0;
  for (const one of table) if (one > most) most = one;
  return { step, from, bins, table, most };
}

/** The day since 1970 on which a month begins. */
export const dayOfMonth = (month) => new Date(0).setUTCFullYear(Math.floor(month / 12), ((month % 12) + 12) % 12, 1) / DAY;

/** Say which stretch is meant, e.g. "1990 to 1994" or "May 1990". */
export function sayStretch(counted, bin) {
  const from = counted.from + bin * counted.step;
  const to = from + counted.step - 1;
  const year = (month) => String(Math.floor(month / 12));
  const named = (month) => `${MONTHS[((month % 12) + 12) % 12]} ${year(month)}`;
  if (counted.step === 1) return named(from);
  if (counted.step < 12) return `${named(from)} to ${named(to)}`;
  return counted.step === 12 ? year(from) : `${year(from)} to ${year(to)}`;
}

/** Say how long a stretch is. */
export function sayStep({ step }) {
  if (step < 12) return step === 1 ? "month" : `stretch of ${step} months`;
  return step === 12 ? "year" : `stretch of ${step / 12} years`;
}
