// A paragraph of the essay; each of its claims opens, below it, to what bears on it.

function render({ model, el }) {
  const { passage, bearing, verdicts } = model.get("static");
  const mine = () => model.get("state").mine || {};
  const panel = h("div", { class: "le-panel", id: unique("panel"), role: "region", hidden: true });
  const said = h("p", { class: "le-said", role: "status" });
  let opened = "";

  const named = (id) => `${id}: evidence on this claim${mine()[id] ? `. Your verdict: ${wordsOf(verdicts, mine()[id])}` : ""}`;
  const text = claimText(passage, (id) => toggle(id === opened ? "" : id), named);
  const count = passage.claims.length;
  const card = h("section", { class: "ex-card le-passage", "aria-label": `The essay, ${passage.id}` },
    h("p", { class: "ex-kicker" }, ["The essay, ", passage.id, passage.heading ? ` · ${passage.heading}` : ""].join("")),
    h("blockquote", {}, text.element),
    h("p", { class: "le-how" }, count ? `${count === 1 ? "One claim" : `${count} claims`}. Open one by its number to see the evidence on it.`
      : "This paragraph makes no claim that the table lists."),
    panel, said);

  function toggle(id) {
    opened = id;
    const claim = passage.claims.find((one) => one.id === id);
    panel.hidden = !claim;
    text.open(id, panel);
    if (!claim) { panel.replaceChildren(); said.textContent = ""; return; }
    const heading = h("p", { class: "le-panel-head", id: unique("panel-head") }, h("strong", {}, id), ` “${claim.quote}”`);
    panel.setAttribute("aria-labelledby", heading.id);
    panel.replaceChildren(heading, h("p", { class: "le-mine" }, "Your verdict: ", verdictTag(verdicts, mine()[id])),
      bearingList(bearing[id] || []),
      h("button", { type: "button", class: "ex-button", onclick: () => close(id) }, `Close ${id}`));
    const pieces = (bearing[id] || []).map(({ group, items }) => `${group}: ${items.length}`).join(", ");
    said.textContent = `${id} is open. ${pieces}`;
  }

  function close(id) {
    toggle("");
    text.buttons.get(id).focus();
  }

  function draw() {
    for (const { id } of passage.claims) {
      const sign = (verdicts.find((one) => one.id === mine()[id]) || {}).sign;
      text.paint(id, mine()[id] ? "le-judged" : "", named(id), sign);
    }
    text.open(opened, panel);
    const line = panel.querySelector(".le-mine");
    if (line) line.replaceChildren("Your verdict: ", verdictTag(verdicts, mine()[opened]));
  }

  card.addEventListener("keydown", (event) => {
    if (!composes(event) && event.key === "Escape" && opened) { event.stopPropagation(); close(opened); }
    guard(event);
  });
  model.on("change:state", draw);
  el.classList.add("ex-root", "le-root");
  el.append(card);
  draw();
  return () => model.off("change:state", draw);
}

export default { render };
