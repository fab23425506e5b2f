// Starts Pyodide for JupyterLite, or hands over the one that ahead-worker.js has started before it was asked for.
import { loadPyodide as load } from "./pyodide.mjs";

export async function start(options) {
  const python = await load(options);
  // Python looks for each module in the current folder first, and here that folder is the notebook's drive: each look is
  // a message to the page and back, near two hundred in a lesson. So it comes last.
  python.runPython("import sys; sys.path[:] = [*filter(None, sys.path), '']");
  return python;
}

export async function loadPyodide(options) {
  const python = await globalThis.pythonAhead;
  globalThis.pythonAhead = null;
  if (!python) return start(options);
  python.setStdout({ batched: options.stdout });
  python.setStderr({ batched: options.stderr });
  return python;
}
