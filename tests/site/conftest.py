"""The built website, as `make site` leaves it; `make test` builds it before these tests."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright

from tests.site.live import FAILED, LEFT, Site, profile

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def built() -> Path:
    """Return build/site, which is only read; say what to do where it has not been built."""
    site = ROOT / "build" / "site"
    if not (site / "run" / "index.html").exists():
        pytest.fail("build/site is not there: run `make site`, then these tests again.", pytrace=False)
    return site


@pytest.fixture(scope="module")
def copied(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the built site that a test may change."""
    return Path(shutil.copytree(built, tmp_path_factory.mktemp("built") / "site"))


@pytest.fixture(scope="module")
def served(copied: Path) -> Iterator[Site]:
    """Serve a copy of the whole site until the module's tests are through, or one of them stops it."""
    site = Site(copied)
    yield site
    site.stop()


@pytest.fixture(scope="module")
def student(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    """One student's browser, which keeps what it has seen."""
    context = profile(playwright, tmp_path_factory.mktemp("student"))
    yield context
    context.close()


@pytest.fixture
def tab(student: BrowserContext) -> Iterator[Page]:
    """The student's tab; afterwards: nothing left this computer, and no page failed."""
    page = student.pages[0]
    page.set_default_timeout(60_000)
    page.set_viewport_size({"width": 1200, "height": 1000})
    LEFT.clear()
    FAILED.clear()
    yield page
    page.goto("about:blank")  # its Python ends with it
    assert LEFT == []
    assert FAILED == []
