"""Compare our timeline with plotly.express.timeline on the same events: import, building, size.

Run it from the course's folder: python benchmarks/timeline.py
"""

import subprocess
import sys
import time

import numpy as np
import pandas as pd

IMPORTS = {"ours": "import helpers.timelines", "px": "import plotly.express"}
GIVE_UP = 60.0  # seconds after which a step is not repeated


def events(n: int) -> pd.DataFrame:
    """Make n events with titles, summaries and nine lanes, the same every time."""
    draw = np.random.default_rng(n)
    start = np.datetime64("1948-01-01") + draw.integers(0, 28_000, n).astype("timedelta64[D]")
    return pd.DataFrame(
        {
            "start": start,
            "end": start + np.where(draw.random(n) < 0.2, draw.integers(1, 400, n), 0).astype("timedelta64[D]"),
            "category": pd.Series([f"lane {i}" for i in range(9)])[draw.integers(0, 9, n)].to_numpy(),
            "title": [f"Event number {i} of this table" for i in range(n)],
            "summary": ["Words of the usual length, to say in two lines or three what came about, where, who " * 2] * n,
            "sources": "source-one;source-two",
            "status": np.where(draw.random(n) < 0.2, "contested", "documented"),
        }
    )


def import_time(code: str) -> float:
    """Return the seconds that a fresh Python takes to start and run an import; best of five."""
    took = []
    for _ in range(5):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)
        took.append(time.perf_counter() - began)
    return min(took)


def measure(make, repeats: int) -> tuple[float, float, int]:
    """Return the best seconds to build a figure, the seconds to write it as JSON, and the JSON's bytes."""
    best = float("inf")
    for _ in range(repeats):
        began = time.perf_counter()
        figure = make()
        best = min(best, time.perf_counter() - began)
        if best > GIVE_UP:
            break
    began = time.perf_counter()
    size = len(figure.to_json().encode())
    return best, time.perf_counter() - began, size


def main() -> None:
    ours, theirs = (import_time(IMPORTS[name]) for name in ("ours", "px"))
    bare = import_time("pass")
    ours, theirs = ours - bare, theirs - bare  # without Python's own start
    print(f"import   ours {ours:6.2f} s    px {theirs:6.2f} s    px/ours {theirs / ours:6.1f}")

    import plotly.express as px

    from helpers.timelines import timeline

    hover = ["title", "summary", "sources", "status"]
    timeline(events(5))  # both libraries warm before anything is timed
    px.timeline(events(5), x_start="start", x_end="end", y="category", hover_data=hover)
    print(f"{'events':>9} {'':>5} {'build s':>9} {'to JSON s':>10} {'JSON kB':>10}   px/ours: build, JSON size")
    for n, repeats in ((200, 7), (10_000, 5), (1_000_000, 2)):
        table = events(n)

        def draw_ours(table=table):
            return timeline(table)

        def draw_theirs(table=table):
            return px.timeline(table, x_start="start", x_end="end", y="category", color="category", hover_data=hover)

        a, b = measure(draw_ours, repeats), measure(draw_theirs, repeats)
        for name, (build, write, size) in (("ours", a), ("px", b)):
            print(f"{n:>9,} {name:>5} {build:>9.3f} {write:>10.3f} {size / 1000:>10,.0f}", end="")
            print(f"   {b[0] / a[0]:.2f}, {b[2] / a[2]:,.1f}" if name == "px" else "")


if __name__ == "__main__":
    main()
