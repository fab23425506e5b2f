"""What all tests share: one Playwright a process, and how the tests are dealt out to the processes."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Deal out whole files under `--dist loadfile`, and one by one the tests in a browser, none of which needs another.

    So no process is left with the longest file when the others are through.
    """
    from xdist.scheduler import LoadScopeScheduling

    class FilesThenSingles(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.split("::", 1)[0]
            return nodeid if file.startswith(("tests/browser/", "tests/stage/")) else file

    return FilesThenSingles(config, log) if config.getvalue("dist") == "loadfile" else None


@pytest.fixture(scope="session")
def playwright() -> "Iterator[Playwright]":
    """A second one beside it does not start."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=20_000)  # two browsers share a machine here; what is not there shows in the end
    with sync_playwright() as one:
        yield one


@pytest.fixture(scope="session")
def browser(playwright: "Playwright") -> "Iterator[Browser]":
    """One browser a process; each test has a page of its own."""
    from tests.kit.lab import launch

    browser = launch(playwright)
    yield browser
    browser.close()
