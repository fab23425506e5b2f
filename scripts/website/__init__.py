"""Builds the course's website: the browser edition here, the reading edition in `reading`."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
OUT = ROOT / "build" / "site"
CACHE = ROOT / "build" / "cache"


class SiteError(Exception):
    """The site cannot be built; the message says why and what to do."""
