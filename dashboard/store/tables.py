"""The three Delta tables under one URI. They are only ever appended to; nothing is rewritten.

- ``articles``: one row an article, keyed by ``article_id``
- ``reports``: one row a report, keyed by ``report_id``; ``event_id`` ties reports of one event together
- ``decisions``: one row a person's decision on an event; undo is one more row
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pyarrow as pa
from deltalake import DeltaTable, write_deltalake
from deltalake.exceptions import DeltaError, TableNotFoundError
from pyarrow import fs

from dashboard.errors import StoreError
from dashboard.records import Article, Report, stable_id

_TIME = pa.timestamp("us", tz="UTC")
SCHEMAS: dict[str, pa.Schema] = {
    "articles": pa.schema(
        [
            ("article_id", pa.string()),
            ("title", pa.string()),
            ("text", pa.string()),
            ("source", pa.string()),
            ("url", pa.string()),
            ("language", pa.string()),
            ("external_id", pa.string()),
            ("published", pa.date32()),
            ("retrieved", _TIME),
        ]
    ),
    "reports": pa.schema(
        [
            ("report_id", pa.string()),
            ("event_id", pa.string()),
            ("article_id", pa.string()),
            ("event_date", pa.date32()),
            ("time_precision", pa.int32()),
            ("event_type", pa.string()),
            ("sub_event_type", pa.string()),
            ("location", pa.string()),
            ("country", pa.string()),
            ("admin1", pa.string()),
            ("admin2", pa.string()),
            ("latitude", pa.float64()),
            ("longitude", pa.float64()),
            ("geo_precision", pa.int32()),
            ("geonameid", pa.int64()),
            ("feature_code", pa.string()),
            ("actors", pa.string()),  # names joined by "; "
            ("fatalities", pa.int32()),
            ("notes", pa.string()),
            ("start", pa.int32()),
            ("end", pa.int32()),
            ("location_start", pa.int32()),
            ("location_end", pa.int32()),
            ("confidence", pa.float64()),
            ("published", pa.date32()),
            ("extractor", pa.string()),
            ("recorded", _TIME),
        ]
    ),
    "decisions": pa.schema(
        [
            ("decision_id", pa.string()),
            ("event_id", pa.string()),
            ("action", pa.string()),
            ("who", pa.string()),
            ("reason", pa.string()),
            ("decided", _TIME),
        ]
    ),
}
ACTIONS = ("confirm", "reject", "reopen")


class Tables:
    """The tables of one store. Any number of processes may read and append at once."""

    def __init__(self, uri: str, *, create: bool = True) -> None:
        """Open the store at ``uri`` (a folder, or an object-store URI), making it where there is nothing yet.

        Raises StoreError when something else lies there, or when it is not there and ``create`` is False.
        """
        self.uri = uri.rstrip("/") or "/"
        self._folder = _local_folder(uri)
        try:
            self._check_place()
            missing = self._missing()
        except (DeltaError, OSError) as error:
            raise StoreError(f"The store {self.uri[:300]} cannot be opened or made: {_first_line(error)}.") from error
        if len(missing) == len(SCHEMAS) and not create:
            raise StoreError(
                f"There is no event store at {self.uri}. Ingest something first, or name another with --store."
            )
        for name in missing:
            self._create(name)

    def _check_place(self) -> None:
        """Raise StoreError when something that is no store lies there; only folders of this machine can be looked at."""
        folder = self._folder
        if folder is None or not folder.exists():
            return
        if not folder.is_dir():
            raise StoreError(
                f"{self.uri} is a file, not an event store. A store is a folder: name another with --store."
            )
        # A folder that holds nothing but our tables' own is a store, or one that another process is just making.
        strange = any(entry.name not in SCHEMAS for entry in folder.iterdir() if not entry.name.startswith("."))
        if strange and self._missing():
            raise StoreError(
                f"{self.uri} is a folder with other things in it, not an event store. "
                "Name an empty or a new folder with --store."
            )

    def _missing(self) -> list[str]:
        """The tables that are not there. Raises StoreError when others hold data: then one was lost, not never made."""
        missing = [name for name in SCHEMAS if not DeltaTable.is_deltatable(self._table_uri(name))]
        present = [name for name in SCHEMAS if name not in missing]
        if missing and any(DeltaTable(self._table_uri(name)).file_uris() for name in present):
            raise self.damaged(missing[0], FileNotFoundError("it is missing, while others hold data"))
        return missing

    def _create(self, name: str) -> None:
        try:
            DeltaTable.create(self._table_uri(name), schema=SCHEMAS[name], mode="ignore")
        except (DeltaError, OSError) as error:
            if not DeltaTable.is_deltatable(self._table_uri(name)):  # unless another process was first
                raise StoreError(f"The store {self.uri} cannot be opened or made: {_first_line(error)}.") from error

    def _table_uri(self, name: str) -> str:
        # A URI of our own making: deltalake takes "%20" and "[" in a bare path for parts of an address.
        return f"{self.uri}/{name}" if self._folder is None else (self._folder / name).as_uri()

    def open(self, name: str) -> DeltaTable:
        """The Delta table ``name`` at its newest version. Raises StoreError when it is gone or damaged."""
        try:
            return DeltaTable(self._table_uri(name))
        except (TableNotFoundError, DeltaError, OSError) as error:
            raise self.damaged(name, error) from error

    def dataset(self, name: str) -> Any:
        """The table as an Arrow dataset, for DuckDB to read.

        A folder is read by Arrow's own file system: the default one calls back into Python from Arrow's threads,
        which can abort the process while it ends.
        """
        if self._folder is None:
            return self.open(name).to_pyarrow_dataset()
        local = fs.SubTreeFileSystem(str(self._folder / name), fs.LocalFileSystem())
        return self.open(name).to_pyarrow_dataset(filesystem=local)

    def damaged(self, what: str, error: Exception) -> StoreError:
        """The error to raise when ``what`` cannot be read."""
        return StoreError(
            f"The table {what!r} of the store {self.uri} cannot be read: {_first_line(error)}. "
            "Restore the folder from a copy, or name another store with --store."
        )

    def versions(self) -> tuple[int, ...]:
        """The version of each table; any append changes it."""
        return tuple(self.open(name).version() for name in SCHEMAS)

    def article_ids(self) -> set[str]:
        """The ids of all stored articles."""
        try:
            return set(self.dataset("articles").to_table(columns=["article_id"]).column(0).to_pylist())
        except (pa.ArrowException, OSError) as error:
            raise self.damaged("articles", error) from error

    def append(self, articles: Iterable[Article], reports: Iterable[Report], *, extractor: str) -> None:
        """Append articles with what was read from them. Reports go first: an article that is there is complete."""
        now = datetime.now(UTC)
        self._append("reports", [_report_row(r, extractor, now) for r in reports])
        self._append("articles", [_article_row(a, now) for a in articles])

    def decide(self, event_id: str, action: str, *, who: str, reason: str = "") -> None:
        """Append a person's decision; the newest on an event wins. Raises ValueError on an unknown action."""
        if action not in ACTIONS:
            raise ValueError(f"unknown action {action!r}; known: {', '.join(ACTIONS)}")
        now = datetime.now(UTC)
        row = {"event_id": event_id, "action": action, "who": who, "reason": reason, "decided": now}
        self._append("decisions", [{"decision_id": stable_id(event_id, action, who, now), **row}])

    def _append(self, name: str, rows: list[dict[str, Any]]) -> None:
        if not rows:
            return
        try:
            write_deltalake(self._table_uri(name), pa.Table.from_pylist(rows, schema=SCHEMAS[name]), mode="append")
        except (DeltaError, OSError) as error:
            raise StoreError(f"The store {self.uri} cannot be written: {_first_line(error)}.") from error


