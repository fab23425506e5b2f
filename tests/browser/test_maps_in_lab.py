"""The map of members in a real JupyterLab: by mouse, by keyboard alone, light and dark, on a telephone, on paper."""

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


def opened(page: Page, lab: Room, single: bool = False) -> Locator:
    return opened_card(page, lab, "map", ".mp-card", single)


def drawn(card: Locator) -> list[int]:
    """Return how many countries are drawn as new, as members before, and as neither."""
    return [card.locator(f".mp-map path.{kind}").count() for kind in ("mp-new", "mp-member", "mp-land")]


def test_by_mouse_and_by_keyboard_alone(page: Page, lab: Room) -> None:
    card = opened(page, lab)
    said, slider = card.get_by_role("status"), card.get_by_role("slider", name="Year")
    expect(said).to_contain_text("1949: 12 members. New: Belgium, Canada,")
    assert drawn(card)[:2] == [10, 0]
    card.get_by_role("button", name="Show 1999 on the map").click()
    expect(said).to_have_text("1999: 19 members. New: Czechia, Hungary and Poland (12 March 1999).")
    assert drawn(card)[:2] == [3, 14]  # two more are off the map
    expect(card.get_by_role("list").last).to_have_text("CzechiaHungaryPoland")
    expect(card.locator('tr[aria-current="true"]')).to_contain_text("12 March 1999")
    to_top(page)
    picture(page, "light-1999")

    press, cells = page.keyboard.press, page.locator(".jp-Cell").count()
    slider.focus()
    press("ArrowRight")
    expect(said).to_have_text("2000: 19 members. Nobody new.")
    expect(slider).to_have_attribute("aria-valuetext", "2000, 19 members")
    assert drawn(card)[:2] == [0, 17]
    for key in ("d", "d", "x", "a"):  # JupyterLab's own keys, with a cell in command mode
        press(key)
    press("Tab")
    press("Tab")
    press("Enter")
    expect(said).to_contain_text("2004: 26 members. New: Bulgaria, Estonia,")
    press("End")
    slider.focus()
    press("End")
    expect(said).to_have_text("2024: 32 members. New: Sweden (7 March 2024).")
    later = card.get_by_role("button", name="Next step")
    expect(later).to_have_attribute("aria-disabled", "true")
    later.focus()
    press("Enter")
    expect(said).to_contain_text("2024: 32 members")
    assert page.locator(".jp-Cell").count() == cells
    for theme in ("Light", "Dark"):
        set_theme(page, f"JupyterLab {theme}")
        axe(page, ".mp-card", theme)
    card.get_by_role("button", name="Show 2004 on the map").click()
    to_top(page)
    picture(page, "dark-2004")


def test_it_fits_a_telephone(page: Page, lab: Room) -> None:
    page.set_viewport_size({"width": 390, "height": 1500})
    card = opened(page, lab, single=True)
    card.get_by_role("button", name="Next step").click()
    card.get_by_role("button", name="Show 2004 on the map").click()
    wide = card.evaluate("""(card) => [...card.querySelectorAll('*')].filter((one) => {
      const box = one.getBoundingClientRect(); const scrolls = one.closest('.mp-table, .mp-map');
      return box.width && !scrolls && box.right > innerWidth + 1 }).map((one) => one.className)""")
    assert wide == []
    small = card.evaluate("""(card) => [...card.querySelectorAll('button, input')].filter((one) =>
      one.getBoundingClientRect().height < 44).map((one) => one.textContent)""")
    assert small == []
    sizes = card.evaluate(
        "(card) => [...card.querySelectorAll('.mp-map text')].map((one) => one.getBoundingClientRect().height)"
    )
    assert min(sizes) >= 10
    axe(page, ".mp-card", "390")
    to_top(page)
    picture(page, "narrow-2004")


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
