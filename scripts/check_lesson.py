"""Tells an author everything that is wrong with a lesson: file, line, what is wrong, what to do.

`make check-lesson LESSON=02` checks the lesson whose folder begins with 02; without LESSON all are checked. Advice is
worth a look and refuses nothing; every other line must be mended.
"""

import argparse
import sys
import time


def main(arguments: list[str] | None = None) -> int:
    from helpers.console import speak_plainly

    speak_plainly()
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("lesson", nargs="?", default="", help="a lesson's folder, or how its name begins")
    parser.add_argument("--no-advice", action="store_true", help="tell only what must be mended")
    parser.add_argument(
        "--minutes", action="store_true", help="tell where the minutes of the core path go, and no more"
    )
    options = parser.parse_args(arguments)
    start = time.perf_counter()
    # nbformat's JSON checker would build a grammar for web addresses, a third of the whole time; no lesson asks for it.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    from lesson_check import check_course, choose, minutes_of

    try:
        folders = choose(options.lesson)
    except ValueError as error:
        print(error)
        return 1
    if options.minutes:
        for folder, told in minutes_of(folders):
            print(f"{folder.name}: {told}")
        return 0
    found = check_course(folders)
    errors = [one for one in found if not one.advice]
    for one in errors if options.no_advice else found:
        print(one)
    names = folders[0].name if len(folders) == 1 else f"{len(folders)} lessons"
    result = f"{len(errors)} to mend, {len(found) - len(errors)} advice" if found else "in order"
    print(f"{names}: {result} ({time.perf_counter() - start:.1f} s)")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
