// The curtain's rail: the day by a date box or from event to event, and the essay's claims as they stand on that day.

function render({ model, el }) {
  const state = () => model.get("state");
  const boxId = unique("day");
  let wanted = null;
  let timer = 0;

  const box = h("input", { type: "date", id: boxId, class: "cu-day", onchange: () => { if (box.value) move(box.value); } });
  const back = h("button", { type: "button", class: "ex-button", onclick: (event) => step(event, state().back) }, "Earlier event");
  const on = h("button", { type: "button", class: "ex-button", onclick: (event) => step(event, state().on) }, "Next event");
  const lift = h("button", { type: "button", class: "ex-button ex-main", hidden: true, onclick: () => move(state().latest) }, "Lift the curtain");
  const said = h("p", { class: "cu-said", role: "status" });
  const hides = h("p", { class: "cu-hides" });
  const claims = h("ul", { class: "cu-claims" });
  const essay = h("details", { class: "cu-essay" }, h("summary", {}, "The essay's claims, on this day"), claims);
  const rail = h("section", { class: "ex-card cu-rail", "aria-label": "The curtain" },
    h("p", { class: "ex-kicker" }, "The curtain"),
    h("div", { class: "cu-row" }, h("label", { for: boxId, class: "cu-label" }, "Today is"), box, back, on, lift),
    said, hides, essay);

  function move(day) {
    wanted = day;
    clearTimeout(timer);
    timer = setTimeout(() => { said.textContent = SILENT; }, 8000);
    model.send({ type: "day", day });
  }

  function step(event, day) {
    if (day && event.currentTarget.getAttribute("aria-disabled") !== "true") move(day);
  }

  function claim({ id, quote, known, later }) {
    const words = !known.length ? "not knowable yet: nothing that bears on it is dated so early"
      : later ? `${known.length} of ${known.length + later} pieces are dated by this day` : "all that bears on it is dated by this day";
    return h("li", { class: known.length ? "" : "cu-unknown", "data-claim": id }, h("blockquote", {}, `“${quote}”`),
      h("p", {}, tag(known.length ? (later ? "part" : "full") : "none", words)), evidenceList(known));
  }

  function draw() {
    const now = state();
    clearTimeout(timer);
    box.min = now.first;
    box.max = now.latest;
    if (document.activeElement !== box || wanted === null || box.value !== now.day) box.value = now.day;
    wanted = null;
    back.setAttribute("aria-disabled", String(!now.back));
    on.setAttribute("aria-disabled", String(!now.on));
    lift.hidden = !now.advice || !now.lifted || now.day === now.latest;
    const newest = now.newest.length ? ` The newest: ${now.newest.join("; ")}.` : "";
    said.textContent = now.problem || `It is ${now.words}. ${now.shown} can be known.${newest}`;
    hides.textContent = !now.advice ? "" : now.lifted && now.day === now.latest ? "Your advice is committed, and the curtain is lifted."
      : now.lifted ? "Your advice is committed: the curtain can be lifted, at once or event by event."
      : `Whatever is later is hidden until you have committed your advice in ${now.advice}.`;
    hides.hidden = !now.advice;
    essay.hidden = !now.claims.length;
    claims.replaceChildren(...now.claims.map(claim));
  }

  rail.addEventListener("keydown", guard);
  model.on("change:state", draw);
  el.classList.add("ex-root");
  el.append(rail);
  draw();
  return () => { model.off("change:state", draw); clearTimeout(timer); };
}

export default { render };
