// Small parts that every kind of exercise uses. No text of an author or a student ever becomes HTML.

const kinds = {};
// Every widget loads a module of its own, so a count alone would name two cards' radio buttons alike.
const mine = Math.random().toString(36).slice(2, 10);
let uniqueCount = 0;
const unique = (stem) => `ex-${stem}-${mine}-${++uniqueCount}`;

/** Make an element: h("p", {class: "x"}, "text", child). Null children and attributes are left out. */
function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/** Turn **bold**, *em* and `code` into nodes; everything else stays text. */
function rich(text) {
  const tags = ["strong", "em", "code"];
  const nodes = [];
  let rest = 0;
  for (const found of text.matchAll(/\*\*(.+?)\*\*|\*(.+?)\*|`(.+?)`/g)) {
    if (found.index > rest) nodes.push(text.slice(rest, found.index));
    const which = found.slice(1).findIndex((part) => part !== undefined);
    nodes.push(h(tags[which], {}, found[which + 1]));
    rest = found.index + found[0].length;
  }
  nodes.push(text.slice(rest));
  return nodes;
}

const ICONS = {
  full: "M5 13l4 4L19 7",
  part: "M4 14c3-5 6 3 9-2s4-4 7-3",
  none: "M5 12h13M13 6l6 6-6 6",
  open: "M9 9a3 3 0 1 1 4 3c-1 .5-1 1-1 2M12 18v.5",
  hint: "M9 18h6M10 21h4M8 14a6 6 0 1 1 8 0c-1 1-1 2-1 2H9s0-1-1-2",
};

/** A sign beside words; never alone, so it is hidden from screen readers. */
function icon(name) {
  const drawing = svg("svg", { viewBox: "0 0 24 24", "aria-hidden": "true", class: "ex-icon", focusable: "false" });
  drawing.append(svg("path", { d: ICONS[name] || ICONS.open }));
  return drawing;
}

/** A sign and a word that say how one part of an answer stands. */
const TONES = { full: "Fits the evidence", part: "Partly there", none: "Look again", open: "Open question" };
function tag(tone, words) {
  return h("span", { class: `ex-tag ex-${tone}` }, icon(tone), words || TONES[tone]);
}

/** Evidence by title and date, the id beside it for the ledger and the tables; it opens to what the row says. */
function evidenceList(evidence) {
  if (!evidence.length) return null;
  return h("div", { class: "ex-evidence" }, h("span", { class: "ex-evidence-label" }, "Evidence: "),
    h("ul", {}, evidence.map((one) => h("li", {}, one.text
      ? h("details", {}, h("summary", {}, evidenceName(one)), h("p", {}, one.text))
      : evidenceName(one)))));
}

const evidenceName = ({ id, title, date }) => [h("cite", {}, title), date ? `, ${date}` : "",
  !id || title === id ? null : h("code", {}, id)].filter(Boolean);

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
  "November", "December"];
function dateInWords(date) {
  const [year, month, day] = date.split("-");
  return [day && Number(day), month && MONTHS[Number(month) - 1], year].filter(Boolean).join(" ");
}

/** A text without its marks for bold and code, for labels that screen readers speak. */
const plain = (text) => rich(text).map((node) => (typeof node === "string" ? node : node.textContent)).join("");

/** Say whether two plain values (lists, texts, numbers, groups) hold the same, whatever the order of their keys. */
const same = (one, two) => sorted(one) === sorted(two);
const sorted = (value) => JSON.stringify(value ?? null, (_, part) => (part && typeof part === "object" && !Array.isArray(part)
  ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part));

/** Lock a control but leave it in the tab order's reach for reading: disabled only once an answer is committed. */
function lock(control, locked) {
  control.disabled = locked;
}

/** Say whether a key belongs to an input method, as for Chinese, Japanese or Korean: it writes, and chooses nothing here.
 *  Safari tells of the Enter that ends the writing by its old number alone. */
const composes = (event) => event.isComposing || event.keyCode === 229;

/* JupyterLab's one-key commands must not fire while someone answers; Tab, Escape, Shift+Enter and combinations may. */
function guard(event) {
  if (composes(event)) { event.stopPropagation(); return; }
  const passes = event.key === "Tab" || event.key === "Escape" || event.ctrlKey || event.metaKey || event.altKey ||
    (event.shiftKey && event.key === "Enter");
  if (!passes) event.stopPropagation();
}

const SILENT = "No reply from Python yet. If a cell is still running, wait for it; otherwise run this cell again. If that does not help, restart the kernel and run all cells.";

/** Ask Python something between commits: `ask({ask: "evidence", …})` gives a promise of the reply. It never fails: where
 *  no reply comes, the reply holds `problem`, a sentence for the student. A reply goes to the view that asked. */
function asker(model) {
  const open = new Map();
  function arrived(message) {
    const done = message && message.type === "reply" && open.get(message.turn);
    if (done) done(message);
  }
  model.on("msg:custom", arrived);
  return {
    ask: (message, patience = 8000) => new Promise((resolve) => {
      const turn = unique("turn");
      const done = (reply) => { clearTimeout(timer); open.delete(turn); resolve(reply); };
      const timer = setTimeout(() => done({ problem: SILENT }), patience);
      open.set(turn, done);
      model.send({ ...message, type: "ask", turn });
    }),
    end: () => model.off("msg:custom", arrived),
  };
}
