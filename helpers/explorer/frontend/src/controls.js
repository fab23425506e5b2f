// The filters: words, years, lanes, who, and how sure. Each is a plain form control with its own label.

import { look } from "./data.js";
import { h, later, unique, write } from "./dom.js";
import { open } from "./filter.js";
import { sign } from "./shapes.js";
import { number } from "./words.js";

const plain = (name) => name.replaceAll("_", " ");
const capital = (words) => words[0].toUpperCase() + words.slice(1);

function field(words, control, extra = null) {
  control.id = unique("field");
  return h("div", { class: "xp-field" }, h("label", { for: control.id }, words, extra), control);
}

/** A slider for one year with the year beside it; `moved` gets the year. */
function slider(words, [low, high], moved) {
  const told = h("output", { class: "xp-year" });
  const input = h("input", { type: "range", min: low, max: high, step: 1, disabled: low === high, oninput: () => moved(Number(input.value)) });
  const element = field(words, input, told);
  told.setAttribute("for", input.id);
  return { element, show(year) { if (Number(input.value) !== year) input.value = year; write(told, String(year)); } };
}

function years(data, store) {
  const from = slider("From ", data.years, (year) => store.set({ first: year, last: Math.max(year, store.filters.last) }));
  const to = slider("To ", data.years, (year) => store.set({ last: year, first: Math.min(year, store.filters.first) }));
  const group = h("div", { class: "xp-years", role: "group", "aria-label": "Years" }, from.element, to.element);
  return { element: group, show({ first, last }) { from.show(first); to.show(last); } };
}

function lanes(data, store) {
  const sizes = new Uint32Array(data.lanes.length);
  for (const lane of data.lane.of) sizes[lane]++;
  const boxes = data.lanes.map((name, lane) => {
    const input = h("input", { type: "checkbox", onchange: () => {
      const without = new Set(store.filters.without);
      if (input.checked) without.delete(lane); else without.add(lane);
      store.set({ without: [...without].sort((a, b) => a - b) });
    } });
    return { input, label: h("label", { class: "xp-chip" }, input, sign(look(data, lane)), h("span", {}, name, " ", h("span", { class: "xp-quiet" }, number(sizes[lane])))) };
  });
  const every = data.lanes.map((_, lane) => lane);
  const button = (words, without) => h("button", { type: "button", class: "xp-small", onclick: () => store.set({ without }) }, words);
  const element = h("fieldset", { class: "xp-lanes" }, h("legend", {}, capital(plain(data.lane_column))),
    boxes.map(({ label }) => label), button("All", []), button("None", every));
  return { element, show({ without }) { boxes.forEach(({ input }, lane) => { input.checked = !without.includes(lane); }); } };
}

/** A list to choose from: [number, words] pairs, the first for "any". */
function chooser(words, options, chosen) {
  const select = h("select", { onchange: () => chosen(Number(select.value)) },
    options.map(([value, told]) => h("option", { value }, told)));
  return { element: field(words, select), show(value) { select.value = String(value); } };
}

export function controls(data, store) {
  const input = h("input", { type: "search", autocomplete: "off", spellcheck: "false", oninput: later(80, () => store.set({ text: input.value })) });
  const text = { element: field("Search for words", input), show: ({ text: words }) => { if (document.activeElement !== input || !words) input.value = words; } };
  const year = data.years && years(data, store);
  const lane = data.lanes.length > 1 ? lanes(data, store) : null;
  const byName = data.actors.map((name, place) => [place, name]).sort((a, b) => a[1].localeCompare(b[1], "en"));
  const actor = byName.length ? chooser("Who", [[-1, "anyone"], ...byName], (value) => store.set({ actor: value })) : null;
  const status = data.statuses.length > 1 ? chooser("Status", [[-1, "any"], ...data.statuses.map((name, place) => [place, name])],
    (value) => store.set({ status: value })) : null;
  const told = h("p", { class: "xp-count" });
  const aloud = h("p", { class: "xp-hidden", role: "status" });
  const reset = h("button", { type: "button", class: "xp-small", onclick: () => { store.reset(); } }, "Reset filters");
  const more = h("details", { class: "xp-more" }, h("summary", {}, "More filters"),
    h("div", { class: "xp-row" }, actor?.element, status?.element), lane?.element);
  const element = h("div", { class: "xp-filters", role: "group", "aria-label": "Filters" },
    h("div", { class: "xp-row" }, text.element, year?.element), lane || actor || status ? more : null,
    h("div", { class: "xp-told" }, told, reset, aloud));

  const speak = later(500, (words) => write(aloud, words));
  function show() {
    const { filters, shown } = store.view;
    text.show(filters);
    year?.show(filters);
    lane?.show(filters);
    actor?.show(filters.actor);
    status?.show(filters.status);
    const words = `${number(shown.length)} of ${number(data.events)} ${data.events === 1 ? "event" : "events"} shown`;
    write(told, words);
    speak(`${words}.`);
    const lowest = open(data);
    reset.setAttribute("aria-disabled", String(Object.keys(lowest).every((name) => String(filters[name]) === String(lowest[name]))));
  }
  return {
    element, show, dispose: speak.stop,
    /** Narrow screens begin with the rarer filters folded away. */
    fold(isNarrow) { more.open = !isNarrow; },
  };
}
