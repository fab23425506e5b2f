// Tellings side by side: a column each, a row an aspect. One aspect comes to the front; tellings can be left out.

const ALL = "All aspects";
const REM = 15; // pixels of the card's type

/** What one telling has on one aspect: whose words they are, the words, how they were read, where. `of` names the cell. */
function cellParts(cell, view, of) {
  if (!cell) return [h("p", { class: "te-nothing" }, view.nothing)];
  const words = cell.quoted ? h("blockquote", { class: "te-quoted" }, h("p", {}, `"${cell.words}"`))
    : h("p", { class: "te-retold" }, cell.words);
  const many = cell.sources.length;
  return [
    h("p", { class: "te-whose" }, cell.quoted ? view.tags.quoted : view.tags.retold), words,
    cell.notes ? h("p", { class: "te-notes" }, cell.notes) : null,
    many ? h("details", { class: "te-sources" }, h("summary", {}, many === 1 ? "Source" : `${many} sources`, h("span", { class: "ex-unseen" }, `: ${of}`)),
      cell.sources.map((item) => h("div", { class: "te-source" },
        h("p", {}, h("cite", {}, item.title), item.date ? `, ${item.date}` : ""),
        item.lines.map((line) => h("p", {}, line)), h("p", {}, h("code", {}, item.id))))) : null,
  ];
}

/** A choice as a pill: a radio button or a box to tick. */
function pill(type, name, words, changed) {
  const input = h("input", { type, name, onchange: changed });
  return { input, element: h("label", { class: "ex-sure te-pill" }, input, h("span", {}, words)) };
}

function render({ model, el }) {
  const view = model.get("static");
  const { tellings, aspects } = view;
  const chosen = () => ({ aspect: "", left_out: [], ...model.get("chosen") });
  const choose = (change) => { model.set("chosen", { ...chosen(), ...change }); model.save_changes(); };
  const group = unique("aspect");
  const said = h("p", { class: "te-said", role: "status" });

  const radios = ["", ...aspects.map(({ aspect }) => aspect)].map((aspect) => ({
    aspect, ...pill("radio", group, aspect || ALL, () => choose({ aspect })),
  }));
  const boxes = tellings.map((told) => ({ id: told.id, ...pill("checkbox", null, `${told.title}, ${told.date}`, (event) => {
    const left = chosen().left_out.filter((id) => id !== told.id);
    if (!event.target.checked) left.push(told.id);
    if (left.length < tellings.length) { choose({ left_out: left }); return; }
    event.target.checked = true;
    said.textContent = "One telling stays. Tick another before you leave this one out.";
  }) }));

  // The roles stand there in words too: a table that is drawn as blocks loses them in some browsers.
  const heads = tellings.map((told) => h("th", { scope: "col", role: "columnheader" }, h("span", { class: "te-title" }, told.title),
    h("span", { class: "te-when" }, [told.date, told.kind].filter(Boolean).join(", "))));
  const lines = aspects.map(({ aspect, cells }) => {
    const fields = cells.map((cell, n) => h("td", { role: "cell", class: cell ? null : "te-empty" },
      h("p", { class: "te-who" }, h("strong", {}, tellings[n].title), `, ${tellings[n].date}`), cellParts(cell, view, `${tellings[n].title}, ${aspect}`)));
    return { aspect, cells, fields, row: h("tr", { role: "row" }, h("th", { scope: "row", role: "rowheader" }, aspect), fields) };
  });
  const table = h("table", { class: "te-table", role: "table" },
    h("caption", {}, view.title ? `What each says: ${view.title}` : "What each says"),
    h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, h("th", { scope: "col", role: "columnheader" }, "Aspect"), heads)),
    h("tbody", { role: "rowgroup" }, lines.map(({ row }) => row)));
  const wide = h("div", { class: "te-wide", role: "group", tabindex: "0", "aria-label": "The tellings, side by side" }, table);
  const card = h("section", { class: "ex-card te-side", "aria-label": "Tellings side by side", "data-set": view.name },
    h("p", { class: "ex-kicker" }, `Side by side · ${tellings.length} tellings, ${aspects.length} aspects`),
    view.title ? h("h4", {}, view.title) : null,
    h("fieldset", {}, h("legend", {}, "Compare by aspect"), h("div", { class: "ex-sures" }, radios.map(({ element }) => element))),
    h("fieldset", {}, h("legend", {}, "Tellings shown"), h("div", { class: "ex-sures" }, boxes.map(({ element }) => element))),
    said, wide, h("p", { class: "ex-quiet te-far" }, view.asFar));

  function stack() {
    const shown = tellings.length - chosen().left_out.length;
    card.classList.toggle("te-stacked", el.clientWidth < (10 + 10.5 * shown) * REM);
  }

  function draw() {
    const { aspect, left_out: left } = chosen();
    const front = lines.find((line) => line.aspect === aspect);
    const out = tellings.map(({ id }) => left.includes(id));
    const shown = out.filter((one) => !one).length;
    for (const radio of radios) radio.input.checked = radio.aspect === (front ? aspect : "");
    boxes.forEach(({ input }, n) => { input.checked = !out[n]; });
    heads.forEach((head, n) => { head.hidden = out[n]; });
    for (const line of lines) {
      line.row.hidden = Boolean(front) && line !== front;
      line.fields.forEach((field, n) => { field.hidden = out[n]; });
    }
    table.classList.toggle("te-front", Boolean(front));
    const speak = front && front.cells.filter((cell, n) => cell && !out[n]).length;
    said.textContent = front ? `${aspect}: ${speak} of ${shown} tellings shown say something on this.`
      : `All ${aspects.length} aspects; ${shown} of ${tellings.length} tellings shown.`;
    stack();
  }

  card.addEventListener("keydown", guard);
  model.on("change:chosen", draw);
  el.classList.add("ex-root", "te-root");
  el.append(card);
  const watch = new ResizeObserver(stack);
  watch.observe(el);
  draw();
  return () => { watch.disconnect(); model.off("change:chosen", draw); };
}

export default { render };
