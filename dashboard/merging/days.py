"""Whether two reports may be of one day, each within its precision."""

from __future__ import annotations

from typing import NamedTuple

from dashboard.merging.signals import Signal
from dashboard.records import Report

# Days that the date may be off: one told to the week (ACLED: also one that was inferred) or to the month.
WEEK, MONTH = 6, 31
RANGE = 1  # a range that the article tells is good to its ends
NEXT_DAY = 1  # a night belongs to two days, and desks write in other zones of time

# Weights in log-odds.
SAME_DAY = 2.0
OVERLAP = 1.5  # ranges that share days
DAY_APART = -1.2
SAME_WEEK, DAY_OF_WEEK = 1.5, -0.4  # an inferred date is most often the right one, and less so each day further
SAME_MONTH, DAY_OF_MONTH = 0.3, -0.03
EARLY = -2.0  # nobody reports what has not happened


class Days(NamedTuple):
    """The days on which it may have happened, as ordinals; ``slack`` days more on both sides."""

    first: int
    last: int
    slack: int


def days_of(report: Report) -> Days:
    """The days of a report."""
    first, last = report.event_date.toordinal(), report.last_day.toordinal()
    if report.time_precision <= 1:
        slack = 0
    elif last > first:
        slack = RANGE
    else:
        slack = WEEK if report.time_precision == 2 else MONTH
    return Days(first, max(first, last), slack)


def gap(one: Days, other: Days) -> int:
    """Days between the two, 0 where they share one."""
    return max(0, other.first - one.last, one.first - other.last)


def compare_days(one: Days, other: Days) -> Signal | None:
    """What the two dates say; None where they are two dates."""
    apart = gap(one, other)
    slack = max(one.slack, other.slack)
    if apart > max(slack, NEXT_DAY):
        return None
    if slack <= RANGE:
        if apart:
            return Signal(DAY_APART, "a day apart")
        return Signal(SAME_DAY, "same day") if one[:2] == other[:2] and not slack else Signal(OVERLAP, "days overlap")
    weight = SAME_WEEK + DAY_OF_WEEK * apart if slack <= WEEK else SAME_MONTH + DAY_OF_MONTH * apart
    if not apart:
        return Signal(weight, "dates agree, one of them not told to the day")
    words = "a day apart" if apart == 1 else f"{apart} days apart"
    return Signal(weight, "{}, one of them not told to the day", (words,))


def compare_published(one: Days, one_published: int, other: Days, other_published: int) -> Signal | None:
    """What speaks against two reports when one was published before the other's day; None where neither was."""
    for days, published in ((one, other_published), (other, one_published)):
        if not days.slack and published < days.first - NEXT_DAY:
            return Signal(EARLY, "one was published before the other's day")
    return None
