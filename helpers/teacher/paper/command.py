"""The command line: `python -m helpers print 02`."""

import argparse
import sys
from pathlib import Path
from typing import Any

from helpers.teacher.paper import PAPERS

EXAMPLE = "Example: python -m helpers print 02 --out handouts --paper Letter"


def add_print(commands: Any) -> None:
    """Add `print` to the commands of `python -m helpers`."""
    command = commands.add_parser(
        "print",
        help="write a lesson's worksheet and answer key for paper",
        description="Write a worksheet and an answer key, as HTML and, with Chromium, Chrome or Edge, as PDF.",
        epilog=EXAMPLE,
    )
    command.add_argument("lesson", nargs="+", metavar="LESSON", help="a lesson's number, such as 02; or several")
    command.add_argument("--out", metavar="FOLDER", type=Path, default=Path("handouts"), help="default: handouts")
    command.add_argument("--paper", choices=PAPERS, default=PAPERS[0], help="paper size; default: %(default)s")
    command.add_argument(
        "--whole", action="store_true", help="the whole lesson; otherwise its exercises and their needs"
    )
    command.add_argument("--html-only", action="store_true", help="make no PDF")
    command.set_defaults(run=run_print)


def run_print(options: argparse.Namespace, rest: list[str]) -> int:
    """Write the papers of one or more lessons, and say where they are and what they leave out."""
    try:
        from helpers.teacher.paper.printing import print_lesson
    except ImportError as problem:
        needed = problem.name or "jupytext"
        print(f"Printing needs {needed}: run `pip install {needed}`, then this command again.", file=sys.stderr)
        return 1
    notes: list[str] = []
    for name in options.lesson:
        try:
            done = print_lesson(name, options.out, paper=options.paper, pdf=not options.html_only, whole=options.whole)
        except (ValueError, OSError) as problem:
            print(problem, file=sys.stderr)
            return 1
        for path in done.files:
            print(f"written: {path}")
        notes += [note for note in done.notes if note not in notes]
    for note in notes:
        print(note)
    return 0
