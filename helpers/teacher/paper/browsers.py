"""Finds a browser that can print a page to a PDF: Chromium, Chrome or Edge, one of which is on most machines."""

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

CHOSEN = "COURSE_BROWSER"  # environment variable: use just this browser
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "chrome", "msedge")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files\Microsoft\Edge\Application\msedge.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)


class NoBrowserError(RuntimeError):
    """No browser can be had; the message says what to do."""


def installed(places: Sequence[str] = PLACES) -> str | None:
    """Return the path of a browser of this machine, or None.

    places : where one may stand that is not on the PATH
    Raises NoBrowserError if the one that COURSE_BROWSER names is not there.
    """
    if chosen := os.environ.get(CHOSEN):
        if not Path(chosen).exists():
            raise NoBrowserError(f"{CHOSEN} names {chosen}, which is not there: correct it or unset it.")
        return chosen
    on_path = (shutil.which(name) for name in NAMES)
    own = Path(os.environ.get("LOCALAPPDATA", "")) / "Google" / "Chrome" / "Application" / "chrome.exe"
    return next((found for found in (*on_path, *places, str(own)) if found and Path(found).exists()), None)
