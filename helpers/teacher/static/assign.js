// The form of an assignment: what, how, for whom, where to; then in words what was made.

function render({ model, el }) {
  const state = () => model.get("state");
  const heading = unique("heading");
  const said = h("p", { class: "ex-said", role: "status" });
  const result = h("div", { class: "te-result" });
  let waiting = 0;
  let working = false;

  /** A box or a circle to tick, with words, and quiet words beneath. */
  function choice(type, words, quiet, attributes = {}) {
    const [name, about] = [unique("name"), unique("about")];
    // The quiet words describe; they are no part of the name, or a screen reader would say them twice.
    const input = h("input", { type, "aria-labelledby": name, "aria-describedby": about, ...attributes });
    const label = h("label", { class: "ex-option" }, input, h("span", { class: "ex-option-text" }, h("span", { id: name }, words),
      h("span", { class: "ex-note ex-quiet", id: about }, quiet)));
    return { input, label };
  }

  // 1. What
  const lessons = model.get("lessons").map((lesson) => {
    const whole = choice("checkbox", `Lesson ${lesson.title}`, lesson.about, { value: lesson.id, onchange: changed });
    const single = lesson.exercises.map((one) => choice("checkbox", one.title, one.about, { value: one.id, onchange: changed }));
    const part = h("details", { class: "te-single" }, h("summary", {}, `Single exercises of lesson ${lesson.title}`),
      single.map((one) => one.label));
    return { whole, single, element: h("div", { class: "te-lesson" }, whole.label, part) };
  });

  // 2. How
  const mode = unique("mode");
  const practice = choice("radio", "Practice", "Feedback at once and a second try. The answers are in the bundle, so it can be no test.",
    { name: mode, value: "practice", checked: true, onchange: changed });
  const graded = choice("radio", "Graded", "No answer, hint or feedback in the bundle. You mark with a key that stays with you.",
    { name: mode, value: "graded", onchange: changed });
  const shuffle = choice("checkbox", "Shuffle for each student", "Options stand in an order of each student's own.");
  const text = choice("checkbox", "Keep the lesson's text", "Of a graded lesson it may tell answers, so it stays out otherwise.");

  // 3. For whom, 4. Where to
  function field(words, input, quiet) {
    const [name, about] = [unique("name"), unique("about")];
    input.setAttribute("aria-labelledby", name);
    input.setAttribute("aria-describedby", about);
    return h("label", { class: "te-field" }, h("span", { id: name }, words), input, h("span", { class: "ex-quiet", id: about }, quiet));
  }
  const due = h("input", { type: "text", maxlength: 200, autocomplete: "off" });
  const students = h("textarea", { rows: 4, spellcheck: "false", autocomplete: "off" });
  const form = unique("form");
  const zip = choice("radio", "Zips", "One file a bundle: for a learning platform.", { name: form, value: "zip", checked: true });
  const folder = choice("radio", "Folders", "To copy to a shared drive or a server.", { name: form, value: "folder" });
  const out = h("input", { type: "text", value: state().out, spellcheck: "false", autocomplete: "off" });

  const summary = h("p", { class: "te-summary" });
  const button = h("button", { type: "button", class: "ex-button ex-main", onclick: send }, "Make the assignment");

  const card = h("section", { class: "ex-card te-assign", "aria-labelledby": heading },
    h("h3", { class: "ex-title", id: heading }, "Make an assignment"),
    h("fieldset", {}, h("legend", {}, "1. What?"), lessons.map((one) => one.element)),
    h("fieldset", {}, h("legend", {}, "2. How?"), practice.label, graded.label, shuffle.label, text.label),
    h("fieldset", {}, h("legend", {}, "3. For whom, and by when?"),
      field("Due", due, "As students shall read it, such as: Friday, 9 a.m. It is told, not enforced."),
      field("Class list", students, "A name a line makes a bundle for each student. Left empty: one bundle for all.")),
    h("fieldset", {}, h("legend", {}, "4. Where to?"), zip.label, folder.label,
      field("New folder", out, `Bundles and key go there. It is made in ${state().base}.`)),
    summary, h("div", { class: "ex-actions" }, button), said, result);

  function chosen() {
    return lessons.flatMap(({ whole, single }) => (whole.input.checked ? [whole.input.value]
      : single.filter((one) => one.input.checked).map((one) => one.input.value)));
  }

  function changed() {
    for (const { whole, single } of lessons) {
      // A whole lesson holds its exercises already.
      for (const one of single) { one.input.disabled = whole.input.checked; one.label.classList.toggle("ex-locked", whole.input.checked); }
    }
    text.label.hidden = !graded.input.checked;
    const whole = lessons.filter((one) => one.whole.input.checked).length;
    const single = chosen().length - whole;
    const parts = [whole ? `${whole} whole ${whole === 1 ? "lesson" : "lessons"}` : null,
      single ? `${single} single ${single === 1 ? "exercise" : "exercises"}` : null].filter(Boolean);
    summary.textContent = parts.length ? `Chosen: ${parts.join(" and ")}, ${graded.input.checked ? "graded" : "practice"}.` : "Nothing is chosen yet.";
  }

  function send() {
    if (working) return;
    if (!chosen().length) { said.textContent = "Nothing is chosen yet: tick a lesson or an exercise in part 1."; lessons[0]?.whole.input.focus(); return; }
    working = true;
    button.setAttribute("aria-disabled", "true");
    result.replaceChildren();
    said.textContent = "Working … A long class list takes some seconds.";
    waiting = setTimeout(() => { free(); said.textContent = SILENT; }, 60_000);
    model.send({ type: "assign", what: chosen(), mode: graded.input.checked ? "graded" : "practice", shuffle: shuffle.input.checked,
      with_text: graded.input.checked && text.input.checked, due: due.value, students: students.value, zipped: zip.input.checked, out: out.value });
  }

  function free() {
    working = false;
    clearTimeout(waiting);
    button.removeAttribute("aria-disabled");
  }

  const code = (words) => h("code", {}, words);
  const several = (lines) => lines.map((line) => h("p", {}, code(line)));

  function arrived() {
    free();
    const { problem, made } = state();
    said.textContent = problem || "";
    result.replaceChildren();
    if (problem || !made) { if (problem) button.focus(); return; }
    const title = h("h4", { tabindex: -1 }, `Made: ${made}`);
    result.append(title,
      h("h5", {}, "Hand out"), h("p", {}, "What lies in ", code(state().hand_out), ": ", state().files.join(", "), ". ", state().each),
      h("h5", {}, state().keys.length === 1 ? "Keep: the key" : "Keep: the keys"), ...several(state().keys), h("p", {}, state().keep),
      h("h5", {}, "When they have handed in"),
      h("p", {}, "Put all files into one folder, such as ", code("handed-in"), " in the course's folder. To see your class, write in class.ipynb:"),
      ...several(state().see), h("p", {}, "To mark, with feedback and a gradebook, open mark.ipynb; or run in a terminal (File, New, Terminal):"), ...several(state().mark));
    out.value = state().out;
    title.focus();
  }

  card.addEventListener("keydown", guard);
  model.on("change:state", arrived);
  el.classList.add("ex-root");
  el.append(card);
  changed();
  return () => { model.off("change:state", arrived); clearTimeout(waiting); };
}

export default { render };
