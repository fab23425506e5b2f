"""Runs the project's checks and prints where the time went.

`make check` runs those that answer in five minutes, `make test` all of them, `make proof` what is slow by nature at its
full size; `make test ARGS="lint unit"` runs only the named ones. All run, even after one has failed. Those that keep
one processor busy run two at a time; the others, which share their work out, one after the other.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import IO, NamedTuple
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
REPORTS = ROOT / "build" / "reports"
LIMIT = 60 * 60  # seconds for one command; the longest needs some minutes on two cores, and took 34 on a busy machine
DEAREST = 10

Command = list[str]

# The oldest set runs what touches pandas, Plotly and widgets; the versions of the rest change nothing.
OLDEST = (
    "tests/exercises",
    "tests/ledger",
    "tests/teacher/test_assign_widget.py",
    "tests/teacher/test_class.py",
    "tests/teacher/test_results.py",
    *(
        f"tests/test_{name}.py"
        for name in (
            "charts",
            "evidence",
            "explorer",
            "figures",
            "maps",
            "stretches",
            "tables",
            "tellings",
            "timelines",
        )
    ),
    *(f"helpers/{name}" for name in ("charts.py", "figures.py", "maps", "tables.py", "tellings", "timelines")),
)


# What each command runs, in this order.
QUICK = ("chromium", "types", "lint", "lessons", "unit", "stage", "lesson")
PROOF = ("chromium", "slow", "sized")
# What the others run already: `lesson` is a part of `browser`, and `sized` of `unit`, at a size that fits.
IN_OTHERS = ("lesson", "sized")
# What keeps one processor busy, the longest first: two of these at a time.
SINGLE = ("types", "explorer", "build", "lessons", "data", "lock", "citation", "lint", "benchmark")


class Result(NamedTuple):
    """How a check ended, and what it printed where it ran beside another."""

    name: str
    passed: bool
    seconds: float
    printed: str = ""


def checks(python: str, oldest: str, site: str) -> dict[str, list[Command]]:
    """Return each check's name and its commands, in the order in which they run."""

    def module(*words: str) -> Command:
        return [python, "-m", *words]

    def tests(name: str, *arguments: str, python: str = python) -> list[Command]:
        """Return a run of tests on both processors, which leaves a report of how long each took."""
        shared = ["-q", "-n", "2", "--dist", "loadfile", f"--junitxml={REPORTS / f'{name}.xml'}"]
        return [[python, "-m", "pytest", *shared, *arguments]]

    unit = ("-m", "not browser and not stage and not slow")
    lesson = "tests/browser/test_lesson.py"
    return {
        "chromium": [module("tests.kit.browser")],
        "types": [module("mypy")],
        "lint": [module("ruff", "check", "."), module("ruff", "format", "--check", ".")],
        "lock": [[python, "scripts/lock.py", "--check"]],
        "data": [module("frictionless", "validate", "data/datapackage.json")],
        "lessons": [[python, "scripts/check_lesson.py", "--no-advice"]],
        "citation": [module("check_jsonschema", "--builtin-schema", "vendor.citation-file-format", "CITATION.cff")],
        "build": [module("helpers", "build", "--check"), [python, "scripts/make_reference.py", "--check"]],
        "explorer": [[python, "scripts/make_explorer.py", "--check"]],
        # Prints how we compare; no time is asserted.
        "benchmark": [[python, "benchmarks/timeline.py"]],
        # The tests and the website read what it keeps.
        "notebooks": tests("notebooks", "-o", "addopts=", "-p", "tests.kit.nbval_keeps", "--nbval-lax", "notebooks"),
        "site": [[site, "scripts/make_site.py"]],
        "unit": tests("unit", *unit, "tests", "helpers", "scripts"),
        "slow": tests("slow", "-m", "slow", "tests"),
        "sized": tests("sized", "tests/teacher/test_proof.py", "tests/exercises/test_answers.py"),
        "oldest": tests("oldest", *unit, *OLDEST, python=oldest),
        "stage": tests("stage", "-m", "stage", "tests/stage"),
        "lesson": tests("lesson", "-m", "browser", "-k", "says_that or drawn or mouse", lesson),
        "browser": tests("browser", "-m", "browser", "tests"),
        # The oldest front-end extensions must draw and answer too.
        "oldest-browser": tests("oldest-browser", "-m", "browser", "-k", "drawn or mouse", lesson, python=oldest),
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
    with ThreadPoolExecutor(2) as two:
        for ended in as_completed(two.submit(check, name, every[name], environment, True) for name in single):
            result = ended.result()
            print(f"\n=== {result.name}\n{result.printed}", end="", flush=True)
            yield result
    for name in names:
        if name not in single:
            print(f"\n=== {name}", flush=True)
            yield check(name, every[name], environment)


def dearest(names: list[str]) -> Iterator[str]:
    """Tell the tests that took longest, a line each."""
    took = [
        (float(case.get("time", 0)), name, f"{case.get('classname')}::{case.get('name')}")
        for name in names
        if (REPORTS / f"{name}.xml").is_file()
        for case in ElementTree.parse(REPORTS / f"{name}.xml").iter("testcase")
    ]
    for seconds, name, test in sorted(took, reverse=True)[:DEAREST]:
        yield f"{seconds:6.1f} s  {name:15} {test}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--oldest", default=sys.executable, help="the Python with the oldest supported packages")
    parser.add_argument("--site", default=sys.executable, help="the Python with what building the website needs")
    parser.add_argument("--quick", action="store_true", help="only what answers in five minutes")
    parser.add_argument("--proof", action="store_true", help="only what is slow by nature, at its full size")
    parser.add_argument("names", nargs="*", help="only these checks")
    options = parser.parse_args()
    every = checks(sys.executable, options.oldest, options.site)
    if unknown := set(options.names) - set(every):
        parser.error(f"no check is called {min(unknown)}; there are: {', '.join(every)}")
    names = options.names or list(
        QUICK if options.quick else PROOF if options.proof else [one for one in every if one not in IN_OTHERS]
    )
    # Students' answers and settings stay out of the tests, and nothing here may look at them.
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("JUPYTER", "COURSE_ANSWERS"))}
    environment["PYTHONWARNINGS"] = "default"
    if options.proof:
        environment["PROOF"] = "1"
    shutil.rmtree(REPORTS, ignore_errors=True)  # those of an earlier run
    start = time.perf_counter()
    results = list(run(names, every, environment))
    print("\n=== the dearest tests")
    print(*dearest(names), sep="\n")
    print("\n=== summary")
    for result in results:
        print(f"{'passed' if result.passed else 'FAILED':7} {result.seconds:6.1f} s  {result.name}")
    failed = sum(not result.passed for result in results)
    print(f"{len(results) - failed} passed, {failed} failed, {time.perf_counter() - start:.0f} s in all", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
