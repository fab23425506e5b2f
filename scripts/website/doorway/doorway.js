// Prepares the live lesson behind its text, says in words how far that is, and opens it when the reader asks for it.
import { drawAhead, handOver, startPython, stopPython } from "./ahead.js";
import { setAside } from "./copies.js";

const { up, path, lite } = document.body.dataset;
const base = new URL(up || "./", location.href);
const status = document.getElementById("status");
const button = document.getElementById("switch");
const live = document.getElementById("live");
const text = document.getElementById("text");
const reload = "Reload this page to try again; your answers are safe.";
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

const say = (words) => { if (status.textContent !== words) status.textContent = words; };
const notice = (words, link) => {
  const line = document.createElement("p");
  line.className = "notice";
  line.textContent = words;
  if (link) {
    const to = document.createElement("a");
    to.href = link;
    to.textContent = "Open my copy";
    line.append(" ", to);
  }
  document.getElementById("notices").append(line);
};

/** Holds until it is known whether a newer edition of the site is there. The lesson starts meanwhile: waiting for the
 * answer first would cost each visit a second or two. */
let settled = Promise.resolve();

/** Register the worker that keeps files. */
async function keeper() {
  if (!navigator.serviceWorker) {
    notice("This address is not a secure one (https), so this browser keeps no answers here: before you leave, download "
      + "them with the card in “Start here”.");
    return;
  }
  // The very address that JupyterLite itself registers: it is one worker for both.
  const address = new URL("service-worker.js?enableCache=false", base);
  const known = navigator.serviceWorker.controller?.scriptURL === address.href;
  // JupyterLite's own look for old workers: it would end ours, and on a busy computer that may take half a minute, in
  // which Python starts without a place for answers.
  localStorage.setItem(`${address.href}-version`, lite);
  const registration = await navigator.serviceWorker.register(address, { scope: base.pathname });
  if (known) {
    navigator.serviceWorker.addEventListener("controllerchange", takeUp);
    const looked = registration.update().then((found) => {
      if (found.installing || found.waiting) makeWay(found);
    });
    settled = Promise.race([looked.catch(() => undefined), pause(5000)]); // without a network nobody waits long
  }
  const active = (await Promise.race([navigator.serviceWorker.ready, pause(30_000)]))?.active;
  if (active && !navigator.serviceWorker.controller) { // it claims this page in a moment, or has lost it to a hard reload
    const claimed = new Promise((done) => navigator.serviceWorker.addEventListener("controllerchange", done, { once: true }));
    active.postMessage({ type: "claim" });
    await Promise.race([claimed, pause(8000)]);
  }
  navigator.storage?.persist?.().catch(() => false);
}

const again = () => Number(sessionStorage.getItem("taken-up"));
const begun = () => document.body.classList.contains("live-shown") || again() >= 3; // whatever happens: not for ever
let startingOver = false; // a second reload would cut off the first
function startOver() {
  if (startingOver) return;
  startingOver = true;
  sessionStorage.setItem("taken-up", again() + 1); // forgotten when the lesson is ready
  location.reload();
}

/** The worker of a newer edition waits until the present one has nothing to do: so the lesson stops asking for files.
 *
 * A worker that was still starting when the newer one came is not asked by Chromium to end, and idles for 30 seconds
 * before it ends by itself; so the newer one claims its place until it has it. A page that is loaded just as the old
 * worker ends may never get an answer: so whoever waits in vain starts over well after those 30 seconds.
 */
function makeWay(registration) {
  if (begun()) return;
  making = true;
  say("A newer edition of the lessons has come. It is being fetched.");
  stopPython();
  live.replaceChildren();
  setInterval(() => registration.waiting?.postMessage({ type: "take-over" }), 200);
  setTimeout(startOver, 60_000);
}
let making = false;

/** The newer edition is in charge now. Start over with it, if the reader has not begun to work. */
function takeUp() {
  if (!begun()) {
    startOver();
    return;
  }
  const words = "These lessons have just been brought up to date. Reload this page for the new edition; your answers are safe.";
  say(words); // the notice is behind the live lesson
  notice(words);
}

/** Return how the lesson in the frame stands: has it an app, a kernel, how many cells have run. */
function standing(frame) {
  const app = frame.contentWindow?.jupyterapp;
  const panel = app?.shell?.currentWidget;
  const cells = panel?.content?.widgets?.filter((cell) => cell.model.type === "code") ?? [];
  const kernel = panel?.sessionContext?.session?.kernel;
  const ran = cells.filter((cell) => cell.model.sharedModel.execution_count !== null
    && cell.model.executionState !== "running").length;
  return { app, panel, cells: cells.length, idle: kernel?.status === "idle", kernel, ran };
}

