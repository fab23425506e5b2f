"""Compare three ways to filter a timeline by a slider, in a real JupyterLab and browser, in one run.

ours    explore(): columns sent once, filtered and drawn in the browser
widget  a FigureWidget, its traces changed by batch_update when an ipywidgets slider moves
output  a figure made anew in an Output widget when such a slider moves

All filter the same events by their first year and draw them in the same lanes. Each has a notebook, a page and a kernel
of its own; their sliders are moved by the keyboard, in turns. Printed are milliseconds from the key to the first frame
after the figure's last change (median and 95th percentile; ours, drawn within a frame, is told up to one frame too
long), seconds from running the cell to the first figure, bytes over the socket, and how many times longer the others
took. No time is asserted.

Run it from the course's folder: python benchmarks/explorer.py (one to two minutes; --long: more steps, about ten)
"""

import argparse
import sys
import tempfile
from pathlib import Path
from statistics import median

import nbformat
from playwright.sync_api import Page, sync_playwright

from tests.kit.lab import KERNEL_JS, Lab, errors, launch, open_notebook

FIGURE = {"ours": ".xp-figure", "widget": ".js-plotly-plot", "output": ".jp-OutputArea-output .jp-OutputArea"}
DRAWN = {"ours": ".xp-figure[data-drawn]", "widget": ".js-plotly-plot .main-svg", "output": ".js-plotly-plot .main-svg"}
SLIDER = {"ours": "input[type=range]", "widget": ".noUi-handle", "output": ".noUi-handle"}

START = """import ipywidgets
import numpy as np
from benchmarks.timeline import events as draw_events

def events(n):
    # Evenly spread: each step of a slider must change what is shown, or there is nothing to wait for.
    start = np.datetime64("1948-01-01") + (np.arange(n) * 28_000 // n).astype("timedelta64[D]")
    names = [f"e{i}" for i in range(n)]
    return draw_events(n).assign(id=names, start=start, end=start + np.timedelta64(5, "D"))

def traces(table):
    import plotly.graph_objects as go
    lanes = table["category"].unique()
    for place, lane in enumerate(sorted(lanes)):
        part = table[table["category"] == lane]
        height = place + (np.arange(len(part)) % 10) / 12
        yield go.Scatter(x=part["start"], y=height, mode="markers", name=lane, text=part["title"])

def slider(table):
    years = table["start"].dt.year
    return ipywidgets.IntSlider(min=int(years.min()), max=int(years.max()), value=int(years.min()))
"""
TABLE = "table = events({n})"
CELLS = {
    "ours": "from helpers import explore\nexplore(table)",
    "widget": """import plotly.graph_objects as go
figure, first = go.FigureWidget(list(traces(table))), slider(table)
def moved(change, table=table, figure=figure):
    new = list(traces(table[table["end"].dt.year >= change["new"]]))
    with figure.batch_update():
        for old in figure.data:
            found = [trace for trace in new if trace.name == old.name]
            old.x, old.y, old.text = (found[0].x, found[0].y, found[0].text) if found else ([], [], [])
first.observe(moved, "value")
ipywidgets.VBox([first, figure])""",
    "output": """import plotly.graph_objects as go
from IPython.display import display
where, first_year = ipywidgets.Output(), slider(table)
def redraw(change, table=table, where=where):
    figure = go.Figure(list(traces(table[table["end"].dt.year >= change["new"]])))
    with where:
        where.clear_output(wait=True)
        display(figure)
first_year.observe(redraw, "value")
redraw({"new": first_year.value})
ipywidgets.VBox([first_year, where])""",
}

RUN_JS = """([index]) => {
  const notebook = window.jupyterapp.shell.currentWidget.content;
  notebook.activeCellIndex = index;
  window.jupyterapp.commands.execute("notebook:run-cell");
}"""
# From a key to the frame after the figure's last change: a change is any mutation of its part of the page.
WATCH_JS = """([index, place]) => {
  const cell = window.jupyterapp.shell.currentWidget.content.widgets[index].node;
  const figure = cell.querySelector(place);
  const now = (window.bench ??= {});
  now.observer?.disconnect();
  now.key = now.painted = 0;
  now.listener ??= document.addEventListener("keydown", () => { now.key = performance.now(); }, true) ?? true;
  now.observer = new MutationObserver(() => {
    if (!now.key) return;
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => { now.painted = performance.now(); };
      channel.port2.postMessage(0);
    });
  });
  now.observer.observe(figure, { subtree: true, childList: true, attributes: true, characterData: true });
}"""
TOOK_JS = """() => window.bench.painted ? window.bench.painted - window.bench.key : 0"""


