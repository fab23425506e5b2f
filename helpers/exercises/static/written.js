// Short text and essay: the student's words, the evidence cited, a list to tick, and once a version is saved the criteria
// to judge it by and the authors' samples. Everything is part of the answer and saved with it.

const countWords = (text) => (text.trim() ? text.trim().split(/\s+/).length : 0);

function writtenKind({ rows, long }) {
  return {
    missing: "Write your text first.",
    render({ question, ask, changed, press }) {
      const { from, to } = question.words;
      const countId = unique("count");
      const textId = unique("text");
      let cited = [];
      let timer = 0;

      // Spoken after a pause in typing, not at each key; the figure that is seen changes at once.
      const count = h("p", { id: countId, class: "ex-count" });
      const spoken = h("p", { class: "ex-unseen", role: "status" });
      const area = h("textarea", { id: textId, rows, class: long ? "ex-text ex-long" : "ex-text", "aria-describedby": countId, oninput() {
        tell();
        clearTimeout(timer);
        timer = setTimeout(() => { spoken.textContent = counted(); }, 1500);
        changed(read());
      } });
      const begin = question.start ? h("p", { class: "ex-start" }, h("span", {}, "You may begin: ", h("em", {}, question.start)),
        h("button", { type: "button", class: "ex-small", onclick: useStart }, "Use this beginning")) : null;
      const picker = evidencePicker({ ask, label: "Evidence that you cite", atMost: question.pieces, needed: question.needed,
        changed: (ids) => { cited = ids; changed(read()); } });
      const checks = question.checks.map((words, n) => tick(words, n + 1));
      const criteria = question.criteria.map(criterion);
      const kept = h("span");
      const judging = h("section", { class: "ex-judging", hidden: true }, h("h4", {}, "Judge your text yourself"),
        h("p", { class: "ex-quiet" }, "Read your text again. Which sentence describes it best? Nobody marks this, and you may change it."),
        criteria.map(({ group }) => group),
        h("div", { class: "ex-judge-end" }, h("button", { type: "button", class: "ex-button", onclick: press }, "Save my judgement"), kept));
      const samples = h("section", { class: "ex-samples", hidden: true });

      function counted() {
        const now = countWords(area.value);
        return `${now} of ${from} to ${to} words`;
      }

      function tell() {
        const now = countWords(area.value);
        const more = now < from ? "" : now > to ? " Shorten it if you can; it is kept all the same." : " That is the length asked for.";
        count.textContent = `${counted()}.${more}`;
      }

      function useStart() {
        area.value = area.value ? `${question.start} ${area.value}` : `${question.start.replace(/\s*…?$/, "")} `;
        tell();
        changed(read());
        area.focus();
        begin.hidden = true;
      }

      function tick(words, place) {
        const input = h("input", { type: "checkbox", onchange: () => changed(read()) });
        return { place, input, row: h("label", { class: "ex-option" }, input, h("span", { class: "ex-option-text" }, rich(words))) };
      }

      function criterion({ id, name, levels }) {
        const radioName = unique("criterion");
        const inputs = levels.map((words, n) => h("input", { type: "radio", name: radioName, value: n + 1, onchange: () => changed(read()) }));
        const group = h("fieldset", { class: "ex-group" }, h("legend", {}, name), h("div", { class: "ex-levels" }, levels.map((words, n) =>
          h("label", { class: "ex-option" }, inputs[n], h("span", { class: "ex-option-text" },
            h("strong", {}, `${n + 1} ${question.levels[n]}: `), words)))));
        return { id, inputs, group };
      }

      const read = () => ({
        text: area.value,
        evidence: cited,
        checks: checks.filter(({ input }) => input.checked).map(({ place }) => place),
        self: Object.fromEntries(criteria.map(({ id, inputs }) => [id, inputs.findIndex((input) => input.checked) + 1]).filter(([, level]) => level)),
      });

      const element = h("div", { class: "ex-written" },
        h("div", { class: "ex-group" }, h("label", { for: textId, class: "ex-label" }, "Your text"), begin, area, count, spoken),
        picker.element,
        h("fieldset", { class: "ex-group" }, h("legend", {}, "Check your text before you save it"), checks.map(({ row }) => row)));
      return {
        element,
        below: h("div", {}, judging, samples),
        saved: (words) => { kept.textContent = words; },
        focus: () => area.focus(),
        complete: () => Boolean(area.value.trim()),
        show(answer, locked, reveal) {
          const { text = "", evidence = [], checks: ticked = [], self = {} } = answer || {};
          // A text that is as it was keeps its cursor.
          if (area.value !== text) area.value = text;
          cited = evidence;
          picker.show(cited, false);
          for (const { place, input } of checks) input.checked = ticked.includes(place);
          for (const { id, inputs } of criteria) inputs.forEach((input, n) => { input.checked = self[id] === n + 1; });
          if (begin) begin.hidden = Boolean(text.trim());
          tell();
          judging.hidden = !reveal || !criteria.length;
          samples.hidden = !reveal;
          if (reveal && !samples.children.length) samples.append(...shownSamples(reveal.samples));
        },
        dispose() { clearTimeout(timer); picker.dispose(); },
      };
    },
  };
}

/** The authors' samples, to open one by one: first judge your own text, then compare. */
const shownSamples = (samples) => [h("h4", {}, "Compare with texts written by the authors"),
  ...samples.map(({ label, text, comment }) => h("details", { class: "ex-sample" }, h("summary", {}, label),
    h("blockquote", {}, text), h("p", {}, h("strong", {}, "Why it is placed there: "), comment)))];

kinds["short-text"] = writtenKind({ rows: 4, long: false });
kinds.essay = writtenKind({ rows: 12, long: true });
