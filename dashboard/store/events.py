"""The event table: reports, merged and reviewed, in the columns that map, timeline and exports need.

The only SQL over events stands here and in ``where``. The table is held in DuckDB's memory and made anew when a
Delta table has a new version, so appends by other processes appear by themselves. A decision alone reads no report
again.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from dashboard.query import BBox, EventQuery
from dashboard.records import EVENT_TYPES, STATUSES, Article
from dashboard.review.finding import Readings, articles_to_recall
from dashboard.review.review import Reviewed, review
from dashboard.review.settling import Merger
from dashboard.store.event_rows import EVENT_COLUMNS, OFFSETS, event_table
from dashboard.store.reading import Current, Reader
from dashboard.store.tables import Tables
from dashboard.store.where import box_condition, where

VERSION_CHECK_SECONDS = 1.0
MAX_CELLS = 5000  # far more than a screen shows: only a view and a zoom that do not fit each other reach it
# Imported tables of events join here (UNION ALL BY NAME), past Python: they have nothing to merge or to mark.
_EVENTS = """
CREATE OR REPLACE TABLE event AS
SELECT * EXCLUDE (words), strip_accents(lower(words)) AS search FROM reviewed ORDER BY event_date, event_id
"""


class EventStore:
    """Queries over the events of one store; safe to share between threads."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self._db = duckdb.connect(":memory:")
        self._lock = threading.Lock()
        self._versions: tuple[int, ...] | None = None
        self._checked = 0.0
        self._current: Current | None = None
        self._merger = Merger()
        self._recalled: tuple[set[str], Readings] = (set(), Readings())
        self._ignored: set[str] = set()  # decisions that make no sense, told in the log
        self.reviewed: Reviewed  # what the event table shows, and why
        self.refresh()

    def refresh(self, *, force: bool = False) -> bool:
        """Read the tables again if one of them has a new version; True if so. Checks at most once a second unless forced."""
        now = time.monotonic()
        if not force and self._versions is not None and now - self._checked < VERSION_CHECK_SECONDS:
            return False
        # While another thread reads them, what was there before is still a good answer.
        if not self._lock.acquire(blocking=force or self._versions is None):
            return False
        try:
            versions = self.tables.versions()
            self._checked = time.monotonic()
            if versions == self._versions:
                return False
            self._read(versions)
            self._versions = versions
            return True
        except (duckdb.Error, pa.ArrowException, OSError) as error:
            raise self.tables.damaged("reports or articles", error) from error
        finally:
            self._lock.release()

    def _read(self, versions: tuple[int, ...]) -> None:
        reader = Reader(self._db, self.tables)
        # What was read is the same after a decision, the third of the tables.
        fresh = self._current is None or self._versions is None or versions[:2] != self._versions[:2]
        if self._current is None or fresh:
            self._current = reader.current()
        current, decisions = self._current, reader.decisions(self._ignored)
        recall = articles_to_recall(decisions, current.reports, {key: a.read for key, a in current.articles.items()})
        if recall != self._recalled[0] or fresh:
            self._recalled = recall, reader.readings(recall) if recall else Readings()
        old = self._recalled[1]
        self.reviewed = review(current.reports, decisions, recorded=current.recorded, old=old, merger=self._merger)
        cursor = self._db.cursor()
        cursor.register("reviewed", event_table(self.reviewed.events.values(), current.articles))
        cursor.execute(_EVENTS)

    def articles(self, ids: Iterable[str]) -> dict[str, Article]:
        """The stored articles of these ids, with their texts. Raises StoreError."""
        try:
            return {article.article_id: article for article in Reader(self._db, self.tables).articles(ids)}
        except (duckdb.Error, pa.ArrowException, OSError) as error:
            raise self.tables.damaged("articles", error) from error

    @property
    def version(self) -> str:
        """Changes whenever the events may have changed: a cache key."""
        return ".".join(map(str, self._versions or ()))

    def _run(self, sql: str, values: dict[str, Any]) -> duckdb.DuckDBPyConnection:
        self.refresh()
        return self._db.cursor().execute(sql, values)

    def _all(self, sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
        return self._run(sql, values).fetchall()

    def count(self, query: EventQuery) -> int:
        """How many events are selected."""
        condition, values = where(query)
        return int(self._all(f"SELECT count(*) FROM event WHERE {condition}", values)[0][0])

    def span(self, query: EventQuery) -> tuple[Any, Any] | None:
        """The first and last date of the selected events, None when there are none."""
        condition, values = where(query)
        first, last = self._all(f"SELECT min(event_date), max(event_date) FROM event WHERE {condition}", values)[0]
        return None if first is None else (first, last)

    def facets(self, query: EventQuery) -> dict[str, list[tuple[str, int]]]:
        """Event types, countries and statuses with their counts, each under the query without its own choice."""
        found = {}
        for column, field in (("event_type", "types"), ("country", "countries"), ("status", "status")):
            rest = replace(query, status=STATUSES) if field == "status" else query.without(field)
            condition, values = where(rest)
            sql = f"SELECT {column}, count(*) FROM event WHERE {condition} GROUP BY 1 ORDER BY 2 DESC, 1"
            found[column] = [(str(value), int(n)) for value, n in self._all(sql, values)]
        return found

    def table(self, query: EventQuery, *, limit: int = 1000, offset: int = 0, view: BBox | None = None) -> pd.DataFrame:
        """The selected events (within ``view``, where given), newest first, with the columns of ``EVENT_COLUMNS``."""
        condition, values = where(query)
        if view is not None:
            condition += f" AND {box_condition(view, values, 'view')}"
        sql = (
            f"SELECT {', '.join(EVENT_COLUMNS)} FROM event WHERE {condition} "
            "ORDER BY event_date DESC, event_id LIMIT $limit OFFSET $offset"
        )
        return self._run(sql, values | {"limit": limit, "offset": offset}).df()

    def stream(self, query: EventQuery, *, batch: int = 2000) -> Iterator[dict[str, Any]]:
        """Every selected event in order of its date, as one dictionary each; memory stays flat."""
        condition, values = where(query)
        sql = f"SELECT {', '.join(EVENT_COLUMNS)} FROM event WHERE {condition} ORDER BY event_date, event_id"
        cursor = self._run(sql, values)
        while rows := cursor.fetchmany(batch):
            for row in rows:
                yield dict(zip(EVENT_COLUMNS, row, strict=True))

    def histogram(self, query: EventQuery, unit: str) -> list[tuple[Any, str, int]]:
        """(start of bin, event type, count) of the query without its dates; ``unit`` is day, week, month or year."""
        condition, values = where(query.without("start", "end"))
        sql = (
            "SELECT CAST(date_trunc($unit, event_date) AS DATE), event_type, count(*) "
            f"FROM event WHERE {condition} GROUP BY 1, 2 ORDER BY 1, 2"
        )
        return [(day, str(kind), int(n)) for day, kind, n in self._all(sql, values | {"unit": unit})]

    def bounds(self, query: EventQuery) -> BBox | None:
        """The box around the selected events (not across the antimeridian), None when there are none."""
        condition, values = where(query)
        sql = f"SELECT min(longitude), min(latitude), max(longitude), max(latitude) FROM event WHERE {condition}"
        row = self._all(sql, values)[0]
        return None if row[0] is None else BBox(*row)

    def clusters(self, query: EventQuery, view: BBox, zoom: int, *, cell_px: int = 64) -> list[dict[str, Any]]:
        """The selected events in view, gathered by cells of ``cell_px`` pixels of the web map at ``zoom``.

        Each cell has its count ``n``, its mean point, the box of its events, how many there are of each event type and
        status (in the order of EVENT_TYPES and STATUSES), the fatalities, how many are placed roughly (``coarse``:
        geo_precision above 1), and the event's id, sub-type and precision where it is one.
        """
        condition, values = where(query)
        in_view = box_condition(view, values, "view")
        # Web Mercator world pixels at this zoom, cut into cells; floor(), since a cast would round.
        values["cells"] = 256 * 2**zoom / cell_px
        mix = ", ".join(f"count(*) FILTER (event_type = $type{i})" for i in range(len(EVENT_TYPES)))
        states = ", ".join(f"count(*) FILTER (status = $status{i})" for i in range(len(STATUSES)))
        values |= {f"type{i}": name for i, name in enumerate(EVENT_TYPES)}
        values |= {f"status{i}": name for i, name in enumerate(STATUSES)}
        sql = f"""
            SELECT count(*), avg(longitude), avg(latitude), min(longitude), min(latitude), max(longitude), max(latitude),
                sum(coalesce(fatalities, 0)), count(*) FILTER (geo_precision > 1), any_value(event_id),
                any_value(sub_event_type), max(geo_precision),
                any_value(location), [{mix}], [{states}]
            FROM (SELECT *, floor((longitude + 180) / 360 * $cells) AS x,
                    floor((0.5 - ln(tan(radians(greatest(-85.05, least(85.05, latitude))) / 2 + pi() / 4)) / (2 * pi())) * $cells) AS y
                FROM event WHERE {condition} AND {in_view})
            GROUP BY x, y ORDER BY count(*) DESC, x, y LIMIT {MAX_CELLS}"""
        names = ("n", "longitude", "latitude", "west", "south", "east", "north", "fatalities", "coarse", "id",
                 "sub_event_type", "geo_precision", "location", "mix", "statuses")  # fmt: skip
        return [dict(zip(names, row, strict=True)) for row in self._all(sql, values)]

    def doubtful(self, query: EventQuery, *, reason: str = "", limit: int = 200) -> list[dict[str, Any]]:
        """The selected unreviewed events with doubts (with the doubt ``reason``, where given), worst first."""
        condition, values = where(replace(query, status=("unreviewed",)))
        if reason:
            condition += " AND list_contains(string_split(doubts, '; '), $reason)"
            values["reason"] = reason
        sql = (
            f"SELECT {', '.join(EVENT_COLUMNS)} FROM event WHERE {condition} AND doubts <> '' "
            "ORDER BY doubt DESC, event_date DESC, event_id LIMIT $limit"
        )
        return self._dicts(sql, values | {"limit": limit})

    def doubt_counts(self, query: EventQuery) -> list[tuple[str, int]]:
        """The doubts of the selected unreviewed events, with how many have each, most first."""
        condition, values = where(replace(query, status=("unreviewed",)))
        sql = (
            "SELECT reason, count(*) FROM (SELECT unnest(string_split(doubts, '; ')) AS reason FROM event "
            f"WHERE {condition} AND doubts <> '') GROUP BY 1 ORDER BY 2 DESC, 1"
        )
        return [(str(reason), int(n)) for reason, n in self._all(sql, values)]

    def rows(self, event_ids: Iterable[str]) -> list[dict[str, Any]]:
        """The rows of these events, of any status; what is not there is left out."""
        sql = f"SELECT {', '.join(EVENT_COLUMNS)} FROM event WHERE list_contains($ids, event_id) ORDER BY event_id"
        return self._dicts(sql, {"ids": list(event_ids)})

    def _dicts(self, sql: str, values: dict[str, Any]) -> list[dict[str, Any]]:
        return [dict(zip(EVENT_COLUMNS, row, strict=True)) for row in self._all(sql, values)]

    def event(self, event_id: str) -> dict[str, Any] | None:
        """The row of one event of any status, with the offsets of its best report; None when there is none of that id."""
        columns = (*EVENT_COLUMNS, *OFFSETS)
        sql = f"SELECT {', '.join(_quoted(c) for c in columns)} FROM event WHERE event_id = $id"
        rows = self._all(sql, {"id": event_id})
        return dict(zip(columns, rows[0], strict=True)) if rows else None


def _quoted(column: str) -> str:
    return f'"{column}"'
