"""A browser is found, or installed, or its absence is told; the browser tests never skip in silence."""

import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("playwright", reason="drives the browser")

from tests.kit import browser
from tests.kit.browser import NoBrowserError


@pytest.fixture
def bare_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine without any browser."""
    monkeypatch.setattr(browser, "PLACES", ())
    monkeypatch.setattr(browser, "playwrights_own", lambda: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv(browser.CHOSEN, raising=False)
    return tmp_path


def program(path: Path) -> Path:
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


def test_no_browser_is_told_with_the_remedy(bare_machine: Path) -> None:
    with pytest.raises(NoBrowserError, match="need Chromium, Chrome or Edge and found none: install one"):
        browser.find()


@pytest.mark.parametrize("name", ["chromium", "google-chrome", "microsoft-edge"])
def test_an_installed_browser_is_used(bare_machine: Path, name: str) -> None:
    here = program(bare_machine / name)
    assert browser.find() == str(here)


def test_a_chosen_browser_that_is_not_there_is_told(bare_machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(browser.CHOSEN, "/nowhere/chrome")
    with pytest.raises(NoBrowserError, match="/nowhere/chrome, which is not there"):
        browser.find()


def test_playwrights_own_comes_before_debians(bare_machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[list[str]] = []
    for name in ("apt-get",):
        program(bare_machine / name)
    monkeypatch.setattr(browser.os, "geteuid", lambda: 0, raising=False)

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        tried.append(command)
        if command[:2] == ["apt-get", "install"]:
            program(bare_machine / "chromium")
        return subprocess.CompletedProcess(command, 1)

    monkeypatch.setattr(browser.subprocess, "run", run)
    assert browser.install() == str(bare_machine / "chromium")
    assert tried[0][:3] == [sys.executable, "-m", "playwright"]
    assert [command[0] for command in tried[1:]] == ["apt-get", "apt-get"]


def test_where_nothing_helps_installing_fails(bare_machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failed = subprocess.CompletedProcess([], 1)
    monkeypatch.setattr(browser.subprocess, "run", lambda *a, **k: failed)
    with pytest.raises(NoBrowserError):
        browser.install()
