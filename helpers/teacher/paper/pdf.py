"""Prints a page to a PDF with a browser of this machine.

A browser, and no library: the page is made for browsers, which draw its header and page numbers; one of Chromium,
Chrome or Edge is on most machines, while libraries that draw HTML need parts that pip cannot bring to each of them.
"""

import os
import subprocess
import tempfile
import time
from pathlib import Path

from helpers.exercises.bank import PlainError

PATIENCE = 120  # seconds for one page
_ARGUMENTS = (
    "--headless",
    "--disable-gpu",
    "--no-first-run",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-pdf-header-footer",
    "--generate-pdf-document-outline",
)


class PdfError(PlainError):
    """The browser made no PDF; the message says what to do instead."""


def print_pdf(browser: str, page: Path, target: Path) -> None:
    """Print an HTML file to a PDF.

    browser : the path of Chromium, Chrome or Edge; page : our own file, which holds no script and asks no network
    Raises PdfError.
    """
    target.unlink(missing_ok=True)
    # Root may not use the browser's sandbox, and some containers forbid it to everybody. The page is our own.
    as_root = getattr(os, "geteuid", lambda: 1)() == 0
    for more in (["--no-sandbox"],) if as_root else ([], ["--no-sandbox"]):
        said = _run(browser, page, target, more)
        if _is_pdf(target):
            return
    target.unlink(missing_ok=True)
    raise PdfError(f"{browser} printed no PDF{said}. Open {page} in a browser and print it from there.")


def _run(browser: str, page: Path, target: Path, more: list[str]) -> str:
    """Run the browser once; return what it said last, for a message."""
    # A profile of its own: a browser that is open already would take the command over and print nothing.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [browser, *_ARGUMENTS, *more, f"--user-data-dir={profile}"]
        command += [f"--print-to-pdf={target.absolute()}", page.absolute().as_uri()]
        try:
            done = subprocess.run(
                command, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", timeout=PATIENCE
            )
        except subprocess.TimeoutExpired:
            return f" within {PATIENCE} seconds"
        except OSError as problem:
            return f": {problem.strerror or problem}"
        # On Windows the first process may be gone before the file is there.
        patience = time.monotonic() + (10 if os.name == "nt" else 0)
        while done.returncode == 0 and not _is_pdf(target) and time.monotonic() < patience:
            time.sleep(0.2)
        return f" (exit code {done.returncode})" if done.returncode else ""


def _is_pdf(path: Path) -> bool:
    """Say whether a PDF is there, to its end."""
    try:
        content = path.read_bytes()
    except OSError:
        return False
    return content.startswith(b"%PDF-") and b"%%EOF" in content[-1024:]
