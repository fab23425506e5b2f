// Choose one (radio buttons), choose many (checkboxes): the browser's own controls, so keys and screen readers work.

function chooseKind(type) {
  return {
    missing: type === "radio" ? "Choose one option first." : "Choose at least one option first.",
    render({ question, changed }) {
      const name = unique("options");
      const rows = question.options.map((option) => {
        const input = h("input", { type, name, value: option.id, onchange: () => changed(read()) });
        const note = h("span", { class: "ex-note" });
        const row = h("label", { class: "ex-option" }, input, h("span", { class: "ex-option-text" }, rich(option.text), note));
        return { id: option.id, input, note, row };
      });
      const read = () => {
        const picked = rows.filter(({ input }) => input.checked).map(({ id }) => id);
        return type === "radio" ? (picked[0] ?? null) : picked.length ? picked : null;
      };
      const legend = type === "radio" ? "Your answer: choose one" : "Your answer: choose all that fit";
      const element = h("fieldset", { class: "ex-group" }, h("legend", {}, legend), rows.map(({ row }) => row));
      return {
        element,
        focus: () => (rows.find(({ input }) => input.checked) || rows[0]).input.focus(),
        show(answer, locked, reveal) {
          const picked = [].concat(answer ?? []);
          for (const { id, input, note, row } of rows) {
            input.checked = picked.includes(id);
            lock(input, locked);
            row.classList.toggle("ex-locked", locked);
            note.replaceChildren();
            const fits = reveal && reveal.right.includes(id);
            const open = reveal && reveal.open.includes(id);
            row.classList.toggle("ex-right", Boolean(fits));
            if (fits) note.append(tag("full", picked.includes(id) ? "Fits the evidence" : "Fits too; not picked"));
            else if (open) note.append(tag("open", "Disputed: not marked"));
            else if (reveal && picked.includes(id)) note.append(tag("none", "Does not fit"));
          }
        },
      };
    },
  };
}

kinds["choose-one"] = chooseKind("radio");
kinds["choose-many"] = chooseKind("checkbox");
