"""The teacher's command line: `python -m helpers mark` and `python -m helpers assign`."""

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from helpers.lettering import count

MARK_EXAMPLE = "Example: python -m helpers mark handed-in --key assigned/key-02-1a2b3c4d.json --out results"
ASSIGN_EXAMPLE = 'Example: python -m helpers assign 02 --graded --shuffle --due "Friday, 9 a.m." --zip --out assigned'
NBGRADER_EXAMPLE = "With nbgrader: python -m helpers assign 02 --graded --nbgrader ../class --text-marks 8"


def add_commands(commands: Any) -> None:
    """Add the teacher's commands to the course's command line."""
    mark = commands.add_parser("mark", help="mark what students handed in", epilog=MARK_EXAMPLE)
    mark.add_argument("submissions", metavar="SUBMISSIONS", type=Path, help="a folder with a zip, file or folder each")
    mark.add_argument("--key", type=Path, required=True, help="key….json; for practice a lesson's exercises.yml")
    mark.add_argument("--out", type=Path, required=True, help="the folder for the results")
    mark.add_argument("--class", dest="members", type=Path, help="a CSV list of the class, from your platform")
    mark.add_argument("--due", default="", help='when it was due, such as "2026-12-04 09:00" (by default as assigned)')
    mark.add_argument("--pages", action="store_true", default=None, help="draw pages for more than 2,000, too")
    mark.add_argument("--processes", type=int, help="how many at once (by default as many as the machine has cores)")
    mark.set_defaults(run=run_mark)
    examples = f"{ASSIGN_EXAMPLE}. {NBGRADER_EXAMPLE}"
    assign = commands.add_parser("assign", help="make a bundle for students", epilog=examples)
    assign.add_argument("what", metavar="LESSON_OR_EXERCISE", nargs="+", help="such as 02, or 02-who-asked")
    assign.add_argument(
        "--graded", action="store_true", help="no key, hint or feedback in the bundle; you get a key file"
    )
    assign.add_argument("--shuffle", action="store_true", help="options in an order of each student's own")
    assign.add_argument("--due", default="", help="the date as students shall read it")
    assign.add_argument("--students", type=Path, help="a text file, a name a line: one bundle for each")
    assign.add_argument("--with-text", action="store_true", help="graded: keep the lesson's text, which may tell")
    assign.add_argument("--zip", action="store_true", help="zips instead of folders")
    assign.add_argument("--out", type=Path, help="a new folder for bundles and key")
    assign.add_argument("--nbgrader", metavar="COURSE", type=Path, help="write into an nbgrader course; key to --out")
    assign.add_argument("--text-marks", type=int, default=0, metavar="N", help="nbgrader: marks for a text, by hand")
    assign.set_defaults(run=run_assign)


def run_mark(options: argparse.Namespace, rest: list[str]) -> int:
    """Mark a folder of submissions; exit code 1 if the run cannot start, 0 even if some could not be read."""
    from helpers.exercises.bank import PlainError
    from helpers.teacher.running import MOST_PAGES, run

    try:
        where = options.submissions, options.key, options.out, options.members, options.processes
        done = run(*where, _bar, options.due, options.pages)
    except (PlainError, OSError) as problem:
        print(problem, file=sys.stderr)
        return 1
    for line in done.taken:
        print(line)
    print(f"{done.marked:,} of {count(done.handed_in, 'submission')} marked: {options.out / 'results.csv'}")
    if done.problems or done.notes:
        told = f"{done.problems:,} could not be marked" if done.problems else "All could be read"
        print(f"{told}; {count(done.notes, 'remark')}: {options.out / 'problems.csv'}")
    if done.changed:
        print(f"The marks of {count(done.changed, 'student')} differ from the last results; problems.csv says why.")
    if not options.pages and done.handed_in > MOST_PAGES:
        print(f"No pages were drawn for more than {MOST_PAGES:,} submissions: ask for them with --pages.")
    if done.texts:
        print(f"{count(done.texts, 'text')} to read: open {options.out / 'texts'}, save there, run this again")
    return 0


def _bar(outcomes: Iterable[Any], number: int) -> Iterable[Any]:
    """Show how far a long run is, where somebody is watching and tqdm is installed (`pip install .[teach]`)."""
    try:
        from tqdm import tqdm
    except ImportError:
        return outcomes
    # Nothing is drawn in the first second, so a short run stays quiet.
    bar: Iterable[Any] = tqdm(outcomes, total=number, unit=" submissions", delay=1, disable=None, leave=False)
    return bar


def run_assign(options: argparse.Namespace, rest: list[str]) -> int:
    """Write bundles for students, and the key for the teacher."""
    from helpers.exercises.bank import PlainError
    from helpers.teacher.assigning import Wish, assign

    wish = Wish(
        tuple(options.what),
        "graded" if options.graded else "practice",
        options.shuffle,
        options.due,
        options.students,
        options.zip,
        options.with_text,
    )
    try:
        made = _in_nbgrader(wish, options) if options.nbgrader else assign(wish, _out(options))
    except (PlainError, OSError) as problem:
        print(problem, file=sys.stderr)
        return 1
    for line in made.told():
        print(line)
    return 0


def _out(options: argparse.Namespace) -> Path:
    from helpers.teacher.assigning import AssignError

    if options.out is None:
        raise AssignError("Where to? Name a new folder with --out, or an nbgrader course with --nbgrader.")
    if options.text_marks:
        raise AssignError("--text-marks is for --nbgrader only; elsewhere you give marks for texts after marking.")
    out: Path = options.out
    return out


def _in_nbgrader(wish: Any, options: argparse.Namespace) -> Any:
    from helpers.teacher.nbgrader.course_folder import assign_in_course

    return assign_in_course(wish, options.nbgrader, options.out, options.text_marks)
