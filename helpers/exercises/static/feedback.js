// What opens below the button of a marked card: feedback on the last try, and the worked answer.

const HEADINGS = { full: "The evidence is with you", part: "Part of the way", none: "Not yet: one step further" };

/** The feedback on the last try, as nodes. */
function feedbackOn(question, state) {
  const last = state.tries[state.tries.length - 1];
  const left = 2 - state.used;
  return [
    h("p", { class: "ex-verdict" }, icon(last.tone), h("strong", {}, question.contested && last.tone === "full"
      ? "A reading the evidence can carry" : HEADINGS[last.tone]),
      h("span", { class: "ex-quiet" }, `Try ${Math.min(last.n, 2)} of 2`)),
    h("p", { class: "ex-summary" }, last.summary),
    ...last.items.map((item) => h("div", { class: "ex-said-about" },
      item.about ? h("p", { class: "ex-about" }, tag(item.tone), h("span", {}, rich(item.about))) : "",
      h("p", {}, rich(item.text)), evidenceList(item.evidence) || "")),
    last.fuller ? h("div", { class: "ex-fuller" }, h("p", {}, h("strong", {}, "You were sure. That makes this one worth a closer look.")),
      h("p", {}, rich(last.fuller))) : "",
    h("p", { class: "ex-marks" }, state.finished ? `Marks: ${state.marks}.`
      : `Marks so far: ${state.marks}. ${left} more try, which counts half; your better try stands.`),
  ];
}

/** The worked answer, as nodes. */
const workedAnswer = ({ text, evidence }) => [h("p", { class: "ex-verdict" }, h("strong", {}, "The worked answer")),
  h("p", {}, rich(text)), evidenceList(evidence) || ""];
