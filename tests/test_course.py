"""Where the course is and where answers go: checkout, wheel, another course."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from helpers import course


@pytest.fixture(autouse=True)
def forget():
    course.root.cache_clear()
    yield
    course.root.cache_clear()


def test_in_a_checkout_answers_lie_beside_the_notebooks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(course.ANSWERS_VARIABLE, raising=False)
    assert course.is_checkout()
    assert course.answers_dir() == course.root() / "answers"
    assert (course.lessons_dir() / "course.yml").is_file()


def test_the_answers_folder_can_be_moved(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(course.ANSWERS_VARIABLE, str(tmp_path))
    assert course.answers_dir() == tmp_path


def test_another_course_can_use_the_helpers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(course.ROOT_VARIABLE, str(tmp_path))
    assert course.data_dir() == tmp_path / "data"


def test_the_wheel_carries_the_course_and_runs_where_there_is_no_checkout(tmp_path: Path) -> None:
    here = course.root()
    build = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", str(tmp_path)]
    subprocess.run([*build, str(here)], check=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    static = {f"helpers/exercises/static/{path.name}" for path in (here / "helpers/exercises/static").iterdir()}
    assert static <= set(names)
    assert not [name for name in names if "teaching.md" in name and "_course" not in name]
    away = tmp_path / "away"
    zipfile.ZipFile(wheel).extractall(away)
    code = (
        "from helpers import course, load_events, exercise; from helpers.exercises.bank import find;"
        "print(course.root()); print(course.answers_dir()); print(len(load_events()), find('01-founding-order').kind)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=away, capture_output=True, text=True, check=True)
    assert done.stdout.split() == [str(away / "helpers" / "_course"), str(away / "answers"), "203", "order"]
