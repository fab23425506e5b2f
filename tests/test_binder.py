"""Binder and conda users get what CI tested: repo2docker's own code reads the repository, and its steps run."""

import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from ruamel.yaml import YAML

from helpers import course
from helpers.lab import FIRST_NOTEBOOK

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


@pytest.mark.slow
def test_repo2docker_picks_conda_and_the_python_that_ci_runs(build_pack) -> None:
    assert type(build_pack).__name__ == "CondaBuildPack"
    pinned = next(d for d in environment()["dependencies"] if isinstance(d, str) and d.startswith("python="))
    assert f"python={build_pack.python_version}" == pinned


@pytest.mark.slow
def test_binder_can_keep_the_environment_from_commit_to_commit(build_pack) -> None:
    # repo2docker builds the environment before it copies the repository only if no path of it is named.
    assert build_pack._should_preassemble_env
    assert "environment.yml" in build_pack.get_preassemble_script_files()


@pytest.mark.slow
def test_a_change_of_anything_else_leaves_the_layers_of_the_environment(build_pack, clone: Path) -> None:
    """Docker keeps a layer while its line and the files that it copies are the same; these hold the packages."""
    build_pack.platform = "linux/amd64"
    before, _, after = build_pack.render({}).partition("COPY --chown=1000:1000 src/ ${REPO_DIR}/")
    assert after
    assert re.findall(r"^COPY .*?\bsrc/(\S*)", before, re.M) == ["environment.yml"]
    assert "env update" in before and "env update" not in after  # noqa: PT018  conda installs in the kept part
    assert "./postBuild" in after and "./postBuild" not in before  # noqa: PT018
    for name in ("notebooks/00-start-here.ipynb", "helpers/lab.py", "postBuild"):
        (clone / name).write_bytes((clone / name).read_bytes() + b"\n")
    again = type(build_pack)(build_pack.base_image)
    again.platform = build_pack.platform
    assert again.render({}).partition("COPY --chown=1000:1000 src/ ${REPO_DIR}/")[0] == before


def test_the_link_opens_the_first_notebook_in_jupyterlab() -> None:
    links = [
        link
        for page in ("README.md", "docs/four-ways.md")
        for link in re.findall(r"https://mybinder\.org/v2/[^\s)`>\"]+", (ROOT / page).read_text(encoding="utf-8"))
    ]
    assert links
    for link in links:
        (path,) = parse_qs(urlsplit(link).query)["urlpath"]
        assert path == f"lab/tree/{FIRST_NOTEBOOK}", link
    assert (ROOT / FIRST_NOTEBOOK).is_file()


@pytest.mark.slow
def test_the_dockerfile_runs_our_post_build_step(build_pack) -> None:
    assert build_pack.get_post_build_scripts() == ["postBuild"]
    build_pack.platform = "linux/amd64"  # Binder's
    dockerfile = build_pack.render({})
    assert re.search(r"RUN \./postBuild", dockerfile)
    assert os.access("postBuild", os.X_OK)


@pytest.mark.slow
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
    # PYTHONPATH would lend the fresh environment the packages of this one.
    fresh = {**{name: value for name, value in os.environ.items() if name != "PYTHONPATH"}, "PATH": path}
    for step in steps:
        done = subprocess.run(step, cwd=clone, env=fresh, capture_output=True, text=True)
        assert done.returncode == 0, f"{step}: {done.stdout[-2000:]}{done.stderr[-2000:]}"
    use = "import helpers; print(helpers.course.root(), len(helpers.load_events()))"
    command = [str(python), "-c", f"import helpers.course; {use}"]
    done = subprocess.run(command, cwd=tmp_path, env=fresh, capture_output=True, text=True)
    assert done.stdout.split()[0] == str(clone.resolve()), done.stderr
    assert int(done.stdout.split()[1]) > 100
