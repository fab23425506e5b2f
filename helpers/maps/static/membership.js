// Members of an alliance on a map: a slider, two buttons and a table of steps choose the year; all is drawn here.

const APART = 17; // pixels between the middles of two numbers

function sentence(names) {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}`;
}

/** Move places apart, as little as may be, until any two are `apart` from each other. */
function spread(spots, apart) {
  const moved = spots.map(([x, y]) => [x, y]);
  for (let turn = 0, calm = false; turn < 80 && !calm; turn++) {
    calm = true;
    moved.forEach((one, i) => moved.slice(i + 1).forEach((other) => {
      let [across, down] = [other[0] - one[0], other[1] - one[1]];
      const far = Math.hypot(across, down);
      if (far >= apart - 0.01) return;
      calm = false;
      if (!far) across = 1;
      const push = (apart - far) / 2 / (far || 1);
      one[0] -= across * push; one[1] -= down * push;
      other[0] += across * push; other[1] += down * push;
    }));
  }
  return moved;
}

function render({ model, el }) {
  const { title, note, width, height, first, last, countries, labels, away, steps } = model.get("static");
  const joined = (since) => Number(since.slice(0, 4));
  const years = [...new Set(steps.map((step) => step.year))];
  let year = model.get("year");

  // ------------------------------------------------------------------ the map
  const hatch = unique("hatch");
  const described = unique("described");
  const shapes = countries.map((country) => {
    const name = svg("title");
    return { country, name, shape: svg("path", { d: country.path }, name) };
  });
  const marks = svg("g", { class: "mp-marks" });
  const map = svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-labelledby": described, class: "mp-map" },
    svg("defs", {}, svg("pattern", { id: hatch, width: 70, height: 70, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
      svg("rect", { width: 70, height: 70, class: "mp-hatch-ground" }), svg("rect", { width: 26, height: 70, class: "mp-hatch-line" }))),
    svg("g", {}, ...shapes.map(({ shape }) => shape)), marks);
  const sample = (kind) => svg("svg", { viewBox: "0 0 280 200", class: "mp-sample", "aria-hidden": "true" },
    svg("rect", { x: 8, y: 8, width: 264, height: 184, class: kind, style: kind === "mp-new" ? `fill: url(#${hatch})` : "" }));

  // ------------------------------------------------------------------ the choice of a year
  const slider = h("input", { type: "range", min: first, max: last, step: 1, class: "mp-slider", id: unique("year"),
    oninput: () => choose(Number(slider.value)), onchange: keep });
  const step = (words, way) => h("button", { type: "button", class: "ex-button mp-step", onclick: () => go(way) }, words);
  const back = step("◂ Step before", -1);
  const on = step("Next step ▸", 1);
  const shown = h("span", { class: "mp-year", "aria-hidden": "true" });
  const said = h("p", { class: "mp-said", role: "status" });
  const who = h("ol", { class: "mp-who" });
  const off = h("p", { class: "ex-quiet" });
  const counts = { member: h("span"), fresh: h("span") };
  const legend = h("ul", { class: "mp-legend" }, h("li", {}, sample("mp-member"), counts.member),
    h("li", {}, sample("mp-new"), counts.fresh), h("li", {}, sample("mp-land"), h("span", {}, "not a member")));

  // ------------------------------------------------------------------ the steps
  const rows = steps.map((one) => {
    const jump = h("button", { type: "button", class: "ex-button mp-jump", "aria-label": `Show ${one.year} on the map`,
      onclick: () => { choose(one.year); keep(); } }, String(one.year));
    return { one, row: h("tr", {}, h("th", { scope: "row" }, jump), h("td", {}, one.day), h("td", {}, sentence(one.names)),
      h("td", { class: "mp-number" }, String(one.after))) };
  });
  const table = h("table", {}, h("caption", {}, "Every step of joining. A year shows it on the map."),
    h("thead", {}, h("tr", {}, ["year", "day", "who joined", "members after"].map((words) => h("th", { scope: "col" }, words)))),
    h("tbody", {}, rows.map(({ row }) => row)));

  const heading = unique("heading");
  const card = h("section", { class: "ex-card mp-card", "aria-labelledby": heading },
    h("h3", { id: heading, class: "ex-title" }, title),
    h("div", { class: "mp-choose" }, h("label", { for: slider.id }, "Year"), shown, slider, h("div", { class: "mp-steps" }, back, on)),
    said,
    h("div", { class: "mp-beside" }, h("div", { class: "mp-frame" }, map, h("p", { id: described, class: "mp-hidden" })),
      h("div", {}, legend, who, off, note ? h("p", { class: "ex-quiet" }, note) : null)),
    h("div", { class: "mp-table", tabindex: "0", role: "group", "aria-label": "Every step of joining" }, table));

  /** The step before or after the year that is shown. */
  function near(way) {
    return way < 0 ? years.filter((one) => one < year).pop() : years.find((one) => one > year);
  }

  function go(way) {
    const to = near(way);
    if (to === undefined) return;
    choose(to);
    keep();
  }

  function keep() {
    if (model.get("year") === year) return;
    model.set("year", year);
    model.save_changes();
  }

  function choose(wanted) {
    if (wanted === year) return;
    year = wanted;
    draw();
  }

  function draw() {
    const before = (since) => joined(since) < year;
    const fresh = (since) => joined(since) === year;
    const all = [...countries.filter(({ since }) => since), ...away];
    const old = all.filter(({ since }) => before(since)).length;
    const added = steps.filter((one) => one.year === year);
    const names = added.flatMap((one) => one.names);
    const number = old + names.length;
    for (const { country, name, shape } of shapes) {
      const kind = !country.since || joined(country.since) > year ? "mp-land" : fresh(country.since) ? "mp-new" : "mp-member";
      shape.setAttribute("class", kind);
      shape.style.fill = kind === "mp-new" ? `url(#${hatch})` : "";
      name.textContent = kind === "mp-land" ? `${country.name}: not a member in ${year}` : `${country.name}: member since ${country.day}`;
      if (kind === "mp-new") shape.parentNode.append(shape); // above its neighbours, so that its line is whole
    }
    drawMarks(fresh);
    const news = names.length ? `New: ${sentence(names)} (${added.map((one) => one.day).join("; ")}).` : "Nobody new.";
    said.textContent = `${year}: ${number} ${number === 1 ? "member" : "members"}. ${news}`;
    map.parentNode.querySelector(".mp-hidden").textContent = `Map at the end of ${said.textContent}`;
    shown.textContent = String(year);
    slider.value = String(year);
    slider.setAttribute("aria-valuetext", `${year}, ${number} members`);
    counts.member.textContent = `member before ${year}: ${old}`;
    counts.fresh.textContent = `new in ${year}: ${names.length || "nobody"}`;
    const gone = away.filter(({ since }) => joined(since) <= year).map((one) => one.name);
    off.textContent = gone.length ? `Members off the map: ${sentence(gone)}.` : "";
    back.setAttribute("aria-disabled", String(near(-1) === undefined));
    on.setAttribute("aria-disabled", String(near(1) === undefined));
    const current = rows.filter(({ one }) => one.year <= year).pop();
    for (const each of rows) {
      if (each === current) each.row.setAttribute("aria-current", "true"); else each.row.removeAttribute("aria-current");
    }
  }

  /** Numbers on the new members and names of some others: their size goes with the map's, so that it stays readable. */
  function drawMarks(fresh) {
    const pixel = width / (map.clientWidth || 560);
    const news = countries.filter(({ since }) => since && fresh(since)).sort((one, other) => one.name.localeCompare(other.name));
    const spots = spread(news.map(({ at }) => at), APART * pixel);
    const text = (words, [x, y], kind, size) => svg("text", { x, y, class: kind, "font-size": size * pixel, "text-anchor": "middle",
      "dominant-baseline": "central", "stroke-width": 3 * pixel }, words);
    marks.replaceChildren(...labels.map(({ name, at }) => text(name, at, "mp-name", 11.5)),
      ...news.flatMap(({ at }, i) => [svg("line", { x1: at[0], y1: at[1], x2: spots[i][0], y2: spots[i][1], class: "mp-lead", "stroke-width": pixel }),
        svg("circle", { cx: spots[i][0], cy: spots[i][1], r: 8 * pixel, class: "mp-disc", "stroke-width": pixel }),
        text(String(i + 1), spots[i], "mp-no", 11.5)]));
    who.replaceChildren(...news.map(({ name }) => h("li", {}, name)));
  }

  const follow = () => choose(model.get("year"));
  const watch = new ResizeObserver(() => drawMarks((since) => joined(since) === year));
  card.addEventListener("keydown", guard);
  model.on("change:year", follow);
  el.classList.add("ex-root");
  el.append(card);
  draw();
  watch.observe(map);
  return () => { model.off("change:year", follow); watch.disconnect(); };
}

export default { render };
