// Gets ready what the live lesson will want, while its page is still being built: Python in a worker of its own, and the
// drawing of figures. On two cores that is some three seconds less to wait.

let worker = null;

/** Begin to start Python. */
export function startPython(base) {
  worker = new Worker(new URL("ahead-worker.js", base), { type: "module" });
  worker.addEventListener("error", () => { worker = null; }, { once: true }); // then the notebook starts its own
}

/** Stop it again, if no notebook has taken it. */
export function stopPython() {
  worker?.terminate();
  worker = null;
}

/** Let the first kernel of this window be the Python that was started ahead. A restarted kernel starts anew. */
export function handOver(inside) {
  if (!worker || inside.Worker.ahead) return;
  const Plain = inside.Worker;
  inside.Worker = function Worker(address, options) {
    if (!worker || !/\/pyodide-kernel-extension\/static\/comlink\.worker\./.test(address)) return new Plain(address, options);
    const ready = worker;
    worker = null;
    ready.postMessage({ begin: String(address) });
    return ready;
  };
  inside.Worker.ahead = true;
}

/** Draw a small figure where nobody sees it: reading in the drawing program is what takes long. */
export function drawAhead(panel) {
  const kind = "application/vnd.plotly.v1+json";
  const { rendermime } = panel.content;
  const model = rendermime.createModel({ data: { [kind]: { data: [{ x: [1], y: [1] }], layout: {} } } });
  const drawing = rendermime.createRenderer(kind);
  drawing.renderModel(model).catch(() => undefined).finally(() => drawing.dispose());
}
