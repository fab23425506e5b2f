"""The built website, as `make site` leaves it; `make test` builds it before these tests."""

import shutil
from pathlib import Path

import pytest

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
