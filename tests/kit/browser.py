"""Finds a browser for Playwright: an installed one, else Playwright's own, else Debian's package.

`python -m tests.kit.browser` prints its path and installs one where none is there.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from helpers.teacher.paper import browsers
from helpers.teacher.paper.browsers import CHOSEN, PLACES, NoBrowserError

# No sandbox: CI runs as root in a container. The others keep the browser from calling home.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def installed() -> str | None:
    """Return the path of a browser of this machine, or None; printing a worksheet asks the same."""
    return browsers.installed(PLACES)


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
