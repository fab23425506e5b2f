"""The command line, and how it opens JupyterLab."""

import importlib.metadata
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from helpers import course, lab
from helpers.__main__ import main
from helpers.lab import LabError
from helpers.terminals import terminal_options


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Record what would replace this process."""
    commands: list[list[str]] = []
    monkeypatch.setattr(os, "execv", lambda program, command: commands.append(command))
    monkeypatch.setattr(os, "chdir", lambda folder: commands.append(["cd", str(folder)]))
    return commands


def test_lab_opens_the_first_notebook_and_passes_options_on(
    started: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: object())
    main(["lab", "--no-browser", "--port=9999"])
    assert started[-2] == ["cd", str(course.root())]
    first = "--LabApp.default_url=/lab/tree/notebooks/00-start-here.ipynb"
    assert started[-1][1:4] == ["-m", "jupyterlab", first]
    for options in (terminal_options(), ["--no-browser", "--port=9999"]):
        assert set(options) <= set(started[-1])
    assert (course.root() / lab.FIRST_NOTEBOOK).is_file()


def test_without_jupyterlab_it_says_what_to_do(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert main(["lab"]) == 1
    assert "run `make lab`, or `conda env create -f environment.yml`" in capsys.readouterr().err


def test_away_from_the_checkout_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(course, "is_checkout", lambda: False)
    with pytest.raises(LabError, match="download the whole course"):
        lab.open_lab([])


def missing(name: str) -> str:
    raise importlib.metadata.PackageNotFoundError(name)


def test_a_conda_environment_gets_the_course_without_a_download(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[list[str]] = []
    monkeypatch.setattr(importlib.metadata, "version", missing)
    monkeypatch.setattr(subprocess, "call", lambda command: calls.append(command) or 0)
    lab.install_course()
    (command,) = calls
    assert command[:4] == [sys.executable, "-m", "pip", "install"]
    assert {"--no-deps", "--no-build-isolation", str(course.root())} <= set(command)


def test_a_failed_installation_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.metadata, "version", missing)
    monkeypatch.setattr(subprocess, "call", lambda command: 1)
    with pytest.raises(LabError, match="could not be installed"):
        lab.install_course()


def test_build_check_reports_and_fails(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    build = pytest.importorskip("helpers.build", reason="only authors build notebooks")
    stale = course.root() / "notebooks" / "01-x.ipynb"
    monkeypatch.setattr(build, "build", lambda check: [stale])
    assert main(["build", "--check"]) == 1
    told = capsys.readouterr()
    assert f"out of date: {Path('notebooks/01-x.ipynb')}" in told.out
    assert "make notebooks" in told.err
    assert main(["build"]) == 0


def test_a_wrong_option_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["build", "--chek"])
    assert "--chek" in capsys.readouterr().err