def _article_row(a: Article, now: datetime) -> dict[str, Any]:
    return {
        "article_id": a.article_id, "title": a.title, "text": a.text, "source": a.source, "url": a.url,
        "language": a.language, "external_id": a.external_id, "published": a.published, "retrieved": now,
    }  # fmt: skip


def _report_row(r: Report, extractor: str, now: datetime) -> dict[str, Any]:
    p = r.place
    return {
        "report_id": r.report_id, "event_id": r.report_id, "article_id": r.article_id, "event_date": r.event_date,
        "time_precision": r.time_precision, "event_type": r.event_type, "sub_event_type": r.sub_event_type,
        "location": r.location, "country": p.country, "admin1": p.admin1, "admin2": p.admin2, "latitude": p.latitude,
        "longitude": p.longitude, "geo_precision": r.geo_precision, "geonameid": p.geonameid,
        "feature_code": p.feature_code, "actors": "; ".join(r.actors), "fatalities": r.fatalities.best if r.fatalities else None,
        "notes": r.notes,
        "start": r.start, "end": r.end, "location_start": r.location_start, "location_end": r.location_end,
        "confidence": r.confidence, "published": r.published, "extractor": extractor, "recorded": now,
    }  # fmt: skip


def _local_folder(uri: str) -> Path | None:
    """The folder that a store's URI names, None when it lies elsewhere. Raises StoreError when the URI is none."""
    if uri.startswith("file://"):
        return _local_folder(url2pathname(urlsplit(uri).path))
    if "://" in uri:
        return None
    if not uri.strip() or re.search(r"[\x00-\x1f]", uri):
        raise StoreError(f"{uri!r} is no place for a store. Name a folder with --store.")
    folder = Path(uri).absolute()
    if os.sep == "/" and re.search(r"[%\\\[\]]", str(folder)):
        raise StoreError(
            f"The folder {str(folder)!r} has one of % \\ [ ] in its name, which Delta tables cannot carry. Name another."
        )
    return folder


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
