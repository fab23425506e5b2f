"""The map of members where JupyterLab has a part: its keys and theme; and the map as a figure, which needs no network.

All else that the map does is in tests/stage/test_maps.py.
"""

import json

import pytest
from playwright.sync_api import Locator, Page, expect

from helpers import load_members, membership_map
from helpers.export import draw, library
from helpers.figures import caption
from tests.kit.cards import axe
from tests.kit.lab import ARTIFACTS, set_theme, to_top
from tests.kit.rooms import Room, opened_card

pytestmark = pytest.mark.browser

CELLS = [
    "from helpers import load_members, membership_by_year, membership_map, show\nmembers = load_members()",
    'chosen = membership_by_year(members, label=["UKR", "GEO", "RUS"], note="A note.")\nchosen',
    'show(membership_map(members, 2004, label=["UKR", "GEO", "RUS"], title="2004", note="A note."), "map")',
]


@pytest.fixture(scope="module")
def lab(room):
    lab = room()
    lab.write("map", CELLS)
    return lab


def picture(page: Page, name: str) -> None:
    folder = ARTIFACTS / "maps"
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{name}.png", animations="disabled")


def opened(page: Page, lab: Room) -> Locator:
    return opened_card(page, lab, "map", ".mp-card")


def test_no_key_of_jupyterlab_is_heard_and_the_map_follows_its_theme(page: Page, lab: Room) -> None:
    card = opened(page, lab)
    cells = page.locator(".jp-Cell").count()
    card.get_by_role("slider", name="Year").focus()
    for key in ("d", "d", "x", "a"):  # JupyterLab's own keys, with a cell in command mode
        page.keyboard.press(key)
    page.keyboard.press("ArrowRight")
    expect(card.get_by_role("status")).to_contain_text("1950: 12 members. Nobody new.")
    assert page.locator(".jp-Cell").count() == cells
    card.get_by_role("button", name="Show 2004 on the map").click()
    for theme in ("Light", "Dark"):
        set_theme(page, f"JupyterLab {theme}")
        axe(page, ".mp-card", theme)
        to_top(page)
        picture(page, f"{theme.lower()}-2004")


@pytest.mark.parametrize("width", [286, 390, 1200])
def test_the_figure_needs_no_network_and_its_words_stay_inside(browser, width, tmp_path):
    figures = [
        membership_map(load_members(), year, label=["UKR", "GEO"], title="Who", note="A note. " * 6)
        for year in (1949, 2004)
    ]
    body = "".join(draw(json.loads(fig.to_json()), f"map-{n}") + caption(fig) for n, fig in enumerate(figures))
    file = tmp_path / "page.html"
    file.write_text(
        "<!doctype html><html lang='en'><head><meta charset='utf-8'><title>Maps</title><style>body{margin:0}</style>"
        f"{library()}</head><body><main><h1>Maps</h1>{body}</main></body></html>",
        encoding="utf-8",
    )
    page = browser.new_page(viewport={"width": width, "height": 1400})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    page.wait_for_function("document.querySelectorAll('.js-plotly-plot .main-svg').length >= 2")
    out = page.evaluate("""() => [...document.querySelectorAll('.js-plotly-plot')].flatMap((plot) => {
      const frame = plot.getBoundingClientRect();
      return [...plot.querySelectorAll('.textpoint text, .annotation-text')].filter((node) => {
        const box = node.getBoundingClientRect();
        return box.width && (box.left < frame.left - 1 || box.right > frame.right + 1 || box.bottom > frame.bottom + 1)
      }).map((node) => node.textContent) })""")
    assert out == []
    # A kilometre is as long from west to east as from south to north.
    scale = page.evaluate("""() => [...document.querySelectorAll('.js-plotly-plot')].map(({ _fullLayout: f }) =>
      Math.abs((f.xaxis._length / (f.xaxis.range[1] - f.xaxis.range[0])) /
               (f.yaxis._length / (f.yaxis.range[1] - f.yaxis.range[0])) - 1))""")
    assert max(scale) < 0.01
    assert [url for url in asked if not url.startswith("file:")] == []
    page.close()
