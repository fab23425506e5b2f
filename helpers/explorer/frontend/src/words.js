// Numbers and dates as a reader says them, as helpers/calendar_words.py does.

export const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September",
  "October", "November", "December"];
export const DAY = 86_400_000;
export const NO_DATE = -(2 ** 31);

export const number = (n) => n.toLocaleString("en-GB");
export const count = (n, noun) => `${number(n)} ${n === 1 ? noun : `${noun}s`}`;

/** The calendar year of a day since 1970. */
export const yearOf = (day) => new Date(day * DAY).getUTCFullYear();

/** The day since 1970 on which a year begins. Date.UTC takes years below 100 for 19.., so the year is set by itself. */
export const dayOfYear = (year) => new Date(0).setUTCFullYear(year, 0, 1) / DAY;

function sayKnown(day, known) {
  const date = new Date(day * DAY);
  const month = MONTHS[date.getUTCMonth()];
  return [known === 0 ? date.getUTCDate() : null, known < 2 ? month : null, date.getUTCFullYear()]
    .filter((part) => part !== null).join(" ");
}

/** Say when an event was, as far as that is known. */
export function sayDate(data, row) {
  if (data.start[row] === NO_DATE) return "no date";
  const first = data.known[row] & 3;
  const last = data.known[row] >> 2;
  const from = sayKnown(data.start[row], first);
  return last === 3 ? from : `${from} to ${sayKnown(data.end[row], last)}`;
}
