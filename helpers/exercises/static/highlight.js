// Highlight: a text as a list of words to pick. Mouse: click or drag. Fingers: tap. Keys: arrows, Space, Shift with arrows.

kinds.highlight = {
  missing: "Mark at least one word first.",
  render({ question, changed, say }) {
    const count = question.words.length;
    const words = question.words.map(([word], n) => h("span", { class: "ex-word", role: "option", id: unique("word"),
      "aria-selected": "false", tabindex: n ? "-1" : "0", "data-n": n }, word));
    const gaps = question.words.map(([, gap]) => h("span", { class: "ex-gap", role: "presentation" }, gap));
    const box = h("div", { class: "ex-words", role: "listbox", "aria-multiselectable": "true",
      "aria-label": "The text, word by word", "aria-orientation": "horizontal" }, words.flatMap((word, n) => [word, gaps[n]]));
    const told = h("p", { class: "ex-live", role: "status" });
    const clear = h("button", { type: "button", class: "ex-button", onclick: () => {
      marks = new Set(); commit(); words[at].focus();
    } }, "Clear all marks");
    const key = h("ul", { class: "ex-spans" });
    let marks = new Set();
    let at = 0;
    let locked = false;
    let anchor = null; // where Shift with arrows or a drag began: {from, base, on}

    const runs = () => {
      const found = [];
      for (const n of [...marks].sort((a, b) => a - b)) {
        if (found.length && found[found.length - 1][1] === n) found[found.length - 1][1] = n + 1;
        else found.push([n, n + 1]);
      }
      return found;
    };
    const textOf = ([from, to]) => question.words.slice(from, to).map(([word, gap], n) => word + (from + n + 1 < to ? gap : "")).join("");
    const short = (run) => {
      const parts = textOf(run).split(" ");
      const words = parts.length > 12 ? `${parts.slice(0, 5).join(" ")} … ${parts.slice(-5).join(" ")}` : parts.join(" ");
      return `“${words.replace(/[\s,;:—–]+$/, "")}”`;
    };

    function draw() {
      words.forEach((word, n) => {
        word.setAttribute("aria-selected", String(marks.has(n)));
        gaps[n].classList.toggle("ex-marked", marks.has(n) && marks.has(n + 1));
      });
      const found = runs();
      const size = marks.size === 1 ? "1 word" : `${marks.size} words`;
      const said = found.length ? `Marked: ${size} in ${found.length === 1 ? "1 place" : `${found.length} places`}. ${found.map(short).join(", ")}`
        : "Nothing marked yet.";
      if (told.textContent !== said) told.textContent = said;
      clear.hidden = locked || !marks.size;
    }

    function commit() {
      draw();
      changed(marks.size ? runs() : null);
    }

    function rove(to, focus = true) {
      words[at].setAttribute("tabindex", "-1");
      at = Math.min(count - 1, Math.max(0, to));
      words[at].setAttribute("tabindex", "0");
      if (focus) words[at].focus();
    }

    /** Mark or unmark all from where a stretch began to here, on top of what stood before it began. */
    function stretch(to) {
      marks = new Set(anchor.base);
      for (let n = Math.min(anchor.from, to); n <= Math.max(anchor.from, to); n += 1) {
        if (anchor.on) marks.add(n); else marks.delete(n);
      }
    }

    /** The word above or below: the nearest on the line before or after. */
    function vertical(step) {
      const here = words[at].getBoundingClientRect();
      const middle = (here.left + here.right) / 2;
      let best = null;
      let line = null;
      for (let n = at + step; n >= 0 && n < count; n += step) {
        const box2 = words[n].getBoundingClientRect();
        const away = step * (box2.top - here.top) > here.height / 2;
        if (!away) continue;
        if (line !== null && Math.abs(box2.top - line) > here.height / 2) break;
        line = line ?? box2.top;
        const gap = Math.abs((box2.left + box2.right) / 2 - middle);
        if (!best || gap < best.gap) best = { n, gap };
      }
      return best ? best.n : at;
    }

    function pressed(event) {
      const { key: name, shiftKey } = event;
      if (composes(event) || event.ctrlKey || event.metaKey || event.altKey) return;
      const to = { ArrowRight: () => at + 1, ArrowLeft: () => at - 1, ArrowDown: () => vertical(1), ArrowUp: () => vertical(-1),
        Home: () => 0, End: () => count - 1 }[name];
      if (to) {
        event.preventDefault();
        const from = at;
        rove(to());
        if (!shiftKey || locked) { anchor = null; return; }
        anchor = anchor && anchor.keys ? anchor : { from, base: new Set(marks), on: true, keys: true };
        stretch(at);
        commit();
      } else if (name === " " || name === "Enter") {
        event.preventDefault();
        if (event.shiftKey && name === "Enter") return;
        toggle(at);
      }
    }

    function toggle(n) {
      if (locked) return;
      anchor = null;
      if (marks.has(n)) marks.delete(n); else marks.add(n);
      rove(n);
      commit();
    }

    const wordAt = (target) => (target && target.closest && target.closest(".ex-word") ? Number(target.closest(".ex-word").dataset.n) : null);
    let dragging = false;
    box.addEventListener("keydown", pressed);
    box.addEventListener("focusin", (event) => { const n = wordAt(event.target); if (n !== null && n !== at) rove(n, false); });
    // A mouse marks by dragging; a finger that moves wants to scroll, so it marks by tapping only.
    box.addEventListener("pointerdown", (event) => {
      const n = wordAt(event.target);
      if (event.pointerType !== "mouse" || event.button || n === null || locked) return;
      event.preventDefault();
      anchor = { from: n, base: new Set(marks), on: !marks.has(n) };
      dragging = true;
      rove(n);
      stretch(n);
      draw();
    });
    box.addEventListener("pointermove", (event) => {
      const n = dragging ? wordAt(document.elementFromPoint(event.clientX, event.clientY)) : null;
      if (n === null) return;
      stretch(n);
      draw();
    });
    const released = () => {
      if (!dragging) return;
      dragging = false;
      anchor = null;
      commit();
    };
    window.addEventListener("pointerup", released);
    box.addEventListener("click", (event) => {
      const n = wordAt(event.target);
      // A mouse has marked on its way down already; keyboards and screen readers click without a pointer.
      if (n !== null && event.pointerType !== "mouse") toggle(n);
    });

    function drawKey(reveal) {
      const spans = reveal ? reveal.spans : [];
      words.forEach((word, n) => {
        const inside = spans.some((span) => n >= span.from && n < span.to);
        word.classList.toggle("ex-sought", inside);
        gaps[n].classList.toggle("ex-sought", spans.some((span) => n >= span.from && n + 1 < span.to));
      });
      key.replaceChildren(spans.length ? h("li", { class: "ex-quiet" }, "Between dashed lines: the words that were sought.") : "", ...spans.map((span) => {
        const held = [...marks].filter((n) => n >= span.from && n < span.to).length;
        const stand = held >= span.enough ? tag("full", "Found") : held ? tag("part", "Partly found") : tag("none", "Missed");
        return h("li", {}, stand, ` “${span.text}”`);
      }));
      key.hidden = !spans.length;
    }

    const help = h("p", { class: "ex-quiet" },
      "Click a word or drag over several. Keys: arrows move, Space marks, Shift with an arrow marks on.");
    const element = h("fieldset", { class: "ex-group" }, h("legend", {}, "Your answer: mark the words"), help, box,
      h("div", { class: "ex-told" }, told, clear), key);
    return {
      element,
      dispose: () => window.removeEventListener("pointerup", released),
      focus: () => words[at].focus(),
      show(answer, lockedNow, reveal) {
        locked = lockedNow;
        if (dragging) return;
        const known = (Array.isArray(answer) ? answer : []).filter((run) => Array.isArray(run) && run[0] >= 0 && run[1] <= count);
        marks = new Set(known.flatMap(([from, to]) => Array.from({ length: to - from }, (_, n) => from + n)));
        box.setAttribute("aria-disabled", String(locked));
        box.classList.toggle("ex-locked", locked);
        help.hidden = locked;
        draw();
        drawKey(reveal);
      },
    };
  },
};
