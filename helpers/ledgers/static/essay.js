// The whole essay in three layers: the student's verdicts, the editors', and where they differ.

const LAYERS = [["mine", "My verdicts"], ["editors", "The editors' verdicts"], ["difference", "Where we differ"]];
const DIFFERENCE = { same: ["Same verdict", "="], differ: ["Different verdicts", "≠"], open: ["Not judged yet", "○"] };

function render({ model, el }) {
  const { passages, verdicts, switches } = model.get("static");
  const claims = new Map(passages.flatMap((passage) => passage.claims.map((claim) => [claim.id, claim])));
  const judged = () => model.get("state").judged || {};
  const chosen = () => ({ layer: "mine", readings: {}, ...(model.get("chosen") || {}) });
  const choose = (part) => { model.set("chosen", { ...chosen(), ...part }); model.save_changes(); draw(); };
  const panel = h("div", { class: "le-panel", id: unique("panel"), role: "region", hidden: true });
  const said = h("p", { class: "le-said", role: "status" });
  const legend = h("ul", { class: "le-legend" });
  const under = h("p", { class: "le-under", role: "status" });
  let opened = "";

  /** What follows for a claim under the readings that are chosen; none where all is left open. */
  function outcomes(id) {
    const all = model.get("state").outcomes || {};
    return switches.flatMap((one) => {
      const reading = chosen().readings[one.id];
      const found = reading && ((all[one.id] || {})[reading] || {})[id];
      return found ? [{ ...found, reading, question: one.question }] : [];
    });
  }
  const theirs = (id) => (outcomes(id)[0] || judged()[id].editors).verdict;

  /** A claim's look in the layer that is shown: a key of the legend. */
  function look(id) {
    const one = judged()[id];
    if (!one) return "open";
    if (chosen().layer === "mine") return one.last.verdict;
    if (chosen().layer === "editors") return theirs(id);
    return one.last.verdict === theirs(id) ? "same" : "differ";
  }
  const keys = () => chosen().layer === "difference" ? Object.keys(DIFFERENCE) : [...verdicts.map(({ id }) => id), "open"];
  const words = (key) => (DIFFERENCE[key] || [wordsOf(verdicts, key)])[0];
  const sign = (key) => (DIFFERENCE[key] || [0, (verdicts.find(({ id }) => id === key) || {}).sign])[1];
  const onButton = (id) => (look(id) === "open" ? "" : sign(look(id)));
  const named = (id) => `${id}: ${words(look(id))}${depends(id).length ? ". Depends on an open question" : ""}`;
  const depends = (id) => switches.filter((one) => one.claims.includes(id));

  const texts = passages.map((passage) => claimText(passage, (id) => toggle(id === opened ? "" : id), named));
  const textOf = (id) => texts[passages.findIndex((passage) => passage.claims.some((one) => one.id === id))];

  const radios = (title, options, current, pick) => {
    const name = unique("radio");
    return h("fieldset", { class: "le-radios" }, h("legend", {}, title),
      h("div", { class: "ex-sures" }, options.map(([value, label]) => h("label", { class: "ex-sure" },
        h("input", { type: "radio", name, value, checked: value === current, onchange: () => pick(value) }), h("span", {}, label)))));
  };
  const layers = radios("Colour the essay by", LAYERS, chosen().layer, (layer) => choose({ layer }));
  const questions = switches.map((one) => {
    const list = h("ul", { class: "le-follows" });
    const element = h("div", { class: "le-switch" },
      radios(one.question, [["", "Leave it open"], ...one.readings.map((reading) => [reading, reading])],
        chosen().readings[one.id] || "", (reading) => choose({ readings: { ...chosen().readings, [one.id]: reading } })),
      one.event ? evidenceList([one.event]) : null,
      h("p", { class: "ex-quiet" }, "These claims depend on it. In the essay, a ring stands about their numbers."), list);
    return { ...one, element, list };
  });

  const heading = unique("heading");
  const card = h("section", { class: "ex-card le-essay", "aria-labelledby": heading },
    h("p", { class: "ex-kicker" }, `The whole essay · ${claims.size} claims`),
    h("h3", { id: heading, class: "ex-title" }, "The essay, claim by claim"),
    layers, legend, under,
    h("p", { class: "le-how" }, "The editors' verdict on a claim appears once you have judged it in the ledger. Open a claim by its number."),
    questions.length ? h("details", { class: "le-switches" }, h("summary", {}, `Open questions of evidence: ${questions.length}`),
      h("p", {}, "Some claims depend on a question that the evidence cannot answer yet. Choose an answer and see what would follow."),
      questions.map(({ element }) => element)) : null,
    said,
    passages.map((passage, n) => [
      passage.headings.map(([level, text]) => h(level < 3 ? "h4" : "h5", { class: "le-heading" }, text)),
      texts[n].element]).flat(2));

  function toggle(id) {
    opened = id;
    panel.hidden = !id;
    texts.forEach((text) => text.open(id, panel));
    if (!id) { panel.replaceChildren(); said.textContent = ""; return; }
    const text = textOf(id);
    text.element.after(panel);
    drawPanel();
    said.textContent = `${id} is open below its paragraph.`;
  }

  function close() {
    const button = textOf(opened).buttons.get(opened);
    toggle("");
    button.focus();
  }

  function drawPanel() {
    const one = judged()[opened];
    const head = h("p", { class: "le-panel-head", id: unique("panel-head") }, h("strong", {}, opened), ` “${claims.get(opened).quote}”`);
    panel.setAttribute("aria-labelledby", head.id);
    panel.replaceChildren(head, ...(one ? [
      h("p", { class: "le-both" }, h("span", {}, "Your verdict: ", verdictTag(verdicts, one.last.verdict)),
        h("span", {}, "The editors' verdict: ", verdictTag(verdicts, one.editors.verdict, one.editors.words))),
      one.last.note ? h("p", {}, h("strong", {}, "Your note: "), one.last.note) : "",
      h("p", {}, h("strong", {}, "The editors' reason: "), one.editors.why),
      ...outcomes(opened).map((found) => h("div", { class: "le-reading" },
        h("p", {}, h("strong", {}, `If so: ${found.reading}`)),
        h("p", {}, "The editors' verdict would be: ", verdictTag(verdicts, found.verdict, found.words)),
        h("p", {}, found.why), evidenceList(found.sources) || "")),
      h("p", { class: "ex-quiet" }, one.compared.heading + ".")]
      : [h("p", {}, "You have not judged this claim yet. Judge it in the ledger of its lesson; then the editors' verdict appears here.")]),
    h("button", { type: "button", class: "ex-button", onclick: close }, `Close ${opened}`));
  }

  function drawLegend() {
    const count = {};
    for (const id of claims.keys()) count[look(id)] = (count[look(id)] || 0) + 1;
    legend.setAttribute("aria-label", `Legend: ${LAYERS.find(([key]) => key === chosen().layer)[1]}`);
    legend.replaceChildren(...keys().map((key) => h("li", { "data-key": key },
      h("span", { class: `le-claim le-sample le-is-${key}` }, sign(key) || "○"), ` ${words(key)}: `, h("strong", {}, String(count[key] || 0)))));
  }

  function drawSwitch({ id, list, claims: hang }) {
    const reading = chosen().readings[id];
    list.replaceChildren(...hang.map((claim) => {
      const one = judged()[claim];
      const found = reading && (((model.get("state").outcomes || {})[id] || {})[reading] || {})[claim];
      return h("li", {}, h("strong", {}, claim), ` “${claims.get(claim).quote}” `,
        !one ? h("span", { class: "ex-quiet" }, "Judge it in the ledger first; then you see what would follow.")
          : !reading ? h("span", { class: "ex-quiet" }, "Choose an answer to see what would follow.")
            : !found ? h("span", { class: "ex-quiet" }, "This answer changes nothing here.")
              : h("span", {}, verdictTag(verdicts, found.verdict, found.words), ` ${found.why}`));
    }));
  }

  function draw() {
    for (const id of claims.keys()) {
      const hangs = depends(id);
      const frame = hangs.length ? (hangs.some((one) => chosen().readings[one.id]) ? " le-hangs le-hangs-chosen" : " le-hangs") : "";
      textOf(id).paint(id, `le-is-${look(id)}${frame}`, named(id), onButton(id));
    }
    texts.forEach((text) => text.open(opened, panel));
    drawLegend();
    // The student's own verdicts stand, whatever one supposes.
    const supposed = chosen().layer === "mine" ? [] : switches.filter((one) => chosen().readings[one.id]);
    const words = supposed.map((one) => `Shown as if: ${chosen().readings[one.id]}.`).join(" ");
    if (under.textContent !== words) under.textContent = words;
    questions.forEach(drawSwitch);
    if (opened) drawPanel();
  }

  card.addEventListener("keydown", (event) => {
    if (!composes(event) && event.key === "Escape" && opened) { event.stopPropagation(); close(); }
    guard(event);
  });
  model.on("change:state", draw);
  el.classList.add("ex-root", "le-root");
  el.append(card);
  draw();
  return () => model.off("change:state", draw);
}

export default { render };
