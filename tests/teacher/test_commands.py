"""The command line: help with an example, an error in one sentence, no traceback."""

import pytest

from helpers.__main__ import main
from tests.teacher.conftest import good_and_bad, lines


@pytest.mark.parametrize("command", ["mark", "assign"])
def test_help_has_an_example(command, capsys):
    with pytest.raises(SystemExit) as stopped:
        main([command, "--help"])
    assert stopped.value.code == 0
    assert f"Example: python -m helpers {command}" in " ".join(capsys.readouterr().out.split())


def test_assign_and_mark_from_the_command_line(school, bank, tmp_path, capsys):
    out = tmp_path / "made"
    assert main(["assign", "01", "--due", "Friday", "--zip", "--out", str(out)]) == 0
    assert (out / "for-students" / "01-clocks.zip").is_file()
    told = capsys.readouterr().out
    (key,) = out.glob("key-01-*.json")
    assert f"mark FOLDER --key {key}" in told
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "ann.jsonl").write_bytes(lines(good_and_bad(bank.values())))
    assert main(["mark", str(tmp_path / "in"), "--key", str(key), "--out", str(tmp_path / "results")]) == 0
    assert "1 of 1 submission marked" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["mark", "none", "--key", "none.json", "--out", "o"], "none.json cannot be read"),
        (["mark", "none", "--key", "KEY", "--out", "o"], "none is not there"),
        (["assign", "99", "--out", "o"], "There is no lesson and no exercise '99'"),
        (["assign", "01", "--students", "none.txt", "--out", "o"], "none.txt cannot be read"),
    ],
)
def test_an_error_is_one_sentence_and_no_traceback(school, arguments, told, capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert main([str(school / "lessons") if one == "KEY" else one for one in arguments]) == 1
    error = capsys.readouterr().err
    assert told in error
    assert "Traceback" not in error
    assert len(error.strip().splitlines()) == 1
