"""The timeline's bins: a unit of time that fits the range, and the counts of each event type in every bin."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from dashboard.records import EVENT_TYPES

# Up to so many days, the unit; beyond the last, years.
UNITS = ((120, "day"), (3 * 366, "week"), (25 * 366, "month"))


def unit_for(first: date, last: date) -> str:
    """day, week, month or year, so that a bar is neither a hair nor a wall."""
    days = (last - first).days
    return next((unit for limit, unit in UNITS if days <= limit), "year")


def bins(rows: Iterable[tuple[date, str, int]]) -> list[dict[str, Any]]:
    """Histogram rows (start of bin, event type, count) as one record a bin: its start and its counts in type order."""
    position = {name: i for i, name in enumerate(EVENT_TYPES)}
    found: dict[date, list[int]] = {}
    for day, event_type, count in rows:
        found.setdefault(day, [0] * len(position))[position[event_type]] += count
    return [{"start": day.isoformat(), "counts": counts} for day, counts in sorted(found.items())]
