"""Dates as a reader says them, and the days that a date known only in part may mean."""

from typing import Any

import numpy as np

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_UNITS = {4: "datetime64[Y]", 7: "datetime64[M]", 10: "datetime64[D]"}


def say_day(day: np.datetime64) -> str:
    """Say a day in words.

    >>> say_day(np.datetime64("1954-03-31"))
    '31 March 1954'
    """
    year, month, number = str(day.astype("datetime64[D]")).rsplit("-", 2)
    return f"{int(number)} {MONTHS[int(month) - 1]} {year}"


def say_date(date: str) -> str:
    """Say a date in words, and what of it is not known.

    date : "YYYY", "YYYY-MM" or "YYYY-MM-DD"; anything else is given back as it is.

    >>> say_date("1991-12")
    'December 1991 (day not known)'
    >>> say_date("1994")
    '1994 (month and day not known)'
    """
    try:
        if len(date) == 4:
            return f"{int(date)} (month and day not known)"
        if len(date) == 7:
            return f"{MONTHS[int(date[5:]) - 1]} {date[:4]} (day not known)"
        return say_day(np.datetime64(date, "D")) if len(date) == 10 else date
    except (ValueError, IndexError):
        return date


def say_range(date: str, date_end: str) -> str:
    """Say from when to when, or just when.

    >>> say_range("1948-06-24", "1949-05-12")
    '24 June 1948 to 12 May 1949'
    """
    return f"{say_date(date)} to {say_date(date_end)}" if date_end else say_date(date)


def say_delay(least: int, most: int) -> str:
    """Say how long after something it was, where it may have been from `least` to `most` days.

    Below zero is before; from two months on, months and years are rounded, and "about" says so.

    >>> say_delay(5, 5), say_delay(6209, 6209), say_delay(0, 0), say_delay(-1, -1)
    ('5 days later', 'about 17 years later', 'the same day', '1 day before')
    >>> say_delay(18, 48), say_delay(4029, 4393), say_delay(-12, 18)
    ('18 to 48 days later', 'about 11 to 12 years later', 'at most 18 days later')
    """
    if most < 0:
        return say_delay(-most, -least).replace("later", "before")
    if least < 0:
        return f"at most {_length(most)} later" if most else "the same day or before"
    low, high = _length(least), _length(most)
    if low == high:
        return f"{low} later" if most else "the same day"
    if least and low.split()[-1].rstrip("s") == high.split()[-1].rstrip("s"):
        # One unit is said once: "11 to 12 years".
        return f"{' '.join(low.split()[:-1])} to {high.removeprefix('about ')} later"
    return f"{low if least else '0 days'} to {high} later"


def _length(days: int) -> str:
    """Say a length of time, in days, as people do."""
    if days < 60:
        return "1 day" if days == 1 else f"{days} days"
    if days < 730:
        return f"about {round(days / 30.44)} months"
    return f"about {round(days / 365.25)} years"


def days_of(date: str) -> tuple[np.datetime64, np.datetime64] | None:
    """Return the first and the last day that a date may mean, or None if it is no date.

    >>> [str(day) for day in days_of("1992-02")]
    ['1992-02-01', '1992-02-29']
    """
    unit = _UNITS.get(len(date))
    if unit is None:
        return None
    try:
        first: np.datetime64 = np.array([date], dtype=unit)[0]
    except ValueError:
        return None
    one: Any = np.datetime_data(first.dtype)[0]
    after: np.datetime64 = first + np.timedelta64(1, one)
    return first.astype("datetime64[D]"), after.astype("datetime64[D]") - np.timedelta64(1, "D")
