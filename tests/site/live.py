"""The built site, served, and a live lesson in it, as the browser tests of the site use them."""

import functools
import http.server
import threading
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, Playwright
from website import lite

from tests.kit.browser import find
from tests.kit.lab import ARTIFACTS, FLAGS, IDLE_JS, KERNEL_JS, ROOT, errors, harmless, outside, run_all

NOTEBOOKS = [path.relative_to(ROOT / "notebooks").with_suffix("").as_posix() for path in lite.notebooks()]
PATIENCE = 240_000
LEFT: list[str] = []
FAILED: list[str] = []


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Any static server will do; this one keeps silent."""

    def log_message(self, *_: object) -> None:
        pass


class Site:
    """The built site, served until it is stopped."""

    def __init__(self, folder: Path, port: int = 0) -> None:
        self.folder = folder
        self._server = http.server.ThreadingHTTPServer(
            ("127.0.0.1", port), functools.partial(Quiet, directory=str(folder))
        )
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}/{path}"

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def profile(playwright: Playwright, folder: Path) -> BrowserContext:
    """Open a browser with a profile of its own, and write down what leaves the computer or fails."""
    context = playwright.chromium.launch_persistent_context(
        str(folder), executable_path=find(), args=FLAGS, viewport={"width": 1200, "height": 1000}, accept_downloads=True
    )
    context.on("request", lambda request: LEFT.append(request.url) if outside(request.url) else None)
    context.on("weberror", lambda error: None if harmless(error.error) else FAILED.append(str(error.error)))
    return context


def picture(page: Page, name: str) -> None:
    (ARTIFACTS / "site").mkdir(parents=True, exist_ok=True)
    page.screenshot(path=ARTIFACTS / "site" / f"{name}.png", animations="disabled")


def through_the_doorway(page: Page, site: Site, name: str) -> None:
    page.goto(site.url(f"run/{name}.html"))
    page.wait_for_function("document.body.dataset.ready", timeout=PATIENCE)
    [inside] = page.main_frame.child_frames
    assert errors(inside) == [], name
    # Every cell has run; that Python has nothing more to do is told a moment later.
    inside.wait_for_function(IDLE_JS)


def alone(page: Page, site: Site, path: str) -> None:
    """Run a live lesson in a tab of its own, without the doorway; the kernel of the page before ends with it."""
    page.goto("about:blank")
    page.goto(site.url(f"run/notebooks/index.html?path={path}.ipynb"))
    page.wait_for_function(KERNEL_JS, timeout=PATIENCE)
    run_all(page, PATIENCE)
    assert errors(page) == [], path
