// Weigh: a slider for each thing, its value said in words; whatever has a weight gets a search box for its evidence.

const HEAVINESS = ["", "hardly any weight", "a little weight", "a little weight", "some weight", "some weight", "much weight",
  "much weight", "very much weight", "very much weight"];

kinds.weigh = {
  missing: "Give at least two of them a weight first.",
  render({ question, ask, changed }) {
    const words = (value) => `${value} of ${question.most}: ${value === 0 ? question.low : value === question.most ? question.high : HEAVINESS[value]}`;
    const rows = question.items.map(makeRow);
    let locked = false;

    function makeRow({ id, text }) {
      const value = h("span", { class: "ex-weight-words" });
      const slider = h("input", { type: "range", min: 0, max: question.most, step: 1, value: 0, class: "ex-slider", id: unique("weight"),
        "aria-label": `Weight of: ${plain(text)}`, oninput: () => { say(); changed(read()); } });
      const picker = evidencePicker({ ask, label: `Evidence for “${plain(text)}”`, atMost: question.pieces, needed: 1, changed: (ids) => { row.cited = ids; changed(read()); } });
      const element = h("div", { class: "ex-weight" },
        h("div", { class: "ex-weight-head" }, h("label", { for: slider.id, class: "ex-weight-name" }, rich(text)), value),
        slider, h("div", { class: "ex-ends", "aria-hidden": "true" }, h("span", {}, question.low), h("span", {}, question.high)), picker.element);
      const row = { id, text, slider, picker, element, value, say, cited: [] };

      function say() {
        const now = words(Number(slider.value));
        value.textContent = now;
        slider.setAttribute("aria-valuetext", now);
        picker.element.hidden = Number(slider.value) === 0;
      }
      return row;
    }

    const weight = (row) => Number(row.slider.value);
    const read = () => ({
      weights: Object.fromEntries(rows.map((row) => [row.id, weight(row)])),
      evidence: Object.fromEntries(rows.filter((row) => weight(row) && row.cited.length).map((row) => [row.id, row.cited])),
    });
    let lacking = null;
    const element = h("fieldset", { class: "ex-group" },
      h("legend", {}, "Your answer: give each a weight, and back it with evidence"),
      h("p", { class: "ex-quiet" }, "Any weight is allowed; only the evidence behind it is marked. Cite 1 to 3 pieces for each weight above 0."),
      rows.map((row) => row.element));
    return {
      element,
      focus: () => (lacking ? lacking.picker.focus() : rows[0].slider.focus()),
      complete() {
        lacking = null;
        const weighed = rows.filter(weight);
        if (weighed.length < 2) return false;
        lacking = weighed.find((row) => !row.cited.length) || null;
        return lacking ? `“${plain(lacking.text)}” has a weight but no evidence. Cite a piece, or set its weight to 0.` : true;
      },
      show(answer, lockedNow) {
        locked = lockedNow;
        for (const row of rows) {
          row.slider.value = String((answer && answer.weights && answer.weights[row.id]) || 0);
          lock(row.slider, locked);
          row.cited = (answer && answer.evidence && answer.evidence[row.id]) || [];
          row.picker.show(row.cited, locked);
          row.say();
        }
      },
      dispose: () => rows.forEach((row) => row.picker.dispose()),
    };
  },
};
