"""The command line: `python -m helpers --help`.

Whatever Python somebody has may be asked for it, so this file imports the rest late, and says in a sentence what lacks.
"""

import argparse
import os
import sys
from pathlib import Path

OLDEST = (3, 11)


def main(arguments: "list[str] | None" = None) -> int:
    """Run one command and return its exit code."""
    from helpers.console import speak_plainly
    from helpers.teacher.commands import add_commands
    from helpers.teacher.exports.command import add_command as add_export
    from helpers.teacher.paper.command import add_print

    speak_plainly()
    parser = argparse.ArgumentParser(prog="python -m helpers", description="Work with the course.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    lab = commands.add_parser(
        "lab",
        help="open the course in JupyterLab",
        epilog="Example: python -m helpers lab --no-browser. Other options go to JupyterLab.",
    )
    lab.add_argument("--teacher", action="store_true", help="open the notebook for handing out lessons")
    lab.set_defaults(run=run_lab)
    build = commands.add_parser(
        "build", help="build notebooks/ from lessons/", epilog="Example: python -m helpers build --check"
    )
    build.add_argument("--check", action="store_true", help="write nothing; fail if a notebook is out of date")
    build.set_defaults(run=run_build)
    add_commands(commands)
    gather = commands.add_parser(
        "class-ledger",
        help="count a class's verdicts from a folder of answer files, without names",
        epilog="Example: python -m helpers class-ledger handed-in --out class.json. "
        "The folder holds a file a student, or a folder of files a student.",
    )
    gather.add_argument("folder", type=Path, metavar="FOLDER", help="where the students' answer files lie")
    gather.add_argument("--out", type=Path, required=True, metavar="FILE", help="the class file to write")
    gather.set_defaults(run=run_class_ledger)
    add_export(commands)
    add_print(commands)
    options, rest = parser.parse_known_args(arguments)
    if rest and options.command != "lab":
        parser.error(f"unknown option: {rest[0]}")
    code: int = options.run(options, rest)
    return code


def run_lab(options: argparse.Namespace, rest: "list[str]") -> int:
    """Open JupyterLab on the first notebook, or on the teacher's."""
    from helpers.lab import FIRST_NOTEBOOK, TEACHERS_NOTEBOOK, LabError, open_lab

    try:
        return open_lab(rest, TEACHERS_NOTEBOOK if options.teacher else FIRST_NOTEBOOK)
    except LabError as error:
        print(error, file=sys.stderr)
        return 1


def run_build(options: argparse.Namespace, rest: "list[str]") -> int:
    """Build the notebooks, or say which are out of date."""
    from helpers import course
    from helpers.build import BuildError, build
    from helpers.exercises.bank import BankError

    try:
        changed = build(check=options.check)
    except (BuildError, BankError) as error:
        print(error, file=sys.stderr)
        return 1
    for path in changed:
        print(("out of date: " if options.check else "built: ") + str(path.relative_to(course.root())))
    if options.check and changed:
        print("Run `make notebooks` and commit what it writes.", file=sys.stderr)
        return 1
    return 0


def run_class_ledger(options: argparse.Namespace, rest: "list[str]") -> int:
    """Write the file of a class's verdicts, and say what was left out."""
    from helpers.editions.votes import ClassFileError, write_class

    try:
        print("\n".join(write_class(options.folder, options.out)))
    except ClassFileError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def wrong_python(lacks: str, ready: "Path | None" = None) -> str:
    """Return a sentence for who typed a command of the course to a Python that cannot run it.

    lacks : what is missing there; ready : another one that has all
    """
    other = f"Type `{ready} -m helpers` instead, or open" if ready else "Open"
    return (
        f"This Python ({sys.executable}) cannot run the course: {lacks}. {other} a terminal in the JupyterLab that "
        "`make teach` starts (File, New, Terminal) and type it there; with conda: conda activate almost-allies."
    )


def _ready() -> "Path | None":
    """Return the Python of the teacher's environment, if `make teach` has set it up here."""
    name = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
    found = Path(__file__).resolve().parent.parent.joinpath(".venv-teach", *name)
    return found if found.is_file() and found != Path(sys.executable) else None


def _run() -> int:
    if sys.version_info[:2] < OLDEST:
        lacks = "it is Python {}.{}, and {}.{} is the oldest that will do".format(*sys.version_info[:2], *OLDEST)
        print(wrong_python(lacks, _ready()), file=sys.stderr)
        return 1
    try:
        return main()
    except ModuleNotFoundError as missing:
        if (missing.name or "").split(".")[0] in ("", "helpers"):
            raise  # a fault of ours, which its traceback helps to find
        print(wrong_python(f"it has no package {missing.name}", _ready()), file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(_run())
