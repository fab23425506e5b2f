// Put in order by two buttons an item; the focus follows the item that moved. No dragging is needed.

kinds.order = {
  missing: "Move at least one item first: the list is shown shuffled.",
  render({ question, changed, say }) {
    const start = question.items.map(({ id }) => id);
    const text = Object.fromEntries(question.items.map((item) => [item.id, item.text]));
    const list = h("ol", { class: "ex-order" });
    let order = [...start];
    let locked = false;
    const rows = Object.fromEntries(start.map((id) => [id, makeRow(id)]));

    function makeRow(id) {
      const button = (step, words, path) => {
        const arrow = svg("svg", { viewBox: "0 0 24 24", "aria-hidden": "true", class: "ex-icon", focusable: "false" });
        arrow.append(svg("path", { d: path }));
        return h("button", { type: "button", class: "ex-move", "aria-label": `Move ${words}: ${plain(text[id])}`,
          title: `Move ${words}`, onclick: () => move(id, step) }, arrow);
      };
      const up = button(-1, "up", "M6 15l6-6 6 6");
      const down = button(1, "down", "M6 9l6 6 6-6");
      const note = h("span", { class: "ex-note" });
      const place = h("span", { class: "ex-place", "aria-hidden": "true" });
      const item = h("li", { class: "ex-item" }, place, h("span", { class: "ex-option-text" }, rich(text[id]), note),
        h("span", { class: "ex-moves" }, up, down));
      return { item, up, down, note, place };
    }

    function move(id, step) {
      const from = order.indexOf(id);
      const to = from + step;
      if (locked) return;
      if (to < 0 || to >= order.length) {
        say(`“${plain(text[id])}” already stands ${to < 0 ? "first" : "last"}.`);
        return;
      }
      order.splice(from, 1);
      order.splice(to, 0, id);
      draw();
      rows[id][step < 0 ? "up" : "down"].focus({ preventScroll: true });
      rows[id].item.scrollIntoView({ block: "nearest" });
      changed([...order]);
      say(`“${plain(text[id])}” is now ${to + 1} of ${order.length}.`);
    }

    function draw() {
      order.forEach((id, place) => {
        const row = rows[id];
        if (list.children[place] !== row.item) list.insertBefore(row.item, list.children[place] || null);
        row.place.textContent = String(place + 1);
        // Not `disabled`: a button that loses the focus because its item has arrived would strand a keyboard.
        row.up.setAttribute("aria-disabled", String(locked || place === 0));
        row.down.setAttribute("aria-disabled", String(locked || place === order.length - 1));
        row.up.disabled = row.down.disabled = locked;
      });
    }

    draw();
    const element = h("fieldset", { class: "ex-group" },
      h("legend", {}, "Your order: move items with the buttons"),
      h("p", { class: "ex-end" }, question.first), list, h("p", { class: "ex-end" }, question.last));
    return {
      element,
      focus: () => rows[order[0]].down.focus(),
      show(answer, lockedNow, reveal) {
        locked = lockedNow;
        const known = Array.isArray(answer) && answer.length === start.length && answer.every((id) => id in rows);
        order = known ? [...answer] : [...start];
        draw();
        order.forEach((id, place) => {
          const { note } = rows[id];
          note.replaceChildren();
          if (!reveal) return;
          const right = reveal.order.indexOf(id);
          note.append(right === place ? tag("full", "In its place") : tag("part", `Belongs in place ${right + 1}`));
        });
      },
    };
  },
};
