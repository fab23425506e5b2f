// Find in a table: a search box that filters at once, and a radio button or a checkbox a row.

const plainLetters = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

kinds["find-in-table"] = {
  missing: "Tick a row first.",
  render({ question, changed, say }) {
    const single = question.pick === 1;
    const name = unique("rows");
    const total = question.rows.length;
    // Dates and other short cells stay on one line.
    const brief = question.headings.map((_, n) => question.rows.every((row) => row[n + 1].length <= 18));
    const rows = question.rows.map(([id, ...cells]) => {
      const input = h("input", { type: single ? "radio" : "checkbox", name, value: id,
        "aria-label": cells[question.names], onchange: () => ticked(id) });
      const note = h("span", { class: "ex-note" });
      const row = h("tr", { role: "row", class: "ex-row", onclick: (event) => { if (event.target !== input && !input.disabled) input.click(); } },
        h("td", { role: "cell", class: "ex-tick" }, input),
        cells.map((words, n) => h("td", { role: "cell", class: n === question.names ? "ex-named" : brief[n] ? "ex-brief" : "" },
          h("span", { class: "ex-cell-head", "aria-hidden": "true" }, `${question.headings[n]}: `), words,
          n === question.names ? note : null)));
      return { id, input, note, row, name: cells[question.names], text: plainLetters(cells.join(" ")) };
    });
    const search = h("input", { type: "search", class: "ex-search", id: unique("search"), autocomplete: "off", spellcheck: "false",
      oninput: filter, onkeydown: (event) => { if (!composes(event) && event.key === "Enter") event.preventDefault(); } });
    const shown = h("p", { class: "ex-live", role: "status" });
    const mine = h("p", { class: "ex-live ex-mine-rows", role: "status" });
    const table = h("table", { class: "ex-table", role: "table" },
      h("thead", { role: "rowgroup" }, h("tr", { role: "row" },
        h("th", { role: "columnheader", scope: "col" }, h("span", { class: "ex-unseen" }, "Tick")),
        question.headings.map((words) => h("th", { role: "columnheader", scope: "col" }, words)))),
      h("tbody", { role: "rowgroup" }, rows.map(({ row }) => row)));
    const scroller = h("div", { class: total > 6 ? "ex-scroll ex-tall" : "ex-scroll", role: "group", tabindex: "0", "aria-label": `The table of ${question.table}` }, table);

    const picked = () => rows.filter(({ input }) => input.checked).map(({ id }) => id);

    function ticked(id) {
      const now = picked();
      if (!single && now.length > question.pick) {
        rows.find((row) => row.id === id).input.checked = false;
        say(`At most ${question.pick} rows. Untick one first.`);
        return;
      }
      changed(now.length ? now : null);
      tell();
    }

    function tell() {
      const now = rows.filter(({ input }) => input.checked);
      const words = now.length ? `Ticked${single ? "" : ` ${now.length} of ${question.pick}`}: ${now.map((row) => `“${row.name}”`).join(", ")}`
        : single ? "No row ticked yet." : `No row ticked yet; ${question.pick} are asked for.`;
      if (mine.textContent !== words) mine.textContent = words;
    }

    function filter() {
      const wanted = plainLetters(search.value).split(/\s+/).filter(Boolean);
      let count = 0;
      let kept = 0;
      for (const { row, input, text } of rows) {
        const fits = wanted.every((word) => text.includes(word));
        // A ticked row stays in sight, or it could not be compared and unticked.
        row.hidden = !fits && !input.checked;
        count += Number(fits);
        kept += Number(!fits && input.checked);
      }
      const words = `${count} of ${total} rows shown${kept ? ", beside what you ticked" : ""}.${count ? "" : " Try fewer words, or parts of words."}`;
      if (shown.textContent !== words) shown.textContent = words;
    }

    const element = h("fieldset", { class: "ex-group" },
      h("legend", {}, single ? "Your answer: tick the row" : `Your answer: tick ${question.pick} rows`),
      h("label", { class: "ex-find", for: search.id }, "Search this table"), search, shown, scroller, mine);
    filter();
    return {
      element,
      focus: () => search.focus(),
      show(answer, locked, reveal) {
        const given = Array.isArray(answer) ? answer : [];
        for (const { id, input, note, row } of rows) {
          const right = Boolean(reveal && reveal.right.includes(id));
          input.checked = given.includes(id);
          row.hidden = row.hidden && !input.checked;
          lock(input, locked);
          row.classList.toggle("ex-locked", locked);
          row.classList.toggle("ex-right", right);
          note.replaceChildren(...(right ? [tag("full", given.includes(id) ? "Proves it" : "Proves it; not ticked")]
            : reveal && given.includes(id) ? [tag("none", "Does not prove it")] : []));
        }
        if (reveal && !scroller.dataset.revealed) {
          scroller.dataset.revealed = "yes";
          search.value = "";
          filter();
          const first = rows.find(({ id }) => reveal.right.includes(id));
          if (first) requestAnimationFrame(() => { scroller.scrollTop = first.row.offsetTop - table.tHead.offsetHeight; });
        }
        tell();
      },
    };
  },
};
