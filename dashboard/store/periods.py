"""A range of days as whole years or months, for which there are sums, and the days before and after them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from dashboard.query import EventQuery

Days = tuple[date, date]  # inclusive
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Whole:
    """The first day of the first whole period and the last day of the last, and the days at either side of them."""

    first: date
    last: date
    edges: tuple[Days, ...]


def whole_years(query: EventQuery) -> Whole | None:
    """The years that lie whole within the query's dates; None where none does."""
    start, end = query.start or date.min, query.end or date.max
    first = start if (start.month, start.day) == (1, 1) else date(start.year + 1, 1, 1)
    last = end if (end.month, end.day) == (12, 31) else date(end.year, 1, 1) - _DAY
    return _whole(start, end, first, last)


def whole_months(query: EventQuery) -> Whole | None:
    """The months that lie whole within the query's dates; None where none does."""
    start, end = query.start or date.min, query.end or date.max
    first = start if start.day == 1 else _month_after(start)
    last = end if end == date.max or (end + _DAY).day == 1 else end.replace(day=1) - _DAY
    return _whole(start, end, first, last)


def _month_after(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def _whole(start: date, end: date, first: date, last: date) -> Whole | None:
    if first > last:
        return None
    before = [(start, first - _DAY)] if start < first else []
    after = [(last + _DAY, end)] if last < end else []
    return Whole(first, last, (*before, *after))
