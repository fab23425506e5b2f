import sys
from pathlib import Path

import pytest

from helpers import setup_check
from helpers.setup_check import Finding, answers_folder, check_setup, python_version


def test_all_is_well_here(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COURSE_ANSWERS", str(tmp_path / "mine"))
    check_setup()
    said = capsys.readouterr().out
    assert said.count("Works: ") == len(setup_check.CHECKS)
    assert "200 events" in said
    assert str(tmp_path / "mine") in said
    assert "You are ready" in said
    assert list((tmp_path / "mine").iterdir()) == []  # the trial leaves nothing behind


def test_a_fault_is_told_and_nobody_is_called_ready(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setup_check, "CHECKS", (lambda: Finding(False, "The data are gone."),))
    check_setup()
    said = capsys.readouterr().out
    assert "Needs a hand: The data are gone." in said
    assert "ready" not in said


def test_old_python_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 4))
    finding = python_version()
    assert not finding.works
    assert "3.10 is too old" in finding.sentence


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    finding = answers_folder(tmp_path / "file" / "answers")
    assert not finding.works
    assert "copy the course to a folder that is yours" in finding.sentence
