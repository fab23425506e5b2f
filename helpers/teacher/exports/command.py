"""The command line of the exports: `python -m helpers export`."""

import argparse
import sys
from pathlib import Path
from typing import Any

EXAMPLE = "Example: python -m helpers export 02 --to moodle-xml --out lesson-02.xml"
FORMATS_HELP = "moodle-xml, gift, qti21 (a QTI 2.1 package), qti12 (QTI 1.2 for Canvas) or csv"


def add_command(commands: Any) -> None:
    """Add `export` to the course's command line."""
    export = commands.add_parser("export", help="write exercises for Moodle, Canvas and others", epilog=EXAMPLE)
    what = "such as 02, or an exercise's id; all if none"
    export.add_argument("what", metavar="LESSON_OR_EXERCISE", nargs="*", help=what)
    export.add_argument("--to", required=True, metavar="FORMAT", help=FORMATS_HELP)
    export.add_argument("--out", type=Path, help="the file to write; by default one in this folder")
    export.set_defaults(run=run_export)


def run_export(options: argparse.Namespace, rest: list[str]) -> int:
    """Write the exercises and say what could not be written; exit code 1 if there is no file."""
    from helpers.exercises.bank import PlainError
    from helpers.teacher.exports.export import NAMES, chosen, export, file_name, report, save

    if options.to not in NAMES:
        print(f"There is no format {options.to!r}. Give --to one of {', '.join(NAMES)}.", file=sys.stderr)
        return 1
    try:
        made = export(chosen(options.what), options.to)
        if not made.content:
            print(report(made, options.to), end="", file=sys.stderr)
            print("No file is written. `--to csv` writes every exercise.", file=sys.stderr)
            return 1
        path = options.out or Path(file_name(options.what, options.to))
        beside = save(made, options.to, path)
    except PlainError as problem:
        print(problem, file=sys.stderr)
        return 1
    print(report(made, options.to), end="")
    print(f"\nFile: {path}\nThis report: {beside}")
    return 0
