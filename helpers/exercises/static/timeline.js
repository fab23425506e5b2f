// Place on a timeline: native selects carry the answer, the drawn track shows it and takes clicks.

const DAY = 86400000;
const toDay = (text, end = false) => {
  const [year, month, day] = text.split("-").map(Number);
  const at = new Date(0);
  if (!end || day) at.setUTCFullYear(year, (month || 1) - 1, day || 1);
  else at.setUTCFullYear(month ? year : year + 1, month ? month : 0, 0);
  return at.getTime() / DAY;
};

kinds["place-on-timeline"] = {
  missing: "Give the whole date first.",
  render({ question, changed, say }) {
    const ends = question.asks === "range" ? ["from", "to"] : ["date"];
    const words = { date: "Your date", from: "Start", to: "End" };
    const pickers = Object.fromEntries(ends.map((end) => [end, picker(question, () => { draw(); changed(read()); })]));
    const holder = h("div", { class: "ex-track" });
    const caption = h("p", { class: "ex-pick" });
    let reveal = null;
    let locked = false;
    let next = 0;
    let drawn = 0;

    const read = () => {
      const given = ends.map((end) => pickers[end].read());
      if (given.every((one) => one === null)) return null;
      return question.asks === "range" ? { from: given[0], to: given[1] } : given[0];
    };

    function draw() {
      const given = ends.map((end) => pickers[end].read());
      caption.textContent = given.some(Boolean)
        ? ends.map((end, n) => `${words[end]}: ${given[n] ? dateInWords(given[n]) : "not given yet"}`).join("; ")
        : "Nothing placed yet. Use the boxes above, or click on the line.";
      drawn = holder.clientWidth || 600;
      holder.replaceChildren(track(question, drawn, given, reveal, caption.textContent));
    }

    function clicked(event) {
      const drawing = holder.querySelector("svg");
      if (locked || !drawing) return;
      const share = (event.clientX - drawing.getBoundingClientRect().left - EDGE) / (drawing.clientWidth - 2 * EDGE);
      const [first, last] = [toDay(String(question.from)), toDay(String(question.to), true)];
      const day = Math.round(Math.min(last, Math.max(first, first + share * (last - first))));
      const end = ends[next % ends.length];
      next += 1;
      pickers[end].set(new Date(day * DAY).toISOString().slice(0, { year: 4, month: 7, day: 10 }[question.precision]));
      draw();
      changed(read());
      say(`${words[end]}: ${dateInWords(pickers[end].read())}.`);
    }

    holder.addEventListener("click", clicked);
    const element = h("fieldset", { class: "ex-group" }, h("legend", {}, "Your answer: place it"),
      h("div", { class: "ex-dates" },
        ends.map((end) => h("fieldset", { class: "ex-date" }, h("legend", {}, words[end]), pickers[end].element))),
      holder, caption);
    const observer = new ResizeObserver(() => {
      if (holder.clientWidth && holder.clientWidth !== drawn) draw();
    });
    observer.observe(holder);
    return {
      element,
      dispose: () => observer.disconnect(),
      complete: () => ends.every((end) => pickers[end].read()),
      focus: () => (ends.map((end) => pickers[end].empty()).find(Boolean) || pickers[ends[0]].first).focus(),
      show(answer, lockedNow, revealNow) {
        locked = lockedNow;
        reveal = revealNow;
        const given = answer === null || typeof answer === "string" ? { date: answer } : answer;
        for (const end of ends) {
          // A half-made date lives in its boxes only: a redraw must not wipe it out.
          if (given[end] || answer === null) pickers[end].set(given[end] ?? null, !locked);
          pickers[end].lock(locked);
        }
        holder.classList.toggle("ex-locked", locked);
        draw();
      },
    };
  },
};

/** Year, month and day as native selects; only as many as the question asks for. */
function picker(question, onchange) {
  const years = Array.from({ length: question.to - question.from + 1 }, (_, n) => question.from + n);
  const parts = [choice("Year", years.map((year) => [String(year).padStart(4, "0"), year]))];
  if (question.precision !== "year") {
    parts.push(choice("Month", MONTHS.map((month, n) => [String(n + 1).padStart(2, "0"), month])));
  }
  if (question.precision === "day") {
    parts.push(choice("Day", Array.from({ length: 31 }, (_, n) => [String(n + 1).padStart(2, "0"), n + 1])));
  }

  function choice(label, values) {
    const select = h("select", { onchange: () => { limitDays(); onchange(); } }, h("option", { value: "" }, "choose"),
      values.map(([value, text]) => h("option", { value }, String(text))));
    return { select, label: h("label", { class: "ex-select" }, h("span", {}, label), select) };
  }

  function limitDays() {
    if (parts.length < 3) return;
    const [year, month, day] = parts.map(({ select }) => select);
    const longest = month.value ? new Date(Date.UTC(Number(year.value || 2000), Number(month.value), 0)).getUTCDate() : 31;
    for (const option of day.options) option.hidden = option.disabled = Number(option.value) > longest;
    if (Number(day.value) > longest) day.value = String(longest);
  }

  return {
    element: h("div", { class: "ex-selects" }, parts.map(({ label }) => label)),
    first: parts[0].select,
    empty: () => parts.map(({ select }) => select).find((select) => !select.value) || null,
    read: () => (parts.every(({ select }) => select.value) ? parts.map(({ select }) => select.value).join("-") : null),
    set(text, keepHalf = false) {
      if (text === null && keepHalf) return;
      const given = (text || "").split("-");
      parts.forEach(({ select }, n) => { select.value = given[n] || ""; });
      limitDays();
    },
    lock: (locked) => parts.forEach(({ select }) => { select.disabled = locked; }),
  };
}

