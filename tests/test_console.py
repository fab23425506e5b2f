"""What the commands say comes out on every console."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize("console", ["ascii", "cp1252", "cp437"])
def test_a_console_that_cannot_say_a_name_ends_no_command(tmp_path: Path, console: str) -> None:
    folder = tmp_path / "сдано"
    command = [sys.executable, "-m", "helpers", "class-ledger", str(folder), "--out", str(tmp_path / "c.json")]
    done = subprocess.run(command, capture_output=True, env={**os.environ, "PYTHONIOENCODING": console})
    said = done.stderr.decode(console)
    assert "????? is not there." in said
    assert "Traceback" not in said
    assert done.returncode == 1


def test_what_a_console_cannot_print_is_a_question_mark_on_the_way_out_too(tmp_path: Path) -> None:
    code = "from helpers.console import speak_plainly; speak_plainly(); print('“Ё”')"
    own = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=own)
    assert (done.returncode, done.stdout.strip()) == (0, b"???")
