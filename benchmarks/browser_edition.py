"""Measure how fast a lesson starts in the browser: our build, and beside it a plain JupyterLite build, in one run.

Cold is a new browser profile, warm the next visit with the same one. For each: seconds from the click until the first
figure and the first exercise stand there, until all cells have run, the browser's CPU seconds, and the bytes that the
server sent. The plain build is JupyterLite 0.6.4 as its manual has it: wheels in pypi/, installed by the first cell.

--runs N   how often (median; default 5)
"""

import argparse
import functools
import http.server
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "scripts")]  # the website is built by scripts, which find one another there

import psutil  # noqa: E402
from playwright.sync_api import Playwright, sync_playwright  # noqa: E402
from website import CACHE, distribution, fetching, lite  # noqa: E402

from tests.kit.browser import find  # noqa: E402
from tests.kit.lab import FLAGS, IDLE_JS  # noqa: E402

SITE = ROOT / "build" / "site"
LESSON = "01-what-does-the-essay-claim"
PLAIN = ("jupyterlite-core==0.6.4", "jupyterlite-pyodide-kernel==0.6.1", "jupyter_server", "pkginfo")
PLAIN_FRONT = ("jupyterlab_widgets==3.0.15", "anywidget==0.11.0", "plotly==7.1.0")
INSTALL = "%pip install -q almost-allies nbformat plotly ipywidgets anywidget itables ruamel.yaml"
# Our page holds the live lesson in a frame, the plain one is the lesson itself.
IN_LESSON = "(() => { const w = (document.querySelector('iframe')?.contentWindow ?? window); return w.eval(%s) })()"
SEEN = (
    "Boolean(document.querySelector('.js-plotly-plot .main-svg') && document.querySelector('.ex-card[data-exercise]'))"
)
START = """(() => { const w = window.jupyterapp?.shell.currentWidget; const k = w?.sessionContext?.session?.kernel;
  if (!k || k.status !== 'idle') return false;
  window.jupyterapp.commands.execute('notebook:run-all-cells'); return true })()"""


class Counting(http.server.SimpleHTTPRequestHandler):
    """A static server that counts what it sends."""

    sent = 0

    def log_message(self, *_: object) -> None:
        """Keep silent."""

    def copyfile(self, source: Any, outputfile: Any) -> None:
        """Send a file and count it."""
        Counting.sent += os.fstat(source.fileno()).st_size if hasattr(source, "fileno") else 0
        super().copyfile(source, outputfile)


def build_plain(out: Path) -> None:
    """Build the same lesson with a plain JupyterLite, in an environment of its own under build/cache."""
    venv = CACHE / "plain-venv"
    python = venv / "bin" / "python"
    if not (venv / "done").exists():
        subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
        for options in (PLAIN, ("--no-deps", *PLAIN_FRONT)):
            subprocess.run([str(python), "-m", "pip", "install", "-q", *options], check=True)
        (venv / "done").touch()
    place = CACHE / "plain"
    shutil.rmtree(place, ignore_errors=True)
    pyodide, pypi = place / "static" / "pyodide", place / "pypi"
    for folder in (pyodide, pypi, place / "content"):
        folder.mkdir(parents=True)
    core = fetching.npm_packages(CACHE) / "pyodide"
    for name in distribution.CORE:
        shutil.copy(core / name, pyodide)
    lock = json.loads((core / "pyodide-lock.json").read_text(encoding="utf-8"))
    lock["packages"] = distribution.closure(lock["packages"], (*distribution.OFFICIAL, "ssl"))
    for one in lock["packages"].values():
        shutil.copy(fetching.official_wheel(one, CACHE, None), pyodide)
    (pyodide / "pyodide-lock.json").write_text(json.dumps(lock), encoding="utf-8")
    for wheel in fetching.pure_wheels(CACHE):
        shutil.copy(wheel, pypi)
    distribution.stub_wheel(pypi)
    distribution.course_wheel(pypi)
    lite.copy_content(place / "content")
    path = place / "content" / f"{LESSON}.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    cell = {"cell_type": "code", "execution_count": None, "id": "install", "metadata": {}, "outputs": []}
    notebook["cells"].insert(0, {**cell, "source": INSTALL})
    path.write_text(json.dumps(notebook), encoding="utf-8")
    settings = lite.page_config([])
    data = settings["jupyter-config-data"]
    data["litePluginSettings"] = {lite.KERNEL: {"pyodideUrl": "./static/pyodide/pyodide.js"}}
    (place / "jupyter-lite.json").write_text(json.dumps(settings), encoding="utf-8")
    (place / "overrides.json").write_text(json.dumps(lite.overrides()), encoding="utf-8")
    config = {"LiteBuildConfig": {"contents": ["content"], "output_dir": str(out), "cache_dir": ".cache"}}
    (place / "jupyter_lite_config.json").write_text(json.dumps(config), encoding="utf-8")
    command = [str(python), "-m", "jupyterlite_core.app", "build", "--lite-dir", str(place)]
    subprocess.run(command, cwd=place, check=True, stdout=subprocess.DEVNULL)


