"""Builds JupyterLite around the lessons: its apps, the notebooks and their pictures, the settings, no server."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from website import CACHE, HERE, ROOT, SiteError, distribution

EXTENSIONS = (
    "@jupyter-widgets/jupyterlab-manager",
    "@jupyterlite/pyodide-kernel-extension",
    "anywidget",
    "jupyterlab-plotly",
)
KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"
ANSWERS = "/drive/answers"  # one folder for all lessons, teacher's notebooks included


def build_config(place: Path, out: Path) -> dict[str, Any]:
    """Return JupyterLite's build settings: just our extensions, whatever else is installed here."""
    share = Path(sys.prefix) / "share" / "jupyter" / "labextensions"
    return {
        "LiteBuildConfig": {
            "contents": [str(place / "content")],
            "output_dir": str(out),
            "apps": ["lab", "notebooks", "tree"],
            "no_sourcemaps": True,
            "no_unused_shared_packages": True,
            "cache_dir": str(place / "cache"),
            "ignore_sys_prefix": ["federated_extensions"],
            "federated_extensions": [str(share / name) for name in EXTENSIONS],
        }
    }


def page_config(packages: list[str]) -> dict[str, Any]:
    """Return what the pages read: Python from our own folder, nothing from the package index, all packages ready."""
    kernel = {
        "pyodideUrl": "./static/pyodide/pyodide.js",
        "disablePyPIFallback": True,
        "loadPyodideOptions": {"packages": packages, "env": {"HOME": "/home/pyodide", "COURSE_ANSWERS": ANSWERS}},
    }
    return {
        "jupyter-lite-schema-version": 0,
        "jupyter-config-data": {
            "appName": "Almost Allies",
            "exposeAppInBrowser": True,
            "defaultKernelName": "python",
            "litePluginSettings": {KERNEL: kernel},
        },
    }


def overrides() -> dict[str, Any]:
    """Return the course's own settings for JupyterLab, and those that only the browser needs."""
    file = ROOT / "helpers" / "jupyter" / "labconfig" / "default_setting_overrides.json"
    settings: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    settings["@jupyterlab/notebook-extension:tracker"]["autoStartDefaultKernel"] = True
    settings["@jupyterlab/apputils-extension:themes"] = {"adaptive-theme": True}  # light or dark, as the doorway is
    return settings


def notebooks() -> list[Path]:
    """Return the notebooks that run in a browser, the teacher's after the students'."""
    folder = ROOT / "notebooks"
    # Marking reads a folder of the teacher's machine and draws pages with Jinja: the browser's Python has neither.
    for_teachers = sorted(path for path in folder.glob("teacher/*.ipynb") if path.stem != "mark")
    return [*sorted(folder.glob("0*.ipynb")), *for_teachers]


def edition(notebook: dict[str, Any]) -> str:
    """Return a short mark of what stands in a notebook's cells; doorway.js works out the same.

    It tells a copy that a student has written in from one that has only been run.

    >>> edition({"cells": [{"source": ["a", "b"]}]}) == edition({"cells": [{"source": "ab"}]})
    True
    """
    words = "\0".join("".join(cell["source"]) for cell in notebook["cells"]).encode("utf-16-le")
    number = 2166136261
    for low, high in zip(words[::2], words[1::2], strict=True):
        number = (number ^ (low | high << 8)) * 16777619 & 0xFFFFFFFF
    return f"{len(words) // 2}-{number:08x}"


def copy_content(target: Path) -> None:
    """Copy notebooks and stills to where JupyterLite takes its files from."""
    folder = ROOT / "notebooks"
    for path in [*notebooks(), *sorted(folder.glob("figures/*"))]:
        place = target / path.relative_to(folder)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, place)
    # The course's own kernel name is another one in the browser: without this a reader is asked to choose.
    for path in target.rglob("*.ipynb"):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        notebook["metadata"]["kernelspec"] = {
            "display_name": "Python (Pyodide)",
            "language": "python",
            "name": "python",
        }
        notebook["metadata"]["course_edition"] = edition(notebook)
        path.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def build(out: Path, source: str | None = None, cache: Path = CACHE) -> None:
    """Build the browser edition into `out`; source : see distribution.make."""
    place = cache / "lite"
    shutil.rmtree(place, ignore_errors=True)
    (place / "content").mkdir(parents=True)
    packages = distribution.make(place / "static" / "pyodide", source, cache)
    copy_content(place / "content")
    for name, content in {
        "jupyter_lite_config.json": build_config(place, out),
        "jupyter-lite.json": page_config(packages),
        "overrides.json": overrides(),
    }.items():
        (place / name).write_text(json.dumps(content, indent=1), encoding="utf-8")
    shutil.rmtree(out, ignore_errors=True)
    command = [sys.executable, "-m", "jupyterlite_core.app", "build", "--lite-dir", str(place)]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("JUPYTER")}
    done = subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True, check=False)
    if done.returncode or not (out / "notebooks" / "index.html").exists():
        raise SiteError(f"JupyterLite could not be built.\n{(done.stdout + done.stderr)[-3000:]}")
    start_our_way(out)
    wait_for_the_store(out)


def version(out: Path) -> str:
    """Return what the JupyterLite built into `out` calls its version, as its pages do."""
    settings = json.loads((out / "jupyter-lite.json").read_text(encoding="utf-8"))
    return str(settings["jupyter-config-data"]["appVersion"])


def start_our_way(out: Path) -> None:
    """Let each kernel start through start.mjs; the build has written Pyodide's own address over ours."""
    shutil.copy(HERE / "start.mjs", out / "static" / "pyodide")
    path = out / "jupyter-lite.json"
    settings = json.loads(path.read_text(encoding="utf-8"))
    kernel = settings["jupyter-config-data"]["litePluginSettings"][KERNEL]
    kernel["pyodideUrl"] = "./static/pyodide/start.mjs"
    path.write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")


def wait_for_the_store(out: Path) -> None:
    """Let a kernel start only when JupyterLite knows whether answers can be kept; wait at most a minute for it.

    JupyterLite asks in passing: while a busy browser still looks for the service worker it takes that for a no, and
    Python forgets every answer when the page is closed.
    """
    asked = re.compile(r"\(null==(\w+)\?void 0:\1\.enabled\)(?=\|\|crossOriginIsolated)")
    known = (
        r"(navigator.serviceWorker&&\1&&await Promise.race([\1.ready.then(()=>true,()=>false),"
        r"new Promise(done=>setTimeout(done,60000))]))"
    )
    folder = out / "extensions" / "@jupyterlite" / "pyodide-kernel-extension" / "static"
    found = 0
    for path in folder.glob("*.js"):
        script, times = asked.subn(known, path.read_text(encoding="utf-8"))
        if times:
            path.write_text(script, encoding="utf-8")
        found += times
    if found != 1:
        raise SiteError(
            f"JupyterLite's kernel asks {found} times for its service worker, not once: look at wait_for_the_store in "
            "scripts/website/lite.py before you take this version."
        )
