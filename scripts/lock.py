"""Write requirements/*.txt and environment.yml from pyproject.toml; with --check, only compare the last.

lab.txt     what `make lab` installs, with hashes, for every supported Python and system
teach.txt   the same and what `make teach` adds
site.txt    the same as lab.txt and what `make site` needs
test.txt    the same as lab.txt and the tools of `make test`
oldest.txt  the oldest course packages that pyproject.toml allows, and the tools
hub.txt     lab.txt and what a classroom hub adds: deploy/ installs it
environment.yml  lab.txt again, for conda and Binder
"""

import argparse
import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "requirements"
CONDA_PYTHON = "3.13"  # the newest Python that CI runs

HEADER = "# Made by `make lock` from {source}; do not edit.\n"


def compile_lock(name: str, *options: str) -> None:
    """Resolve pyproject.toml into requirements/`name`, for all systems and Pythons at once."""
    target = REQUIREMENTS / name
    command = ["uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--no-header"]
    command += ["--no-emit-index-url", "--no-emit-find-links", "--generate-hashes", "--extra", "lab"]
    command += [*options, "pyproject.toml", "--output-file", str(target.relative_to(ROOT))]
    subprocess.run(command, cwd=ROOT, check=True)
    target.write_text(HEADER.format(source="pyproject.toml") + target.read_text(), encoding="utf-8")


def pins(lock: str) -> list[str]:
    """Return the `name==version ; marker` lines of a lock, without hashes and comments.

    >>> pins("a==1.0 ; os_name == 'nt' \\\\\\n    --hash=sha256:00\\n    # via b\\nb==2 \\\\\\n    --hash=sha256:11\\n")
    ["a==1.0 ; os_name == 'nt'", 'b==2']
    """
    return [line.rstrip(" \\") for line in lock.splitlines() if re.match(r"[A-Za-z0-9][\w.-]*==", line)]


def environment(lock: str) -> str:
    """Return the text of environment.yml for a lock's text.

    It names no path of the checkout: Binder then keeps the environment from one commit to the next.
    """
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["name"]
    lines = [
        HEADER.format(source="requirements/lab.txt").rstrip(),
        f"name: {project}",
        "channels:",
        "  - conda-forge",
        "  - nodefaults",
        "dependencies:",
        f"  - python={CONDA_PYTHON}",
        "  - pip",
        "  - pip:",
        *(f'      - "{pin}"' for pin in pins(lock)),
    ]
    return "\n".join(lines) + "\n"


def oldest_pins() -> str:
    """Return the lower bounds of the course's own dependencies as exact pins."""
    needs = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    return "\n".join(re.sub(r">=([^,]+),.*", r"==\1", need) for need in needs) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="fail if environment.yml is not what the lock gives")
    if parser.parse_args().check:
        wanted = environment((REQUIREMENTS / "lab.txt").read_text(encoding="utf-8"))
        if (ROOT / "environment.yml").read_text(encoding="utf-8") != wanted:
            sys.exit("environment.yml is not what requirements/lab.txt gives: run `make lock` and commit both.")
        return
    compile_lock("lab.txt")
    compile_lock("teach.txt", "--extra", "teach", "--constraint", "requirements/lab.txt")
    compile_lock("site.txt", "--extra", "book", "--extra", "site", "--constraint", "requirements/lab.txt")
    # The tools may not move what students get: the student's lock constrains the larger one.
    compile_lock("test.txt", "--extra", "test", "--extra", "book", "--constraint", "requirements/lab.txt")
    compile_lock("hub.txt", "--extra", "hub", "--constraint", "requirements/lab.txt")
    floor = REQUIREMENTS / "oldest.in"
    floor.write_text(oldest_pins(), encoding="utf-8")
    compile_lock("oldest.txt", "--extra", "test", "--constraint", str(floor.relative_to(ROOT)))
    floor.unlink()
    lock = (REQUIREMENTS / "lab.txt").read_text(encoding="utf-8")
    (ROOT / "environment.yml").write_text(environment(lock), encoding="utf-8")


if __name__ == "__main__":
    main()
