"""Imported events in DuckDB's memory: narrow columns in the order of a space-filling curve, and sums of them beside.

The sums ("summaries") have one row for what many events share: their number hardly grows when the events of the same
places and years become more.

============ ===================================================== =======================================
table        one row for                                           serves
============ ===================================================== =======================================
in_day       day, event type, country                              timeline of short times, counts of single days
in_month     month (its first day), event type, country            timeline of long times, counts, choices of the filter
in_cell      cell of 64 pixels at zoom 8, event type, country      the map of all time, far out
in_year      year, cell at zoom 5, event type                      the map of some years, far out
============ ===================================================== =======================================

An event that a person decided on leaves these tables (``hide``): it is merged and shown with those of the articles.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from dashboard.store.codes import WORLD_BITS
from dashboard.store.segments import NOT_TOLD, Columns, Segments
from dashboard.store.tables import Tables

# Pixels at zoom 16 to cells of 64 pixels: at zoom 8 a cell is 2**14 of them wide, at zoom 5 2**17.
CELL_SHIFT = WORLD_BITS - 8 - 2
YEAR_SHIFT = WORLD_BITS - 5 - 2
# A few new rows are set beside the others; more, and the whole is sorted anew.
_BESIDE = 0.1

# 180 degrees counts as -180: the mean of a cell's longitudes lies in it.
_EAST = "CASE WHEN longitude = 180 THEN -180 ELSE longitude END"
_READ = ("id", "key", "day", "ty", "sub", "cc", "latitude", "longitude", "x", "y", "geo_precision", "fatalities")
# The types once more: of no rows the arrays have others.
_FROM_READ = f"""SELECT id::INTEGER AS id, key::UBIGINT AS key, DATE '1970-01-01' + day::INTEGER AS event_date,
    ty::UTINYINT AS ty, sub::UTINYINT AS sub, cc::USMALLINT AS cc, latitude::DOUBLE AS latitude,
    longitude::DOUBLE AS longitude, x::INTEGER AS x, y::INTEGER AS y, geo_precision::TINYINT AS geo_precision,
    nullif(fatalities, {NOT_TOLD})::INTEGER AS fatalities FROM sorted_rows"""
SUMS = f"""count(*) AS n, sum(coalesce(fatalities, 0))::BIGINT AS killed, sum((geo_precision > 1)::INTEGER)::BIGINT AS coarse,
    min(id) AS id, sum({_EAST}) AS sum_longitude, sum(latitude) AS sum_latitude,
    min({_EAST}) AS west, min(latitude) AS south, max({_EAST}) AS east, max(latitude) AS north"""
_CELL = f"(x >> {CELL_SHIFT}) << {CELL_SHIFT}", f"(y >> {CELL_SHIFT}) << {CELL_SHIFT}"
_YEAR = f"(x >> {YEAR_SHIFT}) << {YEAR_SHIFT}", f"(y >> {YEAR_SHIFT}) << {YEAR_SHIFT}"


@dataclass(frozen=True, slots=True)
class Summary:
    """How the sums of one table are made: of which rows together, and what they hold."""

    groups: Mapping[str, str]  # column -> expression
    sums: str

    def select(self, table: str) -> str:
        """The sums of all rows of ``table``."""
        groups = ", ".join(f"{expression} AS {name}" for name, expression in self.groups.items())
        return f"SELECT {groups}, {self.sums} FROM {table} GROUP BY ALL"

    def same(self, table: str) -> str:
        """Rows that share a group with one of ``table``."""
        expressions = ", ".join(self.groups.values())
        return f"({expressions}) IN (SELECT ({expressions}) FROM {table})"

    def summed(self, table: str) -> str:
        """Sums of the groups that a row of ``table`` falls into."""
        return f"({', '.join(self.groups)}) IN (SELECT ({', '.join(self.groups.values())}) FROM {table})"


SUMMARIES = {
    "in_day": Summary(
        {"event_date": "event_date", "ty": "ty", "cc": "cc"},
        "count(*) AS n, sum(coalesce(fatalities, 0))::BIGINT AS killed",
    ),
    "in_month": Summary(
        {"event_date": "date_trunc('month', event_date)::DATE", "ty": "ty", "cc": "cc"},
        "count(*) AS n, sum(coalesce(fatalities, 0))::BIGINT AS killed",
    ),
    "in_cell": Summary(
        {"x": _CELL[0], "y": _CELL[1], "ty": "ty", "cc": "cc"},
        f"{SUMS}, min(longitude) AS least, max(longitude) AS most",  # as they are: 180 stays 180
    ),
    "in_year": Summary({"x": _YEAR[0], "y": _YEAR[1], "year": "year(event_date)::SMALLINT", "ty": "ty"}, SUMS),
}


class ImportedTable:
    """The imported events of one store, kept in the database ``db``. One thread at a time may change them."""

    def __init__(self, db: duckdb.DuckDBPyConnection, follow: Callable[[Segments], None]) -> None:
        """``follow`` is told of the files whenever the rows have got others."""
        self._db, self._follow = db, follow
        self._beside = 0  # rows that were set beside the others since these were sorted
        self.segments: Segments | None = None
        # Of the rows and their numbers: an answer of several steps holds if there was none meanwhile. Odd while one is made.
        self.changes = 0
        self.hidden: frozenset[str] = frozenset()  # ids of the events that are not in the tables
        no_rows = pa.table({name: pa.array([], pa.int64()) for name in _READ})
        db.register("sorted_rows", no_rows)
        db.execute(f"CREATE TABLE imported AS {_FROM_READ}")
        db.unregister("sorted_rows")
        for name, summary in SUMMARIES.items():
            db.execute(f"CREATE TABLE {name} AS {summary.select('imported')}")

    @property
    def rows(self) -> int:
        """How many rows the tables were made of, those of older versions too."""
        return self.segments.rows if self.segments else 0

    def refresh(self, tables: Tables) -> None:
        """Bring the tables up to the store's newest version. What is read meanwhile is what was there before."""
        new, old = Segments(tables), self.segments
        if old is not None and new.paths == old.paths:
            return
        beside = old is not None and old.rows > 0 and new.follow(old)
        cursor = self._db.cursor()
        parts = [part | {"key": _keys(cursor, part.pop("event_id"))} for part in new.read()]
        read = _joined(parts)
        if beside and not self._fits_beside(cursor, read):
            new.segments, beside = [], False
            read = _joined([part | {"key": _keys(cursor, part.pop("event_id"))} for part in new.read()])
        with ThreadPoolExecutor(1) as pool:  # sorting by two things at once
            order = pool.submit(_along_curve, read)
            kept = read if beside else self._without_hidden(cursor, _newest(read))
            count = len(kept["key"])
            self._settle(cursor, kept, order.result() if kept is read else _along_curve(kept), new, beside=beside)
        self._beside = self._beside + count if beside else 0

    def _fits_beside(self, cursor: duckdb.DuckDBPyConnection, read: Columns) -> bool:
        """Whether these are few rows, each of an event that is not there yet, nor hidden."""
        count = len(read["key"])
        if self._beside + count > max(20_000, _BESIDE * self.rows) or len(np.unique(read["key"])) < count:
            return False
        cursor.register("new_keys", pa.table({"key": read["key"]}))
        known = "SELECT count(*) FROM new_keys SEMI JOIN imported USING (key)"
        hidden = "SELECT count(*) FROM new_keys WHERE key IN (SELECT hash(unnest($hidden::VARCHAR[])))"
        return not (_number(cursor, known) or _number(cursor, hidden, {"hidden": sorted(self.hidden)}))

    def _without_hidden(self, cursor: duckdb.DuckDBPyConnection, read: Columns) -> Columns:
        if not self.hidden:
            return read
        keys = cursor.execute("SELECT hash(unnest($ids::VARCHAR[])) AS key", {"ids": sorted(self.hidden)}).fetchnumpy()[
            "key"
        ]
        keep = ~np.isin(read["key"], keys)
        return {name: column[keep] for name, column in read.items()}

    @contextmanager
    def _changing(self, cursor: duckdb.DuckDBPyConnection) -> Iterator[None]:
        """What is done within is seen at once, or not at all when it fails."""
        cursor.execute("BEGIN")
        try:
            yield
        except BaseException:
            cursor.execute("ROLLBACK")
            raise

    def _settle(
        self, cursor: duckdb.DuckDBPyConnection, read: Columns, order: Any, segments: Segments, *, beside: bool
    ) -> None:
        """Put the rows that were read in, in this order: beside those that are there, or in their place."""
        columns = {name: pa.array(read.pop(name)[order]) for name in _READ}
        read.clear()
        cursor.register("sorted_rows", pa.table(columns))
        with self._changing(cursor):
            if beside:
                cursor.execute(f"INSERT INTO imported {_FROM_READ}")
                units = f"({_FROM_READ})"
            else:
                cursor.execute(f"CREATE OR REPLACE TABLE imported AS {_FROM_READ}")
                units = "imported"
            for name, summary in SUMMARIES.items():
                do = f"INSERT INTO {name} BY NAME" if beside else f"CREATE OR REPLACE TABLE {name} AS"
                cursor.execute(f"{do} {summary.select(units)}")
            self._commit(cursor, segments)
        cursor.unregister("sorted_rows")

    def _commit(self, cursor: duckdb.DuckDBPyConnection, segments: Segments | None = None) -> None:
        """Let the change be seen, with the files that the rows lie in now."""
        self.changes += 1
        try:
            cursor.execute("COMMIT")
            if segments is not None:
                self.segments = segments
                self._follow(segments)
        finally:
            self.changes += 1

    def hide(self, event_ids: Iterable[str]) -> None:
        """Take these events out of the tables, whatever their ids are of, for good."""
        more = sorted(set(event_ids) - self.hidden)
        if not more:
            return
        cursor = self._db.cursor()
        cursor.execute(
            "CREATE OR REPLACE TEMP TABLE leaving AS SELECT * FROM imported "
            "WHERE key IN (SELECT hash(unnest($ids::VARCHAR[])))",
            {"ids": more},
        )
        with self._changing(cursor):
            cursor.execute("DELETE FROM imported WHERE id IN (SELECT id FROM leaving)")
            for name, summary in SUMMARIES.items():
                rest = f"(SELECT * FROM imported WHERE {summary.same('leaving')})"
                cursor.execute(f"DELETE FROM {name} WHERE {summary.summed('leaving')}")
                cursor.execute(f"INSERT INTO {name} BY NAME {summary.select(rest)}")
            self._commit(cursor)
        cursor.execute("DROP TABLE leaving")
        self.hidden |= frozenset(more)

    def find(self, event_ids: Iterable[str]) -> dict[str, int]:
        """The rows of these events by their ids; what is hidden or not there is left out."""
        wanted = sorted(set(event_ids))
        found = self._db.cursor().execute(
            "SELECT w.name, i.id FROM (SELECT unnest($ids::VARCHAR[]) AS name) w JOIN imported i ON i.key = hash(w.name)",
            {"ids": wanted},
        )
        return {str(name): int(row) for name, row in found.fetchall()}

    def fetch(self, rows: Iterable[int], columns: Iterable[str]) -> pa.Table:
        """These rows of the Delta table, in the order given."""
        assert self.segments is not None
        return self.segments.fetch(np.fromiter(rows, np.int64), list(columns))