const EDGE = 14;

/** Draw the track at its real width, so that letters keep their size on a narrow screen. */
function track(question, width, given, reveal, words) {
  const [first, last] = [toDay(String(question.from)), toDay(String(question.to), true)];
  const x = (day) => EDGE + ((day - first) / (last - first)) * (width - 2 * EDGE);
  const clamp = (at) => Math.min(width - EDGE, Math.max(EDGE, at));
  const drawing = svg("svg", { width: "100%", role: "img" });
  const write = (text, at, y, kind) => {
    const half = text.length * 3.4;
    const anchor = at - half < 2 ? "start" : at + half > width - 2 ? "end" : "middle";
    const node = svg("text", { x: anchor === "start" ? 2 : anchor === "end" ? width - 2 : at, y, "text-anchor": anchor, class: kind });
    node.textContent = text;
    drawing.append(node);
    const left = anchor === "start" ? 2 : anchor === "end" ? width - 2 - 2 * half : at - half;
    return [left, left + 2 * half];
  };

  // Landmarks in as many rows above the line as keep their labels apart.
  const ordered = [...question.landmarks].sort((a, b) => toDay(a.date) - toDay(b.date));
  const rows = [];
  const placed = ordered.map((landmark) => {
    const at = x((toDay(landmark.date) + toDay(landmark.date, true)) / 2);
    const label = `${landmark.label} (${landmark.words})`;
    const half = label.length * 3.4;
    const left = Math.min(Math.max(2, at - half), Math.max(2, width - 2 - 2 * half));
    let row = rows.findIndex((taken) => taken.every(([from, to]) => left > to + 10 || left + 2 * half < from - 10));
    if (row < 0) row = rows.push([]) - 1;
    rows[row].push([left, left + 2 * half]);
    return { at, label, row };
  });
  const line = 26 + rows.length * 18;
  const bands = question.eras.length ? 22 : 0;
  const height = line + bands + 62;
  drawing.setAttribute("height", height);
  drawing.setAttribute("viewBox", `0 0 ${width} ${height}`);

  question.eras.forEach((era, n) => {
    const [left, right] = [clamp(x(toDay(era.from))), clamp(x(toDay(era.to, true)))];
    drawing.append(svg("rect", { x: left, y: line - 9, width: Math.max(2, right - left), height: bands + 9,
      class: n % 2 ? "ex-era ex-era-odd" : "ex-era" }));
    if (era.label.length * 6.8 < right - left) write(era.label, (left + right) / 2, line + 17, "ex-axis");
  });
  drawing.append(svg("line", { x1: EDGE, x2: width - EDGE, y1: line, y2: line, class: "ex-line" }));
  const wide = Math.max(1, Math.floor((width - 2 * EDGE) / 52));
  const step = [1, 2, 5, 10, 20, 25, 50, 100].find((size) => (question.to - question.from + 1) / size <= wide) || 100;
  for (let year = Math.ceil(question.from / step) * step; year <= question.to; year += step) {
    const at = x(toDay(String(year)));
    drawing.append(svg("line", { x1: at, x2: at, y1: line - 4, y2: line + 4, class: "ex-line" }));
    write(String(year), at, line + bands + 20, "ex-axis");
  }
  for (const { at, label, row } of placed) {
    const y = 14 + row * 18;
    drawing.append(svg("line", { x1: at, x2: at, y1: y + 4, y2: line, class: "ex-stem" }));
    drawing.append(svg("circle", { cx: at, cy: line, r: 4, class: "ex-landmark" }));
    write(label, at, y, "ex-axis");
  }
  const picks = given.filter(Boolean).map((date) => [x(toDay(date)), x(toDay(date, true))]);
  if (picks.length === 2) {
    drawing.append(svg("rect", { x: picks[0][0], y: line - 3, width: Math.max(2, picks[1][1] - picks[0][0]), height: 6, class: "ex-mine" }));
  }
  given.filter(Boolean).forEach((date, n) => {
    const at = (picks[n][0] + picks[n][1]) / 2;
    drawing.append(svg("path", { d: `M${at} ${line - 3}l8 -14h-16z`, class: "ex-mine" }));
    if (n === 0 || Math.abs(picks[1][0] - picks[0][0]) > 120) write(`You: ${dateInWords(date)}`, at, line + bands + 40, "ex-mine-text");
  });
  const right = reveal ? reveal.answers : [];
  right.forEach((answer) => {
    const [left, end] = [clamp(x(toDay(answer.from))), clamp(x(toDay(answer.to, true)))];
    drawing.append(svg("rect", { x: left - 3, y: line - 8, width: Math.max(6, end - left + 6), height: 16, rx: 4, class: "ex-key" }));
  });
  if (right.length) write(`Evidence: ${right.map((answer) => answer.words).join(" or ")}`,
    x((toDay(right[0].from) + toDay(right[0].to)) / 2), line + bands + 58, "ex-key-text");
  const known = ordered.map((landmark) => `${landmark.label}, ${landmark.words}`).join("; ");
  const eras = question.eras.map((era) => `${era.label}, ${dateInWords(era.from)} to ${dateInWords(era.to)}`).join("; ");
  drawing.setAttribute("aria-label", [`Timeline from ${question.from} to ${question.to}.`, known && `Known: ${known}.`,
    eras && `Periods: ${eras}.`, `${words.replace(/\.$/, "")}.`,
    right.length ? `The evidence gives ${right.map((answer) => answer.words).join(" or ")}.` : ""].filter(Boolean).join(" "));
  return drawing;
}
