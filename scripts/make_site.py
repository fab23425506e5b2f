"""Build the course's website into build/site: the reading edition, the browser edition in run/, and a zip of both.

--only reading|browser   build just this part
--wheels-from PLACE      take Pyodide's official wheels from this folder or https address
                         (else from the official release where it can be reached, or from a cache)
--out FOLDER             build elsewhere
"""

import argparse
import multiprocessing
import sys
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from website import OUT, SiteError


def reading_edition(out: Path, source: str | None) -> None:
    from website import reading

    reading.build(out)


def browser_edition(out: Path, source: str | None) -> None:
    from website import browser_edition

    browser_edition.build(out, source)


EDITIONS = {"reading": reading_edition, "browser": browser_edition}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", choices=tuple(EDITIONS), help="build just this part")
    parser.add_argument("--wheels-from", metavar="PLACE", help="folder or https address of Pyodide's official wheels")
    parser.add_argument("--out", type=Path, default=OUT, help="the folder to build into")
    options = parser.parse_args()
    out: Path = options.out.absolute()
    out.mkdir(parents=True, exist_ok=True)
    start = time.perf_counter()
    names = [options.only] if options.only else list(EDITIONS)
    # Neither needs the other. Processes of their own: Sphinx and JupyterLite both look at the process they run in.
    with ProcessPoolExecutor(len(names), multiprocessing.get_context("spawn")) as side_by_side:
        building = {side_by_side.submit(EDITIONS[name], out, options.wheels_from): name for name in names}
        for built in as_completed(building):
            built.result()
            print(f"{time.perf_counter() - start:6.1f} s  the {building[built]} edition", flush=True)
    from website import packing

    packing.finish(out)
    print(f"{time.perf_counter() - start:6.1f} s  {out} and {out}.zip")


if __name__ == "__main__":
    try:
        main()
    except SiteError as error:
        sys.exit(str(error))
