// The one state that all views share: filters, what passes them, what is chosen. It alone talks to Python.

import { later, unique } from "./dom.js";
import { apply, bits, open, searcher } from "./filter.js";

/** Keep filters and choice, tell views of changes: watch(name, call), name "filters" or "picked". */
export function makeStore(data, model) {
  const search = searcher(data.events, () => [data.titleText, data.words]);
  const watchers = { filters: [], picked: [] };
  const tell = (name) => { for (const call of watchers[name]) call(); };
  const lowest = open(data);
  let filters = { ...lowest, ...model.get("filters") };
  let view = null;
  let frame = 0;
  // Python hears when the hand rests, and not at each step of a slider.
  const report = later(120, () => {
    model.set("filters", filters);
    model.save_changes();
    model.send({ type: "shown" }, undefined, [bits(view.mask)]);
  });

  function work() {
    frame = 0;
    view = { filters, ...apply(data, filters, search) };
    tell("filters");
  }

  function set(part) {
    filters = { ...filters, ...part };
    report();
    // At most one draw a frame, however fast the events come.
    frame ||= requestAnimationFrame(work);
  }

  const picked = () => model.get("picked").filter((row) => row < data.events);
  function pick(rows) {
    model.set("picked", rows);
    model.save_changes();
  }

  const asked = new Map();
  const heard = (message) => {
    if (message.type !== "reply" || !asked.has(message.to)) return;
    asked.get(message.to)(message);
    asked.delete(message.to);
  };
  const changed = () => tell("picked");
  model.on("msg:custom", heard);
  model.on("change:picked", changed);
  work();
  if (view.shown.length !== data.events) report();

  return {
    get view() { return view; },
    get filters() { return filters; },
    get picked() { return picked(); },
    watch: (name, call) => watchers[name].push(call),
    set,
    reset: () => set(lowest),
    isOpen: () => view.shown.length === data.events,
    choose: (row) => pick([row]),
    toggle(row) { const now = picked(); pick(now.includes(row) ? now.filter((one) => one !== row) : [...now, row]); },
    /** Make one of the chosen the last, which is the one that the details tell of. */
    turnTo: (row) => pick([...picked().filter((one) => one !== row), row]),
    clear: () => pick([]),
    /** Ask Python; the promise holds its reply, or {problem} after a while without one. */
    ask: (message) => new Promise((done) => {
      const number = unique("ask"); // two views of one model hear each other's replies
      asked.set(number, done);
      model.send({ ...message, ask: number });
      setTimeout(() => {
        if (!asked.delete(number)) return;
        done({ problem: "No reply from Python yet. If a cell is still running, wait for it; otherwise run this cell again. If that does not help, restart the kernel and run all cells." });
      }, 8000);
    }),
    dispose() {
      cancelAnimationFrame(frame);
      report.stop();
      model.off("msg:custom", heard);
      model.off("change:picked", changed);
    },
  };
}
