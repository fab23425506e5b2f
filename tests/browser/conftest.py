"""A browser and a page for every browser test; a page may not leave the loopback, nor fail in silence."""

from collections.abc import Iterator

import pytest
from lab import launch, outside
from playwright.sync_api import Browser, Page, Playwright


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    browser = launch(playwright)
    yield browser
    browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1200, "height": 1500})
    left: list[str] = []
    failed: list[str] = []
    page.on("request", lambda request: left.append(request.url) if outside(request.url) else None)
    page.on("pageerror", lambda error: failed.append(str(error)))
    yield page
    page.close()
    assert left == []
    assert failed == []
