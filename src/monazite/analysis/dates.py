"""Dates of any precision as periods: "2025" lasts from its first day to its last."""

from __future__ import annotations

import re
from dataclasses import dataclass

from monazite.errors import QueryError

SURE, POSSIBLE = "sure", "possible"


@dataclass(frozen=True)
class Period:
    """The days from `first` to `last`, both included, in ISO 8601."""

    first: str
    last: str

    def holds(self, date: str) -> str:
        """Whether something of a date fell within: *sure*, *possible* (it is known too roughly) or "".

        >>> spell("2024", "2025-06").holds("2025"), spell("2024", "2025-06").holds("2025-03")
        ('possible', 'sure')
        """
        if not date:
            return ""
        other = Period(first_day(date), last_day(date))
        if other.last < self.first or other.first > self.last:
            return ""
        return SURE if self.first <= other.first and other.last <= self.last else POSSIBLE


def spell(since: str, until: str) -> Period:
    """From the first day of one date to the last of another.

    Raises:
        QueryError: one of them is no date.
    """
    return Period(first_day(since), last_day(until))


def first_day(date: str) -> str:
    """The first day of a year or month.

    >>> first_day("2025"), first_day("2024-02")
    ('2025-01-01', '2024-02-01')

    Raises:
        QueryError: it is no date.
    """
    last_day(date)
    return f"{date}{'0000-01-01'[len(date) :]}"


def last_day(date: str) -> str:
    """The last day of a year or month, so that dates within it compare as not later.

    >>> last_day("2025"), last_day("2024-02")
    ('2025-12-31', '2024-02-29')

    Raises:
        QueryError: it is no date.
    """
    import calendar
    import datetime

    parts = date.split("-")
    try:
        if not re.fullmatch("[0-9]{4}(-[0-9]{2}){0,2}", date):
            raise ValueError
        year, month = int(parts[0]), int(parts[1]) if parts[1:] else 12
        day = int(parts[2]) if parts[2:] else calendar.monthrange(year, month)[1]
        return datetime.date(year, month, day).isoformat()
    except ValueError as error:
        raise QueryError(f"{date!r} is no date: give 2025, 2025-04 or 2025-04-04") from error


def over(since: str, until: str, day: str) -> bool:
    """Whether what lasts from one date to another, "" where that is unknown, surely does not on a day.

    >>> over("2025-06", "", "2025-03-31"), over("", "2024", "2024-12-31")
    (True, False)
    """
    return since > day or "" < until < day[: len(until)]
