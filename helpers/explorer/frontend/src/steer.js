// The timeline by keyboard: one tab stop, arrows from mark to mark.

import { composes } from "./dom.js";

export const sayWhatKeysDo = "Click a mark to read about it; with Shift or Ctrl, choose several. By keyboard: arrow keys move from mark to mark, Enter chooses, Space adds or takes away.";

const STEPS = { ArrowRight: 1, ArrowLeft: -1, PageDown: 10, PageUp: -10 };

/** Let keys move over marks. The mark that is reached is marked, named to screen readers and shown. */
export function steer(drawing, { marks, dense, show, hide, choose, toggle }) {
  let active = null; // {pair} of the mark that the keys stand on

  const here = () => {
    const list = marks();
    return active ? list.findIndex((one) => one.pair === active.pair) : -1;
  };

  function moveTo(one) {
    if (active?.node) active.node.classList.remove("xp-active");
    active = one;
    if (!one) return;
    drawing.setAttribute("aria-activedescendant", one.node.id);
  }

  function go(one) {
    moveTo(one);
    one.node.classList.add("xp-active");
    show(one);
  }

  /** The nearest mark in the next lane that has any, up or down. */
  function across(from, way) {
    const list = marks();
    const lanes = [...new Set([...list].sort((a, b) => a.y - b.y).map((one) => one.lane))];
    const lane = lanes[lanes.indexOf(from.lane) + way];
    if (lane === undefined) return from;
    return list.filter((one) => one.lane === lane)
      .reduce((best, one) => (Math.abs(one.middle - from.middle) < Math.abs(best.middle - from.middle) ? one : best));
  }

  drawing.addEventListener("keydown", (event) => {
    const list = marks();
    if (composes(event) || dense() || !list.length || event.altKey || event.metaKey) return;
    const at = here();
    const from = list[at] ?? null;
    const wanted = event.key in STEPS ? list[at < 0 ? 0 : Math.min(Math.max(at + STEPS[event.key], 0), list.length - 1)]
      : event.key === "Home" ? list[0]
      : event.key === "End" ? list[list.length - 1]
      : event.key === "ArrowDown" || event.key === "ArrowUp" ? (from ? across(from, event.key === "ArrowDown" ? 1 : -1) : list[0])
      : null;
    if (wanted) go(wanted);
    else if (event.key === "Enter" && !event.shiftKey && from) choose(from.row);
    else if (event.key === " " && from) toggle(from.row);
    else return;
    event.preventDefault();
  });
  drawing.addEventListener("focus", () => {
    const list = marks();
    if (drawing.matches(":focus-visible") && list.length) go(list[Math.max(here(), 0)]);
  });
  drawing.addEventListener("blur", () => {
    if (active?.node) active.node.classList.remove("xp-active");
    hide();
  });
  return { moveTo };
}
