"""What deploy/ says is what the tools accept, and what the measurements and the lock say."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from jupyterhub.spawner import Spawner
from ruamel.yaml import YAML

from helpers import course

ROOT = course.root()
HERE = Path(__file__).parent
LITTLEST = "deploy/littlest/config.yaml"
CLUSTER = "deploy/kubernetes/values.yaml"
SCHEMAS = {LITTLEST: "littlest.schema.yml", CLUSTER: "kubernetes.schema.yml"}


def read(path: Path) -> Any:
    return YAML(typ="safe").load(path)


def faults(configuration: str, values: Any) -> list[str]:
    validator = jsonschema.Draft7Validator(read(HERE / SCHEMAS[configuration]))
    return [error.json_path for error in validator.iter_errors(values)]


@pytest.mark.parametrize("configuration", SCHEMAS)
def test_the_tool_accepts_the_configuration(configuration: str) -> None:
    assert faults(configuration, read(ROOT / configuration)) == []


@pytest.mark.parametrize(
    ("configuration", "path", "value"),
    [
        (LITTLEST, ["limits", "memroy"], "1G"),
        (LITTLEST, ["limits", "memory"], 512),
        (LITTLEST, ["services", "cull", "timeout"], "1h"),
        (LITTLEST, ["auth"], {"firstUseAuthenticator": {}}),
        (LITTLEST, ["https"], {"tls": {"certificate": "/etc/hub.pem"}}),
        (LITTLEST, ["user"], {}),
        (CLUSTER, ["hub", "config", "loadRoles"], {}),
        (CLUSTER, ["hub", "concurrentSpawnLimits"], 20),
        (CLUSTER, ["prePuller", "hook", "enable"], True),
        (CLUSTER, ["scheduling", "userScheduler", "enabled"], "yes"),
        (CLUSTER, ["singleuser", "memory", "limits"], "1G"),
        (CLUSTER, ["singleuser", "cpu", "limit"], "1"),
        (CLUSTER, ["singleuser", "default_url"], "/lab"),
        (CLUSTER, ["singleuser", "storage", "type"], "static-pvc"),
        (CLUSTER, ["cull", "enabled"], "yes"),
        (CLUSTER, ["prepuller"], {}),
    ],
)
def test_a_slip_is_refused(configuration: str, path: list[str], value: Any) -> None:
    values = read(ROOT / configuration)
    inner = values
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    assert faults(configuration, values)


def test_jupyterhub_itself_reads_the_limits() -> None:
    """The tools pass these on to JupyterHub's own Spawner, which refuses what it cannot read."""
    littlest, cluster = read(ROOT / LITTLEST)["limits"], read(ROOT / CLUSTER)["singleuser"]
    one = Spawner(mem_limit=littlest["memory"], cpu_limit=littlest["cpu"])
    many = Spawner(
        mem_limit=cluster["memory"]["limit"],
        mem_guarantee=cluster["memory"]["guarantee"],
        cpu_limit=cluster["cpu"]["limit"],
        cpu_guarantee=cluster["cpu"]["guarantee"],
        default_url=cluster["defaultUrl"],
        environment=cluster["extraEnv"],
        start_timeout=cluster["startTimeout"],
    )
    assert one.mem_limit == many.mem_limit > many.mem_guarantee
    assert many.cpu_limit > many.cpu_guarantee > 0


def test_the_limits_follow_from_what_was_measured() -> None:
    """docs/four-ways.md tells the measurement; a limit below it would end a student's kernel in the middle."""
    page = (ROOT / "docs" / "four-ways.md").read_text(encoding="utf-8")
    heaviest = max(int(number) for number in re.findall(r"\*\*(\d+) MB\*\*", page))
    memory = read(ROOT / CLUSTER)["singleuser"]["memory"]
    guarantee, limit = (int(memory[key].removesuffix("M")) for key in ("guarantee", "limit"))
    assert 1.2 * heaviest <= guarantee < limit
    assert limit >= 2 * heaviest
    assert read(ROOT / LITTLEST)["limits"]["memory"] == memory["limit"]


def test_the_image_is_built_from_the_same_lock() -> None:
    import lock

    def pins(name: str) -> set[str]:
        return {pin.split(" ;")[0] for pin in lock.pins((lock.REQUIREMENTS / name).read_text(encoding="utf-8"))}

    assert pins("lab.txt") <= pins("hub.txt")
    text = (lock.REQUIREMENTS / "hub.txt").read_text(encoding="utf-8")
    assert "://" not in text
    assert all("--hash=sha256:" in text.split(pin, 1)[1].split("# via", 1)[0] for pin in lock.pins(text))
    assert {"jupyterhub", "nbgitpuller", "nbgrader"} <= {pin.split("==")[0] for pin in pins("hub.txt")}
    dockerfile = (ROOT / "deploy" / "kubernetes" / "Dockerfile").read_text(encoding="utf-8")
    assert "--require-hashes --requirement requirements/hub.txt" in dockerfile
    assert f"ARG BASE=python:{lock.CONDA_PYTHON}-" in dockerfile
    assert "FROM ${BASE}\n" in dockerfile
    for name in re.findall(r"^COPY (.+) \S+$", dockerfile, re.M):
        assert all((ROOT / part).exists() for part in name.split()), name


def test_no_first_log_in_can_be_raced_and_what_is_downloaded_has_a_version() -> None:
    page = (ROOT / "deploy" / "README.md").read_text(encoding="utf-8")
    commands = "\n".join(re.findall(r"```\n(.*?)```", page, re.DOTALL)).replace("\\\n", " ")
    (installer,) = re.findall(r"python3 \S*bootstrap.py.*", commands)
    assert '--admin "teacher:$WORD"' in installer
    assert "--version $VERSION" in installer
    (version,) = re.findall(r"VERSION=([0-9a-f]{40})\n", commands)
    workflow = (ROOT / ".github" / "workflows" / "deploy.yml").read_text(encoding="utf-8")
    assert f"the-littlest-jupyterhub.git@{version}" in workflow
    assert re.search(r"pip install \S+ jsonschema==", workflow)
    (helm,) = re.findall(r"helm upgrade --install almost-allies .*", commands)
    assert "--version 4.4.0" in helm
    assert "--set proxy.service.type=ClusterIP" in helm
    assert page.index("port-forward") < page.index("Now others can reach it") < page.index("Students sign up")
    assert "--build-arg BASE=$BASE" in commands
    assert not re.search(r"\| *sudo", commands), "what is downloaded is not run before it can be looked at"


def test_the_dockerfile_is_clean() -> None:
    tool = shutil.which("hadolint", path=str(Path(sys.executable).parent))
    assert tool, "it is among the packages of `make test`"
    done = subprocess.run([tool, str(ROOT / "deploy" / "kubernetes" / "Dockerfile")], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_nobodys_password_or_address_is_in_it() -> None:
    for path in (ROOT / "deploy").rglob("*"):
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"(?i)(password|secret|token)\s*[:=]\s*\S", text), path
            for host in re.findall(r"[\w.-]+@([\w-]+(?:\.[\w-]+)+)", text):
                assert host.endswith(".example"), f"{path}: {host}"
