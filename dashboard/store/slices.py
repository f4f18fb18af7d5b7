"""What a query's text, box and ring select of the imported events, kept as tables: every request of a page asks the same.

The few newest are kept; how many depends on how many rows they hold together.
"""

from __future__ import annotations

import itertools
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from dashboard.query import EventQuery
from dashboard.store.imported_table import ImportedTable
from dashboard.store.text_index import TextIndex
from dashboard.store.where import place, split

MAX_ROWS = 4_000_000  # of all slices together: some 200 MB
_LINGER_SECONDS = 30.0
_LEAST = 40_000  # what the smallest counts for: a hundred of them are kept


@dataclass(slots=True)
class Slice:
    """A table of imported events. ``ready`` is set when it is filled; requests that come meanwhile wait for it."""

    table: str
    ready: threading.Event
    rows: int = 0
    failed: bool = False


class Slices:
    """Made when first asked for; safe to share between threads."""

    def __init__(self, db: duckdb.DuckDBPyConnection, imported: ImportedTable, text: TextIndex) -> None:
        self._db, self._imported, self._text = db, imported, text
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[Any, ...], Slice] = OrderedDict()
        self._leaving: list[tuple[float, str]] = []  # tables to be dropped, and since when
        self._numbers = itertools.count()

    def clear(self) -> None:
        """Forget all: the events have changed. A request that reads one still has it: see ``_drop``."""
        with self._lock:
            old = list(self._kept.values())
            self._kept.clear()
        for piece in old:
            self._drop(piece)

    def table(self, query: EventQuery) -> str:
        """The table with the imported events that the query's text, box and ring select; all of them without these."""
        if not (query.text or query.bbox or query.polygon):
            return "imported"
        key = (self._imported.changes, query.text, query.bbox, query.polygon)
        with self._lock:
            piece = self._kept.get(key)
            mine = piece is None or piece.failed
            if mine:
                piece = self._kept[key] = Slice(f"slice_{next(self._numbers)}", threading.Event())
            self._kept.move_to_end(key)
        assert piece is not None
        if mine:
            self._fill(piece, query)
        else:
            piece.ready.wait()
            if piece.failed:
                return self.table(query)
        return piece.table

    def _fill(self, piece: Slice, query: EventQuery) -> None:
        try:
            piece.rows = self._make(piece.table, query)
        except BaseException:
            piece.failed = True
            with self._lock:
                self._kept = OrderedDict((key, kept) for key, kept in self._kept.items() if kept is not piece)
            raise
        finally:
            piece.ready.set()
        with self._lock:
            total, dropped = 0, []
            for key in reversed(list(self._kept)):
                total += max(self._kept[key].rows, _LEAST)
                if total > MAX_ROWS and self._kept[key] is not piece and self._kept[key].ready.is_set():
                    dropped.append(self._kept.pop(key))
            if all(kept is not piece for kept in self._kept.values()):  # forgotten while it was made
                dropped.append(piece)
        for old in dropped:
            self._drop(old)

    def _make(self, table: str, query: EventQuery) -> int:
        condition, values = place(query)
        cursor = self._db.cursor()
        source = "imported"
        if query.text:
            rows = self._text.rows(split(query.text))
            cursor.register("text_rows", pa.table({"id": rows.astype(np.int32)}))
            source = "(SELECT * FROM imported SEMI JOIN text_rows USING (id))"
        cursor.execute(f"CREATE TABLE {table} AS SELECT * FROM {source} WHERE {condition}", values)
        return int(cursor.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])

    def _drop(self, piece: Slice) -> None:
        """Some time later, when another one goes: a request may be about to read this one."""
        now = time.monotonic()
        with self._lock:
            self._leaving.append((now, piece.table))
            gone = [table for since, table in self._leaving if now - since > _LINGER_SECONDS]
            self._leaving = [(since, table) for since, table in self._leaving if now - since <= _LINGER_SECONDS]
        for table in gone:
            self._db.cursor().execute(f"DROP TABLE IF EXISTS {table}")
