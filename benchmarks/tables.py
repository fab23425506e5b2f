"""Compare reading the tables, checked cell by cell, with pandas alone, in one run.

ours    read_table(): types, allowed words, references within the row, dates; a broken cell is told by row and column
pandas  read_csv() of the same file, which checks nothing

Printed are milliseconds (the median of some rounds, in turns) and how many times longer ours took. No time is asserted.
A student pays it once a kernel: the loaders keep what they read.

Run it from the course's folder: python benchmarks/tables.py (a few seconds)
"""

from statistics import median
from time import perf_counter

import pandas as pd

from helpers import course
from helpers.table_schema import load_schemas
from helpers.tables import read_table

ROUNDS = 7


def milliseconds(read: object, *arguments: object) -> float:
    start = perf_counter()
    read(*arguments)  # type: ignore[operator]
    return (perf_counter() - start) * 1000


def main() -> None:
    schemas = load_schemas(course.data_dir())
    print(f"{'table':12}{'rows':>8}{'ours ms':>10}{'pandas ms':>11}{'ours : pandas':>15}")
    for name in ("events", "sources", "indicators"):
        schema = schemas[name]
        path = course.data_dir() / schema.path
        rows = len(read_table(path, schema))
        times = [(milliseconds(read_table, path, schema), milliseconds(pd.read_csv, path)) for _ in range(ROUNDS)]
        ours, plain = (median(column) for column in zip(*times, strict=True))
        print(f"{name:12}{rows:8,}{ours:10.1f}{plain:11.1f}{ours / plain:15.1f}")


if __name__ == "__main__":
    main()
