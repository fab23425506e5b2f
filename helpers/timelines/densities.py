"""Too many events to draw one by one: how many begin in each stretch of time, lane by lane."""

from dataclasses import dataclass

import numpy as np

MOST_BINS = 72
_STEPS = [("D", 1), ("M", 1), ("M", 3), *(("Y", step) for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000))]
_EXTRA = [10**power for power in range(4, 12)]


@dataclass(frozen=True)
class Counts:
    """How many events begin in each stretch of time.

    edges : days, one more than stretches; table : lanes by stretches; unit, step : e.g. ("Y", 5).
    """

    edges: np.ndarray
    table: np.ndarray
    unit: str
    step: int

    def say_step(self) -> str:
        """Say how long a stretch is.

        >>> Counts(np.empty(0), np.empty(0), "Y", 5).say_step()
        'stretch of 5 years'
        """
        word = {"D": "day", "M": "month", "Y": "year"}[self.unit]
        return word if self.step == 1 else f"stretch of {self.step:,} {word}s"

    def say(self, number: int) -> str:
        """Say which stretch is meant, e.g. '1990 to 1994' or 'May 1990'."""
        from helpers.calendar_words import MONTHS, say_day

        first = self.edges[number]
        last = self.edges[number + 1] - np.timedelta64(1, "D")
        if self.unit == "D":
            return say_day(first)
        if self.unit == "Y":
            words = [str(day.astype("datetime64[Y]")) for day in (first, last)]
        else:
            words = []
            for day in (first, last):
                year, month = str(day.astype("datetime64[M]")).rsplit("-", 1)
                words.append(f"{MONTHS[int(month) - 1]} {year}")
        return words[0] if self.step == 1 else f"{words[0]} to {words[1]}"


def count_by_time(starts: np.ndarray, lane: np.ndarray, lanes: int, most: int = MOST_BINS) -> Counts:
    """Count events by lane and stretch of time, in the shortest stretch that needs at most `most` of them.

    starts : the day on which each event begins; lane : its lane's number. The sum of the table is the number
    of events given: nothing is left out.

    >>> counts = count_by_time(np.array(["1990-01-01", "1999-12-31"], "M8[D]"), np.array([0, 0]), 1)
    >>> counts.say_step(), int(counts.table.sum())
    ('stretch of 3 months', 2)
    """
    days = starts.astype("datetime64[D]")
    for unit, step in [*_STEPS, *(("Y", step) for step in _EXTRA)]:
        number = days.astype(f"datetime64[{unit}]").astype(np.int64)
        # Years count from 1970; shifting by 1970 makes stretches begin at round years such as 1990.
        shift = 1970 if unit == "Y" else 0
        bins = (number + shift) // step
        first, last = int(bins.min()), int(bins.max())
        if last - first < most:
            break
    width = last - first + 1
    table = np.bincount((lane * width + (bins - first)).astype(np.intp), minlength=lanes * width).reshape(lanes, width)
    starts_of = (np.arange(first, last + 2, dtype=np.int64) * step - shift).astype(f"datetime64[{unit}]")
    return Counts(starts_of.astype("datetime64[D]"), table, unit, step)
