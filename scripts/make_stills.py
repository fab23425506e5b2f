"""Draws the still picture of every figure that the lessons show.

Each notebook runs; every figure that has a name is drawn by a browser, as on a page of paper, and saved as
notebooks/figures/NAME.png. figures.json beside them holds each figure's description, which becomes the picture's
alternative text, and a digest, by which a test sees when a figure no longer is what its picture shows.
"""

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from executed import execute_lesson, figures_of
from playwright.sync_api import Page, sync_playwright

from helpers import build, theme
from tests.kit import browser

WIDTH = 900  # px; a page's width at a size where the lettering can be read
SCALE = 2  # pixels of the picture for each of these, for print


def digest(figure: dict[str, Any]) -> str:
    """Return a name for what a figure shows: it changes when its data, lettering or size do.

    >>> layout = {"height": 176.4}
    >>> digest({"data": [], "layout": layout}) == digest({"data": [], "layout": {"height": 176.40000000000003}})
    True
    """
    kept = {"data": figure["data"], "layout": {k: v for k, v in figure["layout"].items() if k != "template"}}
    return hashlib.sha256(json.dumps(_rounded(kept), sort_keys=True).encode()).hexdigest()[:16]


def _rounded(value: Any) -> Any:
    """Round every number: since Python 3.12 sum() is more exact, and nobody sees the difference."""
    if isinstance(value, float):
        return round(value, 6)
    if isinstance(value, dict):
        return {key: _rounded(one) for key, one in value.items()}
    return [_rounded(one) for one in value] if isinstance(value, list) else value


def draw(page: Page, figure: dict[str, Any], target: Path) -> None:
    """Draw one figure on white and save it as PNG."""
    figure["layout"].update(paper_bgcolor="white", width=WIDTH)
    page.evaluate(
        """async figure => {
            const root = document.getElementById("figure");
            root.style.height = `${figure.layout.height}px`;
            await Plotly.newPlot(root, figure.data, figure.layout, {staticPlot: true});
        }""",
        figure,
    )
    page.locator("#figure").screenshot(path=target)


def main() -> int:
    from plotly.offline import get_plotlyjs

    folder = build.figures_folder()
    folder.mkdir(parents=True, exist_ok=True)
    stills: dict[str, dict[str, str]] = {}
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser.find(), args=browser.ARGUMENTS)
        page = chromium.new_page(viewport={"width": WIDTH, "height": 600}, device_scale_factor=SCALE)
        page.set_content("<body style='margin:0;background:white'><div id=figure></div>")
        page.add_style_tag(content=theme.STYLE)
        page.add_script_tag(content=get_plotlyjs())
        for lesson in build.lesson_folders():
            for figure in figures_of(execute_lesson(lesson)):
                meta = figure["layout"]["meta"]
                if meta["name"] in stills:
                    sys.exit(f"{lesson.name}: two figures are called {meta['name']!r}; give each its own name.")
                stills[meta["name"]] = {"description": meta["description"], "digest": digest(figure)}
                draw(page, figure, folder / f"{meta['name']}.png")
                print("drawn:", meta["name"])
        chromium.close()
    for old in folder.glob("*.png"):
        if old.stem not in stills:
            old.unlink()
    text = json.dumps(stills, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    (folder / "figures.json").write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
