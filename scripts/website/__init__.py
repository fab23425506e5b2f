"""Builds the course's website: the browser edition here, the reading edition in `reading`."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
OUT = ROOT / "build" / "site"
CACHE = ROOT / "build" / "cache"
# helpers/ lies beside scripts/, and a script finds only its own folder.
sys.path.insert(0, str(ROOT)) if str(ROOT) not in sys.path else None


class SiteError(Exception):
    """The site cannot be built; the message says why and what to do."""
