// Compile the modules of wheels (and of the standard library's zip) with the same Pyodide that will run them, and leave
// out files that nobody reads.
// usage: node pyc_wheel.mjs PYODIDE_FOLDER LEFT_OUT_PATTERN (WHEEL TARGET)...
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [folder, leftOut, ...pairs] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(path.resolve(folder, "pyodide.mjs")));
const python = await loadPyodide({ indexURL: path.resolve(folder) + "/" });
python.runPython(`
import base64, hashlib, importlib._bootstrap_external as bootstrap, io, re, zipfile

def convert(data, left_out):
    source, made = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    target = zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9)
    record = next((name for name in source.namelist() if re.fullmatch(r"[^/]+\\.dist-info/RECORD", name)), None)
    place = "/lib/python3.12/site-packages/" if record else "/lib/python312.zip/"  # what a traceback names
    rows = []

    def put(name, content):
        info = zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0))
        info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
        target.writestr(info, content)
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
        rows.append(f"{name},sha256={digest},{len(content)}")

    for info in source.infolist():
        name = info.filename
        if info.is_dir() or name == record or re.match(left_out, name):
            continue
        content = source.read(info)
        if name.endswith(".py") and ".data/" not in name:
            # Nobody reads the docstrings of plotly's generated classes here, and they are half of it.
            level = 2 if name.startswith("plotly/graph_objs/") else 0
            try:
                code = compile(content, place + name, "exec", dont_inherit=True, optimize=level)
            except SyntaxError:
                put(name, content)
            else:
                put(name + "c", bytes(bootstrap._code_to_hash_pyc(code, b"\\0" * 8, False)))
        else:
            put(name, content)
    if record:
        rows.append(record + ",,")
        target.writestr(zipfile.ZipInfo(record, (2020, 1, 1, 0, 0, 0)), "\\n".join(rows) + "\\n")
    target.close()
    return made.getvalue()
`);
const convert = python.globals.get("convert");
for (let n = 0; n < pairs.length; n += 2) {
  const made = convert(python.toPy(new Uint8Array(fs.readFileSync(pairs[n]))), leftOut);
  fs.writeFileSync(pairs[n + 1] + ".part", made.toJs());
  fs.renameSync(pairs[n + 1] + ".part", pairs[n + 1]);
  made.destroy();
}
