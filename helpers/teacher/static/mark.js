// The form that marks: which files, which key, where to; then how far it is, what was written, and what is wrong.

function render({ model, el }) {
  const state = () => model.get("state");
  const heading = unique("heading");
  const said = h("p", { class: "ex-said", role: "status" });
  const result = h("div", { class: "te-result" });
  const keys = model.get("offers");
  let working = false;
  let mine = false; // the folder for results is the teacher's own choice

  function field(words, input, quiet) {
    const [name, about] = [unique("name"), unique("about")];
    input.setAttribute("aria-labelledby", name);
    input.setAttribute("aria-describedby", about);
    return h("label", { class: "te-field" }, h("span", { id: name }, words), input, h("span", { class: "ex-quiet", id: about }, quiet));
  }
  const text = (value) => h("input", { type: "text", value, spellcheck: "false", autocomplete: "off" });
  const folder = text("handed-in");
  const known = h("select", { onchange: chosen }, keys.map((one) => h("option", { value: one.path }, one.words)),
    h("option", { value: "" }, "Another file"));
  const other = text("");
  const otherField = field("Key file", other, "The key….json that you got when you assigned.");
  const members = text("");
  const out = text("");
  out.addEventListener("input", () => { mine = true; });
  const button = h("button", { type: "button", class: "ex-button ex-main", onclick: () => send("mark") }, "Mark");
  const files = h("input", { type: "file", accept: ".csv", multiple: true });
  const bring = h("button", { type: "button", class: "ex-button", onclick: brought }, "Take these marks, and mark again");
  const more = h("details", {}, h("summary", {}, "Marks for texts that are not found by themselves"),
    field("Files saved from pages of texts", files, "Needed only where Python runs on another computer than this browser."), bring);

  const card = h("section", { class: "ex-card te-assign", "aria-labelledby": heading },
    h("h3", { class: "ex-title", id: heading }, "Mark what was handed in"),
    h("fieldset", {}, h("legend", {}, "1. What was handed in?"),
      field("Folder", folder, `All files of your students, as your learning platform gives them. It lies in ${state().base}.`),
      field("Class list", members, "May stay empty. A CSV list from your platform: it then gets its marks in its own rows.")),
    h("fieldset", {}, h("legend", {}, "2. With which key?"),
      field("Key", known, "Of the assignment that you handed out."), otherField),
    h("fieldset", {}, h("legend", {}, "3. Where to?"),
      field("Folder for results", out, "The same folder again keeps your marks by hand.")),
    h("div", { class: "ex-actions" }, button), said, result, more);

  function chosen() {
    otherField.hidden = known.value !== "";
    const one = keys.find(({ path }) => path === known.value);
    if (!mine) out.value = one ? one.out : "results";
  }

  function send(type, extra = {}) {
    if (working) return;
    working = true;
    for (const one of [button, bring]) one.setAttribute("aria-disabled", "true");
    result.replaceChildren();
    said.textContent = "Working …";
    model.send({ type, folder: folder.value, key: known.value || other.value, out: out.value, members: members.value, ...extra });
  }

  async function brought() {
    const read = [...files.files].map(async (file) => ({ name: file.name, text: await file.text() }));
    send("take", { files: await Promise.all(read) });
  }

  const code = (words) => h("code", {}, words);

  function wrong({ student, what, ask }) {
    return h("li", {}, student ? h("strong", {}, student) : null, student ? ": " : "", what, ask ? h("span", {}, " Ask for: ", ask) : null);
  }

  function arrived() {
    working = false;
    for (const one of [button, bring]) one.removeAttribute("aria-disabled");
    const { problem, made } = state();
    said.textContent = problem || "";
    result.replaceChildren();
    if (problem || !made) { if (problem) button.focus(); return; }
    const title = h("h4", { tabindex: -1 }, made);
    const { taken, texts, wrong: list } = state();
    result.append(title, ...taken.map((line) => h("p", {}, line)),
      h("h5", {}, "For your platform, and for you"), h("p", {}, code(state().gradebook)), h("p", {}, code(state().results)),
      h("h5", {}, "To hand back: a page for each student"), h("p", {}, code(state().feedback)));
    if (texts.length) {
      result.append(h("h5", {}, "Texts to read"),
        h("p", {}, "Open each file with your browser, mark, save, and press Mark here again: what you saved is found in your downloads."),
        ...texts.map((path) => h("p", {}, code(path))));
    }
    // It names people, so it is closed at first: a projector may be on.
    result.append(list.length
      ? h("details", { class: "te-wrong" }, h("summary", {}, `What is wrong or worth a look (${list.length}; it names people)`),
        h("ul", {}, list.map(wrong)), h("p", {}, "All of it: ", code(state().problems)))
      : h("p", {}, "Nothing is wrong: all could be read."));
    result.append(h("h5", {}, "To see the class"), h("p", {}, "Write in class.ipynb: ", code(`Class(${JSON.stringify(state().see)})`)));
    title.focus();
  }

  const step = () => { if (working && model.get("progress")) said.textContent = `Working … ${model.get("progress")}.`; };
  card.addEventListener("keydown", guard);
  model.on("change:state", arrived);
  model.on("change:progress", step);
  el.classList.add("ex-root");
  el.append(card);
  chosen();
  return () => { model.off("change:state", arrived); model.off("change:progress", step); };
}

export default { render };
