"""Read the Delta tables through DuckDB: today's reports, earlier readings, decisions, articles.

A report is known by its article, sentence, place mention and number, in the rows of older programs too, whose own ids
were others.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import duckdb
import pyarrow as pa

from dashboard.errors import ReviewError
from dashboard.records import Article, Report, stable_id
from dashboard.review.decisions import Anchor, Decision
from dashboard.review.finding import Readings
from dashboard.review.text import clean
from dashboard.store.rows import article_of, imported_report, report_of
from dashboard.store.schemas import SCHEMAS
from dashboard.store.tables import Tables

_log = logging.getLogger(__name__)
_FETCHED = 2000
_READ = ("articles", "reports", "decisions")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_KEY = "r.article_id, r.start, r.location_start, coalesce(r.number, 0)"
_ARTICLE = """article AS (
    SELECT * FROM articles
    QUALIFY row_number() OVER (PARTITION BY article_id ORDER BY retrieved DESC, extraction DESC NULLS LAST) = 1
)"""
# An older program's rows have no extraction: of these, what the newest extractor read counts.
_CURRENT = f"""
SELECT r.* EXCLUDE (recorded), first FROM (
    SELECT r.*, epoch_us(min(r.recorded) OVER (PARTITION BY {_KEY})) AS first FROM reports r
) r JOIN article a USING (article_id)
WHERE r.extraction IS NOT DISTINCT FROM a.extraction
QUALIFY row_number() OVER (PARTITION BY {_KEY} ORDER BY r.recorded DESC) = 1
AND (r.extraction IS NOT NULL OR r.extractor IS NOT DISTINCT FROM
    first_value(r.extractor) OVER (PARTITION BY r.article_id ORDER BY r.recorded DESC))
ORDER BY r.published, r.article_id, r.start, r.location_start, r.number
"""
_OLD = """
SELECT r.* EXCLUDE (recorded), epoch_us(recorded) AS stored FROM reports r SEMI JOIN article a USING (article_id)
WHERE list_contains($articles, article_id) ORDER BY recorded
"""
_ANCHORS = f"""
SELECT DISTINCT event_id, {_KEY}, location_end FROM reports r WHERE list_contains($events, event_id) ORDER BY ALL
"""
_IMPORTS = """
SELECT * EXCLUDE (imported), epoch_us(imported) AS imported
FROM (FROM {stored} UNION ALL BY NAME FROM empty_imports) WHERE event_id IN ({ids})
ORDER BY event_id, revision, imported, import_id
"""


@dataclass(frozen=True, slots=True)
class Publication:
    """What the event table says of an article."""

    title: str
    source: str
    url: str
    read: datetime


@dataclass(frozen=True, slots=True)
class Current:
    """Today's reports by id, when each was first stored, and their articles by id."""

    reports: dict[str, Report]
    recorded: dict[str, datetime]
    articles: dict[str, Publication]