def _number(cursor: duckdb.DuckDBPyConnection, sql: str, values: dict[str, object] | None = None) -> int:
    return int(cursor.execute(sql, values or {}).fetchall()[0][0])


def _keys(cursor: duckdb.DuckDBPyConnection, event_ids: pa.ChunkedArray) -> Any:
    cursor.register("read_ids", pa.table({"event_id": event_ids}))
    keys = cursor.execute("SELECT hash(event_id) AS key FROM read_ids").fetchnumpy()["key"]
    cursor.unregister("read_ids")
    return keys


def _joined(parts: list[Columns]) -> Columns:
    """The parts as one, column by column: no more than one column stands twice."""
    if not parts:
        return {name: np.empty(0, np.int64) for name in (*_READ, "revision", "imported", "curve")}
    return {name: np.concatenate([part.pop(name) for part in parts]) for name in list(parts[0])}


def _along_curve(read: Columns) -> Any:
    """The order in which near events stand near each other, those of one cell by their days."""
    return np.argsort(read["curve"].astype(np.int64) << 32 | (read["day"].astype(np.int64) + (1 << 31)))


def _newest(read: Columns) -> Columns:
    """Of the rows of one event the one of the greatest revision, of equals the one imported last."""
    order = np.argsort(read["key"])
    keys = read["key"][order]
    same = keys[1:] == keys[:-1]
    if not same.any():
        return read
    twice = order[np.r_[False, same] | np.r_[same, False]]
    ranked = twice[np.lexsort([read[name][twice] for name in ("id", "imported", "revision", "key")])]
    keys = read["key"][ranked]
    keep = np.ones(len(read["key"]), bool)
    keep[ranked[:-1][keys[1:] == keys[:-1]]] = False
    return {name: column[keep] for name, column in read.items()}
