// The browser's side of the stage: what JupyterLab and anywidget do for a widget, and no more.
// A model keeps its state as Backbone and ipywidgets do: `change:NAME` only where a value differs, one state message
// on its way at a time with later changes merged behind it, custom messages at once, echoes of older values ignored.

const models = new Map();
const shown = []; // {id, end}: what stands on the page
let sent = 0;

const same = (a, b) => {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || !a || !b || Array.isArray(a) !== Array.isArray(b)) return false;
  if (a instanceof DataView || b instanceof DataView) return false;
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && same(a[name], b[name]));
};

const fromBase64 = (text) => new DataView(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer);
const toBase64 = (buffer) => {
  const bytes = ArrayBuffer.isView(buffer) ? new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength) : new Uint8Array(buffer);
  let letters = "";
  for (let n = 0; n < bytes.length; n += 0x8000) letters += String.fromCharCode(...bytes.subarray(n, n + 0x8000));
  return btoa(letters);
};

/** Put the buffers back where Python took them out of the state. */
function whole(state, paths, buffers) {
  paths.forEach((path, n) => {
    const place = path.slice(0, -1).reduce((at, step) => at[step], state);
    place[path.at(-1)] = buffers[n];
  });
  return state;
}

class Model {
  constructor(id, state) {
    Object.assign(this, { id, state, heard: [], unsaved: {}, waiting: null, onItsWay: null, echoes: new Map() });
  }

  get(name) { return this.state[name]; }

  set(name, value) { this.change(typeof name === "object" ? name : { [name]: value }, true); }

  change(values, mine = false) {
    const differ = Object.entries(values).filter(([name, value]) => !same(this.state[name], value));
    for (const [name, value] of differ) {
      this.state[name] = value;
      if (mine) this.unsaved[name] = value;
    }
    for (const [name, value] of differ) this.trigger(`change:${name}`, this, value, {});
    if (differ.length) this.trigger("change", this, {});
  }

  save_changes() {
    const changed = this.unsaved;
    this.unsaved = {};
    if (!Object.keys(changed).length) return;
    if (this.onItsWay) this.waiting = { ...this.waiting, ...changed };
    else this.save(changed);
  }

  save(state) {
    this.onItsWay = this.toPython({ method: "update", state, buffer_paths: [] }, []);
    for (const name of Object.keys(state)) this.echoes.set(name, this.onItsWay);
  }

  send(content, _callbacks, buffers = []) { this.toPython({ method: "custom", content }, buffers); }

  toPython(data, buffers) {
    const number = `${performance.timeOrigin} ${++sent}`; // a page that is loaded again begins anew
    window.stageToPython(JSON.stringify({ id: this.id, number, data, buffers: buffers.map(toBase64) })).then(hear);
    return number;
  }

  on(name, heard) { this.heard.push([name, heard]); }

  off(name, heard) { this.heard = this.heard.filter(([n, h]) => (name && n !== name) || (heard && h !== heard)); }

  trigger(name, ...about) { for (const [n, heard] of [...this.heard]) if (n === name) heard(...about); }

  hear({ kind, number, state, paths, content, buffers }) {
    const views = (buffers || []).map(fromBase64);
    if (kind === "custom") this.trigger("msg:custom", content, views);
    else if (kind === "update") this.change(whole(state, paths, views));
    else if (kind === "echo_update") {
      for (const name of Object.keys(state).filter((one) => this.echoes.has(one))) {
        const newest = this.echoes.get(name) === number;
        if (newest) this.echoes.delete(name);
        if (!newest || (this.waiting && name in this.waiting)) delete state[name];
      }
      this.change(whole(state, paths, views));
    } else if (kind === "idle" && number === this.onItsWay) {
      this.onItsWay = null;
      const next = this.waiting;
      this.waiting = null;
      if (next) this.save(next);
    }
  }
}

/** What Python says, in the order in which it said it. */
function hear(text) {
  for (const event of JSON.parse(text)) {
    const model = models.get(event.id);
    if (model) model.hear(event);
    else if (event.kind === "update") models.set(event.id, new Model(event.id, whole(event.state, event.paths, event.buffers.map(fromBase64))));
  }
}

function dress(id, css) {
  let style = document.getElementById(id);
  if (!style) document.head.append(style = Object.assign(document.createElement("style"), { id }));
  style.textContent = css;
}

/** Draw a widget into an element; returns what ends it. */
async function draw(id, el) {
  const model = models.get(id);
  return model.get("_esm") === undefined ? drawBox(model, el) : drawWidget(model, el);
}

async function drawWidget(model, el) {
  dress(model.get("_anywidget_id"), model.get("_css") || "");
  const url = URL.createObjectURL(new Blob([model.get("_esm")], { type: "text/javascript" }));
  const { default: exported } = await import(url);
  URL.revokeObjectURL(url);
  const widget = typeof exported === "function" ? await exported() : exported;
  const face = Object.fromEntries(["get", "set", "save_changes", "send", "on", "off"].map((name) => [name, model[name].bind(model)]));
  const begun = await widget.initialize?.({ model: face });
  const ended = await widget.render?.({ model: face, el });
  return () => { ended?.(); begun?.(); el.remove(); };
}

/** A box of widgets: those before the first that differs stay as they are. */
async function drawBox(model, el) {
  let views = [];
  let drawn = Promise.resolve();
  const change = async () => {
    const ids = model.get("children").map((child) => child.replace("IPY_MODEL_", ""));
    const kept = views.findIndex(({ id }, n) => id !== ids[n]);
    for (const { end } of views.splice(kept < 0 ? ids.length : kept)) end();
    for (const id of ids.slice(views.length)) {
      const inner = document.createElement("div");
      el.append(inner);
      views.push({ id, end: await draw(id, inner) });
    }
  };
  const changed = () => { drawn = drawn.then(change); };
  model.on("change:children", changed);
  changed();
  await drawn;
  return () => { model.off("change:children", changed); views.forEach(({ end }) => end()); views = []; el.remove(); };
}

window.stage = {
  hear,
  model: (id) => models.get(id),
  async show(id) {
    const el = document.createElement("div");
    el.className = "jupyter-widgets";
    document.querySelector("main").append(el);
    shown.push({ id, end: await draw(id, el) });
  },
  clear() {
    for (const { end } of shown.splice(0)) end();
    models.clear();
  },
  theme(name) {
    for (const style of document.querySelectorAll("style[data-theme]")) style.disabled = style.dataset.theme !== name;
    document.body.dataset.jpThemeLight = String(name === "light");
    document.body.dataset.jpThemeName = `JupyterLab ${name === "light" ? "Light" : "Dark"}`;
  },
};
