"""Binder and conda users get what CI tested: repo2docker's own code reads the repository, and its steps run."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from helpers import course

ROOT = course.root()


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of just what git tracks (or will track): nothing installed by hand can help."""
    target = tmp_path_factory.mktemp("binder") / "course"
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            (target / name).write_bytes((ROOT / name).read_bytes())
            (target / name).chmod((ROOT / name).stat().st_mode)
    return target


@pytest.fixture
def build_pack(clone: Path, monkeypatch: pytest.MonkeyPatch):
    """Return the build pack that repo2docker picks for the repository."""
    pytest.importorskip("repo2docker", reason="the oldest set checks this by the newest")
    from repo2docker.app import Repo2Docker

    monkeypatch.chdir(clone)
    app = Repo2Docker()
    return next(pack for pack in (kind(app.base_image) for kind in app.buildpacks) if pack.detect())


def environment() -> dict:
    return YAML(typ="safe").load(ROOT / "environment.yml")


def test_repo2docker_picks_conda_and_the_python_that_ci_runs(build_pack) -> None:
    assert type(build_pack).__name__ == "CondaBuildPack"
    pinned = next(d for d in environment()["dependencies"] if isinstance(d, str) and d.startswith("python="))
    assert f"python={build_pack.python_version}" == pinned


def test_binder_can_keep_the_environment_from_commit_to_commit(build_pack) -> None:
    # repo2docker builds the environment before it copies the repository only if no path of it is named.
    assert build_pack._should_preassemble_env
    assert "environment.yml" in build_pack.get_preassemble_script_files()


def test_the_dockerfile_runs_our_post_build_step(build_pack) -> None:
    assert build_pack.get_post_build_scripts() == ["postBuild"]
    build_pack.platform = "linux/amd64"  # Binder's
    dockerfile = build_pack.render({})
    assert re.search(r"RUN \./postBuild", dockerfile)
    assert os.access("postBuild", os.X_OK)


def test_the_steps_give_a_course_that_runs(clone: Path, tmp_path: Path) -> None:
    """Install environment.yml's packages into an empty environment, run postBuild, use the course from elsewhere."""
    pytest.importorskip("uv", reason="installs the packages")
    pins = next(d["pip"] for d in environment()["dependencies"] if isinstance(d, dict))
    (tmp_path / "pins.txt").write_text("\n".join(pins))
    venv = tmp_path / "venv"
    python = venv / "bin" / "python"
    path = f"{venv / 'bin'}{os.pathsep}{os.environ['PATH']}"
    steps = [
        [sys.executable, "-m", "venv", str(venv)],
        [
            sys.executable,
            "-m",
            "uv",
            "pip",
            "install",
            "-q",
            "--python",
            str(python),
            "--no-deps",
            "-r",
            str(tmp_path / "pins.txt"),
        ],
        ["./postBuild"],
        [str(python), "-m", "pip", "check"],
    ]
    for step in steps:
        done = subprocess.run(step, cwd=clone, env={**os.environ, "PATH": path}, capture_output=True, text=True)
        assert done.returncode == 0, f"{step}: {done.stdout[-2000:]}{done.stderr[-2000:]}"
    use = "import helpers; print(helpers.course.root(), len(helpers.load_events()))"
    done = subprocess.run([python, "-c", f"import helpers.course; {use}"], cwd=tmp_path, capture_output=True, text=True)
    assert done.stdout.split()[0] == str(clone.resolve()), done.stderr
    assert int(done.stdout.split()[1]) > 100
