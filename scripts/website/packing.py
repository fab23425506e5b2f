"""Finishes the site: the two service workers that know every file by its hash, and the zip."""

import json
import shutil
import zipfile
from pathlib import Path

from website import CACHE, HERE, fetching

README = HERE / "README-site.txt"


def listing(folder: Path, left_out: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """Return each file's address below `folder` and its SHA-256, in order; not the service worker itself."""
    found = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and path.name != "service-worker.js" and not name.startswith(left_out):
            found.append((name, fetching.sha256(path)))
    return found


def worker(name: str, files: list[tuple[str, str]], cache: Path) -> str:
    """Return the service worker's text for these files; name : of its store in the browser."""
    modules = fetching.npm_packages(cache)
    place = cache / "worker"
    place.mkdir(parents=True, exist_ok=True)
    shutil.copy(HERE / "worker.js", place)
    made = place / "made.js"
    options = ["--bundle", "--minify", "--format=iife", "--target=es2022", "--log-level=warning"]
    options += [f"--define:process.env.NODE_ENV={json.dumps('production')}", f"--outfile={made}"]
    # The packages lie beside, in build/cache/npm.
    link = place / "node_modules"
    if not link.exists():
        link.symlink_to(modules, target_is_directory=True)
    fetching.node([str(modules / "esbuild" / "bin" / "esbuild"), "worker.js", *options], place)
    facts = f"const NAME = {json.dumps(name)};\nconst FILES = {json.dumps(files)};\n"
    return "(() => {\n" + facts + made.read_text(encoding="utf-8") + "})();\n"


def finish(out: Path, cache: Path = CACHE) -> Path:
    """Write the service workers and the zip of the site in `out`, and return the zip."""
    shutil.copy(README, out / "README.txt")
    run = out / "run"
    if run.is_dir():
        # JupyterLite's own worker is what lets Python read and save files; ours listens first, in the same file.
        lite = run / "lite-service-worker.js"
        if not lite.exists():
            shutil.move(run / "service-worker.js", lite)
        ours = worker("course-run", listing(run, ("lite-service-worker.js",)), cache)
        (run / "service-worker.js").write_text(ours + lite.read_text(encoding="utf-8"), encoding="utf-8")
    pages = listing(out, ("run/", "README.txt"))
    (out / "service-worker.js").write_text(worker("course-pages", pages, cache), encoding="utf-8")
    target = out.with_name(out.name + ".zip")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for path in sorted(out.rglob("*")):
            if path.is_file():
                info = zipfile.ZipInfo(f"{out.name}/{path.relative_to(out).as_posix()}", (2020, 1, 1, 0, 0, 0))
                info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
                archive.writestr(info, path.read_bytes())
    return target
