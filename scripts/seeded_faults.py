"""Plants faults in copies of the project, one at a time, and says which of them `make check` finds, and by which check.

A quick answer is worth what it finds: twenty faults, one a room, in Python and in JavaScript. First the copy is checked
as it is: what is red without a fault finds nothing.

    python scripts/seeded_faults.py             all of them; on two quiet cores about half an hour
    python scripts/seeded_faults.py card order  only these rooms
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from check import QUICK

ROOT = Path(__file__).resolve().parent.parent


class Fault(NamedTuple):
    """One fault: where it is planted, what stands there and what then stands there instead."""

    room: str
    path: str
    before: str
    after: str


FAULTS = (
    Fault("order", "helpers/exercises/kinds/order.py", "<= 0.5:", "<= 1:"),
    Fault("answers", "helpers/exercises/answers.py", "os.fsync(", "os.fstat("),
    Fault("marking", "helpers/exercises/marking.py", '"part" if self.fraction > 0', '"part" if self.fraction >= 0'),
    Fault("bearing", "helpers/ledgers/bearing.py", "return bool(events & set", "return bool(sources & set"),
    Fault(
        "footnotes",
        "helpers/editions/footnotes.py",
        'if row.get("dispute") else ""',
        'if not row.get("dispute") else ""',
    ),
    Fault("curtain", "helpers/curtains/standing.py", 'events["end"] <= pd', 'events["start"] <= pd'),
    Fault("details", "helpers/explorer/details.py", "if end > start else first", "if end < start else first"),
    Fault(
        "marks",
        "helpers/timelines/marks.py",
        "end is not None if begin else last > first",
        "end is not None if begin else last >= first",
    ),
    Fault("steps", "helpers/maps/steps.py", "sum(one.since <= day", "sum(one.since < day"),
    Fault("delays", "helpers/tellings/delays.py", "return min(ends), max(ends)", "return max(ends), min(ends)"),
    Fault(
        "teacher",
        "helpers/teacher/marking.py",
        "attempts[-MOST_VERSIONS:] if key.graded",
        "attempts[:MOST_VERSIONS] if key.graded",
    ),
    Fault("gift", "helpers/teacher/exports/gift.py", "return clean(text).translate(_ESCAPED)", "return clean(text)"),
    Fault(
        "card", "helpers/exercises/static/card.js", "if (waiting || event.detail > 1) return;", "if (waiting) return;"
    ),
    Fault("choose", "helpers/exercises/static/choose.js", "lock(input, locked);", ""),
    Fault("evidence", "helpers/exercises/static/evidence.js", "if (text !== searched) return;", ""),
    Fault("ledger", "helpers/ledgers/static/ledger.js", "store.write(forms);", ""),
    Fault("edition", "helpers/editions/static/edition.js", "model.save_changes();", ""),
    Fault(
        "rail",
        "helpers/curtains/static/curtain.js",
        "lift.hidden = !now.advice || !now.lifted ||",
        "lift.hidden = !now.advice ||",
    ),
    Fault(
        "side",
        "helpers/tellings/static/side.js",
        "if (left.length < tellings.length)",
        "if (left.length <= tellings.length)",
    ),
    Fault("filter", "helpers/explorer/frontend/src/filter.js", "found[row] &= here[row]", "found[row] |= here[row]"),
)


def copied(folder: Path) -> Path:
    """Copy what git has, or would take, into a folder; the environment is this one's."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, capture_output=True, check=True, text=True,
    ).stdout  # fmt: skip
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


def found_by(copy: Path, names: list[str]) -> str:
    """Run the checks one by one until one is red; return its name and the first test that failed, "" if none is."""
    # What the tests start must take the copy's helpers, and a run may end at its first failure.
    env = {**os.environ, "PYTHONPATH": str(copy), "PYTEST_ADDOPTS": "-x"}
    for name in names:
        command = [sys.executable, "scripts/check.py", name]
        done = subprocess.run(command, cwd=copy, env=env, capture_output=True, text=True, check=False)
        if done.returncode:
            failed = re.search(r"^(?:FAILED|ERROR) (.+?)(?: - |$)", done.stdout, re.MULTILINE)
            return f"{name}: {failed.group(1)}" if failed else name
    return ""


def in_order(fault: Fault) -> list[str]:
    """Return the checks of `make check`, the likeliest first: the answer is the same, and comes sooner."""
    first = ("lint", "explorer", "stage") if fault.path.endswith(".js") else ("unit",)
    return [*(one for one in first if one in QUICK), *(one for one in QUICK if one not in first)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rooms", nargs="*", help="only these faults")
    rooms = parser.parse_args().rooms
    faults = [fault for fault in FAULTS if not rooms or fault.room in rooms]
    for fault in faults:
        count = (ROOT / fault.path).read_text(encoding="utf-8").count(fault.before)
        if count != 1:
            sys.exit(f"{fault.room}: {fault.before!r} stands {count} times in {fault.path}; plant the fault anew.")
    missed = []
    with tempfile.TemporaryDirectory() as scratch:
        copy = copied(Path(scratch) / "copy")
        if red := found_by(copy, list(QUICK)):
            sys.exit(f"The copy is red without a fault: {red}")
        for fault in faults:
            path = copy / fault.path
            whole = path.read_text(encoding="utf-8")
            path.write_text(whole.replace(fault.before, fault.after), encoding="utf-8")
            start = time.perf_counter()
            found = found_by(copy, in_order(fault))
            path.write_text(whole, encoding="utf-8")
            missed += [] if found else [fault.room]
            print(f"{fault.room:10} {time.perf_counter() - start:6.0f} s  {found or 'MISSED'}", flush=True)
    print(f"{len(faults) - len(missed)} of {len(faults)} found; missed: {', '.join(missed) or 'none'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
