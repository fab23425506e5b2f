// Starts Pyodide for JupyterLite. Python looks for each module in the current folder first, and here that folder is the
// notebook's drive: each look is a message to the page and back, near two hundred in a lesson. So it comes last.
import { loadPyodide as load } from "./pyodide.mjs";

export async function loadPyodide(options) {
  const python = await load(options);
  python.runPython("import sys; sys.path[:] = [*filter(None, sys.path), '']");
  return python;
}
