// Position: where one stands before a discussion, and after it. What was said before is locked once it is saved.

kinds.position = {
  missing: "Choose where you stand and say why first.",
  render({ question, changed }) {
    const before = stand("Before the discussion", ["reason"]);
    const after = stand("After the discussion", ["reason", "other_side"]);
    const moved = h("p", { class: "ex-moved" });
    const both = h("div", { class: "ex-both", hidden: true });
    let begun = false; // where the student stood before is saved

    function stand(heading, texts) {
      const name = unique("stand");
      const inputs = Array.from({ length: question.steps }, (_, n) => h("input", { type: "radio", name, value: n + 1, onchange: () => changed(read()) }));
      const ends = { 1: question.low, [question.steps]: question.high };
      const steps = inputs.map((input, n) => h("label", { class: "ex-step" }, input, h("span", {}, h("strong", {}, String(n + 1)),
        ends[n + 1] ? ` ${ends[n + 1]}` : "")));
      const words = { reason: "Because …", other_side: "The best reason of the other side" };
      const areas = Object.fromEntries(texts.map((part) => [part, h("textarea", { id: unique(part), rows: 3, class: "ex-text", oninput: () => changed(read()) })]));
      const group = h("fieldset", { class: "ex-group" }, h("legend", {}, heading), h("div", { class: "ex-steps" }, steps),
        texts.map((part) => [h("label", { for: areas[part].id, class: "ex-label" }, words[part]), areas[part]]).flat());
      return {
        group, inputs, areas, steps,
        read: () => ({ position: inputs.findIndex((input) => input.checked) + 1 || null,
          ...Object.fromEntries(Object.entries(areas).map(([part, area]) => [part, area.value])) }),
        show(given, locked) {
          inputs.forEach((input, n) => { input.checked = given?.position === n + 1; lock(input, locked); });
          steps.forEach((step) => step.classList.toggle("ex-locked", locked));
          for (const [part, area] of Object.entries(areas)) {
            if (area.value !== (given?.[part] || "")) area.value = given?.[part] || "";
            area.readOnly = locked;
          }
        },
        lacks: () => (!inputs.some((input) => input.checked) ? inputs[0] : Object.values(areas).find((area) => !area.value.trim())),
      };
    }

    const now = () => (begun ? after : before);
    const read = () => (begun ? { before: before.read(), after: after.read() } : { before: before.read() });

    function sideBySide(answer) {
      const words = (n) => (n === 1 ? question.low : n === question.steps ? question.high : "");
      const side = (heading, { position, reason, other_side: other }) => h("div", {}, h("h4", {}, heading),
        h("p", { class: "ex-stood" }, h("strong", {}, `${position} of ${question.steps}`), words(position) ? `, ${words(position)}` : ""),
        h("p", { class: "ex-own" }, reason),
        other ? h("p", { class: "ex-own" }, h("strong", {}, "The best reason of the other side: "), other) : null);
      both.replaceChildren(side("Before", answer.before), side("After", answer.after));
    }

    const element = h("div", { class: "ex-position" },
      h("blockquote", { class: "ex-statement" }, rich(question.statement)), before.group, after.group, moved, both);
    return {
      element,
      saves: () => (begun ? "Save where I stand now" : "Save where I stand"),
      focus: () => (now().lacks() || now().inputs.find((input) => input.checked)).focus(),
      complete() {
        const lacks = now().lacks();
        if (!lacks) return true;
        if (lacks.type === "radio") return "Choose where you stand first.";
        return lacks === now().areas.reason ? "Say in a sentence why you stand there." : "Give the best reason of the other side, too.";
      },
      show(answer, locked, reveal) {
        begun = Boolean(reveal);
        before.show(reveal ? reveal.before : answer && answer.before, begun);
        after.show(answer && answer.after, locked);
        before.group.hidden = locked;
        after.group.hidden = !begun || locked;
        both.hidden = moved.hidden = !locked;
        moved.textContent = locked && reveal ? reveal.moved : "";
        if (locked && answer && answer.after) sideBySide(answer);
      },
    };
  },
};
