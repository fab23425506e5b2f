"""Runs every check of the project, one after the other, and prints where the time went.

`make test` calls it; `make test ARGS="lint unit"` runs only the named ones. All run, even after one has failed.
"""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

Command = list[str]
LIMIT = 40 * 60  # seconds for one command; the longest needs about 13 minutes on two cores

# Chromium under Playwright sometimes stops answering, for ever, while one service worker takes over from another: about
# one run in five beside other tests, and never yet by hand. So this test runs by itself, and again where it hangs.
UPDATE = "tests/site/test_browser_edition.py::test_a_newer_edition_is_taken_up_and_loses_nothing"
TRIES = 3


# What has nothing to do with the versions of the packages that students' notebooks run on.
NOT_OLDEST = ("bootstrap", "binder", "lock", "lesson_check", "house", "reference", "whole_course")


def checks(python: str, oldest: str, site: str) -> dict[str, list[Command]]:
    """Return each check's name and its commands."""
    run = [python, "-m"]
    unit = ["pytest", "-q", "-n", "2", "-m", "not browser", "tests", "helpers", "scripts"]
    return {
        "lint": [[*run, "ruff", "check", "."], [*run, "ruff", "format", "--check", "."]],
        "types": [[*run, "mypy"]],
        "lock": [[python, "scripts/lock.py", "--check"]],
        "data": [[*run, "frictionless", "validate", "data/datapackage.json"], [*run, "helpers.exercises.check"]],
        "lessons": [[python, "scripts/check_lesson.py", "--no-advice"]],
        "citation": [[*run, "check_jsonschema", "--builtin-schema", "vendor.citation-file-format", "CITATION.cff"]],
        "build": [[*run, "helpers", "build", "--check"], [python, "scripts/make_reference.py", "--check"]],
        "explorer": [[python, "scripts/make_explorer.py", "--check"]],
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
        # Prints how we compare; no time is asserted.
        "benchmark": [[python, "benchmarks/timeline.py"]],
        "site": [[site, "scripts/make_site.py"]],
        "browser": [
            [python, "scripts/browser.py"],
            [*run, "pytest", "-q", "-n", "2", "--dist", "loadfile", "-m", "browser", "--deselect", UPDATE, "tests"],
            [*run, "pytest", "-q", "--timeout", "180", UPDATE],
            # The oldest front-end extensions must draw and answer too.
            [oldest, "-m", "pytest", "-q", "-m", "browser", "-k", "drawn or mouse", "tests/browser/test_lesson.py"],
        ],
    }


def succeeds(command: Command, environment: dict[str, str]) -> bool:
    """Run a command and say whether it ended well, within its limit."""
    for _ in range(TRIES if command[-1] == UPDATE else 1):
        try:
            if subprocess.run(command, cwd=ROOT, env=environment, check=False, timeout=LIMIT).returncode == 0:
                return True
        except subprocess.TimeoutExpired:
            print(f"stopped: not done after {LIMIT / 60:.0f} minutes", flush=True)
    return False


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
    results: list[tuple[str, bool, float]] = []
    for name in options.names or every:
        print(f"\n=== {name}", flush=True)
        start = time.perf_counter()
        passed = all(succeeds(command, environment) for command in every[name])
        results.append((name, passed, time.perf_counter() - start))
    print("\n=== summary")
    for name, passed, seconds in results:
        print(f"{'passed' if passed else 'FAILED':7} {seconds:6.1f} s  {name}")
    failed = sum(not passed for _, passed, _ in results)
    print(f"{len(results) - failed} passed, {failed} failed", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
