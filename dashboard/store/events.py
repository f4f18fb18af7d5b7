"""The event table: reports and decisions read by DuckDB into the columns that map, timeline and exports need.

The only SQL over events stands here and in ``where``. The table is held in DuckDB's memory and made anew when a
Delta table has a new version, so appends by other processes appear by themselves.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Any

import duckdb
import pandas as pd

from dashboard.query import BBox, EventQuery
from dashboard.records import EVENT_TYPES
from dashboard.store.tables import Tables
from dashboard.store.where import box_condition, where

VERSION_CHECK_SECONDS = 1.0
MAX_CELLS = 5000  # far more than a screen shows: only a view and a zoom that do not fit each other reach it
EVENT_COLUMNS = (
    "event_id", "event_date", "time_precision", "event_type", "sub_event_type", "location", "country", "admin1",
    "admin2", "latitude", "longitude", "geo_precision", "geonameid", "actors", "fatalities", "notes", "confidence",
    "status", "reports", "title", "source", "url", "published", "article_id",
)  # fmt: skip
_EVENTS = """
CREATE OR REPLACE TABLE event AS
WITH report AS (
    SELECT * FROM reports QUALIFY row_number() OVER (PARTITION BY report_id ORDER BY recorded DESC) = 1
), article AS (
    SELECT * FROM articles QUALIFY row_number() OVER (PARTITION BY article_id ORDER BY retrieved DESC) = 1
), decision AS (
    SELECT * FROM decisions QUALIFY row_number() OVER (PARTITION BY event_id ORDER BY decided DESC) = 1
)
SELECT r.* EXCLUDE (extractor, recorded, fatalities, actors, time_precision), a.title, a.source, a.url,
    CASE d.action WHEN 'confirm' THEN 'confirmed' WHEN 'reject' THEN 'rejected' ELSE 'unreviewed' END AS status,
    count(*) OVER (PARTITION BY r.event_id) AS reports,
    max(r.fatalities) OVER (PARTITION BY r.event_id) AS fatalities,
    min(r.time_precision) OVER (PARTITION BY r.event_id) AS time_precision,
    array_to_string(list_sort(list_distinct(list_filter(
        flatten(list(string_split(r.actors, '; ')) OVER (PARTITION BY r.event_id)), lambda name: name <> ''))), '; ') AS actors,
    strip_accents(lower(concat_ws(' ', r.location, r.admin1, r.admin2, a.title, r.actors, r.sub_event_type, r.notes))) AS search
FROM report r JOIN article a USING (article_id) LEFT JOIN decision d USING (event_id)
QUALIFY row_number() OVER (PARTITION BY r.event_id ORDER BY r.confidence DESC, r.start) = 1
ORDER BY r.event_date, r.event_id
"""


class EventStore:
    """Queries over the events of one store; safe to share between threads."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self._db = duckdb.connect(":memory:")
        self._lock = threading.Lock()
        self._versions: tuple[int, ...] | None = None
        self._checked = 0.0
        self.refresh()

    def refresh(self, *, force: bool = False) -> bool:
        """Read the tables again if one of them has a new version; True if so. Checks at most once a second unless forced."""
        now = time.monotonic()
        if not force and self._versions is not None and now - self._checked < VERSION_CHECK_SECONDS:
            return False
        with self._lock:
            versions = self.tables.versions()
            self._checked = time.monotonic()
            if versions == self._versions:
                return False
            cursor = self._db.cursor()
            try:
                for name in ("reports", "articles", "decisions"):
                    cursor.register(name, self.tables.dataset(name))
                cursor.execute(_EVENTS)
            except (duckdb.Error, OSError) as error:
                raise self.tables.damaged("reports or articles", error) from error
            self._versions = versions
            return True

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
        """Event types and countries with their counts, each under the rest of the query but not its own choice."""
        found = {}
        for column, field in (("event_type", "types"), ("country", "countries")):
            condition, values = where(query.without(field))
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

        Each cell has its count ``n``, its mean point, the box of its events, how many there are of each event type
        (in the order of EVENT_TYPES), the fatalities, and the event's id, sub-type and precision where it is one.
        """
        condition, values = where(query)
        in_view = box_condition(view, values, "view")
        # Web Mercator world pixels at this zoom, cut into cells; floor(), since a cast would round.
        values["cells"] = 256 * 2**zoom / cell_px
        mix = ", ".join(f"count(*) FILTER (event_type = $type{i})" for i in range(len(EVENT_TYPES)))
        values |= {f"type{i}": name for i, name in enumerate(EVENT_TYPES)}
        sql = f"""
            SELECT count(*), avg(longitude), avg(latitude), min(longitude), min(latitude), max(longitude), max(latitude),
                sum(coalesce(fatalities, 0)), any_value(event_id), any_value(sub_event_type), max(geo_precision),
                any_value(location), [{mix}]
            FROM (SELECT *, floor((longitude + 180) / 360 * $cells) AS x,
                    floor((0.5 - ln(tan(radians(greatest(-85.05, least(85.05, latitude))) / 2 + pi() / 4)) / (2 * pi())) * $cells) AS y
                FROM event WHERE {condition} AND {in_view})
            GROUP BY x, y ORDER BY count(*) DESC, x, y LIMIT {MAX_CELLS}"""
        names = ("n", "longitude", "latitude", "west", "south", "east", "north", "fatalities", "id", "sub_event_type",
                 "geo_precision", "location", "mix")  # fmt: skip
        return [dict(zip(names, row, strict=True)) for row in self._all(sql, values)]

    def event(self, event_id: str) -> dict[str, Any] | None:
        """One event with all its reports and the text around each; None when there is none of that id."""
        columns = (*EVENT_COLUMNS, "start", "end", "location_start", "location_end")
        sql = f"SELECT {', '.join(_quoted(c) for c in columns)} FROM event WHERE event_id = $id"
        rows = self._all(sql, {"id": event_id})
        return dict(zip(columns, rows[0], strict=True)) if rows else None


def _quoted(column: str) -> str:
    return f'"{column}"'
