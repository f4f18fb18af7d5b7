"""The events of a store: those read from articles, merged and reviewed, and those imported from data sets.

The first come from Python (``review``) into the table ``event``, whole. The second are millions: the columns that are
filtered and gathered by stand in memory (``imported_table``), the rest is fetched from Parquet when it is shown. Both are
made anew, or added to, when a Delta table has a new version, so appends by other processes appear by themselves. A
decision alone reads no report again.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from dashboard.query import BBox, EventQuery
from dashboard.records import Article, is_imported
from dashboard.review.finding import Readings, articles_to_recall, touched
from dashboard.review.review import Reviewed, looked_at, review
from dashboard.review.settling import Merger
from dashboard.store import map_query, totals
from dashboard.store.event_rows import EVENT_COLUMNS, EVENT_SCHEMA, OFFSETS, event_table
from dashboard.store.imported import ImportedReports, newest
from dashboard.store.imported_table import ImportedTable
from dashboard.store.listing import Listing
from dashboard.store.reading import Current, Reader
from dashboard.store.rows import imported_report
from dashboard.store.schemas import SCHEMAS
from dashboard.store.segments import Ids, Segments
from dashboard.store.shown import IMPORTED_COLUMNS, shown
from dashboard.store.slices import Slices
from dashboard.store.tables import Tables
from dashboard.store.text_index import TextIndex
from dashboard.store.versions import appended
from dashboard.store.where import common, where

_log = logging.getLogger(__name__)
VERSION_CHECK_SECONDS = 1.0
_PATIENCE = 5
T = TypeVar("T")
_IMPORTS = list(SCHEMAS).index("imports")  # among the versions of the tables
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
        self._imported = ImportedReports()
        self._ignored: set[str] = set()  # decisions that make no sense, told in the log
        self.reviewed: Reviewed  # what the event table shows, and why
        self._text = TextIndex(tables.uri)
        self._table_of_imports = ImportedTable(self._db, self._text.follow)
        self._listing = Listing(self._all, self._table_of_imports, self._text)
        self._slices = Slices(self._db, self._table_of_imports, self._text)
        self._answers = totals.Answers()
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
            self._slices.clear()
            return True
        except (duckdb.Error, pa.ArrowException, OSError) as error:
            raise self.tables.damaged("reports, articles or imports", error) from error
        finally:
            self._lock.release()

    def _read(self, versions: tuple[int, ...]) -> None:
        if self._versions is None or versions[_IMPORTS] != self._versions[_IMPORTS]:
            self._table_of_imports.refresh(self.tables)
        reports = self._versions is None or versions[:_IMPORTS] != self._versions[:_IMPORTS]
        if reports or self._table_of_imports.hidden:  # hidden ones are shown as they were imported last
            self._read_reports(versions)

    def _read_reports(self, versions: tuple[int, ...]) -> None:
        reader = Reader(self._db, self.tables)
        # What was read is the same after a decision, the third of the tables.
        fresh = self._current is None or any(self._grown(name, versions) for name in ("articles", "reports"))
        if self._current is None or fresh:
            self._current = reader.current()
        current, decisions = self._current, reader.decisions(self._ignored)
        imported = self._imported.versions(touched(decisions), reader, versions[_IMPORTS])
        reports = current.reports | newest(imported)
        recall = articles_to_recall(decisions, reports, {key: a.read for key, a in current.articles.items()})
        if recall != self._recalled[0] or fresh:
            self._recalled = recall, reader.readings(recall) if recall else Readings()
        old = self._recalled[1].with_imported(imported)
        self.reviewed = review(reports, decisions, recorded=current.recorded, old=old, merger=self._merger)
        cursor = self._db.cursor()
        cursor.register("reviewed", event_table(self.reviewed.events.values(), current.articles))
        cursor.execute(_EVENTS)
        self._table_of_imports.hide(imported)

    def _grown(self, name: str, versions: tuple[int, ...]) -> bool:
        """Whether the table has other rows than when it was read: a compaction changes its version alone."""
        number = list(SCHEMAS).index(name)
        if self._versions is None or versions[number] == self._versions[number]:
            return self._versions is None
        found = appended(self.tables, name, self._versions[number])
        return found is None or bool(found.files)

    def prepare_text(self) -> None:
        """Make words quicker to find, once all files have their index; cheap when there is nothing to do."""
        try:
            self._text.prepare()
        except (pa.ArrowException, duckdb.Error, MemoryError) as error:
            _log.warning("The words of the store cannot be gathered: %s. They are found all the same.", error)

    def text_missing(self) -> int:
        """How many files of imported events have no text index yet."""
        self.refresh()
        return len(self._text.missing())

    def articles(self, ids: Iterable[str]) -> dict[str, Article]:
        """The stored articles of these ids, with their texts. Raises StoreError."""
        try:
            return {article.article_id: article for article in Reader(self._db, self.tables).articles(ids)}
        except (duckdb.Error, pa.ArrowException, OSError) as error:
            raise self.tables.damaged("articles", error) from error

    def imported(self, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
        """The newest rows of these imported events, with all columns of the table ``imports``. Raises StoreError."""
        wanted = set(ids)
        try:
            found = self._steadily(lambda: self._listing.rows_of(wanted))
            return found | {
                row["event_id"]: row for row in Reader(self._db, self.tables).imported(wanted - found.keys())
            }
        except (duckdb.Error, pa.ArrowException, OSError) as error:
            raise self.tables.damaged("imports", error) from error

    def reviewed_with(self, ids: Iterable[str]) -> Reviewed:
        """``reviewed``, with those of these events that were imported and that nobody decided on. Raises StoreError."""
        reviewed = self.reviewed
        names = [name for name in ids if is_imported(name) and name not in reviewed.event_of]
        if not names:
            return reviewed
        try:
            return looked_at(
                reviewed, map(imported_report, self._steadily(lambda: self._listing.rows_of(names)).values())
            )
        except (duckdb.Error, pa.ArrowException, OSError) as error:
            raise self.tables.damaged("imports", error) from error

    @property
    def version(self) -> str:
        """Changes whenever the events may have changed: a cache key."""
        return ".".join(map(str, self._versions or ()))

    def _run(self, sql: str, values: dict[str, Any]) -> duckdb.DuckDBPyConnection:
        self.refresh()
        return self._db.cursor().execute(sql, values)

    def _all(self, sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
        return self._run(sql, values).fetchall()

    def _table(self, query: EventQuery) -> str:
        """The table of the imported events that the query's text, box and ring select."""
        self.refresh()
        return self._slices.table(query)

    def _tally(self, query: EventQuery) -> Counter[totals.Kind]:
        self.refresh()
        asked = replace(query.without("types", "countries"), status=())
        return self._answers.get(
            ("tally", self.version, asked), lambda: totals.tally(self._all, self._table(asked), asked)
        )

    def count(self, query: EventQuery) -> int:
        """How many events are selected."""
        return totals.counted(self._tally(query), query)

    def facets(self, query: EventQuery) -> dict[str, list[tuple[str, int]]]:
        """Event types, countries and statuses with their counts, each under the query without its own choice."""
        return totals.facets(self._tally(query), query)

    def span(self, query: EventQuery) -> tuple[date, date] | None:
        """The first and last date of the selected events, None when there are none."""
        self.refresh()
        return self._answers.get(
            ("span", self.version, query), lambda: totals.span(self._all, self._table(query), query)
        )

    def bounds(self, query: EventQuery) -> BBox | None:
        """The box around the selected events (not across the antimeridian), None when there are none."""
        self.refresh()
        return self._answers.get(
            ("bounds", self.version, query), lambda: totals.bounds(self._all, self._table(query), query)
        )

    def histogram(
        self, query: EventQuery, unit: str, within: tuple[date, date] | None = None
    ) -> list[tuple[date, str, int, int]]:
        """(start of bin, event type, count, fatalities) of the query without its dates, of the days ``within`` (inclusive).

        ``unit`` is day, week (from Monday), month or year.
        """
        self.refresh()
        asked = query.without("start", "end")
        return self._answers.get(
            ("histogram", self.version, asked, unit, within),
            lambda: totals.histogram(self._all, self._table(asked), asked, unit, within),
        )

    def clusters(self, query: EventQuery, view: BBox, zoom: int, *, cell_px: int = 64) -> list[dict[str, Any]]:
        """The selected events in view, gathered by cells of ``cell_px`` pixels of the web map at ``zoom``.

        Cells that the view meets are whole, so that a pan moves no cluster; those that only touch its eastern or southern
        border are left out. Each cell has its count ``n``, its mean point, the box of its events, how many there are of
        each event type and status (in the order of EVENT_TYPES and STATUSES), the fatalities, how many are placed roughly
        (``coarse``: geo_precision above 1), and the ``id``, ``location``, sub-type and precision of one of them.
        """
        return self._steadily(lambda: self._clusters(query, view, zoom, cell_px))

    def _clusters(self, query: EventQuery, view: BBox, zoom: int, cell_px: int) -> list[dict[str, Any]]:
        table = self._table(query)
        asked = map_query.CellQuery(query, view, map_query.shift_for(zoom, cell_px))
        condition, values = where(query)
        selects = [asked.read(condition)]
        if totals.imported_counts(query):
            selects += asked.imported(table, whole=table == "imported")
        found = map_query.cells(self._all(asked.gathered(selects), values))
        self._listing.name(found)
        return found

    def points(self, query: EventQuery, view: BBox, limit: int) -> list[dict[str, Any]]:
        """The selected events in view one by one, at most ``limit``: dictionaries with POINT_COLUMNS."""
        return self._steadily(lambda: self._listing.points(self._table(query), query, view, limit))

    def table(
        self,
        query: EventQuery,
        *,
        limit: int = 1000,
        offset: int = 0,
        view: BBox | None = None,
        columns: Sequence[str] = EVENT_COLUMNS,
    ) -> pd.DataFrame:
        """The selected events (within ``view``, where given), newest first, with these columns of ``EVENT_COLUMNS``."""

        def listed() -> list[dict[str, Any]]:
            rows = self._listing.newest(self._table(query), query, limit + offset, view)[offset:]
            return self._listing.events(rows, columns)

        schema = pa.schema([EVENT_SCHEMA.field(name) for name in columns])
        cursor = self._db.cursor()
        cursor.register("listed", pa.Table.from_pylist(self._steadily(listed), schema))
        return cursor.execute("SELECT * FROM listed").df()

    def _steadily(self, ask: Callable[[], T]) -> T:
        """An answer that takes several steps, asked for again when the rows of imported events got others meanwhile."""
        for _ in range(_PATIENCE):
            before = self._table_of_imports.changes
            if before % 2:  # just being changed: a few milliseconds
                time.sleep(0.005)
                continue
            try:
                found = ask()
            except (LookupError, duckdb.Error):
                if before == self._table_of_imports.changes:
                    raise
                continue
            if before == self._table_of_imports.changes:
                return found
        return ask()

    def stream(self, query: EventQuery, *, batch: int = 2000) -> Iterator[dict[str, Any]]:
        """Every selected event as one dictionary; memory stays flat.

        Those read from articles come first, in order of their dates, then the imported ones in the order of their files.
        """
        segments, ids = self._steadily(lambda: self._streamed(query))
        condition, values = where(query)
        sql = f"SELECT {', '.join(EVENT_COLUMNS)} FROM event WHERE {condition} ORDER BY event_date, event_id"
        cursor = self._run(sql, values)
        while rows := cursor.fetchmany(batch):
            for row in rows:
                yield dict(zip(EVENT_COLUMNS, row, strict=True))
        if segments is not None:
            for piece in segments.scan(ids, IMPORTED_COLUMNS):
                yield from shown(piece)

    def _streamed(self, query: EventQuery) -> tuple[Segments | None, Ids]:
        """The rows of the selected imported events, and the files that they lie in."""
        if not totals.imported_counts(query):
            return None, np.empty(0, np.int64)
        condition, values = common(query)
        sql = f"SELECT id FROM {self._table(query)} WHERE {condition} ORDER BY id"
        return self._table_of_imports.segments, np.asarray(self._run(sql, values).fetchnumpy()["id"], np.int64)

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
        ids = list(event_ids)
        sql = f"SELECT {', '.join(EVENT_COLUMNS)} FROM event WHERE list_contains($ids, event_id)"
        found = self._dicts(sql, {"ids": ids}) + self._steadily(lambda: self._listing.found(ids))
        return sorted(({name: row[name] for name in EVENT_COLUMNS} for row in found), key=lambda row: row["event_id"])

    def _dicts(self, sql: str, values: dict[str, Any]) -> list[dict[str, Any]]:
        return [dict(zip(EVENT_COLUMNS, row, strict=True)) for row in self._all(sql, values)]

    def event(self, event_id: str) -> dict[str, Any] | None:
        """The row of one event of any status, with the offsets of its best report; None when there is none of that id."""
        columns = [*EVENT_COLUMNS, *OFFSETS]
        sql = f"SELECT {', '.join(_quoted(c) for c in columns)} FROM event WHERE event_id = $id"
        if rows := self._all(sql, {"id": event_id}):
            return dict(zip(columns, rows[0], strict=True))
        imported = self._steadily(lambda: self._listing.found([event_id]))
        return imported[0] if imported else None


def _quoted(column: str) -> str:
    return f'"{column}"'
