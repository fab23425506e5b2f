"""The workflow files are right by their published schema, pinned, and may do no more than they must."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from check import checks
from ruamel.yaml import YAML

from helpers import course

FOLDER = course.root() / ".github" / "workflows"
WORKFLOWS = sorted(FOLDER.glob("*.yml"))


def read(path: Path) -> Any:
    return YAML(typ="safe").load(path)


def steps(workflow: Any) -> list[dict[str, Any]]:
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def test_there_is_a_workflow_that_publishes_what_make_site_builds() -> None:
    site = read(FOLDER / "site.yml")
    build, publish = site["jobs"]["build"]["steps"], site["jobs"]["publish"]
    assert {"run": "make site"} in build
    assert (
        next(step for step in build if "upload-pages-artifact" in step.get("uses", ""))["with"]["path"] == "build/site"
    )
    assert publish["needs"] == "build"
    assert publish["permissions"] == {"pages": "write", "id-token": "write"}
    assert site["concurrency"]["group"]


def test_pushes_and_pull_requests_run_what_developers_run() -> None:
    test = read(FOLDER / "test.yml")
    assert {"push", "pull_request"} <= set(test["on"])
    runs = {name: [step["run"] for step in job["steps"] if "run" in step] for name, job in test["jobs"].items()}
    assert runs["check"] == ["make check"]
    assert runs["test"] == ["make test"]
    assert all("needs" not in job for job in test["jobs"].values()), "the jobs run side by side"
    assert {one.split("-")[0] for one in test["jobs"]["elsewhere"]["strategy"]["matrix"]["os"]} == {"windows", "macos"}
    (elsewhere,) = runs["elsewhere"]
    names = elsewhere.removeprefix("python scripts/bootstrap.py check ").split()
    assert set(names) < set(checks("", "", ""))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_fits_the_published_schema(path: Path) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", str(path)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_is_pinned_and_has_least_privilege(path: Path) -> None:
    workflow = read(path)
    assert workflow["permissions"] == {"contents": "read"}
    assert "secrets." not in path.read_text(encoding="utf-8")
    for name, job in workflow["jobs"].items():
        assert job["timeout-minutes"] <= 60, name
        if name != "publish":
            assert "permissions" not in job, name
    for used in filter(None, (step.get("uses") for step in steps(workflow))):
        assert re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40}", used), f"{used}: only actions/*, by the whole commit"
    for step in steps(workflow):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


def test_a_linter_of_workflows_finds_nothing() -> None:
    tool = shutil.which("zizmor", path=str(Path(sys.executable).parent))
    assert tool, "it is among the packages of `make test`"
    done = subprocess.run([tool, "--offline", "--quiet", str(FOLDER)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
