// A few words beside what the pointer or the keys are on. Screen readers have the same from the mark itself.

import { h } from "./dom.js";

export function tip() {
  const title = h("strong", {});
  const more = h("span", {});
  const element = h("div", { class: "xp-tip", "aria-hidden": "true", hidden: true }, title, more);
  return {
    element,
    hide() { element.hidden = true; },
    show(x, y, width, words, under) {
      title.textContent = words;
      more.textContent = under;
      element.hidden = false;
      const half = element.offsetWidth / 2;
      element.style.left = `${Math.min(Math.max(x, half), Math.max(width - half, half))}px`;
      element.style.top = `${y}px`;
      element.classList.toggle("xp-below", y < element.offsetHeight + 14);
    },
  };
}