class Reader:
    """One reading of the store, by a cursor of its own. Raises duckdb.Error and OSError."""

    def __init__(self, db: duckdb.DuckDBPyConnection, tables: Tables) -> None:
        self._cursor, self._tables = db.cursor(), tables
        for name in _READ:
            schema = SCHEMAS[name]
            self._cursor.register(f"stored_{name}", tables.dataset(name))
            self._cursor.register(f"empty_{name}", schema.empty_table())
        # The columns that an older program's table lacks are null.
        padded = (f"{name} AS (FROM stored_{name} UNION ALL BY NAME FROM empty_{name})" for name in _READ)
        self._with = f"WITH {', '.join(padded)}, {_ARTICLE}"

    def current(self) -> Current:
        """Today's reports: those of the newest reading of each article that is there."""
        rows = list(self._rows(_CURRENT))
        reports = [report_of(row) for row in rows]
        known = self._rows("SELECT article_id, title, source, url, epoch_us(retrieved) AS read FROM article")
        return Current(
            {r.report_id: r for r in reports},
            {r.report_id: _time(row["first"]) for r, row in zip(reports, rows, strict=True)},
            {
                a["article_id"]: Publication(a["title"] or "", a["source"] or "", a["url"] or "", _time(a["read"]))
                for a in known
            },
        )

    def imported(self, ids: Iterable[str]) -> list[dict[str, Any]]:
        """The newest row of each of these imported events, with the columns of ``imports``."""
        newest = {row["event_id"]: row for row in self._imported(ids)}
        return [row | {"imported": _time(row["imported"])} for row in newest.values()]

    def imported_versions(self, ids: Iterable[str]) -> dict[str, list[tuple[datetime, Report]]]:
        """All that was ever imported of these events, as reports with the time, the newest last."""
        found: dict[str, list[tuple[datetime, Report]]] = defaultdict(list)
        for row in self._imported(ids):
            found[row["event_id"]].append((_time(row["imported"]), imported_report(row)))
        return dict(found)

    def _imported(self, ids: Iterable[str]) -> Iterator[dict[str, Any]]:
        wanted = {f"id{n}": name for n, name in enumerate(sorted(set(ids)))}
        if not wanted:
            return
        values: dict[str, Any] = dict(wanted)
        if (files := self._tables.local_paths("imports")) is None:
            self._cursor.register("stored_imports", self._tables.dataset("imports"))
            stored = "stored_imports"
        elif files:  # DuckDB passes over what no wanted id stands in; a scan of Arrow's reads every column of every row
            stored, values["files"] = "read_parquet($files, union_by_name = true)", files
        else:
            return
        self._cursor.register("empty_imports", SCHEMAS["imports"].empty_table())
        some = ", ".join(f"${name}" for name in wanted)
        yield from self._rows(_IMPORTS.format(stored=stored, ids=some), values)

    def readings(self, articles: Iterable[str]) -> Readings:
        """All that was ever read of these articles."""
        versions: dict[str, list[tuple[datetime, Report]]] = defaultdict(list)
        together: dict[tuple[Any, ...], set[str]] = defaultdict(set)
        within: dict[str, list[set[str]]] = defaultdict(list)
        for row in self._rows(_OLD, {"articles": sorted(articles)}):
            report = report_of(row)
            reading = (row["article_id"], row["extraction"], None if row["extraction"] else row["extractor"])
            together[reading].add(report.report_id)
            within[report.report_id].append(together[reading])
            versions[report.report_id].append((_time(row["stored"]), report))
        return Readings(versions, {name: frozenset().union(*sets) for name, sets in within.items()})

    def decisions(self, ignored: set[str]) -> list[Decision]:
        """All decisions that make sense; the others are told in the log, once for each id in ``ignored``."""
        found = []
        for row in self._rows("SELECT * EXCLUDE (decided), epoch_us(decided) AS decided FROM decisions"):
            name = str(row["decision_id"])
            try:
                row["decided"] = _time(row["decided"])
                found.append(Decision.from_row(row))
            except (ReviewError, ValueError, TypeError, OverflowError) as error:
                if name not in ignored:
                    ignored.add(name)
                    _log.warning("The decision %s is ignored: %s.", clean(name, 40), clean(str(error), 200))
        without = {d.event_id for d in found if not d.targets and d.action != "undo"}
        if without:  # an older program's, which named events alone
            anchors = self._anchors(without)
            found = [replace(d, targets=d.targets or anchors.get(d.event_id, ())) for d in found]
        return found

    def _anchors(self, events: set[str]) -> dict[str, tuple[Anchor, ...]]:
        found: dict[str, tuple[Anchor, ...]] = {}
        for event_id, article_id, start, location_start, number, location_end in self._fetch(
            _ANCHORS, {"events": sorted(events)}
        ):
            report_id = stable_id(article_id, start, location_start, number)
            anchor = Anchor(report_id, article_id, start, location_start, location_end, number)
            found[event_id] = (*found.get(event_id, ()), anchor)
        return found

    def articles(self, ids: Iterable[str] | None = None) -> Iterator[Article]:
        """The newest row of every stored article, or of these."""
        condition = "" if ids is None else "WHERE list_contains($ids, article_id)"
        values = {} if ids is None else {"ids": sorted(ids)}
        yield from map(article_of, self._rows(f"SELECT * EXCLUDE (retrieved) FROM article {condition}", values))

    def _fetch(self, sql: str, values: dict[str, Any] | None = None) -> list[tuple[Any, ...]]:
        return self._cursor.execute(f"{self._with} {sql}", values or {}).fetchall()

    def _rows(self, sql: str, values: dict[str, Any] | None = None) -> Iterator[dict[str, Any]]:
        cursor = self._cursor.execute(f"{self._with} {sql}", values or {})
        names = [column[0] for column in cursor.description or ()]
        while rows := cursor.fetchmany(_FETCHED):
            for row in rows:
                yield dict(zip(names, row, strict=True))


def _time(microseconds: int | None) -> datetime:
    if microseconds is None:
        raise ReviewError("it has no time")
    return _EPOCH + timedelta(microseconds=microseconds)


def stored_articles(tables: Tables) -> Iterator[Article]:
    """Every stored article once, as it was last stored. Raises StoreError."""
    with duckdb.connect(":memory:") as db:
        try:
            yield from Reader(db, tables).articles()
        except (duckdb.Error, pa.ArrowException, OSError) as error:
            raise tables.damaged("articles", error) from error
