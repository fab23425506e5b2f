// Classify: radio buttons a card. Wide, the bins are columns; narrow, each card stands above its bins. Same controls.

kinds.classify = {
  missing: "Give every card a place first.",
  render({ question, changed }) {
    const rows = question.cards.map((card) => {
      const name = unique("card");
      const inputs = question.bins.map((bin) => h("input", { type: "radio", name, value: bin.id, onchange: () => changed(read()) }));
      const labels = question.bins.map((bin, n) => h("label", { class: "ex-bin" }, inputs[n], h("span", {}, rich(bin.text))));
      const note = h("p", { class: "ex-note" });
      const row = h("fieldset", { class: "ex-sort-row" }, h("legend", {}, rich(card.text)), labels, note);
      return { id: card.id, inputs, labels, note, row };
    });
    const picked = ({ inputs }) => (inputs.find((input) => input.checked) || {}).value;
    const read = () => {
      const given = Object.fromEntries(rows.filter(picked).map((row) => [row.id, picked(row)]));
      return Object.keys(given).length ? given : null;
    };
    const told = question.bins.filter(({ about }) => about);
    const about = told.length ? h("ul", { class: "ex-letters" }, told.map((bin) => h("li", {},
      h("strong", {}, rich(bin.text)), ": ", rich(bin.about)))) : null;
    // Each radio button says its bin itself; the heads are for eyes alone.
    const heads = h("div", { class: "ex-sort-head", "aria-hidden": "true" }, h("span", {}),
      question.bins.map((bin) => h("span", {}, rich(bin.text))));
    const element = h("fieldset", { class: "ex-group ex-sort", style: `--bins: ${question.bins.length}` },
      h("legend", {}, "Your answer: a bin for each card"), about, heads, rows.map(({ row }) => row));
    const text = Object.fromEntries(question.bins.map((bin) => [bin.id, bin.text]));

    function noteOn(chosen, right) {
      if (right.includes(chosen)) return [tag("full")];
      return [tag("none", "Does not fit"), h("span", {}, " Belongs into: ", right.flatMap((id, n) => [n ? " or " : "", ...rich(text[id])]))];
    }

    return {
      element,
      complete: () => rows.every(picked),
      focus: () => (rows.find((row) => !picked(row)) || rows[0]).inputs[0].focus(),
      show(answer, locked, reveal) {
        const given = answer || {};
        for (const { id, inputs, labels, note } of rows) {
          inputs.forEach((input, n) => {
            input.checked = input.value === given[id];
            lock(input, locked);
            labels[n].classList.toggle("ex-locked", locked);
            labels[n].classList.toggle("ex-right", Boolean(reveal && reveal.right[id].includes(input.value)));
          });
          note.replaceChildren(...(reveal ? noteOn(given[id], reveal.right[id]) : []));
        }
      },
    };
  },
};