def measure(playwright: Playwright, address: str, profile: str, ours: bool) -> tuple[float, float, float, float]:
    """Open the lesson once; return seconds to the first figure and exercise, to the end, CPU seconds, megabytes."""
    context = playwright.chromium.launch_persistent_context(profile, executable_path=find(), args=FLAGS)
    page = context.new_page()
    before = Counting.sent
    start = time.perf_counter()
    page.goto(address, wait_until="commit")

    def wait(expression: str) -> float:
        code = IN_LESSON % json.dumps(expression)
        page.wait_for_function(f"() => {{ try {{ return {code} }} catch {{ return false }} }}", timeout=300_000)
        return time.perf_counter() - start

    if not ours:
        wait(START)  # our doorway runs the cells itself
    seen = wait(SEEN)
    done = wait(f"({IDLE_JS})()")
    spent = sum(
        sum(process.cpu_times()[:2])
        for process in psutil.process_iter(["cmdline"])
        if any(profile in part for part in process.info["cmdline"] or ())
    )
    context.close()
    return seen, done, spent, (Counting.sent - before) / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5, help="how often each is measured")
    runs = parser.parse_args().runs
    place = Path(tempfile.mkdtemp())
    if not (SITE / "run" / f"{LESSON}.html").exists():
        parser.error("there is no website yet: run `make site` first")
    (place / "ours").symlink_to(SITE, target_is_directory=True)
    build_plain(place / "plain" / "run")
    handler = functools.partial(Counting, directory=str(place))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}"
    addresses = {
        "ours": f"{base}/ours/run/{LESSON}.html",
        "plain": f"{base}/plain/run/notebooks/index.html?path={LESSON}.ipynb",
    }
    found: dict[tuple[str, str], list[tuple[float, ...]]] = {}
    with sync_playwright() as playwright:
        for _ in range(runs):
            for name, address in addresses.items():  # by turns: what else the machine does then falls on both
                with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
                    for visit in ("cold", "warm"):
                        found.setdefault((visit, name), []).append(
                            measure(playwright, address, profile, name == "ours")
                        )
    print(f"{LESSON}, median of {runs}; load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print("visit  build   first figure and exercise   all cells      CPU     moved")
    middle = {key: [statistics.median(column) for column in zip(*rows, strict=True)] for key, rows in found.items()}
    for (visit, name), (seen, done, spent, moved) in sorted(middle.items()):
        print(f"{visit:6} {name:6} {seen:24.1f} s {done:11.1f} s {spent:7.1f} s {moved:6.1f} MB")
    for visit in ("cold", "warm"):
        ratios = [b / a if a else 0 for a, b in zip(middle[visit, "ours"], middle[visit, "plain"], strict=True)]
        print(
            f"{visit}: plain takes {ratios[0]:.2f} times as long to the first, {ratios[1]:.2f} times to the last cell,"
        )
        print(f"      {ratios[2]:.2f} times the CPU")
    shutil.rmtree(place, ignore_errors=True)
    server.shutdown()


if __name__ == "__main__":
    main()
