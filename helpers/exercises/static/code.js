// Code: a box for a few lines, a Run button, what came of it; or the value alone, found without code.

const SAVE_LATER = 400; // ms without a key before what was typed goes to Python

kinds.code = {
  missing: "Run your code first, or give the value.",
  render({ question, ask, changed, say }) {
    const mode = unique("mode");
    const modes = [["code", "With code"], ["by_hand", "Without code"]].map(([value, words]) => {
      const input = h("input", { type: "radio", name: mode, value, onchange: () => { drawMode(); told(); } });
      return { value, input, label: h("label", { class: "ex-way" }, input, h("span", {}, words)) };
    });
    const box = h("textarea", { class: "ex-code", id: unique("code"), rows: 4, spellcheck: "false", autocomplete: "off",
      autocapitalize: "off", wrap: "off", oninput: () => { grow(); stale(); later(); }, onchange: told, onkeydown: pressed });
    const help = h("p", { class: "ex-quiet", id: unique("help") },
      "End with a line that gives the value. Ctrl and Enter run it. Tab leaves the box; indent with four spaces.");
    box.setAttribute("aria-describedby", help.id);
    const run = h("button", { type: "button", class: "ex-button", onclick: start }, "Run");
    const output = h("div", { class: "ex-output", role: "status", "aria-label": "What your code gives" });
    const value = h("input", { type: "text", class: "ex-search", id: unique("value"), autocomplete: "off", spellcheck: "false",
      oninput: later, onchange: told });
    const wants = question.list ? `${question.wants}, with a comma between them` : question.wants;
    const withCode = h("div", {},
      question.given ? [h("p", { class: "ex-quiet" }, "These lines run first:"), h("pre", { class: "ex-given", tabindex: "0", "aria-label": "Lines that run first" }, question.given.trim())] : null,
      h("label", { class: "ex-find", for: box.id }, `Your code (it should give ${question.wants})`), box, help,
      h("div", { class: "ex-run" }, run), output);
    const byHand = h("div", {}, h("p", { class: "ex-by-hand" }, rich(question.by_hand)),
      h("label", { class: "ex-find", for: value.id }, `The value (${wants})`), value);
    const key = h("div", { class: "ex-key-code" });
    let last = null; // what was run last: {code, value, error, printed}
    let running = false;
    let locked = false;
    let timer = 0;
    let begun = false;

    const way = () => (modes.find(({ input }) => input.checked) || modes[0]).value;
    const typed = () => box.value.trim() && box.value !== question.starter;
    const read = () => {
      if (way() === "by_hand") return value.value.trim() ? { by_hand: value.value } : null;
      return typed() || last ? { code: box.value } : null;
    };

    function told() {
      clearTimeout(timer);
      timer = 0;
      if (!locked) changed(read());
    }
    function later() {
      clearTimeout(timer);
      timer = setTimeout(told, SAVE_LATER);
    }
    function grow() {
      box.rows = Math.min(12, Math.max(3, box.value.split("\n").length + 1));
    }

    function drawMode() {
      withCode.hidden = way() !== "code";
      byHand.hidden = way() !== "by_hand";
    }

    function stale() {
      output.classList.toggle("ex-stale", Boolean(last && last.code !== box.value));
    }

    function drawOutput() {
      const parts = [];
      if (last && last.printed) parts.push(h("p", { class: "ex-quiet" }, "Printed on the way:"), h("pre", { class: "ex-given" }, last.printed));
      if (last && last.error) parts.push(h("p", {}, tag("part", "It does not run yet"), " ", h("span", {}, rich(last.error))));
      else if (last && last.value) parts.push(h("p", {}, h("strong", {}, "Your code gives: "), h("code", {}, last.value)));
      output.replaceChildren(...parts);
      stale();
    }

    async function start() {
      if (running || locked) return;
      const code = box.value;
      told();
      running = true;
      run.setAttribute("aria-disabled", "true");
      output.classList.remove("ex-stale");
      output.replaceChildren(h("p", {}, "Running …"));
      const reply = await ask({ ask: "run", code }, 20000);
      running = false;
      run.removeAttribute("aria-disabled");
      last = reply.problem ? null : { code, ...reply };
      drawOutput();
      if (reply.problem) output.replaceChildren(h("p", {}, reply.problem));
      else told();
    }

    /* Here both mean: run my code. The notebook's cell must not run, or the card would be drawn anew. */
    function pressed(event) {
      if (composes(event) || event.key !== "Enter" || !(event.ctrlKey || event.metaKey || event.shiftKey)) return;
      event.preventDefault();
      event.stopPropagation();
      start();
    }

    function drawKey(reveal) {
      key.hidden = !reveal;
      key.replaceChildren(...(reveal ? [h("p", {}, tag("full", "The value"), " ", h("code", {}, reveal.value)),
        h("p", { class: "ex-quiet" }, "Code that gives it:"),
        h("pre", { class: "ex-given", tabindex: "0", "aria-label": "Code that gives it" }, reveal.solution)] : []));
    }

    const element = h("fieldset", { class: "ex-group" }, h("legend", {}, "Your answer: a value"),
      h("div", { class: "ex-ways", role: "radiogroup", "aria-label": "How you find it" }, modes.map(({ label }) => label)),
      withCode, byHand, key);
    box.value = question.starter;
    return {
      element,
      dispose: () => clearTimeout(timer),
      focus: () => (way() === "by_hand" ? value : !last || last.code !== box.value ? run : box).focus(),
      complete() {
        if (way() === "by_hand") return Boolean(value.value.trim()) || "Give the value first.";
        if (running) return "Your code is still running.";
        if (!box.value.trim()) return "Write your code first, or find the value without code.";
        return Boolean(last && last.code === box.value) || "Run your code first, and see what it gives.";
      },
      show(answer, lockedNow, reveal) {
        // Nothing may change under somebody who is typing.
        const typing = begun && !locked && !lockedNow && element.contains(document.activeElement);
        locked = lockedNow;
        begun = true;
        if (!typing) {
          const given = answer || {};
          const hand = typeof given.by_hand === "string";
          if (answer || !modes.some(({ input }) => input.checked)) {
            for (const one of modes) one.input.checked = one.value === (hand ? "by_hand" : "code");
          }
          if (hand) value.value = given.by_hand;
          else if (typeof given.code === "string") {
            box.value = given.code;
            // What the record holds was run when it was committed.
            if ("error" in given) last = { code: given.code, value: given.error ? "" : spoken(given.value), error: given.error };
          }
          grow();
          drawOutput();
        }
        for (const { input, label } of modes) {
          lock(input, locked);
          label.classList.toggle("ex-locked", locked);
        }
        box.readOnly = value.readOnly = locked;
        run.hidden = help.hidden = locked;
        drawMode();
        drawKey(reveal);
      },
    };
  },
};

/** A value as Python's side tells it. */
function spoken(value) {
  if (!Array.isArray(value)) return typeof value === "string" ? `“${value}”` : typeof value === "boolean" ? (value ? "True" : "False") : String(value);
  return value.length ? `${value.slice(0, 12).map(spoken).join(", ")}${value.length > 12 ? ", …" : ""} (a list of ${value.length})` : "an empty list";
}
