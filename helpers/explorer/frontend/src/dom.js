// Elements without HTML: no text of an author ever becomes markup.

let made = 0;
const mine = Math.random().toString(36).slice(2, 10);
/** An id that no other element of the page has, also where two explorers are open. */
export const unique = (stem) => `xp-${stem}-${mine}-${++made}`;

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Say whether a key belongs to an input method, as for Chinese or Japanese: it writes, and chooses nothing here. */
export const composes = (event) => event.isComposing || event.keyCode === 229;

/** Make an element: h("p", {class: "x"}, "text", child). Null children and attributes are left out. */
export const h = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children);

export const svg = (tag, attributes = {}, ...children) =>
  fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);

/** Change a text only where it differs: a live region that is written anew is read aloud anew. */
export function write(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

/** Call once after the last of many calls. */
export function later(wait, call) {
  let timer = 0;
  const run = (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => call(...given), wait);
  };
  run.stop = () => clearTimeout(timer);
  return run;
}
