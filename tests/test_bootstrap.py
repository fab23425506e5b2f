"""`make lab` and `make test` set themselves up, and say in one sentence what is missing."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import bootstrap
import pytest

LOCK = "pip==0 --hash=sha256:00\n"


@pytest.fixture
def course_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "x"\n')
    (tmp_path / "lock.txt").write_text(LOCK)
    monkeypatch.setattr(bootstrap, "ROOT", str(tmp_path))
    return tmp_path


def ensure(folder: Path) -> str:
    return bootstrap.ensure(str(folder / ".venv"), str(folder / "lock.txt"))


def test_wrong_python_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "version_of", lambda command: (3, 10))
    with pytest.raises(bootstrap.SetupError, match=r"needs Python 3\.11 to 3\.14.*install a newer one"):
        bootstrap.choose_python()


def test_missing_venv_module_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "python3"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setattr(bootstrap, "supported_pythons", lambda: iter([(12, str(broken))]))
    with pytest.raises(bootstrap.SetupError, match=r"venv module is missing.*apt install python3\.12-venv"):
        bootstrap.choose_python()


@pytest.mark.slow
def test_no_network_is_told_in_a_sentence(course_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # A real pip against an address where nobody answers.
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_RETRIES", "0")
    for name in ("PIP_FIND_LINKS", "PIP_EXTRA_INDEX_URL"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(bootstrap.SetupError, match="connected to the internet"):
        ensure(course_folder)
    assert not (course_folder / ".venv" / "course.stamp").exists()


def test_a_package_with_another_hash_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    said = b"ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE."
    failed = subprocess.CompletedProcess([], 1, said)
    monkeypatch.setattr(subprocess, "run", lambda *a, **k: failed)
    with pytest.raises(bootstrap.SetupError, match="not the one that this course was tested with"):
        bootstrap.pip("python", [])


@pytest.mark.slow
def test_second_run_installs_nothing(course_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installs: list[list[str]] = []
    monkeypatch.setattr(bootstrap, "pip", lambda python, arguments: installs.append(arguments))
    python = ensure(course_folder)
    assert Path(python).exists()
    assert ["--require-hashes", "-r", str(course_folder / "lock.txt")] in installs
    done = len(installs)
    ensure(course_folder)
    assert len(installs) == done


@pytest.mark.slow
@pytest.mark.parametrize("change", ["lock", "settings", "cut off"])
def test_a_changed_or_cut_off_set_up_is_done_again(
    course_folder: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    installs: list[list[str]] = []
    monkeypatch.setattr(bootstrap, "pip", lambda python, arguments: installs.append(arguments))
    ensure(course_folder)
    if change == "lock":
        (course_folder / "lock.txt").write_text(LOCK + "# newer\n")
    elif change == "settings":
        (course_folder / "helpers" / "jupyter").mkdir(parents=True)
        (course_folder / "helpers" / "jupyter" / "x.json").write_text("{}")
    else:
        (course_folder / ".venv" / "course.stamp").unlink()
    before = len(installs)
    ensure(course_folder)
    assert len(installs) > before


@pytest.mark.slow
def test_the_tests_environments_are_made_side_by_side_and_only_a_student_s_is_compiled(
    course_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = threading.Barrier(2, timeout=60)  # one after the other would break it
    installs: list[list[str]] = []

    def pip(python: str, arguments: list[str]) -> None:
        installs.append(arguments)
        if "-e" in arguments:
            both.wait()

    (course_folder / "requirements").mkdir()
    for name in ("lab", "test", "site"):
        (course_folder / "requirements" / f"{name}.txt").write_text(LOCK)
    monkeypatch.setattr(bootstrap, "pip", pip)
    pythons = bootstrap.environments("test", "site")
    assert [Path(python).parts[-3] for python in pythons] == [".venv-test", ".venv-site"]
    assert sum("--no-compile" in arguments for arguments in installs) == 2
    both = threading.Barrier(1)
    bootstrap.environment("lab")
    assert sum("--no-compile" in arguments for arguments in installs) == 2


def test_old_pythons_can_read_the_script() -> None:
    """No syntax newer than 3.6: an old Python must be able to say that it is too old."""
    import ast

    source = (Path(bootstrap.__file__)).read_text()
    ast.parse(source, feature_version=(3, 6))


def test_make_says_where_python_is_missing(tmp_path: Path) -> None:
    make = next((f"{p}/make" for p in os.environ["PATH"].split(os.pathsep) if os.path.exists(f"{p}/make")), None)
    assert make, "make is needed to run this project"
    done = subprocess.run(
        [make, "lab", "PYTHON="], cwd=Path(bootstrap.__file__).parent.parent, capture_output=True, text=True
    )
    assert done.returncode != 0
    assert "Python is missing: install Python 3.11 or newer" in done.stderr


@pytest.mark.parametrize("given", [True, False], ids=["PYTHON=…", "on the path"])
def test_make_finds_a_python_whose_folder_has_spaces(tmp_path: Path, given: bool) -> None:
    """As in “Program Files”, “My Documents” or “Mobile Documents”."""
    folder = tmp_path / "My Documents (x86)"
    folder.mkdir()
    python = folder / "python3"
    python.write_text('#!/bin/sh\necho "asked: $@"\n')
    python.chmod(0o755)
    path = os.environ["PATH"] if given else f"{folder}{os.pathsep}{os.environ['PATH']}"
    # `make test` runs this, and a make within a make would say where it stands.
    command = ["make", "--no-print-directory", "lab", "ARGS=--no-browser", *([f"PYTHON={python}"] if given else [])]
    home = Path(bootstrap.__file__).parent.parent
    done = subprocess.run(command, cwd=home, capture_output=True, text=True, env={**os.environ, "PATH": path})
    assert (done.stdout, done.returncode) == ("asked: scripts/bootstrap.py lab --no-browser\n", 0), done.stderr


def test_unknown_word_is_told() -> None:
    done = subprocess.run([sys.executable, bootstrap.__file__, "labs"], capture_output=True, text=True)
    assert done.returncode != 0
    assert "make lab" in done.stderr
    assert "Traceback" not in done.stderr
