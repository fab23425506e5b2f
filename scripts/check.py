"""Runs every check of the project and prints where the time went.

`make test` calls it; `make test ARGS="lint unit"` runs only the named ones. All run, even after one has failed. Those
that keep one processor busy run first, two at a time; then, one after the other, those that share their work out.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import IO, NamedTuple

ROOT = Path(__file__).resolve().parent.parent

Command = list[str]

LIMIT = 60 * 60  # seconds for one command; the longest needs 11 minutes on two cores, and took 34 on a busy machine

NEED_CHROMIUM = {
    "chromium",
    "site",
    "oldest-browser",
    "stage",
    "browser",
}  # it prints the website's PDF files, and is driven

# What keeps one processor busy, the longest first.
SINGLE = ("site", "oldest-browser", "types", "build", "lessons", "data", "citation", "explorer", "lock", "lint")

# What has nothing to do with the versions of the packages that students' notebooks run on.
NOT_OLDEST = ("bootstrap", "binder", "lock", "lesson_check", "house", "reference", "whole_course")


class Result(NamedTuple):
    """How a check ended, and what it printed where it ran beside another."""

    name: str
    passed: bool
    seconds: float
    printed: str = ""


def checks(python: str, oldest: str, site: str) -> dict[str, list[Command]]:
    """Return each check's name and its commands."""
    run = [python, "-m"]
    unit = ["pytest", "-q", "-n", "2", "-m", "not browser and not stage", "tests", "helpers", "scripts"]
    return {
        "chromium": [[*run, "tests.kit.browser"]],
        "lint": [[*run, "ruff", "check", "."], [*run, "ruff", "format", "--check", "."]],
        "types": [[*run, "mypy"]],
        "lock": [[python, "scripts/lock.py", "--check"]],
        "data": [[*run, "frictionless", "validate", "data/datapackage.json"], [*run, "helpers.exercises.check"]],
        "lessons": [[python, "scripts/check_lesson.py", "--no-advice"]],
        "citation": [[*run, "check_jsonschema", "--builtin-schema", "vendor.citation-file-format", "CITATION.cff"]],
        "build": [[*run, "helpers", "build", "--check"], [python, "scripts/make_reference.py", "--check"]],
        "explorer": [[python, "scripts/make_explorer.py", "--check"]],
        "site": [[site, "scripts/make_site.py"]],
        # The oldest front-end extensions must draw and answer too.
        "oldest-browser": [
            [oldest, "-m", "pytest", "-q", "-m", "browser", "-k", "drawn or mouse", "tests/browser/test_lesson.py"],
        ],
        "unit": [[*run, *unit]],
        "oldest": [
            [
                oldest,
                "-m",
                *unit,
                *(f"--ignore=tests/test_{name}.py" for name in NOT_OLDEST),
                *(f"--ignore=tests/{folder}" for folder in ("teacher/exports", "deploy", "site")),
                "--ignore=tests/teacher/test_nbgrader.py",
            ]
        ],
        "nbval": [
            [*run, "pytest", "-q", "-n", "2", "--dist", "loadfile", "-o", "addopts=", "--nbval-lax", "notebooks"]
        ],
        "stage": [[*run, "pytest", "-q", "-n", "2", "--dist", "loadfile", "-m", "stage", "tests/stage"]],
        # Prints how we compare; no time is asserted.
        "benchmark": [[python, "benchmarks/timeline.py"]],
        "browser": [
            [*run, "pytest", "-q", "-n", "2", "--dist", "loadfile", "-m", "browser", "tests"],
        ],
    }


def succeeds(command: Command, environment: dict[str, str], output: IO[str] | None) -> bool:
    """Run a command and say whether it ended well, within its limit; it prints into `output`, or here."""
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=environment,
            check=False,
            timeout=LIMIT,
            stdout=output,
            stderr=subprocess.STDOUT if output else None,
        )
    except subprocess.TimeoutExpired:
        print(f"stopped: not done after {LIMIT / 60:.0f} minutes", file=output, flush=True)
        return False
    return done.returncode == 0


def check(name: str, commands: list[Command], environment: dict[str, str], beside: bool = False) -> Result:
    """Run a check's commands until one fails; `beside` another, what it prints is kept until the end."""
    start = time.perf_counter()
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as kept:
        passed = all(succeeds(command, environment, kept if beside else None) for command in commands)
        kept.seek(0)
        return Result(name, passed, time.perf_counter() - start, kept.read())


def run(names: list[str], every: dict[str, list[Command]], environment: dict[str, str]) -> Iterator[Result]:
    """Run the named checks, print what they print, and give how each ended."""
    single = [name for name in SINGLE if name in names]
    shared = [name for name in names if name not in (*single, "chromium")]
    if NEED_CHROMIUM.intersection(names):
        print("\n=== chromium", flush=True)
        yield check("chromium", every["chromium"], environment)
    with ThreadPoolExecutor(2) as two:
        for ended in as_completed(two.submit(check, name, every[name], environment, True) for name in single):
            result = ended.result()
            print(f"\n=== {result.name}\n{result.printed}", end="", flush=True)
            yield result
    for name in shared:
        print(f"\n=== {name}", flush=True)
        yield check(name, every[name], environment)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--oldest", default=sys.executable, help="the Python with the oldest supported packages")
    parser.add_argument("--site", default=sys.executable, help="the Python with what building the website needs")
    parser.add_argument("names", nargs="*", help="only these checks")
    options = parser.parse_args()
    every = checks(sys.executable, options.oldest, options.site)
    if unknown := set(options.names) - set(every):
        parser.error(f"no check is called {min(unknown)}; there are: {', '.join(every)}")
    # Students' answers and settings stay out of the tests, and nothing here may look at them.
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("JUPYTER", "COURSE_ANSWERS"))}
    environment["PYTHONWARNINGS"] = "default"
    start = time.perf_counter()
    results = list(run(options.names or list(every), every, environment))
    print("\n=== summary")
    for result in results:
        print(f"{'passed' if result.passed else 'FAILED':7} {result.seconds:6.1f} s  {result.name}")
    failed = sum(not result.passed for result in results)
    print(f"{len(results) - failed} passed, {failed} failed, {time.perf_counter() - start:.0f} s in all", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
