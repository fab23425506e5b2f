"""A browser, a page and a room for browser tests; a page may not leave the loopback, nor fail in silence."""

from collections.abc import Callable, Iterator
from itertools import count
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.kit.lab import Lab, harmless, outside
from tests.kit.rooms import Room, shared_lab

NUMBERS = count(1)


@pytest.fixture(scope="session")
def tabs(browser: Browser) -> Iterator[BrowserContext]:
    """One browser window for all pages: it keeps JupyterLab's code, as a student's does, and a test's page is a tab."""
    context = browser.new_context()
    context.new_page()  # without it, the window closes with each test's page and opens with the next
    yield context
    context.close()


@pytest.fixture
def page(tabs: BrowserContext) -> Iterator[Page]:
    page = tabs.new_page()
    page.set_viewport_size({"width": 1200, "height": 1500})
    left: list[str] = []
    failed: list[str] = []
    page.on("request", lambda request: left.append(request.url) if outside(request.url) else None)
    page.on("pageerror", lambda error: failed.append(str(error)) if not harmless(error) else None)
    yield page
    forget(page)
    page.close()
    assert left == []
    assert failed == []


def forget(page: Page) -> None:
    """Forget what the page has stored, but not JupyterLab's code: the next test begins as in a new browser."""
    at = urlsplit(page.url)
    what = "cookies,local_storage,indexeddb,cache_storage,service_workers"
    page.context.new_cdp_session(page).send(
        "Storage.clearDataForOrigin", {"origin": f"{at.scheme}://{at.netloc}", "storageTypes": what}
    )


@pytest.fixture(scope="session")
def jupyterlab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with shared_lab(tmp_path_factory.mktemp("lab")) as lab:
        yield lab


@pytest.fixture(scope="module")
def room(jupyterlab: Lab, request: pytest.FixtureRequest) -> Iterator[Callable[..., Room]]:
    """What makes the module's room; it takes the environment in which the room's kernels begin."""
    made: list[Room] = []

    def make(**environment: str) -> Room:
        made.append(Room(jupyterlab, f"{request.path.stem}-{next(NUMBERS)}", **environment))
        return made[-1]

    yield make
    for one in made:
        one.leave()
