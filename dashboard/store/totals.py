"""Counts of selected events: by day, type, country and status, and the box around them."""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from dashboard.query import BBox, EventQuery
from dashboard.records import STATUSES
from dashboard.store.codes import TYPES, country_of
from dashboard.store.periods import whole_months
from dashboard.store.where import between, common, where

Run = Callable[[str, dict[str, Any]], list[tuple[Any, ...]]]
Kind = tuple[str, str, str]  # event type, country, status
T = TypeVar("T")
_KEPT = 256


class Answers:
    """The last answers, by what was asked: the pages of many people ask the same."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[Any, ...], Any] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple[Any, ...], answer: Callable[[], T]) -> T:
        """The answer to ``key``, asked for where it is not kept."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                kept: T = self._kept[key]
                return kept
        found = answer()
        with self._lock:
            self._kept[key] = found
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return found


def imported_counts(query: EventQuery) -> bool:
    """Whether a query may select imported events: all in the tables of imported ones are unreviewed."""
    return not query.status or "unreviewed" in query.status


def tally(run: Run, table: str, query: EventQuery) -> Counter[Kind]:
    """How many events of each type, country and status the query selects, whatever it asks of these three.

    ``table`` holds the imported events that its text, box and ring select ("imported" for all of them).
    """
    query = replace(query.without("types", "countries"), status=STATUSES)
    condition, values = where(query)
    found: Counter[Kind] = Counter()
    for ty, cc, st, n in run(f"SELECT ty, cc, st, count(*) FROM event WHERE {condition} GROUP BY 1, 2, 3", values):
        found[TYPES[ty], country_of(cc), STATUSES[st]] += n
    for source, condition in _sources(table, query):
        many = "count(*)" if source == table else "sum(n)::BIGINT"
        for ty, cc, n in run(f"SELECT ty, cc, {many} FROM {source} WHERE {condition} GROUP BY 1, 2", {}):
            found[TYPES[ty], country_of(cc), "unreviewed"] += n
    return found


def _sources(table: str, query: EventQuery) -> list[tuple[str, str]]:
    """What holds the counts of the imported events of a query by day, type and country, and on what condition."""
    whole = whole_months(query)
    if table != "imported":
        return [(table, between((query.start or date.min, query.end or date.max), query))]
    if whole is None:
        return [("in_day", between((query.start or date.min, query.end or date.max), query))]
    return [
        ("in_month", between((whole.first, whole.last), query)),
        *(("in_day", between(days, query)) for days in whole.edges),
    ]


def chosen(counts: Counter[Kind], query: EventQuery, *, but: str = "") -> Counter[Kind]:
    """Those of ``counts`` that the query selects, whatever it asks of ``but``: "types", "countries" or "status"."""
    types = set(query.types) if but != "types" else set()
    countries = set(query.countries) if but != "countries" else set()
    statuses = set(STATUSES) if but == "status" else set(query.status) or set(STATUSES) - {"rejected"}
    return Counter(
        {
            kind: n
            for kind, n in counts.items()
            if (not types or kind[0] in types) and (not countries or kind[1] in countries) and kind[2] in statuses
        }
    )


def facets(counts: Counter[Kind], query: EventQuery) -> dict[str, list[tuple[str, int]]]:
    """Event types, countries and statuses with their counts, each under the query without its own choice."""
    found = {}
    for place, (column, field) in enumerate((("event_type", "types"), ("country", "countries"), ("status", "status"))):
        by: Counter[str] = Counter()
        for kind, n in chosen(counts, query, but=field).items():
            by[kind[place]] += n
        found[column] = sorted(by.items(), key=lambda item: (-item[1], item[0]))
    return found


def histogram(
    run: Run, table: str, query: EventQuery, unit: str, within: tuple[date, date] | None
) -> list[tuple[date, str, int, int]]:
    """(start of bin, event type, count, fatalities) of the query without its dates."""
    query = query.without("start", "end")
    start = "CAST(date_trunc($unit, event_date) AS DATE)"
    days = " AND event_date BETWEEN $first AND $last" if within else ""
    bound = {"unit": unit} | ({"first": within[0], "last": within[1]} if within else {})
    condition, values = where(query)
    sums = "count(*), sum(coalesce(fatalities, 0))::BIGINT"
    rows = run(f"SELECT {start}, ty, {sums} FROM event WHERE {condition}{days} GROUP BY 1, 2", values | bound)
    if imported_counts(query):
        condition, values = common(query)
        source = table
        if table == "imported":
            source = "in_month" if unit in {"month", "year"} and within is None else "in_day"
            sums = "sum(n)::BIGINT, sum(killed)::BIGINT"
        rows += run(f"SELECT {start}, ty, {sums} FROM {source} WHERE {condition}{days} GROUP BY 1, 2", values | bound)
    bins: dict[tuple[date, int], tuple[int, int]] = {}
    for day, ty, n, killed in rows:
        before = bins.get((day, ty), (0, 0))
        bins[day, ty] = (before[0] + n, before[1] + killed)
    return [
        (day, TYPES[ty], *sums) for (day, ty), sums in sorted(bins.items(), key=lambda b: (b[0][0], TYPES[b[0][1]]))
    ]


def span(run: Run, table: str, query: EventQuery) -> tuple[date, date] | None:
    """The first and last day of the selected events."""
    source = "in_day" if table == "imported" else table
    return _extent(run, query, "min(event_date), max(event_date)", source)


def bounds(run: Run, table: str, query: EventQuery) -> BBox | None:
    """The box around the selected events, which does not cross the antimeridian."""
    sides = "min(longitude), min(latitude), max(longitude), max(latitude)"
    imported, source = sides, table
    if table == "imported" and not (query.start or query.end):
        imported, source = "min(least), min(south), max(most), max(north)", "in_cell"
    found = _extent(run, query, sides, source, imported)
    return None if found is None else BBox(*found)


def _extent(run: Run, query: EventQuery, values: str, source: str, imported: str = "") -> tuple[Any, ...] | None:
    """The least of the first half of ``values`` and the greatest of the second, over read and imported events."""
    condition, bound = where(query)
    rows = run(f"SELECT {values} FROM event WHERE {condition}", bound)
    if imported_counts(query):
        condition, bound = common(query)
        rows += run(f"SELECT {imported or values} FROM {source} WHERE {condition}", bound)
    rows = [row for row in rows if row[0] is not None]
    if not rows:
        return None
    half = len(rows[0]) // 2
    columns = list(zip(*rows, strict=True))
    return (*map(min, columns[:half]), *map(max, columns[half:]))


def counted(counts: Counter[Kind], query: EventQuery) -> int:
    """How many events of ``counts`` the query selects."""
    return sum(chosen(counts, query).values())


__all__ = ["Answers", "bounds", "counted", "facets", "histogram", "imported_counts", "span", "tally"]
