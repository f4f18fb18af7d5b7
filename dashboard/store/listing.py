"""Single events of both kinds, read and imported, in one list: what the table, the points of the map and its labels show.

A row is below 0 for a read event, which stands whole in the table ``event``. Of an imported one the columns that everything is
filtered by are in memory, the long texts in small pieces (``row_texts``), the rest in Parquet.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from heapq import nsmallest
from typing import Any

import pyarrow as pa

from dashboard.query import BBox, EventQuery
from dashboard.store import row_texts, totals
from dashboard.store.codes import SUB_TYPES, TYPES, country_of
from dashboard.store.event_rows import EVENT_COLUMNS
from dashboard.store.imported_table import ImportedTable
from dashboard.store.schemas import SCHEMAS
from dashboard.store.shown import IMPORTED_COLUMNS, shown
from dashboard.store.text_index import TextIndex
from dashboard.store.totals import Run
from dashboard.store.where import box_condition, common, where

POINT_COLUMNS = (
    "event_id", "longitude", "latitude", "event_date", "event_type", "sub_event_type", "fatalities", "geo_precision",
    "status", "location",
)  # fmt: skip
_IN_MEMORY = (
    "event_id", "location", "event_date", "event_type", "sub_event_type", "country", "latitude", "longitude",
    "geo_precision", "fatalities",
)  # fmt: skip
_QUICK = {*_IN_MEMORY, *row_texts.COLUMNS}


class Listing:
    """Lists of events of one store; ``run`` answers SQL, ``table`` is what ``Slices.table`` gives for the query."""

    def __init__(self, run: Run, imported: ImportedTable, text: TextIndex) -> None:
        self._run, self._imported, self._text = run, imported, text

    def name(self, cells: list[dict[str, Any]]) -> None:
        """Give each cell the id, place, sub-type and precision of its event ``row``: of a read event below 0."""
        rows = [cell["row"] for cell in cells if cell["row"] < 0 or cell["n"] == 1]
        sql = (
            "SELECT id, event_id, sub_event_type, geo_precision, location FROM event WHERE list_contains($rows, id) "
            "UNION ALL SELECT id, NULL, sub, geo_precision, NULL FROM imported WHERE id IN (SELECT unnest($rows))"
        )
        known = {row: values for row, *values in self._run(sql, {"rows": rows})} if rows else {}
        segments = self._imported.segments
        for cell in cells:
            row = cell.pop("row")
            event_id, sub, precision, location = known.get(row, (None, None, None, None))
            if row >= 0 and segments is not None:
                event_id, location = segments.event_id(row), segments.location(row)
                sub = None if sub is None else SUB_TYPES[int(sub)]
            cell |= {"id": event_id, "sub_event_type": sub, "geo_precision": precision, "location": location}

    def points(self, table: str, query: EventQuery, view: BBox, limit: int) -> list[dict[str, Any]]:
        """The selected events in view one by one, at most ``limit``: dictionaries with POINT_COLUMNS."""
        condition, values = where(query)
        inside = box_condition(view, values, "view")
        columns = ", ".join(POINT_COLUMNS)
        sql = f"SELECT {columns} FROM event WHERE {condition} AND {inside} ORDER BY event_date, event_id LIMIT {int(limit)}"
        found = [dict(zip(POINT_COLUMNS, row, strict=True)) for row in self._run(sql, values)]
        if not totals.imported_counts(query) or len(found) >= limit or self._imported.segments is None:
            return found
        condition, values = common(query)
        inside = box_condition(view, values, "view")
        sql = (
            "SELECT id, longitude, latitude, event_date, ty, sub, fatalities, geo_precision "
            f"FROM {table} WHERE {condition} AND {inside} ORDER BY event_date, id LIMIT {int(limit) - len(found)}"
        )
        segments = self._imported.segments
        for row, longitude, latitude, day, ty, sub, killed, precision in self._run(sql, values):
            values_ = (
                segments.event_id(row), longitude, latitude, day, TYPES[ty], SUB_TYPES[sub], killed, precision,
                "unreviewed", segments.location(row),
            )  # fmt: skip
            found.append(dict(zip(POINT_COLUMNS, values_, strict=True)))
        return found

    def newest(self, table: str, query: EventQuery, limit: int, view: BBox | None) -> list[int]:
        """The rows of the newest selected events: below 0 where they were read."""
        condition, values = where(query)
        if view is not None:
            condition += f" AND {box_condition(view, values, 'view')}"
        sql = "SELECT event_date, {key}, id FROM {table} WHERE {where} ORDER BY 1 DESC, 2 LIMIT " + str(int(limit))
        rows = self._run(sql.format(key="event_id", table="event", where=condition), values)
        if totals.imported_counts(query):
            condition, values = common(query)
            if view is not None:
                condition += f" AND {box_condition(view, values, 'view')}"
            rows += self._run(sql.format(key="id", table=table, where=condition), values)
        # Read events first on a day, in the order of their ids; imported ones in that of their rows.
        return [
            row[2] for row in nsmallest(limit, rows, key=lambda r: (-r[0].toordinal(), isinstance(r[1], int), r[1]))
        ]

    def events(self, rows: Sequence[int], columns: Sequence[str] = EVENT_COLUMNS) -> list[dict[str, Any]]:
        """The events of these rows, in the order given, with these columns; one that is there no more is left out."""
        sql = f"SELECT id, {', '.join(columns)} FROM event WHERE list_contains($rows, id)"
        read = self._run(sql, {"rows": [row for row in rows if row < 0]})
        events = {row: dict(zip(columns, values, strict=True)) for row, *values in read}
        imported = [row for row in rows if row >= 0]
        events |= dict(zip(imported, self.shown(imported, columns), strict=True))
        return [events[row] for row in rows if row in events]

    def shown(self, rows: Iterable[int], columns: Sequence[str] = IMPORTED_COLUMNS) -> list[dict[str, Any]]:
        """Imported events in the order given: dictionaries with EVENT_COLUMNS and OFFSETS.

        Of what the imports table has, only ``columns`` are read: from memory and small pieces, where these have them.
        """
        rows, read = list(rows), [name for name in IMPORTED_COLUMNS if name in columns]
        if not rows:
            return []
        if set(read) <= _QUICK and (texts := self._text.texts(rows)) is not None:
            return list(shown(pa.Table.from_pylist(self._quickly(rows, texts))))
        return list(shown(self._imported.fetch(rows, read)))

    def _quickly(self, rows: Sequence[int], texts: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        segments = self._imported.segments
        assert segments is not None
        sql = (
            "SELECT id, event_date, ty, sub, cc, latitude, longitude, geo_precision, fatalities "
            "FROM imported WHERE id IN (SELECT unnest($rows))"
        )
        known = {row: values for row, *values in self._run(sql, {"rows": list(rows)})}
        found = []
        for row, text in zip(rows, texts, strict=True):
            day, ty, sub, cc, *rest = known[row]
            names = (segments.event_id(row), segments.location(row), day, TYPES[ty], SUB_TYPES[sub], country_of(cc))
            found.append(dict(zip(_IN_MEMORY, (*names, *rest), strict=True)) | text)
        return found

    def found(self, event_ids: Iterable[str]) -> list[dict[str, Any]]:
        """Those of these imported events that nobody decided on, as ``shown`` has them."""
        rows = self._imported.find(event_ids)
        return [event for event in self.shown(rows.values()) if event["event_id"] in rows]

    def rows_of(self, event_ids: Iterable[str]) -> dict[str, dict[str, Any]]:
        """The whole rows of those of these events that nobody decided on."""
        rows = self._imported.find(event_ids)
        if not rows:
            return {}
        table = self._imported.fetch(rows.values(), SCHEMAS["imports"].names)
        return {row["event_id"]: row for row in table.to_pylist() if row["event_id"] in rows}