/** A notebook takes the focus when it opens; while its reader still reads the text, the keys stay with the text. */
let reading = document.body;
addEventListener("focusin", (event) => { if (event.target !== live.firstElementChild) reading = event.target; });
function keepFocus(frame) {
  if (document.body.classList.contains("live-shown") || document.activeElement !== frame) return;
  frame.blur();
  if (reading !== document.body) reading.focus({ preventScroll: true });
}

const toTop = (frame) => {
  for (const node of frame.contentDocument.querySelectorAll(".jp-WindowedPanel-outer")) node.scrollTop = 0;
};

async function prepare() {
  startPython(base);
  const frame = document.createElement("iframe");
  frame.title = `${document.title}, live`;
  frame.src = new URL(`notebooks/index.html?path=${encodeURIComponent(path)}`, base).href;
  live.append(frame);
  addEventListener("blur", () => setTimeout(() => keepFocus(frame)));
  setInterval(() => keepFocus(frame), 200);
  const start = performance.now();
  let asked = false, drawn = false;
  for (;;) {
    await pause(100);
    if (making) return;
    const now = standing(frame);
    if (now.app) handOver(frame.contentWindow);
    if (now.kernel && !drawn) {
      drawn = true;
      drawAhead(now.panel);
    }
    const slow = performance.now() - start > 60_000 ? " This takes longer than usual." : "";
    if (performance.now() - start > 300_000) {
      say(`The live lesson could not be started. Is the network there? ${reload}`);
      return;
    }
    if (!now.app) say(`Read on. Step 1 of 4: fetching the notebook.${slow}`);
    else if (!now.kernel) say(`Read on. Step 2 of 4: opening the notebook.${slow}`);
    else if (!asked && !now.idle) say(`Read on. Step 3 of 4: starting Python in your browser.${slow}`);
    else if (!asked) {
      asked = true;
      now.app.commands.execute("notebook:run-all-cells");
      button.disabled = false;
    } else if (now.ran < now.cells && now.panel.content.widgets.every((cell) => !failed(cell))) {
      say(`Step 4 of 4: ${now.ran} of ${now.cells} live parts are ready. You may open the lesson now.`);
    } else {
      await settled; // "ready" is not said of an edition that is about to be replaced
      if (making) return;
      say("The live lesson is ready.");
      if (!document.body.classList.contains("live-shown")) toTop(frame);
      button.disabled = false;
      document.body.dataset.ready = "yes";
      sessionStorage.removeItem("taken-up");
      return;
    }
  }
}
const failed = (cell) => cell.model.type === "code"
  && cell.model.sharedModel.getOutputs().some((output) => output.output_type === "error");

button.addEventListener("click", () => {
  const shown = document.body.classList.toggle("live-shown");
  live.inert = !shown;
  text.inert = shown;
  button.textContent = shown ? "Back to the text" : "Open the live lesson";
  if (shown) live.querySelector("iframe").focus();
});
// At its full size from the start: a figure that is drawn for another height would jump when it is shown.
const place = () => { live.style.top = `${document.querySelector("header").offsetHeight}px`; };
new ResizeObserver(place).observe(document.querySelector("header")); // its height changes with what is said in it

async function main() {
  if (typeof WebAssembly !== "object" || !window.indexedDB || !HTMLElement.prototype.hasOwnProperty("inert")) {
    say("This browser is too old to run the lesson; you can read it. A current Firefox, Chrome, Edge or Safari runs it.");
    return;
  }
  place();
  try {
    await keeper();
  } catch {
    notice("This browser does not let the page keep files (a private window?), so answers are forgotten when you "
      + "leave: download them with the card in “Start here”.");
  }
  try {
    const aside = await setAside(base, path);
    if (aside) {
      notice("This lesson has been brought up to date. What you had written into the page is kept in a copy of your own; "
        + "your answers are in the lesson as before.", new URL(`notebooks/index.html?path=${encodeURIComponent(aside)}`, base).href);
    }
  } catch (fault) {
    console.warn("The saved copy could not be looked at:", fault);
  }
  await prepare();
  if (making) return;
  navigator.serviceWorker?.addEventListener("message", (event) => {
    if (event.data?.type !== "kept") return;
    document.body.dataset.kept = `${event.data.kept}/${event.data.of}`;
    if (event.data.kept === event.data.of) say("The live lesson is ready. All lessons now also open without a network.");
  });
  navigator.serviceWorker?.controller?.postMessage({ type: "keep-all" });
}
main().catch((fault) => {
  say(`The live lesson could not be started (${fault.message}). ${reload}`);
});
