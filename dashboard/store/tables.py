"""The four Delta tables under one URI. Rows are only ever appended; ``upkeep`` joins files, and changes no row.

- ``articles``: one row each time an article was read; the newest counts, with the reports of the same ``extraction``
- ``reports``: one row a report and reading
- ``decisions``: one row for each event that a person's decision is on; undo is one more row
- ``imports``: one row an event of a data set (UCDP GED, ACLED, GDELT) and import that changed it; the newest counts
"""

from __future__ import annotations

import os
import re
import secrets
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

import pyarrow as pa
from deltalake import DeltaTable, write_deltalake
from deltalake.exceptions import CommitFailedError, DeltaError, TableNotFoundError
from deltalake.fs import DeltaStorageHandler
from pyarrow import fs

from dashboard.errors import StoreError
from dashboard.records import Article, Report
from dashboard.review.decisions import Decision
from dashboard.store.rows import article_row, report_row
from dashboard.store.schemas import LATER, SCHEMAS

_ATTEMPTS = 8  # at appending while others do: only a first append with new columns can collide


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
        if strange and set(self._missing()) - LATER:
            raise StoreError(
                f"{self.uri} is a folder with other things in it, not an event store. "
                "Name an empty or a new folder with --store."
            )

    def _missing(self) -> list[str]:
        """The tables that are not there. Raises StoreError when others hold data: then one was lost, not never made."""
        missing = [name for name in SCHEMAS if not DeltaTable.is_deltatable(self._table_uri(name))]
        present = [name for name in SCHEMAS if name not in missing]
        if set(missing) - LATER and any(DeltaTable(self._table_uri(name)).file_uris() for name in present):
            raise self.damaged(
                next(name for name in missing if name not in LATER),
                FileNotFoundError("it is missing, while others hold data"),
            )
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

    def open(self, name: str, version: int | None = None) -> DeltaTable:
        """The Delta table ``name`` at this or its newest version. Raises StoreError when it is gone or damaged."""
        try:
            return DeltaTable(self._table_uri(name), version=version)
        except (TableNotFoundError, DeltaError, OSError) as error:
            raise self.damaged(name, error) from error

    def files(self, name: str) -> fs.FileSystem:
        """The files of the table ``name``, by their paths below its folder; its log is in ``_delta_log/``.

        A folder is read by Arrow's own file system: the default one calls back into Python from Arrow's threads,
        which can abort the process while it ends.
        """
        if self._folder is None:
            return fs.PyFileSystem(DeltaStorageHandler(self._table_uri(name)))
        return fs.SubTreeFileSystem(str(self._folder / name), fs.LocalFileSystem())

    def dataset(self, name: str) -> Any:
        """The table as an Arrow dataset, for DuckDB to read."""
        if self._folder is None:
            return self.open(name).to_pyarrow_dataset()  # which knows the sizes of its files: fewer requests
        return self.open(name).to_pyarrow_dataset(filesystem=self.files(name))

    def parquet(self, name: str) -> tuple[int, list[str]]:
        """The table's version, and the paths of its Parquet files as ``files`` has them."""
        table = self.open(name)
        return table.version(), pa.table(table.get_add_actions(flatten=True))["path"].to_pylist()

    def local_paths(self, name: str) -> list[str] | None:
        """The paths of the table's Parquet files; None where DuckDB cannot read them by itself.

        That is a store on no disk of this machine, or in a folder whose name it would take for a pattern.
        """
        if self._folder is None or set("*?") & set(str(self._folder)):
            return None
        return [str(self._folder / name / unquote(path.rsplit("/", 1)[1])) for path in self.open(name).file_uris()]

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
        return set(self.extractors())

    def extractors(self) -> dict[str, str]:
        """The version of the rules that each stored article was last read with, "" where it is not known."""
        found = self._newest("articles", "retrieved")
        if "" in found.values():  # an older program wrote it to the reports alone
            of_reports = self._newest("reports", "recorded")
            found = {key: version or of_reports.get(key, "") for key, version in found.items()}
        return found

    def _newest(self, name: str, time_column: str) -> dict[str, str]:
        rows = self._columns(name, ["article_id", "extractor", time_column])
        return {row["article_id"]: row["extractor"] or "" for row in sorted(rows, key=lambda row: row[time_column])}

    def _columns(self, name: str, columns: list[str]) -> list[dict[str, Any]]:
        try:
            dataset = self.dataset(name)
            there = [column for column in columns if column in dataset.schema.names]
            rows: list[dict[str, Any]] = dataset.to_table(columns=there).to_pylist()
        except (pa.ArrowException, OSError) as error:
            raise self.damaged(name, error) from error
        return [dict.fromkeys(columns) | row for row in rows]

    def append(self, articles: Iterable[Article], reports: Iterable[Report], *, extractor: str) -> None:
        """Append articles with what was read from them by the rules of version ``extractor``.

        It takes the place of what was read from these articles before. Reports go first: an article that is there is
        complete.
        """
        now, extraction = datetime.now(UTC), secrets.token_hex(8)
        self._append("reports", [report_row(r, extractor, extraction, now) for r in reports])
        self._append("articles", [article_row(a, extractor, extraction, now) for a in articles])

    def decide(self, decisions: Iterable[Decision]) -> None:
        """Append decisions: all of them, or none."""
        self._append("decisions", [decision.to_row() for decision in decisions])

    def _append(self, name: str, rows: list[dict[str, Any]]) -> None:
        if not rows:
            return
        try:
            table = pa.Table.from_pylist(rows, schema=SCHEMAS[name])
        except (pa.ArrowException, OverflowError) as error:
            raise self.unwritable(error) from error
        for attempt in range(_ATTEMPTS):
            try:
                # Merging adds our columns to an older program's table, and leaves a newer one's columns null.
                write_deltalake(self._table_uri(name), table, mode="append", schema_mode="merge")
                return
            except CommitFailedError as error:  # another process added the columns at this moment
                if attempt == _ATTEMPTS - 1:
                    raise self.unwritable(error) from error
                time.sleep(0.05 * 2**attempt)
            except (DeltaError, OSError) as error:
                raise self.unwritable(error) from error

    def unwritable(self, error: BaseException) -> StoreError:
        """The error to raise when nothing can be appended."""
        return StoreError(f"The store {self.uri} cannot be written: {_first_line(error)}.")


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


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
