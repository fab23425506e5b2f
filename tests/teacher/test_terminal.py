"""The README's commands, typed where the README says to type them: in a terminal of `make teach`."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from helpers import terminals
from helpers.__main__ import wrong_python
from helpers.exercises.record_line import Attempt, to_line
from helpers.terminals import shell_command, terminal_options

pytest.importorskip("jupytext", reason="printing needs what `make teach` installs")

ROOT = Path(__file__).resolve().parents[2]
COMMAND = re.compile(r"python -m helpers [a-z-]+(?: [^`\n]*)?")
ANSWER = """
from helpers import assignment, exercise, hand_in
assignment("Zoë Example")
card = exercise("02-nearest-year")
card.commit(1993, "sure")
assert card.state["saved"]
hand_in()
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Path:
    """A copy of the whole course, to assign in and to mark in."""
    folder = tmp_path_factory.mktemp("course") / "almost allies"
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout
    for name in listed.decode().split("\0"):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def person(tmp_path_factory) -> Path:
    """The home of somebody whose own settings put another Python first, and call it by that name."""
    home = tmp_path_factory.mktemp("home")
    other = home / "other"
    other.mkdir()
    for name in ("python", "python3"):
        (other / name).write_text("#!/bin/sh\necho another Python; exit 9\n")
        (other / name).chmod(0o755)
    settings = f'export PATH="{other}:$PATH"\nalias python={other}/python\nMINE=kept\n'
    for name in (".bashrc", ".bash_profile", ".profile"):
        (home / name).write_text(settings)
    return home


def commands() -> list[str]:
    """What README tells teachers to type, in its order."""
    section = (ROOT / "README.md").read_text(encoding="utf-8").split("## Teachers")[1].split("\n## ")[0]
    found = [one.strip() for one in COMMAND.findall(section)]
    return [one for one in found if "helpers lab" not in one]  # that one starts JupyterLab where there is no make


def test_readmes_commands_run_in_a_terminal_of_make_teach(course: Path, person: Path) -> None:
    wanted = commands()
    assert [one.split()[3] for one in wanted] == ["assign", "mark", "class-ledger", "print", "export"]
    with terminals_of(course, person, "/bin/bash") as terminal:
        assert terminal.type('echo "mine: $MINE"')[1].endswith("mine: kept\r\n")
        for command in wanted:
            if " mark " in command:
                command = command.replace("key-02-1a2b3c4d.json", handed_in(course).name)
            if " class-ledger " in command:  # of lesson 8: its verdicts
                verdict = Attempt("ledger/c01", {"verdict": "supported", "evidence": ["p01.s1"], "note": ""}, "sure")
                (course / "handed-in" / "ann.jsonl").write_bytes(to_line(verdict))
            code, printed = terminal.type(command)
            assert code == 0, f"{command}\n{printed}"
            assert "another Python" not in printed
    assert (course / "results" / "gradebook.csv").is_file()
    assert (course / "handouts").is_dir()


def terminals_of(course: Path, home: Path, shell: str):
    pytest.importorskip("websocket")
    from tests.teacher.terminal import Server

    return Server(course, home, shell)


def handed_in(course: Path) -> Path:
    """Answer in the bundle that was made, as a student does; return the key."""
    (key,) = (course / "assigned").glob("key-02-*.json")
    (bundle,) = (course / "assigned" / "for-students").glob("*.zip")
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(course / "student")
    (folder,) = (course / "student").iterdir()
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("COURSE_", "PYTHON"))}
    subprocess.run([sys.executable, "-c", ANSWER], cwd=folder, env=clean, check=True, capture_output=True)
    (made,) = folder.glob("hand-in-*.zip")
    (course / "handed-in").mkdir()
    made.rename(course / "handed-in" / made.name)
    return key


@pytest.mark.parametrize("shell", ["/bin/sh", "/bin/bash", ""])
def test_python_is_the_courses_own_in_the_shell_that_a_person_uses(person: Path, shell: str, tmp_path: Path) -> None:
    """The same command as in the option, fed by hand. A shell that is neither bash, zsh nor fish gives way to bash."""
    folder = tmp_path / "it's a course" / "bin"
    folder.mkdir(parents=True)
    (folder / "python").write_text("#!/bin/sh\necho the course\n")
    (folder / "python").chmod(0o755)
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(person), "SHELL": shell}
    command = shell_command(folder, environment, windows=False)
    done = subprocess.run(command, env=environment, input="python\n", capture_output=True, text=True, timeout=60)
    assert "the course" in done.stdout


def test_without_bash_the_course_stands_first_in_the_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert shell_command(Path("/c/bin"), {"PATH": "/usr/bin"}, windows=False) == ["env", "PATH=/c/bin:/usr/bin", "sh"]


def test_windows_shell_puts_the_environment_first_after_the_persons_profile() -> None:
    shell, *options, line = shell_command(Path("C:/it's/env"), {}, windows=True)
    assert (shell, options) == ("powershell.exe", ["-NoExit", "-Command"])
    first = "C:/it''s/env;{}".format(str(Path("C:/it''s/env") / "Scripts"))
    assert line == f"$env:PATH = '{first};' + $env:PATH"


def test_zsh_reads_the_persons_files_and_ours_last() -> None:
    *given, shell = shell_command(Path("/c/bin"), {"SHELL": "/bin/zsh", "ZDOTDIR": "/home/z"}, windows=False)
    files = Path(terminals.__file__).parent / "shells" / "zsh"
    assert shell == "/bin/zsh"
    assert given == ["env", "COURSE_PYTHON_FOLDER=/c/bin", "COURSE_ZDOTDIR=/home/z", f"ZDOTDIR={files}"]
    assert {one.name for one in files.iterdir()} == {".zshenv", ".zshrc"}


def test_jupyterlab_reads_the_option_as_it_is_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    from jupyter_server.serverapp import ServerApp

    monkeypatch.setattr(sys, "executable", '/it\'s "mine"/bin/python')
    app = ServerApp()
    app.parse_command_line(terminal_options())
    command = shlex.split(app.config.ServerApp.terminado_settings["shell_command"])
    assert command[:2] == ["env", 'COURSE_PYTHON_FOLDER=/it\'s "mine"/bin']


def test_a_python_without_the_packages_gets_one_sentence(tmp_path: Path) -> None:
    """Imitated: the first package that the course needs cannot be found."""
    (tmp_path / "ruamel.py").write_text("raise ModuleNotFoundError('No module named ruamel', name='ruamel')")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    command = [sys.executable, "-m", "helpers", "mark", "in", "--key", "key.json", "--out", str(tmp_path / "x")]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr
    assert "cannot run the course: it has no package ruamel." in done.stderr


def test_the_sentence_names_a_python_that_has_all() -> None:
    assert "Type `/c/.venv-teach/bin/python -m helpers` instead" in wrong_python("x", Path("/c/.venv-teach/bin/python"))
    assert f"This Python ({sys.executable})" in wrong_python("x")
