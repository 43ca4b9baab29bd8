"""Dates of any precision as periods: "2025" lasts from its first day to its last."""

from __future__ import annotations

from dataclasses import dataclass

from monazite.analysis.facilities import last_day

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
