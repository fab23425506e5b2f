"""The time by which work is due, out of the words that students read."""

import re
from datetime import datetime, time, timedelta

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})[a-z]*\.?"
_DATES = (
    re.compile(r"\b(?P<year>\d{4})-(?P<month>\d\d?)-(?P<day>\d\d?)(?=\D|$)"),
    re.compile(r"\b(?P<day>\d\d?)\.(?P<month>\d\d?)\.(?P<year>\d{4})\b"),
    re.compile(rf"\b(?P<day>\d\d?)(?:st|nd|rd|th)? (?:of )?{_MONTH}(?:,? (?P<year>\d{{4}}))?"),
    re.compile(rf"\b{_MONTH} (?P<day>\d\d?)(?:st|nd|rd|th)?(?:,? (?P<year>\d{{4}}))?\b"),
)
_WEEKDAY = re.compile(rf"\b(?P<name>{'|'.join(_DAYS)})[a-z]*\b")
_TIMES = (
    re.compile(r"\b(?P<hour>\d\d?)(?:[:.](?P<minute>\d\d))? ?(?P<half>[ap])\.? ?m\b\.?"),
    re.compile(r"(?:\b|t)(?P<hour>\d\d?):(?P<minute>\d\d)(?::\d\d)?\b"),
    re.compile(r"\b(?P<word>noon|midnight|midday)\b"),
)
_SMALL_WORDS = re.compile(r"[\s,.;]+|\b(?:at|by|on|the|next|before|until|due|o'clock)\b")


def due_time(words: str, made: datetime) -> datetime | None:
    """Return when work is due, in the zone of `made`; None where the words do not say it beyond doubt.

    words : such as "2026-12-04 09:00", "4 December, 9 a.m." or "Friday"; without a time the whole day counts
    made : when the assignment was made, for words without a year or a date

    >>> from datetime import timezone
    >>> made = datetime(2026, 11, 30, 12, tzinfo=timezone.utc)  # a Monday
    >>> [str(due_time(one, made))[:16] for one in ("Friday, 9 a.m.", "4 Dec 2026", "2026-12-04T17:30")]
    ['2026-12-04 09:00', '2026-12-04 23:59', '2026-12-04 17:30']
    >>> due_time("before class", made), due_time("4/12/2026", made)
    (None, None)
    """
    left = words.casefold()
    day, left = _day(left, made)
    hour, left = _hour(left)
    if day is None or _SMALL_WORDS.sub("", left):
        return None
    return day.replace(hour=hour.hour, minute=hour.minute, second=hour.second, microsecond=0)


def _day(text: str, made: datetime) -> tuple[datetime | None, str]:
    weekday = _WEEKDAY.search(text)
    without = _WEEKDAY.sub(" ", text, count=1) if weekday else text
    for pattern in _DATES:
        if found := pattern.search(without):
            name = found["month"]
            month = int(name) if name.isdigit() else _MONTHS.index(name) + 1
            try:
                day = made.replace(int(found["year"] or made.year), month, int(found["day"]))
            except ValueError:
                return None, text
            if not found["year"] and day.date() < made.date():
                day = day.replace(year=day.year + 1)
            return day, pattern.sub(" ", without, count=1)
    if not weekday:
        return None, text
    ahead = (_DAYS.index(weekday["name"]) - made.weekday()) % 7
    return made + timedelta(days=ahead), without


def _hour(text: str) -> tuple[time, str]:
    for pattern in _TIMES:
        if found := pattern.search(text):
            parts = found.groupdict()
            if word := parts.get("word"):
                hour, minute = (23, 59) if word == "midnight" else (12, 0)
            else:
                hour, minute = int(parts["hour"]), int(parts["minute"] or 0)
                if half := parts.get("half"):
                    hour = hour % 12 + (12 if half == "p" else 0)
            if hour < 24 and minute < 60:
                return time(hour, minute), pattern.sub(" ", text, count=1)
    return time(23, 59, 59), text
