// The worker in which Python starts before the notebook asks for it. It then becomes the notebook's own kernel worker:
// on {begin: address} it loads JupyterLite's program and hands it the messages that have come meanwhile.
const KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel";

async function startPython() {
  const settings = await (await fetch(new URL("jupyter-lite.json", location.href))).json();
  const { pyodideUrl, loadPyodideOptions } = settings["jupyter-config-data"].litePluginSettings[KERNEL];
  const address = new URL(pyodideUrl, location.href);
  const { start } = await import(address.href);
  const python = await start({ ...loadPyodideOptions, indexURL: new URL(".", address).href });
  // What the kernel and each lesson import anyway, and one figure: the rules for figures are read in with the first.
  python.runPython(`
import piplite.piplite, pyodide_kernel
import anywidget, plotly.graph_objects, pandas, ruamel.yaml
plotly.graph_objects.Figure(plotly.graph_objects.Scatter(x=[1], y=[1])).to_dict()
del piplite, pyodide_kernel, anywidget, plotly, pandas, ruamel
`);
  return python;
}

// start.mjs takes it from here; where it has failed, start.mjs starts another.
globalThis.pythonAhead = startPython().catch((fault) => {
  console.warn("Python could not be started ahead:", fault);
  return null;
});

const waiting = [];
async function listen(event) {
  if (!event.data?.begin) {
    waiting.push(event);
    return;
  }
  await import(event.data.begin);
  removeEventListener("message", listen);
  for (const { data, ports } of waiting) dispatchEvent(new MessageEvent("message", { data, ports: [...ports] }));
}
addEventListener("message", listen);
