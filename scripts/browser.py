"""Finds a browser for Playwright: an installed one, else Playwright's own, else Debian's package.

`python scripts/browser.py` prints its path and installs one where none is there.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

CHOSEN = "COURSE_BROWSER"  # environment variable: use just this browser
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "chrome")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
# No sandbox: CI runs as root in a container. The others keep the browser from calling home.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class NoBrowserError(RuntimeError):
    """No browser can be had; the message says what to do."""


def installed() -> str | None:
    """Return the path of a browser of this machine, or None."""
    if chosen := os.environ.get(CHOSEN):
        if not Path(chosen).exists():
            raise NoBrowserError(f"{CHOSEN} names {chosen}, which is not there: correct it or unset it.")
        return chosen
    on_path = (shutil.which(name) for name in NAMES)
    return next((found for found in (*on_path, *PLACES) if found and Path(found).exists()), None)


def playwrights_own() -> str | None:
    """Return the path of the Chromium that Playwright downloaded, or None."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def find() -> str:
    """Return the path of a browser; raise NoBrowserError if none is installed."""
    path = installed() or playwrights_own()
    if not path:
        raise NoBrowserError(
            "The browser tests need Chromium, Chrome or Edge and found none: install one, "
            f"or set {CHOSEN} to its path, then run the command again."
        )
    return path


def install() -> str:
    """Return the path of a browser, after installing one where none is there."""
    try:
        return find()
    except NoBrowserError:
        pass
    tries = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if shutil.which("apt-get") and getattr(os, "geteuid", lambda: 1)() == 0:
        tries += [["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium"]]
    for command in tries:
        print("No browser yet; trying:", " ".join(command), flush=True)
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        if path := installed() or playwrights_own():
            return path
    return find()


if __name__ == "__main__":
    try:
        print(install())
    except NoBrowserError as error:
        sys.exit(str(error))
