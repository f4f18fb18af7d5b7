"""Append imported events to the store: what is new or changed, in one Delta commit, streamed.

One import is one commit, so a cut-off import shows nothing. The caller's thread reads and sorts out; another writes.
"""

from __future__ import annotations

import queue
import secrets
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
from deltalake import WriterProperties, write_deltalake

from dashboard.store.known import Known
from dashboard.store.schemas import ROW_GROUP, SCHEMAS
from dashboard.store.tables import Tables

_SCHEMA = SCHEMAS["imports"]
_WAITING = 1  # runs between the two threads
_RUN = 65_536  # rows that are sorted together: some 80 MB
_SLICE = 8192  # rows
# Level 1 costs 1 s a million rows more than Snappy, and takes two thirds of its space.
_PROPERTIES = WriterProperties(compression="ZSTD", compression_level=1, max_row_group_size=ROW_GROUP)


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the rows of an import; ``import_id`` is "" when nothing had to be written."""

    added: int
    updated: int
    unchanged: int  # the same as what is there, older than it, or again in the same import
    import_id: str


def import_rows(tables: Tables, batches: Iterable[pa.RecordBatch]) -> Counts:
    """Append the rows of ``batches`` (``store.schemas.IMPORTED``) that the store does not have yet, all or none.

    A row with the digest that is known of its event is unchanged, and so is one of an older revision; any other is an
    update. Of rows of one event in one import the greatest revision counts, of equal ones the first. Two processes
    that import the same at once both write it: who reads takes one row an event.

    Memory holds 48 bytes for each event known or imported, and a few batches. Whatever ``batches`` raises, Ctrl+C
    included, comes through, and nothing is stored. Raises StoreError when the store cannot be read or written.
    """
    known = _known(tables)
    import_id, imported = secrets.token_hex(8), datetime.now(UTC)
    added = updated = unchanged = 0
    held: list[pa.RecordBatch] = []
    with _Writing(tables) as writing:
        for batch in batches:
            rows, new = known.sort_out(batch)
            added += new
            updated += len(rows) - new
            unchanged += batch.num_rows - len(rows)
            if len(rows):
                held.append(batch.take(pa.array(rows)))
            if sum(map(len, held)) >= _RUN:
                writing.put(_finished(held, import_id, imported))
                held = []
        if held:
            writing.put(_finished(held, import_id, imported))
    return Counts(added, updated, unchanged, import_id if added or updated else "")


def _known(tables: Tables) -> Known:
    try:
        return Known(tables.dataset("imports"))
    except (duckdb.Error, pa.ArrowException, OSError) as error:
        raise tables.damaged("imports", error) from error


def _finished(batches: list[pa.RecordBatch], import_id: str, imported: datetime) -> pa.RecordBatch:
    """The rows by date, with what the store adds: the rows of a time are fetched together, from few row groups."""
    rows = pa.concat_batches(batches)
    chosen = rows.take(pc.sort_indices(rows.column("event_date")))
    more = {"import_id": import_id, "imported": imported}
    columns = [
        pa.repeat(pa.scalar(more[field.name], field.type), len(chosen))
        if field.name in more
        else chosen.column(field.name)
        for field in _SCHEMA
    ]
    return pa.RecordBatch.from_arrays(columns, schema=_SCHEMA)


class _StoppedError(Exception):
    """Raised in the writing thread when the import is given up: a stream that ends in an error is never committed."""


class _Writing:
    """A commit in the making: a thread pulls the batches that are put here into Parquet files.

    Deltalake does not see Ctrl+C, so it may not have the main thread: that one reads, and is free to be interrupted.
    """

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._waiting: queue.Queue[pa.RecordBatch | _StoppedError | None] = queue.Queue(_WAITING)
        self._thread = threading.Thread(target=self._write, name="import", daemon=True)
        self._error: BaseException | None = None

    def __enter__(self) -> _Writing:
        return self

    def put(self, batch: pa.RecordBatch) -> None:
        """Hand over a batch; waits while the writer is behind. Raises StoreError when writing has failed."""
        if self._thread.ident is None:  # a first row: without any there is no commit
            self._thread.start()
        self._put(batch)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if self._thread.ident is None:
            return
        if kind is None:
            self._put(None)
        else:
            self._stop()
        self._thread.join()
        if kind is None:
            self._raise()

    def _put(self, batch: pa.RecordBatch | None) -> None:
        while True:
            self._raise()
            try:
                self._waiting.put(batch, timeout=0.2)
                return
            except queue.Full:
                continue

    def _stop(self) -> None:
        """Have the writer give up, whatever it is waiting for."""
        while self._thread.is_alive():
            try:
                self._waiting.put(_StoppedError(), timeout=0.2)
                return
            except queue.Full:
                continue

    def _raise(self) -> None:
        if self._error is not None:
            raise self._tables.unwritable(self._error) from self._error

    def _pull(self) -> Iterator[pa.RecordBatch]:
        while (batch := self._waiting.get()) is not None:
            if isinstance(batch, _StoppedError):
                raise batch
            # Deltalake keeps about ten batches under way, however large: slices of one share its memory.
            yield from (batch.slice(at, _SLICE) for at in range(0, len(batch), _SLICE))

    def _write(self) -> None:
        reader = pa.RecordBatchReader.from_batches(_SCHEMA, self._pull())
        try:
            # Merging adds our columns to an older program's table, and leaves a newer one's columns null.
            write_deltalake(
                self._tables.open("imports"), reader, mode="append", schema_mode="merge", writer_properties=_PROPERTIES
            )
        # A panic of deltalake's is no Exception, and the thread that waits must hear of that too.
        except BaseException as error:
            self._error = error
