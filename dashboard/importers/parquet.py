"""Read Parquet files in a stream; numbers, days and times become the text that a CSV file would hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dashboard.importers.batches import UnreadableError
from dashboard.importers.delimited import Rows, unique

_ROWS = 16_384  # rows that are held at a time
_CONTROLS = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"


def open_parquet(stream: BinaryIO) -> tuple[tuple[str, ...], Iterator[tuple[int, pa.RecordBatch]]]:
    """The names of the columns, and batches with the number of rows before each. Raises UnreadableError."""
    try:
        table = pq.ParquetFile(stream)
    except (pa.ArrowException, OSError) as error:
        raise UnreadableError(f"it cannot be read as Parquet: {error}") from error
    return unique(table.schema_arrow.names), _batches(table)


def _batches(table: pq.ParquetFile) -> Iterator[tuple[int, pa.RecordBatch]]:
    before = 0
    try:
        for batch in table.iter_batches(batch_size=_ROWS, use_threads=False):
            yield before, batch
            before += batch.num_rows
    except (pa.ArrowException, OSError) as error:
        raise UnreadableError(f"it cannot be read as Parquet after row {before}: {error}") from error


def parse_parquet(names: tuple[str, ...], before: int, batch: pa.RecordBatch) -> Rows:
    """The rows of a batch as texts, numbered from 1 through the file."""
    lines = np.arange(before + 1, before + 1 + batch.num_rows, dtype=np.int64)
    return Rows(names, [_texts(column) for column in batch.columns], lines)


def _texts(column: pa.Array) -> pa.StringArray:
    try:
        texts = pc.cast(column, pa.string())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        # Lists, and bytes that are no text (a geometry): rare, so one by one.
        texts = pa.array([None if value is None else _text(value) for value in column.to_pylist()], pa.string())
    texts = pc.fill_null(texts, "")
    if pc.any(pc.match_substring_regex(texts, _CONTROLS)).as_py():
        texts = pc.replace_substring_regex(texts, _CONTROLS, "")
    if pc.any(pc.match_substring(texts, "\r")).as_py():
        texts = pc.replace_substring(pc.replace_substring(texts, "\r\n", "\n"), "\r", "\n")
    return texts


def _text(value: object) -> str:
    return value.hex() if isinstance(value, bytes) else str(value).encode("utf-8", "replace").decode()
