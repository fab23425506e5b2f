import sys
from pathlib import Path

import pytest

from helpers import setup_check
from helpers.setup_check import Finding, answers_folder, check_setup, python_version


def test_all_is_well_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COURSE_ANSWERS", str(tmp_path / "mine"))
    said = str(check_setup())
    assert said.count("Works: ") == len(setup_check.CHECKS)
    assert "203 events" in said
    assert str(tmp_path / "mine") in said
    assert "You are ready" in said
    assert list((tmp_path / "mine").iterdir()) == []  # the trial leaves nothing behind


def test_a_fault_is_told_and_nobody_is_called_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup_check, "CHECKS", (lambda: Finding(False, "The data in <C:> are gone."),))
    report = check_setup()
    assert "Needs a hand: The data in <C:> are gone." in str(report)
    assert "<li>Needs a hand: The data in &lt;C:&gt; are gone.</li>" in report._repr_html_()
    assert "ready" not in str(report) + report._repr_html_()


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
