"""What a reader with a small screen, a thumb or no mouse needs, looked for on a page; and waiting for Python."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page

LEFT = 286  # pixels that JupyterLab leaves an output on a telephone 390 pixels wide
THUMB = 44  # pixels, the least that a thumb hits

_WIDE_JS = """(root, apart) => [...root.querySelectorAll("*")].filter((one) => {
  const box = one.getBoundingClientRect();
  return box.width > 1 && !(apart && one.closest(apart)) && box.right > root.getBoundingClientRect().right + 1;
}).map((one) => one.className.baseVal ?? one.className)"""
_SMALL_JS = """(root, [what, least]) => [...root.querySelectorAll(what)].filter((one) => {
  const box = one.getBoundingClientRect();
  return box.width && box.height < least;
}).map((one) => `${one.className}: ${one.textContent}`)"""


def narrow(page: Page) -> None:
    """Leave the widgets of a stage as little room as JupyterLab does on a telephone."""
    page.locator("main").evaluate("(main, left) => { main.style.width = `${left}px` }", LEFT)


def wide(place: Locator, apart: str = "") -> list[str]:
    """Return what reaches out of a place to the right. apart : what may, since it scrolls by itself"""
    found: list[str] = place.evaluate(_WIDE_JS, apart)
    return found


def small(place: Locator, what: str = "button, summary", least: int = THUMB) -> list[str]:
    """Return what a thumb would miss."""
    found: list[str] = place.evaluate(_SMALL_JS, [what, least])
    return found


def until(page: Page, true: Callable[[], bool], told: Callable[[], object] = lambda: "") -> None:
    """Wait, as long as for a page, until something is true of Python: what a page does takes a moment to get there."""
    for _ in range(400):
        if true():
            return
        page.wait_for_timeout(50)  # Playwright hears the page only while it is asked
    raise AssertionError(f"not true after 20 s: {told()}")
