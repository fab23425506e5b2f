// Advise: a seat, one advice, a reason and evidence of that day; once it is committed, what followed stands beside it.

kinds.advise = {
  missing: "Choose a seat first.",
  render({ question, ask, changed }) {
    const seatName = unique("seat");
    const reasonId = unique("reason");
    let cited = [];
    let locked = false;

    const radio = (name, value, words, onchange) => {
      const input = h("input", { type: "radio", name, value, onchange });
      return { value, input, label: h("label", { class: "ex-option" }, input, h("span", { class: "ex-option-text" }, rich(words))) };
    };
    const seats = question.seats.map((seat) => {
      const choices = seat.options.map(({ id, text }) => radio(`${seatName}-${seat.id}`, id, text, () => changed(read())));
      const desk = h("div", { class: "ex-desk", hidden: true }, h("h4", {}, `On the desk in ${seat.name}, ${question.day}`), h("p", {}, rich(seat.brief)),
        evidenceList(seat.evidence), h("fieldset", { class: "ex-group" }, h("legend", {}, `Your advice from ${seat.name}`), choices.map(({ label }) => label)));
      return { ...seat, ...radio(seatName, seat.id, seat.name, () => { drawDesk(); changed(read()); }), choices, desk };
    });
    const area = h("textarea", { id: reasonId, rows: 3, class: "ex-text", oninput: () => changed(read()) });
    const picker = evidencePicker({ ask, label: `Evidence known on ${question.day}`, atMost: question.pieces, needed: question.needed,
      tables: question.tables, changed: (ids) => { cited = ids; changed(read()); } });
    const form = h("div", {},
      h("fieldset", { class: "ex-group" }, h("legend", {}, "Your seat"), h("div", { class: "ex-seats" }, seats.map(({ label }) => label))),
      seats.map(({ desk }) => desk),
      h("label", { for: reasonId, class: "ex-label" }, "Because, with what is known today, …"), area, picker.element);
    const both = h("div", { class: "ex-both", hidden: true });
    const later = h("div", { class: "ex-later", hidden: true });

    const seat = () => seats.find(({ input }) => input.checked);
    const choice = () => seat()?.choices.find(({ input }) => input.checked);
    const read = () => ({ seat: seat()?.value ?? null, advice: choice()?.value ?? null, reason: area.value, evidence: cited });

    function drawDesk() {
      for (const one of seats) one.desk.hidden = !one.input.checked;
    }

    async function drawBoth(answer, reveal, sure) {
      const mine = seats.find(({ id }) => id === answer.seat);
      const advice = mine.options.find(({ id }) => id === answer.advice);
      const pieces = h("div", {});
      both.replaceChildren(
        h("div", {}, h("h4", {}, `You advised, from ${mine.name}, on ${question.day}`), h("p", { class: "ex-stood" }, rich(advice.text)),
          h("p", { class: "ex-own" }, answer.reason), sure ? h("p", { class: "ex-quiet" }, `You said: ${sure.toLowerCase().replace(/^i /, "I ")}.`) : null, pieces),
        h("div", {}, h("h4", {}, `What ${mine.name} did`), h("p", {}, rich(reveal.followed[mine.id]))));
      const others = seats.filter((one) => one !== mine);
      later.replaceChildren(h("h4", {}, "What followed"),
        h("ol", { class: "ex-followed" }, reveal.after.map((one) => h("li", {}, h("details", {},
          h("summary", {}, h("strong", {}, one.date), ` ${one.title}`), h("p", {}, one.text))))),
        h("details", { class: "ex-sample" }, h("summary", {}, "What the others did"),
          others.map((one) => h("p", {}, h("strong", {}, `${one.name}: `), rich(reveal.followed[one.id])))),
        h("p", { class: "ex-role-end" }, rich(reveal.end)));
      const { found } = await ask({ ask: "titles", ids: answer.evidence });
      if (found) pieces.replaceChildren(evidenceList(found) || "");
    }

    const element = h("div", { class: "ex-advise" }, form, both, later);
    return {
      element,
      focus: () => (!seat() ? seats[0].input : !choice() ? seat().choices[0].input : !area.value.trim() ? area : picker).focus(),
      complete() {
        if (!seat()) return false;
        if (!choice()) return "Choose one advice.";
        if (!area.value.trim()) return "Give your reason in a sentence or two.";
        return cited.length >= question.needed || `Cite ${question.needed} pieces of evidence that were known on that day.`;
      },
      show(answer, lockedNow, reveal, sure) {
        locked = lockedNow && Boolean(reveal);
        for (const one of seats) {
          one.input.checked = one.id === answer?.seat;
          for (const { value, input } of one.choices) input.checked = one.input.checked && value === answer?.advice;
        }
        if (area.value !== (answer?.reason || "")) area.value = answer?.reason || "";
        cited = answer?.evidence || [];
        picker.show(cited, locked);
        drawDesk();
        form.hidden = locked;
        both.hidden = later.hidden = !locked;
        if (locked) drawBoth(answer, reveal, SURE.find(([value]) => value === sure)?.[1]);
      },
      dispose: () => picker.dispose(),
    };
  },
};
