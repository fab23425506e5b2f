// One switch: are students' names shown?

function render({ model, el }) {
  const words = h("strong", {});
  const then = h("span", { class: "ex-quiet" });
  const button = h("button", { type: "button", role: "switch", class: "te-switch", onclick: () => {
    model.set("hidden", !model.get("hidden"));
    model.save_changes();
    draw();
  } }, h("span", { class: "te-knob", "aria-hidden": "true" }), h("span", {}, "Show names"));
  const card = h("div", { class: "ex-card te-names" }, button, h("p", { role: "status" }, words, " ", then));

  function draw() {
    const hidden = model.get("hidden");
    button.setAttribute("aria-checked", String(!hidden));
    words.textContent = hidden ? "Names are hidden." : "Names are shown.";
    then.textContent = hidden
      ? "Each student has a label, the same in every figure and table. This may stand on a projector."
      : "Hide them again before anybody else sees this screen.";
  }

  card.addEventListener("keydown", guard);
  model.on("change:hidden", draw);
  el.classList.add("ex-root");
  el.append(card);
  draw();
  return () => model.off("change:hidden", draw);
}

export default { render };
