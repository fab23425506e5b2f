// Match: a select box beside each item. Long choices stand in a lettered list, since a closed box shows one line only.

const LONG_CHOICE = 40;

kinds.match = {
  missing: "Choose something for each line first.",
  render({ question, changed }) {
    const long = question.choices.some(({ text }) => plain(text).length > LONG_CHOICE);
    const letter = Object.fromEntries(question.choices.map(({ id }, n) => [id, String.fromCharCode(65 + n)]));
    const text = Object.fromEntries(question.choices.map((choice) => [choice.id, choice.text]));
    const inBox = ({ id, text: words }) => (long ? `${letter[id]}: ${plain(words)}` : plain(words));
    const rows = question.items.map((item) => {
      const words = h("span", { class: "ex-match-item", id: unique("item") }, rich(item.text));
      const select = h("select", { "aria-labelledby": words.id, onchange: () => { hint(); changed(read()); } },
        h("option", { value: "" }, "choose …"),
        question.choices.map((choice) => h("option", { value: choice.id }, inBox(choice))));
      const note = h("span", { class: "ex-note" });
      return { id: item.id, select, note, row: h("div", { class: "ex-match-row" }, words, select, note) };
    });
    const twice = h("p", { class: "ex-live", role: "status" });

    const read = () => {
      const given = Object.fromEntries(rows.filter(({ select }) => select.value).map(({ id, select }) => [id, select.value]));
      return Object.keys(given).length ? given : null;
    };

    function doubled() {
      const chosen = rows.map(({ select }) => select.value).filter(Boolean);
      return question.reuse ? undefined : chosen.find((one, n) => chosen.indexOf(one) < n);
    }

    function hint() {
      const one = doubled();
      const words = one ? `“${plain(text[one])}” stands at two lines, and each choice serves only once.` : "";
      if (twice.textContent !== words) twice.textContent = words;
    }

    function noteOn(chosen, right) {
      if (right.includes(chosen)) return [tag("full")];
      return [tag("none", "Does not fit"), h("span", {}, " Goes with: ", right.flatMap((id, n) => [n ? " or " : "", ...rich(text[id])]))];
    }

    const list = long ? h("ul", { class: "ex-letters" }, question.choices.map((choice) => h("li", {},
      h("strong", {}, `${letter[choice.id]}: `), rich(choice.text)))) : null;
    const heads = question.left || question.right ? h("div", { class: "ex-match-head", "aria-hidden": "true" },
      h("span", {}, question.left), h("span", {}, question.right)) : null;
    const element = h("fieldset", { class: "ex-group ex-match" }, h("legend", {},
      `Your answer: choose for each line${question.reuse ? "; a choice may serve more than once" : ""}`), list, heads,
    rows.map(({ row }) => row), twice);
    return {
      element,
      complete: () => rows.every(({ select }) => select.value) && (!doubled() || twice.textContent),
      focus: () => (rows.find(({ select }) => !select.value) || rows.find(({ select }) => select.value === doubled()) || rows[0]).select.focus(),
      show(answer, locked, reveal) {
        const given = answer || {};
        for (const { id, select, note } of rows) {
          select.value = given[id] in text ? given[id] : "";
          lock(select, locked);
          note.replaceChildren(...(reveal ? noteOn(given[id], reveal.right[id]) : []));
        }
        hint();
      },
    };
  },
};
