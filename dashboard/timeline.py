"""The timeline's bins: a unit of time that fits the shown range, and what happened in every bin.

Bins are whole calendar units (weeks start on Monday, ISO 8601), so a bin at the edge of the range has all of its days.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dashboard.errors import QueryError
from dashboard.records import EVENT_TYPES

# The finest unit first; where none is asked for, up to so many days of the range, beyond the last, years.
UNITS = ("day", "week", "month", "year")
FITTING = ((120, "day"), (3 * 366, "week"), (25 * 366, "month"))
MAX_BINS = 400  # a bar of three pixels on a wide screen


@dataclass(frozen=True, slots=True)
class Frame:
    """What the timeline shows: bins of ``unit``, from the first day of the first to the last day of the last."""

    unit: str
    first: date
    last: date


def frame(first: date, last: date, unit: str = "auto") -> Frame:
    """The bins that hold ``first`` to ``last``, in ``unit`` or, where there would be more than MAX_BINS, a coarser one.

    Raises QueryError when ``unit`` is no unit.
    """
    if unit not in ("auto", *UNITS):
        raise QueryError(f"Unknown unit {unit[:20]!r}. Known: auto, {', '.join(UNITS)}.")
    finest = unit_for(first, last) if unit == "auto" else unit
    fitting = (u for u in UNITS[UNITS.index(finest) :] if bins_between(first, last, u) <= MAX_BINS)
    chosen = next(fitting, "year")
    return Frame(chosen, bin_start(first, chosen), bin_end(last, chosen))


def unit_for(first: date, last: date) -> str:
    """day, week, month or year, so that a bar is neither a hair nor a wall."""
    days = (last - first).days
    return next((unit for limit, unit in FITTING if days <= limit), "year")


def bin_start(day: date, unit: str) -> date:
    """The first day of the bin that ``day`` is in."""
    if unit == "week":
        return day - timedelta(days=day.weekday())
    if unit == "month":
        return day.replace(day=1)
    return day.replace(month=1, day=1) if unit == "year" else day


def bin_end(day: date, unit: str) -> date:
    """The last day of the bin that ``day`` is in."""
    if unit == "week":
        return day + timedelta(days=6 - day.weekday())
    if unit == "month":
        return day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return day.replace(month=12, day=31) if unit == "year" else day


def bins_between(first: date, last: date, unit: str) -> int:
    """How many bins hold ``first`` to ``last``."""
    if unit == "month":
        return (last.year - first.year) * 12 + last.month - first.month + 1
    if unit == "year":
        return last.year - first.year + 1
    days = (bin_start(last, unit) - bin_start(first, unit)).days
    return days // (7 if unit == "week" else 1) + 1


def columns(rows: Iterable[tuple[date, str, int, int]]) -> dict[str, Any]:
    """Histogram rows (start of bin, event type, count, fatalities) by column, the bins in order and none of them empty.

    ``bins.counts`` has one list a bin, in the order of EVENT_TYPES; ``fatalities`` has one number a bin.
    """
    position = {name: i for i, name in enumerate(EVENT_TYPES)}
    found: dict[date, list[int]] = {}
    for day, event_type, count, killed in rows:
        row = found.setdefault(day, [0] * (len(position) + 1))
        row[position[event_type]] += count
        row[-1] += killed
    days = sorted(found)
    return {
        "bins": {"start": [day.isoformat() for day in days], "counts": [found[day][:-1] for day in days]},
        "fatalities": [found[day][-1] for day in days],
    }
