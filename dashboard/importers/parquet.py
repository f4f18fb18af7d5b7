"""Read Parquet files in a stream; numbers, days and times become the text that a CSV file would hold."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dashboard.importers.batches import MOST_DETAILED, UnreadableError
from dashboard.importers.blocks import MOST_OF_ROW, TOO_LONG, Indices
from dashboard.importers.delimited import BLOCK, Rows, unique

BATCH_ROWS = 16_384  # that are read at a time, or fewer where they are long
_NESTED_ROWS = 256  # where cells are lists, whose length is told only once they are unpacked
_ANY_CELL = 32  # bytes of the text of a number, a day or a time, at most
_CONTROLS = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"


def open_parquet(
    stream: BinaryIO, block_bytes: int = BLOCK, rows: int = BATCH_ROWS
) -> tuple[tuple[str, ...], Iterator[tuple[int, pa.RecordBatch]]]:
    """The names of the columns, and batches with the number of rows before each. Raises UnreadableError.

    A batch has at most ``rows`` rows, and its texts are of about ``block_bytes`` at most.
    """
    try:
        table = pq.ParquetFile(stream)
        names = unique(table.schema_arrow.names)
        # A text that is the same in all rows is stored once, and unpacked it is there once a row: a file of kilobytes
        # may be of gigabytes then. As a dictionary it is small until rows are cut off.
        repeated = [field.name for field in table.schema_arrow if _of_bytes(field.type)]
        table = pq.ParquetFile(stream, metadata=table.metadata, read_dictionary=repeated)
    except (pa.ArrowException, OSError) as error:
        raise UnreadableError(f"it cannot be read as Parquet: {error}") from error
    return names, _batches(table, block_bytes, min(rows, _rows_at_a_time(table, block_bytes)))


def _of_bytes(kind: pa.DataType) -> bool:
    kinds = pa.types
    if kinds.is_dictionary(kind):
        kind = kind.value_type
    large = kinds.is_large_string(kind) or kinds.is_large_binary(kind)
    views = kinds.is_string_view(kind) or kinds.is_binary_view(kind)
    return bool(kinds.is_string(kind) or kinds.is_binary(kind) or large or views)


def _rows_at_a_time(table: pq.ParquetFile, block_bytes: int) -> int:
    """How many rows fill a block, by what the file tells of its parts; texts that are stored once count once."""
    groups = [table.metadata.row_group(number) for number in range(table.metadata.num_row_groups)]
    longest = max((group.total_byte_size // max(1, group.num_rows) for group in groups), default=0)
    nested = any(pa.types.is_nested(kind) for kind in table.schema_arrow.types)
    return max(1, min(block_bytes // max(1, longest), _NESTED_ROWS if nested else BATCH_ROWS))


def _batches(table: pq.ParquetFile, block_bytes: int, rows: int) -> Iterator[tuple[int, pa.RecordBatch]]:
    before = 0
    try:
        for batch in table.iter_batches(batch_size=rows, use_threads=False):
            for part in _cut(batch, block_bytes):
                yield before, part
                before += part.num_rows
    except (pa.ArrowException, OSError) as error:
        raise UnreadableError(f"it cannot be read as Parquet after row {before}: {error}") from error


def _cut(batch: pa.RecordBatch, block_bytes: int) -> Iterator[pa.RecordBatch]:
    """A batch in parts whose texts are of ``block_bytes`` each, or of a single row more."""
    lengths = _lengths(batch)
    ends = np.cumsum(np.where(lengths > MOST_OF_ROW, 0, lengths))  # a row that is refused is never unpacked
    parts = -(-int(ends[-1]) // block_bytes) if ends.size else 0
    cuts = np.searchsorted(ends, np.arange(1, parts) * block_bytes, side="left") + 1
    bounds = np.unique(np.concatenate(([0], cuts, [batch.num_rows])))
    for start, end in itertools.pairwise(bounds.tolist()):
        yield batch.slice(start, end - start)


def _lengths(batch: pa.RecordBatch) -> Indices:
    """The bytes of each row's texts, about."""
    total = np.full(batch.num_rows, _ANY_CELL * batch.num_columns, np.int64)
    for column in batch.columns:
        if not _of_bytes(column.type):
            continue
        if pa.types.is_dictionary(column.type):
            length = pc.binary_length(column.dictionary).take(column.indices)
        else:
            length = pc.binary_length(column)
        total += pc.fill_null(length, 0).to_numpy(zero_copy_only=False)
    return total


def parse_parquet(names: tuple[str, ...], before: int, batch: pa.RecordBatch) -> Rows:
    """The rows of a batch as texts, numbered from 1 through the file."""
    lines = np.arange(before + 1, before + 1 + batch.num_rows, dtype=np.int64)
    long = _lengths(batch) > MOST_OF_ROW
    if not long.any():
        return Rows(names, [_texts(column) for column in batch.columns], lines)
    bad = [(line, TOO_LONG) for line in lines[long][:MOST_DETAILED].tolist()]
    kept = batch.filter(pa.array(~long))
    columns = [_texts(column) for column in kept.columns]
    return Rows(names, columns, lines[~long], bad, Counter({TOO_LONG: int(long.sum())}))


def _texts(column: pa.Array) -> pa.StringArray:
    try:
        texts = pc.cast(column, pa.string())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        if pa.types.is_timestamp(column.type) and column.type.tz not in (None, "UTC"):
            # A time zone that is not known here: the times are stored as of UTC, whatever it is.
            return _texts(pc.cast(column, pa.timestamp(column.type.unit, "UTC")))
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
