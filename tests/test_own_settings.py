"""The course starts whatever a student's own Jupyter says, and whatever their home takes."""

import contextlib
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from helpers import course
from helpers.lab import FIRST_NOTEBOOK
from helpers.own_settings import places_that_take

OWN = """
c.ServerApp.root_dir = {elsewhere!r}
c.ServerApp.preferred_dir = {elsewhere!r}
c.FileContentsManager.root_dir = {elsewhere!r}
"""


def status_when_it_listens(address: str) -> int:
    """Ask until somebody listens: the server prints its address a moment before it does."""
    end = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(address) as answer:
                return int(answer.status)
        except urllib.error.URLError as problem:
            if not isinstance(problem.reason, ConnectionRefusedError) or time.monotonic() > end:
                raise
            time.sleep(0.1)


def first_notebook_opens(home: Path) -> list[str]:
    """Start JupyterLab as `make lab` does, ask it for the first notebook, and return what it printed till then."""
    command = [
        sys.executable,
        "-m",
        "helpers",
        "lab",
        "--no-browser",
        "--allow-root",
        "--ServerApp.token=t",
        "--port=0",
    ]
    own = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "IPYTHON"))}
    started = subprocess.Popen(
        command,
        cwd=course.root(),
        env={**own, "HOME": str(home), "USERPROFILE": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    printed: list[str] = []
    try:
        assert started.stdout
        for line in started.stdout:
            printed.append(line)
            if "http://127.0.0.1:" in line:
                base = line[line.index("http://127.0.0.1:") :].split("/lab")[0].strip()
                asked = f"{base}/api/contents/{FIRST_NOTEBOOK}?content=0&token=t"
                assert status_when_it_listens(asked) == 200
                return printed
        raise AssertionError("".join(printed)[-2000:])
    finally:
        with contextlib.suppress(ProcessLookupError):
            started.send_signal(signal.SIGKILL)
        started.communicate()


def test_a_folder_in_somebodys_own_settings_does_not_hide_the_notebooks(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / ".jupyter").mkdir()
    (tmp_path / ".jupyter" / "jupyter_server_config.py").write_text(OWN.format(elsewhere=str(elsewhere)))
    first_notebook_opens(tmp_path)


def test_a_home_that_takes_nothing_is_one_sentence_and_the_course_opens(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file, in which nothing can lie")
    printed = first_notebook_opens(tmp_path / "home")
    assert "so its own settings last until you close it. Your answers do not lie there." in printed[0]
    assert "Traceback" not in printed[0]


def test_a_home_that_takes_files_is_left_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("JUPYTER_RUNTIME_DIR", "JUPYTER_DATA_DIR", "JUPYTER_CONFIG_DIR", "IPYTHONDIR"):
        monkeypatch.setenv(name, str(tmp_path / name))
    assert places_that_take() == ({}, "")
