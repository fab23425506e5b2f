"""A browser, and stages in it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright

from tests.kit.lab import launch
from tests.kit.stage import Stage


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    browser = launch(playwright)
    yield browser
    browser.close()


@pytest.fixture
def stage(browser: Browser) -> Iterator[Stage]:
    with Stage(browser) as stage:
        yield stage


@pytest.fixture
def phone(browser: Browser) -> Iterator[Stage]:
    with Stage(browser, phone=True) as stage:
        yield stage
