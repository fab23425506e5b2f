// JupyterLite opens the copy of a notebook that this browser has saved, and would hide a newer edition behind it. A
// copy that was only run is dropped (answers are kept elsewhere); one that the student wrote in gets a name of its own.

/** A short mark of what stands in a notebook's cells; scripts/website/lite.py works out the same. */
export function edition(notebook) {
  const words = notebook.cells.map((cell) => [cell.source].flat().join("")).join("\0");
  let number = 2166136261;
  for (let n = 0; n < words.length; n += 1) number = Math.imul(number ^ words.charCodeAt(n), 16777619) >>> 0;
  return `${words.length}-${number.toString(16).padStart(8, "0")}`;
}

const asked = (request) => new Promise((done, fail) => {
  request.onsuccess = () => done(request.result);
  request.onerror = () => fail(request.error);
});

/** Make way for a newer edition of a notebook; returns the path of the student's own copy if one was set aside. */
export async function setAside(base, path) {
  const name = `JupyterLite Storage - ${base.pathname}`;
  const known = await indexedDB.databases?.();
  if (!known?.some((one) => one.name === name)) return null;
  const database = await asked(indexedDB.open(name));
  try {
    if (!database.objectStoreNames.contains("files")) return null;
    const model = await asked(database.transaction("files").objectStore("files").get(path));
    if (!model?.content?.cells) return null;
    const reply = await fetch(new URL(`files/${path}`, base));
    if (!reply.ok) return null;
    const newer = await reply.json();
    const from = model.content.metadata.course_edition;
    if (from === newer.metadata.course_edition) return null;
    const store = database.transaction("files", "readwrite").objectStore("files");
    let aside = null;
    if (edition(model.content) !== from) {
      const stamp = new Date().toISOString().slice(0, 16).replace("T", " ").replace(":", ".");
      aside = path.replace(/\.ipynb$/, ` (my copy, ${stamp}).ipynb`);
      await asked(store.put({ ...model, path: aside, name: aside.split("/").pop() }, aside));
    }
    await asked(store.delete(path));
    return aside;
  } finally {
    database.close();
  }
}