class Bench:
    """One way of the three: its notebook in a page of its own, and what its socket has brought."""

    def __init__(self, page: Page, lab: Lab, name: str) -> None:
        self.page, self.name, self.bytes = page, name, 0
        page.on("websocket", lambda socket: socket.on("framereceived", self._count))
        open_notebook(page, lab, f"{name}.ipynb")
        self.run(0)

    def _count(self, payload: str | bytes) -> None:
        self.bytes += len(payload if isinstance(payload, bytes) else payload.encode())

    def rest(self) -> None:
        """Wait until nothing is under way."""
        self.page.wait_for_timeout(300)
        self.page.wait_for_function(KERNEL_JS, timeout=120_000)
        self.page.wait_for_timeout(100)

    def run(self, index: int) -> None:
        """Run a cell that draws nothing."""
        self.page.bring_to_front()
        self.page.evaluate(RUN_JS, [index])
        self.rest()

    def first(self, index: int) -> tuple[float, int]:
        """Run a cell; return the seconds until its figure is drawn, and the bytes received for it."""
        self.page.bring_to_front()
        before, began = self.bytes, self.page.evaluate("performance.now()")
        self.page.evaluate(RUN_JS, [index])
        drawn = self.page.locator(f".jp-Notebook .jp-Cell >> nth={index}").locator(DRAWN[self.name]).first
        drawn.wait_for(timeout=180_000)
        took = self.page.evaluate("performance.now()") - began
        self.rest()
        return took / 1000, self.bytes - before

    def step(self, index: int, quiet: float) -> tuple[float, int]:
        """Move the slider; return the milliseconds until the figure stands still, less the stillness, and the bytes."""
        self.page.bring_to_front()
        before = self.bytes
        self.page.evaluate(WATCH_JS, [index, FIGURE[self.name]])
        self.page.locator(f".jp-Notebook .jp-Cell >> nth={index}").locator(SLIDER[self.name]).first.focus()
        self.page.keyboard.press("ArrowRight")
        self.page.wait_for_function(f"({TOOK_JS})() > 0", timeout=120_000, polling=20)
        last = 0.0
        while (now := float(self.page.evaluate(TOOK_JS))) != last:
            last = now
            self.page.wait_for_timeout(quiet)
        self.page.wait_for_function(KERNEL_JS, timeout=120_000)
        return last, self.bytes - before


def compare(benches: list[Bench], index: int, n: int, steps: int) -> None:
    """Draw n events in each way, move the sliders in turns, print a line for each."""
    for bench in benches:
        bench.run(index)
    first = {bench.name: bench.first(index + 1) for bench in benches}
    taken: dict[str, list[tuple[float, int]]] = {bench.name: [] for bench in benches}
    for step in range(-2, steps):  # two to warm up
        for bench in benches:
            one = bench.step(index + 1, 150 if n < 1000 else 300)
            if step >= 0:
                taken[bench.name].append(one)
    ours = median(time for time, _ in taken["ours"])
    for name, found in taken.items():
        times = sorted(time for time, _ in found)
        high = times[min(round(0.95 * len(times)), len(times) - 1)]
        (seconds, received), moved = first[name], sum(size for _, size in found) / steps
        print(
            f"{n:>8,} {name:>7} {median(times):>9.0f} {high:>9.0f} {seconds:>9.2f} {received / 1e6:>9.2f}"
            f" {moved / 1000:>10.1f} {median(times) / ours:>8.1f} {seconds / first['ours'][0]:>8.1f}",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--long", action="store_true", help="more steps, and the others at 100,000 events too")
    long = parser.parse_args().long
    # (events, steps, how many of the three)
    plan = (
        [(200, 40, 3), (10_000, 25, 3), (100_000, 12, 3)] if long else [(200, 15, 3), (10_000, 4, 3), (100_000, 15, 1)]
    )
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    with tempfile.TemporaryDirectory() as work, tempfile.TemporaryDirectory() as home:
        for name, cell in CELLS.items():
            cells = [START, *(code for n, _, _ in plan for code in (TABLE.format(n=n), cell))]
            book = nbformat.v4.new_notebook(
                cells=[nbformat.v4.new_code_cell(code) for code in cells], metadata={"kernelspec": kernel}
            )
            nbformat.write(book, Path(work) / f"{name}.ipynb")
        with Lab(Path(work), Path(home)) as lab, sync_playwright() as playwright:
            browser = launch(playwright)
            pages = [browser.new_page(viewport={"width": 1400, "height": 900}) for _ in CELLS]
            benches = [Bench(page, lab, name) for page, name in zip(pages, CELLS, strict=True)]
            print("                  slider to figure, ms     first figure     a step   times ours:")
            print(
                f"{'events':>8} {'':>7} {'median':>9} {'p95':>9} {'s':>9} {'MB':>9} {'kB':>10} {'step':>8} {'first':>8}"
            )
            for place, (n, steps, many) in enumerate(plan):
                compare(benches[:many], 1 + 2 * place, n, steps)
            if told := [fault for bench in benches for fault in errors(bench.page)]:
                sys.exit(told[0])
            browser.close()


if __name__ == "__main__":
    main()
