// The reading edition's few moving parts. Without this script every page can be read all the same.
"use strict";

// --- Figures: the still picture shows; Plotly comes once a page, and only when a reader asks for a figure. ---
const here = document.currentScript.src;
let library;
const plotly = () => library ||= new Promise((done, failed) => {
  const script = document.createElement("script");
  script.src = new URL("plotly.min.js", here).href;
  script.onload = () => done(window.Plotly);
  script.onerror = () => { library = undefined; failed(new Error("no library")); };
  document.head.append(script);
});

const wake = async (figure) => {
  const button = figure.querySelector(".wake"), says = figure.querySelector(".fig-says");
  const live = figure.querySelector(".live"), still = figure.querySelector(".still");
  if (!live.hidden) {
    live.hidden = true; still.hidden = false;
    button.textContent = "Make this figure interactive"; says.textContent = "";
    return;
  }
  says.textContent = "Loading …";
  try {
    const [Plotly, answer] = await Promise.all([plotly(), fetch(figure.dataset.figure)]);
    if (!answer.ok) throw new Error(answer.status);
    const { data, layout, config } = await answer.json();
    live.hidden = false; still.hidden = true;
    if (!live.dataset.drawn) {
      await Plotly.newPlot(live, data, layout, { ...config, responsive: true });
      live.dataset.drawn = "yes";
      live.querySelectorAll("svg.main-svg").forEach((svg) => svg.setAttribute("aria-hidden", "true"));
    } else Plotly.Plots.resize(live);
    button.textContent = "Back to the still picture";
    says.textContent = "Point at a mark, or tap it, to read more.";
  } catch {
    live.hidden = true; still.hidden = false;
    says.textContent = "The figure could not be loaded. The still picture and the table below say the same.";
  }
};

document.querySelectorAll("figure.course-fig").forEach((figure) => {
  const button = figure.querySelector(".wake");
  button.hidden = false;
  button.addEventListener("click", () => wake(figure));
});

// --- The events' table: search, kind, standing, order. ---
const form = document.getElementById("event-filter");
if (form) {
  const body = document.querySelector("#event-table tbody"), rows = [...body.rows];
  const caption = document.querySelector("#event-table caption");
  const texts = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
  const places = new Map(rows.map((row, place) => [row, place]));
  const kind = (row) => row.dataset.kind;
  const orders = {
    old: (a, b) => places.get(a) - places.get(b),
    new: (a, b) => places.get(b) - places.get(a),
    kind: (a, b) => kind(a).localeCompare(kind(b)) || places.get(a) - places.get(b),
  };
  const apply = () => {
    const words = form.words.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row) => {
      row.hidden = !(words.every((word) => texts.get(row).includes(word))
        && (!form.kind.value || kind(row) === form.kind.value)
        && (!form.status.value || row.dataset.status === form.status.value));
      shown += !row.hidden;
    });
    body.append(...rows.toSorted(orders[form.order.value]));
    const sum = `${shown} of ${rows.length} events`;
    form.querySelector("output").textContent = sum;
    caption.textContent = `${sum}, ${form.order.selectedOptions[0].textContent}`;
  };
  form.hidden = false;
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  apply();
}

// --- Where no PDF file could be made, its button prints the page. ---
document.querySelectorAll('a[href="#print"]').forEach((link) => link.addEventListener("click", (event) => {
  event.preventDefault();
  window.print();
}));

// --- A wide code or data cell can be scrolled from the keyboard. ---
document.querySelectorAll("div.highlight pre, .cell_output pre, .table-wrapper").forEach((box) => { box.tabIndex = 0; });

// --- Copying the citation. ---
document.querySelectorAll("button.copy").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.of).innerText);
    button.textContent = "Copied";
  });
});
